"""The history of the catalogue: every edit, what it changed, what is new since a day, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, g, redirect, request, url_for

from pathways.config import HERE
from pathways.domain.editing import TOWN, Overtaken, squashed, taken_back
from pathways.domain.errors import BrokenFacts
from pathways.domain.rights import AccountKind
from pathways.store import accounts, edits
from pathways.store.cells import cells_of
from pathways.store.choices import targets
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.exchange import zip_of
from pathways.store.tellings import Deed, counts, telling
from pathways.web.addresses import LARGEST
from pathways.web.asking import asked
from pathways.web.downloads import file_of
from pathways.web.edit_fields import words_of, written
from pathways.web.fact_words import column_label, names_of, row_title, table_label
from pathways.web.languages import current_language
from pathways.web.pages import page
from pathways.web.reasons import problem_of_why
from pathways.web.route_form import Problem
from pathways.web.signed_in import catalogue, now, own_account
from pathways.web.translate import _, told
from pathways.web.typed import cleaned, day_typed, whole
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.accounts import Account
    from pathways.domain.editing import Change
    from pathways.domain.nouns import Text
    from pathways.store.edits import Edit
    from pathways.store.tellings import Telling

bp = Blueprint("history", __name__)

EDITS_A_PAGE: Final = 30
MOST_ROWS: Final = 100
"""Rows of one edit that are shown at once; a town that was seeded anew has thousands."""
FEW_ROWS: Final = 3
"""An edit of no more rows names them in the list; of more, how many they are says what it was."""
FIRST_YEAR: Final = 1900
"""No edit is older, and no database need know what a day of the year 1 is in UTC."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of a row that was changed, in words, a line for each of several; empty is what was not there."""

    column: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row that was changed: what it is called, and its cells before and after."""

    telling: Telling
    title: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One edit in a list: by whom, and which rows, where they are few."""

    edit: Edit
    who: str
    rows: tuple[Row, ...] = ()


@bp.get("/history")
def list_edits() -> Response:
    """List the newest edits, or what is new since a day, up to another."""
    typed = {name: asked(name) or "" for name in ("since", "until")}
    since, until = (_begun(day_typed(typed[name])) for name in ("since", "until"))
    compared = _compared()
    with catalogue().rows() as session:
        older = whole(asked("before") or "", 1, LARGEST)
        found = edits.edits(session, before=older, most=EDITS_A_PAGE + 1)
        everybody = accounts.all_accounts(session)
        between = edits.changes_between(session, since, _end(until)) if since else ()
        changes = squashed(edits.changes_since(session, *compared) if compared else between)
    problems = _problems(typed, since, until)
    return page(
        "history/history.html",
        block="main",
        status=422 if problems else 200,
        lines=_lines(found[:EDITS_A_PAGE], everybody, _few(found[:EDITS_A_PAGE])),
        more=found[EDITS_A_PAGE - 1].revision if len(found) > EDITS_A_PAGE else None,
        since=since,
        until=until,
        compared=compared,
        typed=typed,
        problems=problems,
        told=_some(changes),
        counts=counts(changes),
        words=WORDS,
    )


def _compared() -> tuple[int, int] | None:
    """Give the two revisions that are to be compared, the older first: of one alone, that and the newest."""
    after, upto = (whole(asked(name) or "", 1, LARGEST) for name in ("after", "upto"))
    if after is None:
        return None
    upto = g.graph.revision if upto is None else upto
    return min(after, upto), max(after, upto)


@dataclass(frozen=True, slots=True)
class Some:
    """Some of many rows that were changed: so many stand before these, and so many after."""

    rows: tuple[Row, ...]
    first: int
    left: int


def _some(changes: Sequence[Change]) -> Some:
    """Give the rows of changes from where the address says."""
    first = whole(asked("from") or "", 0, LARGEST) or 0
    return Some(rows_told(changes[first : first + MOST_ROWS]), first, max(0, len(changes) - first - MOST_ROWS))


def _end(day: datetime | None) -> datetime | None:
    """Give the end of a day that begins here; None of the last day there is, for nothing lies behind it."""
    return day + timedelta(days=1) if day and day.date() < date.max else None


def _problems(typed: dict[str, str], since: datetime | None, until: datetime | None) -> dict[str, Problem]:
    """Say what is wrong with the first field that cannot be used; empty where both can."""
    if (typed["since"] and since is None) or (typed["until"] and until is not None and since is None):
        return {"since": Problem(_("Choose a day, as in 2026-09-01."))}
    late = since is not None and until is not None and until < since
    if late or (typed["until"] and until is None):
        return {"until": Problem(_("Choose a day that is not before the first, as in 2026-09-30."))}
    return {}


def _begun(day: date | None) -> datetime | None:
    """Give the beginning of a day here."""
    return datetime.combine(day, time.min, HERE) if day and day.year >= FIRST_YEAR else None


def _few(found: Iterable[Edit]) -> dict[int, tuple[Change, ...]]:
    """Read what each edit of few rows changed; one that cannot be read is listed without, not left out."""
    with catalogue().rows() as session:
        return edits.changes_by_edit(session, [edit.revision for edit in found if edit.rows <= FEW_ROWS])


def _lines(
    found: Iterable[Edit], everybody: Iterable[Account], few: Mapping[int, Sequence[Change]]
) -> tuple[Line, ...]:
    names = {account.id: account.name for account in everybody}
    told = iter(rows_told(change for changes in few.values() for change in changes))
    rows = {revision: tuple(islice(told, len(changes))) for revision, changes in few.items()}
    return tuple(Line(edit, _who(edit.hand, names), rows.get(edit.revision, ())) for edit in found)


def _who(hand: Hand, names: dict[int, str]) -> str:
    if hand.account is None:
        return _("the command line")
    return names.get(hand.account, _("an account that is gone"))


def rows_told(changes: Iterable[Change]) -> tuple[Row, ...]:
    """Give rows that were changed, each with what it is called."""
    changes, language = tuple(changes), current_language()
    names = names_of(g.graph.facts)
    titles = _titles(changes)
    return tuple(
        Row(
            one,
            row_title(cells_of(change.table, change.after or change.before), change.key, names, language),
            tuple(
                Shown(cell.column, *(_lines_of(change.table, cell.column, words, called) for words in ends))
                for cell in one.cells
                for ends in [(cell.before, cell.after)]
                for called in [titles if "sources" in targets(change.table, cell.column) else names]
            ),
        )
        for change in changes
        for one in [telling(change)]
    )


def _titles(changes: Iterable[Change]) -> dict[str, str]:
    """Give the titles of the sources by their ids: of those there are, and of those that came or went just then."""
    rows = [row for one in changes if one.table == "sources" for row in (one.before, one.after) if row is not None]
    return {str(source.id): source.title or source.url for source in (*rows, *g.graph.sources.values())}


def _lines_of(table: str, column: str, cell: str, names: Mapping[str, Text | str]) -> tuple[str, ...]:
    """Write a cell for people: names for ids, a line each, and numbers as the language of the page does."""
    if table == TOWN:
        return (cell,) if cell else ()
    if targets(table, column):
        return tuple(plain(names.get(id, id)) for id in words_of(cell))
    return (written(table, column, cell),) if cell else ()


@bp.get("/history/<row:revision>")
def show_edit(revision: int) -> Response:
    """Show what one edit changed."""
    return _edit(revision)


def _edit(revision: int, status: int = 200, **more: object) -> Response:
    with catalogue().rows() as session:
        (line,) = _lines([edits.edit_of(session, revision)], accounts.all_accounts(session), {})
        changes = edits.changes_of(session, revision)
    return page(
        "history/edit.html",
        block="main",
        status=status,
        line=line,
        told=_some(changes),
        may_undo=bool(changes) and own_account().kind is AccountKind.EDITOR,
        words=WORDS,
        **{"overtaken": (), "later": (), "faults": (), "why": "", "why_problem": "", **more},
    )


@bp.get("/history/<row:revision>/catalogue.zip")
def download(revision: int) -> Response:
    """Give the catalogue as it was after an edit, as a folder of CSV files, zipped."""
    with catalogue().rows() as session:
        edits.edit_of(session, revision)
        then = edits.facts_at(session, g.graph.facts, revision)
    return file_of(zip_of(then), f"pathways-{then.town.id}-{revision}.zip")


@bp.post("/history/<row:revision>/undo")
def undo(revision: int) -> AnyResponse:
    """Take an edit back, unless its fields were changed since or something rests on its rows."""
    why = cleaned(request.form.get("why", ""))
    with catalogue().rows() as session:
        changes = edits.changes_of(session, revision)
    if not changes:
        abort(404)
    if problem := problem_of_why(why):
        return _edit(revision, 422, why=why, why_problem=problem)
    hand = Hand(now(), Via.UNDO, why, own_account().id, undoes=revision)
    try:
        made = catalogue().change(lambda facts: taken_back(facts, changes), hand)
    except Overtaken as error:
        return _edit(revision, 409, why=why, overtaken=_standing(error), later=_later(revision, error))
    except BrokenFacts as error:
        return _edit(revision, 422, why=why, faults=error.faults)
    return redirect(url_for("history.show_edit", revision=made), 303)


def _standing(error: Overtaken) -> tuple[Row, ...]:
    """Give the rows that were changed since: what they should have said, and what they say now."""
    return rows_told(replace(change, after=there) for change, there in zip(error.changes, error.now, strict=True))


def _later(revision: int, error: Overtaken) -> tuple[int, ...]:
    """Give the edits that changed these rows since, the newest first: in that order they can be taken back.

    Of very many rows those of the first `MOST_ROWS`.
    """
    rows = {(change.table, change.key) for change in error.changes[:MOST_ROWS]}
    with catalogue().rows() as session:
        return tuple(edit.revision for edit in edits.edits_of_rows(session, rows, after=revision))


def via_label(via: Via) -> str:
    """Say by which way an edit came."""
    return {
        Via.BEGIN: _("the history begins"), Via.SEED: _("a town was loaded"), Via.FORM: _("edited"),
        Via.IMPORT: _("imported"), Via.PROPOSAL: _("a proposal accepted"), Via.SEEN: _("seen again"),
        Via.UNDO: _("taken back"),
    }[via]  # fmt: skip


def deed_label(deed: Deed) -> str:
    """Say what was done to a row."""
    return {Deed.ADDED: _("added"), Deed.CHANGED: _("changed"), Deed.REMOVED: _("removed")}[deed]


WORDS: Final = {
    "table": table_label, "column": column_label, "via": via_label, "deed": deed_label, "told": told,
    "most": MOST_ROWS,
}  # fmt: skip
