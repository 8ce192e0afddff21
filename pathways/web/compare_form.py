"""What a visitor wants side by side, read from the address: two or three programmes, or routes between two ends.

    programme       an id, a code or a name, however it is spelt; once for each programme
    to              the job that they are measured against; may be left out for programmes

    from, to        the ends of routes, with all else that the route search is asked (`pathways.web.route_form`)
    route           the key of a route, once for each; `-` is the route without a step. Where none is given, or none
                    can be gone, the first three stand there

A field that stands several times is numbered in what is told: `programme-2` is the second one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import g

from pathways.domain.following import KeyFault, trace
from pathways.domain.profile import role_profile
from pathways.domain.routes import routes
from pathways.domain.search import resolve
from pathways.web import searching
from pathways.web.asking import asked_all, shortened
from pathways.web.languages import current_language
from pathways.web.pages import keep_out
from pathways.web.plan_form import STRAIGHT, fault_words, gone_words, replaced_words
from pathways.web.route_form import SORTS, Problem, fields_of, read_form
from pathways.web.route_rows import ORDERS, title
from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.journey import Route
    from pathways.domain.nouns import Programme, RoleId
    from pathways.web.route_form import RouteForm

MOST: Final = 3
"""So many stand side by side: more cannot be read on a phone."""
MOST_TYPED: Final = 8
"""So many are kept in the form when too many were asked for."""
ROUTE, PROGRAMME = "route", "programme"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to stand side by side: `routes`, or `programmes`; both empty when nothing was asked for.

    `typed` is what was given for each side. `notes` say what was chosen twice, and of routes why they cannot be gone
    any more. `field` is the one that stands several times: `route` or `programme`. `offered` are the routes to choose
    from: key and title.
    """

    form: RouteForm
    field: str
    typed: tuple[str, ...]
    routes: tuple[Route, ...]
    programmes: tuple[Programme, ...]
    notes: tuple[str, ...]
    offered: tuple[tuple[str, str], ...]
    problems: Mapping[str, Problem]

    @property
    def slots(self) -> tuple[str, ...]:
        """What stands in each of the form's fields: three at least."""
        given = self.typed[:MOST_TYPED]
        return (*given, *("" for _slot in range(MOST - len(given))))


def read_wanted() -> Wanted:
    """Read what is wanted. A page that was given more than a job is kept out of the page cache."""
    form = read_form()
    programmes, keys = asked_all(PROGRAMME), asked_all(ROUTE)
    if programmes or keys or form.start:
        keep_out()
    if keys or form.typed["from"]:
        return _wanted_routes(form, keys)
    return _wanted_programmes(form, programmes)


def wanted_fields(wanted: Wanted, **changes: object) -> dict[str, Any]:
    """Give the fields of an address that asks for the same, some of them changed; `programme-2` is the second."""
    typed = list(wanted.slots)
    for name in [name for name in changes if name.startswith(f"{wanted.field}-")]:
        typed[int(name.rpartition("-")[2]) - 1] = str(changes.pop(name))
    return {**fields_of(wanted.form, sort="", **changes), wanted.field: [one for one in typed if one]}


def _wanted_programmes(form: RouteForm, typed: tuple[str, ...]) -> Wanted:
    problems = dict(form.problems)
    found: dict[str, Programme] = {}
    notes: list[str] = []
    for at, words in enumerate(typed[:MOST_TYPED], 1):
        resolved = resolve(searching.index(g.graph), words, (PROGRAMME,), current_language())
        if resolved.id is None:
            near = tuple((hit.id, hit.label) for hit in resolved.suggestions)
            problems[f"{PROGRAMME}-{at}"] = Problem(_unknown(at, shortened(words)), near)
        elif resolved.id in found:
            notes.append(_twice(plain(found[resolved.id].short)))
        else:
            found[resolved.id] = g.graph.programme(resolved.id)
    _at_most_three(problems, PROGRAMME, typed)
    chosen = tuple(found.values())
    if not typed and form.role:
        chosen = first_programmes(g.graph, form.role.id)
    kept = typed if problems else tuple(programme.id for programme in chosen)
    return Wanted(form, PROGRAMME, kept, (), chosen, tuple(notes), (), problems)


def first_programmes(graph: Graph, role: RoleId) -> tuple[Programme, ...]:
    """Give what is compared when only a job is named: the programmes that teach most of it, best first."""
    return tuple(fed.programme for fed in role_profile(graph, role).programmes[:MOST])


def _wanted_routes(form: RouteForm, keys: tuple[str, ...]) -> Wanted:
    problems = dict(form.problems)
    if form.start is None and "from" not in problems:
        problems["from"] = Problem(_("From: say where the routes start."))
    if form.role is None and "to" not in problems:
        problems["to"] = Problem(_("To: say which job the routes lead to."))
    _at_most_three(problems, ROUTE, keys)
    if form.start is None or form.role is None or form.problems:
        return Wanted(form, ROUTE, keys, (), (), (), (), problems)
    known = routes(g.graph, form.question, form.role.id)
    chosen, notes = _followed(form, form.role.id, keys, problems)
    chosen = chosen or tuple(sorted(known, key=ORDERS[SORTS[0]])[:MOST])  # the first three of their page
    offered = {written_key(route): title(route) for route in (*known, *chosen)}
    kept = keys if problems else tuple(written_key(route) for route in chosen)
    return Wanted(form, ROUTE, kept, chosen, (), notes, tuple(offered.items()), problems)


def written_key(route: Route) -> str:
    """Give the key of a route as it stands in an address of this page."""
    return route.key or STRAIGHT


def _followed(
    form: RouteForm, role: RoleId, keys: Sequence[str], problems: dict[str, Problem]
) -> tuple[tuple[Route, ...], tuple[str, ...]]:
    """Follow each key; what cannot be read is told at its place, what stands twice or cannot be gone in a note."""
    found: dict[str, Route] = {}
    notes: list[str] = []
    for at, key in enumerate(keys[:MOST_TYPED], 1):
        try:
            traced = trace(g.graph, form.question, role, "" if key == STRAIGHT else key)
        except KeyFault as fault:
            problems[f"{ROUTE}-{at}"] = Problem(fault_words(fault))
            continue
        if traced.replaced:
            notes.append(replaced_words(traced))
        if traced.route is None:
            notes.append(gone_words(traced))
        elif traced.route.key in found:
            notes.append(_twice(title(traced.route)))
        else:
            found[traced.route.key] = traced.route
    return tuple(found.values()), tuple(notes)


def _at_most_three(problems: dict[str, Problem], field: str, typed: Sequence[str]) -> None:
    if len(typed) > MOST:
        sentence = _("Three fit side by side, and %(count)s were chosen. Leave some blank.", count=len(typed))
        problems[f"{field}-{MOST + 1}"] = Problem(sentence)


def _unknown(number: int, typed: str) -> str:
    return _("Programme %(number)s: we know none called “%(typed)s”. Choose one from the list.",
             number=number, typed=typed)  # fmt: skip


def _twice(name: str) -> str:
    return _("“%(name)s” was chosen twice, and stands here once.", name=name)
