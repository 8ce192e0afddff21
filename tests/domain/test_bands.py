"""The bands of a picture: how wide each is, what it says, and whose it is, in both measures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.bands import feeding_link, strands
from pathways.domain.graph import Graph
from pathways.domain.views import Link, Measure
from tests import builders as b

ENGINEERING, MASTERS = n.Kind.ENGINEERING, n.Kind.MASTERS


def counted(likely: float, organisation: str | None = None) -> n.Flow:
    """People a year who go from the BEng to the analysts, as a source printed them."""
    return n.Flow(
        f"f-{organisation or 'all'}", n.ProgrammeId("beng"), "employment", b.text("to work"), n.RoleId("analyst"),
        organisation and n.OrganisationId(organisation), None, n.Interval(likely, likely, likely), None, None, "2025",
        True, True, None, b.STATED,
    )  # fmt: skip


def town(*flows: n.Flow) -> Graph:
    """Two programmes for analysts, who need one skill; and monks, whose skill no programme teaches."""
    facts = b.facts(
        {"analyst": {"sql": 4}, "monk": {"silence": 2}},
        {"beng": {"sql": 2}, "short": {"sql": 1}, "msc": {"sql": 4}},
        [("beng", "analyst"), ("short", "analyst"), ("msc", "analyst"), ("beng", "monk")],
        [("analyst", "works"), ("monk", "works")],
        flows=flows,
    )
    *others, msc = facts.programmes
    programmes = *others, replace(msc, code="K1", kind=MASTERS)
    beng = replace(facts.feeds[0], evidence=b.ASSUMED)
    guessed = replace(facts.outcomes[0], evidence=b.ASSUMED)
    outcomes, feeds = (guessed, *facts.outcomes[1:]), (beng, *facts.feeds[1:])
    return Graph(replace(facts, programmes=programmes, outcomes=outcomes, feeds=feeds))


def feeding(graph: Graph, programme: str, role: str, measure: Measure = Measure.FIT) -> Link:
    (link,) = (link for link in graph.facts.feeds if (link.programme, link.role) == (programme, role))
    return feeding_link(graph, link, measure)


def onward(graph: Graph, role: str, measure: Measure = Measure.FIT) -> list[Link]:
    (place,) = (place for place in graph.facts.workplaces if place.role == role)
    return strands(graph, place, graph.feeds_to(n.RoleId(role)), measure)


def test_a_band_to_a_role_is_as_wide_as_its_fit_and_says_how_well_that_is_known() -> None:
    assert feeding(town(), "beng", "analyst") == Link(
        source="p-beng",
        target="r-analyst",
        kind=ENGINEERING,
        width=0.5,
        basis=n.Basis.ASSUMED,
        tooltip=n.Text(
            "Beng (da) til Analyst (da): dækker mindst 50 % af det, jobbet kræver; "
            "1 af 1 kompetenceniveau er vores skøn.",
            "Beng to Analyst: covers at least 50% of what the role needs; 1 of 1 skill level is our estimate.",
        ),
        origins=("p-beng",),
        estimates=(1, 1),
    )


def test_a_fit_that_cannot_be_judged_is_of_unknown_width_and_of_no_estimates() -> None:
    band = feeding(town(), "beng", "monk")
    assert (band.width, band.estimates) == (None, None)
    assert band.tooltip == n.Text(
        "Beng (da) til Monk (da): vi ved ikke, hvor meget den dækker.", "Beng to Monk: how much it covers is not known."
    )


def test_people_are_a_count_and_no_estimate_of_a_fit() -> None:
    band = feeding(town(counted(12)), "beng", "analyst", Measure.PEOPLE)
    assert (band.width, band.estimates) == (12, None)
    assert band.tooltip == n.Text("Beng (da) til Analyst (da): 12 om året.", "Beng to Analyst: 12 a year.")


@pytest.mark.parametrize(
    ("at", "kind", "width", "origins", "said"),
    [
        pytest.param(
            0, ENGINEERING, 0.5, ("p-beng", "p-short"),
            n.Text("Diplomingeniør, den bedste dækker mindst 50 %.", "BEng, the best covers at least 50%."),
            id="of two of a line the best counts",
        ),
        pytest.param(
            1, MASTERS, 1.0, ("p-msc",),
            n.Text("Kandidat, den bedste dækker alle krav.", "MSc, the best covers all needs."),
            id="and of the next line the only one",
        ),
    ],
)  # fmt: skip
def test_a_band_to_an_employer_carries_on_the_best_fit_of_a_line(
    at: int, kind: n.Kind, width: float, origins: tuple[str, ...], said: n.Text
) -> None:
    tooltip = n.Text(f"Analyst (da) til Works: {said.da}", f"Analyst to Works: {said.en}")
    bands = onward(town(), "analyst")
    assert len(bands) == 2
    assert bands[at] == Link("r-analyst", "o-works", kind, width, n.Basis.STATED, tooltip, origins)


def test_a_line_of_which_nothing_can_be_judged_goes_on_with_unknown_width() -> None:
    (band,) = onward(town(), "monk")
    assert (band.kind, band.width, band.origins) == (ENGINEERING, None, ("p-beng",))
    assert band.tooltip == n.Text(
        "Monk (da) til Works: Diplomingeniør, vi ved ikke, hvor meget den dækker.",
        "Monk to Works: BEng, how much it covers is not known.",
    )


def test_people_of_a_line_are_those_who_are_counted_at_the_employer() -> None:
    band, _ = onward(town(counted(12), counted(7, "works")), "analyst", Measure.PEOPLE)
    assert band.width == 7
    assert "7 a year" in band.tooltip.en
