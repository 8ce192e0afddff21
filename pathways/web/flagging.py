"""A company flags a gap: it says what it cannot find, sees at once what is known of it, and chooses who gets it.

One form flags, changes a flag and flags it again. The subject changes only while nobody has answered. Whoever chooses
to be named for the first time is told once what that means before it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, g, redirect, request, url_for

from pathways.domain.flags import (
    LONGEST_TEXT,
    Action,
    Actor,
    Event,
    Meanwhile,
    NotAllowed,
    Shows,
    State,
    Visibility,
    may,
    state_on,
)
from pathways.domain.shelves import RoleFilter, roles_by_family
from pathways.store import flags
from pathways.web import gap_words
from pathways.web.caching import today_here
from pathways.web.flag_form import FlagForm, fields_of, fresh, read, typed_fields, with_problem, without_problems
from pathways.web.flag_preview import institutions, preview_of
from pathways.web.flag_subjects import choices, meant_by
from pathways.web.languages import show_at
from pathways.web.pages import htmx, page
from pathways.web.signed_in import catalogue, now, own_account
from pathways.web.speaking import company, require_organisation
from pathways.web.talk_keys import new_id
from pathways.web.translate import _
from pathways.web.typed import cleaned

if TYPE_CHECKING:
    from datetime import date

    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from pathways.domain.flags import Ask, Flag
    from pathways.domain.nouns import Label, Organisation, Role
    from pathways.web.flag_preview import Preview
    from pathways.web.flag_subjects import Choice, Meant

bp = Blueprint("flagging", __name__)
bp.before_request(require_organisation)
for _said in gap_words.FILTERS:
    bp.add_app_template_filter(_said)

MODES: Final = {"new": None, "edit": Action.EDIT, "again": Action.FLAG_AGAIN}
"""What the form is for, and the action that it does with a flag that is there."""


@dataclass(frozen=True, slots=True)
class FlagPage:
    """All that the page of the form shows. `flag` is the one that it changes, `meanwhile` what happened to it."""

    mode: str
    form: FlagForm
    choices: tuple[Choice, ...]
    preview: Preview | None
    institutions: tuple[Organisation, ...]
    families: tuple[tuple[Label, tuple[Role, ...]], ...]
    today: date
    flag: Flag | None
    meanwhile: Meanwhile | None

    @property
    def frozen(self) -> bool:
        """Whether what the flag is about may not change any more."""
        return is_frozen(self.mode, self.flag)

    @property
    def to(self) -> str:
        """Who is chosen to get it: by hand, else the best proposal for what the form says now."""
        typed, proposed = self.form.typed["to"], self.form.typed["proposed"]
        best = self.proposed
        return best if best and typed in {"", proposed} else typed

    @property
    def proposed(self) -> str:
        """Who is proposed, empty where nobody is."""
        return str(self.preview.proposals[0].institution) if self.preview and self.preview.proposals else ""

    @property
    def action(self) -> str:
        """Where the form is sent."""
        if self.flag is None:
            return url_for("flagging.flag")
        return url_for(f"flagging.{self.mode}", id=self.flag.id)


def is_frozen(mode: str, flag: Flag | None) -> bool:
    """Whether a form of this mode may not change what this flag is about."""
    return mode == "edit" and flag is not None and flag.state is not State.FLAGGED


def show(
    form: FlagForm, status: int = 200, *, mode: str = "new", flag: Flag | None = None, met: Meanwhile | None = None
) -> Response:
    """Show the form, or of it what htmx swaps."""
    endpoint = "flagging.show_form" if flag is None else f"flagging.show_{mode}"
    show_at(endpoint, **({} if flag is None else {"id": flag.id}))
    view = FlagPage(
        mode=mode,
        form=form,
        choices=choices(form.typed["what"]),
        preview=preview_of(form.draft, company().id) if form.draft else None,
        institutions=institutions(),
        families=tuple(roles_by_family(g.graph, RoleFilter())),
        today=today_here(),
        flag=flag,
        meanwhile=met,
    )
    block = "preview" if htmx.target == "preview" else "matches"
    return page("flags/form.html", block=block, status=status, view=view, shows=tuple(Shows), seen=tuple(Visibility))


@bp.get("/flags/new")
def show_form() -> Response:
    """Show an empty form; `skill`, `role`, words (`what`) or a flag to flag anew (`from`) fill it in beforehand."""
    again = request.args.get("from")
    typed = _anew(again) if again else fresh(today_here(), _asked_for())
    if not typed["what"]:
        typed["what"] = cleaned(request.args.get("what", ""))
    return show(without_problems(read(typed, today_here())))


def _asked_for() -> Meant | None:
    for noun in ("skill", "role"):
        if request.args.get(noun):
            return meant_by(f"{noun}:{request.args[noun]}")
    return None


def _anew(id: str) -> dict[str, str]:
    """Fill the form from a flag of one's own, for a date that is still to come."""
    old = own_flag(id)
    return {**fields_of(old.ask), "by": fresh(today_here())["by"], "to": old.addressee}


@bp.post("/flags/preview")
def preview() -> Response:
    """Show the matches of what is being typed, and what is known of what is chosen; keeps nothing.

    A form that changes a flag names it: the school that has it is told then, and no other offered.
    """
    id = request.form.get("flag")
    kept = own_flag(id) if id else None
    mode = "new" if kept is None else "again" if request.form.get("mode") == "again" else "edit"
    form = read(typed_fields(), today_here(), kept, frozen=is_frozen(mode, kept))
    return show(without_problems(form), mode=mode, flag=kept)


@bp.post("/flags/new")
def flag() -> Response | Redirect:
    """Flag a gap, and go on to the page of the flag."""
    form = read(typed_fields(), today_here())
    if request.form.get("step") == "find":
        return show(without_problems(form))
    form = _named_knowingly(_addressed(form))
    if form.ask is None:
        return show(form, 422)
    event = Event(1, now(), Actor.COMPANY, company().id, Action.FLAG, ask=form.ask, to=form.typed["to"])
    with catalogue().rows(write=True) as session:
        kept = flags.flag(session, new_id(), event, own_account().id)
    return redirect(url_for("flags.show_flag", id=kept.id), 303)


def _addressed(form: FlagForm) -> FlagForm:
    """See that it is addressed to somebody who can answer, and that who flags has seen to whom."""
    known, typed = {one.id for one in institutions()}, form.typed["to"]
    if typed in known or form.draft is None:
        return form
    if not typed:
        return with_problem(
            form, "to", _("Who gets it: check the school, or choose one from the list, and send it again.")
        )
    return with_problem(form, "to", _("Who gets it: no school here is called “%(typed)s”. Choose one from the list.",
                                      typed=typed[:80]))  # fmt: skip


def _named_knowingly(form: FlagForm) -> FlagForm:
    """See that a company that names itself for the first time was told what that means."""
    if form.ask is None or form.ask.visibility is not Visibility.PUBLIC or form.typed["told"]:
        return form
    with catalogue().rows() as session:
        before = flags.of_company(session, company().id)
    if any(event.ask and event.ask.visibility is Visibility.PUBLIC for one in before for event in one.events):
        return form
    return with_problem(form, "visibility", _("Who may see it: read what it means to be named, and send it again."))


def own_flag(id: str) -> Flag:
    """Give a flag of the company that is signed in; somebody else's is not there for it (404).

    Raises:
        FlagGone: there is none at all.
    """
    with catalogue().rows() as session:
        found = flags.find(session, id)
    if found.company != company().id:
        abort(404)
    return found


def closed(flag: Flag, status: int = 200) -> Response:
    """Say that this cannot be done with a flag that stands like this, and what can."""
    state = state_on(flag, today_here())
    return page("flags/closed.html", block="main", status=status, flag=flag, state=state)


def is_possible(flag: Flag, action: Action) -> bool:
    """Whether the company may do this with its flag today."""
    return may(state_on(flag, today_here()), Actor.COMPANY, action)


def add(
    flag: Flag, seen: int, action: Action, ask: Ask | None = None, words: str = ""
) -> Meanwhile | NotAllowed | None:
    """Do something with a flag; give why it could not be done, None when it is done."""

    def event(current: Flag) -> Event:
        return Event(current.seen + 1, now(), Actor.COMPANY, company().id, action, words=words, ask=ask)

    try:
        with catalogue().rows(write=True) as session:
            flags.add(session, flag.id, event, seen, own_account().id)
    except (Meanwhile, NotAllowed) as refused:
        return refused
    return None


@bp.get("/flags/<id>/edit")
def show_edit(id: str) -> Response:
    """Show the form with what the flag says now."""
    return _show_again(id, "edit")


@bp.get("/flags/<id>/again")
def show_again(id: str) -> Response:
    """Show the form of a declined flag, to be flagged again with something new."""
    return _show_again(id, "again")


def _show_again(id: str, mode: str) -> Response:
    kept = own_flag(id)
    action = MODES[mode]
    if action is None or not is_possible(kept, action):
        return closed(kept)
    typed = {**fields_of(kept.ask), "seen": str(kept.seen)}
    return show(without_problems(read(typed, today_here(), kept, frozen=is_frozen(mode, kept))), mode=mode, flag=kept)


@bp.post("/flags/<id>/edit")
def edit(id: str) -> Response | Redirect:
    """Keep what was changed."""
    return _change(id, "edit", Action.EDIT)


@bp.post("/flags/<id>/again")
def again(id: str) -> Response | Redirect:
    """Flag it again, with what is new."""
    return _change(id, "again", Action.FLAG_AGAIN)


def _change(id: str, mode: str, action: Action) -> Response | Redirect:
    kept = own_flag(id)
    form = read(typed_fields(), today_here(), kept, frozen=is_frozen(mode, kept))
    if request.form.get("step") == "find":
        return show(without_problems(form), mode=mode, flag=kept)
    if form.seen >= kept.seen and not is_possible(kept, action):
        return closed(kept, 409)
    form = _named_knowingly(_something_new(form) if mode == "again" else form)
    if form.ask is None and form.seen >= kept.seen:
        return show(form, 422, mode=mode, flag=kept)
    refused = add(kept, form.seen, action, form.ask, form.typed["news"])
    if isinstance(refused, Meanwhile):
        return _met(id, mode, action, refused)
    if refused is not None:
        return closed(own_flag(id), 409)
    return redirect(url_for("flags.show_flag", id=id), 303)


def _something_new(form: FlagForm) -> FlagForm:
    news = form.typed["news"]
    if not news:
        example = _("three more companies need it")
        return with_problem(form, "news", _("What is new: write it in a line, as in “%(example)s”.", example=example))
    if len(news) > LONGEST_TEXT:
        return with_problem(form, "news", _("What is new: keep it to %(most)s letters.", most=LONGEST_TEXT))
    return form


def _met(id: str, mode: str, action: Action, refused: Meanwhile) -> Response:
    """Say what happened meanwhile, with what was typed still there, to be sent once more if it still can be."""
    kept = own_flag(id)
    if not is_possible(kept, action):
        return closed(kept, 409)
    typed = {**typed_fields(), "seen": str(kept.seen)}
    form = without_problems(read(typed, today_here(), kept, frozen=is_frozen(mode, kept)))
    return show(form, 409, mode=mode, flag=kept, met=refused)
