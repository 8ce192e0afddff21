"""mutmut as it is, but one module after another, the cheapest first: mutmut itself mixes them, and none is done early.

It is run in the environment of the mutations (`python -c` of this file), in the copy: nothing of ours is imported.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import mutmut.__main__ as mutmut

estimated_s = mutmut.estimated_worst_case_time


@cache
def cost_of(module: str) -> float:
    """Seconds that a module would take if no mutant of it were noticed."""
    meta = Path("mutants", *module.split(".")).with_suffix(".py.meta")
    return sum(map(estimated_s, json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]))


def turn_of(mutant: str) -> tuple[float, str, float]:
    """When a mutant is asked: its module's turn, and in it its own."""
    module = mutant.rpartition(".")[0]
    return cost_of(module), module, estimated_s(mutant)


mutmut.estimated_worst_case_time = turn_of
mutmut.cli()
