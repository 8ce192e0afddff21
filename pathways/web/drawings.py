"""Pictures to take along: each in the forms that people ask for, and the stylesheets that light up paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, g, make_response, request

from pathways.domain.grounds import imprint
from pathways.domain.pictures import focus_view, whole_map
from pathways.domain.portraits import employer_view, programme_view, role_view, skill_view
from pathways.drawing import highlight
from pathways.drawing.picture import DrawingFailed, Form
from pathways.web.configured import settings
from pathways.web.downloads import file_of
from pathways.web.errors import problem
from pathways.web.languages import current_language
from pathways.web.map import chosen_filters, map_filter
from pathways.web.pictures import REST_S, failure, log, picture
from pathways.web.switches import chosen_measure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask, Response

    from pathways.domain.graph import Graph
    from pathways.domain.views import Measure, View

bp = Blueprint("drawings", __name__)

ENDINGS: Final = ("svg", "png", "pdf", "csv", "json", "dot")
"""What a picture can be taken along as."""
DRAWN: Final = ("svg", "png", "pdf")
"""Made from the finished picture; the others from the view, and need no renderer."""
VIEWS: Final[Mapping[str, Callable[[Graph, str, Measure], View]]] = {
    "programmes": programme_view,
    "roles": role_view,
    "employers": employer_view,
    "skills": skill_view,
    "town": focus_view,
}
"""The picture of one noun, by the room its page lives in."""
ENDING: Final = f"<any({', '.join(ENDINGS)}):ending>"
FOREVER: Final = "public, max-age=31536000, immutable"


def set_up(app: Flask) -> None:
    """Serve the stylesheets, which have no language."""
    app.add_url_rule("/drawings/<digest>.css", "drawings.show_stylesheet", show_stylesheet)


def show_stylesheet(digest: str) -> Response:
    """Give the stylesheet of this digest; it never changes."""
    css = highlight.by_digest(digest)
    if css is None:
        abort(404)
    response = make_response(css)
    response.mimetype = "text/css"
    response.headers["Cache-Control"] = FOREVER
    return response


@bp.get(f"/map.{ENDING}")
def download_map(ending: str) -> Response:
    """Give the map, or what the filters leave of it."""
    return _file(whole_map(g.graph, map_filter(chosen_filters()), chosen_measure()), ending)


def download_noun(room: str, id: str, ending: str) -> Response:
    """Give the picture of one programme, role, employer, skill or focus area."""
    return _file(VIEWS[room](g.graph, id, chosen_measure()), ending)


for _room in VIEWS:  # a rule each: `/roles/<id>` would win over a rule for any room
    bp.add_url_rule(f"/{_room}/<id>.{ENDING}", view_func=download_noun, defaults={"room": _room})


def _file(view: View, ending: str) -> Response:
    """Give the file, or 304 when the visitor has it: the picture's own name tells, before a page is typeset."""
    language = current_language()
    try:
        drawn = picture(view, Form.WIDE, settings().address) if ending in DRAWN else None
        etag = f"{drawn.id}-{g.graph.town.as_of}-{ending}" if drawn else ""
        if drawn and request.if_none_match.contains(etag):
            return _named(make_response("", 304), etag)
        note = imprint(g.graph.town)[language]
        content = _made(ending)(drawn, note) if drawn else _made(ending)(view, language, note)
    except DrawingFailed as error:
        log.error("No file of %s: %s", view.id, error.reason)
        response = problem(503, failure(), {}, {})
        response.headers["Retry-After"] = str(int(REST_S))
        return response
    return _named(file_of(content, f"pathways-{g.graph.town.id}-{view.id}-{language}.{ending}"), etag)


def _named(response: Response, etag: str) -> Response:
    response.headers["Cache-Control"] = "no-cache"
    if etag:
        response.set_etag(etag)
    return response


def _made(ending: str) -> Callable[..., bytes | str]:
    from pathways.drawing import exports  # it brings the PDF maker, which no page needs

    made: Callable[..., bytes | str] = getattr(exports, f"as_{ending}")
    return made
