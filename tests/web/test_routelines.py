"""A route as a line: what lies where on the axis, and what the line says in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import g

from pathways.domain.conditions import Held
from pathways.domain.graph import Graph
from pathways.domain.routes import Filters, Question, routes
from pathways.web.routelines import WORK, common_axis, route_line
from tests.worlds import bent

SCIENTIST = "bioprocess-development-scientist"


@pytest.fixture(params=["en", "da"])
def language(request, app, real_graph):
    with app.test_request_context(f"/{request.param}/"):
        g.graph, g.language = real_graph, request.param
        yield request.param


@pytest.fixture
def beside_job(real_graph):
    found = {route.key: route for route in routes(real_graph, Question("neg-htx", year=2026), SCIENTIST)}
    return found["absalon-beng-biotek.dtu-msc-biomanufacturing"]


def test_legs_lie_where_their_years_are(language, beside_job):
    line = route_line(beside_job, common_axis([beside_job], 2026))
    assert [(bar.at, bar.wide) for bar in line.bars] == [(0, 43.75), (43.75, 50)]
    assert [station.shape for station in line.stations] == ["start", "change", "job"]
    assert [(bar.line, bar.beside) for bar in line.bars] == [("D", False), ("K", True)]
    assert [tick.words for tick in line.axis.ticks] == [str(year) for year in range(2026, 2034)]


def test_a_line_says_all_of_it_in_words(language, beside_job):
    said = route_line(beside_job, common_axis([beside_job])).said
    expected = ("3½ years", "beside a job", "7½ years in all") if language == "en" else ("3½ år", "7½ år i alt")
    assert all(words in said for words in expected), said
    assert "\u00ad" not in said


def test_bridging_is_hatched_and_named(language, real_graph):
    found = {r.key: r for r in routes(real_graph, Question("neg-procesoperator"), "process-engineer-upstream")}
    line = route_line(found["absalon-beng-biotek~1"], common_axis(found.values()))
    assert [bar.look for bar in line.bars] == ["hatched", "solid"]
    assert line.names[0].programme is None


def test_an_unknown_length_is_a_broken_bar(language, real_facts):
    at = next(i for i, p in enumerate(real_facts.programmes) if p.id == "ku-msc-biosolutions")
    graph = Graph(bent(real_facts, "programmes", at, years=None))
    found = {route.key: route for route in routes(graph, Question("neg-htx"), SCIENTIST)}
    route = found["absalon-beng-biotek.ku-msc-biosolutions"]
    line = route_line(route, common_axis([route]))
    assert line.bars[-1].look == "broken"
    assert ("at least" if language == "en" else "mindst") in line.said


def test_waiting_and_paid_work_have_looks_of_their_own(language, real_facts):
    at = next(i for i, p in enumerate(real_facts.programmes) if p.id == "ku-msc-biosolutions")
    graph = Graph(bent(real_facts, "programmes", at, first_intake=2032))
    (route,) = [
        route
        for route in routes(graph, Question("absalon-beng-biotek", year=2030), SCIENTIST)
        if route.key == "ku-msc-biosolutions"
    ]
    assert [bar.look for bar in route_line(route, common_axis([route])).bars] == ["hollow", "solid"]
    held = Held(amounts={"experience": 0.0})
    question = Question("neg-procesoperator", held, Filters(beside_job=True))
    worked = [route for route in routes(graph, question, "production-team-leader") if "^" in route.key]
    line = route_line(worked[0], common_axis(worked))
    assert (line.bars[0].line, line.bars[0].look) == (WORK, "solid")


def test_names_stand_under_their_legs_only_where_all_of_them_fit(language, beside_job):
    assert route_line(beside_job, common_axis([beside_job])).direct
    squeezed = replace(beside_job, legs=tuple(replace(leg, ends=leg.begins + 0.1) for leg in beside_job.legs))
    crowded = replace(squeezed, legs=(squeezed.legs[0], replace(squeezed.legs[1], begins=0.1, ends=7.5)))
    assert not route_line(crowded, common_axis([crowded])).direct


def test_a_start_that_leads_to_the_role_by_itself_is_a_route_without_legs(language, real_graph):
    route = routes(real_graph, Question("absalon-beng-biotek"), SCIENTIST)[0]
    line = route_line(route, common_axis([route]))
    assert (route.key, line.bars, line.axis.years) == ("", (), 1)
    assert [station.shape for station in line.stations] == ["start", "job"]


@pytest.mark.parametrize("first", [2026, None])
def test_the_partial_draws_without_inline_style(app, real_graph, first):
    """Every look is drawn, with geometry in attributes; `tests/house` walks the pages that use it."""
    template = """{% from "parts/route_line.html" import year_axis, route_line, line_key with context %}
{{ year_axis(axis) }}{% for line in lines %}{{ route_line(line) }}{% endfor %}{{ line_key(lines) }}"""
    with app.test_request_context("/en/"):
        g.graph, g.language = real_graph, "en"
        found = routes(real_graph, Question("neg-procesoperator", year=first), "process-engineer-upstream")
        axis = common_axis(found, first)
        context = {"axis": axis, "lines": [route_line(route, axis) for route in found]}
        app.update_template_context(context)
        html = app.jinja_env.from_string(template).render(context)
    assert "style=" not in html
    assert html.count('role="img"') >= len(found)
    assert ("2026" in html) is (first is not None)
    assert "%" in html


def test_an_access_course_is_not_called_paid_work(visit):
    course = visit("/en/routes?from=neg-elektriker&to=fermentation-operator")
    assert course.all(".rl .bar.l-N")
    assert "paid work" not in course.words(".linekey")
    worked = visit("/en/routes?from=neg-procesoperator&to=production-team-leader&experience=0&job_beside=1")
    assert worked.all(".rl .bar.l-W")
    assert "paid work" in worked.words(".linekey")
