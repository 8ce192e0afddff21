"""Counts of talks for the school, in which nobody can be found: no code, no word and no small number stands in them.

They count up to the end of last month, so that nobody can look before and after a talk and see what it added.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, g

from pathways.domain import guidance as domain
from pathways.domain.counting import counted, counts
from pathways.domain.rights import AccountKind
from pathways.domain.standing import known_start
from pathways.store import accounts, guidance
from pathways.web.pages import page
from pathways.web.signed_in import catalogue, now, own_account
from pathways.web.talk_times import day_of, month_of
from pathways.web.talk_view import barrier_labels, stage_labels
from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from flask import Response

    from pathways.domain.accounts import Account
    from pathways.domain.counting import Counted, Counts

bp = Blueprint("counting", __name__)


@bp.get("/guidance/counts")
def show_counts() -> Response:
    """Show the counts of one's own school; an administrator sees those of all schools together."""
    account = own_account()
    first = month_of(now())
    told = _counted_before(first, account)
    return page(
        "guidance/counts.html",
        block="main",
        counts=told,
        tables=_tables(told),
        everybody=account.kind is AccountKind.ADMINISTRATOR,
        until=day_of(first - timedelta(days=1)),
    )


def _counted_before(first: datetime, account: Account) -> Counts:
    """Count the talks that an account may know of; its own apart, for it can take them off every number."""
    with catalogue().rows() as session:
        if account.kind is AccountKind.ADMINISTRATOR:
            ids = accounts.all_counsellors(session)
        else:
            ids = accounts.counsellors_of(session, account.organisation_id, account.id)
        talks = guidance.said_in(session, ids, first, now())
    families = {str(role.id): role.family for role in g.graph.roles.values()}
    sides: tuple[list[Counted], list[Counted]] = ([], [])
    for whose, talk in talks:
        sides[whose == account.id].append(counted(domain.from_json(talk), families))
    return counts(*sides)


def _tables(told: Counts) -> tuple[tuple[str, Mapping[str, str], Mapping[str, int | None]], ...]:
    """List the tables: heading, labels, numbers."""
    return (
        (_("How far they went"), stage_labels(), told.stages),
        (_("Where they start"), {id: _start(id) for id in told.starts}, told.starts),
        (_("Which work they look at"), {id: _family(id) for id in told.families}, told.families),
        (_("What stands in the way"), barrier_labels(), told.barriers),
    )


def _start(id: str) -> str:
    found = known_start(g.graph, id) if id else None
    return plain(found.title) if found else _("not said")


def _family(id: str) -> str:
    found = g.graph.families.get(id)
    return plain(found.label) if found else _("not said")
