"""Questions about what stands at the doors: levels not said, conditions not spoken of, dates that come first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pathways.domain.asking_state import Asking, Kind, Why
from pathways.domain.conditions import SUBJECT_LEVELS, Amount, Subject, Token, Verdict, atoms
from pathways.domain.deadlines import deadlines, deadlines_of
from pathways.domain.network import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathways.domain.asking_state import Open, State, Thing
    from pathways.domain.conditions import Condition
    from pathways.domain.deadlines import Deadline

_YEAR: Final = re.compile(r"[0-9]{4}")
NOT_ASKED: Final = frozenset({"age"})
"""What conditions may ask for and nobody is asked in a talk: it holds no birthday."""


def level(state: State) -> Asking | None:
    """Ask for the level of the subject that most doors turn on; of equals the one asked for first."""
    if not state.start:
        return None
    doors: dict[str, dict[str, tuple[Subject, Open]]] = {}
    for one in state.open:
        if one.verdict is Verdict.UNKNOWN and _of_subjects(one.clause):
            for subject in _unsaid(state, one.clause)[:1]:
                doors.setdefault(subject.subject, {}).setdefault(one.programme.id, (subject, one))
    if not doors:
        return None
    most = max(doors.values(), key=lambda found: (_listed(found), len(found)))
    subject, one = next(iter(most.values()))
    return Asking(Kind.LEVEL, one.why, (subject.subject, subject.level, one.programme.id), None, (one.evidence,))


def _listed(found: dict[str, tuple[Subject, Open]]) -> bool:
    return any(one.why is Why.ON_LIST for _, one in found.values())


def _of_subjects(clause: Condition) -> bool:
    return all(isinstance(atom, Subject) for atom in atoms(clause))


def _unsaid(state: State, clause: Condition) -> list[Subject]:
    held = state.held
    said = {*held.subjects, *held.without}
    return [atom for atom in atoms(clause) if isinstance(atom, Subject) and atom.subject not in said]


def raising(state: State) -> Asking | None:
    """Ask what it would take to raise a subject that is too low for something on the list: the smallest step first."""
    found = [
        (_step(state, atom), one, atom)
        for one in state.open
        if one.verdict is Verdict.MISSING and one.why is Why.ON_LIST and _of_subjects(one.clause)
        for atom in atoms(one.clause)
        if isinstance(atom, Subject) and _step(state, atom) > 0
    ]
    if not found:
        return None
    _, one, atom = min(found, key=lambda each: each[0])
    passed = state.held.subjects.get(atom.subject, "")
    about = (atom.subject, atom.level, str(one.programme.id), passed)
    return Asking(Kind.RAISE, Why.ON_LIST, about, one.clause, (one.evidence,))


def _step(state: State, atom: Subject) -> int:
    """How many levels are missing; nothing passed counts as below all of them."""
    passed = state.held.subjects.get(atom.subject)
    has = SUBJECT_LEVELS.index(passed) if passed else -1
    return SUBJECT_LEVELS.index(atom.level) - has


def condition(state: State) -> Asking | None:
    """Ask about a condition of something on the list that has not been spoken of, and is no school subject."""
    for one in state.open:
        if one.verdict is Verdict.UNKNOWN and one.why is Why.ON_LIST:
            for of, id in _not_spoken_of(state, one.clause):
                return Asking(Kind.CONDITION, one.why, (of, id, one.programme.id), one.clause, (one.evidence,))
    return None


def _not_spoken_of(state: State, clause: Condition) -> Iterator[tuple[str, str]]:
    held = state.held
    for atom in atoms(clause):
        if isinstance(atom, Amount) and atom.of not in {*held.amounts, *NOT_ASKED}:
            yield atom.of, ""
        elif isinstance(atom, Token) and atom.of != UNSEEN and (atom.of, atom.id) not in held.tokens:
            yield atom.of, atom.id


def unseen(state: State) -> Asking | None:
    """Ask who can tell what a programme on the list asks for, where no source shows it."""
    for one in state.open:
        if one.why is Why.ON_LIST and isinstance(one.clause, Token) and one.clause.of == UNSEEN:
            return Asking(Kind.UNSEEN, one.why, (one.programme.id,), None, (one.evidence,))
    return None


def deadline(state: State) -> Asking | None:
    """Ask how the next step fits a deadline of something on the list that comes before its day."""
    by = state.talk.next_on
    if by is None or not state.talk.next_step:
        return None
    found = [one for thing in state.things for one in _deadlines(state, thing) if one.on and state.today <= one.on < by]
    if not found:
        return None
    first = min(found, key=lambda one: str(one.on))
    about = (str(first.programme.id), str(first.on), first.practical.id)
    return Asking(Kind.DEADLINE, Why.DEADLINE, about, None, (first.practical.evidence,))


def _deadlines(state: State, thing: Thing) -> Iterator[Deadline]:
    """The deadlines of a thing for the year wished for, or, when none is, for this year and the next."""
    wished, first = state.talk.wishes.get("year", ""), state.today.year
    years = (int(wished),) if _YEAR.fullmatch(wished) else (first, first + 1)
    for year in years:
        if thing.route:
            yield from deadlines(state.graph, thing.route, year)
        else:
            for programme in thing.programmes:
                yield from deadlines_of(state.graph, programme, year)
