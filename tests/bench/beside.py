"""What the benches read: the facts of the town, and what stands beside the project and is nowhere in the product."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pathways.store.esco import read_esco
from tests.conftest import REAL_TOWN, facts_of

if TYPE_CHECKING:
    from pathways.domain.classification import Classification
    from pathways.domain.nouns import Facts

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
ESCO = SHARED / "esco"
"""The folder of ESCO's official archives; what measures by it is left out, aloud, where it is not there."""


def real_facts() -> Facts:
    """Give the facts of Kalundborg."""
    return facts_of(REAL_TOWN)


def classification() -> Classification:
    """Read the archives of ESCO."""
    return read_esco(*sorted(ESCO.glob("*.zip"))).classification
