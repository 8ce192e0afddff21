"""The page for people about the API, written from the declarations that programs are answered by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, g

from pathways.web.api.declaring import BASE
from pathways.web.api.parameters import LANG, LIMIT, OFFSET
from pathways.web.api.serving import ENDPOINTS
from pathways.web.configured import settings
from pathways.web.languages import current_language
from pathways.web.pages import page
from pathways.web.translate import _
from pathways.web.wording import number

if TYPE_CHECKING:
    from flask import Response

    from pathways.web.api.declaring import Endpoint
    from pathways.web.api.parameters import Parameter

bp = Blueprint("explaining", __name__)
EVERYWHERE: Final = (LIMIT, OFFSET, LANG)
"""Parameters that are explained once, above all questions."""
FEW: Final = 9
"""Choices up to which they are written out; for more, the OpenAPI has them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter in words: its name, what it does, and what may be given."""

    name: str
    says: str
    given: str


@dataclass(frozen=True, slots=True)
class Question:
    """An endpoint in words. `address` can be asked for as it stands, `command` on a terminal."""

    name: str
    summary: str
    says: str
    path: str
    rows: tuple[Row, ...]
    address: str
    command: str


@bp.get("/api")
def show_api() -> Response:
    """Explain the API: how it answers, and every question with an example that runs."""
    return page(
        "api/api.html",
        block="main",
        base=BASE,
        everywhere=tuple(map(_row, EVERYWHERE)),
        questions=tuple(map(_question, ENDPOINTS)),
    )


def _question(one: Endpoint) -> Question:
    address = one.example(g.graph, current_language())
    own = (*((one.id,) if one.id else ()), *one.parameters)
    return Question(
        name=one.name,
        summary=str(one.summary),
        says=str(one.says),
        path=BASE + one.path,
        rows=tuple(map(_row, own)),
        address=address,
        command=f"curl '{settings().address}{address}'",
    )


def _row(one: Parameter) -> Row:
    schema = one.schema(g.graph)
    given = [_given(schema.get("items", schema))]
    if one.required:
        given.append(_("needed"))
    if one.most > 1:
        given.append(_("may be given several times"))
    if one.default is not None:
        default = str(one.default).lower() if isinstance(one.default, bool) else str(one.default)
        given.append(_("%(value)s when it is left out", value=default))
    return Row(one.name, str(one.says), "; ".join(given))


def _given(schema: dict[str, Any]) -> str:
    """Say what one value may be."""
    if "enum" in schema:
        values = schema["enum"]
        if len(values) <= FEW:
            return _("one of: %(values)s", values=", ".join(values))
        return _("one of %(count)s ids or words", count=number(len(values)))
    match schema["type"]:
        case "integer":
            return _("a whole number from %(low)s to %(high)s", low=schema["minimum"], high=schema["maximum"])
        case "number":
            return _("a number from %(low)s to %(high)s", low=schema["minimum"], high=schema["maximum"])
        case "boolean":
            return _("true or false")
        case _:
            return _("an id")
