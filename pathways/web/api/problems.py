"""What went wrong, told to a program: one form for every error under the API's address (RFC 9457)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import make_response, request

from pathways.web.api.models import Fault, Problem
from pathways.web.configured import settings
from pathways.web.translate import _
from pathways.web.wishes import is_for_programs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from flask import Response

MEDIA_TYPE: Final = "application/problem+json"
KINDS: Final = {404: "unknown", 422: "parameters"}
"""Statuses that our page for people explains, and where on it."""


def is_asked_by_program() -> bool:
    """Whether this request is of a program, so that its errors are, too."""
    return is_for_programs(request.path)


def problem_json(
    status: int, title: str, problems: Mapping[str, str], allowed: Mapping[str, Collection[str]]
) -> Response:
    """Answer with a problem: what is wrong field by field, and the values there are."""
    faults = [Fault(field=name, detail=words, allowed=list(allowed.get(name, ()))) for name, words in problems.items()]
    told = Problem(
        type=f"{settings().address}/en/api#{KINDS[status]}" if status in KINDS else "about:blank",
        title=title,
        status=status,
        detail=" ".join(f"{fault.field}: {fault.detail}" for fault in faults) or title,
        errors=faults,
    )
    response = make_response(told.model_dump_json() + "\n", status)
    response.mimetype = MEDIA_TYPE
    response.headers["Cache-Control"] = "no-store" if status >= 500 else "no-cache"  # noqa: PLR2004  # ours: it passes
    return response


def unknown(noun: str, wanted: str, nearest: Collection[str]) -> Response:
    """Answer 404: there is nothing of that id, or at that address; and what is most like it."""
    if noun == "page":
        return problem_json(404, _("There is nothing at this address. What there is stands in openapi.json."), {}, {})
    sentence = _("Nothing here has the id “%(id)s”.", id=wanted)
    return problem_json(404, _("There is no such id."), {"id": sentence}, {"id": nearest})
