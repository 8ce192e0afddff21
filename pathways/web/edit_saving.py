"""An edit that was typed, made: at once by an editor, or refused with every reason at its field.

Two who edit the same row at once: the second is shown what the first made of it, field by field, with both brought
together as far as they go, and saves again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from pathways.config import HERE
from pathways.domain.checks import CUT_DATE
from pathways.domain.editing import TOWN, Change, Overtaken, applied, days_of, identity_of, key_of, merged
from pathways.domain.errors import BrokenFacts
from pathways.domain.graph import Graph
from pathways.domain.rules import key as fault_key
from pathways.domain.saying import said
from pathways.store.cells import NotReadable, cells_of, noun_of
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.web.edit_fields import columns_of, typed_of
from pathways.web.edit_names import name_of
from pathways.web.signed_in import catalogue, now, own_account

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from pathways.catalogue import Beside
    from pathways.domain.editing import Noun
    from pathways.domain.errors import Fault
    from pathways.domain.nouns import Facts
    from pathways.web.edit_fields import Typed
    from pathways.web.edit_reading import Problem


THERE_ALREADY: Final = said("There is such a row already."), said("Edit that one, or choose another id.")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another row that would break a rule: which, and what is wrong with it."""

    table: str
    name: str
    key: tuple[str, ...]
    column: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """A row that somebody else edited first. `row` is None where it is gone; `typed` brings both edits together.

    `base` is what the form of the merged row begins with; `theirs` the columns that they changed, and how they stand.
    """

    row: Noun | None
    typed: Typed
    theirs: Mapping[str, str]
    clashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an edit: its revision, or why it was not made."""

    revision: int | None = None
    problems: Mapping[str, Sequence[Problem]] = field(default_factory=dict)
    elsewhere: tuple[Elsewhere, ...] = ()
    meanwhile: Meanwhile | None = None
    is_decided: bool = False
    """Whether the proposal that the form was filled in from does not wait any more."""


def own_hand(why: str, via: Via = Via.FORM) -> Hand:
    """Say whose edit it is: of whoever is signed in, now."""
    account = own_account()
    return Hand(now(), via, why, account.id, account.organisation_id)


def make(changes: tuple[Change, ...], hand: Hand, beside: Beside | None = None) -> Outcome:
    """Make changes, of which the last is the row that the form is about.

    `beside` is written in the same moment (`pathways.catalogue.Catalogue.change`).
    """
    return _tried(changes, lambda: catalogue().change(lambda facts: dated(changes, facts, hand.at), hand, beside))


def checked(changes: tuple[Change, ...]) -> Outcome:
    """See whether changes could be made now; the revision is that of now."""

    def look() -> int:
        graph = catalogue().graph()
        Graph(applied(graph.facts, dated(changes, graph.facts, now()))[0])
        return graph.revision

    return _tried(changes, look)


def _tried(changes: tuple[Change, ...], make_it: Callable[[], int]) -> Outcome:
    *_beside, change = changes
    try:
        return Outcome(make_it())
    except Overtaken as error:
        if change.before is None and key_of(change.table, change.after) in {one.key for one in error.changes}:
            return Outcome(problems={identity_of(change.table)[0]: [THERE_ALREADY]})
        return Outcome(meanwhile=_meanwhile(change, error))
    except BrokenFacts as error:
        return refused(change, error.faults, lambda: applied(catalogue().graph().facts, changes)[0])


def dated(changes: tuple[Change, ...], facts: Facts, at: datetime) -> tuple[Change, ...]:
    """Move the day of the facts on to that of an edit which tells of a later one: of the future nothing is known."""
    today = at.astimezone(HERE).date().isoformat()
    told = [day for change in changes if change.after is not None for day in days_of(change.after)]
    days = [day for day in told if CUT_DATE.fullmatch(day)]  # others are refused with their row
    if any(facts.town.as_of[: len(day)] < day <= today[: len(day)] for day in days):
        if any(change.table == TOWN for change in changes):
            return changes
        return Change(TOWN, facts.town, replace(facts.town, as_of=today)), *changes
    return changes


def refused(change: Change, faults: Sequence[Fault], facts: Callable[[], Facts]) -> Outcome:
    """Sort the reasons: those at a column of the row itself, and those of other rows."""
    columns = columns_of(change.table)
    problems: dict[str, list[Problem]] = {}
    elsewhere = []
    for fault in faults:
        own = change.after is not None and fault.table == change.table and fault.row == _called(change)
        if own and fault.column in columns:
            problems.setdefault(fault.column, []).append((fault.problem, fault.remedy))
            continue
        elsewhere.append(_elsewhere(fault, facts()))
        if fault.table == change.table and fault.column in _changed_columns(change):  # as when both have one title
            problems.setdefault(fault.column, []).append((fault.problem, fault.remedy))
    return Outcome(problems=problems, elsewhere=tuple(elsewhere))


def _changed_columns(change: Change) -> frozenset[str]:
    before, after = (cells_of(change.table, row) if row is not None else {} for row in (change.before, change.after))
    return frozenset(column for column, cell in after.items() if cell != before.get(column))


def _called(change: Change) -> str:
    row: Any = change.after
    return str(row.id) if change.table == TOWN else fault_key(row)


def _elsewhere(fault: Fault, facts: Facts) -> Elsewhere:
    row = facts.town if fault.table == TOWN else getattr(facts, fault.table)[fault.index]
    named = name_of(fault.table, row)
    return Elsewhere(fault.table, named, key_of(fault.table, row), fault.column, fault.problem, fault.remedy)


def _meanwhile(change: Change, error: Overtaken) -> Meanwhile:
    found = [row for one, row in zip(error.changes, error.now, strict=True) if one.table == change.table]
    theirs = found[-1] if found else None
    mine = change.after if change.after is not None else change.before
    if theirs is None or change.before is None:
        return Meanwhile(None, typed_of(change.table, mine), {}, ())
    both = merged(change.before, mine, theirs)
    was, is_now = (typed_of(change.table, row) for row in (change.before, theirs))
    changed = {column: cell for column, cell in is_now.items() if cell != was[column]}
    typed = typed_of(change.table, both.row)
    return Meanwhile(theirs, typed, changed, tuple(column for column in changed if typed[column] != changed[column]))


def sealed(table: str, row: Noun) -> str:
    """What a form carries along of the row that it began with."""
    return json.dumps(cells_of(table, row), ensure_ascii=False)


def unsealed(table: str, carried: str) -> Noun | None:
    """The row that a form began with; None for what none of our forms carries."""
    try:
        cells = json.loads(carried)
        right = isinstance(cells, dict) and all(isinstance(cell, str) for cell in cells.values())
        return noun_of(table, cells) if right and set(cells) == set(columns_of(table)) else None
    except (ValueError, NotReadable, KeyError, RecursionError):
        return None
