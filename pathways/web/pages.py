"""One template a page: the whole of it, or the block that htmx swaps.

A page template extends `base.html` and defines `title`, `main` and its own blocks. A route names the
block its filters swap (`block`). A link whose target is `#main` gets the block `main` instead, headed
by the page's `<title>` and followed by the partial `parts/outside.html`: whatever
stands outside `#main` and changes with the page, each element marked `data-hx-swap-oob`.

A block that is rendered alone does not run the template's top level: imports and sets belong in blocks.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from flask import g, has_request_context, make_response, render_template, request
from flask_htmx import HTMX
from jinja2 import FileSystemBytecodeCache, StrictUndefined
from jinja2_fragments.flask import render_block

from pathways.web import caching, languages
from pathways.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask, Response
    from jinja2.bccache import Bucket

    from pathways.config import Settings

htmx = HTMX()
OUTSIDE = "parts/outside.html"
ADDRESSES_KEPT: Final = 8192


def set_up(app: Flask, settings: Settings) -> None:
    """Give templates what every page needs, and make a name that does not exist an error."""
    htmx.init_app(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.bytecode_cache = _compiled(settings.cache_dir / "templates")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(site_address=settings.address, contact=settings.contact, address_of=address_of)
    # the same on every page of the process, so the page cache may keep it
    app.jinja_env.globals.update(session_days=settings.session_days, demo=settings.demo, example=settings.example)
    app.jinja_env.globals["url_for"] = remembered(app)
    app.context_processor(every_page)


def remembered(app: Flask) -> Callable[..., str]:
    """Give `url_for` for templates, with a memory: a page has hundreds of addresses, most of which it had before.

    What an address is made of besides, where the site stands and the page's language, belongs to the memory's key.
    """

    @lru_cache(maxsize=ADDRESSES_KEPT)
    def known(_site: str, _language: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
        return app.url_for(endpoint, **dict(values))

    def url_for(endpoint: str, **values: object) -> str:
        given = tuple(values.items())
        plain = all(type(value) in {str, int} for _, value in given)
        if endpoint.startswith(".") or not plain or not has_request_context():
            return app.url_for(endpoint, **dict[str, Any](given))
        return known(request.script_root, languages.current_language(), endpoint, given)

    return url_for


class Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept across restarts; a full disk only means that they are compiled again."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one, if the folder lets us."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def _compiled(kept: Path) -> Compiled | None:
    try:
        kept.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return Compiled(str(kept))


def every_page() -> dict[str, object]:
    """Give what each template may use: the languages, the town, the graph.

    `graph` and `town` are None on the one page that must do without: the one that says we broke.
    Absolute addresses (hreflang, canonical) are `site_address ~ address_in(language)`.
    """
    graph = g.get("graph")
    return {
        "language": languages.current_language(),
        "other_language": languages.other_language(),
        "other_language_url": languages.other_language_url,
        "address_in": languages.address_in,
        "graph": graph,
        "town": graph.town if graph else None,
    }


def page(template: str, *, block: str, status: int = 200, **context: object) -> Response:
    """Answer with the whole page, or only the part of it that htmx swaps."""
    part = wanted_part()
    if part == caching.WHOLE:
        html = render_template(template, **context)
    elif part == caching.MAIN:
        html = _main(template, context)
    else:
        html = render_block(template, block, **context)
    response = make_response(html, status)
    response.vary.update(caching.PART_HEADERS)
    if status == 200 and g.get("keep", True):  # noqa: PLR2004  # the one status whose page may be kept
        caching.keep(request.environ, tuple(g.get("names", ())))
    return response


def keep_out() -> None:
    """Keep this page out of the page cache, because it depends on free text or on the day."""
    g.keep = False


def wanted_part() -> str:
    """Tell what is asked for: the whole page, its `main`, or the block its filters swap.

    htmx asks for a part, but a boosted link or a restored history needs a page with its head.
    """
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return caching.WHOLE
    return caching.MAIN if htmx.target == "main" else caching.BLOCK


def _main(template: str, context: dict[str, object]) -> str:
    title = render_block(template, "title", **context).strip()
    main = render_block(template, "main", **context)
    return f"<title>{title}</title>\n{main}{render_template(OUTSIDE, **context)}"
