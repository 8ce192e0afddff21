"""The concepts in an archive of ESCO: which tables they stand in, and what each row must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pathways.domain.classification import Concept, ConceptLabel
from pathways.store.archives import BrokenArchive

if TYPE_CHECKING:
    from zipfile import ZipInfo

    from pathways.store.archives import Archive

LANGUAGES = {"en": "English", "da": "Danish"}


@dataclass(frozen=True, slots=True)
class ConceptTable:
    """A table of concepts: its stem, what each row calls itself, and whether it has a code."""

    stem: str
    kind: str
    coded: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        return ("conceptType", "conceptUri", "preferredLabel", "altLabels", *(["code"] if self.coded else []))


CONCEPTS = (
    ConceptTable("occupations", "Occupation", coded=True),
    ConceptTable("skills", "KnowledgeSkillCompetence", coded=False),
    ConceptTable("skillGroups", "SkillGroup", coded=True),
)

Labels: TypeAlias = dict[str, tuple[str, tuple[str, ...], str]]
"""Name, other names and code of each concept, by address."""


def member_of(archive: Archive, stem: str, language: str | None = None) -> ZipInfo:
    """The table of this stem, in this language or whichever the archive has."""
    there = {found: member for (name, found), member in archive.tables.items() if name == stem.lower()}
    if language is None:
        return next(iter(there.values()))
    if language not in there:
        found = " and ".join(sorted(LANGUAGES.get(one, one) or "no language" for one in there))
        problem = f"The table {stem} is there in {found}, not in {LANGUAGES[language]}."
        remedy = f"Give the archive in {LANGUAGES[language]}: with {stem}_{language}.csv."
        raise BrokenArchive(archive.fault(problem, remedy))
    return there[language]


def read_labels(archive: Archive, table: ConceptTable, language: str) -> Labels:
    """Every concept of a table that has a name; in English each must have one."""
    member, found = member_of(archive, table.stem, language), Labels()
    for line, (kind, uri, name, others, *code) in archive.rows(member, table.columns):
        label = name.strip()
        fault = _fault(table, kind, uri, label or language != "en")
        if uri in found:
            fault = "conceptUri", f"The address {uri} is there twice.", "Each concept has one row."
        if fault:
            column, problem, remedy = fault
            raise BrokenArchive(archive.fault(problem, remedy, member, line, column))
        if label:
            alternatives = dict.fromkeys(other.strip() for other in others.split("\n"))
            found[uri] = label, tuple(other for other in alternatives if other not in {"", label}), next(iter(code), "")
    return found


def _fault(table: ConceptTable, kind: str, uri: str, named: object) -> tuple[str, str, str] | None:
    """The first cell that cannot be right: its column, the problem, the remedy."""
    if kind != table.kind:
        return "conceptType", f"The row is about {kind or 'nothing'}.", f"Each row of {table.stem} is {table.kind}."
    if not uri.startswith(("http://", "https://")) or not uri.isprintable() or " " in uri:
        return "conceptUri", f"{uri!r} is no address.", "It must look like http://data.europa.eu/esco/skill/…"
    return None if named else ("preferredLabel", "The cell is blank.", "Each concept has a name in English.")


def joined(english: Labels, danish: Labels) -> tuple[Concept, ...]:
    """The concepts in the order of their addresses, with Danish names where there are any."""
    nothing = None, (), ""
    concepts = []
    for uri, (en, alternatives, code) in sorted(english.items()):
        da, alternatives_da, _ = danish.get(uri, nothing)
        concepts.append(Concept(uri, ConceptLabel(en, da), alternatives, alternatives_da, code or None))
    return tuple(concepts)
