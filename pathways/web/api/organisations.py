"""Organisations: the list, and one with its roles, its programmes and what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from flask_babel import lazy_gettext as later

from pathways.domain.nouns import Membership
from pathways.domain.profile import employer_profile
from pathways.domain.shelves import SYMBIOSIS, organisations_by_kind
from pathways.web.api.declaring import Asked, Endpoint
from pathways.web.api.facts import Announcement, Count, Opening, announcement, count, opening
from pathways.web.api.models import Answer, Evidence, Listed, Model, Name, ProgrammeName, Unknown
from pathways.web.api.parameters import Choice, Key, Parameter, fullest
from pathways.web.api.telling import unknown
from pathways.web.translate import _

if TYPE_CHECKING:
    from pathways.domain import nouns
    from pathways.domain.profile import EmployerProfile
    from pathways.web.api.telling import Teller


class Organisation(Name):
    """A company, institution, public actor or network."""

    kind: str
    """Company, institution, public or network."""
    sector: str
    activity: str
    partner: bool | None
    """Whether a source says that it takes part in the alliance; null when none does."""
    symbiosis: Literal["yes-full", "yes-associate"] | None
    """How it is on a list of the industrial symbiosis; null when it is on none."""
    employees: int | None
    """People at the local site, as printed."""
    employees_year: str | None
    website: str | None
    remark: str | None
    evidence: Evidence
    unknown: list[Unknown]


class Job(Model):
    """A role that an organisation has. It is not said to be hiring."""

    role: Name
    evidence: Evidence


class OrganisationWhole(Answer, Organisation):
    """An organisation with everything known about it."""

    roles: list[Job]
    programmes: list[ProgrammeName]
    """The programmes that lead to one of its roles."""
    teaches: list[ProgrammeName]
    openings: list[Opening]
    announcements: list[Announcement]
    counts: list[Count]
    """People counted, each as its source printed it."""


def _fields(teller: Teller, one: nouns.Organisation) -> dict[str, Any]:
    return {
        "id": one.id, "name": one.name, "kind": one.kind, "sector": teller.text(one.sector),
        "activity": teller.text(one.activity), "partner": True if one.alliance is Membership.STATED else None,
        "symbiosis": one.symbiosis if one.symbiosis in SYMBIOSIS else None, "employees": one.employees,
        "employees_year": one.employees_year, "website": one.website, "remark": teller.words(one.note),
        "evidence": teller.evidence(one.evidence),
        "unknown": unknown(
            employees=None if one.employees is not None else _("No source gives the number at the local site.")
        ),
    }  # fmt: skip


def _whole(teller: Teller, profile: EmployerProfile) -> OrganisationWhole:
    return OrganisationWhole(
        **_fields(teller, profile.organisation),
        roles=[Job(role=teller.role(role), evidence=teller.evidence(job.evidence)) for role, job in profile.jobs],
        programmes=[teller.programme(one) for one in profile.programmes],
        teaches=[teller.programme(one) for one in profile.teaches],
        openings=[opening(teller, one) for one in profile.openings],
        announcements=[announcement(teller, one) for one in profile.announcements],
        counts=[count(teller, one) for one in profile.flows],
        **teller.head(),
    )


def _list(asked: Asked) -> Listed[Organisation]:
    found = organisations_by_kind(asked.graph, asked["kind"], asked["focus"])
    rows = [one for _kind, several in found for one in several]
    return Listed[Organisation](
        **asked.part(rows, lambda one: Organisation(**_fields(asked.teller, one))), **asked.teller.head()
    )


ENDPOINTS = (
    Endpoint(
        "list_organisations",
        "/organisations",
        later("Organisations"),
        later("Companies, institutions, public bodies and networks, by kind."),
        Listed[Organisation],
        _list,
        (
            Parameter(
                "kind",
                Choice(lambda graph: [one.kind for one in graph.organisations.values()]),
                later("Only organisations of this kind."),
            ),
            Parameter(
                "focus",
                Choice(lambda graph: graph.focus_areas),
                later("Only organisations that have a role in this focus area."),
            ),
        ),
    ),
    Endpoint(
        "show_organisation",
        "/organisations/{id}",
        later("One organisation"),
        later("One organisation: its roles, which programmes lead to them, what it teaches and what was counted."),
        OrganisationWhole,
        lambda asked: _whole(asked.teller, employer_profile(asked.graph, asked.id)),
        id=Parameter(
            "id",
            Key(),
            later("The id of an organisation, as the list gives it."),
            required=True,
            example=lambda graph: fullest(graph.organisations, graph.jobs_at),
        ),
    ),
)
