"""`pathways show`: what is known about one noun, with how well and from where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

import click

from pathways.cli.words import plain
from pathways.domain.errors import PathwaysError
from pathways.domain.nouns import LANGUAGES
from pathways.domain.plates import years as length_of

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Evidence, Organisation, Programme, Role, Skill, Text

Lines: TypeAlias = Iterator[str]

LANGUAGE = click.option("-l", "--language", type=click.Choice(LANGUAGES), default="en", help="Language of the names.")
NEAREST: Final = 5


@click.command()
@click.argument("id")
@LANGUAGE
def show(id: str, language: str) -> None:
    """Tell what is known about the programme, role, employer or skill ID; a programme's code will do.

    Each claim says how well it is known, when it was true and which source says so.

    \b
    Example:
      pathways show D1
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.cli.opening import open_catalogue
    from pathways.config import Settings

    graph = open_catalogue(Settings.read()).graph()
    found = list(told(graph, id, language))
    if not found:
        raise PathwaysError(unknown(graph, id, language))
    if graph.town.fictional:
        click.echo(f"{graph.town.name[language]} is invented: nothing here is real.")
    click.echo("\n".join(found))


def unknown(graph: Graph, id: str, language: str, noun: str = "page") -> str:
    """Say that there is no such id, and which are nearest."""
    from pathways.domain.search import SearchIndex

    hits = SearchIndex(graph).nearest(noun, id, language, NEAREST)
    near = ", ".join(f"{hit.id} ({hit.label})" for hit in hits)
    return f"Nothing has the id {id!r}." + (f" Nearest: {near}." if near else "")


def told(graph: Graph, id: str, language: str) -> Lines:
    """Yield the lines about every noun with this id or code; nothing when there is none."""
    for programme in graph.programmes.values():
        if id in (programme.id, programme.code):
            yield from _programme(graph, programme, lambda text: plain(text[language]))
    if id in graph.roles:
        yield from _role(graph, graph.role(id), lambda text: plain(text[language]))
    if id in graph.skills:
        yield from _skill(graph, graph.skill(id), lambda text: plain(text[language]))
    if id in graph.organisations:
        yield from _organisation(graph, graph.organisation(id), lambda text: plain(text[language]))


Say: TypeAlias = "Callable[[Text], str]"


def _programme(graph: Graph, programme: Programme, say: Say) -> Lines:
    years, where = length_of(programme.years).en, ", ".join(programme.towns) or "place unknown"
    yield f"{programme.code}  {say(programme.title)}  (programme {programme.id})"
    yield f"  {say(programme.provider)}; EQF {programme.eqf}; {years}; {programme.pace}; {where}"
    yield f"  {say(programme.status)}, last seen {programme.last_seen}  {_known(programme.evidence)}"
    feeds = graph.feeds_from(programme.id)
    yield from _listed("Leads to", ((say(graph.role(link.role).title), link.evidence) for link in feeds))
    admissions = graph.admissions_to(programme.id)
    yield from _listed("Entered from", ((_origin(graph, row.origin, say), row.evidence) for row in admissions))
    outcomes = graph.outcomes_of(programme.id)
    yield from _listed(
        "Teaches", ((f"{say(graph.skill(row.skill).label)}, level {row.level}", row.evidence) for row in outcomes)
    )


def _role(graph: Graph, role: Role, say: Say) -> Lines:
    yield f"{say(role.title)}  (role {role.id})"
    yield f"  {say(graph.families[role.family].label)}; EQF {role.eqf}  {_known(role.evidence)}"
    feeds = graph.feeds_to(role.id)
    yield from _listed("Reached from", ((say(graph.programme(link.programme).title), link.evidence) for link in feeds))
    jobs = graph.workplaces_of(role.id)
    yield from _listed("Such jobs at", ((graph.organisation(job.organisation).name, job.evidence) for job in jobs))
    yield from _listed(
        "Needs",
        (
            (f"{say(graph.skill(row.skill).label)}, level {row.level}, {row.importance}", row.evidence)
            for row in graph.needs_of(role.id)
        ),
    )


def _skill(graph: Graph, skill: Skill, say: Say) -> Lines:
    yield f"{say(skill.label)}  (skill {skill.id})"
    yield f"  {say(graph.skill_groups[skill.group].label)}"
    teachers = graph.teachers_of(skill.id)
    yield from _listed(
        "Taught by",
        ((f"{say(graph.programme(row.programme).title)}, level {row.level}", row.evidence) for row in teachers),
    )
    askers = graph.askers_of(skill.id)
    yield from _listed(
        "Asked for by", ((f"{say(graph.role(row.role).title)}, level {row.level}", row.evidence) for row in askers)
    )


def _organisation(graph: Graph, organisation: Organisation, say: Say) -> Lines:
    yield f"{organisation.name}  ({organisation.kind} {organisation.id})"
    yield f"  {say(organisation.sector)}: {say(organisation.activity)}  {_known(organisation.evidence)}"
    jobs = graph.jobs_at(organisation.id)
    yield from _listed("Has such jobs", ((say(graph.role(job.role).title), job.evidence) for job in jobs))
    taught = graph.taught_by(organisation.id)
    yield from _listed("Teaches", ((say(programme.title), programme.evidence) for programme in taught))


def _origin(graph: Graph, id: str, say: Say) -> str:
    if id in graph.programmes:
        return say(graph.programme(id).title)
    return next((say(start.title) for key, start in graph.starts.items() if key == id), id)


def _listed(heading: str, rows: Iterator[tuple[str, Evidence]]) -> Lines:
    lines = [f"    {words}  {_known(evidence)}" for words, evidence in rows]
    if lines:
        yield f"  {heading}:"
        yield from lines


def _known(evidence: Evidence) -> str:
    return f"[{', '.join([evidence.basis, evidence.as_of, *evidence.sources])}]"
