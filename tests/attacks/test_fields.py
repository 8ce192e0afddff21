"""What is sent in a body: every form that anybody finds, every route that takes one, every field that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pathways.domain.rights import AccountKind
from pathways.web.rights import RULES, TALK
from tests.asking_companies import town_of_companies
from tests.attacks.conftest import listened
from tests.attacks.settling import settle
from tests.attacks.walking import KINDS, STRANGER, Target, Walk, Watched, as_form, doors, learn, visitor, with_value
from tests.attacks.weapons import EVERY, MARK, WEAPONS, faults_of
from tests.conftest import make_app
from tests.people import stranger
from tests.talks import begin_talk
from tests.web.test_rights import address_of, routes

if TYPE_CHECKING:
    from flask import Flask

pytestmark = pytest.mark.slow
READ = {"GET", "HEAD", "OPTIONS"}
FIRST = next(iter(WEAPONS))


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    app = make_app(town_of_companies(), tmp_path_factory.mktemp("fields"))
    app.request_class = Watched
    app.extensions["heard"] = listened(app)
    return app


def kinds_of(app: Flask, target: Target) -> list[str]:
    """Give what tells two forms of one route apart: `change/next` and `change/add`, not the talks."""
    _, values = app.url_map.bind("localhost").match(target.path, target.method)
    return [str(value) for name, value in values.items() if name not in {"lang", "id", "revision"}]


@pytest.fixture(scope="module")
def targets(house) -> list[Target]:
    """Each route that takes a body, as each kind of visitor who may send it, with values that it can use."""
    people = {kind: visitor(house, kind) for kind in KINDS}
    people["student"] = settle(house, people)
    graph, found = house.extensions["pathways"].graph(), {}
    for kind, client in people.items():
        walk = Walk(house, kind, client).run(*doors(house, graph, "en"), sending=False, everything=kind == STRANGER)
        for form in walk.forms:
            found.setdefault((form.endpoint, *kinds_of(house, form)), form)
    known = {endpoint for endpoint, *_ in found}
    for rule, method in routes(house):
        if method not in READ and rule.endpoint not in known:
            kinds = RULES[rule.endpoint].kinds
            kind = STRANGER if not kinds else min(kinds)
            found[rule.endpoint, method] = Target(rule.endpoint, method, address_of(house, rule), kind)
    for target in found.values():
        client = people.get(target.kind) or visitor(house, target.kind)
        names = learn(house, target, client)
        target.given += [(name, "") for name in sorted(names - {name for name, _ in target.given})]
    return list(found.values())


def test_every_route_that_takes_a_body_is_among_them(house, targets):
    wanted = {rule.endpoint for rule, method in routes(house) if method not in READ}
    assert {target.endpoint for target in targets} == wanted
    assert sum(len(target.given) for target in targets) > 120


@pytest.mark.parametrize("weapon", EVERY)
def test_no_field_gives_in(house, targets, weapon):
    faults, seen, value = [], set(), WEAPONS[weapon].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    people = {kind: visitor(house, kind) for kind in KINDS}
    talk = begin_talk(house, people[AccountKind.COUNSELLOR])
    people["student"] = talk.join()
    for target in targets:
        address = target.address
        if RULES[target.endpoint] is TALK:
            tail = address.partition("/talks/")[2].partition("/")[2]
            address = f"{talk.address}/{tail}" if tail else talk.address
        for name in sorted({name for name, _ in target.given} | {MARK}):
            if (target.endpoint, name) in seen and weapon != FIRST:
                continue  # the first weapon meets every field of every form, the others one of each name
            seen.add((target.endpoint, name))
            client = people[target.kind]
            client.environ_base["REMOTE_ADDR"] = stranger(house).environ_base["REMOTE_ADDR"]
            answer = client.open(address, method=target.method, data=as_form(with_value(target, name, value)))
            faults += [f"{target}, {name}: {fault}" for fault in faults_of(answer)]
            if "/sign-in" in (answer.location or "") and target.kind != STRANGER:
                people[target.kind] = visitor(house, target.kind)  # this one was signed out
    assert faults == []
    assert house.extensions["heard"] == []
