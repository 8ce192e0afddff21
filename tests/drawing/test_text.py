"""Text is measured without a font, and broken so that it fits."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.drawing.metrics import TABLE, measured, written
from pathways.drawing.text import STRONG, SUB, TITLE, clean, plain, width, wrap

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
DANISH = "Sundheds\u00adteknologi\u00adudviklings\u00adingeniør"


def test_the_table_is_that_of_the_fonts_we_ship():
    assert TABLE.read_text(encoding="utf-8") == written(measured(FONTS))


def test_the_table_holds_every_letter_of_danish_in_every_weight():
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    for weight in (SUB, TITLE, STRONG):
        assert set("abcæøåÆØÅéüABC0123½·…-–()/&,.") <= table[str(weight)].keys()


def test_heavier_is_wider():
    assert width("Procesoperatør", 14, SUB) < width("Procesoperatør", 14, TITLE) < width("Procesoperatør", 14, STRONG)


def test_a_soft_hyphen_has_no_width():
    assert width("Proces\u00adoperatør", 14, TITLE) == width("Procesoperatør", 14, TITLE)


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        pytest.param("Process operator", 200, ("Process operator",), id="one line if it fits"),
        pytest.param("Process operator", 80, ("Process", "operator"), id="else it breaks at a space"),
        pytest.param("Proces\u00adoperatør", 80, ("Proces-", "operatør"), id="then at a soft hyphen"),
        pytest.param("MSc Bio\u00admanu\u00adfacturing", 100, ("MSc Biomanu-", "facturing"), id="as late as it can"),
        pytest.param("Drift-/vedligehold", 80, ("Drift-/", "vedligehold"), id="after a hyphen or slash of its own"),
        pytest.param("Vandbehandling", 80, ("Vandbehan-", "dling"), id="and by force if there is nothing else"),
        pytest.param("", 80, ("",), id="nothing is one empty line"),
        pytest.param("a\u00ad", 80, ("a",), id="a soft hyphen at the end is none"),
        pytest.param("a\nb\tc\x00d", 80, ("a b c d",), id="whatever separates words is a space"),
    ],
)
def test_wrap(text, room, expected):
    assert wrap(text, room, 13, TITLE) == expected


words = st.text(st.characters(codec="utf-8"), max_size=80) | st.just(DANISH) | st.just("W" * 10_000)


@settings(deadline=None)
@given(words, st.floats(40, 300), st.sampled_from([12.0, 14.0]), st.sampled_from([SUB, TITLE, STRONG]))
def test_no_line_is_wider_than_its_room(text, room, size, weight):
    lines = wrap(text, room, size, weight)
    assert 1 <= len(lines) <= 4
    assert all(width(line, size, weight) <= room for line in lines)


@given(st.text("abc -/\u00adæøå", max_size=60), st.floats(40, 300))
def test_breaking_loses_and_invents_nothing_but_hyphens(text, room):
    lines = wrap(text, room, 14, TITLE, most=99)
    letters = re.sub("[- \u00ad]", "", clean(text))
    assert re.sub("[- ]", "", "".join(lines)) == letters


def test_what_does_not_fit_ends_in_an_ellipsis():
    lines = wrap("word " * 2_000, 80, 13, TITLE)
    assert len(lines) == 4
    assert lines[-1].endswith("…")


@given(st.text())
def test_clean_text_is_one_line_that_xml_allows(text):
    cleaned = clean(text)
    assert not re.search(r"[\x00-\x1f\ufffe\uffff\ud800-\udfff]", cleaned)
    assert cleaned == clean(cleaned) == " ".join(cleaned.split())


def test_letters_that_turn_the_line_around_are_dropped():
    assert clean("abc\u202ecba\u200b") == "abccba"


def test_plain_text_has_no_soft_hyphens():
    assert plain(DANISH) == "Sundhedsteknologiudviklingsingeniør"
