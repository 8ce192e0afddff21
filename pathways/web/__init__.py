"""The web: routes that ask one question and hand the answer to one template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from flask import Flask, current_app, g, request
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from pathways.catalogue import Catalogue, Newest
from pathways.config import Settings, folder, secret_key
from pathways.store.engine import make_engine
from pathways.web import (
    about,
    accounts,
    addresses,
    administration,
    assets,
    board,
    caching,
    class_hour,
    comparing,
    counting,
    desk,
    digests,
    drawings,
    edit_about,
    edit_conditions,
    editing,
    employers,
    errors,
    esco,
    exchanging,
    exploring,
    flag_pages,
    flagging,
    guiding,
    headers,
    history,
    home,
    inbox,
    invitations,
    languages,
    limiting,
    logs,
    map,  # noqa: A004  # the page's name is its path word
    menus,
    operations,
    outlooks,
    pages,
    planning,
    programmes,
    report,
    reporting,
    rights,
    roles,
    routing,
    scenarios,
    searching,
    signed_in,
    skills,
    stating,
    taking_home,
    talk_changes,
    talk_lost,
    talk_notes,
    talking,
    touring,
    town,
    waiting,
    withdrawing,
    wording,
    worklist,
)
from pathways.web.api import explaining, serving

if TYPE_CHECKING:
    from pathways.domain.graph import Graph


class Published(Protocol):
    """Whatever holds the newest graph: a `Catalogue`, or a still one in a test."""

    def graph(self) -> Graph:
        """Give the newest graph."""


PAGES = (
    *(home, routing, comparing, planning, exploring, map, programmes, roles, employers, skills, town, about, esco),
    explaining,
    *(searching, drawings, outlooks, scenarios, board, report),
    *(guiding, talking, talk_changes, talk_notes, taking_home, desk, class_hour, counting),
    *(accounts, invitations, administration, touring),
    *(flagging, withdrawing, stating, flag_pages, inbox, waiting, digests),
    *(history, editing, edit_about, edit_conditions, reporting, worklist, exchanging),
)
"""The modules of pages, each with its `bp`; all live under their language."""


PACKED = (
    "text/html",
    "text/css",
    "text/csv",
    "text/plain",
    "text/vnd.graphviz",
    "application/json",
    "image/svg+xml",
)
"""Kinds of answers that are worth packing; the others are packed already."""


def create_app(settings: Settings | None = None, catalogue: Published | None = None) -> Flask:
    """Make the application: languages, pages, errors, files, and the layers in front.

    Raises:
        SettingsError: a setting that cannot be used.
    """
    settings = settings or Settings.read()
    app = Flask(__name__, template_folder=str(folder("templates")), static_folder=None)
    app.config.update(_config(settings))
    app.extensions["pathways"] = catalogue or Catalogue(make_engine(settings.database_url))
    app.url_map.converters["row"] = addresses.RowNumber
    logs.set_up()
    Compress(app)
    app.before_request(take_graph)
    languages.set_up(app)
    headers.set_up(app, settings)
    signed_in.set_up(app)
    limiting.set_up(app, settings)
    invitations.set_up(app)
    pages.set_up(app, settings)
    errors.set_up(app)
    talk_lost.set_up(app)
    wording.set_up(app)
    menus.set_up(app)
    for module in PAGES:
        app.register_blueprint(module.bp, url_prefix=languages.PREFIX)
    drawings.set_up(app)
    serving.set_up(app)
    app.register_blueprint(operations.bp)
    rights.require_rules(app)
    _stand_in_front(app, settings)
    return app


def _config(settings: Settings) -> dict[str, object]:
    """Give what Flask, its sessions and what packs answers are told."""
    return {
        "PATHWAYS": settings,
        "SECRET_KEY": secret_key(settings),
        "SECRET_KEY_FALLBACKS": [settings.secret_key_old] if settings.secret_key_old else [],
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure,
        "MAX_CONTENT_LENGTH": 2**20,
        "COMPRESS_MIMETYPES": list(PACKED),
        "COMPRESS_ALGORITHM": list(caching.ENCODINGS),
        "COMPRESS_BR_LEVEL": 5,
        "COMPRESS_ZSTD_LEVEL": 4,
        "COMPRESS_EVALUATE_CONDITIONAL_REQUEST": False,  # the page cache says 304
    }


def take_graph() -> None:
    """Put the newest graph, and the route's name for the log, where this request finds them.

    A page needs the graph; what a machine asks (`/healthz`) must be answered without one.
    """
    request.environ["pathways.route"] = request.endpoint or "nowhere"
    if "language" not in g and request.endpoint is not None:
        return
    newest = request.environ.get("pathways.graph")
    g.graph = newest if newest is not None else current_app.extensions["pathways"].graph()


def _stand_in_front(app: Flask, settings: Settings) -> None:
    """Put the layers in front of Flask, innermost first."""
    found = app.extensions["pathways"]
    newest = getattr(found, "newest", lambda: Newest(found.graph(), 0))  # a still one has no flags
    app.wsgi_app = cache = caching.PageCache(app.wsgi_app, newest, public=getattr(found, "published", None))  # type: ignore[method-assign]  # as WSGI layers do
    app.extensions["pathways.pages"] = cache
    assets.set_up(app, settings)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # as above
    app.wsgi_app = logs.RequestLog(app.wsgi_app)  # type: ignore[method-assign]  # as above
