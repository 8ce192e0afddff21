"""The whole map and a focus area: what a picture is called, what its plates say, and where the rest of them leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain.graph import Graph
from pathways.domain.nouns import Kind, Text
from pathways.domain.pictures import EVERYTHING, MapFilter, focus_view, map_shelves, whole_map
from pathways.domain.portraits import programme_view
from pathways.domain.views import Measure
from tests.builders import facts, label, organisation, programme, role, text

TITLE = Text("Hvem uddanner til den lokale industri", "Who feeds local industry")


def town():
    """A degree leads to two roles, a diploma to one of them; one employer has both roles, the other one."""
    base = facts(
        {"analyst": {"sql": 2}, "scientist": {"sql": 2}},
        {"beng": {"sql": 1}, "msc": {"sql": 2}},
        [("beng", "analyst"), ("msc", "analyst"), ("msc", "scientist")],
        [("analyst", "works"), ("analyst", "plant"), ("scientist", "plant")],
    )
    return Graph(replace(base, programmes=(programme("beng", "D1"), programme("msc", "K1", Kind.MASTERS))))


@pytest.mark.parametrize(
    ("chosen", "measure", "id"),
    [
        pytest.param(EVERYTHING, Measure.FIT, "map", id="everything, by fit"),
        pytest.param(EVERYTHING, Measure.PEOPLE, "map-people", id="everything, by people"),
        pytest.param(MapFilter(kind=Kind.MASTERS, level=6), Measure.FIT, "map-K-6", id="filtered"),
        pytest.param(MapFilter(kind=Kind.MASTERS), Measure.PEOPLE, "map-K-people", id="filtered, by people"),
    ],
)
def test_a_map_is_called_by_what_was_asked_for(chosen, measure, id):
    view = whole_map(town(), chosen, measure)
    assert (view.id, view.title, view.measure) == (id, TITLE, measure)


def test_an_employer_on_the_map_counts_its_roles():
    plates = whole_map(town()).columns[2].nodes
    assert {plate.title.en: plate.sub for plate in plates} == {
        "Works": Text("1 af disse job", "1 of these roles"),
        "Plant": Text("2 af disse job", "2 of these roles"),
    }


@pytest.mark.parametrize("measure", [Measure.FIT, Measure.PEOPLE])
def test_a_focus_area_stands_under_its_own_name_and_measure(measure):
    view = focus_view(town(), "area", measure)
    assert (view.title, view.measure) == (text("Area"), measure)


def city():
    """Three programmes, roles and employers of one kind, family and type, and three of another."""
    kinds = [Kind.ENGINEERING] * 3 + [Kind.MASTERS] * 3
    programmes = tuple(programme(f"p{at}", f"{kind}{at + 1}", kind) for at, kind in enumerate(kinds))
    families = ["factory"] * 3 + ["lab"] * 3
    types = ["company"] * 3 + ["public"] * 3
    base = facts(
        {f"r{at}": {"sql": 2} for at in range(6)},
        feeding=[(f"p{at}", f"r{at}") for at in range(6)],
        jobs=[(f"r{at}", f"o{at}") for at in range(6)],
    )
    return Graph(
        replace(
            base,
            programmes=programmes,
            roles=tuple(role(f"r{at}", family=family) for at, family in enumerate(families)),
            families=(label("factory"), label("lab")),
            organisations=tuple(organisation(f"o{at}", kind=kind) for at, kind in enumerate(types)),
        )
    )


def test_the_rest_is_put_together_by_kind_family_and_type_and_leads_to_more_of_the_same():
    view = whole_map(city(), fold=9)
    rest = {node.id: (node.title.en, node.sub, node.key) for node in view.nodes if node.noun == "folded"}
    assert rest == {
        "f-kind-D": ("+ 2 more", Text("Diplom\u00adingeniør", "BEng"), "kind=D"),
        "f-kind-K": ("+ 3 more", Text("Kandidat", "MSc"), "kind=K"),
        "f-family-factory": ("+ 2 more", text("Factory"), "family=factory"),
        "f-family-lab": ("+ 3 more", text("Lab"), "family=lab"),
        "f-type-company": ("+ 2 more", Text("virksomheder", "companies"), "view=table"),
        "f-type-public": ("+ 3 more", Text("offentlige", "public bodies"), "view=table"),
    }


@pytest.mark.parametrize("most", [pytest.param(None, id="no bound"), pytest.param(18, id="room for all and no more")])
def test_a_map_with_room_for_all_puts_nothing_away(most):
    view = whole_map(city(), fold=most)
    assert (len(view.nodes), view.folded) == (18, 0)


def test_the_programme_that_a_picture_is_of_is_never_put_away():
    graph = city()
    (hub,) = (node.id for node in programme_view(graph, "p0").nodes if node.hub)
    shelves = map_shelves(graph, programme_view(graph, "p0").columns)
    assert "r-r0" in shelves, "the role that it leads to may be"
    assert hub not in shelves
