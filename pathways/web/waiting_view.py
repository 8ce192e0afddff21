"""Proposals, and changes delivered on flags, as their page shows them: what waits, and what became of the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from pathways.domain.delivering import OUTCOMES
from pathways.domain.rights import AccountKind
from pathways.store import proposals
from pathways.store.flags import change_of
from pathways.store.steward_tables import Stands
from pathways.web.fact_words import column_label, table_label
from pathways.web.flag_view import organisation_name, row_of
from pathways.web.history import rows_told
from pathways.web.signed_in import catalogue
from pathways.web.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pathways.domain.accounts import Account
    from pathways.store.flag_tables import ProposedChangeRow
    from pathways.store.proposals import Proposal
    from pathways.web.flag_view import Row
    from pathways.web.history import Row as Told


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A change that was delivered, by whom, when, and the flag it answers; `answer` is what an editor asks back."""

    id: int
    row: Row
    place: str
    flag: str
    institution: str
    at: datetime
    may_read: bool
    answer: str
    form: str


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as it is shown: every row before and after, and the address of its form."""

    proposal: Proposal
    institution: str
    rows: tuple[Told, ...]
    form: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was accepted, of whom, and the edit that it became: `rows` of a proposal, `words` of a change delivered."""

    at: datetime
    institution: str
    rows: tuple[Told, ...]
    words: str
    revision: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Declined:
    """What an editor turned down, and why: `rows` of a proposal, `words` of a change delivered.

    Its institution proposes it anew in the form at `form` ("" for a row that was to go), or posts to `away`.
    """

    anchor: str
    at: datetime
    institution: str
    rows: tuple[Told, ...]
    words: str
    why: str
    answer: str
    form: str
    away: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What waits, what was turned down and not put away since, and what was accepted lately."""

    proposals: tuple[ProposalView, ...]
    rows: tuple[WaitingRow, ...]
    declined: tuple[Declined, ...]
    accepted: tuple[Accepted, ...]


def _own(account: Account) -> str | None:
    return (account.organisation_id or "") if account.kind is AccountKind.INSTITUTION else None


def seen_by(account: Account) -> Seen:
    """Give what an account may see: all of it, or an institution's own; each list the newest first."""
    own = _own(account)
    with catalogue().rows() as session:
        proposed = proposals.unsettled(session, own)
        delivered = proposals.unsettled_delivered(session, own)
        accepted = proposals.accepted(session, own)
        accepted_delivered = proposals.accepted_delivered(session, own)
    return Seen(
        tuple(_proposal(one) for one in proposed if one.state in proposals.OPEN),
        tuple(_waiting(row, account) for row in delivered if row.state in proposals.OPEN),
        _declined(
            [one for one in proposed if one.state is Stands.DECLINED],
            [row for row in delivered if row.state == Stands.DECLINED],
        ),
        _accepted(accepted, accepted_delivered),
    )


def changes_by_state(account: Account) -> Counter[Stands]:
    """Count how what an account may see stands: what waits, what an editor asked about, and what one turned down."""
    with catalogue().rows() as session:
        return Counter(state for state, _ in proposals.standings(session, _own(account)))


def _proposal(one: Proposal) -> ProposalView:
    return ProposalView(one, organisation_name(one.organisation), rows_told(one.changes), _form_of(one))


def _accepted(
    proposed: Iterable[Proposal], delivered: Iterable[tuple[ProposedChangeRow, datetime]]
) -> tuple[Accepted, ...]:
    found = [
        Accepted(one.decided, organisation_name(one.organisation), rows_told(one.changes), "", one.revision, one.why)
        for one in proposed
        if one.decided is not None and one.revision is not None
    ]
    found += [
        Accepted(at, organisation_name(row.institution_id), (), _in_words(row), row.revision)
        for row, at in delivered
        if row.revision is not None
    ]
    newest = sorted(found, key=lambda one: (one.at, one.revision), reverse=True)
    return tuple(newest[: proposals.LATELY])


def _declined(proposed: Iterable[Proposal], delivered: Iterable[ProposedChangeRow]) -> tuple[Declined, ...]:
    found = [
        Declined(
            f"proposal-{one.id}", one.decided or one.at, organisation_name(one.organisation), rows_told(one.changes),
            "", one.why, one.answer, _form_of(one) if one.changes[-1].after is not None else "",
            url_for("waiting.withdraw", id=one.id),
        )
        for one in proposed
    ]  # fmt: skip
    found += [
        Declined(
            f"delivered-{row.id}", row.decided_at or row.created_at, organisation_name(row.institution_id),
            (), _in_words(row), "", row.answer, _form_of_delivered(row), url_for("waiting.put_away", id=row.id),
        )
        for row in delivered
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def _in_words(row: ProposedChangeRow) -> str:
    told = row_of(change_of(row))
    return f"{told.programme}: {told.what} {row.before} → {row.after}"


def _form_of(proposal: Proposal) -> str:
    change = proposal.changes[-1]
    if change.before is None:
        return url_for("editing.show_new", table=change.table, proposal=proposal.id)
    return url_for("editing.show_row", table=change.table, key=list(change.key), proposal=proposal.id)


def _waiting(row: ProposedChangeRow, account: Account) -> WaitingRow:
    return WaitingRow(
        id=row.id or 0,
        row=row_of(change_of(row)),
        place=f"{sentence(table_label(row.noun))}: {column_label(row.field)}",
        flag=row.flag_id,
        institution=organisation_name(row.institution_id),
        at=row.created_at,
        may_read=account.kind in {AccountKind.INSTITUTION, AccountKind.EDITOR},
        answer=row.answer,
        form=_form_of_delivered(row),
    )


def _form_of_delivered(row: ProposedChangeRow) -> str:
    """The form in which a delivered change becomes an edit: of the row it belongs to, or of a new one."""
    ends = row.key.split("/") if row.noun == OUTCOMES else [row.key]
    names = ("programme", "skill") if row.noun == OUTCOMES else ("id",)
    if row.before or (row.noun != OUTCOMES and row.key):
        return url_for("editing.show_row", table=row.noun, key=ends, delivered=row.id)
    known: dict[str, Any] = {name: end for name, end in zip(names, ends, strict=True) if end}
    return url_for("editing.show_new", table=row.noun, delivered=row.id, **known)
