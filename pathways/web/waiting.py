"""Changes of the catalogue that institutions proposed, and those they delivered on flags: they wait for an editor.

An editor accepts a proposal as it is, opens it in its form, or asks back; the institution withdraws it or proposes it
anew. What was delivered on a flag has no evidence of its own, so it is always opened in a form; the institution can
propose it in that form, which answers an editor who asked back. Which company raised the flag is told to nobody here.
Below stands what was accepted lately, so that whoever proposed sees what became of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, redirect, request, url_for

from pathways.domain.delivering import OUTCOMES
from pathways.domain.flags import Change
from pathways.domain.rights import AccountKind
from pathways.store import flags, proposals
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.steward_tables import Stands
from pathways.web import edit_saving
from pathways.web.editing import WORDS as EDITING
from pathways.web.fact_words import column_label, table_label
from pathways.web.flag_view import organisation_name, row_of
from pathways.web.history import WORDS as HISTORY
from pathways.web.history import rows_told
from pathways.web.pages import page
from pathways.web.route_form import Problem
from pathways.web.signed_in import catalogue, current_account, now
from pathways.web.translate import _
from pathways.web.typed import cleaned
from pathways.web.wording import sentence

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.accounts import Account
    from pathways.store.flag_tables import ProposedChangeRow
    from pathways.store.proposals import Proposal
    from pathways.web.edit_saving import Outcome
    from pathways.web.flag_view import Row
    from pathways.web.history import Row as Told

bp = Blueprint("waiting", __name__)
LONGEST_QUESTION: Final = 500


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A change that was delivered, by whom, when, and the flag it answers."""

    id: int
    row: Row
    place: str
    flag: str
    institution: str
    at: datetime
    may_read: bool
    asked: str
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
    """What was accepted: which rows, of whom, and the edit that it became."""

    at: datetime
    institution: str
    names: tuple[str, ...]
    revision: int
    why: str = ""


@bp.get("/changes")
def list_changes() -> Response:
    """List what waits: all of it, or an institution's own."""
    return _list()


def _list(
    status: int = 200, *, at: int | None = None, outcome: Outcome | None = None, problem: Problem | None = None,
    typed: str = "",
) -> Response:  # fmt: skip
    account = _account()
    return page(
        "inbox/changes.html", block="main", status=status, rows=waiting_rows(account), account=account, at=at,
        proposals=proposals_for(account), accepted=_accepted(account), outcome=outcome, problem=problem, typed=typed,
        sent=request.args.get("sent") == "yes", words={**EDITING, **HISTORY}, longest=LONGEST_QUESTION,
    )  # fmt: skip


def _account() -> Account:
    account = current_account()
    assert account is not None  # noqa: S101  # for mypy: the rule of the route has seen to it
    return account


def _own(account: Account) -> str | None:
    return (account.organisation_id or "") if account.kind is AccountKind.INSTITUTION else None


def waiting_rows(account: Account) -> tuple[WaitingRow, ...]:
    """Give the delivered changes that an account may see, newest first."""
    with catalogue().rows() as session:
        found = flags.waiting_changes(session, _own(account))
    return tuple(_told(row, account) for row in reversed(found))


def proposals_for(account: Account) -> tuple[ProposalView, ...]:
    """Give the proposals that an account may see, newest first."""
    with catalogue().rows() as session:
        found = proposals.open_ones(session, _own(account))
    return tuple(
        ProposalView(one, organisation_name(one.organisation), rows_told(one.changes), _form_of(one)) for one in found
    )


def _accepted(account: Account) -> tuple[Accepted, ...]:
    """Give what an account may see of what was accepted lately, newest first."""
    with catalogue().rows() as session:
        own = proposals.accepted(session, _own(account))
        delivered = proposals.accepted_delivered(session, _own(account))
    proposed = [
        Accepted(one.decided, organisation_name(one.organisation), tuple(row.title for row in rows_told(one.changes)),
                 one.revision, one.why)
        for one in own
        if one.decided is not None and one.revision is not None
    ]  # fmt: skip
    answered = [
        Accepted(at, organisation_name(row.institution_id), (_in_words(row),), row.revision)
        for row, at in delivered
        if row.revision is not None
    ]
    newest = sorted((*proposed, *answered), key=lambda one: (one.at, one.revision), reverse=True)
    return tuple(newest[: proposals.LATELY])


def _in_words(row: ProposedChangeRow) -> str:
    told = row_of(Change(row.noun, row.key, row.field, row.before, row.after))
    return f"{told.programme}: {told.what} {row.before} → {row.after}"


def _form_of(proposal: Proposal) -> str:
    change = proposal.changes[-1]
    if change.before is None:
        return url_for("editing.show_new", table=change.table, proposal=proposal.id)
    return url_for("editing.show_row", table=change.table, key=list(change.key), proposal=proposal.id)


def _told(row: ProposedChangeRow, account: Account) -> WaitingRow:
    change = Change(row.noun, row.key, row.field, row.before, row.after)
    return WaitingRow(
        id=row.id or 0,
        row=row_of(change),
        place=f"{sentence(table_label(change.noun))}: {column_label(change.field)}",
        flag=row.flag_id,
        institution=organisation_name(row.institution_id),
        at=row.created_at,
        may_read=account.kind in {AccountKind.INSTITUTION, AccountKind.EDITOR},
        asked=row.asked,
        form=_form_of_delivered(row),
    )


def _form_of_delivered(row: ProposedChangeRow) -> str:
    """The form in which a delivered change becomes an edit: of the row it belongs to, or of a new one."""
    ends = row.key.split("/") if row.noun == OUTCOMES else [row.key]
    names = ("programme", "skill") if row.noun == OUTCOMES else ("id",)
    if row.before or (row.noun != OUTCOMES and row.key):
        return url_for("editing.show_row", table=row.noun, key=ends, delivered=row.id)
    known = {name: end for name, end in zip(names, ends, strict=True) if end}
    return url_for("editing.show_new", table=row.noun, delivered=row.id, **known)  # type: ignore[arg-type]  # columns


@bp.post("/changes/<row:id>/accept")
def accept(id: int) -> AnyResponse:
    """Make a proposal an edit, as it was proposed."""
    proposal, account = _open(id), _account()
    hand = Hand(now(), Via.PROPOSAL, proposal.why, account.id, proposal.organisation)
    try:
        outcome = edit_saving.make(proposal.changes, hand, proposals.accepting(id, account.id, now()))
    except proposals.NoSuchProposal:  # withdrawn or decided by somebody else in this moment
        abort(404)
    if outcome.revision is None:
        return _list(409 if outcome.meanwhile else 422, at=id, outcome=outcome)
    return redirect(url_for("history.show_edit", revision=outcome.revision), 303)


@bp.post("/changes/<row:id>/ask")
def ask(id: int) -> AnyResponse:
    """Ask the institution back about a proposal."""
    _open(id)
    typed = cleaned(request.form.get("asked", ""))
    problem = _problem(typed)
    if problem:
        return _list(422, at=id, problem=problem, typed=typed)
    with catalogue().rows(write=True) as session:
        proposals.decide(session, id, Stands.ASKED, _account().id, now(), asked=typed)
    return redirect(url_for("waiting.list_changes", _anchor=f"proposal-{id}"), 303)


@bp.post("/changes/delivered/<row:id>/ask")
def ask_delivered(id: int) -> AnyResponse:
    """Ask the institution back about a change that it delivered."""
    typed = cleaned(request.form.get("asked", ""))
    problem = _problem(typed)
    if problem:
        return _list(422, at=-id, problem=problem, typed=typed)
    try:
        with catalogue().rows(write=True) as session:
            proposals.decide_delivered(session, id, Stands.ASKED, asked=typed)
    except proposals.NoSuchProposal:
        abort(404)
    return redirect(url_for("waiting.list_changes", _anchor=f"delivered-{id}"), 303)


def _problem(typed: str) -> Problem | None:
    if not typed:
        return Problem(_("Your question: say what you want to know before it is accepted."))
    return Problem(_("Your question: keep it to 500 letters.")) if len(typed) > LONGEST_QUESTION else None


@bp.post("/changes/<row:id>/withdraw")
def withdraw(id: int) -> AnyResponse:
    """Withdraw a proposal of one's own."""
    proposal, account = _open(id), _account()
    if proposal.organisation != account.organisation_id:
        abort(404)
    with catalogue().rows(write=True) as session:
        proposals.decide(session, id, Stands.WITHDRAWN, account.id, now())
    return redirect(url_for("waiting.list_changes"), 303)


def _open(id: int) -> Proposal:
    try:
        with catalogue().rows() as session:
            return proposals.proposal_of(session, id)
    except proposals.NoSuchProposal:
        abort(404)
