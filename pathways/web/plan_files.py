"""A plan as files: a sheet of A4, a calendar, and everything as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from flask import g

from pathways.domain.checks import CUT_DATE
from pathways.domain.conditions import spell
from pathways.domain.deadlines import deadlines
from pathways.domain.gaps import gaps
from pathways.domain.grounds import imprint
from pathways.domain.having import spelt
from pathways.domain.network import asked_at
from pathways.web.conditions import clause_words
from pathways.web.labels import basis_label, topic_label
from pathways.web.languages import HERE, current_language
from pathways.web.route_rows import band_label, clear_words, first_wage, gate_words, title, wage
from pathways.web.translate import _, ngettext
from pathways.web.wording import day, here_words, percent, plain, sentence, short_name, uncapital, when_due, years

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from icalendar import Event

    from pathways.domain.deadlines import Deadline
    from pathways.domain.journey import Leg, Route
    from pathways.domain.nouns import Evidence, Programme
    from pathways.web.plan_form import Plan
    from pathways.web.route_rows import Row

MOST_GAPS = 12
"""Skills that are named on paper as not fully taught."""
MOST_DATES = 8
"""Dates that a printed sheet has room for; the page has them all."""


def as_pdf(plan: Plan, link: str) -> bytes:
    """Set the plan on one sheet of A4: routes, what is open, dates, link and QR code, readable in grey."""
    from pathways.drawing import leaflet

    return leaflet.leaflet(_sheet(plan, link), link)


def _sheet(plan: Plan, link: str) -> dict[str, object]:
    form, first = plan.form, plan.rows[0].line.axis
    assert form.start is not None  # noqa: S101  # for mypy: a plan without problems has both ends
    assert form.role is not None  # noqa: S101  # as above
    heading = _(
        "From %(start)s to %(role)s",
        start=uncapital(plain(short_name(form.start))),
        role=uncapital(plain(form.role.title)),
    )
    single = len(plan.rows) == 1
    dates = deadlines(g.graph, plan.rows[0].route, form.question.year)
    printed = printed_dates(dates)
    return {
        "language": current_language(),
        "heading": heading,
        "town": plain(g.graph.town.name),
        "fictional": _("An invented town: nothing here is real.") if g.graph.town.fictional else "",
        "ticks": [tick.words for tick in first.ticks],
        "years": first.years,
        "axis": _("Years after the start") if first.first is None else "",
        "routes": [_routed(row, whole=single) for row in plan.rows],
        "dates_heading": _("Dates to keep"),
        "dates": [_dated(one) for one in printed] if single else [],
        "dates_more": more_dates(len(dates) - len(printed)) if single and len(dates) > len(printed) else "",
        "lines_heading": _("My own notes and next step"),
        "lines": 5 if single else 0,
        "link_words": _("The plan, as it is today:"),
        "link": link,
        "note": imprint(g.graph.town)[current_language()],
    }


def _of_job(share: float | None) -> str:
    return _("of the job") if share is None or share >= 1 else _("of the job, at least")


def _routed(row: Row, *, whole: bool) -> dict[str, object]:
    route, axis = row.route, row.line.axis
    share = route.cover.share
    figures = [
        (years(route.years), _("at least, in all") if route.at_least else _("in all")),
        (_("not known") if share is None else percent(share), _of_job(share)),
        (here_words(route), _("in %(town)s", town=plain(g.graph.town.name))),
    ]
    return {
        "title": row.title,
        "wage": row.wage,
        "band": band_label(route.band),
        "figures": [list(figure) for figure in figures],
        "bars": [
            {
                "at": bar.at, "wide": bar.wide, "line": bar.line, "look": bar.look, "beside": bar.beside,
            }
            for bar in row.line.bars
        ],
        "end": axis.at(route.years),
        "names": [[*_bullet(name.programme), name.words] for name in row.line.names],
        "open": [[heading, [gate_words(gate) for gate in gates]] for _class, heading, gates in row.open],
        "nothing": clear_words(route),
        "doors": [_door(door.leg) for door in row.doors if door.programme and door.leg.admission] if whole else [],
        "doors_heading": _("To get in"),
        "gaps_heading": _("Not fully taught on this route"),
        "gaps": [plain(gap.skill.label) for gap in gaps(g.graph, route.cover)[:MOST_GAPS]] if whole else [],
    }  # fmt: skip


def _bullet(programme: Programme | None) -> tuple[str, str]:
    return (programme.code, programme.kind) if programme else ("", "")


def _door(leg: Leg) -> list[str]:
    assert leg.programme is not None  # noqa: S101  # for mypy: a door has both
    assert leg.admission is not None  # noqa: S101  # as above
    asked = "; ".join(map(clause_words, asked_at(leg.admission))) or _("Nothing more is asked for, says the source.")
    evidence = leg.admission.evidence
    return [leg.programme.code, leg.programme.kind, plain(leg.programme.short), asked,
            f"{basis_label(evidence.basis)}, {day(evidence.as_of)}"]  # fmt: skip


def printed_dates(dates: Sequence[Deadline]) -> tuple[Deadline, ...]:
    """Choose the dates that a sheet has room for, in their order: deadlines before what one need not act on."""
    foremost = sorted(range(len(dates)), key=lambda at: (dates[at].practical.topic != "deadline", at))[:MOST_DATES]
    return tuple(dates[at] for at in sorted(foremost))


def more_dates(count: int) -> str:
    """Say how many dates the page has besides those that are printed."""
    return ngettext(
        "One more date is on the page of this plan.", "%(num)s more dates are on the page of this plan.", count
    )


def _dated(one: Deadline) -> list[str]:
    return [sentence(when_due(one)), plain(one.programme.short), sentence(plain(one.practical.what))]


def _when(one: Deadline) -> str:
    """When it is, in the facts' own words."""
    return one.practical.when[current_language()] if one.practical.when else ""


def as_ics(plan: Plan, link: str) -> bytes:
    """Give the dates of the first route that are certain, for a calendar; the same plan gives the same file."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Pathways//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Pathways: {plan.rows[0].title}")
    for one in deadlines(g.graph, plan.rows[0].route, plan.form.question.year):
        if one.on is None:
            continue
        event = date_event(one, one.on)
        event.add("url", link)
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def date_event(one: Deadline, on: date) -> Event:
    """Make an event of a deadline that is certain; the same deadline gives the same event."""
    from icalendar import Event

    event = Event()
    name = f"{one.practical.id} {one.programme.id} {on}"
    event.add("uid", f"{blake2b(name.encode(), digest_size=12).hexdigest()}@pathways")
    event.add("dtstamp", _moment(g.graph.town.as_of))
    if one.at is None:
        event.add("dtstart", on)
        event.add("dtend", on + timedelta(days=1))
    else:
        event.add("dtstart", datetime.combine(on, time(*one.at), HERE))
    event.add("summary", f"{sentence(plain(one.practical.what))}: {plain(one.programme.short)}")
    event.add("description", "\n".join(_described(one)))
    return event


def _moment(as_of: str) -> datetime:
    """The day of the facts as a moment; an unfinished date counts from its beginning."""
    parts = [int(part) for part in as_of.split("-")] if CUT_DATE.fullmatch(as_of) else [1970]
    year, month, day_ = (*parts, 1, 1)[:3]
    return datetime(year, month, day_, tzinfo=UTC)


def _described(one: Deadline) -> Iterable[str]:
    practical, language = one.practical, current_language()
    yield topic_label(practical.topic)
    for text in (practical.value, practical.note):
        if text:
            yield text[language]
    yield f"{basis_label(practical.evidence.basis)}, {day(practical.evidence.as_of)}"
    sources = (g.graph.sources[source] for source in practical.evidence.sources)
    yield from (source.url for source in sources if not source.weak)


def as_json(plan: Plan, link: str) -> str:
    """Give everything that the plan's page shows, and what it rests on, for a program to read."""
    form = plan.form
    question = form.question
    whole = {
        "link": link,
        "language": current_language(),
        "as_of": g.graph.town.as_of,
        "town": g.graph.town.id,
        "note": imprint(g.graph.town)[current_language()],
        "from": question.start,
        "to": form.role.id if form.role else None,
        "have": list(spelt(question.held)),
        "year": question.year,
        "changes": list(plan.news),
        "gone": list(plan.gone),
        "routes": [told_route(row.route, question.year) for row in plan.rows],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def told_route(route: Route, year: int | None) -> dict[str, object]:
    """Tell a route with every figure and what each rests on, for JSON."""
    return {
        "key": route.key,
        "title": title(route),
        "years": route.years,
        "years_at_least": route.at_least,
        "band": route.band.value,
        "first_wage": {"after_years": first_wage(route), "words": wage(route)},
        "cover": {
            "share_at_least": route.cover.share,
            "judged": route.cover.judged,
            "estimates": route.cover.estimates,
            "needs": [
                {
                    "skill": one.need.skill, "level": int(one.need.level), "importance": one.need.importance.value,
                    "held": one.held, "standing": one.standing.value, "evidence": told_evidence(one.need.evidence),
                }
                for one in route.cover.needs
            ],
        },
        "share_here_at_least": route.share_here,
        "open": [{"condition": spell(gate.condition), "verdict": gate.verdict.value} for gate in route.open],
        "legs": [_leg(leg) for leg in route.legs],
        "deadlines": [
            {
                "programme": one.programme.id, "what": plain(one.practical.what),
                "on": one.on.isoformat() if one.on else None, "words": _when(one),
                "evidence": told_evidence(one.practical.evidence),
            }
            for one in deadlines(g.graph, route, year)
        ],
    }  # fmt: skip


def _leg(leg: Leg) -> dict[str, object]:
    claims = {"programme": leg.programme, "admission": leg.admission, "step": leg.step}
    return {
        "kind": leg.kind.value,
        "begins": leg.begins,
        "ends": leg.ends,
        "length_known": leg.known,
        "beside_job": leg.beside_job,
        "programme": leg.programme.id if leg.programme else None,
        "role": leg.step.role if leg.step else None,
        "asks": [spell(clause) for clause in asked_at(leg.admission)] if leg.admission else [],
        "evidence": {name: told_evidence(claim.evidence) for name, claim in claims.items() if claim is not None},
    }


def told_evidence(evidence: Evidence) -> dict[str, object]:
    """Tell what a claim rests on, for JSON."""
    sources = [g.graph.sources[source] for source in evidence.sources]
    return {
        "basis": evidence.basis.value,
        "as_of": evidence.as_of,
        "sources": [{"title": source.title, "url": source.url, "weak": source.weak} for source in sources],
    }
