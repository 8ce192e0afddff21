"""How many neighbours a noun has: quantiles that tell a heavy tail from a made-up evenness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathways.domain.graph import Graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sized

    from pathways.domain.nouns import Facts

SHARES = {"least": 0.0, "25 %": 0.25, "50 %": 0.5, "75 %": 0.75, "90 %": 0.9, "99 %": 0.99, "most": 1.0}
EDGES = ("admissions", "feeds", "steps")
"""What a route may go along."""
COUNTED = ("programmes", "roles", "skills", *EDGES, "outcomes", "needs")


def edges(facts: Facts) -> dict[str, int]:
    """How many edges of each kind there are."""
    return {name: len(getattr(facts, name)) for name in EDGES}


def table(places: Mapping[str, Facts]) -> str:
    """Lay out sizes and degree quantiles of several places beside each other, ready to print."""
    lines = [f"{'how many':<28}" + "".join(f"{name:>12}" for name in places)]
    for noun in COUNTED:
        sizes = "".join(f"{len(getattr(facts, noun)):>12}" for facts in places.values())
        lines.append(f"{noun:<28}{sizes}")
    lines.append(f"{'edges':<28}" + "".join(f"{sum(edges(facts).values()):>12}" for facts in places.values()))
    lines += ["", f"{'how many a noun has':<28}{'':<12}" + "".join(f"{share:>7}" for share in SHARES)]
    degrees = {name: _degrees(Graph(facts)) for name, facts in places.items()}
    for what in next(iter(degrees.values())):
        for name, found in degrees.items():
            lines.append(f"{what:<28}{name:<12}" + "".join(f"{x:>7}" for x in _quantiles(found[what])))
    return "\n".join(lines)


def _degrees(graph: Graph) -> dict[str, list[int]]:
    programmes, roles, skills = graph.programmes, graph.roles, graph.skills
    return {
        "ways into a programme": _sizes(graph.admissions_to, programmes),
        "ways on from a programme": _sizes(graph.onward_from, programmes),
        "roles a programme feeds": _sizes(graph.feeds_from, programmes),
        "programmes feeding a role": _sizes(graph.feeds_to, roles),
        "steps on from a role": _sizes(graph.steps_from, roles),
        "steps to a role": _sizes(graph.steps_to, roles),
        "skills a programme teaches": _sizes(graph.outcomes_of, programmes),
        "programmes teaching a skill": _sizes(graph.teachers_of, skills),
        "skills a role needs": _sizes(graph.needs_of, roles),
    }


def _sizes(of: Callable[..., Sized], nouns: Iterable[str]) -> list[int]:
    return sorted(len(of(noun)) for noun in nouns)


def _quantiles(sizes: list[int]) -> list[int]:
    return [sizes[round(share * (len(sizes) - 1))] for share in SHARES.values()]
