"""The stylesheets that light up paths: few, the same everywhere, found by digest."""

from __future__ import annotations

import re

import pytest

from pathways.domain.weave import PLATES
from pathways.drawing import highlight


def test_a_stylesheet_is_found_by_its_digest_in_every_process():
    """No state is kept: the digest alone leads to the rules."""
    css = highlight.stylesheet(64)
    assert highlight.by_digest(highlight.digest_of(css)) == css


@pytest.mark.parametrize("digest", ["", "0" * 16, "../../etc/passwd", "<script>"])
def test_no_other_digest_leads_anywhere(digest):
    assert highlight.by_digest(digest) is None


def test_pictures_of_about_the_same_size_share_a_stylesheet():
    assert highlight.stylesheet(50) == highlight.stylesheet(64) != highlight.stylesheet(65)
    assert highlight.stylesheet(0) == highlight.stylesheet(1)
    assert highlight.stylesheet(100_000) == highlight.stylesheet(highlight.MOST)


def test_no_picture_holds_more_plates_than_can_light_up():
    assert PLATES <= highlight.MOST


def test_every_plate_has_a_rule_for_pointing_focus_and_pin():
    css = highlight.stylesheet(20)
    for number in range(20):
        assert f".pipe:has(.s{number}:is(:hover,:focus-visible,.is-pinned)) .p{number}{{opacity:1" in css


def test_the_rule_of_a_plate_asks_only_what_carries_its_class():
    """Asked of every ribbon, it costs a browser all rules times all ribbons at every page."""
    ends = [
        rule.split("{")[0].split()[-1]
        for rule in highlight.stylesheet(64).splitlines()
        if re.search(r":has\(\.s\d", rule)
    ]
    assert ends == [f".p{number}" for number in range(64)]


@pytest.mark.parametrize(("bits", "expected"), [(0, ""), (1, "p0"), (0b1010, "p1 p3"), (1 << 64, "p64")])
def test_classes_name_the_bits(bits, expected):
    assert highlight.classes(bits) == expected
