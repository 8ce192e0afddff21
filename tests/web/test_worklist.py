"""Keeping facts fresh: reports of visitors, the list of what to look up again, and saying that a fact is still true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pathways.config import HERE
from pathways.domain.rights import AccountKind
from pathways.store import edits, reports
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from tests.conftest import make_app
from tests.editing_forms import visited
from tests.people import signed_in, stranger
from tests.worlds import whole_town

TOWN = whole_town()
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def app(tmp_path):
    made = make_app(TOWN, tmp_path)
    made.extensions["pathways"].replace(TOWN, Hand(datetime.now(UTC) - timedelta(days=90), Via.SEED))
    return made


@pytest.fixture
def editor(app):
    return signed_in(app, AccountKind.EDITOR)


def facts(app):
    return app.extensions["pathways"].graph().facts


def waiting(app):
    with app.extensions["pathways"].rows() as session:
        return [(row.page, row.words, row.url) for row in reports.waiting(session)]


def report(client, language="en", **fields):
    return client.post(f"/{language}/wrong", data={"page": "roles/analyst", "words": "EQF is 6", "url": "", **fields})


@pytest.mark.parametrize("about", ["programmes/college", "roles/analyst", "skills/sql", "employers/works", "town"])
@pytest.mark.parametrize("language", ["en", "da"])
def test_every_page_of_a_noun_leads_to_the_form_and_to_its_facts(app, about, language):
    client = stranger(app)
    page = visited(client.get(f"/{language}/{about}"))
    (link,) = [one for one in page.links() if f"/{language}/wrong" in one]
    form = visited(client.get(link))
    assert form.one("form [name=page]").get("value") == about
    assert f"/{language}/{about}" in form.links()
    if about != "town":
        assert f"/{language}/edit/about/{about}" in page.links()


@pytest.mark.parametrize("language", ["en", "da"])
def test_anybody_says_what_is_wrong_and_an_editor_settles_it(app, editor, language):
    client = stranger(app)
    answer = report(client, language, words=f"The level is 6 {SCRIPT}", url="https://example.org/order")
    assert answer.status_code == 303
    thanks = visited(client.get(answer.location))
    assert {"en": "Thank you", "da": "Tak"}[language] in thanks.words("main")
    assert waiting(app) == [("roles/analyst", f"The level is 6 {SCRIPT}", "https://example.org/order")]
    page = visited(editor.get(f"/{language}/edit/worklist"))
    assert SCRIPT in page.words(".reports")
    assert not page.all(".reports script")
    assert {f"/{language}/roles/analyst", f"/{language}/edit/about/roles/analyst"} <= set(page.links())
    (id,) = [field.get("value") for field in page.all(".reports [name=id]")]
    settled = editor.post(f"/{language}/edit/worklist/settle", data={"id": id, "answer": "Put right"})
    assert settled.status_code == 303
    listed = visited(editor.get(f"/{language}/edit/worklist")).words(".fold .reports")
    assert "The level is 6" in listed
    assert "Put right" in listed
    assert waiting(app) == []
    again = editor.post(f"/{language}/edit/worklist/settle", data={"id": id, "answer": "Once more"})
    assert again.status_code == 303


@pytest.mark.parametrize(("language", "nothing", "waits"), [
    ("en", "Nothing is waiting for you", "1 report waits to be looked up"),
    ("da", "Intet venter på dig", "1 besked venter på at blive slået efter"),
])  # fmt: skip
def test_an_editor_meets_reports_where_they_are_led_to(app, editor, language, nothing, waits):
    inbox = visited(editor.get(f"/{language}/inbox"))
    assert nothing in inbox.words("main")
    told = {"words": "It is 4 years", "page": "programmes/college"}
    assert stranger(app).post("/en/wrong", data=told).status_code == 303
    inbox = visited(editor.get(f"/{language}/inbox"))
    assert nothing not in inbox.words("main")
    assert waits in inbox.words("main")
    assert f"/{language}/edit/worklist" in inbox.links()


def test_nothing_is_kept_of_who_reports(app):
    client = stranger(app, agent="A very particular browser")
    report(client)
    with app.extensions["pathways"].rows() as session:
        (row,) = reports.waiting(session)
    kept = " ".join(str(value) for value in row.model_dump().values())
    assert "particular" not in kept
    assert "10.1." not in kept
    assert "Set-Cookie" not in client.get("/en/wrong?page=roles/analyst").headers


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"words": " "}, "say which fact"),
        ({"words": "x" * 1001}, "1,000 letters"),
        ({"url": "javascript:alert(1)"}, "whole address"),
        ({"url": "example.org"}, "whole address"),
    ],
)
def test_a_report_that_cannot_be_used_is_told_at_its_field_and_kept(app, fields, told):
    page = visited(report(stranger(app), **fields), 422)
    assert told in page.words("#problem")
    typed = {"words": "EQF is 6", "url": "", **fields}
    assert page.one("#f-words").text_content().strip() == typed["words"].strip()
    assert page.one("#f-url").get("value") == typed["url"]
    assert waiting(app) == []


@pytest.mark.parametrize("about", ["", "//evil.example", "https://evil.example", "a b", "x" * 300, SCRIPT, "a/b/c/d/e"])
def test_a_page_that_is_none_of_ours_is_left_out(app, about):
    client = stranger(app)
    page = visited(client.get("/en/wrong", query_string={"page": about}))
    assert "evil" not in " ".join(page.links())
    assert report(client, page=about).status_code == 303
    assert waiting(app)[0][0] == ""


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_form_names_the_page_that_it_is_about(app, language):
    role, programme = TOWN.roles[0], TOWN.programmes[0]
    for about, named in (
        (f"roles/{role.id}", role.title[language]),
        (f"programmes/{programme.id}", programme.title[language]),
    ):
        said = visited(stranger(app).get(f"/{language}/wrong?page={about}")).words("form p")
        assert named in said
        assert about not in said
    assert "map" in visited(stranger(app).get(f"/{language}/wrong?page=map")).words("form p")
    assert "roles/gone" in visited(stranger(app).get(f"/{language}/wrong?page=roles/gone")).words("form p")


def test_too_many_reports_from_one_place_are_told_so_and_kept_as_typed(app):
    client = stranger(app)
    answers = [report(client, words=f"Number {number}") for number in range(21)]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert visited(answers[-1], 429).one("#f-words").text_content().strip() == "Number 20"
    assert report(stranger(app), words="From elsewhere").status_code == 303


def test_the_same_report_waits_once(app):
    for _ in range(3):
        report(stranger(app))
    assert len(waiting(app)) == 1


@pytest.mark.parametrize("language", ["en", "da"])
def test_one_click_says_that_a_fact_is_still_true(app, editor, language):
    page = visited(editor.get(f"/{language}/edit/worklist?table=roles"))
    form = page.all(".work form")[0]
    row = next(role for role in TOWN.roles if f'"id": "{role.id}"' in form.cssselect("[name=was]")[0].get("value"))
    sent = {"was": form.cssselect("[name=was]")[0].get("value"), "source": form.cssselect("button")[0].get("value")}
    answer = editor.post(form.get("action"), data=sent)
    assert answer.status_code == 303
    today = datetime.now(HERE).date().isoformat()
    now_ = next(role for role in facts(app).roles if role.id == row.id)
    assert now_ == replace(row, evidence=replace(row.evidence, as_of=today))
    assert facts(app).town.as_of == today
    with app.extensions["pathways"].rows() as session:
        newest = edits.edits(session)[0]
    assert newest.hand.via is Via.SEEN
    assert "https://" in newest.hand.why, "the history says where"
    again = visited(editor.get(answer.location))
    assert f"/{language}/history/{newest.revision}" in again.links()
    assert editor.post(f"/{language}/history/{newest.revision}/undo", data={"why": "Wrong"}).status_code == 303
    assert facts(app) == TOWN


def test_many_facts_of_one_page_are_seen_at_once(app, editor):
    page = visited(editor.get("/en/edit/worklist?source=source"))
    boxes = [box.get("value") for box in page.all(".work [name=was]")]
    assert len(boxes) > 5
    assert not page.all(".work [name=was][checked]"), "each is ticked by hand"
    answer = editor.post("/en/edit/worklist/seen?source=source", data={"source": "source", "was": boxes[:5]})
    assert answer.status_code == 303
    with app.extensions["pathways"].rows() as session:
        assert edits.edits(session)[0].rows == 6, "five rows, and the day of the facts"


def test_what_was_edited_meanwhile_is_not_seen(app, editor):
    page = visited(editor.get("/en/edit/worklist?table=roles"))
    was = page.all(".work form [name=was]")[0].get("value")
    other = page.all(".work form [name=was]")[0].get("value")
    sent = {"source": "source", "was": was}
    assert editor.post("/en/edit/worklist/seen", data=sent).status_code == 303
    assert other == was
    refused = visited(editor.post("/en/edit/worklist/seen", data={**sent, "was": other}), 409)
    assert "edited this meanwhile" in refused.words("#problem")


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"source": "source"}, {"source": "gone", "was": "roles|{}"}, {"source": "source", "was": "roles|{}"},
        {"source": "source", "was": "gone|{}"}, {"source": "source", "was": "skills|x"},
        {"source": "hearsay", "was": ""},
    ],
)  # fmt: skip
def test_what_no_list_of_ours_sends_is_nothing(app, editor, sent):
    assert editor.post("/en/edit/worklist/seen", data=sent).status_code == 404
    assert facts(app) == TOWN


def test_a_weak_source_and_an_assumption_have_no_button(app, editor):
    weak = replace(TOWN.roles[0], evidence=replace(TOWN.roles[0].evidence, sources=("hearsay", "source")))
    app.extensions["pathways"].replace(replace(TOWN, roles=(weak, *TOWN.roles[1:])), Hand(datetime.now(UTC), Via.SEED))
    page = visited(editor.get("/en/edit/worklist?table=roles"))
    assert "hearsay" not in [button.get("value") for button in page.all(".work button[name=source]")]
    assumed = visited(editor.get("/en/edit/worklist?table=programmes&guessed=yes"))
    assert "No page to look it up at" in assumed.words(".work")


@pytest.mark.parametrize(
    "query", ["table=gone", "source=gone", "from=-3", "from=x", "table=" + SCRIPT, "seen=99", "guessed=yes"]
)
def test_an_address_that_was_bent_still_shows_a_list(editor, query):
    visited(editor.get(f"/en/edit/worklist?{query}"))
