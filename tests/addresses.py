"""Addresses that together show every route and every noun, found in the application itself.

A new route is visited by every walk as soon as it exists; a new kind of argument in an address makes
the walks fail until `EXAMPLES` knows what to put there.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from pathways.web.rights import PUBLIC, RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flask import Flask
    from werkzeug.routing import Rule

    from pathways.domain.graph import Graph

LANGUAGES = ("da", "en")
NEXT = datetime.now(UTC).year + 1
QUERIES = {
    "routing.show_routes": (
        "?from=neg-htx&to=bioprocess-development-scientist&have=mathematics-A&have=not-chemistry&average=7&year=2027",
        "?from=grundskole&to=process-operator&sort=wage",
        "?from=neg-procesoperator",
        "?to=qa-professional",
        "?from=kglakademi-ba-arkitektur&to=process-operator",
        "?from=neg-htx&to=bioprocess-development-scientist&job_beside=1&years=2",
        "?from=technical-exam&to=project-lead&have=mathematics-A",
        "?from=lower-secondary",
        "?to=process-developer",
        "?from=grundskole&to=process-engineer-upstream&why=6:kalgym-stx.absalon-beng-biotek",
    ),
    "comparing.show_comparison": (
        "?programme=zealand-laborant&programme=absalon-beng-biotek&programme=ku-msc-biosolutions&to=process-engineer-upstream",
        "?programme=neg-procesoperator&programme=other-univ-msc&to=process-operator",
        "?programme=absalon-beng-biotek",
        "?from=neg-htx&to=bioprocess-development-scientist&have=mathematics-A",
        "?from=neg-procesoperator&to=process-operator",
        "?from=technical-exam&to=project-lead",
        "?to=process-developer",
    ),
    "scenarios.show": (
        "?of=role:plant-electrician",
        f"?of=role:plant-electrician&name=Ten%20more&c=seats:automation-academy:%2B10:{NEXT}&then=2026-01-01;2028;13",
        (
            "?of=role:plant-electrician&c=stay:beng-process:80&c=level:beng-process:sampling:4"
            f"&c=openings:plant-electrician:{NEXT}-{NEXT + 1}:%2B20%25"
        ),
    ),
    "searching.show_results": ("?q=procesoperator", "?q=qqqqqq", "?q="),
    "planning.show_plan": (
        "?from=neg-htx&to=process-engineer-upstream&route=absalon-beng-biotek&year=2027&then=5y;80c;2025-01;danish%20B",
        "?from=technical-exam&to=process-engineer&route=beng-process",
    ),
    "map.show_map": ("?kind=D", "?kind=A&level=4"),
    "programmes.list_programmes": ("?kind=E",),
    "roles.list_roles": ("?level=6",),
    "esco.show_concepts": ("?q=fermenter", "?q=qqqqqq&kind=skill"),
    "board.show_board": ("?rows=group&columns=all", "?only=white&all=1", "?only=flagged"),
    "exploring.show_interests": (
        "?i-fix-machines=like&i-draw-places=no",
        "?i-fix-machines=unsure&i-draw-places=no",
        "?i-work-with-power=like&i-fix-machines=no&i-get-it-right=no&i-teach-computers=no",
    ),
}
"""Other faces of the same page, worth a look of their own; of those that name a start or a role, the town's own."""


def is_of_town(query: str, graph: Graph) -> bool:
    """Tell whether a query names only starts, programmes and roles that this town has."""
    known = {"from": {*graph.programmes, *graph.starts}, "to": {*graph.roles}, "programme": {*graph.programmes}}
    known["of"] = {f"role:{id}" for id in graph.roles}
    return all(value in known[name] for name, value in parse_qsl(query.removeprefix("?")) if name in known)


def most_linked(graph: Graph) -> Mapping[str, list[str]]:
    """Per blueprint, or endpoint where a blueprint has several kinds, its ids: the one with most on its page first."""
    weights = {
        "programmes": (graph.programmes, lambda one: len(graph.feeds_from(one)) + len(graph.outcomes_of(one))),
        "roles": (graph.roles, lambda one: len(graph.feeds_to(one)) + len(graph.needs_of(one))),
        "employers": (graph.organisations, lambda one: len(graph.jobs_at(one)) + len(graph.taught_by(one))),
        "skills": (graph.skills, lambda one: len(graph.teachers_of(one)) + len(graph.askers_of(one))),
        "town": (graph.focus_areas, lambda one: 0),
        "outlooks.show_role": (graph.roles, lambda one: len(graph.feeds_to(one)) + len(graph.openings_of(one))),
        "outlooks.show_family": (graph.families, lambda one: 0),
        "outlooks.show_area": (graph.focus_areas, lambda one: 0),
        "report": ([str(datetime.now(UTC).year), "2023"], int),
    }
    return {name: sorted(ids, key=weigh, reverse=True) for name, (ids, weigh) in weights.items()}


def rules(app: Flask) -> list[Rule]:
    """Every route that a visitor can GET, in the order of its address."""
    return sorted(
        (rule for rule in app.url_map.iter_rules() if rule.methods and "GET" in rule.methods),
        key=lambda rule: rule.rule,
    )


SIGNPOSTS = {"home.find_way"}
"""Addresses that send the visitor on to a page."""


def is_page(rule: Rule) -> bool:
    """Tell a page that anybody may see from a download, a stylesheet or a health check.

    It lives under its language, without an ending, and its rule is that it is public.
    """
    return (
        RULES[rule.endpoint] is PUBLIC
        and rule.endpoint not in SIGNPOSTS
        and "lang" in rule.arguments
        and not (rule.arguments - {"lang", "id", "year"})
        and "." not in rule.rule
    )


def pages(app: Flask, graph: Graph, language: str, few: Callable[[list[str]], Iterable[str]] = list) -> list[str]:
    """The addresses of all pages in one language.

    Args:
        few: picks, from the ids of one kind of noun, those whose pages are wanted; all of them by default.
    """
    ids = most_linked(graph)
    found = []
    for rule in filter(is_page, rules(app)):
        path = rule.rule.replace(rule.rule.split("/")[1], language, 1)
        if not rule.arguments & {"id", "year"}:
            found += [path, *(path + query for query in QUERIES.get(rule.endpoint, ()) if is_of_town(query, graph))]
            continue
        blueprint = rule.endpoint if rule.endpoint in ids else rule.endpoint.partition(".")[0]
        assert blueprint in ids, f"tests/addresses.py does not know what <id> is in {rule.rule}"
        before, _, after = path.partition("<")
        found += [before + id_ + after.partition(">")[2] for id_ in few(ids[blueprint])]
    return found


def first_and_last(ids: list[str]) -> list[str]:
    """The fullest page of a kind and the emptiest one."""
    return [ids[0], ids[-1]]
