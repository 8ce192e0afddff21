"""What somebody has: read as people write it, written back the same, and nothing guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.conditions import AMOUNTS, SUBJECT_LEVELS, Held
from pathways.domain.graph import Graph
from pathways.domain.having import MOST_WORDS, RANGES, Misread, Why, read, spelt
from tests import builders as b

GRAPH = Graph(b.facts({"analyst": {"sql": 2}}))
SUBJECTS = ("mathematics", "physics", "chemistry")


@st.composite
def held(draw):
    subjects = draw(st.dictionaries(st.sampled_from(SUBJECTS), st.sampled_from(SUBJECT_LEVELS)))
    without = draw(st.sets(st.sampled_from(SUBJECTS))) - set(subjects)
    amounts = {of: draw(st.integers(*map(int, RANGES[of]))) / 1 for of in draw(st.sets(st.sampled_from(AMOUNTS)))}
    tokens = [("language", "da"), ("language", "en"), ("contract", "training"), ("other", "motivation")]
    chosen = frozenset(draw(st.sets(st.sampled_from(tokens))))
    return Held(subjects, amounts, chosen, draw(st.booleans()), frozenset(without))


@given(held())
def test_what_is_written_is_read_back_the_same(given_):
    assert read(GRAPH, spelt(given_)) == (given_, ())


@given(st.lists(st.text(max_size=100), max_size=50))
def test_no_word_is_ever_too_much(words):
    found, misread = read(GRAPH, words)
    assert read(GRAPH, spelt(found)) == (found, ())
    assert all(isinstance(one, Misread) for one in misread)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("mathematics A", Held({"mathematics": "A"})),
        ("Mathematics (da) a", Held({"mathematics": "A"})),
        ("physics-B", Held({"physics": "B"})),
        ("not chemistry", Held(without=frozenset({"chemistry"}))),
        ("erfaring 2,5 år", Held(amounts={"experience": 2.5})),
        ("grade: -2", Held(amounts={"grade": -2})),
        ("grade--2", Held(amounts={"grade": -2})),
        ("sprog engelsk", Held(tokens=frozenset({("language", "en")}))),
        ("other motivation", Held(tokens=frozenset({("other", "motivation")}))),
        ("all-subjects", Held(exhaustive=True)),
        ("   ", Held()),
    ],
)
def test_words_are_read_as_people_write_them(word, expected):
    assert read(GRAPH, [word]) == (expected, ())


@pytest.mark.parametrize(
    ("words", "why", "nearest"),
    [
        (["physcis B"], Why.UNKNOWN, ("physics-B",)),
        (["qqqq"], Why.UNKNOWN, ()),
        (["physics"], Why.NO_LEVEL, ()),
        (["physics X"], Why.NO_LEVEL, ()),
        (["experience many"], Why.NO_NUMBER, ()),
        (["experience 1e9"], Why.NO_NUMBER, ()),
        (["experience 999"], Why.OUT_OF_RANGE, ()),
        (["physics A", "physics B"], Why.TWICE, ()),
        (["physics A", "not-physics"], Why.TWICE, ()),
        (["age 20", "age 30"], Why.TWICE, ()),
        (["contract"] * (MOST_WORDS + 1), Why.TOO_MANY, ()),
    ],
)
def test_what_cannot_be_read_is_told_with_the_nearest(words, why, nearest):
    _, misread = read(GRAPH, words)
    assert [one.why for one in misread] == [why]
    assert misread[0].nearest[: len(nearest)] == nearest
