"""`make quality`: measure how good the planner's answers are, and exit 1 when a bar is not kept."""

from __future__ import annotations

import sys
from importlib import import_module

QUALITIES = ("cover_quality", "match_quality")
"""Modules beside this one; each has `report() -> bool`, which prints its tables and says whether its bars are kept."""


def main(names: list[str]) -> int:
    """Run the named modules, or all, even when one falls short."""
    kept = [import_module(f"tests.bench.{name}").report() for name in names or QUALITIES]
    print("Every bar is kept." if all(kept) else "A bar is not kept.")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
