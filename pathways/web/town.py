"""The town: its focus areas, who takes part, the symbiosis as work, and what was announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, g

from pathways.domain.pictures import focus_view
from pathways.domain.profile import announcements_by_year, area_profile, areas, general_practicals
from pathways.domain.shelves import GREEN, organisations_by_kind, partner_roles, partners, programmes_to
from pathways.web.pages import page
from pathways.web.pictures import shown
from pathways.web.switches import switches

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("town", __name__)


@bp.get("/town")
def show_town() -> Response:
    """Show the town and what its organisations do."""
    streams = partner_roles(g.graph, GREEN) if GREEN in g.graph.focus_areas else ()
    return page(
        "town/town.html",
        block="main",
        areas=areas(g.graph),
        partners=partners(g.graph),
        green=g.graph.focus_areas.get(GREEN),
        partner_roles=streams,
        green_programmes=programmes_to(streams),
        organisations=organisations_by_kind(g.graph),
        living=general_practicals(g.graph),
        announcements=announcements_by_year(g.graph),
    )


@bp.get("/town/<id>")
def show_area(id: str) -> Response:
    """Show one focus area as a pipeline."""
    turned = switches()
    return page(
        "town/area.html",
        block="picture",
        profile=area_profile(g.graph, id),
        turned=turned,
        shown=shown(focus_view(g.graph, id, turned.measure)),
    )
