"""The excerpt of the map on the front page: who is on it when not everybody can be."""

from __future__ import annotations

from dataclasses import replace

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.nouns import Text
from pathways.domain.overview import overview
from pathways.domain.pictures import whole_map
from pathways.domain.views import Measure
from tests.builders import facts, label, programme, role

CROWD = [f"r{at:02}" for at in range(1, 15)]
"""Fourteen roles of one family, too many for the excerpt; the higher the number, the more programmes lead there."""


def crowd():
    """A town too large for the excerpt, where the names stand in another order than what is linked most.

    The degrees lead only to roles that little else leads to, and so does all of the family `other`. The employer `o0`
    has many roles, but few that are on the excerpt.
    """
    lines = [f"p{at:02}" for at in range(1, 15)]
    feeding = [(line, name) for place, name in enumerate(CROWD, 1) for line in lines[:place]]
    feeding += [("master", "hidden"), ("doctor", "quiet"), ("master", "quiet"), ("drawing", "studio"), ("p01", "alone")]
    employers = {"o0": [*CROWD[:5], CROWD[-1]]} | {f"o{at}": CROWD[-at:] for at in range(1, 10)}
    jobs = [(name, employer) for employer, having in employers.items() for name in having]
    programmes = (
        *(programme(line, f"D{at}") for at, line in enumerate(lines, 1)),
        programme("doctor", "K1", n.Kind.MASTERS),
        programme("master", "K2", n.Kind.MASTERS),
        programme("drawing", "A1", n.Kind.ARCHITECTURE),
    )
    names = [*CROWD, "alone", "hidden", "quiet", "studio"]
    needs, taught = {name: {"sql": 2} for name in names}, {one.id: {"sql": 1} for one in programmes}
    roles = tuple(role(name, family="other" if name == "alone" else "family") for name in names)
    families = (label("family"), label("other"))
    return Graph(replace(facts(needs, taught, feeding, jobs), programmes=programmes, roles=roles, families=families))


def test_the_excerpt_shows_the_most_linked_of_each_line_and_family_and_then_of_the_rest():
    programmes, roles, employers = ({node.key for node in column.nodes} for column in overview(crowd()).columns)
    assert roles == {"alone", "quiet", "studio", *CROWD[5:]}
    assert programmes == {"doctor", "master", "drawing", *(f"p{at:02}" for at in range(1, 15))}
    assert employers == {f"o{at}" for at in range(3, 10)}, "those that have most of these roles"


def test_the_excerpt_says_what_it_is_and_how_much_it_holds():
    view = overview(crowd())
    assert (view.id, view.measure, view.folded) == ("overview", Measure.FIT, 0)
    assert view.title == Text("Hvem uddanner til den lokale industri", "Who feeds local industry")
    assert view.description == Text(
        "Et uddrag af kortet: 17 uddannelser, 12 job og 7 arbejdspladser. "
        "De samme oplysninger står i tabellen under billedet.",
        "An excerpt of the map: 17 programmes, 12 roles and 7 employers. "
        "The same facts are in the table below the picture.",
    )


def test_the_excerpt_holds_each_band_of_the_map_between_its_plates_and_no_other():
    graph = crowd()
    view = overview(graph)
    drawn = {node.id for node in view.nodes}
    between = {link for link in whole_map(graph, fold=None).links if {link.source, link.target} <= drawn}
    assert set(view.links) == between
