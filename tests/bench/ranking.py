"""How well a score ranks: the area under the curve of hits and misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def auc(good: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    """The share of pairs (a score of the good, one of the others) in which the first is more; equals count half."""
    more, same = (good[:, None] > others).mean(), (good[:, None] == others).mean()
    return float(more + same / 2)
