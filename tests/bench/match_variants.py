"""Every way to score a move between two occupations that was tried, from plain counting to blends.

Each takes the classification's arrays and gives a function of (origin, destination) pairs. What is in use is
`pathways.domain.match` itself, not a copy of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pathways.domain.match import Matcher

if TYPE_CHECKING:
    from pathways.domain.classification import Classification

Numbers: TypeAlias = NDArray[np.float64]
Score: TypeAlias = Callable[[NDArray[np.int64], NDArray[np.int64]], Numbers]
STEPS = tuple(step / 10 for step in range(11))
IN_USE = "1/2 cover + 1/2 likeness (in use)"


@dataclass(frozen=True)
class _Held:
    """What occupations ask for, as matrices: rows are occupations."""

    essential: sparse.csr_matrix
    everything: sparse.csr_matrix
    rare: Numbers
    kinds: sparse.csr_matrix
    matcher: Matcher
    codes: tuple[str, ...]


def variants(classification: Classification) -> dict[str, Score]:
    """Give every formula by its name."""
    held = _held(classification)
    cosine = {f"tf-idf cosine, optional × {part:g}": _cosine(_weighted(held, part)) for part in (0.0, 0.5, 1.0)}
    return {
        "cover of essentials": _cover(held, np.ones_like(held.rare)),
        "cover × idf": _cover(held, held.rare),
        "cover × idf, both ways": _both_ways(_cover(held, held.rare)),
        **cosine,
        "likeness up the hierarchy": _parts(held, 0.0),
        "0.6 cosine + 0.4 likeness": _blend((0.6, cosine["tf-idf cosine, optional × 0.5"]), (0.4, _parts(held, 0.0))),
        "same ISCO group, digits": _isco(held),
        **{f"{step:g} cover + {1 - step:g} likeness": _parts(held, step) for step in STEPS if step != 0.5},
        "0.4 cover + 0.4 likeness + 0.2 ISCO": _blend((0.8, _parts(held, 0.5)), (0.2, _isco(held))),
        "0.3 cover + 0.3 likeness + 0.4 cosine": _blend(
            (0.6, _parts(held, 0.5)), (0.4, cosine["tf-idf cosine, optional × 0.5"])
        ),
        IN_USE: _in_use(held.matcher),
    }


def blends(classification: Classification) -> dict[float, Score]:
    """Give the family that is in use, by its one constant: the share of cover."""
    held = _held(classification)
    return {step: _parts(held, step) for step in STEPS}


def _held(classification: Classification) -> _Held:
    count, skills = len(classification.occupations), len(classification.skills)
    essential = _matrix(classification.essential, count, skills)
    optional = _matrix(classification.optional, count, skills)
    everything = essential + optional
    asking = np.asarray(everything.sum(axis=0)).ravel()
    rare = np.where(asking > 0, np.log(count / np.maximum(asking, 1)), 0.0)
    codes = tuple(concept.code or "" for concept in classification.occupations)
    return _Held(essential, everything, rare, optional, Matcher(classification), codes)


def _matrix(pairs: NDArray[np.int32], rows: int, columns: int) -> sparse.csr_matrix:
    return sparse.csr_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), (rows, columns))


def _weighted(held: _Held, optional: float) -> sparse.csr_matrix:
    return sparse.csr_matrix((held.essential + held.kinds * optional).multiply(held.rare))


def _cover(held: _Held, weights: Numbers) -> Score:
    needed = sparse.csr_matrix(held.essential.multiply(weights))
    total = np.asarray(needed.sum(axis=1)).ravel()

    def score(origins: NDArray[np.int64], destinations: NDArray[np.int64]) -> Numbers:
        got = np.asarray(needed[destinations].multiply(held.everything[origins]).sum(axis=1)).ravel()
        return got / np.where(total[destinations] > 0, total[destinations], 1.0)

    return score


def _both_ways(one: Score) -> Score:
    return lambda origins, destinations: (one(origins, destinations) + one(destinations, origins)) / 2


def _cosine(bundle: sparse.csr_matrix) -> Score:
    length = np.sqrt(np.asarray(bundle.multiply(bundle).sum(axis=1)).ravel())

    def score(origins: NDArray[np.int64], destinations: NDArray[np.int64]) -> Numbers:
        both = np.asarray(bundle[origins].multiply(bundle[destinations]).sum(axis=1)).ravel()
        return both / np.maximum(length[origins] * length[destinations], 1e-12)

    return score


def _parts(held: _Held, share: float) -> Score:
    """The two parts of the match as the product computes them, blended with another share of cover."""

    def score(origins: NDArray[np.int64], destinations: NDArray[np.int64]) -> Numbers:
        pairs = zip(origins.tolist(), destinations.tolist(), strict=True)
        found = [held.matcher.alike(origin, destination) for origin, destination in pairs]
        likeness = np.array([one.likeness for one in found])
        cover = np.array([one.likeness if one.cover is None else one.cover for one in found])
        return share * cover + (1 - share) * likeness

    return score


def _isco(held: _Held) -> Score:
    def score(origins: NDArray[np.int64], destinations: NDArray[np.int64]) -> Numbers:
        return np.array(
            [_same(held.codes[one], held.codes[other]) for one, other in zip(origins, destinations, strict=True)]
        )

    return score


def _same(one: str, other: str) -> float:
    digits = zip(one[:4], other[:4], strict=False)
    return next((at for at, (a, b) in enumerate(digits) if a != b), 4) / 4


def _blend(*parts: tuple[float, Score]) -> Score:
    return lambda origins, destinations: sum(share * one(origins, destinations) for share, one in parts)


def _in_use(matcher: Matcher) -> Score:
    def score(origins: NDArray[np.int64], destinations: NDArray[np.int64]) -> Numbers:
        pairs = zip(origins.tolist(), destinations.tolist(), strict=True)
        return np.array([matcher.alike(origin, destination).score for origin, destination in pairs])

    return score
