"""What tables, columns and rows of the catalogue are called: in its history, and wherever facts are edited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathways.domain.editing import Key
    from pathways.domain.nouns import Facts, Text

_SIDE: Final = re.compile(r"(\w+)_(da|en)")
_ENDS: Final = ("origin", "programme", "role", "skill", "organisation")
_NAMED: Final = ("title", "label", "name", "statement")
_TOLD: Final = ("what", "measure", "topic")
_ABOUT: Final = ("programme", "programmes", "organisation", "role")
_MOST_NOUNS: Final = 2


def table_label(table: str) -> str:
    """Name one row of a table, as in "programme"."""
    return {
        "town": _("the town"), "sources": _("source"), "families": _("family of roles"),
        "focus_areas": _("focus area"), "subjects": _("school subject"), "requirements": _("requirement"),
        "skill_groups": _("skill group"), "skills": _("skill"), "organisations": _("organisation"),
        "programmes": _("programme"), "starts": _("starting point"), "admissions": _("way in"),
        "outcomes": _("what is taught"), "roles": _("role"), "needs": _("what a role asks for"),
        "feeds": _("who is taken on"), "workplaces": _("workplace"), "steps": _("step at work"),
        "flows": _("count of people"),
        "openings": _("openings"), "announcements": _("announcement"), "figures": _("figure"),
        "practicals": _("practical matter"), "contradictions": _("contradiction"), "interests": _("interest"),
    }[table]  # fmt: skip


def table_heading(table: str) -> str:
    """Name a table by all its rows, as in "Programmes"."""
    return {
        "town": _("The town"), "sources": _("Sources"), "families": _("Families of roles"),
        "focus_areas": _("Focus areas"), "subjects": _("School subjects"), "requirements": _("Requirements"),
        "skill_groups": _("Skill groups"), "skills": _("Skills"), "organisations": _("Organisations"),
        "programmes": _("Programmes"), "starts": _("Starting points"), "admissions": _("Ways in"),
        "outcomes": _("What is taught"), "roles": _("Roles"), "needs": _("What roles ask for"),
        "feeds": _("Who is taken on"), "workplaces": _("Workplaces"), "steps": _("Steps at work"),
        "flows": _("Counts of people"),
        "openings": _("Openings"), "announcements": _("Announcements"), "figures": _("Figures"),
        "practicals": _("Practical matters"), "contradictions": _("Contradictions"), "interests": _("Interests"),
    }[table]  # fmt: skip


def column_label(column: str) -> str:
    """Name a column, with its language where it has one."""
    side = _SIDE.fullmatch(column)
    if side is None:
        return _labels().get(column, column)
    label = _labels().get(side[1], side[1])
    return _("%(column)s, in Danish", column=label) if side[2] == "da" else _("%(column)s, in English", column=label)


def _labels() -> dict[str, str]:
    return {
        "id": _("Id"), "url": _("Address"), "title": _("Title"), "published": _("Published"), "weak": _("Weak source"),
        "note": _("Note"), "label": _("Name"), "description": _("Description"), "group": _("Group"),
        "esco_uri": _("Address in ESCO"), "esco_label": _("Name in ESCO"), "esco_match": _("How well ESCO fits"),
        "name": _("Name"), "kind": _("Kind"), "sector": _("Sector"), "activity": _("What it does"),
        "alliance": _("In the alliance"), "symbiosis": _("In the symbiosis"), "employees": _("Employees"),
        "employees_year": _("Employees, year"), "website": _("Website"), "basis": _("Basis"), "sources": _("Sources"),
        "as_of": _("As of"), "code": _("Code"), "short": _("Short title"), "blurb": _("In a sentence"),
        "institution": _("Institution"), "provider": _("Provider"), "eqf": _("EQF level"), "ects": _("ECTS points"),
        "years": _("Length in years"), "pace": _("Pace"), "languages": _("Languages"), "towns": _("Towns"),
        "here": _("Here in town"),
        "first_intake": _("First intake"), "status": _("Status"), "last_seen": _("Last seen"), "entry": _("Entry"),
        "complete": _("A whole curriculum was seen"), "judged_families": _("Judged for"), "successor": _("Successor"),
        "also": _("Also standing here"), "programme": _("Programme"), "origin": _("From"), "condition": _("Condition"),
        "text": _("Condition in words"), "bridging_years": _("Years of bridging"), "credit_years": _("Years of credit"),
        "skill": _("Skill"), "level": _("Level"), "family": _("Family"), "focus_area": _("Focus area"),
        "experienced": _("Takes experience"), "role": _("Role"), "importance": _("Importance"),
        "organisation": _("Organisation"), "years_low": _("Years, least"), "years_likely": _("Years, likely"),
        "years_high": _("Years, most"), "what": _("What"), "onward": _("Goes on to"), "low": _("Least"),
        "likely": _("Likely"), "high": _("Most"), "base": _("Of how many"), "share": _("Share"), "year": _("Year"),
        "pinned": _("Drawn on the map"), "number": _("Number"), "unit": _("Unit"), "period": _("Period"),
        "programmes": _("Programmes"), "scope": _("Scope"), "measure": _("Measure"), "value": _("Value"),
        "topic": _("Topic"), "when": _("When"), "versions": _("Versions"), "statement": _("Statement"),
        "groups": _("Skill groups"), "fictional": _("Invented"), "area": _("Area"), "tagline": _("Tagline"),
        "region": _("Region"), "disclaimer": _("Disclaimer"), "editors": _("Who estimates"),
        "missing": _("What is missing"),
    }  # fmt: skip


def names_of(facts: Facts) -> dict[str, Text | str]:
    """The names of the nouns that others tie together, by their ids."""
    return {
        **{str(each.id): each.name for each in facts.organisations},
        **{str(each.id): each.short for each in facts.programmes},
        **{str(each.id): each.title for each in facts.starts},
        **{str(each.id): each.title for each in facts.roles},
        **{str(each.id): each.label for each in facts.skills},
    }


def row_title(cells: Mapping[str, str], key: Key, names: Mapping[str, Text | str], language: str) -> str:
    """Name a row for people: its own title, else the nouns that it ties together and what it tells, else its key.

    Many counts and figures tell the same, each of another programme or year: "BEng Biotechnology: applicants, 2019".
    """
    if own := _words(cells, _NAMED, language):
        return own
    told, year = _words(cells, _TOLD, language), cells.get("year", "")
    if not told:
        ends = [end for column in _ENDS for end in _named(cells.get(column, ""), names)]
        return " → ".join([*ends, *([year] if year else [])] or key)
    about = next((_listed(named) for column in _ABOUT if (named := _named(cells.get(column, ""), names))), "")
    return f"{f'{about}: ' if about else ''}{told}{f', {year}' if year and year not in told else ''}"


def _words(cells: Mapping[str, str], columns: tuple[str, ...], language: str) -> str:
    found = (cells.get(f"{name}_{language}") or cells.get(name) for name in columns)
    return plain(next((words for words in found if words), ""))


def _named(ids: str, names: Mapping[str, Text | str]) -> list[str]:
    return [plain(names.get(id, id)) for id in ids.split(";") if id]


def _listed(named: list[str]) -> str:
    """The first two of a list, and that there are more."""
    return ", ".join([*named[:_MOST_NOUNS], *(["…"] if len(named) > _MOST_NOUNS else [])])
