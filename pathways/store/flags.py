"""Gap flags as rows: flagged, read, and one thing more done with them.

A function here reads or writes within the caller's transaction (`Catalogue.rows`). Whatever is done is done with the
flag as it stands in the transaction that writes: writers queue up, on SQLite for the database and on PostgreSQL for
the counter, which every writing raises first. So of two who act at once the second one meets what the first one did.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select, update
from sqlmodel import col
from sqlmodel import select as select_rows

from pathways.domain import flags as domain
from pathways.domain.errors import PathwaysError
from pathways.domain.flag_json import event_of, said_of
from pathways.domain.flags import Action, Actor, Change, Event, Subject
from pathways.store.flag_tables import FlagEventRow, FlagRow, GapCounterRow, ProposedChangeRow
from pathways.store.marks import is_due, mark
from pathways.store.rows import table
from pathways.store.steward_tables import Stands

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlmodel import Session

    from pathways.domain.flags import Flag

_flags, _events = table(FlagRow), table(FlagEventRow)
_changes, _counter = table(ProposedChangeRow), table(GapCounterRow)
_SAID = tuple(_events.c[name] for name in ("number", "at", "actor", "organisation_id", "action", "said"))


LAPSED: Final = "lapsed"
"""The mark of when a server last wrote down by itself which flags have lapsed."""


class FlagGone(PathwaysError):
    """There is no such flag."""


def raise_counter(session: Session) -> None:
    """Say that flags or openings are being written, and wait for whoever else writes any; before anything is read."""
    session.execute(update(_counter).values(number=_counter.c.number + 1))


def flag(session: Session, id: str, event: Event, account: int | None = None) -> Flag:
    """Keep a new flag, begun by this event; `account` is whose hand it was.

    Raises:
        NotAllowed: no flag begins like this.
    """
    begun = domain.begin(id, event)
    raise_counter(session)
    session.execute(insert(_flags).values(id=id, company_id=begun.company, created_at=event.at))
    _append(session, id, event, account)
    return begun


def find(session: Session, id: str) -> Flag:
    """Give a flag as it stands.

    Raises:
        FlagGone: there is none.
    """
    found = _some(session, _events.c.flag_id == id)
    if not found:
        raise FlagGone("There is no such flag.")
    return found[0]


def add(
    session: Session, id: str, event: Callable[[Flag], Event], seen: int | None, account: int | None = None
) -> Flag:
    """Do one thing more with a flag, and give it as it then stands.

    Args:
        session: of a transaction that writes.
        id: which flag.
        event: makes the event from the flag as it stands now.
        seen: the number of the last event that whoever acts had read; None for the clock.
        account: whose hand it is.

    Raises:
        FlagGone: there is none.
        Meanwhile: something happened after `seen`; it holds what.
        NotAllowed: it may not be done with a flag that stands like this, or not by them.
    """
    raise_counter(session)
    session.execute(select(_flags.c.id).where(_flags.c.id == id).with_for_update())
    before = find(session, id)
    done = event(before)
    after = domain.act(before, done, seen)
    _append(session, id, done, account)
    return after


def of_company(session: Session, organisation: str) -> tuple[Flag, ...]:
    """List the flags of a company, newest first."""
    own = select(_flags.c.id).where(_flags.c.company_id == organisation)
    return _some(session, _events.c.flag_id.in_(own))


def for_institution(session: Session, organisation: str) -> tuple[Flag, ...]:
    """List the flags that were ever addressed to an institution, newest first."""
    return tuple(each for each in every(session) if organisation in each.addressees)


def with_own_words(session: Session) -> tuple[Flag, ...]:
    """List the open flags whose words nobody has mapped yet, newest first."""
    return tuple(each for each in every(session) if each.is_open and each.ask.subject is Subject.WORDS)


def every(session: Session) -> tuple[Flag, ...]:
    """List all flags, newest first, with one question to the database."""
    return _some(session)


def lapse(session: Session, today: date, now: datetime) -> int:
    """Write down which flags have lapsed by today, and tell how many; those that were renewed have not."""
    if not _late(session, today):
        return 0
    raise_counter(session)  # and only now is it sure that nobody renews one meanwhile
    late = _late(session, today)
    for each in late:
        add(session, each.id, lambda flag: Event(flag.seen + 1, now, Actor.CLOCK, "", Action.LAPSE), None)
    return len(late)


def _late(session: Session, today: date) -> list[Flag]:
    return [each for each in every(session) if domain.state_on(each, today) is not each.state]


def lapse_is_due(session: Session, now: datetime, day_began: datetime) -> bool:
    """Tell whether no process wrote down today which flags have lapsed."""
    return is_due(session, LAPSED, now, now - day_began)


def lapse_by_turn(session: Session, today: date, now: datetime, day_began: datetime) -> int:
    """Write down which flags have lapsed by today, unless some process did so since the day began."""
    return lapse(session, today, now) if mark(session, LAPSED, now, day_began) else 0


def waiting_changes(session: Session, institution: str | None = None) -> Sequence[ProposedChangeRow]:
    """List the changes of the catalogue that wait to be accepted, oldest first: all, or one institution's."""
    wanted = select_rows(ProposedChangeRow).where(col(ProposedChangeRow.state).in_((Stands.WAITING, Stands.ASKED)))
    if institution is not None:
        wanted = wanted.where(ProposedChangeRow.institution_id == institution)
    return session.exec(wanted.order_by(col(ProposedChangeRow.id))).all()


def delivered_on(session: Session, id: str) -> dict[Change, ProposedChangeRow]:
    """Give each change that was delivered on a flag with its row; empty for a flag on which nothing was.

    Of one that was delivered twice the later counts.
    """
    wanted = select_rows(ProposedChangeRow).where(ProposedChangeRow.flag_id == id).order_by(col(ProposedChangeRow.id))
    return {change_of(row): row for row in session.exec(wanted)}


def change_of(row: ProposedChangeRow) -> Change:
    """Give the change that a row holds, without how it stands."""
    return Change(row.noun, row.key, row.field, row.before, row.after)


def _append(session: Session, id: str, event: Event, account: int | None) -> None:
    row = {
        "flag_id": id,
        "number": event.number,
        "at": event.at,
        "actor": event.actor.value,
        "organisation_id": event.organisation,
        "account_id": account,
        "action": event.action.value,
        "said": said_of(event),
    }
    session.execute(insert(_events).values(row))
    waits = {
        "flag_id": id,
        "event": event.number,
        "institution_id": event.organisation,
        "state": Stands.WAITING.value,
        "created_at": event.at,
    }
    if not event.changes:
        return
    there = {change_of(row) for row in waiting_changes(session, event.organisation) if row.flag_id == id}
    new = [change for change in event.changes if change not in there]  # delivered once more after a "not yet"
    if new:
        session.execute(insert(_changes), [{**waits, **asdict(change)} for change in new])


def _some(session: Session, *which: ColumnElement[bool]) -> tuple[Flag, ...]:
    wanted = select(_events.c.flag_id, *_SAID).where(*which).order_by(_events.c.flag_id, _events.c.number)
    found: dict[str, list[Event]] = {}
    for id, *said in session.execute(wanted):
        found.setdefault(id, []).append(event_of(*said))
    flags = (domain.replay(id, events) for id, events in found.items())
    return tuple(sorted(flags, key=lambda each: (-each.since.timestamp(), each.id)))
