"""The outlooks of the graph as it stands: worked out once for each scope, and the same for everybody.

Chance comes from a generator that is seeded from a fixed number, the catalogue's revision and the scope, so that the
same facts give the same figures. What is worked out is kept with the graph, for as long as that is the newest.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zlib import crc32

import numpy as np
from flask import g

from pathways.domain.at_best import at_best
from pathways.domain.discretion import id_of, shown
from pathways.domain.outlook import outlook
from pathways.domain.outlook_view import view_of
from pathways.domain.supply_inputs import inputs
from pathways.web.published import heard

if TYPE_CHECKING:
    from pathways.domain.discretion import ScopeId
    from pathways.domain.graph import Graph
    from pathways.domain.levers import Lever
    from pathways.domain.outlook import Outlook, Scope
    from pathways.domain.outlook_view import OutlookView
    from pathways.domain.publishing import PublicOpening

SEED: Final = 20_261_126


class Ahead:
    """What is known of the years to come.

    `given` is what it is worked out from, `shown` what everybody may see, `best` the best case.
    """

    def __init__(self, graph: Graph, openings: tuple[PublicOpening, ...], this_year: int) -> None:
        self.graph = graph
        self.given = inputs(graph, openings, this_year)
        self.shown = shown(graph, self.given)
        self.best = at_best(graph, self.given, self.shown)
        self._outlooks: dict[ScopeId, Outlook] = {}
        self.levers: dict[ScopeId, tuple[tuple[Lever, ...], int]] = {}
        """What would close the gap of each scope, and of how many programmes it is kept back."""

    def forget(self) -> None:
        """Let go of the outlooks that were drawn, and of levers; they come back the same."""
        self._outlooks.clear()
        self.levers.clear()

    def outlook(self, scope: Scope) -> Outlook:
        """Give the outlook of a scope."""
        if id_of(scope) not in self._outlooks:
            self._outlooks[id_of(scope)] = outlook(self.graph, self.given, scope, self.chance(scope))
        return self._outlooks[id_of(scope)]

    def chance(self, scope: Scope) -> np.random.Generator:
        """Give the generator of a scope, at its beginning: a scenario is drawn with the same one."""
        name = crc32(f"{scope.kind}:{scope.key}".encode())
        return np.random.default_rng([SEED, self.graph.revision, name])

    def view(self, scope: Scope) -> OutlookView:
        """Give what is shown of it."""
        return view_of(self.outlook(scope), self.shown)


@lru_cache(maxsize=2)
def _ahead(graph: Graph, openings: tuple[PublicOpening, ...], this_year: int) -> Ahead:
    return Ahead(graph, openings, this_year)


def ahead() -> Ahead:
    """Give the outlooks of this request's graph and of what companies state in public."""
    return _ahead(g.graph, *heard(lambda told: (told.openings, told.today.year)))
