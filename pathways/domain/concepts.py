"""Find occupations and skills of ESCO by what somebody types, and say what a town uses them for.

A concept is met by its name or another name in either language, by its code, or by its address.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from pathways.domain.labels import Label, LabelIndex
from pathways.domain.nouns import Match
from pathways.domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pathways.domain.classification import Classification, Concept, Pairs
    from pathways.domain.graph import Graph
    from pathways.domain.labels import Met
    from pathways.domain.nouns import Text

KINDS: Final = ("occupation", "skill")


class ConceptHit(NamedTuple):
    """A concept that was found; `place` is its place in the classification, among its kind.

    `matched` is the name that was met when it is not the one shown. `score` is above 0, about 1 for a name
    met word for word.
    """

    kind: str
    place: int
    concept: Concept
    matched: str
    score: float


class Use(NamedTuple):
    """A role or a skill of the town, by `noun`, that stands for a concept, and how well it does."""

    noun: str
    id: str
    name: Text
    match: Match


class Asked(NamedTuple):
    """The skills that an occupation cannot do without, and those that only some of its jobs ask for."""

    essential: tuple[Concept, ...]
    optional: tuple[Concept, ...]


class ConceptIndex:
    """Every occupation and skill of a classification, ready to be searched. Thread-safe."""

    def __init__(self, classification: Classification) -> None:
        self._concepts = tuple(_concepts(classification))
        self._addresses = {concept.uri: owner for owner, (_, _, concept) in enumerate(self._concepts)}
        self._labels = LabelIndex(concept_labels(classification))

    def find(
        self, query: str, language: str, limit: int = 20, kinds: Collection[str] = KINDS
    ) -> tuple[ConceptHit, ...]:
        """List what the query may mean among these kinds, best first; about equals in ESCO's order.

        The address of a concept finds this concept alone. Empty for an empty query; only its first 200 letters
        and 8 words are read.
        """
        owner = self._addresses.get(query.strip())
        if owner is not None:
            kind, place, concept = self._concepts[owner]
            return (ConceptHit(kind, place, concept, "", 1.0),) if kind in kinds else ()
        return tuple(self._hit(met, language) for met in self._labels.find(query, language, kinds, limit))

    def _hit(self, met: Met, language: str) -> ConceptHit:
        kind, place, concept = self._concepts[met.label.owner]
        known = [fold(name) for name in (concept[language], concept.code) if name]
        return ConceptHit(kind, place, concept, "" if fold(met.label.text) in known else met.label.text, met.score)


def concept_labels(classification: Classification, first: int = 0) -> Iterator[Label]:
    """Yield every name and code of every occupation, then skill, their owners numbered on from `first`.

    Names stand before other names, so that of equals the concept that bears it as its name is found first.
    """
    for owner, (kind, _, concept) in enumerate(_concepts(classification), first):
        yield Label(owner, kind, concept.label.en, "en")
        if concept.label.da is not None:
            yield Label(owner, kind, concept.label.da, "da")
        if concept.code is not None:
            yield Label(owner, kind, concept.code)
    for owner, (kind, _, concept) in enumerate(_concepts(classification), first):
        for language, others in (("en", concept.alternatives), ("da", concept.alternatives_da)):
            yield from (Label(owner, kind, other, language) for other in others)


def uses_of(graph: Graph) -> Mapping[str, tuple[Use, ...]]:
    """Give what the town uses each concept for, by its address: the surest match first, then roles, then by id."""
    found: defaultdict[str, list[Use]] = defaultdict(list)
    for role in graph.roles.values():
        if role.esco is not None:
            found[role.esco.uri].append(Use("role", role.id, role.title, role.esco.match))
    for skill in graph.skills.values():
        if skill.esco is not None:
            found[skill.esco.uri].append(Use("skill", skill.id, skill.label, skill.esco.match))
    order = list(Match)
    return {
        uri: tuple(sorted(uses, key=lambda use: (order.index(use.match), use.noun, use.id)))
        for uri, uses in found.items()
    }


def asked_of(classification: Classification, occupation: int, language: str) -> Asked:
    """Give the skills of the occupation at this place, each by its name in a language."""
    sides = (classification.essential, classification.optional)
    essential, optional = (
        tuple(sorted((classification.skills[skill] for skill in _second(side, occupation)), key=lambda c: c[language]))
        for side in sides
    )
    return Asked(essential, optional)


def _second(pairs: Pairs, first: int) -> list[int]:
    begin, end = (bisect_left(pairs[:, 0], bound) for bound in (first, first + 1))
    found: list[int] = pairs[begin:end, 1].tolist()
    return found


def _concepts(classification: Classification) -> Iterator[tuple[str, int, Concept]]:
    for kind, concepts in (("occupation", classification.occupations), ("skill", classification.skills)):
        yield from ((kind, place, concept) for place, concept in enumerate(concepts))
