"""Who may do what at a talk: every route of one, for every kind of visitor, at one's own and at another's."""

from __future__ import annotations

import re

import pytest

from pathways.domain.rights import KINDS
from pathways.web.talk_changes import CHANGES
from tests.conftest import make_app
from tests.people import signed_in
from tests.talks import begin_talk
from tests.visiting import Visited, check_page

TALK_ROOMS = {"talking", "talk_changes", "talk_notes", "taking_home"}
COUNSELLORS_ONLY = {"talking.finish", "talking.open_again", "talking.renew_link"}
"""Routes at which a student of the talk is told that it is not theirs to do."""
OTHERS = [f"another {kind}" for kind in KINDS]
VISITORS = ["nobody", *OTHERS, "the counsellor", "its student by code", "its student by link", "another's student"]


@pytest.fixture(scope="module")
def guided(real_facts, tmp_path_factory):
    return make_app(real_facts, tmp_path_factory.mktemp("rights"))


@pytest.fixture(scope="module")
def clients(guided):
    return {kind: signed_in(guided, kind) for kind in KINDS} | {"owner": signed_in(guided, "counsellor")}


def routes(app):
    """Every route that is about one talk, by the URL map; a new one is here by itself."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in TALK_ROOMS]
    assert all("id" in rule.arguments for rule in rules)
    return [(rule, method) for rule in rules for method in sorted(rule.methods & {"GET", "POST"})]


def address_of(rule, id):
    values = {"lang": "en", "id": id, "what": "stage", "ending": "json"}
    path = rule.rule
    for name in rule.arguments:
        start, end = next((m.start(), m.end()) for m in re.finditer(rf"<[^<>]*\b{name}>", path))
        path = path[:start] + values[name] + path[end:]
    return path


def visitor(name, guided, clients, talk, fresh_address):
    if name == "nobody":
        return guided.test_client()
    if name == "the counsellor":
        return talk.counsellor
    if name.startswith("another "):
        return clients[name.removeprefix("another ")]
    if name == "another's student":
        return begin_talk(guided, clients["counsellor"]).join()
    if name.endswith("code"):
        return talk.join()
    client = guided.test_client()
    assert client.get(f"/en/g/{talk.secret}", environ_base=fresh_address()).status_code == 303
    return client


@pytest.mark.parametrize("name", VISITORS)
def test_a_talk_is_there_for_the_two_who_have_it_and_for_nobody_else(guided, clients, name, fresh_address):
    faults = []
    for rule, method in routes(guided):
        talk = begin_talk(guided, clients["owner"])
        talk.note("", "a note nobody else may read")
        client = visitor(name, guided, clients, talk, fresh_address)
        kept = (talk.row.version, talk.row.finished_at)
        sent = {"stage": "next"} if method == "POST" else None
        answer = client.open(address_of(rule, talk.id), method=method, data=sent)
        faults += judged(name, rule.endpoint, answer, talk, kept)
    assert not faults, "\n".join(faults)


def judged(name, endpoint, answer, talk, kept):
    inside = name.startswith(("the counsellor", "its student"))
    label = f"{endpoint} for {name}: {answer.status}"
    if not inside:
        if answer.status_code != 404:
            yield f"{label}, expected 404 as if there were no such talk"
        if b"nobody else may read" in answer.data or talk.row.label.encode() in answer.data:
            yield f"{label}, and it tells of the talk"
        if (talk.row.version, talk.row.finished_at) != kept:
            yield f"{label}, and it changed the talk"
    elif endpoint in COUNSELLORS_ONLY and name != "the counsellor":
        if answer.status_code != 403:
            yield f"{label}, expected 403"
    elif answer.status_code >= 400 and endpoint != "taking_home.send":  # no mail server here: there is no such page
        yield f"{label}, expected to be let in"


def test_another_s_talk_and_none_at_all_look_the_same(guided, clients):
    talk = begin_talk(guided, clients["owner"])
    other = clients["counsellor"].get(talk.address)
    none = clients["counsellor"].get(talk.address[:-4] + "none")
    assert other.status_code == none.status_code == 404
    there, nowhere = (
        answer.get_data(as_text=True).replace(id, "")
        for answer, id in ((other, talk.id), (none, talk.id[:-4] + "none"))
    )
    assert there == nowhere


def test_every_change_asks_who_is_there(guided, clients):
    for what in CHANGES:
        talk = begin_talk(guided, clients["owner"])
        before = talk.row.version
        assert talk.change(what, clients["counsellor"], stage="next").status_code == 404, what
        assert talk.row.version == before


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "counsellor"])
@pytest.mark.parametrize("path", ["/en/guidance/desk", "/en/guidance/class", "/en/guidance/class/x"])
def test_only_a_counsellor_has_a_desk(clients, kind, path):
    assert clients[kind].get(path).status_code == 403


def test_a_desk_shows_one_s_own_talks_only(guided, clients):
    mine, theirs = begin_talk(guided, clients["owner"]), begin_talk(guided, clients["counsellor"])
    for talk, other in ((mine, theirs), (theirs, mine)):
        desk = talk.counsellor.get("/en/guidance/desk").get_data(as_text=True)
        assert talk.id in desk
        assert other.id not in desk


def test_an_administrator_sees_counts_and_no_talk(guided, clients):
    talk = begin_talk(guided, clients["owner"])
    talk.note("", "not for the administrator")
    counts = clients["administrator"].get("/en/guidance/counts")
    assert counts.status_code == 200
    assert talk.row.label not in counts.get_data(as_text=True)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"counsellor"}))
def test_who_is_signed_in_as_somebody_else_is_told_who_begins_talks(clients, kind):
    door = Visited("/en/guidance", clients[kind].get("/en/guidance"))
    check_page(door)
    assert door.one(".who").get("data-kind") == kind
    assert "Only a counsellor’s account can begin talks" in door.words("main")
    assert not door.all("main a[href*='/sign-in']"), "they are signed in already"


def test_a_counsellor_keeps_the_account_bar_and_the_student_has_none(guided, clients):
    talk = begin_talk(guided, clients["owner"])
    student = talk.join()
    for address in ("/en/guidance", f"{talk.address}/handout", f"{talk.address}/delete"):
        mine, theirs = Visited(address, talk.counsellor.get(address)), Visited(address, student.get(address))
        check_page(mine)
        assert mine.one(".who").get("data-kind") == "counsellor"
        assert not theirs.all(".who")
