"""What a student takes home: one page, the same as a PDF, the next step for a calendar, everything as JSON, by mail."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, redirect, request, url_for

from pathways.domain import guidance as domain
from pathways.domain.accounts import mail_address
from pathways.store import guidance
from pathways.web import handout_files, limiting, mail
from pathways.web.configured import settings
from pathways.web.downloads import MEDIA_TYPES, file_of
from pathways.web.guiding import letting_in
from pathways.web.handout import Taken, Ways, handout_of
from pathways.web.handout_paper import as_pdf
from pathways.web.languages import show_at
from pathways.web.pages import page
from pathways.web.route_form import Problem
from pathways.web.signed_in import catalogue, now
from pathways.web.talk_access import seat_at
from pathways.web.talk_keys import known_ways_in
from pathways.web.talk_times import local_day
from pathways.web.translate import _

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from pathways.store.guidance_tables import GuidanceVisitRow

bp = Blueprint("taking_home", __name__)

ENDINGS: Final = ("pdf", "ics", "json")
"""What the page can be taken along as."""
MAILS: Final = limiting.Limit(5, 3600)
"""Mails of one talk in an hour: nobody is flooded from here."""


@bp.get("/guidance/talks/<id>/handout")
def show_handout(id: str) -> Response:
    """Show the page that is taken home; printed, it is one sheet of A4."""
    return _page(id, taken_of(id), sent=request.args.get("sent") == "1")


def taken_of(id: str) -> Taken:
    """Read a talk as it is taken home by whoever has a seat at it."""
    seat_at(id)
    with catalogue().rows() as session:
        row = guidance.find(session, id, now())
        hashes = guidance.hashes_of(session, id)
        visits = guidance.visits_of(session, id)
    ways = known_ways_in(row, letting_in(row, hashes))
    site = settings().address
    return Taken(
        talk=domain.from_json(row.talk),
        notes=row.notes,
        name=row.label,
        on=local_day(row.finished_at or row.touched_at),
        link=f"{site}{url_for('guiding.open_link', secret=ways.secret)}",
        keeps_until=local_day(row.expires_at),
        fresh=request.args.get("fresh") == "1",
        kept=(
            ("begun", row.created_at.isoformat()),
            ("opened", row.opens_at.isoformat()),
            ("finished", row.finished_at.isoformat() if row.finished_at else None),
            ("visits", [_visit(one) for one in visits]),
        ),
    )


def _visit(row: GuidanceVisitRow) -> dict[str, object]:
    """Give how the talk stood at the end of one visit, as it is kept."""
    return {"finished": row.finished_at.isoformat(), "as_of": row.as_of, "talk": json.loads(row.talk)}


def _page(id: str, taken: Taken, *, sent: bool = False, typed: str = "", problem: Problem | None = None) -> Response:
    show_at("taking_home.show_handout", id=id)
    return page(
        "guidance/handout.html",
        block="main",
        status=422 if problem else 200,
        handout=handout_of(taken),
        ways=_ways(id, taken),
        sent=sent,
        typed=typed,
        problems={"address": problem} if problem else {},
    )


def _ways(id: str, taken: Taken) -> Ways:
    fresh = 1 if taken.fresh else None

    def file(ending: str) -> str:
        return url_for("taking_home.download", id=id, ending=ending, fresh=fresh)

    return Ways(
        back=url_for("talking.show_talk", id=id),
        pdf=file("pdf"),
        ics=file("ics"),
        json=file("json"),
        mail=url_for("taking_home.send", id=id, fresh=fresh) if mail.can_mail() else None,
    )


@bp.get(f"/guidance/talks/<id>/handout.<any({', '.join(ENDINGS)}):ending>")
def download(id: str, ending: str) -> Response:
    """Give the page, the dates or everything that is kept as a file."""
    taken = taken_of(id)
    return file_of(_made(taken, ending), f"pathways-{taken.name.lower().replace(' ', '-')}.{ending}")


def _made(taken: Taken, ending: str) -> str | bytes:
    match ending:
        case "pdf":
            return as_pdf(handout_of(taken))
        case "ics":
            return handout_files.as_ics(taken)
        case _:
            return handout_files.as_json(taken)


@bp.post("/guidance/talks/<id>/mail")
def send(id: str) -> Response | Redirect:
    """Mail the page and the dates to an address, which is used for that and not kept; then show the page again."""
    taken = taken_of(id)
    if not mail.can_mail():
        abort(404)
    typed = request.form.get("address", "").strip()[:300]
    problem = _sent_to(id, taken, typed)
    if problem is not None:
        return _page(id, taken, typed=typed, problem=problem)
    fresh = 1 if taken.fresh else None
    return redirect(url_for("taking_home.show_handout", id=id, fresh=fresh, sent=1), 303)


def _attached(taken: Taken, ending: str) -> mail.Attachment:
    made = _made(taken, ending)
    content = made if isinstance(made, bytes) else made.encode()
    return mail.Attachment(f"pathways.{ending}", MEDIA_TYPES[ending], content)


def _sent_to(id: str, taken: Taken, address: str) -> Problem | None:
    if mail_address(address) is None:
        return Problem(_("Write one mail address, as in name@example.org."))
    try:
        limiting.count("mail", id, limit=MAILS)
        files = [_attached(taken, ending) for ending in ("pdf", "ics")]
        words = _(
            "Here is the page from your guidance talk, and its dates for the calendar. The link on it lets you in."
        )
        mail.send(address, _("Your guidance talk"), words, files)
    except limiting.TooMany:
        return Problem(_("Five mails were sent in this hour already. Take the PDF along instead."))
    except mail.MailFailed:
        return Problem(_("The mail server did not take it. Try again later, or take the PDF along."))
    return None
