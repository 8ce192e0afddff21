"""The table of letter widths, taken from the fonts we ship.

The table is committed (`widths.json`), so that no machine has to open a variable font to draw a picture:
that takes half a second, the table a millisecond. A test compares the two. After changing a font run

    python -m pathways.drawing.metrics
"""

from __future__ import annotations

import json
from pathlib import Path

WEIGHTS = (450, 650, 750)
"""The weights that text in a picture is set in: sub lines, titles, and bullets with headings."""

TABLE = Path(__file__).with_name("widths.json")
FONTS = ("schibsted-grotesk-latin-wght-normal-1.100.0.woff2", "schibsted-grotesk-latin-ext-wght-normal-1.100.0.woff2")


def measured(folder: Path) -> dict[str, dict[str, int]]:
    """Advance widths in thousandths of the type size: by weight, then by letter. `folder` holds the fonts."""
    return {str(weight): _advances(folder, weight) for weight in WEIGHTS}


def _advances(folder: Path, weight: int) -> dict[str, int]:
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    advances: dict[str, int] = {}
    for name in FONTS:
        font = instantiateVariableFont(TTFont(folder / name), {"wght": weight})
        widths, units = font["hmtx"], font["head"].unitsPerEm
        for code, glyph in font.getBestCmap().items():
            advances.setdefault(chr(code), round(widths[glyph][0] * 1000 / units))
    return dict(sorted(advances.items()))


def written(table: dict[str, dict[str, int]]) -> str:
    """The table as it stands in the file: one line a weight."""
    lines = (f'"{weight}": {json.dumps(advances, ensure_ascii=True)}' for weight, advances in table.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    from pathways.config import folder

    TABLE.write_text(written(measured(folder("static") / "fonts")), encoding="utf-8")
