"""Rows written in bulk. Nothing here commits: `pathways.catalogue` does, once the graph stands."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from pathways.store.rows import CATALOGUE, EITHER, LINKS, ROWS, table
from pathways.store.shapes import SHAPES
from pathways.store.tables import CatalogueRow, CitationRow, EvidenceRow, MissingRow, TownRow
from pathways.store.towns import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session, SQLModel

    from pathways.domain.nouns import Evidence, Facts, Town
    from pathways.store.shapes import Shape


def bump_revision(session: Session) -> None:
    """Raise the revision by one. It never falls, not even when the whole catalogue is replaced."""
    catalogue = table(CatalogueRow)
    session.execute(update(catalogue).values(revision=catalogue.c.revision + 1))


def replace_catalogue(session: Session, facts: Facts, digest: str = "") -> None:
    """Put these facts in the place of all that is there. `digest` names the seed folder's content."""
    for each in reversed(CATALOGUE):
        session.execute(delete(each))
    _insert(session, TownRow, [town_row(facts.town)])
    missing = [{"position": i, "what_da": text.da, "what_en": text.en} for i, text in enumerate(facts.town.missing)]
    _insert(session, MissingRow, missing)
    evidence: dict[Evidence | None, int | None] = {None: None}
    for shape in SHAPES:
        _insert_nouns(session, shape, facts, evidence)
    stamp = {"digest": digest, "loaded_at": datetime.now(UTC)}
    session.execute(update(table(CatalogueRow)).values(**stamp))


def _insert(session: Session, row: type[SQLModel], values: Sequence[dict[str, object]]) -> None:
    if values:
        session.execute(insert(table(row)), values)


def town_row(town: Town) -> dict[str, object]:
    """Give the columns of the town."""
    texts = {f"{name}_{side}": getattr(town, name)[side] for name in TEXTS for side in ("da", "en")}
    return {"one": 1, "id": town.id, "fictional": town.fictional, "as_of": town.as_of, **texts}


def _insert_nouns(session: Session, shape: Shape, facts: Facts, evidence: dict[Evidence | None, int | None]) -> None:
    """Insert one table, the evidence it is first to rest on, and its lists."""
    nouns = getattr(facts, shape.file)
    if any(part.field == "evidence" for part in shape.parts):
        insert_evidence(session, [noun.evidence for noun in nouns], evidence, len(evidence))
    rows = [flat_row(shape, position, noun, evidence) for position, noun in enumerate(nouns)]
    programmes: set[str] = {programme.id for programme in facts.programmes}
    _insert(session, ROWS[shape.file], with_either(ROWS[shape.file], rows, programmes))
    for link, links in links_of(shape.file, nouns):
        _insert(session, link, with_either(link, links, programmes))


def links_of(file: str, nouns: Sequence[Any]) -> Iterator[tuple[type[SQLModel], list[dict[str, object]]]]:
    """Give for each list that nouns of this file have its table and its rows; nothing where there is none."""
    for (owner, field), link in LINKS.items():
        if owner == file:
            yield (
                link,
                [
                    {"owner_id": noun.id, "position": position, "target_id": target}
                    for noun in nouns
                    for position, target in enumerate(getattr(noun, field))
                ],
            )


def insert_evidence(
    session: Session, wanted: Sequence[Evidence | None], ids: dict[Evidence | None, int | None], first: int
) -> None:
    """Insert each evidence not yet there, numbered from `first`, and note its id."""
    fresh = {each: first + at for at, each in enumerate(dict.fromkeys(e for e in wanted if e not in ids))}
    ids |= fresh
    rows: list[dict[str, object]] = [
        {"id": id, "basis": each.basis.value, "as_of": each.as_of} for each, id in fresh.items() if each
    ]
    citations: list[dict[str, object]] = [
        {"evidence_id": id, "position": position, "source_id": source}
        for each, id in fresh.items()
        if each
        for position, source in enumerate(each.sources)
    ]
    _insert(session, EvidenceRow, rows)
    _insert(session, CitationRow, citations)


def flat_row(
    shape: Shape, position: int, noun: object, evidence: dict[Evidence | None, int | None]
) -> dict[str, object]:
    """Give the columns of a row at a position, but for lists that lie in tables of their own."""
    row: dict[str, object] = {"position": position}
    for part in shape.parts:
        value = getattr(noun, part.field)
        if part.field == "evidence":
            row["evidence_id"] = evidence[value]
        elif part.is_list:
            if (shape.file, part.field) not in LINKS:
                row[part.field] = list(value)
        else:
            row.update(zip((column.name for column in part.columns), part.spread(value), strict=True))
    return row


def with_either(row: type[SQLModel], values: list[dict[str, object]], programmes: set[str]) -> list[dict[str, object]]:
    """Put an id that is a programme's or a start's into the column of its own kind; the other one is empty."""
    columns = table(row).c
    for name, (programme, start) in EITHER.items():
        if name not in columns and programme in columns:
            for value in values:
                id = value.pop(name)
                value |= {programme: id if id in programmes else None, start: None if id in programmes else id}
    return values
