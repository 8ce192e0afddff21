"""What is public of gap flags and openings, for the page that is being made."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from flask import current_app, g, request

from pathways.domain.publishing import Published
from pathways.web.caching import HEARD, Heard, hear, today_here

if TYPE_CHECKING:
    from collections.abc import Callable

Told = TypeVar("Told")


def published() -> Published:
    """Give all that is public, the same for the whole request; nothing, where a still catalogue has no flags.

    A page that is kept is made anew when any of it is another.
    """
    return heard(_all)


def heard(ask: Callable[[Published], Told]) -> Told:
    """Ask something of all that is public. A page that is kept is made anew when the answer is another.

    `ask` is asked again whenever something was written, maybe of pages by the hundred, and outside of any request.
    """
    if "published" not in g:
        found = getattr(current_app.extensions["pathways"], "published", _nothing)
        g.published = found()
    answer = ask(cast("Published", g.published))
    hear(request.environ, Heard(ask, answer))
    return answer


def hear_nothing() -> None:
    """Say that this page reads nothing of flags and openings, so that none that is written touches it."""
    request.environ.setdefault(HEARD, [])


def _all(public: Published) -> Published:
    return public


def _nothing() -> Published:
    today = today_here()
    return Published(today, today.replace(day=1))
