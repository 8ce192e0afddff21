"""Links that let somebody choose a password: made here, kept as a hash, sent by mail or shown once.

The secret is 256 random bits; only its hash is kept, so that the database lets nobody in. It is good for one hour and
one password, and a newer one voids it.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

from flask import url_for

from pathways.domain.accounts import AccountState
from pathways.store import accounts
from pathways.store.account_tables import OneUseLinkRow
from pathways.web import mail
from pathways.web.configured import settings
from pathways.web.mail import MailFailed
from pathways.web.signed_in import catalogue, now
from pathways.web.translate import _

if TYPE_CHECKING:
    from pathways.domain.accounts import Account

GOOD_FOR: Final = timedelta(hours=1)

log = logging.getLogger("pathways")


def make_link(account: Account) -> str:
    """Make a link for this account and give its absolute address; it cannot be given again."""
    secret, moment = token_urlsafe(32), now()
    purpose = "invite" if account.state is AccountState.INVITED else "reset"
    row = OneUseLinkRow(hash=hash_of(secret), account_id=account.id, purpose=purpose, expires_at=moment + GOOD_FOR)
    with catalogue().rows(write=True) as session:
        accounts.add_link(session, row, moment)
    return f"{settings().address}{url_for('invitations.open_link', secret=secret)}"


def hash_of(secret: str) -> str:
    """Give what is kept of a link. It needs no slow hash: there are too many secrets to try."""
    return sha256(secret.encode()).hexdigest()


def mail_link(account: Account, link: str) -> bool:
    """Send a link to its account, where there is a mail server; False when it was not sent."""
    if not mail.can_mail():
        return False
    invited = account.state is AccountState.INVITED
    subject = _("Your account in Pathways") if invited else _("A new password for Pathways")
    why = (
        _("An account in Pathways was made for you. Choose a password here:")
        if invited
        else _("Somebody asked for a new password for your account in Pathways. If it was you, choose one here:")
    )
    rest = _("The link works once, within an hour. If you did not expect this mail, you need do nothing.")
    greeting = _("Hello %(name)s", name=account.name)
    try:
        mail.send(account.email, subject, f"{greeting}\n\n{why}\n\n{link}\n\n{rest}\n")
    except MailFailed as error:
        log.error("%s", error)  # noqa: TRY400  # one line says it all
        return False
    return True
