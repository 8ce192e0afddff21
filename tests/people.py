"""Accounts for tests, made and signed in as people make and use them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from pathways.domain.rights import AccountKind
from pathways.store.accounts import NewAccount, add_account
from pathways.web.passwords import CHEAP, passwords
from pathways.web.signed_in import new_stamp

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

PASSWORD = "seven boats on the fjord"
_numbers = count(1)


def make_account(
    app: Flask, kind: AccountKind | str = AccountKind.COUNSELLOR, *, password: str | None = PASSWORD, **more: str
) -> tuple[str, str]:
    """Make an account of this kind and give its mail address and password; without one it is only invited.

    `more` may name `email`, `name` and `organisation_id`.
    """
    kind = AccountKind(kind)
    app.config["PASSWORD_COSTS"] = CHEAP
    email = more.pop("email", f"{kind}-{next(_numbers)}@school.example")
    with app.app_context():
        hash_ = passwords().hash(password) if password else None
    new = NewAccount(email, more.pop("name", f"Some {kind}"), kind, password_hash=hash_, **more)
    with app.extensions["pathways"].rows(write=True) as session:
        add_account(session, new, new_stamp(), datetime.now(UTC))
    return email, password or ""


def stranger(app: Flask, *, address: str | None = None, agent: str = "a browser") -> FlaskClient:
    """Give a visitor from an address of their own, so that no other test has used up its tries."""
    client = app.test_client()
    number = next(_numbers)
    client.environ_base["REMOTE_ADDR"] = address or f"10.1.{number // 250}.{number % 250 + 1}"
    client.environ_base["HTTP_USER_AGENT"] = agent
    return client


def signed_in(app: Flask, kind: AccountKind | str = AccountKind.COUNSELLOR, **more: str) -> FlaskClient:
    """Give a visitor who has signed in with a new account of this kind, by the form."""
    email, password = make_account(app, kind, **more)
    return sign_in(stranger(app), email, password)


def sign_in(client: FlaskClient, email: str, password: str) -> FlaskClient:
    """Sign a visitor in by the form; the account's limits must not be used up."""
    answer = client.post("/en/sign-in", data={"email": email, "password": password})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client
