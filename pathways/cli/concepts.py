"""`pathways esco`: occupations and skills of ESCO by what they are called, with the addresses an editor writes down."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from pathways.cli.matching import NOT_IMPORTED
from pathways.cli.showing import LANGUAGE
from pathways.cli.words import plain
from pathways.domain.concepts import KINDS, ConceptIndex, uses_of
from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from pathways.domain.concepts import ConceptHit, Use


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(KINDS), help="Only occupations, or only skills.")
@click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True, help="How many to name.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
@LANGUAGE
def esco(words: tuple[str, ...], kind: str | None, limit: int, language: str, *, as_json: bool) -> None:
    """Find occupations and skills of ESCO by name, code or address, however WORDS are spelt; the nearest first.

    Each line holds the address to write into the seed files as it is, and which roles and skills of the town
    stand for the concept already.

    \b
    Examples:
      pathways esco fermenter operater
      pathways esco good manufacturing practice --kind skill
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.cli.opening import open_catalogue
    from pathways.cli.progress import working
    from pathways.config import Settings

    query = " ".join(words)
    with working("Opening", "Reading ESCO", "Looking up") as step:
        step()
        catalogue = open_catalogue(Settings.read())
        uses = uses_of(catalogue.graph())
        step()
        classification = catalogue.classification()
        if classification is None:
            raise PathwaysError(NOT_IMPORTED)
        step()
        hits = ConceptIndex(classification).find(query, language, limit, (kind,) if kind else KINDS)
    if as_json:
        found = [_told(hit, uses.get(hit.concept.uri, ()), language) for hit in hits]
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not hits:
        raise PathwaysError(f"Nothing in ESCO is called {query!r}. Try fewer words, or English ones.")
    for hit in hits:
        click.echo(_line(hit, uses.get(hit.concept.uri, ()), language))


def _line(hit: ConceptHit, uses: tuple[Use, ...], language: str) -> str:
    code = f"  {hit.concept.code}" if hit.concept.code else ""
    matched = f" (found as “{hit.matched}”)" if hit.matched else ""
    here = "; ".join(f"{use.noun} {use.id}, {use.match}" for use in uses)
    return plain(
        f"{hit.concept.uri}  {hit.kind}{code}  {hit.concept[language]}{matched}" + (f"  [here: {here}]" if here else "")
    )


def _told(hit: ConceptHit, uses: tuple[Use, ...], language: str) -> dict[str, object]:
    return {
        "uri": hit.concept.uri,
        "kind": hit.kind,
        "code": hit.concept.code,
        "label": hit.concept[language],
        "label_en": hit.concept.label.en,
        "label_da": hit.concept.label.da,
        "matched": hit.matched or None,
        "score": round(hit.score, 3),
        "here": [{"noun": use.noun, "id": use.id, "match": use.match.value} for use in uses],
    }
