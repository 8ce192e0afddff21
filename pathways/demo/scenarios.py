"""Scenarios that the demo accounts have saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import current_app

from pathways.demo.people import COLLEGE, COMPANY, EDITOR
from pathways.demo.telling import NotTold
from pathways.store import scenarios
from pathways.web.scenario_form import read_form
from pathways.web.scenarios import query_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

    from pathways.demo.telling import Telling


@dataclass(frozen=True, slots=True)
class Saved:
    """A scenario that somebody saved so many days ago: its name, what it looks at, its changes (`scenario_text`)."""

    who: str
    days: int
    name: str
    of: str
    changes: tuple[str, ...]


def save_all(told: Telling) -> None:
    """Save every scenario, read as the page reads one from its address."""
    found = [(one, _query(told, one)) for one in _wanted(told.moments.day(0).year)]

    def write(session: Session) -> None:
        for one, query in found:
            scenarios.save(session, told.hands[one.who], one.name, query, told.moments.ago(one.days, "16:20"))

    told.rows("scenarios", write)


def _wanted(year: int) -> Iterator[Saved]:
    seats = f"seats:plant-electrician-training:+10:{year + 1}"
    yield Saved(COMPANY, 19, "Ten more electricians a year", "role:plant-electrician", (seats,))
    more = f"openings:tank-operator:{year + 1}-{year + 2}:+12", f"openings:plant-mechanic:{year + 1}:+20%"
    yield Saved(COMPANY, 3, "We build the second line", "town", more)
    kept = "completion:beng-process:85", "stay:beng-process:75"
    yield Saved(COLLEGE, 12, "Fewer leave, more stay", "role:process-engineer", kept)
    taught = "level:beng-process:validation:3"
    yield Saved(EDITOR, 6, "Validation taught to level 3", "role:quality-coordinator", (taught,))


def _query(told: Telling, one: Saved) -> str:
    asked = urlencode({"of": one.of, "c": one.changes}, doseq=True)
    with current_app.test_request_context(f"/en/scenario?{asked}"):
        told.look()
        form = read_form()
        if form.problems:
            raise NotTold(f"The scenario {one.name!r} of the demo cannot be read: {form.problems}")
        return query_of(form, one.name)
