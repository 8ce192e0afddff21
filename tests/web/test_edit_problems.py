"""Problems of a row as a form says them: what stands in for the words of a file is about words that are said."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po

from pathways.domain.saying import quoted, said
from pathways.web import edit_problems
from pathways.web.edit_problems import BLANK, in_a_form
from tests.serving import ROOT


def test_every_sentence_that_is_replaced_is_one_that_is_said():
    with (ROOT / "translations/da/LC_MESSAGES/messages.po").open("rb") as file:
        collected = {message.id for message in read_po(file)}
    assert set(map(str, edit_problems._IN_A_FORM)) <= collected  # a pattern that changed would go unseen


@pytest.mark.parametrize(
    ("of_a_file", "of_a_form"),
    [
        (said("The cell is blank."), BLANK),
        (said("%(value)s is not a date.", value=quoted("")), BLANK),
        (said("Fill it in."), "Fill it in."),
        ("as it is", "as it is"),
    ],
)
def test_a_form_speaks_of_fields(of_a_file, of_a_form):
    assert in_a_form(of_a_file) == of_a_form
