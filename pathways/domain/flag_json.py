"""What was said in an event of a flag, as JSON: all that says more than who did what, and when."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from pathways.domain.flags import Action, Actor, Ask, Change, Event, Plan, Shows, Subject, Visibility

if TYPE_CHECKING:
    from datetime import datetime


def said_of(event: Event) -> str:
    """Write what an event says, without what is empty; `event_of` reads it back to the same value."""
    said: dict[str, Any] = {"words": event.words, "to": event.to, "changes": [asdict(one) for one in event.changes]}
    if event.ask:
        said["ask"] = {**asdict(event.ask), "by": event.ask.by.isoformat()}
    if event.plan:
        said["plan"] = asdict(event.plan)
    return json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False, sort_keys=True)


def event_of(number: int, at: datetime, actor: str, organisation: str, action: str, said: str) -> Event:  # noqa: PLR0917  # the columns of a row, in their order
    """Read an event from its row.

    Raises:
        ValueError, KeyError, TypeError: nobody wrote it with `said_of`.
    """
    told = json.loads(said)
    return Event(
        number=number,
        at=at,
        actor=Actor(actor),
        organisation=organisation,
        action=Action(action),
        words=told.get("words", ""),
        ask=_ask(told["ask"]) if "ask" in told else None,
        to=told.get("to", ""),
        plan=Plan(**told["plan"]) if "plan" in told else None,
        changes=tuple(Change(**one) for one in told.get("changes", ())),
    )


def _ask(told: dict[str, Any]) -> Ask:
    typed = {
        "subject": Subject(told["subject"]),
        "by": date.fromisoformat(told["by"]),
        "shows": Shows(told["shows"]),
        "visibility": Visibility(told["visibility"]),
    }
    return Ask(**{**told, **typed})
