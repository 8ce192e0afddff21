"""What is public is worked out once, and anew as soon as anybody wrote, in whichever process, or a day began."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import Client

from pathways import catalogue as door
from pathways.catalogue import Catalogue
from pathways.domain.flags import Action, Subject, Visibility
from pathways.domain.nouns import Interval
from pathways.domain.publishing import Topic
from pathways.store import flags, openings
from pathways.store.writes import replace_catalogue
from pathways.web.caching import PageCache, keep
from tests.histories import begun, next_event
from tests.store.workers import flag_from_elsewhere
from tests.worlds import whole_town

SPAWN = multiprocessing.get_context("spawn")
NOW = datetime(2026, 12, 15, 12, tzinfo=UTC)
TOWN = whole_town()
SKILL = Topic(Subject.SKILL, TOWN.skills[0].id)


@pytest.fixture
def catalogue(engine):
    """A catalogue of the small town, without flags."""
    made = Catalogue(engine)
    with made.edit() as session:
        replace_catalogue(session, TOWN)
    yield made
    made.close()


@pytest.fixture
def worked_out(monkeypatch):
    """How often it was worked out."""
    times = []

    def counted(*given):
        times.append(given)
        return publish(*given)

    publish = door.publish
    monkeypatch.setattr(door, "publish", counted)
    return times


def keep_flag(catalogue, id="f1", company="works", visibility=Visibility.PUBLIC, **asked):
    school = next(one.id for one in TOWN.organisations)
    first = begun(id, company, school, NOW - timedelta(days=40), key=SKILL.key, visibility=visibility, **asked)
    with catalogue.rows(write=True) as session:
        flags.flag(session, id, first.events[0])


def test_it_is_worked_out_once_until_somebody_writes_or_a_day_begins(catalogue, worked_out):
    assert catalogue.published(NOW).flags == ()
    keep_flag(catalogue)
    first = catalogue.published(NOW)
    assert [flag.id for flag in first.flags] == ["f1"]
    assert catalogue.published(NOW + timedelta(hours=3)) is first
    assert len(worked_out) == 2
    with catalogue.rows(write=True) as session:
        flags.add(session, "f1", lambda flag: next_event(flag, Action.WITHDRAW), 1)
    assert catalogue.published(NOW).flags == ()
    with catalogue.rows(write=True) as session:
        openings.state(session, "works", TOWN.roles[0].id, 2027, Interval(1, 2, 3), Visibility.PUBLIC, NOW)
    assert [one.organisation for one in catalogue.published(NOW).openings] == ["works"]
    tomorrow = catalogue.published(NOW + timedelta(days=1))
    assert tomorrow.today == first.today + timedelta(days=1)
    assert len(worked_out) == 5


def test_a_day_begins_by_the_towns_clocks(catalogue):
    assert catalogue.published(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)).month.isoformat() == "2027-01-01"
    assert catalogue.published().today >= NOW.date().replace(year=2026, month=1, day=1)


def test_what_the_catalogue_does_not_know_shows_as_soon_as_it_does(catalogue):
    keep_flag(catalogue, company="mill")
    assert catalogue.published(NOW).flags == ()
    mill = replace(TOWN.organisations[0], id="mill", name="Mill")
    with catalogue.edit() as session:
        replace_catalogue(session, replace(TOWN, organisations=(*TOWN.organisations, mill)))
    assert [flag.company for flag in catalogue.published(NOW).flags] == ["mill"]


def test_threads_that_ask_at_once_have_it_worked_out_once(catalogue, worked_out):
    keep_flag(catalogue)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: catalogue.published(NOW), range(32)))
    assert len({id(each) for each in found}) == len(worked_out) == 1


def test_three_companies_that_are_not_named_are_a_pool(catalogue):
    for number in range(3):
        assert catalogue.published(NOW).pools == {}
        keep_flag(catalogue, f"f{number}", f"c{number}", Visibility.POOLED)
    assert catalogue.published(NOW).pools[SKILL].companies == 3


def test_a_page_made_before_another_process_wrote_is_never_shown_again(catalogue):
    def page(environ, start_response):
        keep(environ, ())
        start_response("200 OK", [("Content-Type", "text/html")])
        return [f"{len(catalogue.published(NOW).flags)} flags".encode()]

    visitor = Client(PageCache(page, catalogue.newest))
    assert visitor.get("/en/gaps").data == b"0 flags"
    address = catalogue.engine.url.render_as_string(hide_password=False)
    for number in (1, 2):
        other = SPAWN.Process(target=flag_from_elsewhere, args=(address, f"f{number}", SKILL.key))
        other.start()
        other.join(60)
        assert other.exitcode == 0
        assert visitor.get("/en/gaps").data == f"{number} flags".encode()
    assert catalogue.newest().gaps == 2


def test_rows_that_are_no_flags_leave_the_pages_alone(catalogue):
    before = catalogue.newest()
    with catalogue.rows(write=True) as session:
        flags.lapse(session, NOW.date(), NOW)
    assert catalogue.newest() == before
