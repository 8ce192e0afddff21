"""The age of facts, and the order in which they are looked up again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.freshness import age_of, aged, last_day
from pathways.store.choices import targets
from pathways.store.shapes import SHAPES
from tests import builders as b
from tests.domain.test_outlook import flow
from tests.worlds import whole_town

TOWN = whole_town()
TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("cut", "day"),
    [
        ("2018", date(2018, 12, 31)),
        ("2023-02", date(2023, 2, 28)),
        ("2024-02", date(2024, 2, 29)),
        ("2023-12", date(2023, 12, 31)),
        ("2023-05-31", date(2023, 5, 31)),
    ],
)
def test_the_last_day_that_a_date_may_mean(cut, day):
    assert last_day(cut) == day


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from([4, 7, 10]))
def test_a_day_lies_in_what_it_is_cut_to_and_the_next_does_not(day, letters):
    cut = day.isoformat()[:letters]
    last = last_day(cut)
    assert last >= day
    assert last.isoformat().startswith(cut)
    assert not (last + timedelta(days=1)).isoformat().startswith(cut)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_nothing_is_younger_than_today(day):
    assert age_of(day.isoformat(), TODAY) == max(0, (TODAY - day).days)
    assert age_of(str(TODAY.year), TODAY) == 0, "it may be true today"


def listed(facts=TOWN):
    return aged(facts, TODAY, targets)


def test_every_fact_with_evidence_is_listed_once_and_nothing_else():
    known = {shape.file for shape in SHAPES if any(part.field == "evidence" for part in shape.parts)}
    rows = [(table, row) for table in known for row in getattr(TOWN, table) if row.evidence is not None]
    found = [(one.table, one.row) for one in listed()]
    assert len(found) == len(rows)
    assert all(each in found for each in rows)


def test_the_older_of_two_alike_comes_first_and_the_more_used_of_two_as_old():
    old, young = replace(b.STATED, as_of="2010"), replace(b.STATED, as_of="2024")
    roles = (replace(TOWN.roles[0], evidence=young), replace(TOWN.roles[1], evidence=old))
    order = [one.key for one in listed(replace(TOWN, roles=roles)) if one.table == "roles"]
    assert order == [("chief",), ("analyst",)]
    alike = tuple(replace(role, evidence=old) for role in TOWN.roles)
    first, second = (one for one in listed(replace(TOWN, roles=alike)) if one.table == "roles")
    assert first.uses > second.uses
    assert first.key == ("analyst",)


def test_a_fact_of_today_comes_last_however_much_it_is_used():
    roles = (replace(TOWN.roles[0], evidence=replace(b.STATED, as_of=TODAY.isoformat())), *TOWN.roles[1:])
    last = listed(replace(TOWN, roles=roles))[-1]
    assert (last.key, last.weight) == (("analyst",), 0)


def test_what_would_be_wrong_with_a_fact_is_counted_in_the_columns_that_hold_ids():
    """A noun has the rows that name it; a tie, and what has an id that nobody names, those that name its nouns too."""
    facts = b.facts(
        {"analyst": {"sql": 2, "r": 1}, "clerk": {"sql": 1}}, {"course": {"sql": 2}}, [("course", "analyst")],
        flows=(flow("employment", 2025, 9, role="analyst"),),
    )  # fmt: skip
    ids = {"needs": ("role", "skill"), "feeds": ("role",), "flows": ("role",)}
    found = aged(facts, TODAY, lambda table, column: ("ids",) if column in ids.get(table, ()) else ())
    assert {(one.table, *one.key): one.uses for one in found} == {
        ("roles", "analyst"): 4,  # two needs, the link, the flow
        ("roles", "clerk"): 1,
        ("needs", "analyst", "sql"): 4,  # three more name the role, one more the skill
        ("needs", "analyst", "r"): 3,
        ("needs", "clerk", "sql"): 1,
        ("feeds", "course", "analyst"): 3,
        ("flows", "course-employment-2025-analyst"): 3,
        ("programmes", "course"): 0,
        ("outcomes", "course", "sql"): 0,
    }
