"""Archives of ESCO: read as they are, dangling rows named; whatever is not right is told by its place."""

from __future__ import annotations

import random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pathways.domain.classification import ConceptLabel
from pathways.store import archives
from pathways.store.archives import BrokenArchive
from pathways.store.esco import STEPS, Cause, read_esco
from tests.store.esco_zips import (
    BOIL,
    CHEF,
    CHOP,
    CLASSIFICATION,
    COOK,
    DANISH,
    FORGE,
    GONE,
    HEAT,
    LEFT,
    RELATIONS,
    SMITH,
    contents,
    danish_zip,
    small_zips,
    write_zip,
)


def pairs(classification, side):
    """Addresses instead of places."""
    nodes = [concept.uri for concept in (*classification.skills, *classification.groups)]
    occupations = [concept.uri for concept in classification.occupations]
    left = nodes if side == "broader" else occupations
    right = occupations if side == "broader_occupations" else nodes
    return [(left[one], right[other]) for one, other in getattr(classification, side)]


def test_everything_is_read(tmp_path):
    read = read_esco(*small_zips(tmp_path))
    made = read.classification
    assert [concept.uri for concept in made.occupations] == [CHEF, COOK, SMITH]
    assert [concept.uri for concept in made.skills] == [BOIL, CHOP, FORGE]
    assert [(group.uri, group.code) for group in made.groups] == [(HEAT, "S1")]
    assert pairs(made, "essential") == [(CHEF, CHOP), (COOK, BOIL), (SMITH, FORGE)]
    assert pairs(made, "optional") == [(COOK, CHOP)]
    assert pairs(made, "broader") == [(BOIL, HEAT), (FORGE, HEAT)]
    assert pairs(made, "broader_occupations") == [(CHEF, COOK)]
    assert (read.skipped, read.danish) == ((), 0)


def test_names_lose_blanks_and_repetitions_and_nothing_else(tmp_path):
    chef, cook, smith = read_esco(*small_zips(tmp_path)).classification.occupations
    assert (smith.label, smith.alternatives, smith.code) == (ConceptLabel("smith"), (), "7221.1")
    assert cook.alternatives == ("kitchen hand",)
    assert chef.alternatives == ("head cook",)


def test_the_order_and_the_names_of_the_archives_do_not_matter(tmp_path):
    concepts, relations = small_zips(tmp_path)
    version = read_esco(concepts, relations).classification.version
    assert read_esco(relations, concepts).classification.version == version
    named_like_the_other = relations.rename(tmp_path / "moved"), concepts.rename(tmp_path / "relations.zip")
    assert read_esco(*named_like_the_other).classification.version == version


def test_folders_and_another_packing_do_not_matter(tmp_path):
    version = read_esco(*small_zips(tmp_path)).classification.version
    concepts = {f"ESCO/v1/{name}": content for name, content in reversed(contents(CLASSIFICATION).items())}
    relations = {name.replace(".csv", "_en.csv"): b"\xef\xbb\xbf" + v for name, v in contents(RELATIONS).items()}
    again = write_zip(tmp_path / "a.zip", concepts), write_zip(tmp_path / "b.zip", relations)
    assert read_esco(*again).classification.version == version


def test_another_content_is_another_version(tmp_path):
    versions = {
        read_esco(*small_zips(tmp_path, **changes)).classification.version
        for changes in (
            {},
            {"occupationSkillRelations": [[CHEF, "essential", "", BOIL]]},
            {"occupationSkillRelations": [[CHEF, "optional", "", BOIL]]},
            {"broaderRelationsSkillPillar": [["", CHOP, "", BOIL]]},
            {"skillGroups": [["SkillGroup", GONE, "gone", "", "", "", "", ""]]},
        )
    }
    versions.add(read_esco(*small_zips(tmp_path), danish_zip(tmp_path)).classification.version)
    assert len(versions) == 6


def test_danish_joins_by_address(tmp_path):
    read = read_esco(*small_zips(tmp_path), danish_zip(tmp_path))
    _, cook, smith = read.classification.occupations
    assert cook.label == ConceptLabel("cook", "kok")
    assert cook.alternatives_da == ("køkkenhjælp",)
    assert smith.label == ConceptLabel("smith", None)
    assert read.classification.groups[0]["da"] == "varme"
    assert read.danish == 3


def test_dangling_rows_are_counted_named_and_left_out(tmp_path):
    zips = small_zips(
        tmp_path,
        occupationSkillRelations=[
            [LEFT, "essential", "", BOIL],
            [LEFT, "optional", "", CHOP],
            [CHEF, "optional", "", GONE],
            [COOK, "optional", "", BOIL],
        ],
        broaderRelationsSkillPillar=[["", GONE, "", HEAT], ["", GONE, "", LEFT]],
        broaderRelationsOccPillar=[["Occupation", LEFT, "Occupation", COOK]],
    )
    read = read_esco(*zips, danish_zip(tmp_path, skills=[["KnowledgeSkillCompetence", GONE, *"  ", "væk", *"    "]]))
    told = [(one.table, one.rows, one.of, [(c.uri, c.times) for c in one.causes]) for one in read.skipped]
    assert told == [
        ("skills_da.csv", 1, 2, [(GONE, 1)]),
        ("occupationSkillRelations.csv", 4, 8, [(LEFT, 2), (GONE, 1), (COOK, 1)]),
        ("broaderRelationsSkillPillar.csv", 2, 4, [(GONE, 2), (LEFT, 1)]),
        ("broaderRelationsOccPillar.csv", 1, 2, [(LEFT, 1)]),
    ]
    assert read.skipped[1].causes[2] == Cause(COOK, 1, "an earlier row joins the same two")
    assert pairs(read.classification, "essential") == [(CHEF, CHOP), (COOK, BOIL), (SMITH, FORGE)]


def test_each_step_is_announced(tmp_path):
    begun = []
    read_esco(*small_zips(tmp_path), step=lambda: begun.append(1))
    assert len(begun) == len(STEPS)


def refused(*zips):
    with pytest.raises(BrokenArchive) as refusal:
        read_esco(*zips)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(lambda whole: whole[:600], "The zip is damaged, or only its beginning is there", id="truncated"),
        pytest.param(
            lambda whole: whole[:-30], "The zip is damaged, or only its beginning is there", id="without its end"
        ),
        pytest.param(lambda _: b"", "The file is no zip.", id="empty"),
        pytest.param(lambda _: b"Dear aunt, this is a letter.", "The file is no zip.", id="a letter renamed"),
        pytest.param(lambda _: None, "The file cannot be read: No such file", id="not there"),
    ],
)
def test_a_file_that_is_no_archive(tmp_path, content, said):
    concepts, relations = small_zips(tmp_path)
    broken = content(relations.read_bytes())
    relations.unlink()
    if broken is not None:
        relations.write_bytes(broken)
    assert f"{relations}: {said}" in refused(concepts, relations)


def test_a_damaged_member_is_named(tmp_path):
    concepts, relations = small_zips(tmp_path)
    content = bytearray(concepts.read_bytes())
    at = content.index(b"skills_en.csv") + len(b"skills_en.csv")
    content[at + 20 : at + 30] = b"\0" * 10
    concepts.write_bytes(content)
    assert f"{concepts}: skills_en.csv: The member is damaged." in refused(concepts, relations)


def test_no_damage_gets_past_as_anything_but_a_named_fault(tmp_path):
    """Two hundred archives with a few bytes changed anywhere: each is read, or refused by name."""
    concepts, relations = small_zips(tmp_path)
    content, chance = concepts.read_bytes(), random.Random(7)
    refusals = 0
    for _ in range(200):
        bent = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        concepts.write_bytes(bent)
        try:
            read_esco(concepts, relations)
        except BrokenArchive as refusal:
            refusals += 1
            assert str(concepts) in str(refusal)  # noqa: PT017 - an archive may as well be read
    assert refusals > 100


def test_a_zip_of_something_else(tmp_path):
    concepts, relations = small_zips(tmp_path)
    other = write_zip(tmp_path / "holiday.zip", {"beach.csv": b"a,b\n1,2\n"})
    assert "holiday.zip: The zip is no archive of ESCO" in refused(concepts, other)
    assert refused(other, relations).count("no archive of ESCO") == 1


@pytest.mark.parametrize(("side", "lacks"), [(0, "occupationSkillRelations"), (1, "skillGroups")])
def test_the_same_archive_twice(tmp_path, side, lacks):
    given = small_zips(tmp_path)[side]
    said = refused(given, given)
    assert "and so does" in said
    assert lacks in said


@pytest.mark.parametrize("missing", ["occupations_en.csv", "skills_en.csv", "skillGroups_en.csv", *RELATIONS])
def test_a_table_that_is_missing_is_named(tmp_path, missing):
    zips = [
        write_zip(tmp_path / f"{place}.zip", {name: v for name, v in contents(tables).items() if name != missing})
        for place, tables in enumerate((CLASSIFICATION, RELATIONS))
    ]
    assert f"The table {missing.partition('.')[0].partition('_')[0]} is missing" in refused(*zips)


def test_a_table_that_is_there_twice(tmp_path):
    concepts, relations = small_zips(tmp_path)
    with ZipFile(concepts, "a") as archive:
        archive.writestr("copy/skills_en.csv", b"x")
    assert "copy/skills_en.csv: The table is there twice." in refused(concepts, relations)


def with_member(folder, name, content):
    """The two archives, one table replaced."""
    zips = []
    for place, tables in (("classification.zip", CLASSIFICATION), ("relations.zip", RELATIONS)):
        members = contents(tables)
        zips.append(write_zip(folder / place, {**members, name: content} if name in members else members))
    return zips


def bent(name, old, new, count=1):
    """A table of the small archives with some bytes replaced."""
    whole = {**contents(CLASSIFICATION), **contents(RELATIONS)}[name]
    assert old in whole
    return name, whole.replace(old, new, count)


@pytest.mark.parametrize(
    ("member", "said"),
    [
        pytest.param(
            bent("skills_en.csv", b"preferredLabel", b"label"),
            "skills_en.csv:1: preferredLabel: The column is missing. The header must name conceptType, conceptUri",
            id="a missing column",
        ),
        pytest.param(
            bent("skills_en.csv", b"skillType", b"conceptUri"),
            "skills_en.csv:1: conceptUri: The column is there twice.",
            id="a column twice",
        ),
        pytest.param(("skills_en.csv", b""), "skills_en.csv:1: conceptType: The column is missing.", id="empty"),
        pytest.param(
            ("skills_en.csv", contents(CLASSIFICATION)["skills_en.csv"].splitlines()[0]),
            "skills_en.csv: The table holds no rows.",
            id="only a header",
        ),
        pytest.param(
            bent("occupations_en.csv", b"Says", b"S\xe6ys"),
            "occupations_en.csv:8: Byte 87 of the line, 0xe6, is not UTF-8.",
            id="bad UTF-8",
        ),
        pytest.param(
            bent("occupations_en.csv", b"Shapes", b"Sh\0pes"),
            "occupations_en.csv:2: The line holds a zero byte",
            id="zero",
        ),
        pytest.param(
            bent("skills_en.csv", b",released", b""),
            "skills_en.csv:2: The row has 8 cells, the header has 9.",
            id="cells",
        ),
        pytest.param(
            bent("skills_en.csv", b",forge,", b',"for"ge,'),
            "skills_en.csv:2: The row is not readable as CSV",
            id="quotes",
        ),
        pytest.param(
            bent("skills_en.csv", b",boil,", b',"boil,'),
            "skills_en.csv:3: The row is not readable as CSV",
            id="open quote",
        ),
        pytest.param(
            bent("skills_en.csv", b"KnowledgeSkillCompetence", b"Occupation"),
            "skills_en.csv:2: conceptType: The row is about Occupation. Each row of skills is KnowledgeSkill",
            id="another kind of concept",
        ),
        pytest.param(
            bent("skills_en.csv", CHOP.encode(), b"javascript:alert(1)"),
            "skills_en.csv:4: conceptUri: 'javascript:alert(1)' is no address. It must look like http://",
            id="no address",
        ),
        pytest.param(
            bent("skills_en.csv", CHOP.encode(), BOIL.encode()),
            f"skills_en.csv:4: conceptUri: The address {BOIL} is there twice.",
            id="an address twice",
        ),
        pytest.param(
            bent("skills_en.csv", b",forge,", b", ,"),
            "skills_en.csv:2: preferredLabel: The cell is blank.",
            id="no name",
        ),
        pytest.param(
            bent("occupationSkillRelations.csv", b"optional", b"maybe"),
            "occupationSkillRelations.csv:3: relationType: 'maybe' is no kind of relation. It must be essential",
            id="a kind of relation nobody knows",
        ),
        pytest.param(
            bent("broaderRelationsSkillPillar.csv", HEAT.encode(), BOIL.encode()),
            "broaderRelationsSkillPillar.csv:2: broaderUri: The concept stands above itself.",
            id="above itself",
        ),
    ],
)
def test_a_fault_names_member_line_and_column(tmp_path, member, said):
    zips = with_member(tmp_path, *member)
    assert f"{tmp_path}/" in refused(*zips)
    assert said in refused(*zips)


def test_every_missing_column_is_named(tmp_path):
    zips = with_member(tmp_path, "occupationSkillRelations.csv", b"a,b,c\n1,2,3\n")
    assert refused(*zips).count("The column is missing.") == 3


def test_a_zip_bomb_is_refused_before_it_is_read(tmp_path, monkeypatch):
    """A thousandth of its size packed: refused by what it announces, and by its rows where it announces little."""
    concepts, relations = small_zips(tmp_path)
    header = contents(RELATIONS)["occupationSkillRelations.csv"].splitlines()[0]
    with ZipFile(relations, "w", ZIP_DEFLATED) as archive:
        for name, content in contents(RELATIONS).items():
            with archive.open(name, "w") as member:
                member.write(content)
                for _ in range(129 if name.startswith("occupation") else 0):
                    member.write(b"\n" * archives.MEBIBYTE)
    assert relations.stat().st_size < archives.MEBIBYTE
    assert "The table is 129 MiB unpacked, more than 128." in refused(concepts, relations)
    zips = with_member(tmp_path, "occupationSkillRelations.csv", header + b"\n" + b"x,essential,,y\n" * 1_000_001)
    assert "occupationSkillRelations.csv:1000002: The table has more than 1,000,000 rows." in refused(*zips)
    zips = with_member(tmp_path, "skills_en.csv", b"x" * (archives.MEBIBYTE + 1))
    assert "skills_en.csv:1: The line has more than 1,048,576 bytes." in refused(*zips)
    monkeypatch.setattr(archives, "ARCHIVE_AT_MOST", 100)
    assert "classification.zip: The file is larger than" in refused(concepts, relations)


def test_a_member_that_announces_too_little_gives_no_more(tmp_path):
    concepts, relations = small_zips(tmp_path)
    content = bytearray(relations.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (60).to_bytes(4, "little")
    relations.write_bytes(content)
    assert "occupationSkillRelations.csv: The member is damaged." in refused(concepts, relations)


def test_a_locked_member_is_told(tmp_path):
    concepts, relations = small_zips(tmp_path)
    content = bytearray(relations.read_bytes())
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        content[content.index(mark) + place] |= 1
    relations.write_bytes(content)
    assert "locked by a password" in refused(concepts, relations)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(0, "The table occupations is there in English, not in Danish.", id="the English ones"),
        pytest.param(1, "The table occupations is missing from the archive.", id="the relations"),
        pytest.param(
            {name: v for name, v in contents(DANISH).items() if "Groups" not in name},
            "skillGroups is missing",
            id="part",
        ),
        pytest.param(
            {name: v.replace(b"data.europa.eu", b"example.org") for name, v in contents(DANISH).items()},
            "None of its addresses is in the classification. Give the Danish archive of the same version",
            id="of something else",
        ),
    ],
)
def test_danish_labels_that_are_none(tmp_path, given, said):
    zips = small_zips(tmp_path)
    danish = zips[given] if isinstance(given, int) else write_zip(tmp_path / "danish.zip", given)
    assert said in refused(*zips, danish)


def test_a_danish_classification_in_place_of_the_english(tmp_path):
    _, relations = small_zips(tmp_path)
    said = refused(danish_zip(tmp_path), relations)
    assert "The table occupations is there in Danish, not in English." in said
    assert "occupations_en.csv" in said
