"""How a field of a noun lies flat, in a seed file and in a table: one kind of field each.

A `Part` is one or more flat columns, a way to `build` the field from their values and a way to `spread`
it out again. `pathways.store.shapes` puts parts together into nouns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from pathways.domain import nouns as n
from pathways.domain.conditions import Condition, ConditionError, parse, spell
from pathways.domain.saying import quoted, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import Enum

Flat: TypeAlias = "str | int | float | bool | tuple[str, ...] | None"


class CellError(ValueError):
    """A cell that cannot be read. `column` is None where the caller knows which one it was."""

    def __init__(self, problem: str, remedy: str, column: str | None = None) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem, self.remedy, self.column = problem, remedy, column


@dataclass(frozen=True, slots=True)
class Column:
    """One cell of a seed file.

    `read` turns a filled cell into a value or raises `CellError`. `blank` is the value of an empty cell;
    when `required`, an empty cell is a fault.
    """

    name: str
    read: Callable[[str], Flat]
    blank: Flat = None
    required: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it holds a number."""
        return self.read in {_whole, _year, _number}

    @property
    def has_decimals(self) -> bool:
        """Whether it holds a number that need not be whole."""
        return self.read is _number

    @property
    def is_claim(self) -> bool:
        """Whether it holds yes or no."""
        return self.read is _claim

    @property
    def is_several(self) -> bool:
        """Whether it holds several words with semicolons between."""
        return self.read is _several


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a noun, as flat columns.

    `build` raises `CellError` for values that make none. `stand_in` is the field's value in a row whose
    cells are faulty: it keeps the row alive, so that rows that refer to it are not blamed for it. With `keeps`, the
    field is built of the cells that can be read instead, and None for the others.
    """

    field: str
    columns: tuple[Column, ...]
    build: Callable[..., object]
    spread: Callable[..., tuple[Flat, ...]]
    stand_in: object = None
    keeps: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the field is its one column, as it is."""
        return self.build is _same

    @property
    def is_list(self) -> bool:
        """Whether the field is several words, in one cell of a seed file."""
        return self.build is _listed_words


_FORMULA = re.compile(r"'*[=+\-@]")
_GUARDED = re.compile(r"'+[=+\-@]")


def guarded(words: str) -> str:
    """Words as a cell that no spreadsheet takes for a formula: with an apostrophe before what would begin one."""
    return f"'{words}" if _FORMULA.match(words) else words


def unguarded(cell: str) -> str:
    """The words of a cell."""
    return cell[1:] if _GUARDED.match(cell) else cell


_THOUSAND_OR_NOT = re.compile(r"(-?[1-9][0-9]{0,2})([.,])([0-9]{3})")
WITH_A_POINT = said("Write digits with a point, as in 3.5.")


def _whole(cell: str) -> int:
    return _digits(cell, said("Write digits only, as in 210."))


def _year(cell: str) -> int:
    return _digits(cell, said("Write a year, as in 2024."))


def _digits(cell: str, remedy: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,9}", cell):
        raise CellError(said("%(cell)s is not a whole number.", cell=quoted(cell)), remedy)
    return int(cell)


def _number(cell: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,12})?", cell):
        raise CellError(said("%(cell)s is not a number.", cell=quoted(cell)), WITH_A_POINT)
    return float(cell)


def is_ambiguous(words: str) -> bool:
    """Whether a number is a thousand to some and three decimals to others, as 1.300 is; 0.125 is not."""
    return _THOUSAND_OR_NOT.fullmatch(words) is not None


def pointed(words: str) -> str:
    """Spell a number with a point that somebody typed, in Danish with a comma.

    Raises:
        CellError: it can be read in two ways. To guess would make 1.3 people of 1,300.
    """
    words = words.strip().replace("\u2212", "-")
    match = _THOUSAND_OR_NOT.fullmatch(words)
    if match is None:
        return words.replace(",", ".")
    whole, mark, end = match.groups()
    short = end.rstrip("0")
    ways = {"thousands": whole + end, "decimals": f"{whole}{mark}{short}" if short else whole}
    longer = f"{whole}{mark}{end}0" if short == end else ways["decimals"]
    raise CellError(
        said("%(number)s can be read as %(thousands)s or as %(decimals)s.", number=quoted(words), **ways),
        said("Write %(thousands)s, or %(decimals)s.", thousands=ways["thousands"], decimals=longer),
    )


_SAID = {"true": True, "sand": True, "false": False, "falsk": False}
"""Yes and no as spreadsheets write them into CSV, in English and in Danish, whatever stood there before."""


def _claim(cell: str) -> bool:
    said_so = _SAID.get(cell.casefold())
    if said_so is None:
        raise CellError(
            said("%(cell)s is neither yes nor no here.", cell=quoted(cell)),
            said("Write true for yes, leave it blank for no."),
        )
    return said_so


def _several(cell: str) -> tuple[str, ...]:
    words = tuple(word.strip(" ") for word in unguarded(cell).split(";"))
    if "" in words:
        raise CellError(
            said("There is an empty value between two semicolons."), said("Separate values by one semicolon.")
        )
    return words


def _same(value: Flat) -> Flat:
    return value


def _listed_words(value: tuple[str, ...]) -> tuple[str, ...]:
    return value


def _alone(value: Flat) -> tuple[Flat, ...]:
    return (value,)


_READERS: dict[type, tuple[Callable[[str], Flat], Flat]] = {
    str: (unguarded, ""),
    int: (_whole, 0),
    float: (_number, 0.0),
}


def plain(field: str, kind: type = str, *, optional: bool = False) -> Part:
    """One value, stored as it is."""
    read, stand_in = _READERS[kind]
    column = Column(field, read, required=not optional)
    return Part(field, (column,), _same, _alone, None if optional else stand_in)


def year(field: str, *, optional: bool = False) -> Part:
    """A year that is counted with."""
    return Part(field, (Column(field, _year, required=not optional),), _same, _alone, None if optional else 0)


def claim(field: str) -> Part:
    """Yes or no; a blank cell is no."""
    return Part(field, (Column(field, _claim, blank=False),), _same, _alone, stand_in=False)


def words(field: str) -> Part:
    """A text in one language that may be empty, as the title of an untitled page."""
    return Part(field, (Column(field, unguarded, blank=""),), _same, _alone, "")


def choice(field: str, options: type[Enum], *, zero: bool = False) -> Part:
    """One of an enumeration's values. `zero` leaves out the first member, which is never stored."""
    members = list(options)[1:] if zero else list(options)
    by_value = {member.value: member for member in members}
    kind = type(members[0].value)
    read, _ = _READERS[kind]

    def build(value: Flat) -> Enum:
        try:
            return by_value[value]
        except KeyError:
            raise CellError(
                said("%(value)s is not a known value.", value=quoted(str(value))),
                said("Write %(options)s.", options=_listed(by_value)),
            ) from None

    return Part(field, (Column(field, read, required=True),), build, lambda member: (member.value,), members[0])


def _listed(values: Iterable[object]) -> str:
    *first, last = map(str, values)
    return said("%(options)s or %(last)s", options=", ".join(first), last=last)


def text(field: str, *, optional: bool = False, prefix: str | None = None) -> Part:
    """A text in two columns. A blank side is left to the rules, which ask for both languages or neither."""
    prefix = prefix or field
    columns = tuple(Column(f"{prefix}_{language}", unguarded, blank="") for language in n.LANGUAGES)

    def build(da: str | None, en: str | None) -> n.Text | None:
        return None if optional and not da and not en else n.Text(da or "", en or "")

    def spread(text: n.Text | None) -> tuple[Flat, ...]:
        return (text.da, text.en) if text else (None, None)

    return Part(field, columns, build, spread, None if optional else n.Text("", ""), keeps=True)


def interval(field: str, prefix: str = "", *, optional: bool = False) -> Part:
    """Three numbers, all filled or, where optional, all blank."""
    columns = tuple(Column(f"{prefix}{end}", _number) for end in ("low", "likely", "high"))

    def build(low: float | None, likely: float | None, high: float | None) -> n.Interval | None:
        if optional and low is None and likely is None and high is None:
            return None
        for column, value in zip(columns, (low, likely, high), strict=True):
            if value is None:
                raise CellError(
                    said("One end of the interval is blank."), said("Fill in low, likely and high."), column.name
                )
        return n.Interval(low, likely, high)  # type: ignore[arg-type]  # the loop refused None

    def spread(interval: n.Interval | None) -> tuple[Flat, ...]:
        return (interval.low, interval.likely, interval.high) if interval else (None, None, None)

    return Part(field, columns, build, spread, None if optional else n.Interval(0, 0, 0))


def esco() -> Part:
    """Three columns; no URI and the match `none`, or nothing at all, is no concept."""
    columns = tuple(Column(name, unguarded) for name in ("esco_uri", "esco_label", "esco_match"))
    matches = {match.value: match for match in n.Match}

    def build(uri: str | None, label: str | None, match: str | None) -> n.Esco | None:
        if not uri and not label and match in (None, n.Match.NONE.value):
            return None
        if match not in matches:
            raise CellError(
                said("%(match)s is not a known match.", match=quoted(match or "")),
                said("Write %(options)s.", options=_listed(matches)),
                "esco_match",
            )
        return n.Esco(uri or "", label or "", matches[match])

    def spread(esco: n.Esco | None) -> tuple[Flat, ...]:
        return (esco.uri, esco.label, esco.match.value) if esco else (None, None, None)

    return Part("esco", columns, build, spread)


def evidence(*, optional: bool = False) -> Part:
    """Basis, sources and date; where optional, all blank is none."""
    bases = {basis.value: basis for basis in n.Basis}
    columns = (
        Column("basis", unguarded, required=not optional),
        Column("sources", _several, blank=()),
        Column("as_of", unguarded, required=not optional),
    )

    def build(basis: str | None, sources: tuple[n.SourceId, ...], as_of: str | None) -> n.Evidence | None:
        if optional and not basis and not sources and not as_of:
            return None
        if basis not in bases:
            raise CellError(
                said("%(basis)s is no basis.", basis=quoted(basis or "")),
                said("Write %(options)s.", options=_listed(bases)),
                "basis",
            )
        return n.Evidence(bases[basis], sources, as_of or "")

    def spread(evidence: n.Evidence | None) -> tuple[Flat, ...]:
        return (evidence.basis.value, evidence.sources, evidence.as_of) if evidence else (None, (), None)

    return Part("evidence", columns, build, spread, n.Evidence(n.Basis.ASSUMED, (), ""))


def many(field: str) -> Part:
    """Several words, or none."""
    return Part(field, (Column(field, _several, blank=()),), _listed_words, _alone, ())


@lru_cache(maxsize=4096)
def _condition_from(line: str) -> Condition:
    try:
        return parse(line)
    except ConditionError as error:
        raise CellError(
            error.args[0], said("Write it as in: mathematics A and (physics B or chemistry B) and average 7.")
        ) from None


def condition() -> Part:
    """One line in the language of `pathways.domain.conditions`; blank when none was seen."""

    def build(line: str | None) -> Condition | None:
        return _condition_from(line) if line else None

    def spread(condition: Condition | None) -> tuple[Flat, ...]:
        return (spell(condition) if condition else None,)

    return Part("condition", (Column("condition", unguarded),), build, spread)
