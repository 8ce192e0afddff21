"""The yearly report for the alliance: pipeline, gaps flagged and answered, outlook, sources; as a page and as a PDF."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, g, url_for

from pathways.domain.grounds import imprint
from pathways.drawing.report import report_pdf
from pathways.web.caching import today_here
from pathways.web.configured import settings
from pathways.web.downloads import file_of
from pathways.web.languages import current_language
from pathways.web.pages import page
from pathways.web.report_words import sections
from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from flask import Response

    from pathways.web.report_words import Section

bp = Blueprint("report", __name__)

FIRST_YEAR: Final = 2015


@bp.app_template_global()
def this_year() -> int:
    """Give the year it is in the town."""
    return today_here().year


@bp.get("/report/<int:year>")
def show_report(year: int) -> Response:
    """Show the report of a year, this one or one before."""
    years = range(max(FIRST_YEAR, this_year() - 5), this_year() + 1)
    return page(
        "report/report.html", block="main", year=year, sections=_told(year), heading=_heading(year), years=years
    )


@bp.get("/report/<int:year>.pdf")
def download(year: int) -> Response:
    """Give the same report on sheets of A4."""
    told = _told(year)
    address = settings().address + url_for("report.show_report", year=year)
    content = report_pdf(
        {
            "language": current_language(),
            "heading": _heading(year),
            "imprint": imprint(g.graph.town)[current_language()],
            "fictional": _("An invented town") if g.graph.town.fictional else "",
            "address": address,
            "sections": [asdict(one) for one in told],
        },
        address,
    )
    return file_of(content, f"pathways-{g.graph.town.id}-report-{year}-{current_language()}.pdf")


def _told(year: int) -> tuple[Section, ...]:
    if not FIRST_YEAR <= year <= this_year():
        abort(404)
    return sections(year, now=year == this_year())


def _heading(year: int) -> str:
    return _("%(town)s in %(year)s: report for the alliance", town=plain(g.graph.town.name), year=year)
