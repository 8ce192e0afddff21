"""Programmes: the list, and one programme with everything known about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, g

from pathways.domain.asked_for import asked_of_programme
from pathways.domain.nouns import Here, Kind
from pathways.domain.portraits import programme_view
from pathways.domain.profile import programme_profile
from pathways.domain.shelves import ProgrammeFilter, programmes_by_kind
from pathways.web import choosing
from pathways.web.pages import page
from pathways.web.pictures import shown
from pathways.web.published import heard
from pathways.web.switches import switches

if TYPE_CHECKING:
    from flask import Response

    from pathways.web.choosing import Filter

bp = Blueprint("programmes", __name__)


@bp.get("/programmes")
def list_programmes() -> Response:
    """List the programmes by line."""
    chosen = choosing.chosen_of(
        choosing.kind(),
        choosing.here(),
        choosing.level(),
        choosing.language(),
        choosing.focus(),
        choosing.employer(),
    )
    shelves = programmes_by_kind(g.graph, programme_filter(chosen))
    return page("programmes/programmes.html", block="found", filters=chosen, shelves=shelves)


def programme_filter(chosen: tuple[Filter, ...]) -> ProgrammeFilter:
    """Turn what was chosen in the form into what the domain filters by."""
    values = choosing.values_of(chosen)
    return ProgrammeFilter(
        kind=Kind(values["kind"]) if values["kind"] else None,
        level=int(values["level"]) if values["level"] else None,
        language=values["language"],
        here=Here(values["here"]) if values["here"] else None,
        focus=values["focus"],
        employer=values["employer"],
    )


@bp.get("/programmes/<id>")
def show_programme(id: str) -> Response:
    """Show one programme: what it is, where it leads, how to get in, how sure we are."""
    turned = switches()
    graph = g.graph
    profile = programme_profile(graph, id)
    return page(
        "programmes/programme.html",
        block="picture",
        profile=profile,
        turned=turned,
        shown=shown(programme_view(graph, id, turned.measure)),
        asked=heard(lambda told: asked_of_programme(graph, told, profile.programme.id)),
    )
