"""Edits of the facts: what they say after one, what two versions differ in, and what takes an edit back.

    Change      one row of one table: added (`before` is None), removed (`after` is None) or told otherwise
    applied     the facts with changes made, or the changes that no longer fit
    differences the changes that lead from one version of the facts to another
    undone      the changes that take others back
    taken_back  the same as the facts are now: with what was changed since in other fields left as it is

A row is known by its key: its id, or the nouns that it ties together. Facts that were changed are not checked here:
`pathways.domain.graph.Graph` does, and lists every rule they break. The town itself is a row of the table `town`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pathways.domain import nouns as n
from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

Noun: TypeAlias = Any  # one of `pathways.domain.nouns`; which one, the table says
Key: TypeAlias = "tuple[str, ...]"

TOWN: Final = "town"
TABLES: Final = tuple(field.name for field in fields(n.Facts))
"""Every table, the town first."""
_ENDS: Final[Mapping[str, tuple[str, ...]]] = {
    "admissions": ("programme", "origin"),
    "outcomes": ("programme", "skill"),
    "needs": ("role", "skill"),
    "feeds": ("programme", "role"),
    "workplaces": ("role", "organisation"),
    "steps": ("origin", "role"),
    "openings": ("role", "organisation", "year"),
}
"""The fields that a row without an id is known by; an admission also by its condition, or its words."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row told otherwise. Of `before` and `after` at least one is there.

    `place` is where in its table the row stands, from 0: where it stood before, for one that was added where it came
    to stand. None is the end.
    """

    table: str
    before: Noun | None
    after: Noun | None
    place: int | None = None

    @property
    def key(self) -> Key:
        """What the row is known by, before it was changed."""
        return key_of(self.table, self.after if self.before is None else self.before)


class Overtaken(PathwaysError):
    """Changes that do not fit any more: their row was changed, removed or added meanwhile.

    `now` gives, for each of `changes`, the row as it stands, None when there is none.
    """

    def __init__(self, changes: tuple[Change, ...], now: tuple[Noun | None, ...]) -> None:
        told = ", ".join(f"{each.table} {'/'.join(each.key)}" for each in changes)
        super().__init__(f"Changed meanwhile: {told}.")
        self.changes, self.now = changes, now


def identity_of(table: str) -> tuple[str, ...]:
    """The fields that say which row of its table it is, and that no edit of it changes."""
    return _ENDS.get(table, ("id",))


def ends_of(table: str, row: Noun) -> Key:
    """The nouns that a row is about: its id, or those it ties together."""
    return tuple(str(getattr(row, name)) for name in identity_of(table))


def key_of(table: str, row: Noun) -> Key:
    """What tells a row from all others of its table in valid facts."""
    if table != "admissions":
        return ends_of(table, row)
    text = row.condition_text
    words = repr(row.condition) if row.condition else f"{text.da} | {text.en}" if text else ""
    return (*ends_of(table, row), words)


def rows_of(facts: n.Facts, table: str) -> tuple[Noun, ...]:
    """The rows of a table in their order; the town is the one row of `town`. Raises `AttributeError` for no table."""
    found: tuple[Noun, ...] = (facts.town,) if table == TOWN else getattr(facts, table)
    return found


def find(facts: n.Facts, table: str, key: Key) -> Noun | None:
    """The row of that key, None when there is none."""
    return next((row for row in rows_of(facts, table) if key_of(table, row) == key), None)


def applied(facts: n.Facts, changes: Sequence[Change]) -> tuple[n.Facts, tuple[Change, ...]]:
    """Make changes, each on what those before it left.

    Returns:
        The facts, and the changes as they were made: with the places their rows stood or came to stand in.

    Raises:
        Overtaken: naming every change whose row is not there as it says, or there already.
    """
    tables: dict[str, _Rows] = {}
    made: list[Change] = []
    stale: list[tuple[Change, Noun | None]] = []
    for change in changes:
        if change.table not in tables:
            tables[change.table] = _Rows(change.table, rows_of(facts, change.table))
        table = tables[change.table]
        at = table.find(change)
        now = None if at is None else table.rows[at]
        if now != change.before:
            stale.append((change, now))
        else:
            made.append(replace(change, place=table.put(change, at)))
    if stale:
        raise Overtaken(tuple(change for change, _ in stale), tuple(now for _, now in stale))
    return replace(facts, **{name: _whole(name, table.rows) for name, table in tables.items()}), tuple(made)


class _Rows:
    """The rows of a table while they are changed. Most stand where their change says; only others are searched for."""

    def __init__(self, table: str, rows: Iterable[Noun]) -> None:
        self.rows = list(rows)
        self._keys = [key_of(table, row) for row in self.rows]
        self._known = Counter(self._keys)  # two rows may bear one key between two changes

    def find(self, change: Change) -> int | None:
        """Where the row of that key stands; None when there is none."""
        key, place = change.key, change.place
        if not self._known[key]:
            return None
        if place is not None and place < len(self._keys) and self._keys[place] == key:
            return place
        return self._keys.index(key)

    def put(self, change: Change, at: int | None) -> int:
        """Make one change; give its place."""
        if at is None:
            at = len(self.rows) if change.place is None else min(change.place, len(self.rows))
            self.rows.insert(at, change.after)
            self._keys.insert(at, change.key)
            self._known[change.key] = 1  # `find` says None where there is none
            return at
        self._known[self._keys[at]] -= 1
        if change.after is None:
            del self.rows[at], self._keys[at]
        else:
            self.rows[at], self._keys[at] = change.after, key_of(change.table, change.after)
            self._known[self._keys[at]] += 1
        return at


def _whole(table: str, rows: list[Noun]) -> Any:  # noqa: ANN401  # a town, or the rows of one noun
    return rows[0] if table == TOWN else tuple(rows)


def undone(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Give what takes changes back: the last of them first."""
    return tuple(replace(change, before=change.after, after=change.before) for change in reversed(changes))


def differences(old: n.Facts, new: n.Facts) -> tuple[Change, ...]:
    """List what one must do to the old facts for them to say what the new ones say.

    Removals come first, the last row first, then rows told otherwise, then additions, each in the order of the tables
    and of the rows. Where only the order differs there is no difference. Rows without an id whose key changed count as
    told otherwise where one of the same nouns went and one came.
    """
    gone, told, come = [], [], []
    for table in TABLES:
        removed, changed, added = _compared(table, rows_of(old, table), rows_of(new, table))
        gone += removed
        told += changed
        come += added
    return (*gone[::-1], *told, *come)


def _compared(table: str, old: Sequence[Noun], new: Sequence[Noun]) -> tuple[list[Change], list[Change], list[Change]]:
    """What went, what is told otherwise and what came, in one table."""
    if table == TOWN:
        return [], [Change(table, old[0], new[0], 0)] if old != new else [], []
    before = {key_of(table, row): (at, row) for at, row in enumerate(old)}
    after = {key_of(table, row): (at, row) for at, row in enumerate(new)}
    gone = {key: found for key, found in before.items() if key not in after}
    come = {key: found for key, found in after.items() if key not in before}
    told = [
        Change(table, row, after[key][1], at)
        for key, (at, row) in before.items()
        if key in after and after[key][1] != row
    ]
    if table in _ENDS:
        told += _renamed(table, gone, come)
    told.sort(key=lambda change: change.place or 0)
    return (
        [Change(table, row, None, at) for at, row in gone.values()],
        told,
        [Change(table, None, row, at) for at, row in come.values()],
    )


def _renamed(table: str, gone: dict[Key, tuple[int, Noun]], come: dict[Key, tuple[int, Noun]]) -> list[Change]:
    """Take out the pairs where of the same nouns one row went and one came."""
    went, came = (_by(found, lambda row: ends_of(table, row)) for found in (gone, come))
    pairs = [(went[ends][0], came[ends][0]) for ends in went if len(went[ends]) == len(came.get(ends, ())) == 1]
    return [
        Change(table, row, other, at)
        for (at, row), (_, other) in ((gone.pop(old), come.pop(new)) for old, new in pairs)
    ]


def _by(found: Mapping[Key, tuple[int, Noun]], group: Callable[[Noun], Hashable]) -> Mapping[Hashable, list[Key]]:
    groups: defaultdict[Hashable, list[Key]] = defaultdict(list)
    for key, (_, row) in found.items():
        groups[group(row)].append(key)
    return groups


@dataclass(frozen=True, slots=True)
class Merged:
    """A row that brings two changes of one row together, and the fields that both changed, and not alike."""

    row: Noun
    clashes: tuple[str, ...]


_PARTED: Final = (n.Text, n.Evidence, n.Interval, n.Esco)
"""What a form asks for part by part: two may fill in a part each."""


def merged(base: Noun, mine: Noun, theirs: Noun) -> Merged:
    """Bring together what two made of the same row, field by field; where both changed one, mine stands in `row`.

    The languages of a text and the parts of evidence, of an interval and of a concept are fields of their own; a clash
    names the field of the row.
    """
    taken: dict[str, object] = {}
    clashes = []
    for field in fields(base):
        was, here, there = (getattr(row, field.name) for row in (base, mine, theirs))
        taken[field.name], clash = _brought_together(was, here, there)
        if clash:
            clashes.append(field.name)
    return Merged(replace(theirs, **taken), tuple(clashes))


def _brought_together(was: object, here: object, there: object) -> tuple[object, bool]:
    if here == was:
        return there, False
    if there in (was, here):
        return here, False
    if all(isinstance(value, _PARTED) for value in (was, here, there)):
        both = merged(was, here, there)
        return both.row, bool(both.clashes)
    return here, True


def changed_fields(change: Change) -> tuple[str, ...]:
    """The fields of a row that was told otherwise which differ, in their order; none for one that came or went."""
    if change.before is None or change.after is None:
        return ()
    return tuple(
        field.name
        for field in fields(change.before)
        if getattr(change.before, field.name) != getattr(change.after, field.name)
    )


def taken_back(facts: n.Facts, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Give what takes an edit back as the facts stand now.

    Of a row that was changed since only the fields that the edit changed are given back, if they are still as it left
    them. A day of the facts that moved on with the edit stays where it moved on again, or something was told of a later
    day than the one before. What was changed since in the same field does not fit; making it raises `Overtaken`.
    """
    day = next((change for change in changes if len(changes) > 1 and _moves_the_day(change)), None)
    wanted = undone([change for change in changes if change is not day])
    now: dict[int, Noun | None] = {}
    try:
        applied(facts, wanted)
    except Overtaken as error:
        now = dict(zip(map(id, error.changes), error.now, strict=True))
    given = [_given_back(change, now[id(change)]) if id(change) in now else change for change in wanted]
    back = tuple(change for change in given if change.before != change.after) or wanted
    if day is None or day.before is None or facts.town != day.after:
        return back
    try:
        later = _told_after(day.before.as_of, applied(facts, back)[0])
    except Overtaken:
        return back
    return back if later else (*back, *undone([day]))


def _moves_the_day(change: Change) -> bool:
    return change.table == TOWN and changed_fields(change) == ("as_of",)


def _told_after(day: str, facts: n.Facts) -> bool:
    """Whether any row tells of a day after this one."""
    rows = (row for table in TABLES if table != TOWN for row in rows_of(facts, table))
    return any(told > day[: len(told)] for row in rows for told in days_of(row))


def days_of(row: Noun) -> Iterator[str]:
    """Give the days that a row tells of, cut to what is known: since when, or when, it was so."""
    evidence = getattr(row, "evidence", None)
    days = (evidence and evidence.as_of, getattr(row, "last_seen", None), getattr(row, "published", None))
    return (day for day in days if day)


def _given_back(change: Change, now: Noun | None) -> Change:
    """The change on the row as it is now, if nobody else changed the same fields; else as it was."""
    if change.before is None or change.after is None or now is None:
        return change
    both = merged(change.before, change.after, now)
    return change if both.clashes else replace(change, before=now, after=both.row)


def squashed(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Many changes one after the other as the few that lead to the same: what is new since a day, row by row.

    In the order in which the rows were first changed; a row that is as it was is left out.
    """
    first: dict[tuple[str, Key], Change] = {}
    for change in changes:
        at = (change.table, change.key)
        begun = first.pop(at, None)
        whole = change if begun is None else replace(begun, after=change.after)
        end = whole.after if whole.after is not None else whole.before
        if whole.before != whole.after:
            first[change.table, key_of(change.table, end)] = whole
    return tuple(first.values())
