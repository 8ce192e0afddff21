"""Codes are read however they are typed, and there are enough of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.codes import CODES, NAMES, WORDS, Code, name_of, read_code, rest_of


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_every_code_reads_back_as_itself(name, rest):
    code = str(Code(name_of(name), rest_of(rest)))
    assert read_code(code) == code
    assert read_code(code.lower().replace("-", " ")) == code
    assert read_code(f"  {code.replace('-', '')}  ") in {code, None}  # two words that run together may not part


@pytest.mark.parametrize(
    "typed",
    [
        "fjord 42 klit 7",
        "FJORD-42-KLIT-7",
        "Fjord42Klit7",
        " fjord – 42 – klit – 7 ",
        "FJORD.42.KLIT.7",
        "fjord_42_klit_7",
        pytest.param("FJORD" + " " * 26 + "42 KLIT 7", id="with forty letters"),
    ],
)
def test_a_code_may_be_typed_in_many_ways(typed):
    assert read_code(typed) == "FJORD-42-KLIT-7"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "FJORD 42",
        "FJORD-42-KLIT",
        "42-FJORD-7-KLIT",
        "x" * 5000,
        pytest.param("FJORD" + " " * 27 + "42 KLIT 7", id="more than forty letters"),
        "FJORD-42-KLIT-77",
        "FJRD-42-KLIT-7",
        "FJORD-42-KLIPT-7",
        "FJORD-09-KLIT-7",
        "FJORD-42-KLIT-1",
    ],
)
def test_what_is_no_code_is_none(typed):
    assert read_code(typed) is None


def test_there_are_enough_codes_to_make_guessing_hopeless():
    assert len(set(WORDS)) == len(WORDS) >= 400
    assert all(word.isascii() and word.isupper() and 3 <= len(word) <= 8 for word in WORDS)
    assert CODES > 10**8
    assert len({name_of(number) for number in range(NAMES)}) == NAMES
