"""What an outlook rests on, what it lacks and who could say: every figure with what it is of."""

from __future__ import annotations

from dataclasses import replace

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.outlook_known import Quantity, Used, announced, missing, used
from pathways.domain.supply import Cohort, Inputs, Known, Lack, Missing, Stream
from tests import builders as b

NOW = 2026
COURSE, ANALYST, CLERK = n.ProgrammeId("course"), n.RoleId("analyst"), n.RoleId("clerk")
WORKS, MILL, COLLEGE = (n.OrganisationId(id) for id in ("works", "mill", "college"))


def sure(value: float) -> Known:
    return Known(n.Interval(value, value, value), n.Basis.STATED)


def town() -> Graph:
    """A course of a college leads to analysts and clerks; only analysts have an employer."""
    facts = b.facts(
        {"analyst": {"sql": 2}, "clerk": {"sql": 2}}, {"course": {"sql": 2}},
        [("course", "analyst"), ("course", "clerk")], [("analyst", "works"), ("analyst", "mill")],
    )  # fmt: skip
    college = b.organisation(COLLEGE, kind="institution")
    programmes = (b.programme(institution=COLLEGE),)
    return Graph(replace(facts, programmes=programmes, organisations=(*facts.organisations, college)))


def known(**changes: object) -> Inputs:
    """Forty start in 2022 and finish this year, thirty finished last year, half of them went to analysts."""
    cohort = Cohort(COURSE, 2022, sure(40), NOW, begun=True)
    base = Inputs(
        this_year=NOW,
        streams={COURSE: Stream(COURSE, (cohort,), sure(0.8), {2025: sure(30)})},
        shares={(COURSE, ANALYST): sure(0.5)},
        openings={ANALYST: {2028: {WORKS: sure(9), MILL: sure(5)}, 2027: {WORKS: sure(8)}}},
    )
    return replace(base, **changes)


def test_every_figure_is_told_with_what_it_is_of() -> None:
    assert list(used(known(), [ANALYST, CLERK], {COURSE: [ANALYST, CLERK]})) == [
        Used(Quantity.INTAKE, sure(40), programme=COURSE, year=2022),
        Used(Quantity.FINISHING, sure(0.8), programme=COURSE),
        Used(Quantity.FINISHED, sure(30), programme=COURSE, year=2025),
        Used(Quantity.SHARE, sure(0.5), programme=COURSE, role=ANALYST),
        Used(Quantity.OPENINGS, sure(8), role=ANALYST, organisation=WORKS, year=2027),
        Used(Quantity.OPENINGS, sure(9), role=ANALYST, organisation=WORKS, year=2028),
        Used(Quantity.OPENINGS, sure(5), role=ANALYST, organisation=MILL, year=2028),
    ]


def test_what_is_unknown_is_told_with_what_it_is_of_and_who_could_say() -> None:
    """Those who finish this year have an intake that is known; of clerks nothing is, and they have no employer."""
    assert list(missing(town(), known(), [ANALYST, CLERK], {COURSE: [ANALYST, CLERK]})) == [
        Missing(Lack.SHARE, COURSE, CLERK, COLLEGE),
        Missing(Lack.OPENINGS, None, CLERK, None),
    ]
    only_last_year = known(openings={ANALYST: {2025: {WORKS: sure(8)}}})
    assert list(missing(town(), only_last_year, [ANALYST], {})) == [
        Missing(Lack.OPENINGS, None, ANALYST, WORKS),
        Missing(Lack.OPENINGS, None, ANALYST, MILL),
    ]


def test_a_programme_of_which_nothing_is_known_lacks_everything() -> None:
    facts = town().facts
    graph = Graph(replace(facts, programmes=(b.programme(institution=COLLEGE, years=None),)))
    nothing = known(streams={COURSE: Stream(COURSE, (), None)}, shares={})
    assert list(missing(graph, nothing, [], {COURSE: [ANALYST]})) == [
        Missing(Lack.LENGTH, COURSE, None, COLLEGE),
        Missing(Lack.INTAKE, COURSE, None, COLLEGE),
        Missing(Lack.FINISHING, COURSE, None, COLLEGE),
        Missing(Lack.SHARE, COURSE, ANALYST, COLLEGE),
    ]


def test_a_share_that_rests_on_cover_alone_is_asked_of_the_college() -> None:
    both = frozenset({(COURSE, ANALYST), (COURSE, CLERK)})
    guessed = known(shares=dict.fromkeys(both, sure(0.5)), estimated=both, only_by_cover=both)
    assert list(missing(town(), guessed, [ANALYST], {COURSE: [ANALYST]})) == [
        Missing(Lack.SHARE, COURSE, ANALYST, COLLEGE)
    ]


def test_announcements_go_by_year_and_then_by_name() -> None:
    events = tuple(
        n.Announcement(id, WORKS, "jobs", b.text("more"), 9, None, year, None, None, b.STATED)
        for id, year in (("b-same", "2027"), ("a-last", "2028"), ("a-same", "2027"), ("c-first", "2026"))
    )
    graph = Graph(replace(town().facts, announcements=events))
    assert [one.id for one in announced(graph, [ANALYST], [])] == ["c-first", "a-same", "b-same", "a-last"]
