"""How the fixed words of gap flags are said: states, actions, how a gap shows, who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pathways.domain.flags import Action, Actor, Shows, State, Visibility
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Iterable


def shows_words(shows: str) -> str:
    """Say how a gap shows."""
    return {
        Shows.NO_APPLICANTS: _("No applicants"),
        Shows.APPLICANTS_LACK_IT: _("Applicants lack it"),
        Shows.OWN_PEOPLE_NEED_IT: _("Our own people need it"),
    }[Shows(shows)]


def seen_by_words(visibility: str) -> str:
    """Say who may see a flag, as a choice."""
    return {
        Visibility.ADDRESSED: _("Only the school that gets it"),
        Visibility.POOLED: _("Counted with others, never named"),
        Visibility.PUBLIC: _("Everybody, with our name"),
    }[Visibility(visibility)]


def seen_by_means_words(visibility: str) -> str:
    """Say what that means."""
    return {
        Visibility.ADDRESSED: _(
            "Nobody else sees it, and it is in no count. An editor reads words of your own, without your name."
        ),
        Visibility.POOLED: _("Shown from three companies on, and changed once a month."),
        Visibility.PUBLIC: _("Your name and the gap stand on the open gap board."),
    }[Visibility(visibility)]


def state_words(state: str) -> str:
    """Say where a flag stands."""
    return {
        State.FLAGGED: _("flagged"),
        State.ACKNOWLEDGED: _("acknowledged"),
        State.PASSED_ON: _("passed on"),
        State.PLANNED: _("planned"),
        State.DELIVERED: _("delivered"),
        State.CONFIRMED: _("confirmed"),
        State.DECLINED: _("declined"),
        State.WITHDRAWN: _("withdrawn"),
        State.LAPSED: _("lapsed"),
    }[State(state)]


def action_words(action: str) -> str:
    """Say what somebody did with a flag, after their name."""
    return {
        Action.FLAG: _("flagged it"),
        Action.EDIT: _("changed it"),
        Action.RENEW: _("renewed it"),
        Action.WITHDRAW: _("withdrew it"),
        Action.ACKNOWLEDGE: _("acknowledged it"),
        Action.PASS_ON: _("passed it on"),
        Action.PLAN: _("planned an answer"),
        Action.DECLINE: _("declined it"),
        Action.DELIVER: _("delivered it"),
        Action.CONFIRM: _("confirmed it"),
        Action.NOT_YET: _("said: not yet"),
        Action.FLAG_AGAIN: _("flagged it again"),
        Action.MAP: _("mapped the words"),
        Action.COMMENT: _("commented"),
        Action.LAPSE: _("let it lapse"),
    }[Action(action)]


def actor_words(actor: str, name: str) -> str:
    """Name who did something: the organisation, or what they are where they speak for none."""
    if name:
        return name
    return _("The calendar") if actor == Actor.CLOCK else _("An editor")


def told_to_words(visibility: str) -> str:
    """Say who may see the openings a company states."""
    return {
        Visibility.ADDRESSED: _("Schools only"),
        Visibility.POOLED: _("In sums of at least three companies"),
        Visibility.PUBLIC: _("Everybody, with our name"),
    }[Visibility(visibility)]


def shows_options(every: Iterable[str]) -> list[tuple[str, str, str]]:
    """Give the ways a gap shows as choices: value, words, what they mean."""
    return [(one, shows_words(one), "") for one in every]


def seen_by_options(every: Iterable[str]) -> list[tuple[str, str, str]]:
    """Give who may see a flag as choices."""
    return [(one, seen_by_words(one), seen_by_means_words(one)) for one in every]


def told_to_options(every: Iterable[str]) -> list[tuple[str, str, str]]:
    """Give who may see openings as choices."""
    means = {
        Visibility.ADDRESSED: _("Those who sign in for a school see your number, with your name."),
        Visibility.POOLED: _("Only added to others’ numbers, never alone."),
        Visibility.PUBLIC: _("Your number and your name stand in the outlook; a number below 5 as “fewer than 5”."),
    }
    return [(one, told_to_words(one), means[Visibility(one)]) for one in every]


FILTERS: Final = (
    *(shows_words, seen_by_words, seen_by_means_words, state_words, action_words, actor_words, told_to_words),
    *(shows_options, seen_by_options, told_to_options),
)
"""What templates may use."""
