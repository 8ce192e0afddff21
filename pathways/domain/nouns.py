"""What the planner knows, as frozen values: one class per noun of the trade.

Every claim carries its `Evidence`. `None` means unknown and stays unknown: it is never read as zero.
Names follow the field: a *programme* leads to a *role*, an *outcome* is what a programme teaches,
a *need* is what a role asks for.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NewType, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathways.domain.conditions import Condition

ProgrammeId = NewType("ProgrammeId", str)
RoleId = NewType("RoleId", str)
SkillId = NewType("SkillId", str)
OrganisationId = NewType("OrganisationId", str)
SourceId = NewType("SourceId", str)
StartId = NewType("StartId", str)
"""A starting point that is no programme here: lower secondary school, years of work, a foreign exam."""

InterestId = NewType("InterestId", str)

LANGUAGES = ("da", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Danish and in English; neither is ever empty in a valid graph."""

    da: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.da


class Basis(StrEnum):
    """How well a claim is known, surest first."""

    STATED = "stated"
    DERIVED = "derived"
    ASSUMED = "assumed"

    @property
    def doubt(self) -> int:
        """Its place among all of them: 0 for the surest."""
        return _BASES.index(self)


_BASES = tuple(Basis)


def weakest(bases: Iterable[Basis]) -> Basis:
    """Give the basis of what rests on several, at least one: that of the least sure."""
    return max(bases, key=lambda basis: basis.doubt)


@dataclass(frozen=True, slots=True)
class Source:
    """A page or document that facts rest on.

    `published` is an ISO date cut to what is known (`2023`, `2023-05`), None when undated.
    A `weak` source (a re-post, a mirror) is shown as text, never as a link.
    """

    id: SourceId
    url: str
    title: str
    published: str | None
    weak: bool
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a claim may be shown: its basis, its sources and the day it was true.

    `as_of` is an ISO date cut to what is known: `2018`, `2023-05` or `2023-05-31`.
    `sources` is empty only when `basis` is assumed.
    """

    basis: Basis
    sources: tuple[SourceId, ...]
    as_of: str


class Kind(StrEnum):
    """A kind of programme: one letter, one colour, one line on the map."""

    VOCATIONAL = "E"
    TECHNICIAN = "T"
    MARINE = "M"
    ENGINEERING = "D"
    MASTERS = "K"
    ARCHITECTURE = "A"
    UPPER_SECONDARY = "N"


KINDS = tuple(Kind)


class Level(IntEnum):
    """How well a skill is mastered; 0 means not held and is never stored."""

    NONE = 0
    AWARE = 1
    GUIDED = 2
    INDEPENDENT = 3
    LEADS = 4


class Importance(StrEnum):
    """Whether a role cannot be done without a skill, or only done better with it."""

    ESSENTIAL = "essential"
    PREFERRED = "preferred"


class Pace(StrEnum):
    """Full-time study, or part-time beside a job."""

    FULL_TIME = "full-time"
    PART_TIME = "part-time"


class Here(StrEnum):
    """Whether a programme is taught in the town: all of it, an unknown part, or none."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Match(StrEnum):
    """How a label of ours relates to its ESCO concept."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"
    NONE = "none"


class Membership(StrEnum):
    """Whether an organisation takes part in the alliance. Only `STATED` is ever shown."""

    STATED = "stated"
    PROBABLE = "probable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Esco:
    """The ESCO v1.1.1 concept a noun corresponds to, URI unchanged."""

    uri: str
    label: str
    match: Match


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate of a quantity: low ≤ likely ≤ high, same unit throughout."""

    low: float
    likely: float
    high: float


@dataclass(frozen=True, slots=True)
class Organisation:
    """A company, institution, public actor or network.

    `employees` counts people at the local site, as printed by a source, in `employees_year`.
    `symbiosis` is one of `yes-full`, `yes-associate`, `no` (on no list seen) or `unknown`.
    """

    id: OrganisationId
    name: str
    kind: str  # company | institution | public | network
    sector: Text
    activity: Text
    alliance: Membership
    symbiosis: str
    employees: int | None
    employees_year: str | None
    website: str | None
    note: Text | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Programme:
    """A course of study one can be admitted to.

    `code` is letter + number, unique, never reused (D1). `years` is the nominal length, None when
    unknown. `eqf` is 2-8. `complete` says that the outcomes come from a whole curriculum, so a skill
    not recorded is a skill not taught. `judged` is False where one row stands for many degrees, so
    that its cover says nothing outside `judged_families`.
    """

    id: ProgrammeId
    code: str
    kind: Kind
    title: Text
    short: Text
    blurb: Text
    institution: OrganisationId | None
    provider: Text
    eqf: int
    ects: int | None
    years: float | None
    pace: Pace
    languages: tuple[str, ...]
    towns: tuple[str, ...]
    here: Here
    first_intake: int | None
    status: Text
    last_seen: str
    entry: Text
    note: Text | None
    complete: bool
    judged_families: tuple[str, ...]
    successor: ProgrammeId | None
    evidence: Evidence

    @property
    def line_order(self) -> tuple[int, int]:
        """Where it stands among all programmes: by line, then by number, so that E2 comes before E10."""
        return KINDS.index(self.kind), int(self.code[1:])


@dataclass(frozen=True, slots=True)
class Start:
    """Where someone may stand before any programme here: school, work, another exam.

    Whoever stands at a start or has finished a programme named in `also` stands at this one, too: what is
    open to "a vocational education in any trade" is open to an electrician.
    """

    id: StartId
    title: Text
    also: tuple[StartId | ProgrammeId, ...] = ()


@dataclass(frozen=True, slots=True)
class Admission:
    """With `origin` finished, one may enter `programme` if `condition` holds.

    `bridging_years` is extra schooling before entry, `credit_years` time saved inside the programme;
    None when no source gives them. `origin` is a programme id or a start id.
    """

    programme: ProgrammeId
    origin: ProgrammeId | StartId
    condition: Condition | None  # None: no condition was seen, which is not "none"
    condition_text: Text | None
    bridging_years: float | None
    credit_years: float | None
    pace: Pace
    note: Text | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """One of the groups that skills are read in."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Skill:
    """Something one can learn and a role can ask for."""

    id: SkillId
    label: Text
    group: str
    esco: Esco | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A programme teaches a skill to a level (1-4). `ects` is the size of the course it sits in;
    several skills share a course, so ECTS are never added up.
    """

    programme: ProgrammeId
    skill: SkillId
    level: Level
    ects: int | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of job in the industry.

    `eqf` is the typical level of those who hold it. `experienced` roles are reached after some years
    of work: a low cover there means experience is needed, not that a programme is missing.
    """

    id: RoleId
    title: Text
    blurb: Text
    family: str
    focus_area: str
    eqf: int
    experienced: bool
    esco: Esco | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Need:
    """A role asks for a skill at a level (1-4)."""

    role: RoleId
    skill: SkillId
    level: Level
    importance: Importance
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Feeds:
    """People with this programme are taken on in this role. Only these are links on a map."""

    programme: ProgrammeId
    role: RoleId
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Workplace:
    """An organisation that has such jobs; never a claim that it is hiring."""

    role: RoleId
    organisation: OrganisationId
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Step:
    """People in one role move on to another after `years` (typical, at work)."""

    origin: RoleId
    role: RoleId
    years: Interval
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Flow:
    """Counted or estimated people who start, finish or go somewhere.

    `kind` is what was counted (intake, completion, application, employment, further-study, retention,
    apprenticeship, internship, thesis, upskilling, stock, choice, plan, labour-inflow, not-yet-placed,
    elsewhere).
    `people` is a number or interval a year; `base` what it is a part of; `share` 0-1 as printed.
    `onward` is the programme people went on to; or `role` and `organisation` say what work, as far as the
    source names it. `pinned` flows are people a year along a link of the map, fit to be drawn by the people
    measure: all who go to a role, or with `organisation` those of them who do that work there. `here` says that the
    source counts people in the town itself; where it does not say so, it is False.
    """

    id: str
    programme: ProgrammeId | None
    kind: str
    what: Text
    role: RoleId | None
    organisation: OrganisationId | None
    onward: ProgrammeId | None
    people: Interval | None
    base: int | None
    share: float | None
    year: str
    pinned: bool
    here: bool
    note: Text | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Opening:
    """People a year an organisation wants for a role."""

    role: RoleId
    organisation: OrganisationId
    year: int
    people: Interval
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something an organisation or authority announced, counted or lacked: one dated fact."""

    id: str
    organisation: OrganisationId | None
    kind: str
    what: Text
    number: float | None
    unit: Text | None
    year: str | None
    period: Text | None
    note: Text | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Figure:
    """A national or institution-wide figure about a type of degree; never a local one unless `scope` says so."""

    id: str
    programmes: tuple[ProgrammeId, ...]
    scope: str  # national | institution | local
    group: Text
    measure: Text
    value: float | None
    unit: Text | None
    year: str | None
    note: Text | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Practical:
    """Something one must know to apply, start or live there: deadlines, places, money, help."""

    id: str
    topic: str
    programmes: tuple[ProgrammeId, ...]
    what: Text
    value: Text | None
    when: Text | None
    note: Text | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Label:
    """A named pigeon-hole with an order: a role family, a focus area, a subject, a topic."""

    id: str
    label: Text
    description: Text | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sources that do not agree, both told."""

    id: str
    topic: Text
    versions: Text
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Interest:
    """Something that someone may like or not, in plain words of ours, and the skill groups it stands for.

    `statement` completes "I like to …", "Jeg kan lide at …".
    """

    id: InterestId
    statement: Text
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """The place a catalogue is about.

    A `fictional` town says so in a band on every page. `editors` names what an assumed row rests on.
    """

    id: str
    name: Text
    area: Text
    tagline: Text
    region: Text
    disclaimer: Text
    fictional: bool
    as_of: str
    editors: Text
    missing: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that one seed folder, or one database, says: the raw material of a `Graph`."""

    town: Town
    sources: tuple[Source, ...]
    families: tuple[Label, ...]
    focus_areas: tuple[Label, ...]
    subjects: tuple[Label, ...]
    requirements: tuple[Label, ...]
    skill_groups: tuple[SkillGroup, ...]
    skills: tuple[Skill, ...]
    organisations: tuple[Organisation, ...]
    programmes: tuple[Programme, ...]
    starts: tuple[Start, ...]
    admissions: tuple[Admission, ...]
    outcomes: tuple[Outcome, ...]
    roles: tuple[Role, ...]
    needs: tuple[Need, ...]
    feeds: tuple[Feeds, ...]
    workplaces: tuple[Workplace, ...]
    steps: tuple[Step, ...]
    flows: tuple[Flow, ...]
    openings: tuple[Opening, ...]
    announcements: tuple[Announcement, ...]
    figures: tuple[Figure, ...]
    practicals: tuple[Practical, ...]
    contradictions: tuple[Contradiction, ...]
    interests: tuple[Interest, ...]


Levels: TypeAlias = "Mapping[SkillId, int]"
"""Level held per skill, 0-4; a skill that is absent counts as 0."""
