"""Small archives that look like ESCO's: the same tables, the same headers, three occupations."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from tests.concepts import ESCO, occupation_uri, skill_uri

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONCEPT = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,description,code"
SKILL = "conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,description"
GROUP = "conceptType,conceptUri,preferredLabel,altLabels,hiddenLabels,status,description,code"
BROADER = "conceptType,conceptUri,broaderType,broaderUri"
COOK, CHEF, SMITH = (occupation_uri(word) for word in ("cook", "chef", "smith"))
BOIL, CHOP, FORGE, HEAT, GONE = (skill_uri(word) for word in ("boil", "chop", "forge", "S1", "gone"))
LEFT = occupation_uri("left")

CLASSIFICATION: Mapping[str, tuple[str, list[list[str]]]] = {
    "occupations_en.csv": (
        CONCEPT,
        [
            ["Occupation", SMITH, "7221", " smith ", "", "", "released", "Shapes metal.", "7221.1"],
            [
                "Occupation",
                COOK,
                "5120",
                "cook",
                "kitchen hand\ncook\n\nkitchen hand",
                "",
                "released",
                "a\nb",
                "5120.1",
            ],
            ["Occupation", CHEF, "3434", "chef", "head cook", "", "released", 'Says: "Yes, chef".', "3434.1"],
        ],
    ),
    "skills_en.csv": (
        SKILL,
        [
            ["KnowledgeSkillCompetence", FORGE, "knowledge", "", "forge", "", "", "released", ""],
            ["KnowledgeSkillCompetence", BOIL, "skill/competence", "", "boil", "simmer", "", "released", ""],
            ["KnowledgeSkillCompetence", CHOP, "", "", "chop", "", "", "released", ""],
        ],
    ),
    "skillGroups_en.csv": (GROUP, [["SkillGroup", HEAT, "heat things", "", "", "released", "", "S1"]]),
    "ISCOGroups_en.csv": ("conceptType,conceptUri,code", [["ISCOGroup", f"{ESCO}/isco/C5120", "5120"]]),
}
RELATIONS: Mapping[str, tuple[str, list[list[str]]]] = {
    "occupationSkillRelations.csv": (
        "occupationUri,relationType,skillType,skillUri",
        [
            [COOK, "essential", "skill/competence", BOIL],
            [COOK, "optional", "", CHOP],
            [SMITH, "essential", "knowledge", FORGE],
            [CHEF, "essential", "", CHOP],
        ],
    ),
    "broaderRelationsSkillPillar.csv": (
        BROADER,
        [
            ["KnowledgeSkillCompetence", BOIL, "SkillGroup", HEAT],
            ["KnowledgeSkillCompetence", FORGE, "SkillGroup", HEAT],
        ],
    ),
    "broaderRelationsOccPillar.csv": (
        BROADER,
        [
            ["Occupation", CHEF, "Occupation", COOK],
            ["Occupation", COOK, "ISCOGroup", f"{ESCO}/isco/C5120"],
        ],
    ),
}
DANISH: Mapping[str, tuple[str, list[list[str]]]] = {
    "occupations_da.csv": (
        CONCEPT,
        [
            ["Occupation", COOK, "5120", "kok", "køkkenhjælp", "", "released", "", "5120.1"],
            ["Occupation", SMITH, "7221", "", "", "", "released", "", "7221.1"],
        ],
    ),
    "skills_da.csv": (SKILL, [["KnowledgeSkillCompetence", BOIL, "", "", "koge", "", "", "released", ""]]),
    "skillGroups_da.csv": (GROUP, [["SkillGroup", HEAT, "varme", "", "", "released", "", "S1"]]),
}


def table(header: str, rows: list[list[str]]) -> bytes:
    """A table as ESCO writes it: commas, quotes where needed, CRLF."""
    written = io.StringIO()
    csv.writer(written).writerows([header.split(","), *rows])
    return written.getvalue().encode()


def contents(tables: Mapping[str, tuple[str, list[list[str]]]], **changes: object) -> dict[str, bytes]:
    """The members of an archive, with more rows for the stems named in `changes`."""
    return {
        name: table(header, [*rows, *changes.get(name.partition(".")[0].partition("_")[0], [])])
        for name, (header, rows) in tables.items()
    }


def write_zip(path: Path, members: Mapping[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def small_zips(folder: Path, **changes: object) -> tuple[Path, Path]:
    """The classification and the relations; `changes` adds rows, by the table's stem."""
    return (
        write_zip(folder / "classification.zip", contents(CLASSIFICATION, **changes)),
        write_zip(folder / "relations.zip", contents(RELATIONS, **changes)),
    )


def danish_zip(folder: Path, **changes: object) -> Path:
    return write_zip(folder / "danish.zip", contents(DANISH, **changes))
