"""The switches of a picture: picture or table, full colour or by how sure we are, fit or people a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import g, request, url_for

from pathways.domain.views import Measure
from pathways.web.asking import asked, choices
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Iterable

SWITCHES: Final = ("view", "sure", "from", "all")
"""What the address says about how a picture is shown, not about which one it is."""
FILTERS: Final = (
    *("kind", "focus", "family", "employer", "level", "language", "here", "group", "measure"),
    *("rows", "only", "columns", "sort"),
)
"""What the address says about what is shown."""


@dataclass(frozen=True, slots=True)
class Switches:
    """How the switches stand in the address."""

    table: bool
    sure: bool
    measure: Measure


def switches() -> Switches:
    """Read the switches.

    Raises:
        BadInput: a value that does not exist.
    """
    found = choices(view=("picture", "table"), sure=("1",))
    return Switches(table=found["view"] == "table", sure=found["sure"] == "1", measure=chosen_measure())


def chosen_measure() -> Measure:
    """Read what thickness shall mean: fit, unless people a year are asked for.

    Raises:
        BadInput: a measure that does not exist.
    """
    found = choices({"measure": _("Thickness")}, measure={"fit": _("Fit"), "people": _("People a year")})
    return Measure(found["measure"] or Measure.FIT)


def address_with(**changes: str | None) -> str:
    """Give this page's address with switches or filters changed; None leaves one out."""
    chosen = {name: value for name, value in {**g.get("chosen", {}), **changes}.items() if value}
    return url_for(str(request.endpoint), **{**(request.view_args or {}), **chosen})


def mended_address(wrong: Iterable[str], **changes: str | None) -> str:
    """Give this page's address without the parameters that are `wrong`, with all else that the visitor chose.

    A refusal may come before a page has read every parameter, so they are read here.
    """
    for name in (*FILTERS, *SWITCHES):
        asked(name)
    return address_with(**{**dict.fromkeys(wrong), **changes})


def download_address(ending: str, page: str | None = None) -> str:
    """Give the address of the picture of this page, or of the one named, as a file of this kind."""
    chosen = {name: value for name, value in g.get("chosen", {}).items() if name not in SWITCHES}
    query = f"?{urlencode(chosen)}" if chosen else ""
    return f"{page or request.path}.{ending}{query}"
