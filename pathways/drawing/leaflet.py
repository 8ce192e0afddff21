"""A plan set on one sheet of A4 by Typst: routes as lines over the years, figures, what is open, a QR code.

Words reach Typst as data, never as markup. Colours are the light theme's; shapes tell what colours tell, so the
sheet can be read in grey: a line's letter stands beside it, a job beside the study is a thin line under it.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import segno

from pathways.drawing.colours import CONTROL, INK, INK2, LINES
from pathways.drawing.paper import fonts
from pathways.drawing.renderer import DrawingFailed

if TYPE_CHECKING:
    from collections.abc import Mapping

_PAGE = Path(__file__).with_suffix(".typ")


def leaflet(told: Mapping[str, object], link: str) -> bytes:
    """Set a plan on paper; `told` holds its words and figures, `link` is what the QR code leads to.

    Raises:
        DrawingFailed: the sheet could not be made.
    """
    import typst

    colours = {kind: line for kind, (line, _on) in LINES.items()}
    data = {**told, "colours": colours, "ink": INK, "ink2": INK2, "control": CONTROL}
    code = BytesIO()
    segno.make(link, micro=False, error="m").save(code, kind="svg", border=1, scale=4)
    files = {"main.typ": _PAGE.read_bytes(), "code.svg": code.getvalue()}
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        made = typst.compile(  # type: ignore[call-overload]  # a set of files is taken, but not yet in its types
            files, format="pdf", sys_inputs=inputs, font_paths=[fonts()], ignore_system_fonts=True
        )
    except (typst.TypstError, OSError) as error:
        raise DrawingFailed(f"The PDF could not be made: {error}") from error
    assert isinstance(made, bytes)  # noqa: S101  # for mypy: one format, one file
    return made
