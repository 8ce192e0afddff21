"""What reaches those who keep the facts, by every way there is: hostile words in reports, proposals and files."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING
from zipfile import ZipFile

from pathways.domain.flags import Action, Actor, Event
from pathways.domain.flags import Change as Delivered
from pathways.domain.rights import AccountKind
from pathways.store import flags, proposals, reports
from pathways.store.exchange import zip_of
from tests.attacks.weapons import ADDRESS, WORDS
from tests.editing_forms import open_row, send
from tests.flag_stories import COMPANY, SCHOOL, asking, step_of
from tests.people import stranger

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlmodel import Session

    from pathways.domain.flags import Flag

_number = count(1)
PATIENCE_S = 30


def steward(app: Flask, people: Mapping[str, FlaskClient]) -> None:
    """Report, propose, deliver, ask back, turn down, settle, and hand a file in; of each one stays open."""
    editor, school = people[AccountKind.EDITOR], people[AccountKind.INSTITUTION]
    _report(app, stranger(app), editor)
    for changes in ({"note_en": WORDS}, {"blurb_da": WORDS}, {"blurb_en": WORDS}):
        asked_for = open_row(school, "programmes", ("college",))
        assert send(school, asked_for, why=WORDS, **changes).status_code == 303
    _deliver(app)
    with app.extensions["pathways"].rows() as session:
        newest, before = (one.id for one in proposals.open_ones(session)[:2])
        delivered = flags.waiting_changes(session)[-1].id
    for address in (f"/en/changes/{newest}/ask", f"/en/changes/delivered/{delivered}/ask"):
        assert editor.post(address, data={"asked": WORDS}).status_code == 303
    assert editor.post(f"/en/changes/{before}/turn-down", data={"refusal": WORDS}).status_code == 303
    _hand_in(app, editor)


def _report(app: Flask, anybody: FlaskClient, editor: FlaskClient) -> None:
    for page in ("roles/analyst", ""):  # the very same words wait once
        sent = {"words": f"{WORDS} {next(_number)}", "url": ADDRESS, "page": page}
        assert anybody.post("/en/wrong", data=sent).status_code == 303
    with app.extensions["pathways"].rows() as session:
        first = reports.waiting(session)[0].id
    assert editor.post("/en/edit/worklist/settle", data={"id": first, "answer": WORDS}).status_code == 303


def _deliver(app: Flask) -> None:
    """A flag of which two changes were delivered."""
    begun = datetime.now(UTC) - timedelta(days=20)
    changes = (
        Delivered("programmes", "college", "note_en", WORDS, f"{WORDS} now"),
        Delivered("programmes", "college", "note_da", WORDS, f"{WORDS} nu"),
    )
    with app.extensions["pathways"].rows(write=True) as session:
        id = f"delivered-{next(_number)}"
        flags.flag(session, id, Event(1, begun, Actor.COMPANY, COMPANY, Action.FLAG, ask=asking(), to=SCHOOL))
        for day, name in enumerate(("acknowledge", "plan", "deliver"), 1):
            _step(session, id, name, begun + timedelta(days=day), changes)


def _step(session: Session, id: str, name: str, at: datetime, changes: tuple[Delivered, ...]) -> None:
    def made(flag: Flag) -> Event:
        event = step_of(flag, name, at)
        return replace(event, changes=changes) if event.changes else event

    flags.add(session, id, made, None)


def _hand_in(app: Flask, editor: FlaskClient) -> None:
    """A folder with words where a level must be, under a name that is an attack; waits until it is read."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(zip_of(app.extensions["pathways"].graph().facts))) as sound, ZipFile(out, "w") as bent:
        for name in sound.namelist():
            content = sound.read(name)
            if name.endswith("needs.csv"):
                head, _, rows = content.decode().partition("\n")
                cells = ["" for _ in head.split(",")]
                cells[0] = '"' + WORDS.replace('"', '""') + '"'
                content = f"{head}\n{','.join(cells)}\n{rows}".encode()
            bent.writestr(name, content)
    told = editor.post("/en/exchange", data={"file": (io.BytesIO(out.getvalue()), f"{WORDS}.zip")})
    assert told.status_code == 303, told.text
    until = time.monotonic() + PATIENCE_S
    while 'every 1s"' in editor.get(told.location).text:
        assert time.monotonic() < until, "it was never read"
        time.sleep(0.05)
