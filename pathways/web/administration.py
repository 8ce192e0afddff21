"""What an administrator does with accounts: list, invite, mend, disable, enable, delete, give a new link.

Of guidance talks an administrator sees nothing here: no talk, no note, not how many somebody has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, get_flashed_messages, redirect, session, url_for

from pathways.domain.accounts import AccountState, AddressTaken
from pathways.domain.rights import AccountKind
from pathways.store import accounts
from pathways.store.accounts import NewAccount
from pathways.web.account_forms import InviteForm, MemberForm, PersonForm, organisations, sent
from pathways.web.labels import account_kind_label
from pathways.web.one_use import mail_link, make_link
from pathways.web.pages import page
from pathways.web.signed_in import catalogue, current_account, new_stamp, now
from pathways.web.translate import _

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.accounts import Account

bp = Blueprint("administration", __name__)


@bp.get("/accounts")
def list_accounts() -> Response:
    """List every account."""
    with catalogue().rows() as opened:
        found = accounts.all_accounts(opened)
    return page("accounts/accounts.html", block="main", accounts=found, told=get_flashed_messages())


@bp.get("/accounts/invite")
def show_invite() -> Response:
    """Ask who is to be let in."""
    return _invite(InviteForm())


@bp.post("/accounts/invite")
def invite() -> AnyResponse:
    """Make an account and a link for it."""
    form = sent(InviteForm)
    if not form.validate():
        return _invite(form, 422)
    new = NewAccount(
        form.email.data, form.name.data, AccountKind(form.kind.data), organisation_id=form.organisation.data or None
    )
    try:
        with catalogue().rows(write=True) as opened:
            account = accounts.add_account(opened, new, new_stamp(), now())
    except AddressTaken:
        form.email.errors = [_taken()]
        return _invite(form, 422)
    return _hand_over(account)


def _taken() -> str:
    return _("There is an account with this mail address already. Find it in the list.")


def _invite(form: InviteForm, status: int = 200) -> Response:
    return page(
        "accounts/invite.html",
        block="main",
        status=status,
        form=form,
        kinds=[(kind, account_kind_label(kind)) for kind in AccountKind],
        organisations=organisations(),
    )


@bp.get("/accounts/<row:id>")
def show_one(id: int) -> Response:
    """Show one account and what can be done with it."""
    return _one(_account(id))


def _one(
    account: Account, status: int = 200, *, member: MemberForm | None = None, person: PersonForm | None = None
) -> Response:
    owner, link = session.pop("made", (0, ""))
    return page(
        "accounts/one.html",
        block="main",
        status=status,
        account=account,
        member=member or MemberForm(organisation=account.organisation_id),
        person=person or PersonForm(name=account.name, email=account.email),
        link=link if owner == account.id else "",
        told=get_flashed_messages(),
        is_me=account == current_account(),
        organisations=organisations(),
    )


@bp.post("/accounts/<row:id>")
def change_organisation(id: int) -> AnyResponse:
    """Say which organisation an account speaks for."""
    account, form = _account(id), sent(MemberForm)
    form.of_kind = account.kind
    if not form.validate():
        return _one(account, 422, member=form)
    with catalogue().rows(write=True) as opened:
        accounts.set_organisation(opened, id, form.organisation.data or None)
    return _back(id, "organisation")


@bp.post("/accounts/<row:id>/person")
def change_person(id: int) -> AnyResponse:
    """Say what somebody is called, and where mails go."""
    account, form = _account(id), sent(PersonForm)
    if account.demo:
        abort(404)
    if not form.validate():
        return _one(account, 422, person=form)
    try:
        with catalogue().rows(write=True) as opened:
            accounts.set_person(opened, id, form.name.data, form.email.data)
    except AddressTaken:
        form.email.errors = [_taken()]
        return _one(account, 422, person=form)
    return _back(id, "person")


@bp.post("/accounts/<row:id>/link")
def make_reset_link(id: int) -> AnyResponse:
    """Make a link by which the account can choose a password; earlier ones are void."""
    account = _account(id)
    if account.demo or account.state is AccountState.DISABLED:
        abort(404)
    return _hand_over(account)


@bp.post("/accounts/<row:id>/disable")
def disable(id: int) -> AnyResponse:
    """Let an account sign in no more; an administrator keeps their own, so that there is always one."""
    if _account(id) == current_account():
        return _back(id, "own")
    with catalogue().rows(write=True) as opened:
        accounts.disable_account(opened, id, new_stamp())
    return _back(id, "disabled")


@bp.post("/accounts/<row:id>/enable")
def enable(id: int) -> AnyResponse:
    """Let an account sign in again."""
    _account(id)
    with catalogue().rows(write=True) as opened:
        accounts.enable_account(opened, id)
    return _back(id, "enabled")


@bp.post("/accounts/<row:id>/delete")
def delete(id: int) -> AnyResponse:
    """Delete an account for good; an administrator keeps their own, so that there is always one."""
    account = _account(id)
    if account.demo:
        abort(404)
    if account == current_account():
        return _back(id, "own")
    with catalogue().rows(write=True) as opened:
        accounts.erase_account(opened, id, new_stamp())
    flash("deleted")
    return redirect(url_for("administration.list_accounts"), 303)


def _account(id: int) -> Account:
    with catalogue().rows() as opened:
        kept = accounts.find_account(opened, id)
    if kept is None:
        abort(404)
    return kept.account


def _hand_over(account: Account) -> AnyResponse:
    """Mail a new link, or put it into the administrator's own cookie until the next page has shown it."""
    link = make_link(account)
    if mail_link(account, link):
        return _back(account.id, "mailed")
    session["made"] = [account.id, link]
    return _back(account.id, "made")


def _back(id: int, told: str) -> AnyResponse:
    flash(told)
    return redirect(url_for("administration.show_one", id=id), 303)
