"""`make bench`: measure what the planner promises and exit 1 when a promise is broken."""

from __future__ import annotations

import logging
import sys
from importlib import import_module

BENCHES = (
    "pages_bench",
    "map_bench",
    "detail_bench",
    "edit_bench",
    "esco_bench",
    "match_bench",
    "search_bench",
    "routes_bench",
    "guidance_bench",
    "outlook_bench",
    "mixed_bench",
)


def main(names: list[str]) -> int:
    """Run the named benches, or all, and print one line for each promise as soon as it is known."""
    logging.disable(logging.INFO)  # a line for each request would bury the table
    print(f"{'what':<48} {'cost':>10} {'':>7}   {'against':<36} bar", flush=True)
    kept = True
    for name in names or BENCHES:
        for measured in import_module(f"tests.bench.{name}").measure():
            print(measured, flush=True)
            kept = kept and measured.kept
    print("Every promise is kept." if kept else "A promise is broken.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
