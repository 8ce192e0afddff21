"""The notes of a talk, saved while somebody types.

A script sends what it began from (`base`), what stands there now (`mine`), and a word that tells this sending from the
next (`once`); what both wrote comes back. Only what is acknowledged counts as saved. A browser without scripts sends
the same as a form.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, jsonify, redirect, request, url_for

from pathways.domain import guidance as domain
from pathways.store import guidance_notes
from pathways.store.guidance_notes import NotesTooLong, Sent
from pathways.web.route_form import Problem
from pathways.web.signed_in import catalogue, now
from pathways.web.talk_access import seat_at
from pathways.web.talk_times import clock_of
from pathways.web.talking import page_of, whole_page
from pathways.web.translate import _

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from pathways.store.guidance_notes import Saved
    from pathways.web.talk_access import Seat

bp = Blueprint("talk_notes", __name__)

LONGEST_ONCE: Final = 64
UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters and halves of letters: no database keeps them all, and nobody can see them."""


@bp.post("/guidance/talks/<id>/notes")
def save_notes(id: str) -> Response | Redirect:
    """Bring what was typed together with what was saved meanwhile, and say when that was."""
    seat = seat_at(id)
    sent = Sent(_text("base"), _text("mine"), _text("once")[:LONGEST_ONCE])
    if len(sent.mine) > domain.LONGEST_NOTES:
        return _too_long(seat, sent.mine)
    try:
        with catalogue().rows(write=True) as session:
            saved = guidance_notes.save(session, id, sent, now(), student=not seat.counsellor)
    except NotesTooLong:
        return _too_long(seat, sent.mine)
    if request.is_json:
        return _acknowledged(saved)
    return redirect(url_for("talking.show_talk", id=id, _anchor="t-notes"), 303)


def _text(name: str) -> str:
    try:
        given = request.get_json() if request.is_json else request.form
    except RecursionError:  # a thousand brackets
        abort(400)
    text = given.get(name, "") if hasattr(given, "get") else None
    if not isinstance(text, str):
        abort(400)
    return UNSEEN.sub("", text.replace("\r\n", "\n"))


def _acknowledged(saved: Saved) -> Response:
    at = clock_of(saved.row.notes_at) if saved.row.notes_at else ""
    said = _("Saved %(at)s", at=at) if at else _("Saved")
    both = _("Both of you changed the same place. Both versions stand there now: look it over.")
    return jsonify(text=saved.row.notes, said=said, clash=both if saved.clash else "", version=saved.row.version)


def _too_long(seat: Seat, mine: str) -> Response:
    words = _(
        "The notes hold %(most)s letters; with this they would have more. Nothing of it is saved yet: "
        "your text stands here. Shorten it and go on.",
        most=f"{domain.LONGEST_NOTES:,}".replace(",", "\u00a0"),
    )
    if request.is_json:
        response = jsonify(problem=words)
        response.status_code = 422
        return response
    view = page_of(seat)
    view.row.notes = mine
    return whole_page(view, {"notes": Problem(words)}, 422)
