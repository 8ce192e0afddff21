"""What everybody may see of the gap flags: named ones by name, pooled ones only counted, the others not at all.

    public      named, with a band for people; shown as it stands today
    pooled      counted, never named: shown from 3 companies on, as things stood when the month began
    addressed   in nothing that is public, neither counted nor sorted by

A pool is counted per subject, once, over the whole town; filters choose among pools and never count anew. A company
that is named for a subject is not in its pool, or a pool of two would show beside it; nor is one that was named for
it before, or its pool would tell by growing. Sums are made of what is shown here and of nothing else. Numbers of
people appear as 1-4, 5-19 or 20 and more.

The same holds of the openings that companies state, for each role and year; they are figures, so that a pool is told
only where no company in it could work out the figure of another to within a tenth (the p % rule).

What remains: who names itself for what it was counted for takes itself out of the pool at once, and whoever compares
the two days sees that. It tells of nobody who did not tell it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from pathways.domain.answering import FEWEST_COMPANIES, first_answer, median_days
from pathways.domain.flags import OPEN, State, Subject, Visibility, replay, state_on
from pathways.domain.nouns import Interval, OrganisationId, RoleId
from pathways.domain.openings import standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, tzinfo

    from pathways.domain.flags import Ask, Flag, Plan, Shows
    from pathways.domain.graph import Graph
    from pathways.domain.openings import Stated

CLOSEST: Final = 0.1
"""How near nobody in a pool of figures may come to another's, as a part of the largest."""


class Band(StrEnum):
    """How many people, as far as it may be told."""

    FEW = "1-4"
    SOME = "5-19"
    MANY = "20+"


def band(people: int) -> Band:
    """Give the band of a number of people, 1 or more."""
    return Band.FEW if people < 5 else Band.SOME if people < 20 else Band.MANY  # noqa: PLR2004  # the bands' own ends


class Topic(NamedTuple):
    """What a flag is about: a skill or a role by its id. Own words that nobody mapped are in nothing public."""

    subject: Subject
    key: str


@dataclass(frozen=True, slots=True)
class PublicFlag:
    """A flag that names its company. `answered` is the day of the institution's first answer, None before.

    `words` are the company's own, empty when there were none. `lapses` and what was tried are not told.
    """

    id: str
    company: str
    topic: Topic
    words: str
    level: int | None
    role: str
    shows: Shows
    people: Band
    state: State
    addressee: str
    since: date
    answered: date | None
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Pool:
    """Companies, at least 3, that ask for the same and are not named. `level` is the highest that any of them asks."""

    topic: Topic
    companies: int
    people: Band
    level: int | None
    answered: int | None = None
    """How many of these companies an institution has answered.

    None where fewer than 3 were answered, or fewer than 3 wait: that would tell of these few.
    """


@dataclass(frozen=True, slots=True)
class PublicOpening:
    """People a year that are wanted for a role: by a named company, or by at least 3 together (`organisation` None).

    `as_of` is the day a named company stated it, and the first of the month for several.
    """

    role: RoleId
    year: int
    organisation: OrganisationId | None
    companies: int
    people: Interval
    as_of: date


@dataclass(frozen=True, slots=True)
class Published:
    """All that is public of flags and openings: pools as of the first of a month, what is named as of `today`.

    `flags` are the named ones that are open or were confirmed, newest first. `median_days` is the median number of
    days to the first answer, over the named and pooled flags that were answered before the month began: at least 5
    of at least 3 companies, else None. `openings` go by role, then year, those with a name first.
    """

    today: date
    month: date
    flags: tuple[PublicFlag, ...] = ()
    pools: Mapping[Topic, Pool] = field(default_factory=dict)
    median_days: float | None = None
    openings: tuple[PublicOpening, ...] = ()

    def named(self, topic: Topic) -> tuple[PublicFlag, ...]:
        """List the open flags about a topic that name their company."""
        return tuple(flag for flag in self.flags if flag.topic == topic and flag.state in OPEN)


def publish(
    flags: Iterable[Flag],
    openings: Iterable[Stated],
    today: date,
    here: tzinfo = UTC,
    sourced: Collection[tuple[str, int, str]] = (),
) -> Published:
    """Give what everybody may see.

    Args:
        flags: all there are, with their whole history.
        openings: everything that was ever stated, oldest first.
        today: the day in the town.
        here: the town's time zone: by it a month begins, and a moment has its day.
        sourced: role, year and organisation of the openings that a source prints: who is in one of these is in no pool
            for it, or would be wanted twice over.
    """
    every, said, month = tuple(flags), tuple(openings), today.replace(day=1)
    began = datetime.combine(month, time.min, here)
    then = tuple(before for flag in every if (before := _as_of(flag, began)))
    return Published(
        today=today,
        month=month,
        flags=_named_flags(every, today, here),
        pools=_pools(then, month, {pair for flag in every for pair in _named_for(flag)}),
        median_days=median_days(then, here),
        openings=_openings(said, began, sourced),
    )


def known_to(graph: Graph, published: Published) -> Published:
    """Leave out what is about skills, roles or organisations that this catalogue does not have (another town's)."""
    ids = {Subject.SKILL: graph.skills.keys(), Subject.ROLE: graph.roles.keys()}
    flags = (flag for flag in published.flags if {flag.company, flag.addressee} <= graph.organisations.keys())
    openings = (one for one in published.openings if one.role in graph.roles)
    return replace(
        published,
        flags=tuple(flag for flag in flags if flag.topic.key in ids[flag.topic.subject]),
        pools={topic: pool for topic, pool in published.pools.items() if topic.key in ids[topic.subject]},
        openings=tuple(one for one in openings if not one.organisation or one.organisation in graph.organisations),
    )


def topic_of(ask: Ask) -> Topic | None:
    """Give what is asked for; None for own words that nobody has mapped."""
    return None if ask.subject is Subject.WORDS else Topic(ask.subject, ask.key)


def _as_of(flag: Flag, moment: datetime) -> Flag | None:
    """Give a flag as it stood before a moment; None when it was not there yet."""
    if flag.events[-1].at < moment:
        return flag
    events = [event for event in flag.events if event.at < moment]
    return replay(flag.id, events) if events else None


def _named_for(flag: Flag) -> Iterable[tuple[Topic, str]]:
    """Yield what a company was ever named for with this flag."""
    for event in flag.events:
        if event.ask and event.ask.visibility is Visibility.PUBLIC and (topic := topic_of(event.ask)):
            yield topic, flag.company


def _named_flags(flags: Iterable[Flag], today: date, here: tzinfo) -> tuple[PublicFlag, ...]:
    shown = [
        (flag.since, _public(flag, topic, state, here))
        for flag in flags
        if flag.ask.visibility is Visibility.PUBLIC and (topic := topic_of(flag.ask))
        if (state := state_on(flag, today)) in OPEN or state is State.CONFIRMED
    ]
    return tuple(flag for _, flag in sorted(shown, key=lambda one: (-one[0].timestamp(), one[1].id)))


def _public(flag: Flag, topic: Topic, state: State, here: tzinfo) -> PublicFlag:
    ask, answer = flag.ask, first_answer(flag)
    return PublicFlag(
        id=flag.id,
        company=flag.company,
        topic=topic,
        words=ask.words,
        level=ask.level,
        role=ask.role,
        shows=ask.shows,
        people=band(ask.people),
        state=state,
        addressee=flag.addressee,
        since=flag.since.astimezone(here).date(),
        answered=answer.at.astimezone(here).date() if answer else None,
        plan=flag.plan,
    )


def _pools(flags: Iterable[Flag], month: date, named: Collection[tuple[Topic, str]]) -> dict[Topic, Pool]:
    asking: defaultdict[Topic, defaultdict[str, list[Flag]]] = defaultdict(lambda: defaultdict(list))
    for flag in flags:
        topic = topic_of(flag.ask)
        pooled = flag.ask.visibility is Visibility.POOLED and state_on(flag, month) in OPEN
        if topic and pooled and (topic, flag.company) not in named:
            asking[topic][flag.company].append(flag)
    return {
        topic: _pool(topic, tuple(companies.values()))
        for topic, companies in sorted(asking.items())
        if len(companies) >= FEWEST_COMPANIES
    }


def _pool(topic: Topic, companies: Sequence[Sequence[Flag]]) -> Pool:
    asks = [flag.ask for flags in companies for flag in flags]
    answered = sum(any(first_answer(flag) for flag in flags) for flags in companies)
    told = FEWEST_COMPANIES <= answered <= len(companies) - FEWEST_COMPANIES
    return Pool(
        topic=topic,
        companies=len(companies),
        people=band(sum(ask.people for ask in asks)),
        level=max((ask.level for ask in asks if ask.level), default=None),
        answered=answered if told else None,
    )


def _openings(
    said: Sequence[Stated], began: datetime, sourced: Collection[tuple[str, int, str]]
) -> tuple[PublicOpening, ...]:
    here, month = began.tzinfo, began.date()
    named = {(one.role, one.year, one.organisation) for one in said if one.visibility is Visibility.PUBLIC}
    shown = [
        PublicOpening(
            RoleId(one.role), one.year, OrganisationId(one.organisation), 1, one.people, one.at.astimezone(here).date()
        )
        for one in standing(said)
        if one.visibility is Visibility.PUBLIC and one.people
    ]
    pools: defaultdict[tuple[str, int], list[Interval]] = defaultdict(list)
    known = named.union(sourced)
    for one in standing(one for one in said if one.at < began):
        if one.visibility is Visibility.POOLED and (one.role, one.year, one.organisation) not in known and one.people:
            pools[one.role, one.year].append(one.people)
    for (role, year), people in pools.items():
        ends = [[one.low for one in people], [one.likely for one in people], [one.high for one in people]]
        if len(people) >= FEWEST_COMPANIES and all(map(_hides_each, ends)):
            total = Interval(*map(sum, ends))
            shown.append(PublicOpening(RoleId(role), year, None, len(people), total, month))
    return tuple(sorted(shown, key=lambda one: (one.role, one.year, one.organisation is None)))  # names stand in order


def _hides_each(figures: Sequence[float]) -> bool:
    """Whether nobody who gave one of these, and sees the sum, comes near another's: what the rest gave hides it."""
    *rest, _, largest = sorted(figures)
    return sum(rest) > 0 and sum(rest) >= CLOSEST * largest
