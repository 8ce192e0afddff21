"""What to look up again: reports of visitors first, then facts, oldest and most used in front; and saying "still true".

One click says that a fact still stands where its source is: its day becomes today, and the edit is remembered as any.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from flask import Blueprint, abort, g, redirect, request, url_for

from pathways.domain.editing import Change
from pathways.domain.freshness import aged
from pathways.store import reports
from pathways.store.cells import SHAPE
from pathways.store.choices import targets
from pathways.store.edit_tables import Via
from pathways.web import edit_saving
from pathways.web.addresses import LARGEST
from pathways.web.caching import today_here
from pathways.web.edit_form import WORDS
from pathways.web.edit_names import rows_named
from pathways.web.languages import current_language
from pathways.web.pages import page
from pathways.web.reasons import LONGEST_WHY
from pathways.web.signed_in import catalogue, now, own_account
from pathways.web.translate import _
from pathways.web.typed import cleaned, whole

if TYPE_CHECKING:
    from datetime import date

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.editing import Noun
    from pathways.domain.freshness import Aged
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Source

bp = Blueprint("worklist", __name__)
ROWS_A_PAGE: Final = 30
MOST_AT_ONCE: Final = 200
_orders: WeakKeyDictionary[Graph, tuple[date, tuple[Aged, ...]]] = WeakKeyDictionary()
_working = Lock()
AGED: Final = tuple(name for name, shape in SHAPE.items() if any(part.field == "evidence" for part in shape.parts))


@dataclass(frozen=True, slots=True)
class Line:
    """A fact to look up: what it is called, how old it is, and the pages it may be looked up at."""

    fact: Aged
    name: str
    pages: tuple[Source, ...]

    @property
    def carried(self) -> str:
        """What a button carries along of the row that was shown."""
        return f"{self.fact.table}|{edit_saving.sealed(self.fact.table, self.fact.row)}"


@bp.get("/edit/worklist")
def show() -> Response:
    """Show what waits, and the facts to be looked up first: all, of one table, or resting on one page."""
    return _page()


def _page(status: int = 200, overtaken: str = "") -> Response:
    facts = g.graph.facts
    table, source = request.args.get("table", ""), request.args.get("source", "")
    first = whole(request.args.get("from", ""), 0, LARGEST) or 0
    sources = {str(one.id): one for one in facts.sources}
    found = [
        one
        for one in _aged(g.graph, today_here())
        if (not table or one.table == table) and (not source or source in one.row.evidence.sources)
    ]
    guessed = [one for one in found if not one.row.evidence.sources]
    if not source:  # what no page says cannot be looked up: it stands apart
        found = guessed if request.args.get("guessed") else [one for one in found if one.row.evidence.sources]
    with catalogue().rows() as session:
        told, settled = reports.waiting(session), reports.settled(session)
    return page(
        "edit/worklist.html", block="main", status=status, reports=told, settled=settled, count=len(found), first=first,
        lines=_lines(found[first : first + ROWS_A_PAGE], sources), step=ROWS_A_PAGE, table=table,
        source=sources.get(source), tables=AGED, guessed=len(guessed), shows_guessed=bool(request.args.get("guessed")),
        seen=whole(request.args.get("seen", ""), 1, LARGEST), overtaken=overtaken, words=WORDS,
        address_of_page=address_of_page,
        longest=LONGEST_WHY,
    )  # fmt: skip


def address_of_page(about: str) -> str:
    """Give the address of the page that somebody reported."""
    return f"/{current_language()}/{about}"


def _aged(graph: Graph, today: date) -> tuple[Aged, ...]:
    """Every fact in its order, worked out once for a graph and a day."""
    with _working:
        day, found = _orders.get(graph, (None, ()))
        if day != today:
            found = aged(graph.facts, today, _targets)
            _orders[graph] = today, found
        return found


def _targets(table: str, column: str) -> tuple[str, ...]:
    return targets(table, column) if table in SHAPE else ()


def _lines(found: list[Aged], sources: dict[str, Source]) -> list[Line]:
    tables = {one.table for one in found}
    names = {(table, row): name for table in tables for row, name in rows_named(g.graph.facts, table)}
    return [
        Line(
            one,
            names[one.table, one.row],
            tuple(sources[id] for id in map(str, one.row.evidence.sources) if id in sources and not sources[id].weak),
        )
        for one in found
    ]


@bp.post("/edit/worklist/seen")
def see() -> AnyResponse:
    """Say of facts that they are still true, seen today at a page that they rest on."""
    source = next((one for one in g.graph.facts.sources if str(one.id) == request.form.get("source", "")), None)
    rows = [_carried(carried) for carried in request.form.getlist("was")[:MOST_AT_ONCE]]
    if source is None or not rows or any(row is None or source.id not in row[1].evidence.sources for row in rows):
        abort(404)
    today = today_here().isoformat()
    changes = tuple(_seen(*row, today) for row in rows if row is not None)
    why = _("Still true, seen at %(url)s", url=source.url)[:LONGEST_WHY]
    outcome = edit_saving.make(changes, edit_saving.own_hand(why, Via.SEEN))
    if outcome.revision is None:
        return _page(409, _("Somebody edited this meanwhile. Look again before you say that it is still true."))
    return redirect(_here(seen=outcome.revision), 303)


def _carried(carried: str) -> tuple[str, Noun] | None:
    table, _bar, cells = carried.partition("|")
    row = edit_saving.unsealed(table, cells) if table in SHAPE else None
    return (table, row) if row is not None and getattr(row, "evidence", None) is not None else None


def _seen(table: str, row: Noun, today: str) -> Change:
    return Change(table, row, replace(row, evidence=replace(row.evidence, as_of=today)))


@bp.post("/edit/worklist/settle")
def settle() -> AnyResponse:
    """Say what came of a report."""
    id, answer = whole(request.form.get("id", ""), 1, LARGEST), cleaned(request.form.get("answer", ""))
    if id is None:
        abort(404)
    with catalogue().rows(write=True) as session:
        reports.settle(session, id, answer[:LONGEST_WHY], own_account().id, now())
    return redirect(_here(), 303)


def _here(seen: int | None = None) -> str:
    """Give the list as it was looked at."""
    asked = {name: request.args[name] for name in ("table", "source", "guessed", "from") if request.args.get(name)}
    return url_for("worklist.show", seen=seen, _anchor="work", **asked)  # type: ignore[arg-type]  # names of arguments
