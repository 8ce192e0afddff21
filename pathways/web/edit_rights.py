"""Who may edit what in the catalogue: editors everything; an institution proposes changes of its own programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from pathways.domain.editing import TABLES
from pathways.domain.ownership import PROPOSED, is_own, own_programmes
from pathways.domain.rights import AccountKind
from pathways.web.rights import NotForYou
from pathways.web.signed_in import own_account

if TYPE_CHECKING:
    from pathways.domain.editing import Noun


def proposes_for() -> str | None:
    """The institution for which is proposed what is typed; None for editors, whose edits are made at once."""
    account = own_account()
    return (account.organisation_id or "") if account.kind is AccountKind.INSTITUTION else None


def tables() -> tuple[str, ...]:
    """The tables that may be edited."""
    return TABLES if proposes_for() is None else PROPOSED


def may_edit(table: str, row: Noun) -> bool:
    """Whether a row may be edited, or such a one be added."""
    organisation = proposes_for()
    if organisation is None:
        return True
    if "own_programmes" not in g:  # once a request: a list has thousands of rows
        g.own_programmes = own_programmes(g.graph.facts, organisation)
    return is_own(g.own_programmes, organisation, table, row)


def require(table: str, *rows: Noun | None) -> None:
    """Let nobody go on who may not edit these rows.

    Raises:
        NotForYou: one of them is not theirs.
    """
    if any(row is not None and not may_edit(table, row) for row in rows):
        raise NotForYou(f"This row of {table} is not theirs.")
