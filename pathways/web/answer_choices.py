"""What an answer to a flag may be chosen from: values and how they are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from pathways.domain.delivering import New, skills_asked
from pathways.domain.nouns import OrganisationId
from pathways.web.flag_form import LEVELS
from pathways.web.labels import level_label
from pathways.web.languages import current_language
from pathways.web.translate import _
from pathways.web.wording import MONTHS, plain

if TYPE_CHECKING:
    from pathways.domain.flags import Flag


def programme_options(flag: Flag) -> list[tuple[str, str]]:
    """List the programmes of the institution that has the flag, by code."""
    found = sorted(g.graph.taught_by(OrganisationId(flag.addressee)), key=lambda one: one.line_order)
    return [(str(one.id), f"{one.code} {plain(one.title)}") for one in found]


def skill_options(flag: Flag) -> list[tuple[str, str]]:
    """List the skills whose level an answer to the flag may raise, by name."""
    found = [(str(id), plain(g.graph.skills[id].label)) for id in skills_asked(g.graph, flag.ask)]
    return sorted(found, key=lambda one: one[1].casefold())


def month_options() -> list[tuple[int, str]]:
    """List the months of a year."""
    return list(enumerate(MONTHS[current_language()], 1))


def level_options() -> list[tuple[int, str]]:
    """List the levels of a skill."""
    return [(int(level), f"{int(level)}: {level_label(level)}") for level in LEVELS]


def about_options() -> list[tuple[str, str]]:
    """List what can be new."""
    return [
        (New.MODULE, _("a course or module")),
        (New.ADMISSION, _("a way in")),
        (New.PROGRAMME, _("a whole programme")),
    ]
