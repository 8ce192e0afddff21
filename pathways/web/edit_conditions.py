"""What the form of a way in says beside its condition: how the line is read, and what may be written."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for

from pathways.domain.checks import World
from pathways.domain.conditions import ConditionError, parse
from pathways.domain.particular import conditions_known
from pathways.web.conditions import requirements
from pathways.web.languages import current_language
from pathways.web.pages import htmx
from pathways.web.translate import told
from pathways.web.typed import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.conditions import Condition
    from pathways.domain.nouns import Label
    from pathways.web.conditions import Requirement

bp = Blueprint("edit_conditions", __name__)


@dataclass(frozen=True, slots=True)
class Understood:
    """How a line is read: as rows that must all be met (none: that nothing is asked for), or why it is not."""

    rows: tuple[Requirement, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A line that may be written, and what it asks for."""

    line: str
    rows: tuple[Requirement, ...]


@bp.get("/edit/condition")
def read_line() -> AnyResponse:
    """Say how the condition that is being typed is read; keeps nothing. It is a part of a form, and no page."""
    if not htmx:
        return redirect(url_for("editing.list_rows", table="admissions"), 303)
    return make_response(render_template("edit/_condition.html", read=understood(request.args.get("condition", ""))))


def understood(typed: str) -> Understood | None:
    """Read a condition as somebody types it; None where nothing is typed."""
    line = cleaned(typed)
    if not line:
        return None
    try:
        condition = parse(line)
    except ConditionError as error:
        return Understood(problem=told(error.args[0]))
    unknown = _unknown(condition)
    return Understood(problem=unknown) if unknown else Understood(requirements(condition))


def _unknown(condition: Condition) -> str:
    found = next(conditions_known((SimpleNamespace(condition=condition),), World(g.graph.facts)), None)
    return f"{told(found[2])} {told(found[3])}" if found else ""


def examples() -> tuple[Example, ...]:
    """Give one line of each kind, written with the subjects and requirements of this town."""
    return tuple(Example(line, requirements(parse(line))) for line in _lines())


def _lines() -> Iterator[str]:
    subjects = list(g.graph.subjects)
    if subjects:
        first, second, third = (subjects * 3)[:3]
        yield f"{first} A"
        yield f"{first} A and ({second} B or {third} C)"
        yield f"2 of ({first} B, {second} B, {third} B)"
    yield from ("average 7", "grade 7", "experience 2", "job 25", "age 25", "language en", "contract")
    yield from (f"other {id}" for id in list(g.graph.requirements)[:1])
    yield "nothing"


def named() -> dict[str, list[tuple[str, str]]]:
    """Give the ids that a condition may name, each with its name: of `subjects` and of `requirements`."""
    return {"subjects": _names(g.graph.subjects), "requirements": _names(g.graph.requirements)}


def _names(rows: Mapping[str, Label]) -> list[tuple[str, str]]:
    language = current_language()
    return [(id, row.label[language]) for id, row in rows.items()]
