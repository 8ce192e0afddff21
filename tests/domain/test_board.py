"""The gap board: what its rows say, where they stand, and that no filter counts anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from pathways.domain import nouns as n
from pathways.domain.board import Only, Wanted, alphabetical, board, pressure
from pathways.domain.board_rows import Cell, Spot
from pathways.domain.flags import State
from pathways.domain.graph import Graph
from tests import builders as b
from tests.published_flags import companies_asking, pool, public_flag, published_of, role_topic, skill_topic
from tests.worlds_of_boards import AREAS, FAMILIES, graphs, publications, wishes

EVERYTHING = Wanted(everywhere=True)


def world(needs, taught, *, evidence=b.STATED, complete=False, here=n.Here.YES, feeding=()):
    """`needs` of the analyst and what one programme, `beng`, teaches."""
    made = b.facts({"analyst": needs}, {"beng": taught}, feeding)
    return Graph(
        replace(
            made,
            programmes=tuple(replace(one, complete=complete, here=here) for one in made.programmes),
            outcomes=tuple(replace(one, evidence=evidence) for one in made.outcomes),
        )
    )


def rows(graph, published=None, **wanted):
    return board(graph, published or published_of(), Wanted(**wanted)).rows


@pytest.mark.parametrize(
    ("taught", "changes", "spots"),
    [
        pytest.param({"sql": 3}, {}, [], id="taught as far as it is needed is no white spot"),
        pytest.param({"sql": 2}, {}, [Spot.PROVEN], id="a stated level that falls short proves it"),
        pytest.param({"sql": 2}, {"evidence": b.ASSUMED}, [Spot.UNPROVEN], id="an estimated level does not"),
        pytest.param({"sql": 3}, {"here": n.Here.NO}, [Spot.PROVEN], id="what is taught elsewhere does not count"),
        pytest.param({"sql": 3}, {"here": n.Here.PARTLY}, [], id="what is partly here does"),
        pytest.param({"other": 1}, {}, [Spot.AT_WORK], id="what nobody teaches is learnt at work"),
    ],
)
def test_a_white_spot_says_how_well_it_is_known(taught, changes, spots):
    graph = world({"sql": 3}, taught, **changes)
    row = next(row for row in rows(graph) if row.key == "sql")
    assert [white.spot for white in row.white] == spots


def test_a_feeding_programme_of_which_no_curriculum_was_seen_leaves_a_white_spot_unproven():
    made = b.facts({"analyst": {"sql": 3}}, {"beng": {"sql": 1}, "other": {}}, [("other", "analyst")])
    unseen, seen = Graph(made), [replace(made.programmes[0]), replace(made.programmes[1], complete=True)]
    assert rows(unseen)[0].white[0].spot is Spot.UNPROVEN
    assert rows(Graph(replace(made, programmes=tuple(seen))))[0].white[0].spot is Spot.PROVEN


def test_a_preferred_need_makes_no_white_spot_and_no_level():
    made = b.facts({"analyst": {"sql": 3}}, {"beng": {"sql": 1}})
    preferred = replace(made, needs=(b.need("analyst", "sql", 3, n.Importance.PREFERRED),))
    (row,) = rows(Graph(preferred))
    assert (row.needed, row.needed_by, row.white, row.shortfall) == (0, (), (), 0)


def test_the_highest_essential_need_is_named_with_the_roles_that_have_it():
    made = b.facts({"analyst": {"sql": 2}, "chief": {"sql": 4}, "fitter": {"sql": 4}}, {"beng": {"sql": 3}})
    (row,) = rows(Graph(made))
    assert (row.needed, row.needed_by, len(row.essential), row.shortfall) == (4, ("chief", "fitter"), 3, 1)


@pytest.mark.parametrize(
    ("published", "order"),
    [
        pytest.param(published_of(), ["b", "c", "a"], id="nothing published: shortfall, then roles, then name"),
        pytest.param(
            published_of([public_flag("works", skill_topic("a"))]), ["a", "b", "c"], id="who is asked for is first"
        ),
        pytest.param(
            published_of([public_flag("works", skill_topic("a"))], [pool(skill_topic("c"))]),
            ["c", "a", "b"],
            id="a pool of three weighs more than one with a name",
        ),
        pytest.param(
            published_of([public_flag("works", skill_topic("a"), state=State.CONFIRMED)]),
            ["b", "c", "a"],
            id="what was confirmed asks no more",
        ),
        pytest.param(
            published_of([public_flag("works", skill_topic("a"), id="1"), public_flag("works", skill_topic("a"))], ()),
            ["a", "b", "c"],
            id="a company that asks twice is one",
        ),
    ],
)
def test_rows_stand_by_pressure(published, order):
    made = b.facts(
        {"analyst": {"a": 2, "b": 4, "c": 3}}, {"beng": {"a": 2, "b": 2, "c": 2}}, jobs=[("analyst", "works")]
    )
    assert [row.key for row in rows(Graph(made), published)] == order


def test_a_company_that_asks_for_more_than_any_role_widens_the_shortfall():
    graph = world({"sql": 2}, {"sql": 2})
    assert rows(graph)[0].shortfall == 0
    assert rows(graph, published_of([public_flag("works", skill_topic("sql"), level=4)]))[0].shortfall == 2


def test_a_skill_that_only_a_flag_names_has_a_row():
    made = b.facts({"analyst": {"sql": 2}}, {"beng": {"sql": 2, "rust": 1}})
    assert [row.key for row in rows(Graph(made))] == ["sql"]
    told = published_of([public_flag("works", skill_topic("rust"))])
    assert [row.key for row in rows(Graph(made), told)] == ["rust", "sql"]


def test_a_group_holds_the_highest_level_and_how_many_of_its_skills_are_taught():
    made = b.facts({"analyst": {"a": 2, "b": 4, "c": 1}}, {"beng": {"a": 3, "b": 1}, "msc": {"b": 1}})
    (row,) = rows(Graph(made), grouped=True)
    assert row.cells == {"beng": Cell(3, n.Basis.STATED, 2), "msc": Cell(1, n.Basis.STATED, 1)}
    assert (row.needed, row.needed_by, [white.skill for white in row.white]) == (4, ("analyst",), ["b", "c"])


def dated(day, basis=n.Basis.STATED):
    return n.Evidence(basis, b.STATED.sources if basis is n.Basis.STATED else (), day)


def asked_thrice():
    """The analyst needs a skill a little and the chief much, which is our estimate; two programmes teach it."""
    made = b.facts({"analyst": {"a": 2}, "chief": {"a": 4, "b": 1}}, {"beng": {"a": 1}, "msc": {"a": 3}})
    needs = (
        replace(b.need("analyst", "a", 2), evidence=dated("2021")),
        replace(b.need("chief", "a", 4), evidence=dated("2022", n.Basis.ASSUMED)),
        replace(b.need("chief", "b", 1), evidence=dated("2023")),
    )
    taught = (b.outcome("beng", "a", 1, dated("2024")), b.outcome("msc", "a", 3, dated("2023-05")))
    return replace(made, needs=needs, outcomes=taught)


def test_a_row_rests_on_the_level_that_is_needed_and_on_what_is_taught_the_highest_first():
    row, _other = rows(Graph(asked_thrice()))
    assert [one.as_of for one in row.evidence] == ["2022", "2023-05", "2024"]
    assert row.estimated, "the need that counts is our estimate, the other is not"
    assert {one.taught for one in row.cells.values()} == {1}
    assert row.roles == {"analyst", "chief"}


def test_a_group_rests_on_its_skill_that_is_needed_most():
    (row,) = rows(Graph(asked_thrice()), grouped=True)
    assert [one.as_of for one in row.evidence] == ["2022", "2023-05", "2024"]
    assert row.estimated
    assert row.group == row.key == "group"


@pytest.mark.parametrize("grouped", [False, True])
def test_what_nobody_needs_essentially_rests_on_all_who_ask_and_is_no_estimate(grouped):
    made = b.facts({"analyst": {"a": 2}}, {"beng": {"a": 1}})
    wish = replace(b.need("analyst", "a", 2, n.Importance.PREFERRED), evidence=dated("2021", n.Basis.ASSUMED))
    (row,) = rows(Graph(replace(made, needs=(wish,))), grouped=grouped)
    assert [one.as_of for one in row.evidence] == ["2021", b.STATED.as_of]
    assert not row.estimated


@pytest.mark.parametrize(
    ("taught", "complete", "spot"),
    [
        pytest.param(b.STATED, {"other"}, Spot.PROVEN, id="that an idle programme was not seen proves nothing"),
        pytest.param(b.ASSUMED, {"other", "idle"}, Spot.UNPROVEN, id="one that teaches it by estimate does"),
    ],
)
def test_only_programmes_that_teach_a_skill_or_feed_its_role_decide_how_well_a_white_spot_is_known(
    taught, complete, spot
):
    made = b.facts({"analyst": {"sql": 3}}, {"beng": {"sql": 1}, "other": {}, "idle": {}}, [("other", "analyst")])
    seen = tuple(replace(one, complete=one.id in complete) for one in made.programmes)
    (row,) = rows(Graph(replace(made, programmes=seen, outcomes=(b.outcome("beng", "sql", 1, taught),))))
    assert [white.spot for white in row.white] == [spot]


def test_a_level_has_the_surest_basis_that_reaches_it():
    made = b.facts({"analyst": {"a": 2, "b": 2}}, {"beng": {"a": 3, "b": 3}})
    guessed = replace(made, outcomes=(replace(made.outcomes[0], evidence=b.ASSUMED), made.outcomes[1]))
    (row,) = rows(Graph(guessed), grouped=True)
    assert not row.cells["beng"].estimated
    assert [one.cells["beng"].estimated for one in rows(Graph(guessed))] == [True, False]


def test_a_group_adds_up_what_is_published_and_leaves_no_remainder():
    made = b.facts({"analyst": {"a": 2, "b": 2}}, {"beng": {"a": 2}})
    told = published_of(
        [public_flag("works", skill_topic("a"))], [pool(skill_topic("a"), 3), pool(skill_topic("b"), 4)]
    )
    (row,) = rows(Graph(made), told, grouped=True)
    assert row.asks == 8 == sum(one.asks for one in rows(Graph(made), told))


def test_roles_that_companies_cannot_fill_stand_with_the_programmes_that_feed_them():
    made = b.facts(
        {"analyst": {"a": 2}, "chief": {"a": 3}}, {"beng": {}, "msc": {}}, [("msc", "chief"), ("beng", "chief")]
    )
    made = replace(made, programmes=(made.programmes[0], replace(made.programmes[1], here=n.Here.NO)))
    told = published_of([public_flag("works", role_topic("analyst"))], [pool(role_topic("chief"))])
    first, second = board(Graph(made), told, Wanted()).roles
    assert (first.role.id, [one.id for one in first.programmes], first.here) == ("chief", ["beng", "msc"], 1)
    assert (second.role.id, second.programmes, second.here) == ("analyst", (), 0)
    assert [asked.topic.key for asked in board(Graph(made), told, Wanted()).answers] == ["chief", "analyst"]


def test_a_role_that_is_no_longer_on_the_map_is_not_shown():
    told = published_of([public_flag("works", role_topic("analyst")), public_flag("works", role_topic("gone"))])
    assert [row.role.id for row in board(Graph(b.facts({"analyst": {"a": 2}})), told, Wanted()).roles] == ["analyst"]


@pytest.mark.parametrize(
    ("wanted", "skills", "roles"),
    [
        pytest.param({}, "abcd", ["analyst", "chief", "fitter"], id="all that there is"),
        pytest.param({"focus": "green"}, "acd", ["analyst", "fitter"], id="a focus area"),
        pytest.param({"family": "lab"}, "abd", ["analyst", "chief"], id="a family"),
        pytest.param({"focus": "green", "family": "lab"}, "a", ["analyst"], id="both, of one role and not of two"),
        pytest.param({"focus": "health", "family": "shop"}, "", [], id="both, which no role is"),
    ],
)
def test_focus_area_and_family_choose_skills_and_roles(wanted, skills, roles):
    made = b.facts({"analyst": {"a": 2}, "chief": {"b": 2, "d": 2}, "fitter": {"c": 2, "d": 2}})
    town = Graph(
        replace(
            made,
            families=(b.label("lab"), b.label("shop")),
            focus_areas=(b.label("green"), b.label("health")),
            roles=tuple(b.role(one.id, family=FAMILIES[one.id], focus_area=AREAS[one.id]) for one in made.roles),
        )
    )
    told = published_of([public_flag("works", role_topic(role)) for role in FAMILIES])
    left = board(town, told, Wanted(**wanted, by_name="en"))
    assert [row.key for row in left.rows] == list(skills)
    assert [row.role.id for row in left.roles] == roles


def test_only_what_companies_ask_for_is_left_of_the_rows_where_that_is_wanted():
    town, told = Graph(b.facts({"analyst": {"a": 2, "b": 2}})), published_of([public_flag("works", skill_topic("b"))])
    assert [row.key for row in rows(town, told, only=Only.FLAGGED)] == ["b"]


def test_columns_run_by_line_and_are_those_here_unless_all_are_wanted():
    made = b.facts({"analyst": {"a": 2}}, {"beng": {}, "craft": {}, "msc": {}})
    beng, craft, msc = made.programmes
    town = Graph(
        replace(
            made,
            programmes=(
                replace(msc, code="K1", kind=n.Kind.MASTERS, here=n.Here.NO),
                replace(beng, here=n.Here.PARTLY),
                replace(craft, code="E10", kind=n.Kind.VOCATIONAL),
            ),
        )
    )
    codes = [[one.code for one in board(town, published_of(), Wanted(**wanted)).columns] for wanted in (
        {}, {"everywhere": True}, {"kind": n.Kind.MASTERS}, {"kind": n.Kind.MASTERS, "everywhere": True},
    )]  # fmt: skip
    assert codes == [["E10", "D1"], ["E10", "D1", "K1"], [], ["K1"]]


def test_of_rows_as_short_those_that_more_roles_need_stand_first():
    made = b.facts({"analyst": {"a": 2, "z": 2}, "chief": {"z": 2}}, {"beng": {"a": 2, "z": 2}})
    assert [row.key for row in rows(Graph(made))] == ["z", "a"]


@pytest.mark.parametrize(
    ("by_name", "order"),
    [
        pytest.param(None, ["ale", "zest"], id="by pressure, as the wider shortfall is"),
        pytest.param("da", ["zest", "ale"], id="by the Danish names"),
        pytest.param("en", ["ale", "zest"], id="by the English names"),
    ],
)
def test_rows_stand_by_name_in_the_language_that_is_read(by_name, order):
    made = b.facts({"analyst": {"ale": 4, "zest": 2}}, {"beng": {"ale": 2, "zest": 2}})
    names = n.Text("Øl", "Ale"), n.Text("Skal", "Zest")
    named = tuple(replace(one, label=name) for one, name in zip(made.skills, names, strict=True))
    assert [row.key for row in rows(Graph(replace(made, skills=named)), by_name=by_name)] == order


def test_names_are_sorted_as_a_danish_dictionary_does():
    words = ["Åben", "zone", "Ærlig", "Øl", "abe", "Ål\u00adegræs"]
    assert sorted(words, key=alphabetical) == ["abe", "zone", "Ærlig", "Øl", "Åben", "Ål\u00adegræs"]


@given(graphs())
def test_white_spots_are_those_that_brute_force_finds(graph):
    local = [one.id for one in graph.programmes.values() if one.here is not n.Here.NO]
    reached = {
        (o.skill, level) for o in graph.facts.outcomes if o.programme in local for level in range(1, o.level + 1)
    }
    unmet = {
        need.skill
        for need in graph.facts.needs
        if need.importance is n.Importance.ESSENTIAL and (need.skill, int(need.level)) not in reached
    }
    found = rows(graph)
    assert {row.key for row in found if row.white} == unmet
    assert {row.key for row in rows(graph, only=Only.WHITE)} == unmet
    assert {row.key for row in found if row.spots(Spot.AT_WORK)} == {one for one in unmet if not graph.teachers_of(one)}


@given(graphs(), publications(), wishes)
def test_filters_choose_among_rows_and_columns_and_never_count_anew(graph, published, wanted):
    whole = board(graph, published, Wanted(grouped=wanted.grouped, everywhere=True, by_name=wanted.by_name))
    left = board(graph, published, wanted)
    chosen = {row.key for row in left.rows}
    assert list(left.rows) == [row for row in whole.rows if row.key in chosen]
    assert [one for one in whole.columns if one in left.columns] == list(left.columns)
    assert [one for one in whole.roles if one in left.roles] == list(left.roles)
    assert left.every == len(whole.rows)


@given(graphs(), publications(), wishes)
def test_rows_stand_by_what_is_published_and_by_nothing_else(graph, published, wanted):
    left = board(graph, published, replace(wanted, by_name=None)).rows
    assert [pressure(row) for row in left] == sorted(map(pressure, left))
    assert [row.asks for row in left] == sorted((row.asks for row in left), reverse=True)
    for row in left:
        assert row.asks == sum(companies_asking(published, skill_topic(skill)) for skill in row.skills)


@given(graphs(), publications())
def test_groups_add_up_to_the_same_as_their_skills(graph, published):
    skills, groups = rows(graph, published), rows(graph, published, grouped=True)
    assert sum(row.asks for row in groups) == sum(row.asks for row in skills)
    assert sum(len(row.white) for row in groups) == sum(len(row.white) for row in skills)
    assert sorted(skill for row in groups for skill in row.skills) == sorted(row.key for row in skills)
    for row in groups:
        members = [one for one in skills if one.group == row.key]
        for programme, cell in row.cells.items():
            assert cell.level == max(one.cells[programme].level for one in members if programme in one.cells)
            assert cell.taught == sum(programme in one.cells for one in members)
