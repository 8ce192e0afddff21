"""The forms of the catalogue against every row of the seeds."""

from __future__ import annotations

import pytest
from flask import g
from werkzeug.datastructures import MultiDict

from pathways.domain.editing import TABLES, rows_of
from pathways.web.edit_fields import typed_of
from pathways.web.edit_reading import read, typed_in


@pytest.mark.parametrize("town", ["app", "example_app"])
def test_no_row_of_either_town_is_changed_by_its_form(request, town):
    """Sent as a browser would send it, every row of the seeds is read as it was: soft hyphens and signs included."""
    served = request.getfixturevalue(town)
    facts_ = served.extensions["pathways"].graph().facts
    with served.test_request_context("/en/edit"):
        g.graph = served.extensions["pathways"].graph()
        for table in TABLES:
            for row in rows_of(facts_, table):
                sent = MultiDict((column, words) for column, words in typed_of(table, row).items())
                assert read(table, typed_in(table, sent), facts_).row == row
