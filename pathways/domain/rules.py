"""What must hold of the facts for them to form a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathways.domain.errors import Fault
    from pathways.domain.nouns import Facts


def faults(facts: Facts) -> tuple[Fault, ...]:
    """List every broken rule, in the order of the facts; empty when the facts form a valid graph."""
    return ()
