"""Edits of the facts: made, taken back, told apart and brought together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.editing import (
    TABLES,
    Change,
    Overtaken,
    applied,
    changed_fields,
    days_of,
    differences,
    find,
    key_of,
    merged,
    rows_of,
    squashed,
    taken_back,
    undone,
)
from tests.full_towns import TOWN, texts, towns_full_of_facts
from tests.worlds import admission

drawn = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def ordered(facts):
    """The rows of every table by key, for comparing without order."""
    return {table: {key_of(table, row): row for row in rows_of(facts, table)} for table in TABLES}


def told_otherwise(table, at=0, **fields):
    row = rows_of(TOWN, table)[at]
    return Change(table, row, replace(row, **fields))


@drawn
@given(old=towns_full_of_facts(), new=towns_full_of_facts())
def test_the_differences_lead_from_one_version_to_the_other_and_back(old, new):
    changes = differences(old, new)
    there, made = applied(old, changes)
    assert ordered(there) == ordered(new)
    assert applied(there, undone(made))[0] == old
    assert {each.key for each in differences(there, new)} == set()


@drawn
@given(facts=towns_full_of_facts(), data=st.data())
def test_what_is_taken_out_comes_back_to_its_place(facts, data):
    table = data.draw(st.sampled_from([table for table in TABLES[1:] if rows_of(facts, table)]))
    rows = data.draw(st.lists(st.sampled_from(rows_of(facts, table)), unique_by=lambda row: key_of(table, row)))
    without, made = applied(facts, [Change(table, row, None) for row in rows])
    assert not set(map(repr, rows)) & set(map(repr, rows_of(without, table)))
    assert applied(without, undone(made))[0] == facts


@drawn
@given(facts=towns_full_of_facts(), others=st.lists(towns_full_of_facts(), min_size=1, max_size=3))
def test_many_edits_squashed_lead_to_the_same(facts, others):
    log, now = [], facts
    for other in others:
        now, made = applied(now, differences(now, other))
        log += made
    few = squashed(log)
    assert ordered(applied(facts, few)[0]) == ordered(now)
    assert len({(change.table, change.key) for change in few}) == len(few)
    assert all(change.before != change.after for change in few)


def test_same_facts_do_not_differ():
    assert differences(TOWN, TOWN) == ()
    assert differences(TOWN, replace(TOWN, roles=TOWN.roles[::-1])) == ()


def test_removals_come_first_the_last_row_first_then_changes_then_additions():
    new = replace(
        TOWN,
        needs=TOWN.needs[2:],
        feeds=TOWN.feeds[1:],
        roles=(replace(TOWN.roles[0], eqf=7), *TOWN.roles[1:]),
        sources=(*TOWN.sources, replace(TOWN.sources[0], id="another")),
    )
    found = [
        (change.table, change.place, change.before is None, change.after is None) for change in differences(TOWN, new)
    ]
    assert found == [
        ("feeds", 0, False, True),
        ("needs", 1, False, True),
        ("needs", 0, False, True),
        ("roles", 0, False, False),
        ("sources", len(TOWN.sources), True, False),
    ]


def test_the_town_is_a_row_too():
    change = told_otherwise("town", as_of="2026-11-26")
    there, _ = applied(TOWN, [change])
    assert there.town.as_of == "2026-11-26"
    assert differences(TOWN, there) == (replace(change, place=0),)


def test_a_way_in_on_other_terms_is_told_otherwise():
    way = next(row for row in TOWN.admissions if row.condition is not None)
    other = replace(way, condition=None, condition_text=n.Text("andet", "else"))
    new = replace(TOWN, admissions=tuple(other if row is way else row for row in TOWN.admissions))
    (change,) = differences(TOWN, new)
    assert (change.before, change.after, change.place) == (way, other, TOWN.admissions.index(way))
    assert change.key == key_of("admissions", way)
    assert find(new, "admissions", key_of("admissions", other)) == other
    assert find(new, "admissions", change.key) is None


def test_two_ways_in_from_the_same_start_are_not_mistaken_for_each_other():
    ways = [admission("college", "school", condition_text=n.Text(words, words)) for words in ("a", "b")]
    old = replace(TOWN, admissions=(*TOWN.admissions, *ways))
    new = replace(TOWN, admissions=(*TOWN.admissions, replace(ways[1], bridging_years=1.0)))
    gone, told = differences(old, new)
    assert (gone.before, gone.after) == (ways[0], None)
    assert (told.before, told.after) == (ways[1], replace(ways[1], bridging_years=1.0))


def test_ways_in_from_the_same_start_are_told_apart_by_their_conditions() -> None:
    ways = [admission("college", "school", condition) for condition in ("mathematics A", "physics B")]
    ways.append(admission("college", "school"))
    assert [key_of("admissions", way)[:2] for way in ways] == [("college", "school")] * 3
    assert key_of("admissions", ways[2])[2] == "", "neither a condition nor words"
    facts = replace(TOWN, admissions=(*TOWN.admissions, *ways))
    assert [find(facts, "admissions", key_of("admissions", way)) for way in ways] == ways


def test_a_way_in_on_other_terms_is_listed_where_it_stands_among_those_told_otherwise() -> None:
    ways = [admission("college", "school", condition_text=n.Text(words, words)) for words in ("a", "b")]
    old = replace(TOWN, admissions=(*ways, *TOWN.admissions))
    other = replace(ways[0], condition_text=n.Text("c", "c"))
    new = replace(old, admissions=(other, replace(ways[1], bridging_years=1.0), *TOWN.admissions))
    assert [(change.place, change.before) for change in differences(old, new)] == [(0, ways[0]), (1, ways[1])]


def test_a_need_that_went_and_one_of_another_role_that_came_have_nothing_to_do_with_each_other() -> None:
    old = replace(TOWN, needs=TOWN.needs[:1])
    came = replace(TOWN.needs[0], role=n.RoleId("chief"))
    new = replace(old, needs=(came,))
    assert [(change.before, change.after) for change in differences(old, new)] == [(TOWN.needs[0], None), (None, came)]


@pytest.mark.parametrize(
    ("change", "now"),
    [
        pytest.param(
            Change("roles", replace(TOWN.roles[0], eqf=2), None), TOWN.roles[0], id="told otherwise meanwhile"
        ),
        pytest.param(Change("roles", None, TOWN.roles[0]), TOWN.roles[0], id="added meanwhile"),
        pytest.param(
            Change("roles", replace(TOWN.roles[0], id="gone"), replace(TOWN.roles[0], id="gone", eqf=3)),
            None,
            id="removed meanwhile",
        ),
    ],
)
def test_a_change_of_what_is_not_there_is_refused_and_says_what_is(change, now):
    fits = told_otherwise("programmes", years=4.0)
    with pytest.raises(Overtaken) as refused:
        applied(TOWN, [fits, change])
    assert refused.value.changes == (change,)
    assert refused.value.now == (now,)


def test_a_row_may_be_changed_twice_in_one_edit():
    first = told_otherwise("roles", eqf=3)
    second = Change("roles", first.after, replace(first.after, eqf=4))
    assert applied(TOWN, [first, second])[0].roles[0].eqf == 4
    assert squashed([first, second]) == (Change("roles", first.before, second.after),)


def test_a_refusal_names_the_rows_by_table_and_key() -> None:
    gone = [Change("roles", replace(TOWN.roles[0], id="gone"), None)]
    gone.append(Change("needs", replace(TOWN.needs[0], role="nobody", skill="nothing"), None))
    with pytest.raises(Overtaken, match=r"^Changed meanwhile: roles gone, needs nobody/nothing\.$"):
        applied(TOWN, gone)


def test_a_row_that_says_no_place_is_added_at_the_end() -> None:
    role = replace(TOWN.roles[0], id="another")
    there, made = applied(TOWN, [Change("roles", None, role)])
    assert there.roles == (*TOWN.roles, role)
    assert made == (Change("roles", None, role, len(TOWN.roles)),)


def test_a_row_may_be_added_told_otherwise_and_taken_out_over_and_over_in_one_edit() -> None:
    role = replace(TOWN.roles[0], id="another")
    other = replace(role, eqf=3)
    added, told, removed = Change("roles", None, role), Change("roles", role, other), Change("roles", other, None)
    there, made = applied(TOWN, [added, told, removed, added])
    assert there.roles == (*TOWN.roles, role)
    assert applied(there, undone(made))[0] == TOWN
    assert applied(TOWN, [added, Change("roles", role, None), added])[0] == there
    was = TOWN.roles[0]
    turned = replace(was, eqf=3)
    changes = [Change("roles", was, turned), Change("roles", turned, None), Change("roles", None, was, 0)]
    assert applied(TOWN, changes)[0] == TOWN


def test_two_ways_in_may_trade_their_terms_and_be_changed_again() -> None:
    """Between the two changes both have the same terms, and so one key."""
    first, second = (admission("night", "school", condition) for condition in ("mathematics A", "physics B"))
    old = replace(TOWN, admissions=(first, second, *TOWN.admissions))
    traded = replace(first, condition=second.condition), replace(second, condition=first.condition)
    longer = replace(traded[0], bridging_years=1.0)
    changes = [
        Change("admissions", first, traded[0], 0),
        Change("admissions", second, traded[1], 1),
        Change("admissions", traded[0], longer, 0),
    ]
    there, made = applied(old, changes)
    assert there.admissions == (longer, traded[1], *TOWN.admissions)
    assert applied(there, undone(made))[0] == old


class TestMerging:
    base = TOWN.roles[0]

    @given(mine=texts, theirs=texts)
    def test_changes_of_different_fields_both_count(self, mine, theirs):
        both = merged(self.base, replace(self.base, title=mine), replace(self.base, blurb=theirs))
        assert both.row == replace(self.base, title=mine, blurb=theirs)
        assert both.clashes == ()

    @given(mine=st.text(), theirs=st.text())
    def test_changes_of_different_languages_of_a_text_both_count(self, mine, theirs):
        title = self.base.title
        both = merged(
            self.base, replace(self.base, title=replace(title, da=mine)),
            replace(self.base, title=replace(title, en=theirs)),
        )  # fmt: skip
        assert both.row == replace(self.base, title=n.Text(mine, theirs))
        assert both.clashes == ()

    def test_parts_of_evidence_are_brought_together_and_a_clash_names_the_whole(self):
        known = self.base.evidence
        mine = replace(self.base, evidence=replace(known, basis=n.Basis.DERIVED, as_of="2021"))
        theirs = replace(self.base, evidence=replace(known, as_of="2020", sources=()))
        both = merged(self.base, mine, theirs)
        assert both.row.evidence == n.Evidence(n.Basis.DERIVED, (), "2021")
        assert both.clashes == ("evidence",)

    def test_where_both_changed_a_field_mine_stands_and_it_is_said(self):
        both = merged(self.base, replace(self.base, eqf=3), replace(self.base, eqf=4, experienced=True))
        assert both.row == replace(self.base, eqf=3, experienced=True)
        assert both.clashes == ("eqf",)

    def test_the_same_change_twice_is_no_clash(self):
        both = merged(self.base, replace(self.base, eqf=3), replace(self.base, eqf=3))
        assert (both.row.eqf, both.clashes) == (3, ())

    def test_what_was_put_back_is_no_change(self):
        assert merged(self.base, self.base, replace(self.base, eqf=3)).row.eqf == 3


class TestTakingBack:
    edit = told_otherwise("roles", eqf=3, experienced=True)

    def test_an_edit_that_nobody_touched_is_undone_exactly(self):
        there, made = applied(TOWN, [self.edit, Change("feeds", TOWN.feeds[0], None)])
        assert applied(there, taken_back(there, made))[0] == TOWN

    def test_of_a_row_changed_since_only_the_fields_of_the_edit_are_given_back(self):
        there, made = applied(TOWN, [self.edit])
        later = Change("roles", self.edit.after, replace(self.edit.after, blurb=n.Text("x", "y")))
        facts = applied(there, [later])[0]
        assert applied(facts, taken_back(facts, made))[0].roles[0] == replace(TOWN.roles[0], blurb=n.Text("x", "y"))

    def test_what_says_already_what_it_said_is_left_out_and_alone_it_is_refused(self):
        other = told_otherwise("programmes", years=4.0)
        there, made = applied(TOWN, [self.edit, other])
        facts = applied(there, [Change("roles", self.edit.after, self.edit.before)])[0]
        assert [change.table for change in taken_back(facts, made)] == ["programmes"]
        assert applied(facts, taken_back(facts, made))[0] == TOWN
        with pytest.raises(Overtaken):
            applied(facts, taken_back(facts, made[:1]))

    @pytest.mark.parametrize("later", [{"eqf": 4}, None], ids=["the same field", "the row is gone"])
    def test_what_was_changed_since_in_the_same_field_is_refused(self, later):
        there, made = applied(TOWN, [self.edit, told_otherwise("programmes", years=4.0)])
        after = None if later is None else replace(self.edit.after, **later)
        facts = applied(there, [Change("roles", self.edit.after, after)])[0]
        with pytest.raises(Overtaken) as refused:
            applied(facts, taken_back(facts, made))
        assert [each.table for each in refused.value.changes] == ["roles"]
        assert refused.value.now == (after,)

    @staticmethod
    def in_the_way(facts, made):
        """Have it refused to take an edit back, and give the rows that stand in its way."""
        with pytest.raises(Overtaken) as refused:
            applied(facts, taken_back(facts, made))
        return refused.value.now

    def test_a_row_taken_out_that_somebody_put_back_otherwise_is_refused(self) -> None:
        role = TOWN.roles[-1]
        alone = replace(TOWN, needs=(), feeds=(), workplaces=(), steps=(), openings=(), flows=())
        there, made = applied(alone, [Change("roles", role, None), self.edit])
        other = replace(role, eqf=2)
        facts = applied(there, [Change("roles", None, other)])[0]
        assert self.in_the_way(facts, made) == (other,)

    def test_a_row_that_was_added_and_told_otherwise_since_is_refused(self) -> None:
        role = replace(TOWN.roles[0], id="another")
        there, made = applied(TOWN, [Change("roles", None, role), self.edit])
        other = replace(role, eqf=2)
        facts = applied(there, [Change("roles", role, other)])[0]
        assert self.in_the_way(facts, made) == (other,)


def test_the_fields_that_differ_are_named_in_their_order():
    assert changed_fields(told_otherwise("roles", eqf=3, blurb=n.Text("x", "y"))) == ("blurb", "eqf")
    assert changed_fields(Change("roles", None, TOWN.roles[0])) == ()
    assert changed_fields(Change("roles", TOWN.roles[0], None)) == ()


class TestTheDayOfTheFacts:
    """An edit that tells of a later day moves the day of the facts on; taking it back may move it back."""

    edit = told_otherwise("roles", eqf=3)

    def told(self, day, *, since=None):
        """The facts after an edit that moved their day from `day`, what it did, and a day told of since by another."""
        old = replace(TOWN, town=replace(TOWN.town, as_of=day))
        new_town = Change("town", old.town, replace(old.town, as_of="2031-05-02"))
        there, made = applied(old, [self.edit, new_town])
        if since is not None:
            feed = there.feeds[0]
            changed = replace(feed, evidence=replace(feed.evidence, as_of=since))
            there = applied(there, [Change("feeds", feed, changed)])[0]
        return old, there, made

    def days_after(self, there, made):
        return applied(there, taken_back(there, made))[0].town.as_of

    def test_the_day_goes_back_with_the_edit(self):
        old, there, made = self.told("2031-05-01")
        assert applied(there, taken_back(there, made))[0] == old

    @pytest.mark.parametrize(
        ("since", "day"),
        [
            ("2031-05-02", "2031-05-02"),  # later than the day before
            ("2031-05-01", "2031-05-01"),
            ("2031-05", "2031-05-01"),  # a month holds its days
            ("2031", "2031-05-01"),
            ("2031-06", "2031-05-02"),
            ("2032", "2031-05-02"),
        ],
    )
    def test_it_stays_where_something_was_told_of_a_later_day(self, since, day):
        _, there, made = self.told("2031-05-01", since=since)
        assert self.days_after(there, made) == day

    def test_it_stays_where_it_moved_on_again(self):
        _, there, made = self.told("2031-05-01")
        again = Change("town", there.town, replace(there.town, as_of="2031-05-09"))
        there = applied(there, [again])[0]
        assert self.days_after(there, made) == "2031-05-09"

    def test_it_goes_back_where_nothing_else_was_edited_whatever_is_told_of(self) -> None:
        told = max(day for table in TABLES if table != "town" for row in rows_of(TOWN, table) for day in days_of(row))
        old = replace(TOWN, town=replace(TOWN.town, as_of="2020-01-01"))
        there, made = applied(old, [Change("town", old.town, replace(old.town, as_of="2031-05-02"))])
        assert told > "2020-01-01"
        assert applied(there, taken_back(there, made))[0] == old

    def test_a_name_of_the_town_goes_back_and_leaves_a_day_that_moved_on_since(self) -> None:
        named = told_otherwise("town", name=n.Text("Ny", "New"))
        there, made = applied(TOWN, [self.edit, named])
        later = replace(there.town, as_of="2031-05-09")
        there = applied(there, [Change("town", there.town, later)])[0]
        assert applied(there, taken_back(there, made))[0] == replace(TOWN, town=replace(TOWN.town, as_of="2031-05-09"))


def test_a_row_tells_of_the_days_that_it_knows():
    programme = replace(TOWN.programmes[0], last_seen="2026-03")
    assert list(days_of(programme)) == [programme.evidence.as_of, "2026-03"]
    assert list(days_of(replace(programme, last_seen=""))) == [programme.evidence.as_of]
    source = replace(TOWN.sources[0], published="2024-05")
    assert list(days_of(source)) == ["2024-05"]
    assert list(days_of(replace(source, published=None))) == []
    assert list(days_of(TOWN.skills[0])) == []
