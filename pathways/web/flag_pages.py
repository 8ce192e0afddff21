"""One flag as a page for those who may see it, and what they do with it there.

Who sees it and what they are to it is decided in `pathways.domain.seeing`, and nowhere else. Everybody else is told
that there is no such page. Buttons show what `actions_of` allows; whoever sends something else is told where the flag
stands. Whoever acts on a flag that moved meanwhile is told what happened, with the words they typed kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, get_flashed_messages, redirect, request, url_for

from pathways.domain.flags import LIFE, Action, Actor, Event, Meanwhile
from pathways.domain.seeing import sight
from pathways.store import flags
from pathways.web.answer_choices import (
    about_options,
    level_options,
    month_options,
    programme_options,
    skill_options,
)
from pathways.web.answers import READERS, read
from pathways.web.ask_words import told_shows, told_visibility
from pathways.web.caching import today_here
from pathways.web.flag_preview import institutions
from pathways.web.flag_subjects import choices
from pathways.web.flag_view import FlagView, day_words, moment_words, organisation_name
from pathways.web.inbox import inbox_of, known_flags
from pathways.web.languages import show_at
from pathways.web.pages import page
from pathways.web.signed_in import catalogue, now, own_account

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.flags import Flag
    from pathways.web.answers import Answer

bp = Blueprint("flags", __name__)
for said in (organisation_name, day_words, moment_words, told_shows, told_visibility):
    bp.add_app_template_filter(said)
for chosen_from in (programme_options, skill_options, month_options, level_options, about_options):
    bp.add_app_template_global(chosen_from)

OF_COMPANY = {
    Action.EDIT: "flagging.show_edit",
    Action.RENEW: "withdrawing.show_renew",
    Action.WITHDRAW: "withdrawing.show_withdraw",
    Action.FLAG_AGAIN: "flagging.show_again",
}
"""Where a company does what has a page of its own."""


@bp.get("/flags/<id>")
def show_flag(id: str) -> Response:
    """Show one flag."""
    return show(seen_flag(id))


def seen_flag(id: str) -> FlagView:
    """Give a flag as whoever is signed in sees it; 404 where there is none for them.

    Raises:
        FlagGone: there is none at all.
    """
    with catalogue().rows() as session:
        flag = flags.find(session, id)
        delivered = flags.delivered_on(session, id) if flag.changes else {}
    account = own_account()
    seen = sight(flag, account.kind, account.organisation_id)
    if seen is None:
        abort(404)
    return FlagView(flag, seen, today_here(), delivered)


def show(view: FlagView, status: int = 200) -> Response:
    """Answer with the page of a flag; an editor's tells the words and nothing else."""
    show_at("flags.show_flag", id=view.flag.id)
    told = get_flashed_messages()
    if view.sight.actor is Actor.EDITOR:
        query = view.typed.get("q") or request.args.get("q", "").strip()[:200] or view.ask.words
        hits = tuple(one for one in choices(query) if not one.value.startswith("words:"))
        return page("flags/own_words.html", block="main", status=status, view=view, query=query, hits=hits, told=told)
    return page(
        "flags/flag.html", block="main", status=status, view=view, told=told, ways=OF_COMPANY,
        institutions=addressable(view.flag), next=_next(view) if told else None,
    )  # fmt: skip


def _next(view: FlagView) -> Flag | None:
    """What waits next for whoever has just answered this flag."""
    account = own_account()
    return inbox_of(account, known_flags(account), view.today).next_but(view.flag.id)


def addressable(flag: Flag) -> tuple[tuple[str, str], ...]:
    """List whom a flag may be passed on to: id and name."""
    return tuple((str(one.id), organisation_name(one.id)) for one in institutions() if one.id != flag.addressee)


@bp.post("/flags/<id>/<action>")
def act(id: str, action: str) -> AnyResponse:
    """Do one thing with a flag, and show it as it stands then."""
    view = seen_flag(id)
    if action not in READERS:
        abort(404)
    answer = read(Action(action), view.flag, view.today)
    missed = tuple(event for event in view.flag.events if event.number > answer.seen)
    if not is_possible(view, answer.action):
        never = view.sight.actor not in LIFE[answer.action].actors and not missed
        return refused(replace(view, meanwhile=missed), answer, 403 if never else 409)
    if answer.problems and not missed:
        return show(with_form(view, answer), 422)
    return done(view, answer)


def done(view: FlagView, answer: Answer) -> AnyResponse:
    """Add the event; of two who do so at once the second is told.

    What the life cycle refuses was refused before: a flag on which nothing happened since stands as it stood.
    """
    account = own_account()
    speaks = "" if view.sight.actor is Actor.EDITOR else account.organisation_id or ""

    def event(flag: Flag) -> Event:
        bare = Event(flag.seen + 1, now(), view.sight.actor, speaks, answer.action)
        return answer.event(flag, bare)

    try:
        with catalogue().rows(write=True) as session:
            flags.add(session, view.flag.id, event, min(answer.seen, view.flag.seen), account.id)
    except Meanwhile as meanwhile:
        return met(view.flag.id, answer, meanwhile)
    flash(answer.action)
    return redirect(url_for("flags.show_flag", id=view.flag.id), 303)


def met(id: str, answer: Answer, meanwhile: Meanwhile) -> Response:
    """Say what happened meanwhile, with what was typed, to be sent once more if that is still possible."""
    view = seen_flag(id)
    if not is_possible(view, answer.action):
        return refused(replace(view, meanwhile=meanwhile.events), answer, 409)
    return show(replace(with_form(view, answer), problems={}, meanwhile=meanwhile.events), 409)


def with_form(view: FlagView, answer: Answer) -> FlagView:
    """Give the view with one form open, as it was typed."""
    return replace(view, action=answer.action, typed=answer.typed, problems=answer.problems)


def is_possible(view: FlagView, action: Action) -> bool:
    """Whether whoever is signed in may do this today."""
    return action in view.actions


def refused(view: FlagView, answer: Answer, status: int) -> Response:
    """Say that this cannot be done, where the flag stands, and what was typed."""
    show_at("flags.show_flag", id=view.flag.id)
    typed = tuple(answer.typed[name] for name in ("words", "what", "new") if answer.typed.get(name))
    return page("flags/refused.html", block="main", status=status, view=view, typed=typed, action=answer.action)
