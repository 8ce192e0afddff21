"""How a mutant is told from others: by its function, and by what is different in it.

It is read by `mutation.py` and, as a file, by `module_by_module.py`, which imports nothing of ours.
"""

from __future__ import annotations


def function_of(name: str) -> str:
    """The function, or class and method, that a mutant is of."""
    mangled = name.rpartition(".")[2].partition("__mutmut_")[0]
    return mangled.removeprefix("x").removeprefix("_").replace("ǁ", ".")


def change_in(diff: str) -> str:
    """The lines that a diff takes out and puts in, in one line."""
    lines = (line for line in diff.splitlines() if line[:1] in {"-", "+"} and line[:3] not in {"---", "+++"})
    return " ".join(" ".join(line.split()) for line in lines)
