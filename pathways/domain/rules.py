"""What must hold of the facts for them to form a graph, noun by noun.

`faults` lists every broken rule, never only the first. The kinds of rule are in `pathways.domain.checks`;
what they are about is said in the domain rules §1.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pathways.domain import nouns as n
from pathways.domain.checks import (
    DATE_REMEDY,
    SLUG,
    World,
    chosen,
    dated,
    evidenced,
    filled,
    identified,
    impossible_date,
    in_years,
    labelled,
    matching,
    ordered,
    ranged,
    refers,
    text_faults,
    unique,
    worded,
)
from pathways.domain.errors import Fault
from pathways.domain.particular import (
    CODE,
    LANGUAGE_CODES,
    TWO_LETTERS,
    codes_begin_with_kind,
    conditions_known,
    counted_once,
    counted_when_it_happened,
    esco_whole,
    flows_fit_the_map,
    interests_stand_for_something,
    no_circles,
    roles_need_something,
    same_way_in,
    starts_are_no_programmes,
    starts_name_others,
    steps_lead_elsewhere,
    subjects_are_no_keywords,
    succeeded_by_another,
)
from pathways.domain.saying import quoted, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pathways.domain.checks import Check
    from pathways.domain.nouns import Facts, Town

ORGANISATION_KINDS = ("company", "institution", "public", "network")
SYMBIOSIS = ("yes-full", "yes-associate", "no", "unknown")
SCOPES = ("national", "institution", "local")
FLOW_KINDS = (
    *("intake", "completion", "application", "employment", "further-study", "retention", "apprenticeship"),
    *("internship", "thesis", "upskilling", "stock", "choice", "plan", "labour-inflow", "not-yet-placed"),
    "elsewhere",
)
WEB = re.compile(r"https?://[^\s<>\"]+\Z")
WORD = re.compile(SLUG.pattern + r"\Z")


def faults(facts: Facts) -> tuple[Fault, ...]:
    """List every broken rule, in the order of the facts; empty when they form a valid graph."""
    world = World(facts)
    found = list(_town_faults(facts.town))
    for table, checks in CHECKS.items():
        rows = getattr(facts, table)
        findings = [finding for check in checks for finding in check(rows, world)]
        findings.sort(key=lambda finding: finding[0])
        found += (Fault(table, key(rows[f[0]]), f[1], f[2], f[3], index=f[0]) for f in findings)
    return tuple(found)


def key(row: object) -> str:
    """What a row is called in a fault: its id, or the nouns it ties together, as in `beng → analyst`."""
    id = getattr(row, "id", None)
    return str(id) if id is not None else " → ".join(str(getattr(row, name)) for name in _ENDS[type(row)])


_ENDS: Mapping[type, tuple[str, str]] = {
    n.Admission: ("origin", "programme"),
    n.Outcome: ("programme", "skill"),
    n.Need: ("role", "skill"),
    n.Feeds: ("programme", "role"),
    n.Workplace: ("role", "organisation"),
    n.Step: ("origin", "role"),
    n.Opening: ("role", "organisation"),
}


def _town_faults(town: Town) -> Iterator[Fault]:
    if not SLUG.fullmatch(town.id):
        yield Fault(
            "town",
            town.id,
            "id",
            said("%(id)s is no id.", id=quoted(town.id)),
            said("Use lower-case words joined by hyphens."),
        )
    problem = impossible_date(town.as_of, town.as_of)
    if problem:
        yield Fault("town", town.id, "as_of", problem, DATE_REMEDY)
    names = ("name", "area", "tagline", "region", "disclaimer", "editors")
    texts = [
        *((name, 0, getattr(town, name)) for name in names),
        *(("missing", at, x) for at, x in enumerate(town.missing)),
    ]
    for name, entry, text in texts:
        for column, words, remedy in text_faults(text, [f"{name}_{language}" for language in n.LANGUAGES]):
            yield Fault("town", town.id, column, words, remedy, index=entry)


def _pair(row: object) -> object:
    return tuple(getattr(row, end) for end in _ENDS[type(row)])


LOWEST_EQF, HIGHEST_EQF = 2, 8
MOST_POINTS = 600
"""ECTS points of a programme: those of ten years of full-time study."""
_above_zero = said("Write a number above 0, or leave it blank where unknown.")
_points = said("Write 1 to 600, or leave it blank where unknown: a year of full-time study has 60.")
_from_zero = said("Write 0 or more, or leave it blank where unknown.")


def _positive(value: float) -> bool:
    return 0 < value < float("inf")


def _counts(value: float) -> bool:
    return 0 <= value < float("inf")


def _is_a_programme(points: int) -> bool:
    return 0 < points <= MOST_POINTS


def _finite(value: float) -> bool:
    return abs(value) < float("inf")


_eqf = ranged("eqf", lambda level: LOWEST_EQF <= level <= HIGHEST_EQF, said("EQF levels run from 2 to 8."))
_level = ranged(
    "level",
    lambda level: n.Level.AWARE <= level <= n.Level.LEADS,
    said("Levels run from 1 to 4; leave out what is not taught or asked."),
)
_labels: tuple[Check, ...] = (identified, worded(n.Label), labelled("label"))
_web = said("Write a whole address, as in https://example.org/page.")

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "sources": (identified, worded(n.Source), matching("url", WEB, _web), dated("published")),
    "families": _labels,
    "focus_areas": _labels,
    "subjects": (*_labels, subjects_are_no_keywords),
    "requirements": _labels,
    "skill_groups": (identified, worded(n.SkillGroup), labelled("label")),
    "skills": (
        *(identified, worded(n.Skill), labelled("label"), refers("group", "skill_groups", said("skill group"))),
        esco_whole,
    ),
    "organisations": (
        *(identified, worded(n.Organisation), filled("name"), labelled("name"), evidenced),
        *(chosen("kind", ORGANISATION_KINDS), chosen("symbiosis", SYMBIOSIS), matching("website", WEB, _web)),
        *(ranged("employees", _counts, _from_zero), in_years("employees_year")),
    ),
    "programmes": (
        *(identified, worded(n.Programme), labelled("title"), evidenced, codes_begin_with_kind, succeeded_by_another),
        *(
            matching("code", CODE, said("Write a letter and a number, as in D1.")),
            unique(["code"], lambda row: row.code),
        ),
        *(_eqf, ranged("ects", _is_a_programme, _points), ranged("years", _positive, _above_zero)),
        *(
            refers("institution", "organisations", said("organisation")),
            chosen("languages", LANGUAGE_CODES, TWO_LETTERS),
        ),
        *(in_years("first_intake"), dated("last_seen")),
        *(
            refers("judged_families", "families", said("role family")),
            refers("successor", "programmes", said("programme")),
        ),
    ),
    "starts": (
        *(identified, worded(n.Start), labelled("title"), starts_are_no_programmes),
        *(refers("also", "origins", said("programme or start")), starts_name_others),
    ),
    "admissions": (
        *(
            refers("programme", "programmes", said("programme")),
            refers("origin", "origins", said("programme or start")),
        ),
        *(worded(n.Admission, condition_text="text"), evidenced, conditions_known, no_circles),
        *(ranged("bridging_years", _counts, _from_zero), ranged("credit_years", _counts, _from_zero)),
        unique(["programme", "origin", "condition"], same_way_in),
    ),
    "outcomes": (
        *(
            refers("programme", "programmes", said("programme")),
            refers("skill", "skills", said("skill")),
            _level,
            evidenced,
        ),
        *(ranged("ects", _positive, _above_zero), unique(["programme", "skill"], _pair)),
    ),
    "roles": (
        *(identified, worded(n.Role), labelled("title"), refers("family", "families", said("role family")), evidenced),
        *(refers("focus_area", "focus_areas", said("focus area")), _eqf, esco_whole, roles_need_something),
    ),
    "needs": (
        *(refers("role", "roles", said("role")), refers("skill", "skills", said("skill")), _level, evidenced),
        unique(["role", "skill"], _pair),
    ),
    "feeds": (
        *(refers("programme", "programmes", said("programme")), refers("role", "roles", said("role")), evidenced),
        unique(["programme", "role"], _pair),
    ),
    "workplaces": (
        *(
            refers("role", "roles", said("role")),
            refers("organisation", "organisations", said("organisation")),
            evidenced,
        ),
        unique(["role", "organisation"], _pair),
    ),
    "steps": (
        *(
            refers("origin", "roles", said("role")),
            refers("role", "roles", said("role")),
            ordered("years", "years_"),
            evidenced,
        ),
        *(unique(["origin", "role"], _pair), steps_lead_elsewhere),
    ),
    "flows": (
        *(identified, worded(n.Flow), chosen("kind", FLOW_KINDS), evidenced, flows_fit_the_map, ordered("people")),
        *(counted_once, counted_when_it_happened),
        *(refers("programme", "programmes", said("programme")), refers("role", "roles", said("role"))),
        *(
            refers("organisation", "organisations", said("organisation")),
            refers("onward", "programmes", said("programme")),
        ),
        *(ranged("base", _counts, _from_zero), in_years("year")),
        ranged("share", lambda share: 0 <= share <= 1, said("Write a share from 0 to 1, as in 0.53.")),
    ),
    "openings": (
        *(
            refers("role", "roles", said("role")),
            refers("organisation", "organisations", said("organisation")),
            evidenced,
        ),
        *(in_years("year"), ordered("people")),
        unique(["role", "organisation", "year"], lambda row: (row.role, row.organisation, row.year)),
    ),
    "announcements": (
        *(identified, worded(n.Announcement), refers("organisation", "organisations", said("organisation")), evidenced),
        *(matching("kind", WORD, said("Use lower-case words joined by hyphens.")), in_years("year")),
        ranged("number", _finite, said("Write a number.")),
    ),
    "figures": (
        *(identified, worded(n.Figure), refers("programmes", "programmes", said("programme")), evidenced),
        *(chosen("scope", SCOPES), ranged("value", _finite, said("Write a number.")), in_years("year")),
    ),
    "practicals": (
        *(identified, worded(n.Practical), refers("programmes", "programmes", said("programme")), evidenced),
        matching("topic", WORD, said("Use lower-case words joined by hyphens.")),
    ),
    "contradictions": (identified, worded(n.Contradiction), evidenced),
    "interests": (
        *(identified, worded(n.Interest), labelled("statement"), refers("groups", "skill_groups", said("skill group"))),
        interests_stand_for_something,
    ),
}
"""Which checks each table gets, in the order of `Facts`."""
