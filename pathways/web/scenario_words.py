"""Scenarios in words: what each change says, what cannot be used of it, and when a lever brings its first people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from pathways.domain.scenario_changes import (
    FURTHEST,
    LATEST,
    MOST_CHANGES,
    Change,
    Completion,
    Module,
    NewProgramme,
    Own,
    OwnOf,
    Problem,
    Seats,
    Stay,
    Teach,
    Wanted,
    Why,
)
from pathways.domain.scenario_fields import RIGHT
from pathways.web.ahead import ahead
from pathways.web.asking import shortened
from pathways.web.labels import kind_label
from pathways.web.translate import _
from pathways.web.wording import number, plain, printed_share, uncapital, years

if TYPE_CHECKING:
    from pathways.domain.levers import Lever
    from pathways.domain.nouns import Interval, Programme


def kind_words(kind: str) -> str:
    """Name a kind of change, as a heading of its form."""
    return {
        "seats": _("More or fewer seats"),
        "completion": _("How many finish"),
        "stay": _("How many take work here"),
        "level": _("What a programme teaches"),
        "module": _("A new module"),
        "programme": _("A new programme"),
        "openings": _("More or fewer wanted"),
        "own-length": _("How long it takes"),
        "own-intake": _("How many start"),
        "own-completion": _("How many finish, where nobody knows"),
        "own-share": _("How many go to a job here"),
        "own-openings": _("How many are wanted"),
    }[kind]


def change_words(change: Change) -> str:
    """Say what a change is, without the programme it is of."""
    match change:
        case Seats():
            return _more(change.more, change.since)
        case Completion():
            return _("%(percent)s of those who start finish", percent=_percent(change.percent))
        case Stay():
            return _("%(percent)s of those who finish take work here", percent=_percent(change.percent))
        case Teach():
            return _("teaches %(what)s", what=_skill(change.skill, change.level))
        case Module():
            return _module(change)
        case NewProgramme():
            return _new(change)
        case Wanted():
            return _wanted(change)
        case Own():
            return _own(change)


def _more(more: int, since: int) -> str:
    if more > 0:
        return _("%(count)s more seats a year from %(year)s", count=number(more), year=since)
    return _("%(count)s fewer seats a year from %(year)s", count=number(-more), year=since)


def _module(change: Module) -> str:
    skills = ", ".join(_skill(skill, level) for skill, level in change.skills)
    if not change.role:
        return _("a module from %(year)s: %(skills)s", year=change.since, skills=skills)
    return _(
        "a module from %(year)s: %(skills)s; %(percent)s of those who finish then become %(role)s",
        year=change.since, skills=skills, percent=_percent(change.percent), role=role_name(change.role),
    )  # fmt: skip


def _new(change: NewProgramme) -> str:
    feeds = ", ".join(f"{role_name(role)} {_percent(share)}" for role, share in change.feeds)
    return _(
        "a new programme (%(kind)s) from %(year)s: %(seats)s seats a year, %(years)s, %(percent)s finish; "
        "they become %(feeds)s",
        kind=uncapital(kind_label(change.kind)), year=change.since, seats=number(change.seats),
        years=years(change.years), percent=_percent(change.percent), feeds=feeds,
    )  # fmt: skip


def _wanted(change: Wanted) -> str:
    role, when = role_name(change.role), _when(change.first, change.last)
    count = _percent(abs(change.by)) if change.in_percent else number(abs(change.by))
    if change.by > 0:
        return _("%(role)s: %(count)s more wanted a year, %(when)s", role=role, count=count, when=when)
    return _("%(role)s: %(count)s fewer wanted a year, %(when)s", role=role, count=count, when=when)


def _own(change: Own) -> str:
    value = _span(change.value)
    match change.of:
        case OwnOf.LENGTH:
            return _("takes %(years)s", years=years(change.value.likely))
        case OwnOf.INTAKE:
            return _("%(people)s start a year", people=value)
        case OwnOf.COMPLETION:
            return _("%(percent)s of those who start finish", percent=_percent(change.value.likely))
        case OwnOf.SHARE:
            return _(
                "%(percent)s of those who finish become %(role)s here",
                percent=_percent(change.value.likely),
                role=role_name(change.role),
            )
        case _:
            when = _when(change.first, change.last)
            return _(
                "%(role)s: %(people)s wanted a year, %(when)s", role=role_name(change.role), people=value, when=when
            )


def _percent(value: float) -> str:
    return printed_share(value / 100)


def _when(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _span(value: Interval) -> str:
    if value.low == value.high:
        return number(value.likely)
    return _("%(low)s to %(high)s", low=number(value.low), high=number(value.high))


def _skill(id: str, level: float) -> str:
    skill = next((one for one in g.graph.skills.values() if one.id == id), None)
    return _("%(skill)s (level %(level)s)", skill=plain(skill.label) if skill else shortened(id), level=int(level))


def role_name(id: str) -> str:
    """Give a role's name inside a sentence, or the id of one that is no more."""
    role = g.graph.roles.get(id)
    return uncapital(plain(role.title)) if role else _("“%(words)s”", words=shortened(id))


def programme_of(change: Change) -> Programme | None:
    """Give the programme that a change is of, if it is one of ours."""
    found: Programme | None = g.graph.programmes.get(getattr(change, "programme", ""))
    return found


def problem_words(problem: Problem) -> str:
    """Say what is wrong with one field, and what would be right."""
    said, right = shortened(problem.typed), problem.right
    match problem.why:
        case Why.EMPTY:
            words = _("%(field)s: this is not filled in.")
        case Why.NO_NUMBER:
            words = _("%(field)s: “%(said)s” is not a number.")
        case Why.OUT_OF_RANGE:
            words = _("%(field)s: “%(said)s” is not possible. %(bounds)s")
        case Why.TWICE:
            words = _("%(field)s: the same is there twice.")
        case Why.TOO_MUCH:
            words = _("%(field)s: together that is more than all who finish.")
        case _:
            return _world_words(problem, said)
    sentence = words % {"field": field_words(problem.field), "said": said, "bounds": _bounds(problem.field)}
    example = _("For example: %(right)s.", right=_written(right))
    return f"{sentence} {example}" if right else sentence


def _world_words(problem: Problem, said: str) -> str:
    """Say what does not go with the catalogue, or with what is known."""
    if problem.why is Why.TOO_MANY:
        most = problem.right == str(MOST_CHANGES)
        return _("A scenario has 12 changes at most. The first 12 are kept.") if most else _("Six at most.")
    sentence = {
        Why.GONE: _("%(field)s: “%(said)s” is not in the catalogue, or no longer. Choose another one."),
        Why.PAST: _("%(field)s: %(said)s has begun already. Write %(right)s or later."),
        Why.TOO_FAR: _("%(field)s: %(said)s is too far ahead. Write %(right)s or earlier."),
        Why.BELOW_NOBODY: _("%(field)s: %(said)s would leave fewer than nobody. %(right)s at most."),
        Why.KNOWN: _("%(field)s: this is known, so nothing need be assumed. Use one of the other changes."),
        Why.LINKED: _("%(field)s: the programme leads there already. Change how many take work here."),
        Why.NO_LINK: _("%(field)s: the programme is not known to lead there. A new module can."),
        Why.UNKNOWN: _("%(field)s: nobody knows %(what)s. Make an assumption of your own first."),
        Why.TOO_LONG: _("%(field)s: this is too long. It was cut."),
    }.get(problem.why) or _("%(field)s: “%(said)s” cannot be read.")
    return sentence % {
        "field": field_words(problem.field), "said": said, "right": problem.right,
        "what": unknown_words(problem.right) if problem.why is Why.UNKNOWN else "",
    }  # fmt: skip


def unknown_words(of: str) -> str:
    """Say what it is that nobody knows."""
    return {
        "length": _("how long it takes"),
        "intake": _("how many start"),
        "completion": _("what share of those who start finish"),
        "share": _("how many of those who finish work here"),
        "openings": _("how many are wanted"),
    }[of]


def field_words(field: str) -> str:
    """Name a field of a change."""
    return {
        "programme": _("Programme"), "role": _("Role"), "skill": _("Skill"), "skills": _("What it teaches"),
        "level": _("Level"), "more": _("Seats more or fewer"), "since": _("From the intake of"), "percent": _("Share"),
        "kind": _("Kind"), "years": _("Years"), "seats": _("Seats a year"), "feeds": _("Leads to"),
        "period": _("Years"), "by": _("More or fewer"), "people": _("People a year"), "name": _("Name"),
        "change": _("The change"), "of": _("The outlook of"), "v": _("The link"), "then": _("The link"),
    }[field]  # fmt: skip


def _bounds(field: str) -> str:
    now = ahead().given.this_year
    return {
        "level": _("Levels run from 1 to 4."),
        "percent": _("Write a share from 0 to 100, with one decimal at most."),
        "more": _("Write a whole number up to 1,000, with − for fewer."),
        "by": _("Write a whole number up to 1,000, or a share such as +10%."),
        "people": _("Write a whole number from 0 to 5,000, or two of them."),
        "seats": _("Write a whole number from 1 to 1,000."),
        "years": _("Write a number from 0.5 to 10."),
        "since": _("Choose a year from %(first)s to %(last)s.", first=now + 1, last=now + LATEST),
        "period": _(
            "Choose a year from %(first)s to %(last)s, or the first and the last one.", first=now, last=now + FURTHEST
        ),
        "skills": _("Levels run from 1 to 4."),
        "feeds": _("Write a share above 0, up to 100."),
    }.get(field, "")


def lever_words(change: Change) -> str:
    """Say what a lever is: how much more than today, and what that comes to."""
    match change:
        case Completion():
            return _("The share who finish rises 10 points (to %(percent)s)", percent=_percent(change.percent))
        case Stay():
            return _("The share who take work here rises 10 points (to %(percent)s)", percent=_percent(change.percent))
        case _:
            return change_words(change)


def lead_words(lever: Lever) -> str:
    """Say when a lever brings its first people, and why not before."""
    if lever.intake is None:
        return _("first finishers in %(year)s: those who study already", year=lever.first)
    return _(
        "first finishers in %(year)s: next intake %(intake)s + %(length)s",
        year=lever.first, intake=lever.intake, length=years(lever.length),
    )  # fmt: skip


def hint_words(kind: str, field: str) -> str:
    """Say by an example how a field is filled in; empty where it is a choice."""
    right = RIGHT.get((kind, field)) or RIGHT.get(("", field), "")
    if field in {"level", "kind"} or not right:
        return ""
    shown = _written(right)
    return (
        _("in per cent, such as %(right)s", right=shown) if field == "percent" else _("such as %(right)s", right=shown)
    )


def _written(right: str) -> str:
    """Write an example with the decimal mark of the language: 3.5 or 3,5. A year is not a number of thousands."""
    return number(float(right)) if "." in right and right.replace(".", "").isdecimal() else right
