"""`make torture`: kill so often that rare moments are met, and keep the table of what was left.

python -m tests.torture [ROUNDS ON SQLITE] [ROUNDS ON POSTGRESQL]
"""

from __future__ import annotations

import random
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.machine import database_on, postgres
from tests.torture.killing import KINDS, Told, torture

TABLE = Path(__file__).with_name("LAST.md")
HEAD = "| killed during | database | rounds | what was left | faults |\n|---|---|---|---|---|"


def main(sqlite: int = 50, server: int = 20) -> int:
    """Kill, print a line for each kind, keep the table; 1 when anything was found wrong."""
    seed = random.SystemRandom().randrange(2**32)
    print(f"Seed {seed}\n{HEAD}", flush=True)
    every: list[Told] = []
    with tempfile.TemporaryDirectory() as folder, postgres() as address, database_on(address) as url:
        for database, rounds in ((f"sqlite:///{folder}/torture.db", sqlite), (url, server)):
            for kind in KINDS:
                room = Path(folder) / f"{kind}-{len(every)}"
                room.mkdir()
                told = torture(kind, database, room, rounds, seed + len(every))
                print("\n".join([str(told), *told.faults]), flush=True)
                every.append(told)
    day = datetime.now(UTC).date()
    lines = [f"Killed at random moments on {day}, seed {seed}.", "", HEAD, *map(str, every)]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return int(any(told.faults for told in every))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
