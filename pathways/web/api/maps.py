"""The map: which programme leads to which role at which employer, with how well each link is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from flask_babel import lazy_gettext as later
from pydantic import Field

from pathways.domain.grounds import grounds
from pathways.domain.nouns import Basis, Kind
from pathways.domain.pictures import MapFilter, whole_map
from pathways.domain.views import Measure
from pathways.web.api import programmes, roles
from pathways.web.api.declaring import Asked, Endpoint
from pathways.web.api.models import Answer, Evidence, Model, Name
from pathways.web.api.parameters import Choice, Parameter
from pathways.web.api.telling import share
from pathways.web.translate import _

if TYPE_CHECKING:
    from pathways.domain.views import Column as Shown
    from pathways.domain.views import Link as Band
    from pathways.domain.views import Node as Plate
    from pathways.web.api.telling import Teller


class Node(Name):
    """A programme, a role or an employer on the map. Its id is its own among all nodes."""

    noun: Literal["programme", "role", "employer"]
    key: str
    """The id that the other questions know it by."""
    code: str | None
    kind: Kind | None


class Column(Name):
    """One rank of the map, from left to right."""

    nodes: list[Node]


class Link(Model):
    """From a programme to a role, or from a role to an employer, by line."""

    origin: str = Field(serialization_alias="from")
    target: str = Field(serialization_alias="to")
    kind: Kind
    """The line: the kind of programme that people come from."""
    width: float | None
    """In the unit of the measure: fit 0 to 1, or people a year."""
    why: str | None
    """Why the width is null."""
    basis: Basis
    """How well the link itself is known, not its width."""
    estimated_levels: int | None
    """How many of the levels behind a fit are our estimate."""
    levels: int | None
    says: str
    origins: list[str]
    """The programmes whose path runs through it; empty when all of its tail's do."""
    evidence: list[Evidence]


class Map(Answer):
    """The map, or what the filters leave of it: everything, also what the picture has no room for."""

    title: str
    measure: Literal["fit", "people"]
    columns: list[Column]
    links: list[Link]


def _map(asked: Asked) -> Map:
    chosen = MapFilter(
        kind=Kind(asked["kind"]) if asked["kind"] else None,
        focus=asked["focus"],
        family=asked["family"],
        employer=asked["employer"],
        level=asked["level"],
        language=asked["taught_in"],
    )
    measure = Measure(asked["measure"])
    view = whole_map(asked.graph, chosen, measure)
    return Map(
        title=asked.teller.text(view.title),
        measure="people" if measure is Measure.PEOPLE else "fit",
        columns=[_column(asked.teller, one) for one in view.table_columns],
        links=[_link(asked.teller, one, measure) for one in view.table_links],
        **asked.teller.head(),
    )


def _column(teller: Teller, column: Shown) -> Column:
    nodes = [_node(teller, one) for one in column.nodes]
    return Column(id=column.id, name=teller.text(column.heading), nodes=nodes)


def _node(teller: Teller, one: Plate) -> Node:
    named = {"id": one.id, "name": teller.text(one.title), "noun": one.noun, "key": one.key}
    return Node.model_validate({**named, "code": one.code, "kind": one.kind})


def _link(teller: Teller, one: Band, measure: Measure) -> Link:
    estimated, levels = one.estimates or (None, None)
    return Link(
        origin=one.source, target=one.target, kind=one.kind, width=share(one.width),
        why=None if one.width is not None else _why(measure), basis=one.basis, estimated_levels=estimated,
        levels=levels, says=teller.text(one.tooltip), origins=list(one.origins),
        evidence=teller.every(grounds(teller.graph, one, measure)),
    )  # fmt: skip


def _why(measure: Measure) -> str:
    if measure is Measure.PEOPLE:
        return _("Nobody is known to have counted these people, or they are too few to be shown.")
    return _("No programme is known to lead there, or its fit cannot be judged.")


ENDPOINTS = (
    Endpoint(
        "show_map",
        "/map",
        later("The map"),
        later("Which programme leads to which role at which employer: the nodes and links of the map."),
        Map,
        _map,
        (
            Parameter(
                "measure",
                Choice(lambda _graph: (Measure.FIT, Measure.PEOPLE)),
                later("What the width of a link is: how much of a role is known to be taught, or people a year."),
                default="fit",
            ),
            programmes.KIND,
            programmes.LEVEL,
            programmes.TAUGHT_IN,
            roles.FOCUS,
            roles.FAMILY,
            programmes.EMPLOYER,
        ),
    ),
)
