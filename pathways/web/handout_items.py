"""The shortlist as it is taken home: each thing in its place, with why it is there and what is still open.

Routes are drawn on one axis, as on a plan; programmes and jobs stand between them, in the order of the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.conditions import Verdict
from pathways.domain.cover import cover
from pathways.domain.gaps import gaps
from pathways.domain.journey import Leg, LegKind
from pathways.domain.routes import gates
from pathways.web.route_rows import band_label, clear_words, gate_words, open_groups, rows
from pathways.web.translate import _, ngettext
from pathways.web.wording import here_words, job_covered, joined, plain, uncapital, years

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathways.domain.cover import Cover
    from pathways.domain.journey import Gate
    from pathways.domain.nouns import Programme, Role
    from pathways.web.route_form import RouteForm
    from pathways.web.route_rows import Row
    from pathways.web.routelines import RouteLine
    from pathways.web.talk_form import Standing

MOST_NAMES: Final = 3
"""Jobs or workplaces named as a reason."""


@dataclass(frozen=True, slots=True)
class Named:
    """Things named one after the other, under a heading."""

    heading: str
    names: tuple[str, ...]

    def words(self, most: int | None = None) -> str:
        """Name them; at most so many, and then how many more there are."""
        return listed(self.names, most or len(self.names))


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on the shortlist. `line` is there for routes that can be gone.

    `figures` are computed from the catalogue, most telling first; `reasons` say why one would choose it. `open` are the
    conditions that are not met, by how they stand; `missing` are the skills that are not fully taught.
    """

    number: int
    standing: Standing
    figures: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    open: tuple[Named, ...] = ()
    missing: Named | None = None
    line: RouteLine | None = None

    @property
    def title(self) -> str:
        """The whole title, plain."""
        return self.standing.title

    @property
    def said(self) -> str:
        """What the student wrote about it, in quotation marks; empty when nothing."""
        return _("“%(words)s”", words=self.standing.pick.line) if self.standing.pick.line else ""

    @property
    def bullet(self) -> Programme | None:
        """The programme whose code stands before the title; a route's stand under its line."""
        return self.standing.programme


def items(form: RouteForm, standings: Sequence[Standing]) -> tuple[Item, ...]:
    """Tell the shortlist in its order; `form` is what the talk asks of the route search."""
    found = [one.route for one in standings if one.route]
    drawn = dict(zip([id(route) for route in found], rows(form.question, found, "given"), strict=True))
    alike = len(found) > 1 and len({route.role.id for route in found}) == 1
    return tuple(
        _route(number, one, drawn[id(one.route)], alike) if one.route else _other(number, one, form)
        for number, one in enumerate(standings, 1)
    )


def _other(number: int, standing: Standing, form: RouteForm) -> Item:
    """Tell what is no route: a programme, a job, or something that is gone."""
    if standing.programme:
        return _programme(number, standing, standing.programme, form)
    return _role(number, standing, standing.role) if standing.role else Item(number, standing)


def _route(number: int, standing: Standing, row: Row, alike: bool) -> Item:
    route = row.route
    length = years(route.years)
    town = plain(g.graph.town.name)
    return Item(
        number,
        standing,
        figures=(
            _("at least %(length)s", length=length) if route.at_least else length,
            job_covered(route.cover.share),
            _("%(share)s in %(town)s", share=here_words(route), town=town),
        ),
        reasons=(
            band_label(route.band),
            *(row.best if alike else ()),
            row.wage.rstrip("."),
            *(() if route.open else (clear_words(route).rstrip("."),)),
        ),
        open=_open(route.open),
        missing=_missing(route.cover),
        line=row.line,
    )


def _missing(known: Cover) -> Named | None:
    names = tuple(plain(gap.skill.label) for gap in gaps(g.graph, known))
    return Named(_("Not fully taught:"), names) if names else None


def _open(found: Iterable[Gate]) -> tuple[Named, ...]:
    return tuple(Named(heading, tuple(map(gate_words, some))) for _look, heading, some in open_groups(found))


def _programme(number: int, standing: Standing, programme: Programme, form: RouteForm) -> Item:
    known = cover(g.graph, (programme.id,), form.role.id) if form.role else None
    length = years(programme.years) if programme.years is not None else _("length unknown")
    return Item(
        number,
        standing,
        figures=tuple(filter(None, (length, ", ".join(programme.towns)))),
        reasons=tuple(filter(None, (_leads_to(programme), _fits(known, form.role)))),
        open=_open(_at_the_door(programme, form)),
        missing=_missing(known) if known and known.share is not None else None,
    )


def _leads_to(programme: Programme) -> str:
    names = [uncapital(plain(g.graph.roles[link.role].title)) for link in g.graph.feeds_from(programme.id)]
    return _("Leads to %(names)s", names=listed(names, MOST_NAMES)) if names else ""


def _fits(known: Cover | None, role: Role | None) -> str:
    if known is None or role is None or known.share is None:
        return ""
    return f"{job_covered(known.share)} ({uncapital(plain(role.title))})"


def _at_the_door(programme: Programme, form: RouteForm) -> tuple[Gate, ...]:
    """The conditions not met at the nearest door from where the student stands; none where no door is known."""
    if form.start is None:
        return ()
    keys = g.graph.counts_as(form.start.id)
    doors = [one for one in g.graph.admissions_to(programme.id) if one.origin in keys]
    if not doors:
        return ()
    door = min(doors, key=lambda one: keys.index(one.origin))
    leg = Leg(LegKind.STUDY, 0.0, programme.years or 0.0, programme, door)
    return tuple(gate for gate in gates(form.question, leg, (leg,)) if gate.verdict is not Verdict.MET)


def _role(number: int, standing: Standing, role: Role) -> Item:
    feeding = len(g.graph.feeds_to(role.id))
    works = [g.graph.organisations[one.organisation].name for one in g.graph.workplaces_of(role.id)]
    return Item(
        number,
        standing,
        figures=(ngettext("%(num)s programme leads there", "%(num)s programmes lead there", feeding),),
        reasons=(_("Such jobs at %(names)s", names=listed(works, MOST_NAMES)),) if works else (),
    )


def listed(names: Sequence[str], most: int) -> str:
    """Name the first few, and say how many more there are."""
    more = len(names) - most
    shown = joined(names[:most])
    return _("%(names)s and %(count)s more", names=shown, count=more) if more > 0 else shown


def heading(found: Sequence[Item]) -> str:
    """Say what the list is about: routes to one job, or a choice of things, or nothing yet."""
    if not found:
        return _("Your guidance talk")
    roles = {item.standing.route.role for item in found if item.standing.route}
    if len(roles) == 1 and all(item.standing.route for item in found):
        (role,) = roles
        return ngettext("Your route to %(role)s", "Your routes to %(role)s", len(found),
                        role=uncapital(plain(role.title)))  # fmt: skip
    return _("Your choices")
