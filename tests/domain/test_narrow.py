"""Pictures cut for a phone: what each stage holds, and who keeps a plate in an hourglass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.narrow import hourglass, stages
from pathways.domain.nouns import Text
from pathways.domain.views import Column, Link, Measure, Node, View
from tests.builders import STATED, text

HUB = Node("hub", "role", "hub", text("Hub"), hub=True)


def column(id, *plates):
    return Column(id, text(id), tuple(Node(plate, "programme", plate, text(plate)) for plate in plates))


def link(source, target, width=1.0, kind=n.Kind.ENGINEERING):
    return Link(source, target, kind, width, STATED.basis, text(f"{source} to {target}"))


def picture(columns, links, measure=Measure.FIT, folded=0):
    columns, links = tuple(columns), tuple(links)
    return View("tale", text("Tale"), text("What it tells"), measure, columns, links, columns, links, folded)


def around(left, right, measure=Measure.FIT):
    """A hub between plates; each plate with the widths of its links, one per kind of programme."""
    links = [link(plate, "hub", *each) for plate, widths in left.items() for each in zip(widths, n.KINDS, strict=False)]
    links += [
        link("hub", plate, *each) for plate, widths in right.items() for each in zip(widths, n.KINDS, strict=False)
    ]
    columns = [column("left", *left), Column("middle", text("middle"), (HUB,)), column("right", *right)]
    return picture(columns, links, measure)


def plates(column):
    """The plates that are nouns, and apart from them the one that stands for the rest."""
    (rest,) = (node for node in column.nodes if node.noun == "folded")
    return {node.id for node in column.nodes} - {rest.id}, rest


def test_stages_are_whole_pictures_numbered_in_reading_order():
    """Nothing leads from the third column to the fourth, and one plate of the second leads nowhere."""
    to_b, to_c, past, to_d = link("a1", "b1"), link("b1", "c1"), link("a1", "c2"), link("a2", "d1")
    columns = [column("a", "a1", "a2"), column("b", "b1", "b2"), column("c", "c1", "c2"), column("d", "d1")]
    view = picture(columns, [to_b, past, to_d, to_c], Measure.PEOPLE, folded=7)
    cuts = [
        ([column("a", "a1"), column("b", "b1")], [to_b]),
        ([column("b", "b1"), column("c", "c1")], [to_c]),
        ([column("a", "a1"), column("c", "c2")], [past]),
        ([column("a", "a2"), column("d", "d1")], [to_d]),
    ]
    assert stages(view) == tuple(
        replace(picture(*cut, Measure.PEOPLE, folded=7), id=f"tale-{number}") for number, cut in enumerate(cuts, 1)
    )


@pytest.mark.parametrize("right", [False, True])
@pytest.mark.parametrize(
    ("widths", "stay"),
    [
        pytest.param(
            {"e": [None], "d": [0.35], "c": [0.3], "b": [0.2, 0.2], "a": [None, None]},
            {"b", "d"},
            id="what carries most, all its links together",
        ),
        pytest.param(
            {"a": [None], "b": [None], "c": [None, None], "d": [None, None]},
            {"c", "d"},
            id="what is linked most, where nothing is counted",
        ),
        pytest.param({"d": [0.5], "c": [0.5], "b": [0.5], "a": [0.5]}, {"a", "b"}, id="the first ids, of equals"),
    ],
)
def test_the_strongest_two_keep_their_plates_in_an_hourglass(widths, stay, right):
    view = around({"x": [1.0]}, widths) if right else around(widths, {"x": [1.0]})
    shown, rest = plates(hourglass(view).columns[2 if right else 0])
    assert (shown, rest.title.en) == (stay, f"+ {len(widths) - 2} more")


def test_an_hourglass_folds_each_crowded_column_and_points_to_the_table():
    left = {"a": [9], "b": [8], "c": [3], "d": [2], "e": [1]}
    upright = hourglass(around(left, {"v": [7], "w": [6], "x": [5], "y": [4]}, Measure.PEOPLE))
    told = (upright.id, upright.title, upright.description, upright.measure, upright.folded)
    assert told == ("tale-upright", text("Tale"), text("What it tells"), Measure.PEOPLE, 5)
    see = Text("se tabellen", "see the table")
    three, two = Text("+ 3 flere", "+ 3 more"), Text("+ 2 flere", "+ 2 more")
    assert plates(upright.columns[0]) == ({"a", "b"}, Node("f-rest-left", "folded", "#table", three, see))
    assert plates(upright.columns[2]) == ({"v", "w"}, Node("f-rest-right", "folded", "#table", two, see))
    assert {(one.source, one.target): one.width for one in upright.links} == {
        ("a", "hub"): 9, ("b", "hub"): 8, ("f-rest-left", "hub"): 6,
        ("hub", "v"): 7, ("hub", "w"): 6, ("hub", "f-rest-right"): 9,
    }  # fmt: skip


def test_a_picture_of_three_abreast_stands_upright_as_it_is():
    view = around({"a": [3], "b": [2], "c": [1]}, {"x": [2], "y": [1]})
    assert hourglass(view) == replace(view, id="tale-upright")
