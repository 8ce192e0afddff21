"""The door to a talk: join by code, come back by link, begin one, leave it on this device."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from flask import Blueprint, redirect, request, url_for

from pathways.domain.codes import read_code
from pathways.domain.guidance import Talk, to_json
from pathways.domain.rights import AccountKind
from pathways.store import guidance
from pathways.store.guidance import OPEN_FOR
from pathways.store.guidance_tables import GuidanceRow
from pathways.web import limiting
from pathways.web.configured import settings
from pathways.web.languages import show_at
from pathways.web.pages import page
from pathways.web.planning import qr_code
from pathways.web.route_form import Problem
from pathways.web.signed_in import catalogue, current_account, now
from pathways.web.talk_access import counsellor, hand_out, tag_for, tag_held, take_back
from pathways.web.talk_keys import LINK_LETTERS, code_hashes, known_ways_in, link_hash, minted, ways_in
from pathways.web.talk_times import expiry
from pathways.web.translate import _

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Response
    from markupsafe import Markup
    from werkzeug.wrappers import Response as Redirect

    from pathways.store.guidance import Keys
    from pathways.web.talk_keys import Minted

bp = Blueprint("guiding", __name__)

WRONG_TRIES: Final = limiting.Limit(10, 3600)
"""Wrong codes from one address in an hour; what can be no code is no guess, and not counted."""


class Hours(NamedTuple):
    """When a talk was made, and between which moments it can be joined."""

    made: datetime
    opens: datetime
    closes: datetime


class Door(NamedTuple):
    """The address of the door: as one types it, and as a QR code."""

    typed: str
    drawn: Markup


@bp.get("/guidance")
def show_door() -> Response:
    """Show where a student types the code, and where a counsellor begins."""
    return _door()


def door_drawn() -> Door:
    """Say where a student types the code, for whoever reads it off a screen or a sheet."""
    return _drawn(f"{settings().address}{url_for('guiding.show_door')}")


@lru_cache(maxsize=16)
def _drawn(address: str) -> Door:
    """Draw the door once for all talks: drawn for each screen, it was half of the work for that screen."""
    return Door(address.partition("://")[2], qr_code(address))


def _door(typed: str = "", problems: dict[str, Problem] | None = None, status: int = 200) -> Response:
    show_at("guiding.show_door")
    account = current_account()
    tag = tag_held()
    return page(
        "guidance/door.html",
        block="main",
        status=status,
        typed=typed,
        problems=problems or {},
        counsellor=account is not None and account.kind is AccountKind.COUNSELLOR,
        joined=tag.talk if tag else None,
    )


@bp.post("/guidance/join")
def join() -> Response | Redirect:
    """Let a device in by code; whatever is wrong with a code that was typed, the answer is the same."""
    typed = request.form.get("code", "")
    if not typed.strip():
        sentence = _(
            "Write the code. It stands on the counsellor’s screen or on your slip, and looks like FJORD-42-KLIT-7."
        )
        return _door("", {"code": Problem(sentence)}, 422)
    where = limiting.where()
    try:
        limiting.test("code", where, limit=WRONG_TRIES)
    except limiting.TooMany:
        sentence = _("Too many codes were tried from here. Wait an hour, or scan the QR code on the handout instead.")
        return _door(typed, {"code": Problem(sentence)}, 429)
    code = read_code(typed)
    found = _found_by_code(code) if code else None
    if found is None:
        if code:  # a class sits behind one address: its slips of the pen must not shut it out
            _count("code", where)
        sentence = _(
            "No open talk has this code. Look at the screen or your slip again: it looks like FJORD-42-KLIT-7. "
            "It is good only while the talk goes on; when it is over, ask your counsellor for a new one."
        )
        return _door(typed, {"code": Problem(sentence)}, 422)
    response = redirect(url_for("talking.show_talk", id=found.id), 303)
    hand_out(response, tag_for(found, "code"), found)
    return response


def _count(what: str, where: str) -> None:
    """Count a wrong try; the next one is refused, not this one."""
    with suppress(limiting.TooMany):
        limiting.count(what, where, limit=WRONG_TRIES)


def _found_by_code(code: str) -> GuidanceRow | None:
    hashes = code_hashes(code)
    with catalogue().rows() as session:
        found = guidance.way_in(session, hashes, now())
    return found[0] if found and found[1] == "code" else None


@bp.get("/g/<secret>")
def open_link(secret: str) -> Response | Redirect:
    """Let a device in by link; the secret leaves the address at once."""
    where = limiting.where()
    limiting.test("link", where, limit=WRONG_TRIES)
    hashed = link_hash(secret if len(secret) == LINK_LETTERS else "-")
    with catalogue().rows() as session:
        found = guidance.way_in(session, [hashed], now())
    if found is None or found[1] != "link":
        _count("link", where)
        raise guidance.TalkGone("There is no such talk")
    row = found[0]
    response = redirect(url_for("talking.show_talk", id=row.id), 303)
    hand_out(response, tag_for(row, "link"), row)
    return response


@bp.post("/guidance/begin")
def begin() -> Redirect:
    """Begin a talk; it is the counsellor's who begins it."""
    account = counsellor()
    moment = now()
    with catalogue().rows(write=True) as session:
        row = guidance.begin(session, lambda: drafted(account.id, moment, moment + OPEN_FOR))
    return redirect(url_for("talking.show_talk", id=row.id), 303)


def drafted(account: int, opens: datetime, closes: datetime, class_id: str | None = None) -> tuple[GuidanceRow, Keys]:
    """Draft a new, empty talk that can be joined between two moments, and its ways in."""
    return draft_of(minted(), account, Hours(now(), opens, closes), class_id)


def draft_of(minted: Minted, account: int, hours: Hours, class_id: str | None = None) -> tuple[GuidanceRow, Keys]:
    """Draft an empty talk that goes by what was minted for it, and its ways in."""
    days = settings().session_days
    row = GuidanceRow(
        id=minted.id, account_id=account, class_id=class_id, label=minted.label, code_salt=minted.code_salt,
        link_salt=minted.link_salt, created_at=hours.made, opens_at=hours.opens, closes_at=hours.closes,
        touched_at=hours.made, expires_at=expiry(hours.closes, days), talk=to_json(Talk()),
    )  # fmt: skip
    return row, ways_in(row).keys


def letting_in(row: GuidanceRow, hashes: frozenset[str]) -> frozenset[str]:
    """Give the hashes of what lets somebody in, before it is shown.

    After the server's key was lost, none of them is by a key that is known; then what today's makes lets in as well.
    """
    keys = known_ways_in(row, hashes).keys
    if keys.link in hashes:
        return hashes
    with catalogue().rows(write=True) as session:
        guidance.let_in_by(session, guidance.locked(session, row.id, now()), keys, now())
        return guidance.hashes_of(session, row.id)


@bp.post("/guidance/leave")
def leave() -> Redirect:
    """Take the way in away from this device; the talk stays."""
    tag = tag_held()
    response = redirect(url_for("guiding.show_door", left=tag.talk if tag else None), 303)
    take_back(response)
    return response
