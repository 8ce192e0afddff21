"""A program that reads the API: it asks, checks what must hold of every answer, and gives what it read."""

from __future__ import annotations

import json
from itertools import cycle
from typing import TYPE_CHECKING, Any

from pathways.web.api.declaring import BASE
from pathways.web.api.serving import ENDPOINTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from werkzeug.test import TestResponse

    from pathways.domain.graph import Graph


def read(app: Flask, address: str, language: str = "en") -> dict[str, Any]:
    """Ask for an address under the base, and check the head of the answer."""
    answer = app.test_client().get(BASE + address, headers={"Accept-Language": language})
    assert answer.status_code == 200, f"{address}: {answer.status}: {answer.get_data(as_text=True)}"
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Language"] == language
    told = answer.get_json()
    assert told["language"] == language
    assert_grounded(told, address)
    return told


def problem_of(answer: TestResponse, status: int) -> dict[str, Any]:
    """Check that an answer is a problem of this status, and give it."""
    assert answer.status_code == status, f"{answer.status}: {answer.get_data(as_text=True)[:300]}"
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    told = json.loads(answer.get_data(as_text=True))
    assert set(told) == {"type", "title", "status", "detail", "errors"}
    assert told["status"] == status
    assert told["title"]
    assert told["detail"]
    return told


def assert_grounded(told: dict[str, Any], address: str) -> None:
    """Every source that is named stands in the answer, and no other; only what is assumed may name none."""
    named = set()
    for part in parts_of(told):
        if isinstance(part, dict) and set(part) == {"basis", "sources", "as_of", "note"}:
            named.update(part["sources"])
            assert part["sources"] or part["basis"] == "assumed", f"{address}: {part}"
            assert part["sources"] or part["note"], f"{address}: {part}"
            assert part["as_of"]
    assert named == {source["id"] for source in told["sources"]}, address


def parts_of(told: object) -> Iterator[object]:
    """Yield everything in an answer: the whole, each list and object, and each value."""
    yield told
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    for part in inner:
        yield from parts_of(part)


def addresses(graph: Graph) -> Iterator[str]:
    """Yield an address for every question and every noun: together they ask for all there is.

    Of routes, every start and every role stands in some, but not with every other: that would take minutes.
    """
    roles = list(graph.roles)
    ids = {
        "show_programme": graph.programmes, "show_role": graph.roles, "show_skill": graph.skills,
        "show_organisation": graph.organisations, "list_routes_from": [*graph.starts],
        "list_routes_to": graph.roles, "show_outlook_of_role": graph.roles,
        "show_outlook_of_family": graph.families, "show_outlook_of_area": graph.focus_areas,
    }  # fmt: skip
    for endpoint in ENDPOINTS:
        if endpoint.id:
            yield from (endpoint.path.replace("{id}", one) for one in ids[endpoint.name])
        elif endpoint.name == "list_routes":
            starts = cycle([*graph.starts, *graph.programmes])
            yield from (f"/routes?from={start}&to={role}" for role, start in zip(roles * 2, starts, strict=False))
        elif endpoint.name == "match":
            yield from (f"/match?like={one}" for one in graph.interests)
        else:
            yield endpoint.path + ("?limit=200" if endpoint.is_list else "")
