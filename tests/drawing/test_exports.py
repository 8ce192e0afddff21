"""What people take along: the finished picture, and the facts behind it in its order."""

from __future__ import annotations

import csv
import json
import re
import struct
from dataclasses import replace
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pathways.domain.portraits import skill_view
from pathways.drawing import colours, exports, paper
from pathways.drawing.picture import Form, draw
from pathways.drawing.renderer import DrawingFailed, Renderer
from tests.drawing.views import SVG, address, both, by_class, link, node, small, view

APP_CSS = Path(__file__).resolve().parents[2] / "static" / "app.css"
EVIL = '=HYPERLINK("x"),\n"quoted" <script> #panic() \\N'


@pytest.fixture(scope="module")
def picture():
    return draw(small(), "en", Form.WIDE, address)


def evil():
    words = both(EVIL)
    made = view([[node("p-a", EVIL, sub=words)], [node("r-b", EVIL)]], [link("p-a", "r-b", tooltip=words)])
    return replace(made, title=words, description=words)


def test_the_svg_stands_alone(picture):
    root = ET.fromstring(exports.as_svg(picture, "Where it comes from."))
    (style,) = root.iter(f"{SVG}style")
    assert "@font-face" in style.text
    assert "var(" not in style.text
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("data-")]
    assert len(by_class(root, "stop")) == len(small().nodes)
    assert [line.text for line in by_class(root, "title")] == ["A title"]
    assert " ".join(line.text or "" for line in by_class(root, "note")).endswith("Where it comes from.")
    assert picture.caption.split()[0] in by_class(root, "note")[0].text


def test_the_ground_holds_everything_in_the_svg(picture):
    root = ET.fromstring(exports.as_svg(picture, "A note. " * 60))
    left, top, wide, high = map(float, root.attrib["viewBox"].split())
    for line in [*by_class(root, "note"), *by_class(root, "title")]:
        assert left < float(line.attrib["x"]) < left + wide
        assert top < float(line.attrib["y"]) < top + high


def test_colours_are_those_of_the_light_theme():
    light = APP_CSS.read_text(encoding="utf-8")
    light = light[light.index("--bg:") : light.index("@media (prefers-color-scheme: dark)")]
    tokens = dict(re.findall(r"--(\w+): ?(#[0-9A-F]{6})", light))
    assert (tokens["bg"], tokens["surface"], tokens["ink"]) == (colours.GROUND, colours.SURFACE, colours.INK)
    tokens_of_lines = (tokens["ink2"], tokens["control"], tokens["hair"])
    assert tokens_of_lines == (colours.INK2, colours.CONTROL, colours.HAIR)
    for kind in "EMDKA":
        assert colours.LINES[kind] == (tokens[kind], tokens[f"on{kind}"])
    assert colours.LINES["T"] == (tokens["E"], tokens["tE"])
    assert colours.LINES["N"] == (tokens["control"], tokens["surface"])


def test_the_png_is_one_and_a_half_dots_a_px(picture):
    png = exports.as_png(picture)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", png[16:24])
    assert wide == pytest.approx((picture.wide + 2 * paper.MARGIN) * 1.5, abs=2)
    assert high > picture.high


def test_the_pdf_has_one_page(picture):
    pdf = exports.as_pdf(picture, "A note.")
    assert pdf[:5] == b"%PDF-"
    assert pdf.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1


@pytest.mark.parametrize("form", [Form.STAGE, Form.HOURGLASS])
def test_phone_forms_can_be_taken_along_too(form):
    two = view([[node("p-a")], [node("r-b")]], [link("p-a", "r-b")])
    assert exports.as_pdf(draw(two, "en", form, address))[:5] == b"%PDF-"


def test_markup_in_labels_is_text_on_paper_too():
    drawn = draw(evil(), "en", Form.WIDE, address)
    root = ET.fromstring(exports.as_svg(drawn, EVIL))
    assert not list(root.iter(f"{SVG}script"))
    assert exports.as_pdf(drawn, EVIL)[:5] == b"%PDF-"


def test_a_page_that_cannot_be_made_is_a_drawing_that_failed(picture, monkeypatch):
    import typst

    def refuse(*_: object, **__: object) -> None:
        raise typst.TypstError("no", "no")

    monkeypatch.setattr(typst, "compile", refuse)
    with pytest.raises(DrawingFailed, match="PDF could not be made"):
        exports.as_pdf(picture)


def test_the_csv_runs_in_the_order_of_the_view():
    rows = list(csv.DictReader(StringIO(exports.as_csv(small(), "en"))))
    assert tuple(rows[0]) == exports.COLUMNS
    assert [(row["from_id"], row["to_id"], row["line"]) for row in rows] == [
        (link.source, link.target, link.kind) for link in small().table_links
    ]
    assert [row["width"] for row in rows] == ["" if x.width is None else f"{x.width:g}" for x in small().table_links]
    assert rows[0]["from"] == "One programme"


def test_the_csv_is_no_formula():
    (row,) = csv.DictReader(StringIO(exports.as_csv(evil(), "en")))
    assert row["from"].startswith("'=")
    assert row["sentence"].startswith("'=")


def test_the_json_runs_in_the_order_of_the_view():
    told = json.loads(exports.as_json(small(), "en"))
    assert [(x["from"], x["to"]) for x in told["links"]] == [(x.source, x.target) for x in small().table_links]
    assert [[n["id"] for n in column["nodes"]] for column in told["columns"]] == [
        [node.id for node in column.nodes] for column in small().table_columns
    ]
    assert told["links"][3]["width"] is None
    assert told["measure"] == "fit"


def test_files_of_the_view_hold_what_the_picture_folds():
    whole = small()
    folded = replace(whole, columns=whole.columns[:1], links=(), folded=4)
    assert exports.as_csv(folded, "en") == exports.as_csv(whole, "en")
    assert json.loads(exports.as_json(folded, "en"))["columns"] == json.loads(exports.as_json(whole, "en"))["columns"]


@pytest.mark.parametrize("made", [small, evil])
def test_the_readable_dot_is_drawn_by_both_programs(made, renderer: Renderer):
    svg = ET.fromstring(renderer.svg(exports.as_dot(made(), "en")))
    shown = " ".join(text.text or "" for text in svg.iter(f"{SVG}text"))
    for of in made().nodes:
        assert (of.title.en.replace("\u00ad", "").split()[-1]) in shown
    assert not list(svg.iter(f"{SVG}script"))


@pytest.mark.parametrize("words", ["<<B>bold</B>>", "<broken", "<<IMG>>", r"\N \G \E", r"a\\", '"];x[label="y'])
def test_words_in_the_readable_dot_are_neither_markup_nor_signs(renderer: Renderer, words):
    """A label that begins with `<` and ends with `>` is markup to Graphviz, and a backslash a sign."""
    said = both(words)
    made = view([[node("p-a", words, sub=said)], [node("r-b", words)]], [link("p-a", "r-b", tooltip=said)])
    svg = ET.fromstring(renderer.svg(exports.as_dot(replace(made, title=said), "en", words)))
    shown = [text.text for text in svg.iter(f"{SVG}text")]
    assert shown == [words] * 5  # title, note, a plate of two lines and one of one
    (tip,) = (one.get("{http://www.w3.org/1999/xlink}title") for one in svg.iter(f"{SVG}a"))
    assert tip == words or "\\" in words  # Graphviz reads the signs of a tooltip twice


def test_the_readable_dot_tells_the_order_and_the_words():
    text = exports.as_dot(small(), "en")
    edges = re.findall(r'"?([por]-[\w-]+)"? -> "?([\w-]+)"?', text)
    assert edges == [(link.source, link.target) for link in small().table_links]
    assert "D1 One programme" in text


def test_from_a_skill_to_a_role_there_is_no_line(real_graph):
    gmp = skill_view(real_graph, "gmp")
    told = json.loads(exports.as_json(gmp, "en"))["links"]
    assert {link["kind"] is None for link in told if link["from"] == "s-gmp"} == {True}
    assert {link["kind"] is None for link in told if link["to"] == "s-gmp"} == {False}
    rows = list(csv.DictReader(StringIO(exports.as_csv(gmp, "en"))))
    assert {bool(row["line"]) for row in rows if row["from_id"] == "s-gmp"} == {False}
