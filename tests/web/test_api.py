"""The API answers what the domain says: each question held against the functions that the pages ask."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from pathways.config import Settings
from pathways.domain.board import Only, Wanted, board
from pathways.domain.changes import leading, reachable
from pathways.domain.conditions import AMOUNTS, Held
from pathways.domain.cover import cover
from pathways.domain.graph import Graph
from pathways.domain.having import read as read_words
from pathways.domain.interests import Answer, explored
from pathways.domain.nouns import Basis, Here, Kind, Membership
from pathways.domain.pictures import MapFilter, feeding_links, whole_map
from pathways.domain.routes import Filters, Question, routes
from pathways.domain.views import Measure
from pathways.web import create_app
from pathways.web.api.routes import words_of
from tests.caches import cache_in
from tests.full_towns import towns_full_of_facts
from tests.programs import addresses, read
from tests.published_flags import published_of

TOWNS = pytest.mark.parametrize("town", ["app", "example_app"])


@pytest.fixture
def asked(request, town):
    """An application over one town, and its graph."""
    app = request.getfixturevalue(town)
    return app, app.extensions["pathways"].graph()


@pytest.mark.slow
@TOWNS
def test_every_question_about_everything_is_answered_in_both_languages(asked):
    app, graph = asked
    for address in addresses(graph):
        english, danish = read(app, address, "en"), read(app, address, "da")
        assert english.keys() == danish.keys()
        assert {english["town"], danish["town"]} == {graph.town.id}
        assert english["fictional"] is graph.town.fictional


@TOWNS
@pytest.mark.parametrize("noun", ["programmes", "roles", "skills", "organisations"])
def test_a_list_holds_each_noun_once_part_by_part(asked, noun):
    app, graph = asked
    wanted, seen, address = set(getattr(graph, noun)), [], f"/{noun}?limit=7"
    while address:
        answer = app.test_client().get("/api/v1" + address if address.startswith(f"/{noun}") else address)
        told = answer.get_json()
        assert told["total"] == len(wanted)
        assert len(told["items"]) <= 7
        seen += [one["id"] for one in told["items"]]
        links = dict(reversed(link.split(">; rel=")) for link in answer.headers["Link"].split(", <"))
        address = links.get('"next"')
    assert sorted(seen) == sorted(wanted)


@TOWNS
def test_a_programme_is_told_with_what_it_teaches_where_it_leads_and_how_well_that_is_known(asked):
    app, graph = asked
    for programme in graph.programmes.values():
        told = read(app, f"/programmes/{programme.id}")
        assert (told["code"], told["years"], told["eqf"]) == (programme.code, programme.years, programme.eqf)
        assert (programme.years is None) == ("years" in {one["field"] for one in told["unknown"]})
        assert {(o["skill"]["id"], o["level"], o["evidence"]["basis"]) for o in told["outcomes"]} == {
            (o.skill, o.level, o.evidence.basis) for o in graph.outcomes_of(programme.id)
        }
        for one in told["roles"]:
            share = cover(graph, (programme.id,), one["role"]["id"]).share
            assert one["cover"]["share"] == (None if share is None else pytest.approx(share, abs=5e-5))
            assert (share is None) == bool(one["cover"]["why"])
        assert {one["role"]["id"] for one in told["roles"]} == {link.role for link in graph.feeds_from(programme.id)}


@TOWNS
def test_a_role_is_told_with_its_needs_feeders_and_workplaces(asked):
    app, graph = asked
    for role in graph.roles.values():
        told = read(app, f"/roles/{role.id}", "da")
        assert told["name"] == role.title.da.replace("\u00ad", "")
        assert {(n["skill"]["id"], n["level"], n["importance"]) for n in told["needs"]} == {
            (n.skill, n.level, n.importance) for n in graph.needs_of(role.id)
        }
        assert {one["organisation"]["id"] for one in told["workplaces"]} == {
            one.organisation for one in graph.workplaces_of(role.id)
        }
        assert {one["programme"]["id"] for one in told["programmes"]} == {
            one.programme for one in graph.feeds_to(role.id)
        }
        assert len(told["openings"]) == len(graph.openings_of(role.id))


@TOWNS
def test_only_a_stated_membership_of_the_alliance_is_told(asked):
    app, graph = asked
    items = read(app, "/organisations?limit=200")["items"]
    told = {one["id"] for one in items if one["partner"]}
    assert told == {id for id, one in graph.organisations.items() if one.alliance is Membership.STATED}
    assert {one["partner"] for one in items} <= {True, None}


def test_filters_leave_what_the_facts_say(app, real_graph):
    told = read(app, "/programmes?kind=D&here=yes&limit=200")["items"]
    wanted = {one.id for one in real_graph.programmes.values() if one.kind is Kind.ENGINEERING and one.here is Here.YES}
    assert {one["id"] for one in told} == wanted != set()
    group = next(iter(real_graph.skill_groups))
    skills = read(app, f"/skills?group={group}&limit=200")["items"]
    assert {one["id"] for one in skills} == {one.id for one in real_graph.skills.values() if one.group == group}
    family = next(iter(real_graph.families))
    roles = read(app, f"/roles?family={family}&limit=200")["items"]
    assert {one["id"] for one in roles} == {one.id for one in real_graph.roles.values() if one.family == family}


@TOWNS
@pytest.mark.parametrize("measure", list(Measure)[:2])
def test_the_map_holds_every_link_of_the_view_with_its_width_and_its_ground(asked, measure):
    app, graph = asked
    told, view = read(app, f"/map?measure={measure}"), whole_map(graph, measure=measure)
    assert [(one["from"], one["to"], one["kind"], one["basis"]) for one in told["links"]] == [
        (one.source, one.target, one.kind, one.basis) for one in view.table_links
    ]
    for one, link in zip(told["links"], view.table_links, strict=True):
        assert one["width"] == (None if link.width is None else pytest.approx(link.width, abs=5e-5))
        assert (one["width"] is None) == bool(one["why"])
        assert link.basis in {evidence["basis"] for evidence in one["evidence"]}
    ids = {node["id"] for column in told["columns"] for node in column["nodes"]}
    assert {end for one in told["links"] for end in (one["from"], one["to"])} <= ids


def test_a_filtered_map_holds_the_feeds_links_that_pass(app, real_graph):
    family = next(iter(real_graph.families))
    told = read(app, f"/map?kind=E&family={family}")
    links = {(one["from"][2:], one["to"][2:]) for one in told["links"] if one["from"].startswith("p-")}
    passing = feeding_links(real_graph, MapFilter(kind=Kind.VOCATIONAL, family=family))
    assert links == {(one.programme, one.role) for one in passing} != set()


QUESTIONS = {
    "": Question(""),
    "&have=mathematics-A&have=not-chemistry&average=7": Question(
        "", Held({"mathematics": "A"}, {"average": 7.0}, without=frozenset({"chemistry"}))
    ),
    "&here=true&years=6.5&year=2027": Question("", filters=Filters(stay_here=True, most_years=6.5), year=2027),
    "&beside_job=true&taught_in=en": Question("", filters=Filters(language="en", beside_job=True)),
}


@pytest.mark.parametrize("query", QUESTIONS)
def test_routes_are_those_of_the_search(app, real_graph, query):
    asked, count = QUESTIONS[query], 0
    for start in ("neg-htx", "neg-procesoperator", "grundskole"):
        question = Question(start, asked.held, asked.filters, asked.year)
        for role in list(real_graph.roles)[::6]:
            told = read(app, f"/routes?from={start}&to={role}&limit=200{query}")
            found = routes(real_graph, question, role)
            assert [one["key"] for one in told["items"]] == [one.key for one in found]
            for one, route in zip(told["items"], found, strict=True):
                assert (one["years"], one["at_least"], one["band"]) == (route.years, route.at_least, route.band)
                assert len(one["open"]) == len(route.open)
                assert [leg["kind"] for leg in one["legs"]] == [leg.kind for leg in route.legs]
                assert all(leg["evidence"] for leg in one["legs"])
            assert told["total"] == len(found)
            assert not (found and told["remedies"])
            count += len(found)
    assert count or query.startswith("&beside")


def test_what_a_start_opens_and_what_leads_to_a_role(app, real_graph):
    told = read(app, "/routes/from/neg-procesoperator?limit=200")
    assert [(one["role"]["id"], one["routes"]) for one in told["items"]] == [
        (one.role.id, one.routes) for one in reachable(real_graph, Question("neg-procesoperator"))
    ]
    role = next(iter(real_graph.roles))
    told = read(app, f"/routes/to/{role}?limit=200")
    assert [(one["start"]["id"], one["best"]["key"]) for one in told["items"]] == [
        (one.start.id, one.best.key) for one in leading(real_graph, Question(""), role)
    ]


@TOWNS
def test_every_word_that_may_be_said_can_be_read(asked):
    _, graph = asked
    for word in words_of(graph):
        held, misread = read_words(graph, (word,))
        assert misread == (), word
        assert held != Held(), word
    assert not set(words_of(graph)) & set(AMOUNTS)


@TOWNS
def test_roles_are_ranked_as_on_the_page_of_what_one_likes(asked):
    app, graph = asked
    like, dislike = list(graph.interests)[:2], list(graph.interests)[2:3]
    query = "&".join([f"like={one}" for one in like] + [f"dislike={one}" for one in dislike])
    told = read(app, f"/match?limit=200&{query}")
    said = dict.fromkeys(like, Answer.LIKE) | dict.fromkeys(dislike, Answer.NO)
    found = explored(graph, said)
    assert [one["role"]["id"] for one in told["items"]] == [one.role.id for one in found] != []
    assert [one["score"] for one in told["items"]] == [pytest.approx(float(one.score), abs=5e-5) for one in found]
    assert read(app, "/match")["items"] == []


@TOWNS
def test_the_gap_board_is_that_of_the_page(asked):
    app, graph = asked
    for query, wanted in (
        ("", Wanted()),
        ("&rows=group&columns=all", Wanted(grouped=True, everywhere=True)),
        ("&only=white&sort=name", Wanted(only=Only.WHITE, by_name="en")),
    ):
        told, found = read(app, f"/gaps?limit=200{query}"), board(graph, published_of(), wanted)
        assert [(one["id"], one["needed"], one["shortfall"]) for one in told["items"]] == [
            (row.key, row.needed, row.shortfall) for row in found.rows
        ]
        assert [one["id"] for one in told["programmes"]] == [one.id for one in found.columns]
        for one, row in zip(told["items"], found.rows, strict=True):
            here = {column.id for column in found.columns}
            cells = {(p, cell.level, cell.basis) for p, cell in row.cells.items() if p in here}
            assert {(cell["programme"], cell["level"], cell["basis"]) for cell in one["cells"]} == cells
            assert {spot["spot"] for spot in one["white_spots"]} == {white.spot for white in row.white}


@TOWNS
def test_the_town_counts_its_claims_and_gives_the_words_to_ask_with(asked):
    app, graph = asked
    told = read(app, "/town")
    assert told["counts"]["programmes"] == len(graph.programmes)
    assert [one["id"] for one in told["starts"]] == list(graph.starts)
    assert [one["id"] for one in told["statements"]] == list(graph.interests)
    assert set(told["claims"]) == set(Basis)
    assert len(told["contradictions"]) == len(graph.facts.contradictions)


class Still:
    """A catalogue that nobody writes to."""

    def __init__(self, graph: Graph) -> None:
        self.graph_now = graph

    def graph(self) -> Graph:
        return self.graph_now


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=towns_full_of_facts())
def test_any_town_is_told_whole(facts, tmp_path):
    app = create_app(
        Settings(database_url="sqlite://", cache_dir=cache_in(tmp_path), secret_key="only-for-tests"),
        Still(Graph(facts)),
    )
    for address in addresses(app.extensions["pathways"].graph()):
        read(app, address)
    assert app.test_client().get("/api/v1/openapi.json").status_code == 200
    assert app.test_client().get("/da/api").status_code == 200
