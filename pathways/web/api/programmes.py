"""Programmes: the list, and one with everything known about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as later

from pathways.domain.nouns import Here, Kind, Level, Pace
from pathways.domain.profile import programme_profile
from pathways.domain.shelves import ProgrammeFilter, employers, programmes_by_kind, study_languages
from pathways.web.api.declaring import Asked, Endpoint
from pathways.web.api.facts import Count, Figure, Practical, count, figure, practical
from pathways.web.api.models import Answer, Evidence, Listed, Model, Name, ProgrammeName, Unknown
from pathways.web.api.parameters import Choice, Key, Parameter, Whole, fullest
from pathways.web.api.telling import unknown
from pathways.web.api.ways import Cover, Way, cover_of, way_of
from pathways.web.translate import _

if TYPE_CHECKING:
    from pathways.domain import nouns
    from pathways.domain.profile import Fed, ProgrammeProfile, Taught
    from pathways.web.api.telling import Teller


class Programme(ProgrammeName):
    """A course of study that one can be admitted to."""

    short_name: str
    about: str
    institution: str | None
    """The id of the organisation that teaches it."""
    provider: str
    """Who teaches it, in words."""
    eqf: int
    """The level of the European Qualifications Framework, 2 to 8."""
    ects: int | None
    years: float | None
    """The nominal length; null when no source gives it."""
    pace: Pace
    languages: list[str]
    """The languages it is taught in, as ISO 639 codes."""
    towns: list[str]
    here: Here
    """Whether it is taught in the town: all of it, an unknown part of it, or none."""
    first_intake: int | None
    """The year of its first intake, where that is still to come or was lately."""
    status: str
    last_seen: str
    entry: str
    """How to get in, in words."""
    remark: str | None
    curriculum_seen: bool
    """Whether its outcomes are complete from a curriculum: then what is not listed is not taught."""
    successor: str | None
    """The id of the programme that took its place."""
    evidence: Evidence
    unknown: list[Unknown]


class Outcome(Model):
    """A skill that a programme teaches."""

    skill: Name
    group: str
    level: Level
    """Level 1 knows of it, 2 does it with help, 3 does it alone, 4 leads others in it."""
    evidence: Evidence


class LeadsTo(Model):
    """A role that people with a programme are taken on in."""

    role: Name
    cover: Cover
    evidence: Evidence


class ProgrammeWhole(Answer, Programme):
    """A programme with everything known about it."""

    outcomes: list[Outcome]
    roles: list[LeadsTo]
    ways_in: list[Way]
    leads_on: list[ProgrammeName]
    """The programmes that one may enter with this one finished."""
    practicals: list[Practical]
    figures: list[Figure]
    counts: list[Count]
    """People counted, each as its source printed it. Counts of different years and places do not add up."""


def told(teller: Teller, programme: nouns.Programme) -> Programme:
    """Tell of a programme as it stands in a list."""
    return Programme(**_fields(teller, programme))


def _fields(teller: Teller, one: nouns.Programme) -> dict[str, Any]:
    return {
        "id": one.id, "code": one.code, "kind": one.kind, "name": teller.text(one.title),
        "short_name": teller.text(one.short), "about": teller.text(one.blurb), "institution": one.institution,
        "provider": teller.text(one.provider), "eqf": one.eqf, "ects": one.ects, "years": one.years, "pace": one.pace,
        "languages": list(one.languages), "towns": list(one.towns), "here": one.here,
        "first_intake": one.first_intake, "status": teller.text(one.status), "last_seen": one.last_seen,
        "entry": teller.text(one.entry), "remark": teller.words(one.note), "curriculum_seen": one.complete,
        "successor": one.successor, "evidence": teller.evidence(one.evidence),
        "unknown": unknown(
            years=None if one.years is not None else _("No source that we read gives its length."),
            ects=None if one.ects is not None else _("No source that we read gives its size."),
        ),
    }  # fmt: skip


def _whole(teller: Teller, profile: ProgrammeProfile) -> ProgrammeWhole:
    teach = [one for _group, several in profile.skills for one in several]
    return ProgrammeWhole(
        **_fields(teller, profile.programme),
        outcomes=[_outcome(teller, one) for one in teach],
        roles=[_leads_to(teller, one) for one in profile.roles],
        ways_in=[way_of(teller, one) for one in profile.ways],
        leads_on=[teller.programme(one.programme) for one in profile.lines_out],
        practicals=[practical(teller, one) for one in (*profile.apply, *profile.living)],
        figures=[figure(teller, one) for one in profile.figures],
        counts=[count(teller, one) for one in profile.flows],
        **teller.head(),
    )


def _outcome(teller: Teller, one: Taught) -> Outcome:
    return Outcome(
        skill=teller.skill(one.skill),
        group=one.skill.group,
        level=one.outcome.level,
        evidence=teller.evidence(one.outcome.evidence),
    )


def _leads_to(teller: Teller, fed: Fed) -> LeadsTo:
    return LeadsTo(role=teller.role(fed.role), cover=cover_of(fed.cover), evidence=teller.evidence(fed.link.evidence))


def _list(asked: Asked) -> Listed[Programme]:
    wanted = ProgrammeFilter(
        kind=Kind(asked["kind"]) if asked["kind"] else None,
        level=asked["level"],
        language=asked["taught_in"],
        here=Here(asked["here"]) if asked["here"] else None,
        focus=asked["focus"],
        employer=asked["employer"],
    )
    rows = [one for _kind, several in programmes_by_kind(asked.graph, wanted) for one in several]
    part = asked.part(rows, lambda one: told(asked.teller, one))
    return Listed[Programme](**part, **asked.teller.head())


KIND = Parameter(
    "kind", Choice(lambda _graph: Kind), later("Only programmes of this kind: the letter that begins their code.")
)
FOCUS = Parameter(
    "focus", Choice(lambda graph: graph.focus_areas), later("Only what leads to roles in this focus area.")
)
EMPLOYER = Parameter(
    "employer",
    Choice(lambda graph: [one.id for one in employers(graph)]),
    later("Only what leads to roles that this organisation has."),
)
LEVEL = Parameter("level", Whole(lambda _graph: (2, 8)), later("Only those of this EQF level."))
TAUGHT_IN = Parameter("taught_in", Choice(study_languages), later("Only programmes that are taught in this language."))
ENDPOINTS = (
    Endpoint(
        "list_programmes",
        "/programmes",
        later("Programmes"),
        later("The programmes one can be admitted to, by line."),
        Listed[Programme],
        _list,
        (
            KIND,
            Parameter("here", Choice(lambda _graph: Here), later("Only those taught in the town, partly, or not.")),
            LEVEL,
            TAUGHT_IN,
            FOCUS,
            EMPLOYER,
        ),
    ),
    Endpoint(
        "show_programme",
        "/programmes/{id}",
        later("One programme"),
        later("One programme: what it teaches, where it leads, how to get in, and what was counted."),
        ProgrammeWhole,
        lambda asked: _whole(asked.teller, programme_profile(asked.graph, asked.id)),
        id=Parameter(
            "id",
            Key(),
            later("The id of a programme, as the list gives it."),
            required=True,
            example=lambda graph: fullest(graph.programmes, graph.feeds_from),
        ),
    ),
)
