"""What either of them changes in a talk, one form each; a change is made from what stands in the talk now.

A form says what it was made from (`was`), so that whoever would overwrite what the other wrote meanwhile is told, and
decides. What cannot be used is told at its field, and what was typed is kept.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from flask import Blueprint, abort, g, redirect, request, url_for

from pathways.domain import guidance as domain
from pathways.domain.conditions import AMOUNTS
from pathways.domain.errors import PathwaysError
from pathways.domain.following import KeyFault, trace
from pathways.domain.guidance import Barrier, ListFull, Meanwhile, Pick, PickGone, PickKind, Stage, Talk, View
from pathways.domain.having import read, spelt
from pathways.domain.interests import Answer
from pathways.domain.nouns import ProgrammeId, RoleId
from pathways.store import guidance
from pathways.web.caching import WHOLE
from pathways.web.exploring import FIELD
from pathways.web.pages import wanted_part
from pathways.web.plan_form import STRAIGHT
from pathways.web.rights import NotForYou
from pathways.web.route_form import Problem, form_from
from pathways.web.signed_in import catalogue, now
from pathways.web.talk_access import seat_at
from pathways.web.talk_form import form_of, picked, shortlist
from pathways.web.talk_times import furthest, local_day
from pathways.web.talking import page_of, parts_of, whole_page
from pathways.web.translate import _
from pathways.web.typed import day_typed
from pathways.web.wording import day, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from pathways.web.route_form import RouteForm
    from pathways.web.talk_access import Seat

bp = Blueprint("talk_changes", __name__)

LONGEST_ID: Final = 200
_Choice = TypeVar("_Choice", Stage, View)


class Refused(PathwaysError):
    """A change that cannot be made. `typed` gives the talk as it would have been, to be shown with what was typed."""

    def __init__(
        self, problems: Mapping[str, Problem], typed: Callable[[Talk], Talk] | None = None, status: int = 422
    ) -> None:
        super().__init__("; ".join(problem.sentence for problem in problems.values()))
        self.problems, self.typed, self.status = problems, typed, status


@bp.post("/guidance/talks/<id>/change/<what>")
def change(id: str, what: str) -> Response | Redirect:
    """Make one change, and show the talk as it is then."""
    seat = seat_at(id)
    made = CHANGES.get(what)
    if made is None:
        abort(404)
    if made is write and not seat.counsellor:
        raise NotForYou("Only the counsellor decides who writes")
    try:
        with catalogue().rows(write=True) as session:
            guidance.change(session, id, made, now(), student=not seat.counsellor)
    except Refused as refused:
        return _told(seat, refused)
    except ListFull:
        return _told(seat, Refused({"shortlist": Problem(_("Five are on the list already. Take one off first."))}))
    if wanted_part() != WHOLE:
        return parts_of(page_of(seat))
    return redirect(url_for("talking.show_talk", id=id, _anchor=ANCHORS.get(what)), 303)


def _told(seat: Seat, refused: Refused) -> Response:
    view = page_of(seat)
    if refused.typed is not None:
        talk = refused.typed(view.talk)
        view = replace(view, talk=talk, form=form_of(talk), standing=shortlist(talk))
    return whole_page(view, refused.problems, refused.status)


def _was() -> Talk:
    """Read what the form was made from; only the fields that it is about stand in it."""
    try:
        return domain.from_json(request.form.get("was", "{}"))
    except (ValueError, RecursionError):
        abort(400)


def _one_of(field: str, kind: type[_Choice]) -> _Choice:
    try:
        return kind(request.form.get(field, ""))
    except ValueError:
        abort(400)


def turn(talk: Talk) -> Talk:
    """Turn to another part of the talk."""
    return domain.gone_to(talk, _one_of("stage", Stage))


def look(talk: Talk) -> Talk:
    """Look at another job, or in another way."""
    form = request.form
    goal = form.get("goal")
    if goal and RoleId(goal) not in g.graph.roles:
        raise Refused({"goal": Problem(_("We know no job called “%(typed)s”.", typed=goal[:LONGEST_ID]))})
    return domain.looking_at(talk, goal, _one_of("view", View) if "view" in form else None)


def start(talk: Talk) -> Talk:
    """Say where the student stands and what they have."""
    form = _read_start()
    have = spelt(form.question.held)
    typed_start = request.form.get("from", "")
    if form.problems:
        have_typed = (*form.have, *_amounts())
        raise Refused(_told_plainly(form), lambda kept: replace(kept, start=typed_start, have=have_typed))
    chosen = str(form.start.id) if form.start else ""
    try:
        return domain.started_at(talk, chosen, have, _was())
    except Meanwhile as other:
        field = "from" if other.field == "start" else "have"
        said = _meanwhile(_start_name(other) if field == "from" else _had_words(other.now))
        raise Refused({field: said}, lambda kept: replace(kept, start=chosen, have=have), 409) from None


def _read_start() -> RouteForm:
    fields = {name: request.form.get(name, "") for name in AMOUNTS}
    have = tuple(word for word in request.form.getlist("have") if word)
    return form_from({**fields, "from": request.form.get("from", ""), "have": have})


def _told_plainly(form: RouteForm) -> dict[str, Problem]:
    """Tell what is wrong without addresses of what may have been meant: here it is chosen from a list."""
    return {name: Problem(problem.sentence) for name, problem in form.problems.items()}


def _amounts() -> tuple[str, ...]:
    return tuple(f"{name} {request.form[name]}" for name in AMOUNTS if request.form.get(name))


def _start_name(other: Meanwhile) -> str:
    form = form_from({"from": other.now})
    return plain(form.start.title) if form.start else _("not chosen")


def _had_words(word: str) -> str:
    """Say what the other one chose of a subject, as in "Matematik A"."""
    held, _misread = read(g.graph, (word,)) if word else (None, ())
    if held is None:
        return _("not said")
    labels = {id: plain(label.label) for id, label in g.graph.subjects.items()}
    said = [f"{labels.get(id, id)} {level}" for id, level in held.subjects.items()]
    said += [_("%(subject)s: not taken", subject=labels.get(id, id)) for id in held.without]
    return ", ".join(said) or word


def like(talk: Talk) -> Talk:
    """Answer statements about what one likes."""
    said = {id: request.form.get(FIELD + id, "") for id in map(str, g.graph.interests)}
    likes = {id: Answer(answer).value for id, answer in said.items() if answer in tuple(Answer)}
    return domain.liking(talk, likes, _was())


def hinder(talk: Talk) -> Talk:
    """Say what stands in the way."""
    named = [Barrier(one) for one in request.form.getlist("barrier") if one in tuple(Barrier)]
    return domain.hindered_by(talk, named, _was())


def wish(talk: Talk) -> Talk:
    """Say which routes are wanted."""
    wishes = {name: request.form.get(name, "").strip() for name in domain.WISHES}
    form = form_from(wishes)
    if form.problems:
        raise Refused(_told_plainly(form), _wishing(wishes))
    try:
        return domain.wishing(talk, wishes, _was())
    except Meanwhile as other:
        raise Refused({other.field: _meanwhile(other.now)}, _wishing(wishes), 409) from None


def _wishing(wishes: dict[str, str]) -> Callable[[Talk], Talk]:
    return lambda kept: replace(kept, wishes={name: wish for name, wish in wishes.items() if wish})


def _meanwhile(now: str) -> Problem:
    """Say that the other one was here meanwhile, and what stands there now."""
    words = _("Meanwhile it was changed to “%(now)s”. Send yours again if it shall count.", now=now or _("nothing"))
    return Problem(words)


def add(talk: Talk) -> Talk:
    """Put something on the shortlist: a programme, a job, or a route as it is today."""
    return domain.added(talk, _pick(talk))


def _pick(talk: Talk) -> Pick:
    kind, id = request.form.get("kind", ""), request.form.get("id", "")[:LONGEST_ID]
    if kind == PickKind.PROGRAMME and ProgrammeId(id) in g.graph.programmes:
        return Pick(PickKind.PROGRAMME, id)
    if kind == PickKind.ROLE and RoleId(id) in g.graph.roles:
        return Pick(PickKind.ROLE, id)
    found = _route_pick(talk, id) if kind == PickKind.ROUTE else None
    if found is None:
        raise Refused({"shortlist": Problem(_("That is not in the catalogue. Choose from the lists on this page."))})
    return found


def _route_pick(talk: Talk, id: str) -> Pick | None:
    form = form_of(talk, goal=id, start=request.form.get("start", "")[:LONGEST_ID])
    key = request.form.get("key", "")
    if form.start is None or form.role is None:
        return None
    try:
        route = trace(g.graph, form.question, form.role.id, "" if key == STRAIGHT else key).route
    except KeyFault:
        return None
    return picked(route) if route else None


def remove(talk: Talk) -> Talk:
    """Take something off the shortlist."""
    return domain.removed(talk, request.form.get("name", ""))


def move(talk: Talk) -> Talk:
    """Move something to another place of the shortlist."""
    to = request.form.get("to", "")
    if not re.fullmatch(r"-?\d{1,2}", to, re.ASCII):
        abort(400)
    return domain.moved(talk, request.form.get("name", ""), int(to))


def line(talk: Talk) -> Talk:
    """Write the line about something on the shortlist."""
    name, typed = request.form.get("name", ""), _one_line(request.form.get("line", ""))
    shown = _shown_with_line(name, typed)
    if len(typed) > domain.LONGEST_LINE:
        words = _("Keep the line to %(most)s letters; this has %(have)s.", most=domain.LONGEST_LINE, have=len(typed))
        raise Refused({f"line-{name}": Problem(words)}, shown)
    try:
        return domain.lined(talk, name, typed, _one_line(request.form.get("was_line", "")))
    except Meanwhile as other:
        raise Refused({f"line-{name}": _meanwhile(other.now)}, shown, 409) from None
    except PickGone:
        words = _("Meanwhile it was taken off the list. You had written: “%(line)s”.", line=typed)
        raise Refused({"shortlist": Problem(words)}, status=409) from None


def _shown_with_line(name: str, typed: str) -> Callable[[Talk], Talk]:
    def shown(kept: Talk) -> Talk:
        picks = tuple(replace(pick, line=typed) if pick.name == name else pick for pick in kept.shortlist)
        return replace(kept, shortlist=picks)

    return shown


def beside(talk: Talk) -> Talk:
    """Choose which two stand side by side."""
    return domain.put_beside(talk, request.form.getlist("name"), request.form.getlist("shown"))


def agree(talk: Talk) -> Talk:
    """Agree on the next step and its day."""
    typed, when = _one_line(request.form.get("next_step", "")), request.form.get("next_on", "").strip()
    problems = {}
    if len(typed) > domain.LONGEST_STEP:
        words = _("Keep the step to %(most)s letters; this has %(have)s.", most=domain.LONGEST_STEP, have=len(typed))
        problems["next_step"] = Problem(words)
    on = _read_day(when, talk.next_on, problems)
    shown = _with_step(typed, on)
    if problems:
        raise Refused(problems, shown)
    try:
        return domain.agreed(talk, typed, on, _was())
    except Meanwhile as other:
        told = day(other.now) if other.field == "next_on" and other.now else other.now
        raise Refused({other.field: _meanwhile(told)}, shown, 409) from None


def _with_step(step: str, on: date | None) -> Callable[[Talk], Talk]:
    return lambda kept: replace(kept, next_step=step, next_on=on)


def _read_day(typed: str, kept: date | None, problems: dict[str, Problem]) -> date | None:
    """Read the day; the one agreed on before may be over by now, and stays as long as nobody changes it."""
    if not typed:
        return None
    on = day_typed(typed)
    if on is None:
        problems["next_on"] = Problem(_("“%(typed)s” is no day. Write it as in 2027-01-15.", typed=typed[:40]))
        return None
    today = local_day(now())
    if on != kept and not today <= on <= furthest(today):
        words = _("By: choose a day from today to %(last)s, not %(typed)s.",
                  last=day(furthest(today).isoformat()), typed=day(typed))  # fmt: skip
        problems["next_on"] = Problem(words)
    return on


def write(talk: Talk) -> Talk:
    """Let the student write along, or only read."""
    return domain.letting_write(talk, request.form.get("write_along") == "1")


def _one_line(typed: str) -> str:
    """Make one line of what was typed; control characters cannot be shown and are left out."""
    return "".join(one for one in " ".join(typed.split()) if one.isprintable() or one == "\u200d")


CHANGES: Final[Mapping[str, Callable[[Talk], Talk]]] = {
    "stage": turn, "look": look, "start": start, "likes": like, "barriers": hinder, "wishes": wish, "add": add,
    "remove": remove, "move": move, "line": line, "beside": beside, "next": agree, "write": write,
}  # fmt: skip
"""Every change by its word in the address."""
ANCHORS: Final = {
    "add": "t-shortlist", "remove": "t-shortlist", "move": "t-shortlist", "line": "t-shortlist", "next": "t-stage",
}  # fmt: skip
"""Where the page is shown again for a browser without scripts."""
