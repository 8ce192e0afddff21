"""A company renews a flag for a later date, or withdraws it; either is asked on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request, url_for

from pathways.domain.flags import LONGEST_TEXT, Action, Meanwhile, lapses_on
from pathways.web.caching import today_here
from pathways.web.flag_form import YEARS_AHEAD, in_a_year, number_seen
from pathways.web.flagging import add, closed, is_possible, own_flag
from pathways.web.languages import show_at
from pathways.web.pages import page
from pathways.web.route_form import Problem
from pathways.web.speaking import require_organisation
from pathways.web.translate import _
from pathways.web.typed import cleaned, day_typed

if TYPE_CHECKING:
    from datetime import date

    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from pathways.domain.flags import Ask, Flag

bp = Blueprint("withdrawing", __name__)
bp.before_request(require_organisation)


@dataclass(frozen=True, slots=True)
class Asking:
    """A page that asks for one thing about a flag: its template's name, what was typed, and what that does."""

    what: str
    action: Action
    flag: Flag
    typed: dict[str, str]


@bp.get("/flags/<id>/renew")
def show_renew(id: str) -> Response:
    """Ask for the new date."""
    kept = own_flag(id)
    return _ask(Asking("renew", Action.RENEW, kept, {"by": _later(kept).isoformat()}))


@bp.post("/flags/<id>/renew")
def renew(id: str) -> Response | Redirect:
    """Keep the new date."""
    kept = own_flag(id)
    asking = Asking("renew", Action.RENEW, kept, {"by": cleaned(request.form.get("by", ""))[:40]})
    before, by = max(kept.ask.by, today_here()), day_typed(asking.typed["by"])
    if by is None or by <= before or by.year > today_here().year + YEARS_AHEAD:
        return _show(asking, 422, {"by": Problem(_late_enough(before, _later(kept)))})
    return _do(asking, ask=replace(kept.ask, by=by))


def _late_enough(before: date, example: date) -> str:
    return _(
        "By when: write a day after %(before)s and within %(years)s years, as in %(example)s.",
        before=before.isoformat(),
        years=YEARS_AHEAD,
        example=example.isoformat(),
    )


def _later(flag: Flag) -> date:
    """Give a date to propose: a year after its own, or a year from today where that is later."""
    return max(lapses_on(flag), in_a_year(today_here()))


@bp.get("/flags/<id>/withdraw")
def show_withdraw(id: str) -> Response:
    """Ask whether one is sure."""
    return _ask(Asking("withdraw", Action.WITHDRAW, own_flag(id), {"why": ""}))


@bp.post("/flags/<id>/withdraw")
def withdraw(id: str) -> Response | Redirect:
    """Withdraw it; its history stays."""
    asking = Asking("withdraw", Action.WITHDRAW, own_flag(id), {"why": cleaned(request.form.get("why", ""))})
    if len(asking.typed["why"]) > LONGEST_TEXT:
        return _show(asking, 422, {"why": Problem(_("Why: keep it to %(most)s letters.", most=LONGEST_TEXT))})
    return _do(asking, words=asking.typed["why"])


def _ask(asking: Asking) -> Response:
    return _show(asking) if is_possible(asking.flag, asking.action) else closed(asking.flag)


def _do(asking: Asking, ask: Ask | None = None, words: str = "") -> Response | Redirect:
    """Do it, or say why it cannot be done; what was typed stays."""
    refused = add(asking.flag, number_seen(request.form.get("seen", "")), asking.action, ask, words)
    if refused is None:
        return redirect(url_for("flags.show_flag", id=asking.flag.id), 303)
    newest = replace(asking, flag=own_flag(asking.flag.id))
    if not isinstance(refused, Meanwhile) or not is_possible(newest.flag, asking.action):
        return closed(newest.flag, 409)
    return _show(newest, 409, met=refused)


def _show(
    asking: Asking, status: int = 200, problems: dict[str, Problem] | None = None, met: Meanwhile | None = None
) -> Response:
    show_at(f"withdrawing.show_{asking.what}", id=asking.flag.id)
    return page(
        f"flags/{asking.what}.html",
        block="main",
        status=status,
        flag=asking.flag,
        typed=asking.typed,
        problems=problems or {},
        meanwhile=met,
    )
