"""A plan as its link tells it: the question, routes by key, and what the first was like when it was kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import g, request, url_for

from pathways.domain.following import Broken, KeyFault, trace
from pathways.domain.plans import Changed, ThenFault, health, read_then, then_of, written
from pathways.web.asking import asked, asked_all, shortened
from pathways.web.conditions import clause_words
from pathways.web.configured import settings
from pathways.web.pages import keep_out
from pathways.web.route_form import Problem, fields_of, read_form
from pathways.web.route_rows import rows
from pathways.web.translate import _
from pathways.web.wording import covered, day, plain, years

if TYPE_CHECKING:
    from pathways.domain.following import Followed
    from pathways.domain.journey import Route
    from pathways.domain.plans import Difference, Then
    from pathways.web.route_form import RouteForm
    from pathways.web.route_rows import Row

STRAIGHT: Final = "-"
"""Stands for the empty key of the route without a step, where a blank field means one that was not filled in."""
MOST_ROUTES: Final = 4
"""Routes that one plan may hold: so many stand on one sheet of A4."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan's link leads to. `rows` are its routes as they are now; `news` what differs from what was kept.

    `gone` says why a route cannot be gone any more. `problems` name what cannot be read; then nothing else is filled.
    `unread` is what cannot be read of how it was kept: the routes are whole without it.
    """

    form: RouteForm
    rows: tuple[Row, ...]
    news: tuple[str, ...]
    gone: tuple[str, ...]
    saved: str | None
    problems: dict[str, Problem]
    unread: str = ""


def read_plan() -> Plan:
    """Read a plan from the address. It is never kept in the page cache."""
    form = read_form()
    keep_out()
    problems = dict(form.problems)
    keys = _keys()
    if not (problems or form.start or form.role or keys):
        return Plan(form, (), (), (), None, {})
    if form.start is None and "from" not in problems:
        problems["from"] = Problem(_("The plan does not say where it starts. Choose it on the routes page."))
    if form.role is None and "to" not in problems:
        problems["to"] = Problem(_("The plan does not say which job it leads to. Choose it on the routes page."))
    then, unread = _then()
    if not keys:
        problems["route"] = Problem(_("The plan names no route. Choose one on the routes page."))
    if len(keys) > MOST_ROUTES:
        problems["route"] = Problem(_("The plan names more than four routes. Keep four of them."))
    if problems:
        return Plan(form, (), (), (), None, problems)
    return replace(_followed(form, keys, then), unread=unread)


def _keys() -> tuple[str, ...]:
    """The keys of the routes; an empty one is the route without a step, which `asked` takes for nothing."""
    given = asked_all("route")
    return given or (("",) if "route" in request.args else ())


def _then() -> tuple[Then | None, str]:
    """Give what the plan was like when it was kept, and what of that cannot be read: then nothing of it is used."""
    line = asked("then")
    if line is None:
        return None, ""
    try:
        return read_then(line), ""
    except ThenFault as fault:
        return None, shortened(fault.part)


def _followed(form: RouteForm, keys: tuple[str, ...], then: Then | None) -> Plan:
    assert form.role is not None  # noqa: S101  # for mypy: read_plan has seen that it is there
    traced: list[Followed] = []
    for key in keys:
        try:
            traced.append(trace(g.graph, form.question, form.role.id, "" if key == STRAIGHT else key))
        except KeyFault as fault:
            return Plan(form, (), (), (), None, {"route": Problem(fault_words(fault))})
    found = [one.route for one in traced if one.route is not None]
    news = [replaced_words(one) for one in traced if one.replaced]
    if then is not None and traced[0].route is not None:
        news += difference_words(then, traced[0].route)
    return Plan(
        form=form,
        rows=rows(form.question, found, "given"),
        news=tuple(news),
        gone=tuple(gone_words(one) for one in traced if one.route is None),
        saved=then.as_of if then else None,
        problems={},
    )


def difference_words(then: Then, route: Route) -> list[str]:
    """Say what differs between a plan as it was kept and the route now."""
    now = then_of(g.graph, route)
    return [difference_said(one) for one in health(then, now)]


def difference_said(one: Difference) -> str:
    """Say one thing that is not as it was."""
    match one.what:
        case Changed.YEARS:
            return _("As you saved it: %(before)s; now %(now)s.", before=years(one.before), now=years(one.now))
        case Changed.COVER:
            before, now = _covered(one.before), _covered(one.now)
            return _("Share of the job it covered: %(before)s; now: %(now)s.", before=before, now=now)
        case Changed.OPENED:
            return _("New and not met: %(what)s.", what=", ".join(map(clause_words, one.conditions)))
        case _:
            return _("No longer in the way: %(what)s.", what=", ".join(map(clause_words, one.conditions)))


def _covered(per_cent: float | None) -> str:
    return covered(None if per_cent is None else per_cent / 100)


def replaced_words(one: Followed) -> str:
    """Say which programme has closed, and which one takes its place."""
    old, new = one.replaced[0].old, one.replaced[0].new
    return _("%(old)s has closed. The route goes on with %(new)s.", old=plain(old.short), new=plain(new.short))


def gone_words(one: Followed) -> str:
    """Say why a route cannot be gone any more."""
    tail, head = (plain(end.title) if end else "" for end in (one.tail, one.head))
    if one.broken is Broken.NOT_LEADING:
        return _("As far as we know today, %(tail)s does not lead to %(head)s.", tail=tail, head=head)
    if one.broken is Broken.NO_BRIDGING:
        return _("From %(tail)s to %(head)s, this bridging or paid work is not known today.",
                 tail=tail, head=head)  # fmt: skip
    return _("As far as we know today, there is no way from %(tail)s into %(head)s.", tail=tail, head=head)


def fault_words(fault: KeyFault) -> str:
    """Say what in a route's key cannot be read."""
    part = shortened(fault.part)
    match fault.why:
        case "unknown-programme":
            return _("The link names a programme that we do not know: “%(part)s”.", part=part)
        case "unknown-role":
            return _("The link names a job that we do not know: “%(part)s”.", part=part)
        case "twice":
            return _("The link takes the same programme twice: “%(part)s”.", part=part)
        case "order":
            return _("The link puts a programme after a step at work: “%(part)s”.", part=part)
        case "too-long":
            return _("The route in the link is too long to be one of ours.")
        case _:
            return _("The route in the link cannot be read: “%(part)s”.", part=part)


def plan_address(form: RouteForm, *routes: Route, ending: str = "", absolute: bool = False) -> str:
    """Give the address of a plan with these routes, with what the first is like now; or of one of its files."""
    fields = fields_of(form, sort="")
    fields["route"] = [route.key for route in routes]
    if routes and len(routes) == 1:
        fields["then"] = written(then_of(g.graph, routes[0]))
    path = url_for("planning.download", ending=ending, **fields) if ending else url_for("planning.show_plan", **fields)
    return f"{settings().address}{path}" if absolute else path


def saved_words(plan: Plan) -> str:
    """Say of when the facts were that the plan was made with."""
    return day(plan.saved) if plan.saved else ""
