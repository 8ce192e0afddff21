"""`pathways gaps`: what is missing for a role after some programmes, and the fewest that would close it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pathways.cli.planning import named
from pathways.cli.showing import LANGUAGE
from pathways.cli.words import plain
from pathways.domain.phrases import percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import ProgrammeId, RoleId


@click.command()
@click.argument("role")
@click.option(
    "--with", "programmes", multiple=True, required=True, metavar="PROGRAMME",
    help="A programme finished; may be given again.",
)  # fmt: skip
@LANGUAGE
def gaps(role: str, programmes: tuple[str, ...], language: str) -> None:
    """List what ROLE takes that the programmes are not known to teach, widest gap first, and how to close it.

    \b
    Example:
      pathways gaps qa-professional --with D1
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.cli.opening import open_catalogue
    from pathways.config import Settings
    from pathways.domain.nouns import ProgrammeId, RoleId

    graph = open_catalogue(Settings.read()).graph()
    asked = RoleId(named(graph, role, ("role",), language))
    finished = tuple(ProgrammeId(named(graph, one, ("programme",), language)) for one in programmes)
    click.echo(plain("\n".join(told(graph, asked, finished, language))))


def told(graph: Graph, role: RoleId, finished: tuple[ProgrammeId, ...], language: str) -> Iterator[str]:
    """Yield the lines: cover, the four groups of needs by name, and the bridge."""
    from pathways.domain.cover import Standing, cover
    from pathways.domain.gaps import bridge
    from pathways.domain.gaps import gaps as gap_list

    judged = cover(graph, finished, role)
    if judged.share is None:
        yield "Cover is not known: what these programmes teach is not recorded for this kind of work."
    else:
        least = "" if judged.share >= 1 else "at least "
        yield (
            f"Covers {least}{percent(judged.share).en} of the {judged.judged} needs that can be judged; "
            f"{judged.estimates} of {judged.judged} levels are our estimate, {judged.at_work} more are learnt at work."
        )
    missing = gap_list(graph, judged)
    for gap in missing:
        kind = "in part" if gap.judged.standing is Standing.PART else "not seen"
        need = gap.judged.need
        yield f"  {gap.skill.label[language]}: {gap.judged.held} of {int(need.level)} ({need.importance.value}, {kind})"
    for one in judged.group(Standing.AT_WORK):
        yield f"  {graph.skills[one.need.skill].label[language]}: usually learnt at work"
    if not missing:
        yield "Nothing is missing that can be judged."
        return
    found = bridge(graph, missing, role, finished)
    for programme, closed in zip(found.programmes, found.closes, strict=True):
        names = ", ".join(gap.skill.label[language] for gap in closed)
        yield f"{programme.code} {programme.title[language]} would close: {names}."
    if found.leaves:
        names = ", ".join(gap.skill.label[language] for gap in found.leaves)
        yield f"No programme known here teaches to the level asked for: {names}."
