"""The gap board as a page and as a file, and what companies ask for on the pages of skills, roles and programmes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from pathways.config import Settings
from pathways.domain.board import Wanted, board
from pathways.domain.flags import Plan, State
from pathways.domain.nouns import Here
from pathways.domain.publishing import Band
from pathways.web import create_app
from pathways.web.board import FIRST_ROWS
from tests.caches import cache_in
from tests.published_flags import planned, pool, public_flag, published_of, role_topic, skill_topic
from tests.visiting import Visited, check_html, check_page, check_part
from tests.web.test_claims import faults_of

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.publishing import Published


class Told:
    """A catalogue that nobody writes to, and what is public of its flags."""

    def __init__(self, graph: Graph, told: Published) -> None:
        self.graph_now, self.told = graph, told

    def graph(self) -> Graph:
        return self.graph_now

    def published(self) -> Published:
        return self.told


class Town:
    """A town with flags: the programme that answers, the skills and roles that are asked for."""

    def __init__(self, graph: Graph, folder) -> None:
        self.graph = graph
        companies = [one for one in graph.organisations.values() if one.kind == "company"]
        self.first, self.second = companies[:2]
        self.school = next(one for one in graph.organisations.values() if one.kind == "institution")
        self.programme = next(
            one for one in graph.programmes.values() if one.here is Here.YES and len(graph.outcomes_of(one.id)) > 2
        )
        self.asked, self.pooled, self.done = (outcome.skill for outcome in graph.outcomes_of(self.programme.id)[:3])
        self.role, self.pooled_role = list(graph.roles)[:2]
        to = self.school.id
        self.told = published_of(
            [
                planned(self.first.id, skill_topic(self.asked), self.programme.id, addressee=to, people=Band.MANY),
                public_flag(self.second.id, skill_topic(self.asked), addressee=to, words="<b>=1+1</b>"),
                public_flag(
                    self.second.id, skill_topic(self.done), addressee=to, state=State.CONFIRMED,
                    plan=Plan(self.programme.id, "2026-08", "Two weeks more"),
                ),
                public_flag(self.first.id, role_topic(self.role), addressee=to),
            ],
            [pool(skill_topic(self.pooled), 4, level=3), pool(role_topic(self.pooled_role), 3)],
            19.0,
        )  # fmt: skip
        settings = Settings(
            database_url=f"sqlite:///{folder}/none.db", cache_dir=cache_in(folder), secret_key="only-for-tests"
        )
        self.app = create_app(settings, Told(graph, self.told))

    def visit(self, address: str, part: str | None = None) -> Visited:
        headers = {} if part is None else {"HX-Request": "true", "HX-Target": part}
        page = Visited(address, self.app.test_client().get(address, headers=headers))
        assert page.response.status_code == 200, address
        (check_page if part is None else check_part)(page)
        return page


@pytest.fixture(scope="module")
def real(real_graph, tmp_path_factory) -> Town:
    return Town(real_graph, tmp_path_factory.mktemp("real-flags"))


@pytest.fixture(scope="module")
def invented(example_app, tmp_path_factory) -> Town:
    return Town(example_app.extensions["pathways"].graph(), tmp_path_factory.mktemp("example-flags"))


@pytest.fixture(params=["real", "invented"])
def town(request) -> Town:
    return request.getfixturevalue(request.param)


def levels(cells) -> list[str]:
    return [cell.text.strip().removeprefix("~").replace("–", "") for cell in cells]


def shown_rows(page) -> list[tuple[str, list[str]]]:
    """The name of each row and the levels that its programmes teach."""
    return [
        (row.cssselect("th a")[0].text_content(), levels(row.cssselect("td[class^=q], td.none")))
        for row in page.all(".heat tbody tr")
    ]


def filed(town, address) -> list[dict[str, str]]:
    answer = town.app.test_client().get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))


def filed_rows(town, address, page) -> list[tuple[str, list[str]]]:
    codes = [bullet.text for bullet in page.all(".heat thead .bul")]
    return [(row["label"], [row[code] for code in codes]) for row in filed(town, address) if row["subject"] != "role"]


def bare(rows):
    return [(name.replace("\u00ad", ""), cells) for name, cells in rows]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "rows=group",
        "columns=all&only=white",
        "only=flagged",
        "sort=name",
        "kind=D&columns=all",
        "rows=group&sort=name",
    ],
)
def test_the_file_holds_the_rows_of_the_table_in_its_order(town, language, query):
    page = town.visit(f"/{language}/gaps?{query}&all=1")
    rows = bare(shown_rows(page))
    assert rows
    assert rows == filed_rows(town, f"/{language}/gaps.csv?{query}", page)


def test_the_page_begins_with_the_rows_that_matter_most_and_offers_the_others(real):
    page = real.visit("/en/gaps?sort=name")
    whole = real.visit(page.one("a[href*='all=1']").get("href"))
    assert len(page.all(".heat tbody tr")) == FIRST_ROWS
    assert shown_rows(whole)[:FIRST_ROWS] == shown_rows(page)
    assert len(whole.all(".heat tbody tr")) == len(real.graph.skills)
    assert whole.all("a[href*='all=1'].btn") == []


def test_the_page_stays_light(real):
    answer = real.app.test_client().get("/en/gaps", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.data) < 16_000


def test_the_file_names_who_asks_and_how_it_stands(town):
    rows = {(row["subject"], row["id"]): row for row in filed(town, "/en/gaps.csv")}
    asked = rows["skill", town.asked]
    assert (asked["companies_asking"], asked["pooled"]) == ("2", "")
    assert asked["named"] == f"{town.first.name} (planned); {town.second.name} (flagged)"
    pooled = rows["skill", town.pooled]
    assert (pooled["companies_asking"], pooled["named"], pooled["pooled"], pooled["level_asked"]) == ("4", "", "4", "3")
    role = rows["role", town.role]
    feeding = {town.graph.programmes[link.programme] for link in town.graph.feeds_to(town.role)}
    codes = {one.code for one in feeding if one.here is not Here.NO}
    assert {code for code, cell in role.items() if cell == "feeds"} == codes


def test_a_cell_that_a_spreadsheet_would_reckon_is_kept_from_it(invented, tmp_path):
    evil = [*invented.graph.organisations.values()]
    from dataclasses import replace

    from pathways.domain.graph import Graph

    facts = invented.graph.facts
    named = Graph(replace(facts, organisations=tuple(
        replace(one, name="=HYPERLINK(1)") if one.id == invented.first.id else one for one in evil
    )))  # fmt: skip
    (row,) = [row for row in filed(Town(named, tmp_path), "/en/gaps.csv") if row["subject"] == "role" and row["named"]]
    assert row["named"] == "'=HYPERLINK(1) (flagged)"


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("query", ["", "?rows=group", "?only=flagged&columns=all", "?only=white", "?kind=K"])
def test_every_figure_on_the_board_is_founded(town, language, query):
    page = town.visit(f"/{language}/gaps{query}")
    check_html(page)
    assert faults_of(page) == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_figure_of_a_flag_on_other_pages_is_founded(town, language):
    for address in (
        f"skills/{town.asked}", f"skills/{town.pooled}", f"skills/{town.done}", f"roles/{town.role}",
        f"roles/{town.pooled_role}", f"programmes/{town.programme.id}",
    ):  # fmt: skip
        page = town.visit(f"/{language}/{address}")
        assert len(page.all("#flags, #asks")) == 1
        assert faults_of(page) == []


def test_a_skill_page_says_who_asks_and_what_a_school_plans(town):
    words = town.visit(f"/en/skills/{town.asked}").words("#flags")
    for said in (
        town.first.name,
        "20 people or more",
        "Planned",
        town.programme.code,
        "A new elective, from Sept 2027",
    ):
        assert said in words
    assert f"{town.second.name} No answer yet “<b>=1+1</b>”" in words


def test_a_pool_is_counted_and_never_named(town):
    for address in (f"skills/{town.pooled}", f"roles/{town.pooled_role}"):
        page = town.visit(f"/en/{address}")
        assert "companies, not named" in page.words("#flags")
        assert page.all("#flags a[href*='/employers/']") == []


def test_a_programme_page_says_what_is_planned_in_it_and_what_is_asked_of_its_skills(town):
    page = town.visit(f"/en/programmes/{town.programme.id}")
    words = page.words("#asks")
    assert "Two weeks more, from Aug 2026" in words
    asked = [link.get("href").rpartition("/")[2] for link in page.all("#asks ul:last-of-type a.name")]
    assert asked == [town.pooled, town.asked]


def test_pages_without_flags_say_nothing_of_them(visit, real_graph):
    for address in ("skills/" + next(iter(real_graph.skills)), "roles/process-operator"):
        assert visit(f"/en/{address}").all("#flags, #asks") == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", "No company has flagged"), ("da", "Ingen virksomhed har meldt")]
)
def test_a_town_without_flags_says_so_and_how_to_flag(visit, language, words):
    page = visit(f"/{language}/gaps")
    assert words in page.words("#answers .empty")
    assert page.one("#answers .empty a.btn").get("href") == page.one(".boarddoor form").get("action")
    assert page.all(".heat tbody tr")


def test_answers_stand_in_the_order_of_the_rows(town):
    page = town.visit("/en/gaps")
    wanted = board(town.graph, town.told, Wanted()).answers
    found = [link.get("href").rpartition("/")[2] for link in page.all(".answer > h3 a")]
    assert found == [asked.topic.key for asked in wanted]
    assert "within 19 days" in page.words("#answers")


def test_a_white_spot_and_an_estimate_are_told_without_colour(real):
    page = real.visit("/en/gaps?only=white&all=1")
    for row in page.all(".heat tbody tr"):
        assert row.cssselect(".lvlneed.white")
        assert "white spot" in row.cssselect("th small")[0].text_content()
    assert [cell for cell in page.all(".heat td[class^=q]") if cell.text.startswith("~")]


@pytest.mark.parametrize("value", ["rows=none", "only=x", "columns=mine", "sort=up", "all=2", "group=x&kind=Q"])
def test_a_choice_that_does_not_exist_is_refused(town, value):
    assert town.app.test_client().get(f"/en/gaps?{value}").status_code == 422


def test_a_filter_swaps_the_board_alone(town):
    part = town.visit("/da/gaps?only=flagged", part="found")
    assert part.all(".heat tbody tr")
    assert part.one("#lang[data-hx-swap-oob] a[lang=en]").get("href") == "/en/gaps?only=flagged"
    assert "kompetencer" in part.words("#found-words[data-hx-swap-oob]")


def test_everybody_gets_the_same_page(town):
    client = town.app.test_client()
    with client.session_transaction() as session:
        session["anything"] = "1"
    assert client.get("/en/gaps").data == town.app.test_client().get("/en/gaps").data
    assert "no-store" not in client.get("/en/gaps").headers.get("Cache-Control", "")


def test_every_page_leads_to_the_board_and_the_front_page_by_a_door(visit):
    page = visit("/da/")
    assert page.one(".nav a[href='/da/gaps']").text_content() == "For virksomheder"
    assert page.one(".doors a.btn[href='/da/gaps']").text_content() == "Mangler og svar"
    assert visit("/en/employers").one(".nav a[aria-current]").text_content() == "For companies"
    assert page.one(".foot a[href='/da/employers']").text_content() == "Arbejdspladser"


@pytest.mark.parametrize(
    ("filters", "leads"),
    [
        ("", "/outlook"),
        ("?family=maintenance", "/outlook/families/maintenance"),
        ("?focus=shared-heat", "/outlook/areas/shared-heat"),
    ],
)
def test_the_board_leads_to_the_outlook_of_what_it_shows(example_app, filters, leads):
    page = Visited(f"/en/gaps{filters}", example_app.test_client().get(f"/en/gaps{filters}"))
    assert page.one('#found a[href*="/outlook"]').get("href") == f"/en{leads}"
