"""The forms of the catalogue against every row of the seeds."""

from __future__ import annotations

import pytest
from flask import g
from werkzeug.datastructures import MultiDict

from pathways.domain.editing import TABLES, rows_of
from pathways.domain.rights import AccountKind
from pathways.domain.spelling import fold
from pathways.store.cells import SHAPE
from pathways.web.edit_fields import shown, typed_of
from pathways.web.edit_reading import read, typed_in
from tests.editing_forms import visited
from tests.people import signed_in


@pytest.mark.parametrize("town", ["app", "example_app"])
def test_no_row_of_either_town_is_changed_by_its_form(request, town):
    """Sent as a browser would send it, every row of the seeds is read as it was: soft hyphens and signs included."""
    served = request.getfixturevalue(town)
    facts_ = served.extensions["pathways"].graph().facts
    with served.test_request_context("/en/edit"):
        g.graph = served.extensions["pathways"].graph()
        for table in TABLES:
            for row in rows_of(facts_, table):
                sent = MultiDict(typed_of(table, row))
                for column in SHAPE[table].columns if table in SHAPE else ():
                    sent[column.name] = shown(column, sent[column.name])
                assert read(table, typed_in(table, sent), facts_).row == row


@pytest.fixture
def found(app):
    """Give the names and what stands beside them in the list of a table, as words find them."""
    editor = signed_in(app, AccountKind.EDITOR)

    def rows(table, words="", language="da"):
        page = visited(editor.get(f"/{language}/edit/{table}", query_string={"q": words}))
        return [
            tuple(" ".join(each.text_content().split()) for each in one.cssselect(".name, .end"))
            for one in page.all("ul.rows > li")
        ]

    return rows


def test_words_are_found_in_any_order_and_as_people_call_things(found):
    both = found("flows", "diplomingeniør begyndte 2017")
    assert both
    assert both == found("flows", "2017 DIPLOMINGENIØR begyndte")
    for words, language in (("optag 2017", "da"), ("intake 2017", "en")):
        assert found("flows", words, language)
    assert not found("flows", "diplomingeniør begyndte 2017 xyzzy")


def test_a_count_is_listed_with_its_number_its_year_and_the_day_of_its_source(found):
    (row,) = [beside for _, beside in found("flows", "f01", "en") if beside.endswith(" / f01")]
    assert row == "11 / 2021 / as of 2021 / f01"
    (row,) = [beside for _, beside in found("flows", "f32", "da") if beside.endswith(" / f32")]
    assert row.startswith("antal ukendt / 2023 / pr. ")


@pytest.mark.parametrize("language", ["da", "en"])
def test_rows_that_are_called_alike_are_told_apart(found, language):
    flows, sources = found("flows", "", language), found("sources", "", language)
    assert len(set(flows)) == len(flows)
    named = {beside.rpartition(" / ")[2]: name for name, beside in flows}
    assert named["f32"].endswith(": Novo Nordisk")
    assert len({named[id] for id in ("f32", "f33", "f34", "f35")}) == 4
    assert all(name[:1] == name[:1].upper() for name, _ in flows)
    assert len({name for name, _ in sources}) == len(sources)
    assert [name for name, _ in sources] == sorted((name for name, _ in sources), key=fold)
