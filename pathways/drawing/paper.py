"""The finished picture outside the page: its styles inside it, and set on paper by Typst.

On a page the stylesheet and the theme colour a picture; a file has neither, so it carries the light theme's
colours as plain values and, as an SVG, the font. Text reaches Typst as data, never as markup.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree as ET

from pathways.config import folder
from pathways.drawing import text
from pathways.drawing.colours import CONTROL, GROUND, INK, INK2, LINES, SURFACE
from pathways.drawing.metrics import FONTS
from pathways.drawing.renderer import DrawingFailed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pathways.drawing.picture import Picture

SVG = "http://www.w3.org/2000/svg"
MARGIN, TITLE, SMALL, LEADING = 24, 26, 13, 1.3
"""Px of ground around the picture in a file; type sizes above and below it; line height."""

FAMILY = "Schibsted Grotesk"

_STYLE = f"""
text {{ font-family: "{FAMILY}", "{FAMILY} 1", sans-serif; fill: {INK} }}
.colhead, .title {{ font-weight: 750 }}
.note {{ font-weight: 450; fill: {INK2} }}
.case, .core {{ stroke: {GROUND} }}
.card {{ fill: {SURFACE} }}
.t {{ font-weight: 650 }}
.s {{ font-weight: 450; fill: {INK2} }}
.on {{ font-weight: 750 }}
.hub .card {{ fill: {INK} }}
.hub .t, .hub .s {{ fill: {GROUND} }}
.folded .card {{ fill: none; stroke: {CONTROL}; stroke-dasharray: 4 3 }}
.folded .t {{ font-weight: 550; fill: {INK2} }}
.unknown .ribbon {{ stroke-dasharray: 4 3 }}
""" + "".join(
    f".l-{kind} .ribbon {{ stroke: {line} }} .l-{kind} .bullet {{ fill: {line} }} .l-{kind} .on {{ fill: {on} }}\n"
    for kind, (line, on) in LINES.items()
)
_STYLE += f".l-T .bullet {{ fill: {SURFACE}; stroke: {LINES['T'][0]}; stroke-width: 2.5 }}\n"

_WEIGHT = re.compile(r"(?<=font-weight: )(\d)\d\d")  # Typst knows whole hundreds; rounded down, text still fits
_FAMILY_NAMES = {1, 4, 16}  # numbers in a font's name table: family, full name, typographic family

_PAGE = b"""
#let wide = float(sys.inputs.wide) * 0.75pt
#set page(width: wide, height: auto, margin: 0pt)
#set document(title: sys.inputs.title)
#image("picture.svg", width: wide, alt: sys.inputs.title)
"""


def standalone(picture: Picture, note: str, *, font: bool = True) -> str:
    """Write the picture as an SVG document of its own: light, under its title, with its styles inside.

    What thickness means and the note stand below it. With `font`, for browsers, the font is inside as well;
    without, for Typst, which has it.
    """
    root = ET.fromstring(picture.svg)  # noqa: S314 - we wrote it ourselves
    ET.register_namespace("", SVG)
    for element in root.iter():
        for name in [name for name in element.attrib if name.startswith("data-")]:
            del element.attrib[name]
    left, top, wide, high = map(float, root.attrib["viewBox"].split())
    title = text.wrap(root.findtext(f"{{{SVG}}}title", ""), wide, TITLE, text.STRONG)
    below = [line for words in (picture.caption, note) if words for line in text.wrap(words, wide, SMALL, text.SUB)]
    head, foot = len(title) * TITLE * LEADING + MARGIN, len(below) * SMALL * LEADING + (MARGIN if below else 0)
    frame = {
        "x": left - MARGIN,
        "y": top - head - MARGIN,
        "width": wide + 2 * MARGIN,
        "height": head + high + foot + 2 * MARGIN,
    }
    root.set("viewBox", " ".join(f"{value:g}" for value in frame.values()))
    root.set("width", f"{frame['width']:g}")
    root.set("height", f"{frame['height']:g}")
    style = ET.Element(f"{{{SVG}}}style")
    style.text = _font_face() + _STYLE if font else _WEIGHT.sub(r"\g<1>00", _STYLE)
    ground = ET.Element(f"{{{SVG}}}rect", {name: f"{value:g}" for name, value in frame.items()} | {"fill": GROUND})
    after = 2  # title and desc come first
    root[after:after] = [style, ground, *_lines(title, "title", left, top - head, TITLE)]
    root.extend(_lines(below, "note", left, top + high + MARGIN, SMALL))
    return ET.tostring(root, encoding="unicode") + "\n"


def _lines(lines: Sequence[str], name: str, left: float, top: float, size: float) -> Iterator[ET.Element]:
    for at, words in enumerate(lines):
        base = top + at * size * LEADING + size
        place = {"class": name, "x": f"{left:g}", "y": f"{base:g}", "font-size": f"{size:g}"}
        line = ET.Element(f"{{{SVG}}}text", place)
        line.text = words
        yield line


@cache
def _font_face() -> str:
    font = b64encode((folder("static") / "fonts" / FONTS[0]).read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{font})"
    return f'@font-face {{ font-family: "{FAMILY}"; font-weight: 400 900; src: {source} }}'


def converted(picture: Picture, note: str, to: Literal["png", "pdf"]) -> bytes:
    """Turn the picture, as `standalone` writes it, into one page as large as it needs to be.

    Raises:
        DrawingFailed: the page could not be made.
    """
    import typst

    svg = standalone(picture, note, font=False)
    title = ET.fromstring(picture.svg).findtext(f"{{{SVG}}}title", "")  # noqa: S314 - we wrote it ourselves
    inputs = {"title": title, "wide": f"{picture.wide + 2 * MARGIN:g}"}
    files = {"main.typ": _PAGE, "picture.svg": svg.encode()}
    try:
        made = typst.compile(  # type: ignore[call-overload]  # a set of files is taken, but not yet in its types
            files, format=to, ppi=144, sys_inputs=inputs, font_paths=[fonts()], ignore_system_fonts=True
        )
    except (typst.TypstError, OSError) as error:
        raise DrawingFailed(f"The {to.upper()} could not be made: {error}") from error
    if not isinstance(made, bytes):
        raise DrawingFailed(f"The {to.upper()} came out as {len(made)} pages.")
    return made


def fonts() -> str:
    """Give the folder in which Typst finds the site's own typeface."""
    return _unpacked().name


@cache
def _unpacked() -> TemporaryDirectory[str]:
    """A folder with the fonts as TrueType, which Typst reads and browsers do not need; gone when the process ends.

    The two halves of the alphabet get names of their own: of two equal families Typst would see one.
    """
    from fontTools.ttLib import TTFont

    unpacked = TemporaryDirectory(prefix="pathways-fonts-")
    for part, name in enumerate(FONTS):
        font = TTFont(folder("static") / "fonts" / name)
        font.flavor = None
        for record in font["name"].names:
            if record.nameID in _FAMILY_NAMES and part:
                font["name"].setName(
                    f"{FAMILY} {part}", record.nameID, record.platformID, record.platEncID, record.langID
                )
        font.save(f"{unpacked.name}/{part}.ttf")
    return unpacked
