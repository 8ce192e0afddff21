"""What a page is given of flags and openings: the same for the whole request, and nothing of a still catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest
from flask import request

from pathways.config import Settings
from pathways.domain.flags import Subject, Visibility
from pathways.domain.nouns import Interval
from pathways.store import flags, openings
from pathways.web import create_app
from pathways.web.published import published
from tests.addresses import pages
from tests.caches import cache_in
from tests.conftest import make_app
from tests.histories import begun

if TYPE_CHECKING:
    from pathways.domain.graph import Graph


LONG_AGO = datetime.now(UTC) - timedelta(days=40)


@dataclass
class Still:
    """A catalogue that holds a graph and nothing else."""

    held: Graph

    def graph(self) -> Graph:
        return self.held


@pytest.fixture
def own_app(example_facts, tmp_path):
    """An application that a test may write to."""
    return make_app(example_facts, tmp_path)


def test_a_still_catalogue_has_nothing_public_and_its_pages_go_on(example_app, tmp_path):
    graph = example_app.extensions["pathways"].graph()
    settings = Settings(database_url="sqlite://", cache_dir=cache_in(tmp_path), secret_key="only-for-tests")
    app = create_app(settings, Still(graph))
    with app.test_request_context("/en/"):
        assert (published().flags, published().pools, published().openings) == ((), {}, ())
        assert published().month == published().today.replace(day=1)
    assert app.test_client().get("/en/programmes").status_code == 200


def test_one_request_sees_one_world_and_the_next_one_the_newest(own_app):
    catalogue = own_app.extensions["pathways"]
    graph = catalogue.graph()
    kinds = {one.kind: one.id for one in graph.organisations.values()}
    company, school = kinds["company"], kinds["institution"]
    first = begun("f1", company, school, key=next(iter(graph.skills)), visibility=Visibility.PUBLIC).events[0]
    with own_app.test_request_context("/en/"):
        before = published()
        with catalogue.rows(write=True) as session:
            flags.flag(session, "f1", first)
        assert published() is before
        assert before.flags == ()
    with own_app.test_request_context("/en/"):
        assert [flag.id for flag in published().flags] == ["f1"]


def write_flags(catalogue, graph, visibility):
    """Three companies flag the same skill and the same role, and one of them another skill."""
    companies = [one.id for one in graph.organisations.values() if one.kind == "company"][:3]
    school = next(one.id for one in graph.organisations.values() if one.kind == "institution")
    skills, role = list(graph.skills), next(iter(graph.roles))
    subjects = [{"key": skills[0]}, {"key": role, "subject": Subject.ROLE, "level": None}]
    asked = [*product(companies, subjects), (companies[0], {"key": skills[-1]})]
    with catalogue.rows(write=True) as session:
        for number, (company, subject) in enumerate(asked):
            flag = begun(f"{visibility}{number}", company, school, LONG_AGO, visibility=visibility, **subject)
            flags.flag(session, flag.id, flag.events[0])


def test_after_an_opening_every_page_is_what_it_would_be_if_none_had_been_kept(own_app):
    catalogue, graph = own_app.extensions["pathways"], own_app.extensions["pathways"].graph()
    visitor, addresses = own_app.test_client(), pages(own_app, graph, "en")
    company = next(one.id for one in graph.organisations.values() if one.kind == "company")
    before = {address: visitor.get(address).data for address in addresses}
    with catalogue.rows(write=True) as session:
        stated = next(iter(graph.roles)), datetime.now(UTC).year + 1, Interval(30, 40, 50)
        openings.state(session, company, *stated, Visibility.PUBLIC, LONG_AGO)
    after = {address: visitor.get(address).data for address in addresses}
    own_app.extensions["pathways.pages"]._kept.clear()
    assert [address for address in addresses if visitor.get(address).data != after[address]] == []
    assert any("outlook" in address for address in addresses if after[address] != before[address])


@pytest.mark.parametrize("visibility", list(Visibility))
def test_after_flags_every_page_is_what_it_would_be_if_none_had_been_kept(own_app, visibility):
    catalogue, graph = own_app.extensions["pathways"], own_app.extensions["pathways"].graph()
    visitor, made = own_app.test_client(), []
    own_app.before_request(lambda: made.append(request.full_path))
    addresses = pages(own_app, graph, "en")
    for address in addresses:
        visitor.get(address)
    write_flags(catalogue, graph, visibility)
    made.clear()
    kept = {address: visitor.get(address).data for address in addresses}
    anew = set(made)
    cache = own_app.extensions["pathways.pages"]
    cache._kept.clear()
    assert [address for address in addresses if visitor.get(address).data != kept[address]] == []
    nouns = [one for one in addresses if re.fullmatch("/en/(skills|roles|programmes)/[^/?]+", one)]
    gone = [one for one in nouns if f"{one}?" in anew]
    assert len(gone) < len(nouns) // 2, "most pages outlast flags about something else"
    assert bool(gone) == (visibility is not Visibility.ADDRESSED)


def test_a_page_that_was_kept_is_made_anew_once_a_flag_was_written(own_app):
    catalogue, visitor = own_app.extensions["pathways"], own_app.test_client()
    made = []
    own_app.before_request(lambda: made.append(1))
    for _ in range(3):
        visitor.get("/en/programmes")
    assert len(made) == 1
    with catalogue.rows(write=True) as session:
        flags.flag(session, "f1", begun().events[0])
    for _ in range(3):
        visitor.get("/en/programmes")
    assert len(made) == 2
