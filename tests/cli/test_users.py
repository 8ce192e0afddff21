"""Who may sign in, said in a terminal; a password is asked for and never part of a command."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from pathways.cli import pathways
from pathways.config import Settings
from pathways.domain.errors import PathwaysError
from pathways.web import create_app
from tests.mailbox import mailbox

if TYPE_CHECKING:
    from click.testing import Result

PASSWORD = "seven boats on the fjord"
KIM = ("kim@school.example", "--name", "Kim", "--kind", "administrator")


@pytest.fixture
def here(example, tmp_path, monkeypatch):
    """A folder with the database of Example Town, where commands run in this process."""
    for name in ("PATHWAYS_DATABASE_URL", "PATHWAYS_SMTP_URL", "PATHWAYS_REDIS_URL", "PATHWAYS_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return example


def users(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(pathways, ["users", *words], input=typed)


def add(*words: str, password: str = PASSWORD, again: str | None = None) -> Result:
    return users("add", *words, typed=f"{password}\n{again or password}\n")


def refused(said: Result) -> str:
    """What a command says that refuses; `pathways.cli.main` makes one line of it and ends with 1."""
    assert isinstance(said.exception, PathwaysError), said.output
    return str(said.exception)


def rows(database) -> list[tuple]:
    with contextlib.closing(sqlite3.connect(database)) as opened:
        return opened.execute("SELECT email, name, kind, organisation_id, disabled FROM account ORDER BY id").fetchall()


@pytest.fixture
def visitor(here):
    """A visitor of the site over the same database."""
    app = create_app(Settings.read())
    yield app.test_client()
    app.extensions["pathways"].close()


def can_sign_in(visitor, email: str, password: str = PASSWORD) -> bool:
    visitor.post("/en/sign-out")
    return visitor.post("/en/sign-in", data={"email": email, "password": password}).status_code == 303


def test_the_first_administrator(here, visitor):
    said = add(*KIM)
    assert said.exit_code == 0, said.output
    assert "kim@school.example can sign in as administrator." in said.output
    assert PASSWORD not in said.output
    assert rows(here) == [("kim@school.example", "Kim", "administrator", None, 0)]
    assert can_sign_in(visitor, "kim@school.example")
    assert visitor.get("/en/accounts").status_code == 200


def test_no_option_takes_a_password(here):
    assert (
        "password" not in re.sub(r"never part of the command|its password", "", users("add", "--help").output).lower()
    )
    assert add(*KIM, "--password", PASSWORD).exit_code == 2


@pytest.mark.parametrize(
    ("password", "words"),
    [("short", "at least 12"), ("password1234", "tried first"), ("kim.school.example", "mail address")],
)
def test_a_password_that_is_easy_to_guess(here, password, words):
    assert words in refused(add(*KIM, password=password))
    assert rows(here) == []


def test_the_two_must_be_the_same(here):
    said = add(*KIM, again="something else altogether")
    assert said.exit_code == 1
    assert rows(here) == []


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        pytest.param(("kim", "--name", "Kim", "--kind", "editor"), "no mail address", id="no address"),
        pytest.param(("kim@b.dk", "--name", " ", "--kind", "editor"), "at most 80", id="no name"),
        pytest.param(("kim@b.dk", "--name", "Kim", "--kind", "company"), "--organisation", id="whose company"),
        pytest.param(
            ("kim@b.dk", "--name", "Kim", "--kind", "company", "--organisation", "nowhere"),
            "'nowhere'",
            id="no such company",
        ),
        pytest.param(
            ("kim@b.dk", "--name", "Kim", "--kind", "institution", "--organisation", "lighthouse-enzymes"),
            "no programmes to answer for",
            id="a company as an institution",
        ),
    ],
)
def test_what_cannot_be_kept(here, words, reason):
    assert reason in refused(add(*words))
    assert rows(here) == []


def test_a_kind_that_does_not_exist_is_wrong_usage(here):
    assert add("kim@b.dk", "--name", "Kim", "--kind", "owner").exit_code == 2


def test_an_address_is_taken_once(here):
    add(*KIM)
    assert "already" in refused(add("KIM@school.example", "--name", "Kim", "--kind", "editor"))


def link_in(said: Result) -> str:
    return urlsplit(re.search(r"http\S+", said.output)[0]).path


def test_an_invitation_is_printed(here, visitor):
    said = users("invite", "toni@school.example", "--name", "Toni", "--kind", "counsellor", "-l", "da")
    path = link_in(said)
    assert path.startswith("/da/link/")
    assert "invited" in users("list").output
    visitor.get(path)
    assert visitor.post("/da/choose-password", data={"new": PASSWORD, "again": PASSWORD}).status_code == 303
    assert can_sign_in(visitor, "toni@school.example")


def test_a_second_invitation_is_a_new_link(here, visitor):
    first = link_in(users("invite", "toni@school.example", "--name", "Toni", "--kind", "editor"))
    second = link_in(users("invite", "Toni@school.example"))
    assert len(rows(here)) == 1
    assert visitor.get(visitor.get(first).location).status_code == 404
    assert visitor.get(visitor.get(second).location).status_code == 200


def test_an_invitation_to_a_stranger_needs_a_name_and_a_kind(here):
    assert "--name and --kind" in refused(users("invite", "toni@school.example"))
    assert rows(here) == []


def test_an_invitation_by_mail_is_not_printed(here, monkeypatch):
    with mailbox() as box:
        monkeypatch.setenv("PATHWAYS_SMTP_URL", box.url)
        monkeypatch.setenv("PATHWAYS_MAIL_FROM", "pathways@school.example")
        monkeypatch.setenv("PATHWAYS_PUBLIC_URL", "https://plan.example")
        said = users("invite", "toni@school.example", "--name", "Toni", "--kind", "counsellor", "-l", "da")
        (mail,) = box.wait()
    assert "A link was sent to toni@school.example." in said.output
    assert "/link/" not in said.output
    assert "https://plan.example/da/link/" in mail.get_content()
    assert mail["Subject"] == "Din konto i Pathways"


def test_disable_and_enable(here, visitor):
    add(*KIM)
    assert can_sign_in(visitor, "kim@school.example")
    assert users("disable", "Kim@school.example").exit_code == 0
    assert visitor.get("/en/account").status_code == 303
    assert not can_sign_in(visitor, "kim@school.example")
    assert "disabled" in refused(users("invite", "kim@school.example"))
    assert users("enable", "kim@school.example").exit_code == 0
    assert can_sign_in(visitor, "kim@school.example")


def test_a_name_and_an_address_are_changed(here, visitor):
    add(*KIM)
    add("toni@school.example", "--name", "Toni", "--kind", "counsellor")
    assert users("change", "kim@school.example", "--name", "Kim  Example").exit_code == 0
    assert rows(here)[0][:2] == ("kim@school.example", "Kim Example")
    assert users("change", "kim@school.example", "--email", "Kim@new.example").exit_code == 0
    assert can_sign_in(visitor, "kim@new.example")
    assert not can_sign_in(visitor, "kim@school.example")
    for words, told in (
        ((), "--name or --email"),
        (("--name", " "), "readable"),
        (("--email", "x"), "no mail address"),
        (("--email", "toni@school.example"), "already"),
    ):
        assert told in refused(users("change", "kim@new.example", *words))
    assert rows(here)[0][:2] == ("kim@new.example", "Kim Example")


def test_an_account_is_deleted_for_good(here, visitor):
    add(*KIM)
    assert users("delete", "kim@school.example", typed="n\n").exit_code == 1
    assert can_sign_in(visitor, "kim@school.example")
    assert users("delete", "kim@school.example", typed="y\n").exit_code == 0
    assert visitor.get("/en/account").status_code == 303
    assert not can_sign_in(visitor, "kim@school.example")
    ((email, name, *_),) = rows(here)
    assert (email, name) == ("deleted-1@account.invalid", "")
    for verb in ("enable", "invite", "delete"):
        assert "no account for" in refused(users(verb, email, *(["--yes"] if verb == "delete" else [])))
    assert users("list").output.startswith("Nobody")
    add(*KIM)
    assert can_sign_in(visitor, "kim@school.example"), "the address is free again"


@pytest.mark.parametrize("verb", ["change", "disable", "enable", "delete"])
def test_who_is_not_there(here, verb):
    more = {"change": ["--name", "X"], "delete": ["--yes"]}.get(verb, [])
    assert "no account for nobody@b.dk" in refused(users(verb, "nobody@b.dk", *more))


def test_the_list(here):
    assert "Nobody can sign in yet" in users("list").output
    add(*KIM)
    users("invite", "works@b.dk", "--name", "Works", "--kind", "institution", "--organisation", organisation(here))
    users("disable", "kim@school.example")
    lines = users("list").output.splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["kim@school.example", "administrator", "disabled"],
        ["works@b.dk", "institution", "invited"],
    ]
    assert organisation(here) in lines[1]


def organisation(database) -> str:
    with contextlib.closing(sqlite3.connect(database)) as opened:
        return opened.execute("SELECT id FROM organisation WHERE kind = 'institution' ORDER BY id").fetchone()[0]


def test_as_a_command_of_its_own(run, example):
    """In a process: what is refused is one line, and the list is on the standard output."""
    said = run("users", "disable", "nobody@b.dk")
    assert (said.returncode, len(said.stderr.splitlines())) == (1, 1)
    assert run("users", "list").stdout.startswith("Nobody")


@pytest.mark.parametrize("verb", ["add", "invite", "list", "change", "disable", "enable", "delete"])
def test_every_verb_has_help_and_an_example(verb):
    said = users(verb, "--help")
    assert f"pathways users {verb}" in said.output.partition("Example")[2]
