"""Changes of the catalogue that institutions proposed with what they delivered, waiting to be accepted.

An editor will be able to accept them; until then they are only listed, each with the flag that is its evidence. Which
company raised the flag is told to nobody here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint

from pathways.domain.flags import Change
from pathways.domain.rights import AccountKind
from pathways.store import flags
from pathways.web.fact_words import column_label, table_label
from pathways.web.flag_view import organisation_name, row_of
from pathways.web.pages import page
from pathways.web.signed_in import catalogue, current_account
from pathways.web.wording import sentence

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Response

    from pathways.domain.accounts import Account
    from pathways.store.flag_tables import ProposedChangeRow
    from pathways.web.flag_view import Row

bp = Blueprint("waiting", __name__)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A proposed change, who proposed it, when, and the flag it answers."""

    row: Row
    place: str
    flag: str
    institution: str
    at: datetime
    may_read: bool


@bp.get("/changes")
def list_changes() -> Response:
    """List what waits: all of it, or an institution's own."""
    account = current_account()
    assert account is not None  # noqa: S101  # for mypy: the rule of the route has seen to it
    return page("inbox/changes.html", block="main", rows=waiting_rows(account), account=account)


def waiting_rows(account: Account) -> tuple[WaitingRow, ...]:
    """Give the changes that an account may see, newest first."""
    with catalogue().rows() as session:
        own = (account.organisation_id or "") if account.kind is AccountKind.INSTITUTION else None
        found = flags.waiting_changes(session, own)
    return tuple(_told(row, account) for row in reversed(found))


def _told(row: ProposedChangeRow, account: Account) -> WaitingRow:
    change = Change(row.noun, row.key, row.field, row.before, row.after)
    return WaitingRow(
        row=row_of(change),
        place=f"{sentence(table_label(change.noun))}: {column_label(change.field)}",
        flag=row.flag_id,
        institution=organisation_name(row.institution_id),
        at=row.created_at,
        may_read=account.kind in {AccountKind.INSTITUTION, AccountKind.EDITOR},
    )
