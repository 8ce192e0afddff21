"""Follow one route again, door by door, from the key that names it: what became of it since, whatever else is better.

    absalon-beng-biotek~1.ku-msc-biosolutions.@process-lead

A key names programmes, `~` and years of bridging, `^` and years of paid work before their doors, and `@` roles after
steps at work (`Route.key`). Between the same two programmes the door with the fewest open conditions is taken, of
equals the first in the facts. Filters choose among doors where they can, but never end a route that was chosen.

A programme that has a successor was retired: the route goes on through its successor, and says so. How long bridging
and paid work take is what the facts say now; that there is such a stretch is what the key says, unless nothing that
it was for is open any more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pathways.domain.conditions import distinct
from pathways.domain.network import ROUND
from pathways.domain.nouns import ProgrammeId, RoleId
from pathways.domain.pareto import Found, Way, through
from pathways.domain.routes import prepared, told
from pathways.domain.standing import known_start
from pathways.domain.successors import Replaced, successor
from pathways.domain.target import MOST_STEPS, Ending

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.graph import Graph
    from pathways.domain.journey import Route
    from pathways.domain.network import Door
    from pathways.domain.nouns import Programme, Role, Start, Step
    from pathways.domain.pareto import Task
    from pathways.domain.routes import Question
    from pathways.domain.target import Target

LONGEST_KEY: Final = 400
MOST_LEGS: Final = 12
_STUDY: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)(?:\^(\d{1,2}(?:\.\d{1,6})?))?(?:~(\d{1,2}(?:\.\d{1,6})?))?\Z")
_AT_WORK: Final = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)\Z")


class KeyFault(ValueError):
    """A key that names no route: `part` of it is not what it should be; `why` is a word for the reason.

    `unreadable`, `too-long`, `unknown-programme`, `unknown-role`, `twice` (one programme two times) or `order` (a
    programme after a step at work).
    """

    def __init__(self, why: str, part: str) -> None:
        super().__init__(f"{why}: {part!r}")
        self.why, self.part = why, part


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of a key: a programme, with paid work and bridging (years) before it."""

    programme: Programme
    worked: float = 0.0
    bridged: float = 0.0


class Broken(StrEnum):
    """Why a route cannot be gone any more."""

    NO_WAY_IN = "no-way-in"
    NO_BRIDGING = "no-bridging"
    NOT_LEADING = "not-leading"


@dataclass(frozen=True, slots=True)
class Followed:
    """What a key leads to now. Without a `route`, `broken` says why: between `tail` and `head` the way ends."""

    route: Route | None
    replaced: tuple[Replaced, ...] = ()
    broken: Broken | None = None
    tail: Programme | Start | Role | None = None
    head: Programme | Role | None = None


def trace(graph: Graph, question: Question, role: RoleId, key: str) -> Followed:
    """Follow a key, and say what became of the route.

    Raises:
        KeyFault: the key names nothing that could be a route.
        UnknownId: the start, the role or a programme to do without is not in the graph.
    """
    task, way = prepared(graph, question, role)
    task = replace(task, bridging=True)
    stages, at_work = read_key(graph, key)
    current, replaced = _renewed(graph, stages)
    place = known_start(graph, question.start)
    for stage in current:
        doors = _doors(task, way, stage.programme, besides=len(current) == 1)
        found = _through(task, way, doors, stage)
        if found is None:
            broken = Broken.NO_BRIDGING if doors else Broken.NO_WAY_IN
            return Followed(None, replaced, broken, place, stage.programme)
        way, place = found, stage.programme
    ending = _ending(graph, task.target, way.at, at_work)
    if ending is None:
        return Followed(None, replaced, Broken.NOT_LEADING, place, task.target.role)
    return Followed(told(graph, question, task, Found(way, ending)), replaced)


def read_key(graph: Graph, key: str) -> tuple[tuple[Stage, ...], tuple[RoleId, ...]]:
    """Read a key: its programmes in order, and the roles after steps at work; both empty for the empty key.

    Raises:
        KeyFault: naming the part that cannot be read, or that the graph does not know.
    """
    if len(key) > LONGEST_KEY:
        raise KeyFault("too-long", key[:40])
    parts = key.split(".") if key else []
    parts = _whole_numbers(parts)
    if len(parts) > MOST_LEGS:
        raise KeyFault("too-long", key[:40])
    stages: list[Stage] = []
    at_work: list[RoleId] = []
    for part in parts:
        if part.startswith("@"):
            at_work.append(_role(graph, part))
        elif at_work:
            raise KeyFault("order", part)
        else:
            stages.append(_stage(graph, part))
    names = [stage.programme.id for stage in stages]
    for at, name in enumerate(names):
        if name in names[:at]:
            raise KeyFault("twice", name)
    return tuple(stages), tuple(at_work)


def _whole_numbers(parts: list[str]) -> list[str]:
    """Put together again what the point of a decimal number cut: `~1` and `5`."""
    found: list[str] = []
    for part in parts:
        if found and re.match(r"\d{1,6}(?:[~^]|\Z)", part) and re.search(r"[~^]\d+\Z", found[-1]):
            found[-1] += f".{part}"
        else:
            found.append(part)
    return found


def _stage(graph: Graph, part: str) -> Stage:
    read = _STUDY.match(part)
    if not read:
        raise KeyFault("unreadable", part[:40])
    id, worked, bridged = read.groups()
    programme = graph.programmes.get(ProgrammeId(id))
    if programme is None:
        raise KeyFault("unknown-programme", id[:40])
    return Stage(programme, float(worked or 0), float(bridged or 0))


def _role(graph: Graph, part: str) -> RoleId:
    read = _AT_WORK.match(part)
    if not read:
        raise KeyFault("unreadable", part[:40])
    role = RoleId(read.group(1))
    if role not in graph.roles:
        raise KeyFault("unknown-role", role[:40])
    return role


def _renewed(graph: Graph, stages: Iterable[Stage]) -> tuple[tuple[Stage, ...], tuple[Replaced, ...]]:
    """Put in the place of each retired programme the one that succeeded it in the end."""
    current, replaced = [], []
    for stage in stages:
        programme = successor(graph, stage.programme)
        if programme is not stage.programme:
            replaced.append(Replaced(stage.programme, programme))
        current.append(replace(stage, programme=programme))
    return tuple(current), tuple(replaced)


def _doors(task: Task, way: Way, programme: Programme, *, besides: bool) -> tuple[Door, ...]:
    """The doors into a programme from where a way has come to: those that the filters let pass, if there are any."""
    first = way.before is None
    known = (*task.first, *(task.besides if besides else ())) if first else task.net.onward[way.at]
    number = task.net.number[programme.id]
    if way.visited >> number & 1:
        return ()
    doors = [door for door in known if door.programme == number]
    return tuple([door for door in doors if task.passes(door)] or doors)


def _through(task: Task, way: Way, doors: Iterable[Door], stage: Stage) -> Way | None:
    """Go through the best door in the manner that the key tells; None when no door has it."""
    best: tuple[tuple[float, int], Way] | None = None
    for door in doors:
        for fresh in through(task, way, door):
            if not _as_told(fresh, door, stage):
                continue
            away = abs(fresh.worked - stage.worked) + abs(fresh.bridged - stage.bridged)
            rank = (round(away, ROUND), len(distinct(task.net.named(fresh.open))))
            if best is None or rank < best[0]:
                best = rank, fresh
    return best[1] if best else None


def _as_told(fresh: Way, door: Door, stage: Stage) -> bool:
    """Whether there is bridging and paid work where the key has it, or nothing left that they were for."""
    bridged = bool(fresh.bridged) == bool(stage.bridged) or (stage.bridged and not fresh.open & door.subjects)
    worked = bool(fresh.worked) == bool(stage.worked) or (stage.worked and not fresh.open & door.experience)
    return bool(bridged and worked)


def _ending(graph: Graph, target: Target, last: int, at_work: tuple[RoleId, ...]) -> Ending | None:
    """How the `last` programme, by number, leads to the role by these roles at work, however long that takes."""
    if not at_work:
        return next((ending for ending in target.endings.get(last, ()) if not ending.steps), None)
    if last < 0 or at_work[-1] != target.role.id or len(at_work) > MOST_STEPS or len({*at_work}) < len(at_work):
        return None
    fed = {link.role for link in graph.feeds_from(target.net.programmes[last].id)} - {*at_work}
    first = min(
        (step for step in graph.steps_to(at_work[0]) if step.origin in fed),
        key=lambda step: step.years.likely,
        default=None,
    )
    later = [_step(graph, origin, role) for origin, role in pairwise(at_work)]
    steps = [step for step in (first, *later) if step is not None]
    return Ending(tuple(steps), sum(s.years.likely for s in steps)) if len(steps) == len(at_work) else None


def _step(graph: Graph, origin: RoleId, role: RoleId) -> Step | None:
    return next((step for step in graph.steps_to(role) if step.origin == origin), None)
