"""Sheets of A4 set by Typst: what `leaflet`, `handout` and `report` have in common.

Words reach Typst as data, never as markup. Colours are the light theme's; shapes and letters tell what colours tell,
so that a sheet can be read in grey. Our own typeface sets it; only where somebody wrote letters that it lacks are the
machine's other fonts looked at, because that takes time and differs from machine to machine.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import segno

from pathways.config import folder
from pathways.drawing.colours import CONTROL, HAIR, INK, INK2, LINES
from pathways.drawing.paper import fonts
from pathways.drawing.renderer import DrawingFailed
from pathways.drawing.text import covered

if TYPE_CHECKING:
    from collections.abc import Mapping

_TRACK = Path(__file__).with_name("track.typ")


def sheet(page: Path, told: Mapping[str, object], link: str) -> bytes:
    """Set a page of Typst as a PDF; `told` holds its words and figures, `link` is what the QR code leads to.

    Raises:
        DrawingFailed: the sheet could not be made.
    """
    import typst

    files, inputs, plain = _given(page, told, link)
    try:
        made = typst.compile(  # type: ignore[call-overload]  # a set of files is taken, but not yet in its types
            files, format="pdf", sys_inputs=inputs, font_paths=[fonts()], ignore_system_fonts=plain
        )
    except (typst.TypstError, OSError) as error:
        raise DrawingFailed(f"The PDF could not be made: {error}") from error
    assert isinstance(made, bytes)  # noqa: S101  # for mypy: one format, one file
    return made


def asked(page: Path, told: Mapping[str, object], link: str, label: str) -> object:
    """Lay the page out and give the value it leaves under a label.

    Raises:
        DrawingFailed: the sheet could not be laid out.
    """
    import typst

    files, inputs, plain = _given(page, told, link)
    try:
        found = typst.query(  # type: ignore[misc]  # as above
            files, f"<{label}>", field="value", one=True, sys_inputs=inputs, font_paths=[fonts()],
            ignore_system_fonts=plain,
        )  # fmt: skip
    except (typst.TypstError, OSError) as error:
        raise DrawingFailed(f"The sheet could not be laid out: {error}") from error
    return json.loads(found)


def _given(page: Path, told: Mapping[str, object], link: str) -> tuple[dict[str, bytes], dict[str, str], bool]:
    """The files and the words of a page, and whether our own typeface has all their letters."""
    lines = {kind: {"line": line, "on": on} for kind, (line, on) in LINES.items()}
    words = json.dumps(
        {**told, "colours": lines, "ink": INK, "ink2": INK2, "control": CONTROL, "hair": HAIR}, ensure_ascii=False
    )
    words = words.encode(errors="replace").decode()  # half a letter, as a script may send it, is none
    code = BytesIO()
    segno.make(link, micro=False, error="m").save(code, kind="svg", border=1, scale=4)
    files = {
        "main.typ": page.read_bytes(),
        "track.typ": _TRACK.read_bytes(),
        "code.svg": code.getvalue(),
        "mark.svg": (folder("static") / "mark.svg").read_bytes(),
    }
    return files, {"data": words}, covered(words)
