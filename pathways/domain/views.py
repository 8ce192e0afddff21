"""What a picture shows, before anybody draws it: columns of nodes, and links between them.

The SVG, the table, the CSV, the JSON and the DOT are all made from one `View`, in its order.
Nothing exists only in the drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathways.domain.nouns import Basis, Kind, Text


class Measure(StrEnum):
    """What thickness means in a picture; one per picture, named beside it.

    `FIT` is cover, 0 to 1. `PEOPLE` is people a year. `LEVEL` is a skill level, 1 to 4.
    """

    FIT = "fit"
    PEOPLE = "people"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Node:
    """One plate.

    `id` is unique in the view and safe in markup: noun letter, hyphen, slug (`p-absalon-beng-biotek`,
    `r-…`, `o-…`, `s-…` skill, `g-…` skill group, `f-…` folded rest).
    `noun` and `key` address the page it links to (`programme`, `role`, `employer`, `skill`, `group`,
    `folded`); for `folded` the key is a query string for the filtered map. `title` may hold soft hyphens.
    `code` and `kind` are set for programmes only. `sub` is the true line under the title.
    """

    id: str
    noun: str
    key: str
    title: Text
    sub: Text | None = None
    code: str | None = None
    kind: Kind | None = None
    hub: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One rank of the picture, from first to last as drawn and as tabled."""

    id: str
    heading: Text
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One ribbon, from a node to a node in a later column.

    `width` is in the unit of the view's measure; None: unknown, drawn as a dashed hairline.
    `kind` gives its colour. `basis` is that of the link itself, not of the figures behind its width.
    `origins` are the programme node ids whose path runs through it; empty when all of its tail's do.
    `tooltip` is one plain sentence.
    """

    source: str
    target: str
    kind: Kind
    width: float | None
    basis: Basis
    tooltip: Text
    origins: tuple[str, ...] = ()
    estimates: tuple[int, int] | None = None  # (levels that are our estimate, levels in all) behind a fit

    @property
    def line(self) -> Kind | None:
        """The line it is part of; None from a skill to a role that asks for it."""
        return None if self.source.startswith("s-") else self.kind


@dataclass(frozen=True, slots=True)
class View:
    """A whole picture. `id` is a slug, stable for the same question (`map`, `programme-absalon-…`).

    `links` run in the order of their source column, source, target, kind. `folded` counts the plates
    that do not show because the picture is full; they are all in `table_links`, which holds every
    link of the unfolded view and equals `links` when nothing is folded.
    """

    id: str
    title: Text
    description: Text
    measure: Measure
    columns: tuple[Column, ...]
    links: tuple[Link, ...]
    table_columns: tuple[Column, ...]
    table_links: tuple[Link, ...]
    folded: int = 0

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every plate, column by column."""
        return tuple(node for column in self.columns for node in column.nodes)
