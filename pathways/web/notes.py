"""The notes under a page's figures: one for each piece of evidence, numbered as the page is written.

A template asks for the note of a piece of evidence (`notes.id(evidence)`) where the figure stands, and
lists the notes that are new since the last list at the end of the section (`notes.take()`).
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
    """The notes of one page, in the order in which its figures first needed them."""

    def __init__(self, graph: Graph | None) -> None:
        self._sources = graph.sources if graph else {}
        self._notes: dict[Evidence, Note] = {}
        self._taken = 0

    def id(self, evidence: Evidence) -> str:
        """Give the id of the note for this evidence; the same evidence has one note on a page."""
        if evidence not in self._notes:
            sources = tuple(self._sources[source] for source in evidence.sources)
            self._notes[evidence] = Note(f"why-{len(self._notes) + 1}", evidence, sources)
        return self._notes[evidence].id

    def take(self) -> tuple[Note, ...]:
        """Give the notes that no list has shown yet."""
        fresh = tuple(self._notes.values())[self._taken :]
        self._taken = len(self._notes)
        return fresh
