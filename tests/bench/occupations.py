"""The occupations of ESCO, their skills and which work is alike, as a generator of towns needs them.

Read from the official archives in the shared folder beside the project; what a relation names and the
classification lacks is left out.
"""

from __future__ import annotations

import csv
import io
import math
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tests.bench.beside import ESCO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

COMMON = 120
"""A skill that more occupations than this ask for says little about which of them are alike."""


@dataclass(frozen=True)
class Occupation:
    """A kind of job; `major` is the first digit of its ISCO group, 0 to 9."""

    id: str
    title: str
    uri: str
    major: str


@dataclass(frozen=True)
class Work:
    """Occupations, skills (id to uri and label) and who asks for what: (occupation, skill, whether essential)."""

    occupations: tuple[Occupation, ...]
    skills: Mapping[str, tuple[str, str]]
    asks: tuple[tuple[str, str, bool], ...]

    @cached_property
    def asked(self) -> Mapping[str, tuple[str, ...]]:
        """Skills by occupation, in the order of the relations."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for occupation, skill, _ in self.asks:
            found[occupation].append(skill)
        return {occupation: tuple(skills) for occupation, skills in found.items()}

    @cached_property
    def spread(self) -> Counter[str]:
        """How many occupations ask for each skill."""
        return Counter(skill for _, skill, _ in self.asks)

    @cached_property
    def alike(self) -> Mapping[str, tuple[str, ...]]:
        """For each occupation the others that share rare skills with it, nearest first; ties by id."""
        askers: defaultdict[str, list[str]] = defaultdict(list)
        for occupation, skill, _ in self.asks:
            askers[skill].append(occupation)
        weight = {skill: math.log(len(self.asked) / len(by)) for skill, by in askers.items() if len(by) <= COMMON}
        found = {}
        for occupation, skills in self.asked.items():
            near: Counter[str] = Counter()
            for skill in skills:
                for other in askers[skill] if skill in weight else ():
                    near[other] += weight[skill]
            del near[occupation]
            found[occupation] = tuple(sorted(near, key=lambda other: (-near[other], other)))
        return found


def read_work(folder: Path = ESCO) -> Work:
    """Read both archives of a folder, told apart by the files in them.

    Raises:
        FileNotFoundError: the folder lacks one of the three tables.
    """
    occupations = tuple(
        Occupation(_id(row["conceptUri"]), row["preferredLabel"], row["conceptUri"], row["iscoGroup"][0])
        for row in _rows(folder, "occupations_")
    )
    known = {occupation.id for occupation in occupations}
    labels = {_id(row["conceptUri"]): (row["conceptUri"], row["preferredLabel"]) for row in _rows(folder, "skills_")}
    asks = tuple(
        (_id(row["occupationUri"]), _id(row["skillUri"]), row["relationType"] == "essential")
        for row in _rows(folder, "occupationSkillRelations")
    )
    asks = tuple(ask for ask in asks if ask[0] in known and ask[1] in labels)
    used = {skill for _, skill, _ in asks}
    return Work(occupations, {id: labels[id] for id in labels if id in used}, asks)


def _id(uri: str) -> str:
    return uri.rpartition("/")[2]


def _rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    for path in sorted(folder.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.startswith(table):
                    with archive.open(name) as file:
                        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))
                    return
    raise FileNotFoundError(f"No archive in {folder} holds {table}….csv")
