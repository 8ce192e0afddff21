"""A plan to keep: one page, and what one takes along: link and QR code, PDF, calendar, JSON."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

import segno
from flask import Blueprint, g
from markupsafe import Markup

from pathways.domain.deadlines import deadlines
from pathways.web import plan_files
from pathways.web.downloads import file_of
from pathways.web.languages import current_language
from pathways.web.pages import page
from pathways.web.plan_form import plan_address, read_plan, saved_words
from pathways.web.route_form import fields_of

if TYPE_CHECKING:
    from flask import Response

    from pathways.web.plan_form import Plan

bp = Blueprint("planning", __name__)

ENDINGS: Final = ("pdf", "ics", "json", "svg")
"""What a plan can be taken along as; svg is its QR code."""


@bp.get("/plan")
def show_plan() -> Response:
    """Show one plan as it is now, and what differs from the day it was kept."""
    plan = read_plan()
    routes = [row.route for row in plan.rows]
    link = plan_address(plan.form, *routes, absolute=True) if routes else ""
    dates = deadlines(g.graph, routes[0], plan.form.question.year) if len(routes) == 1 else ()
    response = page(
        "plan/plan.html",
        block="main",
        status=422 if plan.problems else 200,
        plan=plan,
        saved=saved_words(plan),
        link=link,
        code=qr_code(link) if link else "",
        dates=dates,
        printed=plan_files.printed_dates(dates),
        files={ending: plan_address(plan.form, *routes, ending=ending) for ending in ENDINGS} if routes else {},
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get(f"/plan.<any({', '.join(ENDINGS)}):ending>")
def download(ending: str) -> Response:
    """Give a plan as a file; a plan that cannot be read is told on its page."""
    plan = read_plan()
    if plan.problems or not plan.rows:
        return show_plan()
    link = plan_address(plan.form, *(row.route for row in plan.rows), absolute=True)
    return file_of(_made(plan, link, ending), f"pathways-plan-{current_language()}.{ending}")


def qr_code(link: str) -> Markup:
    """Draw a link as a QR code, to stand in a page: attributes only, as the policy asks."""
    code = segno.make(link, micro=False, error="m")
    drawn = code.svg_inline(border=2, dark="#000", light="#fff", svgclass="qr", lineclass="qr-line", omitsize=True)
    return Markup(drawn)  # noqa: S704  # made of squares


def _made(plan: Plan, link: str, ending: str) -> str | bytes:
    match ending:
        case "pdf":
            return plan_files.as_pdf(plan, link)
        case "ics":
            return plan_files.as_ics(plan, link)
        case "json":
            return plan_files.as_json(plan, link)
        case _:
            return _as_svg(link)


def _as_svg(link: str) -> bytes:
    out = BytesIO()
    segno.make(link, micro=False, error="m").save(out, kind="svg", border=2, scale=4)
    return out.getvalue()


bp.add_app_template_global(plan_address)
bp.add_app_template_filter(plan_files.more_dates)
bp.add_app_template_filter(fields_of, "form_fields")
