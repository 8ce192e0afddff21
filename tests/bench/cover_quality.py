"""How well cover agrees with what the facts say feeds what, by the formula in use and by all that were tried.

    python -m tests.bench.cover_quality           the tables, the reasons, and whether the bars are kept
    python -m tests.bench.cover_quality --pairs   cover of every pair instead, as CSV

No figure here may be mended by adding a link or an outcome: those need a reason of their own.
"""

from __future__ import annotations

import csv
import sys
from typing import TYPE_CHECKING

import numpy as np

from pathways.domain.cover import cover
from tests.bench.cover_formulas import BEFORE, FORMULAS, IN_USE
from tests.bench.cover_pairs import ALL, NO_ROUND_2, ROUNDS, STATED, Population, real_graph, settings
from tests.bench.cover_reasons import LOW, best_feeder, rival, why_rival, why_thin
from tests.bench.ranking import auc

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import ProgrammeId, RoleId

    Covers = dict[str, dict[str, NDArray[np.float64]]]
    """Row × role cover by formula name and setting."""

BARS = {ALL: 0.898, NO_ROUND_2: 0.875}
"""The least AUC of the formula in use, in either way of counting."""

DRAWS = 2000
SEED = 20261125


def report() -> bool:
    """Print everything and say whether every bar is kept; without the facts pack skip, and say so."""
    if not ROUNDS.is_file():
        print(f"SKIPPED: cover is not measured, {ROUNDS.name} of the facts pack is not there.", file=sys.stderr)
        return True
    graph = real_graph()
    both = [(population, covers(population)) for population in (Population(graph, True), Population(graph, False))]
    (strict, counted), (shown, seen) = both
    _print_formulas(strict, counted, shown, seen)
    _print_left_out(strict, counted)
    _print_draws(strict, counted)
    _print_spread(shown, seen)
    _print_roles(graph)
    explained = [_print_thin(both), _print_rivals(graph)]
    return all([*(_kept(*one) for one in both), *explained])


def covers(population: Population) -> Covers:
    """Cover of every pair by every formula in every setting."""
    parts = {name: population.parts(keep) for name, keep in settings().items()}
    return {
        formula.name: {name: population.cover(formula, kept) for name, kept in parts.items()} for formula in FORMULAS
    }


def thin(population: Population, cover: NDArray[np.float64]) -> dict[tuple[ProgrammeId, RoleId], float]:
    """Cover of the feeding pairs below a quarter, least first."""
    roles = list(population.graph.roles)
    found = {}
    for row, role in zip(*np.nonzero(population.judged & population.feeding & (cover < LOW)), strict=True):
        feeders = {link.programme for link in population.graph.feeds_to(roles[role])}
        [programme] = [one.id for one in population.rows[row] if one.id in feeders]
        found[programme, roles[role]] = float(cover[row, role])
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _print_formulas(strict: Population, counted: Covers, shown: Population, seen: Covers) -> None:
    for population, said in ((strict, "as domain.md counted"), (shown, "as the planner shows them")):
        sizes = population.feeding.shape
        pairs = int((population.judged & population.feeding).sum()), int(population.judged.sum())
        print(f"Pairs {said}: {sizes[0]} programmes × {sizes[1]} roles, {pairs[0]} feeding of {pairs[1]} judged.")
    print(f"AUC with {ALL} / {NO_ROUND_2} / {STATED}; feeding pairs below {LOW}; roles with a feeder on top, of")
    print(f"{len(strict.families)}, with {ALL} / {NO_ROUND_2}.")
    print(f"\n{'':<38} {'as domain.md counted':<31}   as the planner shows them")
    for name in counted:
        cells = "   ".join(_cells(population, by[name]) for population, by in ((strict, counted), (shown, seen)))
        print(f"{name:<38} {cells}")


def _cells(population: Population, by: dict[str, NDArray[np.float64]]) -> str:
    aucs = " / ".join(f"{population.auc(found):.3f}" for found in by.values())
    tops = "/".join(str(population.on_top(by[name])) for name in (ALL, NO_ROUND_2))
    return f"{aucs}  {len(thin(population, by[ALL])):>3}  {tops}"


def _print_left_out(population: Population, counted: Covers) -> None:
    """One family of roles held back at a time: what ranks the others best, and how well it ranks that family."""
    print(f"\nLeaving one family of roles out ({NO_ROUND_2}, as domain.md counted): AUC on that family alone.")
    print(f"{'family':<22} {'before':>6} {'in use':>6} {'best of the others':>18}")
    for family in dict.fromkeys(population.families):
        held = population.families == family
        best = max(counted, key=lambda name: population.auc(counted[name][NO_ROUND_2], ~held))
        before, now, chosen = (population.auc(counted[name][NO_ROUND_2], held) for name in (BEFORE, IN_USE, best))
        print(f"{family:<22} {before:>6.3f} {now:>6.3f} {chosen:>6.3f} by {best}")


def _print_draws(population: Population, counted: Covers) -> None:
    """Draw programmes and roles anew, so that a gain that hangs on a few of them shows as chance."""
    draw = np.random.default_rng(SEED)
    gains: dict[str, list[float]] = {ALL: [], NO_ROUND_2: []}
    rows, roles = population.feeding.shape
    for _ in range(DRAWS):
        at = np.ix_(draw.integers(0, rows, rows), draw.integers(0, roles, roles))
        feeding = population.feeding[at]
        for setting, found in gains.items():
            now, before = (counted[name][setting][at] for name in (IN_USE, BEFORE))
            found.append(auc(now[feeding], now[~feeding]) - auc(before[feeding], before[~feeding]))
    print(f"\nGain in AUC over the formula before, {DRAWS:,} paired draws of programmes and roles:")
    for setting, found in gains.items():
        low, middle, high = np.quantile(found, (0.05, 0.5, 0.95))
        better = np.mean(np.array(found) > 0)
        print(f"{setting:<28} {middle:+.4f} (90 %: {low:+.4f} to {high:+.4f}), better in {better:.1%} of the draws")


def _print_spread(population: Population, seen: Covers) -> None:
    shares = (0, 0.05, 0.25, 0.5, 0.75, 0.95, 1)
    print("\nCover as shown, in per cent: least, 5 %, quarter, half, three quarters, 95 %, most; mean.")
    for name in (BEFORE, IN_USE):
        for setting, found in seen[name].items():
            for kind, pairs in (("feeding", population.feeding), ("others", ~population.feeding)):
                chosen = 100 * found[population.judged & pairs]
                spread = " ".join(f"{one:>4.0f}" for one in np.quantile(chosen, shares))
                print(f"{name:<38} {setting:<26} {kind:<8} {spread}; {chosen.mean():.0f}")


def _print_roles(graph: Graph) -> None:
    print("\nEvery feeding pair as shown, in per cent, best first | the best other programme (? not judged, * leads):")
    for role in graph.roles:
        feeders = {link.programme for link in graph.feeds_to(role)}
        shares = {one: cover(graph, (one,), role).share for one in graph.programmes}
        order = sorted(shares, key=lambda one: -(-1.0 if shares[one] is None else shares[one]))
        feeding = ", ".join(f"{one} {_percent(shares[one])}" for one in order if one in feeders)
        other = next(one for one in order if one not in feeders)
        print(f"{'*' if rival(graph, role) else ' '} {role}: {feeding} | {other} {_percent(shares[other])}")


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{100 * share:.0f}"


def _print_thin(both: list[tuple[Population, Covers]]) -> bool:
    """Print each feeding pair below a quarter in either way of counting, and why; say whether all are explained."""
    counted, seen = (thin(population, by[IN_USE][ALL]) for population, by in both)
    print(f"\nFeeding pairs below {LOW}, in per cent as domain.md counted / as shown (- not below), and why:")
    explained = True
    for programme, role in counted | seen:
        why = why_thin(both[0][0].graph, programme, role)
        explained = explained and why is not None
        figures = " / ".join(
            _percent(found[programme, role]) if (programme, role) in found else "-" for found in (counted, seen)
        )
        print(f"  {programme} → {role}, {figures}: {why or 'NOT EXPLAINED'}.")
    return explained


def _print_rivals(graph: Graph) -> bool:
    """Print each role whose best programme is no feeder, and why; say whether all are explained."""
    print("\nRoles whose best programme is no feeder (cover as shown), and why:")
    explained = True
    for role in graph.roles:
        ahead = rival(graph, role)
        if ahead is None:
            continue
        behind = best_feeder(graph, role)
        fed = f"{behind[0]} {_percent(behind[1])}" if behind else "no feeder judged"
        why = why_rival(graph, role, ahead[0])
        explained = explained and why is not None
        print(f"  {role}: {ahead[0]} {_percent(ahead[1])} before {fed}: {why or 'NOT EXPLAINED'}.")
    return explained


def _kept(population: Population, by: Covers) -> bool:
    """Print whether the formula in use keeps the bars in one way of counting."""
    kept = True
    for setting, bar in BARS.items():
        found = population.auc(by[IN_USE][setting])
        said = "as domain.md counted" if population.strict else "as shown"
        print(f"AUC {setting}, {said}: {found:.4f} ≥ {bar} {'kept' if found >= bar else 'BROKEN'}")
        kept = kept and found >= bar
    return kept


def _print_pairs() -> None:
    """Print every pair of programme and role with its cover as shown; blank where it is not judged."""
    graph = real_graph()
    links = {(link.programme, link.role) for link in graph.facts.feeds}
    table = csv.writer(sys.stdout)
    table.writerow(("programme", "role", "feeds", "cover"))
    for programme in graph.programmes:
        for role in graph.roles:
            share = cover(graph, (programme,), role).share
            table.writerow((programme, role, int((programme, role) in links), "" if share is None else f"{share:.4f}"))


def main(words: list[str]) -> int:
    """Print the report, or every pair."""
    if words == ["--pairs"]:
        _print_pairs()
        return 0
    return 0 if report() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
