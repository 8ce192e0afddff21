"""The sections of a yearly report, in words: the page and the PDF are both made from them, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from flask import g, url_for

from pathways.domain.grounds import by_basis, uses
from pathways.domain.outlook import scope_of_role, scope_of_town
from pathways.domain.outlook_view import Prospect
from pathways.domain.yearly import flagged_in, lines
from pathways.web.ahead import ahead
from pathways.web.board_words import answered_in, band_words, intake_words, organisation_of, standing_words, topic_title
from pathways.web.labels import basis_label, kind_label
from pathways.web.outlook_words import asks, between, bottleneck_words, gap_words, state_label
from pathways.web.published import published
from pathways.web.translate import _, ngettext
from pathways.web.wording import day, number, plain

if TYPE_CHECKING:
    from pathways.domain.outlook_view import OutlookView
    from pathways.domain.publishing import PublicFlag
    from pathways.domain.yearly import People

Rows: TypeAlias = "tuple[tuple[str, ...], ...]"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report: sentences, then a table.

    `links` are the addresses of its rows' first cells, if any; `figures` are the columns that hold numbers.
    """

    id: str
    heading: str
    says: tuple[str, ...]
    columns: tuple[str, ...] = ()
    rows: Rows = ()
    links: tuple[str, ...] = ()
    figures: tuple[int, ...] = ()


def sections(year: int, *, now: bool) -> tuple[Section, ...]:
    """Give the report of a year; `now` if it is the year we are in, of which alone the outlook and pools tell."""
    parts = [_pipeline(year), _gaps(year, now=now)]
    if now:
        parts += [_outlook(), _missing()]
    return (*parts, _sources())


def _pipeline(year: int) -> Section:
    found = lines(g.graph, year)
    rows = tuple(
        (
            kind_label(one.kind), number(len(one.programmes)), number(one.here), number(one.roles),
            _people(one.started), _people(one.finished),
        )
        for one in found
    )  # fmt: skip
    says = _(
        "%(leading)s of %(programmes)s programmes lead to %(roles)s roles at %(employers)s employers. People are those"
        " whom a source counted in %(year)s.",
        leading=number(len({link.programme for link in g.graph.facts.feeds})),
        programmes=number(len(g.graph.programmes)),
        roles=number(len({link.role for link in g.graph.facts.feeds})),
        employers=number(len({place.organisation for place in g.graph.facts.workplaces})),
        year=year,
    )
    columns = (_("Line"), _("Programmes"), _("Here"), _("Roles"), _("Started"), _("Finished"))
    return Section("pipeline", _("The pipeline"), (says,), columns, rows, figures=(1, 2, 3, 4, 5))


def _people(counted: People) -> str:
    if counted.people is None:
        return _("not known")
    people = number(round(counted.people))
    return people if counted.whole else _("at least %(people)s", people=people)


def _gaps(year: int, *, now: bool) -> Section:
    told = published()
    flags = flagged_in(told, year)
    says = [
        ngettext("%(num)d gap was flagged or answered in public.", "%(num)d gaps were flagged or answered in public.",
                 len(flags))
        if flags
        else _("No gap was flagged or answered in public.")
    ]  # fmt: skip
    if now and told.median_days is not None:
        days = round(told.median_days)
        says.append(ngettext("Half of the flags had an answer within %(num)s day.",
                             "Half of the flags had an answer within %(num)s days.", days))  # fmt: skip
    rows = [_flag(flag) for flag in flags]
    if now:
        rows += [
            (plain(topic_title(pool.topic)), _unnamed(pool.companies), band_words(pool.people), "", "")
            for pool in told.pools.values()
        ]  # fmt: skip
    columns = (_("Skill or role"), _("Asked for by"), _("People"), _("How it stands"), _("Answer"))
    return Section("gaps", _("Gaps flagged and answered"), tuple(says), columns if rows else (), tuple(rows))


def _unnamed(companies: int) -> str:
    return ngettext("%(num)d company, not named", "%(num)d companies, not named", companies)


def _flag(flag: PublicFlag) -> tuple[str, ...]:
    by, programme = organisation_of(flag.company), answered_in(flag)
    answer = [programme.code] if programme else []
    if flag.plan:
        answer += [flag.plan.what.rstrip("."), intake_words(flag.plan.intake)] if flag.plan.intake else [flag.plan.what]
    return (
        plain(topic_title(flag.topic)), by.name if by else flag.company, band_words(flag.people),
        standing_words(flag.state), ", ".join(answer),
    )  # fmt: skip


def _outlook() -> Section:
    known = ahead()
    seen = [(role, known.view(scope_of_role(g.graph, role.id))) for role in g.graph.roles.values()]
    told = [(role, view) for role, view in seen if view.prospect is not Prospect.UNKNOWN]
    order = list(Prospect)
    told.sort(key=lambda each: (order.index(each[1].prospect), -(each[1].worst.p50 if each[1].worst else 0)))
    says = [] if told else [_("No role is known well enough to compare who finishes with who is wanted.")]
    unknown = len(seen) - len(told)
    if told and unknown:
        says.append(ngettext("Too little is known of %(num)d role.", "Too little is known of %(num)d roles.", unknown))
    if known.best:
        says += [bottleneck_words(one, known.best.year) for one in known.best.narrow]
    rows = tuple((plain(role.title), state_label(view.prospect), _how_many(view)) for role, view in told)
    links = tuple(url_for("outlooks.show_role", id=role.id) for role, _view in told)
    columns = (_("Role"), _("Outlook"), _("How many"))
    return Section("outlook", _("The outlook"), tuple(says), columns if rows else (), rows, links)


def _how_many(view: OutlookView) -> str:
    if view.worst is None:
        return ""
    if view.prospect is Prospect.SHORT:
        return ", ".join(gap_words(view.worst))
    return _("%(year)s: %(between)s", year=view.worst.year, between=between(view.worst))


def _missing() -> Section:
    asked: dict[str, int] = {}
    nobody = _("Nobody is named")
    for one in asks(ahead().outlook(scope_of_town(g.graph))):
        name = one.who.name if one.who else nobody
        asked[name] = asked.get(name, 0) + one.things
    order = sorted(asked.items(), key=lambda each: (each[0] == nobody, -each[1], each[0]))
    rows = tuple((name, number(count)) for name, count in order)
    says = (
        _("What would have to be known for a whole outlook, by who could say it.")
        if rows
        else _("Nothing is missing for the outlook.")
    )
    columns = (_("Who could say it"), _("Things missing"))
    return Section("missing", _("What is missing"), (says,), columns if rows else (), rows, figures=(1,))


def _sources() -> Section:
    used = uses(g.graph)
    newest = max((one.newest for one in used.values()), default=g.graph.town.as_of)
    says = _(
        "%(count)s sources carry these facts; the newest is of %(day)s. Each stands on its page with its date.",
        count=number(len(used)),
        day=day(newest),
    )
    rows = tuple((basis_label(basis), number(count)) for basis, count in by_basis(g.graph).items())
    return Section("sources", _("Sources"), (says,), (_("How well known"), _("Facts")), rows, figures=(1,))
