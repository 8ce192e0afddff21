"""Routes: from where somebody stands to the work they want, and what one start opens, or what leads to one job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, g, url_for

from pathways.domain.changes import counterfactuals, leading, leads_there, reachable, remedies
from pathways.domain.having import spelt
from pathways.domain.reach import Band
from pathways.domain.routes import routes, shortest
from pathways.domain.shelves import RoleFilter, roles_by_family, study_languages
from pathways.web.caching import BLOCK
from pathways.web.compare_form import written_key
from pathways.web.conditions import clause_words
from pathways.web.labels import study_language
from pathways.web.origins import origins
from pathways.web.pages import page, wanted_part
from pathways.web.route_asks import asks, words_for
from pathways.web.route_form import fields_of, read_form
from pathways.web.route_rows import (
    SHOWN_FIRST,
    band_hint,
    band_label,
    clear_words,
    gate_words,
    rows,
    sort_labels,
    title,
    verdict_label,
)
from pathways.web.routelines import leg_name
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Response

    from pathways.domain.changes import Counterfactual, Leading, Reachable, Remedy
    from pathways.domain.journey import Route
    from pathways.domain.nouns import Label, Role
    from pathways.web.origins import Shelves
    from pathways.web.route_form import RouteForm
    from pathways.web.route_rows import Row

bp = Blueprint("routing", __name__)
for _filter in (band_label, band_hint, clear_words, gate_words, verdict_label):
    bp.add_app_template_filter(_filter)

MOST_OTHERS: Final = 5
"""Quick routes that are named although another is better."""
AT_MOST: Final = (2, 3, 4, 5, 6, 8, 10)
"""Years to choose from; any other may stand in an address."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the form offers."""

    origins: Shelves
    families: tuple[tuple[Label, tuple[Role, ...]], ...]
    languages: dict[str, str]
    sorts: dict[str, str]
    years: tuple[int, ...]
    first_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Conditions that would leave nothing open on some routes, and the address that shows it, where one can."""

    change: Counterfactual
    address: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown: routes between two ends, or all that one end opens; at most one of these is filled."""

    rows: tuple[Row, ...] = ()
    others: tuple[tuple[str, Route], ...] = ()
    what_ifs: tuple[WhatIf, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    becoming: tuple[tuple[Band, tuple[Reachable, ...]], ...] = ()
    leading: tuple[Leading, ...] = ()

    @property
    def shown(self) -> tuple[Route, ...]:
        """The routes that the page tells of: what they ask for is what it asks back."""
        becoming = (one.best for _band, ones in self.becoming for one in ones)
        return (*(row.route for row in self.rows), *becoming)


@bp.get("/routes")
def show_routes() -> Response:
    """Show the routes from a start to a role; with one end only, all that it opens; with none, the form."""
    form = read_form()
    if form.why and wanted_part() == BLOCK and not form.problems:
        return _behind(form)
    found = answered(form)
    return page(
        "routes/routes.html",
        block="found",
        status=422 if form.problems else 200,
        form=form,
        answer=Answer() if form.problems else found,
        unfolded=_unfolded(form.why, found.rows),
        options=options(),
        asks=asks(form, found.shown),  # also beside a mistake: no field that was there goes
        shown_first=SHOWN_FIRST,
        address=lambda **changes: address(form, **changes),
    )


def _behind(form: RouteForm) -> Response:
    """Give what lies behind the fold of one route, to be put into a page that shows the route already."""
    found = routes(g.graph, form.question, form.role.id) if form.start and form.role else ()
    laid = rows(form.question, found, form.sort)
    number = _unfolded(form.why, laid)
    g.notes_prefix = f"why{number}"
    return page(
        "routes/behind.html",
        block="behind",
        form=form,
        row=laid[number - 1] if number else None,
        address=lambda **changes: address(form, **changes),
    )


def _unfolded(why: str, among: Sequence[Row]) -> int:
    """Give the number of the route that an address asks to unfold; 0 when there is none, or another in its place."""
    return next((number for number, row in enumerate(among, 1) if unfolding(row, number) == why), 0)


def unfolding(row: Row, number: int) -> str:
    """Say in an address which route is to be unfolded: by its place, and by what it leads through."""
    return f"{number}:{written_key(row.route)}"


def answered(form: RouteForm) -> Answer:
    """Ask the question that the form holds."""
    if form.start and form.role:
        return _between(form, form.role)
    if form.start:
        found = reachable(g.graph, form.question)
        bands = ((band, tuple(one for one in found if one.best.band is band)) for band in Band)
        return Answer(becoming=tuple((band, ones) for band, ones in bands if ones))
    if form.role:
        return Answer(leading=leading(g.graph, form.question, form.role.id))
    return Answer()


def _between(form: RouteForm, role: Role) -> Answer:
    found = routes(g.graph, form.question, role.id)
    if not found:
        return Answer(remedies=remedies(g.graph, form.question, role.id))
    changes = counterfactuals(g.graph, form.question, role.id, found)
    return Answer(
        rows=rows(form.question, found, form.sort),
        others=tuple((title(route), route) for route in _beaten(form, role, found)),
        what_ifs=tuple(WhatIf(change, _with_conditions(form, change)) for change in changes),
    )


def _beaten(form: RouteForm, role: Role, found: Sequence[Route]) -> Iterable[Route]:
    """Quick routes that another beats on all counts, for those who wonder where they are."""
    quick = shortest(g.graph, form.question, role.id, 2 * MOST_OTHERS, besides=found)
    return quick[:MOST_OTHERS]  # of those that take equally long, the ones that cover most


def _with_conditions(form: RouteForm, change: Counterfactual) -> str | None:
    words = words_for(change.conditions)
    if words is None:
        return None
    replaced = {word.partition("-")[0] for word in words}
    kept = [w for w in spelt(form.question.held) if w.removeprefix("not-").partition("-")[0] not in replaced]
    return address(form, have=(*kept, *words), **dict.fromkeys(("average", "grade", "experience", "job", "age"), ""))


def address(form: RouteForm, **changes: object) -> str:
    """Give the address of this form with some fields changed; blank ones are left out."""
    return url_for("routing.show_routes", **fields_of(form, **changes))


def options() -> Options:
    """Give what the form offers."""
    first = int(g.graph.town.as_of[:4])
    return Options(
        origins=origins(),
        families=roles_by_family(g.graph, RoleFilter()),
        languages={code: study_language(code) for code in study_languages(g.graph)},
        sorts=sort_labels(),
        years=AT_MOST,
        first_years=tuple(range(first, first + 5)),
    )


def remedy_words(remedy: Remedy) -> str:
    """Say which change opens a route."""
    if remedy.start is not None:
        return ""
    names = {
        "language": _("the language"),
        "beside_job": _("“beside a job”"),
        "most_years": _("the number of years"),
        "stay_here": _("“stay here”"),
        "without": _("the programmes you want to do without"),
    }
    return _(" and ").join(names[one.value] for one in remedy.lifted)


FIELDS: Final = {
    "language": "language",
    "beside_job": "job_beside",
    "most_years": "years",
    "stay_here": "here",
    "without": "without",
}
"""Which field of the form holds each filter."""


def remedy_address(form: RouteForm, remedy: Remedy) -> str:
    """Give the address that makes the change."""
    changes: dict[str, object] = {FIELDS[one.value]: "" for one in remedy.lifted}
    if remedy.start is not None:
        changes["from"] = str(remedy.start.id)
    return address(form, **changes)


bp.add_app_template_global(remedy_address)
bp.add_app_template_filter(remedy_words)
bp.add_app_template_filter(clause_words)
bp.add_app_template_filter(unfolding)
bp.add_app_template_filter(leg_name)
bp.add_app_template_filter(lambda route: leads_there(g.graph, route), "leads_there")
bp.add_app_template_filter(title, "route_title")
