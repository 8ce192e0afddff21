"""How facts are told to programs: in one language, with their evidence, and no number that may not be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pathways.domain.grounds import imprint
from pathways.domain.headcount import FEWEST
from pathways.domain.nouns import Basis
from pathways.domain.phrases import plain
from pathways.web.api.models import Esco, Evidence, Name, People, ProgrammeName, Source, Unknown
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain import nouns
    from pathways.domain.graph import Graph

DIGITS: Final = 4
"""Decimals of a share."""


class Teller:
    """Tells of one catalogue in one language, and remembers which sources it named."""

    def __init__(self, graph: Graph, language: str) -> None:
        self.graph, self.language = graph, language
        self._named: dict[nouns.SourceId, None] = {}

    def head(self) -> dict[str, Any]:
        """Give the head of an answer. Ask for it when all else is told: it lists the sources that were named."""
        town = self.graph.town
        return {
            "language": self.language,
            "town": town.id,
            "fictional": town.fictional,
            "as_of": town.as_of,
            "note": self.text(imprint(town)),
            "sources": [self._source(self.graph.sources[id]) for id in self._named],
        }

    def text(self, text: nouns.Text) -> str:
        """Give the words, without soft hyphens."""
        return plain(text)[self.language]

    def words(self, text: nouns.Text | None) -> str | None:
        """Give the words, if there are any."""
        return None if text is None else self.text(text)

    def evidence(self, evidence: nouns.Evidence) -> Evidence:
        """Give evidence, and remember its sources."""
        self._named.update(dict.fromkeys(evidence.sources))
        bare = evidence.basis is Basis.ASSUMED and not evidence.sources
        return Evidence(
            basis=evidence.basis,
            sources=list(evidence.sources),
            as_of=evidence.as_of,
            note=self.text(self.graph.town.editors) if bare else None,
        )

    def every(self, found: Iterable[nouns.Evidence]) -> list[Evidence]:
        """Give several pieces of evidence, each once."""
        return [self.evidence(one) for one in dict.fromkeys(found)]

    def _source(self, source: nouns.Source) -> Source:
        return Source(
            id=source.id,
            title=source.title,
            url=None if source.weak else source.url,
            published=source.published,
            weak=source.weak,
            note=self.words(source.note),
        )

    def programme(self, programme: nouns.Programme) -> ProgrammeName:
        """Name a programme."""
        return ProgrammeName(id=programme.id, code=programme.code, kind=programme.kind, name=self.text(programme.title))

    def role(self, role: nouns.Role) -> Name:
        """Name a role."""
        return Name(id=role.id, name=self.text(role.title))

    def skill(self, skill: nouns.Skill) -> Name:
        """Name a skill."""
        return Name(id=skill.id, name=self.text(skill.label))

    def label(self, label: nouns.Label | nouns.SkillGroup) -> Name:
        """Name a pigeon-hole."""
        return Name(id=label.id, name=self.text(label.label))

    def end(self, end: nouns.Programme | nouns.Start) -> Name:
        """Name where a route begins."""
        return Name(id=str(end.id), name=self.text(end.title))


def organisation(one: nouns.Organisation) -> Name:
    """Name an organisation."""
    return Name(id=one.id, name=one.name)


def esco(one: nouns.Esco | None) -> Esco | None:
    """Give the ESCO concept of a noun."""
    return None if one is None else Esco(uri=one.uri, label=one.label, match=one.match)


def share(value: float | None) -> float | None:
    """Give a share, 0 to 1, as exactly as it is told."""
    return None if value is None else round(float(value), DIGITS)


def people(interval: nouns.Interval | None, basis: Basis) -> People:
    """Give a count of people; a small one that no source printed is not shown, as on every page."""
    if interval is None:
        return unknown_people(_("Nobody is known to have counted."))
    if basis is not Basis.STATED and interval.likely < FEWEST:
        return too_few()
    return exactly(interval)


def exactly(interval: nouns.Interval) -> People:
    """Give a number of people that everybody may see."""
    return People(low=interval.low, likely=interval.likely, high=interval.high, why=None)


def too_few() -> People:
    """Give a number of people that may not be shown."""
    return unknown_people(_("It is not shown, because it is small or would tell a small number."))


def unknown_people(why: str) -> People:
    """Give a number of people that nobody is told."""
    return People(low=None, likely=None, high=None, why=why)


def unknown(**why: str | None) -> list[Unknown]:
    """List what is null, with the reason; what has None here is known."""
    return [Unknown(field=name, why=reason) for name, reason in why.items() if reason is not None]
