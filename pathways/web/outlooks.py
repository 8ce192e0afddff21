"""Outlooks: people who finish against people wanted, by year, of a role, a family, a focus area and the town."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from flask import Blueprint, g

from pathways.domain.at_best import of_scope
from pathways.domain.capture import capture
from pathways.domain.grounds import imprint
from pathways.domain.outlook import ScopeKind, scope_of_area, scope_of_family, scope_of_role, scope_of_town
from pathways.domain.singles import single_roles, single_skills
from pathways.drawing import outlook_files
from pathways.drawing.outlook_chart import chart
from pathways.drawing.outlook_scale import MIDDLE, PHONE, WIDE
from pathways.web.ahead import ahead
from pathways.web.downloads import file_of
from pathways.web.languages import current_language
from pathways.web.outlook_inputs import basis_counts, input_rows, opening_words
from pathways.web.outlook_words import (
    asks,
    between,
    bottleneck_words,
    chart_words,
    codes,
    finding,
    gap_words,
    line_heading,
    name_of,
    part,
    rate,
    state_label,
)
from pathways.web.pages import page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flask import Response

    from pathways.domain.at_best import AtBest
    from pathways.domain.capture import Rate
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Basis, Programme, ProgrammeId, Role
    from pathways.domain.outlook import Outlook, Scope
    from pathways.domain.outlook_view import OutlookView
    from pathways.domain.singles import SingleRole, SingleSkill
    from pathways.domain.supply import Cohort
    from pathways.web.outlook_inputs import Input
    from pathways.web.outlook_words import Ask

bp = Blueprint("outlooks", __name__)
bp.add_app_template_filter(part)
bp.add_app_template_global(opening_words)

ENDINGS: Final = ("csv", "json")
"""What the table can be taken along as."""
ENDING: Final = f"<any({', '.join(ENDINGS)}):ending>"
SCOPES: Final[Mapping[str, Callable[[Graph, str], Scope]]] = {
    "role": scope_of_role,
    "family": scope_of_family,
    "area": scope_of_area,
    "town": lambda graph, _: scope_of_town(graph),
}
Cohorts: TypeAlias = "list[tuple[Programme, list[Cohort]]]"


@dataclass(frozen=True, slots=True)
class Shown:
    """All that an outlook's page shows. `roles` are those of a wider scope, each with what is shown of it.

    The town has too many `inputs` for one page: they stand with its roles.
    """

    scope: Scope
    name: str
    heading: str
    outlook: Outlook
    view: OutlookView
    wide: str
    middle: str
    phone: str
    inputs: tuple[Input, ...]
    bases: Mapping[Basis, int]
    asks: tuple[Ask, ...]
    roles: tuple[tuple[Role, OutlookView, int], ...]

    best: AtBest | None

    @property
    def coming(self) -> Cohorts:
        """The counted cohorts that finish this year or later, by programme in the order of the lines."""
        return _by_programme(each for each in self.outlook.finishing if each.finishes >= self.view.this_year)

    @property
    def onward(self) -> Cohorts:
        """Those of programmes one step before, from which they may go on."""
        return _by_programme(each for each in self.outlook.onward if each.finishes >= self.view.this_year)

    @property
    def earlier(self) -> Cohorts:
        """Those that have finished, where no picture shows them."""
        gone = (each for each in self.outlook.finishing if each.finishes < self.view.this_year)
        return [] if self.view.supply else _by_programme(gone)

    @property
    def rates(self) -> list[tuple[Programme, Rate]]:
        """How many of those who finish a feeding programme stay, as far as it was counted."""
        return [(programme, each) for programme in _feeding(self.scope) for each in capture(g.graph, programme.id)]

    @property
    def single_roles(self) -> list[SingleRole]:
        """The roles in it that only one programme feeds."""
        return [one for one in single_roles(g.graph) if one.role.id in self.scope.roles]

    @property
    def single_skills(self) -> list[SingleSkill]:
        """The skills its roles ask for that only one programme teaches."""
        return [one for one in single_skills(g.graph) if {role.id for role in one.asking} & set(self.scope.roles)]


def _by_programme(cohorts: Iterable[Cohort]) -> Cohorts:
    found: dict[ProgrammeId, list[Cohort]] = {}
    for cohort in cohorts:
        if cohort.started.flows:
            found.setdefault(cohort.programme, []).append(cohort)
    named = [(g.graph.programmes[id], several) for id, several in found.items()]
    return sorted(named, key=lambda each: each[0].line_order)


@bp.get("/outlook")
def show_town() -> Response:
    """Show the town's outlook, and how each role stands."""
    return _show("town", "")


@bp.get("/roles/<id>/outlook")
def show_role(id: str) -> Response:
    """Show the outlook of one role."""
    return _show("role", id)


@bp.get("/outlook/families/<id>")
def show_family(id: str) -> Response:
    """Show the outlook of a family of roles."""
    return _show("family", id)


@bp.get("/outlook/areas/<id>")
def show_area(id: str) -> Response:
    """Show the outlook of a focus area."""
    return _show("area", id)


@bp.get(f"/outlook.{ENDING}")
def download(ending: str) -> Response:
    """Give the table of the town's outlook as a file."""
    return _file("town", "", ending)


@bp.get(f"/roles/<id>/outlook.{ENDING}")
def download_role(id: str, ending: str) -> Response:
    """Give the table of a role's outlook as a file."""
    return _file("role", id, ending)


@bp.get(f"/outlook/families/<id>.{ENDING}")
def download_family(id: str, ending: str) -> Response:
    """Give the table of a family's outlook as a file."""
    return _file("family", id, ending)


@bp.get(f"/outlook/areas/<id>.{ENDING}")
def download_area(id: str, ending: str) -> Response:
    """Give the table of a focus area's outlook as a file."""
    return _file("area", id, ending)


def _file(scope: str, id: str, ending: str) -> Response:
    view = ahead().view(SCOPES[scope](g.graph, id))
    made = getattr(outlook_files, f"as_{ending}")
    language = current_language()
    words = chart_words(view)
    content = made(view, [line_heading(line) for line in view.lines], words.title, imprint(g.graph.town)[language])
    about = "-".join(filter(None, (scope, id)))
    return file_of(content, f"pathways-{g.graph.town.id}-outlook-{about}-{language}.{ending}")


def _show(kind: str, id: str) -> Response:
    shown = _shown(SCOPES[kind](g.graph, id))
    return page(
        "outlook/outlook.html",
        block="main",
        ahead=shown,
        words={
            "state": state_label, "gap": gap_words, "between": between, "line": line_heading, "codes": codes,
            "rate": rate, "bottleneck": bottleneck_words,
        },
    )  # fmt: skip


def _shown(scope: Scope) -> Shown:
    known = ahead()
    outlook, view = known.outlook(scope), known.view(scope)
    words = chart_words(view)
    wider = scope.kind is not ScopeKind.ROLE
    return Shown(
        scope=scope,
        name=name_of(scope),
        heading=finding(view),
        outlook=outlook,
        view=view,
        wide=chart(view, words, WIDE, "chart"),
        middle=chart(view, words, MIDDLE, "chart-m"),
        phone=chart(view, words, PHONE, "chart-s"),
        inputs=() if scope.kind is ScopeKind.TOWN else input_rows(outlook, known.given),
        bases=basis_counts(outlook),
        asks=asks(outlook),
        roles=tuple(_standing(role) for role in scope.roles) if wider else (),
        best=of_scope(known.best, scope.roles, [each.id for each in _feeding(scope)]) if known.best else None,
    )


def _feeding(scope: Scope) -> list[Programme]:
    """List the programmes that feed a scope, in the order of the lines."""
    ids = {link.programme for role in scope.roles for link in g.graph.feeds_to(role)}
    return sorted((g.graph.programmes[id] for id in ids), key=lambda programme: programme.line_order)


def _standing(id: str) -> tuple[Role, OutlookView, int]:
    """Give a role of a list: how it stands, and how many things are missing."""
    scope = scope_of_role(g.graph, id)
    return g.graph.roles[scope.roles[0]], ahead().view(scope), len(ahead().outlook(scope).missing)
