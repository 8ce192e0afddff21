"""One page per noun: what must be there, from the facts of the real town."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from pathways.domain.pictures import whole_map
from pathways.domain.portraits import programme_view, role_view
from tests.visiting import Visited

BEST_KNOWN = "absalon-beng-biotek"


def rows(page, css="#table tbody tr"):
    """From and to of each row of a picture's table, by the address they lead to."""
    return [[a.get("href") for a in row.cssselect("td:nth-child(-n+2) a")] for row in page.all(css)]


def addresses(view, language):
    rooms = {"programme": "programmes", "role": "roles", "employer": "employers", "skill": "skills"}
    nodes = {node.id: node for column in view.table_columns for node in column.nodes}

    def address(id):
        node = nodes[id]
        if node.noun == "group":
            return f"/{language}/skills?group={node.key}"
        return f"/{language}/{rooms[node.noun]}/{node.key}"

    return [[address(link.source), address(link.target)] for link in view.table_links]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    ("path", "ask"),
    [
        ("map", whole_map),
        ("map?view=table", whole_map),
        (f"programmes/{BEST_KNOWN}", lambda graph: programme_view(graph, BEST_KNOWN)),
        ("roles/process-operator", lambda graph: role_view(graph, "process-operator")),
    ],
)
def test_the_table_is_the_view_in_the_same_order(visit, real_graph, language, path, ask):
    view = ask(real_graph)
    assert rows(visit(f"/{language}/{path}")) == addresses(view, language)


def test_the_map_holds_all_four_named_kinds(visit):
    page = visit("/en/map")
    kinds = {one.get("data-n").partition("-")[0] for one in page.all("svg [data-n]")}
    assert {"p", "r", "o", "f"} <= kinds
    for line in "ETMDKA":
        assert page.all(f"svg .l-{line}"), line


def test_how_sure_are_we_is_a_switch_in_the_address(visit):
    plain, sure = visit("/en/map"), visit("/en/map?sure=1")
    assert plain.all(".show-ev") == []
    assert sure.all("[data-picture].show-ev")
    assert plain.all("a[data-hx-get='/en/map?sure=1']")
    assert sure.all("a[data-hx-get='/en/map']")


def test_the_table_view_draws_nothing(visit):
    page = visit("/en/map?view=table&kind=D")
    assert page.all("main svg[class*=pipe]") == []
    assert page.all("#table tbody tr")
    assert page.one(".seg a[aria-current]").text_content() == "Table"


def test_a_picture_can_be_taken_home_as_it_stands(visit, client):
    page = visit("/en/map?kind=D&sure=1")
    files = [link.get("href") for link in page.all("a[download]")]
    assert files == [f"/en/map.{ending}?kind=D" for ending in ("svg", "png", "pdf", "csv", "json", "dot")]
    assert client.get(files[0]).status_code == 200


def test_a_programme_says_in_its_first_screen_what_it_is_and_when_it_was_seen(visit, real_graph):
    programme = real_graph.programme(BEST_KNOWN)
    page = visit(f"/en/programmes/{BEST_KNOWN}")
    assert programme.status.en[1:20] in page.words(".status")
    assert "last seen" in page.words(".status")
    facts = page.words("dl.facts")
    for expected in ("3½ years", "210", "Kalundborg", "Danish, English", "2017"):
        assert expected in facts
    for heading in ("To get in", "Lines that meet this one", "Apply and ask", "What you learn", "What it leads to"):
        assert heading in page.words("main")
    assert "All of Denmark, 2018" in page.words("main")


@pytest.mark.parametrize(
    ("language", "of_one_day", "of_two"),
    [
        ("en", "Taking students Stated by a source, last seen Aug 2026", "Taking students last seen Aug 2026 "),
        (
            "da",
            "Optager studerende Oplyst af en kilde, senest set aug. 2026",
            "Optager studerende senest set aug. 2026 ",
        ),
    ],
)
def test_a_programme_was_last_seen_on_the_day_that_its_row_says(example_app, language, of_one_day, of_two):
    client = example_app.test_client()

    def status(id):
        return Visited("/", client.get(f"/{language}/programmes/{id}")).words(".status")

    assert of_one_day in status("energy-master")
    told = status("beng-process")  # of which a source of 2025 tells, and which was seen in 2026
    assert of_two in told
    assert told.endswith(("Stated by a source, Aug 2025", "Oplyst af en kilde, aug. 2025"))
    listed = Visited("/", client.get(f"/{language}/programmes?kind=D")).all("ul.rows .ev")
    days = {mark.cssselect("time")[0].get("datetime"): " ".join(mark.text_content().split()) for mark in listed}
    assert ["last seen" in days[day] or "senest set" in days[day] for day in ("2025-08", "2026-08")] == [False, True]


def test_a_second_language_stands_small_in_danish(visit):
    assert "Dansk, engelsk" in visit(f"/da/programmes/{BEST_KNOWN}").words("dl.facts")


def test_what_is_not_known_is_shown_as_not_known(visit, real_graph):
    unknown = next(p for p in real_graph.programmes.values() if p.years is None and p.ects is None)
    assert visit(f"/en/programmes/{unknown.id}").words("dl.facts").count("not known") >= 2
    assert "not known" in visit("/en/roles/process-operator").words("dl.facts .unknown")


def test_no_curriculum_seen_is_said_in_words(visit, real_graph):
    from pathways.domain.profile import programme_profile

    guessed = next(
        id for id in real_graph.programmes
        if (found := programme_profile(real_graph, id)).outcomes and not found.curriculum_seen and found.roles
    )  # fmt: skip
    assert "No curriculum was seen; levels are our estimate." in visit(f"/en/programmes/{guessed}").words("#leads")


def test_beside_a_fit_stands_how_much_of_it_is_estimated(visit):
    page = visit("/en/roles/process-operator")
    assert "skill levels are our estimate" in page.words("#leads li summary")
    groups = {heading.text_content() for heading in page.all("#leads .group")}
    assert {"Taught well enough", "Taught in part"} <= groups


def test_what_is_not_seen_is_not_said_to_be_taught_to_level_0(visit):
    words = visit("/en/roles/process-operator").words("#leads")
    assert "not seen; the job asks for level" in words
    assert "level 0" not in words


@pytest.mark.parametrize(
    ("address", "where"),
    [("/da/outlook", "#missing details p"), ("/da/routes?from=neg-htx&to=process-engineer-upstream", ".ramps li")],
)
def test_jobs_whose_names_hold_commas_are_parted_by_semicolons(visit, address, where):
    lists = [one for one in visit(address).all(where) if any("," in link.text_content() for link in one.cssselect("a"))]
    assert lists, "none of them has a comma"
    for one in lists:
        links = one.cssselect("a")
        assert {link.tail.strip() for link in links[:-1]} <= {";"}


def test_a_role_tells_what_a_starting_point_opens(visit):
    page = visit("/da/roles/bioprocess-development-scientist?from=absalon-beng-biotek")
    assert "giver adgang til" in page.words("#picture .chosen")
    nowhere = visit("/da/roles/process-operator?from=kglakademi-ba-arkitektur")
    assert "Det betyder ikke, at døren er lukket" in nowhere.words("#picture .chosen")


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("industrial-electrician", "opens one of the programmes that lead here directly. But 1 route leads on from it"),
        ("manufacturing-data-engineer", "lead here directly. But 3 routes lead on from it"),
    ],
)
def test_a_start_that_opens_nothing_directly_leads_on_to_the_routes_there_are(visit, role, told):
    page = visit(f"/en/roles/{role}?from=neg-htx")
    assert told in page.words("#picture .chosen")
    heads = [head.text_content() for head in visit(f"/en/routes?from=neg-htx&to={role}").all(".routehead")]
    leading = [head for head in heads if "straight to the job" not in head]
    assert f"But {len(leading)} route" in page.words("#picture .chosen")


def test_a_role_says_that_it_is_of_direct_ways_in_where_others_are_known(visit):
    page = visit("/en/roles/process-engineer-upstream?from=neg-htx")
    assert page.words("#picture .others").startswith("No way in directly from here was seen to these.")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/en/roles/fermentation-operator?from=neg-procesoperator", "What you have leads straight to the job."),
        ("/da/roles/process-operator?from=neg-procesoperator", "Det, du har, fører direkte til jobbet."),
    ],
)
def test_who_has_what_leads_to_a_role_is_told_so_and_not_sent_back_to_it(visit, address, told):
    page = visit(address)
    assert told in page.words("#picture .chosen")
    assert "neg-procesoperator" not in "".join(link.get("href") for link in page.all("#picture .others a"))


def test_who_has_what_leads_to_a_role_is_told_what_else_it_opens(visit):
    page = visit("/en/roles/qa-professional?from=absalon-beng-biotek")
    told = [one.text_content() for one in page.all("#picture .chosen")]
    assert told[0].startswith("What you have leads to the job, after some years of work.")
    assert told[1].endswith("is also a key to 2 other programmes that lead here.")


def test_membership_shows_only_where_it_is_stated(visit, real_graph):
    for organisation in real_graph.organisations.values():
        page = visit(f"/en/employers/{organisation.id}")
        assert ("Takes part in the alliance" in page.words("main")) == (organisation.alliance == "stated")


def test_an_invented_town_says_so_on_every_page(example_app):
    client = example_app.test_client()
    for path in ("", "map", "programmes", "sources", "nowhere"):
        assert "Everything here is made up" in client.get(f"/en/{path}").text
        assert "Alt her er fundet på" in client.get(f"/da/{path}").text


def test_the_real_town_has_no_such_band(visit):
    assert visit("/en/").all(".band") == []


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_page_says_it_is_not_official_and_how_to_object(visit, language):
    words = visit(f"/{language}/roles/process-operator").words("body")
    assert {"en": "Not an official page", "da": "Ikke en officiel side"}[language] in words
    (link,) = [one for one in visit(f"/{language}/roles/process-operator").links() if "/wrong" in one]
    assert "page=roles/process-operator" in unquote(link)


def test_an_address_to_write_to_is_used_when_there_is_one(real_facts, small_settings):
    from dataclasses import replace

    from pathways.domain.graph import Graph
    from pathways.web import create_app
    from tests.web.conftest import Still

    app = create_app(replace(small_settings, contact="editors@example.org"), Still(Graph(real_facts)))
    assert "mailto:editors@example.org?subject=skills/gmp" in app.test_client().get("/en/skills/gmp").text


def test_the_esco_notice_stands_word_for_word(visit):
    assert "This service uses the ESCO classification of the European Commission." in visit("/en/licences").words(
        "main"
    )


def test_from_an_exam_that_leads_to_no_job_by_itself_the_page_leads_on_to_what_it_opens(visit):
    page = visit("/en/programmes/neg-htx")
    assert "/en/routes?from=neg-htx" in page.links()


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("kalgym-hf", "none"),
        ("neg-procesoperator", "none"),
        ("helix-lab-fellowship", "not known"),
        ("zealand-laborant", "150"),
    ],
)
def test_ects_points_are_unknown_only_where_they_are_counted(visit, id, told):
    (fact,) = [one for one in visit(f"/en/programmes/{id}").all("dl.facts dd") if "ECTS" in one.getprevious().text]
    assert fact.text == told


@pytest.mark.parametrize(("language", "name"), [("da", "Jeg kommer fra"), ("en", "I come from")])
def test_a_start_that_is_none_is_named_as_its_field_is(client, language, name):
    answer = client.get(f"/{language}/roles/process-operator?from=htx-2")
    assert answer.status_code == 422
    assert f"{name}: " in answer.text
