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
        ("average 12", Held(amounts={"average": 12})),
        ("snit: -3", Held(amounts={"average": -3})),
        ("arbejde 7,25", Held(amounts={"experience": 7.25})),
        ("uddannelsesaftale", Held(tokens=frozenset({("contract", "training")}))),
        ("sprog engelsk", Held(tokens=frozenset({("language", "en")}))),
        ("language english", Held(tokens=frozenset({("language", "en")}))),
        ("language dansk", Held(tokens=frozenset({("language", "da")}))),
        ("language danish", Held(tokens=frozenset({("language", "da")}))),
        ("other Motivation (da)", Held(tokens=frozenset({("other", "motivation")}))),
        ("other motivation", Held(tokens=frozenset({("other", "motivation")}))),
        ("all-subjects", Held(exhaustive=True)),
        ("   ", Held()),
    ],
)
def test_words_are_read_as_people_write_them(word, expected):
    assert read(GRAPH, [word]) == (expected, ())


@pytest.mark.parametrize(
    ("words", "misread"),
    [
        (["physcis b"], Misread("physcis b", Why.UNKNOWN, nearest=("physics-B",))),
        (["physcis x"], Misread("physcis x", Why.UNKNOWN, nearest=("physics",))),
        (["kontrakter"], Misread("kontrakter", Why.UNKNOWN, nearest=("kontrakt", "karakter"))),
        (["ics"], Misread("ics", Why.UNKNOWN)),
        (["erfarng 2"], Misread("erfarng 2", Why.UNKNOWN, nearest=("erfaring",))),
        (["qqqq"], Misread("qqqq", Why.UNKNOWN)),
        (["language fr"], Misread("language fr", Why.UNKNOWN)),
        (["foo mathematics"], Misread("foo mathematics", Why.UNKNOWN)),
        (["not sheep"], Misread("not sheep", Why.UNKNOWN)),
        (["foo motivation"], Misread("foo motivation", Why.UNKNOWN)),
        (["other sheep"], Misread("other sheep", Why.UNKNOWN)),
        (["contract now"], Misread("contract now", Why.UNKNOWN, nearest=("kontrakt",))),
        (["q" * 90], Misread("q" * 80, Why.UNKNOWN)),
        (["Physics (da)"], Misread("Physics (da)", Why.NO_LEVEL, "physics")),
        (["physics X"], Misread("physics X", Why.NO_LEVEL, "physics")),
        (["experience many"], Misread("experience many", Why.NO_NUMBER, "experience")),
        (["experience 1e9"], Misread("experience 1e9", Why.NO_NUMBER, "experience")),
        (["experience 999"], Misread("experience 999", Why.OUT_OF_RANGE, "experience")),
        (["average 12.5"], Misread("average 12.5", Why.OUT_OF_RANGE, "average")),
        (["snit -4"], Misread("snit -4", Why.OUT_OF_RANGE, "average")),
        (["physics A", "physics B"], Misread("physics B", Why.TWICE, "physics")),
        (["physics A", "not-physics"], Misread("not-physics", Why.TWICE, "physics")),
        (["not-physics", "physics A"], Misread("physics A", Why.TWICE, "physics")),
        (["age 20", "age 30"], Misread("age 30", Why.TWICE, "age")),
        (["contract"] * MOST_WORDS + ["q" * 90, "physics A"], Misread("q" * 80, Why.TOO_MANY)),
    ],
)
def test_what_cannot_be_read_is_told_with_the_nearest(words, misread):
    assert read(GRAPH, words)[1] == (misread,)


def test_no_more_than_three_are_offered_for_a_word():
    more = tuple(b.label(f"art-{number}") for number in range(5))
    graph = Graph(b.facts({"analyst": {"sql": 2}}, subjects=more))
    (misread,) = read(graph, ["art B"])[1]
    assert len(misread.nearest) == 3


def test_of_what_is_said_twice_the_first_counts_and_what_is_one_word_too_many_does_not():
    assert read(GRAPH, ["physics A", "physics B", "age 20", "age 30"])[0] == Held({"physics": "A"}, {"age": 20})
    assert read(GRAPH, ["contract"] * (MOST_WORDS - 1) + ["physics A"]) == (
        Held({"physics": "A"}, tokens=frozenset({("contract", "training")})), (),
    )  # fmt: skip
    assert read(GRAPH, ["contract"] * MOST_WORDS + ["physics A"])[0].subjects == {}
