"""How well a typed word meets another: what counts for more, and how many letters may be wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.spelling import alike, letters, likeness

WORDS = st.text("abø", max_size=9)


def slips_by_force(left: str, right: str) -> int:
    """Count letters changed, added, dropped or swapped with a neighbour: the whole table, cell by cell."""
    table = [[row + column for column in range(len(right) + 1)] for row in range(len(left) + 1)]
    for row in range(1, len(left) + 1):
        for column in range(1, len(right) + 1):
            table[row][column] = min(
                table[row - 1][column] + 1,
                table[row][column - 1] + 1,
                table[row - 1][column - 1] + (left[row - 1] != right[column - 1]),
            )
            if row > 1 and column > 1 and left[row - 2 : row] == right[column - 2 : column][::-1]:
                table[row][column] = min(table[row][column], table[row - 2][column - 2] + 1)
    return table[-1][-1]


@given(WORDS, WORDS)
def test_two_spellings_are_as_alike_as_their_letters(left, right):
    longest = max(len(left), len(right))
    assert alike(left, right) == (1 - slips_by_force(left, right) / longest if longest else 1.0)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param(
            "operator",
            ["operator", "operatorhold", "holdoperator", "etoperatorer", "etmaskinhus"],
            id="whole, begun, ended, inside, and not at all",
        ),
        pytest.param("operator", ["operatorer", "operatorhuset"], id="the more of the word was typed"),
        pytest.param("tors", ["torsk", "motors", "motorsag"], id="of four letters"),
        pytest.param("tor", ["tor", "torv", "operator"], id="of three letters, whole and begun"),
        pytest.param("operator", ["operator", "oparator", "oparatur"], id="the fewer letters are wrong"),
        pytest.param("laborator", ["laborator", "laboratorhus", "lxboratorhus", "lxbxratorhus"], id="also in a part"),
    ],
)
def test_what_counts_for_more(typed, words):
    found = [likeness(typed, word) for word in words]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)
    assert 0 <= min(found) <= max(found) <= 1


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        pytest.param("lon", "absalon", id="three letters end too many words"),
        pytest.param("tog", "kromatografi", id="and stand in too many"),
        pytest.param("or", "operator", id="two letters even more so"),
        pytest.param("xxoces", "procesoperator", id="two of six are too many in a part"),
        pytest.param("procsopertor", "procesoperatorelev", id="two that lack in a beginning, too"),
        pytest.param("procsopertor", "elevprocesoperator", id="and in an end"),
    ],
)
def test_what_is_no_misspelling(typed, word):
    assert likeness(typed, word) == 0


def test_a_part_with_one_letter_wrong_counts_for_less_than_any_part_that_is_right():
    assert 0 < likeness("xroces", "procesoperator") < likeness("roces", "enprocesoperatoerhverv")


@given(st.text(min_size=1))
def test_the_letters_of_a_word_are_at_most_as_many_bits_among_64(word):
    assert 1 <= letters(word).bit_count() <= len(set(word))
    assert letters(word).bit_length() <= 64
    assert letters("?").bit_length() == 64, "the last of them is used"
