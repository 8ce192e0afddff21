"""Routes as rows of a page: each with its title, its line, what stands at its doors and what it offers on the way."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.changes import leads_there, off_ramps
from pathways.domain.conditions import Token, Verdict
from pathways.domain.gaps import bridge, gaps
from pathways.domain.journey import LegKind
from pathways.domain.network import UNSEEN
from pathways.domain.nouns import ProgrammeId
from pathways.domain.reach import Band
from pathways.domain.routes import gates
from pathways.web.conditions import clause_words
from pathways.web.languages import current_language
from pathways.web.routelines import common_axis, leg_name, route_line
from pathways.web.translate import _
from pathways.web.wording import plain, say, uncapital, years

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pathways.domain.changes import OffRamp
    from pathways.domain.gaps import Bridge
    from pathways.domain.journey import Gate, Leg, Route
    from pathways.domain.nouns import Evidence, Programme, Text
    from pathways.domain.routes import Question
    from pathways.web.routelines import Axis, RouteLine

SHOWN_FIRST: Final = 4
"""Routes that stand open on the page and on one printed sheet; the rest is folded."""


@dataclass(frozen=True, slots=True)
class Door:
    """One step of a route as it is unfolded: what one does, and how each condition at its door stands."""

    leg: Leg
    name: str
    gates: tuple[Gate, ...]
    evidence: tuple[Evidence, ...]

    @property
    def programme(self) -> Programme | None:
        """What is studied; None where something else is done, as bridging before it."""
        return self.leg.programme if self.leg.kind is LegKind.STUDY else None


@dataclass(frozen=True, slots=True)
class Row:
    """One route as shown. `best` says in which of the criteria no other shown route is better."""

    route: Route
    title: str
    wage: str
    line: RouteLine
    best: tuple[str, ...]
    doors: tuple[Door, ...]
    ramps: tuple[OffRamp, ...]

    @property
    def bridge(self) -> Bridge:
        """The fewest programmes besides that would teach what the job takes and the route is not known to."""
        route = self.route
        missing = gaps(g.graph, route.cover)
        return bridge(
            g.graph, missing, route.role.id, {ProgrammeId(route.start.id), *(one.id for one in route.programmes)}
        )

    @property
    def open(self) -> tuple[tuple[str, str, tuple[Gate, ...]], ...]:
        """What is open, in groups that are not empty: a class, a heading, and the conditions."""
        return open_groups(self.route.open)


def open_groups(gates: Iterable[Gate]) -> tuple[tuple[str, str, tuple[Gate, ...]], ...]:
    """Put conditions that are open into groups, leaving out what is empty: a class, a heading, and the conditions."""
    gates = tuple(gates)
    unseen = tuple(gate for gate in gates if _is_unseen(gate))
    said = {verdict: tuple(g for g in gates if g.verdict is verdict and g not in unseen) for verdict in Verdict}
    groups = (
        ("missing", _("Missing:"), said[Verdict.MISSING]),
        ("unknown", _("Not said yet:"), said[Verdict.UNKNOWN]),
        ("unseen", _("No source shows:"), unseen),
    )
    return tuple(group for group in groups if group[2])


def _is_unseen(gate: Gate) -> bool:
    return isinstance(gate.condition, Token) and gate.condition.of == UNSEEN


def clear_words(route: Route) -> str:
    """Say what it means that no condition is open on a route."""
    if route.band is Band.REALISTIC:
        return _("Nothing stands in the way that we know of.")
    return _("No condition is open.")


def hides_conditions(route: Route) -> bool:
    """Whether a door on the route asks for what no source shows: it may be any number of conditions."""
    return any(map(_is_unseen, route.open))


ORDERS: Final[Mapping[str, Callable[[Route], tuple[float, ...]]]] = {
    "leads": lambda route: (not leads_there(g.graph, route), route.years, -(route.cover.share or 0.0)),
    "years": lambda route: (route.years, -(route.cover.share or 0.0)),
    "cover": lambda route: (-(route.cover.share or 0.0), route.years),
    "here": lambda route: (-_here(route), route.years),
    "conditions": lambda route: (len(route.open), route.years),
    "wage": lambda route: (_soonest(first_wage(route)), route.years),
}
"""What routes can be sorted by, and how."""


def _here(route: Route) -> float:
    return 1.0 if route.share_here is None else route.share_here


def _soonest(years: float | None) -> float:
    return inf if years is None else years


def sort_labels() -> dict[str, str]:
    """Name what routes can be sorted by."""
    return {
        "leads": _("Those that lead there first"),
        "years": _("Shortest first"),
        "cover": _("Most of what the job takes"),
        "here": _("Most of it here"),
        "conditions": _("Fewest open conditions"),
        "wage": _("First wage soonest"),
    }


def rows(question: Question, found: Sequence[Route], sort: str, axis: Axis | None = None) -> tuple[Row, ...]:
    """Lay the routes out on one axis, in the order asked for; equals, and `sort` "given", as they come.

    Without an `axis`, these routes have one of their own.
    """
    axis = axis or common_axis(found, question.year)
    ordered = sorted(found, key=ORDERS[sort]) if sort in ORDERS else found
    return tuple(_row(question, route, axis, found) for route in ordered)


def _row(question: Question, route: Route, axis: Axis, among: Sequence[Route]) -> Row:
    return Row(
        route=route,
        title=title(route),
        wage=wage(route),
        line=route_line(route, axis),
        best=tuple(_best(route, among)),
        doors=tuple(_door(question, leg, route.legs) for leg in route.legs if leg.kind in _DOORS),
        ramps=off_ramps(g.graph, route),
    )


_DOORS: Final = (LegKind.BRIDGING, LegKind.STUDY, LegKind.STEP)


def _door(question: Question, leg: Leg, legs: Sequence[Leg]) -> Door:
    claims = (leg.programme if leg.kind is LegKind.STUDY else None, leg.admission, leg.step)
    evidence = tuple(dict.fromkeys(claim.evidence for claim in claims if claim is not None))
    standing = gates(question, leg, legs)
    if leg.kind is LegKind.BRIDGING:  # what is made up for on it; all else is asked at the door behind it
        standing = tuple(gate for gate in standing if gate.by is LegKind.BRIDGING)
    return Door(leg, leg_name(leg), standing, evidence)


def title(route: Route, *, soft: bool = False) -> str:
    """Name a route by what one does, in order: "BEng Biotechnology, then MSc Biosolutions".

    `soft` keeps the soft hyphens of names, for a narrow column.
    """
    if not route.legs:
        return _("Straight to work") if leads_there(g.graph, route) else _("Without further study")
    written = say if soft else plain
    first, *others = (leg for leg in route.legs if leg.kind is not LegKind.WAITING)
    return _(", then ").join((_part(first, written), *(_inside(leg, _part(leg, written)) for leg in others)))


def _inside(leg: Leg, part: str) -> str:
    """Begin small inside a title, but for what is a name: "MSc Biosolutions"."""
    named = leg.kind is LegKind.STUDY and current_language() == "en"
    return part if named else uncapital(part)


def _part(leg: Leg, written: Callable[[Text], str]) -> str:
    match leg.kind:
        case LegKind.STUDY if leg.programme:
            name = written(leg.programme.short)
            return _("%(title)s, beside a job", title=name) if leg.beside_job else name
        case LegKind.BRIDGING:
            return _("Bridging")
        case LegKind.WORK:
            return _("Paid work")
        case _:
            return _("On at work")


def first_wage(route: Route) -> float | None:
    """Give the years until the first wage; None where it would come from a job that no step is known to lead to."""
    after, kind = route.first_wage
    return after if kind is not None or leads_there(g.graph, route) else None


def wage(route: Route) -> str:
    """Say when the first wage comes, and from what; and where it is so, that no step is known to lead to the job."""
    there = leads_there(g.graph, route)
    if not route.legs:
        return _straight(route, there=there)
    if route.first_wage[1] is None:
        return (
            _wage_in_the_job(route)
            if there
            else _("First wage not known: no step is known to lead straight to the job.")
        )
    before, alone = _wage_before(route), _("No step is known to lead straight to the job.")
    return before if there else f"{before} {alone}"


def _wage_before(route: Route) -> str:
    """Say when a wage comes that is not that of the job at the end, and from what."""
    after, kind = route.first_wage
    length = years(after)
    if kind is not LegKind.WORK:
        return _learning_wage(route, after, length)
    if after == 0:
        return _("Paid work straight away.")
    return _("First wage after %(length)s, in paid work.", length=length)


def _wage_in_the_job(route: Route) -> str:
    length = years(route.first_wage[0])
    if route.role.experienced and not any(leg.kind is LegKind.STEP for leg in route.legs):
        return _("First wage after %(length)s, in a first job: this one comes after some years of work.", length=length)
    return _("First wage after %(length)s, in the job.", length=length)


def _straight(route: Route, *, there: bool) -> str:
    """Say how far what one has already leads."""
    if not there:
        return _("What you have covers a part of the job. We know of nothing that leads straight to it.")
    if route.role.experienced:
        return _("What you have leads to the job, after some years of work.")
    return _("What you have leads straight to the job.")


def _learning_wage(route: Route, after: float, length: str) -> str:
    leg = next(leg for leg in route.legs if leg.kind is LegKind.STUDY and leg.begins == after)
    if leg.beside_job:
        return (
            _("A job beside the study from the start.")
            if after == 0
            else _("First wage after %(length)s, beside the study.", length=length)
        )
    return _("Apprentice pay along the way.") if after == 0 else _("Apprentice pay after %(length)s.", length=length)


def _best(route: Route, among: Sequence[Route]) -> Iterable[str]:
    """Name what this route, and few others, are best at; a word that fits all says nothing.

    Only of routes that lead to the job; and one whose conditions no source shows has not the fewest.
    """
    words = {
        "years": _("Shortest"),
        "cover": _("Covers most"),
        "conditions": _("Fewest open conditions"),
    }
    leading = [one for one in among if leads_there(g.graph, one)]
    if len(leading) < len(among):  # a shorter one may stand above it
        words["years"] = _("Shortest that leads there")
    for name, word in words.items():
        known = [one for one in leading if name != "conditions" or not hides_conditions(one)]
        figure = {one.key: ORDERS[name](one)[0] for one in known}
        if route.key in figure and figure[route.key] == min(figure.values()) < max(figure.values()):
            yield word


def verdict_label(gate: Gate) -> str:
    """Say how a condition stands."""
    if _is_unseen(gate):
        return _("no source shows them: ask the school")
    if gate.by is LegKind.BRIDGING:
        return _("made up for by bridging")
    if gate.by is LegKind.WORK:
        return _("met by paid work first")
    return {
        Verdict.MET: _("you have it"),
        Verdict.MISSING: _("missing"),
        Verdict.UNKNOWN: _("not said yet"),
    }[gate.verdict]


def band_label(band: Band) -> str:
    """Say how near a role is."""
    return {
        Band.REALISTIC: _("Realistic"),
        Band.EFFORT: _("With effort"),
        Band.FAR: _("Far off"),
    }[band]


def band_hint(band: Band) -> str:
    """Say what the band means."""
    return {
        Band.REALISTIC: _("The route leads to the job, and everything it asks for is in place."),
        Band.EFFORT: _(
            "The route leads there, but something it asks for is missing, or no step is known to lead straight to it."
        ),
        Band.FAR: _("No step is known to lead there."),
    }[band]


def gate_words(gate: Gate) -> str:
    """Say what a condition asks for, briefly."""
    return clause_words(gate.condition)
