"""Institutions propose changes of their own programmes; an editor accepts, asks back, or opens them in a form."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pathways.domain.editing import Change, key_of
from pathways.domain.flags import Action, Actor, Event
from pathways.domain.flags import Change as Delivered
from pathways.domain.nouns import Text
from pathways.domain.rights import AccountKind
from pathways.store import edits, flags, proposals
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.steward_tables import Stands
from tests.conftest import make_app
from tests.editing_forms import filled, open_row, send, visited
from tests.flag_stories import COMPANY, SCHOOL, asking, step_of
from tests.people import signed_in
from tests.worlds import whole_town

TOWN = whole_town()
OUTCOME = ("outcomes", ("college", "sql"))
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def app(tmp_path):
    made = make_app(TOWN, tmp_path)
    made.extensions["pathways"].replace(TOWN, Hand(datetime.now(UTC) - timedelta(days=90), Via.SEED))
    return made


@pytest.fixture
def school(app):
    return signed_in(app, AccountKind.INSTITUTION, organisation_id=SCHOOL)


@pytest.fixture
def editor(app):
    return signed_in(app, AccountKind.EDITOR, name="Somebody who edits")


def facts(app):
    return app.extensions["pathways"].graph().facts


def level(app):
    return next(int(one.level) for one in facts(app).outcomes if (one.programme, one.skill) == OUTCOME[1])


def open_ones(app, organisation=None):
    with app.extensions["pathways"].rows() as session:
        return proposals.open_ones(session, organisation)


def proposed(app, school, **typed) -> int:
    answer = send(school, open_row(school, *OUTCOME), **{"level": "4", "why": "A new course", **typed})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return open_ones(app)[0].id


@pytest.mark.parametrize("language", ["en", "da"])
def test_what_an_institution_types_waits_and_an_editor_accepts_it(app, school, editor, language):
    answer = send(school, open_row(school, *OUTCOME, language), level="4", why=f"A new course {SCRIPT}")
    assert answer.status_code == 303
    sent = visited(school.get(answer.location))
    assert {"en": "It waits for an editor now", "da": "venter"}[language] in sent.words("main")
    assert facts(app) == TOWN, "nothing is changed before an editor has accepted it"
    page = visited(editor.get(f"/{language}/changes"))
    words = page.words(".proposal")
    for told in ("Academy", SCRIPT, "→", "4"):
        assert told in words
    assert not page.all(".proposal script")
    (form,) = [one for one in page.all(".proposal form") if one.get("action").endswith("/accept")]
    accepted = editor.post(form.get("action"))
    assert accepted.status_code == 303
    assert level(app) == 4
    assert open_ones(app) == ()
    with app.extensions["pathways"].rows() as session:
        newest = edits.edits(session)[0]
    assert (newest.hand.via, newest.hand.organisation) == (Via.PROPOSAL, SCHOOL)
    assert newest.hand.why == f"A new course {SCRIPT}"
    assert "Somebody who edits" in visited(editor.get(accepted.location)).words("main")
    assert editor.post(form.get("action")).status_code == 404, "it was accepted once"
    became = visited(school.get(f"/{language}/changes"))
    assert "SQL" in became.words(".accepted")
    assert [cell.text_content().split()[-1] for cell in became.all(".accepted dd ins")] == ["4"], "and what it became"
    assert not [link for link in became.links() if "/history/" in link], "an institution cannot open it"
    assert accepted.location in visited(editor.get(f"/{language}/changes")).links()


def test_an_institution_sees_and_proposes_only_what_is_its_own(app, school):
    assert visited(school.get("/en/edit")).words("main").count("row") > 0
    rows = visited(school.get("/en/edit/programmes"))
    assert [link for link in rows.links() if "/edit/programmes/row" in link] == ["/en/edit/programmes/row?key=college"]
    for address in (
        "/en/edit/programmes/row?key=master", "/en/edit/outcomes/row?key=master&key=sql", "/en/edit/roles",
        "/en/edit/roles/row?key=analyst", "/en/edit/sources", "/en/edit/about/roles/analyst",
        "/en/edit/about/programmes/master", "/en/edit/town/row",
    ):  # fmt: skip
        assert school.get(address).status_code == 403, address
    about = visited(school.get("/en/edit/about/programmes/college"))
    assert {link.split("?")[0] for link in about.links() if "/row?" in link} == {
        f"/en/edit/{table}/row" for table in ("programmes", "admissions", "outcomes", "flows")
    }
    page = open_row(school, *OUTCOME)
    theirs = send(school, page, programme="master", level="4", why="Not mine")
    assert theirs.status_code == 403
    new = visited(school.get("/en/edit/outcomes/new?programme=master"))
    assert send(school, new, skill="sql", level="2", basis="stated", sources=["source"], why="x").status_code in {
        403,
        422,
    }
    assert open_ones(app) == ()


def test_an_account_that_speaks_for_nobody_proposes_nothing(app):
    client = signed_in(app, AccountKind.INSTITUTION)
    assert "No row" in visited(client.get("/en/edit/programmes")).words("main")
    assert client.get("/en/edit/outcomes/row?key=college&key=sql").status_code == 403


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"level": "9"}, "known value"),
        ({"why": ""}, "few words"),
        ({"sources": []}, "No source is chosen"),
        ({"as_of": "x"}, "date"),
    ],
)
def test_what_could_not_be_made_is_not_proposed(app, school, typed, told):
    answer = send(school, open_row(school, *OUTCOME), **{"level": "4", "why": "A new course", **typed})
    assert told in visited(answer, 422).words("#problem")
    assert open_ones(app) == ()


def test_a_new_row_with_a_new_source_is_proposed_and_accepted(app, school, editor):
    page = visited(school.get("/en/edit/outcomes/new?programme=college"))
    typed = {"skill": "r", "level": "3", "basis": "stated", "sources__more": "https://school.example/plan"}
    gone = replace(TOWN, outcomes=tuple(one for one in TOWN.outcomes if (one.programme, one.skill) != ("college", "r")))
    app.extensions["pathways"].replace(gone, Hand(datetime.now(UTC), Via.SEED))
    answer = send(school, page, sources__title="The plan", why="Taught from August", **typed)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    id = open_ones(app)[0].id
    form = visited(editor.get(f"/en/edit/outcomes/new?proposal={id}"))
    sent = filled(form)
    assert (sent["skill"], sent["sources-more"], sent["sources-title"]) == (
        "r",
        "https://school.example/plan",
        "The plan",
    )
    assert editor.post(f"/en/changes/{id}/accept").status_code == 303
    new = next(one for one in facts(app).outcomes if (one.programme, one.skill) == ("college", "r"))
    (source,) = [one for one in facts(app).sources if one.url == "https://school.example/plan"]
    assert new.evidence.sources == (source.id,)


def test_an_editor_opens_a_proposal_in_its_form_and_saves_it_otherwise(app, school, editor):
    id = proposed(app, school)
    page = visited(editor.get(f"/en/edit/outcomes/row?key=college&key=sql&proposal={id}"))
    assert filled(page)["level"] == "4"
    assert send(editor, page, level="3", why="Three, says the plan").status_code == 303
    assert level(app) == 3
    assert open_ones(app) == ()
    assert "No change waits" in visited(editor.get("/en/changes")).words("main")


def test_an_editor_asks_back_and_the_institution_proposes_anew(app, school, editor):
    id = proposed(app, school)
    for typed, told in (("", "say what you want to know"), ("x" * 501, "500 letters")):
        page = visited(editor.post(f"/en/changes/{id}/ask", data={"asked": typed}), 422)
        assert told in page.words("#problem")
        assert page.one(f"#f-asked-{id}").text_content().strip() == typed
    assert editor.post(f"/en/changes/{id}/ask", data={"asked": f"Since when? {SCRIPT}"}).status_code == 303
    page = visited(school.get("/en/changes"))
    assert f"An editor asks: Since when? {SCRIPT}" in page.words(".proposal")
    assert "An editor has asked about 1 of them" in visited(school.get("/en/inbox")).words("main")
    form = visited(school.get(f"/en/edit/outcomes/row?key=college&key=sql&proposal={id}"))
    assert send(school, form, as_of="2024", why="Since 2024").status_code == 303
    (newer,) = open_ones(app)
    assert (newer.state, newer.why) == (Stands.WAITING, "Since 2024")
    assert newer.id != id
    assert editor.post(f"/en/changes/{id}/accept").status_code == 404
    assert editor.post(f"/en/changes/{newer.id}/accept").status_code == 303
    assert level(app) == 4


@pytest.mark.parametrize("language", ["en", "da"])
def test_an_editor_turns_a_proposal_down_and_the_institution_proposes_anew(app, school, editor, language):
    id = proposed(app, school)
    for typed, told in (("", "a few words"), ("x" * 501, "500 letters")):
        page = visited(editor.post(f"/en/changes/{id}/turn-down", data={"refusal": typed}), 422)
        assert told in page.words("#problem")
        assert page.one(f"#f-refusal-{id}").text_content().strip() == typed
        assert page.one(f"#f-asked-{id}").text_content().strip() == ""
    assert open_ones(app)[0].state is Stands.WAITING
    told = editor.post(f"/{language}/changes/{id}/turn-down", data={"refusal": f"No page says so {SCRIPT}"})
    assert told.status_code == 303
    assert f"No page says so {SCRIPT}" in visited(editor.get(told.location)).words(".declined")
    assert level(app) == 2
    assert open_ones(app) == ()
    assert editor.post(f"/en/changes/{id}/accept").status_code == 404
    assert editor.get(f"/en/edit/outcomes/row?key=college&key=sql&proposal={id}").status_code == 404
    inbox = visited(school.get(f"/{language}/inbox")).words("main")
    assert {"en": "An editor has turned 1 down", "da": "En redaktør har afvist 1"}[language] in inbox
    page = visited(school.get(f"/{language}/changes"))
    assert f"No page says so {SCRIPT}" in page.words(".declined")
    assert "A new course" in page.words(".declined"), "what was proposed is not lost"
    (link,) = [one for one in page.links() if f"proposal={id}" in one]
    form = visited(school.get(link))
    assert filled(form)["level"] == "4"
    assert send(school, form, as_of="2024", why="The plan of 2024, page 3").status_code == 303
    (newer,) = open_ones(app)
    assert (newer.state, newer.why) == (Stands.WAITING, "The plan of 2024, page 3")
    assert not visited(school.get(f"/{language}/changes")).all(".declined")
    assert send(school, form, as_of="2024", why="Once more").status_code == 409


def test_what_was_turned_down_is_put_away_by_its_institution_only(app, school, editor):
    change = Delivered("outcomes", "college/sql", "level", "2", "3")
    own, row = proposed(app, school), delivered(app, change)
    assert school.post(f"/en/changes/delivered/{row}/put-away").status_code == 404, "it still waits"
    for address in (f"/en/changes/{own}/turn-down", f"/en/changes/delivered/{row}/turn-down"):
        assert school.post(address, data={"refusal": "mine"}).status_code == 403
        assert editor.post(address, data={"refusal": ""}).status_code == 422
        assert editor.post(address, data={"refusal": "Not seen"}).status_code == 303
        assert editor.post(address, data={"refusal": "Again"}).status_code == 404
    other = signed_in(app, AccountKind.INSTITUTION, organisation_id="works")
    away = [form.get("action") for form in visited(school.get("/en/changes")).all(".declined form")]
    assert sorted(away) == [f"/en/changes/{own}/withdraw", f"/en/changes/delivered/{row}/put-away"]
    assert "turned" not in visited(other.get("/en/inbox")).words("main")
    for address in away:
        assert editor.post(address).status_code == 403
        assert other.post(address).status_code == 404
        assert school.post(address).status_code == 303
    assert "No change waits" in visited(school.get("/en/changes")).words("main")
    assert not visited(school.get("/en/changes")).all(".declined")
    assert not visited(editor.get("/en/changes")).all(".declined")


def test_a_delivered_change_that_was_turned_down_is_proposed_anew(app, school, editor):
    id = delivered(app, Delivered("outcomes", "college/sql", "level", "2", "3"))
    assert editor.post(f"/en/changes/delivered/{id}/turn-down", data={"refusal": "Not seen"}).status_code == 303
    assert editor.get(f"/en/edit/outcomes/row?key=college&key=sql&delivered={id}").status_code == 404
    page = visited(school.get("/en/changes"))
    assert "2 → 3" in page.words(".declined")
    (link,) = [one for one in page.links() if f"delivered={id}" in one]
    form = visited(school.get(link))
    assert filled(form)["level"] == "3"
    assert send(school, form, as_of="2024", why="In the plan, page 3").status_code == 303
    assert [one.why for one in open_ones(app)] == ["In the plan, page 3"]
    assert not visited(school.get("/en/changes")).all(".declined")


def test_an_institution_withdraws_its_own_and_nobody_elses(app, school, editor):
    id = proposed(app, school)
    other = signed_in(app, AccountKind.INSTITUTION, organisation_id="works")
    assert other.post(f"/en/changes/{id}/withdraw").status_code == 404
    assert other.get(f"/en/edit/outcomes/row?key=college&key=sql&proposal={id}").status_code == 404
    assert "No change waits" in visited(other.get("/en/changes")).words("main")
    assert editor.post(f"/en/changes/{id}/withdraw").status_code == 403
    assert school.post(f"/en/changes/{id}/accept").status_code == 403
    assert school.post(f"/en/changes/{id}/withdraw").status_code == 303
    assert open_ones(app) == ()
    assert editor.post(f"/en/changes/{id}/accept").status_code == 404


def test_a_row_that_was_edited_since_is_not_accepted_blindly(app, school, editor):
    id = proposed(app, school)
    assert send(editor, open_row(editor, *OUTCOME), ects="7", why="Counted").status_code == 303
    page = visited(editor.post(f"/en/changes/{id}/accept"), 409)
    assert "edited since it was proposed" in page.words("#refused")
    assert level(app) == 2
    form = visited(editor.get(f"/en/edit/outcomes/row?key=college&key=sql&proposal={id}"))
    both = visited(send(editor, form, why="Both"), 409)
    assert (filled(both)["ects"], filled(both)["level"]) == ("7", "4")
    assert send(editor, both).status_code == 303
    assert level(app) == 4
    assert open_ones(app) == ()


def test_what_breaks_a_rule_by_now_is_told_and_stays(app, school, editor):
    page = open_row(school, "programmes", ["college"])
    assert send(school, page, title_en="Kollegiet", why="The name").status_code == 303
    id = open_ones(app)[0].id
    assert (
        send(editor, open_row(editor, "programmes", ["master"]), title_en="Kollegiet", why="First").status_code == 303
    )
    refused = visited(editor.post(f"/en/changes/{id}/accept"), 422)
    assert "is labelled" in refused.words("#refused")
    assert open_ones(app)[0].id == id


def test_a_removal_is_proposed_and_accepted(app, school, editor):
    page = open_row(school, "admissions", key_of("admissions", TOWN.admissions[-1]))
    answer = school.post("/en/edit/admissions/remove", data={**filled(page).to_dict(), "why": "No way in any more"})
    assert answer.status_code == 303
    assert facts(app) == TOWN
    assert editor.post(f"/en/changes/{open_ones(app)[0].id}/accept").status_code == 303
    assert len(facts(app).admissions) == len(TOWN.admissions) - 1


def test_what_stands_in_the_catalogue_by_now_waits_no_more(app, school, editor):
    id = proposed(app, school)
    assert send(editor, open_row(editor, *OUTCOME), level="4", why="By hand").status_code == 303
    page = visited(editor.get("/en/changes"))
    (link,) = [one for one in page.links() if f"proposal={id}" in one]
    merged = visited(send(editor, visited(editor.get(link)), why="As proposed"), 409)
    answer = send(editor, merged)
    assert (answer.status_code, answer.location) == (303, "/en/changes")
    assert open_ones(app) == ()
    assert level(app) == 4


def test_a_proposal_whose_words_were_taken_out_again_is_not_accepted(app, school, editor):
    id = proposed(app, school)
    form = visited(editor.get(f"/en/edit/outcomes/row?key=college&key=sql&proposal={id}"))
    refused = visited(send(editor, form, level=str(level(app)), why="Not so"), 422)
    assert "Nothing was changed" in refused.words("#problem")
    assert [one.id for one in open_ones(app)] == [id]


def test_a_form_of_a_proposal_that_was_withdrawn_keeps_what_was_typed(app, school, editor):
    id = proposed(app, school)
    form = visited(editor.get(f"/en/edit/outcomes/row?key=college&key=sql&proposal={id}"))
    assert school.post(f"/en/changes/{id}/withdraw").status_code == 303
    page = visited(send(editor, form, level="3", why="Nearly"), 409)
    assert "does not wait any more" in page.words("#problem")
    assert (filled(page)["level"], filled(page)["why"]) == ("3", "Nearly")
    assert level(app) != 3
    assert send(editor, page).status_code == 303
    assert level(app) == 3


def test_nobody_proposes_in_the_place_of_what_another_institution_proposed(app, school, editor):
    id = proposed(app, school)
    works = signed_in(app, AccountKind.INSTITUTION, organisation_id="works")
    facts_now = facts(app)
    mine = replace(facts_now.programmes[0], id="own", code="D77", institution="works",
                   title=Text("Eget", "Own"))  # fmt: skip
    app.extensions["pathways"].change(lambda _: [Change("programmes", None, mine)], Hand(datetime.now(UTC), Via.FORM))
    form = visited(works.get("/en/edit/programmes/row?key=own"))
    answer = send(works, form, eqf="5", why="Ours", proposal=str(id))
    assert answer.status_code == 409
    assert [one.organisation for one in open_ones(app)] == [SCHOOL], "theirs waits as it did"


def delivered(app, *changes) -> int:
    id = f"flag-{datetime.now(UTC).timestamp()}"
    begun = datetime.now(UTC) - timedelta(days=20)
    first = Event(1, begun, Actor.COMPANY, COMPANY, Action.FLAG, ask=asking(), to=SCHOOL)
    with app.extensions["pathways"].rows(write=True) as session:
        flags.flag(session, id, first)
        for day, name in enumerate(("acknowledge", "plan", "deliver"), 1):
            at = begun + timedelta(days=day)

            def step(flag, name=name, at=at):
                made = step_of(flag, name, at)
                return replace(made, changes=changes) if made.changes else made

            flags.add(session, id, step, None)
    with app.extensions["pathways"].rows() as session:
        return flags.waiting_changes(session)[-1].id


@pytest.mark.parametrize(
    ("change", "address"),
    [
        (Delivered("outcomes", "college/sql", "level", "2", "3"), "/en/edit/outcomes/row?key=college&key=sql"),
        (Delivered("outcomes", "night/r", "level", "", "2"), "/en/edit/outcomes/new?"),
        (Delivered("programmes", "college", "note_en", "Note", "New"), "/en/edit/programmes/row?key=college"),
        (Delivered("programmes", "", "title_en", "", "Robots"), "/en/edit/programmes/new?"),
    ],
)
def test_what_was_delivered_is_opened_in_its_form(app, editor, change, address):
    id = delivered(app, change)
    page = visited(editor.get("/en/changes"))
    (link,) = [one for one in page.links() if f"delivered={id}" in one]
    assert link.startswith(address)
    sent = filled(visited(editor.get(link)))
    assert sent[change.field] == change.after
    assert sent["delivered"] == str(id)
    if change.noun == "outcomes":
        assert (sent["programme"], sent["skill"]) == tuple(change.key.split("/"))


def test_what_was_delivered_and_stands_already_waits_no_more(app, editor):
    id = delivered(app, Delivered("outcomes", "college/sql", "level", "2", "3"))
    assert send(editor, open_row(editor, *OUTCOME), level="3", why="By hand").status_code == 303
    page = visited(editor.get(f"/en/edit/outcomes/row?key=college&key=sql&delivered={id}"))
    assert send(editor, page, why="Delivered").location == "/en/changes"
    assert "No change waits" in visited(editor.get("/en/changes")).words("main")


def test_who_is_asked_back_about_what_was_delivered_answers_in_its_form(app, editor, school):
    id = delivered(app, Delivered("outcomes", "college/sql", "level", "2", "3"))
    assert editor.post(f"/en/changes/delivered/{id}/ask", data={"asked": "Where is it written?"}).status_code == 303
    (link,) = [one for one in visited(school.get("/en/changes")).links() if f"delivered={id}" in one]
    form = visited(school.get(link))
    assert filled(form)["level"] == "3"
    other = signed_in(app, AccountKind.INSTITUTION, organisation_id="works")
    assert other.get(link).status_code in {403, 404}, "nobody answers for another"
    assert send(school, form, as_of="2024", why="In the curriculum of 2024, page 3").status_code == 303
    page = visited(school.get("/en/changes"))
    assert "page 3" in page.words(".proposal")
    assert "Where is it written?" not in page.words("main")
    assert level(app) == 2, "it waits for the editor"
    assert send(school, form, as_of="2024", why="Once more").status_code == 409


def test_what_was_delivered_waits_no_more_once_it_is_saved(app, editor, school):
    id = delivered(app, Delivered("outcomes", "college/sql", "level", "2", "3"))
    assert editor.post(f"/en/changes/delivered/{id}/ask", data={"asked": ""}).status_code == 422
    assert editor.post(f"/en/changes/delivered/{id}/ask", data={"asked": "Where is it written?"}).status_code == 303
    assert "An editor asks: Where is it written?" in visited(school.get("/en/changes")).words("main")
    page = visited(editor.get(f"/en/edit/outcomes/row?key=college&key=sql&delivered={id}"))
    assert send(editor, page, as_of="2024", why="Delivered").status_code == 303
    assert level(app) == 3
    assert "No change waits" in visited(editor.get("/en/changes")).words("main")
    assert editor.get(f"/en/edit/outcomes/row?key=college&key=sql&delivered={id}").status_code == 404
    assert school.get("/en/edit/outcomes/row?key=college&key=sql&delivered=1").status_code == 404
    assert "2 → 3" in visited(school.get("/en/changes")).words(".accepted")
    for id in (0, 999, 2**31 - 1):
        assert editor.post(f"/en/changes/delivered/{id}/ask", data={"asked": "x"}).status_code == 404
        assert editor.post(f"/en/changes/{id}/accept").status_code == 404
        assert editor.post(f"/en/changes/{id}/ask", data={"asked": "x"}).status_code == 404
        assert school.post(f"/en/changes/{id}/withdraw").status_code == 404
