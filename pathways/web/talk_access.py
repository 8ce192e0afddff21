"""Who sits at a talk: the counsellor whose it is, or a student whose device was let in by code or link.

A device that was let in carries a signed cookie that names the talk and how it came in; it holds no name and no text.
By code it is good for the hours of this very visit (after its end to read, and to take the page home), by link until
the talk expires or its link is renewed. To everybody else a talk does not exist: a wrong address, another's talk and a
deleted one get the same answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from pathways.domain.rights import AccountKind
from pathways.store import guidance
from pathways.store.guidance import TalkGone
from pathways.web.configured import settings
from pathways.web.rights import NotForYou
from pathways.web.signed_in import catalogue, current_account, now

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from pathways.domain.accounts import Account
    from pathways.store.guidance import Glance
    from pathways.store.guidance_tables import GuidanceRow

COOKIE: Final = "pathways-talk"


@dataclass(frozen=True, slots=True)
class Tag:
    """What a device was given: the talk, how it was let in (`code` or `link`), and what that rested on.

    `by` is the start of the visit for a code, the talk's link salt for a link.
    """

    talk: str
    how: str
    by: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A place at a talk. `counsellor` is theirs whose talk it is; anybody else who sits here is the student."""

    id: str
    counsellor: bool
    glance: Glance

    @property
    def name(self) -> str:
        """Tell the two seats apart in a word."""
        return "counsellor" if self.counsellor else "student"


def seat_at(id: str) -> Seat:
    """Give the visitor's seat at this talk.

    Raises:
        TalkGone: there is no such talk, or none that this visitor may know of.
    """
    with catalogue().rows() as session:
        seen = guidance.glance(session, id, now())
    account = current_account()
    if account and account.kind is AccountKind.COUNSELLOR and account.id == seen.account_id:
        return Seat(id, counsellor=True, glance=seen)
    tag = tag_held()
    if tag is not None and tag.talk == id and _holds(tag, seen):
        return Seat(id, counsellor=False, glance=seen)
    raise TalkGone("There is no such talk")


def counsellors_seat(id: str) -> Seat:
    """Give the counsellor's seat.

    Raises:
        TalkGone: as `seat_at`.
        NotForYou: it is the student who sits here.
    """
    seat = seat_at(id)
    if not seat.counsellor:
        raise NotForYou("Only the counsellor does that")
    return seat


def counsellor() -> Account:
    """Give the counsellor who is signed in; the rule of the route has let nobody else in."""
    account = current_account()
    if account is None or account.kind is not AccountKind.COUNSELLOR:
        raise NotForYou("Only a counsellor does that")
    return account


def _holds(tag: Tag, seen: Glance) -> bool:
    if tag.how == "link":
        return tag.by == seen.link_salt
    return seen.lasting and tag.by == seen.visit


def tag_for(row: GuidanceRow, how: str) -> Tag:
    """Say what a device is given that this way in let in."""
    return Tag(row.id, how, row.link_salt if how == "link" else guidance.visit_of(row.opens_at))


def hand_out(response: Response, tag: Tag, row: GuidanceRow) -> None:
    """Give the device its tag, for as long as it is good."""
    response.set_cookie(
        COOKIE,
        _signer().dumps([tag.talk, tag.how, tag.by]),
        expires=row.expires_at if tag.how == "link" else row.closes_at,
        httponly=True,
        secure=settings().secure,
        samesite="Lax",
    )


def take_back(response: Response) -> None:
    """Take the device's tag away."""
    response.delete_cookie(COOKIE, httponly=True, secure=settings().secure, samesite="Lax")


def tag_held() -> Tag | None:
    """Read the tag that this device holds; None when it has none of ours."""
    try:
        talk, how, by = _signer().loads(request.cookies.get(COOKIE, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return Tag(str(talk), str(how), str(by))


def _signer() -> URLSafeSerializer:
    """Sign by the key of today; what the key before signed is still known."""
    keys = [*reversed(current_app.config["SECRET_KEY_FALLBACKS"]), current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="pathways talk seat")
