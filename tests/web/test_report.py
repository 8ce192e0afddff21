"""The yearly report as a page and as a PDF: the same sections, words and figures."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from pathways.config import Settings
from pathways.domain.graph import Graph
from pathways.domain.publishing import Band
from pathways.domain.yearly import flagged_in, lines
from pathways.web import create_app
from tests.builders import ASSUMED
from tests.caches import cache_in
from tests.published_flags import TODAY, planned, pool, public_flag, published_of, skill_topic
from tests.visiting import Visited
from tests.web.test_board import Told

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from pathways.domain.nouns import Facts

pytestmark = pytest.mark.usefixtures("in_their_year")

YEAR = TODAY.year
SKILL = skill_topic("plc-programming")


@pytest.fixture
def flagged(example_facts: Facts, tmp_path: Path) -> Flask:
    graph = Graph(example_facts)
    told = published_of(
        [planned("lighthouse-enzymes", SKILL, "beng-automation")], [pool(skill_topic("fermentation"), 3)], 12.0
    )
    return create_app(Settings(cache_dir=cache_in(tmp_path), secret_key="for tests"), Told(graph, told))  # no secret


def look(app: Flask, address: str) -> Visited:
    return Visited(address, app.test_client().get(address))


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("town", ["app", "example_app"])
def test_the_report_has_its_sections_in_both_languages(
    town: str, language: str, request: pytest.FixtureRequest
) -> None:
    page = look(request.getfixturevalue(town), f"/{language}/report/{YEAR}")
    assert [one.get("id") for one in page.all("main section[data-counted]")] == [
        "pipeline", "gaps", "outlook", "missing", "sources",
    ]  # fmt: skip
    assert page.all("#pipeline tbody tr")


def test_the_page_and_the_pdf_say_the_same(flagged: Flask) -> None:
    visitor = flagged.test_client()
    page = look(flagged, f"/en/report/{YEAR}")
    pdf = visitor.get(f"/en/report/{YEAR}.pdf")
    assert pdf.mimetype == "application/pdf"
    told = words_of(pdf.data).replace(" ", "")
    cells = [cell.text_content() for cell in page.all("main section[data-counted] td, main section[data-counted] th")]
    assert len(cells) > 50
    assert [cell for cell in cells if "".join(cell.split()) not in told] == []


def test_named_gaps_stand_with_their_answer_and_pools_without_names(flagged: Flask) -> None:
    page = look(flagged, f"/en/report/{YEAR}")
    rows = [" ".join(row.text_content().split()) for row in page.all("#gaps tbody tr")]
    assert "Lighthouse Enzymes (invented)" in rows[0]
    assert "D2, A new elective, from Sept 2027" in rows[0]
    assert "3 companies, not named" in rows[1]
    assert "3 virksomheder uden navn" in look(flagged, f"/da/report/{YEAR}").words("#gaps")
    assert "within 12 days" in page.all("#gaps")[0].text_content()


def test_where_enough_finish_the_interval_is_told_too(flagged: Flask) -> None:
    page = look(flagged, f"/en/report/{YEAR}")
    rows = {row[0]: row[2] for row in ([one.text_content() for one in tr] for tr in page.all("#outlook tbody tr"))}
    assert "likely between" in rows["Tank operator"]
    heads = [one.text_content() for one in page.all("#pipeline thead th.n")]
    assert heads == ["Programmes", "Here", "Roles", "Started", "Finished"]


def test_programmes_that_lead_to_no_job_are_not_counted_as_leading_there(client, real_graph) -> None:
    leading = len({link.programme for link in real_graph.facts.feeds})
    assert 0 < leading < len(real_graph.programmes)
    page = client.get(f"/en/report/{YEAR}").text
    assert f"{leading} of {len(real_graph.programmes)} programmes lead to" in page


def test_a_year_before_tells_of_no_pool_and_no_outlook(flagged: Flask) -> None:
    page = look(flagged, f"/en/report/{YEAR - 1}")
    assert "those we know today" in page.words(".lead")
    assert "the years ahead" not in page.words(".lead")
    assert [one.get("id") for one in page.all("main section[data-counted]")] == ["pipeline", "gaps", "sources"]
    assert not page.all("#gaps tbody tr")
    assert "150" in [cell.text_content() for cell in page.all("#pipeline tbody td")]  # 60, 48 and 42 apprentices


@pytest.mark.parametrize("year", [2014, YEAR + 100])
def test_a_year_of_which_nothing_can_be_told_is_not_there(flagged: Flask, year: int) -> None:
    assert flagged.test_client().get(f"/en/report/{year}").status_code == 404
    assert flagged.test_client().get(f"/en/report/{year}.pdf").status_code == 404


def test_a_sum_that_leaves_a_programme_out_is_no_whole(example_facts: Facts) -> None:
    fewer = tuple(flow for flow in example_facts.flows if flow.id != "intake-plant-mechanic-training-2025")
    line = lines(Graph(replace(example_facts, flows=fewer)), 2025)[0]
    assert line.started == (102, False)
    assert lines(Graph(replace(example_facts, flows=())), 2025)[0].started == (None, False)


def test_a_small_count_that_no_source_printed_is_left_out(example_facts: Facts) -> None:
    (one,) = [flow for flow in example_facts.flows if flow.id == "completion-energy-master-2021"]
    few = replace(one, people=replace(one.people, low=3, likely=3, high=3), base=None)
    flows = tuple(few if flow.id == one.id else flow for flow in example_facts.flows)
    marine = next(line for line in lines(Graph(replace(example_facts, flows=flows)), 2021) if line.kind == "M")
    assert marine.finished == (None, False)
    five = replace(few, people=replace(one.people, low=5, likely=5, high=5), evidence=ASSUMED)
    flows = tuple(five if flow.id == one.id else flow for flow in example_facts.flows)
    marine = next(line for line in lines(Graph(replace(example_facts, flows=flows)), 2021) if line.kind == "M")
    assert marine.finished.people == 5


def test_a_flag_belongs_to_the_years_it_was_flagged_and_answered_in() -> None:
    flag = replace(planned("works", SKILL, "course"), people=Band.FEW)
    old = public_flag("mill", SKILL, since=TODAY.replace(year=YEAR - 2))
    told = published_of([flag, old])
    assert flagged_in(told, YEAR) == (flag,)
    assert flagged_in(told, YEAR - 2) == (old,)
    assert flagged_in(told, YEAR - 1) == ()
