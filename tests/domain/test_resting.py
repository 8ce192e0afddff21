"""What rests on a noun: every row that names it, in the columns that may."""

from __future__ import annotations

from dataclasses import replace

from pathways.domain.editing import TABLES
from pathways.domain.resting import resting_on
from tests import builders as b

FACTS = b.facts(
    {"analyst": {"sql": 1}}, {"beng": {"sql": 1}, "msc": {"sql": 2}}, [("beng", "analyst"), ("msc", "analyst")]
)
TARGETS = {
    ("programmes", "successor"): ("programmes",),
    ("admissions", "programme"): ("programmes",),
    ("outcomes", "programme"): ("programmes",),
    ("outcomes", "skill"): ("skills",),
    ("feeds", "programme"): ("programmes",),
    ("feeds", "role"): ("roles",),
    ("programmes", "judged_families"): ("families",),
}


def targets(table, column):
    return TARGETS.get((table, column), ())


def resting(home, id, facts=FACTS):
    return [(one.table, one.column, len(one.rows)) for one in resting_on(facts, home, id, targets)]


def test_every_row_that_names_a_programme_in_the_order_of_the_tables():
    found = resting("programmes", "beng")
    assert found == [
        ("programmes", "successor", 0),
        ("admissions", "programme", 0),
        ("outcomes", "programme", 1),
        ("feeds", "programme", 1),
    ]
    assert [TABLES.index(table) for table, _, _ in found] == sorted(TABLES.index(table) for table, _, _ in found)


def test_a_noun_of_another_table_with_the_same_id_is_another():
    assert resting("skills", "beng") == [("outcomes", "skill", 0)]
    assert resting("skills", "sql") == [("outcomes", "skill", 2)]


def test_a_column_of_many_ids_names_each_of_them_and_no_part_of_one():
    first, second = FACTS.programmes
    facts = replace(FACTS, programmes=(replace(first, judged_families=("family", "other")), second))
    assert resting("families", "family", facts) == [("programmes", "judged_families", 1)]
    assert resting("families", "fam", facts) == [("programmes", "judged_families", 0)]


def test_the_rows_are_those_of_the_facts():
    found = {(one.table, one.column): one.rows for one in resting_on(FACTS, "roles", "analyst", targets)}
    assert found == {("feeds", "role"): FACTS.feeds}


def test_what_no_column_names_carries_nothing():
    assert resting("towns", "testby") == []
