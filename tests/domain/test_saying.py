"""Sentences that can be said again in another language."""

from __future__ import annotations

import pytest

from pathways.domain.saying import Said, quoted, said


def test_it_is_the_english_sentence():
    sentence = said("%(count)s of %(parts)s cannot be met.", count=3, parts="2 %")
    assert sentence == "3 of 2 % cannot be met."
    assert isinstance(sentence, str)
    assert (sentence.pattern, sentence.values) == (
        "%(count)s of %(parts)s cannot be met.",
        {"count": 3, "parts": "2 %"},
    )


def test_a_sentence_without_values_may_hold_any_sign():
    assert said("100 % of it") == "100 % of it"


def test_one_may_stand_in_another():
    assert said("No %(noun)s.", noun=said("skill")).values["noun"].pattern == "skill"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("ZZ9", "'ZZ9'", id="words"),
        pytest.param("it's", "'it's'", id="an apostrophe"),
        pytest.param("one\ntwo", r"'one\ntwo'", id="one line"),
        pytest.param("x" * 60, f"'{'x' * 60}'", id="whole where it is just short enough"),
        pytest.param("x" * 61, f"'{'x' * 60}…'", id="cut where it is long"),
    ],
)
def test_a_value_stands_in_marks_that_another_language_writes_in_its_own_way(words, expected):
    assert quoted(words) == expected
    assert quoted(words).pattern == "'%(words)s'"


def test_a_value_that_is_missing_is_a_slip_of_ours():
    with pytest.raises(KeyError):
        Said("%(a)s %(b)s", {"a": 1})
