"""Questions about the shortlist as a whole: what it does not respect, and what tells two things on it apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Final

from pathways.domain.asking_state import Asking, Kind, Why
from pathways.domain.comparing import contracts
from pathways.domain.guidance import Barrier
from pathways.domain.interests import Answer
from pathways.domain.nouns import Here

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathways.domain.asking_state import State, Thing
    from pathways.domain.nouns import Programme

TELLING: Final = Fraction(1, 10)
"""The least difference between two things, in the part of them that a statement is about, that tells them apart."""


def money(state: State) -> Asking | None:
    """Name a programme with a wage on the way, where money stands in the way and nothing on the list gives one."""
    if Barrier.MONEY not in state.talk.barriers or any(thing.pays(state.graph) for thing in state.things):
        return None
    for programme in _near(state):
        paid = contracts(state.graph, programme)
        if paid:
            return Asking(Kind.MONEY, Why.BARRIER, (programme.id,), None, (paid[0].evidence,))
    return None


def _near(state: State) -> Iterable[Programme]:
    """What leads to the jobs that are looked at, the goal first; without any, what the start opens."""
    roles = [*([state.goal] if state.goal else []), *(thing.role for thing in state.things if thing.role)]
    graph = state.graph
    if roles:
        ids = [link.programme for role in roles for link in graph.feeds_to(role.id)]
    else:
        ids = [way.programme for way in graph.onward_from(state.start)]
    return [graph.programmes[id] for id in dict.fromkeys(ids)]


def commute(state: State) -> Asking | None:
    """Ask about the way there, where it is a barrier and nothing on the list is here."""
    if Barrier.COMMUTE not in state.talk.barriers or not _all_away(state):
        return None
    away = state.studies[0].programmes[0]
    return Asking(Kind.COMMUTE, Why.BARRIER, (away.id,), None, (away.evidence,))


def away(state: State) -> Asking | None:
    """Ask about going away, where nothing on the list is here."""
    if Barrier.COMMUTE in state.talk.barriers or not _all_away(state):
        return None
    first = state.studies[0]
    return Asking(Kind.AWAY, Why.ELSEWHERE, (first.pick.name,), None, (first.programmes[0].evidence,))


def _all_away(state: State) -> bool:
    return bool(state.studies) and all(thing.here is Here.NO for thing in state.studies)


def hours(state: State) -> Asking | None:
    """Ask about a week with both, where working hours are a barrier and nothing on the list goes beside a job."""
    studies = state.studies
    hindered = Barrier.HOURS in state.talk.barriers
    if not hindered or not studies or any(thing.beside_job(state.graph) for thing in studies):
        return None
    first = studies[0].programmes[0]
    return Asking(Kind.HOURS, Why.BARRIER, (first.id,), None, (first.evidence,))


def language(state: State) -> Asking | None:
    """Ask for the language, where it is a barrier and none was wished for; else about what is not taught in it."""
    if Barrier.LANGUAGE not in state.talk.barriers:
        return None
    wished = state.talk.wishes.get("language")
    if not wished:
        return Asking(Kind.LANGUAGE, Why.NOT_SAID)
    for thing in state.studies:
        for programme in thing.programmes:
            if wished not in programme.languages:
                about = (str(programme.id), wished)
                return Asking(Kind.LANGUAGE, Why.WISH, about, None, (programme.evidence,))
    return None


@dataclass(frozen=True, slots=True)
class _Side:
    """What two things may differ in; None where it is not known."""

    pay: bool
    place: Here
    years: float | None
    eqf: int


def _side(state: State, thing: Thing) -> _Side:
    return _Side(thing.pays(state.graph), thing.here, thing.years, thing.programmes[-1].eqf)


def difference(state: State) -> Asking | None:
    """Ask about what two things on the list differ in: two side by side, else the pair that differs least."""
    beside = state.talk.beside
    found = [
        (not all(thing.pick.name in beside for thing in (one, other)), len(aspects), aspects[0], one, other)
        for one, other in combinations(state.studies, 2)
        if (aspects := _aspects(_side(state, one), _side(state, other)))
    ]
    if not found:
        return None
    _, _, why, one, other = min(found, key=lambda each: each[:2])
    if why is Why.PAY and other.pays(state.graph):
        one, other = other, one
    evidence = tuple(dict.fromkeys(thing.programmes[-1].evidence for thing in (one, other)))
    return Asking(Kind.DIFFERENCE, why, (one.pick.name, other.pick.name), None, evidence)


def _aspects(one: _Side, other: _Side) -> tuple[Why, ...]:
    """What both are known to differ in, what matters most in a week of one's life first."""
    known = one.years is not None and other.years is not None
    differs = {
        Why.PAY: one.pay != other.pay,
        Why.PLACE: one.place is not other.place,
        Why.LENGTH: known and one.years != other.years,
        Why.LEVEL: one.eqf != other.eqf,
    }
    return tuple(why for why, apart in differs.items() if apart)


def apart(state: State) -> Asking | None:
    """Ask again about a statement answered "not sure" that would tell two things apart most; it names the one with more
    of it first.

    Programmes and routes are held against each other by what they teach, jobs by what they take.
    """
    made = [(thing, counts) for thing in state.things if (counts := _made_of(state, thing))]
    unsure = [one for one in state.graph.interests.values() if state.talk.likes.get(one.id) == Answer.UNSURE]
    telling = [
        (gap, interest, one, other)
        for interest in unsure
        for (one, ones), (other, others) in permutations(made, 2)
        if bool(one.programmes) == bool(other.programmes)
        and (gap := _part(ones, interest.groups) - _part(others, interest.groups)) >= TELLING
    ]
    if not telling:
        return None
    _, interest, one, other = max(telling, key=lambda each: each[0])
    return Asking(Kind.APART, Why.UNSURE, (interest.id, one.pick.name, other.pick.name))


def _made_of(state: State, thing: Thing) -> Mapping[str, int]:
    """How much of each skill group a thing holds, in levels: what its programmes teach, or what the job takes."""
    graph, counts = state.graph, Counter[str]()
    for programme in thing.programmes:
        for outcome in graph.outcomes_of(programme.id):
            counts[graph.skills[outcome.skill].group] += outcome.level
    if thing.role and not thing.programmes:
        for need in graph.needs_of(thing.role.id):
            counts[graph.skills[need.skill].group] += need.level
    return counts


def _part(counts: Mapping[str, int], groups: Iterable[str]) -> Fraction:
    return Fraction(sum(counts.get(group, 0) for group in {*groups}), sum(counts.values()))
