"""The large catalogues of the benches are valid, and as dense as the one they are made from."""

from __future__ import annotations

import pytest

from pathways.domain.graph import Graph
from tests.bench.generator import enlarge
from tests.builders import facts

SMALL = {
    "roles": {"analyst": {"sql": 2}, "operator": {"gmp": 3}},
    "programmes": {"beng": {"sql": 3}, "vet": {"gmp": 3}},
    "feeding": [("beng", "analyst"), ("vet", "operator")],
    "jobs": [("analyst", "works"), ("operator", "works")],
}


@pytest.mark.parametrize("times", [1, 2, 7])
def test_everything_grows_alike(times):
    before, after = Graph(facts(**SMALL)), Graph(enlarge(facts(**SMALL), times))
    for name in ("programmes", "roles", "skills", "organisations"):
        assert len(getattr(after, name)) == times * len(getattr(before, name))
    assert len(after.facts.feeds) == times * len(before.facts.feeds)


def test_the_first_copy_is_untouched():
    small = facts(**SMALL)
    assert enlarge(small, 1) == small
    assert Graph(enlarge(small, 3)).needs_of("analyst") == Graph(small).needs_of("analyst")


def test_a_copy_has_the_neighbours_of_its_model():
    large = Graph(enlarge(facts(**SMALL), 3))
    assert [need.skill for need in large.needs_of("analyst-3")] == ["sql-3"]
    assert [link.programme for link in large.feeds_to("analyst-3")] == ["beng-3"]
    assert [job.organisation for job in large.workplaces_of("analyst-3")] == ["works-3"]
    assert large.programme("vet-2").code == "D1002"


def test_the_real_town_can_grow(real_facts):
    """Ten towns in one are a valid graph: no id, label or code stands twice, nothing dangles."""
    before, after = Graph(real_facts), Graph(enlarge(real_facts, 10))
    assert len(after.programmes) == 10 * len(before.programmes)
    assert len(after.facts.outcomes) == 10 * len(before.facts.outcomes)
