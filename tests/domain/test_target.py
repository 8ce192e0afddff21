"""A role as the end of a route: what programmes teach of it, and how the last of them leads there soonest."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from pathways.domain import nouns as n
from pathways.domain import target
from pathways.domain.cover import cover
from pathways.domain.graph import Graph
from pathways.domain.network import Network
from pathways.domain.target import Ending, Target
from tests import builders as b
from tests.domain.worlds_of_routes import step

ROLE = n.RoleId("chief")
NO_OTHERS = MappingProxyType({})


def of(needed, programmes, others=NO_OTHERS, **changes):
    """The role `chief`, which needs these levels, beside other roles; and the number of each of these programmes."""
    graph = Graph(b.facts({ROLE: needed, **others}, programmes, **changes))
    net = Network(graph)
    return Target(graph, net, ROLE), {programme.id: at for at, programme in enumerate(net.programmes)}


@pytest.mark.parametrize(
    "taught", [{"dig": 2}, {"dig": 1, "sow": 1}, {"reap": 2, "sow": 3}, {"dig": 4, "sow": 1, "reap": 3}]
)
def test_a_share_is_the_cover_of_what_a_programme_teaches(taught):
    needed, programmes = {"dig": 4, "sow": 1, "reap": 3}, {"farm": taught, "barn": {"dig": 4, "sow": 3, "reap": 3}}
    chief, at = of(needed, programmes)
    graph = Graph(b.facts({ROLE: needed}, programmes))
    for name in programmes:
        assert chief.share(chief.levels[at[name]]) == pytest.approx(cover(graph, [name], ROLE).share, abs=1e-6)


def test_what_nobody_teaches_does_not_hide_the_needs_after_it():
    chief, at = of({"rule": 2, "dig": 2}, {"farm": {"dig": 2}})
    assert chief.share(chief.levels[at["farm"]]) == 1.0


def test_a_role_of_which_nothing_is_taught_is_covered_by_nothing():
    chief, _ = of({"rule": 2}, {"farm": {"dig": 2}}, others={"hand": {"dig": 1}})
    assert chief.share(0) == 0.0
    assert not chief.levels


def test_shares_are_right_however_few_are_kept(monkeypatch):
    monkeypatch.setattr(target, "MOST_SHARES", 2)
    chief, at = of({"dig": 4}, {f"farm{level}": {"dig": level} for level in (1, 2, 3, 4)})
    for _ in range(2):
        assert [chief.share(chief.levels[at[f"farm{level}"]]) for level in (1, 2, 3, 4)] == [0.25, 0.5, 0.75, 1.0]


def led(steps, feeding):
    """How each of two programmes that teach nothing of the role leads there, by the roles that their steps begin in."""
    names = sorted({name for one in steps for name in (one.origin, one.role)} - {ROLE})
    others = {name: {"dig": 1} for name in names}
    chief, at = of({"rule": 2}, {"farm": {"dig": 1}, "barn": {"dig": 1}}, others=others, steps=steps, feeding=feeding)
    return {
        name: [([one.origin for one in ending.steps], ending.years) for ending in chief.endings[at[name]]]
        for name in ("farm", "barn")
        if at[name] in chief.endings
    }


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_roles_that_a_programme_feeds_the_one_that_is_nearer_counts(turned):
    steps = (step("hand", ROLE, 1), step("clerk", ROLE, 3))
    feeding = [("farm", "hand"), ("farm", "clerk"), ("barn", "clerk")]
    found = led(steps[::-1] if turned else steps, feeding[::-1] if turned else feeding)
    assert found == {"farm": [(["hand"], 1)], "barn": [(["clerk"], 3)]}


def test_two_that_are_equally_near_count_both():
    steps = (step("hand", ROLE, 2), step("clerk", ROLE, 2))
    found = led(steps, [("farm", "hand"), ("farm", "clerk")])
    assert sorted(found["farm"]) == [(["clerk"], 2), (["hand"], 2)]


@pytest.mark.parametrize(
    ("direct", "expected"),
    [
        pytest.param(1, [(["hand"], 1)], id="at once is sooner"),
        pytest.param(2, [(["hand"], 2), (["hand", "clerk"], 2)], id="as soon: the one with fewer steps first"),
        pytest.param(3, [(["hand", "clerk"], 2)], id="in two steps is sooner"),
    ],
)
def test_at_work_the_soonest_way_counts(direct, expected):
    steps = (step("hand", ROLE, direct), step("hand", "clerk", 1), step("clerk", ROLE, 1))
    assert led(steps, [("farm", "hand")]) == {"farm": expected}


def test_years_at_work_add_up_without_noise():
    found = led((step("hand", "clerk", 0.1), step("clerk", ROLE, 0.2)), [("farm", "hand")])
    assert found == {"farm": [(["hand", "clerk"], 0.3)]}


def test_a_programme_that_feeds_the_role_itself_is_there_without_steps():
    chief, at = of({"dig": 2}, {"farm": {"dig": 1}}, feeding=[("farm", ROLE)])
    assert chief.endings == {at["farm"]: (Ending((), 0.0),)}
