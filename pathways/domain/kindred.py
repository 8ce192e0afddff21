"""Work alike: occupations of ESCO near a role of the town, or near a set of skills, each with its reasons.

A role stands in ESCO under one occupation, exactly, closely or broadly; what is said of it is no surer than that.
Nothing here is a link of the map: it is a look at what else the same skills are asked for in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathways.domain.errors import UnknownId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathways.domain.classification import Classification, Concept
    from pathways.domain.graph import Graph
    from pathways.domain.match import Held, Matcher, Ranked
    from pathways.domain.nouns import Role


@dataclass(frozen=True, slots=True)
class Kin:
    """An occupation that comes near: how near, which of its skills are shared, which are missing, and who has it here.

    Skills stand essential ones first, then by name. `roles` are those of the town that stand under it in ESCO.
    """

    occupation: Concept
    ranked: Ranked
    shared: tuple[Concept, ...]
    missing: tuple[Concept, ...]
    roles: tuple[Role, ...]


def kin_of_role(graph: Graph, matcher: Matcher, role: Role, limit: int) -> tuple[Kin, ...]:
    """List the occupations nearest to that of a role, best first; none where ESCO does not know its occupation."""
    if role.esco is None:
        return ()
    try:
        origin = matcher.classification.occupation(role.esco.uri)
    except UnknownId:
        return ()
    held = set(matcher.skills_of(origin).tolist())
    return _kin(graph, matcher, held, matcher.similar(origin, limit))


def kin_of_skills(graph: Graph, matcher: Matcher, held: Held, limit: int) -> tuple[Kin, ...]:
    """List the occupations that these skills fit best, best first."""
    return _kin(graph, matcher, set(held), matcher.ranked(held, limit))


def _kin(graph: Graph, matcher: Matcher, held: set[int], found: Iterable[Ranked]) -> tuple[Kin, ...]:
    here = _roles_at(graph)
    return tuple(_one(matcher, held, ranked, here) for ranked in found)


def _one(matcher: Matcher, held: set[int], ranked: Ranked, here: Mapping[str, tuple[Role, ...]]) -> Kin:
    classification = matcher.classification
    asked = matcher.skills_of(ranked.occupation).tolist()
    essential = matcher.essentials_of(ranked.occupation)
    ordered = sorted(asked, key=lambda skill: (skill not in essential, classification.skills[skill].label.en))
    occupation = classification.occupations[ranked.occupation]
    return Kin(
        occupation=occupation,
        ranked=ranked,
        shared=tuple(classification.skills[skill] for skill in ordered if skill in held),
        missing=tuple(classification.skills[skill] for skill in ordered if skill not in held),
        roles=here.get(occupation.uri, ()),
    )


def _roles_at(graph: Graph) -> Mapping[str, tuple[Role, ...]]:
    """Give the roles of the town by the address of the ESCO occupation they stand under."""
    found: defaultdict[str, list[Role]] = defaultdict(list)
    for role in graph.roles.values():
        if role.esco is not None:
            found[role.esco.uri].append(role)
    return {uri: tuple(roles) for uri, roles in found.items()}


def held_in_esco(
    graph: Graph, classification: Classification, levels: Mapping[str, int]
) -> tuple[Held, tuple[str, ...]]:
    """Carry skills of the town over to ESCO, by address; what has none there is named.

    Args:
        graph: the town.
        classification: ESCO.
        levels: level held (1-4), by skill id of the town or address in ESCO; of two for one concept the higher.

    Raises:
        UnknownId: a word is neither.
    """
    held: dict[int, int] = {}
    without: list[str] = []
    for word, level in levels.items():
        place = _place(graph, classification, word)
        if place is None:
            without.append(word)
        else:
            held[place] = max(level, held.get(place, level))
    return held, tuple(without)


def _place(graph: Graph, classification: Classification, word: str) -> int | None:
    uri: str | None = word
    if word in graph.skills:
        esco = graph.skill(word).esco
        uri = esco.uri if esco else None
    if uri is None:
        return None
    try:
        return classification.skill(uri)
    except UnknownId:
        if word in graph.skills:
            return None
        raise
