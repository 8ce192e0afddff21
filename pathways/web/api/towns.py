"""The town, and the words that the rest of the API is asked with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as later

from pathways.domain.grounds import by_basis
from pathways.domain.nouns import KINDS
from pathways.domain.profile import announcements_by_year, general_practicals
from pathways.domain.shelves import counts
from pathways.web.api.declaring import Asked, Endpoint
from pathways.web.api.facts import Announcement, Practical, announcement, practical
from pathways.web.api.models import Answer, Evidence, Model, Name
from pathways.web.exploring import statement
from pathways.web.labels import kind_label

if TYPE_CHECKING:
    from pathways.domain import nouns
    from pathways.web.api.telling import Teller


class Label(Name):
    """A pigeon-hole: a family of roles, a focus area, a subject."""

    about: str | None


class Statement(Model):
    """Something that one may like or not; `match` is asked with it."""

    id: str
    says: str
    groups: list[str]
    """The groups of skills that it stands for."""


class Counts(Model):
    """How many of each noun there are, counted in this catalogue."""

    programmes: int
    programmes_here: int
    """Those taught in the town, wholly or in part."""
    roles: int
    roles_reached: int
    """Those that at least one programme leads to."""
    employers: int
    skills: int
    sources: int


class Claims(Model):
    """How well the claims of the catalogue are known: how many are of each basis."""

    stated: int
    derived: int
    assumed: int


class Contradiction(Model):
    """Two sources that do not agree, both told."""

    topic: str
    versions: str
    evidence: Evidence | None


class Town(Answer):
    """The town, and the words that the rest of the API is asked with."""

    name: str
    area: str
    region: str
    tagline: str
    disclaimer: str
    missing: list[str]
    """What is known to be missing from the catalogue."""
    counts: Counts
    claims: Claims
    kinds: list[Name]
    focus_areas: list[Label]
    families: list[Label]
    skill_groups: list[Name]
    starts: list[Name]
    """Where somebody may stand before any programme here."""
    subjects: list[Name]
    requirements: list[Name]
    statements: list[Statement]
    practicals: list[Practical]
    """What one must know to live there, whatever one studies."""
    announcements: list[Announcement]
    contradictions: list[Contradiction]


def _town(asked: Asked) -> Town:
    graph, teller, town = asked.graph, asked.teller, asked.graph.town
    counted = counts(graph)
    return Town(
        name=teller.text(town.name), area=teller.text(town.area), region=teller.text(town.region),
        tagline=teller.text(town.tagline), disclaimer=teller.text(town.disclaimer),
        missing=[teller.text(one) for one in town.missing],
        counts=Counts(
            programmes=counted.programmes, programmes_here=counted.here, roles=counted.roles,
            roles_reached=counted.reached, employers=counted.employing, skills=counted.skills, sources=counted.sources,
        ),
        claims=Claims(**{basis.value: count for basis, count in by_basis(graph).items()}),
        kinds=[Name(id=kind, name=kind_label(kind)) for kind in KINDS],
        focus_areas=[_label(teller, one) for one in graph.focus_areas.values()],
        families=[_label(teller, one) for one in graph.families.values()],
        skill_groups=[teller.label(one) for one in graph.skill_groups.values()],
        starts=[teller.end(one) for one in graph.starts.values()],
        subjects=[teller.label(one) for one in graph.subjects.values()],
        requirements=[teller.label(one) for one in graph.requirements.values()],
        statements=[
            Statement(id=one.id, says=statement(one), groups=list(one.groups)) for one in graph.interests.values()
        ],
        practicals=[practical(teller, one) for one in general_practicals(graph)],
        announcements=[announcement(teller, one) for _year, told in announcements_by_year(graph) for one in told],
        contradictions=[_contradiction(teller, one) for one in graph.facts.contradictions],
        **teller.head(),
    )  # fmt: skip


def _label(teller: Teller, one: nouns.Label) -> Label:
    return Label(id=one.id, name=teller.text(one.label), about=teller.words(one.description))


def _contradiction(teller: Teller, one: nouns.Contradiction) -> Contradiction:
    evidence = teller.evidence(one.evidence) if one.evidence else None
    return Contradiction(topic=teller.text(one.topic), versions=teller.text(one.versions), evidence=evidence)


ENDPOINTS = (
    Endpoint(
        "show_town",
        "/town",
        later("The town"),
        later("The town: how old its facts are, what is missing, and the ids that the other questions are asked with."),
        Town,
        _town,
    ),
)
