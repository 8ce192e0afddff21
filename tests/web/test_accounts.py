"""Signing in: nobody learns who has an account, nobody is led elsewhere, and out is out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pathways.domain.rights import AccountKind
from pathways.store import accounts
from pathways.web import create_app
from pathways.web.passwords import CHEAP, Costs, passwords
from pathways.web.signed_in import new_stamp
from tests.addresses import LANGUAGES
from tests.people import PASSWORD, make_account, sign_in, signed_in, stranger
from tests.visiting import Visited, check_html, check_page, check_part

if TYPE_CHECKING:
    from flask import Flask

WRONG = "not the right password"


def kept(app: Flask, email: str) -> accounts.Kept:
    with app.extensions["pathways"].rows() as session:
        found = accounts.account_of(session, email)
    assert found is not None
    return found


def try_in(client, email, password, **more):
    return client.post("/en/sign-in", data={"email": email, "password": password, **more})


def test_somebody_signs_in_and_out(house):
    email, password = make_account(house)
    visitor = stranger(house)
    assert visitor.get("/en/account").status_code == 303
    answer = try_in(visitor, email.upper(), password)
    assert (answer.status_code, answer.location) == (303, "/en/guidance/desk")
    assert email in visitor.get("/en/account").text
    assert visitor.post("/en/sign-out").location == "/en/"
    assert visitor.get("/en/account").location == "/en/sign-in?next=/en/account"


@pytest.mark.parametrize(
    ("contact", "said"),
    [("editors@example.org", "Ask for it at editors@example.org."), ("", "Ask whoever runs this service.")],
)
def test_whoever_has_no_account_is_told_how_to_get_one(house, monkeypatch, contact, said):
    monkeypatch.setitem(house.jinja_env.globals, "contact", contact)
    page = Visited("/en/sign-in", stranger(house).get("/en/sign-in"))
    assert f"Companies, schools and counsellors get one by invitation. {said}" in page.words("main")


def test_who_is_signed_in_already_goes_on(house):
    visitor = signed_in(house)
    assert visitor.get("/en/sign-in").location == "/en/guidance/desk"
    assert visitor.get("/en/sign-in?next=/da/skills").location == "/da/skills"


def test_where_one_wanted_to_go_is_kept_through_a_wrong_password(house):
    email, password = make_account(house)
    visitor = stranger(house)
    page = visitor.get(visitor.get("/da/account?x=1").location)
    assert 'name="next" value="/da/account?x=1"' in page.text
    again = try_in(visitor, email, WRONG, next="/da/account?x=1")
    assert 'name="next" value="/da/account?x=1"' in again.text
    assert try_in(visitor, email, password, next="/da/account?x=1").location == "/da/account?x=1"


def test_htmx_is_sent_to_sign_in_as_a_whole_page(house):
    answer = stranger(house).get("/en/account", headers={"HX-Request": "true", "HX-Target": "found"})
    assert (answer.status_code, answer.text) == (200, "")
    assert answer.headers["HX-Redirect"] == "/en/sign-in?next=/en/account"


@pytest.mark.parametrize(
    "elsewhere",
    [
        *("//evil.example", "\\\\evil.example", "/\\evil.example", "http://evil.example", "https:evil.example"),
        *("javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", "\x00//evil.example", " //evil.example"),
        *(
            "/en/..//evil.example",
            "//evil.example/en/",
            "/en//evil.example",
            "http:///evil.example",
            "/%09/evil.example",
        ),
        *("evil.example", "/en\\..\\..\\evil", "@evil.example", "///evil.example", "/nowhere", "/ende", "?x", "#x"),
        *("/en/\r\nSet-Cookie: x=1", "/en/\u200bx", "/en/" + "x" * 1500, "data:text/html,x", "/static/app.css"),
    ],
)
def test_nobody_is_led_elsewhere(house, elsewhere):
    email, password = make_account(house)
    visitor = stranger(house)
    page = visitor.get("/en/sign-in", query_string={"next": elsewhere})
    assert 'name="next" value=""' in page.text
    assert try_in(visitor, email, password, next=elsewhere).location == "/en/guidance/desk"
    assert visitor.get("/en/sign-in", query_string={"next": elsewhere}).location == "/en/guidance/desk"


@pytest.fixture
def cases(house) -> dict[str, tuple[str, str]]:
    """What may be wrong with a sign-in, each as an address and a password."""
    right, gone, invited = make_account(house), make_account(house), make_account(house, password=None)
    with house.extensions["pathways"].rows(write=True) as session:
        accounts.disable_account(session, kept(house, gone[0]).account.id, new_stamp())
    return {
        "no such account": ("nobody@school.example", WRONG),
        "a wrong password": (right[0], WRONG),
        "an account that is disabled": gone,
        "an account that was only invited": (invited[0], WRONG),
        "something else than an address": ("' OR 1=1 --", WRONG),
        "letters nobody has": ("nob\u0000ody\u202e@school.example", WRONG),
    }


def test_whatever_is_wrong_gets_one_answer_and_costs_one_check(house, cases):
    """Neither words nor work tell who has an account. Wall time is left to the one check, which costs the same."""
    answers, checks = set(), {}
    with house.app_context():
        counted = passwords()
    for name, (email, password) in cases.items():
        before = counted.checks
        answer = try_in(stranger(house), email, password)
        checks[name] = counted.checks - before
        assert answer.status_code == 422
        assert password == "" or password not in answer.text
        typed = answer.text.partition('name="email"')[2].partition('value="')[2].partition('"')[0]
        answers.add(answer.text.replace(f'value="{typed}"', "", 1))
    assert set(checks.values()) == {1}, checks
    assert len(answers) == 1


def test_what_is_missing_is_asked_for_and_costs_no_check(house, cases):
    right, invited = cases["a wrong password"][0], cases["an account that was only invited"][0]
    with house.app_context():
        counted = passwords()
    before = counted.checks
    answers = set()
    for email in (right, invited, "nobody@school.example"):
        page = Visited("/en/sign-in", try_in(stranger(house), email, ""))
        assert page.words("#e-password") == "Error: Write your password."
        assert not page.all("#e-email")
        answers.add(page.text.replace(email, ""))
    assert len(answers) == 1, "nothing tells who has an account"
    page = Visited("/en/sign-in", try_in(stranger(house), "", ""))
    check_page(page)
    assert (page.words("#e-email"), page.words("#e-password")) == (
        "Error: Write your mail address.",
        "Error: Write your password.",
    )
    assert counted.checks == before


def test_a_check_without_an_account_takes_the_time_of_one_with(house):
    """The hash that stands in for a missing one has the very costs of a real one."""
    with house.app_context():
        ours = passwords()
    real = ours.hash(PASSWORD)
    assert ours._nobodys.split("$")[:4] == real.split("$")[:4]
    assert len(ours._nobodys) == len(real)
    assert not ours.is_right(PASSWORD, None)


def test_production_hashes_at_the_cost_the_library_advises(house):
    from argon2.profiles import RFC_9106_LOW_MEMORY

    fresh = create_app(house.config["PATHWAYS"], house.extensions["pathways"])
    with fresh.app_context():
        hash_ = passwords().hash(PASSWORD)
    expected = RFC_9106_LOW_MEMORY
    costs = f"m={expected.memory_cost},t={expected.time_cost},p={expected.parallelism}"
    assert hash_.startswith(f"$argon2id$v=19${costs}$")


def test_too_many_tries_get_the_same_answer_and_no_check(house):
    email, password = make_account(house)
    visitor = stranger(house)
    wrong = [try_in(visitor, email, WRONG) for _ in range(10)]
    with house.app_context():
        before = passwords().checks
    locked = try_in(visitor, email, password)
    with house.app_context():
        assert passwords().checks == before
    assert locked.status_code == 422
    assert locked.text == wrong[0].text
    assert try_in(stranger(house), email, password).status_code == 303  # from elsewhere the account is not locked


def test_one_place_tries_many_accounts(house):
    visitor = stranger(house)
    for number in range(20):
        try_in(visitor, f"nobody-{number}@school.example", WRONG)
    email, password = make_account(house)
    assert try_in(visitor, email, password).status_code == 422


def test_many_places_try_one_account(house):
    email, password = make_account(house)
    for _ in range(50):
        try_in(stranger(house), email, WRONG)
    assert try_in(stranger(house), email, password).status_code == 422


def test_who_signs_in_rightly_is_not_counted(house):
    """A school behind one address: thirty counsellors begin their day."""
    email, password = make_account(house)
    address = stranger(house).environ_base["REMOTE_ADDR"]
    for _ in range(30):
        assert try_in(stranger(house, address=address), email, password).status_code == 303


def test_a_session_from_before_is_not_carried_into_a_sign_in(house):
    """Fixation: neither what was planted nor the cookie it came in is worth anything afterwards."""
    email, password = make_account(house)
    visitor = stranger(house)
    with visitor.session_transaction() as session:
        session["planted"], session["link"] = "x", "y"
    planted = visitor.get_cookie("session").value
    sign_in(visitor, email, password)
    with visitor.session_transaction() as session:
        assert {"planted", "link"} & set(session) == set()
    assert visitor.get_cookie("session").value != planted
    attacker = stranger(house)
    attacker.set_cookie("session", planted)
    assert attacker.get("/en/account").status_code == 303


def test_another_account_takes_the_place_of_the_first(house):
    visitor = signed_in(house, "administrator")
    sign_in(visitor, *make_account(house, "company", organisation_id="works"))
    assert visitor.get("/en/accounts").status_code == 403


def test_a_cookie_in_another_browser_is_not_believed(house):
    cookie = signed_in(house).get_cookie("session").value
    other = stranger(house, agent="another browser")
    other.set_cookie("session", cookie)
    assert other.get("/en/account").status_code == 303
    same = stranger(house)
    same.set_cookie("session", cookie)
    assert same.get("/en/account").status_code == 200


def test_a_cookie_that_was_changed_is_not_believed(house):
    visitor = signed_in(house)
    body, _, rest = visitor.get_cookie("session").value.partition(".")
    visitor.set_cookie("session", f"{body[:-2]}AA.{rest}")
    assert visitor.get("/en/account").status_code == 303


@pytest.mark.parametrize(
    ("since_h", "seen_h", "status"),
    [
        pytest.param(11.9, 3.9, 200, id="a long day"),
        pytest.param(4.5, 4.1, 303, id="four hours without a request"),
        pytest.param(12.1, 0.1, 303, id="twelve hours in all"),
    ],
)
def test_a_sign_in_ends(house, since_h, seen_h, status):
    visitor = signed_in(house)
    with visitor.session_transaction() as session:
        session["since"] -= since_h * 3600
        session["seen"] -= seen_h * 3600
    assert visitor.get("/en/account").status_code == status


def test_a_request_keeps_it_going(house):
    visitor = signed_in(house)
    with visitor.session_transaction() as session:
        session["seen"] -= 3 * 3600
        before = session["seen"]
    visitor.get("/en/account")
    with visitor.session_transaction() as session:
        assert session["seen"] > before + 3 * 3500


def test_signing_out_everywhere_ends_every_device(house):
    email, password = make_account(house)
    one, other = (sign_in(stranger(house), email, password) for _ in range(2))
    assert one.post("/en/account/sign-out-everywhere").location == "/en/"
    assert [visitor.get("/en/account").status_code for visitor in (one, other)] == [303, 303]
    assert try_in(stranger(house), email, password).status_code == 303


def change(visitor, current, new, again=None):
    return visitor.post("/en/account", data={"current": current, "new": new, "again": again or new})


def test_a_new_password_signs_out_the_other_devices(house):
    email, password = make_account(house)
    one, other = (sign_in(stranger(house), email, password) for _ in range(2))
    assert change(one, password, "eight geese over the bay").status_code == 303
    assert "Your new password is kept" in one.get("/en/account").text
    assert "Your new password is kept" not in one.get("/en/account").text
    assert other.get("/en/account").status_code == 303
    assert try_in(stranger(house), email, password).status_code == 422
    assert try_in(stranger(house), email, "eight geese over the bay").status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "again", "words"),
    [
        (WRONG, "eight geese over the bay", None, "not the password you have today"),
        ("", "eight geese over the bay", None, "Type the password you have today"),
        (PASSWORD, "too short", None, "at least 12 characters"),
        (PASSWORD, "password1234", None, "tried first"),
        (PASSWORD, "Winterfield 2026", None, "Your name is the first thing"),
        (PASSWORD, "eight geese over the bay", "nine geese over the bay", "are not the same"),
        (PASSWORD, "", "", "at least 12 characters"),
    ],
)
def test_a_new_password_that_cannot_be_used(house, current, new, again, words):
    visitor = signed_in(house, name="Kim Winterfield")
    answer = change(visitor, current, new, again)
    assert answer.status_code == 422
    assert answer.text.count(words) == 2  # on top, and at the field
    assert 'type="password"' in answer.text
    assert [typed for typed in (current, new, again) if typed and f'"{typed}"' in answer.text] == []


def test_the_password_of_today_can_be_tried_ten_times(house):
    visitor = signed_in(house)
    for _ in range(10):
        change(visitor, WRONG, "eight geese over the bay")
    assert change(visitor, PASSWORD, "eight geese over the bay").status_code == 422


def test_a_hash_of_other_costs_is_renewed_when_its_owner_signs_in(house):
    email, password = make_account(house)
    old = kept(house, email).password_hash
    house.config["PASSWORD_COSTS"] = Costs(2, 16, 1)
    try:
        visitor = sign_in(stranger(house), email, password)
    finally:
        house.config["PASSWORD_COSTS"] = CHEAP
    new = kept(house, email).password_hash
    assert "m=16,t=2,p=1" in new
    assert new != old
    assert visitor.get("/en/account").status_code == 200


@pytest.mark.parametrize(("public_url", "secure"), [("", False), ("https://plan.example", True)])
def test_the_cookie(house, public_url, secure):
    app = create_app(replace(house.config["PATHWAYS"], public_url=public_url), house.extensions["pathways"])
    email, password = make_account(app)
    (cookie,) = try_in(stranger(app), email, password).headers.getlist("Set-Cookie")
    parts = set(cookie.split("; ")[1:])
    assert parts == {"HttpOnly", "Path=/", "SameSite=Lax"} | (
        {"Secure"} if secure else set()
    )  # no Expires: it ends with the browser


def test_the_cookie_names_the_account_and_nothing_of_it(house):
    email, password = make_account(house, name="Kim Nameless")
    visitor = sign_in(stranger(house), email, password)
    with visitor.session_transaction() as session:
        assert set(session) == {"_user_id", "_fresh", "_id", "since", "seen"}
        assert not {email, password, "Kim Nameless"} & set(map(str, session.values()))


def test_public_pages_are_the_same_for_everybody_and_look_at_no_cookie(house):
    visitor, nobody = signed_in(house, name="Kim Nameless"), stranger(house)
    for address in ("/en/", "/da/skills", "/en/privacy"):
        mine, theirs = visitor.get(address), nobody.get(address)
        assert mine.data == theirs.data
        assert mine.headers["ETag"]
        assert "Cookie" not in mine.headers["Vary"]
        assert "Set-Cookie" not in mine.headers


def test_nothing_of_a_sign_in_is_logged(house, caplog):
    caplog.set_level("INFO")
    email, password = make_account(house, name="Kim Nameless")
    visitor = stranger(house)
    try_in(visitor, email, WRONG, next="/en/account?secret=1")
    sign_in(visitor, email, password)
    change(visitor, password, "eight geese over the bay")
    assert "accounts.sign_in 303" in caplog.text
    for word in (email, password, WRONG, "Kim", "geese", "secret", visitor.environ_base["REMOTE_ADDR"]):
        assert word not in caplog.text


@pytest.mark.parametrize("kind", AccountKind)
def test_the_page_says_as_what_one_is_signed_in(house, kind):
    text = signed_in(house, kind, organisation_id="works").get("/da/account").text
    assert "Log ud" in text
    assert ("Alle konti" in text) is (kind is AccountKind.ADMINISTRATOR)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_accounts_keeps_the_rules_of_the_house(house, language):
    """What holds of every page holds of these, as they are and when something is wrong."""
    visitor, nobody = signed_in(house, "administrator"), stranger(house)
    made = f"/{language}/accounts/1"
    seen = [
        *((nobody, "GET", path) for path in ("/sign-in", "/forgotten", "/choose-password")),
        *((visitor, "GET", path) for path in ("/account", "/accounts", "/accounts/invite", "/accounts/1")),
        *((nobody, "POST", "/sign-in"), (visitor, "POST", "/account"), (visitor, "POST", "/accounts/invite")),
        *((visitor, "GET", "/accounts/1"), (signed_in(house), "GET", "/accounts")),
    ]
    visitor.post(f"{made}/link")
    for client, method, path in seen:
        page = Visited(f"/{language}{path}", client.open(f"/{language}{path}", method=method))
        assert page.response.status_code in {200, 403, 404, 422}
        check_page(page)
        check_html(page)
        check_part(Visited(page.address, client.open(page.address, method=method, headers=SWAP)))


SWAP = {"HX-Request": "true", "HX-Target": "main"}
