"""The demo town in full swing: everything in it was made by the doors of the program, and every page of it shows."""

from __future__ import annotations

import contextlib
import re
import sqlite3
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from pathways.catalogue import Catalogue
from pathways.config import HERE, Settings
from pathways.demo.showing import NotForShowing, fill
from pathways.domain import guidance as domain
from pathways.domain.flags import Action, State, state_on
from pathways.domain.guidance import Stage
from pathways.domain.rights import AccountKind
from pathways.store import edits, flags, guidance, openings, proposals, reports, scenarios
from pathways.store.edit_tables import Via
from pathways.store.engine import make_engine
from pathways.store.guidance_tables import GuidanceRow
from pathways.store.health import examine
from pathways.store.marks import mark_demo
from pathways.store.schema import upgrade
from pathways.store.seeds import read_folder
from pathways.store.steward_tables import Stands
from pathways.web import create_app, touring
from tests.addresses import LANGUAGES, first_and_last, pages
from tests.caches import cache_in
from tests.conftest import EXAMPLE_TOWN
from tests.people import stranger
from tests.visiting import Visited, check_page
from tests.web.test_queries import MOST_OWN, Counting

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

NOW = datetime.now(UTC)
ROW = re.compile(r'INSERT INTO "(?!catalogue")')
"""Every row but the one that says when the facts were loaded."""


def town():
    return read_folder(EXAMPLE_TOWN)


def settings_in(folder: Path, **more: object) -> Settings:
    url = f"sqlite:///{folder / 'demo.db'}"
    return Settings(database_url=url, cache_dir=cache_in(folder), secret_key="only-for-tests", **more)


def new_catalogue(settings: Settings, *, demo: bool = True) -> Catalogue:
    engine = make_engine(settings.database_url)
    upgrade(engine)
    catalogue = Catalogue(engine)
    if demo:
        with catalogue.rows(write=True) as session:
            mark_demo(session, NOW)
    return catalogue


@pytest.fixture(scope="module")
def shown(tmp_path_factory) -> Flask:
    """The application of `pathways serve --demo --example`."""
    settings = settings_in(tmp_path_factory.mktemp("shown"), demo=True, example=True)
    catalogue = new_catalogue(settings)
    assert fill(catalogue, settings, town, NOW)
    app = create_app(settings, catalogue)
    app.testing = True
    return app


@pytest.fixture
def rows(shown):
    with shown.extensions["pathways"].rows() as session:
        yield session


def sitting_at_it(app: Flask, kind: AccountKind | None = None) -> FlaskClient:
    visitor = stranger(app, address="127.0.0.1")
    if kind is not None:
        assert visitor.post(f"/en/sign-in/demo/{kind}").status_code == 303
    return visitor


def everything(database: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(database)) as opened:
        return list(opened.iterdump())


def test_there_is_a_flag_in_every_state(rows):
    found = flags.every(rows)
    assert {flag.state for flag in found} == set(State)
    today = NOW.astimezone(HERE).date()
    assert [flag.id for flag in found if state_on(flag, today) is not flag.state] == []  # the clock has been there
    assert {event.action for flag in found for event in flag.events} >= set(Action) - {Action.EDIT, Action.RENEW}


def test_what_was_delivered_waits_as_a_proposed_change(rows):
    waiting = {row.flag_id for row in flags.waiting_changes(rows)}
    assert touring.DELIVERED in waiting
    assert "demo-flag-confirmed" not in waiting
    assert len(proposals.open_ones(rows)) == 2
    declined = [one for one in proposals.unsettled(rows) if one.state is Stands.DECLINED]
    assert [one.organisation for one in declined] == ["example-college"]


def test_every_history_goes_forward_in_time_and_ends_before_now(rows):
    for flag in flags.every(rows):
        moments = [event.at for event in flag.events]
        assert moments == sorted(moments), flag.id
        assert moments[-1] < NOW, flag.id
    made = [one.hand.at for one in reversed(edits.edits(rows))]
    assert made == sorted(made)
    assert made[-1] < NOW


def test_there_are_talks_in_every_part_and_one_with_a_return_visit(shown, rows):
    moment = NOW + timedelta(minutes=1)
    talks = [guidance.find(rows, id, moment) for id in ("demo-talk-start", touring.EXPLORING, touring.NARROWING)]
    assert [guidance.is_open(row, moment) for row in talks] == [True] * 3
    assert [domain.from_json(row.talk).stage for row in talks] == [Stage.START, Stage.EXPLORE, Stage.NARROW]
    back = guidance.find(rows, touring.BACK, moment)
    assert domain.from_json(back.talk).stage is Stage.NEXT
    assert back.finished_at is not None
    assert len(guidance.visits_of(rows, touring.BACK)) == 2
    of_class = [row for row in rows.exec(select(GuidanceRow)).all() if row.class_id == touring.CLASS_TODAY]
    assert len(of_class) == 24
    assert 0 < sum(row.version > 1 for row in of_class) < 24


def test_no_two_talks_go_by_the_same_name(rows):
    labels = [row.label for row in rows.exec(select(GuidanceRow)).all()]
    assert len(labels) == len(set(labels))


def test_openings_scenarios_reports_and_edits_are_there(shown, rows):
    assert len({one.organisation for one in openings.history(rows)}) == 3
    kept = [scenarios.saved_by(rows, id) for id in range(1, 20)]
    assert sum(map(len, kept)) == 4
    assert len(reports.waiting(rows)) == 2
    vias = [one.hand.via for one in edits.edits(rows)]
    assert {Via.FORM, Via.UNDO, Via.SEEN, Via.PROPOSAL} <= set(vias)
    published = shown.extensions["pathways"].published()
    assert [pool.companies for pool in published.pools.values()] == [3]
    assert published.median_days is not None


def test_the_database_is_sound(shown):
    ill = [finding for finding in examine(shown.extensions["pathways"].engine) if not finding.sound]
    assert ill == []


def test_a_second_start_adds_nothing(tmp_path):
    settings = settings_in(tmp_path)
    catalogue = new_catalogue(settings)
    began = time.process_time()
    assert fill(catalogue, settings, town, NOW)
    assert time.process_time() - began < 20  # a few seconds, on any machine
    before = everything(settings.database_file)
    assert not fill(catalogue, settings, town, NOW + timedelta(days=3))
    assert everything(settings.database_file) == before


def test_a_start_that_was_stopped_is_taken_up_where_it_stopped(tmp_path, monkeypatch):
    settings = settings_in(tmp_path)
    catalogue = new_catalogue(settings)
    with monkeypatch.context() as cut:
        cut.setattr("pathways.demo.showing.talk_all", lambda _told: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            fill(catalogue, settings, town, NOW)
    assert fill(catalogue, settings, town, NOW)
    with catalogue.rows() as session:
        assert len(flags.every(session)) == len({flag.id for flag in flags.every(session)})
        assert guidance.find(session, touring.BACK, NOW)
        assert sum(one.hand.via is Via.UNDO for one in edits.edits(session)) == 1


def test_the_same_moment_gives_the_same_state(tmp_path):
    """But for when the facts were loaded, and the stamps of the accounts, which sign people in."""
    found = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        settings = settings_in(tmp_path / name)
        fill(new_catalogue(settings), settings, town, NOW)
        with contextlib.closing(sqlite3.connect(settings.database_file)) as opened:
            stamps = [stamp for (stamp,) in opened.execute("SELECT stamp FROM account")]
        told = [line for line in everything(settings.database_file) if ROW.match(line)]
        found.append(re.sub("|".join(map(re.escape, stamps)), "…", "\n".join(told)))
    assert found[0] == found[1]


@pytest.mark.parametrize("day", ["2027-01-01", "2028-02-29", "2027-03-28", "2031-12-31"])
def test_it_can_be_told_on_any_day(tmp_path, day):
    settings = settings_in(tmp_path, session_days=3)
    moment = datetime.fromisoformat(f"{day}T00:10").replace(tzinfo=UTC)
    catalogue = new_catalogue(settings)
    assert fill(catalogue, settings, town, moment)
    with catalogue.rows() as session:
        assert {flag.state for flag in flags.every(session)} == set(State)
        assert guidance.find(session, touring.BACK, moment)
        planned = [
            (event.plan.intake, event.at) for flag in flags.every(session) for event in flag.events if event.plan
        ]
    assert [one for one in planned if one[0] < f"{one[1]:%Y-%m}"] == []  # as the form has it: a month still to come


def test_a_database_that_was_not_made_for_it_is_refused_and_left_alone(tmp_path, real_facts):
    from pathways.store.edits import Hand

    settings = settings_in(tmp_path)
    catalogue = new_catalogue(settings, demo=False)
    before = everything(settings.database_file)
    with pytest.raises(NotForShowing, match="PATHWAYS_DATABASE_URL"):
        fill(catalogue, settings, town, NOW)
    assert everything(settings.database_file) == before
    with catalogue.rows(write=True) as session:
        mark_demo(session, NOW)
    catalogue.replace(real_facts, Hand(NOW, Via.SEED))
    with pytest.raises(NotForShowing, match="Kalundborg"):
        fill(catalogue, settings, town, NOW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_shows(shown, language):
    """All that anybody may see, as the walks of `tests/addresses.py` find it."""
    client, graph = stranger(shown), shown.extensions["pathways"].graph()
    for address in pages(shown, graph, language, first_and_last):
        page = Visited(address, client.get(address))
        assert page.response.status_code == 200, f"{address}: {page.response.status}"
        check_page(page)


def test_the_tour_asks_little(shown, monkeypatch):
    monkeypatch.setattr(shown, "wsgi_app", shown.wsgi_app)  # put back what counts
    counting = Counting(shown)
    for visitor in (sitting_at_it(shown), sitting_at_it(shown, AccountKind.EDITOR)):
        assert visitor.get("/en/demo").status_code == 200
    assert 0 < counting.most["touring.show_tour"] <= MOST_OWN


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stop_of_the_tour_shows_to_whom_it_is_for(shown, language):
    visitor = sitting_at_it(shown)
    tour = Visited(f"/{language}/demo", visitor.get(f"/{language}/demo"))
    check_page(tour)
    assert {form.get("action").rpartition("/")[2] for form in tour.all(".walk form")} == set(AccountKind)
    for link in tour.all(".walk a.stop"):
        check_page(Visited(link.get("href"), visitor.get(link.get("href"))))
    for form in tour.all(".walk form"):
        (wanted,) = [field.get("value") for field in form.cssselect("input[name=next]")]
        assert wanted.startswith(f"/{language}/")
        answer = visitor.post(form.get("action"), data={"next": wanted})
        assert answer.location == wanted
        page = Visited(wanted, visitor.get(wanted))
        assert page.response.status_code == 200, wanted
        check_page(page)


@pytest.mark.parametrize("kind", AccountKind)
def test_what_an_account_begins_with_leads_on_without_a_fault(shown, kind):
    visitor = sitting_at_it(shown, kind)
    begun = visitor.post(f"/en/sign-in/demo/{kind}").location
    for address in {begun, *Visited(begun, visitor.get(begun)).links()}:
        if "." not in address.rpartition("/")[2]:
            answer = visitor.get(address)
            assert answer.status_code in {200, 303}, f"{address}: {answer.status}"


def test_elsewhere_the_tour_offers_no_sign_ins(shown):
    text = stranger(shown).get("/en/demo").text
    assert "/sign-in/demo/" not in text
    assert "/en/map" in text


def test_the_band_says_all_of_it_once_and_leads_to_the_tour(shown):
    page = Visited("/da/", stranger(shown).get("/da/"))
    (band,) = page.all(".band")
    assert [link.get("href") for link in band.cssselect("a")] == ["/da/demo"]
    plain = create_app(replace(shown.config["PATHWAYS"], example=False), shown.extensions["pathways"])
    assert len(Visited("/da/", stranger(plain).get("/da/")).all(".band")) == 2


def test_without_the_option_there_is_no_tour(house):
    assert stranger(house).get("/en/demo").status_code == 404
