"""Who may see a flag as a page of its own, what they are to it, and how much of it they read.

    the company that raised it              everything
    the institution it is addressed to      everything
    one it was addressed to before          as it stood when it was passed on, and what became of it; acts no more
    editors                                 the company's own words, the skill or role, and the level
    everybody else                          nothing: there is no such page, whatever the reason

What is public of a flag stands on the gap board (`pathways.domain.publishing`), never here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pathways.domain.flags import Action, Actor
from pathways.domain.rights import AccountKind

if TYPE_CHECKING:
    from pathways.domain.flags import Ask, Event, Flag

ELSEWHERE: Final = {
    AccountKind.EDITOR: Actor.EDITOR,
    AccountKind.COUNSELLOR: Actor.COUNSELLOR,
    AccountKind.ADMINISTRATOR: Actor.ADMINISTRATOR,
}
"""What they are to every flag, whatever organisation they belong to."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody is to a flag, and how much of it they read.

    `reads_all` is whether company, number, date and what was tried are theirs to see at all. What was asked and what
    was said is theirs to see up to the event with the number `until`.
    """

    actor: Actor
    reads_all: bool
    until: int


def actor_of(flag: Flag, kind: AccountKind | None, organisation: str | None) -> Actor:
    """Say what an account is to a flag; None for `kind` is somebody who is not signed in."""
    if kind is AccountKind.COMPANY:
        return Actor.COMPANY if organisation == flag.company else Actor.OTHER_COMPANY
    if kind is AccountKind.INSTITUTION:
        return Actor.INSTITUTION if organisation == flag.addressee else Actor.OTHER_INSTITUTION
    return Actor.STRANGER if kind is None else ELSEWHERE[kind]


def sight(flag: Flag, kind: AccountKind | None, organisation: str | None) -> Sight | None:
    """Give what an account sees of a flag; None where there is nothing to see."""
    actor = actor_of(flag, kind, organisation)
    if actor in {Actor.COMPANY, Actor.INSTITUTION}:
        return Sight(actor, reads_all=True, until=flag.seen)
    if actor is Actor.OTHER_INSTITUTION and organisation in flag.addressees:
        passed = max(event.number for event in flag.events if _passed_by(event, organisation))
        return Sight(actor, reads_all=True, until=passed)
    return Sight(actor, reads_all=False, until=0) if actor is Actor.EDITOR else None


def asked(flag: Flag, seen: Sight) -> Ask:
    """Give what was asked as far as somebody may read it: for a former addressee, as it stood then."""
    asks = [event.ask for event in flag.events if event.ask is not None and event.number <= seen.until]
    return asks[-1] if asks else flag.ask


def _passed_by(event: Event, organisation: str | None) -> bool:
    return event.action is Action.PASS_ON and event.organisation == organisation
