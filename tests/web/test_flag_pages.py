"""One flag as a page: who sees it, what they read, and everything that can be done with it there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, product

import pytest

from pathways.domain.flags import LIFE, Action, Actor, Change, Event, State, Subject, Visibility, actions_of, state_on
from pathways.domain.rights import AccountKind
from pathways.store import flags, proposals
from pathways.store.steward_tables import Stands
from pathways.web import answers
from pathways.web.answers import READERS
from tests import flag_stories
from tests.asking_companies import COMPANY, OTHER, OTHER_SCHOOL, SCHOOL, found, town_of_companies
from tests.conftest import make_app
from tests.flag_stories import PLAN, asking, own_words, step_of
from tests.people import signed_in, stranger
from tests.visiting import Visited, check_html, check_page

pytestmark = pytest.mark.usefixtures("in_their_year")

numbers = count(1)
SECRETS = ("Two secret adverts", "4 people", "1 Oct 2027", "1. okt. 2027", "Works")
"""What only the company and the institution may read."""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return make_app(town_of_companies(), tmp_path_factory.mktemp("answers"))


@pytest.fixture(scope="module")
def people(app):
    """Everybody who might come to the page of a flag."""
    who = {
        "company": (AccountKind.COMPANY, COMPANY),
        "rival": (AccountKind.COMPANY, OTHER),
        "school": (AccountKind.INSTITUTION, SCHOOL),
        "other school": (AccountKind.INSTITUTION, OTHER_SCHOOL),
        "editor": (AccountKind.EDITOR, None),
        "counsellor": (AccountKind.COUNSELLOR, SCHOOL),
        "administrator": (AccountKind.ADMINISTRATOR, None),
    }
    made = {
        name: signed_in(app, kind, **({"organisation_id": one} if one else {})) for name, (kind, one) in who.items()
    }
    return {**made, "stranger": stranger(app)}


def kept(app, *steps, ask=None, days_ago=20) -> str:
    """Keep a flag with this story, and give its id."""
    id, begun = f"flag-{next(numbers)}", datetime.now(UTC) - timedelta(days=days_ago)
    first = Event(1, begun, Actor.COMPANY, COMPANY, Action.FLAG, ask=ask or asking(), to=SCHOOL)
    with app.extensions["pathways"].rows(write=True) as session:
        flags.flag(session, id, first)
        for day, name in enumerate(steps, 1):
            at = begun + timedelta(days=day)
            flags.add(session, id, lambda flag, name=name, at=at: step_of(flag, name, at), None)
    return id


def do(app, client, id, action, seen=None, **fields):
    seen = found(app, id).seen if seen is None else seen
    return client.post(f"/en/flags/{id}/{action}", data={"seen": seen, **fields})


def page_of(client, id, language="en") -> Visited:
    answer = client.get(f"/{language}/flags/{id}")
    assert answer.status_code == 200
    return Visited(f"/{language}/flags/{id}", answer)


def offered(page: Visited) -> set[str]:
    """The actions that a page offers, by its forms and by the links to the company's own pages."""
    forms = {form.get("action").rpartition("/")[2] for form in page.all("form[method=post][action*='/flags/']")}
    links = {a.get("href").rpartition("/")[2] for a in page.all(".deeds .ways a")}
    return forms | {"flag-again" if link == "again" else link for link in links}


@pytest.mark.parametrize("visibility", Visibility)
def test_who_sees_the_page(app, people, visibility):
    """A former addressee reads; for all others there is no such page, whatever the flag's visibility."""
    id = kept(app, "acknowledge", "pass-on", ask=asking(visibility=visibility))
    statuses = {name: client.get(f"/en/flags/{id}").status_code for name, client in people.items()}
    assert statuses == {
        **dict.fromkeys(("company", "school", "other school", "editor"), 200),
        **dict.fromkeys(("rival", "counsellor", "administrator"), 404),
        "stranger": 303,
    }


def test_one_that_is_not_theirs_looks_like_one_that_is_not_there(app, people):
    id = kept(app)
    theirs, none = people["rival"].get(f"/en/flags/{id}"), people["rival"].get("/en/flags/no-such-flag")
    assert theirs.text.replace(id, "no-such-flag") == none.text
    both = [people["rival"].post(f"/en/flags/{one}/comment", data={"seen": 1, "words": "x"}) for one in (id, "no")]
    assert [one.status_code for one in both] == [404, 404]
    assert people["stranger"].get(f"/en/flags/{id}").location.endswith(f"next=/en/flags/{id}")


@pytest.mark.parametrize("language", ["en", "da"])
def test_what_the_company_and_the_institution_read(app, people, language):
    id = kept(app, "acknowledge", "plan", "comment")
    for name in ("company", "school"):
        page = page_of(people[name], id, language)
        check_page(page)
        check_html(page)
        words = page.words("main")
        assert "Two secret adverts" in words
        assert "A course in the third semester" in words
        assert "Between us" in words
        assert "Works" in words
        assert page.words("h1") == ("SQL (da)" if language == "da" else "SQL")


def test_an_editor_reads_own_words_the_skill_and_the_level_and_nothing_else(app, people):
    id = kept(app, "acknowledge", "comment", ask=own_words())
    page = page_of(people["editor"], id)
    check_page(page)
    words = page.words("main")
    assert "database wizards" in words
    assert "3: does it alone" in words
    assert [secret for secret in (*SECRETS, "Between us", "Academy") if secret in words] == []
    assert "an editor reads the words, without the company’s name" in page_of(people["company"], id).words(".askcard")
    mapped = page_of(people["editor"], kept(app, "map", ask=own_words()))
    assert "an editor reads" not in page_of(people["company"], kept(app)).words(".askcard")
    assert "mapped to “SQL”" in mapped.words("main")
    assert [secret for secret in SECRETS if secret in mapped.words("main")] == []


def test_a_former_addressee_reads_what_was_theirs_and_acts_no_more(app, people):
    id = kept(app, "acknowledge", "pass-on", "edit", "comment-by-company")
    page = page_of(people["school"], id)
    words = page.words("main")
    assert "Two secret adverts" in words
    assert [later for later in ("A later secret", "77", "Between us") if later in words] == []
    assert "What was said is between those it concerns now" in words
    assert offered(page) == set()
    answer = do(app, people["school"], id, "acknowledge")
    assert (answer.status_code, found(app, id).state) == (403, State.PASSED_ON)
    assert "another institution" in answer.text


def test_the_line_says_where_it_stands(app, people):
    page = page_of(people["company"], kept(app, "acknowledge", "plan"))
    assert [(one.get("class"), one.find("b").text) for one in page.all(".life > li")] == [
        ("been", "Flagged"),
        ("been", "Acknowledged"),
        ("here", "Planned"),
        ("ahead", "Delivered"),
        ("ahead", "Confirmed"),
    ]
    assert page.one(".life [aria-current]").get("class") == "here"
    assert "plans an answer from the intake of Aug 2027" in page.words(".lead")


def test_days_and_what_was_changed_are_told(app, people):
    page = page_of(people["company"], kept(app, "edit", "acknowledge"))
    assert "People: 4 → 77" in page.words(".story")
    assert "after 2 days" in page.words(".askcard")
    waiting = page_of(people["company"], kept(app, days_ago=5)).words(".askcard")
    assert "not yet, for 5 days" in waiting


STORIES = {
    State.FLAGGED: (),
    State.ACKNOWLEDGED: ("acknowledge",),
    State.PASSED_ON: ("pass-on",),
    State.PLANNED: ("acknowledge", "plan"),
    State.DELIVERED: ("acknowledge", "plan", "deliver"),
    State.CONFIRMED: ("acknowledge", "plan", "deliver", "confirm"),
    State.DECLINED: ("decline",),
    State.WITHDRAWN: ("withdraw",),
    State.LAPSED: ("lapse",),
}
FIELDS = {
    "pass-on": {"to": OTHER_SCHOOL, "words": "They teach it"},
    "decline": {"words": "No room"},
    "not-yet": {"words": "Nothing has started"},
    "comment": {"words": "A word"},
    "plan": {"programme": "college", "year": "2027", "month": "8", "what": "A course"},
    "deliver": {"programme-1": "college", "level-1": "3"},
    "map": {"topic": "skill:sql", "level": "2"},
}


@pytest.mark.parametrize(("state", "actor"), list(product(STORIES, (Actor.COMPANY, Actor.INSTITUTION, Actor.EDITOR))))
def test_buttons_and_posts_are_what_the_life_cycle_allows(app, people, state, actor):
    """Every state, every actor, every action: what is offered is done, and what is not offered is refused."""
    wordy = actor is Actor.EDITOR
    id = kept(app, *STORIES[state], ask=own_words() if wordy else asking())
    flag = found(app, id)
    school = "school" if flag.addressee == SCHOOL else "other school"
    client = people[{Actor.COMPANY: "company", Actor.INSTITUTION: school, Actor.EDITOR: "editor"}[actor]]
    allowed = set(actions_of(flag, actor))
    assert offered(page_of(client, id)) == {str(action) for action in allowed}
    for action in READERS:
        fresh = kept(app, *STORIES[state], ask=own_words() if wordy else asking())
        fields = dict(FIELDS.get(action, {}))
        if flag.addressee == OTHER_SCHOOL:  # it has no programmes
            fields = {**fields, "programme": ""} | ({"to": SCHOOL} if action == "pass-on" else {})
        before = found(app, fresh)
        answer = do(app, client, fresh, action, **fields)
        after = found(app, fresh)
        if action in allowed:
            assert (answer.status_code, after.seen) == (303, before.seen + 1), action
            assert after.state is LIFE[action].leads[before.state]
        else:
            assert answer.status_code == (409 if actor in LIFE[action].actors else 403), action
            assert "Nothing was changed" in answer.text
            assert after == before
            check_page(Visited("/en/", answer))


def test_what_was_said_last_stands_above_what_can_be_done(app, people):
    """Whoever comes to answer "not yet", or a comment, need not look for it at the foot of the page."""
    id = kept(app, "acknowledge", "plan", "deliver", "not-yet")
    page = page_of(people["school"], id)
    assert page.words(".lastword b") == "Works"
    assert found(app, id).events[-1].words in page.words(".lastword blockquote")
    assert not page_of(people["company"], id).all(".lastword"), "they said it themselves"
    assert do(app, people["school"], id, "comment", words="Ours <b>came</b> late.").status_code == 303
    assert "Ours <b>came</b> late." in page_of(people["company"], id).words(".lastword")
    assert not page_of(people["school"], id).all(".lastword")
    assert not page_of(people["school"], kept(app)).all(".lastword"), "a flag says what it asks beside it"


def test_what_was_sent_back_is_said_to_be_so_until_it_is_planned_or_delivered_anew(app, people):
    id = kept(app, "acknowledge", "plan", "deliver", "not-yet")
    page = page_of(people["school"], id)
    check_page(page)
    assert "Works says that something is still missing" in page.words(".lead")
    *_, planned, delivered, confirmed = page.all(".life li")
    assert "again since" in planned.text_content(), "it was planned before, and the day is that of the sending back"
    assert "sent back" in delivered.text_content()
    assert "still to come" not in delivered.text_content()
    assert "still to come" in confirmed.text_content()
    assert do(app, people["school"], id, "plan", year=str(datetime.now(UTC).year + 1), what="More").status_code == 303
    assert "plans an answer" in page_of(people["company"], id).words(".lead")


def test_a_plan_that_was_changed_is_not_planned_twice(app, people):
    id = kept(app, "acknowledge", "plan", "plan", "decline")
    story = page_of(people["company"], id).words(".story")
    assert story.count("planned an answer") == 1
    assert story.count("changed the plan") == 1
    again = kept(app, "acknowledge", "plan", "decline", "flag-again", "acknowledge", "plan")
    assert page_of(people["company"], again).words(".story").count("planned an answer") == 2


def test_what_was_delivered_twice_stands_once(app, people):
    id = kept(app, "acknowledge", "plan", "deliver", "not-yet", "deliver")
    assert len(page_of(people["school"], id).all(".changes li")) == 1


@pytest.mark.parametrize(
    ("state", "told"),
    [
        pytest.param(Stands.WAITING, "waits for an editor", id="waits"),
        pytest.param(Stands.ASKED, "an editor asks back", id="asked"),
        pytest.param(Stands.ACCEPTED, "accepted by an editor", id="accepted"),
        pytest.param(Stands.DECLINED, "turned down by an editor", id="turned down"),
        pytest.param(Stands.WITHDRAWN, "put away by the institution", id="put away"),
        pytest.param(Stands.REPLACED, "proposed anew by the institution", id="proposed anew"),
    ],
)
def test_what_became_of_what_was_delivered_stands_beside_it(app, people, state, told):
    """All read how it stands; what the editor said is written to the institution, and nobody else reads it."""
    id, said = kept(app, "acknowledge", "plan", "deliver"), "The level is not in the course description"
    with app.extensions["pathways"].rows(write=True) as session:
        row = next(one for one in flags.waiting_changes(session) if one.flag_id == id)
        if state is not Stands.WAITING:
            words = said if state in proposals.ANSWERED else ""
            proposals.decide_delivered(session, row.id, state, datetime.now(UTC), answer=words)
    for who in ("company", "school"):
        page = page_of(people[who], id)
        is_said = who == "school" and state in proposals.ANSWERED
        assert told in page.words(".changes")
        assert (f"“{said}”" in page.words(".changes")) == is_said
        assert bool(page.all(".changes a[href='/en/changes']")) == is_said, "and leads to where it is proposed anew"


def test_who_gets_a_flag_later_does_not_read_what_an_editor_said_to_the_one_before(app, people):
    id = kept(app, "acknowledge", "plan", "deliver", "not-yet")
    with app.extensions["pathways"].rows(write=True) as session:
        row = next(one for one in flags.waiting_changes(session) if one.flag_id == id)
        proposals.decide_delivered(session, row.id, Stands.DECLINED, datetime.now(UTC), answer="Only for you")
    assert "Only for you" in page_of(people["school"], id).words(".changes")
    with app.extensions["pathways"].rows(write=True) as session:
        for day, name in enumerate(("decline", "flag-again", "acknowledge", "pass-on"), 10):
            at = datetime.now(UTC) - timedelta(days=20 - day)
            flags.add(session, id, lambda flag, name=name, at=at: step_of(flag, name, at), None)
    words = page_of(people["other school"], id).words(".changes")
    assert "turned down by an editor" in words
    assert "Only for you" not in words


def test_of_what_was_delivered_anew_after_it_was_turned_down_the_later_counts(app, people):
    id = kept(app, "acknowledge", "plan", "deliver")
    with app.extensions["pathways"].rows(write=True) as session:
        row = next(one for one in flags.waiting_changes(session) if one.flag_id == id)
        proposals.decide_delivered(session, row.id, Stands.DECLINED, datetime.now(UTC), answer="Not yet")
        for day, name in ((5, "not-yet"), (6, "deliver")):
            at = datetime.now(UTC) - timedelta(days=10 - day)
            flags.add(session, id, lambda flag, name=name, at=at: step_of(flag, name, at), None)
    words = page_of(people["school"], id).words(".changes")
    assert "waits for an editor" in words
    assert "Not yet" not in words


def test_who_has_answered_is_led_to_the_next(tmp_path):
    app = make_app(town_of_companies(), tmp_path)
    school = signed_in(app, AccountKind.INSTITUTION, organisation_id=SCHOOL)
    first, other = kept(app, days_ago=30), kept(app, days_ago=20)
    assert do(app, school, first, "decline", words="No room before 2028").status_code == 303
    page = page_of(school, first)
    assert f"/en/flags/{other}" in [a.get("href") for a in page.all("[role=status] a")]
    assert not page_of(school, first).all("[role=status]"), "it is said once"
    assert do(app, school, other, "decline", words="No room before 2028").status_code == 303
    assert "Nothing else waits in your inbox" in page_of(school, other).words("[role=status]")


@pytest.mark.parametrize("action", ["flag-again", "flag", "lapse", "nonsense"])
def test_what_is_not_done_here_has_no_address(app, people, action):
    id = kept(app)
    assert do(app, people["company"], id, action).status_code == 404


def test_what_happened_stands_in_the_history_with_who_and_when(app, people):
    id = kept(app)
    assert do(app, people["school"], id, "acknowledge").status_code == 303
    assert "It is done" in page_of(people["school"], id).words("main")
    assert do(app, people["school"], id, "decline", words="No room\nbefore 2028").status_code == 303
    page = page_of(people["company"], id)
    assert [one.text_content() for one in page.all(".story b")] == ["Works", "Academy", "Academy"]
    assert len(page.all(".story time[datetime]")) == 3
    assert "before 2028" in page.words(".story")
    event = found(app, id).events[-1]
    assert (event.organisation, event.actor) == (SCHOOL, Actor.INSTITUTION)


@pytest.mark.parametrize(
    ("action", "fields", "wrong"),
    [
        pytest.param("decline", {}, {"words": "Say why you decline"}, id="no reason"),
        pytest.param("decline", {"words": "x" * 1001}, {"words": "Why: keep it to 1000"}, id="too many words"),
        pytest.param(
            "comment",
            {"words": "x" * 5000},
            {"words": "Your comment: keep it to 1000 letters; this has 5000"},
            id="five times too many",
        ),
        pytest.param("comment", {"words": "  \n"}, {"words": "Write your comment"}, id="an empty comment"),
        pytest.param("pass-on", {"to": SCHOOL, "words": "x"}, {"to": "already"}, id="to itself"),
        pytest.param("pass-on", {"to": "nowhere", "words": "x"}, {"to": "Polytechnic"}, id="to nobody"),
        pytest.param("pass-on", {"to": COMPANY}, {"to": "Polytechnic", "words": "Say why"}, id="to a company"),
        pytest.param("plan", {"year": "soon", "what": "x"}, {"year": "as in"}, id="no year"),
        pytest.param("plan", {"year": "1999", "what": "x"}, {"year": "as in"}, id="a year that is over"),
        pytest.param("plan", {"year": "99999", "what": "x"}, {"year": "as in"}, id="a year too far"),
        pytest.param("plan", {"year": "2027", "month": "13", "what": "x"}, {"month": "Choose a month"}, id="no month"),
        pytest.param(
            "plan", {"programme": "master", "year": "2027", "what": "x"}, {"programme": "master"}, id="not theirs"
        ),
        pytest.param("plan", {"year": "2027"}, {"what": "Say what changes"}, id="no words"),
    ],
)
def test_what_cannot_be_used_is_told_at_its_field(app, people, action, fields, wrong):
    id = kept(app, "acknowledge")
    answer = do(app, people["school"], id, action, **fields)
    page = Visited("/en/", answer)
    assert answer.status_code == 422
    check_page(page)
    check_html(page)
    for name, words in wrong.items():
        told = page.words(f"#e-{action}-{name}")
        assert any(word in told for word in words.split("|")), told
        assert page.all(f"#problem a[href='#f-{action}-{name}']")
        assert page.one(f"#f-{action}-{name}").get("aria-invalid") == "true"
    for name, typed in fields.items():
        field = page.one(f"#f-{action}-{name}")
        if field.tag == "textarea":
            assert " ".join((field.text or "").split()) == " ".join(typed.split())
        elif field.tag == "input":
            assert field.get("value") == typed
    assert page.one(f"#do-{action}").get("open") is not None
    assert found(app, id).state is State.ACKNOWLEDGED


def test_the_words_of_a_flag_are_those_that_people_use(app, people):
    id = kept(app, "acknowledge")
    names = [one.text_content() for one in page_of(people["school"], id, "da").all(".askcard dt")]
    assert {"Emne", "Det har virksomheden prøvet"} <= set(names)
    assert "Afterwards you can read the flag but not answer it." in page_of(people["school"], id).words(".deeds")


def test_no_browser_cuts_what_the_server_would_answer(app, people):
    """A `maxlength` cuts what is pasted without a word."""
    id = kept(app, "acknowledge")
    boxes = page_of(people["school"], id).all(".deeds textarea")
    assert len(boxes) >= 4
    assert not [box.get("name") for box in boxes if box.get("maxlength")]


def test_a_month_of_this_year_that_is_over(app, people):
    id = kept(app, "acknowledge")
    over = do(app, people["school"], id, "plan", year="2026", month="10", what="x")
    assert "This month is over" in over.text
    assert do(app, people["school"], id, "plan", year="2026", month="11", what="x").status_code == 303
    assert found(app, id).plan.intake == "2026-11"
    assert do(app, people["school"], id, "plan", year="2027", what="y").status_code == 303
    assert (found(app, id).plan.intake, found(app, id).plan.programme) == ("2027", "")


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        pytest.param(
            {"programme-1": "college", "level-1": "3"},
            [Change("outcomes", "college/sql", "level", "2", "3")],
            id="a level that rose",
        ),
        pytest.param(
            {"programme-2": "college", "level-2": "4", "about": "module", "of": "college", "new": "A course"},
            [
                Change("outcomes", "college/sql", "level", "2", "4"),
                Change("programmes", "college", "note_en", "Note", "A course"),
            ],
            id="a level and a course",
        ),
        pytest.param(
            {"about": "admission", "of": "college", "new": "Two years at work"},
            [Change("programmes", "college", "entry_en", "An exam", "Two years at work")],
            id="a way in",
        ),
        pytest.param(
            {"about": "programme", "new": "Data brewing"},
            [Change("programmes", "", "title_en", "", "Data brewing")],
            id="a whole programme",
        ),
    ],
)
def test_what_is_delivered_becomes_changes_that_wait(app, people, fields, changes):
    id = kept(app, "acknowledge", "plan")
    assert do(app, people["school"], id, "deliver", **fields).status_code == 303
    assert list(found(app, id).changes) == changes
    for name in ("company", "school"):
        rows = page_of(people[name], id).all(".changes > li")
        assert len(rows) == len(changes)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        pytest.param({}, "new", "Say what was delivered", id="nothing"),
        pytest.param({"programme-1": "college"}, "level-1", "Choose the level", id="no level"),
        pytest.param({"level-1": "3"}, "programme-1", "one of your programmes", id="no programme"),
        pytest.param({"programme-1": "master", "level-1": "4"}, "programme-1", "your programmes", id="not theirs"),
        pytest.param({"programme-1": "college", "level-1": "5"}, "level-1", "Choose the level", id="a level 5"),
        pytest.param({"programme-1": "college", "level-1": "2"}, "level-1", "level 2 already", id="no higher"),
        pytest.param(
            {"programme-1": "college", "level-1": "3", "programme-2": "college", "level-2": "4"},
            "level-2",
            "a row above",
            id="twice the same",
        ),
        pytest.param({"new": "A course"}, "about", "Choose what is new", id="words about nothing"),
        pytest.param({"about": "module", "new": "A course"}, "of", "Choose the programme", id="a course of nothing"),
        pytest.param({"about": "programme", "new": "x" * 121}, "new", "120", id="a name too long"),
    ],
)
def test_a_delivery_that_cannot_be_used(app, people, fields, field, words):
    id = kept(app, "acknowledge", "plan")
    answer = do(app, people["school"], id, "deliver", **fields)
    page = Visited("/en/", answer)
    assert answer.status_code == 422
    check_page(page)
    assert words in page.words(f"#e-deliver-{field}")
    assert found(app, id).state is State.PLANNED


def test_a_role_is_answered_with_the_skills_it_needs(app, people):
    id = kept(app, "acknowledge", "plan", ask=asking(subject=Subject.ROLE, key="analyst", level=None, role=""))
    page = page_of(people["school"], id)
    assert {one.get("value") for one in page.all("#f-deliver-skill-1 option")} == {"", "r", "sql"}
    missing = do(app, people["school"], id, "deliver", **{"programme-1": "college", "level-1": "3"})
    assert "Choose the skill" in Visited("/en/", missing).words("#e-deliver-skill-1")
    good = {"programme-1": "college", "skill-1": "r", "level-1": "2", "programme-2": "college", "skill-2": "sql"}
    assert do(app, people["school"], id, "deliver", **good, **{"level-2": "3"}).status_code == 303
    assert [one.key for one in found(app, id).changes] == ["college/r", "college/sql"]


def test_one_without_programmes_delivers_in_words(app, people):
    id = kept(app, "pass-on", "acknowledge")
    other = people["other school"]
    assert do(app, other, id, "plan", year="2028", what="A new programme").status_code == 303
    assert page_of(other, id).all("#f-deliver-programme-1") == []
    assert do(app, other, id, "deliver", about="programme", new="Brewing").status_code == 303


def test_the_second_of_two_is_told_what_happened_meanwhile(app, people):
    """The plan that was typed is still there, and is sent again with what was read."""
    id = kept(app, "acknowledge")
    typed = {"programme": "college", "year": "2029", "month": "2", "what": "My careful plan"}
    assert do(app, people["company"], id, "comment", words="Hurry").status_code == 303
    answer = do(app, people["school"], id, "plan", seen=2, **typed)
    page = Visited("/en/", answer)
    assert (answer.status_code, found(app, id).state) == (409, State.ACKNOWLEDGED)
    check_page(page)
    assert "Works commented" in page.words(".meanwhile")
    assert "Hurry" in page.words(".meanwhile")
    assert page.one("#f-plan-what").text.strip() == "My careful plan"
    assert page.one("#f-plan-month option[selected]").get("value") == "2"
    seen = page.one("#do-plan input[name=seen]").get("value")
    assert do(app, people["school"], id, "plan", seen=seen, **typed).status_code == 303


def test_meanwhile_it_was_withdrawn(app, people):
    id = kept(app, "acknowledge", "withdraw")
    answer = do(app, people["school"], id, "decline", seen=2, words="My reasons")
    page = Visited("/en/", answer)
    assert answer.status_code == 409
    check_page(page)
    assert "Works withdrew it" in page.words("main")
    assert page.one("textarea[name=typed]").text.strip() == "My reasons"
    assert found(app, id).state is State.WITHDRAWN


@pytest.mark.parametrize(("other", "still"), [("comment-by-company", True), ("withdraw", False)])
def test_somebody_is_quicker_by_the_blink_of_an_eye(app, people, monkeypatch, other, still):
    """What the other one does is written after the flag was read, and before the answer is."""
    id = kept(app, "acknowledge")

    def reading(*arguments):
        with app.extensions["pathways"].rows(write=True) as session:
            flags.add(session, id, lambda flag: step_of(flag, other, datetime.now(UTC)), None)
        return answers.read(*arguments)

    monkeypatch.setattr("pathways.web.flag_pages.read", reading)
    answer = do(app, people["school"], id, "decline", words="My reasons")
    page = Visited("/en/", answer)
    assert (answer.status_code, found(app, id).seen) == (409, 3)
    assert bool(page.all("#f-decline-words")) is still
    assert "My reasons" in answer.text
    assert "Works" in page.words(".meanwhile" if still else ".story")


def test_meanwhile_a_colleague_passed_it_on(app, people):
    id = kept(app, "pass-on")
    answer = do(app, people["school"], id, "acknowledge", seen=1)
    assert answer.status_code == 409
    assert "passed it on" in Visited("/en/", answer).words("main")


def test_an_editor_is_told_without_a_secret(app, people):
    id = kept(app, "comment-by-company", ask=own_words())
    answer = do(app, people["editor"], id, "map", seen=1, topic="skill:sql", level="2")
    assert answer.status_code == 409
    assert [one for one in (*SECRETS, "Between us") if one in Visited("/en/", answer).words("main")] == []
    assert do(app, people["editor"], kept(app, "withdraw", ask=own_words()), "map", seen=1).status_code == 409


@pytest.mark.parametrize("seen", ["", "x", "-1", "1e9", "999999999999"])
def test_a_form_that_does_not_say_what_was_read(app, people, seen):
    """Whoever says nothing has read nothing; whoever claims to have read more than there is has read it all."""
    id = kept(app)
    answer = do(app, people["school"], id, "acknowledge", seen=seen)
    assert answer.status_code == 409
    assert found(app, id).state is State.FLAGGED


def test_a_flag_that_lapsed_today_is_acted_on_by_nobody(app, people, monkeypatch):
    id = kept(app, "acknowledge")
    monkeypatch.setattr("pathways.web.flag_pages.today_here", lambda: date(2028, 10, 1))
    assert state_on(found(app, id), date(2028, 10, 1)) is State.LAPSED
    assert offered(page_of(people["school"], id)) == set()
    assert do(app, people["school"], id, "decline", words="x").status_code == 409


@pytest.mark.parametrize(
    ("topic", "level", "expected"),
    [
        pytest.param("skill:sql", "2", (Subject.SKILL, "sql", 2), id="a skill at a level"),
        pytest.param("role:analyst", "2", (Subject.ROLE, "analyst", None), id="a role has no level"),
    ],
)
def test_an_editor_maps_own_words(app, people, topic, level, expected):
    id = kept(app, ask=own_words())
    assert do(app, people["editor"], id, "map", topic=topic, level=level).status_code == 303
    ask = found(app, id).ask
    assert (ask.subject, ask.key, ask.level) == expected
    assert ask.words == "database wizards"
    assert replace(ask, subject=Subject.WORDS, key="", level=3) == own_words()
    assert "In the company's own words: database wizards" in page_of(people["company"], id).words(".askcard")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param({}, "topic", id="nothing chosen"),
        pytest.param({"topic": "skill:gone"}, "topic", id="no such skill"),
        pytest.param({"topic": "words:mine", "level": "2"}, "topic", id="other own words"),
        pytest.param({"topic": "skill:sql", "level": "9"}, "level", id="no such level"),
    ],
)
def test_a_mapping_that_cannot_be_used(app, people, fields, field):
    id = kept(app, ask=own_words())
    answer = do(app, people["editor"], id, "map", q="sql", **fields)
    page = Visited("/en/", answer)
    assert answer.status_code == 422
    check_page(page)
    check_html(page)
    assert page.words(f"#e-map-{field}")
    assert page.all(f"#f-map-{field}")
    assert found(app, id).ask.subject is Subject.WORDS


def test_an_editor_searches_with_other_words(app, people):
    id = kept(app, ask=own_words())
    page = Visited("/en/", people["editor"].get(f"/en/flags/{id}?q=analyst"))
    assert "role:analyst" in [one.get("value") for one in page.all("input[name=topic]")]
    nothing = Visited("/en/", people["editor"].get(f"/en/flags/{id}?q=qqqqqqq"))
    assert "Nothing here is called that" in nothing.words("main")


def test_a_plan_of_a_programme_that_is_gone_stands_by_its_id(app, people, monkeypatch):
    monkeypatch.setattr(flag_stories, "PLAN", replace(PLAN, programme="gone-programme"))
    assert "gone-programme" in page_of(people["company"], kept(app, "acknowledge", "plan")).words("main")


def test_a_plan_that_is_changed_begins_as_it_was(app, people):
    page = page_of(people["school"], kept(app, "acknowledge", "plan"))
    year, _, month = PLAN.intake.partition("-")
    assert page.one("#f-plan-what").text_content().strip() == PLAN.what
    assert page.one("#f-plan-year").get("value") == year
    assert [one.get("value") for one in page.all("#f-plan-month option[selected]")] == [str(int(month))]
    assert [one.get("value") for one in page.all("#f-plan-programme option[selected]")] == [PLAN.programme]


def test_a_plan_that_was_declined_stands_in_the_history_only(app, people):
    page = page_of(people["school"], kept(app, "acknowledge", "plan", "decline"))
    assert PLAN.what in page.words(".story")
    assert PLAN.what not in page.words("main").replace(page.words(".story"), "")
    still = page_of(people["school"], kept(app, "acknowledge", "plan"))
    assert PLAN.what not in still.words(".story"), "the plan of now is told in its own place"


def test_the_line_and_the_story_name_the_same_day_near_midnight(app, people):
    id, late = f"flag-{next(numbers)}", datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # half past midnight here
    first = Event(1, late, Actor.COMPANY, COMPANY, Action.FLAG, ask=asking(by=date(2030, 1, 1)), to=SCHOOL)
    with app.extensions["pathways"].rows(write=True) as session:
        flags.flag(session, id, first)
    page = page_of(people["school"], id)
    assert page.words(".life time") == "2 July 2026"
    assert "2 July 2026, 00:30" in page.words(".story")


@pytest.mark.parametrize("who", ["company", "school", "editor"])
def test_no_form_is_printed(app, people, who):
    page = page_of(
        people[who], kept(app, "acknowledge", "plan", "deliver") if who != "editor" else kept(app, ask=own_words())
    )
    forms = page.all("main form")
    assert forms
    assert [
        form for form in forms if not any("noprint" in (up.get("class") or "") for up in form.iterancestors())
    ] == []
