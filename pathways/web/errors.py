"""What went wrong, told to the visitor: the one place that turns errors into statuses.

Templates, each in both languages: `errors/not_found.html` (404: `wanted`, `nearest`),
`errors/not_for_you.html` (403: `heading`, `kinds`), `errors/problem.html` (other 4xx: `code`, `heading`,
`problems`, `allowed`, `typed`) and
`errors/broken.html` (500; it must do without `graph` and `town`).
"""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

from flask import current_app, g, make_response, redirect, request, url_for
from flask_babel import lazy_gettext as later
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed, NotFound, RequestURITooLarge

from pathways.domain.errors import UnknownId
from pathways.domain.rights import AccountKind
from pathways.store.edits import NoSuchEdit
from pathways.store.errors import StoreError
from pathways.store.flags import FlagGone
from pathways.store.proposals import NoSuchProposal
from pathways.web import caching, languages, menus, searching
from pathways.web.api.problems import is_asked_by_program, problem_json, unknown
from pathways.web.asking import BadInput, shortened
from pathways.web.limiting import TooMany
from pathways.web.pages import page, wanted_part
from pathways.web.rights import NotForYou
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask, Response

    from pathways.domain.errors import PathwaysError

log = logging.getLogger("pathways")

TOO_LONG: Final = 414
LONGEST_ADDRESS: Final = 4000
"""A scenario of twelve modules, with a name and what was short, takes 2,400."""
RETRY_AFTER_S: Final = 30
ROWS_GONE: Final = (FlagGone, NoSuchEdit, NoSuchProposal)
"""What the store raises for a row that is not there, or not there any more."""
DATABASES: Final = frozenset({"sqlalchemy", "sqlite3", "psycopg"})
SENTENCES: Final = {
    400: later("The address cannot be read. Go back and try the link again."),
    403: later("This was sent from another site, so nothing was changed. Send it from our own page."),
    405: later("This address is for reading only."),
    406: later("The answer is JSON. Ask for application/json, or for anything."),
    413: later("That is more than we can take at once."),
    TOO_LONG: later("The address is too long. Shorten the search, or start from the front page."),
}
"""What to do about a refusal, by status."""
FORM_ONLY: Final = later("This address cannot be opened by itself: a form is sent to it.")
BESIDE: Final = {"taking_home.send": "taking_home.show_handout"}
"""Where a form stands that is not on the nearest page above the address it is sent to."""
LAST_RESORT: Final = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>{words}</p>
<p><a href="/{language}/">Pathways</a></p></html>
"""
LAST_WORDS: Final = {
    "da": ("Noget gik galt hos os", "Prøv igen om lidt."),
    "en": ("Something went wrong on our side", "Try again in a moment."),
}


def set_up(app: Flask) -> None:
    """Answer every error with a page in the house voice, and never with a trace."""
    app.before_request(refuse_long_queries)
    app.register_error_handler(UnknownId, unknown_id)
    for gone in ROWS_GONE:
        app.register_error_handler(gone, row_gone)
    app.register_error_handler(BadInput, bad_input)
    app.register_error_handler(StoreError, unavailable)
    app.register_error_handler(NotForYou, not_for_you)
    app.register_error_handler(TooMany, too_many)
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(Exception, broken)


def refuse_long_queries() -> None:
    """Refuse a query string that no page of ours could have made (414)."""
    if len(request.query_string) > LONGEST_ADDRESS:
        raise RequestURITooLarge


def unknown_id(error: UnknownId) -> Response:
    """Answer 404 for a noun that is not in the catalogue, with the nearest that are."""
    return _not_found(error.id, error.noun)


def row_gone(_error: PathwaysError) -> Response:
    """Answer 404 for a row that is not there, as for a page that never was."""
    return _no_page()


def bad_input(error: BadInput) -> Response:
    """Answer 422: what is wrong, field by field, what would be right, and what was typed."""
    return problem(422, _("There is a problem"), error.problems, error.allowed)


def not_for_you(error: NotForYou) -> Response:
    """Answer 403 to somebody who is signed in as something else: who they are here, and who may."""
    heading = _("This page is for another kind of account than yours")
    if is_asked_by_program():
        return problem_json(403, heading, {}, {})
    kinds = [kind for kind in AccountKind if kind in error.kinds]
    return _told("errors/not_for_you.html", 403, heading=heading, kinds=kinds)


def too_many(_error: TooMany) -> Response:
    """Answer 429: it was tried too often."""
    return problem(429, _("That was tried too often. Wait an hour and try again."), {}, {})


def refused(error: HTTPException) -> Response:
    """Answer for what Flask itself refuses."""
    if isinstance(error, NotFound):
        if not is_asked_by_program() and _page_without_slash():
            query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
            return make_response(redirect(quote(request.path.rstrip("/")) + query, 308))
        return _no_page()
    if isinstance(error, MethodNotAllowed) and request.method in {"GET", "HEAD"} and not is_asked_by_program():
        page_of_form = _page_of_form()
        if page_of_form:
            return make_response(redirect(page_of_form, 303))
    if isinstance(error, BadHost):  # no link can be made, so no page
        return _bare(400, str(SENTENCES[400]), "")
    status = error.code or 400
    if status >= 500:  # noqa: PLR2004  # ours, not the visitor's
        return broken(error)
    only_sent_to = isinstance(error, MethodNotAllowed) and "GET" not in (error.valid_methods or ())
    sentence = FORM_ONLY if only_sent_to else SENTENCES.get(status, SENTENCES[400])
    response = problem(status, str(sentence), {}, {})
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _page_without_slash() -> bool:
    adapter = current_app.create_url_adapter(request)
    return request.path.endswith("/") and adapter is not None and adapter.test(request.path.rstrip("/"))


def _page_of_form() -> str | None:
    """Give the page that holds the form which is sent to this address: the nearest that is there above it.

    Somebody reloads what a form answered, or types its address: what they want to see is the form.
    """
    path = request.path
    endpoint, values = _matched(path, "POST") or ("", {})
    if endpoint in BESIDE:
        return url_for(BESIDE[endpoint], **values)
    while path := path.rpartition("/")[0]:
        found = _matched(path, "GET") or _matched(f"{path}/", "GET")
        if found:
            return url_for(found[0], **found[1])
    return None


def _matched(path: str, method: str) -> tuple[str, Mapping[str, Any]] | None:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter.match(path, method) if adapter else None
    except HTTPException:
        return None


def unavailable(error: StoreError) -> Response:
    """Answer 503 when the database does not answer; the log says in one line what to do about it."""
    log.error("%s", error)
    response = _broken(503)
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def broken(error: Exception) -> Response:
    """Answer 500 in our own words; the trace goes to the log only.

    What a database says of a row it refused may hold that row, so of such an error only its kind is logged.
    """
    if any(type(one).__module__.partition(".")[0] in DATABASES for one in (error, error.__cause__, error.__context__)):
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("%s failed: %s\n%s", request.endpoint, type(error).__name__, frames)
    else:
        log.error("%s failed", request.endpoint, exc_info=error)
    return _broken(500)


def _broken(status: int) -> Response:
    if is_asked_by_program():
        title, words = LAST_WORDS[languages.current_language()]
        return problem_json(status, f"{title}. {words}", {}, {})
    try:
        return page("errors/broken.html", block="main", status=status)
    except Exception:
        log.exception("The page that says so failed as well")
        return _bare(status, *LAST_WORDS[languages.current_language()])


def _bare(status: int, title: str, words: str) -> Response:
    """Answer without a template."""
    language = languages.current_language()
    return make_response(LAST_RESORT.format(language=language, title=title, words=words), status)


def problem(
    status: int, heading: str, problems: Mapping[str, str], allowed: Mapping[str, Mapping[str, str]]
) -> Response:
    """Answer a refusal; as a part it takes the place of the main part of the page. A program is told in its form."""
    if is_asked_by_program():
        return problem_json(status, heading, problems, allowed)
    return _told(
        "errors/problem.html",
        status,
        heading=heading,
        problems=problems,
        allowed=allowed,
        typed={name: shortened(str(value)) for name, value in g.get("chosen", {}).items()},
    )


def _no_page() -> Response:
    return _not_found(unquote(request.path).rstrip("/").rpartition("/")[2], "page")


def _not_found(wanted: str, noun: str) -> Response:
    words = caching.first_value([wanted]) or ""
    if is_asked_by_program():
        return unknown(noun, shortened(words), [one.id for one in searching.nearest(noun, words)])
    pages = menus.meant(words) if noun == "page" else ()
    near = searching.nearest(noun, words)
    return _told("errors/not_found.html", 404, wanted=shortened(words), pages=pages, nearest=near)


def _told(template: str, status: int, **context: object) -> Response:
    response = page(template, block="main", status=status, code=status, **context)
    response.headers["Cache-Control"] = "no-cache"
    if wanted_part() != caching.WHOLE:
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#main", "innerHTML"
    return response
