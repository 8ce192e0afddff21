"""Requests that no page of ours would make: methods, hosts, bodies, paths and headers made up by hand."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from sqlalchemy import inspect, text

from pathways.domain.accounts import mail_address
from pathways.domain.rights import AccountKind
from pathways.web import create_app
from pathways.web.mail import send
from pathways.web.rights import PUBLIC, RULES
from tests.attacks.walking import KINDS, Walk, doors, endpoint_of, visitor
from tests.attacks.weapons import MARK, faults_of
from tests.conftest import make_app
from tests.mailbox import mailbox
from tests.people import make_account, signed_in, stranger
from tests.talks import begin_talk
from tests.web.test_rights import address_of, routes
from tests.worlds import whole_town

READ = {"GET", "HEAD", "OPTIONS"}
ELSEWHERE = f"{MARK}.example"
FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Host": ELSEWHERE,
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "4430",
    "X-Forwarded-Prefix": f"/{MARK}",
    "X-Forwarded-Server": ELSEWHERE,
    "X-Real-IP": "203.0.113.9",
    "X-Original-URL": "/en/accounts",
    "X-Rewrite-URL": "/en/accounts",
    "X-Host": ELSEWHERE,
    "Forwarded": f"for=203.0.113.9;host={ELSEWHERE};proto=https",
    "Via": f"1.1 {ELSEWHERE}",
    "Referer": f"https://{ELSEWHERE}/",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return make_app(whole_town(), tmp_path_factory.mktemp("requests"))


@pytest.fixture(scope="module")
def addresses(house):
    """Every address that a stranger may read, in both languages."""
    graph = house.extensions["pathways"].graph()
    return [address for language in ("en", "da") for address in doors(house, graph, language)]


def rows_of(app) -> str:
    """Everything that is kept, but for how often something was tried."""
    with app.extensions["pathways"].engine.connect() as connection:
        tables = sorted(set(inspect(connection).get_table_names()) - {"attempt"})
        return "\n".join(f"{name}: {connection.execute(text(f'SELECT * FROM {name}')).all()}" for name in tables)


@pytest.mark.parametrize(
    "disguise",
    [
        *({"headers": {name: "POST"}} for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")),
        {"query_string": {"_method": "POST"}},
        {"data": {"_method": "POST"}},
    ],
    ids=str,
)
def test_reading_is_never_turned_into_writing(house, disguise):
    before = rows_of(house)
    for rule, method in routes(house):
        if method not in READ:
            signed_in_answer = stranger(house).get(address_of(house, rule), **disguise)
            plain = stranger(house).get(address_of(house, rule))
            assert signed_in_answer.status_code == plain.status_code, rule.rule
    assert rows_of(house) == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", MARK.upper()])
def test_a_method_that_no_route_has_is_refused(house, addresses, method):
    client, before = signed_in(house, AccountKind.ADMINISTRATOR), rows_of(house)
    for address in addresses:
        answer = client.open(address, method=method)
        assert answer.status_code in {404, 405}, f"{method} {address}"
        assert faults_of(answer) == []
    assert rows_of(house) == before


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_reading_changes_nothing(house, kind):
    """So that no picture, link or prefetch on another site can: a cross-site GET carries the cookie."""
    client = visitor(house, kind)
    if kind == AccountKind.COUNSELLOR:
        begin_talk(house, client)
    before = rows_of(house)
    walk = Walk(house, kind, client).run(*doors(house, house.extensions["pathways"].graph(), "en"), sending=False)
    assert len(walk.pages) > 40
    assert rows_of(house) == before


@pytest.mark.parametrize("headers", [{"Host": ELSEWHERE}, FORWARDED, {**FORWARDED, "Host": ELSEWHERE}], ids=str)
def test_no_page_is_made_of_what_a_request_says_of_its_host(house, addresses, headers):
    client = stranger(house)
    for address in addresses:
        answer = client.get(address, headers=headers)
        assert faults_of(answer) == [], address
        assert ELSEWHERE.encode() not in answer.get_data(), address
        assert MARK not in str(answer.headers).lower(), address
        assert answer.status_code == client.get(address).status_code


@pytest.mark.parametrize("address", ["/en/roles/", "/en//roles", "/en", "/da/map/"])
def test_an_address_that_is_put_right_leads_to_no_host(house, address):
    for headers in ({"Host": ELSEWHERE}, {**FORWARDED, "Host": ELSEWHERE}, {"Host": f"{ELSEWHERE}:8000"}):
        answer = stranger(house).get(address, headers=headers)
        assert answer.status_code in {301, 302, 303, 307, 308, 404}
        assert faults_of(answer) == []


@pytest.mark.parametrize("host", ["", "a b", "evil.example:99999", "x" * 5000, "[::1", "evil.example/en/", "\xff"])
def test_a_host_that_is_none_breaks_nothing(house, host):
    for address in ("/en/", "/", "/en/nowhere", "/en/roles/"):
        answer = stranger(house).get(address, headers={"Host": host})
        assert faults_of(answer) == []


def test_addresses_of_links_and_mails_come_from_the_settings_alone(house):
    cookie = signed_in(house, AccountKind.ADMINISTRATOR).get_cookie("session").value
    bare = house.test_client(use_cookies=False)  # the client's own jar keeps cookies from another host
    sent = {**FORWARDED, "Host": ELSEWHERE, "User-Agent": "a browser", "Cookie": f"session={cookie}"}
    invited = {"email": "new@school.example", "name": "New", "kind": "editor"}
    told = bare.post("/en/accounts/invite", data=invited, headers=sent)
    assert told.status_code == 303
    sent["Cookie"] = told.headers["Set-Cookie"].partition(";")[0]
    shown = bare.get(told.location, headers=sent).text
    assert house.config["PATHWAYS"].address + "/en/link/" in shown
    assert MARK not in shown


@pytest.mark.parametrize("name", ["next", "return", "url", "redirect", "to", "from"])
@pytest.mark.parametrize(
    "to",
    [
        *(f"https://{ELSEWHERE}/", f"//{ELSEWHERE}/en/", f"/\\{ELSEWHERE}/en/", f"/en/\r\nX-{MARK}: 1"),
        *(f"/en/..//{ELSEWHERE}", f"\t//{ELSEWHERE}/en/", f"javascript:{MARK}()//en/", f"/en@{ELSEWHERE}/"),
    ],
)
def test_nobody_is_sent_elsewhere(house, name, to):
    email, password = make_account(house)
    typed = {"email": email, "password": password}
    client = stranger(house)
    answers = [
        client.get(f"/en/sign-in?{name}={quote(to)}"),
        client.post(f"/en/sign-in?{name}={quote(to)}", data={**typed, name: to}),
        client.get(f"/en/sign-in?{name}={quote(to)}"),
        client.get(f"/en/find?{name}={quote(to)}"),
        client.get(f"/?{name}={quote(to)}"),
        client.post(f"/en/sign-out?{name}={quote(to)}", data={name: to}),
        client.get(f"/en/account?{name}={quote(to)}"),
    ]
    for answer in answers:
        assert faults_of(answer) == []
        location = answer.headers.get("Location", "/en/")
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\"))
        assert endpoint_of(house, location) is not None or location.partition("?")[0] == "/en/", location


def test_a_body_that_is_too_large_is_refused_before_it_is_read(house):
    for kind, body in (
        ("application/x-www-form-urlencoded", b"name=" + b"x" * 2**21),
        ("application/json", b'{"mine": "' + b"x" * 2**21 + b'"}'),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b"x" * 2**21),
    ):
        for rule, method in routes(house):
            if method in READ or RULES[rule.endpoint].kinds:
                continue
            answer = stranger(house).open(address_of(house, rule), method=method, data=body, content_type=kind)
            assert answer.status_code in {413, 404, 303, 422, 400}, f"{rule.rule}: {answer.status}"
            assert faults_of(answer) == [], rule.rule
    answer = stranger(house).post("/en/sign-in", data={"email": "x" * 2**21})
    assert answer.status_code == 413
    assert "more than we can take" in answer.text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(60_000)), id="many"),
        pytest.param("application/x-www-form-urlencoded", b"&" * 900_000, id="nothing, many times"),
        pytest.param("application/x-www-form-urlencoded", b"email=%" + b"%f" * 9_000, id="half bytes"),
        pytest.param("application/json", b"[" * 200_000, id="deep"),
        pytest.param("application/json", b'{"a":' * 100_000, id="deep objects"),
        pytest.param("application/json", b"1" * 500_000, id="a number without end"),
        pytest.param("application/json", b"\xff\xfe{}", id="no text"),
        pytest.param("multipart/form-data", b"x", id="parts without a boundary"),
        pytest.param("multipart/form-data; boundary=b", b"--b\r\n" * 90_000, id="many parts"),
        pytest.param("multipart/form-data; boundary=" + "b" * 900, b"--b", id="a long boundary"),
        pytest.param("text/plain", b"email=a&password=b", id="text, as another site may send without being asked"),
    ],
)
def test_a_body_that_no_form_makes_is_answered(house, kind, body):
    counsellor = signed_in(house)
    talk = begin_talk(house, counsellor)
    for client, address in (
        (stranger(house), "/en/sign-in"),
        (stranger(house), "/en/guidance/join"),
        (counsellor, f"{talk.address}/notes"),
        (counsellor, f"{talk.address}/change/next"),
        (counsellor, "/en/scenario/saved"),
    ):
        answer = client.post(address, data=body, content_type=kind)
        assert answer.status_code < 500, address
        assert faults_of(answer) == [], address


@pytest.mark.parametrize("value", [None, [], 1, {"a": [1]}, True, "x" * 200_000])
def test_json_of_another_shape_is_answered(house, value):
    talk = begin_talk(house)
    for sent in (value, {"base": value, "mine": value, "once": value}, {"base": "", "mine": value}):
        answer = talk.counsellor.post(f"{talk.address}/notes", data=json.dumps(sent), content_type="application/json")
        assert answer.status_code < 500
        assert faults_of(answer) == []


@pytest.mark.parametrize(
    "query", ["a=1&" * 5_000, "have=" + "(" * 3_000, "&".join(f"c=seats:{n}" for n in range(250)), "%" * 3_000]
)
def test_a_query_that_no_form_makes_is_answered(house, addresses, query):
    for address in addresses[: len(addresses) // 2]:
        answer = stranger(house).get(f"{address}?{query}")
        assert answer.status_code < 500, address
        assert faults_of(answer) == [], address


@pytest.mark.parametrize(
    "path",
    [
        *("../pyproject.toml", "..%2fpyproject.toml", "..%252fpyproject.toml", "%2e%2e/pyproject.toml"),
        *("....//pyproject.toml", "..\\pyproject.toml", "..%5cpyproject.toml", "/etc/passwd", "//etc/passwd"),
        *("app.css/../../pyproject.toml", "app.css%00.txt", "fonts/../../pyproject.toml", ".", "..", "%c0%ae%c0%ae/x"),
        *("../instance/secret-key", "../instance/pathways.db", "app.css~", ".app.css.swp"),
    ],
)
def test_no_path_leads_out(house, path):
    client = stranger(house)
    for folder in ("/static/", "/drawings/", "/en/", "/en/roles/", "/en/report/", "/"):
        with client.get(folder + path) as answer:
            body = answer.get_data()
            assert b"[project]" not in body
            assert b"root:" not in body
            assert not body.startswith(b"SQLite format")
            assert answer.status_code in {308, 404} or answer.mimetype == "text/html", (
                f"{folder}{path}: {answer.status}"
            )
            assert faults_of(answer) == []


def test_names_of_files_are_plain(house, addresses):
    names = []
    for address in addresses:
        answer = stranger(house).get(address)
        if "Content-Disposition" in answer.headers:
            names.append(answer.headers["Content-Disposition"])
    assert len(names) > 40
    assert [name for name in names if not re.fullmatch(r'attachment; filename="[\w.-]+"', name)] == []


def test_a_subject_of_a_mail_is_one_line(house):
    with mailbox() as box:
        settings = replace(house.config["PATHWAYS"], smtp_url=box.url, mail_from="town@school.example")
        app = create_app(settings, house.extensions["pathways"])
        with app.app_context():
            send("one@school.example", f"Hello\r\nBcc: all@{ELSEWHERE}\r\n\r\n{MARK}", "Text")
        (mail,) = box.wait()
    assert mail["Subject"] == f"Hello Bcc: all@{ELSEWHERE} {MARK}"
    assert mail["Bcc"] is None
    assert mail["To"] == "one@school.example"


@pytest.mark.parametrize(
    "address",
    [f"a@b.example\r\nBcc: x@{ELSEWHERE}", f"a@b.example,x@{ELSEWHERE}", f"a@b.example x@{ELSEWHERE}", f"<{MARK}>@b.c"],
)
def test_a_mail_goes_to_one_address(address):
    assert mail_address(address) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": f"https://{ELSEWHERE}"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "https://localhost@evil.example"},
        {"Origin": "http://localhost:81"},
        {"Sec-Fetch-Site": "cross-site", "X-Requested-With": "XMLHttpRequest", "HX-Request": "true"},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "application/json", None])
def test_no_other_site_changes_anything(house, headers, kind):
    administrator, before = signed_in(house, AccountKind.ADMINISTRATOR), rows_of(house)
    for rule, method in routes(house):
        if method not in READ:
            answer = administrator.open(
                address_of(house, rule),
                method=method,
                headers=headers,
                data=b"a=1" if kind else None,
                content_type=kind,
            )
            assert answer.status_code == 403, f"{rule.rule}: {answer.status}"
    assert rows_of(house) == before


def test_cookies_are_kept_from_scripts_and_other_sites(house):
    client = stranger(house)
    email, password = make_account(house)
    told = client.post("/en/sign-in", data={"email": email, "password": password})
    cookies = told.headers.getlist("Set-Cookie")
    talk = begin_talk(house)
    cookies += talk.student.post("/en/guidance/join", data={"code": talk.code}).headers.getlist("Set-Cookie")
    assert len(cookies) >= 2
    assert [one for one in cookies if "HttpOnly" not in one or "SameSite=Lax" not in one] == []


def test_public_answers_set_no_cookie_and_name_no_program(house, addresses):
    client = signed_in(house)
    for address in addresses:
        if RULES[endpoint_of(house, address)] is PUBLIC:
            answer = client.get(address)
            assert "Set-Cookie" not in answer.headers, address
            assert "Cookie" not in answer.headers.get("Vary", ""), address
            assert not {"Server", "X-Powered-By"} & {name for name, _ in answer.headers}, address
