"""The notes under a page's figures: one for each piece of evidence, numbered as the page is written.

A template asks for the note of a piece of evidence (`notes.id(evidence)`) where the figure stands, and
lists the notes of the section at its end (`notes.take()`), so that the way to a source is short.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Basis, Evidence, Source


@dataclass(frozen=True, slots=True)
class Note:
    """One numbered note: the basis, the sources it names, and its days, earliest first: one, unless it names none."""

    id: str
    basis: Basis
    sources: tuple[Source, ...]
    days: tuple[str, ...]


class Notes:
    """The notes of one page, section by section, in the order in which its figures first needed them.

    `prefix` begins every id: a part that is swapped into a page must not repeat the page's own.
    """

    def __init__(self, graph: Graph | None, prefix: str) -> None:
        self._sources = graph.sources if graph else {}
        self._prefix = prefix
        self._notes: dict[Evidence | Basis, Note] = {}
        self._taken = 0

    def id(self, evidence: Evidence) -> str:
        """Give the id of the note for this evidence.

        The same evidence has one note in a section, and so has all that names no source: dozens of notes that differ
        by nothing but their day hide the others.
        """
        key = evidence if evidence.sources else evidence.basis
        note = self._notes.get(key)
        if note is None:
            sources = tuple(self._sources[source] for source in evidence.sources)
            number = self._taken + len(self._notes) + 1
            note = self._notes[key] = Note(f"{self._prefix}-{number}", evidence.basis, sources, (evidence.as_of,))
        elif evidence.as_of not in note.days:
            note = self._notes[key] = replace(note, days=tuple(sorted((*note.days, evidence.as_of))))
        return note.id

    def take(self) -> tuple[Note, ...]:
        """Give the notes of the section that ends here, and begin the next one."""
        section = tuple(self._notes.values())
        self._taken += len(section)
        self._notes.clear()
        return section
