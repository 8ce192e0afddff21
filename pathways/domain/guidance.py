"""A guidance talk: what a student and a counsellor work out together, and every change either of them can make.

A talk is a value; each change gives a new one, made from what stands *now*, so that two people who change different
things at once both get what they wanted. Where both change the very same thing, a change says what it was made from
(`was`): if something else stands there by now, it is refused (`Meanwhile`) instead of overwriting it.

It holds no name, birthday, number or address of anybody. Ids are those of the catalogue at the time; one that is gone
is shown as gone, never dropped in silence. The notes are not in here, because they are saved while somebody types.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from pathways.domain.conditions import AMOUNTS, SUBJECT_LEVELS
from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

MOST_PICKS: Final = 5
MOST_BESIDE: Final = 2
"""Plans side by side."""
LONGEST_LINE: Final = 140
LONGEST_STEP: Final = 200
LONGEST_NOTES: Final = 20_000
"""Letters: some eight printed pages."""
WISHES: Final = ("language", "job_beside", "here", "years", "year")
"""What may be asked of routes, by the names of the route search's fields."""


class Stage(StrEnum):
    """The four parts of a talk, in their order."""

    START = "start"
    EXPLORE = "explore"
    NARROW = "narrow"
    NEXT = "next"


class Barrier(StrEnum):
    """What may stand in somebody's way. `OTHER` needs no word more."""

    MONEY = "money"
    COMMUTE = "commute"
    LANGUAGE = "language"
    HOURS = "hours"
    OTHER = "other"


class View(StrEnum):
    """What both look at while they explore."""

    MAP = "map"
    ROUTES = "routes"
    LIKES = "likes"


class PickKind(StrEnum):
    """What may stand on a shortlist."""

    PROGRAMME = "programme"
    ROLE = "role"
    ROUTE = "route"


class Meanwhile(PathwaysError):
    """Somebody else changed the same thing meanwhile: `field` now holds `now`, not what the change was made from."""

    def __init__(self, field: str, now: str) -> None:
        super().__init__(f"{field} was changed meanwhile")
        self.field, self.now = field, now


class PickGone(PathwaysError):
    """What was to be changed has been taken off the shortlist."""


class ListFull(PathwaysError):
    """The shortlist holds as many as it may."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing on the shortlist, with a line about it.

    A route is named by the role it leads to (`id`), its start and its key (`domain.journey.Route.key`); `then` says
    what it was like when it was added (`domain.plans.written`).
    """

    kind: PickKind
    id: str
    start: str = ""
    key: str = ""
    then: str = ""
    line: str = ""

    @property
    def name(self) -> str:
        """Tell it from every other pick; no more than letters, digits and `-.~^@:!`."""
        parts = (self.kind.value, self.id, *((self.start, self.key or "-") if self.kind is PickKind.ROUTE else ()))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Talk:
    """Everything that was said in a talk but the notes.

    `have` are words of `domain.having`. `likes` holds `like`, `unsure` or `no` by interest. `goal` is the role both
    look at, empty when none is chosen. `beside` names the picks that stand side by side.
    """

    stage: Stage = Stage.START
    start: str = ""
    have: tuple[str, ...] = ()
    likes: Mapping[str, str] = field(default_factory=dict)
    barriers: frozenset[Barrier] = frozenset()
    wishes: Mapping[str, str] = field(default_factory=dict)
    goal: str = ""
    view: View = View.MAP
    shortlist: tuple[Pick, ...] = ()
    beside: tuple[str, ...] = ()
    next_step: str = ""
    next_on: date | None = None
    write_along: bool = True

    def pick(self, name: str) -> Pick | None:
        """Give what stands on the shortlist under this name."""
        return next((pick for pick in self.shortlist if pick.name == name), None)


def gone_to(talk: Talk, stage: Stage) -> Talk:
    """Turn to another part of the talk."""
    return replace(talk, stage=stage)


def looking_at(talk: Talk, goal: str | None = None, view: View | None = None) -> Talk:
    """Look at another role, or at it in another way; None keeps what stands."""
    return replace(talk, goal=talk.goal if goal is None else goal, view=talk.view if view is None else view)


def started_at(talk: Talk, start: str, have: Iterable[str], was: Talk) -> Talk:
    """Say where the student stands and what they have; words that were not touched stay as they are now.

    Raises:
        Meanwhile: another start, or something else about the same subject, was chosen since `was`.
    """
    return replace(
        talk,
        start=_changed("start", talk.start, start, was.start),
        have=tuple(_had(talk.have, tuple(have), was.have)),
    )


def liking(talk: Talk, likes: Mapping[str, str], was: Talk) -> Talk:
    """Answer statements; those not touched stay as they are now."""
    touched = {id for id in {*likes, *was.likes} if likes.get(id) != was.likes.get(id)}
    kept = {id: said for id, said in talk.likes.items() if id not in touched}
    return replace(talk, likes={**kept, **{id: likes[id] for id in likes if id in touched}})


def hindered_by(talk: Talk, barriers: Iterable[Barrier], was: Talk) -> Talk:
    """Say what stands in the way."""
    wanted = frozenset(barriers)
    taken_away, put_in = was.barriers - wanted, wanted - was.barriers
    return replace(talk, barriers=(talk.barriers - taken_away) | put_in)


def wishing(talk: Talk, wishes: Mapping[str, str], was: Talk) -> Talk:
    """Say which routes are wanted; blank ones are not, and those not touched stay as they are now.

    Raises:
        Meanwhile: another wish was made of the same field since `was`.
    """
    now = {
        name: _changed(name, talk.wishes.get(name, ""), wishes.get(name, ""), was.wishes.get(name, ""))
        for name in WISHES
    }
    return replace(talk, wishes={name: wish for name, wish in now.items() if wish})


def added(talk: Talk, pick: Pick) -> Talk:
    """Put something at the end of the shortlist; what stands there already stays where it is.

    Raises:
        ListFull: there are five already.
    """
    if talk.pick(pick.name):
        return talk
    if len(talk.shortlist) >= MOST_PICKS:
        raise ListFull("The shortlist is full")
    return replace(talk, shortlist=(*talk.shortlist, pick))


def removed(talk: Talk, name: str) -> Talk:
    """Take something off the shortlist; what is not there stays so."""
    return replace(
        talk,
        shortlist=tuple(pick for pick in talk.shortlist if pick.name != name),
        beside=tuple(one for one in talk.beside if one != name),
    )


def moved(talk: Talk, name: str, to: int) -> Talk:
    """Put something at place `to` of the shortlist, from 0; places beyond its ends mean the ends."""
    pick = talk.pick(name)
    if pick is None:
        return talk
    rest = [one for one in talk.shortlist if one is not pick]
    at = max(0, min(to, len(rest)))
    return replace(talk, shortlist=(*rest[:at], pick, *rest[at:]))


def lined(talk: Talk, name: str, line: str, was: str) -> Talk:
    """Write the line about something on the shortlist.

    Raises:
        Meanwhile: another line stands there since `was`.
        PickGone: it is on the shortlist no more.
    """
    pick = talk.pick(name)
    if pick is None:
        raise PickGone(name)
    fresh = replace(pick, line=_changed("line", pick.line, line, was))
    return replace(talk, shortlist=tuple(fresh if one is pick else one for one in talk.shortlist))


def put_beside(talk: Talk, names: Iterable[str], shown: Collection[str] = ()) -> Talk:
    """Choose which two of the shortlist stand side by side, where `shown` stood there before.

    Of three, the one that is new stays and one of those before; beside one, the first that was not shown comes in.
    """
    known = dict.fromkeys(name for name in names if talk.pick(name))
    new_first = sorted(known, key=lambda name: name in shown)
    others = (pick.name for pick in talk.shortlist if pick.name not in {*known, *shown})
    chosen = [*new_first, *others][:MOST_BESIDE]
    return replace(talk, beside=tuple(pick.name for pick in talk.shortlist if pick.name in chosen))


def agreed(talk: Talk, step: str, on: date | None, was: Talk) -> Talk:
    """Agree on the next step and its day.

    Raises:
        Meanwhile: another step, or another day, stands there since `was`.
    """
    return replace(
        talk,
        next_step=_changed("next_step", talk.next_step, step, was.next_step),
        next_on=_day(_changed("next_on", _iso(talk.next_on), _iso(on), _iso(was.next_on))),
    )


def letting_write(talk: Talk, write_along: bool) -> Talk:
    """Let the student write along, or only read."""
    return replace(talk, write_along=write_along)


def without_words(talk: Talk) -> Talk:
    """Leave out every word that somebody typed; what was chosen stays."""
    lineless = tuple(replace(pick, line="") for pick in talk.shortlist)
    return replace(talk, shortlist=lineless, next_step="")


def _changed(field: str, now: str, wanted: str, was: str) -> str:
    if wanted in {was, now}:
        return now
    if now != was:
        raise Meanwhile(field, now)
    return wanted


def _had(now: Iterable[str], wanted: Iterable[str], was: Iterable[str]) -> Iterator[str]:
    """Bring together what somebody has, subject by subject: nobody has mathematics at A and at C."""
    held, said, before = ({_about(word): word for word in words} for words in (now, wanted, was))
    for about in dict.fromkeys((*held, *said)):
        word = _changed("have", held.get(about, ""), said.get(about, ""), before.get(about, ""))
        if word:
            yield word


def _about(word: str) -> str:
    """Tell what a word of `domain.having` is about: `mathematics-A` and `not-mathematics` are about the same."""
    first, _, rest = word.partition("-")
    if first in AMOUNTS:
        return first
    if first == "not":
        return rest
    subject, _, level = word.rpartition("-")
    return subject if level in SUBJECT_LEVELS else word


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def to_json(talk: Talk) -> str:
    """Write a talk as JSON that `from_json` reads back to the same value."""
    told = asdict(talk)
    told |= {"barriers": sorted(talk.barriers), "next_on": _iso(talk.next_on)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def from_json(line: str) -> Talk:
    """Read a talk; what an older program did not write has its first value, what this one does not know is left out.

    Raises:
        ValueError: it is no talk.
        RecursionError: it is nested too deeply to be read.
    """
    told = json.loads(line)
    if not isinstance(told, dict):
        raise ValueError("A talk is a JSON object.")  # noqa: TRY004  # one kind of error for all that it may be
    _require_shapes(told)
    return Talk(
        stage=Stage(told.get("stage", Stage.START)),
        start=told.get("start", ""),
        have=tuple(told.get("have", ())),
        likes=dict(told.get("likes", {})),
        barriers=frozenset(map(Barrier, told.get("barriers", ()))),
        wishes=dict(told.get("wishes", {})),
        goal=told.get("goal", ""),
        view=View(told.get("view", View.MAP)),
        shortlist=tuple(map(_pick, told.get("shortlist", ()))),
        beside=tuple(told.get("beside", ())),
        next_step=told.get("next_step", ""),
        next_on=_day(told.get("next_on", "")),
        write_along=bool(told.get("write_along", True)),
    )


_PICK: Final = tuple(field.name for field in fields(Pick))
_SHAPES: Final[Mapping[str, type]] = {
    "stage": str, "start": str, "have": list, "likes": dict, "barriers": list, "wishes": dict, "goal": str, "view": str,
    "shortlist": list, "beside": list, "next_step": str, "next_on": str, "write_along": bool,
}  # fmt: skip


def _require_shapes(told: dict[str, Any]) -> None:
    """Refuse what no talk of ours has written: a text where a list should be, a list in a list of texts."""
    for name, shape in _SHAPES.items():
        if not isinstance(told.get(name, shape()), shape):
            raise ValueError(f"{name} is no {shape.__name__}")  # noqa: TRY004  # one kind of error for all
    texts = [*(told.get("have", ())), *(told.get("barriers", ())), *(told.get("beside", ()))]
    texts += [*told.get("likes", {}).values(), *told.get("wishes", {}).values()]
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("A talk holds texts")


def _pick(told: object) -> Pick:
    known = {name: told[name] for name in _PICK if name in told} if isinstance(told, dict) else {}
    if not {"kind", "id"} <= known.keys() or not all(isinstance(text, str) for text in known.values()):
        raise ValueError("A shortlist holds picks")
    return Pick(**{**known, "kind": PickKind(known["kind"])})
