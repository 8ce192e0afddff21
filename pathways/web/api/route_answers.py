"""Routes as programs are told them: legs, what stands at their doors, and how each stands on the four criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathways.domain.changes import Lifted, leads_there, off_ramps
from pathways.domain.conditions import Verdict
from pathways.domain.journey import LegKind
from pathways.domain.reach import Band
from pathways.domain.routes import gates
from pathways.web.api.models import Derived, Evidence, Listed, Model, Name, ProgrammeName
from pathways.web.api.telling import share
from pathways.web.api.ways import Cover, Requirement, cover_of, requirement
from pathways.web.route_rows import first_wage

if TYPE_CHECKING:
    from pathways.domain import journey
    from pathways.domain.changes import Counterfactual
    from pathways.domain.changes import Remedy as Remedied
    from pathways.domain.routes import Question
    from pathways.web.api.telling import Teller


class Gate(Requirement):
    """A condition on a route, and how it stands."""

    verdict: Verdict
    """Unknown: it was not said whether it is met."""
    by: LegKind | None
    """What meets it on the way instead: bridging or paid work."""


class Leg(Model):
    """One stretch of a route."""

    kind: LegKind
    begins: float
    """Years after the start."""
    ends: float
    years: float
    known: bool
    """False where no source gives the length: it counts as the shortest known of its kind."""
    beside_job: bool
    programme: ProgrammeName | None
    to: Name | None
    """The role that a step at work leads to."""
    gates: list[Gate]
    """What is asked for at the door of a study."""
    evidence: list[Evidence]


class OffRamp(Model):
    """Roles that one may go into on the way."""

    programme: ProgrammeName
    after: float
    """Years after the start."""
    roles: list[Name]


class Route(Derived):
    """One way from a start to a role. Its figures are derived from its legs and from the needs of the role."""

    key: str
    """Its name among all from this start to this role."""
    programmes: list[ProgrammeName]
    years: float
    at_least: bool
    """Whether some length is unknown."""
    cover: Cover
    share_here: float | None
    """The share of the study time in the town, 0 to 1, a lower bound; null when nothing is studied."""
    here_at_least: bool
    """Whether some of the study may be in the town and is not known to be."""
    band: Band
    leads_there: bool
    """Whether a step of it is known to lead to the role; else it only comes near it."""
    first_wage_after: float | None
    """Years after the start; null where no step is known to lead to the role, and none before it pays."""
    legs: list[Leg]
    open: list[Gate]
    """Conditions that are neither met nor taken care of on the way."""
    off_ramps: list[OffRamp]


class WhatIf(Model):
    """Conditions which, met together, leave nothing open on more routes."""

    conditions: list[Requirement]
    opens: list[str]
    """The keys of these routes."""


class Remedy(Model):
    """One change that gives routes where there are none."""

    lifted: list[Lifted]
    """The filters to let go of."""
    start: Name | None
    """Another place to start from."""
    routes: int
    quickest: Route


class Routes(Listed[Route]):
    """Every route worth considering: no other is at least as good on all four counts and better on one."""

    start: Name
    role: Name
    what_ifs: list[WhatIf]
    remedies: list[Remedy]
    """What would open a route, where there is none."""


class Reachable(Model):
    """A role that can be reached, and the route to tell of first."""

    role: Name
    routes: int
    best: Route


class Leading(Model):
    """A place to start from, and the route to tell of first."""

    start: Name
    routes: int
    best: Route


def told(teller: Teller, question: Question, route: journey.Route) -> Route:
    """Tell of a route."""
    return Route(
        key=route.key,
        programmes=[teller.programme(one) for one in route.programmes],
        years=share(route.years) or 0.0,
        at_least=route.at_least,
        cover=cover_of(route.cover),
        share_here=share(route.share_here),
        here_at_least=route.here_at_least,
        band=route.band,
        leads_there=leads_there(teller.graph, route),
        first_wage_after=share(first_wage(route)),
        legs=[_leg(teller, question, leg, route) for leg in route.legs],
        open=[_gate(one) for one in route.open],
        off_ramps=[
            OffRamp(
                programme=teller.programme(one.programme),
                after=share(one.after) or 0.0,
                roles=[teller.role(role) for role in one.roles],
            )
            for one in off_ramps(teller.graph, route)
        ],
    )


def _leg(teller: Teller, question: Question, leg: journey.Leg, route: journey.Route) -> Leg:
    grounds = [one.evidence for one in (leg.programme, leg.admission, leg.step) if one is not None]
    return Leg(
        kind=leg.kind, begins=share(leg.begins) or 0.0, ends=share(leg.ends) or 0.0, years=share(leg.years) or 0.0,
        known=leg.known, beside_job=leg.beside_job,
        programme=teller.programme(leg.programme) if leg.programme else None,
        to=teller.role(teller.graph.roles[leg.step.role]) if leg.step else None,
        gates=[_gate(one) for one in gates(question, leg, route.legs)] if leg.kind is LegKind.STUDY else [],
        evidence=teller.every(grounds),
    )  # fmt: skip


def _gate(gate: journey.Gate) -> Gate:
    asked = requirement(gate.condition)
    return Gate(condition=asked.condition, words=asked.words, verdict=gate.verdict, by=gate.by)


def what_if(change: Counterfactual) -> WhatIf:
    """Tell what would open more routes."""
    return WhatIf(
        conditions=[requirement(one) for one in change.conditions], opens=[route.key for route in change.opens]
    )


def remedy(teller: Teller, question: Question, one: Remedied) -> Remedy:
    """Tell what would open a route where there is none."""
    return Remedy(
        lifted=list(one.lifted),
        start=teller.end(one.start) if one.start else None,
        routes=one.routes,
        quickest=told(teller, question, one.quickest),
    )
