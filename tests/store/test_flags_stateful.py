"""Whatever anybody does, in whatever order: no flag is lost, no event changes, none is renumbered or skipped."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pathways.catalogue import Catalogue
from pathways.domain.flags import Action, Actor, Meanwhile, NotAllowed
from pathways.store import flags
from pathways.store.engine import make_engine
from pathways.store.schema import upgrade
from tests.domain.test_flags import ALLOWED
from tests.histories import begun, next_event

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from pathways.domain.flags import Event


SAME = "flag_id, number, at, actor, organisation_id, 1, action"
FORGERIES = (
    "UPDATE flag_event SET number = number + 1",
    "UPDATE flag_event SET said = '{}'",
    "UPDATE flag SET id = id || '-' || company_id",
    "DELETE FROM flag_event",
    "DELETE FROM flag",
    f"INSERT OR REPLACE INTO flag_event SELECT {SAME}, '{{}}' FROM flag_event",
    f"INSERT INTO flag_event SELECT {SAME.replace('number', 'max(number) + 2')}, said FROM flag_event GROUP BY flag_id",
)


@cache
def empty() -> Engine:
    """Make a database with tables, once: every example begins with a copy of it."""
    engine = make_engine("sqlite://")
    upgrade(engine)
    return engine


def copy_of_empty() -> Catalogue:
    engine = make_engine("sqlite://")
    source, target = empty().raw_connection(), engine.raw_connection()
    with closing(source), closing(target):
        source.driver_connection.backup(target.driver_connection)
    return Catalogue(engine)


def told_of(events: tuple[Event, ...], missed: list[Event]) -> None:
    """Who acts too late is told exactly what was missed, and something was."""
    assert list(events) == missed != []


class Flags(RuleBasedStateMachine):
    """The store beside a plain list of what was said."""

    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.catalogue = copy_of_empty()
        self.said: dict[str, list] = {}
        self.numbers = count(1)
        self.written = 0

    def teardown(self) -> None:
        self.catalogue.close()

    @rule(target=ids, unmapped=st.booleans())
    def flag(self, unmapped):
        id = f"f{next(self.numbers)}"
        event = begun(unmapped=unmapped).events[0]
        with self.catalogue.rows(write=True) as session:
            flags.flag(session, id, event)
        self.said[id] = [event]
        return id

    @rule(id=ids, action=st.sampled_from(Action), actor=st.none() | st.sampled_from(Actor), behind=st.integers(0, 3))
    def act(self, id, action, actor, behind):
        """Somebody acts who may have read less than was said."""
        said = self.said[id]
        seen = max(1, len(said) - behind)
        made = []

        def event(flag):
            made.append((flag.state, next_event(flag, action, actor)))
            return made[0][1]

        try:
            with self.catalogue.rows(write=True) as session:
                flags.add(session, id, event, seen)
        except Meanwhile as told:
            told_of(told.events, said[seen:])
        except NotAllowed:
            state, refused = made[0]
            own_words = refused.action is Action.MAP
            assert (state, refused.actor, refused.action) not in ALLOWED or own_words
            assert seen == len(said)
        else:
            state, done = made[0]
            assert (state, done.actor, done.action) in ALLOWED
            assert seen == len(said)
            said.append(done)

    @rule(id=ids, first=st.sampled_from(Action), second=st.sampled_from(Action))
    def two_act_at_once(self, id, first, second):
        """Both have read the same; whoever comes second gets exactly what the first one did, or acts alone."""
        seen, before = len(self.said[id]), list(self.said[id])
        self.act(id, first, None, 0)
        done = self.said[id][seen:]
        try:
            with self.catalogue.rows(write=True) as session:
                kept = flags.add(session, id, lambda flag: next_event(flag, second), seen)
        except Meanwhile as told:
            told_of(told.events, done)
        except NotAllowed:
            assert done == []
        else:
            assert done == []
            self.said[id].append(kept.events[-1])
        assert self.said[id][:seen] == before

    @precondition(lambda self: self.said)
    @rule(statement=st.sampled_from(FORGERIES))
    def forge(self, statement):
        with pytest.raises(IntegrityError), self.catalogue.rows(write=True) as session:
            session.execute(text(statement))

    @rule(years=st.integers(0, 3))
    def years_go_by(self, years):
        today = begun().ask.by.replace(year=2027 + years)
        with self.catalogue.rows(write=True) as session:
            before = {each.id: each for each in flags.every(session)}
            lapsed = flags.lapse(session, today, begun().since)
            after = {each.id: each for each in flags.every(session)}
        moved = [id for id in before if after[id] != before[id]]
        assert len(moved) == lapsed
        for id in moved:
            assert after[id].events[-1].action is Action.LAPSE
            self.said[id].append(after[id].events[-1])

    @invariant()
    def everything_said_is_there_as_it_was_said(self):
        with self.catalogue.rows() as session:
            kept = {each.id: list(each.events) for each in flags.every(session)}
            written = session.execute(text("SELECT number FROM gap_counter")).scalar_one()
        assert kept == self.said
        assert all([event.number for event in events] == list(range(1, len(events) + 1)) for events in kept.values())
        assert written >= self.written
        self.written = written


TestFlags = Flags.TestCase
TestFlags.settings = settings(
    max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
