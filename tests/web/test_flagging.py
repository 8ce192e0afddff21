"""A company flags a gap: what it sees, what is kept, and what is said of everything that cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pathways.domain.flags import Action, Actor, Plan, Shows, State, Subject, Visibility
from pathways.domain.rights import AccountKind
from pathways.web import flagging
from tests.asking_companies import (
    COMPANY,
    OTHER,
    OTHER_SCHOOL,
    SCHOOL,
    answered,
    flagged,
    found,
    good_fields,
    town_of_companies,
)
from tests.concepts import classification
from tests.conftest import make_app
from tests.people import signed_in, stranger
from tests.visiting import Visited, check_html, check_page

pytestmark = pytest.mark.usefixtures("in_their_year")

LONG = "x" * 1001


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return make_app(town_of_companies(), tmp_path_factory.mktemp("companies"))


@pytest.fixture(scope="module")
def client(app):
    return signed_in(app, AccountKind.COMPANY, organisation_id=COMPANY)


@pytest.fixture(scope="module")
def rival(app):
    return signed_in(app, AccountKind.COMPANY, organisation_id=OTHER)


def page_of(answer) -> Visited:
    return Visited("/", answer)


def value_of(page: Visited, name: str) -> str:
    """What a field of the form holds."""
    field = page.one(f"form.flagform [name={name}]:not([type=radio]), form.card [name={name}]:not([type=radio])")
    if field.tag == "select":
        return next((one.get("value") for one in field.cssselect("option[selected]")), "")
    return (field.text or "").lstrip("\n") if field.tag == "textarea" else field.get("value")


def chosen(page: Visited, name: str) -> str | None:
    return next((one.get("value") for one in page.all(f"input[name={name}][checked]")), None)


def matches(page: Visited) -> list[str]:
    """What may be meant, best first; `r` is met by its name in ESCO, which is sql."""
    return [one.get("value") for one in page.all("input[name=subject]")]


def test_an_empty_form_has_few_fields_and_sensible_defaults(client):
    page = page_of(client.get("/en/flags/new"))
    check_page(page)
    check_html(page)
    assert value_of(page, "level") == "2"
    assert value_of(page, "by") == "2027-11-26"
    assert chosen(page, "visibility") == "addressed"
    assert chosen(page, "shows") is None
    folded = page.all("details .in")
    assert len(page.all("form.flagform .in")) - len(folded) <= 5


def test_the_words_typed_beside_the_board_are_looked_up_at_once(client):
    page = page_of(client.get("/en/flags/new?what=sql"))
    assert value_of(page, "what") == "sql"
    assert matches(page)[0] == "skill:sql"


def test_a_sentence_finds_what_its_words_are_about(client):
    page = page_of(client.get("/en/flags/new?what=nobody+here+is+an+analyst+any+more"))
    assert matches(page) == ["role:analyst", "words:nobody here is an analyst any more"]
    assert chosen(page, "subject") is None


def test_words_that_can_mean_themselves_alone_are_chosen_already(client):
    page = page_of(client.get("/en/flags/new?what=Cheese"))
    assert chosen(page, "subject") == "words:Cheese"
    assert "An editor maps your words" in page.words("#preview")


def test_what_is_flagged_is_kept_as_it_was_said(app, client):
    flag = found(app, flagged(client))
    assert (flag.company, flag.addressee, flag.state) == (COMPANY, SCHOOL, State.FLAGGED)
    ask = flag.ask
    assert (ask.subject, ask.key, ask.words, ask.level, ask.role) == (Subject.SKILL, "sql", "", 2, "analyst")
    assert (ask.people, ask.by, ask.tried) == (4, date(2027, 10, 1), "Two adverts")
    assert (ask.shows, ask.visibility) == (Shows.APPLICANTS_LACK_IT, Visibility.ADDRESSED)


ROLE = (Subject.ROLE, "analyst", "", None, "")
WORDS = (Subject.WORDS, "", "Cheese making", 2, "analyst")
SKILL = (Subject.SKILL, "sql", "", 2, "analyst")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"subject": "role:analyst", "role": "chief"}, ROLE, id="a role has no level and is in no other"),
        pytest.param({"subject": "words:Cheese making"}, WORDS, id="own words wait for an editor"),
        pytest.param({"what": "sql (DA)", "found": "", "subject": ""}, SKILL, id="a Danish name typed out"),
    ],
)
def test_what_a_flag_may_be_about(app, client, fields, expected):
    ask = found(app, flagged(client, **fields)).ask
    assert (ask.subject, ask.key, ask.words, ask.level, ask.role) == expected


BAD = [
    pytest.param("people", "a few", "a whole number from 1 to 999, as in 4", id="a few people"),
    pytest.param("people", "-3", "as in 4", id="fewer than none"),
    pytest.param("people", "0", "as in 4", id="no people"),
    pytest.param("people", "1000000000", "as in 4", id="a thousand million people"),
    pytest.param("people", "10⁹", "as in 4", id="a number that Python would call one"),
    pytest.param("people", "2.5", "as in 4", id="half a person"),
    pytest.param("people", "", "as in 4", id="no number"),
    pytest.param("by", "2020-01-01", "from today on and within 15 years, as in 2027-11-26", id="a date in the past"),
    pytest.param("by", "2026-11-25", "as in 2027-11-26", id="yesterday"),
    pytest.param("by", "2042-01-01", "as in 2027-11-26", id="too far away to plan for"),
    pytest.param("by", "soon", "as in 2027-11-26", id="no date"),
    pytest.param("level", "5", "from 1 to 4, as in 2, not “5”", id="a level 5"),
    pytest.param("level", "0", "as in 2", id="a level 0"),
    pytest.param("level", "", "from 1 to 4, as in 2.", id="no level"),
    pytest.param("role", "astronaut", "as in “Analyst”", id="an unknown role to know it in"),
    pytest.param("subject", "skill:flying", "as in “R”", id="an unknown skill"),
    pytest.param("subject", "role:astronaut", "as in “R”", id="an unknown role"),
    pytest.param("subject", "planet:mars", "as in “R”", id="neither skill nor role nor words"),
    pytest.param("subject", "words:   ", "as in “R”", id="own words that are none"),
    pytest.param("shows", "badly", "as in “Applicants lack it”", id="it shows in no known way"),
    pytest.param("visibility", "nobody", "as in “Only the school that gets it”", id="seen by nobody known"),
    pytest.param(
        "tried", LONG, "What you have tried: keep it to 1000 letters; this has 1001", id="a novel of what was tried"
    ),
    pytest.param("to", "hogwarts", "Choose one from the list", id="a school that is none"),
    pytest.param("to", OTHER, "Choose one from the list", id="addressed to a company"),
]


@pytest.mark.parametrize(("name", "typed", "said"), BAD)
def test_bad_input_is_told_at_its_field_and_kept(client, name, typed, said):
    fields = good_fields(**{name: typed})
    answer = client.post("/en/flags/new", data=fields)
    page = page_of(answer)
    assert answer.status_code == 422
    check_page(page)
    field = {"subject": "what"}.get(name, name)
    assert said in page.words(f"#e-{field}")
    assert page.one(f"#problem a[href='#f-{field}']") is not None
    assert len(page.all("#problem li")) == 1
    assert page.one(f"#f-{field}") is not None
    for kept in ("people", "by", "level", "role", "tried", "to"):
        assert value_of(page, kept) == fields[kept]
    assert (chosen(page, "shows") or "badly", chosen(page, "visibility") or "nobody") == (
        fields["shows"],
        fields["visibility"],
    )


def test_an_empty_form_names_every_field_that_is_missing(client):
    page = page_of(client.post("/en/flags/new"))
    linked = [one.get("href")[3:] for one in page.all("#problem a")]
    assert linked == ["what", "level", "people", "by", "shows", "visibility"]


def test_what_no_page_can_show_is_left_out(app, client):
    tried = found(app, flagged(client, tried="one\x00\r\ntwo\u202e")).ask.tried
    assert tried == "one\ntwo"


def test_without_javascript_the_words_are_looked_up_by_a_button(client):
    answer = client.post("/en/flags/new", data={**good_fields(what="sq", found="", subject="", to=""), "step": "find"})
    page = page_of(answer)
    assert answer.status_code == 200
    assert page.all("#problem") == []
    assert matches(page) == ["skill:sql", "skill:r", "words:sq"]
    assert chosen(page, "subject") is None


def test_words_that_mean_nothing_yet_are_asked_about(client):
    page = page_of(client.post("/en/flags/new", data=good_fields(what="sq", found="", subject="")))
    assert page.response.status_code == 422
    assert "choose what you mean by “sq”" in page.words("#e-what")
    assert matches(page) == ["skill:sql", "skill:r", "words:sq"]


def test_a_choice_is_not_taken_for_other_words_than_it_was_made_for(client):
    page = page_of(client.post("/en/flags/new", data=good_fields(what="ana", found="SQL")))
    assert page.response.status_code == 422
    assert chosen(page, "subject") is None
    assert "role:analyst" in matches(page)


def test_who_flags_sees_to_whom_before_it_goes(app, client):
    """Without JavaScript the first sending shows the proposal, and the second takes it."""
    page = page_of(client.post("/en/flags/new", data=good_fields(to="")))
    assert page.response.status_code == 422
    assert "check the school" in page.words("#e-to")
    assert (value_of(page, "to"), value_of(page, "proposed")) == (SCHOOL, SCHOOL)
    assert "teaches it in College (does it with help)" in page.words("#preview")
    assert found(app, flagged(client, to=value_of(page, "to"))).addressee == SCHOOL


def test_another_school_can_be_chosen_and_stays_chosen(app, client):
    answer = client.post("/en/flags/new", data=good_fields(to=OTHER_SCHOOL, proposed=SCHOOL, people="many"))
    assert value_of(page_of(answer), "to") == OTHER_SCHOOL
    assert found(app, flagged(client, to=OTHER_SCHOOL)).addressee == OTHER_SCHOOL


def part(client, target: str, **fields: str) -> Visited:
    headers = {"HX-Request": "true", "HX-Target": target}
    answer = client.post("/en/flags/preview", data={**good_fields(), **fields}, headers=headers)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    return page_of(answer)


def test_at_once_it_shows_what_is_taught_and_how_well(client):
    page = part(client, "preview", level="3")
    words = page.words()
    assert "Taught, but to a lower level:" in words
    assert "Does it alone" in words
    assert "Stated by a source, May 2024" in words
    assert page.all("[data-hx-swap-oob]")[-1].get("id") == "atonce"


def test_at_once_it_shows_what_leads_to_a_role(client):
    page = part(client, "preview", subject="role:analyst", what="Analyst", found="Analyst")
    assert page.words().startswith("Which programmes lead to it")
    assert "College" in page.words(".taught")
    assert "Stated by a source, May 2024" in page.words(".taught")
    assert page.words("#atonce") == "1 programme leads to it. It goes to Academy."
    assert "Academy: College leads to the role; teaches “SQL” in" in page.words()


def test_at_once_it_shows_the_matches_and_what_is_known(client):
    page = part(client, "matches", what="sq", found="", subject="")
    assert matches(page) == ["skill:sql", "skill:r", "words:sq"]
    assert page.one("[data-hx-swap-oob='innerHTML:#preview']") is not None


def test_while_typing_nothing_is_a_problem_yet(client):
    assert part(client, "matches", people="a few", by="").all(".errmsg") == []


def test_own_words_show_that_an_editor_maps_them(client):
    words = part(client, "preview", subject="words:Cheese", what="Cheese", found="Cheese").words()
    assert "An editor maps your words" in words
    assert "Who else asks" not in words


def test_a_flag_that_is_changed_is_offered_no_other_school_while_somebody_looks(client):
    id = flagged(client)
    form = page_of(client.get(f"/en/flags/{id}/edit"))
    assert not form.all("#f-to")
    for target in ("preview", "matches"):
        page = part(client, target, flag=value_of(form, "flag"), mode=value_of(form, "mode"), level="3")
        assert not page.all("#f-to"), "it stays with the school that has it"
        assert "It goes to" not in page.words()


def test_nobody_looks_around_with_the_flag_of_somebody_else(client, rival):
    assert rival.post("/en/flags/preview", data={**good_fields(), "flag": flagged(client)}).status_code == 404


def test_a_name_of_esco_leads_to_the_catalogue_or_becomes_own_words(tmp_path):
    app = make_app(town_of_companies(), tmp_path)
    app.extensions["pathways"].replace_classification(classification({"cook": ["1", "chop finely"]}))
    visitor = signed_in(app, AccountKind.COMPANY, organisation_id=COMPANY)
    page = part(visitor, "matches", what="chop", found="", subject="")
    assert matches(page) == ["words:chop finely", "words:chop"]
    assert "a name from ESCO" in page.words()
    ours = part(visitor, "matches", what="1", found="", subject="")
    assert "skill:r" in matches(ours)  # it stands for skill/1


@pytest.mark.parametrize(
    ("query", "subject"),
    [
        pytest.param("?skill=sql", "skill:sql", id="a skill"),
        pytest.param("?role=chief", "role:chief", id="a role"),
        pytest.param("?skill=flying", None, id="one that is not there"),
        pytest.param("?from=nothing", 404, id="a flag that is not there"),
    ],
)
def test_a_link_fills_the_form_in(client, query, subject):
    answer = client.get(f"/en/flags/new{query}")
    if subject == 404:
        assert answer.status_code == 404
    else:
        assert chosen(page_of(answer), "subject") == subject


def test_who_is_named_for_the_first_time_is_told_once(app):
    visitor = signed_in(app, AccountKind.COMPANY, organisation_id="rival")
    first = page_of(visitor.post("/en/flags/new", data=good_fields(visibility="public")))
    assert first.response.status_code == 422
    assert "This is a public statement" in first.words(".named-once")
    assert "listed company" in first.words(".named-once")
    flagged(visitor, visibility="public", told=value_of(first, "told"))
    assert visitor.post("/en/flags/new", data=good_fields(visibility="public")).status_code == 303  # never again


@pytest.mark.parametrize("kind", [kind for kind in AccountKind if kind is not AccountKind.COMPANY])
@pytest.mark.parametrize("path", ["/en/flags/new", "/en/flags/x/edit", "/en/flags/x/withdraw", "/en/openings"])
def test_only_companies_flag(app, kind, path):
    visitor = signed_in(app, kind, organisation_id=SCHOOL)
    assert (visitor.get(path).status_code, visitor.post(path).status_code) == (403, 403)


def test_a_stranger_signs_in_first(app):
    answer = stranger(app).get("/en/flags/new?skill=sql")
    assert answer.status_code == 303
    assert answer.location.startswith("/en/sign-in?next=/en/flags/new")


@pytest.mark.parametrize("what", ["edit", "renew", "withdraw", "again"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_flag_of_another_company_is_not_there(app, client, rival, what, method):
    id = flagged(client)
    answer = rival.open(f"/en/flags/{id}/{what}", method=method, data={**good_fields(), "seen": "1"})
    assert answer.status_code == 404
    assert found(app, id).seen == 1


def test_a_flag_is_changed(app, client):
    id = flagged(client)
    page = page_of(client.get(f"/en/flags/{id}/edit"))
    check_page(page)
    assert [value_of(page, name) for name in ("what", "people", "seen", "role")] == ["SQL", "4", "1", "analyst"]
    fields = good_fields(seen="1", people="9", subject="skill:r", what="R", found="R", level="4")
    assert client.post(f"/en/flags/{id}/edit", data=fields).status_code == 303
    ask = found(app, id).ask
    assert (ask.people, ask.key, ask.level) == (9, "r", 4)


def test_bad_input_in_a_change_is_told(app, client):
    id = flagged(client)
    page = page_of(client.post(f"/en/flags/{id}/edit", data=good_fields(seen="1", people="lots")))
    assert page.response.status_code == 422
    assert value_of(page, "people") == "lots"
    assert found(app, id).seen == 1


def test_once_somebody_has_answered_only_the_rest_changes(app, client):
    id = flagged(client)
    answered(app, id, Action.ACKNOWLEDGE)
    page = page_of(client.get(f"/en/flags/{id}/edit"))
    assert page.all("[name=what], select[name=level]") == []
    assert "cannot change any more" in page.words("#f-what")
    moved = client.post(f"/en/flags/{id}/edit", data=good_fields(seen="2", subject="skill:r", what="R", found="R"))
    assert moved.status_code == 422
    assert "Withdraw this flag, and flag the other gap anew" in page_of(moved).words("#e-what")
    fields = {"seen": "2", "level": "2", "people": "7", "by": "2028-01-01", "shows": "no-applicants"}
    assert client.post(f"/en/flags/{id}/edit", data={**fields, "visibility": "pooled"}).status_code == 303
    ask = found(app, id).ask
    assert (ask.people, ask.key, ask.level, ask.visibility) == (7, "sql", 2, Visibility.POOLED)


def test_two_browsers_the_second_is_told_what_happened_meanwhile(app, client):
    id = flagged(client)
    answered(app, id, Action.ACKNOWLEDGE)
    answered(app, id, Action.COMMENT, words="We look into it")
    page = page_of(client.post(f"/en/flags/{id}/edit", data=good_fields(seen="1", people="9", tried="A fair")))
    assert page.response.status_code == 409
    check_page(page)
    assert "Academy acknowledged it" in page.words(".meanwhile")
    assert "We look into it" in page.words(".meanwhile")
    assert [value_of(page, name) for name in ("people", "tried", "seen")] == ["9", "A fair", "3"]
    assert found(app, id).ask.people == 4
    fields = good_fields(seen="3", people="9", subject="", what="")
    assert client.post(f"/en/flags/{id}/edit", data=fields).status_code == 303
    assert found(app, id).ask.people == 9


@pytest.mark.parametrize("seen", ["", "x", "-1", "0", "9" * 40])
def test_a_number_that_says_nothing_overwrites_nothing_or_is_the_last(app, client, seen):
    id = flagged(client)
    answered(app, id, Action.ACKNOWLEDGE)
    fields = good_fields(seen=seen, people="9", subject="", what="")
    assert client.post(f"/en/flags/{id}/edit", data=fields).status_code == 409


def test_a_flag_is_renewed(app, client):
    id = flagged(client)
    page = page_of(client.get(f"/en/flags/{id}/renew"))
    check_page(page)
    assert value_of(page, "by") == "2028-10-01"
    assert client.post(f"/en/flags/{id}/renew", data={"by": "2028-10-01", "seen": "1"}).status_code == 303
    flag = found(app, id)
    assert (flag.ask.by, flag.events[-1].action) == (date(2028, 10, 1), Action.RENEW)


@pytest.mark.parametrize("by", ["2027-10-01", "2020-01-01", "", "later", "2099-01-01"])
def test_a_date_that_is_not_later_renews_nothing(app, client, by):
    id = flagged(client)
    page = page_of(client.post(f"/en/flags/{id}/renew", data={"by": by, "seen": "1"}))
    assert page.response.status_code == 422
    assert "after 2027-10-01 and within 15 years, as in 2028-10-01" in page.words("#e-by")
    assert value_of(page, "by") == by
    assert found(app, id).seen == 1


def test_a_flag_is_withdrawn_after_a_question_and_flagged_anew(app, client):
    id = flagged(client, words="")
    page = page_of(client.get(f"/en/flags/{id}/withdraw"))
    check_page(page)
    assert found(app, id).state is State.FLAGGED  # a question changes nothing
    assert client.post(f"/en/flags/{id}/withdraw", data={"seen": "1", "why": "Found them"}).status_code == 303
    flag = found(app, id)
    assert (flag.state, flag.events[-1].words, len(flag.events)) == (State.WITHDRAWN, "Found them", 2)
    over = page_of(client.get(f"/en/flags/{id}/edit"))
    assert "The flag is withdrawn" in over.words()
    anew = page_of(client.get(over.one(f"a[href*='from={id}']").get("href")))
    assert [value_of(anew, name) for name in ("what", "people", "by", "to")] == ["SQL", "4", "2027-11-26", SCHOOL]


def test_what_is_over_cannot_be_changed(app, client):
    id = flagged(client)
    client.post(f"/en/flags/{id}/withdraw", data={"seen": "1"})
    for what in ("edit", "renew", "withdraw", "again"):
        fields = good_fields(seen="2", news="x", by="2030-01-01")
        answer = client.post(f"/en/flags/{id}/{what}", data=fields)
        assert answer.status_code == 409, what
        check_page(page_of(answer))
    assert found(app, id).seen == 2


def test_a_flag_that_lapses_today_is_over_before_the_clock_has_noted_it(app, client, monkeypatch):
    id = flagged(client)
    monkeypatch.setattr(flagging, "today_here", lambda: date(2028, 10, 1))
    page = page_of(client.post(f"/en/flags/{id}/edit", data=good_fields(seen="1", by="2029-01-01")))
    assert page.response.status_code == 409
    assert "The flag is lapsed" in page.words()


def test_after_a_decline_it_is_flagged_again_only_with_something_new(app, client):
    id = flagged(client)
    assert "cannot be done" in page_of(client.get(f"/en/flags/{id}/again")).words("h1")
    answered(app, id, Action.DECLINE, words="No room")
    page = page_of(client.get(f"/en/flags/{id}/again"))
    check_page(page)
    nothing = page_of(client.post(f"/en/flags/{id}/again", data=good_fields(seen="2", news=" ")))
    assert nothing.response.status_code == 422
    assert "three more companies need it" in nothing.words("#e-news")
    assert (
        client.post(f"/en/flags/{id}/again", data=good_fields(seen="2", news="Now 40", people="40")).status_code == 303
    )
    flag = found(app, id)
    assert (flag.state, flag.ask.people, flag.events[-1].words) == (State.FLAGGED, 40, "Now 40")


def test_a_company_that_left_the_catalogue_gets_a_clear_page(app):
    visitor = signed_in(app, AccountKind.COMPANY, organisation_id="gone-for-good")
    page = page_of(visitor.get("/en/flags/new"))
    assert page.response.status_code == 200
    check_page(page)
    assert "gone-for-good" in page.words(".lead")
    assert visitor.post("/en/flags/new", data=good_fields()).status_code == 409
    assert visitor.get("/en/openings").status_code == 200


def test_it_speaks_danish_and_switches_where_it_stands(client):
    page = page_of(client.post("/da/flags/new", data=good_fields(people="et par")))
    assert "Skriv et helt tal fra 1 til 999, for eksempel 4" in page.words("#e-people")
    assert page.one(".lang a[lang=en]").get("href") == "/en/flags/new"


def test_an_edit_of_mapped_words_keeps_what_they_were_mapped_to(app, client):
    id = flagged(client, subject="words:Databases")
    mapped = replace(found(app, id).ask, subject=Subject.SKILL, key="sql")
    answered(app, id, Action.MAP, actor=Actor.EDITOR, organisation="", ask=mapped)
    assert client.post(f"/en/flags/{id}/edit", data=good_fields(seen="2", people="8")).status_code == 303
    ask = found(app, id).ask
    assert (ask.subject, ask.key, ask.words, ask.people) == (Subject.SKILL, "sql", "Databases", 8)


def test_a_planned_flag_can_still_be_withdrawn(app, client):
    id = flagged(client)
    answered(app, id, Action.ACKNOWLEDGE)
    answered(app, id, Action.PLAN, plan=Plan("college", "2027-08", "A module"))
    assert client.post(f"/en/flags/{id}/withdraw", data={"seen": "3"}).status_code == 303
    assert found(app, id).state is State.WITHDRAWN
