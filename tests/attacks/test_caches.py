"""Caches: no visitor gets another's page, another language, another part, or what somebody's header made of it."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest

from pathways.domain.rights import AccountKind
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.web.rights import PUBLIC, RULES
from tests.asking_companies import town_of_companies
from tests.attacks.settling import other_level, settle
from tests.attacks.walking import KINDS, STRANGER, Walk, doors, endpoint_of, visitor
from tests.attacks.weapons import MARK
from tests.conftest import make_app
from tests.people import stranger

pytestmark = pytest.mark.slow
UNKEYED = {
    "Accept-Language": "da, de;q=0.9",
    "Cookie": f"session={MARK}; language=da; talk={MARK}",
    "User-Agent": MARK,
    "Referer": f"https://{MARK}.example/",
    "Origin": f"https://{MARK}.example",
    "X-Forwarded-Host": f"{MARK}.example",
    "X-Forwarded-Proto": "https",
    "X-Original-URL": "/en/account",
    "Authorization": f"Basic {MARK}",
    "HX-Current-URL": f"https://{MARK}.example/",
    "HX-Prompt": MARK,
    "HX-Trigger": MARK,
    "Range": "bytes=0-3",
    "If-Modified-Since": "Wed, 21 Oct 2026 07:28:00 GMT",
}
PARTS = (
    {},
    {"HX-Request": "true", "HX-Target": "main"},
    {"HX-Request": "true", "HX-Target": "found"},
    {"HX-Request": "true", "HX-Target": "main", "HX-Boosted": "true"},
    {"HX-Request": "true", "HX-Target": "main", "HX-History-Restore-Request": "true"},
)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return make_app(town_of_companies(), tmp_path_factory.mktemp("caches"))


@pytest.fixture(scope="module")
def people(house):
    """Everybody, with something of their own; what they read goes through the same cache."""
    made = {kind: visitor(house, kind) for kind in KINDS}
    made["student"] = settle(house, made)
    return made


@pytest.fixture(scope="module")
def public(house):
    """The public pages and files, in both languages."""
    graph = house.extensions["pathways"].graph()
    every = [address for language in ("en", "da") for address in doors(house, graph, language)]
    asked = {one: stranger(house).get(one) for one in every if RULES[endpoint_of(house, one)] is PUBLIC}
    good = [one for one, answer in asked.items() if answer.status_code == 200 and one.startswith(("/en/", "/da/"))]
    found = [one for one in good if asked[one].mimetype != "application/pdf"]  # tells the second it was made in
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def for_programs(house):
    """What programs ask, where there is something; one address each, whose language the asking program chooses."""
    every = doors(house, house.extensions["pathways"].graph(), "en")
    asked = [one for one in dict.fromkeys(every) if one.startswith("/api/") and "<" not in one]
    found = [one for one in asked if stranger(house).get(one).status_code == 200]
    assert len(found) > 8
    return found


def fresh(house):
    """Empty the page cache, as an edit does; a second edit puts back what it was."""
    catalogue = house.extensions["pathways"]
    for _ in range(2):
        level = 13 - catalogue.graph().facts.roles[0].eqf
        wanted = [other_level(catalogue.graph().facts, level)]
        catalogue.change(lambda _, wanted=wanted: wanted, Hand(datetime.now(UTC), Via.FORM))


@pytest.mark.parametrize("poison", UNKEYED)
def test_what_one_visitor_sends_along_is_in_no_other_visitors_page(house, public, poison):
    fresh(house)
    for address in public:
        first = stranger(house).get(address, headers={poison: UNKEYED[poison]})
        second = stranger(house).get(address)
        assert first.get_data() == second.get_data(), address
        assert first.status_code == second.status_code == 200, address
        assert MARK.encode() not in first.get_data(), address
        assert f"{MARK}.example" not in str(first.headers), address


@pytest.mark.parametrize("poison", [name for name in UNKEYED if name != "Accept-Language"])
def test_what_one_program_sends_along_is_in_no_other_programs_answer(house, for_programs, poison):
    fresh(house)
    for address in for_programs:
        first = stranger(house).get(address, headers={poison: UNKEYED[poison]})
        second = stranger(house).get(address)
        assert first.get_data() == second.get_data(), address
        assert MARK.encode() not in first.get_data(), address
        assert MARK not in str(first.headers), address


@pytest.mark.parametrize("order", [("da", "en"), ("en", "da")])
def test_a_program_gets_its_own_language_whoever_asked_before(house, for_programs, order):
    fresh(house)
    for address in for_programs:
        for language in order:
            answer = stranger(house).get(address, headers={"Accept-Language": language})
            other = stranger(house).get(address, headers={"Accept-Language": {"da": "en", "en": "da"}[language]})
            assert "Accept-Language" in answer.headers["Vary"], address
            only = address.endswith("openapi.json")  # the description of the API is in one language
            assert answer.headers["Content-Language"] == ("en" if only else language), address
            assert (answer.get_data() == other.get_data()) == only, address
            assert (answer.headers["ETag"] == other.headers["ETag"]) == only, address


def test_a_language_is_a_page_of_its_own(house, public):
    fresh(house)
    for address in public:
        page = stranger(house).get(address, headers={"Accept-Language": "en"})
        if page.mimetype == "text/html":
            assert f'<html lang="{address[1:3]}"' in page.text, address
            assert page.headers.get("Content-Language", address[1:3]) == address[1:3]


def test_the_address_without_a_language_is_kept_by_no_shared_cache(house):
    for wanted in ("da", "en", "da"):
        answer = stranger(house).get("/", headers={"Accept-Language": wanted})
        assert answer.location == f"/{wanted}/"
        assert "Accept-Language" in answer.headers["Vary"]
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("order", [*permutations(range(3), 2), (3, 0), (4, 0), (1, 3), (1, 4)])
def test_a_part_is_never_a_page(house, public, order):
    """Whoever comes first; and one that was never asked for before comes out the same."""
    expected = {}
    for address in public:
        expected[address] = stranger(house).get(address, headers=PARTS[order[1]]).get_data()
    fresh(house)
    for address in public:
        stranger(house).get(address, headers=PARTS[order[0]])
        answer = stranger(house).get(address, headers=PARTS[order[1]])
        whole = b"<!doctype html" in answer.get_data()[:40].lower()
        if answer.mimetype == "text/html":
            assert whole == (order[1] in {0, 3, 4}), address
            assert {"HX-Request", "HX-Target"} <= {one.strip() for one in answer.headers["Vary"].split(",")}, address
        assert answer.get_data() == expected[address], address


def test_an_etag_of_one_page_is_no_etag_of_another(house, public):
    seen: dict[str, str] = {}
    for address in public:
        for headers in PARTS[:3]:
            answer = stranger(house).get(address, headers=headers)
            tag = answer.headers.get("ETag")
            if tag:
                known = seen.setdefault(tag, answer.get_data())
                assert known == answer.get_data(), f"{address}: one ETag for two answers"
    assert len(seen) > 100


@pytest.mark.parametrize("kind", [*AccountKind, "student"])
def test_a_public_page_is_the_same_for_everybody(house, people, public, kind):
    """Who is signed in reads it first, out of an empty cache; a stranger then gets nothing of theirs."""
    fresh(house)
    for address in public:
        own = people[kind].get(address)
        others = house.test_client(use_cookies=False).get(address)
        assert own.get_data() == others.get_data(), address
        assert "Set-Cookie" not in own.headers, address


def test_what_is_somebodys_own_is_kept_nowhere(house, people):
    """Each reads all that they may, twice; nothing of it has a tag, may be stored, or reaches anybody else."""
    graph, seen = house.extensions["pathways"].graph(), 0
    for kind, client in people.items():
        walk = Walk(house, kind, client).run(*doors(house, graph, "en"), sending=False, everything=False)
        for address, page in walk.pages.items():
            if RULES[page.endpoint] is PUBLIC:
                continue
            seen += 1
            answer = client.get(address)
            assert answer.headers["Cache-Control"] == "no-store", address
            assert "ETag" not in answer.headers, address
            assert client.get(address, headers={"If-None-Match": "*"}).status_code == 200, address
            if kind != STRANGER and RULES[page.endpoint].kinds:
                other = house.test_client(use_cookies=False).get(address)
                assert other.status_code == 303, address
                assert "/sign-in" in other.location, address
    assert seen > 40


def test_paths_that_look_alike_are_not_one_page(house):
    """A shared cache keeps `/en/account/x.css` because of its ending: it must hold nothing of an account."""
    editor = visitor(house, AccountKind.EDITOR)
    assert "Some editor" in editor.get("/en/account").text
    for tail in ("/x.css", "/.css", ";x.css", "%2fx.css", "%3b.css", "/..%2fx.css", "%00.css", "?x.css", "/../x.css"):
        answer = editor.get(f"/en/account{tail}")
        assert answer.headers["Cache-Control"] == "no-store" or "Some editor" not in answer.text, tail
        assert answer.status_code in {200, 303, 308, 400, 404}


def test_a_wrong_page_is_not_kept_as_a_right_one(house):
    for address in ("/en/roles/analyst", "/en/map"):
        refused = stranger(house).post(address)
        assert refused.status_code == 405
        assert stranger(house).get(f"{address}?kind={MARK}&sort={MARK}").status_code in {200, 422}
        assert stranger(house).open(address, method="HEAD").get_data() == b""
        page = stranger(house).get(address)
        assert page.status_code == 200
        assert MARK not in page.text
        assert "</html>" in page.text
