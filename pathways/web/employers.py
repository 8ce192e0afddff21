"""Employers: the organisations here, what each does, which jobs it has, and who trains for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, g

from pathways.domain.portraits import employer_view
from pathways.domain.profile import employer_profile
from pathways.domain.shelves import organisations_by_kind
from pathways.web import choosing
from pathways.web.pages import page
from pathways.web.pictures import shown
from pathways.web.switches import switches

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("employers", __name__)


@bp.get("/employers")
def list_employers() -> Response:
    """List the organisations by kind."""
    chosen = choosing.chosen_of(choosing.organisation_kind(), choosing.focus())
    kind, focus = (filter_.chosen for filter_ in chosen)
    shelves = organisations_by_kind(g.graph, kind, focus)
    return page("employers/employers.html", block="found", filters=chosen, shelves=shelves)


@bp.get("/employers/<id>")
def show_employer(id: str) -> Response:
    """Show one organisation."""
    profile = employer_profile(g.graph, id)
    turned = switches()
    return page(
        "employers/employer.html",
        block="picture",
        profile=profile,
        turned=turned,
        shown=shown(employer_view(g.graph, id, turned.measure)) if profile.jobs else None,
    )
