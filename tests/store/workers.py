"""What a second process does to a database; run by name, so it stands in a module of its own."""

from __future__ import annotations

import os
import pwd
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from pathways.catalogue import Catalogue
from pathways.domain.flags import Visibility
from pathways.store import esco_rows, flags
from pathways.store.engine import make_engine
from pathways.store.errors import DatabaseUnavailable
from pathways.store.esco import read_esco
from pathways.store.schema import upgrade
from tests.histories import begun
from tests.store.esco_zips import small_zips

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Event

    from pathways.domain.classification import Classification

COUNT = "SELECT employees FROM organisation WHERE id = 'works'"
SET = "UPDATE organisation SET employees = :count WHERE id = 'works'"


def hire(catalogue: Catalogue) -> None:
    """Read a number, add one, write it back: lost when two do so at once and nobody queues."""
    with catalogue.edit() as session:
        count = session.execute(text(COUNT)).scalar_one()
        session.execute(text(SET), {"count": count + 1})


def hire_often(url: str, times: int) -> None:
    """Hire in a process of its own."""
    catalogue = Catalogue(make_engine(url))
    for _ in range(times):
        hire(catalogue)
    catalogue.close()


def upgrade_as_nobody(url: str, answers: Queue[str]) -> None:
    """Answer with what somebody without rights is told (root may write anywhere)."""
    engine = make_engine(url)  # while its modules may be read
    if os.getuid() == 0:
        os.setuid(pwd.getpwnam("nobody").pw_uid)
    try:
        upgrade(engine)
    except DatabaseUnavailable as error:
        answers.put(str(error))


def import_esco_slowly(url: str, folder: str, writing: Event) -> None:
    """Import the small archives of a folder, and wait in the middle of writing to be killed."""
    catalogue = Catalogue(make_engine(url))
    rows = esco_rows._relation_rows

    def wait(classification: Classification) -> Iterator[dict[str, object]]:
        writing.set()
        time.sleep(60)
        return rows(classification)

    esco_rows._relation_rows = wait
    catalogue.replace_classification(read_esco(*small_zips(Path(folder))).classification)


def flag_from_elsewhere(url: str, id: str, skill: str) -> None:
    """Flag a gap in public, in a process of its own."""
    catalogue = Catalogue(make_engine(url))
    event = begun(id, "works", "works", key=skill, visibility=Visibility.PUBLIC).events[0]
    with catalogue.rows(write=True) as session:
        flags.flag(session, id, event)
    catalogue.close()
