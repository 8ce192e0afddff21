"""Roles: the list, and one role with what it takes, what feeds it and who has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, g

from pathways.domain.asked_for import asking
from pathways.domain.changes import leads_there
from pathways.domain.entry import approaches, origin
from pathways.domain.flags import Subject
from pathways.domain.nouns import Kind
from pathways.domain.portraits import role_view
from pathways.domain.profile import role_profile
from pathways.domain.publishing import Topic
from pathways.domain.routes import Question, routes
from pathways.domain.shelves import RoleFilter, roles_by_family
from pathways.web import choosing
from pathways.web.asking import asked, choices
from pathways.web.origins import origin_names, origins
from pathways.web.pages import page
from pathways.web.pictures import shown
from pathways.web.published import heard
from pathways.web.similar import nearness_label, similar_work
from pathways.web.switches import switches
from pathways.web.translate import _

if TYPE_CHECKING:
    from flask import Response

    from pathways.domain.nouns import RoleId
    from pathways.web.choosing import Filter

bp = Blueprint("roles", __name__)
bp.add_app_template_filter(nearness_label)


@bp.get("/roles")
def list_roles() -> Response:
    """List the roles by family."""
    chosen = choosing.chosen_of(
        choosing.family(),
        choosing.focus(),
        choosing.level(of_roles=True),
        choosing.employer(),
        choosing.kind(),
    )
    shelves = roles_by_family(g.graph, role_filter(chosen))
    return page("roles/roles.html", block="found", filters=chosen, shelves=shelves)


def role_filter(chosen: tuple[Filter, ...]) -> RoleFilter:
    """Turn what was chosen in the form into what the domain filters by."""
    values = choosing.values_of(chosen)
    return RoleFilter(
        focus=values["focus"],
        family=values["family"],
        level=int(values["level"]) if values["level"] else None,
        employer=values["employer"],
        kind=Kind(values["kind"]) if values["kind"] else None,
    )


@bp.get("/roles/<id>")
def show_role(id: str) -> Response:
    """Show one role; `from` in the address marks what one starting point opens of its programmes."""
    profile, topic = role_profile(g.graph, id), Topic(Subject.ROLE, id)
    start = choices({"from": _("I come from")}, **{"from": origin_names() if asked("from") else {}})["from"]
    turned = switches()
    found = approaches(g.graph, profile.role.id, start) if start else ()
    return page(
        "roles/role.html",
        block="picture",
        profile=profile,
        start=origin(g.graph, start) if start else None,
        origins=origins(),
        approaches=found,
        ways_on=_ways_on(start, profile.role.id) if start and not any(one.ways for one in found) else 0,
        turned=turned,
        shown=shown(role_view(g.graph, id, turned.measure)),
        similar=similar_work(profile.role),
        asking=heard(lambda told: asking(told, topic)),
    )


def _ways_on(start: str, role: RoleId) -> int:
    """Count the routes from a start, by however many steps, that are known to lead to the role."""
    return sum(leads_there(g.graph, route) for route in routes(g.graph, Question(start), role))
