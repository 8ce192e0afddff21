"""What two people typed at once: no word of either is lost, and nothing is written twice without a reason."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.merging import Merged, merge

WORDS = st.sampled_from(["HTX", "maths", "shift", "work", "chemistry", "B", "summer?", "\n", "lab", ",", "æøå", "🙂"])
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)


@st.composite
def edited(draw, base, who="mine"):
    """A text made from `base` by a few changes, each with words that nobody else writes."""
    words = base.split(" ") if base else []
    for number in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(words)))
        gone = draw(st.integers(0, 2))
        fresh = [f"{who}{number}"]
        words[at : at + gone] = fresh if draw(st.booleans()) else []
    return " ".join(words)


@st.composite
def three(draw):
    base = draw(TEXTS)
    return base, draw(edited(base)), draw(edited(base, "yours"))


@st.composite
def both_from_different_words(draw):
    """As `three`, and no word stands twice in the base: so it is never in doubt which one was changed."""
    base = " ".join(f"w{number}" for number in range(draw(st.integers(0, 8))))
    return base, draw(edited(base)), draw(edited(base, "yours"))


def words(text):
    return Counter(re.findall(r"\w+|[^\w\s]", text))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected", "clash"),
    [
        pytest.param("a b", "a b c", "a b", "a b c", False, id="only I wrote"),
        pytest.param("a b", "a b", "z a b", "z a b", False, id="only they wrote"),
        pytest.param("a b c d", "A b c d", "a b c D", "A b c D", False, id="in different places"),
        pytest.param("a", "a mine", "a yours", "a yours\nmine", True, id="both at the end: a line each"),
        pytest.param("a\n", "a\nmine\n", "a\nyours\n", "a\nyours\nmine\n", True, id="both a line at the end"),
        pytest.param("chem C", "chem B", "chem A", "chem A B", True, id="both the same word: both stand"),
        pytest.param("a b c", "a c", "a b! c", "a b! c", True, id="taken away by one, added to by the other: kept"),
        pytest.param("a b", "a", "a", "a", False, id="both did the same"),
        pytest.param("", " mine", " ", " mine", False, id="a space that was saved, and words behind it"),
        pytest.param("", "mine", "", "mine", False, id="into nothing"),
        pytest.param("a", "a saved and more", "a saved", "a saved and more", False, id="saved, but never told so"),
        pytest.param("a b", "", "a b c", "a b c", True, id="all taken away by one, while the other wrote on: kept"),
        pytest.param("a b c", "A b C", "Z b c", "Z A b C", True, id="one clash is one, whatever follows"),
        pytest.param("x b c d y", "z b c d x", "x b C d y", "z b C d x", False, id="ends with what it began with"),
        pytest.param("x b c d y", "y b c d z", "x b C d y", "y b C d z", False, id="begins with what it ended with"),
        pytest.param("m k !,?", "z k !?", "m K !,?", "z K !?", False, id="a sign less near the end"),
        pytest.param("m k !?", "z k !,?", "m K !?", "z K !,?", False, id="a sign more near the end"),
        pytest.param(
            "a b c", "b c", "c y", "b c y", True, id="a word that both kept stands once, though blanks are alike"
        ),
        pytest.param("k a b! c", "K a b! c", "k a b c", "K a b c", False, id="one sign taken away"),
        pytest.param("maths lab", "maths lab.", "maths and, lab", "maths and, lab.", False, id="words put between"),
        pytest.param("a a", "a a a", "z a a", "z a a a", True, id="one more of the same may stand at the very front"),
    ],
)
def test_two_texts_become_one(base, mine, theirs, expected, clash):
    merged = merge(base, mine, theirs)
    assert (merged.text, merged.clash) == (expected, clash)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        pytest.param("maths lab", "z maths and lab", "maths and lab", "z maths and lab", id="put in"),
        pytest.param("k maths and lab", "z maths lab", "k maths lab", "z maths lab", id="taken away"),
        pytest.param("maths and lab", "maths lab", "z maths lab", "z maths lab", id="taken away from the middle"),
    ],
)
def test_what_both_did_alike_is_done_once(base, mine, theirs, expected):
    assert merge(base, mine, theirs) == Merged(expected)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        pytest.param("", "mine", "yours\n", "yours\nmine", id="theirs ends its line"),
        pytest.param("a", "a\nmine", "a yours", "a yours\nmine", id="mine begins a line"),
        pytest.param("a", "a\r\nmine", "a yours", "a yours\r\nmine", id="as some systems end a line"),
        pytest.param("a", "a mine", "a yours ", "a yours \nmine", id="theirs ends with a space"),
        pytest.param("a", "a mine", "a!", "a!\nmine", id="mine begins with a space"),
        pytest.param("", "Wants HTX.", "Likes lab work.", "Likes lab work.\nWants HTX.", id="a sentence each"),
        pytest.param("a\nz", "a mine\nz", "a yours\nz", "a yours\nmine\nz", id="at the end of a line among others"),
        pytest.param("", "x mine", "x yours", "x yours mine", id="what begins alike may be one text"),
        pytest.param("", "mine x", "yours x", "yours mine x", id="what ends alike may be one text"),
        pytest.param("", " ", "yours", "yours", id="nothing but a space"),
        pytest.param("a", "b\nd", "c\nd", "c\nb\nd", id="a line each before the same line"),
        pytest.param("c", "m\nn", "t", "t\nm\nn", id="lines instead of a word"),
        pytest.param("c", "m", "t\n", "t\nm", id="a line instead of a word, and theirs ends it"),
        pytest.param("c", "\nm", "t", "t\nm", id="a line instead of a word, and mine begins it"),
        pytest.param("c", "\r\nm", "t", "t\r\nm", id="a line begun as some systems do"),
        pytest.param("c", "m", "t ", "t m", id="a word instead of another, and theirs ends with a space"),
        pytest.param("c", " m", "t", "t m", id="a word instead of another, and mine begins with a space"),
        pytest.param("a", "b.\nd", "c.\nd", "c b.\nd", id="a word each in the same line, not its last"),
        pytest.param("a", "d\n-b", "d\n-c", "d\n-c b", id="a word each in the same line, not its first"),
    ],
)
def test_two_versions_of_one_place_are_parted_once(base, mine, theirs, expected):
    assert merge(base, mine, theirs) == Merged(expected, clash=True)


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        pytest.param("x m y", "x t y", "x t m y", id="a word"),
        pytest.param("x m. y", "x t. y", "x t m. y", id="a word before a full stop"),
        pytest.param("x m, m y", "x t t y", "x t t m, m y", id="some words"),
    ],
)
def test_what_two_versions_of_one_place_share_stands_once(mine, theirs, expected):
    assert merge("c", mine, theirs) == Merged(expected, clash=True)


def test_a_long_text_of_few_words_is_compared_word_by_word():
    start, end = "a b " * 30, "a b " * 29
    base, mine = f"p {start}a b {end}q", f"x {start}a b {end}y"
    assert merge(base, mine, f"p {start}c b {end}q") == Merged(f"x {start}c b {end}y")


@pytest.mark.parametrize(
    ("more", "compared"), [pytest.param(".", True, id="as long as can be"), pytest.param("..", False, id="longer")]
)
def test_a_changed_middle_that_is_too_long_counts_as_one_change(more, compared):
    first, last = (" ".join(f"w{number}" for number in found) for found in (range(500), range(501, 998)))

    def text(begins: str, middle: str, ends: str, after: str) -> str:
        return f"before {begins} {first} {middle} {last}{more} {ends} {after}"

    base, mine = text("p", "c", "q", "after"), text("x", "c", "y", "after")
    assert merge(base, mine, text("p", "c", "q", "later")) == Merged(text("x", "c", "y", "later"))
    assert merge(base, mine, text("p", "d", "q", "after")).clash is not compared


@given(three())
def test_no_word_that_either_wrote_is_lost(texts):
    base, mine, theirs = texts
    merged = words(merge(base, mine, theirs).text)
    for side in (mine, theirs):
        for word, count in (words(side) - words(base)).items():
            assert merged[word] >= count, (word, texts)


@given(both_from_different_words())
def test_a_word_that_both_kept_is_kept_and_none_is_doubled(texts):
    base, mine, theirs = texts
    merged = words(merge(base, mine, theirs).text)
    assert words(mine) & words(theirs) <= merged
    assert merged <= words(mine) | words(theirs)


@given(TEXTS, st.data())
def test_one_writer_gets_what_they_wrote(base, data):
    mine = data.draw(edited(base))
    assert merge(base, mine, base).text == mine
    assert merge(base, base, mine).text == mine
    assert merge(base, mine, mine).text == mine
    assert not merge(base, mine, base).clash


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_texts_can_be_brought_together(base, mine, theirs):
    merge(base, mine, theirs)


def test_a_text_made_to_be_slow_is_not():
    base, mine, theirs = "a " * 9000, "b " * 9000, "a b " * 4500
    merged = merge(base, mine, theirs)
    assert words(merged.text)["b"] >= 9000
