"""A talk as its page shows it: what both look at in this part of it, from the talk and the catalogue of today."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain import guidance as domain
from pathways.domain.changes import reachable
from pathways.domain.cover import cover
from pathways.domain.guidance import Barrier, PickKind, Stage, View
from pathways.domain.interests import Answer, explored
from pathways.domain.nouns import InterestId
from pathways.domain.pictures import EVERYTHING, whole_map
from pathways.domain.portraits import role_view
from pathways.domain.routes import routes
from pathways.domain.shelves import ProgrammeFilter, programmes_by_kind
from pathways.domain.views import Measure
from pathways.drawing.sheet import Form
from pathways.store.guidance import is_open
from pathways.web.guiding import door_drawn
from pathways.web.pictures import shown
from pathways.web.questions import questions_of
from pathways.web.route_asks import asks
from pathways.web.route_rows import SHOWN_FIRST, rows
from pathways.web.routelines import common_axis
from pathways.web.routing import options
from pathways.web.signed_in import now
from pathways.web.talk_form import Standing, form_of, picked, shortlist
from pathways.web.talk_times import clock_of, day_of, furthest, local_day
from pathways.web.translate import _
from pathways.web.travelling import travelled_of
from pathways.web.wording import day, plain, uncapital

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pathways.domain.cover import Cover
    from pathways.domain.guidance import Pick, Talk
    from pathways.domain.interests import Suggestion
    from pathways.domain.journey import Route
    from pathways.domain.nouns import Programme
    from pathways.store.guidance_tables import GuidanceRow, GuidanceVisitRow
    from pathways.web.guiding import Door
    from pathways.web.pictures import Shown
    from pathways.web.questions import Question
    from pathways.web.route_asks import Asks
    from pathways.web.route_form import RouteForm
    from pathways.web.route_rows import Row
    from pathways.web.routelines import Axis
    from pathways.web.routing import Options
    from pathways.web.talk_access import Seat
    from pathways.web.travelling import TravelledView

HALF_HOUR_S: Final = 1800
MAP_PLATES: Final = 30
"""Plates of the whole map beside a shortlist."""
MAP_PLATES_ON_PHONE: Final = 24
MOST_IDEAS: Final = 8


@dataclass(frozen=True, slots=True)
class Found:
    """Routes between the two ends: as rows, each with what would stand on the shortlist for it."""

    rows: tuple[tuple[Row, Pick], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of two plans side by side; `cover` is of the job that both look at, or of the route's own."""

    standing: Standing
    row: Row | None
    cover: Cover | None


@dataclass(frozen=True, slots=True)
class TalkPage:
    """Everything the page of a talk shows; what belongs to another part of the talk is empty.

    `code` is for the counsellor's screen. `last` is how the talk stood at the end of the visit before, where there was
    one.
    """

    seat: Seat
    row: GuidanceRow
    talk: Talk
    form: RouteForm
    standing: tuple[Standing, ...]
    code: str
    at: datetime
    last: GuidanceVisitRow | None
    kept_notes: str

    @property
    def id(self) -> str:
        """The talk's id."""
        return self.row.id

    @property
    def open(self) -> bool:
        """Whether the talk is going on."""
        return is_open(self.row, self.at)

    @property
    def may_write(self) -> bool:
        """Whether this seat may change anything now."""
        return self.open and (self.seat.counsellor or self.talk.write_along)

    @property
    def full(self) -> bool:
        """Whether the shortlist holds as many as it may."""
        return len(self.standing) >= domain.MOST_PICKS

    @property
    def heading(self) -> str:
        """What the page is headed with."""
        if not self.open:
            return self._when_closed()
        match self.talk.stage:
            case Stage.START:
                return _("Where are you now?")
            case Stage.EXPLORE if self.form.role:
                return _("The way to %(role)s", role=uncapital(plain(self.form.role.title)))
            case Stage.EXPLORE:
                return _("What is there here?")
            case Stage.NARROW:
                return _("What is left, side by side")
            case _:
                return _("One next step")

    def _when_closed(self) -> str:
        if self.row.finished_at:
            return _("Finished on %(day)s", day=day(day_of(self.row.finished_at)))
        if self.at < self.row.opens_at:
            at, on = clock_of(self.row.opens_at), day(day_of(self.row.opens_at))
            return _("Opens at %(at)s, %(day)s", at=at, day=on)
        return _("The time for this talk is over")

    @property
    def door(self) -> Door | None:
        """Where the student types the code, for the counsellor's screen."""
        return door_drawn() if self.open and self.seat.counsellor else None

    @property
    def kept(self) -> Talk:
        """The talk as it is kept, whatever was typed and could not be."""
        return domain.from_json(self.row.talk)

    def was(self, *names: str) -> str:
        """Say what a form is made from: these fields of the talk as it is kept, as JSON."""
        whole = json.loads(domain.to_json(self.kept))
        return json.dumps({name: whole[name] for name in names}, ensure_ascii=False)

    def kept_line(self, name: str) -> str:
        """Give the line about a pick as it is kept."""
        pick = self.kept.pick(name)
        return pick.line if pick else ""

    def holds(self, kind: str, id: str, start: str = "", key: str = "") -> bool:
        """Whether this stands on the shortlist."""
        return self.talk.pick(domain.Pick(PickKind(kind), id, start, key).name) is not None

    @property
    def options(self) -> Options:
        """What the form offers."""
        return options()

    @property
    def asks(self) -> Asks:
        """What the doors ahead turn on: of the routes to the goal, or of the best one to each job."""
        return asks(self.form, self._ahead())

    def _ahead(self) -> Iterable[Route]:
        if self.form.start and self.form.role:
            return routes(g.graph, self.form.question, self.form.role.id)
        if self.form.start:
            return [one.best for one in reachable(g.graph, self.form.question)]
        return [one.route for one in self.standing if one.route]

    @property
    def picture(self) -> Shown:
        """The way to the job both look at, or the whole map."""
        if self.form.role:
            return shown(role_view(g.graph, self.form.role.id), form=Form.MIDDLE)
        view = whole_map(g.graph, EVERYTHING, Measure.FIT, MAP_PLATES)
        small = whole_map(g.graph, EVERYTHING, Measure.FIT, MAP_PLATES_ON_PHONE)
        return shown(view, small, Form.MIDDLE)

    @property
    def feeders(self) -> tuple[Programme, ...]:
        """The programmes that are known to lead to the job both look at."""
        if self.form.role is None:
            return ()
        feeding = g.graph.feeds_to(self.form.role.id)
        return tuple(g.graph.programmes[one.programme] for one in feeding)

    @property
    def shelves(self) -> tuple[tuple[object, tuple[Programme, ...]], ...]:
        """Every programme, by kind."""
        return tuple(programmes_by_kind(g.graph, ProgrammeFilter()))

    @property
    def found(self) -> Found | None:
        """The routes, when both ends are known."""
        if self.form.start is None or self.form.role is None or self.form.problems:
            return None
        found = rows(self.form.question, routes(g.graph, self.form.question, self.form.role.id), self.form.sort)
        first = tuple((row, picked(row.route)) for row in found[: SHOWN_FIRST + 2])
        return Found(first, len(found) - len(first))

    @property
    def ideas(self) -> tuple[Suggestion, ...]:
        """Jobs that take most of what is liked."""
        likes = {InterestId(id): Answer(said) for id, said in self.talk.likes.items() if id in g.graph.interests}
        return explored(g.graph, likes)[:MOST_IDEAS] if likes else ()

    @property
    def beside(self) -> tuple[Side, ...]:
        """The two that stand side by side: those chosen, else the first two of the list."""
        alive = {one.pick.name: one for one in self.standing if not one.gone}
        names = dict.fromkeys([*(name for name in self.talk.beside if name in alive), *alive])
        two = [alive[name] for name in list(names)[: domain.MOST_BESIDE]]
        axis = common_axis([one.route for one in two if one.route], self.form.question.year)
        return tuple(self._side(one, axis) for one in two)

    def _side(self, one: Standing, axis: Axis) -> Side:
        if one.route:
            question = form_of(self.talk, goal=one.pick.id, start=one.pick.start).question
            (row,) = rows(question, [one.route], "given", axis)
            return Side(one, row, one.route.cover)
        role = self.form.role
        judged = cover(g.graph, (one.programme.id,), role.id) if one.programme and role else None
        return Side(one, None, judged)

    @property
    def days_of_step(self) -> tuple[str, str]:
        """The first and the last day that the next step may have; one agreed on before may be over by now."""
        today = local_day(self.at)
        return min(today, self.row.next_on or today).isoformat(), furthest(today).isoformat()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Good questions to ask now."""
        return questions_of(self.talk, local_day(self.at), self.standing)

    @property
    def way(self) -> TravelledView | None:
        """What changed since the last visit, where there was one before this."""
        if self.last is None:
            return None
        then = domain.from_json(self.last.talk)
        return travelled_of(then, self.last.as_of, local_day(self.last.finished_at), self.talk, self.standing)

    @property
    def minutes_left(self) -> int:
        """Minutes left of half an hour, below 0 when it is over; in a class its end is told instead."""
        return (HALF_HOUR_S - int((self.at - self.row.opens_at).total_seconds())) // 60


@dataclass(frozen=True, slots=True)
class NotesView:
    """As much of a talk as its notes need."""

    row: GuidanceRow
    may_write: bool

    @property
    def id(self) -> str:
        """The talk's id."""
        return self.row.id

    @property
    def kept_notes(self) -> str:
        """The notes as they are kept."""
        return self.row.notes


def view_of(seat: Seat, row: GuidanceRow, code: str, last: GuidanceVisitRow | None) -> TalkPage:
    """Put together what the page shows."""
    talk = domain.from_json(row.talk)
    return TalkPage(seat, row, talk, form_of(talk), shortlist(talk), code, now(), last, row.notes)


def stage_labels() -> dict[str, str]:
    """Name the four parts of a talk."""
    return {
        Stage.START: _("Where you are"),
        Stage.EXPLORE: _("Explore"),
        Stage.NARROW: _("Narrow down"),
        Stage.NEXT: _("Next step"),
    }


def barrier_labels() -> dict[str, str]:
    """Name what may stand in the way."""
    return {
        Barrier.MONEY: _("Money"),
        Barrier.COMMUTE: _("The way there and back"),
        Barrier.LANGUAGE: _("The language"),
        Barrier.HOURS: _("Working hours"),
        Barrier.OTHER: _("Something else (you need not say what)"),
    }


def view_labels() -> dict[str, str]:
    """Name the ways to look while exploring."""
    return {View.MAP: _("Map"), View.ROUTES: _("Routes"), View.LIKES: _("What I like")}
