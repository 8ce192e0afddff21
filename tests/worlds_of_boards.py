"""Small towns and what companies publish in them, drawn at random: for what must hold of every gap board."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.board import Only, Wanted
from pathways.domain.graph import Graph
from tests import builders as b
from tests.published_flags import pool, public_flag, published_of, role_topic, skill_topic

if TYPE_CHECKING:
    from pathways.domain.publishing import Published

SKILLS = "abcdef"
ROLES = ("analyst", "chief", "fitter")
PROGRAMMES = ("one", "two", "three", "four")
COMPANIES = ("works", "plant", "mill", "yard")
GROUPS = {"a": "first", "b": "first", "c": "second", "d": "second", "e": "third", "f": "third"}
FAMILIES = {"analyst": "lab", "chief": "lab", "fitter": "shop"}
AREAS = {"analyst": "green", "chief": "health", "fitter": "green"}


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """A town whose needs, outcomes, feeds, places and curricula are drawn."""
    return Graph(draw(facts()))


@st.composite
def facts(draw: st.DrawFn) -> n.Facts:
    base = b.facts(
        {role: {} for role in ROLES},
        {programme: {} for programme in PROGRAMMES},
        jobs=[("analyst", company) for company in COMPANIES],
    )
    needs = tuple(
        b.need(role, skill, draw(st.integers(1, 4)), draw(st.sampled_from(n.Importance)))
        for role in ROLES
        for skill in sorted({draw(st.sampled_from(SKILLS[:5])), *draw(st.sets(st.sampled_from(SKILLS[:5])))})
    )
    outcomes = tuple(
        b.outcome(programme, skill, draw(st.integers(1, 4)), draw(st.sampled_from((b.STATED, b.ASSUMED))))
        for programme in PROGRAMMES
        for skill in sorted(draw(st.sets(st.sampled_from(SKILLS))))
    )
    return replace(
        base,
        families=(b.label("lab"), b.label("shop")),
        focus_areas=(b.label("green"), b.label("health")),
        skill_groups=tuple(n.SkillGroup(group, b.text(group.title())) for group in dict.fromkeys(GROUPS.values())),
        skills=tuple(b.skill(skill, group) for skill, group in GROUPS.items()),
        roles=tuple(b.role(role, family=FAMILIES[role], focus_area=AREAS[role]) for role in ROLES),
        programmes=tuple(
            replace(one, here=draw(st.sampled_from(n.Here)), complete=draw(st.booleans())) for one in base.programmes
        ),
        needs=needs,
        outcomes=outcomes,
        feeds=tuple(
            b.feeds(programme, role)
            for programme in PROGRAMMES
            for role in sorted(draw(st.sets(st.sampled_from(ROLES))))
        ),
    )


@st.composite
def publications(draw: st.DrawFn) -> Published:
    """Named flags and pools about skills and roles; nobody named is in a pool, which is `publish`'s to see to."""
    topics = [skill_topic(skill) for skill in SKILLS] + [role_topic(role) for role in ROLES]
    pairs = draw(st.sets(st.tuples(st.sampled_from(topics), st.sampled_from(COMPANIES)), max_size=6))
    flags = [
        public_flag(company, topic, level=draw(st.integers(1, 4)), role=draw(st.sampled_from(("", *ROLES))))
        for topic, company in sorted(pairs)
    ]
    pooled = draw(st.sets(st.sampled_from(topics), max_size=4))
    pools = [pool(topic, draw(st.integers(3, 6)), level=draw(st.integers(1, 4))) for topic in sorted(pooled)]
    return published_of(flags, pools)


wishes = st.builds(
    Wanted,
    grouped=st.booleans(),
    group=st.sampled_from((None, "first", "second")),
    focus=st.sampled_from((None, "green", "health")),
    family=st.sampled_from((None, "lab", "shop")),
    only=st.sampled_from((None, *Only)),
    kind=st.sampled_from((None, n.Kind.ENGINEERING, n.Kind.MASTERS)),
    everywhere=st.booleans(),
    by_name=st.sampled_from((None, "da", "en")),
)
"""Whatever a visitor may want to see."""
