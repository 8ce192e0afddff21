"""Outlook: people who finish against people wanted, by year, as much of it as everybody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as later

from pathways.domain.nouns import Basis, Kind
from pathways.domain.outlook import ScopeKind, scope_of_role
from pathways.domain.outlook_view import Prospect
from pathways.domain.supply import Lack
from pathways.web.ahead import ahead
from pathways.web.api.declaring import Asked, Endpoint
from pathways.web.api.facts import Announcement, announcement
from pathways.web.api.models import Answer, Derived, Evidence, Model, Name, Unknown
from pathways.web.api.parameters import NOBODY, Key, Parameter, fullest
from pathways.web.api.telling import unknown
from pathways.web.outlook_inputs import input_rows
from pathways.web.outlook_words import finding, line_heading, name_of
from pathways.web.outlooks import SCOPES
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathways.domain.graph import Graph
    from pathways.domain.outlook_view import OutlookView, Row
    from pathways.domain.outlook_view import Span as Between
    from pathways.web.api.telling import Teller
    from pathways.web.outlook_inputs import Figure as Written
    from pathways.web.outlook_inputs import Input as Rested


class Span(Model):
    """Whole people a year: eight of ten futures lie between p10 and p90. Of a shortage they may be below 0."""

    p10: int
    p50: int
    p90: int


class Line(Model):
    """One line of the supply, or several that may not be told apart."""

    kinds: list[Kind]
    programmes: list[str]
    name: str


class Year(Derived):
    """One year. Null: not known, or not shown; `unknown` of the outlook tells which."""

    year: int
    supply: Span | None
    lines: list[int | None]
    """The part of each line, in the order of `lines`."""
    openings: Span | None
    short: Span | None
    """Openings less supply; below 0 more finish than are wanted."""
    all_started: bool | None
    """Whether all who finish in it have started already, and were counted."""


class Figure(Model):
    """One figure that an outlook rests on."""

    year: str | None
    says: str
    """The figure in words; a number that may not be shown is none."""
    basis: Basis
    evidence: Evidence | None
    """Null where it is what a company stated here, or where it rests on several figures."""


class Input(Model):
    """The figures of one quantity."""

    what: str
    programme: str | None
    organisation: str | None
    remark: str | None
    figures: list[Figure]


class Lacking(Model):
    """Something that is unknown, and who could say."""

    lack: Lack
    programme: str | None
    role: str | None
    who: str | None


class Standing(Model):
    """How a role of a wider scope stands."""

    role: Name
    prospect: Prospect


class Outlook(Answer):
    """The outlook of a role, a family, a focus area or the town: derived, as intervals, from what it lists."""

    scope: ScopeKind
    id: str
    """Empty for the town."""
    name: str
    finding: str
    prospect: Prospect
    this_year: int
    supply_at_least: bool
    """Whether something unknown is left out of the supply."""
    openings_at_least: bool
    lines: list[Line]
    years: list[Year]
    unknown: list[Unknown]
    inputs: list[Input]
    """What it is worked out from. The town has too many: they stand with its roles."""
    missing: list[Lacking]
    events: list[Announcement]
    """What was announced; it is in no sum."""
    roles: list[Standing]


def _outlook(kind: str) -> Callable[[Asked], Outlook]:
    return lambda asked: _told(asked, kind)


def _told(asked: Asked, kind: str) -> Outlook:
    teller, known, scope = asked.teller, ahead(), SCOPES[kind](asked.graph, asked.id)
    outlook, view = known.outlook(scope), known.view(scope)
    inputs = () if scope.kind is ScopeKind.TOWN else input_rows(outlook, known.given)
    wider = () if scope.kind is ScopeKind.ROLE else scope.roles
    return Outlook(
        scope=scope.kind, id=scope.key, name=name_of(scope), finding=finding(view), prospect=view.prospect,
        this_year=view.this_year, supply_at_least=view.supply_at_least, openings_at_least=view.openings_at_least,
        lines=[
            Line(kinds=list(one.kinds), programmes=list(one.programmes), name=line_heading(one)) for one in view.lines
        ],
        years=[_year(one) for one in view.rows],
        unknown=unknown(**_whys(view)),
        inputs=[_input(teller, one) for one in inputs],
        missing=[
            Lacking(lack=one.lack, programme=one.programme, role=one.role, who=one.who) for one in outlook.missing
        ],
        events=[announcement(teller, one) for one in view.events],
        roles=[_standing(teller, role) for role in wider],
        **teller.head(),
    )  # fmt: skip


def _whys(view: OutlookView) -> dict[str, str | None]:
    few = _("The figures are known, but too small to be shown.")
    return {
        "supply": None if view.supply else few if view.few_supply else _("Too little is known of those who finish."),
        "openings": None if view.openings else few if view.few_openings else _("No figures for openings are known."),
        "short": None if view.shortages else _("Both sides must be known and shown to say what is short."),
    }


def _year(row: Row) -> Year:
    return Year(
        year=row.year, supply=_span(row.supply), lines=list(row.lines), openings=_span(row.openings),
        short=_span(row.short), all_started=row.begun,
    )  # fmt: skip


def _span(span: Between | None) -> Span | None:
    return None if span is None else Span(p10=span.low, p50=span.likely, p90=span.high)


def _input(teller: Teller, one: Rested) -> Input:
    return Input(
        what=one.what,
        programme=one.programme.id if one.programme else None,
        organisation=one.organisation.id if one.organisation else None,
        remark=one.note or None,
        figures=[_figure(teller, figure) for figure in one.figures],
    )


def _figure(teller: Teller, one: Written) -> Figure:
    evidence = teller.evidence(one.evidence) if one.evidence else None
    return Figure(year=one.year or None, says=one.words, basis=one.basis, evidence=evidence)


def _standing(teller: Teller, role: str) -> Standing:
    scope = scope_of_role(teller.graph, role)
    return Standing(role=teller.role(teller.graph.roles[scope.roles[0]]), prospect=ahead().view(scope).prospect)


def _id(says: str, example: Callable[[Graph], object]) -> Parameter:
    return Parameter("id", Key(), says, required=True, example=example)


def _most_fed(graph: Graph) -> object:
    return fullest(graph.roles, graph.feeds_to)


ENDPOINTS = (
    Endpoint(
        "show_outlook",
        "/outlook",
        later("Outlook of the town"),
        later("People who finish against people wanted, by year, over all roles."),
        Outlook,
        _outlook("town"),
    ),
    Endpoint(
        "show_outlook_of_role",
        "/outlook/roles/{id}",
        later("Outlook of a role"),
        later("People who finish against people wanted, by year, of one role, and what that rests on."),
        Outlook,
        _outlook("role"),
        id=_id(later("The id of a role."), _most_fed),
    ),
    Endpoint(
        "show_outlook_of_family",
        "/outlook/families/{id}",
        later("Outlook of a family of roles"),
        later("People who finish against people wanted, by year, of a family of roles."),
        Outlook,
        _outlook("family"),
        id=_id(later("The id of a family, as the town gives them."), lambda graph: next(iter(graph.families), NOBODY)),
    ),
    Endpoint(
        "show_outlook_of_area",
        "/outlook/areas/{id}",
        later("Outlook of a focus area"),
        later("People who finish against people wanted, by year, of a focus area."),
        Outlook,
        _outlook("area"),
        id=_id(
            later("The id of a focus area, as the town gives them."),
            lambda graph: next(iter(graph.focus_areas), NOBODY),
        ),
    ),
)
