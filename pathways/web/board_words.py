"""How the gap board says what it shows: where a flag stands, how many people, how well a white spot is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.board_rows import Spot
from pathways.domain.flags import State, Subject
from pathways.domain.nouns import OrganisationId, ProgrammeId, RoleId, SkillId
from pathways.domain.publishing import Band
from pathways.web.translate import _
from pathways.web.wording import day, say

if TYPE_CHECKING:
    from pathways.domain.asked_for import Asking
    from pathways.domain.board_rows import Row
    from pathways.domain.nouns import Organisation, Programme, Role, Text
    from pathways.domain.publishing import PublicFlag, Topic


def standing_words(state: str) -> str:
    """Say, as an answer, where a flag stands."""
    return {
        State.FLAGGED: _("No answer yet"),
        State.ACKNOWLEDGED: _("Seen by the school"),
        State.PASSED_ON: _("Passed on"),
        State.PLANNED: _("Planned"),
        State.DELIVERED: _("Delivered"),
        State.CONFIRMED: _("Confirmed"),
        State.DECLINED: _("Declined"),
        State.WITHDRAWN: _("Withdrawn"),
        State.LAPSED: _("Lapsed"),
    }[State(state)]


def band_words(band: str) -> str:
    """Say how many people, as far as it may be told."""
    return {Band.FEW: _("1–4 people"), Band.SOME: _("5–19 people"), Band.MANY: _("20 people or more")}[Band(band)]


def spot_words(spot: str) -> str:
    """Say how well a white spot is known."""
    return {
        Spot.PROVEN: _("white spot"),
        Spot.UNPROVEN: _("white spot, not proven"),
        Spot.AT_WORK: _("white spot, learnt at work"),
    }[Spot(spot)]


def askers_words(asking: tuple[Asking, ...]) -> str:
    """Name who asks for a row: one company by name, if any has one, and how many there are besides."""
    named = tuple(dict.fromkeys(flag.company for one in asking for flag in one.named))
    asks = sum(one.companies for one in asking)
    if not asks:
        return _("no one")
    if not named:
        return _("not named")
    first = organisation_of(named[0])
    name = first.name if first else named[0]
    return f"{name} +{asks - 1}" if asks > 1 else name


def needers_words(row: Row) -> str:
    """Name the first role that needs a row at its highest level, and how many there are besides."""
    if not row.needed_by:
        return ""
    first = say(g.graph.roles[row.needed_by[0]].title)
    return f"{first} +{len(row.needed_by) - 1}" if len(row.needed_by) > 1 else first


def intake_words(intake: str) -> str:
    """Say from which intake, as far as it is known: from 2028, from Sept 2028."""
    return _("from %(day)s", day=day(intake))


def topic_title(topic: Topic) -> Text | str:
    """Name what a flag is about."""
    if topic.subject is Subject.SKILL and topic.key in g.graph.skills:
        name: Text = g.graph.skills[SkillId(topic.key)].label
        return name
    found: Role | None = g.graph.roles.get(RoleId(topic.key))
    return found.title if found else topic.key


def organisation_of(id: str) -> Organisation | None:
    """Give an organisation by its id; None when the catalogue does not have it (any more)."""
    found: Organisation | None = g.graph.organisations.get(OrganisationId(id))
    return found


def answered_in(flag: PublicFlag) -> Programme | None:
    """Give the programme that a flag is answered in; None when there is none (yet)."""
    found: Programme | None = g.graph.programmes.get(ProgrammeId(flag.plan.programme)) if flag.plan else None
    return found


FILTERS: Final = (standing_words, band_words, spot_words, askers_words, needers_words, intake_words, topic_title)
GLOBALS: Final = (organisation_of, answered_in)
"""What templates may use."""
