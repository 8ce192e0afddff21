"""Concepts of ESCO that words typed into the form of a role or a skill may mean."""

from __future__ import annotations

from typing import Final, NamedTuple

from pathways.web import esco
from pathways.web.languages import current_language
from pathways.web.similar import classification

MOST: Final = 8
KIND: Final = {"roles": ("occupation",), "skills": ("skill",)}


class Candidate(NamedTuple):
    """A concept: its address, its name in English, which the catalogue keeps, and its name in the page's language."""

    uri: str
    label: str
    name: str


def candidates(table: str, words: str) -> tuple[Candidate, ...]:
    """List the concepts that the words may mean, best first; none where no ESCO was imported."""
    newest = classification()
    if newest is None or not words or table not in KIND:
        return ()
    language = current_language()
    hits = esco.index(newest).find(words, language, MOST, KIND[table])
    return tuple(Candidate(hit.concept.uri, hit.concept["en"], hit.concept[language]) for hit in hits)
