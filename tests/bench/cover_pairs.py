"""Every programme against every role of the real catalogue: which pairs feed, and their cover by any formula.

*Round 2* are outcomes that the second round of the facts added or raised. Its inferred ones were written with
the roles' needs in view, so they cannot show that cover agrees with what feeds what, and are left out in one of
three settings. Which they are is told by the facts pack alone, so this needs the shared folder.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pathways.domain.cover import says_something
from pathways.domain.graph import Graph
from pathways.domain.nouns import Basis, Kind
from tests.bench.beside import SHARED, real_facts
from tests.bench.ranking import auc

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from pathways.domain.nouns import Outcome, Programme, ProgrammeId
    from tests.bench.cover_formulas import Formula

ROUNDS = SHARED / "facts" / "programme_skills.csv"
ROLES = SHARED / "facts" / "roles.csv"
EUX = "neg-eux-"
IN_PACK = "neg-eux-teknisk"
"""The facts pack has one EUX programme with two variants; the catalogue has two programmes."""

ALL, NO_ROUND_2, STATED = "all outcomes", "without round 2's inferred", "stated only"


def real_graph() -> Graph:
    """Give the catalogue of Kalundborg."""
    return Graph(real_facts())


def settings() -> dict[str, Callable[[Outcome], bool]]:
    """Which outcomes each setting keeps. Raises FileNotFoundError without the facts pack."""
    with ROUNDS.open(encoding="utf-8", newline="") as rows:
        in_view = {
            (row["programme_id"], row["skill_id"])
            for row in csv.DictReader(rows)
            if (row["round"], row["basis"]) == ("2", "inferred")
        }
    assert in_view, f"{ROUNDS} marks no inferred row of round 2"
    return {
        ALL: lambda _: True,
        NO_ROUND_2: lambda outcome: (_in_pack(outcome.programme), outcome.skill) not in in_view,
        STATED: lambda outcome: outcome.evidence.basis is not Basis.ASSUMED,
    }


def _eux_in_pack() -> frozenset[str]:
    """Give the roles that the pack's one EUX programme feeds."""
    with ROLES.open(encoding="utf-8", newline="") as rows:
        fed = {row["id"]: row["feeding_programmes"].split(";") for row in csv.DictReader(rows)}
    return frozenset(role for role, programmes in fed.items() if IN_PACK in programmes)


def _in_pack(programme: ProgrammeId) -> str:
    return IN_PACK if programme.startswith(EUX) else programme


@dataclass(frozen=True)
class Population:
    """Pairs of programme and role, and how they are judged.

    `strict` is how domain.md counted its 0.898 and 0.860: the EUX programmes as one, the row that stands for many
    degrees judged for every role, and needs that no programme teaches counted as not covered. Else pairs are as
    the planner shows them. A need is judged in every setting if the whole catalogue teaches it in one.
    """

    graph: Graph
    strict: bool

    @cached_property
    def rows(self) -> list[tuple[Programme, ...]]:
        """The programmes that are not school exams; several in a row are taken together."""
        rows = [(one,) for one in self.graph.programmes.values() if one.kind is not Kind.UPPER_SECONDARY]
        if not self.strict:
            return rows
        alone = [row for row in rows if not row[0].id.startswith(EUX)]
        return [*alone, tuple(row[0] for row in rows if row[0].id.startswith(EUX))]

    @cached_property
    def feeding(self) -> NDArray[np.bool_]:
        """Which pairs the facts say feed; where `strict`, of EUX only those that the facts pack had.

        That EUX leads to all jobs of its trade was derived later. Raises FileNotFoundError without the facts pack.
        """
        links = {(link.programme, link.role) for link in self.graph.facts.feeds}
        if self.strict:
            known = _eux_in_pack()
            links = {(programme, role) for programme, role in links if role in known or not programme.startswith(EUX)}
        return np.array(
            [[any((one.id, role) in links for one in row) for role in self.graph.roles] for row in self.rows]
        )

    @cached_property
    def judged(self) -> NDArray[np.bool_]:
        """Which pairs count."""
        roles = self.graph.roles.values()
        return np.array(
            [[self.strict or all(says_something(one, role) for one in row) for role in roles] for row in self.rows]
        )

    @cached_property
    def families(self) -> NDArray[np.str_]:
        """The family of each role."""
        return np.array([role.family for role in self.graph.roles.values()])

    def parts(self, keep: Callable[[Outcome], bool]) -> NDArray[np.float64]:
        """Row × role × skill: the part of the level asked for that the kept outcomes give, 0 to 1."""
        at = {skill: index for index, skill in enumerate(self.graph.skills)}
        held = np.zeros((len(self.rows), 1, len(at)))
        for index, row in enumerate(self.rows):
            for outcome in (outcome for one in row for outcome in self.graph.outcomes_of(one.id) if keep(outcome)):
                held[index, 0, at[outcome.skill]] = max(held[index, 0, at[outcome.skill]], outcome.level)
        asked = np.full((len(self.graph.roles), len(at)), np.inf)
        for index, role in enumerate(self.graph.roles):
            for need in self.graph.needs_of(role):
                asked[index, at[need.skill]] = need.level
        return np.minimum(1.0, held / asked)

    def weights(self, formula: Formula) -> NDArray[np.float64]:
        """Role × skill: what each need counts, as shares of the whole."""
        at = {skill: index for index, skill in enumerate(self.graph.skills)}
        found = np.zeros((len(self.graph.roles), len(at)))
        for index, role in enumerate(self.graph.roles):
            for need in self.graph.needs_of(role):
                if self.strict or self.graph.teachers_of(need.skill):
                    found[index, at[need.skill]] = formula.weight(self.graph, need)
        return found / found.sum(axis=1, keepdims=True)

    def cover(self, formula: Formula, parts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Row × role: cover, 0 to 1, rounded so that equals are equal."""
        counted = np.vectorize(formula.part, otypes=[float])(parts)
        return np.round((counted * self.weights(formula)).sum(axis=2), 9)

    def auc(self, cover: NDArray[np.float64], roles: NDArray[np.bool_] | None = None) -> float:
        """How often a feeding pair has more cover than another, equals counting half; over some roles or all."""
        among = self.judged if roles is None else self.judged & roles
        return auc(cover[among & self.feeding], cover[among & ~self.feeding])

    def on_top(self, cover: NDArray[np.float64]) -> int:
        """Of how many roles no judged programme covers more than the best that feeds it."""
        of_feeders = np.where(self.judged & self.feeding, cover, -1.0).max(axis=0)
        return int(((of_feeders >= 0) & (of_feeders >= np.where(self.judged, cover, -1.0).max(axis=0))).sum())
