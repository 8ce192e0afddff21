"""The picture itself, drawn by both programs. Where things lie is theirs; what must hold is ours."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from pathways.domain.nouns import Kind, Text
from pathways.drawing import dot
from pathways.drawing.picture import Form, draw
from pathways.drawing.plan import plan
from pathways.drawing.post import label_of
from pathways.drawing.text import STRONG, SUB, TITLE, plain, width
from tests.drawing.views import SVG, Rect, address, by_class, cards, drawn, link, node, rect, small, view

if TYPE_CHECKING:
    from pathways.domain.views import Node

FORMS = [Form.WIDE, Form.MIDDLE, Form.HOURGLASS]
NASTY = {
    "markup": "<script>alert('x')</script> & <b>bold</b>",
    "quotes": "\"double\" 'single' `back`",
    "escapes": r"\N \G \E \l \\ back\\",
    "lines": "one\ntwo\r\nthree\tfour",
    "controls": "nul\x00bell\x07escape\x1bend\x7f\ufffe\ud800",
    "entities": "&lt; &amp; &#0; &quot; &nbsp; &unknown;",
    "html label": "</TD></TR></TABLE>> ]; } digraph { evil",
    "comment": "--> ]]> <!-- /* // #",
    "ten thousand": "Procesoperatør " * 700,
    "one word": "W" * 10_000,
    "right to left": "\u202eabc\u202c",
    "other letters": "東京 Łódź Ωmega 🙂",
    "empty": "",
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    return request.param


@pytest.fixture
def root(form, renderer) -> ET.Element:
    return ET.fromstring(draw(small(), "en", form, address, renderer=renderer).svg)


def test_every_plate_stands_once_in_reading_order(root):
    stops = by_class(root, "stop")
    assert [stop.attrib["data-n"] for stop in stops] == [node.id for node in small().nodes]


def test_every_link_is_drawn_once_with_its_sentence(form, renderer):
    found = [sentence for sentence, *_ in drawn(draw(small(), "en", form, address, renderer=renderer).svg)]
    assert sorted(found) == sorted(link.tooltip.en for link in small().links)


def test_thick_ribbons_lie_under_thin_ones(form, renderer):
    thick = [thick for _, thick, _ in drawn(draw(small(), "en", form, address, renderer=renderer).svg)]
    assert thick == sorted(thick, reverse=True)


def test_every_ribbon_ends_at_the_plates_it_links(form, renderer):
    svg = draw(small(), "en", form, address, renderer=renderer).svg
    plates = cards(svg)
    for sentence, thick, ((x0, y0), (x1, y1)) in drawn(svg):
        tail, head = (plates[id] for id in sentence.rstrip(".").split(" to "))
        half = thick / 2
        if form is Form.HOURGLASS:
            assert y0 == pytest.approx(tail.bottom, abs=1)
            assert y1 == pytest.approx(head.top, abs=1)
            assert Rect(x0 - half, y0, x0 + half, y0).left >= tail.left - 1
            assert head.left - 1 <= x1 - half < x1 + half <= head.right + 1
        else:
            assert x0 == pytest.approx(tail.right, abs=1)
            assert x1 == pytest.approx(head.left, abs=1)
            assert tail.top - 1 <= y0 - half < y0 + half <= tail.bottom + 1
            assert head.top - 1 <= y1 - half < y1 + half <= head.bottom + 1


def test_docks_at_one_edge_do_not_overlap(renderer):
    svg = draw(small(), "en", Form.WIDE, address, renderer=renderer).svg
    edges = [(end, thick) for _, thick, ends in drawn(svg) for end in ends]
    for ((x, y), thick), ((other_x, other_y), other) in combinations(edges, 2):
        if x == other_x:
            assert abs(y - other_y) >= (thick + other) / 2 - 0.5


def test_no_two_plates_overlap_and_all_lie_in_the_picture(form, renderer):
    picture = draw(small(), "en", form, address, renderer=renderer)
    plates = cards(picture.svg)
    assert not [pair for pair in combinations(plates.values(), 2) if pair[0].overlaps(pair[1])]
    paper = Rect(0, 0, picture.wide, picture.high)
    assert all(paper.holds(plate, slack=0.01) for plate in plates.values())


def test_ranks_lie_in_order_and_plates_in_the_order_of_their_rank(form, renderer):
    plates = cards(draw(small(), "en", form, address, renderer=renderer).svg)
    ranks = [[plates[node.id] for node in column.nodes] for column in small().columns]
    along = (lambda box: box.top) if form is Form.HOURGLASS else (lambda box: box.left)
    across = (lambda box: box.left) if form is Form.HOURGLASS else (lambda box: box.top)
    for rank in ranks:
        assert len({along(box) for box in rank}) == 1
        assert [across(box) for box in rank] == sorted(across(box) for box in rank)
    assert all(along(before[0]) < along(after[0]) for before, after in pairwise(ranks))


def texts_inside(stop: ET.Element) -> bool:
    """Every line on a plate, as wide as it measures, lies on it."""
    card = rect(by_class(stop, "card")[0])
    weights = {"t": STRONG if "hub" in stop.attrib["class"].split() else TITLE, "s": SUB, "on": STRONG}
    for line in stop.iter(f"{SVG}text"):
        size, words = float(line.attrib["font-size"]), line.text or ""
        long = width(words, size, weights[line.attrib["class"]])
        left = float(line.attrib["x"]) - (long / 2 if line.get("text-anchor") == "middle" else 0)
        base = float(line.attrib["y"])
        if not card.holds(Rect(left, base - size * 0.75, left + long, base + size * 0.25)):
            return False
    return True


def test_text_lies_inside_its_plate(root):
    assert all(texts_inside(stop) for stop in by_class(root, "stop"))


@pytest.mark.parametrize("words", NASTY.values(), ids=NASTY)
def test_whatever_a_label_says_is_text(words, form, renderer):
    told = Text(words, words)
    made = view(
        [[node("p-a", code=words[:3] or "D1", kind=Kind.ENGINEERING, sub=told)], [node("r-b")]],
        [link("p-a", "r-b", tooltip=told)],
    )
    nodes = [replace(column, heading=told) for column in made.columns]
    made = replace(made, title=told, description=told, columns=tuple(nodes))
    made = replace(made, columns=tuple(replace(c, nodes=tuple(replace(n, title=told) for n in c.nodes)) for c in nodes))
    picture = draw(made, "en", form, address, renderer=renderer)
    root = ET.fromstring(picture.svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "g",
        "path",
        "a",
        "rect",
        "text",
    }
    assert root.findtext(f"{SVG}title") == plain(words)
    assert all(texts_inside(stop) for stop in by_class(root, "stop"))
    assert by_class(root, "stop")[1].attrib["aria-label"] == plain(words)


def test_an_address_is_text_as_well(renderer):
    evil = "/x?a=\"><script>&b='"
    root = ET.fromstring(draw(small(), "en", Form.WIDE, lambda _: evil, renderer=renderer).svg)
    assert {stop.attrib["href"] for stop in by_class(root, "stop")} == {evil}


def test_the_policy_of_the_pages_holds(form, renderer):
    """No inline style, no stylesheet, no script, no handler, nothing fetched from elsewhere."""
    svg = draw(small(), "en", form, address, renderer=renderer).svg
    for element in ET.fromstring(svg).iter():
        assert not {name for name in element.attrib if name == "style" or name.startswith("on")}
        assert element.tag.removeprefix(SVG) not in {"style", "script", "image", "use", "foreignObject"}
    assert "url(" not in svg


def test_ids_are_unique_and_lead_to_title_and_description(root):
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    named = root.attrib["aria-labelledby"].split()
    told = {element.get("id"): element.text for element in root.iter()}
    assert [told[id] for id in named] == ["A title", "A description."]


def test_every_plate_is_a_link_that_can_be_swapped_in(root):
    for stop, of in zip(by_class(root, "stop"), small().nodes, strict=True):
        assert stop.attrib["href"] == stop.attrib["data-hx-get"] == address(of)
        assert stop.attrib["data-hx-target"] == "#main"
        assert stop.attrib["data-hx-push-url"] == "true"


def test_a_plate_that_leads_down_the_same_page_is_not_swapped(renderer):
    svg = draw(small(), "en", Form.WIDE, lambda _: "#table", renderer=renderer).svg
    assert "data-hx-get" not in svg
    assert 'href="#table"' in svg


def test_a_plate_is_called_what_is_written_on_it(root):
    for stop, of in zip(by_class(root, "stop"), small().nodes, strict=True):
        assert stop.attrib["aria-label"] == plain(label_of(of, "en"))
        assert seen(stop) == read(stop.attrib["aria-label"])


@pytest.mark.parametrize(
    "title",
    [
        "Arbejds\u00admiljø- og sikkerheds\u00adingeniør",
        "Drift-/vedligeholdelses\u00adtekniker",
        "Vandbehandlingsoperatør",
    ],
)
def test_a_broken_word_is_still_one_word(title, renderer):
    made = view([[node("p-a"), node("p-b"), node("p-c", title)], [node("r-x")]], [link("p-c", "r-x")])
    stop = by_class(ET.fromstring(draw(made, "da", Form.HOURGLASS, address, renderer=renderer).svg), "stop")[2]
    assert len(by_class(stop, "t")) > 1
    assert seen(stop) == read(stop.attrib["aria-label"])


def seen(stop: ET.Element) -> str:
    """What axe compares with the label: the text as it stands, hyphens and commas aside."""
    return read("".join(stop.itertext()))


def read(words: str) -> str:
    return " ".join(re.sub("[-/,:]", "", words).split())


def test_classes_tell_what_the_stylesheet_must_know(root):
    """Kind, basis, unknown width, hub and folded rest; colours are not in the SVG."""
    basis = {ribbon.findtext(f"{SVG}title"): ribbon.attrib["class"].split() for ribbon in by_class(root, "rb")}
    assert {"l-D", "ev-s"} <= set(basis["p-one to r-a."])
    assert {"l-D", "ev-d"} <= set(basis["p-one to r-b."])
    assert {"l-T", "ev-a", "unknown"} <= set(basis["p-two to r-a."])
    stops = {stop.attrib["data-n"]: stop.attrib["class"].split() for stop in by_class(root, "stop")}
    assert "hub" in stops["r-a"]
    assert "folded" in stops["f-rest"]
    assert "l-T" in stops["p-two"]
    assert not re.search("#[0-9a-fA-F]{6}", ET.tostring(root, encoding="unicode"))


def test_a_technician_s_line_has_a_core_where_it_is_thick_enough(root):
    cores = {r.findtext(f"{SVG}title"): bool(by_class(r, "core")) for r in by_class(root, "rb")}
    assert cores["p-two to r-b."]
    assert not cores["p-two to r-a."]
    assert not cores["p-one to r-a."]


def test_both_languages(renderer):
    told = view([[node("p-a")], [node("r-b")]], [link("p-a", "r-b", tooltip=Text("på dansk", "in English"))])
    told = replace(told, title=Text("Titel", "Title"))
    assert "på dansk" in draw(told, "da", Form.WIDE, address, renderer=renderer).svg
    assert "<title" in draw(told, "en", Form.WIDE, address, renderer=renderer).svg
    assert "Titel" not in draw(told, "en", Form.WIDE, address, renderer=renderer).svg


def test_headings_stand_over_their_columns(renderer):
    picture = draw(small(), "en", Form.WIDE, address, renderer=renderer)
    heads = by_class(ET.fromstring(picture.svg), "colhead")
    lefts = sorted({plate.left for plate in cards(picture.svg).values()})
    assert [(head.text, float(head.attrib["x"])) for head in heads] == [
        (f"Column {at}", left) for at, left in enumerate(lefts)
    ]


def test_a_heading_wider_than_its_last_column_ends_with_the_picture(renderer):
    made = small()
    words = "Those who have such jobs and many others"
    last = replace(made.columns[-1], heading=Text(words, words))
    picture = draw(replace(made, columns=(*made.columns[:-1], last)), "en", Form.WIDE, address, renderer=renderer)
    head = by_class(ET.fromstring(picture.svg), "colhead")[-1]
    wide = width(words, float(head.attrib["font-size"]), STRONG)
    assert max(plate.left for plate in cards(picture.svg).values()) + wide > picture.wide + 1, "it would fit"
    assert float(head.attrib["x"]) + wide == pytest.approx(picture.wide, abs=0.1)


def test_a_stage_has_two_columns_on_the_narrowest_phone(renderer):
    made = view([[node("p-a"), node("p-b")], [node("r-x")]], [link("p-a", "r-x"), link("p-b", "r-x")])
    assert draw(made, "en", Form.STAGE, address, renderer=renderer).wide == pytest.approx(288, abs=1)


@pytest.mark.parametrize(
    "columns",
    [
        pytest.param([], id="no column"),
        pytest.param([[], []], id="empty columns"),
        pytest.param([[node("p-a")]], id="one plate"),
        pytest.param([[node("p-a"), node("p-b")], [node("r-x"), node("r-y")]], id="no links"),
    ],
)
def test_a_view_may_hold_little_or_nothing(columns, form, renderer):
    svg = draw(view(columns, []), "en", form, address, renderer=renderer).svg
    assert len(cards(svg)) == sum(map(len, columns))


def test_the_dot_text_holds_one_dock_per_ribbon_and_end():
    planned = plan(small(), "en", Form.WIDE)
    text = dot.finished(planned)
    for number, ribbon in enumerate(planned.ribbons):
        passes = len(ribbon.stops) - 2
        assert text.count(f'PORT="o{number}"') == text.count(f'PORT="i{number}"') == 1
        assert text.count(f'PORT="p{number}"') == passes
        assert text.count(f'id="e{number}-') == passes + 1


def test_the_dot_text_can_be_read_by_itself():
    text = dot.finished(plan(small(), "en", Form.WIDE))
    for of in small().nodes:
        assert plain(of.title.en).split()[0] in text


def test_the_caption_names_the_measure_and_what_dashes_mean(renderer):
    picture = draw(small(), "en", Form.WIDE, address, renderer=renderer)
    assert picture.caption.startswith("Thickness is fit")
    assert "dashed" in picture.caption
    known = view([[node("p-a")], [node("r-b")]], [link("p-a", "r-b")])
    assert "dashed" not in draw(known, "en", Form.WIDE, address, renderer=renderer).caption


def test_the_same_question_draws_the_same_picture(form, renderer):
    assert draw(small(), "en", form, address, renderer=renderer) == draw(
        small(), "en", form, address, renderer=renderer
    )


def test_a_stop_s_number_is_its_place_in_the_reading_order(root):
    for number, stop in enumerate(by_class(root, "stop")):
        assert {f"s{number}", f"p{number}"} <= set(stop.attrib["class"].split())


def test_the_link_function_is_asked_for_every_plate(renderer):
    asked: list[Node] = []

    def remember(of: Node) -> str:
        asked.append(of)
        return "/"

    draw(small(), "en", Form.WIDE, remember, renderer=renderer)
    assert {of.id for of in asked} == {of.id for of in small().nodes}
