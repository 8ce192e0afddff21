"""The fields of a row of the catalogue as a form shows them: made from its shape, so that every noun has one.

A `Box` is one column; a `Group` is what belongs together: both languages of a text, the ends of an interval, evidence.
What somebody has typed is words by column (`Typed`), several of a kind with semicolons between, as in a seed file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pathways.domain.editing import TOWN, identity_of
from pathways.domain.nouns import LANGUAGES
from pathways.store.cells import MISSING, SHAPE, cells_of
from pathways.store.choices import in_use, known, targets
from pathways.store.parts import is_ambiguous, unguarded
from pathways.store.towns import TEXTS
from pathways.web.edit_names import named, word_label
from pathways.web.fact_words import column_label
from pathways.web.languages import current_language
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pathways.domain.editing import Noun
    from pathways.domain.nouns import Facts
    from pathways.store.parts import Column, Part

Typed = dict[str, str]
FEW: Final = 12
"""Rows that can be ticked at a glance; of more only those are listed that are chosen, or were when the form came."""
OFFERED: Final = "-offered"
"""What ends the name of the field that carries the rows which a box listed."""
SHORT: Final = frozenset(
    {
        *("label", "title", "short", "name", "unit", "period", "when", "value", "topic", "group", "measure"),
        *("statement", "sector", "provider", "tagline", "area", "region"),
    }
)
"""Texts of a few words; all others get room for sentences."""
DATES: Final = frozenset({"as_of", "last_seen", "published"})
DECIMAL: Final = re.compile(r"-?[0-9]+\.[0-9]+")
SUGGESTED: Final = frozenset({"announcements.kind", "practicals.topic"})
"""Words that are free, but had better be the same for the same thing."""


class Control(StrEnum):
    """What a box looks like."""

    LINE = "line"
    LINES = "lines"
    NUMBER = "number"
    TICK = "tick"
    CHOICE = "choice"
    TICKS = "ticks"
    CHOSEN = "chosen"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen."""

    value: str
    label: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Box:
    """One column of a form: its words, what was typed, what may be chosen and what is wrong."""

    column: str
    label: str
    control: Control
    typed: str
    options: tuple[Option, ...] = ()
    problems: tuple[str, ...] = ()
    hint: str = ""
    lang: str = ""
    suggestions: tuple[str, ...] = ()
    offered: str = ""
    """The rows that it lists, with semicolons between: those stay in the list that are unticked."""
    now: str | None = None
    """What another editor made of it meanwhile, where that is something else; None where nobody touched it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes that belong together. `legend` is empty for a box that stands alone."""

    kind: str
    legend: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a form is drawn from: a table's facts, what was typed, what is wrong, and what others changed meanwhile."""

    table: str
    facts: Facts
    typed: Typed
    is_new: bool
    problems: Mapping[str, Sequence[str]] = field(default_factory=dict)
    now: Mapping[str, str] = field(default_factory=dict)


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table, in the order of its seed file."""
    if table != TOWN:
        return tuple(column.name for column in SHAPE[table].columns)
    sides = [f"{name}_{side}" for name in (*TEXTS, MISSING) for side in LANGUAGES]
    return ("id", "as_of", "fictional", *sides)


def typed_of(table: str, row: Noun) -> Typed:
    """What a form of a row begins with."""
    return {column: unguarded(cell) for column, cell in cells_of(table, row).items()}


def blank(table: str) -> Typed:
    """What the form of a new row begins with."""
    return dict.fromkeys(columns_of(table), "")


def groups(drawn: Drawing) -> tuple[Group, ...]:
    """Give every field of a form, in the order of the seed file."""
    if drawn.table == TOWN:
        return tuple(_town(drawn))
    return tuple(_group(drawn, part) for part in SHAPE[drawn.table].parts)


def _group(drawn: Drawing, part: Part) -> Group:
    boxes = tuple(_box(drawn, column) for column in part.columns)
    if part.field == "evidence":
        return Group("evidence", _("How it is known"), boxes)
    if part.field == "esco":
        return Group("esco", _("The same in ESCO"), boxes)
    if part.columns[0].name.endswith("_da"):
        return Group("sides", column_label(part.columns[0].name.removesuffix("_da")), boxes)
    if len(boxes) > 1:
        legend = _("Years, typical") if part.field == "years" else _("People a year")
        return Group("ends", legend, boxes)
    return Group("alone", "", boxes)


def _box(drawn: Drawing, column: Column) -> Box:
    name, typed = column.name, drawn.typed[column.name]
    control, options = _control(drawn, column)
    name_only, _sep, side = name.rpartition("_")
    lang = side if side in LANGUAGES and name_only else ""
    return Box(
        column=name,
        label=(_("Danish") if lang == "da" else _("English")) if lang else column_label(name),
        control=control,
        typed=typed if drawn.problems.get(name) else shown(column, typed),
        options=options,
        problems=tuple(drawn.problems.get(name, ())),
        hint=_hint(drawn.table, column, control),
        lang=lang,
        offered=";".join(one.value for one in options) if control is Control.CHOSEN else "",
        suggestions=in_use(drawn.facts, drawn.table, name) if f"{drawn.table}.{name}" in SUGGESTED else (),
        now=_written(column, drawn.now[name]) if name in drawn.now else None,
    )


def written(table: str, column: str, cell: str) -> str:
    """Write the cell of a column as the language of the page does."""
    return _written(next(one for one in SHAPE[table].columns if one.name == column), cell)


def shown(column: Column, cell: str) -> str:
    """Write the cell of a column so that a form can only read it as what it is: 1.2340 of 1.234."""
    return _written(column, f"{cell}0" if column.has_decimals and is_ambiguous(cell) else cell)


def _written(column: Column, cell: str) -> str:
    """Write a number as the language of the page does; the form reads both ways."""
    comma = column.is_number and current_language() == "da" and DECIMAL.fullmatch(cell)
    return cell.replace(".", ",") if comma else cell


def _control(drawn: Drawing, column: Column) -> tuple[Control, tuple[Option, ...]]:
    table, name, typed = drawn.table, column.name, drawn.typed[column.name]
    if not drawn.is_new and name in identity_of(table):
        shown = named(drawn.facts, targets(table, name)).get(typed, typed)
        return Control.FIXED, (Option(typed, shown, taken=True),)
    if column.is_claim:
        return Control.TICK, ()
    if known(table, name):
        words = known(table, name)
        extra = (typed,) if typed and typed not in words else ()
        return Control.CHOICE, tuple(
            Option(word, word_label(table, name, word), word == typed) for word in (*words, *extra)
        )
    if targets(table, name):
        few = FEW if name != "sources" else 0  # a page that is new here is typed beside those that are chosen
        offered = drawn.typed.get(name + OFFERED, "")
        return _of_rows(named(drawn.facts, targets(table, name)), typed, few, offered, several=column.is_several)
    if column.is_number:
        return Control.NUMBER, ()
    return (Control.LINES if _is_long(name) else Control.LINE), ()


def _of_rows(
    rows: Mapping[str, str], typed: str, few: int, offered: str, *, several: bool
) -> tuple[Control, tuple[Option, ...]]:
    taken = words_of(typed) if several else (typed,)
    ordered = sorted(rows, key=lambda row: (rows[row].casefold(), row))
    gone = [id for id in taken if id and id not in rows]
    if several:  # those that are taken first, in the order in which they stand
        ordered = [*(id for id in taken if id in rows), *(id for id in ordered if id not in taken)]
    if several and len(rows) > few:
        unticked = tuple(id for id in dict.fromkeys(words_of(offered)) if id in rows and id not in taken)
        return Control.CHOSEN, tuple(Option(id, rows.get(id, id), id in taken) for id in (*taken, *unticked))
    control = Control.TICKS if several else Control.CHOICE
    return control, tuple(Option(id, rows.get(id, id), id in taken) for id in (*ordered, *gone))


def words_of(typed: str) -> tuple[str, ...]:
    """The words of a cell with semicolons between."""
    return tuple(word.strip() for word in typed.split(";") if word.strip())


def _is_long(column: str) -> bool:
    name, _sep, side = column.rpartition("_")
    return side in LANGUAGES and bool(name) and name not in SHORT


def _hint(table: str, column: Column, control: Control) -> str:
    name = column.name
    if control is Control.FIXED:
        return ""
    if name == "last_seen":
        return _("The day on which its status was last seen, as in 2026, 2026-11 or 2026-11-27")
    if name in DATES:
        return _("As in 2026, 2026-11 or 2026-11-27")
    if name == "id":
        return _("Lower-case words joined by hyphens. It can never be changed.")
    if name == "first_intake":
        return _("The year in which it took its very first students, not that of the next intake")
    if name == "condition":
        return _("As in: mathematics A and (physics B or chemistry B) and average 7. Blank where none was seen.")
    if name == "towns":
        return _("With semicolons between, as in Aarhus;Odense")
    if control is Control.LINE and column.is_several:
        return _("With semicolons between, as in da;en")
    if f"{table}.{name}" == "flows.share":
        return _("A number from 0 to 1, as the source has it")
    return ""


def _town(drawn: Drawing) -> Iterator[Group]:
    def box(column: str, control: Control, label: str = "", lang: str = "", hint: str = "") -> Box:
        typed = drawn.typed[column]
        return Box(
            column,
            label or column_label(column),
            control,
            typed,
            options=(Option(typed, typed, taken=True),) if control is Control.FIXED else (),
            problems=tuple(drawn.problems.get(column, ())),
            hint=hint,
            lang=lang,
            now=drawn.now.get(column),
        )

    yield Group("alone", "", (box("id", Control.FIXED),))
    yield Group("alone", "", (box("as_of", Control.LINE, hint=_("No fact may be dated later than this day.")),))
    yield Group("alone", "", (box("fictional", Control.TICK),))
    for name in (*TEXTS, MISSING):
        hint = _("One a line, as many in each language") if name == MISSING else ""
        control = Control.LINE if name in SHORT else Control.LINES
        sides = {"da": _("Danish"), "en": _("English")}
        boxes = tuple(box(f"{name}_{side}", control, sides[side], side, hint) for side in LANGUAGES)
        yield Group("sides", column_label(name), boxes)
