"""`pathways match`: the occupations of ESCO that a set of skills, or a role of the town, comes nearest to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from pathways.cli.showing import LANGUAGE, unknown
from pathways.cli.words import plain
from pathways.domain.errors import PathwaysError, UnknownId

if TYPE_CHECKING:
    from pathways.domain.classification import Classification
    from pathways.domain.graph import Graph
    from pathways.domain.kindred import Kin
    from pathways.domain.match import Matcher

NOT_IMPORTED = (
    "ESCO is not imported. Download its two archives of CSV files at https://esco.ec.europa.eu and run: "
    "pathways import-esco A.zip B.zip"
)
WHY = "Half the score is how much of what the job cannot be done without is held, half how alike the two bundles are."
MOST_NAMED = 6


@click.command()
@click.option(
    "--have", "have", multiple=True, metavar="SKILL:LEVEL",
    help="A skill held at a level 1-4: an id, a name or an ESCO address. May be given again.",
)  # fmt: skip
@click.option("--role", metavar="ROLE", help="A role of the town instead of skills: what work is like it.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="How many to name.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
@LANGUAGE
def match(have: tuple[str, ...], role: str | None, limit: int, language: str, *, as_json: bool) -> None:
    """Rank all occupations of ESCO for the skills somebody has, or for a role, and say what is shared and missing.

    \b
    Examples:
      pathways match --have gmp:3 --have upstream-fermentation:2
      pathways match --role process-operator --limit 10
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.cli.opening import open_catalogue
    from pathways.cli.progress import working
    from pathways.config import Settings
    from pathways.domain.match import Matcher

    if bool(have) == bool(role):
        raise click.UsageError("Give skills with --have, or one --role.")
    levels = [_levelled(word) for word in have]
    with working("Opening", "Reading ESCO", "Ranking") as step:
        step()
        catalogue = open_catalogue(Settings.read())
        graph = catalogue.graph()
        step()
        classification = catalogue.classification()
        if classification is None:
            raise PathwaysError(NOT_IMPORTED)
        step()
        matcher = Matcher(classification)
        if role:
            found = _of_role(graph, matcher, role, limit, language)
        else:
            found = _of_skills(graph, matcher, levels, limit, language)
    if as_json:
        click.echo(json.dumps([_told(kin, language) for kin in found], ensure_ascii=False, indent=2))
        return
    for kin in found:
        _print(kin, language)
    click.echo(WHY)


def _of_role(graph: Graph, matcher: Matcher, role: str, limit: int, language: str) -> tuple[Kin, ...]:
    from pathways.domain.kindred import kin_of_role

    try:
        asked = graph.role(role)
    except UnknownId as error:
        raise PathwaysError(unknown(graph, error.id, language, "role")) from None
    if asked.esco is None:
        raise PathwaysError(f"{role} stands under no occupation of ESCO.")
    click.echo(f"{asked.title[language]} stands under {asked.esco.label} in ESCO ({asked.esco.match}).", err=True)
    return kin_of_role(graph, matcher, asked, limit)


def _of_skills(
    graph: Graph, matcher: Matcher, named: list[tuple[str, int]], limit: int, language: str
) -> tuple[Kin, ...]:
    from pathways.domain.kindred import held_in_esco, kin_of_skills

    levels = {_found(graph, matcher.classification, name, language): level for name, level in named}
    held, without = held_in_esco(graph, matcher.classification, levels)
    for word in without:
        click.echo(f"{word} has no skill in ESCO; it is left out.", err=True)
    if not held:
        raise PathwaysError("None of these skills is in ESCO, so nothing can be ranked.")
    return kin_of_skills(graph, matcher, held, limit)


def _levelled(word: str) -> tuple[str, int]:
    """Read SKILL:LEVEL."""
    from pathways.domain.nouns import Level

    name, colon, level = word.rpartition(":")
    if not colon or level not in {str(int(one)) for one in Level if one}:
        raise click.UsageError(f"{word!r} has no level. Write it as in gmp:3, with a level from 1 to 4.")
    return name, int(level)


def _found(graph: Graph, classification: Classification, name: str, language: str) -> str:
    """Give the skill of this id, address or name, which is looked up in the town first, then in ESCO."""
    if name.startswith("http"):
        return _known(classification, name)
    return name if name in graph.skills else _named(graph, classification, name, language)


def _known(classification: Classification, uri: str) -> str:
    try:
        classification.skill(uri)
    except UnknownId:
        raise PathwaysError(f"ESCO has no skill with the address {uri}.") from None
    return uri


def _named(graph: Graph, classification: Classification, name: str, language: str) -> str:
    from pathways.domain.search import SearchIndex, resolve
    from pathways.domain.spelling import fold

    found = resolve(SearchIndex(graph), name, ("skill",), language)
    if found.id is not None:
        return found.id
    wanted = fold(name)
    for concept in classification.skills:
        if wanted in {fold(concept.label.en), fold(concept.label["da"])}:
            return concept.uri
    near = ", ".join(hit.id for hit in found.suggestions) or "none is like it"
    raise PathwaysError(f"No skill is called {name!r}. Nearest here: {near}.")


def _print(kin: Kin, language: str) -> None:
    score = f"{kin.ranked.score:.2f} {kin.ranked.nearness.value.replace('-', ' ')}"
    here = f"  [here: {', '.join(role.title[language] for role in kin.roles)}]" if kin.roles else ""
    click.echo(plain(f"{score:<14} {kin.occupation[language]}{here}"))
    for what, skills in (("shares", kin.shared), ("lacks", kin.missing)):
        if skills:
            more = f" and {len(skills) - MOST_NAMED} more" if len(skills) > MOST_NAMED else ""
            click.echo(f"    {what} {', '.join(skill[language] for skill in skills[:MOST_NAMED])}{more}")


def _told(kin: Kin, language: str) -> dict[str, object]:
    return {
        "uri": kin.occupation.uri,
        "label": kin.occupation[language],
        "score": kin.ranked.score,
        "cover": kin.ranked.cover,
        "likeness": kin.ranked.likeness,
        "nearness": kin.ranked.nearness.value,
        "shared": [skill.uri for skill in kin.shared],
        "missing": [skill.uri for skill in kin.missing],
        "roles": [role.id for role in kin.roles],
    }
