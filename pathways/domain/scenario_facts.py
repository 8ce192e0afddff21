"""The facts as they would be: levels, modules and programmes of a scenario, in a copy of the catalogue.

A module that leads to a new role makes a *branch* of its programme: those who take it, with the outcomes of both. So
the programme's own people go on as they did. Everything added is assumed, and rests on no source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pathways.domain.nouns import (
    Basis,
    Evidence,
    Feeds,
    Here,
    Kind,
    Level,
    Outcome,
    Pace,
    Programme,
    ProgrammeId,
    RoleId,
    SkillId,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.nouns import Facts
    from pathways.domain.scenario_changes import Module, NewProgramme, Own, Teach

TYPICAL_EQF: Final = {
    Kind.VOCATIONAL: 4, Kind.TECHNICIAN: 5, Kind.MARINE: 6, Kind.ENGINEERING: 6, Kind.MASTERS: 7,
    Kind.ARCHITECTURE: 6, Kind.UPPER_SECONDARY: 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Added:
    """A programme that the catalogue has not: `of` is the one it branches off from, None for a new one."""

    id: ProgrammeId
    of: ProgrammeId | None


def taught(facts: Facts, programme: str, skills: Iterable[tuple[str, int]]) -> Facts:
    """Have a programme teach skills to these levels."""
    levels = dict(skills)
    kept = [one for one in facts.outcomes if one.programme != programme or one.skill not in levels]
    fresh = [
        Outcome(ProgrammeId(programme), SkillId(skill), Level(level), None, assumed(facts))
        for skill, level in levels.items()
    ]
    return replace(facts, outcomes=(*kept, *fresh))


def taught_as(facts: Facts, change: Teach) -> Facts:
    """Have an outcome another level."""
    return taught(facts, change.programme, [(change.skill, change.level)])


def as_long(facts: Facts, change: Own) -> Facts:
    """Have a programme take so many years."""
    programmes = tuple(
        replace(one, years=change.value.likely) if one.id == change.programme else one for one in facts.programmes
    )
    return replace(facts, programmes=programmes)


def branched(facts: Facts, change: Module, place: int) -> tuple[Facts, ProgrammeId]:
    """Add the branch of a programme that leads to the role of a module."""
    stem = next(one for one in facts.programmes if one.id == change.programme)
    id = _free(facts, f"{stem.id}-module-{place + 1}")
    title = Text(f"{stem.title.da} (modul {place + 1})", f"{stem.title.en} (module {place + 1})")
    branch = replace(stem, id=id, code=_code(facts, stem.kind), title=title, evidence=assumed(facts), complete=False)
    outcomes = tuple(replace(one, programme=id) for one in facts.outcomes if one.programme == stem.id)
    fresh = replace(
        facts,
        programmes=(*facts.programmes, branch),
        outcomes=(*facts.outcomes, *outcomes),
        feeds=(*facts.feeds, Feeds(id, RoleId(change.role), assumed(facts))),
    )
    return fresh, id


def founded(facts: Facts, change: NewProgramme, place: int) -> tuple[Facts, ProgrammeId]:
    """Add a new programme with the roles it feeds."""
    id = _free(facts, f"new-programme-{place + 1}")
    number = place + 1
    title = Text(f"Ny uddannelse {number}", f"New programme {number}")
    grounds = assumed(facts)
    programme = Programme(
        id=id, code=_code(facts, change.kind), kind=change.kind, title=title, short=title, blurb=title,
        institution=None, provider=facts.town.name, eqf=TYPICAL_EQF[change.kind], ects=None, years=change.years,
        pace=Pace.FULL_TIME, languages=("da",), towns=(), here=Here.YES, first_intake=change.since, status=title,
        last_seen=facts.town.as_of, entry=title, note=None, complete=False, judged_families=(), successor=None,
        evidence=grounds,
    )  # fmt: skip
    links = tuple(Feeds(id, RoleId(role), grounds) for role, _ in change.feeds)
    fresh = replace(facts, programmes=(*facts.programmes, programme), feeds=(*facts.feeds, *links))
    return fresh, id


def assumed(facts: Facts) -> Evidence:
    """Give the evidence of what somebody supposes."""
    return Evidence(Basis.ASSUMED, (), facts.town.as_of)


def _free(facts: Facts, wish: str) -> ProgrammeId:
    """Give an id that nothing bears, near the one wished for."""
    borne = {str(one.id) for one in facts.programmes} | {str(one.id) for one in facts.starts}
    while wish in borne:
        wish += "-x"
    return ProgrammeId(wish)


def _code(facts: Facts, kind: Kind) -> str:
    numbers = [int(one.code[1:]) for one in facts.programmes if one.kind is kind]
    return f"{kind}{max(numbers, default=0) + 1}"
