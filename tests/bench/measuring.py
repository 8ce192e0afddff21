"""Processor time and memory, not seconds: what a piece of work costs whatever else the machine is doing."""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import time
import tracemalloc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Measured:
    """One line of the table: what was measured, how it compares, and what was promised."""

    what: str
    cost: str
    ratio: float
    bar: float
    against: str

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        return self.ratio <= self.bar

    def __str__(self) -> str:
        verdict = "kept" if self.kept else "BROKEN"
        return f"{self.what:<48} {self.cost:>10} {self.ratio:>7.2f} × {self.against:<36} ≤ {self.bar:<4g} {verdict}"


def built(make: Callable[[], T]) -> tuple[T, float]:
    """What was made, and the most MB that making it held."""
    gc.collect()
    tracemalloc.start()
    made = make()
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return made, peak


def own_seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this process and of the programs it started and waited for."""
    before = time.process_time() + _children()
    work()
    return time.process_time() + _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds_of(root: int) -> float:
    """Processor seconds that a process and all below it have used, to a hundredth."""
    table = dict(_processes())
    family = {root}
    while more := {pid for pid, (parent, _) in table.items() if parent in family} - family:
        family |= more
    return sum(table[pid][1] for pid in family) / TICKS


def _processes() -> Iterator[tuple[int, tuple[int, int]]]:
    """Give every process with its parent and the clock ticks it used, waited-for children's included."""
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):  # it ended while we looked
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            yield int(entry.name), (int(fields[1]), sum(map(int, fields[11:15])))
