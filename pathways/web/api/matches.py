"""Match: what somebody likes, held against what each role takes. It is the question of the page "What do you like?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as later

from pathways.domain.interests import Answer as Said
from pathways.domain.interests import explored
from pathways.domain.nouns import InterestId
from pathways.web.api.declaring import Asked, Endpoint
from pathways.web.api.models import Derived, Evidence, Listed, Model, Name, ProgrammeName
from pathways.web.api.parameters import NOBODY, Choice, Parameter
from pathways.web.api.telling import share
from pathways.web.asking import BadInput
from pathways.web.exploring import statement
from pathways.web.translate import _

if TYPE_CHECKING:
    from pathways.domain.interests import Suggestion, Voice
    from pathways.web.api.telling import Teller


class Reason(Model):
    """A statement that speaks for or against a role."""

    statement: str
    says: str
    share: float | None
    """The part of what the role takes that it stands for, 0 to 1."""
    groups: list[Name]


class Suggested(Derived):
    """A role that takes more of what is liked than of what is not, and why."""

    role: Name
    score: float | None
    """What it is ranked by: the share liked less the share disliked."""
    liked: float | None
    disliked: float | None
    because: list[Reason]
    against: list[Reason]
    programmes: list[ProgrammeName]
    needs: int
    estimates: int
    """How many of its needs are our estimate."""
    evidence: list[Evidence]
    """What is known of its needs rests on this; the shares are derived from it."""


def _list(asked: Asked) -> Listed[Suggested]:
    liked, disliked = set(asked["like"]), set(asked["dislike"])
    both = sorted(liked & disliked)
    if both:
        raise BadInput(dislike=_("“%(value)s” stands under like as well. Keep one of them.", value=both[0]))
    said = {InterestId(id): Said.LIKE for id in liked} | {InterestId(id): Said.NO for id in disliked}
    found = explored(asked.graph, said)
    return Listed[Suggested](**asked.part(found, lambda one: _told(asked.teller, one)), **asked.teller.head())


def _told(teller: Teller, one: Suggestion) -> Suggested:
    return Suggested(
        role=teller.role(one.role),
        score=share(float(one.score)),
        liked=share(float(one.liked)),
        disliked=share(float(one.disliked)),
        because=[_reason(teller, voice) for voice in one.because],
        against=[_reason(teller, voice) for voice in one.against],
        programmes=[teller.programme(programme) for programme in one.programmes],
        needs=one.needs,
        estimates=one.estimates,
        evidence=teller.every(need.evidence for need in teller.graph.needs_of(one.role.id)),
    )


def _reason(teller: Teller, voice: Voice) -> Reason:
    return Reason(
        statement=voice.interest.id,
        says=statement(voice.interest),
        share=share(float(voice.share)),
        groups=[teller.label(group) for group in voice.groups],
    )


STATEMENTS = Choice(lambda graph: graph.interests)
ENDPOINTS = (
    Endpoint(
        "match",
        "/match",
        later("Roles for what one likes"),
        later("Roles ranked by what somebody likes and does not like, best first. Nothing liked gives nothing."),
        Listed[Suggested],
        _list,
        (
            Parameter(
                "like",
                STATEMENTS,
                later("The id of a statement that is liked, as the town gives them."),
                most=50,
                example=lambda graph: next(iter(graph.interests), NOBODY),
            ),
            Parameter("dislike", STATEMENTS, later("The id of a statement that is not liked."), most=50),
        ),
        contradicts=True,
    ),
)
