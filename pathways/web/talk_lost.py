"""A talk that is not there, or not open: the same answer whatever the reason, and nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import jsonify, request
from werkzeug.exceptions import RequestEntityTooLarge

from pathways.store.guidance import ReadingAlong, TalkClosed, TalkGone
from pathways.web.caching import WHOLE
from pathways.web.languages import show_at
from pathways.web.pages import page, wanted_part
from pathways.web.translate import _

if TYPE_CHECKING:
    from flask import Flask, Response

TYPED: Final = ("mine", "line", "next_step")
"""Fields that hold what somebody wrote themselves."""


def set_up(app: Flask) -> None:
    """Answer for talks that cannot be reached."""
    app.register_error_handler(TalkGone, gone)
    app.register_error_handler(TalkClosed, closed)
    app.register_error_handler(ReadingAlong, reading)


def gone(_error: TalkGone) -> Response:
    """Answer 404: there is no such talk, or none for this visitor; which of the two is not told.

    So everybody reads the same of what may have become of it, and how one who was in it comes in again.
    """
    words = _(
        "There is no talk here that you can open. It may have been deleted, its time may be over, or it was opened "
        "again with a new code. In that case type the code on the counsellor’s screen, or open the link on your page."
    )
    return _lost(404, _("This talk is not here"), words)


def closed(_error: TalkClosed) -> Response:
    """Answer 409: the talk is not open, so nothing was changed."""
    return _lost(409, _("The talk is not open"), _("It was finished, or its time is over. Nothing was changed."))


def reading(_error: ReadingAlong) -> Response:
    """Answer 403: the student's hand is tied, and what they wrote is theirs to copy."""
    return _lost(403, _("You are reading along"), _("Your counsellor lets you read along now. Nothing was changed."))


def _lost(status: int, heading: str, words: str) -> Response:
    if request.is_json:
        response = jsonify(lost=words)
        response.status_code = status
        return response
    show_at("guiding.show_door")
    response = page("guidance/lost.html", block="main", status=status, heading=heading, words=words, typed=_typed())
    if wanted_part() != WHOLE:
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#main", "innerHTML"
    return response


def _typed() -> list[str]:
    """Give what was typed; nothing of a body that is too large to be read."""
    try:
        return [text for name in TYPED for text in request.form.getlist(name) if text.strip()]
    except RequestEntityTooLarge:
        return []
