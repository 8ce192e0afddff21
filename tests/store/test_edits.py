"""Edits through the one door: made, remembered, taken back, and what the facts said before them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from pathways.catalogue import Catalogue
from pathways.domain import nouns as n
from pathways.domain.editing import Change, Overtaken, differences, undone
from pathways.domain.errors import BrokenFacts
from pathways.store import edits
from pathways.store.edit_tables import EDITS, Via
from pathways.store.edits import Hand
from pathways.store.engine import writer
from pathways.store.reads import load_facts
from pathways.store.rows import table
from pathways.store.tables import EvidenceRow
from tests.full_towns import TOWN, towns_full_of_facts

DAY = datetime(2026, 11, 26, 12, tzinfo=UTC)
HAND = Hand(DAY, Via.FORM, "because", account=7, organisation="mill")
drawn = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def catalogue(engine):
    made = Catalogue(engine)
    made.replace(TOWN, replace(HAND, via=Via.SEED))
    return made


def kept(catalogue):
    """What the tables say, whatever was published."""
    with catalogue.rows() as session:
        return load_facts(session)


def told_otherwise(table_name, at=0, **fields):
    row = getattr(TOWN, table_name)[at]
    return Change(table_name, row, replace(row, **fields))


def made(*changes):
    return lambda _: changes


def test_an_edit_is_seen_and_remembered(catalogue):
    begun = catalogue.revision
    change = told_otherwise("roles", eqf=7)
    revision = catalogue.change(made(change), HAND)
    assert revision == begun + 1 == catalogue.revision == catalogue.graph().revision
    assert catalogue.graph().facts.roles[0].eqf == 7
    with catalogue.rows() as session:
        assert edits.edit_of(session, revision) == edits.Edit(revision, HAND, 1)
        assert edits.changes_of(session, revision) == (replace(change, place=0),)
        assert edits.changes_by_edit(session, [revision, revision + 1]) == {revision: (replace(change, place=0),)}
        assert edits.edits_of_rows(session, [("roles", change.key)]) == edits.edits(session, after=begun)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of towns, when it fails
@drawn
@given(towns=st.lists(towns_full_of_facts(), min_size=1, max_size=3))
def test_any_edits_are_written_row_by_row_and_every_version_can_be_seen_again(engine, towns):
    catalogue = Catalogue(engine)
    catalogue.replace(TOWN, HAND)
    seen = {catalogue.revision: TOWN}
    for town in towns:
        revision = catalogue.change(lambda facts, town=town: differences(facts, town), HAND)
        seen[revision] = kept(catalogue)
        assert differences(seen[revision], town) == ()
    with catalogue.rows() as session:
        for revision, facts in seen.items():
            assert edits.facts_at(session, catalogue.graph().facts, revision) == facts
    _nothing_is_left_over(engine)


def _nothing_is_left_over(engine):
    """No evidence stands there that no claim rests on, nor twice."""
    with Session(engine) as session:
        facts = load_facts(session)
        rows = [row for name in edits_tables(facts) for row in getattr(facts, name)]
        used = {row.evidence for row in rows if getattr(row, "evidence", None) is not None}
        assert session.execute(select(func.count()).select_from(table(EvidenceRow))).scalar_one() == len(used)


def edits_tables(facts):
    return [name for name in facts.__dataclass_fields__ if name != "town"] if facts else []


def test_one_town_becomes_another_and_itself_again(engine, real_facts, example_facts):
    catalogue = Catalogue(engine)
    catalogue.replace(example_facts, HAND)
    revision = catalogue.change(lambda facts: differences(facts, real_facts), HAND)
    assert kept(catalogue) == catalogue.graph().facts
    assert differences(kept(catalogue), real_facts) == ()
    with catalogue.rows() as session:
        changes = edits.changes_of(session, revision)
    catalogue.change(made(*undone(changes)), HAND)
    assert kept(catalogue) == example_facts
    _nothing_is_left_over(engine)


@drawn
@given(town=towns_full_of_facts())
def test_an_edit_taken_back_leaves_every_row_where_it_was(engine, town):
    catalogue = Catalogue(engine)
    catalogue.replace(TOWN, HAND)
    revision = catalogue.change(lambda facts: differences(facts, town), HAND)
    with catalogue.rows() as session:
        changes = edits.changes_of(session, revision)
    catalogue.change(made(*undone(changes)), replace(HAND, via=Via.UNDO, undoes=revision))
    assert kept(catalogue) == TOWN


def test_labels_may_change_places(catalogue):
    first, second, *_ = TOWN.skills
    catalogue.change(
        made(
            Change("skills", first, replace(first, label=n.Text("hul", "gap"))),
            Change("skills", second, replace(second, label=first.label)),
            Change("skills", replace(first, label=n.Text("hul", "gap")), replace(first, label=second.label)),
        ),
        HAND,
    )
    assert [skill.label for skill in kept(catalogue).skills[:2]] == [second.label, first.label]


def test_a_label_may_pass_from_a_row_that_goes_to_one_that_comes(catalogue):
    family = n.Label("care", n.Text("Pleje", "Care"))
    catalogue.change(made(Change("families", None, family)), HAND)
    heir = replace(family, id="nursing")
    catalogue.change(made(Change("families", family, None), Change("families", None, heir, 0)), HAND)
    assert kept(catalogue).families == (heir, *TOWN.families)


def test_a_broken_rule_is_refused_with_its_row_and_column_and_nothing_is_changed(catalogue):
    begun = catalogue.revision
    with pytest.raises(BrokenFacts) as refused:
        catalogue.change(made(told_otherwise("roles", eqf=9), Change("skills", TOWN.skills[0], None)), HAND)
    assert {(fault.table, fault.column) for fault in refused.value.faults} >= {("roles", "eqf"), ("needs", "skill")}
    assert catalogue.revision == begun
    assert kept(catalogue) == TOWN


def test_of_two_who_change_the_same_row_the_second_is_told_how_it_stands(catalogue, engine):
    other = Catalogue(engine)
    other.graph()
    first, second = told_otherwise("roles", eqf=7), told_otherwise("roles", eqf=5)
    catalogue.change(made(first), HAND)
    with pytest.raises(Overtaken) as refused:
        other.change(made(second), HAND)
    assert refused.value.now == (first.after,)
    assert other.graph().facts.roles[0].eqf == 7


def test_two_who_change_different_rows_both_get_their_way(catalogue, engine):
    other = Catalogue(engine)
    other.graph()
    catalogue.change(made(told_otherwise("roles", 0, eqf=7)), HAND)
    other.change(made(told_otherwise("roles", 1, eqf=5)), HAND)
    assert [role.eqf for role in kept(catalogue).roles[:2]] == [7, 5]


def test_nothing_to_change_makes_no_revision(catalogue):
    begun = catalogue.revision
    assert catalogue.change(made(), HAND) == begun == catalogue.revision


def test_a_town_seeded_anew_remembers_what_that_changed(catalogue):
    other = replace(TOWN, roles=(replace(TOWN.roles[0], eqf=7), *TOWN.roles[1:]))
    revision = catalogue.replace(other, replace(HAND, via=Via.SEED, at=DAY + timedelta(days=1)), "digest")
    with catalogue.rows() as session:
        assert [change.after for change in edits.changes_of(session, revision)] == [other.roles[0]]
        assert edits.facts_at(session, other, revision - 1) == TOWN
        assert edits.revision_at(session, DAY) == revision - 1
        assert edits.revision_at(session, DAY + timedelta(days=2)) == revision


def test_what_was_before_the_history_begins_is_not_known(catalogue):
    with catalogue.rows() as session:
        assert edits.begins(session) == catalogue.revision
        assert edits.revision_at(session, DAY - timedelta(days=9)) == catalogue.revision
        with pytest.raises(edits.NoSuchEdit, match="is not known"):
            edits.facts_at(session, TOWN, catalogue.revision - 1)
        with pytest.raises(edits.NoSuchEdit, match="No edit made revision 99"):
            edits.edit_of(session, 99)


@pytest.mark.parametrize("rows", EDITS, ids=lambda rows: rows.name)
@pytest.mark.parametrize(
    "rewrite",
    [
        pytest.param(lambda rows: update(rows).values(revision=99), id="changed"),
        pytest.param(delete, id="deleted"),
        pytest.param(lambda rows: text(f"DELETE FROM {rows.name}"), id="deleted by hand"),
    ],
)
def test_history_is_never_told_otherwise(catalogue, engine, rows, rewrite):
    catalogue.change(made(told_otherwise("roles", eqf=7)), HAND)
    with pytest.raises(DatabaseError, match="never told otherwise"), writer(engine).begin() as connection:
        connection.execute(rewrite(rows))


def test_no_edit_takes_the_place_of_another(catalogue, engine):
    there = {"revision": catalogue.revision, "at": DAY, "via": "form", "why": "", "undoes": None}
    with pytest.raises(DatabaseError), writer(engine).begin() as connection:
        connection.execute(insert(EDITS[0]), there)
