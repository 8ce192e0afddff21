"""What the page of a scenario shows: today and the scenario side by side, in a picture, a table and words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from flask import g, url_for

from pathways.domain.at_best import of_scope
from pathways.domain.discretion import id_of
from pathways.domain.levers import closing
from pathways.domain.nouns import ProgrammeId
from pathways.domain.outlook import ScopeKind, feeding_of, outlook
from pathways.domain.outlook_view import view_of
from pathways.domain.scenario_changes import Completion, Module, Own, Seats, Stay
from pathways.domain.scenario_cover import moved_board, moved_cover
from pathways.domain.scenario_outlook import best_then, seen, spliced, telling, until_now
from pathways.domain.scenario_text import written
from pathways.domain.scenario_then import ShortThen, write_then
from pathways.domain.scenarios import apply
from pathways.drawing.outlook_chart import chart
from pathways.drawing.outlook_scale import HALF, PHONE
from pathways.web.ahead import ahead
from pathways.web.configured import settings
from pathways.web.outlook_words import asks, chart_words, name_of
from pathways.web.published import published
from pathways.web.scenario_words import change_words, programme_of
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pathways.domain.at_best import AtBest
    from pathways.domain.graph import Graph
    from pathways.domain.levers import Lever
    from pathways.domain.nouns import Programme, RoleId
    from pathways.domain.outlook import Outlook, Scope, Shortage
    from pathways.domain.outlook_view import OutlookView, Row
    from pathways.domain.scenario_changes import Problem
    from pathways.domain.scenario_cover import Moved, MovedBoard
    from pathways.domain.scenario_outlook import Telling
    from pathways.domain.scenarios import Applied
    from pathways.domain.supply import Inputs
    from pathways.web.ahead import Ahead
    from pathways.web.scenario_form import ScenarioForm

LEVER_DRAWS: Final = 2_000
"""Futures that a lever is tried in: an outlook has five times as many, and their p50 differ by a tenth of a person."""


@dataclass(frozen=True, slots=True)
class Item:
    """One change of the list: its line in the address, in words, and what is wrong with it."""

    place: int
    line: str
    words: str
    programme: Programme | None
    is_own: bool
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """Today, or the scenario: what is shown of it, its charts, and what is short in the year that is compared."""

    outlook: Outlook
    view: OutlookView
    wide: str
    phone: str
    best: AtBest | None
    short: Shortage | None


@dataclass(frozen=True, slots=True)
class Compared:
    """All that the page shows. `then` is None without a change. `year` is the one whose shortages are compared.

    `left_out` counts the roles that the best cases leave out.
    """

    form: ScenarioForm
    name: str
    applied: Applied
    items: tuple[Item, ...]
    today: Side
    then: Side | None
    year: int | None
    moved: tuple[Moved, ...]
    on_board: MovedBoard | None
    closing: Closing
    now_line: str
    left_out: int

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the scenario as a whole."""
        return self.form.problems

    @property
    def rows(self) -> tuple[tuple[int, Row | None, Row | None], ...]:
        """The table of both: each year, today and then."""
        sides = [self.today, *([self.then] if self.then else [])]
        by_year = [{row.year: row for row in side.view.rows} for side in sides]
        years = sorted({year for rows in by_year for year in rows})
        return tuple((year, by_year[0].get(year), by_year[-1].get(year)) for year in years)

    @property
    def link(self) -> str:
        """The whole link of the scenario."""
        path = url_for("scenarios.show", **self.form.fields(then=self.now_line))
        return f"{settings().address}{path}"

    @property
    def news(self) -> tuple[int | None, int | None, bool]:
        """What was short when the link was made, what is in the same year now, and whether they differ."""
        then, side = self.form.then, self.then or self.today
        if then is None:
            return None, None, False
        now = next((round(one.p50) for one in side.view.shortages if one.year == then.year), None)
        return then.short, now, now != then.short

    @property
    def aside(self) -> tuple[Programme, ...]:
        """The programmes of the changes, where each of these is of people who all go elsewhere: so nothing changes."""
        leading = feeding_of(self.applied.graph, self.form.scope)
        if self.moved or (self.then and any(before != after for _, before, after in self.rows)):
            return ()
        found = {}
        for _, change in self.applied.used:
            if not isinstance(change, Seats | Completion | Stay) or ProgrammeId(change.programme) in leading:
                return ()
            found[change.programme] = self.applied.graph.programmes[ProgrammeId(change.programme)]
        return tuple(found.values())

    @property
    def beyond(self) -> tuple[tuple[Programme, int], ...]:
        """The programmes leading here whose change brings its first finishers after the last year shown, and when."""
        last = max((year for year, _, _ in self.rows), default=None)
        leading = feeding_of(self.applied.graph, self.form.scope)
        found = {}
        for _, change in self.applied.used:
            if last is not None and isinstance(change, Seats | Module) and ProgrammeId(change.programme) in leading:
                programme = ProgrammeId(change.programme)
                cohorts = self.applied.inputs.streams[programme].cohorts
                first = min((one.finishes for one in cohorts if one.intake >= change.since), default=last)
                if first > last:
                    found[programme] = first
        return tuple((self.applied.graph.programmes[programme], year) for programme, year in found.items())

    @property
    def wanted(self) -> frozenset[RoleId]:
        """The roles of which it is known, or was assumed, how many are wanted from this year on."""
        inputs = self.applied.inputs
        return frozenset(
            role for role, years in inputs.openings.items() if any(year >= inputs.this_year for year in years)
        )

    @property
    def has_own(self) -> bool:
        """Whether something of it is somebody's own assumption."""
        return any(item.is_own for item in self.items)


def compared(form: ScenarioForm) -> Compared:
    """Work out a scenario beside today."""
    known, scope = ahead(), form.scope
    applied = apply(form.scenario, known.graph, known.given)
    today, view = known.outlook(scope), known.view(scope)
    then, then_view = _supposed(known, scope, applied) if applied.used else (None, None)
    year = _year(view, then_view)
    told = _told(known)
    sides = [_side(_Drawn("today", known.graph, today, view, told.best), then_view, year)]
    if then is not None and then_view is not None:
        best = best_then(told, known.graph, known.given, applied)
        sides.append(_side(_Drawn("then", applied.graph, then, then_view, best), view, year))
    return Compared(
        form, name_of(scope), applied, _items(form, applied), sides[0], sides[1] if len(sides) > 1 else None, year,
        moved_cover(known.graph, applied), moved_board(known.graph, applied, published()), closing_of(scope),
        _line_of(sides[-1].view), _left_out(told, sides),
    )  # fmt: skip


def _left_out(told: Telling, sides: Sequence[Side]) -> int:
    unjudged = {role for side in sides if side.best for role in side.best.unjudged}
    return len(unjudged.union(told.untold).intersection(sides[0].outlook.scope.roles))


def _supposed(known: Ahead, scope: Scope, applied: Applied) -> tuple[Outlook, OutlookView]:
    """Draw the outlook of a scenario with the futures of today, and choose what of it everybody may see."""
    today = known.outlook(scope)

    def drawn(graph: Graph, given: Inputs) -> Outlook:
        return outlook(graph, given, scope, known.chance(scope))

    until = until_now(today, applied, known.given, partial(drawn, known.graph))
    then = spliced(until, drawn(applied.graph, applied.inputs), known.graph)
    return then, view_of(then, seen(_told(known), scope, today, then, now=(known.graph, known.given), applied=applied))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One side, before it is drawn as charts."""

    uid: str
    graph: Graph
    outlook: Outlook
    view: OutlookView
    best: AtBest | None


def _side(drawn: _Drawn, other: OutlookView | None, year: int | None) -> Side:
    view, scope = drawn.view, drawn.outlook.scope
    words, beside = chart_words(view), [other] if other and other.years else []
    return Side(
        drawn.outlook,
        view,
        chart(view, words, HALF, f"chart-{drawn.uid}", beside),
        chart(view, words, PHONE, f"chart-{drawn.uid}-s", beside),
        of_scope(drawn.best, scope.roles, tuple(feeding_of(drawn.graph, scope))) if drawn.best else None,
        next((one for one in view.shortages if one.year == year), None),
    )


def _year(today: OutlookView, then: OutlookView | None) -> int | None:
    """Give the year whose shortages are compared: in which most are short today, else in the scenario."""
    worst = today.worst or (then.worst if then else None)
    return worst.year if worst else None


def items_of(form: ScenarioForm) -> tuple[Item, ...]:
    """Put each line of an address into words, with what is wrong with it, without working out what it comes to."""
    known = ahead()
    return _items(form, apply(form.scenario, known.graph, known.given))


def _items(form: ScenarioForm, applied: Applied) -> tuple[Item, ...]:
    """Put each line of the address into words, with what is wrong with it."""
    read = dict(zip(form.places, form.scenario.changes, strict=True))
    used = {form.places[place]: change for place, change in applied.used}
    wrong = {place: [one for one in form.problems if one.place == place] for place in range(len(form.lines))}
    for problem in applied.problems:
        if problem.place is not None:
            wrong[form.places[problem.place]].append(problem)
    items = []
    for place, line in enumerate(form.lines):
        change = used.get(place) or read.get(place)
        words = change_words(change) if change else line
        items.append(
            Item(
                place,
                line,
                words,
                programme_of(change) if change else None,
                isinstance(change, Own),
                tuple(wrong[place]),
            )
        )
    return tuple(items)


def _line_of(view: OutlookView) -> str:
    """Give what is short now, to be kept in the link: whoever opens it later sees what has changed."""
    worst = view.worst
    return write_then(ShortThen(g.graph.town.as_of, worst.year, round(worst.p50))) if worst else ""


@lru_cache(maxsize=2)
def _told(known: Ahead) -> Telling:
    return telling(known.graph, known.given, known.shown)


@dataclass(frozen=True, slots=True)
class Closing:
    """What would close the gap of a scope, as far as it may be shown; `hidden` programmes are kept back.

    `of` names the scope in an address. `short` says whether a shortage is known at all; `names` who could say what
    is missing.
    """

    of: str
    levers: tuple[Lever, ...]
    hidden: int
    short: bool
    names: tuple[str, ...]


def closing_of(scope: Scope) -> Closing:
    """Give what would close the gap of a scope: for the page of a scenario, and for outlooks."""
    known = ahead()
    levers, hidden = _levers(known, scope)
    of = "town" if scope.kind is ScopeKind.TOWN else f"{scope.kind}:{scope.key}"
    who = dict.fromkeys(ask.who.name for ask in asks(known.outlook(scope)) if ask.who)
    return Closing(of, levers, hidden, known.view(scope).worst is not None, tuple(who))


def _levers(known: Ahead, scope: Scope) -> tuple[tuple[Lever, ...], int]:
    """Give the levers of a scope and the number of programmes kept back; worked out once, as outlooks are."""
    if id_of(scope) not in known.levers:
        known.levers[id_of(scope)] = _worked_out(known, scope)
    return known.levers[id_of(scope)]


def _worked_out(known: Ahead, scope: Scope) -> tuple[tuple[Lever, ...], int]:
    told, graph, given = _told(known), known.graph, known.given
    if known.view(scope).worst is None:
        return (), 0
    kept: set[ProgrammeId] = set()

    def may(programme: ProgrammeId) -> bool:
        if told.may_move(given, scope, graph, programme):
            return True
        kept.add(programme)
        return False

    return closing(graph, given, scope, known.chance(scope), LEVER_DRAWS, may=may), len(kept)


def lever_address(scope: str, lever: Lever) -> str:
    """Give the address of a scenario of one lever."""
    return url_for("scenarios.show", of=scope, c=[lever_line(lever)], v=1)


def lever_line(lever: Lever) -> str:
    """Give the change of a lever as it stands in an address."""
    return written(lever.change)


def bottleneck_names(applied: Applied, roles: tuple[str, ...], programmes: tuple[str, ...]) -> Mapping[str, list[str]]:
    """Name the roles and programmes of a bottleneck, those that the catalogue has not by what they branch off from."""
    named = {one.id: one.of for one in applied.added}
    own = [applied.graph.programmes[ProgrammeId(id)] for id in programmes]
    titles = [g.graph.programmes[stem] if (stem := named.get(one.id)) else one for one in own]
    return {
        "roles": [plain(g.graph.roles[role].title) for role in roles],
        "programmes": list(dict.fromkeys(plain(one.short) for one in titles)),
    }


def address_of_outlook(scope: Scope) -> str:
    """Give the address of the outlook of a scope."""
    if scope.kind is ScopeKind.TOWN:
        return url_for("outlooks.show_town")
    return url_for(f"outlooks.show_{scope.kind}", id=scope.key)
