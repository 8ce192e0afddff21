"""Skills: the list by group, and one skill with who teaches it and who asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, g

from pathways.domain.asked_for import asking
from pathways.domain.flags import Subject
from pathways.domain.portraits import skill_view
from pathways.domain.profile import skill_profile
from pathways.domain.publishing import Topic
from pathways.domain.shelves import skills_by_group
from pathways.web import choosing
from pathways.web.pages import page
from pathways.web.pictures import shown
from pathways.web.published import heard
from pathways.web.switches import switches

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("skills", __name__)


@bp.get("/skills")
def list_skills() -> Response:
    """List the skills by group."""
    (group,) = choosing.chosen_of(choosing.skill_group())
    shelves = skills_by_group(g.graph, group.chosen)
    return page("skills/skills.html", block="found", filters=(group,), shelves=shelves)


@bp.get("/skills/<id>")
def show_skill(id: str) -> Response:
    """Show one skill."""
    topic = Topic(Subject.SKILL, id)
    return page(
        "skills/skill.html",
        block="picture",
        profile=skill_profile(g.graph, id),
        turned=switches(),
        shown=shown(skill_view(g.graph, id)),
        asking=heard(lambda told: asking(told, topic)),
    )
