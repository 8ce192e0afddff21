"""Files to take along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response

if TYPE_CHECKING:
    from flask import Response


def file_of(content: bytes, ending: str, kind: str, name: str) -> Response:
    """Answer with a file; `name` is of ids and numbers only, and bears no ending."""
    response = make_response(content)
    response.mimetype = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
