"""Files handed in: what each form says again, and each that cannot be read told for what it is, within bounds."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.store import packed
from pathways.store.documents import document_of
from pathways.store.exchange import read_file, zip_of
from pathways.store.seeds import read_folder
from tests.full_towns import TOWN, towns_full_of_facts
from tests.store.books import book, locked, parts, rows_of_numbers, with_markup, with_part, with_rows, zipped
from tests.store.folders import plant

ROOT = Path(__file__).resolve().parents[2]
GOOD = book(TOWN)
ZIP = zip_of(TOWN)
DOCUMENT = document_of(TOWN)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE = 512 << 10
"""Kilobytes that reading the worst of files may take, all in all; 431 MiB were measured, 44 MiB for a good one."""


def told(content, name="town.xlsx"):
    read = read_file(name, content)
    assert read.facts is None
    return [str(fault) for fault in read.faults]


# out and in again


@pytest.mark.parametrize("town", ["real_facts", "example_facts"])
@pytest.mark.parametrize("made", [document_of, zip_of])
def test_a_town_comes_back_by_value(request, town, made):
    facts = request.getfixturevalue(town)
    assert read_file("x", made(facts)).facts == facts


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=towns_full_of_facts())
def test_any_facts_come_back_from_a_document(facts):
    assert read_file("x", document_of(facts)).facts == facts


def test_the_zip_holds_the_folder_byte_for_byte(tmp_path):
    inside = parts(ZIP)
    assert {name.partition("/")[0] for name in inside} == {TOWN.town.id}
    (tmp_path / TOWN.town.id).mkdir()
    for name, content in inside.items():
        (tmp_path / name).write_bytes(content)
    assert read_folder(tmp_path / TOWN.town.id).facts == TOWN
    assert zip_of(TOWN) == ZIP


@pytest.mark.parametrize("top", ["", "my town/", "a/b/"])
def test_a_zip_may_hold_the_files_in_a_folder_or_not(top):
    files = {top + name.partition("/")[2]: content for name, content in parts(ZIP).items()}
    clutter = {f"{top}notes.txt": b"x", f"__MACOSX/{top}._town.toml": b"x"}
    assert read_file("x.zip", zipped({**files, **clutter})).facts == TOWN


def test_a_document_is_as_it_is_described():
    whole = json.loads(DOCUMENT)
    assert list(whole)[:3] == ["format", "version", "town"]
    assert whole["town"]["name"] == {"da": TOWN.town.name.da, "en": TOWN.town.name.en}
    row = whole["programmes"][0]
    assert (row["eqf"], row["languages"], row["complete"]) == (6, list(TOWN.programmes[0].languages), False)
    assert row["note_da"] is None or isinstance(row["note_da"], str)
    assert whole["openings"][0]["year"] == TOWN.openings[0].year


def test_what_a_document_leaves_out_is_unknown():
    whole = json.loads(DOCUMENT)
    for row in whole["programmes"]:
        for column in [column for column, value in row.items() if value is None]:
            del row[column]
    assert read_file("x", json.dumps(whole).encode()).facts == TOWN


def test_what_waits_is_asked_again_and_again_and_may_end_the_reading():
    class Enough(Exception):
        pass

    for content in (GOOD, ZIP, DOCUMENT):
        seen = []
        read_file("x", content, lambda table, part, seen=seen: seen.append((table, part)))
        assert seen[-1] == ("", 1.0)
        assert all(0 <= part <= 1 for _, part in seen)

    def stop(_table, _part):
        raise Enough

    for content in (GOOD, ZIP, DOCUMENT):
        with pytest.raises(Enough):
            read_file("x", content, stop)


# files that cannot be read


REFUSED = {
    "nothing": (b"", "no workbook (.xlsx) and no zip"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "no workbook (.xlsx) and no zip"),
    "a CSV file alone": (b"id,label_da\n", "no workbook (.xlsx) and no zip"),
    "a locked workbook": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
    "an old workbook": (OLE + b"\0" * 600, "old kind (.xls)"),
    "a locked zip": (locked(ZIP), "locked with a password"),
    "a workbook of LibreOffice": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        "(.ods). Save it as .xlsx.",
    ),
    "a binary workbook": (
        zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}), "(.xlsb). Save it as .xlsx."
    ),
    "a workbook cut off": (GOOD[: len(GOOD) // 2], "damaged"),
    "a workbook with a wrong byte": (GOOD[:2000] + bytes([GOOD[2000] ^ 0xFF]) + GOOD[2001:], "damaged"),
    "a zip of nothing of ours": (zipped({"a.txt": b"x"}), "no folder of seed files"),
    "a zip of two towns": (zipped({"a/town.toml": b"", "b/town.toml": b""}), "must be one town.toml"),
    "a document for words": (zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}), "no workbook"),
    "macros": (with_part(GOOD, "xl/vbaProject.bin", b"x"), "holds macros. Save it as .xlsx"),
    "macros of long ago": (with_part(GOOD, "xl/macrosheets/sheet1.xml", b"<x/>"), "holds macros"),
    "links to other files": (with_part(GOOD, "xl/externalLinks/externalLink1.xml", b"<x/>"), "from other files"),
    "entities in a sheet": (with_markup(GOOD, "roles", rb"^(<\?xml[^>]*\?>)?", BOMB), "no spreadsheet program"),
    "entities in the workbook": (with_part(GOOD, "xl/workbook.xml", BOMB + b"<x/>"), "no spreadsheet program"),
    "styles in the guise of a sheet": (
        with_part(
            GOOD,
            "[Content_Types].xml",
            parts(GOOD)["[Content_Types].xml"].replace(b"worksheet+xml", b"sharedStrings+xml", 1),
        ),
        "no spreadsheet program",
    ),
    "UTF-16 to hide them": (with_part(GOOD, "xl/workbook.xml", "<x/>".encode("utf-16")), "no spreadsheet program"),
    "a workbook that is none": (with_part(GOOD, "xl/workbook.xml", b"<x"), "damaged"),
    "a word that is not there": (
        with_rows(GOOD, "families", b'<row r="99"><c r="A99" t="s"><v>123456</v></c></row>'), "damaged",
    ),
    "a column beyond all columns": (
        with_rows(GOOD, "families", b'<row r="99"><c r="ZZZZZ99"><v>1</v></c></row>'), "damaged",
    ),
    "a zip bomb": (zipped({**parts(GOOD), "xl/media/image1.png": b"\0" * (40 << 20)}), "more than can be read"),
    "a zip bomb in many parts": (
        zipped({**parts(GOOD), **{f"xl/{n}.bin": bytes(range(256)) * 3 * 1024 * 4 for n in range(40)}}),
        "more than can be read",
    ),
    "a bomb of one part": (zipped({**parts(GOOD), "xl/x.bin": b"\0" * (49 << 20)}), "more than can be read"),
    "a thousand parts": (zipped({str(n): b"" for n in range(1001)}), "1001 parts"),
    "a CSV bomb": (zipped({"town.toml": b"", "roles.csv": b"a,b\n" * (2 << 20)}), "more than can be read"),
    "more than is taken": (b"PK\x03\x04" + b"\0" * packed.MOST_PACKED, "larger than 16 MiB"),
    "styles without end": (
        with_part(GOOD, "xl/styles.xml", b"".join(b"<x%d/>" % n for n in range(600_000))), "more than can be read",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "words"), [pytest.param(*one, id=name) for name, one in REFUSED.items()])
def test_what_cannot_be_read_is_one_clear_fault(content, words):
    found = told(content)
    assert len(found) == 1, found
    assert words in found[0]
    assert found[0].startswith("town.xlsx") or ": " in found[0]


DOCUMENTS = {
    "no JSON": (b"{", "not readable as JSON"),
    "a list": (b"[]", "not a catalogue"),
    "another object": (b"{}", "not a catalogue"),
    "a later version": (DOCUMENT.replace(b'"version": 1', b'"version": 2'), "of version 2"),
    "Latin-1": (DOCUMENT.replace(b"Testby", b"\xc6by"), "not UTF-8"),
    "nested without end": (b'{"a":' * 100_000, "not readable as JSON"),
    "a number without end": (b'{"format":"pathways-catalogue","version":' + b"9" * 10_000 + b"}", "not readable"),
    "no number": (b'{"format":"pathways-catalogue","version":NaN}', "no number of JSON"),
    "a key twice": (DOCUMENT.replace(b'"version": 1', b'"version": 1, "version": 1'), "'version' is there twice"),
    "a list nobody knows": (DOCUMENT.replace(b'"version": 1', b'"version": 1, "mayors": []'), "mayors: No such list"),
    "a table that is no list": (DOCUMENT.replace(b'"version": 1', b'"version": 1, "x": {}'), "x: No such list"),
    "no town": (DOCUMENT.replace(b'"town": {', b'"town": [], "twon": {'), "town: The town is missing"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "words"), [pytest.param(*one, id=name) for name, one in DOCUMENTS.items()])
def test_a_document_that_is_none_is_told_for_what_it_is(content, words):
    assert any(words in fault for fault in told(content)), told(content)


def test_no_fault_holds_what_a_terminal_would_obey():
    found = told(DOCUMENT.replace(b'"version": 1', b'"version": 1, "\\u001b[2J\\nmayors": []'))
    assert any("[2J" in fault for fault in found)
    assert all(fault.isprintable() for fault in found)


def rows_of(table, change):
    whole = json.loads(DOCUMENT)
    change(whole[table])
    return json.dumps(whole).encode()


CELLS = {
    "an object": (lambda rows: rows[0].update(eqf={}), "roles:1: eqf: There is an object"),
    "half a level": (lambda rows: rows[0].update(eqf=5.5), "roles:1: eqf: '5.5' is not a whole number"),
    "a day to come": (lambda rows: rows[0].update(as_of="2999"), "raise the day of the town's facts: as_of in town."),
    "a yes in words": (lambda rows: rows[0].update(experienced="yes"), "roles:1: experienced: 'yes' is neither"),
    "a word too many": (lambda rows: rows[0].update(sources=["a;b"]), "roles:1: sources: One of the words"),
    "a key nobody knows": (lambda rows: rows[1].update(title_fr="x"), "roles:2: title_fr: No such column"),
    "a row that is none": (lambda rows: rows.append(5), "roles:3: The row is no object"),
    "an id in other case": (lambda rows: rows[0].update(family="Family"), "It is written 'family', in lower case"),
}


@pytest.mark.parametrize(("change", "words"), [pytest.param(*one, id=name) for name, one in CELLS.items()])
def test_a_row_of_a_document_is_told_by_its_number(change, words):
    found = told(rows_of("roles", change))
    assert any(words in fault for fault in found), found


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_bytes_whatever_break_the_reading(data):
    """A good file with some of its bytes changed is read, or told: never anything else."""
    content = bytearray(data.draw(st.sampled_from([GOOD, ZIP, DOCUMENT])))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    read = read_file("x", bytes(content))
    assert read.facts is not None or read.faults


# CSV as spreadsheets write it


def quoted(text, sign):
    """The same table with another sign between its cells, and each in quotes, as LibreOffice can be told to."""
    out = io.StringIO()
    csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL).writerows(csv.reader(io.StringIO(text)))
    return out.getvalue()


SPOILT = {
    "Latin-1": (
        lambda text: text.replace("Chief", "Chæf").encode("latin-1"),
        "roles.csv:3: The byte 0xe6 is not UTF-8",
    ),
    "a byte order mark": (lambda text: text.encode("utf-8-sig"), "roles.csv:1: The file begins with a byte order mark"),
    "semicolons": (
        lambda text: text.replace(",", ";").encode(),
        "roles.csv:1: Between the cells stand semicolons, not",
    ),
    "semicolons and quotes": (
        lambda text: quoted(text, ";").encode(),
        "roles.csv:1: Between the cells stand semicolons, not",
    ),
    "tabs and quotes": (lambda text: quoted(text, "\t").encode(), "roles.csv:1: Between the cells stand tabs, not"),
    "tabs": (lambda text: text.replace(",", "\t").encode(), "roles.csv:1: Between the cells stand tabs, not commas"),
    "UTF-16": (lambda text: text.encode("utf-16"), "roles.csv:1: The file is UTF-16. Save it as UTF-8"),
    "UTF-16 without a mark": (lambda text: text.encode("utf-16-le"), "roles.csv:1: The file is UTF-16"),
    "a line without end": (lambda text: (text + "x," * 600_000).encode(), "roles.csv:4: The line is longer than"),
    "blank": (lambda _text: b"\n\n", "roles.csv:1: The file is empty"),
}


@pytest.mark.parametrize(("change", "words"), [pytest.param(*one, id=name) for name, one in SPOILT.items()])
def test_csv_that_was_saved_otherwise_is_one_clear_fault(folder, change, words):
    path = folder / "roles.csv"
    path.write_bytes(change(path.read_text(encoding="utf-8")))
    read = read_folder(folder)
    assert read.facts is None
    assert len(read.faults) == 1, list(map(str, read.faults))
    assert words in str(read.faults[0])
    inside = {f"x/{file.name}": file.read_bytes() for file in folder.iterdir()}
    if len(inside["x/roles.csv"]) < packed.SMALL:
        assert told(zipped(inside), "x.zip") == [str(read.faults[0])]


@pytest.mark.parametrize(
    ("said", "means"), [("TRUE", True), ("True", True), ("SAND", True), ("FALSE", False), ("FALSK", False)]
)
def test_yes_and_no_are_read_as_a_spreadsheet_writes_them(folder, said, means):
    weak = next(line for line, source in enumerate(read_folder(folder).facts.sources, 2) if source.weak is means)
    plant(folder, "sources.csv", weak, weak=said)
    assert read_folder(folder).facts.sources[weak - 2].weak is means


MISPLACED = {
    "Feeds.CSV": "Let it be feeds.csv, beside town.toml.",
    "feeds.csv.txt": "Let it be feeds.csv, beside town.toml.",
    "feeds.xlsx": "Let it be feeds.csv, beside town.toml.",
    "feeds (1).csv": "See seeds/README.md for the names.",
}


@pytest.mark.parametrize(("name", "remedy"), MISPLACED.items())
def test_a_table_under_another_name_is_named_and_not_passed_over(folder, name, remedy):
    (folder / "feeds.csv").rename(folder / name)
    expected = [f"{name}: No such seed file is known. {remedy}"]
    assert [str(fault) for fault in read_folder(folder).faults] == expected
    inside = {f"x/{file.name}": file.read_bytes() for file in folder.iterdir()}
    assert told(zipped(inside)) == expected


@pytest.mark.parametrize(("table", "shown"), [("x/more/feeds.csv", "more/feeds.csv"), ("feeds.csv", "/feeds.csv")])
def test_a_table_in_another_folder_of_a_zip_is_named_and_not_passed_over(table, shown):
    inside = {f"x/{name.rpartition('/')[2]}": content for name, content in parts(ZIP).items()}
    inside[table] = inside.pop("x/feeds.csv")
    inside["__MACOSX/x/._roles.csv"] = inside["x/.~lock.roles.csv#"] = b"nothing of ours"
    [fault] = told(zipped(inside))
    assert fault.startswith(f"{shown}: No such seed file is known. Let it be feeds.csv")


def test_ids_that_differ_in_case_are_told_apart(folder):
    small = TOWN.skills[0].id
    plant(folder, "skills.csv", 3, id=small.upper())
    found = [str(fault) for fault in read_folder(folder).faults]
    words = f"{small.upper()!r} and {small!r} differ in upper and lower case only"
    assert any(words in fault for fault in found), found


def test_a_table_with_too_many_rows_or_faults_is_told_and_not_read_on(folder):
    path = folder / "families.csv"
    good = path.read_text(encoding="utf-8")
    path.write_text(good + "".join(f"f{n},F {n},F {n}\n" for n in range(100_001)), encoding="utf-8")
    [fault] = read_folder(folder).faults
    assert "No more than 100,000 rows" in str(fault)
    path.write_text(good + "x\n" * 5_000, encoding="utf-8")
    found = read_folder(folder).faults
    assert len(found) == 501
    assert "There are more faults" in str(found[-1])


# memory


def unlike(count, form):
    """Many words that hardly pack."""
    return b"".join(form % (n * 2_654_435_761 % 2**32) for n in range(count))


def with_strings(content):
    name = "xl/sharedStrings.xml"
    kinds = parts(content)["[Content_Types].xml"]
    override = (
        b'<Override PartName="/xl/sharedStrings.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    words = head + unlike(1_200_000, b"<si><t>%x</t></si>") + b"</sst>"
    whole = {**parts(content), name: words}
    return zipped({**whole, "[Content_Types].xml": kinds.replace(b"</Types>", override)})


def wide_rows():
    return b"".join(b'<row r="%d">%s</row>' % (n, unlike(30_000, b"<c><v>%d</v></c>")) for n in range(1_000, 1_040))


def many_rows():
    return b"id,label_da,label_en\n" + unlike(2_000_000, b"f%x,b,c\n")


LARGEST = {
    "a million rows": lambda: with_rows(GOOD, "families", rows_of_numbers(1_000_000)),
    "a million words": lambda: with_strings(GOOD),
    "rows of thousands of cells": lambda: with_rows(GOOD, "families", wide_rows()),
    "a document of nothings": lambda: b'{"format":"pathways-catalogue","version":1,"a":[' + b"[]," * 5_500_000 + b"0]}",
    "CSV of millions of rows": lambda: zipped({**parts(ZIP), "testby/families.csv": many_rows()}),
}
CODE = """
import sys
from pathlib import Path
from pathways.store.exchange import read_file
read = read_file("x.xlsx", Path(sys.argv[1]).read_bytes())
# not getrusage: a process begins with the peak of the one that started it
used = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(used, read.facts is None, *map(str, read.faults[:3]), sep="\\n")
"""


@pytest.mark.slow
@pytest.mark.parametrize("made", [pytest.param(made, id=name) for name, made in LARGEST.items()])
def test_the_largest_files_that_are_taken_stay_within_bounds(tmp_path, made):
    file = tmp_path / "large"
    file.write_bytes(made())
    assert file.stat().st_size <= packed.MOST_PACKED
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(file)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    used, refused, *faults = done.stdout.splitlines()
    assert not any("Unpacked it would be" in fault for fault in faults), "it was not read at all"
    assert (refused == "True") == bool(faults)
    assert int(used) < HOSTILE, done.stdout
