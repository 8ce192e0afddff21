"""The way in by a link: choose a password once, after an invitation or when it was forgotten.

A link's secret leaves the address at once: what the cookie holds afterwards is its hash. A mail reader that opens
links ahead of people uses nothing up; only a password that is kept does. A link that is used, over or made up gets the
same answer. Who asks for a new password is answered before anything is looked up, so that neither words nor time tell
whether there is such an account.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, current_app, flash, get_flashed_messages, redirect, session, url_for

from pathways.domain.accounts import AccountState
from pathways.store import accounts
from pathways.web import limiting, mail, signed_in
from pathways.web.account_forms import ForgottenForm, NewPasswordForm, sent
from pathways.web.accounts import address_after, forget_wrong_tries
from pathways.web.languages import current_language
from pathways.web.limiting import Limit, TooMany
from pathways.web.one_use import hash_of, mail_link, make_link
from pathways.web.pages import page
from pathways.web.passwords import passwords
from pathways.web.signed_in import catalogue, new_stamp, now

if TYPE_CHECKING:
    from flask import Flask, Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.accounts import Account

bp = Blueprint("invitations", __name__)
log = logging.getLogger("pathways")

FORGOTTEN_FROM_ONE_PLACE: Final = Limit(5)
MAILS_TO_ONE_ACCOUNT: Final = Limit(5)
EXTENSION: Final = "pathways.mailing"


def set_up(app: Flask) -> None:
    """Give the application one thread for mails that nobody waits for; it is started by the first of them."""
    app.extensions[EXTENSION] = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


@bp.get("/link/<secret>")
def open_link(secret: str) -> AnyResponse:
    """Take the secret out of the address."""
    session["link"] = hash_of(secret)
    return redirect(url_for("invitations.show_choose_password"), 303)


@bp.get("/choose-password")
def show_choose_password() -> Response:
    """Ask for a password, if the link is good."""
    with catalogue().rows() as opened:
        account = accounts.account_by_link(opened, session.get("link", ""), now())
    return _choose(account, NewPasswordForm())


@bp.post("/choose-password")
def choose_password() -> AnyResponse:
    """Keep the password, use the link up, sign in, and go to where that kind of account begins."""
    hash_: str = session.get("link", "")
    with catalogue().rows() as opened:
        account = accounts.account_by_link(opened, hash_, now())
    if account is None:
        return _choose(None, NewPasswordForm())
    form = sent(NewPasswordForm).for_account(account)
    if not form.validate():
        return _choose(account, form, 422)
    if not _take_up(hash_, form.new.data):
        return _choose(None, NewPasswordForm())
    return redirect(address_after(account, None), 303)


def _choose(account: Account | None, form: NewPasswordForm, status: int = 200) -> Response:
    if account is None:
        return page("accounts/link_over.html", block="main", status=404, can_mail=mail.can_mail())
    return page("accounts/choose_password.html", block="main", status=status, account=account, form=form)


def _take_up(hash_: str, password: str) -> bool:
    """Keep the password and sign in; False when the link was used up meanwhile."""
    kept_hash = passwords().hash(password)
    with catalogue().rows(write=True) as opened:
        account = accounts.use_link(opened, hash_, now())
        if account is None:
            return False
        accounts.set_password(opened, account.id, kept_hash, new_stamp())
        kept = accounts.find_account(opened, account.id)
    assert kept is not None  # noqa: S101  # for mypy: it was there in the same transaction
    forget_wrong_tries(kept.account.email)
    signed_in.sign_in(kept)
    return True


@bp.get("/forgotten")
def show_forgotten() -> Response:
    """Ask for the mail address; where there is no mail server, say who can help."""
    return _forgotten(ForgottenForm())


@bp.post("/forgotten")
def send_link() -> AnyResponse:
    """Answer the same to everybody, and send a link afterwards if there is such an account."""
    form = sent(ForgottenForm)
    if not form.validate():
        return _forgotten(form, 422)
    with suppress(TooMany):
        limiting.count("forgotten from", limiting.where(), limit=FORGOTTEN_FROM_ONE_PLACE)
        if mail.can_mail():
            app: Any = current_app
            mailing: ThreadPoolExecutor = current_app.extensions[EXTENSION]
            mailing.submit(_send, app._get_current_object(), form.email.data, current_language())  # noqa: SLF001  # Flask's own way
    flash("sent")
    return redirect(url_for("invitations.show_forgotten"), 303)


def _forgotten(form: ForgottenForm, status: int = 200) -> Response:
    is_sent = "sent" in get_flashed_messages()
    return page(
        "accounts/forgotten.html", block="main", status=status, form=form, can_mail=mail.can_mail(), is_sent=is_sent
    )


def _send(app: Flask, email: str, language: str) -> None:
    """Send a link to an account, if there is one; in a thread of its own, so every fault ends here."""
    try:
        with app.test_request_context(f"/{language}/", base_url=app.config["PATHWAYS"].address):
            with catalogue().rows() as opened:
                kept = accounts.account_of(opened, email)
            if kept is None or kept.account.demo or kept.account.state is AccountState.DISABLED:
                return
            limiting.count("mail to", email, limit=MAILS_TO_ONE_ACCOUNT)
            mail_link(kept.account, make_link(kept.account))
    except TooMany:
        log.warning("An account asked for a new password too often; no further mail is sent within the hour.")
    except Exception:
        log.exception("A link for a new password could not be made")
