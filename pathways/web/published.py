"""What is public of gap flags and openings, for the page that is being made."""

from __future__ import annotations

from typing import cast

from flask import current_app, g

from pathways.domain.publishing import Published
from pathways.web.caching import today_here


def published() -> Published:
    """Give all that is public, the same for the whole request; nothing, where a still catalogue has no flags."""
    if "published" not in g:
        found = getattr(current_app.extensions["pathways"], "published", _nothing)
        g.published = found()
    return cast("Published", g.published)


def _nothing() -> Published:
    today = today_here()
    return Published(today, today.replace(day=1))
