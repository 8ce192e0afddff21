"""What is not public is in no answer: not a word of it, and not a figure moves for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from pathways.domain.flags import Action, Actor, Visibility
from pathways.domain.nouns import Interval
from pathways.store import flags, openings
from tests.conftest import make_app
from tests.histories import begun, next_event
from tests.people import make_account
from tests.programs import addresses, parts_of, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask

    from pathways.domain.flags import Event, Flag

LONG_AGO = datetime.now(UTC) - timedelta(days=60)
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
        year = datetime.now(UTC).year + 1
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
    year = datetime.now(UTC).year + 1
    before = read(app, f"/outlook/roles/{towns.role}")
    with app.extensions["pathways"].rows(write=True) as session:
        people = Interval(WANTED, WANTED, WANTED)
        openings.state(session, towns.companies[0], towns.role, year, people, Visibility.PUBLIC, LONG_AGO)
    after = read(app, f"/outlook/roles/{towns.role}")
    wanted = [next(one["openings"] for one in told["years"] if one["year"] == year) for told in (before, after)]
    assert wanted[0] is None or wanted[0]["p50"] < WANTED
    assert wanted[1]["p50"] >= WANTED
