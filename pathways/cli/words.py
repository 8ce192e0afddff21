"""How a terminal is told of numbers and names."""

from __future__ import annotations


def many(count: int, noun: str) -> str:
    """Say how many there are of something: `1 row`, `1,200 rows`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def plain(words: str) -> str:
    """Give words without soft hyphens, which a terminal would show."""
    return words.replace("\u00ad", "")
