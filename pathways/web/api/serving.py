"""How a program is answered: its question is read by the declaration, and the answer named by what it depends on.

An ETag is made of the catalogue's revision, what is public beside it, the day, the language and the question, and known
before any answer is made: who has the newest one is told so at once. What is not public does not move it: or whoever
asks again and again would learn when a company writes to a school. No cookie is looked at and none is sent.
"""

from __future__ import annotations

import json
from functools import lru_cache, partial
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from flask import g, make_response, request
from werkzeug.exceptions import NotAcceptable

from pathways.domain.nouns import LANGUAGES
from pathways.web import caching
from pathways.web.api import (
    gaps,
    maps,
    matches,
    openapi,
    organisations,
    outlooks,
    programmes,
    roles,
    routes,
    skills,
    towns,
)
from pathways.web.api.declaring import BASE, Asked, Endpoint
from pathways.web.api.models import Listed
from pathways.web.api.parameters import LANG, OFFSET, Parameter, read
from pathways.web.api.telling import Teller
from pathways.web.asking import BadInput
from pathways.web.languages import current_language, wanted_language
from pathways.web.published import published
from pathways.web.wishes import JSON, is_for_programs, takes_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask import Flask, Response

    from pathways.domain.graph import Graph

ENDPOINTS: Final[tuple[Endpoint, ...]] = tuple(
    endpoint
    for module in (towns, programmes, roles, skills, organisations, maps, routes, matches, gaps, outlooks)
    for endpoint in module.ENDPOINTS
)
"""Every question, in the order in which it is documented."""
READ_BY_OTHERS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Content-Language",
}
"""Any page of any site may read the answers; without credentials, for `*` allows none."""
ASKED_BEFORE: Final = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept-Language, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""What a browser is told that asks before it reads."""

DISTRIBUTION: Final = "pathways-planner"


def set_up(app: Flask) -> None:
    """Serve every endpoint and the OpenAPI; have every answer under the address say who may read it."""
    for endpoint in ENDPOINTS:
        path = BASE + endpoint.path.replace("{id}", "<id>")
        app.add_url_rule(path, f"api.{endpoint.name}", partial(_show, endpoint), methods=["GET"])
    app.add_url_rule(f"{BASE}/openapi.json", "api.show_openapi", _show_openapi, methods=["GET"])
    app.url_value_preprocessor(_take_language)
    app.after_request(_say_who_may_read)


def _take_language(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Take the language of an answer from the parameter, else from what the program reads."""
    if endpoint == "api.show_openapi":
        g.language = "en"
    elif endpoint is not None and endpoint.startswith("api."):
        said = request.args.get(LANG.name)
        g.language = said if said in LANGUAGES else wanted_language()


def _say_who_may_read(response: Response) -> Response:
    if not is_for_programs(request.path):
        return response
    response.headers.update(READ_BY_OTHERS)
    if request.method == "OPTIONS":
        response.headers.update(ASKED_BEFORE)
    response.vary.update(("Accept", "Accept-Language"))
    response.headers["Content-Language"] = current_language()
    return response


def _show(endpoint: Endpoint, id: str = "") -> Response:
    """Answer a question, or say that the program has the newest answer."""
    values = _read(endpoint.query)
    tag = _tag()
    if tag and request.if_none_match.contains_weak(tag):
        return _named(make_response("", 304), tag)
    teller = Teller(g.graph, current_language())
    answer = endpoint.make(Asked(g.graph, teller, id, values))
    response = _named(make_response(answer.model_dump_json(by_alias=True) + "\n"), tag)
    response.mimetype = JSON
    if isinstance(answer, Listed):
        response.headers["Link"] = _links(answer)
    if set(request.args) <= {LANG.name}:  # every other question is made anew: their number has no end
        caching.keep(request.environ, caching.WHOLE_QUERY)
    return response


def _show_openapi() -> Response:
    """Give the OpenAPI of this catalogue."""
    _read(())
    tag = _tag()
    response = _named(make_response(_document(g.graph)), tag)
    response.mimetype = JSON
    caching.keep(request.environ, caching.WHOLE_QUERY)
    return response


@lru_cache(maxsize=2)
def _document(graph: Graph) -> str:
    return json.dumps(openapi.document(ENDPOINTS, graph), ensure_ascii=False) + "\n"


def _read(parameters: Sequence[Parameter]) -> Mapping[str, Any]:
    """Read the query string.

    Raises:
        NotAcceptable: the program does not take JSON.
        BadInput: naming every parameter that cannot be used.
    """
    if not takes_json(request.headers.get("Accept", "")):
        raise NotAcceptable
    values, wrong = read(parameters, g.graph, request.args)
    if wrong:
        allowed = {name: dict.fromkeys(one.allowed, "") for name, one in wrong.items()}
        raise BadInput(allowed, **{name: one.sentence for name, one in wrong.items()})
    return values


def _tag() -> str:
    """Name the answer by all that it depends on; empty where nothing says how the world stands."""
    world = request.environ.get(caching.OURS + "world")
    if world is None:
        return ""
    question = sorted(request.args.items(multi=True))
    seen = world.revision, world.today, published()
    whole = repr((_release(), seen, g.graph.town.id, current_language(), request.path, question))
    return blake2b(whole.encode(), digest_size=12).hexdigest()


@lru_cache(maxsize=1)
def _release() -> str:
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:  # a checkout that was never installed
        return ""


def _named(response: Response, tag: str) -> Response:
    response.headers["Cache-Control"] = "no-cache"
    if tag:
        response.set_etag(tag, weak=True)  # packed or not, the answer is the same
    return response


def _links(part: Listed[Any]) -> str:
    """Lead to the first part of a list, the one before, the one after and the last."""
    last = max(0, (part.total - 1) // part.limit * part.limit)
    ends = {"first": 0, "last": last}
    if part.offset > 0:
        ends["prev"] = max(0, min(part.offset, part.total) - part.limit)
    if part.offset + part.limit < part.total:
        ends["next"] = part.offset + part.limit
    given = urlencode([(name, value) for name, value in request.args.items(multi=True) if name != OFFSET.name])
    address = f"{quote(request.path)}?{given}{'&' if given else ''}{OFFSET.name}"
    return ", ".join(f'<{address}={offset}>; rel="{rel}"' for rel, offset in ends.items())
