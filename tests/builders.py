"""Worlds for tests, in one line each.

`graph(analyst={"sql": 2})` is a valid graph with one role that needs one skill; `facts(...)` is the raw
material, to be bent with `dataclasses.replace` into something broken.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathways.domain import nouns as n
from pathways.domain.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SOURCE = n.Source(n.SourceId("source"), "https://example.org/page", "A page", "2024-05", weak=False)
STATED = n.Evidence(n.Basis.STATED, (SOURCE.id,), "2024-05")
ASSUMED = n.Evidence(n.Basis.ASSUMED, (), "2024-05")


def text(words: str) -> n.Text:
    return n.Text(f"{words} (da)", words)


def label(id: str) -> n.Label:
    return n.Label(id, text(id.title()))


def town(**changes: object) -> n.Town:
    base = n.Town(
        "testby",
        text("Testby"),
        text("Area"),
        text("Tagline"),
        text("Region"),
        text("Disclaimer"),
        fictional=True,
        as_of="2026-11-23",
        editors=text("editors' judgement"),
    )
    return replace(base, **changes)


def programme(
    id: str = "course", code: str = "D1", kind: n.Kind = n.Kind.ENGINEERING, **changes: object
) -> n.Programme:
    base = n.Programme(
        id=n.ProgrammeId(id), code=code, kind=kind, title=text(id.title()), short=text(id.title()), blurb=text("Blurb"),
        institution=None, provider=text("School"), eqf=6, ects=210, years=3.5, pace=n.Pace.FULL_TIME,
        languages=("da",), towns=("Testby",), here=n.Here.YES, first_intake=2017, status=text("running"),
        last_seen="2024-05", entry=text("An exam"), note=None, complete=False, judged_families=(), successor=None,
        evidence=STATED,
    )  # fmt: skip
    return replace(base, **changes)


def role(id: str = "analyst", **changes: object) -> n.Role:
    base = n.Role(n.RoleId(id), text(id.title()), text("Blurb"), "family", "area", 6, False, None, STATED)
    return replace(base, **changes)


def organisation(id: str = "works", **changes: object) -> n.Organisation:
    base = n.Organisation(
        n.OrganisationId(id), id.title(), "company", text("sector"), text("activity"), n.Membership.UNKNOWN,
        "unknown", None, None, None, None, STATED,
    )  # fmt: skip
    return replace(base, **changes)


def skill(id: str, group: str = "group") -> n.Skill:
    return n.Skill(n.SkillId(id), text(id.upper()), group, None)


def need(role: str, skill: str, level: int = 2, importance: n.Importance = n.Importance.ESSENTIAL) -> n.Need:
    return n.Need(n.RoleId(role), n.SkillId(skill), n.Level(level), importance, STATED)


def outcome(programme: str, skill: str, level: int = 2, evidence: n.Evidence = STATED) -> n.Outcome:
    return n.Outcome(n.ProgrammeId(programme), n.SkillId(skill), n.Level(level), None, evidence)


def feeds(programme: str, role: str, evidence: n.Evidence = STATED) -> n.Feeds:
    return n.Feeds(n.ProgrammeId(programme), n.RoleId(role), evidence)


def workplace(role: str, organisation: str) -> n.Workplace:
    return n.Workplace(n.RoleId(role), n.OrganisationId(organisation), STATED)


def facts(
    roles: Mapping[str, Mapping[str, int]] | None = None,
    programmes: Mapping[str, Mapping[str, int]] | None = None,
    feeding: Iterable[tuple[str, str]] = (),
    jobs: Iterable[tuple[str, str]] = (),
    **changes: object,
) -> n.Facts:
    """Facts where `roles` need skills at levels, `programmes` teach them, and the pairs are links."""
    roles, programmes, jobs = roles or {}, programmes or {}, list(jobs)
    skills = sorted({s for levels in [*roles.values(), *programmes.values()] for s in levels})
    base = n.Facts(
        town=town(), sources=(SOURCE,), families=(label("family"),), focus_areas=(label("area"),),
        subjects=(label("mathematics"), label("physics"), label("chemistry")), requirements=(label("motivation"),),
        skill_groups=(n.SkillGroup("group", text("Group")),), skills=tuple(skill(s) for s in skills),
        organisations=tuple(organisation(o) for o in dict.fromkeys(o for _, o in jobs)),
        programmes=tuple(programme(p, f"D{i}") for i, p in enumerate(programmes, 1)),
        starts=(n.Start(n.StartId("school"), text("School")),), admissions=(),
        outcomes=tuple(outcome(p, s, level) for p, taught in programmes.items() for s, level in taught.items()),
        roles=tuple(role(r) for r in roles),
        needs=tuple(need(r, s, level) for r, needed in roles.items() for s, level in needed.items()),
        feeds=tuple(feeds(p, r) for p, r in feeding), workplaces=tuple(workplace(r, o) for r, o in jobs),
        steps=(), flows=(), openings=(), announcements=(), figures=(), practicals=(), contradictions=(),
        interests=(),
    )  # fmt: skip
    return replace(base, **changes)


def graph(**roles: Mapping[str, int]) -> Graph:
    """A valid graph with these roles and the levels they need."""
    return Graph(facts(roles))
