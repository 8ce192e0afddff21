"""Scenarios: what if? Changes on top of today's outlook, compared with it, shared by link, and saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for

from pathways.domain.checks import UNPRINTABLE
from pathways.domain.scenario_changes import LONGEST_NAME
from pathways.domain.scenario_text import FIELDS, kind_of, written
from pathways.domain.scenario_then import write_then
from pathways.store import scenarios as store
from pathways.web.asking import asked
from pathways.web.outlook_words import between, line_heading
from pathways.web.pages import page
from pathways.web.route_form import Problem
from pathways.web.scenario_form import GROUPS, PAIRS, ROWS, families, known_ids, read_form, shelves, skill_groups
from pathways.web.scenario_view import (
    address_of_outlook,
    bottleneck_names,
    closing_of,
    compared,
    items_of,
    lever_address,
    lever_line,
)
from pathways.web.scenario_words import (
    change_words,
    field_words,
    hint_words,
    kind_words,
    lead_words,
    lever_words,
    problem_words,
)
from pathways.web.signed_in import catalogue, now, own_account
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.scenario_changes import Change
    from pathways.web.scenario_form import ScenarioForm
    from pathways.web.scenario_view import Item

bp = Blueprint("scenarios", __name__)

WORDS: Final = {
    "change": change_words, "kind": kind_words, "field": field_words, "problem": problem_words, "hint": hint_words,
    "kind_of": kind_of, "between": between, "bottleneck": bottleneck_names, "line": line_heading, "fields": FIELDS,
    "known": known_ids, "shelves": shelves, "families": families, "skill_groups": skill_groups,
}  # fmt: skip


@bp.get("/scenario")
def show() -> AnyResponse:
    """Show a scenario beside today; a good change that was sent is written into the address."""
    form = read_form()
    if form.fresh:
        return redirect(url_for("scenarios.show", **form.fields(c=form.with_line(form.fresh))), 303)
    found = compared(form)
    wrong = form.problems or form.wrong or found.applied.problems
    response = page(
        "scenario/scenario.html",
        block="main",
        status=422 if wrong or form.adding else 200,
        found=found,
        problems=_problems(form, found.items),
        words=WORDS,
        groups=GROUPS,
        pairs=PAIRS,
        pair_rows=ROWS,
    )
    if form.lines or form.scenario.name:
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-cache"
    return response


def _problems(form: ScenarioForm, items: Sequence[Item]) -> dict[str, Problem]:
    """Give every problem by the id of what it stands at."""
    found = {f"{form.adding}-{one.field}": Problem(problem_words(one)) for one in form.wrong}
    found |= {one.field: Problem(problem_words(one)) for one in form.problems if one.place is None}
    for item in items:
        for one in item.problems:
            found[f"c{item.place}"] = Problem(problem_words(one))
    return found


@bp.get("/scenario/saved")
def list_saved() -> Response:
    """List what one has saved; with a scenario in the address, offer to save it."""
    return _saved(read_form())


def _saved(form: ScenarioForm, typed: str = "", problems: dict[str, Problem] | None = None) -> Response:
    with catalogue().rows() as opened:
        rows = store.saved_by(opened, own_account().id)
    removed = asked("removed") == "yes" and bool(form.scenario.name)
    return page(
        "scenario/saved.html",
        block="main",
        status=422 if problems else 200,
        form=form,
        step=bool(form.lines or problems) and not removed,
        removed=removed,
        saved=asked("saved") == "yes",
        rows=rows,
        items=items_of(form),
        words=WORDS,
        typed=typed or form.scenario.name,
        problems=problems or {},
        then=write_then(form.then) if form.then else "",
        most=LONGEST_NAME,
    )


@bp.post("/scenario/saved")
def save() -> AnyResponse:
    """Save the scenario of the address under a name: of its changes those that count, so that its link opens."""
    form = read_form()
    name = " ".join(UNPRINTABLE.sub(" ", request.form.get("name", "")).split())[:LONGEST_NAME]
    if not name:
        return _saved(form, problems={"name": Problem(_("Name: write what you call it. For example: Ten more seats."))})
    if form.lines and not counting(form):
        nothing = _("Nothing of this scenario counts, so there is nothing to save.")
        return _saved(form, name, {"changes": Problem(nothing)})
    try:
        with catalogue().rows(write=True) as opened:
            store.save(opened, own_account().id, name, query_of(form, name), now())
    except store.TooManySaved:
        return _saved(form, name, {"name": Problem(_("You have saved 50 scenarios. Remove one first."))})
    return redirect(url_for("scenarios.list_saved", saved="yes"), 303)


def counting(form: ScenarioForm) -> list[Change]:
    """Give the changes of a scenario that can be read and made today, as they stand in its address."""
    wrong = {item.place for item in items_of(form) if item.problems}
    return [change for place, change in zip(form.places, form.scenario.changes, strict=True) if place not in wrong]


def query_of(form: ScenarioForm, name: str) -> str:
    """Write what stands in the address of a scenario, its changes as we write them."""
    lines = [written(change) for change in counting(form)]
    then = write_then(form.then) if form.then else ""
    return urlencode(form.fields(name=name, c=lines, then=then), doseq=True)


@bp.post("/scenario/saved/<row:id>/remove")
def remove(id: int) -> AnyResponse:
    """Remove a saved scenario of one's own; the address that follows holds it, so that it can be put back."""
    with catalogue().rows(write=True) as opened:
        query = store.remove(opened, own_account().id, id)
    again = f"?{query}&removed=yes" if query else ""
    return redirect(url_for("scenarios.list_saved") + again, 303)


for each in (closing_of, lever_words, lead_words, lever_address, lever_line):
    bp.add_app_template_global(each)
bp.add_app_template_global(address_of_outlook)
