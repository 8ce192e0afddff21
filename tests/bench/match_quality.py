"""How well the match agrees with people: ratings of moves between occupations, and moves named in a study.

The ratings are those of the study behind "Mapping Career Causeways" (Nesta, MIT licence): 387 people said how
feasible a move would be within a year, 1 to 5. File A holds 154 moves whose names are known, the named file 89.
They stand in the shared folder beside the project, and nothing of them in the product. Raters saw how far skills
overlap, and A holds only moves that the study called viable.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import spearmanr

from pathways.domain.match import CLOSE, SOME_WAY
from tests.bench.beside import ESCO, SHARED, classification
from tests.bench.match_variants import IN_USE, blends, variants
from tests.bench.ranking import auc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.bench.match_variants import Numbers, Score

JUDGED = SHARED / "judged"
RIVAL = "cover × idf"
FEASIBLE = 2.5
"""From this mean rating on, of 1 to 5, a move counts as feasible."""
FEWEST_PAIRS = 8
DRAWS, SEED = 2000, 20261125
BARS = {"Spearman on A": 0.80, "within one origin": 0.68, "AUC of the named": 0.96, "draws won": 0.95}


@dataclass(frozen=True)
class Moves:
    """Moves from origin to destination, by place; `rating` is a mean of 1 to 5, or 1 and 0 for named extremes."""

    origins: NDArray[np.int64]
    destinations: NDArray[np.int64]
    rating: Numbers
    study: dict[str, Numbers]


@dataclass(frozen=True)
class Agreement:
    """How one formula agrees with people."""

    spearman: float
    within: float
    auc: float


def is_there() -> bool:
    """Whether the ratings and ESCO stand beside the project."""
    return ESCO.is_dir() and JUDGED.is_dir()


def report() -> bool:
    """Print every table, and tell whether every bar is kept; without the shared folder there is nothing to hold."""
    if not is_there():
        print(
            "SKIPPED: match is not measured, shared/esco and shared/judged are not beside the project.", file=sys.stderr
        )
        return True
    rated, named, formulas, family = prepared()
    best = int(named.rating.sum())
    print(f"\nMatch: {len(rated.rating)} moves rated by people, {best} named most feasible of {len(named.rating)}.")
    print(f"{'':<40}{'Spearman on A':>14}{'within origin':>14}{'AUC named':>11}")
    for name, formula in formulas.items():
        found = agreement(formula, rated, named)
        print(f"{name:<40}{found.spearman:>14.3f}{found.within:>14.3f}{found.auc:>11.3f}")
    for name, numbers in rated.study.items():
        print(f"{'the study: ' + name:<40}{spearmanr(numbers, rated.rating)[0]:>14.3f}{_within(numbers, rated):>14.3f}")
    _cross_validate(family, rated)
    _bands(formulas[IN_USE], rated, named)
    return _hold(formulas, rated, named)


@cache
def prepared() -> tuple[Moves, Moves, dict[str, Score], dict[float, Score]]:
    """Read ESCO and the ratings once: A, the named moves, every formula, and the family of the one in use."""
    esco = classification()

    def places(rows: list[dict[str, str]], side: str) -> NDArray[np.int64]:
        return np.array([esco.occupation(row[f"{side}_uri"]) for row in rows])

    rated = _rows("nesta_feasibility_labelled_A.csv")
    named = _rows("nesta_named_examples.csv")
    study = {name: np.array([float(row[name]) for row in rated]) for name in ("combined", "essential", "optional")}
    return (
        Moves(places(rated, "origin"), places(rated, "destination"), _ratings(rated), study),
        Moves(
            places(named, "origin"), places(named, "destination"),
            np.array([float(row["kind"] == "most feasible") for row in named]), {},
        ),
        variants(esco),
        blends(esco),
    )  # fmt: skip


def _rows(name: str) -> list[dict[str, str]]:
    with (JUDGED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _ratings(rows: list[dict[str, str]]) -> Numbers:
    return np.array([float(row["human_feasibility_mean_1to5"]) for row in rows])


def agreement(formula: Score, rated: Moves, named: Moves) -> Agreement:
    """Hold one formula against both files."""
    scores = formula(rated.origins, rated.destinations)
    of_named, best = formula(named.origins, named.destinations), named.rating > 0
    return Agreement(
        spearman=float(spearmanr(scores, rated.rating)[0]),
        within=_within(scores, rated),
        auc=auc(of_named[best], of_named[~best]),
    )


def _within(scores: Numbers, rated: Moves) -> float:
    """The mean of Spearman inside each origin that has enough pairs."""
    found = []
    for origin in np.unique(rated.origins):
        mine = rated.origins == origin
        if mine.sum() >= FEWEST_PAIRS:
            says_something = np.ptp(scores[mine]) > 0
            found.append(spearmanr(scores[mine], rated.rating[mine])[0] if says_something else 0.0)
    return float(np.mean(found))


def _cross_validate(family: dict[float, Score], rated: Moves) -> None:
    """Choose the one constant on all origins but one, and score that one: does the choice hold, and how firmly?"""
    scores = {share: formula(rated.origins, rated.destinations) for share, formula in family.items()}
    held_out, chosen = np.zeros(len(rated.rating)), []
    for origin in np.unique(rated.origins):
        mine = rated.origins == origin
        best = max(
            scores, key=lambda share: (spearmanr(scores[share][~mine], rated.rating[~mine])[0], -abs(share - 0.5))
        )
        held_out[mine] = scores[best][mine]
        chosen.append(best)
    shares = ", ".join(f"{share:g} ({chosen.count(share)} of {len(chosen)} origins)" for share in sorted(set(chosen)))
    print(f"\nShare of cover chosen with one origin held out: {shares}.")
    print(f"Spearman on the origins held out {spearmanr(held_out, rated.rating)[0]:.3f}; "
          f"with 1/2 throughout {spearmanr(scores[0.5], rated.rating)[0]:.3f}.")  # fmt: skip


def bands(scores: Numbers, good: NDArray[np.bool_]) -> list[tuple[str, float, float, float, int]]:
    """Give, for each cut: its name, the cut, precision, recall, and how many moves lie at or above it."""
    found = []
    for name, cut in (("close", CLOSE), ("some way or closer", SOME_WAY)):
        above = scores >= cut
        found.append((name, cut, float(good[above].mean()), float(good[above].sum() / good.sum()), int(above.sum())))
    return found


def _bands(formula: Score, rated: Moves, named: Moves) -> None:
    print(f"\nBands; feasible: rated {FEASIBLE} or more on A, called most feasible in the named file.")
    for where, moves, good in (("A", rated, rated.rating >= FEASIBLE), ("named", named, named.rating > 0)):
        for name, cut, precision, recall, count in bands(formula(moves.origins, moves.destinations), good):
            print(f"{where:<6} {name:<20} ≥ {cut:.2f}: precision {precision:.2f}, recall {recall:.2f} ({count} moves)")


def draws_won(formulas: dict[str, Score], rated: Moves) -> float:
    """In how many paired draws of moves, with replacement, the one in use agrees better than its rival."""
    ours, theirs = (formulas[name](rated.origins, rated.destinations) for name in (IN_USE, RIVAL))
    draw = np.random.default_rng(SEED)
    won = 0
    for _ in range(DRAWS):
        some = draw.integers(0, len(rated.rating), len(rated.rating))
        won += spearmanr(ours[some], rated.rating[some])[0] > spearmanr(theirs[some], rated.rating[some])[0]
    return won / DRAWS


def held(formulas: dict[str, Score], rated: Moves, named: Moves) -> dict[str, float]:
    """Give the figure of each bar."""
    found = agreement(formulas[IN_USE], rated, named)
    return {
        "Spearman on A": found.spearman,
        "within one origin": found.within,
        "AUC of the named": found.auc,
        "draws won": draws_won(formulas, rated),
    }


def _hold(formulas: dict[str, Score], rated: Moves, named: Moves) -> bool:
    print()
    kept = True
    for name, figure in held(formulas, rated, named).items():
        kept &= figure >= BARS[name]
        print(f"Match, {name}: {figure:.3f} ≥ {BARS[name]} {'kept' if figure >= BARS[name] else 'BROKEN'}")
    return kept
