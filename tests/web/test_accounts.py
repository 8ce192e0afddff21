"""Signing in, and what one may do with an account."""

from __future__ import annotations

from tests.people import signed_in


def test_an_administrator_sees_the_accounts(app):
    assert signed_in(app, "administrator").get("/en/accounts").status_code == 200
