"""The map as lines down a narrow window: what stands where, which lines stop there, and that none of them breaks."""

from __future__ import annotations

import re
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.lines import Group, Lane, Row, Stretch, lines
from pathways.domain.nouns import KINDS, Kind
from pathways.domain.views import Column, Link, Measure, Node, View
from pathways.domain.weave import Shelf
from tests.builders import STATED, text

E, T, M, D, K = Kind.VOCATIONAL, Kind.TECHNICIAN, Kind.MARINE, Kind.ENGINEERING, Kind.MASTERS


def shelf(id):
    return Shelf(id, text(id), f"family={id}")


def link(source, target, kind, width=0.5):
    return Link(source, target, kind, width, STATED.basis, text(f"{source} to {target}"))


def linked(words):
    """Links as "E1>fitter E, …": from where, to where, on which line."""
    ways = (re.split("[> ]", word) for word in words.split(", "))
    return [link(source, target, Kind(kind)) for source, target, kind in ways]


def picture(columns, links):
    """A view whose picture is empty: only its table counts. A plate named E2 has that code."""
    made = tuple(
        Column(
            id,
            text(id),
            tuple(Node(one, "role", one, text(one), code=one if one[0].isupper() else None) for one in ids),
        )
        for id, ids in columns.items()
    )
    return View("map", text("Map"), text("All"), Measure.FIT, (), (), made, tuple(links))


def laid(columns, links, **shelves):
    """The stretches of a map; a plate stands on the shelf of that name that lists it, else on its own."""
    on = {id: name for name, ids in shelves.items() for id in ids.split()}
    ids = {id: shelf(on.get(id, id)) for id in chain.from_iterable(columns.values())}
    return lines(picture(columns, links), ids)


def names(group):
    return " ".join(row.node.id for row in group.rows)


def drawn(lanes):
    """Lanes in a word each: the letter where it stops, in lower case where not; ^ from above, _ on below."""
    return " ".join(
        ("^" if lane.above else "") + (lane.kind if lane.stops else lane.kind.lower()) + ("_" if lane.below else "")
        for lane in lanes
    )


def town():
    """Two lines: E1 and E2 lead to a fitter, E2 and M1 to a miller, and both jobs are at the works, one at a mill."""
    return laid(
        {"programmes": ["M1", "E2", "E1"], "roles": ["miller", "fitter"], "employers": ["works", "mill"]},
        [
            link("M1", "miller", M, 0.75),
            link("E2", "miller", E, None),
            *linked("E2>fitter E, E1>fitter E, miller>works E, miller>works M, miller>mill M, fitter>works E"),
        ],
        vocational="E1 E2", trade="miller fitter",
    )  # fmt: skip


def test_a_map_is_laid_out_line_by_line():
    programmes, roles, employers = town()
    assert [stretch.id for stretch in (programmes, roles, employers)] == ["programmes", "roles", "employers"]
    assert roles.heading == text("roles")
    assert [(names(group), drawn(group.lanes)) for group in programmes.groups] == [("E2 E1", "E_ m"), ("M1", "^e_ M_")]
    assert [drawn(row.lanes) for row in programmes.groups[0].rows] == ["^E_ m", "^E_ m"]
    assert [(names(group), drawn(group.lanes)) for group in roles.groups] == [("miller fitter", "^E_ ^M_")]
    assert [drawn(row.lanes) for row in roles.groups[0].rows] == ["^E_ ^M_", "^E_ ^m_"]
    assert [(names(group), drawn(group.lanes)) for group in employers.groups] == [("works", "^E ^M_"), ("mill", "e ^M")]


def test_the_last_stop_of_a_line_may_lie_within_a_group():
    *_, employers = laid(
        {"programmes": ["E1", "M1"], "roles": ["fitter"], "employers": ["a", "b", "c"]},
        linked("E1>fitter E, M1>fitter M, fitter>a E, fitter>b M, fitter>c M"),
        firms="a b c",
    )  # fmt: skip
    (firms,) = employers.groups
    assert drawn(firms.lanes) == "^E ^M"
    assert [drawn(row.lanes) for row in firms.rows] == ["^E ^m_", "e ^M_", "e ^M"]


def test_a_plate_has_what_leads_to_it_line_by_line_and_what_it_leads_to_once():
    ways = [link(code, "fitter", Kind(code[0])) for code in ("M1", "E10", "E2", "T1")]
    _, roles, _ = laid(
        {"programmes": ["M1", "E10", "E2", "T1"], "roles": ["fitter"], "employers": ["works", "mill"]},
        [*ways, link("fitter", "works", E, 0.9), link("fitter", "works", M, 0.2), link("fitter", "mill", E)],
    )
    ((row,),) = (group.rows for group in roles.groups)
    assert [node.code for node, _ in row.arriving] == ["E2", "E10", "T1", "M1"]
    assert all(way in ways and way.source == node.id for node, way in row.arriving)
    assert [(node.id, way.target) for node, way in row.leaving] == [("works", "works"), ("mill", "mill")]


def test_groups_follow_the_lines_and_in_each_the_most_neighbours_come_first():
    """Twice linked to the same plate is one neighbour; of as many, the first id comes first."""
    _, roles, _ = laid(
        {"programmes": ["E1", "D1", "D2", "K1"], "roles": [*"abcz", "late", "early"], "employers": ["works"]},
        [
            *linked("K1>late K, E1>late E, K1>late T, E1>early E, D1>early D, K1>a K, K1>b K"),
            *linked("D1>z D, D2>z D, D1>c D, D1>c K, z>works D"),
        ],
        mixed="b a z c",
    )  # fmt: skip
    assert [names(group) for group in roles.groups] == ["early", "late", "z a b c"]


@pytest.mark.parametrize(("roles", "unfolded"), [(22, True), (23, False)])
def test_a_short_map_stands_unfolded(roles, unfolded):
    ids = [f"r{number}" for number in range(roles)]
    _, stretch = laid(
        {"programmes": ["E1", "M1"], "roles": ids},
        [link("E1", "r0", E), *(link("M1", id, M) for id in ids)],
        many=" ".join(ids[1:]),
    )
    assert [group.unfolded for group in stretch.groups] == [unfolded, unfolded]
    assert stretch.folded == (0 if unfolded else roles - 1), "one alone in its group has nothing to hide behind"


def test_a_stretch_of_one_group_stands_unfolded_however_long_the_map():
    ids = [f"r{number}" for number in range(24)]
    programmes, roles = laid(
        {"programmes": ["E1", "M1", "M2"], "roles": ids, "employers": []},
        [link("E1", "r0", E), link("M2", "r0", M), *(link("M1", id, M) for id in ids)],
        many=" ".join(ids), marine="M1 M2",
    )  # fmt: skip
    assert ([group.unfolded for group in roles.groups], roles.folded) == ([True], 0)
    assert ([group.unfolded for group in programmes.groups], programmes.folded) == ([False, False], 2)


def test_headings_and_ends_of_groups_are_passed_without_a_stop():
    programmes, roles, employers = town()
    assert [drawn(stretch.lanes) for stretch in (programmes, roles, employers)] == ["e m", "^e_ ^m_", "^e_ ^m_"]
    assert [drawn(group.beyond) for group in programmes.groups] == ["^e_ m", "^e_ ^m_"]
    assert [drawn(group.beyond) for group in employers.groups] == ["e ^m_", "e m"]
    assert [group.kinds for group in employers.groups] == [(E, M), (M,)]


def test_the_widest_link_that_arrives_is_the_measure_of_the_others():
    programmes, roles, _ = town()
    assert (programmes.widest, roles.widest) == (1, 0.75)
    assert laid({"a": ["E1"], "b": ["r"]}, [link("E1", "r", E, None)])[1].widest == 1


@st.composite
def maps(draw):
    """Programmes, roles and employers, each linked, on a few shelves."""
    sizes = [draw(st.integers(1, 5)) for _ in range(3)]
    columns = {name: [f"{name}{at}" for at in range(size)] for name, size in zip("abc", sizes, strict=True)}
    kinds = st.sampled_from(KINDS)
    pairs = [(one, other) for left, right in pairwise(columns.values()) for one in left for other in right]
    chosen = draw(st.lists(st.tuples(st.sampled_from(pairs), kinds), unique=True))
    linked = {end for pair, _ in chosen for end in pair}
    whole = [*chosen, *((pair, draw(kinds)) for pair in pairs if not linked.issuperset(pair))]
    shelves = {id: shelf(f"{id[0]}-{draw(st.integers(0, 2))}") for ids in columns.values() for id in ids}
    return picture(columns, [link(*pair, kind) for pair, kind in dict.fromkeys(whole)]), shelves


def rows_of(group: Group) -> list[tuple[Lane, ...]]:
    """What is seen of an unfolded group; its own row runs on to its plates."""
    head = [Lane(lane.kind, lane.stops, lane.above, lane.below or lane.stops) for lane in group.lanes]
    return [tuple(head), *(row.lanes for row in group.rows)]


def unbroken(rows: list[tuple[Lane, ...]]) -> bool:
    """Whether each lane goes on where it came from, begins and ends at stops, and nowhere else."""
    for lane in zip(*rows, strict=True):
        ends = all(at.stops or at.above == at.below for at in lane)
        if lane[0].above or lane[-1].below or not ends or any(one.below != two.above for one, two in pairwise(lane)):
            return False
        if sum(at.stops and not at.above for at in lane) != 1:
            return False
    return True


@given(maps())
def test_no_line_breaks_folded_or_unfolded(made):
    groups = [group for stretch in lines(*made) for group in stretch.groups]
    assert unbroken([group.lanes for group in groups])
    assert unbroken([row for group in groups for row in rows_of(group)])


@given(maps())
def test_all_that_the_table_holds_stands_once_where_its_lines_stop(made):
    view, shelves = made
    stretches: tuple[Stretch, ...] = lines(view, shelves)
    rows: list[Row] = [row for stretch in stretches for group in stretch.groups for row in group.rows]
    assert sorted(row.node.id for row in rows) == sorted(
        node.id for column in view.table_columns for node in column.nodes
    )
    key = repr
    assert sorted((way for row in rows for _, way in row.arriving), key=key) == sorted(view.table_links, key=key)
    ends = {(way.source, way.target) for way in view.table_links}
    assert sorted((row.node.id, node.id) for row in rows for node, _ in row.leaving) == sorted(ends)
    for row in rows:
        stops = {way.kind for way in view.table_links if row.node.id in (way.source, way.target)}
        assert {lane.kind for lane in row.lanes if lane.stops} == stops
    for group in (group for stretch in stretches for group in stretch.groups):
        assert {shelves[row.node.id] for row in group.rows} == {group.shelf}
        assert set(group.kinds) == {lane.kind for row in group.rows for lane in row.lanes if lane.stops}
