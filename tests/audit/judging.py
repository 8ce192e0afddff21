"""What an audit says: one line for each figure, its bar, and whether it is held, excused for a reason, or not held."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REASONS = Path(__file__).with_name("reasons.csv")
FOUND = {"always": False, "at times": True}
"""What the last column of the reasons may say, and whether that is at times only."""
HEAD = f"{'instrument':<11} {'what':<38} {'figure':<26} {'bar':<8} held, or the reason why not"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `faults` says what keeps the bar from being held, a line each; none where it is held."""

    instrument: str
    what: str
    figure: str
    bar: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a fault is no fault: it speaks of every fault of its instrument that holds the words `fault`.

    Some faults an instrument finds `at_times` only, by chance or by the clock; without them their reason stays.
    """

    instrument: str
    fault: str
    reason: str
    at_times: bool = False

    def speaks_of(self, instrument: str, fault: str) -> bool:
        """Tell whether this is the reason for a fault."""
        return instrument == self.instrument and self.fault in fault


def read_reasons(file: Path = REASONS) -> tuple[Reason, ...]:
    """Every reason in the order of the file.

    Raises:
        ValueError: a line lacks one of its first three cells, so that it would excuse everything or nothing; or
            the last, `found`, is neither "always" nor "at times".
    """
    with file.open(encoding="utf-8", newline="") as rows:
        lines = list(csv.DictReader(rows))
    if strange := {line["found"] for line in lines} - set(FOUND):
        raise ValueError(f"{file.name}: found is {' or '.join(FOUND)}, not {', '.join(map(repr, strange))}.")
    read = [Reason(one["instrument"], one["fault"], one["reason"], FOUND[one["found"]]) for one in lines]
    for one in read:
        if not (one.instrument and one.fault and one.reason):
            raise ValueError(f"{file.name}: {one} needs an instrument, the words of the fault, and a reason.")
    return tuple(read)


class Jury:
    """Judges figures by the reasons there are, and remembers which of them were of use."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = reasons
        self.used: set[Reason] = set()
        self.unexplained: list[str] = []

    def judge(self, figure: Figure) -> str:
        """Give the line of a figure."""
        given: dict[str, None] = {}
        left = []
        for fault in figure.faults:
            speaking = [one for one in self.reasons if one.speaks_of(figure.instrument, fault)]
            self.used.update(speaking)
            given |= dict.fromkeys(one.reason for one in speaking)
            left += [] if speaking else [fault]
        self.unexplained += [f"{figure.instrument}: {fault}" for fault in left]
        said = f"NOT HELD ({len(left)} without a reason)" if left else "held"
        verdict = "; ".join(([said] if left or not given else []) + list(given))
        return f"{figure.instrument:<11} {figure.what:<38} {figure.figure:<26} {figure.bar:<8} {verdict}"

    def idle(self, instruments: Iterable[str]) -> Figure:
        """Give the line on reasons that spoke of nothing, of the instruments that were asked in full."""
        asked = [one for one in self.reasons if one.instrument in set(instruments) and not one.at_times]
        idle = tuple(f"{one.instrument}: {one.fault!r} matches nothing" for one in asked if one not in self.used)
        return Figure("reasons", "that speak of nothing any more", f"{len(idle)} of {len(asked)}", "0", idle)
