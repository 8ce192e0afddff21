"""A guidance talk between a counsellor and a student, as browsers without scripts would have it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from sqlmodel import select

from pathways.config import Settings
from pathways.domain import guidance as domain
from pathways.store.guidance import hashes_of
from pathways.store.guidance_tables import GuidanceRow
from pathways.web import create_app
from pathways.web.talk_keys import known_ways_in
from tests.people import make_account, signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

PART = {"HX-Request": "true"}
SOON = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
"""A day that a next step can be agreed on."""


@dataclass
class Talking:
    """One talk. `counsellor` is signed in; `student` is nobody until they join."""

    app: Flask
    counsellor: FlaskClient
    student: FlaskClient
    id: str

    @property
    def address(self) -> str:
        """Where the talk lives."""
        return f"/en/guidance/talks/{self.id}"

    @property
    def row(self) -> GuidanceRow:
        """The talk as it is kept."""
        with self.app.extensions["pathways"].rows() as session:
            return session.exec(select(GuidanceRow).where(GuidanceRow.id == self.id)).one()

    @property
    def talk(self) -> domain.Talk:
        """What was said in it."""
        return domain.from_json(self.row.talk)

    @property
    def code(self) -> str:
        """The code on the counsellor's screen."""
        screen = self.see().get_data(as_text=True)
        found = re.search(r'class="talkcode"[^>]*>.*?([A-Z]+-\d\d-[A-Z]+-\d)', screen, re.DOTALL)
        assert found, "the counsellor sees no code"
        return found[1]

    @property
    def secret(self) -> str:
        """The secret part of the link."""
        with self.app.app_context(), self.app.extensions["pathways"].rows() as session:
            return known_ways_in(self.row, hashes_of(session, self.id)).secret

    def see(self, who: FlaskClient | None = None) -> TestResponse:
        """Open the page."""
        return (who or self.counsellor).get(self.address)

    def join(self) -> FlaskClient:
        """Let the student in by code."""
        joined = self.student.post("/en/guidance/join", data={"code": self.code})
        assert joined.status_code == 303, joined.get_data(as_text=True)
        return self.student

    def change(self, what: str, who: FlaskClient | None = None, *, part: bool = True, **fields: object) -> TestResponse:
        """Send one change; `from_` stands for the field `from`."""
        data = {name.rstrip("_"): value for name, value in fields.items()}
        headers = PART if part else {}
        return (who or self.counsellor).post(f"{self.address}/change/{what}", data=data, headers=headers)

    def note(self, base: str, mine: str, who: FlaskClient | None = None, once: str = "") -> TestResponse:
        """Send the notes as the script does."""
        sent = {"base": base, "mine": mine, "once": once}
        return (who or self.counsellor).post(f"{self.address}/notes", json=sent)

    def set(self, **columns: object) -> None:
        """Change the row behind everybody's back: the clock, as a rule."""
        with self.app.extensions["pathways"].rows(write=True) as session:
            row = session.get(GuidanceRow, self.id)
            for name, value in columns.items():
                setattr(row, name, value)
            session.add(row)


def begin_talk(app: Flask, counsellor: FlaskClient | None = None) -> Talking:
    """Begin a talk as a counsellor does."""
    client = counsellor or signed_in(app, "counsellor")
    begun = client.post("/en/guidance/begin")
    assert begun.status_code == 303, begun.get_data(as_text=True)
    return Talking(app, client, app.test_client(), begun.location.rpartition("/")[2])


@contextmanager
def lost_key(app: Flask) -> Iterator[None]:
    """Let the server have another secret key, and not know the one before."""
    before = {name: app.config[name] for name in ("SECRET_KEY", "SECRET_KEY_FALLBACKS")}
    app.config.update(SECRET_KEY=token_urlsafe(32), SECRET_KEY_FALLBACKS=[])
    try:
        yield
    finally:
        app.config.update(before)


def moment(line: str) -> datetime:
    """Read a moment in UTC: `2027-03-28 00:30`."""
    return datetime.fromisoformat(line).replace(tzinfo=UTC)


def account_beside(folder: Path) -> tuple[str, str]:
    """Make a counsellor in the database of a server that runs in `folder`; give the mail address and password."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'pathways.db'}", cache_dir=folder / "cache", secret_key="only-for-tests"
    )
    app = create_app(settings)
    made = make_account(app, "counsellor")
    app.extensions["pathways"].close()
    return made
