"""Which links somebody can take at all when nobody stays out and no place stays open."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain.filling import Network, fill, open_links

LINKS = [(programme, role) for programme in "abc" for role in "xyz"]


def network(people):
    """Give a network that these people, by link, use up to the last on both sides; nobody need take a link."""
    links = tuple(sorted(people))
    supply = {one: sum(n for (programme, _), n in people.items() if programme == one) for one in "abc"}
    wanted = {one: sum(n for (_, role), n in people.items() if role == one) for one in "xyz"}
    return Network(supply, wanted, links)


@pytest.mark.parametrize(
    ("people", "closed"),
    [
        pytest.param({}, "", id="no links at all"),
        pytest.param(
            {"ax": 2, "by": 2, "ay": 0}, "ay", id="who went there would leave a place that nobody else can take"
        ),
        pytest.param({"ax": 2, "by": 2, "ay": 0, "bx": 0}, "", id="two can change places"),
        pytest.param({"ax": 2, "by": 2, "cz": 2, "ay": 0, "bz": 0, "cx": 0}, "", id="three can go round in a ring"),
        pytest.param({"ax": 0, "by": 2, "ay": 0}, "ax ay", id="a programme that finishes nobody sends nobody"),
    ],
)
def test_a_link_is_open_when_somebody_can_take_it_and_all_others_still_find_a_place(people, closed):
    filled = network({(programme, role): count for (programme, role), count in people.items()})
    assert set(filled.links) - open_links(filled, fill(filled)) == {tuple(pair) for pair in closed.split()}


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(LINKS), st.integers(0, 3)))
def test_trying_link_by_link_finds_the_same_open_ones(people):
    filled = network(people)
    assert open_links(filled, fill(filled)) == {link for link in filled.links if can_be_taken(filled, *link)}


def can_be_taken(filled, programme, role):
    """Send one along the link, and see whether all others can still be placed."""
    if not (filled.supply[programme] and filled.wanted[role]):
        return False
    supply = {**filled.supply, programme: filled.supply[programme] - 1}
    wanted = {**filled.wanted, role: filled.wanted[role] - 1}
    return sum(fill(Network(supply, wanted, filled.links)).values()) == sum(supply.values())
