"""What a student takes home from a guidance talk: the page, and everything that stands on the sheet of A4.

The page has all of it. Paper has room for one sheet, so what stands on it is chosen (`drawing.handout.CUTS`): the same
choice for the PDF and for the page when it is printed. What is left out is said to be on the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.conditions import Amount, Subject, Token
from pathways.domain.deadlines import deadlines, deadlines_of
from pathways.domain.nouns import Programme
from pathways.web import handout_paper
from pathways.web.addresses import address_of
from pathways.web.conditions import clause_words
from pathways.web.configured import settings
from pathways.web.handout_items import heading, items
from pathways.web.planning import qr_code
from pathways.web.talk_form import form_of, shortlist
from pathways.web.translate import _
from pathways.web.wording import day, number, plain, say, short_name, uncapital, when_due

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from markupsafe import Markup

    from pathways.domain.conditions import Held
    from pathways.domain.deadlines import Deadline
    from pathways.domain.guidance import Talk
    from pathways.domain.nouns import Evidence, Organisation, Role, Town
    from pathways.drawing.handout import Cut
    from pathways.web.handout_items import Item
    from pathways.web.route_form import RouteForm
    from pathways.web.talk_form import Standing

MOST_EMPLOYERS: Final = 6
"""Workplaces that are named as somewhere to ask."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A talk as it is taken home.

    `name` is what the talk goes by (`FJORD 42`), `on` its day. `link` is the absolute way in, with its secret; it
    works until `keeps_until`. `fresh` when it was made anew, so that the one on an older paper lets nobody in. `kept`
    names what else is kept, for the file that holds everything.
    """

    talk: Talk
    notes: str
    name: str
    on: date
    link: str
    keeps_until: date
    fresh: bool = False
    kept: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """Addresses that the page leads to. `mail` takes a form with an `address`; None where nothing can be mailed."""

    back: str
    pdf: str
    ics: str
    json: str
    mail: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Somewhere to ask: a programme's school, or a workplace. `page` is its page here, absolute; `short` as printed.

    `site` is the organisation's own web site, as far as the facts hold it.
    """

    name: str
    at: str
    page: str
    path: str
    site: str | None
    evidence: Evidence
    programme: Programme | None = None

    @property
    def short(self) -> str:
        """The address of the page here, as one types it."""
        return self.page.partition("://")[2]


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do by a day, and for which of the programmes. `when` is in words; `on` None: no certain day."""

    what: str
    when: str
    on: date | None
    programmes: tuple[Programme, ...]
    evidence: Evidence


@dataclass(frozen=True)
class Handout:
    """Everything that the page and the paper show, in words."""

    taken: Taken
    heading: str
    start: str
    items: tuple[Item, ...]
    schools: tuple[Ask, ...]
    employers: tuple[Ask, ...]
    dates: tuple[Due, ...]
    until: str
    imprint: str

    @cached_property
    def code(self) -> Markup:
        """The link as a QR code for a page."""
        return qr_code(self.taken.link)

    @property
    def short_link(self) -> str:
        """The link as it is printed."""
        return self.taken.link.partition("://")[2]

    @cached_property
    def cut(self) -> Cut:
        """How much of it one sheet of A4 has room for."""
        return handout_paper.cut_of(self)

    @cached_property
    def printed_notes(self) -> str:
        """The notes as far as the sheet has room for them."""
        return handout_paper.shortened(self.taken.notes, self.cut.notes)

    @property
    def home(self) -> str:
        """What the link is for, and until when it works."""
        return handout_paper.home_words(self)

    @property
    def calendar(self) -> str:
        """What the file for a calendar holds, as its button says; empty when there is nothing for one."""
        talk, certain = self.taken.talk, any(one.on for one in self.dates)
        if not (certain or (talk.next_step and talk.next_on)):
            return ""
        if not self.uncertain:
            return _("Dates for the calendar")
        return _("The certain dates for the calendar") if certain else _("The next step for the calendar")

    @property
    def uncertain(self) -> bool:
        """Whether some of what is to be done has no certain day."""
        return any(one.on is None for one in self.dates)

    @property
    def dates_left_out(self) -> str:
        """How many dates the sheet has no room for; empty when it has them all."""
        return handout_paper.more_dates(len(self.dates) - self.cut.dates)

    @property
    def notes_are_cut(self) -> bool:
        """Whether the sheet has less than all of them."""
        return handout_paper.is_cut(self.taken.notes, self.printed_notes)


def handout_of(taken: Taken) -> Handout:
    """Gather what is taken home, from the talk and the catalogue of today."""
    talk, form = taken.talk, form_of(taken.talk)
    standings = shortlist(talk)
    found = items(form, standings)
    return Handout(
        taken=taken,
        heading=heading(found),
        start=start_words(talk, form),
        items=found,
        schools=tuple(_schools(found)),
        employers=tuple(_employers(found)),
        dates=due(standings, form.question.year, taken.on),
        until=day(taken.keeps_until.isoformat()),
        imprint=_imprint(g.graph.town),
    )


def _imprint(town: Town) -> str:
    return _("%(who)s The facts are as of %(day)s.", who=say(town.disclaimer), day=day(town.as_of))


def start_words(talk: Talk, form: RouteForm) -> str:
    """Say where the student stands and what they have; empty when nothing was said."""
    if form.start is None:
        return _("Where you start is no longer in the catalogue: “%(id)s”.", id=talk.start) if talk.start else ""
    start = uncapital(plain(short_name(form.start)))
    have, not_there = list(_had(form.question.held)), list(_lacked(form.question.held))
    if have and not_there:
        return _("Starting from %(start)s, with %(have)s and without %(not_there)s.",
                 start=start, have=", ".join(have), not_there=", ".join(not_there))  # fmt: skip
    if have:
        return _("Starting from %(start)s, with %(have)s.", start=start, have=", ".join(have))
    if not_there:
        return _("Starting from %(start)s, without %(not_there)s.", start=start, not_there=", ".join(not_there))
    return _("Starting from %(start)s.", start=start)


def _had(held: Held) -> Iterator[str]:
    yield from (uncapital(clause_words(Subject(subject, level))) for subject, level in sorted(held.subjects.items()))
    yield from (_amount(of, value) for of, value in sorted(held.amounts.items()))
    yield from (uncapital(clause_words(Token(of, id))) for of, id in sorted(held.tokens))


def _amount(of: str, value: float) -> str:
    if of == "average":
        return _("%(value)s on average in the subjects asked for", value=number(value))
    if of == "grade":
        return _("%(value)s on average in the whole exam", value=number(value))
    return _("%(value)s years old", value=number(value)) if of == "age" else uncapital(clause_words(Amount(of, value)))


def _lacked(held: Held) -> Iterator[str]:
    for subject in sorted(held.without):
        label = g.graph.subjects.get(subject)
        yield uncapital(plain(label.label)) if label else subject


def certain_dates(taken: Taken) -> tuple[tuple[Deadline, date], ...]:
    """Give the deadlines of the shortlist that have a certain day ahead, each once a programme, by day."""
    form = form_of(taken.talk)
    found = {
        (one.practical.id, one.programme.id, one.on): (one, one.on)
        for one in _deadlines(shortlist(taken.talk), form.question.year, taken.on)
        if one.on is not None
    }
    return tuple(sorted(found.values(), key=lambda pair: _moment(pair[0])))


def due(standings: Sequence[Standing], year: int | None, today: date) -> tuple[Due, ...]:
    """List what is to be done by when, days that are certain first; what lies behind is left out."""
    known: dict[tuple[str, date | None], list[Deadline]] = {}
    for one in _deadlines(standings, year, today):
        known.setdefault((one.practical.id, one.on), []).append(one)
    ordered = sorted(known.values(), key=lambda alike: _moment(alike[0]))
    return tuple(_due(alike[0], tuple(dict.fromkeys(one.programme for one in alike))) for alike in ordered)


def _deadlines(standings: Sequence[Standing], year: int | None, today: date) -> Iterator[Deadline]:
    for standing in standings:
        if standing.route:
            found = deadlines(g.graph, standing.route, year)
        else:
            found = tuple(one for each in standing.programmes for one in deadlines_of(g.graph, each, year))
        yield from (one for one in found if one.practical.topic == "deadline" and (one.on is None or one.on >= today))


def _moment(one: Deadline) -> tuple[bool, str, tuple[int, int]]:
    return one.on is None, one.on.isoformat() if one.on else "", one.at or (0, 0)


def _due(one: Deadline, programmes: Sequence[Programme]) -> Due:
    return Due(plain(one.practical.what), when_due(one), one.on, tuple(programmes), one.practical.evidence)


def _schools(found: Sequence[Item]) -> Iterator[Ask]:
    """Where to ask about each programme of the list, once each, in its order."""
    for programme in dict.fromkeys(one for item in found for one in item.standing.programmes):
        school = g.graph.organisations[programme.institution] if programme.institution else None
        at = school.name if school else plain(programme.provider)
        yield _ask(plain(programme.short), at, "programme", school, programme)


def _employers(found: Sequence[Item]) -> Iterator[Ask]:
    """Workplaces that have the jobs of the list: those with most of them first, then in the order of the facts."""
    roles = dict.fromkeys(role for item in found if (role := _role_of(item)))
    times: dict[str, list[str]] = {}
    for role in roles:
        for workplace in g.graph.workplaces_of(role.id):
            times.setdefault(workplace.organisation, []).append(plain(role.title))
    for id in sorted(times, key=lambda works: -len(times[works]))[:MOST_EMPLOYERS]:
        works = g.graph.organisation(id)
        yield _ask(works.name, ", ".join(times[id]), "employer", works, works)


def _role_of(item: Item) -> Role | None:
    return item.standing.route.role if item.standing.route else item.standing.role


def _ask(name: str, at: str, noun: str, owner: Organisation | None, about: Programme | Organisation) -> Ask:
    path = address_of(noun, about.id)
    return Ask(
        name=name,
        at=at,
        page=f"{settings().address}{path}",
        path=path,
        site=owner.website if owner else None,
        evidence=about.evidence,
        programme=about if isinstance(about, Programme) else None,
    )
