"""Faults planted in a seed folder: each is told with its file and line, and nothing else is blamed."""

from __future__ import annotations

import pytest

from pathways.store.seeds import read_folder
from tests.store.folders import plant, prepend, replace_bytes, replace_text, rewrite


def cells(file, line, **values):
    return lambda folder: plant(folder, file, line, **values)


def words(file, old, new):
    return lambda folder: replace_text(folder, file, old, new)


def before(file, content):
    return lambda folder: prepend(folder, file, content)


def appended(file, row):
    def change(folder):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")

    return change


def with_column(file, name, *, instead=None):
    """A column added at the end, or put in the place of another one's name."""

    def change(rows):
        if instead:
            at = rows[0].index(instead)
            rows[0][at] = name
        else:
            for row in rows:
                row.append(name)

    return lambda folder: rewrite(folder, file, change)


def without_column(file, name):
    def change(rows):
        at = rows[0].index(name)
        for row in rows:
            del row[at]

    return lambda folder: rewrite(folder, file, change)


def removed(file):
    return lambda folder: (folder / file).unlink()


def made_a_folder(file):
    def change(folder):
        (folder / file).unlink()
        (folder / file).mkdir()

    return change


def gaps_on_one_line(folder):
    path = folder / "town.toml"
    others = path.read_text(encoding="utf-8").partition("[[missing]]")[0]
    path.write_text('missing = [{ da = "Ja", en = " " }]\n' + others, encoding="utf-8")


PLANTED = {
    # a file as a whole
    "a byte order mark": (before("skills.csv", b"\xef\xbb\xbf"), "skills.csv", 1, "", "byte order mark"),
    "bytes that are not UTF-8": (
        lambda folder: replace_bytes(folder, "roles.csv", b"Chief", b"Ch\xe6f"),
        "roles.csv", 3, "", "0xe6 is not UTF-8",
    ),
    "a column missing": (without_column("feeds.csv", "basis"), "feeds.csv", 1, "basis", "missing"),
    "a column of ids missing": (without_column("roles.csv", "focus_area"), "roles.csv", 1, "focus_area", "missing"),
    "a column nobody knows": (with_column("starts.csv", "title_fr"), "starts.csv", 1, "title_fr", "No such column"),
    "a column twice": (with_column("starts.csv", "title_da"), "starts.csv", 1, "title_da", "there twice"),
    "an empty file": (lambda folder: (folder / "steps.csv").write_text(""), "steps.csv", 1, "", "empty"),
    "a file that must be there": (removed("roles.csv"), "roles.csv", 0, "", "missing"),
    "a file that is a folder": (made_a_folder("needs.csv"), "needs.csv", 0, "", "cannot be read"),
    "a file with a slip in its name": (
        lambda folder: (folder / "program.csv").write_text("id\n"), "program.csv", 0, "", "No such seed file",
    ),
    "a quote left open": (appended("openings.csv", '"analyst'), "openings.csv", 3, "", "not readable as CSV"),
    # a row
    "a cell too few": (appended("feeds.csv", "night,chief,assumed,\n"), "feeds.csv", 4, "", "4 cells"),
    "a comma without quotes": (
        words("contradictions.csv", "Seats (da)", "Seats, (da)"), "contradictions.csv", 2, "", "quotes",
    ),
    # a cell
    "a number that is none": (cells("programmes.csv", 3, eqf="six"), "programmes.csv", 3, "eqf", "not a whole number"),
    "a number with a comma": (cells("programmes.csv", 2, years="3,5"), "programmes.csv", 2, "years", "not a number"),
    "a number too long to be one": (
        cells("announcements.csv", 3, number="9" * 400), "announcements.csv", 3, "number", "not a number",
    ),
    "a yes that is not true": (cells("flows.csv", 3, pinned="yes"), "flows.csv", 3, "pinned", "neither yes nor no"),
    "a kind nobody knows": (cells("programmes.csv", 2, kind="Q"), "programmes.csv", 2, "kind", "Write E, T, M, D"),
    "a level beyond the scale": (cells("outcomes.csv", 2, level="5"), "outcomes.csv", 2, "level", "Write 1, 2, 3 or 4"),
    "a level of none": (cells("needs.csv", 3, level="0"), "needs.csv", 3, "level", "Write 1, 2, 3 or 4"),
    "a cell that must be filled": (cells("roles.csv", 2, family=""), "roles.csv", 2, "family", "blank"),
    "an empty value in a list": (cells("programmes.csv", 3, languages=";en"), "programmes.csv", 3, "languages", "two"),
    "half an interval": (cells("flows.csv", 2, likely=""), "flows.csv", 2, "likely", "low, likely and high"),
    "a basis nobody knows": (cells("feeds.csv", 2, basis="sure"), "feeds.csv", 2, "basis", "derived or assumed"),
    "evidence without a basis": (cells("contradictions.csv", 2, basis=""), "contradictions.csv", 2, "basis", "no "),
    "an ESCO match nobody knows": (cells("skills.csv", 2, esco_match="near"), "skills.csv", 2, "esco_match", "exact"),
    "a condition that cannot be read": (
        cells("admissions.csv", 2, condition="mathematics A and"), "admissions.csv", 2, "condition", "the end",
    ),
    "a condition without end": (
        cells("admissions.csv", 2, condition="(" * 5000), "admissions.csv", 2, "condition", "too long",
    ),
    # a rule
    "a dangling id": (cells("outcomes.csv", 3, skill="gone"), "outcomes.csv", 3, "skill", "No skill has the id 'gone'"),
    "a circle": (
        appended("admissions.csv", "college,master,,,,,,full-time,,,assumed,,2024\n"),
        "admissions.csv", 7, "origin", "college → master → college",
    ),
    "a claim without a source": (cells("needs.csv", 2, sources=""), "needs.csv", 2, "sources", "names no source"),
    "a claim on weak sources": (cells("roles.csv", 3, sources="hearsay"), "roles.csv", 3, "basis", "weak"),
    "a day after that of the facts": (
        cells("needs.csv", 2, as_of="2999"), "needs.csv", 2, "as_of", "day of the town's facts: as_of in town.toml:",
    ),
    "a label twice": (cells("skills.csv", 3, label_en="R"), "skills.csv", 3, "label_en", "too"),
    "a code twice": (cells("programmes.csv", 4, code="D1"), "programmes.csv", 4, "code", "same code"),
    "an id twice": (
        lambda folder: rewrite(folder, "practicals.csv", lambda rows: rows.append(rows[1])),
        "practicals.csv", 4, "id", "there twice",
    ),
    "a level out of the framework": (cells("programmes.csv", 3, eqf="9"), "programmes.csv", 3, "eqf", "2 to 8"),
    "a translation missing": (cells("programmes.csv", 2, blurb_da=""), "programmes.csv", 2, "blurb_da", "Danish"),
    "a day there is not": (cells("workplaces.csv", 3, as_of="2024-02-30"), "workplaces.csv", 3, "as_of", "calendar"),
    "a day after the facts": (cells("steps.csv", 2, as_of="2031"), "steps.csv", 2, "as_of", "after 2026-11-23"),
    "a break in a label": (cells("families.csv", 2, label_en="Two\nlines"), "families.csv", 2, "label_en", "line"),
    "a NUL in a label": (cells("families.csv", 2, label_da="a\0b"), "families.csv", 2, "label_da", "control character"),
    # the town
    "a town that is no TOML": (words("town.toml", "[name]", "[name"), "town.toml", 5, "", "not readable as TOML"),
    "a town cut off": (words("town.toml", '"Testby (da)"', '"Testby'), "town.toml", 6, "", "not readable as TOML"),
    "a town that is a folder": (made_a_folder("town.toml"), "town.toml", 0, "", "cannot be read"),
    "a gap on one line": (gaps_on_one_line, "town.toml", 1, "missing_en", "English"),
    "a town that is not UTF-8": (before("town.toml", b"# caf\xe9\n"), "town.toml", 1, "", "not UTF-8"),
    "a key nobody knows": (before("town.toml", b'mayor = "x"\n'), "town.toml", 1, "mayor", "No such key"),
    "a key missing": (words("town.toml", 'id = "testby"', ""), "town.toml", 1, "id", "missing"),
    "a key of the wrong type": (words("town.toml", "= true", '= "yes"'), "town.toml", 3, "fictional", "true or false"),
    "a text missing": (words("town.toml", 'en = "Tagline"', ""), "town.toml", 13, "tagline_en", "missing"),
    "a text that is a number": (words("town.toml", 'en = "Area"', "en = 5"), "town.toml", 11, "area_en", "missing"),
    "a text that is empty": (words("town.toml", '"Region"', '""'), "town.toml", 19, "region_en", "English"),
    "a day in words": (words("town.toml", "2026-11-23", "today"), "town.toml", 2, "as_of", "is not a date"),
    "a gap of one word": (words("town.toml", "No wages are known (da)", ""), "town.toml", 34, "missing_da", "Danish"),
    "gaps that are no list": (
        lambda folder: (
            replace_text(folder, "town.toml", "[[missing]]", "[other]"),
            replace_text(folder, "town.toml", "[[missing]]", "[missing]"),
            replace_text(folder, "town.toml", "[other]", "[missing.other]"),
        ),
        "town.toml", 1, "missing", "not a list",
    ),
    "a gap told in one language": (
        words("town.toml", 'da = "No intakes are known (da)"', ""), "town.toml", 29, "missing_da", "under [missing]",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "place", "told"), [pytest.param(case[0], case[1:4], case[4], id=id) for id, case in PLANTED.items()]
)
def test_a_planted_fault_is_told_with_its_file_and_line(folder, change, place, told):
    file, line, _ = place
    assert read_folder(folder).faults == ()
    change(folder)
    read = read_folder(folder)
    assert (read.facts, read.digest) == (None, "")
    assert [(f.file, f.line, f.column) for f in read.faults] == [place]
    assert told in str(read.faults[0])
    assert str(read.faults[0]).startswith(f"{file}:{line}: " if line else f"{file}: ")
    assert "\n" not in str(read.faults[0])


def test_every_fault_is_told_at_once_in_the_order_of_the_files(folder):
    plant(folder, "programmes.csv", 3, eqf="six", code="K0", blurb_en="")
    plant(folder, "outcomes.csv", 4, skill="gone", as_of="soon")
    plant(folder, "skills.csv", 2, id="R 1")
    replace_text(folder, "town.toml", '"Region"', '""')
    (folder / "stray.csv").write_text("")
    told = [(f.file, f.line, f.column) for f in read_folder(folder).faults]
    assert told == [
        ("stray.csv", 0, ""),
        ("town.toml", 19, "region_en"),
        ("skills.csv", 2, "id"),
        ("programmes.csv", 3, "eqf"),
        ("programmes.csv", 3, "blurb_en"),
        ("programmes.csv", 3, "code"),
        *[("outcomes.csv", 3, "skill"), ("outcomes.csv", 4, "skill"), ("outcomes.csv", 4, "as_of")],
        *[("outcomes.csv", 5, "skill"), ("needs.csv", 3, "skill")],
    ]


def test_rows_that_refer_to_a_faulty_row_are_not_blamed(folder):
    plant(folder, "programmes.csv", 2, kind="Q", eqf="", pace="fast", here="maybe", years="long", complete="yes")
    assert {(f.file, f.line) for f in read_folder(folder).faults} == {("programmes.csv", 2)}
    assert len(read_folder(folder).faults) == 6


def test_a_row_in_several_lines_is_told_by_its_first(folder):
    plant(folder, "organisations.csv", 2, activity_en="Two\nlines")
    plant(folder, "organisations.csv", 3, kind="club")
    assert [(f.line, f.column) for f in read_folder(folder).faults] == [(2, "activity_en"), (4, "kind")]


def test_blank_lines_between_rows_are_passed_over(folder):
    replace_text(folder, "families.csv", "family,", "\n\nfamily,")
    replace_text(folder, "families.csv", "Family (da)", "")
    assert [(f.line, f.column) for f in read_folder(folder).faults] == [(4, "label_da")]


@pytest.mark.parametrize("made", [pytest.param(True, id="that is empty"), pytest.param(False, id="that is none")])
def test_a_folder_without_a_town_is_one_clear_fault(tmp_path, made):
    folder = tmp_path / "nowhere"
    if made:
        folder.mkdir()
    [fault] = read_folder(folder).faults
    assert str(fault).startswith(f"{folder}: There is no ")
    assert "town.toml" in fault.remedy


def test_a_doubt_is_a_warning_and_the_facts_are_there(folder):
    replace_text(folder, "feeds.csv", "master,chief", "night,analyst")
    read = read_folder(folder)
    assert read.facts is not None
    assert [(f.file, f.line, f.severity) for f in read.faults] == [("roles.csv", 3, "warning")]
    assert str(read.faults[0]).startswith("roles.csv:3: warning: id: master covers 100%")
