"""Editing the catalogue: its tables, their rows, and what becomes of the form of a row that is sent.

What is typed is built, checked, then committed: an edit that would break a rule is refused with every reason at its
field. The address of a row is its table and its key, word by word (`?key=…&key=…`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, g, redirect, request, url_for

from pathways.domain.editing import TABLES, TOWN, Change, find, key_of, rows_of
from pathways.domain.saying import said
from pathways.store import reports
from pathways.store.proposals import NoSuchProposal
from pathways.web import edit_doubts, edit_fields, edit_reading, edit_rights, edit_rows, edit_saving, proposing
from pathways.web.addresses import LARGEST
from pathways.web.caching import today_here
from pathways.web.edit_fields import blank, typed_of
from pathways.web.edit_form import WORDS, address_of_row, back_to, form_of, show
from pathways.web.edit_saving import Outcome, own_hand, unsealed
from pathways.web.pages import page
from pathways.web.reasons import problems_of_why
from pathways.web.rights import NotForYou
from pathways.web.signed_in import catalogue
from pathways.web.typed import cleaned, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.editing import Noun
    from pathways.web.edit_fields import Typed
    from pathways.web.edit_reading import Problem, Reading

bp = Blueprint("editing", __name__)
ROWS_A_PAGE: Final = 100


@bp.get("/edit")
def list_tables() -> Response:
    """List the tables, each with how many rows it has."""
    facts = g.graph.facts
    own = edit_rights.proposes_for() is not None
    counts = [
        (table, sum(not own or edit_rights.may_edit(table, row) for row in rows_of(facts, table)))
        for table in edit_rights.tables()
    ]
    with catalogue().rows() as session:
        waiting = reports.count_waiting(session)
    return page("edit/tables.html", block="main", tables=counts, reports=waiting, proposes=own, words=WORDS)


@bp.get("/edit/<table>")
def list_rows(table: str) -> Response:
    """List the rows of a table, or those of which these words are said."""
    _known(table)
    wanted = cleaned(request.args.get("q", ""))[:80]
    first = whole(request.args.get("from", ""), 0, LARGEST) or 0
    rows = edit_rows.listed(table, wanted)
    return page(
        "edit/rows.html", block="main", table=table, rows=rows[first : first + ROWS_A_PAGE], count=len(rows),
        first=first, step=ROWS_A_PAGE, wanted=wanted, words=WORDS,
    )  # fmt: skip


@bp.get("/edit/<table>/new")
def show_new(table: str) -> Response:
    """Show the empty form of a table, with what the address names filled in."""
    _known(table)
    if table == TOWN:
        abort(404)
    of = proposing.came_from()
    proposed = proposing.filled_in(of, table)
    if proposed is not None:
        change, typed = proposed
        return show(form_of(table, change.before, typed))
    typed = blank(table)
    typed |= {column: cleaned(request.args[column]) for column in typed if column in request.args}
    for column in edit_fields.DATES & typed.keys():
        typed[column] = typed[column] or today_here().isoformat()
    return show(form_of(table, None, proposing.delivered_into(of, table, typed)))


@bp.get("/edit/<table>/row")
def show_row(table: str) -> Response:
    """Show the form of a row."""
    of = proposing.came_from()
    proposed = proposing.filled_in(of, table)
    if proposed is not None:
        change, typed = proposed
        return show(form_of(table, change.before, typed))
    row = _row(table)
    return show(form_of(table, row, proposing.delivered_into(of, table, typed_of(table, row))))


@bp.post("/edit/<table>/new")
def add(table: str) -> AnyResponse:
    """Add a row."""
    _known(table)
    if table == TOWN:
        abort(404)
    return _save(table, None)


@bp.post("/edit/<table>/row")
def save(table: str) -> AnyResponse:
    """Save a row as it was typed, on what the form began with."""
    _known(table)
    base = unsealed(table, request.form.get("was", ""))
    return _save(table, base if base is not None else _row(table))


def _save(table: str, base: Noun | None) -> AnyResponse:
    edit_rights.require(table, base)
    facts, why = g.graph.facts, cleaned(request.form.get("why", ""))
    typed = edit_reading.typed_in(table, request.form)
    if _asks_esco(typed):
        return show(form_of(table, base, _with_concept(typed), why=why, searching=True))
    reading = edit_reading.read(table, typed, facts)
    problems: dict[str, Sequence[Problem]] = {**reading.problems, **problems_of_why(why)}
    problems |= edit_doubts.doubts_of(table, reading.meant, facts, request.form.get(edit_doubts.SEEN, ""))
    if any(problems.values()):
        problems = {**_rules_broken(table, base, reading), **problems}
    if reading.row is None or any(problems.values()):
        return show(form_of(table, base, typed, Outcome(problems=problems), why=why), 422)
    if reading.row == base:
        if base is not None and _settled(table, base):
            return redirect(url_for("waiting.list_changes"), 303)
        return show(form_of(table, base, typed, Outcome(problems={"nothing": [NOTHING]}), why=why), 422)
    edit_rights.require(table, reading.row)
    changes = (*reading.beside, Change(table, base, reading.row))
    outcome = _made(changes, why)
    if outcome.revision is None:
        return _refuse(table, base, typed, outcome, why)
    if edit_rights.proposes_for() is not None:
        return redirect(url_for("waiting.list_changes", done="proposed"), 303)
    return redirect(address_of_row(table, key_of(table, reading.row), outcome.revision, back_to()), 303)


def _rules_broken(table: str, base: Noun | None, reading: Reading) -> dict[str, Sequence[Problem]]:
    """What breaks a rule in a row that is refused already: so that every reason is told at once."""
    row = reading.meant
    if row is None:
        return {}
    found = edit_saving.checked((*reading.beside, Change(table, base, row)))
    return {column: every for column, every in found.problems.items() if not reading.problems.get(column)}


def _settled(table: str, row: Noun) -> bool:
    """Settle what a form was filled in from where the catalogue says so already; give whether it did."""
    of = proposing.came_from()
    settle = proposing.settles(of)
    stands = find(g.graph.facts, table, key_of(table, row)) == row and proposing.is_said_already(of, table, row)
    if settle is None or edit_rights.proposes_for() is not None or not stands:
        return False
    with catalogue().rows(write=True) as session:
        settle(session, g.graph.revision)
    return True


def _made(changes: tuple[Change, ...], why: str) -> Outcome:
    """Make an edit, or keep it as a proposal once it is known that it could be made."""
    of = proposing.came_from()
    try:
        if edit_rights.proposes_for() is None:
            return edit_saving.make(changes, own_hand(why), proposing.settles(of))
        outcome = edit_saving.checked(changes)
        if outcome.revision is not None:
            proposing.propose(changes, own_hand(why), of)
    except NoSuchProposal:
        return Outcome(problems={"nothing": [DECIDED]}, is_decided=True)
    return outcome


DECIDED: Final = (
    said("The proposal that this was filled in from does not wait any more."),
    said("Look at what stands now. What is sent again counts by itself."),
)
NOTHING: Final = said("Nothing was changed."), said("Change a field, or go back.")


def _refuse(table: str, base: Noun | None, typed: Typed, outcome: Outcome, why: str) -> Response:
    meanwhile = outcome.meanwhile
    if meanwhile is None:
        return show(form_of(table, base, typed, outcome, why=why), 409 if outcome.is_decided else 422)
    return show(form_of(table, meanwhile.row, {**typed, **meanwhile.typed}, outcome, why=why), 409)


def _asks_esco(typed: Typed) -> bool:
    """Whether ESCO is searched, and nothing saved yet: by a button of the search, or by Enter after its words changed.

    Enter in any other field saves.
    """
    if "find" in request.form or "esco-take" in request.form:
        return True
    return "enter" in request.form and typed["esco-find"] not in {"", cleaned(request.form.get("esco-found", ""))}


def _with_concept(typed: Typed) -> Typed:
    """What was typed, with the concept of ESCO that was chosen in the place of what stood there."""
    uri, _bar, label = cleaned(request.form.get("esco-take", "")).partition("|")
    if not uri or not label:
        return typed
    match = typed["esco_match"] if typed["esco_match"] not in {"", "none"} else "exact"
    return {**typed, "esco_uri": uri, "esco_label": label, "esco_match": match}


@bp.post("/edit/<table>/remove")
def remove(table: str) -> AnyResponse:
    """Remove a row, unless others rest on it."""
    _known(table)
    row, why = unsealed(table, request.form.get("was", "")), cleaned(request.form.get("why", ""))
    if row is None or table == TOWN:
        abort(404)
    edit_rights.require(table, row)
    problems = problems_of_why(why)
    if problems:
        return show(form_of(table, row, typed_of(table, row), Outcome(problems=problems), why=why), 422)
    outcome = _made((Change(table, row, None),), why)
    if outcome.revision is None:
        return _refuse(table, row, typed_of(table, row), outcome, why)
    if edit_rights.proposes_for() is not None:
        return redirect(url_for("waiting.list_changes", done="proposed"), 303)
    return redirect(back_to() or url_for("history.show_edit", revision=outcome.revision), 303)


def _known(table: str) -> None:
    if table not in TABLES:
        abort(404)
    if table not in edit_rights.tables():
        raise NotForYou(f"Rows of {table} are not theirs.")


def _row(table: str) -> Noun:
    _known(table)
    key = tuple(request.args.getlist("key"))
    row = g.graph.facts.town if table == TOWN else find(g.graph.facts, table, key)
    if row is None:
        abort(404)
    edit_rights.require(table, row)
    return row
