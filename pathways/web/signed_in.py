"""Who is signed in: a signed cookie that names the account and its stamp, and nothing else.

The row is read with each request, so that an account that was disabled, or signed out everywhere (its stamp is
another one then), is out at once. A sign-in ends after four hours without a request, after twelve at the latest,
and with the browser. Flask-Login keeps it; its own hooks into every request are left out, because they look into the
session of each visitor, and public pages would vary with a cookie that they do not depend on.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

from flask import current_app, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from pathways.domain.accounts import AccountState
from pathways.store import accounts
from pathways.web import demoing

if TYPE_CHECKING:
    from flask import Flask

    from pathways.catalogue import Catalogue
    from pathways.domain.accounts import Account
    from pathways.store.accounts import Kept

IDLE: Final = timedelta(hours=4)
LONGEST: Final = timedelta(hours=12)
NOTED: Final = timedelta(minutes=5)
"""How old the last sign of life in the cookie may get before a new one is written."""


class Visitor(UserMixin):  # type: ignore[misc]  # Flask-Login ships no types
    """An account as Flask-Login wants it."""

    def __init__(self, kept: Kept) -> None:
        self.account, self._stamp = kept.account, kept.stamp

    def get_id(self) -> str:
        """Give what the cookie holds."""
        return f"{self.account.id}.{self._stamp}"


def set_up(app: Flask) -> None:
    """Let Flask-Login keep who is signed in."""
    manager = LoginManager()
    manager.session_protection = "strong"
    manager._session_identifier_generator = browser  # noqa: SLF001  # its own believes any forwarded header
    manager.user_loader(load)
    app.login_manager = manager  # type: ignore[attr-defined]  # not init_app: see above
    app.jinja_env.globals["signed_in"] = current_account


def current_account() -> Account | None:
    """Give the account that is signed in; None for everybody else, whose session is left alone."""
    if "_user_id" not in session:
        return None
    return current_user.account if current_user.is_authenticated else None


def own_account() -> Account:
    """Give the account that is signed in, on a route whose rule lets nobody else come this far."""
    account = current_account()
    assert account is not None  # noqa: S101  # for mypy: the rule of the route has seen to it
    return account


def sign_in(kept: Kept) -> None:
    """Sign an account in on this device; nothing of the session from before is kept."""
    session.clear()
    login_user(Visitor(kept))
    session["since"] = session["seen"] = now().timestamp()


def sign_out() -> None:
    """Sign out on this device; nothing of the session is kept."""
    logout_user()
    session.clear()


def load(cookie: str) -> Visitor | None:
    """Give the account that a cookie names, if it is still good."""
    id, _, stamp = cookie.partition(".")
    if not id.isdigit() or not _in_time():
        return None
    with catalogue().rows() as opened:
        kept = accounts.find_account(opened, int(id))
    if kept is None or kept.stamp != stamp or kept.account.state is not AccountState.ACTIVE:
        return None
    return Visitor(kept) if not kept.account.demo or demoing.is_allowed() else None


def new_stamp() -> str:
    """Give a stamp that no cookie has yet."""
    return token_urlsafe(12)


def now() -> datetime:
    """Give the moment, in UTC."""
    return datetime.now(UTC)


def catalogue() -> Catalogue:
    """Give the door to the rows."""
    found: Catalogue = current_app.extensions["pathways"]
    return found


def browser() -> str:
    """Say which browser this is, as far as it tells: a cookie that turns up in another one is not believed.

    The address is left out: a telephone changes it between two rooms.
    """
    return sha256((request.user_agent.string or "").encode()).hexdigest()[:16]


def _in_time() -> bool:
    moment = now().timestamp()
    since, seen = session.get("since", 0.0), session.get("seen", 0.0)
    if moment - since > LONGEST.total_seconds() or moment - seen > IDLE.total_seconds():
        return False
    if moment - seen > NOTED.total_seconds():
        session["seen"] = moment
    return True
