"""Telling the parts of the demo, each once: a part and the mark that it was told are written in one transaction.

So a start that was stopped half-way is taken up where it stopped, and a second one adds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.errors import PathwaysError
from pathways.store.marks import is_marked, mark_for_good

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlmodel import Session

    from pathways.catalogue import Beside, Catalogue
    from pathways.demo.moments import Moments
    from pathways.domain.graph import Graph

PART: Final = "demo {}"
"""How the mark of a part is called."""


class NotTold(PathwaysError):
    """A part of the demo could not be written; it says which and why."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Where the demo is told, from when on, and by whom: `hands` are the numbers of its accounts by what they are for.

    That is the id of an organisation, or the kind of an account that speaks for none.
    """

    catalogue: Catalogue
    moments: Moments
    hands: Mapping[str, int] = field(default_factory=dict)

    def look(self) -> Graph:
        """Give the newest graph, and let the pages' own functions look at the same one."""
        graph = g.graph = self.catalogue.graph()
        return graph

    def is_told(self, part: str) -> bool:
        """Tell whether a part was told, by this start or an earlier one."""
        with self.catalogue.rows() as session:
            return is_marked(session, PART.format(part))

    def rows(self, part: str, write: Callable[[Session], None]) -> None:
        """Tell a part that is not catalogue."""
        with self.catalogue.rows(write=True) as session:
            if not is_marked(session, PART.format(part)):
                write(session)
                mark_for_good(session, PART.format(part), self.moments.now)

    def edit(self, part: str, make: Callable[[Beside], int | None]) -> None:
        """Tell an edit of the catalogue: `make` is given what has to be written with it, and gives its revision.

        Raises:
            NotTold: the edit was refused.
        """
        if not self.is_told(part) and make(lambda session, _revision: self._mark(session, part)) is None:
            raise NotTold(f"The edit {part!r} of the demo does not fit the invented town any more.")

    def _mark(self, session: Session, part: str) -> None:
        mark_for_good(session, PART.format(part), self.moments.now)
