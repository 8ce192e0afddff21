"""What an outlook rests on, what it lacks and who could say, and what was announced meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pathways.domain.supply import Lack, Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Announcement, OrganisationId, ProgrammeId, RoleId
    from pathways.domain.supply import Cohort, Inputs, Known

EVENT_KINDS: Final = frozenset({"investment", "jobs", "layoff", "policy", "shortage"})


class Quantity(StrEnum):
    """What an input is a figure of."""

    INTAKE = "intake"
    FINISHING = "finishing"
    FINISHED = "finished"
    SHARE = "share"
    OPENINGS = "openings"


@dataclass(frozen=True, slots=True)
class Used:
    """One figure that is known, and what it is of; `year` is None for shares. `programme`s are those that feed."""

    quantity: Quantity
    known: Known
    programme: ProgrammeId | None = None
    role: RoleId | None = None
    organisation: OrganisationId | None = None
    year: int | None = None


def counted_cohorts(given: Inputs, programmes: Iterable[ProgrammeId]) -> tuple[Cohort, ...]:
    """List the cohorts of some programmes that were counted, by the year they finish."""
    cohorts = [cohort for programme in programmes for cohort in given.streams[programme].cohorts if cohort.begun]
    return tuple(sorted(cohorts, key=lambda cohort: (cohort.finishes, cohort.intake)))


def leading_on(graph: Graph, feeding: Iterable[ProgrammeId]) -> tuple[ProgrammeId, ...]:
    """List the programmes that one finishes before those that feed the scope, and that feed it not themselves."""
    ends = list(feeding)
    found = {
        admission.origin
        for end in ends
        for admission in graph.admissions_to(end)
        if admission.origin in graph.programmes
    }
    return tuple(programme for programme in graph.programmes if programme in found.difference(ends))


def used(given: Inputs, roles: Sequence[RoleId], feeding: Mapping[ProgrammeId, Sequence[RoleId]]) -> Iterator[Used]:
    """Yield every figure there is: programme by programme, then openings role by role."""
    for programme, theirs in feeding.items():
        stream = given.streams[programme]
        for cohort in stream.cohorts:
            yield Used(Quantity.INTAKE, cohort.started, programme, year=cohort.intake)
        if stream.finishing:
            yield Used(Quantity.FINISHING, stream.finishing, programme)
        for year, known in stream.finished.items():
            yield Used(Quantity.FINISHED, known, programme, year=year)
        for role in theirs:
            if share := given.shares.get((programme, role)):
                yield Used(Quantity.SHARE, share, programme, role)
    for role in roles:
        for year, stated in sorted(given.openings.get(role, {}).items()):
            for organisation, known in stated.items():
                yield Used(Quantity.OPENINGS, known, role=role, organisation=organisation, year=year)


def missing(
    graph: Graph, given: Inputs, roles: Sequence[RoleId], feeding: Mapping[ProgrammeId, Sequence[RoleId]]
) -> Iterator[Missing]:
    """Yield what is unknown, programme by programme, then role by role, and who could say."""
    for programme, theirs in feeding.items():
        yield from _missing_of(graph, given, programme, theirs)
        for role in only_guessed(given, roles, programme):
            yield Missing(Lack.SHARE, programme, role, graph.programmes[programme].institution)
    for role in roles:
        said = [stated for year, stated in given.openings.get(role, {}).items() if year >= given.this_year]
        employers: list[OrganisationId | None] = [job.organisation for job in graph.workplaces_of(role)]
        for employer in employers or [None]:
            if not any(employer in stated for stated in said) and (employer or not said):
                yield Missing(Lack.OPENINGS, None, role, employer)


def only_guessed(given: Inputs, roles: Sequence[RoleId], programme: ProgrammeId) -> tuple[RoleId, ...]:
    """List the roles to which it rests on cover alone how many come, and not all of whom come to these: no sum is told.

    How many come to all the roles that a programme's estimate is split over is known, however it is split. Of a single
    role nothing is claimed at all.
    """
    split = {role for of, role in given.only_by_cover if of == programme}
    return () if len(roles) > 1 and split.issubset(roles) else tuple(role for role in roles if role in split)


def _missing_of(graph: Graph, given: Inputs, programme: ProgrammeId, roles: Sequence[RoleId]) -> Iterator[Missing]:
    stream, who = given.streams[programme], graph.programmes[programme].institution
    lacks = {
        Lack.LENGTH: graph.programmes[programme].years is None,
        Lack.INTAKE: not any(cohort.finishes >= given.this_year for cohort in stream.cohorts),
        Lack.FINISHING: stream.finishing is None,
    }
    for lack, lacking in lacks.items():
        if lacking:
            yield Missing(lack, programme, None, who)
    for role in roles:
        if (programme, role) not in given.shares:
            yield Missing(Lack.SHARE, programme, role, who)


def announced(graph: Graph, roles: Sequence[RoleId] | None, feeding: Iterable[ProgrammeId]) -> tuple[Announcement, ...]:
    """List what those who have the roles, or teach for them, announced, oldest first; without roles, everybody's."""
    near = {workplace.organisation for role in roles or () for workplace in graph.workplaces_of(role)}
    near |= {place for programme in feeding if (place := graph.programmes[programme].institution)}
    told = [
        one
        for one in graph.facts.announcements
        if one.kind in EVENT_KINDS and one.year and (roles is None or one.organisation in near)
    ]
    return tuple(sorted(told, key=lambda one: (str(one.year), one.id)))
