"""A file that was handed in, read beside the pages: in a thread of the worker that took it.

Another thread gives a sign of life each second, in the database, and looks whether the file is still wanted. So
whichever worker is asked knows how far it is, a file that was given up is not read on, and one whose worker died is
seen to have died.

A process reads one file at a time, however many are handed in: the worst of them takes some 430 MiB while it is read,
and five that were handed in one after the other took 1.2 GiB. The others wait their turn, and give their signs.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Final

from pathways.domain.editing import differences
from pathways.store import uploads
from pathways.store.errors import StoreError
from pathways.store.exchange import read_file
from pathways.store.sheets import LocatedFault
from pathways.store.upload_tables import UploadState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathways.catalogue import Catalogue

log = logging.getLogger("pathways")

SIGN_S: Final = 1.0
"""How often a reader gives a sign of life, and looks whether it is still wanted while it waits its turn."""
_reading = Lock()


class GivenUp(Exception):
    """Nobody wants the file any more."""


class Reader(Thread):
    """Reads one file, compares it with the catalogue and keeps what came out; nothing else is written."""

    def __init__(self, catalogue: Catalogue, id: str, name: str) -> None:
        super().__init__(name=f"reader-{id}", daemon=True)
        self._catalogue, self._id, self._file = catalogue, id, name
        self._step, self._part = "", 0.0
        self._unwanted, self._done = Event(), Event()

    def run(self) -> None:
        """Read, and keep what came out, whatever happens."""
        signs = Thread(target=self._give_signs, name=f"{self.name}-signs", daemon=True)
        signs.start()
        try:
            with self._turn():
                self._read()
        except GivenUp:
            log.info("A file was given up before it was read.")
        except Exception:
            log.exception("A file that was handed in could not be read")
            self._keep_broken()
        finally:
            self._done.set()
            signs.join()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until no other file is being read by this process."""
        while not _reading.acquire(timeout=SIGN_S):
            if self._unwanted.is_set():
                raise GivenUp
        try:
            yield
        finally:
            _reading.release()

    def _read(self) -> None:
        with self._catalogue.rows() as session:
            content = uploads.content_of(session, self._id)
        if content is None:
            raise GivenUp
        read = read_file(self._file, content, self._asked)
        graph = self._catalogue.graph()
        reused = () if read.facts is None else self._catalogue.reused(read.facts)
        faults = (*read.faults, *(LocatedFault(one.table, 0, one.column, one.problem, one.remedy) for one in reused))
        facts = None if reused else read.facts
        changes = () if facts is None else differences(graph.facts, facts)
        state = UploadState.FAULTY if facts is None else UploadState.READ
        with self._catalogue.rows(write=True) as session:
            uploads.finish(session, self._id, state, graph.revision, faults=faults, changes=changes)

    def _asked(self, table: str, part: float) -> None:
        if self._unwanted.is_set():
            raise GivenUp
        self._step, self._part = table, part

    def _give_signs(self) -> None:
        while not self._done.wait(SIGN_S):
            try:
                with self._catalogue.rows(write=True) as session:
                    wanted = uploads.give_sign(session, self._id, datetime.now(UTC), self._step, self._part)
            except StoreError:
                continue  # the next one may come through
            if not wanted:
                self._unwanted.set()
                return

    def _keep_broken(self) -> None:
        try:
            with self._catalogue.rows(write=True) as session:
                uploads.finish(session, self._id, UploadState.BROKEN, 0)
        except StoreError:
            log.exception("That it could not be read could not be noted either; its silence will tell")


def forget_old(catalogue: Catalogue, now: datetime) -> None:
    """Forget files that nobody said a word about for a day; a server does so by itself."""
    with catalogue.rows() as session:
        owed = uploads.is_owed(session, now)
    if owed:
        with catalogue.rows(write=True) as session:
            uploads.sweep(session, now)
