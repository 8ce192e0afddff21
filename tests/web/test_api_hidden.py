"""What is not public is in no answer: not a word of it, and not a figure moves for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from pathways.config import HERE, Settings
from pathways.domain.flags import Action, Actor, Visibility
from pathways.domain.graph import Graph
from pathways.domain.nouns import Interval
from pathways.store import flags, openings
from pathways.web import create_app
from tests.builders import ASSUMED, STATED
from tests.caches import cache_in
from tests.conftest import make_app
from tests.histories import begun, next_event
from tests.people import make_account
from tests.programs import addresses, parts_of, read
from tests.published_flags import TODAY
from tests.worlds import DERIVED, bent, whole_town

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask

    from pathways.domain.flags import Event, Flag
    from pathways.domain.nouns import Facts

pytestmark = pytest.mark.usefixtures("in_their_year")

LONG_AGO = datetime.combine(TODAY - timedelta(days=60), time(0, 30), HERE)
"""Half past midnight, when it is still the day before by UTC."""
BY = date(2031, 5, 17)
PEOPLE, WANTED = 733, 877
SECRETS = ("zz-tried", "zz-words", "zz-comment", "zz-account", BY.isoformat(), "zz-flag")
PUBLIC_FLAG = {
    "company",
    "words",
    "level",
    "role",
    "shows",
    "people",
    "state",
    "addressee",
    "since",
    "answered",
    "plan",
}


class Towns:
    """The same town twice: with what is public, and with what is not as well."""

    def __init__(self, facts, mktemp: Callable[[], Path]) -> None:
        self.bare, self.full = (make_app(facts, mktemp()) for _ in range(2))
        self.graph = self.bare.extensions["pathways"].graph()
        kinds: dict[str, list[str]] = {}
        for one in self.graph.organisations.values():
            kinds.setdefault(one.kind, []).append(one.id)
        self.companies, self.school = kinds["company"], kinds["institution"][0]
        self.seen, self.hidden, self.pooled = list(self.graph.skills)[:3]
        self.role = next(id for id in self.graph.roles if len(self.graph.feeds_to(id)) > 1)
        for app in (self.bare, self.full):
            self.say_what_is_public(app)
        self.say_what_is_not(self.full)

    def say_what_is_public(self, app: Flask) -> None:
        flag = self.begun("zz-flag-public", self.companies[0], self.seen, Visibility.PUBLIC, words="")
        answered = next_event(flag, Action.ACKNOWLEDGE, at=LONG_AGO + timedelta(days=3))
        with app.extensions["pathways"].rows(write=True) as session:
            flags.flag(session, flag.id, flag.events[0])
            flags.add(session, flag.id, lambda _flag: answered, flag.seen)
        pool = [
            self.begun(f"zz-flag-{one}", one, self.pooled, Visibility.POOLED, words="zz-words")
            for one in self.companies[:3]
        ]
        self.keep(app, pool)

    def say_what_is_not(self, app: Flask) -> None:
        hidden = [
            self.begun(f"zz-flag-addressed-{one}", one, self.hidden, Visibility.ADDRESSED, words="zz-words")
            for one in self.companies[:3]
        ]
        hidden += [
            self.begun(f"zz-flag-two-{one}", one, self.hidden, Visibility.POOLED, words="zz-words")
            for one in self.companies[:2]
        ]
        self.keep(app, hidden)
        year = TODAY.year + 1
        with app.extensions["pathways"].rows(write=True) as session:
            flags.add(session, "zz-flag-public", self.commented, 2)
            said = zip(self.companies, (Visibility.ADDRESSED, Visibility.POOLED, Visibility.POOLED), strict=False)
            for company, visibility in said:
                people = Interval(WANTED, WANTED, WANTED)
                openings.state(session, company, self.role, year, people, visibility, LONG_AGO)
        make_account(app, "company", organisation_id=self.companies[0], name="zz-account", email="zz-account@x.example")

    def begun(self, id: str, company: str, key: str, visibility: Visibility, *, words: str) -> Flag:
        more = {"key": key, "visibility": visibility, "people": PEOPLE, "by": BY, "tried": "zz-tried", "role": ""}
        return begun(id, company, self.school, LONG_AGO, words=words, **more)

    @staticmethod
    def commented(flag: Flag) -> Event:
        event = next_event(flag, Action.COMMENT, Actor.INSTITUTION, LONG_AGO + timedelta(days=5))
        return replace(event, words="zz-comment")

    @staticmethod
    def keep(app: Flask, found: list[Flag]) -> None:
        with app.extensions["pathways"].rows(write=True) as session:
            for flag in found:
                flags.flag(session, flag.id, flag.events[0])


@pytest.fixture(scope="module")
def towns(example_facts, tmp_path_factory) -> Towns:
    return Towns(example_facts, lambda: tmp_path_factory.mktemp("town"))


def test_what_is_not_public_moves_nothing_and_is_nowhere(towns):
    count = 0
    for address in addresses(towns.graph):
        with_all, without = read(towns.full, address), read(towns.bare, address)
        assert with_all == without, address
        values = list(parts_of(with_all))
        told = [value for value in values if isinstance(value, str)]
        assert [value for value in told for secret in SECRETS if secret in value] == [], address
        assert not {PEOPLE, WANTED} & {value for value in values if isinstance(value, int | float)}, address
        for part in values:
            if isinstance(part, dict) and "shows" in part:
                assert set(part) == PUBLIC_FLAG, address
                count += 1
    assert count


FILTERS = {"group": "skill_groups", "focus": "focus_areas", "family": "families"}


def of_gaps(graph) -> list[str]:
    """Every way to look at the gap board through a filter, an order or in parts."""
    filters = [f"{name}={id}" for name, held in FILTERS.items() for id in getattr(graph, held)]
    filters += [f"{one}&{two}" for one in ("rows=skill", "rows=group") for two in ("only=flagged", "only=white", "")]
    filters += [f"columns=all&sort={sort}" for sort in ("pressure", "name")]
    return [*filters, *(f"limit=1&offset={at}" for at in range(len(graph.skills)))]


def test_no_filter_order_or_part_of_the_gap_board_tells_more_than_the_whole(towns):
    for query in of_gaps(towns.graph):
        answers = [app.test_client().get(f"/api/v1/gaps?{query.rstrip('&')}") for app in (towns.full, towns.bare)]
        assert answers[0].status_code == 200, query
        assert answers[0].data == answers[1].data, query


@pytest.mark.parametrize("address", ["/gaps", "/town", "/openapi.json", "/roles?limit=3"])
def test_nobody_learns_from_a_name_of_an_answer_when_something_hidden_is_written(example_facts, tmp_path, address):
    app = make_app(example_facts, tmp_path)
    client, catalogue = app.test_client(), app.extensions["pathways"]
    kinds = {one.kind: one.id for one in catalogue.graph().organisations.values()}
    role = next(iter(catalogue.graph().roles))
    first = client.get(f"/api/v1{address}")
    told = {"visibility": Visibility.ADDRESSED, "key": next(iter(catalogue.graph().skills))}
    event = begun("f1", kinds["company"], kinds["institution"], **told).events[0]
    with catalogue.rows(write=True) as session:
        flags.flag(session, "f1", event)
        people = Interval(9, 9, 9)
        openings.state(session, kinds["company"], role, 2027, people, Visibility.ADDRESSED, LONG_AGO)
    again = client.get(f"/api/v1{address}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.status_code == 304


class Still:
    """A catalogue that nobody writes to."""

    def __init__(self, facts: Facts) -> None:
        self.graph_now = Graph(facts)

    def graph(self) -> Graph:
        return self.graph_now


@pytest.mark.parametrize(
    ("likely", "evidence", "shown"),
    [
        pytest.param(3, STATED, True, id="a small count that a source printed is shown as printed"),
        pytest.param(3, ASSUMED, False, id="a small one that nobody printed is not"),
        pytest.param(3, DERIVED, False, id="nor one that was worked out"),
        pytest.param(5, ASSUMED, True, id="from 5 on it is no small one"),
    ],
)
def test_a_small_count_that_no_source_printed_is_null_with_its_reason(tmp_path, likely, evidence, shown):
    facts = bent(
        whole_town(), "flows", 0, people=Interval(likely, likely, likely), share=likely / 16, evidence=evidence
    )
    app = create_app(
        Settings(database_url="sqlite://", cache_dir=cache_in(tmp_path), secret_key="only-for-tests"), Still(facts)
    )
    told = next(one for one in read(app, "/programmes/college")["counts"] if one["kind"] == "employment")
    people = told["people"]
    if shown:
        assert people == {"low": likely, "likely": likely, "high": likely, "why": None}
        assert told["share"] == likely / 16
    else:
        assert (people["low"], people["likely"], people["high"], told["share"]) == (None, None, None, None)
        assert people["why"] == "It is not shown, because it is small or would tell a small number."


@pytest.mark.parametrize(("likely", "shown"), [(3, False), (9, True)])
def test_openings_of_one_employer_are_told_as_the_page_of_the_role_tells_them(tmp_path, likely, shown):
    people = Interval(likely, likely, likely)
    facts = bent(whole_town(), "openings", 0, people=people, evidence=ASSUMED)
    app = create_app(
        Settings(database_url="sqlite://", cache_dir=cache_in(tmp_path), secret_key="only-for-tests"), Still(facts)
    )
    for address in ("/roles/analyst", "/organisations/works"):
        (opening,) = read(app, address)["openings"]
        assert (opening["people"]["likely"], bool(opening["people"]["why"])) == (likely if shown else None, not shown)
    page = app.test_client().get("/en/roles/analyst").get_data(as_text=True)
    assert ("fewer than 5" in page) is not shown


def test_what_is_public_is_told_with_its_company_and_pools_without(towns):
    told = {one["id"]: one for one in read(towns.full, "/gaps?limit=200")["items"]}
    (asking,) = told[towns.seen]["asking"]
    (flag,) = asking["named"]
    assert (flag["company"], flag["people"], flag["state"]) == (towns.companies[0], "20+", "acknowledged")
    assert flag["answered"] == (LONG_AGO + timedelta(days=3)).date().isoformat()
    (pooled,) = told[towns.pooled]["asking"]
    assert pooled["named"] == []
    assert pooled["pool"] == {"companies": 3, "people": "20+", "level": 3, "answered": None}
    assert told[towns.hidden]["asking"] == []


def test_what_a_company_states_in_public_counts_in_the_outlook(towns, example_facts, tmp_path):
    """Or the test above would hold of an outlook that looks at nothing that companies say."""
    app = make_app(example_facts, tmp_path)
    year = TODAY.year + 1
    before = read(app, f"/outlook/roles/{towns.role}")
    with app.extensions["pathways"].rows(write=True) as session:
        people = Interval(WANTED, WANTED, WANTED)
        openings.state(session, towns.companies[0], towns.role, year, people, Visibility.PUBLIC, LONG_AGO)
    after = read(app, f"/outlook/roles/{towns.role}")
    wanted = [next(one["openings"] for one in told["years"] if one["year"] == year) for told in (before, after)]
    assert wanted[0] is None or wanted[0]["p50"] < WANTED
    assert wanted[1]["p50"] >= WANTED
