"""What a machine asks: whether the process lives, and whether it is ready to serve."""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING, Final

from flask import Blueprint, current_app, make_response

from pathways.domain.errors import PathwaysError
from pathways.web.configured import settings

if TYPE_CHECKING:
    from flask import Response


bp = Blueprint("operations", __name__)
log = logging.getLogger("pathways")
OK: Final = "ok"
RENDERER_LIMIT_S: Final = 3.0
ASKED_AGAIN_S: Final = 15.0
"""How long what the renderer said is believed: a probe a second must not start a program a second."""

_renderer_said: dict[str | None, tuple[float, str]] = {}


@bp.get("/healthz")
def show_health() -> Response:
    """Say that the process answers, whatever else may be wrong."""
    return _plain(OK, "text/plain")


@bp.get("/readyz")
def show_readiness() -> Response:
    """Say whether database and renderer answer, and which revision is served; 503 when one does not."""
    revision, database = None, OK
    try:
        revision = current_app.extensions["pathways"].graph().revision
    except PathwaysError as error:
        log.error("Not ready: %s", error)  # noqa: TRY400  # one line says it all
        database = "unavailable"
    renderer = _renderer(settings().dot)
    ready = database == renderer == OK
    answer = current_app.json.dumps(
        {"ready": ready, "database": database, "renderer": renderer, "revision": revision}, sort_keys=False
    )
    return _plain(answer, "application/json", 200 if ready else 503)


def _renderer(dot: str | None) -> str:
    from pathways.drawing.renderer import DrawingFailed, find_renderer

    at, said = _renderer_said.get(dot, (0.0, ""))
    if not said or monotonic() - at > ASKED_AGAIN_S:
        try:
            find_renderer(dot, RENDERER_LIMIT_S).version()
            said = OK
        except DrawingFailed as error:
            log.error("Not ready: %s", error.reason)  # noqa: TRY400  # one line says it all
            said = "unavailable"
        _renderer_said[dot] = monotonic(), said
    return said


def _plain(body: str, mimetype: str, status: int = 200) -> Response:
    answer = make_response(body + "\n", status)
    answer.mimetype = mimetype
    answer.headers["Cache-Control"] = "no-store"
    return answer
