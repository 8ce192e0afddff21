"""What a server does by itself: it deletes what has had its time, every hour, and sweeps up after deletions; and every
day it writes down which gap flags have lapsed.

It also does what it is given as chores, each of which asks itself whether it is time.

Each worker has a thread for it and they take turns through a mark in the database, so that one purge is made an hour
however many workers and machines there are. What fails is told in the log and tried again a minute later.
"""

from __future__ import annotations

import logging
import random
from datetime import UTC, datetime, time, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

from pathways.cli.words import many
from pathways.config import HERE
from pathways.domain.errors import PathwaysError
from pathways.store import flags
from pathways.store.marks import is_due
from pathways.store.purging import PURGED, purge_by_turn
from pathways.store.sweeping import owed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pathways.catalogue import Catalogue

log = logging.getLogger("pathways")


class Upkeep(Thread):
    """A thread that ends with its process; `stop` ends it before."""

    every = timedelta(hours=1)
    look_s = 40.0, 80.0
    """How long it waits before it looks again, by chance between these, so that workers do not all look at once."""

    def __init__(self, catalogue: Catalogue, days: int, chores: Sequence[Callable[[datetime], object]] = ()) -> None:
        super().__init__(name="upkeep", daemon=True)
        self._catalogue, self._days = catalogue, days
        self._jobs = (self._tend, *chores)
        self._stopped = Event()

    def run(self) -> None:
        """Look, wait and look again; whatever goes wrong."""
        while not self._stopped.wait(random.uniform(*self.look_s)):  # noqa: S311  # nobody gains by guessing it
            for job in self._jobs:
                self._try(job)

    def _tend(self, now: datetime) -> None:
        tend(self._catalogue, now, self._days, self.every)

    def _try(self, job: Callable[[datetime], object]) -> None:
        """Do one thing; whatever goes wrong with it keeps none of the others back."""
        try:
            job(datetime.now(UTC))
        except PathwaysError as error:
            log.error("Upkeep failed and is tried again: %s", error)  # noqa: TRY400  # one line says it all
        except Exception:
            log.exception("Upkeep failed and is tried again")

    def stop(self) -> None:
        """End it, once it has done what it is at."""
        self._stopped.set()
        self.join()


def tend(catalogue: Catalogue, now: datetime, days: int, every: timedelta) -> None:
    """Purge when it is time and nobody else did, sweep when that is owed, and see which flags lapsed today.

    Raises:
        StoreError: the database cannot be used; nothing was changed.
    """
    with catalogue.rows() as session:
        due = is_due(session, PURGED, now, every)
    if due:
        with catalogue.rows(write=True) as session:
            purged = purge_by_turn(session, now, days, every)
        if purged:
            log.info("Purged: %s", purged)
    if owed(catalogue.engine):
        catalogue.sweep()
    _lapse(catalogue, now)


def _lapse(catalogue: Catalogue, now: datetime) -> None:
    today = now.astimezone(HERE).date()
    began = datetime.combine(today, time.min, HERE)
    with catalogue.rows() as session:
        due = flags.lapse_is_due(session, now, began)
    if due:
        with catalogue.rows(write=True) as session:
            lapsed = flags.lapse_by_turn(session, today, now, began)
        if lapsed:
            log.info("Lapsed: %s", many(lapsed, "gap flag"))
