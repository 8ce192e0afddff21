"""Gaps: the gap board as everybody sees it. Nothing here knows of flags but what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from flask_babel import lazy_gettext as later

from pathways.domain.board import Only, Wanted, board
from pathways.domain.board_rows import Spot
from pathways.domain.flags import Shows, State
from pathways.domain.nouns import Basis, Kind
from pathways.domain.publishing import Band
from pathways.web.api import programmes, roles
from pathways.web.api.declaring import Asked, Endpoint
from pathways.web.api.models import Evidence, Listed, Model, Name, ProgrammeName
from pathways.web.api.parameters import Choice, Parameter
from pathways.web.published import published

if TYPE_CHECKING:
    from pathways.domain.asked_for import Asking as Asked_
    from pathways.domain.board import Board, RoleRow
    from pathways.domain.board_rows import Row
    from pathways.domain.publishing import Pool as Pooled
    from pathways.domain.publishing import PublicFlag
    from pathways.web.api.telling import Teller


class Answered(Model):
    """How a school means to answer a flag."""

    programme: str | None
    """The id of the programme; null for something that is no programme yet."""
    intake: str
    what: str


class Flag(Model):
    """A gap that a company flagged in public, in its own name: stated by that company."""

    company: str
    words: str
    """The company's own words; empty when there are none."""
    level: int | None
    role: str | None
    shows: Shows
    people: Band
    """How many people, in a band."""
    state: State
    addressee: str | None
    """The id of the institution that it was flagged to."""
    since: str
    """The day it was flagged: as of then it is known."""
    answered: str | None
    """The day of the first answer."""
    plan: Answered | None


class Pool(Model):
    """Companies, at least 3, that ask for the same and are not named: counted on the first of the month."""

    companies: int
    people: Band
    level: int | None
    """The highest level that any of them asks for."""
    answered: int | None
    """How many were answered; null where that would tell of a few."""


class Asking(Model):
    """Who asks for a skill or a role."""

    subject: Literal["skill", "role"]
    key: str
    companies: int
    named: list[Flag]
    pool: Pool | None
    closed: list[Flag]
    """Flags whose company says that it got what it asked for."""


class WhiteSpot(Model):
    """A skill that some role needs essentially and no programme in the town is known to teach far enough."""

    skill: str
    spot: Spot
    """Proven where curricula were seen, unproven where levels are estimates, or usually learnt at work."""


class Cell(Model):
    """What one programme teaches of a row."""

    programme: str
    level: int
    basis: Basis | None
    taught: int
    """How many of the row's skills it teaches at all."""


class Gap(Name):
    """A skill, or a group of them, on the board."""

    group: str
    skills: list[str]
    needed: int
    """The highest level at which a role needs it essentially; 0 where none does."""
    needed_by: list[str]
    essential: int
    """How many roles need it essentially."""
    shortfall: int
    """Levels by which what is needed, or asked for in public, is more than what is taught in the town."""
    estimated: bool
    """Whether the level needed is our estimate."""
    white_spots: list[WhiteSpot]
    cells: list[Cell]
    """Only programmes that teach some of it."""
    asking: list[Asking]
    evidence: list[Evidence]


class RoleGap(Model):
    """A role that companies cannot fill."""

    role: Name
    asking: Asking
    programmes: list[ProgrammeName]


class Gaps(Listed[Gap]):
    """The gap board: a part of its rows, and the roles that companies cannot fill."""

    today: str
    month: str
    """The day as of which pools are counted."""
    median_days: float | None
    """Days to the first answer, of half of the flags; null where too few were answered to be told."""
    programmes: list[ProgrammeName]
    """The columns of the board."""
    roles: list[RoleGap]


def _gaps(asked: Asked) -> Gaps:
    teller, told = asked.teller, published()
    found = board(
        asked.graph,
        told,
        Wanted(
            grouped=asked["rows"] == "group",
            group=asked["group"],
            focus=asked["focus"],
            family=asked["family"],
            only=Only(asked["only"]) if asked["only"] else None,
            kind=Kind(asked["kind"]) if asked["kind"] else None,
            everywhere=asked["columns"] == "all",
            by_name=teller.language if asked["sort"] == "name" else None,
        ),
    )
    return Gaps(
        **asked.part(found.rows, lambda row: _gap(teller, found, row)),
        today=told.today.isoformat(),
        month=told.month.isoformat(),
        median_days=told.median_days,
        programmes=[teller.programme(one) for one in found.columns],
        roles=[_role(teller, one) for one in found.roles],
        **teller.head(),
    )


def _gap(teller: Teller, found: Board, row: Row) -> Gap:
    return Gap(
        id=row.key, name=teller.text(row.label), group=row.group, skills=list(row.skills), needed=row.needed,
        needed_by=list(row.needed_by), essential=len(row.essential), shortfall=row.shortfall, estimated=row.estimated,
        white_spots=[WhiteSpot(skill=one.skill, spot=one.spot) for one in row.white],
        cells=[
            Cell(programme=column.id, level=cell.level, basis=cell.basis, taught=cell.taught)
            for column in found.columns
            if (cell := row.cells.get(column.id))
        ],
        asking=[_asking(teller, one) for one in row.asking],
        evidence=teller.every(row.evidence),
    )  # fmt: skip


def _role(teller: Teller, row: RoleRow) -> RoleGap:
    return RoleGap(
        role=teller.role(row.role),
        asking=_asking(teller, row.asking),
        programmes=[teller.programme(one) for one in row.programmes],
    )


def _asking(teller: Teller, one: Asked_) -> Asking:
    subject: Literal["skill", "role"] = "role" if one.topic.subject.value == "role" else "skill"
    return Asking(
        subject=subject,
        key=one.topic.key,
        companies=one.companies,
        named=[_flag(teller, flag) for flag in one.named],
        pool=_pool(one.pool) if one.pool else None,
        closed=[_flag(teller, flag) for flag in one.closed],
    )


def _flag(teller: Teller, flag: PublicFlag) -> Flag:
    return Flag(
        company=flag.company, words=flag.words, level=flag.level,
        role=flag.role if flag.role in teller.graph.roles else None, shows=flag.shows, people=flag.people,
        state=flag.state, addressee=flag.addressee or None, since=flag.since.isoformat(),
        answered=flag.answered.isoformat() if flag.answered else None,
        plan=Answered(programme=flag.plan.programme or None, intake=flag.plan.intake, what=flag.plan.what)
        if flag.plan
        else None,
    )  # fmt: skip


def _pool(pool: Pooled) -> Pool:
    return Pool(companies=pool.companies, people=pool.people, level=pool.level, answered=pool.answered)


ENDPOINTS = (
    Endpoint(
        "list_gaps",
        "/gaps",
        later("Gaps"),
        later("The gap board: what roles need, what is taught of it, and what companies ask for in public."),
        Gaps,
        _gaps,
        (
            Parameter(
                "rows",
                Choice(lambda _graph: ("skill", "group")),
                later("Whether a row is a skill or a group."),
                default="skill",
            ),
            Parameter("group", Choice(lambda graph: graph.skill_groups), later("Only rows of this group.")),
            roles.FOCUS,
            roles.FAMILY,
            Parameter(
                "only",
                Choice(lambda _graph: Only),
                later("Only rows that are flagged in public, or only those with white spots."),
            ),
            Parameter(
                "columns",
                Choice(lambda _graph: ("here", "all")),
                later("Programmes taught in the town, or all of them."),
                default="here",
            ),
            programmes.KIND,
            Parameter(
                "sort",
                Choice(lambda _graph: ("pressure", "name")),
                later("What rows are sorted by."),
                default="pressure",
            ),
        ),
    ),
)
