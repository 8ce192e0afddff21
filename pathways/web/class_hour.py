"""A class hour: as many codes as there are students, on one printed sheet, good for the same hours, voided at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, redirect, request, url_for

from pathways.store import class_hours, guidance
from pathways.store.guidance_tables import ClassHourRow
from pathways.store.purging import delete_talk
from pathways.web.configured import settings
from pathways.web.guiding import door_drawn, drafted, letting_in
from pathways.web.languages import show_at
from pathways.web.pages import page
from pathways.web.route_form import Problem
from pathways.web.signed_in import catalogue, now
from pathways.web.talk_access import counsellor
from pathways.web.talk_keys import known_ways_in, new_id
from pathways.web.talk_times import clock_of, day_of, local_day, moment_at
from pathways.web.translate import _
from pathways.web.typed import clock_typed, day_typed, whole

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Response
    from werkzeug.wrappers import Response as Redirect

bp = Blueprint("class_hour", __name__)

MOST_CODES: Final = 36
"""As many as one sheet of A4 holds, three in a row."""
FURTHEST_DAYS: Final = 400
LONGEST_S: Final = 12 * 3600
USUAL_HOUR: Final = timedelta(minutes=90)
LAST_MINUTE: Final = "23:59"
"""The codes of one sheet are good on one day."""
FIELDS: Final = ("count", "day", "from", "to")


@bp.get("/guidance/class")
def show_form() -> Response:
    """Ask how many codes, and when they are good."""
    begins = now()
    ends = begins + USUAL_HOUR
    until = clock_of(ends) if day_of(ends) == day_of(begins) else LAST_MINUTE
    typed = {"count": "24", "day": day_of(begins), "from": clock_of(begins), "to": until}
    return _form(typed, {}, 200)


def _form(typed: dict[str, str], problems: dict[str, Problem], status: int) -> Response:
    counsellor()
    show_at("class_hour.show_form")
    return page("guidance/class_form.html", block="main", status=status, typed=typed, problems=problems)


@bp.post("/guidance/class")
def make() -> Response | Redirect:
    """Make the codes, and go on to their sheet."""
    account = counsellor()
    typed = {name: request.form.get(name, "").strip()[:40] for name in FIELDS}
    problems: dict[str, Problem] = {}
    count = _count(typed["count"], problems)
    opens, closes = _hours(typed, problems)
    if problems or opens is None or closes is None:
        return _form(typed, problems, 422)
    id = new_id()
    with catalogue().rows(write=True) as session:
        hour = ClassHourRow(id=id, account_id=account.id, opens_at=opens, closes_at=closes, created_at=now())
        class_hours.make(session, hour, [lambda: drafted(account.id, opens, closes, class_id=id)] * count)
    return redirect(url_for("class_hour.show_sheet", id=id), 303)


def _count(typed: str, problems: dict[str, Problem]) -> int:
    count = whole(typed, 1, MOST_CODES)
    if count is not None:
        return count
    problems["count"] = Problem(_("Codes: write a whole number from 1 to %(most)s, as in 24.", most=MOST_CODES))
    return 0


def _hours(typed: dict[str, str], problems: dict[str, Problem]) -> tuple[datetime | None, datetime | None]:
    """Read from when to when, by the clocks here: summer time is theirs to know."""
    day = day_typed(typed["day"])
    if day is not None and abs((day - local_day(now())).days) > FURTHEST_DAYS:
        day = None
    if day is None:
        problems["day"] = Problem(_no_day(typed["day"]))
    begins, ends = clock_typed(typed["from"]), clock_typed(typed["to"])
    for name, found in (("from", begins), ("to", ends)):
        if found is None:
            problems[name] = Problem(_no_time(_("From") if name == "from" else _("To"), typed[name]))
    if day is None or begins is None or ends is None:
        return None, None
    opens, closes = moment_at(day, begins), moment_at(day, ends)
    if closes <= opens:
        problems["to"] = Problem(_("To: it has to be later than “From”."))
    elif (closes - opens).total_seconds() > LONGEST_S:
        problems["to"] = Problem(_("To: the codes can be good for twelve hours at most."))
    elif closes <= now():
        problems["day"] = Problem(_("Day: these hours are over already. Choose later ones."))
    return opens, closes


def _no_day(typed: str) -> str:
    if not typed:
        return _("Day: choose a day.")
    return _("Day: “%(typed)s” is no day of this year or the next. Write it as in 2027-01-15.", typed=typed)


def _no_time(field: str, typed: str) -> str:
    if not typed:
        return _("%(field)s: a time of day is missing. Write it as in 10:15.", field=field)
    return _("%(field)s: “%(typed)s” is no time of day. Write it as in 10:15.", field=field, typed=typed)


@bp.get("/guidance/class/<id>")
def show_sheet(id: str) -> Response:
    """Show the codes on one sheet, to be cut apart."""
    account = counsellor()
    with catalogue().rows() as session:
        hour = class_hours.hour(session, id, account.id)
        rows = class_hours.talks_in(session, id) if hour else ()
        hashes = {row.id: guidance.hashes_of(session, row.id) for row in rows}
    if hour is None:
        abort(404)
    hashes = {row.id: letting_in(row, hashes[row.id]) for row in rows}
    ways = {row.id: known_ways_in(row, hashes[row.id]) for row in rows}
    good = [row for row in rows if ways[row.id].keys.code in hashes[row.id]]
    return page(
        "guidance/class_sheet.html",
        block="main",
        hour=hour,
        good=[str(ways[row.id].code) for row in good],
        begun=sum(row.version > 1 for row in good),
        door=door_drawn(),
        over=hour.closes_at <= now(),
    )


@bp.post("/guidance/class/<id>/void")
def void(id: str) -> Redirect:
    """Let all codes of the hour be good no longer, at once; talks that nobody began are deleted."""
    account = counsellor()
    days = settings().session_days
    with catalogue().rows(write=True) as session:
        if class_hours.hour(session, id, account.id) is None:
            abort(404)
        untouched = class_hours.void(session, id, now())
        delete_talk(session, *untouched, now=now(), days=days)
    catalogue().sweep()
    return redirect(url_for("class_hour.show_sheet", id=id), 303)
