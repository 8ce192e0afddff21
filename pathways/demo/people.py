"""The demo accounts, made before anybody asks for them, and two schools and companies more that act beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pathways.domain.rights import SPEAK_FOR, AccountKind
from pathways.store import accounts
from pathways.store.accounts import NewAccount
from pathways.web.demoing import demo_account
from pathways.web.signed_in import new_stamp

if TYPE_CHECKING:
    from sqlmodel import Session

    from pathways.demo.telling import Telling
    from pathways.domain.accounts import Account

COMPANY, SECOND, THIRD = "lighthouse-enzymes", "seagull-proteins", "tideworks-machines"
COLLEGE, SCHOOL, UNIVERSITY = "example-college", "example-school", "example-university"
EDITOR, COUNSELLOR, ADMINISTRATOR = AccountKind.EDITOR, AccountKind.COUNSELLOR, AccountKind.ADMINISTRATOR
SHOWN: Final = (
    (AccountKind.COUNSELLOR, SCHOOL),
    (AccountKind.COMPANY, COMPANY),
    (AccountKind.INSTITUTION, COLLEGE),
    (AccountKind.EDITOR, None),
    (AccountKind.ADMINISTRATOR, None),
)
"""Whom a visitor may sign in as, and for whom each speaks."""
BESIDE: Final = (
    (AccountKind.COMPANY, SECOND, "Seagull (demo)"),
    (AccountKind.COMPANY, THIRD, "Tideworks (demo)"),
    (AccountKind.INSTITUTION, SCHOOL, "Erhvervsskole (demo)"),
    (AccountKind.INSTITUTION, UNIVERSITY, "Universitet (demo)"),
)
"""Who acts beside them; nobody signs in as one of these."""
SINCE_DAYS: Final = 560
"""How long ago the accounts were made: before anything that they did."""


def introduce(told: Telling) -> dict[str, int]:
    """Make the accounts that are not there, and give everybody's number by what they are for (`Telling.hands`)."""
    told.rows("people", lambda session: _add(session, told))
    with told.catalogue.rows() as session:
        everybody = accounts.all_accounts(session)
    return {_for(one): one.id for one in everybody if one.demo}


def _for(account: Account) -> str:
    return account.organisation_id or "" if account.kind in SPEAK_FOR else account.kind


def _add(session: Session, told: Telling) -> None:
    everybody = [demo_account(kind, organisation) for kind, organisation in SHOWN]
    everybody += [NewAccount(f"{of}@demo.invalid", name, kind, of, demo=True) for kind, of, name in BESIDE]
    for one in everybody:
        if accounts.account_of(session, one.email) is None:
            accounts.add_account(session, one, new_stamp(), told.moments.ago(SINCE_DAYS))
