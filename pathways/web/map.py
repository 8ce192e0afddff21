"""The map: which programme leads to which role at which employer, filtered, as a picture or a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, g

from pathways.domain.lines import lines
from pathways.domain.nouns import Kind
from pathways.domain.pictures import MapFilter, map_shelves, whole_map
from pathways.web import choosing
from pathways.web.pages import page
from pathways.web.pictures import shown_wide
from pathways.web.published import hear_nothing
from pathways.web.switches import switches

if TYPE_CHECKING:
    from flask import Response

    from pathways.web.choosing import Filter

bp = Blueprint("map", __name__)


@bp.get("/map")
def show_map() -> Response:
    """Show the map, or what the filters leave of it."""
    hear_nothing()
    chosen = chosen_filters()
    turned = switches()
    asked = map_filter(chosen)
    view = whole_map(g.graph, asked, turned.measure)
    return page(
        "map/map.html",
        block="found",
        filters=chosen,
        turned=turned,
        view=view,
        shown=None if turned.table else shown_wide(view),
        stretches=() if turned.table else lines(view, map_shelves(g.graph, view.table_columns, asked)),
    )


def chosen_filters() -> tuple[Filter, ...]:
    """Read the filters of the map, for the page and for its files."""
    return choosing.chosen_of(
        choosing.kind(),
        choosing.focus(),
        choosing.family(),
        choosing.employer(),
        choosing.level(),
        choosing.language(),
    )


def map_filter(chosen: tuple[Filter, ...]) -> MapFilter:
    """Turn what was chosen in the form into what the domain filters by."""
    values = choosing.values_of(chosen)
    return MapFilter(
        kind=Kind(values["kind"]) if values["kind"] else None,
        focus=values["focus"],
        family=values["family"],
        employer=values["employer"],
        level=int(values["level"]) if values["level"] else None,
        language=values["language"],
    )
