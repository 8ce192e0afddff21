"""A server writes down once a day, by turn, which flags have lapsed."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from pathways.catalogue import Catalogue
from pathways.cli.upkeep import tend
from pathways.domain.flags import Action, State
from pathways.store import flags
from pathways.store.flags import LAPSED
from pathways.store.marks import mark
from tests.histories import begun

HOUR = timedelta(hours=1)
LAST_MINUTE = datetime(2027, 10, 1, 21, 59, tzinfo=UTC)  # 23:59 by the town's clocks
MIDNIGHT = datetime(2027, 10, 1, 22, 0, tzinfo=UTC)


@pytest.fixture
def catalogue(engine):
    """A catalogue with a flag that lapses on 2 October 2027."""
    made = Catalogue(engine)
    with made.rows(write=True) as session:
        flags.flag(session, "f1", begun(by=date(2026, 10, 2)).events[0])
    yield made
    made.close()


def state(catalogue):
    with catalogue.rows() as session:
        return flags.find(session, "f1").state


def late(catalogue, id, at):
    with catalogue.rows(write=True) as session:
        flags.flag(session, id, begun(id, by=date(2026, 10, 2), at=at).events[0])


def test_what_lapses_today_is_written_down_once_the_day_has_begun_here(catalogue, caplog):
    caplog.set_level("INFO", "pathways")
    tend(catalogue, LAST_MINUTE, 180, HOUR)
    assert state(catalogue) is State.FLAGGED
    tend(catalogue, MIDNIGHT, 180, HOUR)
    assert state(catalogue) is State.LAPSED
    assert "Lapsed: 1 gap flag" in caplog.messages


def test_it_is_looked_for_once_a_day(catalogue):
    tend(catalogue, MIDNIGHT + HOUR, 180, HOUR)
    late(catalogue, "f2", MIDNIGHT - timedelta(days=400))
    tend(catalogue, MIDNIGHT + 20 * HOUR, 180, HOUR)
    with catalogue.rows() as session:
        assert flags.find(session, "f2").is_open
    tend(catalogue, MIDNIGHT + 24 * HOUR, 180, HOUR)
    with catalogue.rows() as session:
        assert not flags.find(session, "f2").is_open


def test_a_clock_that_was_wrong_stops_nothing(catalogue):
    with catalogue.rows(write=True) as session:
        mark(session, LAPSED, MIDNIGHT + timedelta(days=900))
    tend(catalogue, MIDNIGHT, 180, HOUR)
    assert state(catalogue) is State.LAPSED


def test_of_several_workers_one_writes_it_down(catalogue):
    workers = [threading.Thread(target=tend, args=(catalogue, MIDNIGHT, 180, HOUR)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    with catalogue.rows() as session:
        assert [event.action for event in flags.find(session, "f1").events] == [Action.FLAG, Action.LAPSE]
