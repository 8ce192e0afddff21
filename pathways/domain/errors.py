"""The vocabulary of what can go wrong with facts and questions about them."""

from __future__ import annotations

from dataclasses import dataclass, field


class PathwaysError(Exception):
    """Anything the planner refuses, worded so that a person knows what to do."""


class UnknownId(PathwaysError):
    """A noun was asked for by an id that the graph does not hold."""

    def __init__(self, noun: str, id: str) -> None:
        super().__init__(f"No {noun} has the id {id!r}.")
        self.noun, self.id = noun, id


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong (or doubtful) with the facts.

    `table` is the seed file's stem (`programmes`), `row` the noun's key in it, `column` the field;
    `problem` says what is wrong and `remedy` what would be right. `index` is the row's place in its table,
    from 0: the way back to a line of a seed file.
    """

    table: str
    row: str
    column: str
    problem: str
    remedy: str
    index: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.table}: {self.row}: {self.column}: {self.problem} {self.remedy}".strip()


class BrokenFacts(PathwaysError):
    """The facts do not form a valid graph. `faults` lists every reason, not only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
