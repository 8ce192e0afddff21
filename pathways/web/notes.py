"""The notes under a page's figures: one for each piece of evidence, numbered as the page is written.

A template asks for the note of a piece of evidence (`notes.id(evidence)`) where the figure stands, and
lists the notes of the section at its end (`notes.take()`), so that the way to a source is short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Evidence, Source


@dataclass(frozen=True, slots=True)
class Note:
    """One numbered note: the evidence and the sources it names."""

    id: str
    evidence: Evidence
    sources: tuple[Source, ...]


class Notes:
    """The notes of one page, section by section, in the order in which its figures first needed them.

    `prefix` begins every id: a part that is swapped into a page must not repeat the page's own.
    """

    def __init__(self, graph: Graph | None, prefix: str) -> None:
        self._sources = graph.sources if graph else {}
        self._prefix = prefix
        self._notes: dict[Evidence, Note] = {}
        self._taken = 0

    def id(self, evidence: Evidence) -> str:
        """Give the id of the note for this evidence; the same evidence has one note in a section."""
        if evidence not in self._notes:
            sources = tuple(self._sources[source] for source in evidence.sources)
            number = self._taken + len(self._notes) + 1
            self._notes[evidence] = Note(f"{self._prefix}-{number}", evidence, sources)
        return self._notes[evidence].id

    def take(self) -> tuple[Note, ...]:
        """Give the notes of the section that ends here, and begin the next one."""
        section = tuple(self._notes.values())
        self._taken += len(section)
        self._notes.clear()
        return section
