"""What can be done in a guidance talk, in the words that the demo's stories are told in.

Each gives a change of a talk, made by `pathways.domain.guidance` from what stands in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from flask import g

from pathways.demo.telling import NotTold
from pathways.domain import guidance as domain
from pathways.domain.following import trace
from pathways.domain.guidance import Pick, View
from pathways.domain.nouns import RoleId
from pathways.web.talk_form import form_of, picked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from pathways.domain.guidance import Barrier, Stage, Talk

Deed: TypeAlias = "Callable[[Talk], Talk]"


def at_start(start: str, *have: str) -> Deed:
    """Say where somebody stands, and what they have; words said before stay unless they are said otherwise."""
    return lambda talk: domain.started_at(talk, start, have, talk)


def liking(like: Iterable[str], no: Iterable[str] = (), unsure: Iterable[str] = ()) -> Deed:
    """Answer statements."""
    said = {**dict.fromkeys(like, "like"), **dict.fromkeys(no, "no"), **dict.fromkeys(unsure, "unsure")}
    return lambda talk: domain.liking(talk, said, talk)


def hindered(*barriers: Barrier) -> Deed:
    """Say what stands in the way."""
    return lambda talk: domain.hindered_by(talk, barriers, talk)


def wishing(**wishes: str) -> Deed:
    """Say which routes are wanted."""
    return lambda talk: domain.wishing(talk, wishes, talk)


def turned(stage: Stage) -> Deed:
    """Turn to a part of the talk."""
    return lambda talk: domain.gone_to(talk, stage)


def looking(goal: str, view: View = View.ROUTES) -> Deed:
    """Look at a job."""
    return lambda talk: domain.looking_at(talk, goal, view)


def adding(pick: Pick, line: str = "") -> Deed:
    """Put a programme or a job on the shortlist, with a line."""
    return lambda talk: domain.lined(domain.added(talk, pick), pick.name, line, "")


def adding_route(role: str, key: str, line: str = "") -> Deed:
    """Put the route to a job that goes by this key on the shortlist, as it is today."""

    def add(talk: Talk) -> Talk:
        form = form_of(talk, goal=role)
        route = trace(g.graph, form.question, RoleId(role), key).route
        if route is None:
            raise NotTold(f"There is no route {key!r} to {role!r} in the invented town any more.")
        return adding(picked(route), line)(talk)

    return add


def agreed(step: str, on: date) -> Deed:
    """Agree on the next step and its day."""
    return lambda talk: domain.agreed(talk, step, on, talk)
