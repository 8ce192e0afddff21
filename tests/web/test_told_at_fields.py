"""Every form tells what is wrong in one way: listed on top, and at each field between its hint and its box."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from flask import request

from pathways.config import folder
from pathways.domain.editing import Change
from pathways.domain.flags import Action
from pathways.domain.flags import Change as Delivered
from pathways.store import flags, proposals
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from tests.asking_companies import COMPANY, SCHOOL, answered, flagged, found, town_of_companies
from tests.conftest import make_app
from tests.editing_forms import filled, open_row
from tests.flag_stories import PLAN
from tests.people import make_account, signed_in, stranger
from tests.talks import begin_talk
from tests.visiting import Visited, check_html, check_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from lxml.html import HtmlElement
    from werkzeug.test import TestResponse

LONG = "x" * 4000
OWN = f"own-openings:analyst:{datetime.now(UTC).year + 1}:30"
MACROS = "parts/fields.html"
OTHER_ERRORS = {
    "errors/problem.html": "a whole page, and no form",
    "errors/broken.html": "a whole page, and no form",
    "accounts/signed_out.html": "a whole page, and no form",
    "exchange/upload.html": "what is wrong with a file, and not with a field",
    "parts/picture.html": "a picture that failed",
    "routes/_form.html": "words that are no field of their own share one message",
}
NO_FIELD_TO_MEND = {
    "accounts.sign_in_to_show", "accounts.sign_out", "accounts.sign_out_everywhere", "administration.delete",
    "administration.disable", "administration.enable", "administration.make_reset_link", "class_hour.void",
    "desk.search", "digests.switch", "editing.add", "exchanging.give_up", "exchanging.make", "exchanging.read_again",
    "flagging.again", "flagging.edit", "flagging.preview", "guiding.leave", "invitations.choose_password",
    "invitations.send_link", "scenarios.remove", "stating.withdraw", "taking_home.send", "talking.delete",
    "talking.finish", "talking.open_again", "talking.renew_link", "waiting.accept", "waiting.put_away",
    "waiting.withdraw", "worklist.see", "worklist.settle",
}  # fmt: skip
"""What is posted to without a field, or with the form of another address that is walked here."""


@dataclass
class Walker:
    """Sends forms as the one who may, and remembers where to."""

    app: Flask
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def client(self, kind: str = "") -> FlaskClient:
        if kind not in self.clients:
            spoken_for = {"company": {"organisation_id": COMPANY}, "institution": {"organisation_id": SCHOOL}}
            self.clients[kind] = signed_in(self.app, kind, **spoken_for.get(kind, {})) if kind else stranger(self.app)
        return self.clients[kind]

    def post(self, path: str, who: str = "", **fields: object) -> TestResponse:
        data = {name.replace("__", "-").rstrip("_"): value for name, value in fields.items()}
        return self.client(who).post(f"/en{path}", data=data)

    def get(self, path: str, who: str = "") -> TestResponse:
        return self.client(who).get(f"/en{path}")


@pytest.fixture(scope="module")
def walker(tmp_path_factory):
    return Walker(make_app(town_of_companies(), tmp_path_factory.mktemp("forms")))


def flag(walker: Walker) -> str:
    return flagged(walker.client("company"))


def acknowledged(walker: Walker) -> str:
    id = flag(walker)
    answered(walker.app, id, Action.ACKNOWLEDGE)
    return id


def planned(walker: Walker) -> str:
    id = acknowledged(walker)
    answered(walker.app, id, Action.PLAN, plan=PLAN)
    return id


def act(walker: Walker, who: str, id: str, action: str, **fields: str) -> TestResponse:
    return walker.post(f"/flags/{id}/{action}", who, seen=str(found(walker.app, id).seen), **fields)


def in_own_words(walker: Walker) -> str:
    return flagged(walker.client("company"), what="a thing", found="a thing", subject="words:a thing")


def row_of(walker: Walker, **changed: str) -> TestResponse:
    client = walker.client("editor")
    page = open_row(client, "roles", ["analyst"])
    sent = filled(page)
    for name, value in changed.items():
        sent[name] = value
    return client.post(page.one("form.editform").get("action"), data=sent)


def removed(walker: Walker) -> TestResponse:
    client = walker.client("editor")
    sent = filled(open_row(client, "roles", ["analyst"]))
    return client.post("/en/edit/roles/remove", data={**sent.to_dict(), "why": ""})


def undone(walker: Walker) -> TestResponse:
    at = walker.app.extensions["pathways"].graph
    made = row_of(walker, blurb_en=f"A blurb after edit {at().revision}", why="So it says")
    assert made.status_code == 303
    revision = at().revision
    return walker.post(f"/history/{revision}/undo", "editor", why="")


def talk(walker: Walker, what: str, *before: tuple[str, dict[str, str]], **fields: str) -> TestResponse:
    begun = begin_talk(walker.app, walker.client("counsellor"))
    for name, sent in before:
        assert begun.change(name, part=False, **sent).status_code in {200, 303}
    return begun.change(what, part=False, **fields)


def line(walker: Walker) -> TestResponse:
    begun = begin_talk(walker.app, walker.client("counsellor"))
    begun.change("stage", part=False, stage="narrow")
    begun.change("add", part=False, kind="role", id="analyst")
    name = Visited("/", begun.see()).one(".pick-row").get("data-name")
    return begun.change("line", part=False, name=name, line=LONG)


def notes(walker: Walker) -> TestResponse:
    begun = begin_talk(walker.app, walker.client("counsellor"))
    return walker.client("counsellor").post(f"{begun.address}/notes", data={"base": "", "mine": LONG * 8})


def account(walker: Walker, deed: str = "", **fields: str) -> TestResponse:
    make_account(walker.app, "company", organisation_id=COMPANY)
    listed = Visited("/", walker.get("/accounts", "administrator"))
    ids = {int(at[1]) for link in listed.links() if (at := re.search(r"/accounts/(\d+)$", link))}
    return walker.post(f"/accounts/{max(ids)}{deed}", "administrator", **fields or {"organisation": "nowhere"})


def proposed(walker: Walker) -> int:
    role = town_of_companies().roles[0]
    hand = Hand(datetime.now(UTC), Via.PROPOSAL, "So it is", account=1, organisation=SCHOOL)
    with walker.app.extensions["pathways"].rows(write=True) as session:
        return proposals.propose(session, [Change("roles", role, replace(role, eqf=7))], hand)


def delivered(walker: Walker) -> int:
    level = Delivered("outcomes", "college/sql", "level", "2", "3")
    answered(walker.app, planned(walker), Action.DELIVER, changes=(level,))
    with walker.app.extensions["pathways"].rows() as session:
        return flags.waiting_changes(session)[-1].id


REFUSED = {
    "a way": lambda w: w.get("/routes?from=nowhere&to=nobody&years=x&year=x&language=x&average=x&have=x"),
    "a comparison": lambda w: w.get("/compare?programme=nothing&to=nobody"),
    "a comparison of ways": lambda w: w.get("/compare?route=x&years=x&from=nowhere"),
    "a report": lambda w: w.post("/wrong", words="", url="x"),
    "a sign-in": lambda w: w.post("/sign-in", email="", password=""),
    "an account": lambda w: w.post("/account", "counsellor", current="x", new="x", again="y"),
    "an invitation": lambda w: w.post("/accounts/invite", "administrator", name="", email="x", kind="x"),
    "an organisation": account,
    "a person": lambda w: account(w, "/person", name="", email="x"),
    "a flag": lambda w: w.post("/flags/new", "company", what="", people="x", by="x", level="9", shows="x", role="x",
                               visibility="x", to="x"),
    "a state": lambda w: w.post("/openings", "company", role="", year="x", likely="x", low="x", high="x"),
    "a plan": lambda w: act(w, "institution", acknowledged(w), "plan", year="x", what=""),
    "a delivery": lambda w: act(w, "institution", planned(w), "deliver", level__1="3", new=""),
    "a no": lambda w: act(w, "institution", flag(w), "decline", words=""),
    "a comment": lambda w: act(w, "company", flag(w), "comment", words=""),
    "words without a meaning": lambda w: act(w, "editor", in_own_words(w), "map", topic="", q="sql"),
    "a new date": lambda w: act(w, "company", flag(w), "renew", by="x"),
    "a farewell": lambda w: act(w, "company", flag(w), "withdraw", why=LONG),
    "a row": lambda w: row_of(w, title_da="", eqf="x", as_of="x", why=""),
    "a row to remove": removed,
    "an edit to take back": undone,
    "a day": lambda w: w.get("/history?since=x", "editor"),
    "a second day": lambda w: w.get("/history?since=2026-09-01&until=2026-01-01", "editor"),
    "a file": lambda w: w.client("editor").post("/en/exchange", data={"file": (io.BytesIO(b""), "x.xlsx")}),
    "a change of a scenario": lambda w: w.get("/scenario?add=openings&role=&from=x&percent=x"),
    "a module of a scenario": lambda w: w.get("/scenario?add=module&skill-1=x&level-1=9&role-1=x&percent-1=x"),
    "a scenario": lambda w: w.get(f"/scenario?of=role:x&name={'x' * 99}&c=nothing"),
    "the name of a scenario": lambda w: w.post(f"/scenario/saved?c={OWN}", "counsellor", name=""),
    "a code": lambda w: w.post("/guidance/join", code=""),
    "a class": lambda w: w.post("/guidance/class", "counsellor", count="x", day="x", from_="x", to=""),
    "a beginning": lambda w: talk(w, "start", from_="nowhere", average="x", have="x"),
    "a goal": lambda w: talk(w, "look", ("stage", {"stage": "explore"}), goal="nobody"),
    "a line": line,
    "a step": lambda w: talk(w, "next", ("stage", {"stage": "next"}), next_step=LONG, next_on="x"),
    "notes": notes,
    "a question": lambda w: w.post(f"/changes/{proposed(w)}/ask", "editor", asked=""),
    "a refusal": lambda w: w.post(f"/changes/{proposed(w)}/turn-down", "editor", refusal=LONG),
    "a question about a delivery": lambda w: w.post(f"/changes/delivered/{delivered(w)}/ask", "editor", asked=LONG),
    "a refusal of a delivery": lambda w: w.post(f"/changes/delivered/{delivered(w)}/turn-down", "editor", refusal=""),
}  # fmt: skip
"""Each form, filled in so that it is refused."""


def faults_of(page: Visited) -> Iterator[str]:
    """Say where a page that refuses a form strays from the one way."""
    order = {one: place for place, one in enumerate(page.tree.iter())}
    messages = page.all(".errmsg")
    if not messages:
        yield "nothing is told at a field"
    for message in messages:
        yield from _message(page, message, order)
    yield from _top(page)
    for marked in page.all("[aria-invalid]"):
        told = {id.get("id") for id in messages} & set(_told_by(marked))
        if not told:
            yield f"{marked.get('name')} is called wrong, and nobody says why"


def _told_by(marked: HtmlElement) -> list[str]:
    """The ids of what describes a field, or the group it is in."""
    around = [marked, *marked.iterancestors("fieldset")]
    return " ".join(one.get("aria-describedby") or "" for one in around).split()


def _message(page: Visited, message: HtmlElement, order: dict[HtmlElement, int]) -> Iterator[str]:
    at = re.sub("^e-", "", message.get("id") or "")
    described = [one for one in page.all("[aria-describedby]") if f"e-{at}" in one.get("aria-describedby").split()]
    item = next(message.iterancestors("li"), None)
    if not described and item is not None and message.getparent() is item and item.get("id"):
        return  # a line of a list that was read from the address: nothing is filled in there
    if not message.get("id") or not described:
        yield f"no field is described by {message.text_content()!r}"
    if not message.text_content().startswith("Error: "):
        yield f"{at}: only a colour says that it is an error"
    for one in described:
        if one.tag in {"input", "select", "textarea"}:
            if one.get("aria-invalid") != "true":
                yield f"{at}: the field is not called wrong"
            if order[one] < order[message]:
                yield f"{at}: what is wrong stands below its field"
            above = page.all(f'label[for="{one.get("id")}"]')
        else:
            above = one.cssselect("legend") or page.all(f"#{one.get('aria-labelledby')}")
        hints = [page.one(f"#{id}") for id in one.get("aria-describedby").split() if id != f"e-{at}"]
        if not above or any(order[each] > order[message] for each in (*above[:1], *hints)):
            yield f"{at}: its label or its hint stands below what is wrong"


def _top(page: Visited) -> Iterator[str]:
    tops = page.all("#problem.errsum")
    if len(tops) != 1:
        yield f"{len(tops)} lists of what is wrong"
        return
    if tops[0].get("autofocus") is None or tops[0].get("tabindex") != "-1":
        yield "the list of what is wrong has not the focus"
    links = [a.get("href")[1:] for a in tops[0].cssselect('a[href^="#"]')]
    if not links:
        yield "the list leads to no field"
    yield from (f"the list leads to {id}, which is not here" for id in links if not page.all(f'[id="{id}"]'))
    for message in page.all(".errmsg"):
        at = message.get("id").removeprefix("e-")
        if not {f"f-{at}", f"f-{at.rpartition('-')[0]}"} & set(links):
            yield f"{at} is not in the list"


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_told_in_one_way(walker, name):
    answer = REFUSED[name](walker)
    assert answer.status_code in {400, 422}
    page = Visited("/en/", answer)
    check_page(page)
    check_html(page)
    assert not list(faults_of(page))


def test_a_form_that_strays_is_found(walker):
    strayed = walker.post("/sign-in", email="x", password="")
    told = re.search(r'<p class="errmsg".*?</p>', strayed.text)
    assert told is not None
    below = strayed.text.replace(told[0], "").replace(
        'aria-describedby="e-password">', f'aria-describedby="e-password">{told[0]}'
    )
    strayed.set_data(below)
    assert any("below its field" in fault for fault in faults_of(Visited("/en/", strayed)))


def test_only_the_macros_draw_what_is_wrong():
    drawn = re.compile(r"errmsg|errsum|aria-invalid")
    found = {
        path.relative_to(folder("templates")).as_posix()
        for path in folder("templates").rglob("*.html")
        if drawn.search(path.read_text(encoding="utf-8"))
    }
    assert found - {MACROS} == OTHER_ERRORS.keys()


def test_every_address_of_a_form_is_walked(walker):
    with walker.app.test_request_context():
        posted = {rule.endpoint for rule in walker.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    walked: set[str] = set()
    walker.app.before_request_funcs.setdefault(None, []).insert(0, lambda: _note(walked))
    for refuse in REFUSED.values():
        refuse(walker)
    assert {one for one in posted - walked if not one.startswith(("api.", "static"))} == NO_FIELD_TO_MEND


def _note(walked: set[str]) -> None:
    if request.endpoint and request.method == "POST":
        walked.add(request.endpoint)
