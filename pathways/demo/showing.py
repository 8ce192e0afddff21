"""The whole demo: the invented town is loaded and everything told, once for a database that was made for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pathways.demo.editing import edit_all
from pathways.demo.gaps import flag_all, state_openings
from pathways.demo.moments import Moments
from pathways.demo.people import SINCE_DAYS, introduce
from pathways.demo.scenarios import save_all
from pathways.demo.talks import talk_all
from pathways.demo.telling import Telling
from pathways.domain.errors import PathwaysError
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.errors import EmptyCatalogue
from pathways.store.marks import is_demo
from pathways.web import create_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from pathways.catalogue import Catalogue
    from pathways.config import Settings
    from pathways.store.seeds import SeedFolder

TOWN: Final = "example-town"
ALL: Final = "all"
"""The part that is told last, and holds nothing: everything stands."""


class NotForShowing(PathwaysError):
    """The database was made for something else; nothing was written."""


def fill(catalogue: Catalogue, settings: Settings, town: Callable[[], SeedFolder], now: datetime) -> bool:
    """Load the invented town and tell everything of it that is not there yet; tell whether anything was written.

    Args:
        catalogue: of a database whose tables are there.
        settings: those of the server that will show it: its key makes the ways into the talks.
        town: reads the town's folder; asked only where nothing is loaded yet.
        now: the moment of the start, in UTC; all that is told lies before it.

    Raises:
        NotForShowing: the database was not made for showing around, or holds another town.
        PathwaysError: the town's folder has faults, or a part cannot be told of it.
    """
    require_demo(catalogue)
    told = Telling(catalogue, Moments(now))
    _load(told, town)
    if told.is_told(ALL):
        return False
    app = create_app(replace(settings, demo=True), catalogue)
    with app.test_request_context("/en/", base_url=settings.address):
        told = replace(told, hands=introduce(told))
        for tell in (flag_all, state_openings, edit_all, talk_all, save_all):
            tell(told)
        told.rows(ALL, lambda _session: None)
    return True


def require_demo(catalogue: Catalogue) -> None:
    """Refuse a database that holds something of its own.

    Raises:
        NotForShowing: see there.
    """
    with catalogue.rows() as session:
        made_for_it = is_demo(session)
    try:
        there = catalogue.graph().town
    except EmptyCatalogue:
        there = None
    if not made_for_it or (there is not None and there.id != TOWN):
        holds = there.name.en if there else "nothing yet, but was not made for showing around"
        raise NotForShowing(
            f"This database is not one of the demo (it holds {holds}). Nothing was written. "
            "Name one that does not exist yet in PATHWAYS_DATABASE_URL, as in sqlite:///instance/example-town.db"
        )


def _load(told: Telling, town: Callable[[], SeedFolder]) -> None:
    try:
        told.catalogue.graph()
    except EmptyCatalogue:
        read = town()
        if read.facts is None:
            raise PathwaysError(
                "The seed files of the invented town have faults. See them with: pathways check"
            ) from None
        told.catalogue.replace(read.facts, Hand(told.moments.ago(SINCE_DAYS), Via.SEED), read.digest)
