"""The form of a way in says how its condition is read, while it is typed, and what may be written."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.domain.conditions import parse
from pathways.domain.editing import key_of
from pathways.domain.rights import AccountKind
from pathways.web.conditions import requirements
from tests.conftest import make_app
from tests.editing_forms import visited
from tests.people import signed_in, stranger
from tests.talks import PART
from tests.visiting import Visited


@pytest.fixture(scope="module")
def app(real_facts, tmp_path_factory):
    return make_app(real_facts, tmp_path_factory.mktemp("conditions"))


@pytest.fixture(scope="module")
def editor(app):
    return signed_in(app, AccountKind.EDITOR)


def read(editor, typed, language="en"):
    answer = editor.get(f"/{language}/edit/condition", query_string={"condition": typed}, headers=PART)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return Visited(f"/{language}/edit/condition", answer)


def rows_of(page, at="li"):
    return [" ".join(one.text_content().split()) for one in page.all(at)]


@pytest.mark.parametrize(
    ("typed", "language", "rows"),
    [
        ("mathematics A and age 25", "en", ["Maths: Level A", "Age: At least 25 years old"]),
        ("mathematics A and age 25", "da", ["Matematik: A-niveau", "Alder: Mindst 25 år"]),
        ("  contract ", "en", ["Work: A training agreement with a company"]),
        ("nothing", "en", ["A source says that nothing is asked for"]),
        ("nothing", "da", ["En kilde siger, at der ikke kræves noget"]),
    ],
)  # fmt: skip
def test_a_condition_is_read_back_in_words(editor, typed, language, rows):
    assert rows_of(read(editor, typed, language)) == rows


@pytest.mark.parametrize(
    ("typed", "language", "told"),
    [
        ("matematik A", "en", "No subject has the id 'matematik'."),
        ("matematik A", "da", "Intet fag har id’et »matematik«."),
        ("other luck", "en", "No requirement has the id 'luck'."),
        ("language danish", "en", "'danish' is not a language code."),
        ("average 0", "en", "average 0 asks for nothing. Write a number above 0."),
        ("mathematics Z", "en", "mathematics needs a level (9, 10, G, F, E, D, C, B, A), not 'Z'"),
        ("(mathematics A", "en", "Expected ')', found the end."),
        ("(" * 41, "en", "The condition is too long to be read."),
        ("<b>x</b> A", "en", "No subject has the id '<b>x</b>'."),
    ],
)
def test_what_cannot_be_read_is_said_while_it_is_typed(editor, typed, language, told):
    page = read(editor, typed, language)
    assert told in page.words("p")
    assert not page.all("li")


@pytest.mark.parametrize("typed", ["", "   ", "\t"])
def test_nothing_typed_is_read_as_nothing_said(editor, typed):
    answer = editor.get("/en/edit/condition", query_string={"condition": typed}, headers=PART)
    assert answer.get_data(as_text=True).strip() == "<div></div>"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=60) | st.text("abc ()AB,of and or 12.", max_size=60))
def test_whatever_is_typed_has_an_answer(editor, typed):
    answer = editor.get("/en/edit/condition", query_string={"condition": typed}, headers=PART)
    assert answer.status_code == 200


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_way_in_shows_how_its_condition_is_read_and_all_examples_can_be(app, editor, language):
    facts = app.extensions["pathways"].graph().facts
    asked = [row for row in facts.admissions if row.condition is not None]
    assert len(asked) > 20
    for row in asked[::4]:
        address = f"/{language}/edit/admissions/row"
        page = visited(editor.get(address, query_string={"key": list(key_of("admissions", row))}))
        with app.test_request_context(address):
            app.preprocess_request()
            wanted = [f"{one.about}: {one.asked}" if one.about else one.asked for one in requirements(row.condition)]
        assert rows_of(page, ".readas li") == wanted or not wanted
    for line in rows_of(page, ".canwrite > dl:first-of-type code"):
        parse(line)
        assert rows_of(read(editor, line, language)), f"{line} stands as an example and cannot be read"
    known = rows_of(page, ".canwrite code")
    assert {row.id for row in (*facts.subjects, *facts.requirements)} <= set(known)


def test_what_an_editor_is_told_of_a_condition_names_no_file(app, editor):
    row = next(row for row in app.extensions["pathways"].graph().facts.admissions if row.condition is not None)
    address = {"key": list(key_of("admissions", row))}
    page = editor.post("/en/edit/admissions/row", query_string=address, data={"condition": "mathematics", "why": "x"})
    assert page.status_code == 422
    told = Visited("/en/edit/admissions/row", page).words("#e-condition")
    assert "Write it as in: mathematics A" in told
    assert ".py" not in told
    assert Visited("/en/edit/admissions/row", page).one("#f-condition").get("value") == "mathematics"


def test_opened_as_a_page_it_leads_to_the_ways_in(editor):
    answer = editor.get("/da/edit/condition?condition=contract")
    assert (answer.status_code, answer.location) == (303, "/da/edit/admissions")


def test_only_who_edits_may_ask(app):
    assert stranger(app).get("/en/edit/condition?condition=contract").status_code == 303
    assert signed_in(app, AccountKind.COMPANY).get("/en/edit/condition?condition=contract").status_code == 403
