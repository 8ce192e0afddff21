"""What is killed: a process that says `ready`, works without end, and says after each piece that it is done.

python -m tests.torture.workers KIND URL FOLDER
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.catalogue import Catalogue
from pathways.domain.editing import Change, differences
from pathways.store.backups import write_backup
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.engine import make_engine
from pathways.store.schema import upgrade
from pathways.store.seeds import read_folder

if TYPE_CHECKING:
    from pathways.domain.nouns import Facts

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
OLDER = "0008"
"""The tables that a migration is begun from: those before the history of edits."""


def towns() -> tuple[Facts, Facts]:
    """The two states that an import goes to and fro between."""
    found = [read_folder(SEEDS / name).facts for name in ("example-town", "kalundborg")]
    assert all(found)
    return found[0], found[1]


def other_level(facts: Facts) -> Change:
    """The edit that is made again and again: one role's level, 5 or 6."""
    role = facts.roles[0]
    return Change("roles", role, replace(role, eqf=11 - role.eqf if role.eqf in {5, 6} else 5))


def edit(catalogue: Catalogue, _folder: Path, _number: int) -> int:
    """Make one small edit."""
    return catalogue.change(lambda facts: [other_level(facts)], _hand(Via.FORM))


def bring_in(catalogue: Catalogue, _folder: Path, _number: int) -> int:
    """Bring the catalogue to the other town."""
    here, there = TOWNS
    return catalogue.change(
        lambda facts: differences(facts, there if facts.town.id == here.town.id else here), _hand(Via.IMPORT)
    )


def back_up(catalogue: Catalogue, folder: Path, number: int) -> int:
    """Write a copy."""
    write_backup(catalogue.engine, folder / f"copy-{number}.db", datetime.now(UTC), notes=False)
    return number


def migrate(catalogue: Catalogue, _folder: Path, number: int) -> int:
    """Bring the tables up to date, once; there is nothing to do a second time."""
    upgrade(catalogue.engine)
    return number


WORK = {"edit": edit, "import": bring_in, "backup": back_up, "migration": migrate}
TOWNS = towns()


def _hand(via: Via) -> Hand:
    return Hand(datetime.now(UTC), via, "torture")


def main() -> None:
    """Work until killed."""
    kind, url, folder = sys.argv[1:]
    engine = make_engine(url)
    catalogue = Catalogue(engine)
    if kind != "migration":
        catalogue.graph()
    print("ready", flush=True)
    for number in count(1):
        print(WORK[kind](catalogue, Path(folder), number), flush=True)


if __name__ == "__main__":
    main()
