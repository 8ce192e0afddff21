"""Small classifications for tests, in one line each: `classification({"cook": ["boil", "chop"]})`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pathways.domain.classification import Classification, Concept, ConceptLabel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ESCO = "http://data.europa.eu/esco"


def occupation_uri(word: str) -> str:
    return f"{ESCO}/occupation/{word}"


def skill_uri(word: str) -> str:
    """The address of a skill or of a group of skills."""
    return f"{ESCO}/skill/{word}"


def concept(uri: str, da: str | None = None) -> Concept:
    return Concept(uri, ConceptLabel(uri.rpartition("/")[2], da))


def classification(
    essential: Mapping[str, Sequence[str]],
    optional: Mapping[str, Sequence[str]] | None = None,
    groups: Iterable[str] = (),
    broader: Iterable[tuple[str, str]] = (),
) -> Classification:
    """A classification whose occupations ask for these skills; words become the last part of an address."""
    asked = (essential, optional or {})
    occupations = sorted({word for side in asked for word in side})
    skills = sorted({skill for side in asked for skills in side.values() for skill in skills})
    nodes = [*skills, *sorted(groups)]

    def pairs(side: Mapping[str, Sequence[str]]) -> np.ndarray:
        return rows((occupations.index(word), skills.index(skill)) for word, asked in side.items() for skill in asked)

    return Classification(
        version="test",
        occupations=tuple(concept(occupation_uri(word)) for word in occupations),
        skills=tuple(concept(skill_uri(word)) for word in skills),
        groups=tuple(concept(skill_uri(word)) for word in nodes[len(skills) :]),
        essential=pairs(essential),
        optional=pairs(optional or {}),
        broader=rows((nodes.index(child), nodes.index(parent)) for child, parent in broader),
    )


def rows(pairs: Iterable[tuple[int, int]]) -> np.ndarray:
    return np.array(list(pairs), np.int32).reshape(-1, 2)
