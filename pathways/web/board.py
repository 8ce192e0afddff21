"""The gap board: what companies ask for, what programmes teach of it, and what the schools answered.

It is the same for everybody and kept like every public page. What a company wants to do with it is behind a plain
link, which leads through signing in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, g

from pathways.domain.board import Only, Wanted, board
from pathways.domain.nouns import Kind
from pathways.web import board_words, choosing
from pathways.web.asking import choices
from pathways.web.choosing import Filter
from pathways.web.downloads import file_of
from pathways.web.languages import current_language
from pathways.web.pages import page
from pathways.web.published import published
from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("board", __name__)
for _words in board_words.FILTERS:
    bp.add_app_template_filter(_words)
for _finds in board_words.GLOBALS:
    bp.add_app_template_global(_finds)

FIRST_ROWS: Final = 20
"""Rows that stand on the page until all are asked for: those that matter most."""


@bp.get("/gaps")
def show_board() -> Response:
    """Show the board, or what the filters leave of it."""
    chosen = board_filters()
    whole = choices(all=("1",))["all"] == "1"
    wanted, told = wanted_board(chosen), published()
    found = board(g.graph, told, wanted)
    return page(
        "board/board.html",
        block="found",
        filters=chosen,
        wanted=wanted,
        board=found,
        rows=found.rows if whole else found.rows[:FIRST_ROWS],
        published=told,
    )


@bp.get("/gaps.csv")
def download() -> Response:
    """Give every row of the board that the filters leave, in the order of the page, as a file."""
    from pathways.drawing.board_files import as_csv

    wanted, language = wanted_board(board_filters()), current_language()
    roles = {str(role.id): plain(role.title) for role in g.graph.roles.values()}
    organisations = {str(one.id): one.name for one in g.graph.organisations.values()}
    found = board(g.graph, published(), wanted)
    content = as_csv(found, language, roles, organisations, grouped=wanted.grouped)
    return file_of(content, f"pathways-{g.graph.town.id}-gaps-{language}.csv")


def board_filters() -> tuple[Filter, ...]:
    """Read what chooses rows and columns, for the page and for its file."""
    return choosing.chosen_of(
        Filter("rows", _("Rows"), _("Each skill"), {"group": _("Groups of skills")}),
        choosing.skill_group(),
        choosing.focus(),
        choosing.family(),
        Filter("only", _("Show"), _("All rows"), {Only.FLAGGED: _("Only flagged"), Only.WHITE: _("Only white spots")}),
        choosing.kind(),
        Filter("columns", _("Programmes"), plain(_programmes_here()), {"all": _("All programmes")}),
        Filter("sort", _("Sorted by"), _("Largest gap first"), {"name": _("Name")}),
    )


def _programmes_here() -> str:
    return _("Those in %(town)s", town=plain(g.graph.town.name))


def wanted_board(chosen: tuple[Filter, ...]) -> Wanted:
    """Turn what was chosen in the form into what the domain makes a board of."""
    values = choosing.values_of(chosen)
    return Wanted(
        grouped=values["rows"] == "group",
        group=values["group"],
        focus=values["focus"],
        family=values["family"],
        only=Only(values["only"]) if values["only"] else None,
        kind=Kind(values["kind"]) if values["kind"] else None,
        everywhere=values["columns"] == "all",
        by_name=current_language() if values["sort"] == "name" else None,
    )
