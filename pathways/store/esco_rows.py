"""ESCO in the database: written whole, read whole, as plain rows.

Rows are read past SQLAlchemy's row objects, on the driver's own cursor: 145,000 of them become arrays, and
objects would take ten times as long. `make bench` measures it against the driver alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import delete, insert, select

from pathways.domain.classification import NO_PAIRS, Classification, Concept, ConceptLabel
from pathways.store.esco_tables import (
    CONCEPT_KINDS,
    RELATION_KINDS,
    SEPARATOR,
    EscoConceptRow,
    EscoRelationRow,
    EscoRow,
)
from pathways.store.rows import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlmodel import Session

    from pathways.domain.classification import Pairs

CONCEPTS = "SELECT kind, uri, label_en, label_da, alternatives_en, alternatives_da, code FROM esco_concept ORDER BY id"
RELATIONS = "SELECT first, second FROM esco_relation WHERE kind = '{}'"


def read_version(session: Session) -> str | None:
    """Tell which classification is there; None when none was imported."""
    return session.execute(select(table(EscoRow).c.version)).scalar()


def read_classification(session: Session) -> Classification | None:
    """Read all of it; None when none was imported."""
    version = read_version(session)
    if version is None:
        return None
    found: dict[str, list[Concept]] = {kind: [] for kind in CONCEPT_KINDS}
    for kind, *rest in _driver_rows(session, CONCEPTS):
        found[kind].append(_concept(*rest))
    occupations = len(found["occupation"])
    pairs = {kind: _pairs(_driver_rows(session, RELATIONS.format(kind))) for kind in RELATION_KINDS}
    return Classification(
        version=version,
        occupations=tuple(found["occupation"]),
        skills=tuple(found["skill"]),
        groups=tuple(found["group"]),
        essential=pairs["essential"] - (0, occupations),
        optional=pairs["optional"] - (0, occupations),
        broader=pairs["broader"] - occupations,
        broader_occupations=pairs["broader_occupations"],
    )


def _driver_rows(session: Session, question: str) -> Sequence[tuple[Any, ...]]:
    cursor = session.connection().connection.cursor()
    try:
        cursor.execute(question)
        return cursor.fetchall()
    finally:
        cursor.close()


def _concept(uri: str, en: str, da: str | None, names: str, names_da: str, code: str | None) -> Concept:  # noqa: PLR0917  # the columns, in order
    return Concept(uri, ConceptLabel(en, da), _parted(names), _parted(names_da), code)


def _parted(names: str) -> tuple[str, ...]:
    return tuple(names.split(SEPARATOR)) if names else ()


def _pairs(rows: Sequence[tuple[int, int]]) -> Pairs:
    if not rows:
        return NO_PAIRS
    return np.fromiter(chain.from_iterable(rows), np.int32, 2 * len(rows)).reshape(-1, 2)


def replace_classification(session: Session, classification: Classification) -> None:
    """Put a classification in the place of the one that is there."""
    for row in (EscoRelationRow, EscoConceptRow, EscoRow):
        session.execute(delete(table(row)))
    session.execute(insert(table(EscoConceptRow)), list(_concept_rows(classification)))
    relations = list(_relation_rows(classification))
    if relations:
        session.execute(insert(table(EscoRelationRow)), relations)
    stamp = {"one": 1, "version": classification.version, "imported_at": datetime.now(UTC)}
    session.execute(insert(table(EscoRow)), [stamp])


def _concept_rows(classification: Classification) -> Iterator[dict[str, object]]:
    sides = (classification.occupations, classification.skills, classification.groups)
    kinds = (kind for kind, side in zip(CONCEPT_KINDS, sides, strict=True) for _ in side)
    for id, (kind, concept) in enumerate(zip(kinds, chain(*sides), strict=True)):
        yield {
            "id": id,
            "kind": kind,
            "uri": concept.uri,
            "label_en": concept.label.en,
            "label_da": concept.label.da,
            "alternatives_en": SEPARATOR.join(concept.alternatives),
            "alternatives_da": SEPARATOR.join(concept.alternatives_da),
            "code": concept.code,
        }


def _relation_rows(classification: Classification) -> Iterator[dict[str, object]]:
    occupations = len(classification.occupations)
    skills_begin = np.array((0, occupations))
    moved = {
        "essential": classification.essential + skills_begin,
        "optional": classification.optional + skills_begin,
        "broader": classification.broader + occupations,
        "broader_occupations": classification.broader_occupations,
    }
    for kind, pairs in moved.items():
        for first, second in pairs.tolist():
            yield {"kind": kind, "first": first, "second": second}
