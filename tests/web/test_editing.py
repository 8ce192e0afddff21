"""Editing the catalogue by its forms: every noun, both languages, evidence, and every reason why not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import url_for
from werkzeug.datastructures import MultiDict

from pathways.config import HERE
from pathways.domain.editing import TABLES, key_of, rows_of
from pathways.domain.graph import Graph
from pathways.domain.rights import AccountKind
from pathways.store import edits
from pathways.store.cells import cells_of
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.esco import read_esco
from pathways.web.addresses import ROOMS
from pathways.web.edit_about import HOMES
from tests.conftest import make_app
from tests.editing_forms import filled, open_row, send, visited
from tests.people import signed_in, stranger
from tests.store.esco_zips import small_zips
from tests.worlds import whole_town

TOWN = whole_town()


@pytest.fixture
def app(tmp_path):
    made = make_app(TOWN, tmp_path)
    made.extensions["pathways"].replace(TOWN, Hand(datetime.now(UTC) - timedelta(days=90), Via.SEED))
    return made


@pytest.fixture
def editor(app):
    return signed_in(app, AccountKind.EDITOR, name="Somebody who edits")


def facts(app):
    return app.extensions["pathways"].graph().facts


def test_every_room_of_the_site_has_facts_to_edit():
    assert set(ROOMS.values()) <= set(HOMES)


def the_only_new(app, table):
    (row,) = [row for row in rows_of(facts(app), table) if row not in rows_of(TOWN, table)]
    return row


@pytest.mark.parametrize("table", [*TABLES, "town"])
def test_the_switch_of_languages_leads_to_the_form_of_the_same_row(editor, table):
    key = () if table == "town" else key_of(table, rows_of(TOWN, table)[0])
    page = open_row(editor, table, key)
    other = visited(editor.get(page.one("#lang a[lang=da]").get("href")))
    danish, english = (
        [(one.get("value") or "").replace(",", ".") for one in each.all("form.editform .in")] for each in (other, page)
    )
    assert danish == english, "but for the comma of a number"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("language", ["en", "da"])
def test_every_row_has_a_form_that_says_what_the_row_says(app, editor, table, language):
    for row in rows_of(TOWN, table)[:4]:
        key = () if table == "town" else key_of(table, row)
        page = open_row(editor, table, key, language)
        answer = send(editor, page, why="Nothing at all")
        refused = visited(answer, 422)
        assert {"en": "Nothing was changed", "da": "Intet blev ændret"}[language] in refused.words("#problem")
    assert facts(app) == TOWN


def test_an_edit_is_made_seen_and_remembered(app, editor):
    role = TOWN.roles[0]
    page = open_row(editor, "roles", [role.id])
    answer = send(editor, page, title_en="Analyst, again", title_da="Analytiker igen", eqf="7", why="The new order")
    assert answer.status_code == 303
    assert the_only_new(app, "roles") == replace(
        role, eqf=7, title=replace(role.title, en="Analyst, again", da="Analytiker igen")
    )
    saved = visited(editor.get(answer.location))
    assert "Saved as edit" in saved.words(".saved")
    assert "Analyst, again" in stranger(app).get(f"/en/roles/{role.id}").get_data(as_text=True)
    with app.extensions["pathways"].rows() as session:
        (newest, *_) = edits.edits(session)
    assert (newest.hand.via, newest.hand.why, newest.rows) == (Via.FORM, "The new order", 1)
    assert newest.hand.account is not None


SCRIPT = "<script>alert(1)</script>"
ESCO = {"esco_uri": "ftp://esco", "esco_label": "x", "esco_match": "exact"}


def refused(answer, *told):
    page = visited(answer, 422)
    for words in told:
        assert words in page.words("#problem")
    return page


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(("roles", "analyst", {"eqf": "twelve"}, "eqf", "is not a whole number"), id="words for a number"),
        pytest.param(("roles", "analyst", {"eqf": "12"}, "eqf", "run from 2 to 8"), id="a level none has"),
        pytest.param(("roles", "analyst", {"title_da": ""}, "title_da", "Danish and in English"), id="one language"),
        pytest.param(("roles", "analyst", {"family": ""}, "family", "blank"), id="nothing chosen"),
        pytest.param(("roles", "analyst", {"family": "gone"}, "family", "No role family has the id"), id="one gone"),
        pytest.param(("roles", "analyst", {"basis": ""}, "basis", "blank"), id="no basis"),
        pytest.param(("roles", "analyst", {"sources": []}, "sources", "No source is chosen"), id="stated by nobody"),
        pytest.param(("roles", "analyst", {"as_of": "31/12/2024"}, "as_of", "is not a date"), id="a date turned round"),
        pytest.param(("roles", "analyst", {"as_of": "2999"}, "as_of", "no later than today"), id="of the future"),
        pytest.param(("roles", "analyst", {"title_en": "x" * 4001}, "title_en", "4,000"), id="beyond all bounds"),
        pytest.param(("roles", "analyst", {"title_en": "Chief"}, "title_en", "labelled"), id="a title of another"),
        pytest.param(("roles", "analyst", ESCO, "esco_uri", "no address of ESCO"), id="no address of ESCO"),
        pytest.param(("outcomes", "college/sql", {"level": "9"}, "level", "is not a known value"), id="no such level"),
        pytest.param(("programmes", "college", {"code": "K9"}, "code", ""), id="a code of another kind"),
        pytest.param(("flows", "f1", {"year": "20255"}, "year", "Year: '20255' is not a year from 1900"), id="no year"),
        pytest.param(
            ("flows", "f1", {"low": "9", "likely": "3", "high": "1"}, "low", "must not fall"), id="ends upside down"
        ),
        pytest.param(("flows", "f1", {"low": "9", "likely": "", "high": "9"}, "likely", "blank"), id="an end missing"),
        pytest.param(("sources", "source", {"url": "javascript:alert(1)"}, "url", "whole address"), id="no address"),
        pytest.param(("starts", "school", {"also": ["gone"]}, "also", "has the id"), id="a start that is gone"),
        pytest.param(("town", "", {"missing_en": "One line"}, "missing_da", "as many lines"), id="lines of one side"),
        pytest.param(("town", "", {"name_da": ""}, "name_da", "blank"), id="a town without a name"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_kept(app, editor, case):
    table, key, typed, field, told = case
    answer = send(editor, open_row(editor, table, [word for word in key.split("/") if word]), why="Trying", **typed)
    page = refused(answer, told)
    assert page.all(f"#e-{field}"), "beside the field, too"
    assert f"#f-{field}" in [link.get("href") for link in page.all("#problem a")]
    sent = filled(page)
    for name, value in typed.items():
        assert sent.getlist(name) == (value if isinstance(value, list) else [value]), "what was typed is kept"
    assert sent["why"] == "Trying"
    assert facts(app) == TOWN


@pytest.mark.parametrize(
    ("typed", "english", "danish"),
    [
        pytest.param(
            {"low": "-9", "likely": "-5", "high": "1"}, "Least, Likely and Most must not fall, and be 0 or more.",
            "Mindst: Mindst, Formentlig og Højst må ikke falde og skal være 0 eller mere.", id="ends below 0",
        ),
        pytest.param(
            {"low": "9", "likely": "", "high": "9"}, "Likely: This field is blank. Fill in Least, Likely and Most.",
            "Formentlig: Feltet er tomt. Udfyld Mindst, Formentlig og Højst.", id="an end missing",
        ),
        pytest.param({"year": ""}, "Year: This field is blank.", "År: Feltet er tomt.", id="no year"),
        pytest.param({"as_of": ""}, "This field is blank. Fill it in.", "Feltet er tomt. Udfyld det.", id="no day"),
        pytest.param(
            {"as_of": "2999-12-31"}, "This day has not come yet. Write a date as 2021, 2021-08 or 2021-08-31, no later "
            "than today.", "Den dag er ikke kommet endnu. Skriv en dato som 2021, 2021-08 eller 2021-08-31, ikke "
            "senere end i dag.", id="a day to come",
        ),
        pytest.param(
            {"sources": ""}, "Sources: No source is chosen. Choose one, or “Our estimate” as the basis.",
            "Kilder: Der er ikke valgt nogen kilde. Vælg en, eller vælg »Vores skøn« som grundlag.", id="no source",
        ),
        pytest.param(
            {"sources": "hearsay"}, "It rests on weak sources only. Choose a stronger one, or “Our estimate” as the",
            "Der er kun svage kilder. Vælg en stærkere, eller vælg »Vores skøn« som", id="a weak source",
        ),
        pytest.param(
            {"kind": "drift"}, "'drift' is not known here. Choose one from the list.",
            "»drift« kendes ikke her. Vælg en fra listen.", id="no such kind",
        ),
        pytest.param(
            {"year": "2040"}, "choose “Planned” as the kind.", "vælg »Planlagt« som type.", id="a year to come",
        ),
        pytest.param({"share": "2"}, "as in 0.53", "for eksempel 0,53", id="the decimal mark of the language"),
        pytest.param({"share": "x"}, "as in 3.5", "for eksempel 3,5", id="no number"),
    ],
)  # fmt: skip
def test_a_form_says_what_is_wrong_by_its_labels(editor, typed, english, danish):
    for language, told in (("en", english), ("da", danish)):
        page = open_row(editor, "flows", ["f1"], language)
        assert told in visited(send(editor, page, why="Trying", **typed), 422).words("#problem")


def test_what_is_blank_is_called_so_where_a_date_or_a_word_was_to_stand(editor):
    page = open_row(editor, "roles", ["analyst"])
    told = refused(send(editor, page, why="Trying", esco_uri="http://data.europa.eu/esco/occupation/x", esco_match=""))
    assert "''" not in told.words("#problem")
    assert "This field is blank." in told.words("#problem")


def test_what_is_wrong_is_listed_in_the_order_of_the_fields(app, editor):
    answer = send(editor, open_row(editor, "roles", ["analyst"]), why="", as_of="soon", eqf="x", title_da="")
    page = visited(answer, 422)
    listed = [link.get("href") for link in page.all("#problem a")]
    stand = [f"#{field.get('id')}" for field in page.all("form.editform [id^=f-]")]
    assert listed == [field for field in stand if field in listed]
    assert len(listed) == 4


def test_a_count_of_another_year_begins_as_the_one_before(app, editor):
    """Whoever adds this term's intake types the year, the number and where it stands, and nothing else again."""
    search = "/en/edit/flows?q=f1"
    (link,) = [one for one in visited(editor.get(search)).links() if "key=f1" in one]
    page = visited(editor.get(link))
    (another,) = [one for one in page.links() if "/flows/new" in one]
    before, begun = filled(page), filled(visited(editor.get(another)))
    for column in ("programme", "kind", "what_da", "what_en", "role", "organisation", "onward", "basis"):
        assert begun[column] == before[column], column
    assert not any(begun[column] for column in ("low", "likely", "high", "year", "sources-more"))
    assert begun["back"] == search
    assert not [one for one in open_row(editor, "skills", ("sql",)).links() if "/skills/new" in one]


@pytest.mark.parametrize("kind", ["intake", "completion"])
def test_a_second_count_of_one_year_is_refused_and_never_wins_silently(app, editor, kind):
    """Only one number of a year is asked for, so of two rows one would be lost."""
    counted = {
        "programme": "college", "kind": kind, "year": "2021", "what_da": "Tal", "what_en": "A count", "low": "9",
        "likely": "9", "high": "9", "basis": "stated", "sources": ["source"], "why": "Counted",
    }  # fmt: skip
    first, second = (visited(editor.get("/en/edit/flows/new")) for _ in range(2))
    assert send(editor, first, id="f8", **counted).status_code == 303
    page = refused(send(editor, second, id="f9", **counted), "'f8' counts the same people")
    assert page.all("#e-year")
    assert filled(page)["id"] == "f9"
    assert the_only_new(app, "flows").id == "f8"
    unlike = send(editor, second, id="f9", **counted | {"year": "2022"})
    assert unlike.status_code == 303


def test_the_code_of_a_programme_that_is_gone_is_never_used_again(app, editor):
    spare = {
        "kind": "D", "title_da": "Ny", "title_en": "New", "short_da": "Ny", "short_en": "New", "blurb_da": "Ny",
        "blurb_en": "New", "provider_da": "Skole", "provider_en": "School", "eqf": "6", "pace": "full-time",
        "languages": "da", "towns": "Byen", "here": "yes", "status_da": "I gang", "status_en": "Running",
        "last_seen": "2026", "entry_da": "Alle", "entry_en": "All", "basis": "stated", "sources": ["source"],
        "as_of": "2026", "why": "New",
    }  # fmt: skip

    def add(id, code, **more):
        typed = {**spare, "title_da": id, "title_en": id, **more}
        return send(editor, visited(editor.get("/en/edit/programmes/new")), id=id, code=code, **typed)

    assert add("first", "D77").status_code == 303
    page = open_row(editor, "programmes", ["first"])
    gone = editor.post("/en/edit/programmes/remove", data={**filled(page).to_dict(), "why": "Closed"})
    assert gone.status_code == 303
    again = refused(add("second", "D77", eqf="12"), "D77 was the code of first, which is gone.", "run from 2 to 8")
    assert again.all("#e-code")
    assert add("second", "D78").status_code == 303
    assert editor.post(f"{gone.location}/undo", data={"why": "It goes on"}).status_code == 303, "its own it may have"
    assert {"first", "second"} <= {one.id for one in facts(app).programmes}


def test_every_reason_is_told_at_once(app, editor):
    page = refused(
        send(editor, open_row(editor, "roles", ["analyst"]), eqf="x", title_da="", as_of="soon", why=""),
        "is not a whole number", "Say in a few words why",
    )  # fmt: skip
    told = {one.get("id") for one in page.all(".errmsg")}
    assert told == {"e-eqf", "e-title_da", "e-as_of", "e-why"}, "cells and rules in one go, and nothing else"
    assert facts(app) == TOWN


@pytest.mark.parametrize("why", ["", " ", "x" * 301])
def test_no_edit_is_made_without_a_why(app, editor, why):
    refused(send(editor, open_row(editor, "roles", ["analyst"]), eqf="7", why=why), "Why")
    assert facts(app) == TOWN


def test_words_stay_words(app, editor):
    said = ("=1+1", "'quoted", f"{SCRIPT} & “signs”", "-5", "  room  around  ")
    for words in said:
        answer = send(editor, open_row(editor, "roles", ["analyst"]), blurb_en=words, blurb_da=words, why=words)
        assert answer.status_code == 303, words
        assert facts(app).roles[0].blurb.en == words.strip()
        page = visited(editor.get(answer.location))
        assert filled(page)["blurb_en"] == words.strip()
        assert not page.all("main script")


def test_lines_become_one_line(app, editor):
    send(editor, open_row(editor, "roles", ["analyst"]), blurb_en="One\r\n two\n\nthree", why="Lines")
    assert facts(app).roles[0].blurb.en == "One two three"


def test_a_number_may_have_a_comma(app, editor):
    assert send(editor, open_row(editor, "programmes", ["college"]), years="2,5", why="Shorter").status_code == 303
    assert next(one for one in facts(app).programmes if one.id == "college").years == 2.5
    assert filled(open_row(editor, "programmes", ["college"]))["years"] == "2.5"
    danish = open_row(editor, "programmes", ["college"], "da")
    assert filled(danish)["years"] == "2,5", "as Danes write it"
    page = refused(send(editor, danish, years="2.x", why="Et forsøg"))
    assert filled(page)["years"] == "2.x"
    assert "»2.x« er ikke et tal. Skriv et tal, for eksempel 3,5." in page.words("#problem")


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("1300", 1300),
        ("1.3", 1.3),
        ("1,3", 1.3),
        ("1.3000", 1.3),
        ("0.125", 0.125),
        ("0,125", 0.125),
        ("1234.567", 1234.567),
    ],
)
def test_a_number_that_can_only_be_one_is_taken(app, editor, typed, means):
    answer = send(editor, open_row(editor, "flows", ["f1"]), low=typed, likely="1300", high="2000", why="Counted anew")
    assert (answer.status_code == 303) == (means <= 1300)
    assert answer.status_code != 303 or facts(app).flows[0].people.low == means


@pytest.mark.parametrize(
    ("language", "typed", "told"),
    [
        ("da", "1.300", "»1.300« kan læses som 1300 eller som 1.3. Skriv 1300 eller 1.3."),
        ("da", "1,300", "»1,300« kan læses som 1300 eller som 1,3. Skriv 1300 eller 1,3."),
        ("en", "1,300", "'1,300' can be read as 1300 or as 1,3. Write 1300, or 1,3."),
        ("en", "12.000", "'12.000' can be read as 12000 or as 12. Write 12000, or 12."),
        ("en", "1.234", "'1.234' can be read as 1234 or as 1.234. Write 1234, or 1.2340."),
    ],
)
def test_a_thousand_is_never_taken_for_three_decimals(app, editor, language, typed, told):
    answer = send(
        editor, open_row(editor, "flows", ["f1"], language), low=typed, likely=typed, high="20000", why="More"
    )
    page = visited(answer, 422)
    assert [told in page.words(f"#e-{field}") for field in ("low", "likely")] == [True, True]
    assert not page.all("#e-high")
    assert filled(page)["low"] == typed
    assert facts(app) == TOWN


@pytest.mark.parametrize("language", ["da", "en"])
def test_three_decimals_that_are_known_are_shown_so_that_they_stay(app, editor, language):
    assert send(editor, open_row(editor, "programmes", ["college"]), years="2.1250", why="Exactly").status_code == 303
    page = open_row(editor, "programmes", ["college"], language)
    assert filled(page)["years"] == {"da": "2,1250", "en": "2.1250"}[language]
    assert send(editor, page, note_da="En note", note_en="A note", why="A note").status_code == 303
    assert next(one for one in facts(app).programmes if one.id == "college").years == 2.125


@pytest.fixture
def counted(app):
    """Make it so that students of the college are counted, and those of no other programme."""
    started = replace(TOWN.flows[0], id="f9", kind="intake", role=None, organisation=None, pinned=False, year="2022")
    fresh = replace(TOWN, flows=(*TOWN.flows, started))
    app.extensions["pathways"].replace(fresh, Hand(datetime.now(UTC), Via.SEED))


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize("language", ["en", "da"])
def test_a_first_intake_to_come_is_asked_about_where_students_are_counted(app, editor, language):
    doubt = {
        "en": "First intake: Students of 2022 are counted, and with a first intake in 2031 nobody can have "
        "started before. Write the year in which it took its very first students, not that of the next intake. "
        "If 2031 is meant, save again.",
        "da": "Første optag: Der er talt studerende i 2022, men med første optag i 2031 kan ingen være begyndt før. "
        "Skriv året, hvor de allerførste studerende begyndte, ikke året for det næste optag. Er det 2031, så gem igen.",
    }[language]

    def opens():
        return next(one for one in facts(app).programmes if one.id == "college").first_intake

    before = opens()
    page = open_row(editor, "programmes", ["college"], language)
    page = visited(send(editor, page, first_intake="2031", why=""), 422)
    assert doubt in page.words("#problem")
    assert opens() == before
    other = visited(send(editor, page, first_intake="2032", why="Next intake"), 422)
    assert "2032" in other.words("#e-first_intake"), "of another year it is asked again"
    assert send(editor, page, why="It opens here in 2031").status_code == 303
    assert opens() == 2031
    assert send(editor, open_row(editor, "programmes", ["college"]), eqf="5", why="Other").status_code == 303


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(("programme", "year"), [("master", "2031"), ("college", "2019"), ("college", "")])
def test_any_other_first_intake_is_taken_at_once(app, editor, programme, year):
    page = open_row(editor, "programmes", [programme])
    assert "not that of the next intake" in page.words("#h-first_intake")
    assert send(editor, page, first_intake=year, eqf="4", why="Looked up").status_code == 303


@pytest.mark.parametrize("language", ["en", "da"])
def test_a_heading_says_what_rows_are_to_a_noun_and_rare_ones_without_rows_stay_away(app, editor, language):
    headings = {"en": ("Programmes it succeeds", "Ways on from it"), "da": ("som den afløser", "Veje videre fra den")}
    said = [one.text_content() for one in visited(editor.get(f"/{language}/edit/about/programmes/college")).all("h2")]
    rare, always = headings[language]
    assert any(always in words for words in said)
    assert any(rare in words for words in said) == any(one.successor == "college" for one in TOWN.programmes)


def test_a_source_is_added_by_its_name_its_address_or_as_a_new_one(app, editor):
    many = [replace(TOWN.sources[0], id=f"page-{number}", title=f"Page {number}", url=f"https://example.org/{number}")
            for number in range(20)]  # fmt: skip
    app.extensions["pathways"].replace(replace(TOWN, sources=(*TOWN.sources, *many)), Hand(datetime.now(UTC), Via.SEED))
    role = ("roles", ["analyst"])

    def sources():
        return facts(app).roles[0].evidence.sources

    for typed, found in (("page 7", "page-7"), ("page-8", "page-8"), ("https://example.org/9", "page-9")):
        assert send(editor, open_row(editor, *role), sources__more=typed, why="More").status_code == 303
        assert sources()[-1] == found
    refused(send(editor, open_row(editor, *role), sources__more="nothing of that name", why="More"), "none of those")
    new = "https://www.school.example/study/plan-2026.pdf"
    page = refused(send(editor, open_row(editor, *role), sources__more=new, why="More"), "Write its title")
    assert filled(page)["sources-more"] == new
    answer = send(editor, page, sources__title="Study plan 2026", sources__published="2026-02")
    assert answer.status_code == 303
    (added,) = [one for one in facts(app).sources if one.url == new]
    assert (added.title, added.published, added.weak) == ("Study plan 2026", "2026-02", False)
    assert sources()[-1] == added.id
    assert sources()[:-1] == ("source", "page-7", "page-8", "page-9")


def ticked(page):
    return {box.get("value"): box.get("checked") is not None for box in page.all("input[type=checkbox][name=sources]")}


@pytest.mark.parametrize("language", ["en", "da"])
def test_a_source_that_was_unticked_stays_to_be_ticked_again(app, editor, language):
    page = open_row(editor, "roles", ["analyst"], language)
    assert ticked(page) == {"source": True}
    for _ in range(2):
        page = visited(send(editor, page, sources=[], why="Another source"), 422)
        assert ticked(page) == {"source": False}
    page = visited(send(editor, page, sources__more="hearsay", as_of="soon"), 422)
    assert ticked(page) == {"source": False}
    assert send(editor, page, sources__more="", sources=["source"], as_of="2023").status_code == 303
    assert facts(app).roles[0].evidence.sources == ("source",)


def test_what_was_never_there_is_not_offered(editor):
    page = open_row(editor, "roles", ["analyst"])
    page = visited(send(editor, page, sources=[], sources__offered=f"gone;source;source;{SCRIPT}", why="Trying"), 422)
    assert ticked(page) == {"source": False}


def test_a_new_page_without_a_title_is_told_as_that_only(app, editor):
    page = open_row(editor, "roles", ["analyst"])
    answer = send(editor, page, sources=[], sources__more="https://example.org/new", why="A better source")
    page = visited(answer, 422)
    assert {one.get("id") for one in page.all(".errmsg")} == {"e-sources-title"}
    assert send(editor, page, sources__title="New page").status_code == 303
    assert len(facts(app).roles[0].evidence.sources) == 1


def test_a_later_day_moves_the_day_of_the_facts_to_today(app, editor):
    today = datetime.now(HERE).date().isoformat()
    assert TOWN.town.as_of < today
    assert send(editor, open_row(editor, "roles", ["analyst"]), as_of=today, why="Seen today").status_code == 303
    assert facts(app).town.as_of == today
    assert facts(app).roles[0].evidence.as_of == today


def test_in_the_first_hours_of_a_day_the_form_offers_that_day(app):
    with time_machine.travel(datetime(2031, 5, 17, 23, 30, tzinfo=UTC)):  # half past one here
        page = visited(signed_in(app, AccountKind.EDITOR).get("/en/edit/outcomes/new?programme=night"))
    assert filled(page)["as_of"] == "2031-05-18"


def test_a_row_is_added_where_it_belongs(app, editor):
    page = visited(editor.get("/en/edit/outcomes/new?programme=night&back=/en/programmes/night"))
    sent = filled(page)
    assert (sent["programme"], sent["as_of"]) == ("night", datetime.now(HERE).date().isoformat())
    answer = send(editor, page, skill="r", level="2", basis="stated", sources=["source"], why="The new plan")
    assert answer.status_code == 303
    new = the_only_new(app, "outcomes")
    assert (new.programme, new.skill, int(new.level)) == ("night", "r", 2)
    saved = visited(editor.get(answer.location))
    assert "/en/programmes/night" in saved.links()
    again = send(editor, page, skill="r", level="3", basis="stated", sources=["source"], why="The new plan")
    assert "There is such a row already" in visited(again, 422).words("#problem")


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_one_is_only_led_back_to_pages_of_ours(editor, back):
    page = visited(editor.get("/en/edit/roles/row", query_string={"key": "analyst", "back": back}))
    assert "evil" not in " ".join(page.links())
    assert filled(page)["back"] == ""


def test_what_others_rest_on_is_not_removed(app, editor):
    page = open_row(editor, "skills", ["sql"])
    answer = editor.post("/en/edit/skills/remove", data={**filled(page).to_dict(), "why": "Not needed"})
    told = refused(answer, "Other rows would break the rules", "What is taught", "What a role asks for")
    assert any("/en/edit/outcomes/row" in link for link in told.links())
    assert facts(app) == TOWN


def test_a_row_is_removed_and_comes_back(app, editor):
    page = open_row(editor, "feeds", ("master", "chief"))
    without = editor.post("/en/edit/feeds/remove", data={**filled(page).to_dict(), "why": ""})
    assert "Say in a few words why" in visited(without, 422).words("#problem")
    answer = editor.post("/en/edit/feeds/remove", data={**filled(page).to_dict(), "why": "Nobody goes there"})
    assert answer.status_code == 303
    assert len(facts(app).feeds) == len(TOWN.feeds) - 1
    assert editor.post(f"{answer.location}/undo", data={"why": "Wrong"}).status_code == 303
    assert facts(app) == TOWN


def test_two_who_edit_other_fields_are_brought_together(app, editor):
    second = signed_in(app, AccountKind.EDITOR)
    mine, theirs = (open_row(client, "roles", ["analyst"]) for client in (editor, second))
    assert send(second, theirs, eqf="7", why="Theirs").status_code == 303
    page = visited(send(editor, mine, title_en="Mine", why="Mine"), 409)
    assert "Somebody else edited this row meanwhile" in page.words("#problem")
    assert "EQF level" in page.words("#problem")
    sent = filled(page)
    assert (sent["eqf"], sent["title_en"], sent["why"]) == ("7", "Mine", "Mine")
    assert facts(app).roles[0].title.en != "Mine", "the second looks before anything is saved"
    assert send(editor, page).status_code == 303
    assert (facts(app).roles[0].eqf, facts(app).roles[0].title.en) == (7, "Mine")


def test_one_who_edits_the_danish_and_one_who_edits_the_english_are_brought_together(app, editor):
    second = signed_in(app, AccountKind.EDITOR)
    mine, theirs = (open_row(client, "roles", ["analyst"]) for client in (editor, second))
    assert send(second, theirs, title_en="Theirs", as_of="2026-11", why="The English").status_code == 303
    page = visited(send(editor, mine, title_da="Mit", basis="derived", why="The Danish"), 409)
    assert "Title, in English" in page.words("#problem")
    assert "you changed it, too" not in page.words("#problem")
    sent = filled(page)
    assert (sent["title_da"], sent["title_en"], sent["basis"], sent["as_of"]) == ("Mit", "Theirs", "derived", "2026-11")
    assert send(editor, page).status_code == 303
    role = facts(app).roles[0]
    assert (role.title.da, role.title.en, role.evidence.as_of) == ("Mit", "Theirs", "2026-11")


def test_two_who_edit_the_same_field_see_both_and_the_second_decides(app, editor):
    second = signed_in(app, AccountKind.EDITOR)
    mine, theirs = (open_row(client, "roles", ["analyst"]) for client in (editor, second))
    send(second, theirs, eqf="7", why="Theirs")
    page = visited(send(editor, mine, eqf="5", why="Mine"), 409)
    assert "you changed it, too" in page.words("#problem")
    assert "It now says: 7" in page.words(".theirs")
    assert filled(page)["eqf"] == "5"
    assert send(editor, page).status_code == 303
    assert facts(app).roles[0].eqf == 5


def test_a_row_that_was_removed_meanwhile_is_told_and_can_be_added_anew(app, editor):
    second = signed_in(app, AccountKind.EDITOR)
    page = open_row(editor, "feeds", ("master", "chief"))
    gone = open_row(second, "feeds", ("master", "chief"))
    assert second.post("/en/edit/feeds/remove", data={**filled(gone).to_dict(), "why": "Gone"}).status_code == 303
    answer = visited(send(editor, page, as_of="2023", why="Seen"), 409)
    assert "It was removed" in answer.words("#problem")
    assert send(editor, answer).status_code == 303
    assert facts(app).feeds[-1].evidence.as_of == "2023"


@pytest.mark.parametrize("was", ["", "{", "[]", '{"id": 1}', '{"id": "analyst"}', "null", "[" * 5000])
def test_a_form_that_does_not_say_what_it_began_with_begins_with_now(app, editor, was):
    answer = send(editor, open_row(editor, "roles", ["analyst"]), was=was, eqf="7", why="Trying")
    assert answer.status_code == 303
    assert facts(app).roles[0].eqf == 7


@pytest.mark.parametrize(
    "address",
    ["/en/edit/gone", "/en/edit/gone/new", "/en/edit/gone/row?key=x", "/en/edit/roles/row?key=gone",
     "/en/edit/roles/row", "/en/edit/outcomes/row?key=college", "/en/edit/town/new", "/en/edit/about/roles/gone",
     "/en/edit/about/gone/analyst", "/en/edit/roles/row?key=%00"],
)  # fmt: skip
def test_what_is_not_there_is_no_page(editor, address):
    assert editor.get(address).status_code == 404


@pytest.mark.parametrize("language", ["da", "en"])
def test_ways_in_are_listed_and_found_in_words(editor, language):
    page = visited(editor.get(f"/{language}/edit/admissions"))
    assert "(of=" not in page.words("main")
    asked = [" ".join(one.text_content().split()) for one in page.all(".rows > li .by")]
    longest = max(asked, key=len)
    found = visited(editor.get(f"/{language}/edit/admissions", query_string={"q": longest[-40:-2].upper()}))
    assert longest in found.words("main .rows")
    assert len(found.all(".rows > li")) < len(page.all(".rows > li"))


def test_rows_are_listed_and_found(app, editor):
    page = visited(editor.get("/en/edit"))
    assert "/en/edit/outcomes" in page.links()
    page = visited(editor.get("/en/edit/roles?q=ANALYST"))
    assert len(page.all(".rows > li")) == 1
    page = visited(editor.get("/en/edit/roles", query_string={"q": SCRIPT}))
    assert "No row has these words" in page.words("main")
    for start in ("0", "100", "-1", "x", "9" * 30):
        visited(editor.get("/en/edit/sources", query_string={"from": start}))


def test_a_table_without_rows_says_so_and_not_that_a_search_failed(app, editor):
    app.extensions["pathways"].replace(replace(TOWN, openings=()), Hand(datetime.now(UTC), Via.SEED))
    page = visited(editor.get("/en/edit/openings"))
    assert "No row yet" in page.words("main")
    assert "No row has these words" not in page.words("main")


SIDES = {"group_da", "group_en", "label_da", "label_en", "title_da", "title_en", "esco_label"}


def url_of(app, language, table, key):
    with app.test_request_context(f"/{language}/edit"):
        return url_for("editing.show_row", table=table, key=list(key))


@pytest.mark.parametrize("about", ["programmes/college", "roles/analyst", "skills/sql", "employers/works", "town/area"])
@pytest.mark.parametrize("language", ["en", "da"])
def test_all_that_rests_on_a_noun_stands_on_one_page(app, editor, about, language):
    page = visited(editor.get(f"/{language}/edit/about/{about}"))
    assert f"/{language}/{about}" in page.links()
    named = [one.get("data-hx-get") for one in page.all(".inplace")]
    _room, id = about.split("/")
    naming = [
        (table, key_of(table, row))
        for table in TABLES
        for row in rows_of(TOWN, table)
        if any(id in cell.split(";") for column, cell in cells_of(table, row).items() if column not in SIDES)
    ]
    assert sorted({link.split("&back=")[0] for link in named}) == sorted(
        {url_of(app, language, table, key) for table, key in naming}
    )
    for address in named:
        visited(editor.get(address.replace("&amp;", "&")))


def test_the_first_row_of_a_table_is_added_where_its_noun_stands(tmp_path):
    bare = make_app(replace(TOWN, steps=(), openings=()), tmp_path)
    client = signed_in(bare, AccountKind.EDITOR)
    links = visited(client.get("/en/edit/about/roles/analyst")).links()
    for table, column in (("steps", "origin"), ("steps", "role"), ("openings", "role")):
        (link,) = [link for link in links if f"/edit/{table}/new?" in link and f"{column}=analyst" in link]
        assert filled(visited(client.get(link)))[column] == "analyst"


def test_a_part_is_given_where_htmx_asks_for_one(app, editor):
    headers = {"HX-Request": "true", "HX-Target": "here-3"}
    part = editor.get("/en/edit/roles/row?key=analyst", headers=headers).get_data(as_text=True)
    assert "<html" not in part
    assert 'id="f-here-3-title_da"' in part
    assert 'data-hx-post="/en/edit/roles/row?key=analyst"' in part
    bent = editor.get("/en/edit/roles/row?key=analyst", headers={**headers, "HX-Target": '"><script>'})
    assert "<script>" not in bent.get_data(as_text=True)


@pytest.mark.parametrize("kind", [kind for kind in AccountKind if kind not in {"editor", "institution"}])
def test_nobody_else_edits(app, kind):
    client = signed_in(app, kind)
    for address in ("/en/edit", "/en/edit/roles", "/en/edit/roles/row?key=analyst", "/en/edit/about/roles/analyst"):
        assert client.get(address).status_code == 403
    assert client.post("/en/edit/roles/row?key=analyst", data={"eqf": "7"}).status_code == 403
    assert stranger(app).get("/en/edit").status_code == 303
    assert facts(app) == TOWN


@pytest.mark.parametrize(("language", "heading"), [
    ("en", "You are not signed in any more"), ("da", "Du er ikke logget ind længere"),
])  # fmt: skip
def test_what_was_typed_outlives_the_sign_in(app, editor, language, heading):
    words = f'{SCRIPT} "long" & hard\r\nto write'
    form = open_row(editor, "roles", ["analyst"], language)
    left = visited(send(stranger(app), form, blurb_en=words, sources=["source", "hearsay"], why="Typed long"), 409)
    assert heading in left.words("h1")
    assert facts(app) == TOWN
    kept = left.one("main form")
    sent = MultiDict([(one.get("name"), one.get("value")) for one in kept.cssselect("input[type=hidden]")])
    assert sent.getlist("sources") == ["source", "hearsay"]
    answer = signed_in(app, AccountKind.EDITOR).post(kept.get("action"), data=sent)
    assert answer.status_code == 303
    assert facts(app).roles[0].blurb.en == f'{SCRIPT} "long" & hard to write'
    part = stranger(app).post(kept.get("action"), data=sent, headers={"HX-Request": "true", "HX-Target": "here-1"})
    assert part.status_code == 409
    assert "<html" not in part.text


def test_the_graph_stays_valid_whatever_was_saved(app):
    Graph(facts(app))


def test_a_concept_of_esco_is_found_and_taken(app, editor, tmp_path):
    app.extensions["pathways"].replace_classification(read_esco(*small_zips(tmp_path)).classification)
    page = open_row(editor, "roles", ["chief"])
    found = visited(send(editor, page, esco__find="head cook", find="esco", title_en="Kept", why="Kept too"))
    (choice,) = [one for one in found.all(".candidates button") if one.text_content() == "chef"]
    assert (filled(found)["title_en"], filled(found)["why"]) == ("Kept", "Kept too")
    assert facts(app) == TOWN, "looking is not saving"
    taken = visited(send(editor, found, **{"esco-take": choice.get("value")}))
    sent = filled(taken)
    assert (sent["esco_label"], sent["esco_match"]) == ("chef", "exact")
    assert send(editor, taken, why="Mapped").status_code == 303
    assert facts(app).roles[1].esco.label == "chef"
    nothing = visited(send(editor, page, esco__find="xyzzy", find="esco"))
    assert "ESCO has nothing of that name" in nothing.words("main")


def test_enter_saves_and_searches_only_where_words_to_search_for_were_typed(app, editor, tmp_path):
    """A browser presses the first button of a form when Enter is pressed in any of its fields."""
    app.extensions["pathways"].replace_classification(read_esco(*small_zips(tmp_path)).classification)
    page = open_row(editor, "roles", ["chief"])
    (first, *_) = page.all("form.editform button")
    assert first.get("name") == "enter"
    found = visited(send(editor, page, enter="yes", esco__find="head cook", title_en="Kept"))
    assert "chef" in [one.text_content() for one in found.all(".candidates button")]
    assert facts(app) == TOWN
    assert send(editor, found, enter="yes", why="Entered").status_code == 303
    assert facts(app).roles[1].title.en == "Kept"
    again = open_row(editor, "roles", ["chief"])
    assert send(editor, again, enter="yes", title_en="Anew", why="Entered").status_code == 303
    assert facts(app).roles[1].title.en == "Anew"
