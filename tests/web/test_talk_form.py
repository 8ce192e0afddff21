"""What a talk asks of the route search, and what became of its shortlist."""

from __future__ import annotations

import pytest
from flask import g

from pathways.domain.guidance import Pick, PickKind, Talk
from pathways.domain.routes import routes
from pathways.web.talk_form import form_of, picked, short_title, shortlist

HTX = Talk(start="neg-htx", have=("mathematics-A", "not-chemistry"), goal="process-engineer-upstream")


@pytest.fixture
def asking(app, real_graph):
    with app.test_request_context("/en/"):
        g.graph, g.language = real_graph, "en"
        yield real_graph


def test_a_talk_asks_what_the_same_address_would(asking):
    form = form_of(HTX)
    assert not form.problems
    assert (form.start.id, form.role.id) == ("neg-htx", "process-engineer-upstream")
    assert form.question.held.subjects == {"mathematics": "A"}
    assert form.question.held.without == {"chemistry"}


def test_a_route_that_was_put_on_the_list_is_found_again(asking):
    form = form_of(HTX)
    found = routes(asking, form.question, form.role.id)
    talk = Talk(start=HTX.start, have=HTX.have, shortlist=tuple(map(picked, found[:5])))
    standing = shortlist(talk)
    assert [one.route.key for one in standing] == [route.key for route in found[:5]]
    assert [one.news for one in standing] == [()] * len(standing)
    assert all(one.gone == "" and one.title for one in standing)


def test_what_changed_since_is_told(asking):
    form = form_of(HTX)
    pick = picked(routes(asking, form.question, form.role.id)[0])
    older = Pick(pick.kind, pick.id, pick.start, pick.key, then=f"9y;{pick.then.partition(';')[2]}")
    (one,) = shortlist(Talk(start=HTX.start, have=HTX.have, shortlist=(older,)))
    assert any("9 years" in words for words in one.news)


@pytest.mark.parametrize(
    "pick",
    [
        Pick(PickKind.PROGRAMME, "no-such"),
        Pick(PickKind.ROLE, "no-such"),
        Pick(PickKind.ROUTE, "no-such", "neg-htx", "absalon-beng-biotek"),
        Pick(PickKind.ROUTE, "process-engineer-upstream", "no-such", "absalon-beng-biotek"),
        Pick(PickKind.ROUTE, "process-engineer-upstream", "neg-htx", "no-such"),
    ],
    ids=lambda pick: pick.name,
)
def test_what_is_gone_is_said_to_be_gone(asking, pick):
    (one,) = shortlist(Talk(shortlist=(pick,)))
    assert one.gone
    assert (one.programme, one.role, one.route) == (None, None, None)


def test_a_desk_names_a_route_by_its_programmes_and_its_job_without_following_it(asking):
    form = form_of(HTX)
    found = {route.programmes: picked(route) for route in routes(asking, form.question, form.role.id)}
    for programmes, pick in found.items():
        title = short_title(pick)
        assert title.endswith("Process engineer, fermentation")
        assert all(one.short.en.replace("\u00ad", "") in title for one in programmes), title
    assert short_title(Pick(PickKind.PROGRAMME, "no-such")) == "no-such"
