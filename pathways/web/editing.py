"""Editing the catalogue: every row of every table in a form made from its shape, and what rests on a noun in one place.

What is typed is built, checked, then committed: an edit that would break a rule is refused with every reason at its
field. The address of a row is its table and its key, word by word (`?key=…&key=…`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, g, redirect, request, url_for

from pathways.domain.editing import TABLES, TOWN, Change, find, key_of, rows_of
from pathways.domain.saying import said
from pathways.domain.spelling import fold
from pathways.store import reports
from pathways.store.choices import targets
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.proposals import NoSuchProposal
from pathways.web import edit_fields, edit_reading, edit_rights, edit_saving, proposing
from pathways.web.edit_again import address_of_another_year
from pathways.web.edit_fields import Drawing, Group, blank, groups, typed_of
from pathways.web.edit_names import name_of, named, rows_named
from pathways.web.edit_saving import Meanwhile, Outcome, sealed, unsealed
from pathways.web.esco_choices import Candidate, candidates
from pathways.web.fact_words import column_label, table_label
from pathways.web.languages import show_at
from pathways.web.pages import htmx, page
from pathways.web.proposing import From
from pathways.web.reasons import problems_of_why
from pathways.web.rights import NotForYou, own_path
from pathways.web.signed_in import catalogue, current_account, now
from pathways.web.translate import told
from pathways.web.typed import cleaned, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.editing import Key, Noun
    from pathways.web.edit_fields import Typed
    from pathways.web.edit_reading import Problem, Reading

bp = Blueprint("editing", __name__)
IN_PLACE: Final = re.compile(r"here-[0-9]{1,4}")
ROWS_A_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Form:
    """A form as its page shows it. `row` is what it began with; None for a new one."""

    table: str
    row: Noun | None
    name: str
    key: Key
    was: str
    groups: tuple[Group, ...]
    typed: Typed
    why: str
    back: str
    problems: Mapping[str, Sequence[str]]
    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()
    searched: str = ""
    """The words that ESCO was searched for."""
    of: From = field(default_factory=From)
    proposes: bool = False
    """Whether what is typed waits for an editor."""
    prefix: str = "f-"
    """What the ids of its fields begin with: several forms may be open on one page."""

    @property
    def meanwhile(self) -> Meanwhile | None:
        """What somebody else made of the row first."""
        return self.outcome.meanwhile


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
    """List the rows of a table, or those whose name or key has these words."""
    _known(table)
    wanted = cleaned(request.args.get("q", ""))[:80]
    first = whole(request.args.get("from", ""), 0, 10**6) or 0
    rows = [
        (row, name, key_of(table, row))
        for row, name in rows_named(g.graph.facts, table)
        if edit_rights.may_edit(table, row)
    ]
    if wanted:
        rows = [each for each in rows if fold(wanted) in fold(f"{each[1]} {' '.join(each[2])}")]
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
        return _show(_form(table, change.before, typed))
    typed = blank(table)
    typed |= {column: cleaned(request.args[column]) for column in typed if column in request.args}
    for column in edit_fields.DATES & typed.keys():
        typed[column] = typed[column] or now().date().isoformat()
    return _show(_form(table, None, proposing.delivered_into(of, table, typed)))


@bp.get("/edit/<table>/row")
def show_row(table: str) -> Response:
    """Show the form of a row."""
    of = proposing.came_from()
    proposed = proposing.filled_in(of, table)
    if proposed is not None:
        change, typed = proposed
        return _show(_form(table, change.before, typed))
    row = _row(table)
    return _show(_form(table, row, proposing.delivered_into(of, table, typed_of(table, row))))


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
        return _show(_form(table, base, _with_concept(typed), why=why, searching=True))
    reading = edit_reading.read(table, typed, facts)
    problems: dict[str, Sequence[Problem]] = {**reading.problems, **problems_of_why(why)}
    if any(problems.values()):
        problems = {**_rules_broken(table, base, reading), **problems}
    if reading.row is None or any(problems.values()):
        return _show(_form(table, base, typed, Outcome(problems=problems), why=why), 422)
    if reading.row == base:
        if base is not None and _settled(table, base):
            return redirect(url_for("waiting.list_changes"), 303)
        return _show(_form(table, base, typed, Outcome(problems={"nothing": [NOTHING]}), why=why), 422)
    edit_rights.require(table, reading.row)
    changes = (*reading.beside, Change(table, base, reading.row))
    outcome = _made(changes, why)
    if outcome.revision is None:
        return _refuse(table, base, typed, outcome, why)
    if edit_rights.proposes_for() is not None:
        return redirect(url_for("waiting.list_changes", sent="yes"), 303)
    return redirect(address_of_row(table, key_of(table, reading.row), outcome.revision, _back()), 303)


def _rules_broken(table: str, base: Noun | None, reading: Reading) -> dict[str, Sequence[Problem]]:
    """What breaks a rule in a row that is refused already: so that every reason is told at once."""
    row = reading.row if reading.row is not None else reading.stand_in
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
            return edit_saving.make(changes, hand(why), proposing.settles(of))
        outcome = edit_saving.checked(changes)
        if outcome.revision is not None:
            proposing.propose(changes, hand(why), of)
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
        return _show(_form(table, base, typed, outcome, why=why), 409 if outcome.is_decided else 422)
    return _show(_form(table, meanwhile.row, {**typed, **meanwhile.typed}, outcome, why=why), 409)


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
        return _show(_form(table, row, typed_of(table, row), Outcome(problems=problems), why=why), 422)
    outcome = _made((Change(table, row, None),), why)
    if outcome.revision is None:
        return _refuse(table, row, typed_of(table, row), outcome, why)
    if edit_rights.proposes_for() is not None:
        return redirect(url_for("waiting.list_changes", sent="yes"), 303)
    return redirect(_back() or url_for("history.show_edit", revision=outcome.revision), 303)


def hand(why: str, via: Via = Via.FORM) -> Hand:
    """Say whose edit it is."""
    account = current_account()
    return Hand(now(), via, why, account.id if account else None, account.organisation_id if account else None)


def _form(
    table: str,
    row: Noun | None,
    typed: Typed,
    outcome: Outcome | None = None,
    *,
    why: str = "",
    searching: bool = False,
) -> Form:
    outcome = outcome or Outcome()
    problems = {
        column: [f"{told(problem)} {told(remedy)}".strip() for problem, remedy in every]
        for column, every in outcome.problems.items()
        if every
    }
    theirs = outcome.meanwhile.theirs if outcome.meanwhile else {}
    whole_typed = {**blank(table), **dict.fromkeys(_beside(table), ""), **typed}
    drawn = Drawing(table, g.graph.facts, whole_typed, row is None, problems, theirs)
    return Form(
        table=table,
        row=row,
        name=name_of(table, row) if row is not None else "",
        key=key_of(table, row) if row is not None else (),
        was=sealed(table, row) if row is not None else "",
        groups=groups(drawn),
        typed=whole_typed,
        why=why,
        back=_back() or "",
        problems=problems,
        outcome=outcome,
        of=From() if outcome.is_decided else proposing.came_from(),
        proposes=edit_rights.proposes_for() is not None,
        prefix=_prefix(),
        searched=whole_typed["esco-find"] if searching else "",
        candidates=candidates(table, whole_typed["esco-find"]) if searching and "esco_uri" in typed else (),
    )


def _prefix() -> str:
    target = htmx.target if htmx else None
    return f"{target}-" if target and IN_PLACE.fullmatch(target) else "f-"


def _beside(table: str) -> tuple[str, ...]:
    more = tuple(f"{column}{edit_reading.MORE}" for column in edit_fields.columns_of(table))
    return (*more, *edit_reading.NEW_SOURCE, "esco-find")


def _show(form: Form, status: int = 200) -> Response:
    of = {"proposal": form.of.proposal, "delivered": form.of.delivered, "back": form.back or None}
    if form.row is None:
        show_at("editing.show_new", table=form.table, **of)
    else:
        show_at("editing.show_row", table=form.table, key=list(form.key), **of)
    saved = whole(request.args.get("saved", ""), 1, 10**9) if request.method == "GET" else None
    return page("edit/form.html", block="form", status=status, form=form, saved=saved, words=WORDS)


def every(table: str, column: str) -> Sequence[tuple[str, str]]:
    """Every row that a column may name: id, and the name that leads to it and to no other."""
    rows = named(g.graph.facts, targets(table, column))
    counts = Counter(rows.values())
    return [(id, name if counts[name] == 1 else id) for id, name in rows.items()]


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


def address_of_row(table: str, key: Key, saved: int | None = None, back: str | None = None) -> str:
    """Give the address of the form of a row."""
    return url_for("editing.show_row", table=table, key=list(key), saved=saved, back=back)


def _back() -> str | None:
    """Where whoever edits came from, if that is a page of ours."""
    return own_path(request.values.get("back"))


WORDS: Final = {
    "table": table_label, "column": column_label, "address": address_of_row, "every": every, "told": told,
    "another": address_of_another_year,
}  # fmt: skip
