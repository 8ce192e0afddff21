"""Pictures for pages: wide, cut for a phone, or a sentence that says why there is only the table."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from pathways.web.pages import keep_out

if TYPE_CHECKING:
    from pathways.domain.views import View

log = logging.getLogger("pathways")


@dataclass(frozen=True, slots=True)
class Shown:
    """A view and its pictures. When it cannot be drawn `wide` is None and `failed` says so; the table stands."""

    view: View
    wide: object | None = None
    phone: tuple[object, ...] = ()
    failed: str = ""
    css_links: tuple[str, ...] = ()


def shown(view: View) -> Shown:
    """Draw a view for a page, or say that it cannot be drawn right now."""
    keep_out()
    return Shown(view, failed=_("The picture cannot be drawn right now. The table holds the same facts."))
