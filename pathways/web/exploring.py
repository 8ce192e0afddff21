"""Explore: for someone who knows neither start nor target, jobs ranked by what they like, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, g

from pathways.domain.interests import Answer, explored
from pathways.web.asking import choices
from pathways.web.pages import keep_out, page
from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from flask import Response

    from pathways.domain.nouns import Interest, InterestId

bp = Blueprint("exploring", __name__)

FIELD: Final = "i-"
"""Before a statement's id in the address, so that no town can name one like a parameter of ours."""
FIRST_SHOWN: Final = 8
"""Jobs listed at once; the others are folded below."""


@bp.get("/explore")
def show_interests() -> Response:
    """Show the statements and, once one is liked, the jobs that take most of what is liked."""
    answers = answered()
    if answers:
        keep_out()  # three answers to each of ten statements: every reader would fill the page cache
    return page(
        "explore/explore.html",
        block="found",
        answers=answers,
        labels=answer_labels(),
        field=FIELD,
        liked=Answer.LIKE in answers.values(),
        found=explored(g.graph, answers),
        first=FIRST_SHOWN,
    )


def answered() -> dict[InterestId, Answer]:
    """Read what was said to each statement; those not answered are left out.

    Raises:
        BadInput: an answer that does not exist.
    """
    interests = g.graph.interests.values()
    allowed = {FIELD + interest.id: answer_labels() for interest in interests}
    found = choices({FIELD + interest.id: statement(interest) for interest in interests}, **allowed)
    said = {interest.id: found[FIELD + interest.id] for interest in interests}
    return {id: Answer(answer) for id, answer in said.items() if answer}


def answer_labels() -> dict[str, str]:
    """Name the answers, in the order they are offered."""
    return {Answer.LIKE.value: _("Yes, I do"), Answer.UNSURE.value: _("Not sure"), Answer.NO.value: _("No")}


def statement(interest: Interest) -> str:
    """Say a statement as a whole sentence, without a full stop."""
    return _("I like to %(do)s", do=plain(interest.statement))
