"""A small town with two companies and two schools, for what companies flag and state."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathways.config import HERE
from pathways.domain.flags import Action, Actor, Event
from pathways.store import flags
from pathways.web.signed_in import now
from tests import builders as b
from tests.worlds import whole_town

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from pathways.domain import nouns as n
    from pathways.domain.flags import Flag

COMPANY, OTHER, SCHOOL, OTHER_SCHOOL = "works", "rival", "academy", "polytechnic"


def town_of_companies() -> n.Facts:
    """The whole town, with one company and one school more; `academy` teaches `sql` and `r`."""
    base = whole_town()
    more = (b.organisation(OTHER), b.organisation(OTHER_SCHOOL, kind="institution"))
    return replace(base, organisations=(*base.organisations, *more))


def good_fields(**changes: str) -> dict[str, str]:
    """A form that can be used as it stands: level 2 of `sql`, 4 people, to the academy."""
    fields = {
        "what": "SQL",
        "found": "SQL",
        "subject": "skill:sql",
        "level": "2",
        "role": "analyst",
        "people": "4",
        "by": f"{datetime.now(HERE).year + 1}-10-01",
        "shows": "applicants-lack-it",
        "tried": "Two adverts",
        "visibility": "addressed",
        "to": SCHOOL,
    }
    return {**fields, **changes}


def flagged(client: FlaskClient, **changes: str) -> str:
    """Flag a gap by the form, and give the id of the flag."""
    answer = client.post("/en/flags/new", data=good_fields(**changes))
    assert answer.status_code == 303, answer.text
    return str(answer.location.rpartition("/")[2])


def answered(
    app: Flask,
    id: str,
    action: Action,
    *,
    actor: Actor = Actor.INSTITUTION,
    organisation: str = SCHOOL,
    **carried: object,
) -> None:
    """Have the academy, or somebody else, do something with a flag."""

    def event(flag: Flag) -> Event:
        return Event(flag.seen + 1, now(), actor, organisation, action, **carried)

    with app.extensions["pathways"].rows(write=True) as session:
        flags.add(session, id, event, None)


def found(app: Flask, id: str) -> Flag:
    """Give a flag as it is kept."""
    with app.extensions["pathways"].rows() as session:
        return flags.find(session, id)
