"""Two workers edit, undo and look, in any order, on forms that may be old: nothing is lost and nothing is overwritten.

The model is a dictionary of rows by table and key, kept by hand; what is edited on an older row must be refused, and
every revision that ever was must still be known, row by row.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from pathways.catalogue import Catalogue
from pathways.domain import nouns as n
from pathways.domain.editing import TOWN, Change, Overtaken, key_of, rows_of, taken_back, undone
from pathways.domain.errors import BrokenFacts
from pathways.domain.graph import Graph
from pathways.store import edits, schema
from pathways.store.cells import cells_of, noun_of
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.engine import make_engine
from tests import builders as b
from tests.worlds import whole_town

TOWN_FACTS = whole_town()
TABLES = ("roles", "skills", "outcomes", "needs", "feeds", "sources")


def by_key(facts):
    return {(table, key_of(table, row)): row for table in TABLES for row in rows_of(facts, table)}


def told_otherwise(row, word):
    """A row that says something else, and nothing that a rule forbids, unless its title is taken."""
    match row:
        case n.Role() if word < "c":
            return replace(row, eqf=2 + len(word) % 7)
        case n.Role() if word < "e":
            return replace(row, title=replace(row.title, da=f"{word} da"))
        case n.Role():
            return replace(row, eqf=2 + len(word) % 7, title=replace(row.title, en=f"{word} en"))
        case n.Skill():
            return replace(row, label=n.Text(f"{word} da", f"{word} en"))
        case n.Outcome() | n.Need():
            return replace(row, level=n.Level(1 + len(word) % 4))
        case n.Feeds():
            return replace(row, evidence=replace(row.evidence, as_of=str(2000 + len(word) % 20)))
        case _ if word < "c":
            return replace(row, published=str(2000 + len(word)))
        case _:
            return replace(row, title=word)


def columns(table, row):
    return None if row is None else cells_of(table, row)


def given_back(rows, changes):
    """What the rows say once an edit is taken back, column by column; None where later edits are in the way."""
    rows = dict(rows)
    for change in reversed(changes):
        was, left, now = (columns(change.table, row) for row in (
            change.before, change.after, rows.get((change.table, undone([change])[0].key)),
        ))  # fmt: skip
        if None in (was, left, now):
            if now != left:
                return None
            wanted = was
        else:
            touched = [column for column in now if was[column] != left[column]]
            if any(now[column] not in (was[column], left[column]) for column in touched):
                return None
            wanted = {**now, **{column: was[column] for column in touched}}
        rows.pop((change.table, undone([change])[0].key), None)
        if wanted is not None:
            row = noun_of(change.table, wanted)
            rows[change.table, key_of(change.table, row)] = row
    return rows


class TwoWorkers(RuleBasedStateMachine):
    """Rules name what somebody does; each says beforehand, from the model alone, what must come of it."""

    shown = Bundle("shown")

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        url = f"sqlite:///{self.folder / 'town.db'}"
        engine = make_engine(url)
        schema.upgrade(engine)
        engine.dispose()
        self.workers = [Catalogue(make_engine(url)) for _ in range(2)]
        first = self.workers[0].replace(TOWN_FACTS, self.hand())
        self.rows, self.past, self.made = by_key(TOWN_FACTS), {first: TOWN_FACTS}, {}

    def teardown(self):
        for worker in getattr(self, "workers", ()):
            worker.close()
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)

    def hand(self, **more):
        return Hand(datetime.now(UTC), more.pop("via", Via.FORM), **more)

    @rule(target=shown, worker=st.integers(0, 1), table=st.sampled_from(TABLES), at=st.integers(0, 9))
    def look(self, worker, table, at):
        """Open the form of a row: what it shows may be old when it is sent."""
        rows = rows_of(self.workers[worker].graph().facts, table)
        return (table, rows[at % len(rows)]) if rows else (TOWN, None)

    @rule(worker=st.integers(0, 1), form=shown, word=st.text("abcdef", min_size=1, max_size=6))
    def edit(self, worker, form, word):
        table, row = form
        if row is not None:
            self.send(worker, (Change(table, row, told_otherwise(row, word)),))

    @rule(worker=st.integers(0, 1), word=st.text("abcdef", min_size=1, max_size=6))
    def edit_again(self, worker, word):
        """Edit the row that was edited last, as it stands now: so that edits lie over each other."""
        if self.made:
            (*_, change) = self.made[max(self.made)]
            row = self.rows.get((change.table, change.key))
            if row is not None:
                self.send(worker, (Change(change.table, row, told_otherwise(row, word)),))

    @rule(worker=st.integers(0, 1), form=shown)
    def remove(self, worker, form):
        table, row = form
        if row is not None:
            self.send(worker, (Change(table, row, None),))

    @rule(worker=st.integers(0, 1), programme=st.sampled_from(["college", "master", "night"]),
          skill=st.sampled_from(["r", "sql"]), level=st.integers(1, 4))  # fmt: skip
    def add(self, worker, programme, skill, level):
        self.send(worker, (Change("outcomes", None, b.outcome(programme, skill, level)),))

    @rule(worker=st.integers(0, 1), back=st.sampled_from([1, 2, 2, 3, 6]))
    def undo(self, worker, back):
        """Take back one of the last edits, whoever made it, and whatever was made since in other columns."""
        made = sorted(self.made)[-back:]
        if not made:
            return
        changes = taken_back(self.workers[worker].graph().facts, self.made[made[0]])
        expected, newest = given_back(self.rows, self.made[made[0]]), max(self.past)
        self.send(worker, changes, via=Via.UNDO, undoes=made[0])
        if max(self.past) > newest:
            assert self.rows == expected, "an edit that was taken back took more along, or less"
        else:
            assert expected in (None, self.rows) or not valid(self.workers[worker].graph().facts, expected)

    def send(self, worker, changes, **more):
        """Send changes, and hold what comes of them against the model."""
        before = self.past[max(self.past)]
        rows, stale = dict(self.rows), False
        for change in changes:
            at = (change.table, change.key)
            stale = stale or rows.get(at) != change.before
            rows.pop(at, None)
            if change.after is not None:
                rows[change.table, key_of(change.table, change.after)] = change.after
        try:
            revision = self.workers[worker].change(lambda _: changes, self.hand(**more))
        except Overtaken:
            assert stale, "only who began with an older row is overtaken"
        except BrokenFacts:
            assert not stale
            assert not valid(self.workers[worker].graph().facts, rows), "what is valid was refused"
        else:
            assert not stale, "an older row was written over"
            assert revision == max(self.past) + 1
            after = self.workers[worker].graph().facts
            assert by_key(after) == rows
            assert all(getattr(after, one.name) == getattr(before, one.name) for one in fields(after)
                       if one.name not in TABLES)  # fmt: skip
            self.rows, self.past[revision], self.made[revision] = rows, after, changes

    @invariant()
    def both_workers_see_the_newest_and_all_that_was(self):
        if not getattr(self, "past", None):
            return
        newest = max(self.past)
        for worker in self.workers:
            graph = worker.graph()
            assert graph.revision == newest
            assert by_key(graph.facts) == self.rows
        with self.workers[1].rows() as session:
            listed = edits.edits(session)
            assert [one.revision for one in listed] == sorted(self.past, reverse=True)
            facts = self.workers[1].graph().facts
            for revision, then in list(self.past.items())[-4:]:
                assert edits.facts_at(session, facts, revision) == then


def valid(facts, rows):
    """Whether the rows of a model would form a graph, in whatever order."""
    tables = {table: tuple(row for (of, _), row in rows.items() if of == table) for table in TABLES}
    try:
        Graph(replace(facts, **tables))
    except BrokenFacts:
        return False
    return True


TestTwoWorkers = TwoWorkers.TestCase
TestTwoWorkers.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
