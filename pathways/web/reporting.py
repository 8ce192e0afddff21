"""Tell us what is wrong: a form for everybody, about the page one looked at. It asks for no name and keeps none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flask import Blueprint, g, redirect, request, url_for

from pathways.domain.editing import find
from pathways.domain.rules import WEB
from pathways.store import reports
from pathways.web import limiting
from pathways.web.edit_about import HOMES
from pathways.web.edit_names import name_of
from pathways.web.languages import current_language
from pathways.web.pages import page
from pathways.web.rights import own_path
from pathways.web.route_form import Problem
from pathways.web.signed_in import catalogue, now
from pathways.web.translate import _
from pathways.web.typed import cleaned

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

bp = Blueprint("reporting", __name__)
LONGEST: Final = 1000
PAGE: Final = re.compile(r"[a-z]+(/[a-z0-9:-]+){0,3}\Z")
FROM_ONE_PLACE: Final = limiting.Limit(20)
"""Reports an hour from one network."""


@bp.get("/wrong")
def show_form() -> Response:
    """Show the form, or thanks for what was sent."""
    return _form({"words": "", "url": ""}, {}, sent=request.args.get("sent") == "yes")


@bp.post("/wrong")
def send() -> AnyResponse:
    """Keep what somebody says is wrong."""
    typed = {name: cleaned(request.form.get(name, "")) for name in ("words", "url")}
    problems = _problems(typed)
    if problems:
        return _form(typed, problems, 422)
    try:
        limiting.count("report from", limiting.where(), limit=FROM_ONE_PLACE)
    except limiting.TooMany:
        problem = _("Many reports have come from your network within the hour. Send it again later.")
        return _form(typed, {"words": Problem(problem)}, 429)
    with catalogue().rows(write=True) as session:
        reports.report(session, _page(), typed["words"], typed["url"], now())
    return redirect(url_for("reporting.show_form", page=_page() or None, sent="yes"), 303)


def _problems(typed: dict[str, str]) -> dict[str, Problem]:
    problems = {}
    if not typed["words"]:
        problems["words"] = Problem(_("What is wrong: say which fact, and what it should say."))
    elif len(typed["words"]) > LONGEST:
        problems["words"] = Problem(_("What is wrong: keep it to 1,000 letters."))
    if typed["url"] and (len(typed["url"]) > LONGEST or not WEB.match(typed["url"])):
        problems["url"] = Problem(_("Where it says otherwise: write a whole address, as in https://example.org/page."))
    return problems


def _page() -> str:
    """What the page is about, as the catalogue names it; empty for what is none of our pages."""
    named = request.values.get("page", "")
    return named if len(named) <= 200 and PAGE.match(named) else ""  # noqa: PLR2004  # no id is that long


def _name_of(about: str) -> str:
    """Give what the noun is called that a page is about; empty for a page that is about none."""
    room, _slash, id = about.partition("/")
    row = find(g.graph.facts, HOMES[room], (id,)) if room in HOMES else None
    return "" if row is None else name_of(HOMES[room], row)


def _form(typed: dict[str, str], problems: dict[str, Problem], status: int = 200, *, sent: bool = False) -> Response:
    about = _page()
    return page(
        "report_wrong/form.html", block="main", status=status, typed=typed, problems=problems, about=about, sent=sent,
        name=_name_of(about),
        back=own_path(f"/{current_language()}/{about}") if about else None, longest=LONGEST,
    )  # fmt: skip
