"""The kinds of rule there are, each made into a check of one table by naming its columns.

A check takes the rows of a table and the world around them, and yields what it finds as (place of the
row, column, problem, remedy). `pathways.domain.rules` says which noun gets which.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from pathways.domain.nouns import LANGUAGES, Basis
from pathways.domain.saying import quoted, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathways.domain.nouns import Evidence, Facts, Text

Rows: TypeAlias = Sequence[Any]  # of one noun; each check names the fields it reads
Finding: TypeAlias = tuple[int, str, str, str]
Check: TypeAlias = "Callable[[Rows, World], Iterator[Finding]]"

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""Controls, line breaks, text direction overrides and what is no character in markup."""
CUT_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
YEAR = re.compile(r"(19|20)\d\d", re.ASCII)
WRITTEN_YEAR = re.compile(r"\d{4,}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2099
YEARS_AHEAD = 30
"""Nobody plans further: a year that is later still was mistyped."""
NO_TEXT = {"da": said("The Danish text is missing."), "en": said("The English text is missing.")}
FILES = {
    "families": said("families"), "focus_areas": said("focus_areas"), "organisations": said("organisations"),
    "origins": said("programmes or starts"), "programmes": said("programmes"), "roles": said("roles"),
    "skill_groups": said("skill_groups"), "skills": said("skills"), "sources": said("sources"),
}  # fmt: skip
"""The tables that others refer to, as their files are called. In other languages they go by their names."""
BOTH = said("Write it in Danish and in English.")


@dataclass(frozen=True)
class World:
    """What the checks of one table need to know of the others."""

    facts: Facts

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """The ids of every table that others refer to, and `origins`: programmes and starts."""
        tables = {field.name: getattr(self.facts, field.name) for field in fields(self.facts) if field.name != "town"}
        ids = {
            name: frozenset(row.id for row in rows) for name, rows in tables.items() if rows and hasattr(rows[0], "id")
        }
        none: frozenset[str] = frozenset()
        found = {name: ids.get(name, none) for name in tables}
        return {**found, "origins": found["programmes"] | found["starts"]}

    @cached_property
    def weak(self) -> frozenset[str]:
        """The ids of sources too weak to rest a claim on."""
        return frozenset(source.id for source in self.facts.sources if source.weak)

    @cached_property
    def roles_with_needs(self) -> frozenset[str]:
        """The ids of roles that ask for something."""
        return frozenset(need.role for need in self.facts.needs)

    @cached_property
    def last_year(self) -> int:
        """The last year that a fact may be of: some after the facts' own day; any of ours when that is no date."""
        as_of = self.facts.town.as_of
        return int(as_of[:4]) + YEARS_AHEAD if YEAR.match(as_of) else LAST_YEAR

    @cached_property
    def _dates(self) -> dict[str, str | None]:
        return {}

    def date_fault(self, text: str) -> str | None:
        """Why a date cannot be, or None: not an ISO date cut to what is known, or after the facts' own day."""
        if text not in self._dates:
            self._dates[text] = impossible_date(text, self.facts.town.as_of)
        return self._dates[text]


def impossible_date(text: str, today: str) -> str | None:
    """Say why a date cannot be; None when it can. `today` is not looked at when it is no date itself."""
    if not CUT_DATE.fullmatch(text):
        return said("%(date)s is not a date.", date=quoted(text))
    year, month, day = (*(int(part) for part in text.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return said("%(date)s is not a day of the calendar.", date=quoted(text))
    if year < FIRST_YEAR:
        return said("%(date)s is long before anybody asked.", date=quoted(text))
    if CUT_DATE.fullmatch(today) and text > today[: len(text)]:
        return said("%(date)s is after %(today)s, the day of these facts.", date=quoted(text), today=today)
    return None


def identified(rows: Rows, world: World) -> Iterator[Finding]:  # noqa: ARG001  # every check has one signature
    """Ids are lower-case words joined by hyphens, each used once."""
    seen: set[str] = set()
    ids = {row.id for row in rows}
    for index, row in enumerate(rows):
        if not SLUG.fullmatch(row.id):
            small = row.id.casefold()
            problem = said("%(id)s is no id.", id=quoted(row.id))
            if small != row.id and small in ids:
                twin = {"id": quoted(row.id), "other": quoted(small)}
                problem = said("%(id)s and %(other)s differ in upper and lower case only.", **twin)
            yield index, "id", problem, said("Use lower-case words joined by hyphens.")
        if row.id in seen:
            yield (
                index,
                "id",
                said("The id %(id)s is there twice.", id=quoted(row.id)),
                said("Give each row its own id."),
            )
        seen.add(row.id)


def worded(noun: type, **prefixes: str) -> Check:
    """Both languages of every text are filled; nothing holds a line break or a control character.

    `prefixes` names the columns of a field where they are not called like it.
    """
    kinds = {field.name: str(field.type) for field in fields(noun)}
    texts = [name for name, kind in kinds.items() if kind in {"Text", "Text | None"}]
    columns = {name: [f"{prefixes.get(name, name)}_{language}" for language in LANGUAGES] for name in texts}
    strings = {"str", "str | None", "tuple[str, ...]"}
    plain = [name for name, kind in kinds.items() if kind in strings and name != "id"]

    def check(rows: Rows, _: World) -> Iterator[Finding]:
        for index, row in enumerate(rows):
            for name in texts:
                text = getattr(row, name)
                if text is not None:
                    for column, problem, remedy in text_faults(text, columns[name]):
                        yield index, column, problem, remedy
            for name in plain:
                value = getattr(row, name)
                if value and UNPRINTABLE.search(value if isinstance(value, str) else "".join(value)):
                    yield index, name, *_UNPRINTABLE_WORDS

    return check


_UNPRINTABLE_WORDS = (said("It holds a line break or another control character."), said("Write it on one line."))


def text_faults(text: Text, columns: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (column, problem, remedy) for each language in which a text is empty or unprintable."""
    for column, language, words in zip(columns, LANGUAGES, (text.da, text.en), strict=True):
        if not words.strip():
            yield column, NO_TEXT[language], BOTH
        elif UNPRINTABLE.search(words):
            yield column, *_UNPRINTABLE_WORDS


def filled(column: str) -> Check:
    """A name in one language is not empty."""
    of = attrgetter(column)

    def check(rows: Rows, _: World) -> Iterator[Finding]:
        for index, row in enumerate(rows):
            if not of(row).strip():
                yield index, column, said("It is empty."), said("Fill it in.")

    return check


def labelled(field: str) -> Check:
    """No two rows bear the same label in a language; upper and lower case are one."""

    def check(rows: Rows, _: World) -> Iterator[Finding]:
        seen: dict[tuple[str, str], str] = {}
        for index, row in enumerate(rows):
            text = getattr(row, field)
            sides = {field: text} if isinstance(text, str) else {f"{field}_{x}": text[x] for x in LANGUAGES}
            for column, words in sides.items():
                first = seen.setdefault((column, words.casefold()), row.id)
                if first != row.id and words:
                    yield (
                        index,
                        column,
                        said("%(first)s is labelled %(words)s, too.", first=first, words=quoted(words)),
                        said("Give each its own label."),
                    )

    return check


def unique(columns: Sequence[str], key: Callable[[Any], object]) -> Check:
    """No two rows say the same thing of the same nouns."""

    def check(rows: Rows, _: World) -> Iterator[Finding]:
        seen: set[object] = set()
        for index, row in enumerate(rows):
            what = key(row)
            if what in seen:
                together = " and ".join(columns)
                yield (
                    index,
                    columns[0],
                    said("Another row has the same %(together)s.", together=together),
                    said("Keep one of the two."),
                )
            seen.add(what)

    return check


def refers(field: str, table: str, noun: str) -> Check:
    """An id, or each of several, is one of `table`'s; None refers to nothing."""
    of = attrgetter(field)

    def check(rows: Rows, world: World) -> Iterator[Finding]:
        known = world.ids[table]
        for index, row in enumerate(rows):
            value = of(row)
            for id in (value,) if isinstance(value, str) else value or ():
                if id not in known:
                    yield (
                        index,
                        field,
                        said("No %(noun)s has the id %(id)s.", noun=noun, id=quoted(id)),
                        _respelt(id, known) or said("Add it to %(file)s or mend the id.", file=FILES[table]),
                    )
            if isinstance(value, tuple) and len(set(value)) < len(value):
                yield index, field, said("The same id is there twice."), said("Name each once.")

    return check


def _respelt(id: str, known: Container[str]) -> str | None:
    """Say how an id is written of which only the case is wrong; ids are all in lower case."""
    small = id.casefold()
    return said("It is written %(id)s, in lower case.", id=quoted(small)) if small in known else None


def ranged(field: str, fits: Callable[[Any], bool], remedy: str) -> Check:
    """A number lies where such numbers lie; None is unknown and fits."""
    of = attrgetter(field)

    def check(rows: Rows, _: World) -> Iterator[Finding]:
        for index, row in enumerate(rows):
            value = of(row)
            if value is not None and not fits(value):
                yield index, field, said("%(value)s cannot be.", value=f"{value:.12g}"), remedy

    return check


def ordered(field: str, prefix: str = "") -> Check:
    """An interval runs from low over likely to high, from 0 up."""
    of = attrgetter(field)

    def check(rows: Rows, _: World) -> Iterator[Finding]:
        for index, row in enumerate(rows):
            it = of(row)
            if it is not None and not 0 <= it.low <= it.likely <= it.high < float("inf"):
                problem = said(
                    "%(low)s, %(likely)s, %(high)s do not rise from 0 up.",
                    low=f"{it.low:g}",
                    likely=f"{it.likely:g}",
                    high=f"{it.high:g}",
                )
                yield index, f"{prefix}low", problem, said("Write low, likely and high in rising order.")

    return check


def chosen(field: str, options: Sequence[str], remedy: str = "") -> Check:
    """A word is one of those known; several are all. Where too many are to be named, `remedy` says how they look."""
    of = attrgetter(field)
    known = frozenset(options)
    remedy = remedy or said("Write %(options)s or %(last)s.", options=", ".join(options[:-1]), last=options[-1])

    def check(rows: Rows, _: World) -> Iterator[Finding]:
        for index, row in enumerate(rows):
            value = of(row)
            for word in (value,) if isinstance(value, str) else value:
                if word not in known:
                    yield index, field, said("%(word)s is not known here.", word=quoted(word)), remedy

    return check


def matching(field: str, pattern: re.Pattern[str], remedy: str) -> Check:
    """A word has the form such words have; None is unknown and fits."""
    of = attrgetter(field)

    def check(rows: Rows, _: World) -> Iterator[Finding]:
        for index, row in enumerate(rows):
            value = of(row)
            if value is not None and not pattern.match(value):
                yield index, field, said("%(value)s does not fit here.", value=quoted(value)), remedy

    return check


def in_years(field: str) -> Check:
    """A year lies where facts may; each of those of a cell such as 2020/21 or 2010s does. None is unknown and fits."""
    of = attrgetter(field)

    def check(rows: Rows, world: World) -> Iterator[Finding]:
        for index, row in enumerate(rows):
            value = of(row)
            if value is not None and not _are_years(str(value), world.last_year):
                limits = {"value": quoted(str(value)), "first": FIRST_YEAR, "last": world.last_year}
                problem = said("%(value)s is not a year from %(first)s to %(last)s.", **limits)
                yield index, field, problem, said("Write a year, as in 2024.")

    return check


def _are_years(words: str, last: int) -> bool:
    years = WRITTEN_YEAR.findall(words)
    return bool(YEAR.match(words)) and all(FIRST_YEAR <= int(year) <= last for year in years)


def dated(field: str) -> Check:
    """A date is one, cut to what is known, and not after the day of the facts; None is unknown."""
    of = attrgetter(field)

    def check(rows: Rows, world: World) -> Iterator[Finding]:
        for index, row in enumerate(rows):
            value = of(row)
            problem = None if value is None else world.date_fault(value)
            if problem:
                yield index, field, problem, DATE_REMEDY

    return check


DATE_REMEDY = said("Write a date as 2021, 2021-08 or 2021-08-31, no later than the day of the town's facts.")


def evidenced(rows: Rows, world: World) -> Iterator[Finding]:
    """Every claim rests on sources that are known and strong enough for its basis, or is assumed."""
    for index, row in enumerate(rows):
        if row.evidence is not None:
            for column, problem, remedy in _evidence_faults(row.evidence, world):
                yield index, column, problem, remedy


def _evidence_faults(evidence: Evidence, world: World) -> Iterator[tuple[str, str, str]]:
    unknown = [source for source in evidence.sources if source not in world.ids["sources"]]
    for source in unknown:
        yield (
            "sources",
            said("No source has the id %(source)s.", source=quoted(source)),
            _respelt(source, world.ids["sources"]) or said("Add it to %(file)s or mend the id.", file=FILES["sources"]),
        )
    if len(set(evidence.sources)) < len(evidence.sources):
        yield "sources", said("The same source is there twice."), said("Name each once.")
    if evidence.basis is not Basis.ASSUMED:
        if not evidence.sources:
            yield (
                "sources",
                said("A %(basis)s claim names no source.", basis=evidence.basis.value),
                said("Name one, or make it assumed."),
            )
        elif not unknown and world.weak.issuperset(evidence.sources):
            problem = said("A %(basis)s claim rests on weak sources only.", basis=evidence.basis.value)
            yield "basis", problem, said("Name a stronger one, or make it assumed.")
    impossible = world.date_fault(evidence.as_of)
    if impossible:
        yield "as_of", impossible, DATE_REMEDY
