"""mutmut as it is, but one module after another, the cheapest first: mutmut itself mixes them, and none is done early.

Where `only.json` stands beside it, just those mutants are asked, with more time; the others of these modules count as
noticed.

It is run in the environment of the mutations (`python -c` of this file), in the copy: nothing of ours is imported.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from runpy import run_path
from typing import Any

import mutmut.__main__ as mutmut
from mutmut.mutation.diff_apply import get_diff_for_mutant

NOTICED = 1
estimated_s, collect = mutmut.estimated_worst_case_time, mutmut.collect_source_file_mutation_data


@cache
def cost_of(module: str) -> float:
    """Seconds that a module would take if no mutant of it were noticed."""
    meta = Path("mutants", *module.split(".")).with_suffix(".py.meta")
    return sum(map(estimated_s, json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]))


def turn_of(mutant: str) -> tuple[float, str, float]:
    """When a mutant is asked: its module's turn, and in it its own."""
    module = mutant.rpartition(".")[0]
    return cost_of(module), module, estimated_s(mutant)


def collect_few(**names: Any) -> Any:
    """Collect the mutants when all that need not be asked have their result."""
    told = run_path("tests/audit/telling.py")
    for module, asked in json.loads(Path("only.json").read_text(encoding="utf-8")).items():
        kept = mutmut.SourceFileMutationData(path=Path(module))
        kept.load()
        for name, code in kept.exit_code_by_key.items():
            change = told["change_in"](get_diff_for_mutant(name, path=module)) if code is None else ""
            if code is None and [told["function_of"](name), change] not in asked:
                kept.exit_code_by_key[name] = NOTICED
        kept.save()
    return collect(**names)


mutmut.estimated_worst_case_time = turn_of
if Path("only.json").is_file():
    few = json.loads(Path("only.json").read_text(encoding="utf-8"))
    os.environ["ASKED_AGAIN"] = " ".join(module.removesuffix(".py").replace("/", ".") for module in few)
    mutmut.collect_source_file_mutation_data = collect_few
mutmut.cli()
