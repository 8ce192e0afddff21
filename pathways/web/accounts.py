"""Signing in and out, and what somebody may do with their own account.

Whatever is wrong with a sign-in gets one answer: no such account, a wrong password, an account without one, a disabled
one, too many tries. Each of them costs one check of a password, except the last, which costs none for anybody. A form
without an address or a password is no try: what is missing is asked for, whoever has an account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, flash, redirect, request, url_for

from pathways.domain.accounts import AccountState, mail_address
from pathways.domain.rights import AccountKind
from pathways.store import accounts
from pathways.web import demoing, limiting, mail, signed_in
from pathways.web.account_forms import ChangeForm, SignInForm, sent
from pathways.web.limiting import Limit, TooMany
from pathways.web.pages import page
from pathways.web.passwords import passwords
from pathways.web.rights import own_path
from pathways.web.signed_in import catalogue, current_account, new_stamp, own_account
from pathways.web.translate import _

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.accounts import Account
    from pathways.store.accounts import Kept

bp = Blueprint("accounts", __name__)

BEGINS: Final = {
    AccountKind.COUNSELLOR: "desk.show_desk",
    AccountKind.COMPANY: "inbox.show_inbox",
    AccountKind.INSTITUTION: "inbox.show_inbox",
    AccountKind.EDITOR: "inbox.show_inbox",
    AccountKind.ADMINISTRATOR: "administration.list_accounts",
}
"""Where each kind of account begins."""

FROM_ONE_PLACE: Final = Limit(20)
ON_ONE_ACCOUNT_FROM_ONE_PLACE: Final = Limit(10)
ON_ONE_ACCOUNT: Final = Limit(50)
"""Wrong tries in an hour. Right ones are taken back, so that a school behind one address is not locked out."""


@bp.get("/sign-in")
def show_sign_in() -> AnyResponse:
    """Show the form; who is signed in already goes on."""
    account = current_account()
    if account is not None:
        return redirect(address_after(account, request.args.get("next")), 303)
    return _form(SignInForm(next=own_path(request.args.get("next")) or ""))


@bp.post("/sign-in")
def sign_in() -> AnyResponse:
    """Sign in, and go on to where one wanted to."""
    form = sent(SignInForm)
    if not form.validate():
        return _form(form, 422)
    kept = recognised(form.email.data or "", form.password.data or "")
    if kept is None:
        form.email.errors = [_("The mail address and the password do not match, or there were too many tries.")]
        return _form(form, 422)
    signed_in.sign_in(kept)
    return redirect(address_after(kept.account, form.next.data), 303)


@bp.post("/sign-in/demo/<kind>")
def sign_in_to_show(kind: str) -> AnyResponse:
    """Sign in with the demo account of this kind; where demo sign-ins are not allowed, there is no such address."""
    if kind not in set(AccountKind) or not demoing.is_allowed():
        abort(404)
    kept = demoing.account_to_show(AccountKind(kind), new_stamp(), signed_in.now())
    if kept.account.state is not AccountState.ACTIVE:
        abort(404)
    signed_in.sign_in(kept)
    return redirect(address_after(kept.account, request.form.get("next")), 303)


def _form(form: SignInForm, status: int = 200) -> Response:
    return page(
        "accounts/sign_in.html",
        block="main",
        status=status,
        form=form,
        demo_kinds=tuple(AccountKind) if demoing.is_allowed() else (),
    )


def recognised(typed: str, password: str) -> Kept | None:
    """Give the account that address and password belong to; None for whatever reason they do not."""
    address = mail_address(typed)
    tries = _tries(address or typed.strip().lower())
    try:
        for name, parts, limit in tries:
            limiting.count(name, *parts, limit=limit)
    except TooMany:
        return None
    kept = _with_password(address, password)
    if kept is not None:
        for name, parts, limit in tries:
            limiting.take_back(name, *parts, limit=limit)
    return kept


def forget_wrong_tries(email: str) -> None:
    """Let somebody who has chosen a password by a link sign in with it; what the place tried in all still counts."""
    for name, parts, limit in _tries(email)[1:]:
        limiting.forget(name, *parts, limit=limit)


def _tries(email: str) -> tuple[tuple[str, tuple[str, ...], Limit], ...]:
    """Give what a try counts against: the place it comes from, then the account from there and from anywhere."""
    place = limiting.where()
    return (
        ("sign-in from", (place,), FROM_ONE_PLACE),
        ("sign-in both", (place, email), ON_ONE_ACCOUNT_FROM_ONE_PLACE),
        ("sign-in on", (email,), ON_ONE_ACCOUNT),
    )


def _with_password(address: str | None, password: str) -> Kept | None:
    with catalogue().rows() as session:
        kept = accounts.account_of(session, address) if address else None
    right = passwords().is_right(password, kept.password_hash if kept else None)
    if kept is None or not right or kept.account.state is not AccountState.ACTIVE:
        return None
    if kept.password_hash and passwords().is_outdated(kept.password_hash):
        with catalogue().rows(write=True) as session:
            accounts.set_hash(session, kept.account.id, passwords().hash(password))
    return kept


def address_after(account: Account, wanted: str | None) -> str:
    """Give where to go after signing in: where one wanted to, else where that kind of account begins."""
    return own_path(wanted) or url_for(BEGINS[account.kind])


@bp.post("/sign-out")
def sign_out() -> AnyResponse:
    """Sign out on this device."""
    signed_in.sign_out()
    return redirect(url_for("home.show_home"), 303)


@bp.get("/account")
def show_account() -> Response:
    """Show one's own account."""
    return _account(ChangeForm())


def _account(form: ChangeForm, status: int = 200) -> Response:
    return page(
        "accounts/account.html",
        block="main",
        status=status,
        account=own_account(),
        form=form,
        can_mail=mail.can_mail(),
    )


@bp.post("/account")
def change_password() -> AnyResponse:
    """Keep another password; every other device is signed out."""
    account = own_account()
    form = sent(ChangeForm).for_account(account)
    if not form.validate():
        return _account(form, 422)
    if recognised(account.email, form.current.data) is None:
        form.current.errors = [_("This is not the password you have today, or it was tried too often.")]
        return _account(form, 422)
    keep_password(account.id, form.new.data)
    flash("password")
    return redirect(url_for("accounts.show_account"), 303)


def keep_password(id: int, password: str) -> None:
    """Keep a new password, sign every device out, and this one in."""
    hash_ = passwords().hash(password)
    with catalogue().rows(write=True) as session:
        accounts.set_password(session, id, hash_, new_stamp())
        kept = accounts.find_account(session, id)
    if kept is not None:
        signed_in.sign_in(kept)


@bp.post("/account/sign-out-everywhere")
def sign_out_everywhere() -> AnyResponse:
    """Sign out on every device, this one too."""
    with catalogue().rows(write=True) as session:
        accounts.set_stamp(session, own_account().id, new_stamp())
    signed_in.sign_out()
    return redirect(url_for("home.show_home"), 303)
