"""A scenario as one writes it into a link, and reads it back: one short line per change.

    seats:beng-process:+10:2028              completion:beng-process:85         stay:beng-process:60
    level:beng-process:gmp:3                 module:beng-process:2028:gmp=3,sql=2:quality-coordinator:10
    programme:D:3.5:30:2028:80:process-engineer=40,data-analyst=10
    openings:process-engineer:2028-2030:+5   openings:process-engineer:2028:+10%
    own-length:beng-process:3.5              own-intake:beng-process:25-35      own-completion:beng-process:80
    own-share:beng-process:data-analyst:10   own-openings:data-analyst:2027-2030:8

`VERSION` stands in the link beside them; a change to this form raises it. Nothing that is read is believed: every
field has its own form and its own bounds, and what does not keep them is named, and the rest is kept.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from pathways.domain.checks import UNPRINTABLE
from pathways.domain.nouns import Interval, Kind
from pathways.domain.scenario_changes import (
    LONGEST_NAME,
    MOST_CHANGES,
    Change,
    Completion,
    Module,
    NewProgramme,
    Own,
    OwnOf,
    Problem,
    Scenario,
    Seats,
    Stay,
    Teach,
    Wanted,
    Why,
)
from pathways.domain.scenario_fields import RIGHT, Unfit, read_field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VERSION: Final = 1
LONGEST: Final = 600

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "seats": ("programme", "more", "since"),
    "completion": ("programme", "percent"),
    "stay": ("programme", "percent"),
    "level": ("programme", "skill", "level"),
    "module": ("programme", "since", "skills", "role", "percent"),
    "programme": ("kind", "years", "seats", "since", "percent", "feeds"),
    "openings": ("role", "period", "by"),
    "own-length": ("programme", "years"),
    "own-intake": ("programme", "people"),
    "own-completion": ("programme", "percent"),
    "own-share": ("programme", "role", "percent"),
    "own-openings": ("role", "period", "people"),
}
"""The kinds of change, each with its fields in the order of the line."""
OPTIONAL: Final = {"module": frozenset({"role", "percent"})}


def written(change: Change) -> str:
    """Write a change as one line that `read` reads back to the same value."""
    return ":".join([kind_of(change), *_values(change)])


def kind_of(change: Change) -> str:
    """Give the word that a change begins with."""
    match change:
        case Own():
            return f"own-{change.of}"
        case Wanted():
            return "openings"
        case Teach():
            return "level"
        case NewProgramme():
            return "programme"
        case _:
            return type(change).__name__.lower()


def fields_of(change: Change) -> dict[str, str]:
    """Give the fields of a change as one types them."""
    return dict(zip(FIELDS[kind_of(change)], _values(change), strict=True))


def _values(change: Change) -> list[str]:
    match change:
        case Seats():
            return [change.programme, f"{change.more:+d}", str(change.since)]
        case Completion() | Stay():
            return [change.programme, _number(change.percent)]
        case Teach():
            return [change.programme, change.skill, str(change.level)]
        case Module():
            lead = [change.role, _number(change.percent)] if change.role else ["", ""]
            return [change.programme, str(change.since), _pairs(change.skills), *lead]
        case NewProgramme():
            figures = [_number(change.years), str(change.seats), str(change.since), _number(change.percent)]
            return [str(change.kind), *figures, _pairs(change.feeds)]
        case Wanted():
            return [change.role, _period(change.first, change.last), _signed(change.by, in_percent=change.in_percent)]
        case _:
            return _own_values(change)


def _own_values(change: Own) -> list[str]:
    value = _number(change.value.likely)
    if change.value.low < change.value.high:
        value = f"{_number(change.value.low)}-{_number(change.value.high)}"
    match change.of:
        case OwnOf.SHARE:
            return [change.programme, change.role, value]
        case OwnOf.OPENINGS:
            return [change.role, _period(change.first, change.last), value]
        case _:
            return [change.programme, value]


def _number(value: float) -> str:
    return f"{value:.6g}"


def _signed(value: float, *, in_percent: bool) -> str:
    return f"{value:+.6g}{'%' if in_percent else ''}"


def _period(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _pairs(pairs: Sequence[tuple[str, float]]) -> str:
    return ",".join(f"{id}={_number(value)}" for id, value in pairs)


def read(line: str, place: int) -> tuple[Change | None, tuple[Problem, ...]]:
    """Read one line: the change, or what is wrong with it."""
    if len(line) > LONGEST:
        return None, (Problem(place, "change", Why.TOO_LONG, line[:40]),)
    kind, _, rest = line.strip().partition(":")
    if kind not in FIELDS:
        return None, (Problem(place, "change", Why.UNREADABLE, line[:40], "seats:…:+10:2028"),)
    values = rest.split(":")
    names = FIELDS[kind]
    if len(values) > len(names):
        return None, (Problem(place, "change", Why.UNREADABLE, line[:40], f"{kind}:{':'.join(names)}"),)
    return build(kind, dict(zip_longest(names, values, fillvalue="")), place)


def build(kind: str, typed: Mapping[str, str], place: int) -> tuple[Change | None, tuple[Problem, ...]]:
    """Make a change of this kind, one of `FIELDS`, from what was typed into each field, or say what is wrong."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    optional = OPTIONAL.get(kind, frozenset())
    leads = any(typed[name].strip() for name in optional)
    for name in (name for name in FIELDS[kind] if leads or name not in optional):
        try:
            found[name] = read_field(kind, name, typed[name])
        except Unfit as unfit:
            right = RIGHT.get((kind, name)) or RIGHT.get(("", name), "")
            problems.append(Problem(place, name, unfit.why, typed[name].strip()[:40], right))
    return (None, tuple(problems)) if problems else (_change(kind, found), ())


def _change(kind: str, found: Mapping[str, Any]) -> Change:
    match kind:
        case "seats":
            return Seats(**found)
        case "completion":
            return Completion(**found)
        case "stay":
            return Stay(**found)
        case "level":
            return Teach(**found)
        case "module":
            return Module(**found)
        case "programme":
            return NewProgramme(**{**found, "kind": Kind(found["kind"])})
        case "openings":
            (first, last), (by, in_percent) = found["period"], found["by"]
            return Wanted(found["role"], first, last, by, in_percent)
        case _:
            return _own(OwnOf(kind.removeprefix("own-")), found)


def _own(of: OwnOf, found: Mapping[str, Any]) -> Own:
    value = found.get("people")
    if not isinstance(value, Interval):
        number = found["years"] if of is OwnOf.LENGTH else found["percent"]
        value = Interval(number, number, number)
    first, last = found.get("period", (0, 0))
    return Own(of, found.get("programme", ""), found.get("role", ""), value, first, last)


def read_scenario(name: str, lines: Sequence[str]) -> tuple[Scenario, tuple[int, ...], tuple[Problem, ...]]:
    """Read a scenario: what can be read of it, which line each change stands in, and what cannot be read."""
    problems: list[Problem] = []
    if len(lines) > MOST_CHANGES:
        problems.append(Problem(None, "change", Why.TOO_MANY, str(len(lines)), str(MOST_CHANGES)))
    name = UNPRINTABLE.sub(" ", name).strip()
    if len(name) > LONGEST_NAME:
        problems.append(Problem(None, "name", Why.TOO_LONG, name[:40], str(LONGEST_NAME)))
    read_all = [read(line, place) for place, line in enumerate(lines[:MOST_CHANGES])]
    kept = [(place, change) for place, (change, _) in enumerate(read_all) if change is not None]
    for _, wrong in read_all:
        problems += wrong
    scenario = Scenario(name[:LONGEST_NAME].strip(), tuple(change for _, change in kept))
    return scenario, tuple(place for place, _ in kept), tuple(problems)
