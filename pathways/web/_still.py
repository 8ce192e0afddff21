"""A graph to look at until there is a database: temporary, goes when the catalogue lands."""

from __future__ import annotations

from pathways.config import folder
from pathways.domain.graph import Graph


class Still:
    def __init__(self) -> None:
        try:
            from pathways.store.seeds import read_folder

            facts = read_folder(folder("seeds") / "kalundborg").facts
            assert facts is not None
            self._graph = Graph(facts)
        except Exception as error:
            print("No seeds yet, a small made-up graph instead:", error)
            from tests.builders import facts as made

            small = made(
                {"operator": {"gmp": 2, "chemistry": 2}, "analyst": {"sql": 2}},
                {"biotech": {"gmp": 3}, "data": {"sql": 2}},
                [("biotech", "operator"), ("data", "analyst")],
                [("operator", "works"), ("analyst", "works")],
            )
            self._graph = Graph(small)

    def graph(self) -> Graph:
        return self._graph
