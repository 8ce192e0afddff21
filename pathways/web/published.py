"""What is public of gap flags and openings, as this request sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from pathways.domain.publishing import Published
from pathways.web.signed_in import now

if TYPE_CHECKING:
    from collections.abc import Callable


def published() -> Published:
    """Give what everybody may see; nothing where the catalogue has no flags, such as a still one in a test."""
    ask: Callable[[], Published] | None = getattr(current_app.extensions["pathways"], "published", None)
    today = now().date()
    return ask() if ask else Published(today, today.replace(day=1))
