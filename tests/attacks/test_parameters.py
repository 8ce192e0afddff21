"""What is sent in a query or a path comes back: every parameter of every public route, with every weapon."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import quote, urlencode, urlsplit

import pytest

from pathways.web.rights import DOOR, PUBLIC, RULES
from tests.addresses import QUERIES
from tests.attacks.conftest import listened
from tests.attacks.walking import STRANGER, Target, Watched, doors, endpoint_of, learn, query_of, with_value
from tests.attacks.weapons import EVERY, MARK, WEAPONS, faults_of
from tests.conftest import make_app
from tests.people import stranger
from tests.web.test_rights import routes

pytestmark = pytest.mark.slow
FIRST = next(iter(WEAPONS))


def encoded(pairs: list[tuple[str, str]]) -> str:
    """Write a query as a hostile browser would: half characters too."""
    return "&".join(f"{quote(name)}={quote(value, errors='surrogatepass')}" for name, value in pairs)


@pytest.fixture(scope="module")
def house(example_facts, tmp_path_factory):
    app = make_app(example_facts, tmp_path_factory.mktemp("reflected"))
    app.request_class = Watched
    app.extensions["heard"] = listened(app)
    return app


@pytest.fixture(scope="module")
def parameters(house) -> dict[str, set[str]]:
    """Every address that is read by GET, with some of its faces, and the parameters that each of them asks for."""
    client, found = house.test_client(), defaultdict(set)
    graph = house.extensions["pathways"].graph()
    for address in doors(house, graph, "en"):
        endpoint = endpoint_of(house, address)
        if endpoint is None or RULES[endpoint] not in {PUBLIC, DOOR}:
            continue
        faces = ("", *QUERIES.get(endpoint, ()), *QUERIES.get(endpoint.replace("download", "show_plan"), ()))
        for face in faces:
            whole = address + face.replace("&route=", "&then=x&route=")
            names = learn(house, Target(endpoint, "GET", whole, STRANGER), client)
            found[whole] = names | {name for name, _ in query_of(whole)}
    return found


def test_enough_of_them_are_known(parameters):
    every = {name for names in parameters.values() for name in names}
    assert {"from", "to", "have", "q", "kind", "of", "c", "then", "name", "next", "route", "programme"} <= every
    assert sum(map(len, parameters.values())) > 200


OF_PARTS = ("words", "end of a title", "another header", "nothing of ours")
"""Weapons that a page without a head might meet otherwise; how words are read is the same as for a whole page."""


@pytest.mark.parametrize("weapon", EVERY)
def test_no_parameter_gives_in(house, parameters, weapon):
    """The first weapon on every face of every page, the others once for each parameter of each route."""
    client, faults, seen = stranger(house), [], set()
    for whole, names in parameters.items():
        path = urlsplit(whole).path
        for name in sorted(names | {MARK}):
            if (path, name) in seen and weapon != FIRST:
                continue
            seen.add((path, name))
            given = with_value(Target("", "GET", whole, STRANGER, query_of(whole)), name, WEAPONS[weapon])
            address = f"{path}?{encoded(given)}"
            faults += [f"{address[:200]}: {fault}" for fault in faults_of(client.get(address))]
    assert faults == []
    assert house.extensions["heard"] == []


@pytest.mark.parametrize("weapon", OF_PARTS)
def test_no_part_of_a_page_gives_in(house, parameters, weapon):
    """What htmx asks for comes without a head, and is put into a page that has one."""
    client, faults, value = stranger(house), [], WEAPONS[weapon]
    for whole, names in parameters.items():
        for target in ("main", value if value.isprintable() and value.isascii() and len(value) < 99 else MARK):
            address = f"{urlsplit(whole).path}?{encoded([(name, value) for name in sorted(names)])}"[:3_900]
            headers = {"HX-Request": "true", "HX-Target": target, "HX-Current-URL": f"https://{MARK}.example/"}
            faults += [f"{address[:200]}: {fault}" for fault in faults_of(client.get(address, headers=headers))]
    assert faults == []


@pytest.mark.parametrize("weapon", EVERY)
def test_no_address_gives_in(house, weapon):
    """What stands in the path where a route has an argument, and where there is no route at all."""
    client, faults = stranger(house), []
    value = quote(WEAPONS[weapon], safe="/.:;", errors="surrogatepass")
    paths = {f"/{value}", f"/en/{value}", f"/static/{value}", f"/drawings/{value}.css"}
    for rule, _ in routes(house):
        before, _, after = rule.rule.replace(rule.rule.split("/")[1], "en", 1).partition("<")
        paths |= {f"{before}{value}", f"{before}{value}{after.partition('>')[2].partition('<')[0]}"}
    for path in sorted(paths):
        for method in ("GET", "POST"):
            answer = client.open(path, method=method)
            faults += [f"{method} {path[:200]}: {fault}" for fault in faults_of(answer)]
    assert faults == []
    assert len(paths) > 50


def test_a_query_is_written_as_it_would_come():
    assert encoded([("a", "b c"), ("d", "\ud800")]) == "a=b%20c&d=%ED%A0%80"
    assert urlencode([("a", "b")]) == encoded([("a", "b")])
