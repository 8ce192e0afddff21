"""What two people typed at once: no word of either is lost, and nothing is written twice without a reason."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.merging import merge

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
        pytest.param("a", "a mine", "a yours", "a yours mine", True, id="both at the end: both stand"),
        pytest.param("a\n", "a\nmine\n", "a\nyours\n", "a\nyours\nmine\n", True, id="both a line at the end"),
        pytest.param("chem C", "chem B", "chem A", "chem A B", True, id="both the same word: both stand"),
        pytest.param("a b c", "a c", "a b! c", "a b! c", True, id="taken away by one, added to by the other: kept"),
        pytest.param("a b", "a", "a", "a", False, id="both did the same"),
        pytest.param("", "mine", "", "mine", False, id="into nothing"),
        pytest.param("a", "a saved and more", "a saved", "a saved and more", False, id="saved, but never told so"),
        pytest.param("a b", "", "a b c", "a b c", True, id="all taken away by one, while the other wrote on: kept"),
    ],
)
def test_two_texts_become_one(base, mine, theirs, expected, clash):
    merged = merge(base, mine, theirs)
    assert (merged.text, merged.clash) == (expected, clash)


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
