"""Codes of programmes that are gone: none is ever given to another, since pictures and plans of old still name it.

What is gone is known from the history of edits. A town that was loaded in the place of another begins anew.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from pathways.domain.errors import Fault
from pathways.domain.saying import said
from pathways.store.edit_tables import EditedRow, EditRow, Via
from pathways.store.rows import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from pathways.domain.nouns import Facts

_edits, _edited = table(EditRow), table(EditedRow)


def reused(session: Session, before: Facts, after: Facts) -> tuple[Fault, ...]:
    """Name every programme that takes the code of another that is gone, in their order; nothing where none does."""
    had = {(programme.id, programme.code) for programme in before.programmes}
    new = [(at, one) for at, one in enumerate(after.programmes) if (one.id, one.code) not in had]
    if not new:
        return ()
    living = {str(programme.id) for programme in before.programmes}
    retired = {code: id for id, code in _gone(session) if id not in living}
    return tuple(
        Fault("programmes", one.id, "code", *_words(one.code, retired[one.code]), index=at)
        for at, one in new
        if retired.get(one.code, one.id) != one.id
    )


def _words(code: str, other: str) -> tuple[str, str]:
    problem = said("%(code)s was the code of %(other)s, which is gone.", code=code, other=other)
    return problem, said("Give it a code that no programme has had.")


def _gone(session: Session) -> Iterator[tuple[str, str]]:
    """Ids and codes of programmes that were removed, or had another code once, the oldest first."""
    last = (
        select(_edits.c.revision)
        .where(_edits.c.via.in_([Via.SEED.value, Via.BEGIN.value]))
        .order_by(_edits.c.revision.desc())
    )
    begun = session.execute(last.limit(1)).scalar() or 0
    wanted = (
        select(_edited.c.cells_before)
        .where(_edited.c.row_table == "programmes", _edited.c.revision > begun, _edited.c.cells_before.is_not(None))
        .order_by(_edited.c.revision, _edited.c.number)
    )
    for (cells,) in session.execute(wanted):
        told = json.loads(cells)
        yield str(told.get("id")), str(told.get("code"))
