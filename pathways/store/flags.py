"""Gap flags as rows: raised, read, and one thing more done with them; never changed, never deleted.

Whatever is done is done with the flag as it stands inside the transaction that writes: on SQLite writers queue up, on
PostgreSQL the flag's row is locked. Each writing raises the counter of `GapCounterRow` in the same transaction.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import update
from sqlmodel import col, select

from pathways.domain import flags as domain
from pathways.domain.errors import PathwaysError
from pathways.domain.flags import Action, Actor, Ask, Change, Event, Flag, Plan, Shows, Subject, Visibility
from pathways.store.flag_tables import FlagEventRow, FlagRow, GapCounterRow, ProposedChangeRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlmodel import Session


class FlagGone(PathwaysError):
    """There is no such flag."""


def raise_counter(session: Session) -> None:
    """Say that something that pages show was written."""
    session.execute(update(GapCounterRow).values(number=col(GapCounterRow.number) + 1))


def flag(session: Session, id: str, event: Event, account: int | None = None) -> Flag:
    """Keep a new flag with the event that raises it.

    Raises:
        NotAllowed: the event raises no flag.
    """
    begun = domain.begin(id, event)
    session.add(FlagRow(id=id, company_id=begun.company, created_at=event.at))
    session.flush()
    _append(session, id, event, account)
    return begun


def find(session: Session, id: str) -> Flag:
    """Give a flag as it stands.

    Raises:
        FlagGone: there is none.
    """
    return _read(session, session.get(FlagRow, id))


def add(
    session: Session, id: str, event: Callable[[Flag], Event], seen: int | None, account: int | None = None
) -> Flag:
    """Do one thing more with a flag, as it stands now.

    Args:
        session: of a transaction that writes.
        id: which flag.
        event: makes the event from the flag of now.
        seen: the number of the last event that whoever acts had read; None for the clock.
        account: who acts.

    Raises:
        FlagGone: there is none.
        Meanwhile: something happened after `seen`; it holds what.
        NotAllowed: it may not be done with this flag, or not by them.
    """
    locked = session.exec(select(FlagRow).where(FlagRow.id == id).with_for_update()).first()
    before = _read(session, locked)
    made = event(before)
    after = domain.act(before, made, seen)
    _append(session, id, made, account)
    return after


def of_company(session: Session, organisation: str) -> tuple[Flag, ...]:
    """Give the flags that a company raised, newest first."""
    return _some(session, select(FlagRow.id).where(FlagRow.company_id == organisation))


def for_institution(session: Session, organisation: str) -> tuple[Flag, ...]:
    """Give the flags that were ever addressed to an institution, newest first."""
    return tuple(each for each in every(session) if organisation in each.addressees)


def with_own_words(session: Session) -> tuple[Flag, ...]:
    """Give the open flags that no editor has mapped yet, newest first."""
    return tuple(each for each in every(session) if each.is_open and each.ask.subject is Subject.WORDS)


def every(session: Session) -> tuple[Flag, ...]:
    """Give every flag, newest first: two questions, however many there are."""
    return _some(session, None)


def lapse(session: Session, today: date, now: datetime) -> int:
    """Write down which flags have lapsed; gives how many."""
    due = [each for each in every(session) if domain.state_on(each, today) is not each.state]
    for each in due:
        add(session, each.id, lambda flag: Event(flag.seen + 1, now, Actor.CLOCK, "", Action.LAPSE), None)
    return len(due)


def waiting_changes(session: Session, institution: str | None = None) -> Sequence[ProposedChangeRow]:
    """Give the proposed changes that nobody has accepted yet, oldest first; of one institution, or all."""
    wanted = select(ProposedChangeRow).order_by(col(ProposedChangeRow.id))
    if institution is not None:
        wanted = wanted.where(ProposedChangeRow.institution_id == institution)
    return session.exec(wanted).all()


def _append(session: Session, id: str, event: Event, account: int | None) -> None:
    session.add(
        FlagEventRow(
            flag_id=id,
            number=event.number,
            at=event.at,
            actor=event.actor,
            organisation_id=event.organisation,
            account_id=account,
            action=event.action,
            said=said_of(event),
        )
    )
    for change in event.changes:
        session.add(
            ProposedChangeRow(
                flag_id=id,
                event=event.number,
                institution_id=event.organisation,
                created_at=event.at,
                **asdict(change),
            )
        )
    session.flush()
    raise_counter(session)


def _read(session: Session, row: FlagRow | None) -> Flag:
    if row is None:
        raise FlagGone("There is no such flag.")
    wanted = select(FlagEventRow).where(FlagEventRow.flag_id == row.id).order_by(col(FlagEventRow.number))
    return domain.replay(row.id, map(event_of, session.exec(wanted)))


def _some(session: Session, ids: Any) -> tuple[Flag, ...]:  # noqa: ANN401  # a select of ids, or None for all
    rows = select(FlagRow).order_by(col(FlagRow.created_at).desc(), col(FlagRow.id))
    events = select(FlagEventRow).order_by(col(FlagEventRow.flag_id), col(FlagEventRow.number))
    if ids is not None:
        rows, events = rows.where(col(FlagRow.id).in_(ids)), events.where(col(FlagEventRow.flag_id).in_(ids))
    found: dict[str, list[Event]] = {}
    for event in session.exec(events):
        found.setdefault(event.flag_id, []).append(event_of(event))
    return tuple(domain.replay(row.id, found[row.id]) for row in session.exec(rows))


def said_of(event: Event) -> str:
    """Write what of an event stands in no column as JSON; what is empty is left out."""
    said = {name: value for name, value in asdict(event).items() if name in _SAID and value}
    return json.dumps(said, ensure_ascii=False, default=str)


_SAID = ("words", "ask", "to", "plan", "changes")


def event_of(row: FlagEventRow) -> Event:
    """Read an event."""
    said: dict[str, Any] = json.loads(row.said)
    event = Event(row.number, row.at, Actor(row.actor), row.organisation_id, Action(row.action))
    return replace(
        event,
        words=said.get("words", ""),
        ask=_ask(said["ask"]) if "ask" in said else None,
        to=said.get("to", ""),
        plan=Plan(**said["plan"]) if "plan" in said else None,
        changes=_changes(said.get("changes", ())),
    )


def _ask(said: dict[str, Any]) -> Ask:
    return Ask(
        **{
            **said,
            "subject": Subject(said["subject"]),
            "by": date.fromisoformat(said["by"]),
            "shows": Shows(said["shows"]),
            "visibility": Visibility(said["visibility"]),
        }
    )


def _changes(said: Iterable[dict[str, str]]) -> tuple[Change, ...]:
    return tuple(Change(**one) for one in said)
