"""What a workbook says of itself: its read-me, its sheets and columns, in Danish and in English at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from pathways.domain.editing import TOWN
from pathways.domain.nouns import LANGUAGES, Text
from pathways.store.cells import SHAPE
from pathways.store.choices import known, targets
from pathways.store.workbooks import Words
from pathways.web import languages
from pathways.web.fact_words import column_label, table_label
from pathways.web.translate import _, in_language
from pathways.web.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pathways.store.parts import Column


def words() -> Words:
    """Give the words of a workbook; a page or `outside` must be around it."""
    intro, tables = _each(_intro), _each(lambda: [sentence(table_label(table)) for table in (TOWN, *SHAPE)])
    return Words(
        intro=intro,
        tables=dict(zip((TOWN, *SHAPE), tables, strict=True)),
        column=lambda table, column: _both(lambda: _meaning(table, column)),
        not_listed=_both(
            lambda: _("This is not in the list. It must stand on its own sheet, or the import is refused.")
        ),
    )


def outside() -> Words:
    """Give the same where there is no page: to a command."""
    app = Flask(__name__)
    languages.set_up(app)
    with app.test_request_context("/"):
        found = words()
        columns = {(table, one.name): found.column(table, one.name) for table in SHAPE for one in SHAPE[table].columns}
    return Words(found.intro, found.tables, lambda table, column: columns[table, column], found.not_listed)


def _each(said: Callable[[], Sequence[str]]) -> tuple[Text, ...]:
    """Say several things in every language."""
    sides = []
    for language in LANGUAGES:
        with in_language(language):
            sides.append(said())
    return tuple(Text(*both) for both in zip(*sides, strict=True))


def _both(said: Callable[[], str]) -> Text:
    return _each(lambda: [said()])[0]


def _meaning(table: str, name: str) -> str:
    """Say what a column means, and what may stand in it."""
    column = next(column for column in SHAPE[table].columns if column.name == name)
    return " · ".join([column_label(name), *_rules(table, column)])


def _rules(table: str, column: Column) -> list[str]:
    said = []
    options, wanted = known(table, column.name), targets(table, column.name)
    if column.required:
        said.append(_("must be filled in"))
    if column.is_claim:
        said.append(_("true for yes, blank for no"))
    elif column.is_number:
        said.append(_("a number"))
    elif options:
        said.append(_("one of: %(words)s", words=", ".join(options)))
    elif wanted:
        said.append(_("an id from the sheet %(sheets)s", sheets=" / ".join(wanted)))
    if column.is_several:
        said.append(_("several with ; between"))
    return said


def _intro() -> tuple[str, ...]:
    return (
        _("This workbook holds a whole catalogue: a sheet for each kind of row, both languages side by side."),
        _("The first row of a sheet names its columns: leave it as it is. A row that begins with # is a remark."),
        _("A blank cell means that it is not known. Write no guesses."),
        _("Write dates as 2021, 2021-08 or 2021-08-31, and several words with ; between."),
        _("Use no formulas, no macros and no merged cells."),
        _("Ids are lower-case words joined by hyphens. What is deleted here is removed from the catalogue."),
        _("Before anything is changed, every row that would come, change or go is shown, and every fault."),
    )  # fmt: skip
