"""What was typed into the form of a row, read: a row of the catalogue, or every fault at its column.

A row is made of cells as a seed file holds them, so that nothing is allowed in a form that a file could not say. What
is chosen among rows may be typed by name; a page that is not among the sources yet becomes one of them by its address
and title, in the same edit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from pathways.domain.checks import UNPRINTABLE
from pathways.domain.editing import TOWN, Change
from pathways.domain.nouns import LANGUAGES, Source, SourceId
from pathways.domain.saying import said
from pathways.domain.spelling import fold
from pathways.store.cells import MISSING, SHAPE, noun_of
from pathways.store.choices import targets
from pathways.store.parts import CellError, guarded, pointed
from pathways.store.sheets import read_row
from pathways.store.towns import TEXTS
from pathways.web.edit_fields import OFFERED, columns_of, words_of
from pathways.web.edit_names import named
from pathways.web.edit_problems import BLANK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

    from pathways.domain.editing import Noun
    from pathways.domain.nouns import Facts
    from pathways.store.parts import Column
    from pathways.web.edit_fields import Typed

Problem: TypeAlias = "tuple[str, str]"
LONGEST_CELL: Final = 4000
ANY_LINE: Final = re.compile(r"\s*\n\s*")
ADDRESS: Final = re.compile(r"https?://([^\s/<>\"]+)[^\s<>\"]*\Z")
NEW_SOURCE: Final = ("sources-title", "sources-published")
MORE: Final = "-more"


@dataclass(slots=True)
class Reading:
    """A form as it was read. `row` is None while it cannot be; `beside` are rows that have to come with it.

    `typed` stays as it was typed. `problems` are by column, or by the name of a field beside it: what is wrong, and
    what would be right.
    """

    table: str
    typed: Typed
    beside: tuple[Change, ...] = ()
    row: Noun | None = None
    stand_in: Noun | None = None
    """The row with stand-ins where it cannot be read: what breaks a rule elsewhere in it is told at the same time."""
    problems: defaultdict[str, list[Problem]] = field(default_factory=lambda: defaultdict(list))

    @property
    def meant(self) -> Noun | None:
        """The row, or the one with stand-ins; None where there is neither."""
        return self.row if self.row is not None else self.stand_in

    def blame(self, column: str, problem: str, remedy: str) -> None:
        """Note what is wrong with a column, once."""
        if (problem, remedy) not in self.problems[column]:
            self.problems[column].append((problem, remedy))


def typed_in(table: str, form: MultiDict[str, str]) -> Typed:
    """Take every field of a form as it was typed; what is chosen several times stands with semicolons between."""
    typed = {}
    for column in columns_of(table):
        words = [_kept(word) for word in form.getlist(column)]
        typed[column] = ";".join(word for word in words if word)
        typed |= {column + beside: _kept(form.get(column + beside, "")) for beside in (MORE, OFFERED)}
    return typed | {name: _kept(form.get(name, "")) for name in (*NEW_SOURCE, "esco-find")}


def _kept(typed: str) -> str:
    """What was typed without what no text of the catalogue may hold; lines stay lines, and soft hyphens stay."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(UNPRINTABLE.sub("", line) for line in lines).strip()


def read(table: str, typed: Typed, facts: Facts) -> Reading:
    """Read a form against the facts that it was filled in beside."""
    reading = Reading(table, dict(typed))
    for column, words in typed.items():
        if len(words) > LONGEST_CELL and not column.endswith(OFFERED):
            reading.blame(column, said("It is too long."), said("Keep it to 4,000 letters."))
    if table == TOWN:
        _read_town(reading)
    else:
        _read_row(reading, facts)
    if any(reading.problems.values()):
        reading.stand_in, reading.row = reading.row or reading.stand_in, None
    return reading


def _read_row(reading: Reading, facts: Facts) -> None:
    shape = SHAPE[reading.table]
    cells = {column.name: _cell(column, _with_more(reading, column, facts)) for column in shape.columns}
    sheet = read_row(cells, shape)
    for fault in sheet.faults:
        reading.blame(fault.column, fault.problem, fault.remedy)
    reading.row, reading.stand_in = (None, sheet.rows[0]) if sheet.faults else (sheet.rows[0], None)


def _cell(column: Column, words: str) -> str | CellError:
    """What was typed as a cell of a seed file; a number that can be read in two ways is none."""
    if not column.is_number:
        return guarded(ANY_LINE.sub(" ", words))
    try:
        return pointed(words) if column.has_decimals else words
    except CellError as fault:
        return fault


def _read_town(reading: Reading) -> None:
    typed = reading.typed
    cells = {column: ANY_LINE.sub(" ", typed[column]) for column in columns_of(TOWN)}
    lines = {side: [line.strip() for line in typed[f"{MISSING}_{side}"].split("\n")] for side in LANGUAGES}
    cells |= {f"{MISSING}_{side}": "\n".join(line for line in lines[side] if line) for side in LANGUAGES}
    if len({cells[f"{MISSING}_{side}"].count("\n") for side in LANGUAGES}) > 1 or (
        len({bool(cells[f"{MISSING}_{side}"]) for side in LANGUAGES}) > 1
    ):
        reading.blame(
            f"{MISSING}_da", said("The languages have not as many lines."), said("Write each line in both languages.")
        )
        return
    for name in TEXTS:
        for side in LANGUAGES:
            if not cells[f"{name}_{side}"]:
                reading.blame(f"{name}_{side}", BLANK, said("Fill it in."))
    reading.row = noun_of(TOWN, cells)


def _with_more(reading: Reading, column: Column, facts: Facts) -> str:
    """A cell with what was typed beside its ticks, if that is known; else say so where it was typed."""
    ticked, more = reading.typed[column.name], reading.typed.get(column.name + MORE, "")
    if not column.is_several or not more:
        return ticked
    found = _meant(more, named(facts, targets(reading.table, column.name)))
    if found is None and column.name == "sources":
        found = _source_of(reading, more, facts)
    elif found is None:
        reading.blame(
            column.name,
            said("“%(words)s” is none of those here.", words=more[:80]),
            said("Choose one from the list, or write its id."),
        )
    return ";".join(dict.fromkeys((*words_of(ticked), *([found] if found else []))))


def _meant(words: str, rows: Mapping[str, str]) -> str | None:
    """The id of the one row that has these words for its id or its name."""
    if words in rows:
        return words
    alike = [id for id, name in rows.items() if fold(name) == fold(words)]
    return alike[0] if len(alike) == 1 else None


def _source_of(reading: Reading, address: str, facts: Facts) -> str | None:
    """The source of an address: one that is there, or a new one that comes with this edit."""
    there = next((source.id for source in facts.sources if source.url.rstrip("/") == address.rstrip("/")), None)
    if there is not None:
        return there
    match = ADDRESS.match(address)
    if match is None:
        reading.blame(
            "sources",
            said("“%(words)s” is none of those here.", words=address[:80]),
            said("Choose one from the list, or write the whole address of a page, as in https://example.org/page."),
        )
        return None
    title = ANY_LINE.sub(" ", reading.typed["sources-title"])
    if not title:
        reading.blame("sources-title", said("The page is new here."), said("Write its title."))
    id = _new_id(match[1], title, facts)
    published = reading.typed["sources-published"] or None
    source = Source(SourceId(id), address, title, published, weak=False)
    reading.beside = (*reading.beside, Change("sources", None, source))
    return id


def _new_id(host: str, title: str, facts: Facts) -> str:
    """An id that no source has: of the host and the first words of the title."""
    words = [word for word in re.split(r"[^a-z0-9]+", fold(f"{host.removeprefix('www.')} {title}")) if word]
    stem = "-".join(words)[:48].strip("-") or "source"
    taken = {str(source.id) for source in facts.sources}
    return next(id for id in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if id not in taken)
