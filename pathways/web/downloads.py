"""Files to take along: how each of them is answered, and what is told of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import make_response

from pathways.store.workbooks import MEDIA_TYPE as WORKBOOK

if TYPE_CHECKING:
    from flask import Response

MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "dot": "text/vnd.graphviz",
    "ics": "text/calendar",
    "json": "application/json",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "xlsx": WORKBOOK,
    "zip": "application/zip",
}
"""What is sent for each ending."""


def file_of(content: bytes | str, name: str) -> Response:
    """Answer with a file; `name` is of ids and numbers only, so nothing in it need be quoted, and has its ending.

    A browser may keep it, but asks again each time; what is not public is kept by none (`rights.say_private`).
    """
    response = make_response(content)
    response.mimetype = MEDIA_TYPES[name.rpartition(".")[2]]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-cache"
    return response
