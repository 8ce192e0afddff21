"""The plates of a picture: each noun's node, with the true line under its title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathways.domain.nouns import Here, Pace, Text
from pathways.domain.views import Node

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Interval, Organisation, Programme, Role, Skill

FRACTIONS = {0.0: "", 0.25: "¼", 0.5: "½", 0.75: "¾"}


def number(value: float, language: str) -> str:
    """Write a quantity from 0 up as people do: 3½, 12, 0.3 in English and 0,3 in Danish. One decimal at most."""
    whole, rest = int(value), round(value - int(value), 2)
    if rest in FRACTIONS:
        return f"{whole or ''}{FRACTIONS[rest]}" or "0"
    written = f"{value:.1f}"
    return written if language == "en" else written.replace(".", ",")


def years(value: float | None) -> Text:
    """A length of study in words; an unknown length says so."""
    if value is None:
        return Text("længde ukendt", "length unknown")
    unit = "year" if 0 < value <= 1 else "years"
    return Text(f"{number(value, 'da')} år", f"{number(value, 'en')} {unit}")


def people(interval: Interval) -> Text:
    """People a year as an interval; a printed count has no width."""
    low, high = (f"{round(end)}" for end in (interval.low, interval.high))
    span = low if low == high else f"{low}-{high}"
    return Text(f"{span} om året", f"{span} a year")


def counted(count: int, one: Text, many: Text) -> Text:
    """A count and its noun, in the right number."""
    noun = one if count == 1 else many
    return Text(f"{count} {noun.da}", f"{count} {noun.en}")


def place(graph: Graph, programme: Programme) -> Text:
    """Where a programme is taught, as far as a source gives it."""
    town = graph.town.name
    if programme.here is Here.YES:
        return town
    if programme.here is Here.PARTLY:
        return Text(f"delvis i {town.da}", f"partly in {town.en}")
    if programme.towns:
        towns = ", ".join(programme.towns)
        return Text(towns, towns)
    return Text(f"ikke i {town.da}", f"not in {town.en}")


def length(programme: Programme) -> Text:
    """How long a programme takes, and whether beside a job."""
    nominal = years(programme.years)
    if programme.pace is Pace.FULL_TIME:
        return nominal
    return Text(f"{nominal.da}, deltid", f"{nominal.en}, part-time")


def programme_node(graph: Graph, programme: Programme, *, hub: bool = False) -> Node:
    """A programme's plate: its line bullet, place and length."""
    where, long = place(graph, programme), length(programme)
    return Node(
        id=f"p-{programme.id}",
        noun="programme",
        key=programme.id,
        title=programme.short,
        sub=Text(f"{where.da} · {long.da}", f"{where.en} · {long.en}"),
        code=programme.code,
        kind=programme.kind,
        hub=hub,
    )


def role_node(graph: Graph, role: Role) -> Node:
    """A role's plate: how many programmes lead to it, on any map."""
    one = Text("uddannelse fører hertil", "programme leads here")
    many = Text("uddannelser fører hertil", "programmes lead here")
    sub = counted(len(graph.feeds_to(role.id)), one, many)
    return Node(f"r-{role.id}", "role", role.id, role.title, sub)


def employer_node(organisation: Organisation, roles: int) -> Node:
    """An employer's plate: how many of the roles in this picture it has."""
    sub = counted(roles, Text("af disse job", "of these roles"), Text("af disse job", "of these roles"))
    name = Text(organisation.name, organisation.name)
    return Node(f"o-{organisation.id}", "employer", organisation.id, name, sub)


def skill_node(graph: Graph, skill: Skill) -> Node:
    """The plate of the skill that a picture is of: how many programmes teach it."""
    one = Text("uddannelse giver den", "programme teaches it")
    many = Text("uddannelser giver den", "programmes teach it")
    sub = counted(len(graph.teachers_of(skill.id)), one, many)
    return Node(f"s-{skill.id}", "skill", skill.id, skill.label, sub, hub=True)


def group_node(graph: Graph, group: str, skills: int) -> Node:
    """A skill group's plate: how many of its skills matter in this picture."""
    sub = counted(skills, Text("kompe\u00adtence", "skill"), Text("kompe\u00adtencer", "skills"))
    return Node(f"g-{group}", "group", group, graph.skill_groups[group].label, sub)


def folded_node(id: str, count: int, label: Text, query: str) -> Node:
    """The plate that stands for the rest: "+ 4 more", of what, and the map that shows them."""
    more = Text(f"+ {count} flere", f"+ {count} more")
    return Node(f"f-{id}", "folded", query, more, label)
