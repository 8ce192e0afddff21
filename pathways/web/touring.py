"""Where to look in the demo: one short list of what is to be seen, and as whom, each a click away.

It is there only while the program was started with `--demo --example`, which makes what the list names
(`pathways.demo`, which takes the ids from here).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, abort, url_for

from pathways.domain.rights import AccountKind
from pathways.store import edits
from pathways.store.edit_tables import Via
from pathways.web import demoing
from pathways.web.configured import settings
from pathways.web.pages import page
from pathways.web.signed_in import catalogue
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask import Response

bp = Blueprint("touring", __name__)

EXPLORING: Final = "demo-talk-exploring"
NARROWING: Final = "demo-talk-narrowing"
BACK: Final = "demo-talk-back"
CLASS_TODAY: Final = "demo-class-today"
DELIVERED: Final = "demo-flag-delivered"
TALKED_ABOUT: Final = "demo-flag-acknowledged"


@dataclass(frozen=True, slots=True)
class Stop:
    """Something to look at: the words of its link, its route, and what is to be seen there in a sentence."""

    label: str
    endpoint: str
    seen: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Give its address, as a form carries it: a path in this language."""
        return url_for(self.endpoint, **self.values)


@dataclass(frozen=True, slots=True)
class Walk:
    """What one kind of person does here. `kind` is None for those who need no account."""

    heading: str
    about: str
    kind: AccountKind | None
    stops: tuple[Stop, ...]


@bp.get("/demo")
def show_tour() -> Response:
    """Show where to look; who does not sit at this machine is offered no sign-ins."""
    if not settings().example:
        abort(404)
    return page("tour/tour.html", block="main", walks=tuple(walks()), may_sign_in=demoing.is_allowed())


def walks() -> Iterator[Walk]:
    """Tell every walk, in the order of how many people go it."""
    yield Walk(_("As a student"), _("No account is needed."), None, _student())
    yield Walk(
        _("As a study counsellor"), _("Talks in every part, and a class."), AccountKind.COUNSELLOR, _counsellor()
    )
    yield Walk(_("As a company"), _("You speak for an invented maker of enzymes."), AccountKind.COMPANY, _company())
    yield Walk(_("As a school"), _("You speak for an invented college."), AccountKind.INSTITUTION, _school())
    yield Walk(_("As an editor"), _("You keep the facts true."), AccountKind.EDITOR, _editor())
    yield Walk(_("As an administrator"), _("You look after the accounts."), AccountKind.ADMINISTRATOR, _administrator())


def _student() -> tuple[Stop, ...]:
    asked = {
        "from": "technical-exam",
        "to": "process-engineer",
        "have": ["mathematics-A", "physics-B", "not-chemistry"],
    }
    return (
        Stop(_("The map"), "map.show_map", _("Every programme, role and employer, and what links them.")),
        Stop(_("Routes to a job"), "routing.show_routes", _("Ways side by side, with what is still open."), asked),
        Stop(_("The outlook"), "outlooks.show_role", _("How many will be short, and how sure that is."),
             {"id": "plant-electrician"}),
        Stop(_("The gap board"), "board.show_board", _("What companies lack, and where nobody teaches it.")),
    )  # fmt: skip


def _counsellor() -> tuple[Stop, ...]:
    return (
        Stop(_("A return visit"), "talking.show_talk", _("The distance travelled since the first talk."), {"id": BACK}),
        Stop(_("The page to take home"), "taking_home.show_handout", _("One sheet with everything, and a way back in."),
             {"id": BACK}),
        Stop(_("A talk that goes on"), "talking.show_talk", _("Join it on a second device with its code."),
             {"id": NARROWING}),
        Stop(_("A class hour"), "class_hour.show_sheet", _("A sheet of codes, some of them in use."),
             {"id": CLASS_TODAY}),
        Stop(_("The desk"), "desk.show_desk", _("All talks by their names, and whose next step is due.")),
    )  # fmt: skip


def _company() -> tuple[Stop, ...]:
    return (
        Stop(_("The inbox"), "inbox.show_inbox", _("What schools answered, and what waits for you.")),
        Stop(_("A delivered flag"), "flags.show_flag", _("Its whole history. Confirm it, or say not yet."),
             {"id": DELIVERED}),
        Stop(_("Openings"), "stating.show_openings", _("How many people you want, and who may see it.")),
        Stop(_("Saved scenarios"), "scenarios.list_saved", _("What if ten more were trained a year?")),
    )  # fmt: skip


def _school() -> tuple[Stop, ...]:
    return (
        Stop(_("The inbox"), "inbox.show_inbox", _("New, passed on to you, sent back: each waits for an answer.")),
        Stop(_("A flag with comments"), "flags.show_flag", _("The company asks something. Answer, or plan."),
             {"id": TALKED_ABOUT}),
        Stop(_("Changes that wait"), "waiting.list_changes",
             _("What you delivered or proposed, until it is accepted.")),
    )  # fmt: skip


def _editor() -> tuple[Stop, ...]:
    undone = _last_undo()
    undo = Stop(_("An edit taken back"), "history.show_edit", _("Every cell before and after, and why."),
                {"revision": undone})  # fmt: skip
    return (
        Stop(_("Changes that wait"), "waiting.list_changes", _("Accept a delivered change, or ask back.")),
        Stop(_("What to look up again"), "worklist.show", _("Reports of visitors, then the oldest facts.")),
        *([undo] if undone else []),
        Stop(_("The inbox"), "inbox.show_inbox", _("A gap in a company’s own words, to be mapped.")),
    )


def _administrator() -> tuple[Stop, ...]:
    return (
        Stop(_("All accounts"), "administration.list_accounts", _("Who may sign in, and for whom they speak.")),
        Stop(_("Counts"), "counting.show_counts", _("How far talks go, with small numbers hidden.")),
        Stop(_("What was edited"), "history.list_edits", _("Who changed which fact, when and why.")),
    )


def _last_undo() -> int | None:
    """Give the revision of the newest edit that took one back."""
    with catalogue().rows() as session:
        return next((one.revision for one in edits.edits(session) if one.hand.via is Via.UNDO), None)
