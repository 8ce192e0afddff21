"""The catalogue as it would be: what is taught, a module's branch and a new programme, all of it assumed."""

from __future__ import annotations

from dataclasses import replace

from pathways.domain import nouns as n
from pathways.domain.scenario_changes import Module, NewProgramme, Own, OwnOf, Teach
from pathways.domain.scenario_facts import as_long, branched, founded, taught_as
from tests import builders as b

ASSUMED = n.Evidence(n.Basis.ASSUMED, (), "2026-11-23")
"""Rests on no source, and is as old as the town's facts."""


def catalogue(**changes: object) -> n.Facts:
    """Two programmes that teach, D1 and D2; the first leads to one of two roles."""
    facts = b.facts(
        {"analyst": {"sql": 2}, "clerk": {"sql": 2}}, {"beng": {"sql": 2, "ml": 3}, "other": {"sql": 1}},
        [("beng", "analyst")],
    )  # fmt: skip
    complete = tuple(replace(one, complete=True) for one in facts.programmes)
    return replace(facts, programmes=complete, **changes)


def test_another_level_takes_the_place_of_what_was_taught() -> None:
    before = catalogue()
    after = taught_as(before, Teach("beng", "sql", 4))
    assert [(one.programme, one.skill, one.level) for one in after.outcomes] == [
        ("beng", "ml", 3),
        ("other", "sql", 1),
        ("beng", "sql", 4),
    ]
    assert after.outcomes[-1] == n.Outcome(n.ProgrammeId("beng"), n.SkillId("sql"), n.Level(4), None, ASSUMED)
    assert replace(after, outcomes=before.outcomes) == before


def test_only_the_programme_that_is_meant_takes_other_years() -> None:
    after = as_long(catalogue(), Own(OwnOf.LENGTH, "other", "", n.Interval(2, 2, 2)))
    assert {one.id: one.years for one in after.programmes} == {"beng": 3.5, "other": 2}


def test_a_branch_is_its_programme_under_another_name_and_leads_to_one_more_role() -> None:
    before = catalogue()
    after, id = branched(before, Module("beng", 2028, (("sql", 3),), "clerk", 20), 1)
    assert id == "beng-module-2"
    stem, branch = before.programmes[0], after.programmes[-1]
    assert branch == replace(
        stem, id=id, code="D3", title=n.Text("Beng (da) (modul 2)", "Beng (module 2)"), evidence=ASSUMED, complete=False
    )
    theirs = [(one.skill, one.level, one.evidence) for one in after.outcomes if one.programme == id]
    assert theirs == [("sql", 2, b.STATED), ("ml", 3, b.STATED)]
    assert after.feeds == (*before.feeds, n.Feeds(id, n.RoleId("clerk"), ASSUMED))
    kept = after.programmes[:-1], tuple(one for one in after.outcomes if one.programme != id)
    assert kept == (before.programmes, before.outcomes)


def test_a_new_programme_is_taught_here_in_danish_full_time_and_feeds_its_roles() -> None:
    before = catalogue()
    change = NewProgramme(n.Kind.MASTERS, 2, 30, 2028, 80, (("analyst", 50.0), ("clerk", 25.0)))
    after, id = founded(before, change, 2)
    name = n.Text("Ny uddannelse 3", "New programme 3")
    assert id == "new-programme-3"
    assert after.programmes[:-1] == before.programmes
    assert after.programmes[-1] == n.Programme(
        id=id, code="K1", kind=n.Kind.MASTERS, title=name, short=name, blurb=name, institution=None,
        provider=before.town.name, eqf=7, ects=None, years=2, pace=n.Pace.FULL_TIME, languages=("da",), towns=(),
        here=n.Here.YES, first_intake=2028, status=name, last_seen="2026-11-23", entry=name, note=None, complete=False,
        judged_families=(), successor=None, evidence=ASSUMED,
    )  # fmt: skip
    roles = n.RoleId("analyst"), n.RoleId("clerk")
    assert after.feeds == (*before.feeds, *(n.Feeds(id, role, ASSUMED) for role in roles))


def test_an_id_that_a_programme_or_a_start_bears_is_not_given_again() -> None:
    change = NewProgramme(n.Kind.ENGINEERING, 3.5, 30, 2028, 80, (("analyst", 50.0),))
    once, _ = founded(catalogue(), change, 0)
    assert founded(once, change, 0)[1] == "new-programme-1-x"
    begun = catalogue(starts=(n.Start(n.StartId("new-programme-1"), b.text("School")),))
    assert founded(begun, change, 0)[1] == "new-programme-1-x"
