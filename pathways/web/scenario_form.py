"""A scenario as its address tells it, and the forms that add a change to it.

of      what is looked at: town, role:…, family:…, area:…
name    what somebody calls it
c       a change, once for each (`pathways.domain.scenario_text`); v is the version of their form
then    what was short when the link was made (`pathways.domain.scenario_then`)

add     a kind of change that is to be added, with its fields beside it: a good one is written into the address
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from flask import g, request

from pathways.domain.checks import UNPRINTABLE
from pathways.domain.errors import UnknownId
from pathways.domain.outlook import scope_of_area, scope_of_family, scope_of_role, scope_of_town
from pathways.domain.scenario_changes import MOST_CHANGES, Problem, Scenario, Why
from pathways.domain.scenario_checks import renewed
from pathways.domain.scenario_text import FIELDS, VERSION, build, read_scenario, written
from pathways.domain.scenario_then import ShortThen, read_then
from pathways.domain.scenarios import apply
from pathways.domain.shelves import ProgrammeFilter, RoleFilter, programmes_by_kind, roles_by_family, skills_by_group
from pathways.web.ahead import ahead
from pathways.web.asking import asked, asked_all
from pathways.web.pages import keep_out

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Kind, Label, Programme, Role, Skill, SkillGroup
    from pathways.domain.outlook import Scope

TOWN: Final = "town"
SCOPES: Final[Mapping[str, Callable[[Graph, str], Scope]]] = {
    "role": scope_of_role,
    "family": scope_of_family,
    "area": scope_of_area,
}
ROWS: Final = 3
"""Rows of a form for what has several: skills with levels, roles with shares."""
PAIRS: Final = {"skills": ("skill", "level"), "feeds": ("role", "percent")}
"""Fields that are typed as several rows of two."""
GROUPS: Final = (
    ("programme", ("seats", "completion", "stay", "level", "module", "programme")),
    ("wanted", ("openings",)),
    ("own", ("own-length", "own-intake", "own-completion", "own-share", "own-openings")),
)
"""The forms, in the groups they stand in."""
LONGEST_FIELD: Final = 120


@dataclass(frozen=True, slots=True)
class ScenarioForm:
    """What the address says. `lines` are its changes as they stand there; `places` tells which of them are read.

    `adding` is the kind of change that could not be added, with what was `typed` and its `problems` by field.
    `fresh` is the address's new line, where one could be.
    """

    of: str
    scope: Scope
    scenario: Scenario
    lines: tuple[str, ...]
    places: tuple[int, ...]
    then: ShortThen | None
    problems: tuple[Problem, ...]
    adding: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[Problem, ...] = ()
    fresh: str = ""

    def fields(self, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  # what an address is made of
        """Give the fields of the address of this scenario, some of them changed."""
        whole = {"of": self.of, "name": self.scenario.name, "c": list(self.lines), **changes}
        found = {name: value for name, value in whole.items() if value and (name, value) != ("of", TOWN)}
        return {**found, "v": VERSION} if found.get("c") else found

    def without(self, place: int) -> list[str]:
        """Give the changes without one."""
        return [line for at, line in enumerate(self.lines) if at != place]

    def with_line(self, line: str) -> list[str]:
        """Give the changes with one more."""
        return [*self.lines, line]


def read_form() -> ScenarioForm:
    """Read the scenario of the address. A page that holds one is kept out of the page cache."""
    name, lines = asked("name") or "", tuple(line.strip() for line in asked_all("c"))
    version, add, line = asked("v"), asked("add"), asked("then")
    if name or lines or version or add or line:
        keep_out()
    of, scope, lost = _scope()
    scenario, places, problems = read_scenario(name, lines)
    then = read_then(line) if line else None
    told = [*lost, *problems]
    if version is not None and version != str(VERSION):
        told.append(Problem(None, "v", Why.UNREADABLE, version[:20]))
    if line and then is None:
        told.append(Problem(None, "then", Why.UNREADABLE, line[:40]))
    form = ScenarioForm(of, scope, scenario, lines[:MOST_CHANGES], places, then, tuple(told))
    return _added(form, add) if add and add in FIELDS else form


def _scope() -> tuple[str, Scope, list[Problem]]:
    """Read what is looked at; the town where nothing is said, or where what is said is no more."""
    of = asked("of") or TOWN
    kind, _, key = of.partition(":")
    if of != TOWN:
        try:
            return of, SCOPES[kind](g.graph, key), []
        except (KeyError, UnknownId):
            return TOWN, scope_of_town(g.graph), [Problem(None, "of", Why.GONE, of[:60])]
    return TOWN, scope_of_town(g.graph), []


def _added(form: ScenarioForm, kind: str) -> ScenarioForm:
    """Try to add a change: it is read, and made on top of those that are there."""
    typed = _typed(kind)
    place = len(form.lines)
    change, wrong = build(kind, typed, place)
    if len(form.lines) >= MOST_CHANGES:
        wrong = (*wrong, Problem(place, "change", Why.TOO_MANY, "", str(MOST_CHANGES)))
    if change is not None and not wrong:
        known = ahead()
        made = apply(Scenario("", (*form.scenario.changes, change)), known.graph, known.given)
        wrong = tuple(one for one in made.problems if one.place == len(form.scenario.changes))
    fresh = written(renewed(g.graph, change)[0]) if change is not None and not wrong else ""
    return replace(form, then=None, adding=kind, typed=typed, wrong=wrong, fresh=fresh)


def _typed(kind: str) -> dict[str, str]:
    """Give what was typed into the fields of a kind of change: each row of two becomes one pair."""
    typed: dict[str, str] = {}
    for name in FIELDS[kind]:
        if name not in PAIRS:
            typed[name] = _field(name)
            continue
        rows = []
        for row in range(1, ROWS + 1):
            names = [f"{part}-{row}" for part in PAIRS[name]]
            typed.update({each: _field(each) for each in names})
            if any(typed[each] for each in names):
                rows.append("=".join(typed[each].replace(",", ".") for each in names))
        typed[name] = ",".join(rows)
    return typed


def _field(name: str) -> str:
    return UNPRINTABLE.sub(" ", request.args.get(name, "")).strip()[:LONGEST_FIELD]


def known_ids(noun: str) -> Collection[str]:
    """Give the ids there are of a noun: of those that a form offers."""
    graph: Graph = g.graph
    match noun:
        case "programme":
            return {str(id) for id in graph.programmes}
        case "role":
            return {str(id) for id in graph.roles}
        case _:
            return {str(id) for id in graph.skills}


def shelves() -> tuple[tuple[Kind, tuple[Programme, ...]], ...]:
    """List the programmes there are, by kind, without those that have closed."""
    by_kind = programmes_by_kind(g.graph, ProgrammeFilter())
    return tuple((kind, tuple(one for one in several if one.successor is None)) for kind, several in by_kind)


def families() -> tuple[tuple[Label, tuple[Role, ...]], ...]:
    """List the roles there are, by family."""
    return roles_by_family(g.graph, RoleFilter())


def skill_groups() -> tuple[tuple[SkillGroup, tuple[Skill, ...]], ...]:
    """List the skills there are, by group."""
    return skills_by_group(g.graph)
