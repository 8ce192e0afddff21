"""How near a role is: the bands of the domain rules, and where each of them ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain.graph import Graph
from pathways.domain.reach import Band, band, leads
from tests.builders import facts, feeds, programme, role


def world():
    """A role of level 6 that asks for `sql` at 2 and `ml` at 3: who knows `sql` covers 2 / 5 of it, just enough."""
    taught = {"feeder": {"ml": 3}, "enough": {"sql": 2}, "low": {"sql": 2}, "too-low": {"sql": 2}, "little": {"sql": 1}}
    levels = {"low": 5, "too-low": 4}
    return Graph(
        replace(
            facts({"analyst": {"sql": 2, "ml": 3}}, taught),
            programmes=tuple(programme(id, f"D{at}", eqf=levels.get(id, 6)) for at, id in enumerate(taught, 1)),
            roles=(role("analyst", eqf=6),),
            feeds=(feeds("feeder", "analyst"),),
        )
    )


@pytest.mark.parametrize(
    ("finished", "open_conditions", "expected"),
    [
        pytest.param(["feeder"], False, Band.REALISTIC, id="a step feeds it"),
        pytest.param(["feeder", "little"], False, Band.REALISTIC, id="a step before the last one feeds it"),
        pytest.param(["feeder"], True, Band.EFFORT, id="a step feeds it, but a condition is open"),
        pytest.param(["enough"], False, Band.EFFORT, id="the last one covers just enough"),
        pytest.param(["little", "enough"], True, Band.EFFORT, id="only the last one is judged"),
        pytest.param(["low"], False, Band.EFFORT, id="one level below the role's"),
        pytest.param(["too-low"], False, Band.FAR, id="two levels below the role's"),
        pytest.param(["little"], False, Band.FAR, id="the last one covers too little"),
        pytest.param(["enough", "little"], False, Band.FAR, id="what covers enough came before the last one"),
        pytest.param([], False, Band.FAR, id="nothing is finished"),
    ],
)
def test_how_near_a_role_is(finished, open_conditions, expected):
    assert band(world(), finished, "analyst", open_conditions=open_conditions) is expected
    assert leads(world(), finished, "analyst") is ("feeder" in finished), "cover alone leads nowhere"
