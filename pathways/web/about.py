"""About the service: where its figures come from, licences, privacy and accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, g

from pathways.domain.cover import is_common
from pathways.domain.grounds import by_basis, uses
from pathways.domain.shelves import counts
from pathways.web.pages import page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response

    from pathways.domain.grounds import Uses
    from pathways.domain.nouns import Source, SourceId

bp = Blueprint("about", __name__)


@bp.get("/sources")
def show_sources() -> Response:
    """Show every source, what is missing and where sources disagree."""
    used = uses(g.graph)
    return page(
        "about/sources.html",
        block="main",
        counts=counts(g.graph),
        bases=by_basis(g.graph),
        uses=used,
        common=[skill for skill in g.graph.skills.values() if is_common(g.graph, skill.id)],
        sources=sorted(g.graph.sources.values(), key=lambda source: (-_claims(used, source), source.title)),
    )


def _claims(used: Mapping[SourceId, Uses], source: Source) -> int:
    return used[source.id].claims if source.id in used else 0


@bp.get("/licences")
def show_licences() -> Response:
    """Show what the service is made of and on which terms."""
    return page("about/licences.html", block="main", counts=counts(g.graph))


@bp.get("/privacy")
def show_privacy() -> Response:
    """Say what is stored about a visitor."""
    return page("about/privacy.html", block="main")


@bp.get("/accessibility")
def show_accessibility() -> Response:
    """Say how accessible the service is, and what was not tested."""
    return page("about/accessibility.html", block="main")
