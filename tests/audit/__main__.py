"""`make audit`: measure with instruments of others, print one table, and exit 1 for a bar that is not held.

    python -m tests.audit                       all instruments
    python -m tests.audit lighthouse stylelint  only these
    python -m tests.audit mutation              each module of the domain that has changed since it was asked
    python -m tests.audit mutation pathways/domain/cover.py    this one, anew
    python -m tests.audit mutation survivors    after tests were added: of the other modules what none noticed, too

A fault that is none has its reason in `reasons.csv`. A reason that speaks of no fault any more is a fault,
unless it says that its fault is found "at times" only.
"""

from __future__ import annotations

import logging
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tests.audit.judging import HEAD, Figure, Jury, read_reasons
from tests.audit.tools import ToolMissing

if TYPE_CHECKING:
    from collections.abc import Iterator

SURVIVORS = "survivors"
INSTRUMENTS = ("stylelint", "nu", "links", "axe", "lighthouse", "wapiti", "mutation")
"""The quick ones first."""


def main(arguments: list[str]) -> int:
    """Ask the named instruments, or all; a path is a module for the mutations, and a word asks what is left of them."""
    logging.disable(logging.INFO)  # a line for each request would bury the table
    modules = [one for one in arguments if one.endswith(".py")]
    names = [one for one in arguments if one not in {*modules, SURVIVORS}] or list(INSTRUMENTS)
    if unknown := set(names) - set(INSTRUMENTS):
        print(f"No instrument is called {', '.join(sorted(unknown))}; there are: {', '.join(INSTRUMENTS)}.")
        return 2
    jury = Jury(read_reasons())
    print(HEAD, flush=True)
    for name in names:
        for figure in figures_of(name, modules, survivors=SURVIVORS in arguments):
            print(jury.judge(figure), flush=True)
    in_full = [name for name in names if not (name == "mutation" and modules)]
    print(jury.judge(jury.idle(in_full)))
    for fault in jury.unexplained:
        print(f"- {fault}")
    print("A bar is not held." if jury.unexplained else "Every bar is held, or the reason why not stands beside it.")
    return int(bool(jury.unexplained))


def figures_of(name: str, modules: list[str], *, survivors: bool) -> Iterator[Figure]:
    """Ask one instrument. One that cannot run holds no bar, and says what it lacks."""
    measure = import_module(f"tests.audit.{name}").measure
    if name == "mutation":
        measure = partial(measure, [Path(one) for one in modules], survivors=survivors)
    try:
        yield from measure()
    except ToolMissing as missing:
        yield Figure(name, "did not run", "none", "", (str(missing),))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
