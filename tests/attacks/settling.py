"""What people of the house have written before the walk begins: hostile words in everything that is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pathways.domain.editing import Change
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from tests.asking_companies import good_fields
from tests.attacks.stewards import steward
from tests.attacks.weapons import WORDS
from tests.talks import SOON, begin_talk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from flask.testing import FlaskClient

    from pathways.domain.nouns import Facts

YEAR = datetime.now(UTC).year + 1


def settle(app: Flask, people: Mapping[str, FlaskClient]) -> FlaskClient:
    """Write flags, openings, scenarios, talks, class hours, edits, and all that reaches those who keep the facts.

    Gives a student, who sits at a talk.
    """
    company, counsellor = people["company"], people["counsellor"]
    own = {"what": WORDS, "found": WORDS, "subject": f"words:{WORDS}"}
    for number, changes in enumerate(({}, own, {"visibility": "public", "told": "yes"}, {"visibility": "pooled"})):
        told = company.post("/en/flags/new", data=good_fields(tried=WORDS, level=str(number + 1), **changes))
        assert told.status_code == 303, told.text
    openings = {"role": "analyst", "year": str(YEAR), "likely": "4", "visibility": "public", "told": "yes"}
    assert company.post("/en/openings", data=openings).status_code == 303
    counting = f"c=own-length:college:2&c=own-intake:college:40&c=seats:college:%2B10:{YEAR}"
    for who in (company, counsellor):
        address = f"/en/scenario/saved?of=role:analyst&{counting}"
        assert who.post(address, data={"name": WORDS}).status_code == 303
    day = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    hours = {"count": "3", "day": day, "from": "10:00", "to": "12:00"}
    assert counsellor.post("/en/guidance/class", data=hours).status_code == 303
    catalogue = app.extensions["pathways"]
    for wanted in (7, 6):
        hand = Hand(datetime.now(UTC), Via.FORM, why=WORDS)
        catalogue.change(lambda facts, wanted=wanted: [other_level(facts, wanted)], hand)
    steward(app, people)
    return _talk(app, counsellor)


def other_level(facts: Facts, wanted: int) -> Change:
    """Give the edit that puts the first role on this level."""
    return Change("roles", facts.roles[0], replace(facts.roles[0], eqf=wanted))


def _talk(app: Flask, counsellor: FlaskClient) -> FlaskClient:
    talk = begin_talk(app, counsellor)
    student = talk.join()
    assert talk.note("", WORDS).status_code == 200
    assert talk.change("next", next_step=WORDS, next_on=SOON, was="{}").status_code == 200
    for kind, id in (("role", "analyst"), ("programme", "college")):
        talk.change("add", kind=kind, id=id)
    again = begin_talk(app, counsellor)  # a return visit, which tells how it stood
    assert again.change("next", next_step=WORDS, next_on=SOON, was="{}").status_code == 200
    for step in ("finish", "again"):
        answer = counsellor.post(f"{again.address}/{step}")
        assert answer.status_code == 303, f"{step}: {answer.status_code}: {answer.text[-2000:]}"
    return student
