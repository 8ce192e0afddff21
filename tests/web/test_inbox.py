"""The inbox of a company, an institution and an editor, and the changes that wait."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from pathways.domain.flags import Action, Actor, Change, Event
from pathways.domain.nouns import Level
from pathways.domain.rights import AccountKind
from pathways.store import flags
from pathways.store.writes import replace_catalogue
from pathways.web.inbox import within_words
from tests.asking_companies import COMPANY, OTHER, OTHER_SCHOOL, SCHOOL, town_of_companies
from tests.conftest import make_app
from tests.flag_stories import asking, own_words, step_of
from tests.people import make_account, sign_in, signed_in, stranger
from tests.visiting import Visited, check_html, check_page
from tests.worlds import bent

pytestmark = pytest.mark.usefixtures("in_their_year")

numbers = count(1)


@pytest.fixture
def app(tmp_path):
    return make_app(town_of_companies(), tmp_path)


def kept(app, *steps, ask=None, company=COMPANY, days_ago=20, changes=None) -> str:
    """Keep a flag with this story, and give its id."""
    id, begun = f"flag-{next(numbers)}", datetime.now(UTC) - timedelta(days=days_ago)
    first = Event(1, begun, Actor.COMPANY, company, Action.FLAG, ask=ask or asking(), to=SCHOOL)
    with app.extensions["pathways"].rows(write=True) as session:
        flags.flag(session, id, first)
        for day, name in enumerate(steps, 1):

            def event(flag, name=name, at=begun + timedelta(days=day)):
                made = step_of(flag, name, at)
                return replace(made, changes=changes) if changes and made.changes else made

            flags.add(session, id, event, None)
    return id


def inbox_of(app, kind, organisation=None, language="en") -> Visited:
    client = signed_in(app, kind, **({"organisation_id": organisation} if organisation else {}))
    page = Visited(f"/{language}/inbox", client.get(f"/{language}/inbox"))
    assert page.response.status_code == 200
    check_page(page)
    check_html(page)
    return page


def groups(page: Visited) -> dict[str, list[str]]:
    """The flags under each heading, as the page lists them."""
    found = {}
    for heading in page.all("main h2, main h3"):
        rows = heading.getnext()
        if rows is not None and "inboxlist" in (rows.get("class") or ""):
            found[heading.text_content()] = [a.get("href").rpartition("/")[2] for a in rows.cssselect("a.name")]
    return found


@pytest.mark.parametrize(
    ("kind", "organisation", "words", "way"),
    [
        (AccountKind.COMPANY, COMPANY, "You have flagged nothing yet", "/en/flags/new"),
        (AccountKind.INSTITUTION, SCHOOL, "No flag was addressed to you yet", f"/en/employers/{SCHOOL}"),
        (AccountKind.EDITOR, None, "No words to map", "/en/skills"),
    ],
)
def test_an_empty_inbox_says_what_to_do(app, kind, organisation, words, way):
    page = inbox_of(app, kind, organisation)
    assert words in page.words("main")
    assert way in page.links()
    assert "Nothing is waiting for you." in page.words("main")


def test_an_account_that_speaks_for_nobody_is_told_whom_to_ask(app):
    email, password = make_account(app, AccountKind.INSTITUTION)
    page = Visited("/en/inbox", sign_in(stranger(app), email, password).get("/en/inbox"))
    assert "speaks for nobody yet" in page.words("main")


def test_what_waits_for_an_institution_and_all_the_rest(app):
    new, late = kept(app), kept(app, days_ago=30)
    seen, planned, gone = kept(app, "acknowledge"), kept(app, "acknowledge", "plan"), kept(app, "pass-on")
    back = kept(app, "acknowledge", "plan", "deliver", "not-yet")
    talked = kept(app, "acknowledge", "plan", "comment-by-company")
    page = inbox_of(app, AccountKind.INSTITUTION, SCHOOL)
    assert groups(page) == {
        "New: nobody has answered yet": [late, new],
        "Not there yet, says the company": [back],
        "Acknowledged, without a plan": [seen],
        "A comment that nobody has answered": [talked],
        "Passed on": [gone],
        "Planned": [planned],
    }
    assert "5 flags are waiting for you." in page.words("main")
    assert "Inbox 5 waiting" in page.words(".who")
    assert "4 people by 1 Oct 2027" in page.words("main")
    assert groups(inbox_of(app, AccountKind.INSTITUTION, OTHER_SCHOOL)) == {"Passed on to you": [gone]}


def test_what_waits_for_a_company(app):
    done, no = kept(app, "acknowledge", "plan", "deliver"), kept(app, "decline")
    said, open_ = kept(app, "comment"), kept(app)
    soon = kept(app, ask=asking(by=(datetime.now(UTC) - timedelta(days=330)).date()))
    kept(app, "comment", company=OTHER)
    page = inbox_of(app, AccountKind.COMPANY, COMPANY, "da")
    assert list(groups(page).values()) == [[done], [no], [said], [soon], [open_]]
    page = inbox_of(app, AccountKind.COMPANY, COMPANY)
    assert list(groups(page)) == [
        "Delivered: confirm it, or say what is missing",
        "Declined: you can flag it again with something new",
        "A comment that nobody has answered",
        "Lapses within 60 days, unless you renew it",
        "Flagged",
    ]
    (lapsing,) = [row.text_content() for row in page.all(".inboxlist li") if soon in row.cssselect("a")[0].get("href")]
    assert re.search(r"lapses \d+\s\w+ \d{4}", lapsing), "the day, not how long it has been waiting"


def test_a_heading_is_not_said_again_in_each_row_below_it(app):
    kept(app, "acknowledge")
    page = inbox_of(app, AccountKind.COMPANY, COMPANY)
    heading = next(one for one in page.all("main h3") if one.text_content() == "Acknowledged")
    told = [row.text_content() for row in heading.getnext().cssselect(".by")]
    assert told
    assert [row for row in told if "acknowledged" in row] == []


def test_an_editor_meets_words_and_nothing_else(app):
    wordy = kept(app, "acknowledge", ask=own_words())
    kept(app)
    page = inbox_of(app, AccountKind.EDITOR)
    assert groups(page) == {"Own words: which skill or role do they mean?": [wordy]}
    words = page.words("main")
    assert "database wizards" in words
    assert [secret for secret in ("Works", "Academy", "4 people", "2027", "secret") if secret in words] == []


def test_the_median_is_each_institution_own(app):
    for steps in (("acknowledge",), ("comment", "decline"), ("comment", "comment", "comment", "acknowledge")):
        kept(app, *steps)
    words = inbox_of(app, AccountKind.INSTITUTION, SCHOOL).words("main")
    assert "Half of your answers came within 2 days. Only you see this." in words
    assert "You have not answered a flag yet" in inbox_of(app, AccountKind.INSTITUTION, OTHER_SCHOOL).words("main")
    assert "your answers" not in inbox_of(app, AccountKind.COMPANY, COMPANY).words("main")


@pytest.mark.parametrize("kind", AccountKind)
def test_where_signing_in_leads(app, kind):
    email, password = make_account(app, kind, organisation_id=SCHOOL)
    answer = stranger(app).post("/en/sign-in", data={"email": email, "password": password})
    begins = {AccountKind.COUNSELLOR: "/en/guidance/desk", AccountKind.ADMINISTRATOR: "/en/accounts"}
    assert answer.location == begins.get(kind, "/en/inbox")
    asked = {"email": email, "password": password, "next": "/en/map"}
    assert stranger(app).post("/en/sign-in", data=asked).location == "/en/map"


def changes_of(app, kind, organisation=None) -> Visited:
    client = signed_in(app, kind, **({"organisation_id": organisation} if organisation else {}))
    page = Visited("/en/changes", client.get("/en/changes"))
    if page.response.status_code == 200:
        check_page(page)
        check_html(page)
    return page


def test_changes_wait_with_the_flag_as_evidence(app):
    level = Change("outcomes", "college/sql", "level", "2", "3")
    note = Change("programmes", "college", "note_en", "Note", "A new course")
    id = kept(app, "acknowledge", "plan", "deliver", changes=(level, note))
    page = changes_of(app, AccountKind.EDITOR)
    rows = page.all("main tbody tr")
    assert len(rows) == 2
    words = page.words("main")
    for told in ("What is taught: Level", "Programme: Note, in English", "2 → becomes 3", "A new course", "Academy"):
        assert told in words
    assert f"/en/flags/{id}" in page.links()
    assert "before an editor has accepted it" in words
    forms = [form.get("action").rpartition("/")[2] for form in page.all("main form[action*=changes]")]
    assert forms == ["ask", "turn-down"] * 2, "without evidence none is accepted by a click"
    assert "Works" not in words, "which company flagged it is told to nobody here"
    assert "2 proposed changes wait" in inbox_of(app, AccountKind.EDITOR).words("main")


def test_who_sees_which_changes(app):
    kept(app, "acknowledge", "plan", "deliver")
    assert len(changes_of(app, AccountKind.INSTITUTION, SCHOOL).all("main tbody tr")) == 1
    assert changes_of(app, AccountKind.INSTITUTION, OTHER_SCHOOL).all("main tbody tr") == []
    page = changes_of(app, AccountKind.ADMINISTRATOR)
    assert len(page.all("main tbody tr")) == 1
    assert [link for link in page.links() if "/flags/" in link] == []
    assert "No change waits" in changes_of(app, AccountKind.INSTITUTION, OTHER_SCHOOL).words("main")
    assert changes_of(app, AccountKind.COMPANY, COMPANY).response.status_code == 403


def test_a_change_whose_before_is_no_longer_there_is_marked(app):
    kept(app, "acknowledge", "plan", "deliver")
    assert "says something else now" not in changes_of(app, AccountKind.EDITOR).words("main")
    facts = town_of_companies()
    index = next(i for i, row in enumerate(facts.outcomes) if (row.programme, row.skill) == ("college", "sql"))
    with app.extensions["pathways"].edit() as session:
        replace_catalogue(session, bent(facts, "outcomes", index, level=Level(1)))
    assert "The catalogue says something else now: 1" in changes_of(app, AccountKind.EDITOR).words("main")


@pytest.mark.parametrize(
    ("days", "english", "danish"),
    [
        (0, "on the same day", "samme dag"),
        (0.2, "on the same day", "samme dag"),
        (0.5, "within ½ days", "inden for ½ dage"),
        (1, "within 1 day", "inden for 1 dag"),
        (2.5, "within 2½ days", "inden for 2½ dage"),
    ],
)
def test_how_soon_is_said_as_one_would_say_it(app, days, english, danish):
    for language, words in (("en", english), ("da", danish)):
        with app.test_request_context(f"/{language}/"):
            assert within_words(days) == words


def test_one_thing_is_not_called_them(app):
    school = signed_in(app, AccountKind.INSTITUTION, organisation_id=SCHOOL)
    kept(app, "acknowledge", "plan", "deliver")
    page = Visited("/en/inbox", school.get("/en/inbox"))
    assert "1 proposed change waits to be accepted. See it" in " ".join(page.words("aside.card").split())


def test_what_came_today_is_said_to_be_of_today(app):
    school = signed_in(app, AccountKind.INSTITUTION, organisation_id=SCHOOL)
    kept(app, days_ago=0)
    assert Visited("/en/inbox", school.get("/en/inbox")).words(".inboxlist .end") == "today"
