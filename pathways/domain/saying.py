"""Sentences that can be said again in another language: words with their pattern and what fills it.

A `Said` is the English sentence, as any text is. Who tells it to a reader of another language looks its `pattern` up
and fills it with the same `values`; of these, a `Said` one is looked up, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping


class Said(str):
    """A sentence in English. `pattern` holds `%(name)s` where `values` go; without values it is the sentence."""

    __slots__ = ("pattern", "values")
    pattern: str
    values: Mapping[str, object]

    def __new__(cls, pattern: str, values: Mapping[str, object]) -> Self:
        """Fill the pattern."""
        sentence = super().__new__(cls, pattern % values if values else pattern)
        sentence.pattern, sentence.values = pattern, values
        return sentence


def said(pattern: str, **values: object) -> Said:
    """Say a sentence; the patterns are collected for translation where this is called."""
    return Said(pattern, values)


def quoted(words: str, most: int = 60) -> Said:
    """Put a value in quotation marks, on one line, cut where it is long; each language has marks of its own."""
    cut = words if len(words) <= most else f"{words[:most]}…"
    return said("'%(words)s'", words=repr(cut)[1:-1])
