"""Capture: only a source that says *here* counts, sums are derived, and work at the finish is no capture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pathways.domain import nouns as n
from pathways.domain.capture import RateKind, capture
from pathways.domain.graph import Graph
from pathways.store.seeds import read_folder
from tests import builders as b

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
DERIVED = n.Evidence(n.Basis.DERIVED, (b.SOURCE.id,), "2024")


def flow(id, kind="employment", people=None, base=None, **more):
    base_flow = n.Flow(
        id=id, programme=n.ProgrammeId("college"), kind=kind, what=b.text("people"), role=None, organisation=None,
        onward=None, people=n.Interval(people, people, people) if people is not None else None, base=base, share=None,
        year="2024", pinned=False, here=False, note=None, evidence=b.STATED,
    )  # fmt: skip
    return replace(base_flow, **more)


def into(id, role, people, base=30, **more):
    """People taken on in a role here."""
    return flow(id, people=people, base=base, **{"role": role, "pinned": True, "here": True, **more})


def rates(*flows):
    base = b.facts(
        {"analyst": {"sql": 1}, "chief": {"sql": 2}},
        {"college": {"sql": 2}, "night": {"sql": 1}},
        feeding=[("college", "analyst"), ("college", "chief")],
        jobs=[("analyst", "college"), ("chief", "works")],
    )
    return capture(Graph(replace(base, flows=flows)), n.ProgrammeId("college"))


def told(rate):
    part = rate.part and rate.part.likely
    return rate.kind.value, rate.year, part, rate.whole, rate.printed, rate.at_least, rate.basis.value


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        pytest.param([], [], id="nobody counted"),
        pytest.param(
            [flow("f", people=16, base=30, share=0.53, here=True)],
            [("works-here", "2024", 16, 30, 0.53, False, "stated")],
            id="a source that says here",
        ),
        pytest.param(
            [flow("f", people=11, base=18)],
            [("at-finish", "2024", 11, 18, None, False, "stated")],
            id="a source that does not say here is no capture",
        ),
        pytest.param(
            [flow("f", "retention", 9, 30, here=True, evidence=DERIVED)],
            [("settled-here", "2024", 9, 30, None, False, "derived")],
            id="settled here keeps the basis of its source",
        ),
        pytest.param([flow("f", "retention", 9, 30)], [], id="staying somewhere is not settling here"),
        pytest.param(
            [flow("f", share=0.5, here=True)],
            [("works-here", "2024", None, None, 0.5, False, "stated")],
            id="a share in print without its base",
        ),
        pytest.param(
            [flow("f", people=5, share=0.5, here=True)],
            [("works-here", "2024", None, None, 0.5, False, "stated")],
            id="a count without its base is no part of anything",
        ),
        pytest.param([flow("f", people=5, here=True)], [], id="a count alone is no rate"),
        pytest.param([flow("f", base=5, here=True)], [], id="a base alone is no rate"),
        pytest.param([flow("f", "intake", 5, 10, here=True)], [], id="a start is no capture"),
        pytest.param([flow("f", "elsewhere", 5, 10)], [], id="who went elsewhere is in no rate"),
        pytest.param(
            [flow("f", "further-study", 5, 10, onward=n.ProgrammeId("night"))], [], id="further study is in no rate"
        ),
        pytest.param(
            [flow("f", people=2, base=18, here=True, organisation=n.OrganisationId("works"))],
            [],
            id="one employer is a part and no rate",
        ),
        pytest.param(
            [flow("f", programme=None, people=2, base=18, here=True, organisation=n.OrganisationId("college"))],
            [],
            id="an organisation may share the programme's id",
        ),
        pytest.param(
            [into("f1", "analyst", 10), into("f2", "chief", 6)],
            [("works-here", "2024", 16, 30, None, False, "derived")],
            id="roles of one year and base are added up",
        ),
        pytest.param(
            [into("f1", "analyst", 10)],
            [("works-here", "2024", 10, 30, None, True, "derived")],
            id="at least, where a role is left out",
        ),
        pytest.param(
            [into("f1", "analyst", 10, evidence=b.ASSUMED), into("f2", "chief", 6)],
            [("works-here", "2024", 16, 30, None, False, "assumed")],
            id="a sum is no surer than its parts",
        ),
        pytest.param(
            [into("f1", "analyst", 10), into("f2", "chief", 6, base=31)],
            [
                ("works-here", "2024", 10, 30, None, True, "derived"),
                ("works-here", "2024", 6, 31, None, True, "derived"),
            ],
            id="two bases are not added up",
        ),
        pytest.param(
            [into("f1", "analyst", 10, year="2023"), into("f2", "chief", 6)],
            [
                ("works-here", "2024", 6, 30, None, True, "derived"),
                ("works-here", "2023", 10, 30, None, True, "derived"),
            ],
            id="two years are not added up, the newest first",
        ),
        pytest.param([into("f1", "analyst", 10, here=False)], [], id="a role that may be anywhere is not here"),
        pytest.param([into("f1", "analyst", 10, base=None)], [], id="a role without a base is no rate"),
        pytest.param([into("f1", "analyst", 10, pinned=False)], [], id="an example is no rate"),
        pytest.param(
            [into("f1", "analyst", 10), flow("f2", people=12, base=30, here=True)],
            [("works-here", "2024", 12, 30, None, False, "stated")],
            id="where a source counts all, nothing is added up",
        ),
        pytest.param(
            [
                flow("f1", people=1, base=2),
                flow("f2", "retention", 1, 2, here=True),
                flow("f4", people=1, base=2, here=True),
                flow("f3", people=2, base=2, here=True),
            ],
            [
                ("works-here", "2024", 2, 2, None, False, "stated"),
                ("works-here", "2024", 1, 2, None, False, "stated"),
                ("settled-here", "2024", 1, 2, None, False, "stated"),
                ("at-finish", "2024", 1, 2, None, False, "stated"),
            ],
            id="by kind, then by id",
        ),
    ],
)
def test_rates(flows, expected):
    assert [told(rate) for rate in rates(*flows)] == expected


@pytest.mark.parametrize(
    ("people", "base", "share"),
    [
        pytest.param((16, 16, 16), 30, (36.1, 53.3, 69.8), id="a count"),
        pytest.param(
            (14, 16, 18), 30, (30.2, 53.3, 75.4), id="from the low end of the low count to the high of the high"
        ),
        pytest.param((14, 16, 40), 30, (30.2, 53.3, 100.0), id="no more than all"),
        pytest.param((0, 0, 0), 30, (0.0, 0.0, 11.4), id="nobody of many is a share"),
        pytest.param((30, 30, 30), 30, (88.6, 100.0, 100.0), id="all of them are a share"),
        pytest.param((31, 31, 31), 30, None, id="more than all gives no share"),
        pytest.param((0, 0, 0), 0, None, id="nobody of nobody gives no share"),
    ],
)
def test_the_share_of_a_count(people, base, share):
    (rate,) = rates(flow("f", people=1, base=base, here=True), flow("g", "stock"))[:1]
    (rate,) = rates(replace(rate.flows[0], people=n.Interval(*people)))
    found = rate.share and tuple(round(100 * each, 1) for each in (rate.share.low, rate.share.likely, rate.share.high))
    assert found == share
    assert rate.evidence == (b.STATED,)


def test_the_share_of_a_sum_is_that_of_all_who_are_in_it():
    (added,), (counted,) = (
        rates(into("f1", "analyst", 10), into("f2", "chief", 6)), rates(flow("f", people=16, base=30, here=True)),
    )  # fmt: skip
    assert added.share == counted.share is not None


@pytest.mark.parametrize(
    ("flows", "hidden"),
    [
        pytest.param([flow("f", people=2, base=18, here=True)], False, id="as a source prints it"),
        pytest.param([flow("f", people=2, base=18, here=True, evidence=DERIVED)], True, id="few, and worked out"),
        pytest.param([flow("f", people=5, base=18, here=True, evidence=DERIVED)], False, id="five"),
        pytest.param([flow("f", share=0.5, here=True, evidence=DERIVED)], False, id="a share alone counts nobody"),
        pytest.param([into("f1", "analyst", 2), into("f2", "chief", 2)], True, id="a small sum of ours"),
        pytest.param(
            [into("f1", "analyst", 16), into("f2", "chief", 2, evidence=DERIVED)], True, id="a sum that would tell"
        ),
        pytest.param(
            [into("f1", "analyst", 3, evidence=DERIVED), into("f2", "chief", 2, evidence=DERIVED)],
            False,
            id="a sum of two that are hidden tells neither",
        ),
    ],
)
def test_small_counts_stay_out_of_what_is_public(flows, hidden):
    (rate,) = rates(*flows)
    assert rate.is_hidden is hidden


def test_what_is_known_of_kalundborg():
    graph = Graph(read_folder(SEEDS / "kalundborg").facts)
    found = {
        (programme, rate.flows[0].id): rate for programme in graph.programmes for rate in capture(graph, programme)
    }
    assert {
        key: (
            rate.kind,
            rate.share and tuple(round(100 * x, 1) for x in (rate.share.low, rate.share.likely, rate.share.high)),
        )
        for key, rate in found.items()
    } == {
        ("absalon-beng-biotek", "f01"): (RateKind.AT_FINISH, (38.6, 61.1, 79.7)),
        ("helix-lab-fellowship", "f25"): (RateKind.WORKS_HERE, (36.1, 53.3, 69.8)),
        ("helix-lab-fellowship", "f26"): (RateKind.SETTLED_HERE, (16.7, 30.0, 47.9)),
        ("helix-lab-fellowship", "f27"): (RateKind.WORKS_HERE, None),
    }
    assert found["helix-lab-fellowship", "f27"].printed == 0.5


def test_every_programme_of_example_town_that_feeds_a_role_has_a_rate():
    graph = Graph(read_folder(SEEDS / "example-town").facts)
    counted = {programme for programme in graph.programmes if capture(graph, programme)}
    assert counted == {link.programme for link in graph.facts.feeds}
    process, *_ = capture(graph, n.ProgrammeId("beng-process"))
    assert told(process) == ("works-here", "2025", 17, 32, None, False, "derived")
