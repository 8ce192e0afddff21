"""What a talk asks of the route search, and what its shortlist stands for in the catalogue of today."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.conditions import AMOUNTS
from pathways.domain.following import KeyFault, trace
from pathways.domain.guidance import Pick, PickKind, Talk
from pathways.domain.nouns import ProgrammeId, RoleId
from pathways.domain.plans import ThenFault, read_then, then_of, written
from pathways.web.plan_form import STRAIGHT, difference_words, fault_words, gone_words, replaced_words
from pathways.web.route_form import form_from
from pathways.web.route_rows import title
from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from pathways.domain.journey import Route
    from pathways.domain.nouns import Programme, Role
    from pathways.web.route_form import RouteForm


def form_of(talk: Talk, goal: str | None = None, start: str | None = None) -> RouteForm:
    """Give the route search's form as this talk would fill it; `goal` and `start` take the place of the talk's own.

    An amount as it was typed (`average lots`) goes into its own field, to be told and shown there.
    """
    typed = {word: word.partition(" ") for word in talk.have if word.partition(" ")[0] in AMOUNTS}
    fields: dict[str, str | tuple[str, ...]] = {
        "from": talk.start if start is None else start,
        "to": talk.goal if goal is None else goal,
        "have": tuple(word for word in talk.have if word not in typed),
        **{name: amount for name, _space, amount in typed.values()},
        **talk.wishes,
    }
    return form_from(fields)


_PARTS: Final = re.compile(r"[.~^@:!]")
"""What parts the ids in a route's key (`domain.journey.Route.key`)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing of the shortlist as it is today.

    Exactly one of `programme`, `role` and `route` is there, or none: then `gone` says why. `news` say what is not as
    it was when it was added. `title` is plain text.
    """

    pick: Pick
    title: str
    programme: Programme | None = None
    role: Role | None = None
    route: Route | None = None
    gone: str = ""
    news: tuple[str, ...] = ()

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """The programmes it takes, in order."""
        if self.programme:
            return (self.programme,)
        return self.route.programmes if self.route else ()


def standing(talk: Talk, pick: Pick) -> Standing:
    """Look one thing of the shortlist up; what is no longer there is said to be gone, and never dropped."""
    match pick.kind:
        case PickKind.PROGRAMME:
            return _programme(pick)
        case PickKind.ROLE:
            role = g.graph.roles.get(RoleId(pick.id))
            return Standing(pick, plain(role.title), role=role) if role else _gone(pick)
        case _:
            return _route(talk, pick)


def shortlist(talk: Talk) -> tuple[Standing, ...]:
    """Look up the whole shortlist, in its order."""
    return tuple(standing(talk, pick) for pick in talk.shortlist)


def picked(route: Route) -> Pick:
    """Give what stands on a shortlist for a route, with what it is like today."""
    then = written(then_of(g.graph, route))
    return Pick(PickKind.ROUTE, route.role.id, start=str(route.start.id), key=route.key or STRAIGHT, then=then)


def short_title(pick: Pick) -> str:
    """Name what stands on a shortlist without following its route: a desk names hundreds."""
    programmes = [g.graph.programmes.get(ProgrammeId(part)) for part in (pick.id, *_PARTS.split(pick.key))]
    role = g.graph.roles.get(RoleId(pick.id))
    names = [plain(one.short) for one in programmes if one]
    return " → ".join([*names, *([plain(role.title)] if role else [])]) or pick.id


def _programme(pick: Pick) -> Standing:
    programme = g.graph.programmes.get(ProgrammeId(pick.id))
    if programme is None:
        return _gone(pick)
    successor = g.graph.programmes.get(programme.successor) if programme.successor else None
    news = (
        (_("%(old)s has closed. Look at %(new)s instead.", old=plain(programme.short), new=plain(successor.short)),)
        if successor
        else ()
    )
    return Standing(pick, plain(programme.short), programme=programme, news=news)


def _route(talk: Talk, pick: Pick) -> Standing:
    form = form_of(talk, goal=pick.id, start=pick.start)
    if form.start is None or form.role is None:
        return _gone(pick)
    key = "" if pick.key == STRAIGHT else pick.key
    try:
        traced = trace(g.graph, form.question, form.role.id, key)
    except KeyFault as fault:
        return Standing(pick, pick.id, gone=fault_words(fault))
    if traced.route is None:
        return Standing(pick, plain(form.role.title), gone=gone_words(traced))
    news = [replaced_words(traced)] if traced.replaced else []
    with suppress(ThenFault):  # it may have been added without one
        news += difference_words(read_then(pick.then), traced.route)
    return Standing(pick, _titled(traced.route), route=traced.route, news=tuple(news))


def _titled(route: Route) -> str:
    return _("%(route)s → %(role)s", route=title(route), role=plain(route.role.title))


def _gone(pick: Pick) -> Standing:
    return Standing(pick, pick.id, gone=_("This is no longer in the catalogue: “%(id)s”.", id=pick.id))
