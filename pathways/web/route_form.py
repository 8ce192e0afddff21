"""What a visitor asks of the route search, read from the address: where from, where to, what they have and want.

    from, to        an id, a code or a name, however it is spelt
    have            what they have, each in a word (`pathways.domain.having`): mathematics-A, language-en
    experience, average, grade, age, job      the same, as numbers of their own fields
    language, job_beside, here, years, without    which routes they want
    year            the calendar year in which they could begin
    sort            what the routes are ordered by
    why             which of the routes is unfolded; no field of the form, and in none of the links that change it

Everything that cannot be used is told at its field, all at once, and what was typed is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import g

from pathways.domain.conditions import AMOUNTS
from pathways.domain.having import RANGES, Misread, Why, read, spelt
from pathways.domain.nouns import ProgrammeId
from pathways.domain.routes import Filters, Question
from pathways.domain.search import resolve
from pathways.domain.shelves import study_languages
from pathways.domain.standing import known_start
from pathways.web import searching
from pathways.web.asking import asked, asked_all, shortened
from pathways.web.languages import current_language
from pathways.web.pages import keep_out
from pathways.web.translate import _
from pathways.web.typed import whole
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pathways.domain.conditions import Held
    from pathways.domain.nouns import Programme, Role, Start
    from pathways.domain.search import Hit

SORTS: Final = ("leads", "years", "cover", "here", "conditions", "wage")
PLAIN: Final = ("from", "to", "language", "job_beside", "here", "years", "year", "sort", *AMOUNTS)
MOST_YEARS: Final = 40
YEARS_AHEAD: Final = 15
WHOLE_OR_HALF: Final = re.compile(r"\d{1,2}(?:[.,]\d)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, what would be right, and what may have been meant: values and labels."""

    sentence: str
    instead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RouteForm:
    """The form as it was sent. `typed` holds each field as typed; `problems` those that cannot be used.

    `unread` are the words of `have` that cannot be read, as typed.
    """

    typed: Mapping[str, str]
    have: tuple[str, ...]
    without: tuple[Programme, ...]
    start: Programme | Start | None
    role: Role | None
    question: Question
    sort: str
    problems: Mapping[str, Problem]
    unread: tuple[str, ...]
    why: str

    @property
    def without_ids(self) -> tuple[str, ...]:
        """The programmes that are not wanted, by id."""
        return tuple(programme.id for programme in self.without)

    @property
    def said(self) -> int:
        """How many things the visitor has said they have, or have not."""
        return len(spelt(self.question.held))


class _Reader:
    """Reads field by field, and notes what is wrong with each."""

    def __init__(self, one: Callable[[str], str | None], every: Callable[[str], tuple[str, ...]]) -> None:
        self.typed = {name: one(name) or "" for name in PLAIN}
        self.have = every("have")
        self.without = every("without")
        self.why = one("why") or ""
        self.problems: dict[str, Problem] = {}
        self.unread: list[str] = []

    def start(self) -> Programme | Start | None:
        id = self._resolved("from", ("start", "programme"), _("From: we know no starting point called “%(typed)s”."))
        return known_start(g.graph, id) if id else None

    def role(self) -> Role | None:
        id = self._resolved("to", ("role",), _("To: we know no job called “%(typed)s”."))
        return g.graph.role(id) if id else None

    def _resolved(self, name: str, nouns: tuple[str, ...], sentence: str) -> str | None:
        typed = self.typed[name]
        if not typed:
            return None
        found = resolve(searching.index(g.graph), typed, nouns, current_language())
        if found.id is None:
            self._blame(name, sentence % {"typed": shortened(typed)}, found.suggestions)
        return found.id

    def _blame(self, name: str, sentence: str, hits: Iterable[Hit] = ()) -> None:
        self.problems[name] = Problem(sentence, tuple((hit.id, hit.label) for hit in hits))

    def held(self) -> Held:
        amounts = {name: self.typed[name] for name in AMOUNTS if self.typed[name]}
        held, misread = read(g.graph, (*self.have, *(f"{name} {value}" for name, value in amounts.items())))
        for one in misread:
            field = one.of if one.of in amounts and one.word.startswith(one.of) else "have"
            typed = amounts.get(field, one.word)
            instead = tuple((near, near) for near in one.nearest)
            self.problems.setdefault(field, Problem(misread_words(one, shortened(typed)), instead))
            if field == "have":
                self.unread.append(one.word)
        return held

    def filters(self) -> Filters:
        return Filters(
            language=self._one_of("language", study_languages(g.graph), _("Taught in")),
            beside_job=self._one_of("job_beside", ("1",), _("Beside a job")) == "1",
            most_years=self._years(),
            stay_here=self._one_of("here", ("1",), _("Stay here")) == "1",
            without=frozenset(programme.id for programme in self.unwanted()),
        )

    def unwanted(self) -> tuple[Programme, ...]:
        """The programmes to do without that exist; one that does not is told."""
        for id in self.without:
            if id not in g.graph.programmes:
                self._blame("without", _("Without: no programme is called “%(typed)s”.", typed=shortened(id)))
        return tuple(g.graph.programmes[ProgrammeId(id)] for id in self.without if id in g.graph.programmes)

    def sort(self) -> str:
        return self._one_of("sort", SORTS, _("Sort by")) or SORTS[0]

    def year(self) -> int | None:
        first = int(g.graph.town.as_of[:4])
        typed = self.typed["year"]
        if not typed:
            return None
        found = whole(typed, first, first + YEARS_AHEAD)
        if found is not None:
            return found
        example = _("write a year from %(first)s to %(last)s, as in %(next)s",
                    first=first, last=first + YEARS_AHEAD, next=first + 1)  # fmt: skip
        self._blame("year", _("Start in: %(example)s, not “%(typed)s”.", example=example, typed=shortened(typed)))
        return None

    def _years(self) -> float | None:
        typed = self.typed["years"]
        value = float(typed.replace(",", ".")) if WHOLE_OR_HALF.fullmatch(typed) else 0.0
        if 0 < value <= MOST_YEARS:
            return value
        if typed:
            sentence = _(
                "At most: write a number of years from 1 to 40, as in 5, not “%(typed)s”.", typed=shortened(typed)
            )
            self._blame("years", sentence)
        return None

    def _one_of(self, name: str, choices: Iterable[str], label: str) -> str | None:
        typed = self.typed[name]
        if not typed or typed in choices:
            return typed or None
        self._blame(name, _("%(field)s: “%(value)s” is not one of the choices.", field=label, value=shortened(typed)))
        return None


def read_form() -> RouteForm:
    """Read the whole form. A page that was given free text or many values is kept out of the page cache."""
    reader = _Reader(asked, asked_all)
    chosen = any(reader.typed[name] for name in PLAIN if name not in {"from", "to", "sort"})
    if chosen or reader.have or reader.without or reader.why:
        keep_out()
    return _form(reader)


def form_from(fields: Mapping[str, str | Sequence[str]]) -> RouteForm:
    """Read the same form from fields that stand somewhere else than in the address."""
    given = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in fields.items()}
    return _form(_Reader(lambda name: next(iter(given.get(name, ())), None), lambda name: given.get(name, ())))


def _form(reader: _Reader) -> RouteForm:
    start, role, held, filters = reader.start(), reader.role(), reader.held(), reader.filters()
    question = Question(str(start.id) if start else "", held, filters, reader.year())
    return RouteForm(
        typed=reader.typed,
        have=reader.have,
        without=reader.unwanted(),
        start=start,
        role=role,
        question=question,
        sort=reader.sort(),
        problems=reader.problems,
        unread=tuple(reader.unread),
        why=reader.why,
    )


def fields_of(form: RouteForm, **changes: object) -> dict[str, Any]:
    """Give the form's fields for an address, some of them changed; blank ones are left out.

    A word of `have` that could not be read is left out, and a changed one takes its place.
    """
    have = tuple(word for word in form.have if word not in form.unread)
    values: dict[str, object] = {**form.typed, "have": have, "without": form.without_ids, **changes}
    if form.unread and isinstance(values["have"], str):
        values["have"] = (*have, values["have"])
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}


def misread_words(one: Misread, word: str) -> str:
    """Say what is wrong with a word about what somebody has, and what would be right."""
    match one.why:
        case Why.NO_LEVEL:
            example = _subject_at_b(one.of)
            return _("“%(word)s” lacks a level. Write the subject and its level, as in %(example)s.",
                     word=word, example=example)  # fmt: skip
        case Why.NO_NUMBER:
            return _("“%(word)s” is no number. Write one, as in 2.", word=word)
        case Why.OUT_OF_RANGE:
            low, high = RANGES[one.of]
            return _("“%(word)s” cannot be. Write a number from %(low)s to %(high)s.",
                     word=word, low=f"{low:g}", high=f"{high:g}")  # fmt: skip
        case Why.TWICE:
            return _("“%(word)s” says again, or otherwise, what stands there already. Keep one of them.", word=word)
        case Why.TOO_MANY:
            return _("That is more than we can read. Keep to what the routes ask for.")
        case _:
            return _("We do not know “%(word)s”. Write a subject and its level, as in %(example)s.",
                     word=word, example=_subject_at_b(next(iter(g.graph.subjects), "")))  # fmt: skip


def _subject_at_b(id: str) -> str:
    label = g.graph.subjects.get(id)
    return f"{plain(label.label)} B" if label else "B"
