"""What the fixed words of the catalogue are called on a page: kinds, bases, places, levels, topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from pathways.domain.accounts import AccountState
from pathways.domain.cover import Standing
from pathways.domain.nouns import Basis, Here, Match, Pace
from pathways.domain.phrases import KIND_LABELS, plain
from pathways.domain.rights import AccountKind
from pathways.web import languages
from pathways.web.translate import _

if TYPE_CHECKING:
    from pathways.domain.nouns import Kind


def kind_label(kind: Kind) -> str:
    """Name a kind of programme."""
    return plain(KIND_LABELS[kind])[languages.current_language()]


def basis_label(basis: Basis) -> str:
    """Say how well a claim is known."""
    if basis is Basis.STATED:  # asked for in every row of a table: translate one word, not three
        return _("Stated by a source")
    return _("Derived from sources") if basis is Basis.DERIVED else _("Our estimate")


def basis_class(basis: Basis) -> str:
    """Give the class that draws the dot: full, half or dashed."""
    return {Basis.STATED: "s", Basis.DERIVED: "d", Basis.ASSUMED: "a"}[basis]


def here_label(here: Here) -> str:
    """Say whether a programme is taught in town."""
    town = g.graph.town.name[languages.current_language()]
    return {
        Here.YES: str(town),
        Here.PARTLY: _("Partly in %(town)s", town=town),
        Here.NO: _("Outside %(town)s", town=town),
    }[here]


def pace_label(pace: Pace) -> str:
    """Say whether one studies full time."""
    return _("Full time") if pace is Pace.FULL_TIME else _("Part time")


def study_language(code: str) -> str:
    """Name a language that programmes are taught in."""
    return {"da": _("Danish"), "en": _("English"), "de": _("German"), "sv": _("Swedish")}.get(code, code)


def uncapital_language(code: str) -> str:
    """Name a language inside a sentence: only English gives it a capital."""
    name = study_language(code)
    return name if languages.current_language() == "en" else name.lower()


def level_label(level: int) -> str:
    """Say what a skill level means."""
    return {
        1: _("knows of it"),
        2: _("does it with help"),
        3: _("does it alone"),
        4: _("leads others in it"),
    }[int(level)]


def eqf_label(eqf: int) -> str:
    """Say what a level of the European Qualifications Framework stands for."""
    words = eqf_words(eqf)
    return f"{eqf}: {words}" if words else str(eqf)


def eqf_words(eqf: int) -> str:
    """Name a level of the European Qualifications Framework; empty when it has no name here."""
    return {
        2: _("lower secondary"),
        3: _("short vocational"),
        4: _("vocational or upper secondary"),
        5: _("academy"),
        6: _("bachelor"),
        7: _("master"),
        8: _("doctorate"),
    }.get(eqf, "")


def organisation_kind_label(kind: str) -> str:
    """Name a kind of organisation, as a heading."""
    return {
        "company": _("Companies"),
        "institution": _("Schools and universities"),
        "public": _("Public bodies"),
        "network": _("Networks"),
    }.get(kind, kind)


def topic_label(topic: str) -> str:
    """Name the topic of something practical."""
    return {
        "deadline": _("Deadline"),
        "how-to-apply": _("How to apply"),
        "start": _("Start"),
        "open-house": _("Open house"),
        "event": _("Event"),
        "help": _("Help before you start"),
        "teaching": _("Teaching"),
        "money": _("Money"),
        "pay": _("Pay while learning"),
        "housing": _("Somewhere to live"),
        "scholarship": _("Scholarship"),
        "transport": _("Getting there"),
        "exchange": _("Exchange"),
        "apprenticeship": _("Apprenticeship"),
    }.get(topic, topic)


def flow_label(kind: str) -> str:
    """Name what was counted."""
    return {
        "intake": _("Started"),
        "completion": _("Finished"),
        "application": _("Applied"),
        "employment": _("Went to work"),
        "further-study": _("Studied on"),
        "retention": _("Stayed"),
        "apprenticeship": _("Apprentices"),
        "internship": _("Placements"),
        "thesis": _("Final projects"),
        "upskilling": _("Learnt more"),
        "stock": _("Students"),
        "choice": _("Chose"),
        "plan": _("Planned"),
        "labour-inflow": _("Came to work"),
        "not-yet-placed": _("Not yet placed"),
        "elsewhere": _("Went elsewhere"),
    }.get(kind, kind)


def announcement_label(kind: str) -> str:
    """Name the kind of a dated fact, in neutral words."""
    return {
        "headcount": _("Employees"),
        "investment": _("Investment"),
        "jobs": _("Jobs"),
        "shortage": _("Hard to find"),
        "layoff": _("Fewer posts"),
        "closure": _("Closing"),
        "policy": _("Decision"),
        "education-level": _("Education"),
        "apprentices": _("Apprentices"),
        "commuting": _("Commuting"),
    }.get(kind, kind)


def scope_label(scope: str) -> str:
    """Say what a figure is about: the country, one school, or this place."""
    return {"national": _("All of Denmark"), "institution": _("One school"), "local": _("Here")}.get(scope, scope)


def match_label(match: Match) -> str:
    """Say how near a label of ours is to its ESCO concept."""
    return {
        Match.EXACT: _("the same thing"),
        Match.CLOSE: _("nearly the same"),
        Match.BROAD: _("a wider thing"),
        Match.NONE: _("no match"),
    }[match]


def noun_label(noun: str) -> str:
    """Name a noun of the catalogue."""
    return {
        "programme": _("programme"),
        "role": _("role"),
        "employer": _("employer"),
        "skill": _("skill"),
        "start": _("starting point"),
        "focus area": _("focus area"),
    }.get(noun, noun)


def standing_label(standing: Standing) -> str:
    """Say where a need of a role stands with what a programme teaches."""
    return {
        Standing.MET: _("Taught well enough"),
        Standing.PART: _("Taught in part"),
        Standing.NOT_SEEN: _("Not seen here"),
        Standing.AT_WORK: _("Usually learnt at work"),
    }[standing]


def account_kind_label(kind: str) -> str:
    """Name a kind of account."""
    return {
        AccountKind.COUNSELLOR: _("counsellor"),
        AccountKind.COMPANY: _("company"),
        AccountKind.INSTITUTION: _("educational institution"),
        AccountKind.EDITOR: _("editor"),
        AccountKind.ADMINISTRATOR: _("administrator"),
    }[AccountKind(kind)]


def account_state_label(state: str) -> str:
    """Say how an account stands."""
    return {
        AccountState.INVITED: _("invited, has no password yet"),
        AccountState.ACTIVE: _("can sign in"),
        AccountState.DISABLED: _("disabled"),
    }[AccountState(state)]
