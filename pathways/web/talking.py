"""A talk as a page: shown, followed by the other screen, finished, taken up again, deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary
from zlib import crc32

from flask import Blueprint, g, make_response, redirect, render_template, request, url_for
from jinja2_fragments.flask import render_block

from pathways.domain import guidance as domain
from pathways.domain.travelled import kept
from pathways.store import guidance
from pathways.store.purging import delete_talk
from pathways.web.caching import PART_HEADERS, WHOLE
from pathways.web.configured import settings
from pathways.web.exploring import FIELD, answer_labels
from pathways.web.guiding import letting_in
from pathways.web.languages import current_language, show_at
from pathways.web.pages import page, wanted_part
from pathways.web.signed_in import catalogue, now
from pathways.web.talk_access import counsellors_seat, seat_at, take_back
from pathways.web.talk_form import shortlist
from pathways.web.talk_keys import known_ways_in, new_salt, ways_in
from pathways.web.talk_times import clock_of, day_of, expiry
from pathways.web.talk_view import NotesView, barrier_labels, stage_labels, view_labels, view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from pathways.domain.graph import Graph
    from pathways.store.guidance_tables import GuidanceRow, GuidanceVisitRow
    from pathways.web.route_form import Problem
    from pathways.web.talk_access import Seat
    from pathways.web.talk_view import TalkPage

bp = Blueprint("talking", __name__)
bp.add_app_template_filter(clock_of)
bp.add_app_template_filter(day_of)
TEMPLATE = "guidance/talk.html"
SPREAD: Final = timedelta(seconds=30)
"""Within this time after an edit of facts every talk shows them, each from a moment of its own: drawn anew all at
once, the screens of a school keep everybody waiting."""
_MET: WeakKeyDictionary[Graph, datetime] = WeakKeyDictionary()
"""When a talk first asked after these facts, in this worker."""


@bp.get("/guidance/talks/<id>")
def show_talk(id: str) -> Response:
    """Show the talk to whoever has a seat at it."""
    return whole_page(page_of(seat_at(id)))


@bp.get("/guidance/talks/<id>/live")
def follow(id: str) -> Response:
    """Give what the other screen may have changed: everything, the notes alone, or that nothing has (304).

    Notes are saved every few seconds while somebody types; nothing else is then worked out anew. An edit of facts is
    no news to it until the talk's moment (`SPREAD`), or until anything else of the talk is drawn anew.
    """
    seat, known = seat_at(id), request.if_none_match.as_set()
    current = etag_of(seat, _facts_for(id, known))
    if current in known:
        response = make_response("", 304)
    elif any(tag.partition(".")[2] == current.partition(".")[2] for tag in known):
        response = make_response(render_template("guidance/_notes.html", view=_notes_of(seat), problems={}))
    else:
        return parts_of(page_of(seat))
    response.set_etag(current)
    response.vary.update(PART_HEADERS)
    return response


def etag_of(seat: Seat, revision: int) -> str:
    """Name what a screen shows: the talk's version, and after full stops all but the notes, and the facts."""
    seen = seat.glance
    shown = f"{seen.said} {seen.open} {seat.name} {current_language()}"
    return f"{seen.version}.{blake2b(shown.encode(), digest_size=6).hexdigest()}.{revision}"


def _facts_for(id: str, known: Iterable[str]) -> int:
    """Tell the revision that a screen is to show: for a little while after an edit the one before, if it has that."""
    graph: Graph = g.graph
    since, moment = now() - _MET.setdefault(graph, now()), SPREAD * (crc32(id.encode()) / 2**32)
    before = graph.revision - 1
    has_the_last = any(tag.endswith(f".{before}") for tag in known)
    return before if has_the_last and since < moment else graph.revision


def _notes_of(seat: Seat) -> NotesView:
    with catalogue().rows() as session:
        row = guidance.find(session, seat.id, now())
    may_write = seat.glance.open and (seat.counsellor or domain.from_json(row.talk).write_along)
    return NotesView(row, may_write=may_write)


def page_of(seat: Seat) -> TalkPage:
    """Read the talk for this seat."""
    with catalogue().rows() as session:
        row = guidance.find(session, seat.id, now())
        last = last_visit(guidance.visits_of(session, seat.id), row)
        hashes = guidance.hashes_of(session, seat.id)
    code = str(known_ways_in(row, letting_in(row, hashes)).code)
    return view_of(seat, row, code, last)


def last_visit(visits: Sequence[GuidanceVisitRow], row: GuidanceRow) -> GuidanceVisitRow | None:
    """Give the visit before the one that the talk is in, or that it ended with; None when it is the first."""
    earlier = visits if row.finished_at is None else visits[:-1]
    return earlier[-1] if earlier else None


def whole_page(view: TalkPage, problems: Mapping[str, Problem] | None = None, status: int = 200) -> Response:
    """Answer with the page, or with its parts when a script asks."""
    if wanted_part() != WHOLE:
        return parts_of(view, problems, status)
    show_at("talking.show_talk", id=view.id)
    return page(TEMPLATE, block="main", status=status, **_context(view, problems))


def parts_of(view: TalkPage, problems: Mapping[str, Problem] | None = None, status: int = 200) -> Response:
    """Answer with the parts of the page that may have changed, each to be put in the place of its own."""
    context = _context(view, problems)
    response = make_response(render_block(TEMPLATE, "above", **context) + render_block(TEMPLATE, "main", **context))
    response.status_code = status
    response.set_etag(str(context["etag"]))
    response.vary.update(PART_HEADERS)
    return response


def _context(view: TalkPage, problems: Mapping[str, Problem] | None) -> dict[str, object]:
    row = view.row
    glance = replace(view.seat.glance, version=row.version, open=view.open, said=guidance.said_of(row.talk))
    seen = replace(view.seat, glance=glance)
    return {
        "view": view,
        "talk": view.talk,
        "problems": problems or {},
        "etag": etag_of(seen, g.graph.revision),
        "stages": stage_labels(),
        "barriers": barrier_labels(),
        "views": view_labels(),
        "answers": answer_labels(),
        "field": FIELD,
    }


@bp.post("/guidance/talks/<id>/finish")
def finish(id: str) -> Redirect:
    """End the talk and go on to what is taken home; the student's device may still read it by the link."""
    counsellors_seat(id)
    with catalogue().rows(write=True) as session:
        guidance.finish(session, id, as_it_ends, g.graph.town.as_of, now())
    return redirect(url_for("taking_home.show_handout", id=id), 303)


def as_it_ends(talk: domain.Talk) -> domain.Talk:
    """Give the talk with what each route of its list is like today, so that the next visit compares with that."""
    return kept(g.graph, talk, {one.pick.name: one.route for one in shortlist(talk) if one.route})


@bp.post("/guidance/talks/<id>/again")
def open_again(id: str) -> Redirect:
    """Open the talk for a return visit, with a new code."""
    counsellors_seat(id)
    with catalogue().rows(write=True) as session:
        row = guidance.locked(session, id, now())
        if not guidance.is_open(row, now()):
            if row.finished_at is None and row.version > 1:  # nobody ended it; it ended with its hours
                guidance.finish(session, id, as_it_ends, g.graph.town.as_of, min(now(), row.closes_at))
            row.code_salt = new_salt()
            keys = known_ways_in(row, guidance.hashes_of(session, id)).keys
            days = settings().session_days
            guidance.open_again(session, row, keys, now(), expiry(now(), days))
    return redirect(url_for("talking.show_talk", id=id), 303)


@bp.post("/guidance/talks/<id>/new-link")
def renew_link(id: str) -> Redirect:
    """Give out another link; the one on an older handout lets nobody in any more."""
    counsellors_seat(id)
    with catalogue().rows(write=True) as session:
        row = guidance.locked(session, id, now())
        row.link_salt, row.code_salt = new_salt(), new_salt()
        guidance.renew_link(session, row, ways_in(row).keys, now())
    return redirect(url_for("taking_home.show_handout", id=id, fresh=1), 303)


@bp.get("/guidance/talks/<id>/delete")
def ask_to_delete(id: str) -> Response:
    """Ask whether the talk shall be deleted, and say what that means."""
    return page("guidance/delete.html", block="main", view=page_of(seat_at(id)))


@bp.post("/guidance/talks/<id>/delete")
def delete(id: str) -> Redirect:
    """Delete the talk for both, at once and for good."""
    seat = seat_at(id)
    days = settings().session_days
    with catalogue().rows(write=True) as session:
        delete_talk(session, id, now=now(), days=days)
    catalogue().sweep()
    response = redirect(url_for("desk.show_desk" if seat.counsellor else "guiding.show_door", deleted=id), 303)
    if not seat.counsellor:
        take_back(response)
    return response
