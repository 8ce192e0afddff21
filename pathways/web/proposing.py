"""Proposals in forms: what an institution typed waits; what an editor saves from it is accepted in the same moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, request

from pathways.store import proposals
from pathways.store.steward_tables import Stands
from pathways.web.addresses import LARGEST
from pathways.web.edit_fields import columns_of, typed_of
from pathways.web.edit_rights import proposes_for
from pathways.web.signed_in import catalogue, now, own_account
from pathways.web.typed import whole

if TYPE_CHECKING:
    from collections.abc import Collection

    from pathways.catalogue import Beside
    from pathways.domain.editing import Change, Noun
    from pathways.store.edits import Hand
    from pathways.web.edit_fields import Typed


@dataclass(frozen=True, slots=True)
class From:
    """What a form was filled in from: a proposal of an institution, or a change that was delivered on a flag."""

    proposal: int | None = None
    delivered: int | None = None


def came_from() -> From:
    """Read what this form was filled in from."""
    values = (whole(request.values.get(name, ""), 1, LARGEST) for name in ("proposal", "delivered"))
    return From(*values)


def filled_in(of: From, table: str) -> tuple[Change, Typed] | None:
    """Give the change that a form stands for, and what is typed in it; None where it was filled in from nothing.

    The `before` of the change is what its form begins with. What is not theirs is no page (404).

    Raises:
        NoSuchProposal: it is not open any more.
    """
    if of.proposal is None:
        return None
    own = proposes_for()
    with catalogue().rows() as session:
        found = proposals.proposal_of(session, of.proposal, _begun_from(own))
    *beside, change = found.changes
    if change.table != table or (own is not None and found.organisation != own):
        abort(404)
    return change, _typed(change, tuple(beside))


def _begun_from(own: str | None) -> Collection[Stands]:
    """Give how that may stand which a form is filled in from: an institution also begins with what was turned down."""
    return proposals.OPEN if own is None else proposals.UNSETTLED


def _typed(change: Change, beside: tuple[Change, ...]) -> Typed:
    """The row as it was proposed; a source that is new with it stands where a new one is typed."""
    typed = typed_of(change.table, change.after if change.after is not None else change.before)
    for one in (each.after for each in beside if each.table == "sources" and each.after is not None):
        kept = [id for id in typed["sources"].split(";") if id != one.id]
        typed |= {"sources": ";".join(kept), "sources-more": one.url, "sources-title": one.title}
        typed["sources-published"] = one.published or ""
    return typed


def delivered_into(of: From, table: str, typed: Typed) -> Typed:
    """Fill in what was delivered on a flag, for an editor or for the institution that delivered it.

    Raises:
        NoSuchProposal: it does not wait any more.
    """
    if of.delivered is None:
        return typed
    own = proposes_for()
    with catalogue().rows() as session:
        row = proposals.delivered(session, of.delivered, _begun_from(own))
    if row.noun != table or row.field not in columns_of(table) or own not in {None, row.institution_id}:
        abort(404)
    return {**typed, row.field: row.after}


def settles(of: From) -> Beside | None:
    """What has to be written with the edit that comes of a form; None where it was filled in from nothing."""
    if of.proposal is not None:
        return proposals.accepting(of.proposal, own_account().id, now())
    return proposals.accepting_delivered(of.delivered, now()) if of.delivered is not None else None


def is_said_already(of: From, table: str, row: Noun) -> bool:
    """Whether a row that stands in the catalogue says already what the form was filled in with."""
    try:
        with catalogue().rows() as session:
            if of.proposal is not None:
                change = proposals.proposal_of(session, of.proposal).changes[-1]
                return change.table == table and change.after == row
            if of.delivered is not None:
                wanted = proposals.delivered(session, of.delivered)
                return wanted.noun == table and typed_of(table, row).get(wanted.field) == wanted.after
    except proposals.NoSuchProposal:
        pass
    return False


def propose(changes: tuple[Change, ...], hand: Hand, of: From) -> int:
    """Keep a proposal, in the place of what its form was filled in from; gives its id.

    Raises:
        NoSuchProposal: that one was decided meanwhile, or is not theirs.
    """
    with catalogue().rows(write=True) as session:
        if of.proposal is not None:
            if proposals.proposal_of(session, of.proposal, proposals.UNSETTLED).organisation != hand.organisation:
                raise proposals.NoSuchProposal(f"Proposal {of.proposal} is not theirs.")
            proposals.decide(session, of.proposal, Stands.REPLACED, hand.account, hand.at)
        if of.delivered is not None:
            if proposals.delivered(session, of.delivered, proposals.UNSETTLED).institution_id != hand.organisation:
                raise proposals.NoSuchProposal(f"Delivered change {of.delivered} is not theirs.")
            proposals.decide_delivered(session, of.delivered, Stands.REPLACED, hand.at)
        return proposals.propose(session, changes, hand)
