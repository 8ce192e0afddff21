"""What many applications of a run have in common is made once: packed files, compiled templates, and a filled database.

Each application still has a folder and a database of its own; only what follows from the code alone, or from the same
facts, is not worked out anew.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathways.domain.nouns import Facts

MOST_TOWNS: Final = 4
"""So many filled databases are kept, the latest: properties draw towns without end, and ask for each once."""
_shared = TemporaryDirectory(prefix="pathways-tests-")  # it goes when this process ends
_filled: dict[int, tuple[Facts, Path]] = {}


def cache_in(folder: Path) -> Path:
    """Make `folder/cache` for an application: its pictures are its own, packed files and compiled templates shared."""
    cache = folder / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for name in ("static", "templates"):
        common = Path(_shared.name) / name
        common.mkdir(exist_ok=True)
        with suppress(OSError):  # it is there already, or a test lets nothing be written
            (cache / name).symlink_to(common, target_is_directory=True)
    return cache


def fill(file: Path, facts: Facts) -> None:
    """Make an SQLite database with these facts, as `pathways seed` makes it."""
    kept = _filled.get(id(facts))
    if kept is None:
        kept = _filled[id(facts)] = facts, _make(facts)
        for oldest in list(_filled)[:-MOST_TOWNS]:
            _filled.pop(oldest)[1].unlink()
    shutil.copyfile(kept[1], file)


def _make(facts: Facts) -> Path:
    from sqlmodel import Session

    from pathways.store.engine import make_engine
    from pathways.store.schema import upgrade
    from pathways.store.writes import replace_catalogue

    file = Path(_shared.name) / f"{id(facts)}.db"
    engine = make_engine(f"sqlite:///{file}")
    upgrade(engine)
    with Session(engine) as session:
        replace_catalogue(session, facts)
        session.commit()
    engine.dispose()
    return file
