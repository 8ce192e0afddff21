"""Changes of the catalogue that institutions proposed, and those they delivered on flags: they wait for an editor.

An editor accepts a proposal as it is, opens it in its form, asks back, or turns it down and says why; the institution
withdraws it or proposes it anew. What was delivered on a flag has no evidence of its own, so it is always opened in a
form; the institution can propose it in that form, which answers an editor who asked back. Which company raised the flag
is told to nobody here. Below stands what was turned down, until its institution has put it away, and what was accepted
lately, so that whoever proposed sees what became of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, redirect, request, url_for

from pathways.store import proposals
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.steward_tables import Stands
from pathways.web import edit_saving
from pathways.web.edit_form import WORDS as EDITING
from pathways.web.history import WORDS as HISTORY
from pathways.web.pages import page
from pathways.web.route_form import Problem
from pathways.web.signed_in import catalogue, now, own_account
from pathways.web.translate import _
from pathways.web.typed import cleaned
from pathways.web.waiting_view import seen_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.web.edit_saving import Outcome

bp = Blueprint("waiting", __name__)
LONGEST_ANSWER: Final = 500
ASKED, REFUSAL = "asked", "refusal"
STATE_AFTER: Final = {ASKED: Stands.ASKED, REFUSAL: Stands.DECLINED}
"""The fields in which an editor answers, and how what is answered stands from then on."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried and refused: of which (a proposal by its number, a delivery with d before it), typed where."""

    at: str = ""
    outcome: Outcome | None = None
    field: str = ""
    typed: str = ""
    problem: Problem | None = None


@bp.get("/changes")
def list_changes() -> Response:
    """List what waits: all of it, or an institution's own."""
    return _list()


def _list(status: int = 200, tried: Tried | None = None) -> Response:
    account = own_account()
    return page(
        "inbox/changes.html", block="main", status=status, account=account, seen=seen_by(account),
        tried=tried or Tried(), done=request.args.get("done", ""), words={**EDITING, **HISTORY},
    )  # fmt: skip


@bp.post("/changes/<row:id>/accept")
def accept(id: int) -> AnyResponse:
    """Make a proposal an edit, as it was proposed."""
    account = own_account()
    with catalogue().rows() as session:
        proposal = proposals.proposal_of(session, id)
    hand = Hand(now(), Via.PROPOSAL, proposal.why, account.id, proposal.organisation)
    outcome = edit_saving.make(proposal.changes, hand, proposals.accepting(id, account.id, now()))
    if outcome.revision is None:
        return _list(409 if outcome.meanwhile else 422, Tried(str(id), outcome))
    return redirect(url_for("history.show_edit", revision=outcome.revision), 303)


@bp.post("/changes/<row:id>/ask")
def ask(id: int) -> AnyResponse:
    """Ask the institution back about a proposal."""
    return _answer_proposal(id, ASKED)


@bp.post("/changes/<row:id>/turn-down")
def turn_down(id: int) -> AnyResponse:
    """Turn a proposal down, and say why."""
    return _answer_proposal(id, REFUSAL)


@bp.post("/changes/delivered/<row:id>/ask")
def ask_delivered(id: int) -> AnyResponse:
    """Ask the institution back about a change that it delivered."""
    return _answer_delivered(id, ASKED)


@bp.post("/changes/delivered/<row:id>/turn-down")
def turn_down_delivered(id: int) -> AnyResponse:
    """Turn a delivered change down, and say why."""
    return _answer_delivered(id, REFUSAL)


def _answer_proposal(id: int, field: str) -> AnyResponse:
    def keep(answer: str) -> None:
        with catalogue().rows(write=True) as session:
            proposals.decide(session, id, STATE_AFTER[field], own_account().id, now(), answer=answer)

    return _answer(field, str(id), f"proposal-{id}", keep)


def _answer_delivered(id: int, field: str) -> AnyResponse:
    def keep(answer: str) -> None:
        with catalogue().rows(write=True) as session:
            proposals.decide_delivered(session, id, STATE_AFTER[field], now(), answer=answer)

    return _answer(field, f"d{id}", f"delivered-{id}", keep)


def _answer(field: str, at: str, anchor: str, keep: Callable[[str], None]) -> AnyResponse:
    """Keep what an editor answered in a field; `at` is as in `Tried`."""
    typed = cleaned(request.form.get(field, ""))
    problem = _problem(field, typed)
    if problem:
        return _list(422, Tried(at, field=field, typed=typed, problem=problem))
    keep(typed)
    return redirect(url_for("waiting.list_changes", done=field, _anchor=anchor), 303)


def _problem(field: str, typed: str) -> Problem | None:
    asks = field == ASKED
    if not typed:
        return Problem(
            _("Your question: say what you want to know before it is accepted.")
            if asks
            else _("Why: say in a few words why it cannot stand, or what is missing. The institution reads it.")
        )
    if len(typed) > LONGEST_ANSWER:
        return Problem(_("Your question: keep it to 500 letters.") if asks else _("Why: keep it to 500 letters."))
    return None


@bp.post("/changes/<row:id>/withdraw")
def withdraw(id: int) -> AnyResponse:
    """Withdraw a proposal of one's own, or put away one that was turned down."""
    account = own_account()
    with catalogue().rows(write=True) as session:
        if proposals.proposal_of(session, id, proposals.UNSETTLED).organisation != account.organisation_id:
            abort(404)
        proposals.decide(session, id, Stands.WITHDRAWN, account.id, now())
    return redirect(url_for("waiting.list_changes"), 303)


@bp.post("/changes/delivered/<row:id>/put-away")
def put_away(id: int) -> AnyResponse:
    """Put away a delivered change of one's own that was turned down."""
    with catalogue().rows(write=True) as session:
        if proposals.delivered(session, id, (Stands.DECLINED,)).institution_id != own_account().organisation_id:
            abort(404)
        proposals.decide_delivered(session, id, Stands.WITHDRAWN, now())
    return redirect(url_for("waiting.list_changes"), 303)
