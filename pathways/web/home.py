"""The front page: three doors, the living map, and the way from a choice to the page it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, g, redirect, url_for

from pathways.domain.overview import overview
from pathways.domain.shelves import RoleFilter, counts, roles_by_family
from pathways.web.asking import choices
from pathways.web.origins import origin_names, origins
from pathways.web.pages import page
from pathways.web.pictures import shown
from pathways.web.published import hear_nothing
from pathways.web.wording import plain

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

bp = Blueprint("home", __name__)


@bp.get("/")
def show_home() -> Response:
    """Show the three doors and the map."""
    hear_nothing()
    return page(
        "home/home.html",
        block="main",
        counts=counts(g.graph),
        origins=origins(),
        families=roles_by_family(g.graph, RoleFilter()),
        shown=shown(overview(g.graph)),
    )


@bp.get("/find")
def find_way() -> AnyResponse:
    """Lead from "I come from … and want to become …" to the page that answers it."""
    roles = {role.id: plain(role.title) for role in g.graph.roles.values()}
    chosen = choices(**{"from": origin_names(), "role": roles})
    if chosen["from"] or chosen["role"]:
        ends: dict[str, Any] = {"from": chosen["from"], "to": chosen["role"]}
        return redirect(url_for("routing.show_routes", **{name: id for name, id in ends.items() if id}), 303)
    return redirect(url_for("exploring.show_interests"), 303)
