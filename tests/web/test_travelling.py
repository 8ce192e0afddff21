"""The distance travelled in the real town: drawn, told in words, with its sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pathways.domain.distance import Stand
from pathways.domain.guidance import Pick, PickKind, Talk
from pathways.domain.routes import routes
from pathways.web.talk_form import form_of, picked, shortlist
from pathways.web.travelling import CROWDED, travelled_of
from tests.visiting import check_html, check_page
from tests.web.alone import LANGUAGES, alone, page_of
from tests.web.test_claims import faults_of

TRAVELLED = ("guidance/_travelled.html", "distance_travelled")
HTX = Talk(start="neg-htx", have=("mathematics-A", "chemistry-C"), goal="process-engineer-upstream")
BENG = "absalon-beng-biotek"
VISIT = ("2026-05-01", date(2026, 11, 30))


def programme(id):
    return Pick(PickKind.PROGRAMME, id)


def routes_to(graph, talk):
    form = form_of(talk)
    return routes(graph, form.question, form.role.id)


def two_visits(graph):
    """Somebody with HTX raises chemistry, gets physics, and puts another thing on the list; one route was shorter."""
    beng = next(picked(route) for route in routes_to(graph, HTX) if [p.id for p in route.programmes] == [BENG])
    longer = replace(beng, then=f"9y;{beng.then.partition(';')[2]};language en")
    then = replace(HTX, shortlist=(longer, programme("neg-elektriker")), next_step="Ring Absalon", next_on=VISIT[1])
    have = ("mathematics-A", "chemistry-B", "physics-B")
    return then, replace(then, have=have, shortlist=(longer, programme("teknika-maskinmester")), next_step="Visit")


def a_trade_later(graph):
    """Somebody from lower secondary school has finished the first programme of the longest route since."""
    then = Talk(start="grundskole", have=("danish-9",), goal="supply-chain-planner")
    longest = max(routes_to(graph, then), key=lambda route: len(route.legs))
    then = replace(then, shortlist=(picked(longest),))
    return then, replace(
        then, start=longest.programmes[0].id, have=("mathematics-9", "contract"), goal="process-operator"
    )


@pytest.fixture(params=LANGUAGES)
def language(request, app, real_graph):
    with page_of(app, real_graph, request.param):
        yield request.param


@pytest.fixture
def english(app, real_graph):
    with page_of(app, real_graph, "en"):
        yield


@pytest.mark.parametrize("between", [two_visits, a_trade_later])
def test_it_stands_on_the_page_with_its_sources(language, real_graph, between):
    then, now = between(real_graph)
    page = alone(language, *TRAVELLED, travelled_of(then, *VISIT, now))
    check_page(page)
    check_html(page)
    assert faults_of(page) == []
    assert page.all(".trv-doors a.ev")


def test_what_is_drawn_is_what_is_told(language, real_graph):
    then, now = two_visits(real_graph)
    way = travelled_of(then, *VISIT, now)
    page = alone(language, *TRAVELLED, way)
    for one, article in zip(way.lines, page.all("article.trv-line"), strict=True):
        for shape in ("then", "since", "on-way", "open"):
            told = article.cssselect(f".trv-stops > .trv-{shape}")
            drawn = article.cssselect(f"svg.trv circle.trv-{shape}")
            assert len(told) == len(drawn) == one.line.count(Stand(shape))
        assert [code.text for code in article.cssselect("svg .trv-code")] == [
            bullet.text for bullet in article.cssselect(".trv-doors .bul")
        ]
        (drawing,) = article.cssselect("svg.trv")
        assert drawing.get("role") == "img"
        assert drawing.get("aria-label") == one.said


def test_a_line_goes_from_the_start_to_the_job_in_even_steps(english, real_graph):
    then, now = two_visits(real_graph)
    beng, marine = travelled_of(then, *VISIT, now).lines
    assert [mark.shape for mark in beng.marks] == ["start", "then", "since", "since", "open", "programme", "job"]
    assert [mark.at for mark in beng.marks] == [0, 16.667, 33.333, 50, 66.667, 83.333, 100]
    assert [track.done for track in beng.tracks] == [True, True, True, False, False, False]
    assert [track.at for track in beng.tracks] == [mark.at for mark in beng.marks[:-1]]
    assert [mark.shape for mark in marine.marks] == ["start", "programme"]
    assert (beng.added, marine.added) == (False, True)


def test_what_was_gained_says_what_it_counts_for(english, real_graph):
    then, now = two_visits(real_graph)
    way = travelled_of(then, *VISIT, now)
    assert way.gained == (
        ("Chemistry B (before: Chemistry C)", ("counts for BEng Biotechnology: chemistry B or biotechnology A",)),
        ("Physics B", ("counts for BEng Biotechnology: physics B or geoscience A",)),
    )
    assert way.added == ("Marine engineer",)
    assert way.off == ("Electrician",)
    assert way.moved


def test_the_health_of_a_route_is_told_with_its_dates(english, real_graph):
    then, now = two_visits(real_graph)
    way = travelled_of(then, *VISIT, now)
    page = alone("en", *TRAVELLED, way)
    assert way.lines[0].news == (
        "As you saved it: 9 years; now 3½ years.",
        "No longer in the way: English for studying.",
    )
    assert "Saved with the facts of 23 Nov 2026; these are of 23 Nov 2026." in page.words(".trv-news")
    assert page.words(".travelled > p") == (
        "Since the talk on 30 Nov 2026. The facts were of 1 May 2026 then, and are of 23 Nov 2026 now."
    )


def test_nobody_claims_that_the_step_was_done(english, real_graph):
    then, now = two_visits(real_graph)
    page = alone("en", *TRAVELLED, travelled_of(then, *VISIT, now))
    assert page.words(".travelled .note") == (
        "Agreed then: “Ring Absalon”, by 30 Nov 2026. Was it done? It is not written down: ask."
    )


def test_a_programme_finished_since_is_behind(english, real_graph):
    then, now = a_trade_later(real_graph)
    way = travelled_of(then, *VISIT, now)
    (line,) = way.lines
    first = line.doors[0]
    assert first.finished == "finished since"
    assert {stop.stand for stop, _, _ in first.stops} == {"since"}
    assert [programme.id for programme in way.finished] == [first.programme.id]
    assert line.crowded
    assert len(line.marks) >= CROWDED
    page = alone("en", *TRAVELLED, way)
    assert len(page.all("svg.trv .trv-new")) == 1
    assert page.all("svg.trv .trv-code") == []
    assert "finished since" in page.words(".trv-key")


def test_skills_are_a_lower_bound_and_named(language, real_graph):
    then, now = a_trade_later(real_graph)
    page = alone(language, *TRAVELLED, travelled_of(then, *VISIT, now))
    said = page.words("#h-trv-skills + p")
    assert {"en": "at least", "da": "mindst"}[language] in said
    assert {"en": "not known", "da": "ikke kendt"}[language] in said
    assert len(page.all(".travelled .needs li")) > 2


def test_nothing_said_then_is_nothing_to_compare(english):
    assert travelled_of(Talk(goal="process-operator", likes={"x": "like"}), *VISIT, HTX) is None


def test_where_nothing_changed_it_says_so(language, real_graph):
    page = alone(language, *TRAVELLED, travelled_of(HTX, real_graph.town.as_of, VISIT[1], HTX))
    assert {"en": "Nothing that is written down here has changed", "da": "har ændret sig siden"}[
        language
    ] in page.words()
    assert {"en": "as they were then", "da": "ligesom dengang"}[language] in page.words()
    assert page.all(".trv-told, .trv-line, .trv-key") == []


def test_what_is_gone_and_what_was_put_right_is_told(english, real_graph):
    then = replace(HTX, have=("mathematics-A", "chemistry-B", "language-en"), shortlist=(programme("no-such"),))
    way = travelled_of(then, *VISIT, replace(then, have=("mathematics-A", "chemistry-C")))
    assert way.taken_back == ("Chemistry C (before: Chemistry B)", "English for studying is no longer said.")
    ((title, words),) = way.gone
    assert title == "no-such"
    assert "no longer in the catalogue" in words
    page = alone("en", *TRAVELLED, way)
    assert "Put right" in page.words(".trv-told")
    assert "No longer there" in page.words(".trv-told")


def test_a_shortlist_that_is_known_is_not_looked_up_again(english, real_graph):
    then, now = two_visits(real_graph)
    assert travelled_of(then, *VISIT, now, shortlist(now)) == travelled_of(then, *VISIT, now)


def test_what_somebody_typed_is_text(english):
    talk = replace(HTX, next_step="<script>x</script>")
    page = alone("en", *TRAVELLED, travelled_of(talk, *VISIT, talk))
    assert "<script>x</script>" in page.words(".travelled .note")
    assert page.all("main script") == []


def test_what_paid_work_on_the_way_takes_care_of_is_not_open(language, real_graph):
    route = Pick(PickKind.ROUTE, "commissioning-engineer", "neg-htx", "absalon-au-automation-drift^2")
    talk = replace(HTX, shortlist=(route,))
    way = travelled_of(talk, *VISIT, talk)
    page = alone(language, *TRAVELLED, way)
    assert "on-way" in [mark.shape for mark in way.lines[0].marks]
    assert {"en": "made up for on the way", "da": "klares undervejs"}[language] in page.words(".trv-key")
    assert way.lines[0].saved == ""
