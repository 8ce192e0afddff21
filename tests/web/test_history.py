"""The history of the catalogue on its pages: listed, told, looked at since a day, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pathways.config import HERE
from pathways.domain.editing import Change
from pathways.domain.nouns import Text
from pathways.domain.rights import AccountKind
from pathways.store import edits
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.exchange import read_file
from tests.conftest import make_app
from tests.editing_forms import open_row, send
from tests.people import signed_in, stranger
from tests.visiting import Visited, check_html, check_page
from tests.worlds import whole_town

TOWN = whole_town()
NOW = datetime.now(UTC)


@pytest.fixture
def app(tmp_path):
    made = make_app(TOWN, tmp_path)
    made.extensions["pathways"].replace(TOWN, Hand(NOW - timedelta(days=90), Via.SEED))
    return made


@pytest.fixture
def editor(app):
    return signed_in(app, AccountKind.EDITOR, name="Somebody who edits")


def edited(app, *changes, days_ago=3, **more):
    """Make an edit, and give its revision."""
    hand = Hand(NOW - timedelta(days=days_ago), more.pop("via", Via.FORM), **more)
    return app.extensions["pathways"].change(lambda _: changes, hand)


def of_role(**fields):
    return Change("roles", TOWN.roles[0], replace(TOWN.roles[0], **fields))


def page_of(answer, status=200):
    assert answer.status_code == status
    page = Visited("/", answer)
    check_page(page)
    check_html(page)
    return page


def facts(app):
    return app.extensions["pathways"].graph().facts


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_edit_is_listed_with_who_when_why_and_how_much(app, editor, language):
    edited(app, of_role(eqf=7), why="The new order")
    page = page_of(editor.get(f"/{language}/history"))
    lines = page.all(".edits li")
    assert len(lines) == 2
    first = " ".join(lines[0].text_content().split())
    title = TOWN.roles[0].title
    for told in {
        "en": ("“The new order”", "1 row", f"{title.en} role"),
        "da": ("»The new order«", "1 række", f"{title.da} job"),
    }[language]:
        assert told in first
    assert {"en": "A town was loaded", "da": "En by blev indlæst"}[language] in lines[1].text_content()


def test_an_edit_tells_each_cell_before_and_after_in_words(app, editor):
    revision = edited(app, of_role(eqf=7, title=Text("Analytiker B", "Analyst <b>B</b>")))
    page = page_of(editor.get(f"/en/history/{revision}"))
    told = page.words(".changed-rows")
    assert "EQF level" in told
    assert f"{TOWN.roles[0].eqf} → becomes 7" in told
    assert "Title, in Danish" in told
    assert "Analyst <b>B</b>" in told
    assert not page.all(".changed-rows dd b")


def test_what_was_added_and_removed_is_told_whole(app, editor):
    source = replace(TOWN.sources[0], id="new-source", title="A new page")
    revision = edited(app, Change("sources", None, source), Change("feeds", TOWN.feeds[0], None))
    page = page_of(editor.get(f"/en/history/{revision}"))
    told = page.words(".changed-rows")
    assert "added A new page source" in told
    assert "removed" in told
    assert "who is taken on" in told


@pytest.mark.parametrize(("language", "years"), [("en", "2.5 → becomes 3.5"), ("da", "2,5 → bliver til 3,5")])
def test_a_cell_is_told_as_people_write_it_and_sources_by_their_titles(app, editor, language, years):
    college = TOWN.programmes[0]
    known = [source.id for source in TOWN.sources[:2]]
    before = replace(college, years=2.5)
    edited(app, Change("programmes", college, before))
    page = replace(TOWN.sources[0], id="new-source", title="A new page")
    evidence = replace(college.evidence, sources=(*known, page.id))
    after = replace(before, years=3.5, evidence=evidence)
    revision = edited(app, Change("sources", None, page), Change("programmes", before, after))
    told = page_of(editor.get(f"/{language}/history/{revision}"))
    assert years in told.words(".changed-rows")
    (cells,) = [one for one in told.all(".changed-rows ins") if one.cssselect("br")]
    assert [*cells.itertext()] == [*(source.title or source.url for source in TOWN.sources[:2]), "A new page"]


def test_what_is_new_since_a_day_leaves_out_what_was_changed_back(app, editor):
    edited(app, of_role(eqf=7), days_ago=20)
    role = replace(TOWN.roles[0], eqf=7)
    edited(app, Change("roles", role, TOWN.roles[0]), days_ago=10)
    edited(app, Change("skills", TOWN.skills[0], replace(TOWN.skills[0], label=Text("Ny", "New"))), days_ago=5)
    day = (NOW - timedelta(days=30)).date()
    page = page_of(editor.get(f"/en/history?since={day}"))
    assert len(page.all(".changed-rows > li")) == 1
    assert "Skill: 1 changed" in page.words("main")
    page = page_of(editor.get(f"/en/history?since={NOW.date() + timedelta(days=1)}"))
    assert "No row was changed" in page.words("main")


@pytest.mark.parametrize(("language", "heading"), [
    ("en", "What differs between edit 2 and edit 4"), ("da", "Forskellen på rettelse 2 og rettelse 4"),
])  # fmt: skip
def test_two_revisions_are_compared_whichever_comes_first(app, editor, language, heading):
    first = edited(app, of_role(eqf=7))
    edited(app, Change("skills", TOWN.skills[0], replace(TOWN.skills[0], label=Text("Ny", "New"))))
    third = edited(app, Change("feeds", TOWN.feeds[0], None))
    later = edited(app, Change("roles", facts(app).roles[0], TOWN.roles[0]))
    form = page_of(editor.get(f"/{language}/history/{first}")).one("form.since")
    assert form.cssselect("[name=after]")[0].get("value") == str(first)
    for after, upto in ((first, third), (third, first)):
        page = page_of(editor.get(f"{form.get('action')}?after={after}&upto={upto}"))
        assert heading in page.words("main")
        assert len(page.all(".changed-rows > li")) == 2, "the edit itself, and what came later, are left out"
    page = page_of(editor.get(f"/en/history?after={first}&upto="))
    assert f"between edit {first} and edit {later}" in page.words("main")
    assert len(page.all(".changed-rows > li")) == 3
    for odd in ("x", "0", "-1", "9" * 30):
        assert "What differs" not in page_of(editor.get(f"/en/history?after={odd}")).words("main")
    assert "No row was changed" in page_of(editor.get(f"/en/history?after={10**6}&upto={10**6 + 1}")).words("main")


def test_every_row_of_a_large_edit_can_be_read(app, editor):
    pages = [replace(TOWN.sources[0], id=f"page-{at}", title=f"Page {at}") for at in range(150)]
    revision = edited(app, *(Change("sources", None, one) for one in pages))
    for address in (f"/en/history/{revision}", f"/en/history?after={revision - 1}", "/en/history?since=2000-01-01"):
        page = page_of(editor.get(address))
        (link,) = [one for one in page.links() if "from=100" in one]
        rest = page_of(editor.get(link))
        assert len(rest.all(".changed-rows > li")) == 50
        assert "Page 149" in rest.words("main")
        assert any(one.endswith("from=0") for one in rest.links())


def test_what_was_new_up_to_a_day_is_told_without_what_came_later(app, editor):
    edited(app, of_role(eqf=7), days_ago=20)
    edited(app, Change("skills", TOWN.skills[0], replace(TOWN.skills[0], label=Text("Ny", "New"))), days_ago=5)
    first, last = ((NOW - timedelta(days=days)).date() for days in (30, 10))
    page = page_of(editor.get(f"/en/history?since={first}&until={last}"))
    assert "EQF level" in page.words("main")
    assert len(page.all(".changed-rows > li")) == 1
    same = page_of(editor.get(f"/en/history?since={first}&until={(NOW - timedelta(days=5)).astimezone(HERE).date()}"))
    assert len(same.all(".changed-rows > li")) == 2, "the last day belongs to it"


@pytest.mark.parametrize("until", ["2019-01-01", "soon", "9999-12-31x"])
def test_an_end_that_is_none_or_too_early_is_named_and_kept(editor, until):
    page = page_of(editor.get("/en/history", query_string={"since": "2020-01-01", "until": until}), 422)
    assert "not before the first" in page.words("#problem")
    assert page.one("#f-until").get("value") == until


def test_the_last_day_that_can_be_typed_is_an_end(app, editor):
    edited(app, of_role(eqf=7))
    page = page_of(editor.get("/en/history?since=2020-01-01&until=9999-12-31"))
    assert len(page.all(".changed-rows > li")) == 1


def test_the_catalogue_of_any_revision_is_taken_along(app, editor, tmp_path):
    revision = edited(app, of_role(eqf=7), days_ago=20)
    edited(app, Change("roles", replace(TOWN.roles[0], eqf=7), replace(TOWN.roles[0], eqf=5)))
    page = page_of(editor.get(f"/en/history/{revision}"))
    (link,) = [one for one in page.links() if one.endswith(".zip")]
    answer = editor.get(link)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    read = read_file("town.zip", answer.data)
    assert read.facts.roles[0].eqf == 7
    assert replace(read.facts, roles=TOWN.roles) == TOWN
    assert editor.get("/en/history/999/catalogue.zip").status_code == 404


@pytest.mark.parametrize("typed", ["yesterday", "2026-13-01", "0001-01-01", "<script>", "9" * 400])
def test_a_day_that_is_none_is_named_and_kept(editor, typed):
    page = page_of(editor.get("/en/history", query_string={"since": typed}), 422)
    assert "as in 2026-09-01" in page.words("#problem")


@pytest.mark.parametrize("number", [0, 2**31 - 1, 2**31, 2**63, 10**40])
def test_a_number_that_no_edit_has_is_no_page(editor, number):
    assert editor.get(f"/en/history/{number}").status_code == 404
    assert editor.post(f"/en/history/{number}/undo", data={"why": "Wrong"}).status_code == 404
    assert editor.get(f"/en/history?before={number}").status_code == 200


def test_an_edit_is_taken_back_by_name_and_stands_there_too(app, editor):
    revision = edited(app, of_role(eqf=7))
    answer = editor.post(f"/en/history/{revision}/undo", data={"why": "Wrong year"})
    assert answer.status_code == 303
    assert facts(app) == TOWN
    page = page_of(editor.get(answer.location))
    assert "Somebody who edits" in page.words(".lead")
    assert "Wrong year" in page.words("main")
    assert f"/en/history/{revision}" in page.links()


def test_what_was_changed_since_is_shown_and_not_taken_back(app, editor):
    revision = edited(app, of_role(eqf=7))
    role = replace(TOWN.roles[0], eqf=7)
    later = edited(app, Change("roles", role, replace(role, eqf=5)))
    skill = TOWN.skills[0]
    elsewhere = edited(app, Change("skills", skill, replace(skill, label=Text("Andet", "Other"))))
    page = page_of(editor.post(f"/en/history/{revision}/undo", data={"why": "kept words"}), 409)
    assert "7 → becomes 5" in page.words("#problem")
    ways = [one.get("href") for one in page.all("#problem a")]
    assert f"/en/history/{later}" in ways, "the edit to take back first is at hand"
    assert f"/en/history/{elsewhere}" not in ways, "an edit of another row is in nobody's way"
    assert page.one("#f-why").get("value") == "kept words"
    assert facts(app).roles[0].eqf == 5


def test_other_fields_of_a_row_that_were_changed_since_stay_as_they_are(app, editor):
    revision = edited(app, of_role(eqf=7, title=Text("Ny titel", "New title")))
    role = facts(app).roles[0]
    seen = replace(role.evidence, as_of="2026-11")
    edited(app, Change("roles", role, replace(role, blurb=Text("Nu", "Now"), evidence=seen)))
    answer = editor.post(f"/en/history/{revision}/undo", data={"why": "Too early"})
    assert answer.status_code == 303
    was, now = TOWN.roles[0], facts(app).roles[0]
    assert (now.eqf, now.title) == (was.eqf, was.title)
    assert (now.blurb.en, now.evidence.as_of) == ("Now", "2026-11")
    told = page_of(editor.get(answer.location)).words(".changed-rows")
    assert "7 → becomes" in told
    assert "In a sentence" not in told, "what stays is not told as changed"


def test_an_edit_is_taken_back_though_the_day_of_the_facts_moved_on_with_it(app, editor):
    """The first edit of a day brings the town's day along, and all later ones of that day rest on it."""
    today = NOW.astimezone(HERE).date().isoformat()
    assert TOWN.town.as_of < today
    for role in ("analyst", "chief"):
        page = open_row(editor, "roles", [role])
        assert send(editor, page, as_of=today, why="Seen today").status_code == 303
    revision = app.extensions["pathways"].graph().revision - 1
    assert editor.post(f"/en/history/{revision}/undo", data={"why": "Not seen"}).status_code == 303
    first, second = (one.evidence.as_of for one in facts(app).roles[:2])
    assert (first, second) == (TOWN.roles[0].evidence.as_of, today)
    assert facts(app).town.as_of == today


def test_the_day_of_the_facts_is_taken_back_where_it_is_the_edit(app, editor):
    revision = edited(app, Change("town", TOWN.town, replace(TOWN.town, as_of="2026-11-24")))
    assert editor.post(f"/en/history/{revision}/undo", data={"why": "Too late"}).status_code == 303
    assert facts(app) == TOWN


@pytest.mark.parametrize(("language", "told"), [("en", "No skill has the id"), ("da", "kendes ikke (kompetence)")])
def test_what_others_rest_on_is_not_taken_back_and_every_reason_is_told(app, editor, language, told):
    skill = replace(TOWN.skills[0], id="brewing", label=Text("Brygning", "Brewing"), esco=None)
    revision = edited(app, Change("skills", None, skill))
    edited(app, Change("needs", None, replace(TOWN.needs[0], skill=skill.id)))
    page = page_of(editor.post(f"/{language}/history/{revision}/undo", data={"why": "Forkert"}), 422)
    assert told in page.words("#problem")
    assert skill in facts(app).skills


def test_too_long_a_reason_is_named_and_kept(app, editor):
    revision = edited(app, of_role(eqf=7))
    page = page_of(editor.post(f"/en/history/{revision}/undo", data={"why": "x" * 301}), 422)
    assert "Keep it to 300 letters" in page.words("#problem")
    assert page.one("#f-why").get("value") == "x" * 301
    assert facts(app).roles[0].eqf == 7


@pytest.mark.parametrize(("language", "told"), [("en", "Say in a few words why"), ("da", "Skriv med få ord hvorfor")])
@pytest.mark.parametrize("why", ["", "   ", "\u200b"])
def test_without_a_reason_nothing_is_taken_back(app, editor, language, told, why):
    revision = edited(app, of_role(eqf=7))
    page = page_of(editor.post(f"/{language}/history/{revision}/undo", data={"why": why}), 422)
    assert told in page.words("#problem")
    assert told in page.words("#e-why")
    assert page.one("#f-why").get("aria-invalid") == "true"
    assert facts(app).roles[0].eqf == 7


def test_what_does_not_exist_is_not_found(editor):
    assert editor.get("/en/history/999").status_code == 404
    assert editor.post("/en/history/999/undo").status_code == 404


def test_an_administrator_may_look_and_not_take_back(app):
    revision = edited(app, of_role(eqf=7))
    client = signed_in(app, AccountKind.ADMINISTRATOR)
    assert not page_of(client.get(f"/en/history/{revision}")).all("form.undo")
    assert client.post(f"/en/history/{revision}/undo").status_code == 403
    assert stranger(app).post(f"/en/history/{revision}/undo", data={"why": "Wrong"}).status_code == 303
    assert facts(app).roles[0].eqf == 7


def test_many_edits_come_page_by_page(app, editor):
    role = TOWN.roles[0]
    for number in range(32):
        after = replace(role, eqf=2 + number % 7)
        if after != role:
            edited(app, Change("roles", role, after))
            role = after
    page = page_of(editor.get("/en/history"))
    assert len(page.all(".edits li")) == 30
    further = next(link for link in page.links() if "before=" in link)
    assert page_of(editor.get(further)).all(".edits li")


def test_where_nothing_was_edited_it_says_so(tmp_path):
    made = make_app(TOWN, tmp_path)
    page = page_of(signed_in(made, AccountKind.EDITOR).get("/en/history"))
    assert "Nothing was edited yet" in page.words(".empty")
    with made.extensions["pathways"].rows() as session:
        assert edits.begins(session) == 0
