"""Compare: two or three programmes, or routes, side by side; what sets them apart is said in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, g, url_for

from pathways.domain.changes import leads_there, off_ramps
from pathways.domain.comparing import Figure, akin, compared, contracts, least, most, shared_roles
from pathways.domain.cover import cover
from pathways.domain.entry import lines_out
from pathways.domain.phrases import whole_percent
from pathways.domain.profile import programme_profile
from pathways.domain.reach import Band, band
from pathways.domain.shelves import ProgrammeFilter, RoleFilter, programmes_by_kind, roles_by_family
from pathways.web.compare_form import PROGRAMME, first_programmes, read_wanted, wanted_fields, written_key
from pathways.web.pages import page
from pathways.web.route_rows import first_wage, hides_conditions, rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask import Response

    from pathways.domain.changes import OffRamp
    from pathways.domain.comparing import Compared
    from pathways.domain.cover import Cover
    from pathways.domain.entry import Meeting
    from pathways.domain.journey import Route
    from pathways.domain.nouns import Admission, Programme, Role
    from pathways.domain.profile import ProgrammeProfile
    from pathways.web.compare_form import Wanted
    from pathways.web.route_rows import Row

bp = Blueprint("comparing", __name__)

FIRST_ROLES: Final = 4
"""Roles named in a cell; the programme's page has the rest."""
EXAMPLES: Final = 4
"""Jobs that the empty page offers to compare the programmes of."""


@dataclass(frozen=True, slots=True)
class Side:
    """One column. `programmes` are studied in order, one if a programme is compared; none: straight to work.

    `cover` is of the job that all are measured against, None without one; `band` says of a programme how near
    that is. A route has a `row` and `ramps`, a programme a `profile` and the `contracts` with which a company trains
    and pays. `onward` is what one can go on to after the last programme.
    """

    programmes: tuple[Programme, ...]
    cover: Cover | None
    onward: tuple[Meeting, ...]
    band: Band | None = None
    row: Row | None = None
    ramps: tuple[OffRamp, ...] = ()
    profile: ProgrammeProfile | None = None
    contracts: tuple[Admission, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """All columns, the needs of the job side by side, and what is sure.

    `best` names, for each row, which sides have the word of that row; `same` are the rows in which all are alike.
    """

    sides: tuple[Side, ...]
    needs: tuple[Compared, ...]
    best: Mapping[str, frozenset[int]]
    same: frozenset[str]
    shared: tuple[Role, ...]

    @property
    def apart(self) -> tuple[Compared, ...]:
        """The needs on which the sides differ, or are not known of all; of a single side all that programmes teach."""
        alone = len(self.sides) == 1
        return tuple(need for need in self.needs if not need.at_work and (need.differs or need.partly_known or alone))

    @property
    def partly_known(self) -> bool:
        """Whether nothing is known of what a side teaches, so that no count of differences can be told."""
        return any(need.partly_known for need in self.needs)

    @property
    def alike(self) -> tuple[Compared, ...]:
        """The needs of which the same level is recorded of every side."""
        return tuple(need for need in self.needs if need.alike and need not in self.apart)

    @property
    def unseen(self) -> tuple[Compared, ...]:
        """The needs that are recorded of no side, or not of all, and show no difference."""
        told = {*self.apart, *self.alike, *self.at_work}
        return tuple(need for need in self.needs if need not in told)

    @property
    def at_work(self) -> tuple[Compared, ...]:
        """The needs that no programme teaches."""
        return tuple(need for need in self.needs if need.at_work)


@bp.get("/compare")
def show_comparison() -> Response:
    """Show what was chosen side by side, and a form to change it."""
    wanted = read_wanted()
    table = None if wanted.problems else _table(wanted)
    return page(
        "compare/compare.html",
        block="found",
        status=422 if wanted.problems else 200,
        wanted=wanted,
        table=table,
        first_roles=FIRST_ROLES,
        shelves=programmes_by_kind(g.graph, ProgrammeFilter()) if wanted.field == PROGRAMME else (),
        families=roles_by_family(g.graph, RoleFilter()),
        akin=akin(g.graph, wanted.programmes[0]) if len(wanted.programmes) == 1 else (),
        chains=_chains(wanted.programmes) if table else (),
        examples=() if wanted.typed else _examples(),
        address=lambda **changes: url_for("comparing.show_comparison", **wanted_fields(wanted, **changes)),
    )


def _table(wanted: Wanted) -> Table | None:
    if wanted.routes:
        return _routes_table(wanted)
    return _programmes_table(wanted) if wanted.programmes else None


def _programmes_table(wanted: Wanted) -> Table:
    role = wanted.form.role
    sides = tuple(
        Side(
            programmes=(programme,),
            cover=cover(g.graph, (programme.id,), role.id) if role else None,
            onward=lines_out(g.graph, programme.id),
            band=band(g.graph, (programme.id,), role.id, open_conditions=False) if role else None,
            profile=programme_profile(g.graph, programme.id),
            contracts=contracts(g.graph, programme),
        )
        for programme in wanted.programmes
    )
    years = [Figure(one.years) for one in wanted.programmes]
    alike: dict[str, Sequence[object]] = {
        "years": [one.years and (one.years, one.pace) for one in wanted.programmes],
        "level": [one.eqf for one in wanted.programmes],
        "here": [one.towns and (one.here, one.towns) for one in wanted.programmes],
        "language": [one.languages for one in wanted.programmes],
        "entry": [one.entry for one in wanted.programmes],
    }
    return Table(
        sides=sides,
        needs=_needs(sides),
        best={"years": least(years), "cover": _covers_most(sides)},
        same=_same(alike),
        shared=shared_roles(g.graph, wanted.programmes) if len(sides) > 1 else (),
    )


def _routes_table(wanted: Wanted) -> Table:
    shown = rows(wanted.form.question, wanted.routes, "given")
    sides = tuple(
        Side(
            programmes=row.route.programmes,
            cover=row.route.cover,
            onward=lines_out(g.graph, row.route.programmes[-1].id) if row.route.programmes else (),
            row=row,
            ramps=off_ramps(g.graph, row.route),
        )
        for row in shown
    )
    found = [row.route for row in shown]
    here = [Figure(route.share_here, at_least=route.here_at_least) for route in found]
    gates = [Figure(len(route.open), at_least=hides_conditions(route)) for route in found]
    wage = [Figure(_sure(route, first_wage(route)), at_least=route.at_least) for route in found]
    years = [Figure(_sure(route, route.years), at_least=route.at_least) for route in found]
    alike: dict[str, Sequence[object]] = {
        "years": [figure.sure and figure.value for figure in years],
        "here": [figure.sure and (figure.value,) for figure in here],
        "wage": [figure.sure and row.wage for figure, row in zip(wage, shown, strict=True)],
        "open": [tuple((gate.condition, gate.verdict) for gate in route.open) for route in found],
    }
    best = {
        "years": _leading(found, least(years)),
        "cover": _leading(found, _covers_most(sides)),
        "here": most(here, limit=1.0),
        "open": _leading(found, least(gates)),
        "wage": least(wage),
    }
    return Table(sides, _needs(sides), best, _same(alike), ())


def _leading(found: Sequence[Route], best: frozenset[int]) -> frozenset[int]:
    """Those of the best that lead to the job: what only comes near it is no better for being shorter."""
    return frozenset(at for at in best if leads_there(g.graph, found[at]))


def _needs(sides: Sequence[Side]) -> tuple[Compared, ...]:
    return compared([side.cover for side in sides if side.cover])


def _covers_most(sides: Sequence[Side]) -> frozenset[int]:
    """Which sides are known to cover most of the job: as shown, so two that print the same are equal."""
    shares = [side.cover.share if side.cover else None for side in sides]
    return most([Figure(None if share is None else float(whole_percent(share))) for share in shares])


def _same(values: Mapping[str, Sequence[object]]) -> frozenset[str]:
    """Name the rows in which every value is known, and the same."""
    return frozenset(name for name, of in values.items() if len(of) > 1 and of[0] and all(one == of[0] for one in of))


def _sure(route: Route, years: float | None) -> float | None:
    """These years of a route; None where they rest on how long people usually stay in a job."""
    return None if any(leg.step and leg.step.years.low != leg.step.years.high for leg in route.legs) else years


def _chains(programmes: Sequence[Programme]) -> tuple[tuple[Programme, Programme], ...]:
    """The pairs of which one programme can be taken after the other."""
    return tuple(
        (first, meeting.programme)
        for first in programmes
        for meeting in lines_out(g.graph, first.id)
        if meeting.programme in programmes
    )


def _examples() -> tuple[tuple[Role, tuple[Programme, ...]], ...]:
    """Jobs to start with, and what would be compared: in each family the one that most programmes lead to."""
    busiest: dict[str, Role] = {}
    for role in sorted(g.graph.roles.values(), key=_feeders, reverse=True):
        busiest.setdefault(role.family, role)
    chosen = [role for role in busiest.values() if _feeders(role) > 1][:EXAMPLES]
    return tuple((role, tuple(first_programmes(g.graph, role.id))) for role in chosen)


def _feeders(role: Role) -> int:
    return len(g.graph.feeds_to(role.id))


bp.add_app_template_filter(written_key)
