"""Single facts as programs are told them: counts of people, figures, practicals, announcements, openings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathways.web.api.models import Evidence, Model, Name, People
from pathways.web.api.telling import exactly, organisation, people, too_few
from pathways.web.outlook_inputs import is_told

if TYPE_CHECKING:
    from pathways.domain import nouns
    from pathways.web.api.telling import Teller


class Count(Model):
    """People whom a source counted."""

    kind: str
    """What was counted: intake, completion, employment, further-study, stock, …"""
    what: str
    programme: str | None
    role: str | None
    organisation: str | None
    onward: str | None
    """The id of the programme that they went on to."""
    people: People
    base: int | None
    """What it is a part of."""
    share: float | None
    """The part as printed, 0 to 1."""
    year: str
    here: bool
    """Whether the source counts people in the town itself."""
    remark: str | None
    evidence: Evidence


class Figure(Model):
    """A figure about a type of degree; it is no local one unless its scope says so."""

    scope: str
    """National, institution or local."""
    group: str
    measure: str
    value: float | None
    unit: str | None
    year: str | None
    remark: str | None
    evidence: Evidence


class Practical(Model):
    """Something one must know to apply, start or live there."""

    topic: str
    what: str
    value: str | None
    when: str | None
    remark: str | None
    evidence: Evidence


class Announcement(Model):
    """Something that was announced, counted or lacked."""

    kind: str
    what: str
    organisation: str | None
    number: float | None
    unit: str | None
    year: str | None
    period: str | None
    remark: str | None
    evidence: Evidence


class Opening(Model):
    """People a year whom an organisation wants for a role, as a source printed it."""

    role: Name
    organisation: Name
    year: int
    people: People
    evidence: Evidence


def count(teller: Teller, flow: nouns.Flow) -> Count:
    """Tell of a count. Of a number that is not shown nothing is told that would give it away."""
    shown = people(flow.people, flow.evidence.basis)
    open_ = flow.people is None or shown.likely is not None
    return Count(
        kind=flow.kind, what=teller.text(flow.what), programme=flow.programme, role=flow.role,
        organisation=flow.organisation, onward=flow.onward, people=shown, base=flow.base,
        share=flow.share if open_ else None, year=flow.year, here=flow.here, remark=teller.words(flow.note),
        evidence=teller.evidence(flow.evidence),
    )  # fmt: skip


def figure(teller: Teller, one: nouns.Figure) -> Figure:
    """Tell of a figure."""
    return Figure(
        scope=one.scope, group=teller.text(one.group), measure=teller.text(one.measure), value=one.value,
        unit=teller.words(one.unit), year=one.year, remark=teller.words(one.note),
        evidence=teller.evidence(one.evidence),
    )  # fmt: skip


def practical(teller: Teller, one: nouns.Practical) -> Practical:
    """Tell of a practical."""
    return Practical(
        topic=one.topic, what=teller.text(one.what), value=teller.words(one.value), when=teller.words(one.when),
        remark=teller.words(one.note), evidence=teller.evidence(one.evidence),
    )  # fmt: skip


def announcement(teller: Teller, one: nouns.Announcement) -> Announcement:
    """Tell of an announcement."""
    return Announcement(
        kind=one.kind, what=teller.text(one.what), organisation=one.organisation, number=one.number,
        unit=teller.words(one.unit), year=one.year, period=teller.words(one.period), remark=teller.words(one.note),
        evidence=teller.evidence(one.evidence),
    )  # fmt: skip


def opening(teller: Teller, one: nouns.Opening) -> Opening:
    """Tell of the openings of one organisation, where they may be told by organisation (`domain.discretion`)."""
    return Opening(
        role=teller.role(teller.graph.roles[one.role]),
        organisation=organisation(teller.graph.organisations[one.organisation]),
        year=one.year,
        people=exactly(one.people) if is_told(one) else too_few(),
        evidence=teller.evidence(one.evidence),
    )
