"""Marks of a database: what was said of it once and for good, and when it last was some process's turn.

Above all that it was made to be shown around. A turn is taken by putting its mark: of several processes that look at
once, one puts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from pathways.store.account_tables import MarkRow
from pathways.store.rows import table
from pathways.store.upserting import upsert

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlmodel import Session

DEMO: Final = "demo"
_marks = table(MarkRow)


def is_marked(session: Session, name: str) -> bool:
    """Tell whether a mark stands there."""
    return since(session, name) is not None


def since(session: Session, name: str) -> datetime | None:
    """Give the moment of a mark; None where it does not stand there."""
    return session.execute(select(_marks.c.since).where(_marks.c.name == name)).scalar()


def mark_for_good(session: Session, name: str, now: datetime) -> None:
    """Put a mark that stays as it is; it must not be put twice, so that of two who do so at once one fails."""
    session.add(MarkRow(name=name, since=now))


def mark(session: Session, name: str, now: datetime, unless_since: datetime | None = None) -> bool:
    """Put a mark with this moment, or only when none stands there that is newer than `unless_since`; tell if it was.

    Of several processes that do so at once, one is told True.
    """
    # One from the future was put by a clock that was wrong, and must not stop anything until then.
    older = None if unless_since is None else or_(_marks.c.since <= unless_since, _marks.c.since > now)
    new = upsert(session, _marks).values(name=name, since=now)
    put = new.on_conflict_do_update(index_elements=["name"], set_={"since": now}, where=older)
    return session.execute(put.returning(_marks.c.name)).first() is not None


def is_due(session: Session, name: str, now: datetime, every: timedelta) -> bool:
    """Tell whether no process put this mark since `every` ago; reads only."""
    last = since(session, name)
    return last is None or not now - every < last <= now


def mark_demo(session: Session, now: datetime) -> None:
    """Say that this database only shows how things work."""
    mark_for_good(session, DEMO, now)


def is_demo(session: Session) -> bool:
    """Tell whether this database only shows how things work."""
    return is_marked(session, DEMO)
