"""Changes of their own programmes that institutions propose: they wait until an editor has decided.

An editor accepts one, asks back, or turns it down and says why. What is asked about or turned down lies with the
institution, which proposes it anew or withdraws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert
from sqlmodel import col, select

from pathways.domain.editing import Change
from pathways.domain.errors import PathwaysError
from pathways.store.cells import json_of, noun_from
from pathways.store.edit_tables import EditRow
from pathways.store.flag_tables import ProposedChangeRow
from pathways.store.rows import table
from pathways.store.steward_tables import ProposalRow, ProposedRow, Stands

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from sqlmodel import Session

    from pathways.store.edits import Hand

OPEN: Final = (Stands.WAITING, Stands.ASKED)
"""States in which an editor can decide."""
ANSWERED: Final = (Stands.ASKED, Stands.DECLINED)
"""States that an editor's words brought about: the institution has something to do."""
UNSETTLED: Final = (*OPEN, Stands.DECLINED)
"""States out of which an institution proposes anew, or withdraws: neither accepted nor out of the world."""
LATELY: Final = 10
"""How many of those that were accepted are listed."""


class NoSuchProposal(PathwaysError):
    """There is no such proposal, or it was decided already."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an institution proposes: rows before and after, why, and how it stands."""

    id: int
    at: datetime
    organisation: str
    why: str
    state: Stands
    answer: str
    changes: tuple[Change, ...]
    decided: datetime | None = None
    revision: int | None = None


def propose(session: Session, changes: Sequence[Change], hand: Hand) -> int:
    """Keep what an account of an institution proposes; gives its id."""
    if hand.account is None or hand.organisation is None:
        raise ValueError("Only an account of an institution proposes.")
    row = ProposalRow(at=hand.at, account_id=hand.account, organisation_id=hand.organisation, why=hand.why)
    session.add(row)
    session.flush()
    if row.id is None:
        raise AssertionError("The database gave the proposal no id.")
    cells = [
        {
            "proposal_id": row.id,
            "number": number,
            "row_table": change.table,
            "cells_before": json_of(change.table, change.before),
            "cells_after": json_of(change.table, change.after),
        }
        for number, change in enumerate(changes, 1)
    ]
    session.execute(insert(table(ProposedRow)), cells)
    return row.id


def unsettled(session: Session, organisation: str | None = None) -> tuple[Proposal, ...]:
    """List what waits for an editor or lies with its institution, the newest first: of all, or of one institution."""
    wanted = select(ProposalRow).where(col(ProposalRow.state).in_(UNSETTLED))
    if organisation is not None:
        wanted = wanted.where(ProposalRow.organisation_id == organisation)
    return _read(session, session.exec(wanted.order_by(col(ProposalRow.id).desc())).all())


def open_ones(session: Session, organisation: str | None = None) -> tuple[Proposal, ...]:
    """List what an editor can decide, the newest first: of all, or of one institution."""
    return tuple(one for one in unsettled(session, organisation) if one.state in OPEN)


def accepted(session: Session, organisation: str | None = None) -> tuple[Proposal, ...]:
    """List what was accepted lately, the newest first: of all, or of one institution."""
    wanted = select(ProposalRow).where(ProposalRow.state == Stands.ACCEPTED)
    if organisation is not None:
        wanted = wanted.where(ProposalRow.organisation_id == organisation)
    newest = wanted.order_by(col(ProposalRow.decided_at).desc(), col(ProposalRow.id).desc()).limit(LATELY)
    return _read(session, session.exec(newest).all())


def proposal_of(session: Session, id: int, among: Collection[Stands] = OPEN) -> Proposal:
    """Read one that stands so. Raises `NoSuchProposal`."""
    (found,) = _read(session, [_standing(session, id, among)])
    return found


def _standing(session: Session, id: int, among: Collection[Stands], *, to_write: bool = False) -> ProposalRow:
    """Give the row of one that stands so; `to_write` makes others wait who would decide it as well."""
    row = session.get(ProposalRow, id, with_for_update=to_write or None)
    if row is None or row.state not in among:
        raise NoSuchProposal(f"No proposal {id} waits.")
    return row


def _before(state: Stands) -> Collection[Stands]:
    """Give the states out of which one may come into this one."""
    return UNSETTLED if state in {Stands.REPLACED, Stands.WITHDRAWN} else OPEN


def _read(session: Session, rows: Sequence[ProposalRow]) -> tuple[Proposal, ...]:
    """Give proposals with what they change, of all of them at once."""
    ids = [row.id for row in rows]
    wanted = select(ProposedRow).where(col(ProposedRow.proposal_id).in_(ids)).order_by(col(ProposedRow.number))
    found: dict[int | None, list[Change]] = {id: [] for id in ids}
    for one in session.exec(wanted).all():
        before, after = noun_from(one.row_table, one.cells_before), noun_from(one.row_table, one.cells_after)
        found[one.proposal_id].append(Change(one.row_table, before, after))
    return tuple(
        Proposal(
            row.id or 0, row.at, row.organisation_id, row.why, Stands(row.state), row.answer,
            tuple(found[row.id]), row.decided_at, row.revision,
        )
        for row in rows
    )  # fmt: skip


def decide(
    session: Session,
    id: int,
    state: Stands,
    account: int | None,
    now: datetime,
    *,
    answer: str = "",
    revision: int | None = None,
) -> None:
    """Say how a proposal stands from now on; of two who do so at once the second one is refused.

    Args:
        session: of a transaction that writes.
        id: which proposal.
        state: how it stands from now on.
        account: who says so; None for the command line.
        now: when.
        answer: what an editor asks back, or why one turns it down.
        revision: that of the edit it became.

    Raises:
        NoSuchProposal: there is none, or it was decided already.
    """
    row = _standing(session, id, _before(state), to_write=True)
    row.state, row.decided_at, row.decided_by = state.value, now, account
    row.answer, row.revision = answer, revision
    session.add(row)


def accepting(id: int, account: int | None, now: datetime) -> Callable[[Session, int], None]:
    """Give what writes, with the edit that a proposal becomes, that it is accepted."""
    return lambda session, revision: decide(session, id, Stands.ACCEPTED, account, now, revision=revision)


def accepting_delivered(id: int, now: datetime) -> Callable[[Session, int], None]:
    """Give what writes, with the edit that a delivered change becomes, that it is accepted."""
    return lambda session, revision: decide_delivered(session, id, Stands.ACCEPTED, now, revision=revision)


def delivered(session: Session, id: int, among: Collection[Stands] = OPEN) -> ProposedChangeRow:
    """Read a change that was delivered on a flag and stands so. Raises `NoSuchProposal`."""
    return _delivered(session, id, among)


def _delivered(session: Session, id: int, among: Collection[Stands], *, to_write: bool = False) -> ProposedChangeRow:
    row = session.get(ProposedChangeRow, id, with_for_update=to_write or None)
    if row is None or row.state not in among:
        raise NoSuchProposal(f"No delivered change {id} waits.")
    return row


def accepted_delivered(
    session: Session, organisation: str | None = None
) -> tuple[tuple[ProposedChangeRow, datetime], ...]:
    """List what was delivered on flags and accepted lately, the newest first: of all, or of one institution.

    Each comes with when it became an edit; where the history does not reach back to that, with when it was delivered.
    """
    became = col(EditRow.revision) == col(ProposedChangeRow.revision)
    wanted = select(ProposedChangeRow, col(EditRow.at)).join(EditRow, became, isouter=True)
    wanted = wanted.where(ProposedChangeRow.state == Stands.ACCEPTED)
    if organisation is not None:
        wanted = wanted.where(ProposedChangeRow.institution_id == organisation)
    newest = wanted.order_by(col(ProposedChangeRow.revision).desc()).limit(LATELY)
    return tuple((row, at or row.created_at) for row, at in session.exec(newest).all())


def unsettled_delivered(session: Session, organisation: str | None = None) -> Sequence[ProposedChangeRow]:
    """List what was delivered on flags and waits, or lies with its institution, the newest first; see `unsettled`."""
    wanted = select(ProposedChangeRow).where(col(ProposedChangeRow.state).in_(UNSETTLED))
    if organisation is not None:
        wanted = wanted.where(ProposedChangeRow.institution_id == organisation)
    return session.exec(wanted.order_by(col(ProposedChangeRow.id).desc())).all()


def decide_delivered(
    session: Session,
    id: int,
    state: Stands,
    now: datetime,
    *,
    answer: str = "",
    revision: int | None = None,
) -> None:
    """Say how a delivered change stands from now on; see `decide`."""
    row = _delivered(session, id, _before(state), to_write=True)
    row.state, row.decided_at = state.value, now
    row.answer, row.revision = answer, revision
    session.add(row)


def answered_at(session: Session, organisation: str) -> tuple[datetime, ...]:
    """List when an editor asked about, or turned down, what lies with an institution since; in no order."""
    return tuple(at for state, at in standings(session, organisation) if at is not None and state in ANSWERED)


def standings(session: Session, organisation: str | None = None) -> tuple[tuple[Stands, datetime | None], ...]:
    """Say how all stands that `unsettled` and `unsettled_delivered` list, and since when it does; in no order."""
    found: list[tuple[Stands, datetime | None]] = []
    for row, whose in (
        (ProposalRow, ProposalRow.organisation_id),
        (ProposedChangeRow, ProposedChangeRow.institution_id),
    ):
        wanted = select(row.state, row.decided_at).where(col(row.state).in_(UNSETTLED))
        if organisation is not None:
            wanted = wanted.where(whose == organisation)
        found += [(Stands(state), at) for state, at in session.exec(wanted)]
    return tuple(found)
