"""What becomes of a picture on its way to the page: its order, and what is put together where it is too full."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain.nouns import KINDS, Basis, Kind, Text
from pathways.domain.views import Column, Link, Measure, Node
from pathways.domain.weave import Shelf, Sketch, weave
from tests.builders import text

D, K = Kind.ENGINEERING, Kind.MASTERS


def column(id, *names):
    return Column(id, text(id), tuple(Node(name, "role", name, text(name)) for name in names))


def link(source, target, width=1.0, kind=D, basis=Basis.STATED, **changes):
    return Link(source, target, kind, width, basis, text(f"{source} to {target}"), (source,), **changes)


def sketch(columns, links, measure=Measure.FIT):
    return Sketch("picture", text("Title"), text("Description"), measure, columns, links)


def shelves(**members):
    """Which nodes are put on which shelf: `rest="ab"` puts a and b on one."""
    return {name: Shelf(id, text(id), f"of={id}") for id, names in members.items() for name in names}


def drawn(columns):
    return [[node.id for node in column.nodes] for column in columns]


def plates(view):
    """The plates, sorted within each column."""
    return [sorted(column) for column in drawn(view.columns)]


def test_the_picture_and_its_table_stand_in_the_order_in_which_the_fewest_lines_cross():
    columns = [column("left", "a", "b", "c"), column("right", "x", "y", "z")]
    view = weave(sketch(columns, [link("a", "z"), link("b", "x"), link("c", "y")]))
    partner = {"a": "z", "b": "x", "c": "y"}
    left, right = drawn(view.columns)
    assert right == [partner[name] for name in left]
    assert drawn(view.table_columns) == [left, right]


def test_a_line_of_unknown_width_gives_way_to_one_that_is_known():
    """Either the two known ones cross or the two unknown ones; thin lines that cross are seen less."""
    columns = [column("left", "a", "b"), column("right", "x", "y")]
    known, unknown = [link("a", "y", 0.5), link("b", "x", 0.5)], [link("a", "x", None), link("b", "y", None)]
    view = weave(sketch(columns, [*known, *unknown]))
    left, right = drawn(view.columns)
    assert dict(zip(left, right, strict=True)) == {"a": "y", "b": "x"}


def test_what_is_linked_least_is_put_away_and_of_equals_the_last_by_name():
    columns = [column("left", "a", "b", "c", "d"), column("right", "x", "y")]
    links = [link("d", "x"), link("d", "y"), link("a", "x"), link("b", "x"), link("c", "x")]
    view = weave(sketch(columns, links), shelves(rest="abcd"), 5)
    assert plates(view) == [["a", "d", "f-rest"], ["x", "y"]]


@pytest.mark.parametrize("most", range(2, 9))
def test_a_picture_is_filled_and_no_more_is_put_away_than_must_be(most):
    view = weave(sketch([column("only", *"abcdef")], []), shelves(rest="abcdef"), most)
    assert len(view.nodes) == min(most, 6)


@pytest.mark.parametrize(
    ("most", "left"),
    [
        pytest.param(6, ["c", "d", "f-rest", "hub", "nub"], id="it takes of the room of those that may be"),
        pytest.param(5, ["d", "f-rest", "hub", "nub"], id="until one of them is left"),
        pytest.param(4, ["f-rest", "hub", "nub"], id="and then none"),
    ],
)
def test_what_has_no_shelf_is_never_put_away(most, left):
    columns = [column("left", "a", "b", "c", "d", "hub", "nub"), column("right", "x")]
    links = [link(name, "x", kind=kind) for times, name in enumerate("abcd", 1) for kind in KINDS[:times]]
    view = weave(sketch(columns, links), shelves(rest="abcd"), most)
    assert plates(view) == [left, ["x"]]


def test_every_column_keeps_one_of_its_own_and_one_that_would_stand_alone_on_its_shelf():
    long, pair, three = column("long", *"abcdefghij"), column("pair", "p", "q"), column("three", "x", "y", "z")
    view = weave(sketch([long, pair, three], []), shelves(first="abcdefghij", second="pq", third="xyz"), 7)
    assert plates(view) == [["a", "b", "f-first"], ["p", "q"], ["f-third", "x"]]


@pytest.mark.parametrize(
    ("measure", "widths", "together"),
    [
        pytest.param(Measure.FIT, (0.25, 0.5), 0.5, id="of fits the best"),
        pytest.param(Measure.PEOPLE, (3, 5), 8, id="people together"),
        pytest.param(Measure.PEOPLE, (None, 5), 5, id="those that are known"),
        pytest.param(Measure.PEOPLE, (None, None), None, id="unknown where none is known"),
    ],
)
def test_lines_from_what_is_put_away_become_one_as_sure_as_the_least_sure(measure, widths, together):
    first, second = widths
    columns = [column("left", "a", "b", "c"), column("right", "x", "y")]
    alone = link("c", "y", second)
    links = [
        link("a", "x", first),
        link("a", "y", first),
        link("a", "y", first, K),
        link("b", "x", first, estimates=(1, 2)),
        link("c", "x", second, basis=Basis.ASSUMED),
        alone,
    ]
    view = weave(sketch(columns, links, measure), shelves(rest="bc"), 4)
    assert sorted((one for one in view.links if one.source == "f-rest"), key=lambda one: one.target) == [
        Link(
            "f-rest",
            "x",
            D,
            together,
            Basis.ASSUMED,
            Text("2 forbindelser; alle står i tabellen", "2 links; all are in the table"),
            ("b", "c"),
        ),
        replace(alone, source="f-rest"),
    ]
    assert {(one.source, one.target) for one in view.table_links} == {(one.source, one.target) for one in links}
