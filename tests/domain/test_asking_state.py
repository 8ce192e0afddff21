"""A talk as the catalogue of today shows it."""

from __future__ import annotations

from pathways.domain.asking_state import State
from pathways.domain.guidance import Pick, PickKind
from tests.domain.worlds_of_talks import NARROW, TODAY, TOWN, along, listed, programme, role, routes_of

GONE = (programme("gone"), role("gone"), Pick(PickKind.ROUTE, "analyst", "school", "gone"))


def test_what_is_gone_from_the_catalogue_is_no_thing_on_the_list():
    there = (role("chief"), along("trade"), programme("night"))
    routes = routes_of(TOWN, listed(NARROW, *there))
    state = State(TOWN, listed(NARROW, *GONE, *there), routes, TODAY)
    assert [thing.pick for thing in state.things] == [*there]
    assert [thing.role and thing.role.id for thing in state.things] == ["chief", "analyst", None]
