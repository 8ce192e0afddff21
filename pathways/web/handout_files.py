"""What a student takes home, as files: dates for a calendar, and everything that is kept as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.grounds import imprint
from pathways.domain.guidance import to_json
from pathways.web.handout import certain_dates
from pathways.web.languages import current_language
from pathways.web.plan_files import date_event, told_evidence, told_route
from pathways.web.talk_form import form_of, shortlist
from pathways.web.translate import _
from pathways.web.wording import plain, sentence

if TYPE_CHECKING:
    from datetime import date

    from icalendar import Event

    from pathways.domain.nouns import Programme, Role
    from pathways.web.handout import Taken
    from pathways.web.talk_form import Standing

AFTERNOON_BEFORE: Final = timedelta(hours=-8)
"""When the calendar reminds of the next step: at four in the afternoon of the day before."""


def as_ics(taken: Taken) -> bytes:
    """Give the next step and the deadlines that are certain, for a calendar; the same talk gives the same file.

    Neither the notes nor the way into the talk are in it: calendars are shared more readily than letters. Days are
    days wherever one is; an hour is the hour on the clock in Denmark, summer or winter.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Pathways//Talk//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Pathways: talk %(name)s", name=taken.name))
    if taken.talk.next_step and taken.talk.next_on:
        calendar.add_component(_next_step(taken, taken.talk.next_on))
    for one, on in certain_dates(taken):
        calendar.add_component(date_event(one, on))
    calendar.add_missing_timezones()
    made: bytes = calendar.to_ical()
    return made


def _next_step(taken: Taken, on: date) -> Event:
    from icalendar import Alarm, Event

    step = " ".join(taken.talk.next_step.split())
    event, alarm = Event(), Alarm()
    event.add("uid", f"{blake2b(taken.link.encode(), digest_size=12).hexdigest()}@pathways")
    event.add("dtstamp", datetime(taken.on.year, taken.on.month, taken.on.day, tzinfo=UTC))
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", step)
    event.add("description", _("Agreed in the talk %(name)s.", name=taken.name))
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", AFTERNOON_BEFORE)
    alarm.add("description", step)
    event.add_component(alarm)
    return event


def as_json(taken: Taken) -> str:
    """Give everything that is kept of a talk, and what the catalogue says of it today, with what that rests on."""
    year = form_of(taken.talk).question.year
    whole = {
        "name": taken.name,
        "on": taken.on.isoformat(),
        "kept_until": taken.keeps_until.isoformat(),
        "link": taken.link,
        "language": current_language(),
        "talk": json.loads(to_json(taken.talk)),
        "notes": taken.notes,
        "kept": dict(taken.kept),
        "town": g.graph.town.id,
        "as_of": g.graph.town.as_of,
        "note": imprint(g.graph.town)[current_language()],
        "today": [_today(one, year) for one in shortlist(taken.talk)],
        "deadlines": [
            {
                "programme": one.programme.id, "what": sentence(plain(one.practical.what)), "on": on.isoformat(),
                "evidence": told_evidence(one.practical.evidence),
            }
            for one, on in certain_dates(taken)
        ],
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _today(one: Standing, year: int | None) -> dict[str, object]:
    about = told_route(one.route, year) if one.route else _told(one.programme or one.role)
    return {"name": one.pick.name, "title": one.title, "gone": one.gone, "news": list(one.news), "says": about}


def _told(noun: Programme | Role | None) -> dict[str, object] | None:
    """Every field of a noun in both languages, and its evidence with the sources' addresses."""
    if noun is None:
        return None
    return {**asdict(noun), "evidence": told_evidence(noun.evidence)}
