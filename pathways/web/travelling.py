"""Distance travelled, ready to be drawn and read: a line for each thing on the shortlist, and all of it in words.

A line is one small SVG as wide as its column: places along it are per cent and everything else px, so nothing is
scaled. Beside it stands the same as a list, door by door, so the drawing is never needed to read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.conditions import AllOf, SomeOf, Subject, Verdict, atoms
from pathways.domain.distance import Stand
from pathways.domain.journey import Gate
from pathways.domain.travelled import travelled
from pathways.web.conditions import clause_words
from pathways.web.plan_form import difference_said
from pathways.web.route_rows import verdict_label
from pathways.web.talk_form import shortlist, standing
from pathways.web.translate import _
from pathways.web.wording import covered, day, plain, uncapital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from pathways.domain.conditions import Condition
    from pathways.domain.distance import AgreedStep, Door, Line, Said, Skills, Stop, Travelled
    from pathways.domain.guidance import Talk
    from pathways.domain.nouns import Evidence, Programme
    from pathways.web.talk_form import Standing

CROWDED: Final = 12
"""From so many marks on a line they are drawn smaller, so that they stand apart on a phone."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a line, at `at` per cent of it, as drawn.

    `shape` is start, then, since, on-way, open, programme or job; `line` the letter of the colour.
    `code` is a programme's; `new` marks what is new: finished since, or open since.
    """

    at: float
    shape: str
    line: str
    code: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """The line between two marks; `done` when what it leads to is behind."""

    at: float
    to: float
    line: str
    done: bool


@dataclass(frozen=True, slots=True)
class DoorWords:
    """A door in words: its programme, whether that is finished, and each condition with how it stands."""

    programme: Programme
    finished: str
    stops: tuple[tuple[Stop, str, str], ...]
    """The condition, what it asks for and how it stands."""
    evidence: tuple[Evidence, ...]
    unknown: bool
    """Whether no way in is known from where the student stands."""


@dataclass(frozen=True, slots=True)
class LineView:
    """One thing of the shortlist: as a line of marks, and in words. `news` is what the facts changed, since `saved`."""

    line: Line
    title: str
    marks: tuple[Mark, ...]
    tracks: tuple[Track, ...]
    doors: tuple[DoorWords, ...]
    said: str
    news: tuple[str, ...]
    saved: str
    added: bool

    @property
    def crowded(self) -> bool:
        """Whether its marks are drawn small."""
        return len(self.marks) >= CROWDED


@dataclass(frozen=True, slots=True)
class TravelledView:
    """Everything to show about the way from the last visit to now; dates are words.

    `gained` names what is said now and what that counts for, `taken_back` what was put right. `off` are titles of
    what was taken off the list, `added` of what is new on it, `gone` of what is no longer in the catalogue and why.
    """

    since: str
    facts: str
    step: AgreedStep | None
    step_day: str
    gained: tuple[tuple[str, tuple[str, ...]], ...]
    taken_back: tuple[str, ...]
    finished: tuple[Programme, ...]
    added: tuple[str, ...]
    off: tuple[str, ...]
    gone: tuple[tuple[str, str], ...]
    lines: tuple[LineView, ...]
    skills: Skills | None
    skills_words: str
    moved: bool

    @property
    def shapes(self) -> frozenset[str]:
        """Which shapes are drawn, for the key."""
        drawn = [mark for line in self.lines for mark in line.marks]
        return frozenset([mark.shape for mark in drawn] + [f"new-{mark.shape}" for mark in drawn if mark.new])


def travelled_of(
    then: Talk, as_of: str, on: date, now: Talk, listed: Iterable[Standing] | None = None
) -> TravelledView | None:
    """Compare a talk with how it stood at its last visit, `on` that day and with facts of `as_of`.

    `listed` is the shortlist of now as `talk_form.shortlist` gives it, where it is known already. None when nothing
    was said then that could be compared.
    """
    if not (then.start or then.have or then.shortlist or then.next_step):
        return None
    current = tuple(shortlist(now) if listed is None else listed)
    titles = {one.pick.name: one.title for one in current}
    found = travelled(g.graph, then, now, {one.pick.name: one.route for one in current if one.route})
    return TravelledView(
        since=day(on.isoformat()),
        facts=_facts(as_of),
        step=found.step,
        step_day=day(found.step.on.isoformat()) if found.step and found.step.on else "",
        gained=tuple(map(_gained, found.gained)),
        taken_back=tuple(map(_taken_back, found.taken_back)),
        finished=found.finished,
        added=tuple(titles[pick.name] for pick in found.added),
        off=tuple(standing(then, pick).title for pick in found.off),
        gone=tuple((one.title, one.gone) for one in current if one.gone),
        lines=tuple(_line(line, titles[line.pick.name], found) for line in found.lines),
        skills=found.skills,
        skills_words=_skills(found.skills),
        moved=found.moved,
    )


def _facts(as_of: str) -> str:
    now = g.graph.town.as_of
    if as_of == now:
        return _("The facts are of %(now)s, as they were then.", now=day(now))
    return _("The facts were of %(then)s then, and are of %(now)s now.", then=day(as_of), now=day(now))


def _gained(one: Said) -> tuple[str, tuple[str, ...]]:
    """What is said now, with what was said before, and what it counts for on the lines."""
    words = clause_words(one.now) if one.now else ""
    if one.before:
        words = _("%(now)s (before: %(before)s)", now=words, before=clause_words(one.before))
    return words, tuple(_counts_for(clause, programme) for clause, programme in one.meets)


def _counts_for(clause: Condition, programme: Programme) -> str:
    """Name the programme, and what it asks for where that is short: a choice between whole ways stands on its line."""
    name = uncapital(plain(programme.short))
    if isinstance(clause, SomeOf | AllOf) and not all(isinstance(atom, Subject) for atom in atoms(clause)):
        return _("counts for %(programme)s", programme=name)
    return _("counts for %(programme)s: %(asked)s", programme=name, asked=uncapital(clause_words(clause)))


def _taken_back(one: Said) -> str:
    before = clause_words(one.before) if one.before else ""
    if one.now is None:
        return _("%(before)s is no longer said.", before=before)
    return _("%(now)s (before: %(before)s)", now=clause_words(one.now), before=before)


def _skills(skills: Skills | None) -> str:
    if skills is None:
        return ""
    now, role = covered(skills.now), plain(skills.goal.title)
    return _("%(role)s: %(now)s of what the job takes is known to be taught by now; then it was %(before)s.",
             role=role, now=now, before=covered(skills.before))  # fmt: skip


def _line(line: Line, title: str, found: Travelled) -> LineView:
    marks = tuple(_placed(line))
    return LineView(
        line=line,
        title=title,
        marks=marks,
        tracks=tuple(_tracks(marks)),
        doors=tuple(map(_door, line.doors)),
        said=_in_words(line, title),
        news=tuple(_news(line)),
        saved=day(line.saved) if line.saved else "",
        added=line.pick in found.added,
    )


def _placed(line: Line) -> Iterator[Mark]:
    """The marks of a line, as far apart from each other: the start, each door's conditions and programme, the job."""
    marks = [Mark(0.0, "start", line.doors[0].programme.kind.value if line.doors else "W")]
    for door in line.doors:
        letter = door.programme.kind.value
        marks += [Mark(0.0, stop.stand.value, letter, new=stop.fresh) for stop in door.stops]
        marks.append(Mark(0.0, "programme", letter, door.programme.code, door.finished is Stand.SINCE))
    if line.role:
        marks.append(Mark(0.0, "job", "W"))
    for number, mark in enumerate(marks):
        at = round(100 * number / max(1, len(marks) - 1), 3)
        yield Mark(at, mark.shape, mark.line, mark.code, mark.new)


def _tracks(marks: tuple[Mark, ...]) -> Iterator[Track]:
    for one, other in pairwise(marks):
        yield Track(one.at, other.at, other.line if other.shape != "job" else one.line, _is_behind(other))


def _is_behind(mark: Mark) -> bool:
    return mark.shape in {Stand.THEN, Stand.SINCE} or (mark.shape == "programme" and mark.new)


def _door(door: Door) -> DoorWords:
    return DoorWords(
        programme=door.programme,
        finished={Stand.THEN: _("finished then"), Stand.SINCE: _("finished since")}.get(door.finished, ""),
        stops=tuple((stop, clause_words(stop.condition), _stands(stop)) for stop in door.stops),
        evidence=(door.way.evidence,) if door.way else (door.programme.evidence,),
        unknown=door.way is None and door.finished is Stand.OPEN,
    )


def _stands(stop: Stop) -> str:
    match stop.stand:
        case Stand.THEN:
            return _("met then")
        case Stand.SINCE:
            return _("met since")
        case Stand.ON_WAY:
            return _("made up for on the way")
        case _:
            label = verdict_label(Gate(stop.condition, Verdict.MISSING if stop.missing else Verdict.UNKNOWN))
            return _("%(how)s; not open then", how=label) if stop.fresh else label


def _in_words(line: Line, title: str) -> str:
    counts = {stand: line.count(stand) for stand in Stand}
    return _(
        "%(title)s. Conditions met then: %(then)s, met since: %(since)s, made up for later: %(way)s, open: %(open)s.",
        title=title,
        then=counts[Stand.THEN],
        since=counts[Stand.SINCE],
        way=counts[Stand.ON_WAY],
        open=counts[Stand.OPEN],
    )


def _news(line: Line) -> Iterator[str]:
    yield from map(difference_said, line.differences)
    if line.gone:
        yield _("No longer in the way: %(what)s.", what=", ".join(map(clause_words, line.gone)))
