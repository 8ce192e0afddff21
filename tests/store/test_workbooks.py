"""Workbooks out and in: the same facts again, and every bad one told by sheet, row and column."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pathways.domain import nouns as n
from pathways.domain.errors import PathwaysError
from pathways.domain.rules import faults
from pathways.store.choices import targets
from pathways.store.exchange import read_file
from pathways.store.shapes import SHAPES
from pathways.store.workbook_cells import written
from pathways.store.workbook_reading import LISTS, README, read_workbook
from pathways.store.workbooks import template_of
from tests.full_towns import TOWN, towns_full_of_facts
from tests.store.books import (
    WORDS,
    book,
    edited,
    place,
    planted,
    with_rows,
)

DAY = datetime  # as spreadsheets keep it: without a zone
SHEETS = [shape.file for shape in SHAPES]
GOOD = book(TOWN)


def told(content, name="town.xlsx"):
    """Every fault; where there is one, there are no facts."""
    read = read_file(name, content)
    assert (read.facts is None) == any(fault.severity == "error" for fault in read.faults)
    return [fault for fault in read.faults if fault.severity == "error"]


def only(content):
    found = told(content)
    assert len(found) == 1, found
    return found[0]


# out and in again


@pytest.mark.parametrize("town", ["real_facts", "example_facts"])
def test_a_town_comes_back_by_value(request, town):
    facts = request.getfixturevalue(town)
    assert read_workbook("x.xlsx", book(facts)).facts == facts


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(facts=towns_full_of_facts())
def test_any_facts_come_back_by_value(facts):
    assert read_workbook("x.xlsx", book(facts)).facts == facts


def test_what_a_spreadsheet_program_saves_again_is_the_same(example_facts):
    """It keeps words in a table of their own, and writes sizes, styles and shared words in its own way."""
    assert read_workbook("x.xlsx", edited(book(example_facts), lambda _: None)).facts == example_facts


ODD = ["=1+1", "+45 1234", "-5", "@home", "'=x", "''", "_x0041_", "_x005F_x0041_", "_x_", "1", "007", "2021-08", "true"]


@pytest.mark.parametrize("words", [*ODD, "æøå Ω 漢字 🐟", 'a "b", c;d', "<b>&amp;</b>", "# no remark"])
@pytest.mark.parametrize("saved_again", [False, True])
def test_odd_words_come_back_and_none_is_a_formula(words, saved_again):
    family = replace(TOWN.families[0], label=n.Text(words, f"{words} 0"))
    facts = replace(TOWN, families=(family,), roles=tuple(replace(role, family=family.id) for role in TOWN.roles))
    assert faults(facts) == ()
    content = edited(book(facts), lambda _: None) if saved_again else book(facts)
    cells = [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert read_workbook("x.xlsx", content).facts == facts


@pytest.mark.parametrize("words", ["\t=1+1", "\r=1+1", "\n@x"])
def test_what_begins_with_a_tab_or_a_return_is_no_fact_and_so_in_no_cell(words):
    family = replace(TOWN.families[0], label=n.Text(words, "x"))
    assert faults(replace(TOWN, families=(family, *TOWN.families[1:])))


@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30) | st.from_regex(r"(_x[0-9A-F]{4}_?)+"))
def test_what_looks_escaped_is_kept_apart(text):
    from pathways.store.workbook_cells import _ESCAPED, _LOOKS_ESCAPED

    assert _ESCAPED.sub("_", _LOOKS_ESCAPED.sub("_x005F_", text)) == text


def test_a_text_too_long_for_a_cell_is_named_and_not_cut():
    with pytest.raises(PathwaysError, match="roles row 3, blurb_da, is longer than 32,767"):
        book(replace(TOWN, roles=(replace(TOWN.roles[0], blurb=n.Text("x" * 32_768, "y")), *TOWN.roles[1:])))
    assert len(written("x" * 32_767)) == 32_767


# what it looks like


def test_a_workbook_has_a_sheet_a_noun_with_both_languages_side_by_side():
    opened = load_workbook(io.BytesIO(GOOD))
    assert opened.sheetnames == [README, "town", *SHEETS, LISTS]
    assert opened[LISTS].sheet_state == "hidden"
    for shape in SHAPES:
        sheet = opened[shape.file]
        assert [cell.value for cell in sheet[1]] == [column.name for column in shape.columns]
        assert sheet.freeze_panes == "B3"
        first = f"{shape.file} {shape.columns[0].name}"
        assert sheet["A2"].value == f"# {first} (da)\n{first} (en)"
        assert all(sheet.column_dimensions[cell.column_letter].width >= 11 for cell in sheet[1])
    told = [[cell.value for cell in row] for row in opened[README]]
    assert told[0][1:] == ["Dansk", "English"]
    assert ["roles", "roles (da)", "roles (en)"] in told


def offers(content):
    """What each column drops down: its source, and whether anything else is refused."""
    return {
        (sheet.title, sheet.cell(1, cells.min_col).value): (rule.formula1, rule.errorStyle)
        for sheet in load_workbook(io.BytesIO(content))
        for rule in sheet.data_validations.dataValidation
        for cells in rule.sqref.ranges
    }


def test_drop_downs_offer_the_words_and_the_ids_that_may_stand_there():
    found = offers(GOOD)
    assert found["programmes", "here"] == ('"yes,partly,no"', None)
    assert found["programmes", "complete"] == ('"true"', None)
    assert found["outcomes", "level"] == ('"1,2,3,4"', None)
    assert found["needs", "skill"][0] == f"'skills'!$A$3:$A${3 + len(TOWN.skills) + 1000}"
    assert found["needs", "skill"][1] == "warning"
    assert found["admissions", "origin"][0] == f"'lists'!$A$1:$A${len(TOWN.starts) + len(TOWN.programmes)}"
    assert found["steps", "origin"][0].startswith("'roles'!")
    assert ("programmes", "towns") not in found


def test_every_column_of_an_id_drops_down_and_no_other():
    """A column is one of ids when an id that nobody has is a fault of it."""
    asked = set()
    for shape in SHAPES:
        if getattr(TOWN, shape.file):
            names = [column.name for column in shape.columns if not column.is_several and column.name != "id"]
            found = told(planted(GOOD, shape.file, 3, **{name: f"no-{name.replace('_', '-')}" for name in names}))
            asked |= {(shape.file, one.column) for one in found if "has the id 'no-" in one.problem}
    dropped = {place for place, (source, _) in offers(GOOD).items() if source.startswith("'")}
    assert dropped == asked
    assert all(targets(*place) for place in asked)


def test_the_template_is_the_same_without_rows():
    content = template_of(WORDS)
    opened, full = (load_workbook(io.BytesIO(one)) for one in (content, GOOD))
    assert opened.sheetnames == full.sheetnames
    for name in SHEETS:
        assert [[c.value for c in row] for row in opened[name]] == [[c.value for c in row] for row in full[name]][:2]
    assert offers(content).keys() == offers(GOOD).keys()
    assert {fault.file for fault in told(content)} == {"town"}


def test_a_template_that_is_filled_in_is_a_catalogue():
    """Every cell as somebody would type it: numbers as numbers, the rest as words."""

    def fill(opened):
        source = load_workbook(io.BytesIO(GOOD))
        for name in ("town", *SHEETS):
            for row in source[name].iter_rows(min_row=2 if name == "town" else 3):
                for cell in row:
                    opened[name].cell(cell.row, cell.column).value = cell.value

    assert read_workbook("x", edited(template_of(WORDS), fill)).facts == TOWN


# how people type


@pytest.mark.parametrize(
    ("table", "column", "typed", "format_", "means"),
    [
        pytest.param("roles", "as_of", date(2024, 5, 31), "dd-mm-yyyy", "2024-05-31", id="a date"),
        pytest.param("roles", "as_of", DAY(2024, 5, 1), "mmm-yy", "2024-05", id="a month that became a date"),
        pytest.param("roles", "as_of", DAY(2024, 1, 1), "yyyy", "2024", id="a year that became a date"),
        pytest.param("roles", "as_of", 2024, "General", "2024", id="a year as a number"),
        pytest.param("roles", "eqf", "5", "@", 5, id="a number as text"),
        pytest.param("roles", "eqf", 5.0, "General", 5, id="a whole number with a point"),
        pytest.param("roles", "experienced", True, "General", True, id="a yes of the program's own"),
        pytest.param("roles", "experienced", False, "General", False, id="a no of the program's own"),
        pytest.param("programmes", "years", 3.5, "0,00", 3.5, id="a number with a comma on the screen"),
        pytest.param("programmes", "years", "3,75", "@", 3.75, id="a number with a comma as text"),
        pytest.param("programmes", "years", " 3.5", "@", 3.5, id="a number with a point as text"),
        pytest.param("programmes", "years", 2.125, "General", 2.125, id="three decimals of a number that is one"),
        pytest.param("admissions", "bridging_years", "0,125", "@", 0.125, id="three decimals that are no thousand"),
        pytest.param("roles", "title_en", "1,300", "@", "1,300", id="a title that looks like a number"),
        pytest.param("roles", "title_en", 5, "General", "5", id="a title that is a number"),
    ],
)
def test_what_is_typed_in_a_spreadsheet_is_understood(table, column, typed, format_, means):
    def change(opened):
        cell = place(opened[table], column, 3)
        cell.value, cell.number_format = typed, format_

    facts = read_workbook("x", edited(GOOD, change)).facts
    row = getattr(facts, table)[0]
    found = {"as_of": lambda: row.evidence.as_of, "title_en": lambda: row.title.en}
    assert found.get(column, lambda: getattr(row, column))() == means


FAR = b'<row r="1000">' + b"".join(b"<c><v>%d</v></c>" % (n * n) for n in range(80_000)) + b"</row>"
BLANK_ROWS = b"".join(b'<row r="%d"/>' % n for n in range(1_000, 1_100_000))
WRONG = {
    "a formula": (lambda c: planted(c, "roles", 3, eqf="=2+3"), "roles", 3, "eqf", "H3", "formula"),
    "a formula for words": (
        lambda c: planted(c, "roles", 3, title_da='="a"&"b"'),
        "roles", 3, "title_da", "B3", "formula",
    ),
    "an error": (lambda c: planted(c, "roles", 3, eqf="#N/A"), "roles", 3, "eqf", "H3", "shows the error #N/A"),
    "a date as text": (
        lambda c: planted(c, "roles", 3, as_of="31-05-2024"),
        "roles", 3, "as_of", "O3", "is not a date. Write a date as 2021",
    ),
    "a date in words": (
        lambda c: planted(c, "roles", 3, as_of="31. maj 2024"),
        "roles", 3, "as_of", "O3", "is not a date",
    ),
    "a time of day": (
        lambda c: planted(c, "roles", 3, as_of=DAY(2024, 5, 31, 12)),
        "roles", 3, "as_of", "O3", "time of day",
    ),
    "a time alone": (lambda c: planted(c, "roles", 3, as_of=time(12)), "roles", 3, "as_of", "O3", "time of day"),
    "a number with a word beside it": (
        lambda c: planted(c, "programmes", 3, years="3,5 years"),
        "programmes", 3, "years", "O3", "Write digits with a point",
    ),
    "a thousand or three decimals": (
        lambda c: planted(c, "programmes", 3, years="1,300"),
        "programmes", 3, "years", "O3", "can be read as 1300 or as 1,3. Write 1300, or 1,3.",
    ),
    "a number that is none": (
        lambda c: planted(c, "roles", 3, eqf="six"),
        "roles", 3, "eqf", "H3", "not a whole number",
    ),
    "a number out of all measure": (
        lambda c: planted(c, "announcements", 3, number=1e300),
        "announcements", 3, "number", "F3", "not a number",
    ),
    "a year that is none": (
        lambda c: planted(c, "openings", 3, year="next year"),
        "openings", 3, "year", "C3", "'next year' is not a whole number. Write a year, as in 2024.",
    ),
    "a first intake that is no year": (
        lambda c: planted(c, "programmes", 3, first_intake="soon"),
        "programmes", 3, "first_intake", "T3", "Write a year, as in 2024.",
    ),
    "a day after that of the facts": (
        lambda c: planted(c, "workplaces", 3, as_of="2999-12-31"),
        "workplaces", 3, "as_of", "E3", "raise the day of the town's facts: as_of in the sheet town, cell B3.",
    ),
    "a word nobody knows": (
        lambda c: planted(c, "programmes", 3, here="maybe"),
        "programmes", 3, "here", "S3", "Write yes, partly or no",
    ),
    "a blank cell": (lambda c: planted(c, "roles", 3, family=None), "roles", 3, "family", "F3", "blank"),
    "an id in other case": (
        lambda c: planted(c, "needs", 3, skill="R"),
        "needs", 3, "skill", "B3", "It is written 'r', in lower case",
    ),
    "an id nobody has": (
        lambda c: planted(c, "needs", 3, skill="gone"),
        "needs", 3, "skill", "B3", "No skill has the id 'gone'",
    ),
    "a line break": (
        lambda c: planted(c, "families", 3, label_en="Two\nlines"),
        "families", 3, "label_en", "C3", "line break",
    ),
    "a column nobody knows": (
        lambda c: edited(c, lambda b: b["starts"].cell(1, 5, "title_fr")),
        "starts", 1, "title_fr", "E1", "No such column",
    ),
    "a column twice": (
        lambda c: edited(c, lambda b: b["starts"].cell(1, 5, "title_da")),
        "starts", 1, "title_da", "B1", "there twice",
    ),
    "a column missing": (
        lambda c: edited(c, lambda b: b["feeds"].delete_cols(3)),
        "feeds", 1, "basis", "", "missing",
    ),
    "a cell beyond the last column": (
        lambda c: edited(c, lambda b: b["starts"].cell(3, 7, "x")),
        "starts", 3, "", "", "in G3",
    ),
    "merged cells": (
        lambda c: edited(c, lambda b: b["roles"].merge_cells("B3:C3")),
        "roles", 3, "title_da", "B3", "The cells B3:C3 are merged",
    ),
    "a sheet nobody knows": (
        lambda c: edited(c, lambda b: b.create_sheet("Ark1")),
        "Ark1", 0, "", "", "No such sheet",
    ),
    "a sheet misnamed": (
        lambda c: edited(c, lambda b: setattr(b["figures"], "title", "Figures ")),
        "Figures ", 0, "", "", "Name it figures",
    ),
    "a sheet missing": (
        lambda c: edited(c, lambda b: b.remove(b["roles"])),
        "roles", 0, "", "", "The sheet is missing",
    ),
    "no town": (lambda c: edited(c, lambda b: b.remove(b["town"])), "town", 0, "", "", "The sheet is missing"),
    "an empty sheet": (lambda c: edited(c, lambda b: b["feeds"].delete_rows(1, 99)), "feeds", 1, "", "", "empty"),
    "the town without a name": (
        lambda c: edited(c, lambda b: b["town"].cell(5, 3).__setattr__("value", None)),
        "town", 5, "name_da", "C5", "Danish",
    ),
    "a key of the town twice": (
        lambda c: edited(c, lambda b: b["town"].append(["area", None, "x", "y"])),
        "town", 13, "key", "A13", "twice",
    ),
    "a key of the town nobody knows": (
        lambda c: edited(c, lambda b: b["town"].append(["mayor", "x"])),
        "town", 13, "mayor", "", "No such key",
    ),
    "a town that may be invented": (
        lambda c: edited(c, lambda b: b["town"].cell(4, 2, "maybe")),
        "town", 4, "fictional", "B4", "Write true",
    ),
    "a formula about the town": (
        lambda c: edited(c, lambda b: b["town"].cell(5, 3, "=A1")),
        "town", 5, "name_da", "C5", "formula",
    ),
    "too many rows": (lambda c: with_rows(c, "families", BLANK_ROWS), "families", 0, "", "", "more rows than"),
    "a row too large": (lambda c: with_rows(c, "families", FAR), "families", 0, "", "", "larger ones"),
}  # fmt: skip


def test_one_language_that_cannot_be_read_says_nothing_of_the_other():
    [fault] = told(planted(GOOD, "families", 3, label_da='="a"&"b"'))
    assert (fault.column, fault.cell) == ("label_da", "B3")
    both = told(planted(GOOD, "families", 3, label_da="=1+1", label_en="Two\nlines"))
    assert [fault.column for fault in both] == ["label_da", "label_en"]


@pytest.mark.parametrize(
    ("change", "place_", "words"), [pytest.param(one[0], one[1:5], one[5], id=name) for name, one in WRONG.items()]
)
def test_what_is_wrong_is_told_by_sheet_row_and_column(change, place_, words):
    found = told(change(GOOD))
    first = next((fault for fault in found if (fault.file, fault.line, fault.column) == place_[:3]), None)
    assert first is not None, list(map(str, found))
    if place_[3]:
        assert first.cell == place_[3]
    assert words in str(first)
    assert first.remedy
    assert len(found) == 1 or place_[0] in {"town", "roles", "figures", "feeds", "families"}, list(map(str, found))
