"""What an endpoint of the API is, and what it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlencode

from pathways.web.api.models import Listed
from pathways.web.api.parameters import LANG, LIMIT, OFFSET, Parameter
from pathways.web.wishes import API

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pathways.domain.graph import Graph
    from pathways.web.api.models import Answer
    from pathways.web.api.telling import Teller

BASE = f"{API}/v1"
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the catalogue, how to tell of it, the id in the path (empty where there is none), the parameters."""

    graph: Graph
    teller: Teller
    id: str
    values: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  # what a parameter is stands in its declaration
        return self.values[name]

    def part(self, rows: Sequence[Row], tell: Callable[[Row], object]) -> dict[str, Any]:
        """Tell the part of a list that was asked for, and where in it that is."""
        limit, offset = self["limit"], self["offset"]
        items = [tell(row) for row in rows[offset : offset + limit]]
        return {"total": len(rows), "limit": limit, "offset": offset, "items": items}


@dataclass(frozen=True)
class Endpoint:
    """One question that programs may ask.

    `name` is its name in code; `path` stands under `BASE` and holds `{id}` where `id` says which. `summary` and `says`
    are told to people, in their language. `make` gives the answer; what it raises is answered as everywhere.
    `contradicts` says that values may each be right and yet contradict each other.
    """

    name: str
    path: str
    summary: str
    says: str
    model: type[Answer]
    make: Callable[[Asked], Answer]
    parameters: tuple[Parameter, ...] = ()
    id: Parameter | None = None
    contradicts: bool = False

    @cached_property
    def is_list(self) -> bool:
        """Whether its answer comes in parts."""
        return issubclass(self.model, Listed)

    @cached_property
    def query(self) -> tuple[Parameter, ...]:
        """All its parameters in the query string."""
        return (*self.parameters, *((LIMIT, OFFSET) if self.is_list else ()), LANG)

    def example(self, graph: Graph, language: str) -> str:
        """Give an address that can be asked for as it stands, of this catalogue, in a language."""
        path = self.path
        if self.id and self.id.example:
            path = path.replace("{id}", quote(str(self.id.example(graph)), safe=""))
        given = {one.name: one.example(graph) for one in self.query if one.example} | {LANG.name: language}
        return f"{BASE}{path}?{urlencode(given)}"
