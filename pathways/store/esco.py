"""The official archives of ESCO, read as they are: a classification, and the rows that had to be left out.

Which archive holds what is told by the tables in it, never by its name. ESCO's relations are not clean: a row
that refers to a concept which the classification does not have is left out, counted and named. What else is
changed: blanks around a name go, and so do other names that repeat the name itself.
"""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from pathways.domain.classification import Classification
from pathways.store.archives import AS_IT_CAME, Archive, BrokenArchive
from pathways.store.esco_concepts import CONCEPTS, joined, member_of, read_labels

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from zipfile import ZipInfo

    from pathways.domain.classification import Concept, Pairs
    from pathways.store.esco_concepts import Labels
    from pathways.store.sheets import LocatedFault

STEPS = ("Reading concepts", "Reading Danish labels", "Reading relations", "Putting in order")
"""What `read_esco` does, one after the other."""
CONCEPT_TABLES = tuple(table.stem for table in CONCEPTS)
ASKED, BROADER, BROADER_OCCUPATIONS = RELATION_TABLES = (
    "occupationSkillRelations",
    "broaderRelationsSkillPillar",
    "broaderRelationsOccPillar",
)
SIDES = ("essential", "optional")


@dataclass(frozen=True, slots=True)
class Cause:
    """An address for which rows were left out: how often they name it, and what is wrong with that."""

    uri: str
    times: int
    why: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many rows of a table were left out, of how many, and for which addresses: the most named first.

    A row may name two addresses that are not there, so the times may add up to more than the rows.
    """

    table: str
    rows: int
    of: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the archives hold. `skipped` is in the order of reading.

    `danish` counts the concepts that have a Danish name.
    """

    classification: Classification
    skipped: tuple[Skipped, ...]
    danish: int


def read_esco(
    first: Path, second: Path, danish: Path | None = None, step: Callable[[], None] = lambda: None
) -> Reading:
    """Read the classification and the relations, in whichever order, and the Danish labels where given.

    Args:
        first: either archive.
        second: the other one.
        danish: a classification archive in Danish; its labels are joined by address.
        step: called at the start of each of `STEPS`.

    Raises:
        BrokenArchive: an archive is not what it should be; every fault names file, table, line and column.

    """
    with ExitStack() as stack:
        given = [stack.enter_context(Archive(path)) for path in (first, second, *([danish] if danish else []))]
        return _Reader(*_told_apart(given[0], given[1]), given[2] if danish else None).read(step)


def _told_apart(first: Archive, second: Archive) -> tuple[Archive, Archive]:
    """The classification and the relations, each with all of its tables."""
    for concepts, relations in ((first, second), (second, first)):
        if concepts.named(CONCEPT_TABLES) and relations.named(RELATION_TABLES):
            faults = [*_gaps(concepts, CONCEPT_TABLES), *_gaps(relations, RELATION_TABLES)]
            if faults:
                raise BrokenArchive(*faults)
            return concepts, relations
    known = (*CONCEPT_TABLES, *RELATION_TABLES)
    strangers = [_stranger(archive) for archive in (first, second) if not archive.named(known)]
    if strangers:
        raise BrokenArchive(*strangers)
    names = ("classification", "relations", RELATION_TABLES), ("relations", "classification", CONCEPT_TABLES)
    has, other, tables = names[0] if first.named(CONCEPT_TABLES) else names[1]
    problem = f"The archive holds the {has}, and so does {first.path}."
    raise BrokenArchive(second.fault(problem, f"Give the {other} beside it: the archive with {', '.join(tables)}."))


def _gaps(archive: Archive, wanted: Iterable[str]) -> Iterator[LocatedFault]:
    for stem in wanted:
        if not archive.named([stem]):
            yield archive.fault(f"The table {stem} is missing from the archive.", AS_IT_CAME)


def _stranger(archive: Archive) -> LocatedFault:
    remedy = "Give the classification (with skills_en.csv) and the relations (with occupationSkillRelations.csv)."
    return archive.fault("The zip is no archive of ESCO: it holds none of its tables.", remedy)


class _Reader:
    """Reads one set of archives and keeps count of what it leaves out."""

    def __init__(self, concepts: Archive, relations: Archive, danish: Archive | None) -> None:
        self._concepts, self._relations, self._danish = concepts, relations, danish
        self._skipped: list[Skipped] = []

    def read(self, step: Callable[[], None]) -> Reading:
        """Read everything; see `read_esco`."""
        step()
        english = [read_labels(self._concepts, table, "en") for table in CONCEPTS]
        step()
        danish = self._in_danish(english)
        step()
        occupations, skills, groups = concepts = [joined(*both) for both in zip(english, danish, strict=True)]
        essential, optional, broader, broader_occupations = pairs = self._pairs(*concepts)
        step()
        version = _digest(concepts, pairs)
        made = Classification(version, occupations, skills, groups, essential, optional, broader, broader_occupations)
        named = sum(concept.label.da is not None for concept in chain(*concepts))
        return Reading(made, tuple(self._skipped), named)

    def _skip(self, table: ZipInfo, rows: int, of: int, causes: Counter[tuple[str, str]]) -> None:
        if rows:
            told = tuple(Cause(uri, times, why) for (uri, why), times in causes.most_common())
            self._skipped.append(Skipped(table.filename, rows, of, told))

    def _in_danish(self, english: Sequence[Labels]) -> list[Labels]:
        """The Danish labels of the concepts that there are."""
        if self._danish is None:
            return [{} for _ in CONCEPTS]
        gaps = [*_gaps(self._danish, CONCEPT_TABLES)]
        if gaps:
            raise BrokenArchive(*gaps)
        found = []
        for table, known in zip(CONCEPTS, english, strict=True):
            labels = read_labels(self._danish, table, "da")
            strangers = labels.keys() - known.keys()
            why = Counter((uri, "the classification does not have this concept") for uri in sorted(strangers))
            self._skip(member_of(self._danish, table.stem, "da"), len(strangers), len(labels), why)
            found.append({uri: label for uri, label in labels.items() if uri in known})
        if not any(found):
            problem = "None of its addresses is in the classification."
            raise BrokenArchive(self._danish.fault(problem, "Give the Danish archive of the same version of ESCO."))
        return found

    def _pairs(self, *concepts: tuple[Concept, ...]) -> tuple[Pairs, ...]:
        """Essential, optional, broader, broader occupations."""
        occupations, skills, groups = ([concept.uri for concept in side] for side in concepts)
        occupation = ("occupation", {uri: place for place, uri in enumerate(occupations)})
        skill = ("skill", {uri: place for place, uri in enumerate(skills)})
        node = ("skill or group", {uri: place for place, uri in enumerate([*skills, *groups])})
        asked = self._paired(ASKED, self._asked(), occupation, skill)
        return (
            *(_array([pair for pair, kind in asked.items() if kind == side]) for side in SIDES),
            _array(self._paired(BROADER, self._broader(), node, node)),
            _array(self._paired(BROADER_OCCUPATIONS, self._broader_occupations(), occupation, occupation)),
        )

    def _paired(
        self, stem: str, rows: Iterable[tuple[str, str, str]], *ends: tuple[str, Mapping[str, int]]
    ) -> dict[tuple[int, int], str]:
        """The places that the rows join, with what each row says of them; see `_asked`."""
        (noun, places), (other_noun, other_places) = ends
        found, causes, number = dict[tuple[int, int], str](), Counter[tuple[str, str]](), 0
        for number, (uri, other, says) in enumerate(rows, 1):  # noqa: B007  # the last number is the count
            place, other_place = places.get(uri), other_places.get(other)
            if place is None:
                causes[uri, f"the classification has no such {noun}"] += 1
            if other_place is None:
                causes[other, f"the classification has no such {other_noun}"] += 1
            if place is None or other_place is None:
                continue
            if (place, other_place) in found:
                causes[uri, "an earlier row joins the same two"] += 1
            found.setdefault((place, other_place), says)
        self._skip(member_of(self._relations, stem), number - len(found), number, causes)
        return found

    def _asked(self) -> Iterator[tuple[str, str, str]]:
        """Occupation, skill, and whether it is essential or optional."""
        member = member_of(self._relations, ASKED)
        columns = ("occupationUri", "skillUri", "relationType")
        for line, row in self._relations.rows(member, columns):
            if row[2] not in SIDES:
                problem = f"{row[2]!r} is no kind of relation."
                fault = self._relations.fault(problem, "It must be essential or optional.", member, line, columns[2])
                raise BrokenArchive(fault)
            yield row[0], row[1], row[2]

    def _broader(self) -> Iterator[tuple[str, str, str]]:
        """Narrower and broader skill or group."""
        yield from self._hierarchy(BROADER)

    def _broader_occupations(self) -> Iterator[tuple[str, str, str]]:
        """Narrower and broader occupation. A row that leads to an ISCO group says no more than the code does."""
        yield from self._hierarchy(BROADER_OCCUPATIONS, "Occupation")

    def _hierarchy(self, stem: str, kind: str = "") -> Iterator[tuple[str, str, str]]:
        """Narrower and broader concept; with `kind`, where both are of that kind."""
        member = member_of(self._relations, stem)
        columns = ("conceptUri", "broaderUri", "conceptType", "broaderType")
        for line, (uri, broader, *kinds) in self._relations.rows(member, columns):
            if kind and kinds != [kind, kind]:
                continue
            if uri == broader:
                problem, remedy = "The concept stands above itself.", "It must be another concept."
                raise BrokenArchive(self._relations.fault(problem, remedy, member, line, "broaderUri"))
            yield uri, broader, ""


def _array(pairs: Collection[tuple[int, int]]) -> Pairs:
    return np.fromiter(chain.from_iterable(pairs), np.int32, 2 * len(pairs)).reshape(-1, 2)


def _digest(concepts: Iterable[tuple[Concept, ...]], pairs: Iterable[Pairs]) -> str:
    """SHA-256 over everything that was read: the same content has the same version, however it was packed."""
    total = sha256()
    for side in concepts:
        total.update(repr(side).encode())
    for each in pairs:
        total.update(np.sort(each.astype("<i8") @ np.array([1 << 32, 1])).tobytes() + b";")
    return total.hexdigest()
