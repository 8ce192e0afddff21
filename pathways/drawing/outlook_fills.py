"""What fills the areas of an outlook's chart: a line's colour, hatching, or stripes of several colours.

A technician's line has a pale core, as everywhere. Patterns are drawn in px and turned; their colours are classes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pathways.domain.nouns import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.outlook_view import Line

STRIPE: Final = 14.0
CORE: Final = 3.0
HATCH: Final = 4.6
GAP: Final = 2.8


def look(line: Line, *, begun: bool) -> str:
    """Give the classes of a line's area: its colour, or that it has a pattern."""
    plain = begun and len(line.kinds) == 1 and line.kinds[0] is not Kind.TECHNICIAN
    return f"l-{line.kinds[0]}" if plain else "patterned"


def fills(lines: Sequence[Line], uid: str) -> str:
    """Write the patterns that the lines need."""
    parts = []
    for number, line in enumerate(lines):
        if any(line.begun) and look(line, begun=True) == "patterned":
            parts.append(_pattern(line, f"{uid}-{number}-full", STRIPE, 0, 0))
        if not all(line.begun):
            parts.append(_pattern(line, f"{uid}-{number}-hatch", HATCH, GAP, 45))
    return f"<defs>{''.join(parts)}</defs>" if parts else ""


def _pattern(line: Line, uid: str, stripe: float, gap: float, turn: int) -> str:
    stripes, x = [], 0.0
    for kind in line.kinds:
        wide = stripe + (CORE if kind is Kind.TECHNICIAN else 0)
        stripes.append(f'<rect class="l-{kind}" x="{x:g}" width="{wide:g}" height="10"/>')
        if kind is Kind.TECHNICIAN:
            stripes.append(f'<rect class="core" x="{x + (wide - CORE) / 2:g}" width="{CORE:g}" height="10"/>')
        x = round(x + wide + gap, 2)
    turned = f' patternTransform="rotate({turn})"' if turn else ""
    return (
        f'<pattern id="{uid}" width="{x:g}" height="10" patternUnits="userSpaceOnUse"{turned}>'
        f"{''.join(stripes)}</pattern>"
    )
