"""The one door to the facts: the newest graph out, edits in; and what is public of gap flags and openings.

An edit's graph is built before its rows are committed and published after, so that facts which break a rule
are never stored. Price: each edit costs a reload, and each process keeps a copy. Right for a catalogue that
staff edit; to be revisited beyond some 100,000 links or an edit a second.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from sqlmodel import Session

from pathways.config import HERE
from pathways.domain.editing import applied, differences
from pathways.domain.errors import BrokenFacts
from pathways.domain.graph import Graph
from pathways.domain.publishing import known_to, publish
from pathways.store import edits, esco_rows, flags, openings, sweeping
from pathways.store.amending import amend
from pathways.store.edit_tables import Via
from pathways.store.engine import snapshot, writer
from pathways.store.errors import EmptyCatalogue, explained
from pathways.store.reads import load_facts, load_graph, lock_revision
from pathways.store.retired import reused
from pathways.store.watch import RevisionWatch
from pathways.store.writes import bump_revision, replace_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import Engine

    from pathways.domain.classification import Classification
    from pathways.domain.editing import Change
    from pathways.domain.errors import Fault
    from pathways.domain.nouns import Facts
    from pathways.domain.publishing import Published
    from pathways.store.edits import Hand


Beside: TypeAlias = "Callable[[Session, int], None]"
"""What writes other rows with an edit, in the same transaction: it is told the edit's revision."""


class Newest(NamedTuple):
    """What a request sees: the newest graph, and how often flags and openings were written when it was asked for."""

    graph: Graph
    gaps: int


class Catalogue:
    """The database and the one graph published from it. Threads may share it; a process needs one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._watch = RevisionWatch(engine)
        self._published: Graph | None = None
        self._classified: tuple[int, Classification | None] = -1, None
        self._shown: tuple[tuple[int, int, date], Published] | None = None
        self._publishing, self._writing, self._classifying, self._showing = Lock(), Lock(), Lock(), Lock()

    @property
    def revision(self) -> int:
        """The number of the newest committed facts, in whichever process they were written."""
        with explained(self._engine):
            return self._watch.read().revision

    def graph(self) -> Graph:
        """The newest graph; loaded anew when any process has written. Ask once a request.

        Raises:
            EmptyCatalogue: no facts are loaded yet.
            StoreError: the database cannot be used; the message says what to do.

        """
        return self.newest().graph

    def newest(self) -> Newest:
        """The newest graph, and the count of what pages show beside it: with one question. Raises as `graph` does."""
        with explained(self._engine):
            written = self._watch.read()
        graph = self._published
        if graph is None or graph.revision != written.revision:
            graph = self._reload(written.revision)
        return Newest(graph, written.gaps)

    def published(self, now: datetime | None = None) -> Published:
        """All that is public of flags and openings, as far as the graph knows what they are about.

        Worked out once for all threads, and anew when any process wrote flags, openings or facts, or a day has begun.
        What was written after it was asked for may be in it, what was written before always is. Raises as `graph`.
        """
        today = (now or datetime.now(UTC)).astimezone(HERE).date()
        graph, gaps = self.newest()
        wanted = graph.revision, gaps, today
        with self._showing:
            if self._shown is None or self._shown[0] != wanted:
                with self.rows() as session:
                    every, said = flags.every(session), openings.history(session)
                sourced = {(one.role, one.year, one.organisation) for one in graph.facts.openings}
                self._shown = wanted, known_to(graph, publish(every, said, today, HERE, sourced))
            return self._shown[1]

    def _reload(self, newest: int) -> Graph:
        """Load and publish, once for all threads that wait for it."""
        with self._publishing:
            if self._published is None or self._published.revision != newest:
                with explained(self._engine), Session(snapshot(self._engine)) as session:
                    self._published = load_graph(session)
            return self._published

    @contextmanager
    def edit(self) -> Iterator[Session]:
        """Commit the block's rows only if they still form a valid graph.

        Writers queue up, in this process and among processes. The block must not commit.

        Raises:
            BrokenFacts: the rows form no valid graph; nothing was changed.
            StoreError: the database cannot be used; nothing was changed.

        """
        with self._writing, explained(self._engine), Session(writer(self._engine)) as session:
            lock_revision(session)
            yield session
            self._publish_next(session)

    def change(
        self,
        wanted: Callable[[Facts], Sequence[Change]],
        hand: Hand,
        beside: Beside | None = None,
    ) -> int:
        """Make changes of the facts as they stand when it is our turn to write, and remember who made them.

        Args:
            wanted: gives the changes; what it raises is passed on, and nothing is changed.
            hand: who makes them, when and why.
            beside: writes other rows in the same transaction, told the revision: a proposal that is accepted with it.
                What it raises is passed on, and nothing is changed. Not asked where there was nothing to change.

        Returns:
            The revision that they made; that of now where there was nothing to change.

        Raises:
            Overtaken: rows were changed meanwhile; it says which, and how they stand.
            BrokenFacts: the facts would form no valid graph; every reason is listed.
            StoreError: the database cannot be used.

        """
        with self._writing, explained(self._engine), Session(writer(self._engine)) as session:
            revision = lock_revision(session)
            graph = self._published
            before = (graph if graph is not None and graph.revision == revision else load_graph(session)).facts
            after, made = applied(before, wanted(before))
            if not made:
                return revision
            fresh = _checked(after, revision + 1, reused(session, before, after))
            amend(session, before, after, made)
            edits.remember(session, made, hand, revision + 1)
            if beside is not None:
                beside(session, revision + 1)
            self._publish_next(session, fresh)
            return revision + 1

    def reused(self, facts: Facts) -> tuple[Fault, ...]:
        """Name what `change` would refuse of facts that are to take the place of those of now, though they are valid.

        Raises as `graph` does.
        """
        before = self.graph().facts
        with self.rows() as session:
            return reused(session, before, facts)

    def replace(self, facts: Facts, hand: Hand, digest: str = "") -> int:
        """Put other facts in the place of all that are there, and remember what that changed. Gives the revision.

        Raises:
            BrokenFacts: they form no valid graph; nothing was changed.
            StoreError: the database cannot be used.

        """
        with self._writing, explained(self._engine), Session(writer(self._engine)) as session:
            revision = lock_revision(session)
            try:
                made = differences(load_facts(session), facts)
            except EmptyCatalogue:
                made, hand = (), replace(hand, via=Via.BEGIN)
            fresh = Graph(facts, revision + 1)
            replace_catalogue(session, facts, digest)
            edits.remember(session, made, hand, revision + 1)
            self._publish_next(session, fresh)
            return revision + 1

    def _publish_next(self, session: Session, fresh: Graph | None = None) -> None:
        """Raise the revision, and commit and publish what the tables say now: `fresh`, where that is known already."""
        bump_revision(session)
        if fresh is None:
            fresh = load_graph(session)
        elif load_facts(session) != fresh.facts:
            raise AssertionError("The tables do not say what was written. Nothing was changed.")
        with self._publishing:
            session.commit()
            self._published = fresh

    @contextmanager
    def rows(self, *, write: bool = False) -> Iterator[Session]:
        """Open what is not catalogue (accounts, talks): one transaction, no revision, no graph.

        With `write` it is committed at the end of the block, and other writers wait for it.

        Raises:
            StoreError: the database cannot be used; nothing was changed.

        """
        engine = writer(self._engine) if write else snapshot(self._engine)
        with explained(self._engine), Session(engine, expire_on_commit=False) as session:
            yield session
            if write:
                session.commit()

    def sweep(self, patience_s: float = sweeping.PATIENCE_S) -> bool:
        """Make sure that no byte is left of what was deleted; outside of any transaction, and it raises nothing.

        False when others were in the way: it is then owed, and a server tries again by itself.
        """
        return sweeping.sweep(self._engine, patience_s)

    @property
    def engine(self) -> Engine:
        """The engine, for upkeep that no transaction can hold: checkpoints and VACUUM."""
        return self._engine

    def classification(self) -> Classification | None:
        """The ESCO that was imported last, by any process; None when none was. Read once and kept.

        Raises:
            StoreError: the database cannot be used; the message says what to do.

        """
        revision = self.revision
        with self._classifying:
            seen, kept = self._classified
            if seen != revision:
                with explained(self._engine), Session(snapshot(self._engine)) as session:
                    version = esco_rows.read_version(session)
                    if (kept.version if kept else None) != version:
                        kept = esco_rows.read_classification(session)
                self._classified = revision, kept
            return kept

    def replace_classification(self, classification: Classification) -> bool:
        """Put a classification in the place of the one that is there; False when it is the very same.

        The town is left alone. The revision rises, so that pages made with the old one are made anew.

        Raises:
            StoreError: the database cannot be used; nothing was changed.

        """
        with self._writing, explained(self._engine), Session(writer(self._engine)) as session:
            lock_revision(session)
            if esco_rows.read_version(session) == classification.version:
                return False
            esco_rows.replace_classification(session, classification)
            bump_revision(session)
            session.commit()
        return True

    def close(self) -> None:
        """Let go of every connection."""
        self._watch.close()
        self._engine.dispose()


def _checked(facts: Facts, revision: int, more: tuple[Fault, ...]) -> Graph:
    """Refuse facts before anything is written: a broken rule names its row and column, a broken key does not.

    Raises:
        BrokenFacts: with every rule that they break, and `more`.
    """
    try:
        graph = Graph(facts, revision)
    except BrokenFacts as error:
        raise BrokenFacts((*error.faults, *more)) from None
    if more:
        raise BrokenFacts(more)
    return graph
