"""What an outlook is worked out from, in rows that people can read: value, basis, source, date.

Small numbers that no source printed are not shown, and neither is a share that would tell one (`domain.discretion`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from flask import g

from pathways.domain.discretion import is_printed, told_openings
from pathways.domain.headcount import FEWEST, is_small
from pathways.domain.nouns import Basis
from pathways.domain.outlook_known import Quantity
from pathways.domain.supply import Known
from pathways.web.ahead import ahead
from pathways.web.translate import _
from pathways.web.wording import people, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathways.domain.nouns import Evidence, Opening, Organisation, Programme
    from pathways.domain.outlook import Outlook
    from pathways.domain.outlook_known import Used
    from pathways.domain.supply import Inputs


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the year it is of (empty for a share), in words, its basis; `evidence` is None where no note fits."""

    year: str
    words: str
    basis: Basis
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class Input:
    """Several figures of one quantity: what it is, of which programme or employer, by year."""

    what: str
    programme: Programme | None
    organisation: Organisation | None
    figures: tuple[Figure, ...]
    note: str = ""


def input_rows(outlook: Outlook, given: Inputs) -> tuple[Input, ...]:
    """List the figures that are used, those of one quantity in one row."""
    groups = [
        list(several) for _, several in groupby(outlook.used, key=lambda one: (one.quantity, one.programme, one.role))
    ]
    rows = [row for several in groups if (row := _row(several, given))]
    openings = [one for one in outlook.used if one.quantity is Quantity.OPENINGS]
    return (*rows, *_opening_rows(openings, given))


def basis_counts(outlook: Outlook) -> dict[Basis, int]:
    """Count the figures by how well they are known; intakes to come are counted once for each programme."""
    once = {(one.quantity, one.programme, one.role, one.organisation, _year(one)): one for one in outlook.used}
    return {basis: sum(one.known.basis is basis for one in once.values()) for basis in Basis}


def _year(one: Used) -> int | None:
    return None if one.quantity is Quantity.INTAKE and _is_to_come(one) else one.year


def _is_to_come(one: Used) -> bool:
    """Whether an intake is not counted: it rests on several others."""
    return len(one.known.flows) > 1


def _row(used: Sequence[Used], given: Inputs) -> Input | None:
    first = used[0]
    if first.quantity is Quantity.OPENINGS or first.programme is None:
        return None
    programme = g.graph.programmes[first.programme]
    if first.quantity in {Quantity.INTAKE, Quantity.FINISHED}:
        what = _("started") if first.quantity is Quantity.INTAKE else _("finished")
        return Input(what, programme, None, tuple(_counts(used, given)), _counted_words(used))
    what = _share_words(first)
    return Input(what, programme, None, (Figure("", _share(first.known), first.known.basis, _evidence(first.known)),))


def _share_words(one: Used) -> str:
    if not one.role:
        return _("of those who start, finish")
    title = plain(g.graph.roles[one.role].title)
    if one.known.own or any(flow.role == one.role for flow in one.known.flows):
        return _("of those who finish, to %(role)s here", role=title)
    return _("of those who finish, to %(role)s here: nobody counted it, estimated by fit", role=title)


def _counts(used: Sequence[Used], given: Inputs) -> Iterable[Figure]:
    for one in used:
        if not _is_to_come(one):
            yield Figure(str(one.year), people(one.known.value, one.known.basis), one.known.basis, _evidence(one.known))
    to_come = [one for one in used if _is_to_come(one) and (one.year or 0) >= given.this_year]
    if to_come:
        known = to_come[0].known
        yield Figure(_("from %(year)s", year=to_come[0].year), people(known.value, Basis.STATED), known.basis, None)


def _counted_words(used: Sequence[Used]) -> str:
    """Say what a source calls those it counted, where it is the only one."""
    flows = {flow.what: flow for one in used for flow in one.known.flows}
    if len(flows) != 1:
        return ""
    flow = next(iter(flows.values()))
    return ". ".join(plain(words).rstrip(".") for words in (flow.what, flow.note) if words)


def _share(known: Known) -> str:
    """Write a share with its interval, unless it would tell a small number that no source printed."""
    if any(is_small(flow.people, flow.evidence.basis) for flow in known.flows):
        return _("too few to be shown")
    low, likely, high = (round(share * 100) for share in (known.value.low, known.value.likely, known.value.high))
    return _("%(likely)s%% (%(low)s–%(high)s)", likely=likely, low=low, high=high)


def _opening_rows(used: Sequence[Used], given: Inputs) -> Iterable[Input]:
    """Yield a row for each employer and role."""
    by: dict[tuple[object, object], list[Used]] = {}
    for one in used:
        by.setdefault((one.role, one.organisation), []).append(one)
    for several in by.values():
        first = several[0]
        if first.role:
            organisation = g.graph.organisations.get(first.organisation) if first.organisation else None
            what = _("wanted as %(role)s", role=plain(g.graph.roles[first.role].title))
            yield Input(what, None, organisation, tuple(_opening(one, given) for one in several))


def opening_words(opening: Opening) -> str:
    """Write the openings of one employer a year, where they may be told by employer (`domain.discretion`).

    Beside those of sources stand what companies state in public: the sum that is shown of a role holds both.
    """
    known, told = _known(opening), is_told(opening)
    words = _told(known, told=told)
    return _("%(openings)s a year", openings=words) if told or _is_few(known) else words


def is_told(opening: Opening) -> bool:
    """Whether the openings of one employer, which a source names, may be told by employer."""
    same = ahead().given.openings[opening.role][opening.year]
    return opening.organisation in told_openings({**same, opening.organisation: _known(opening)})


def _known(opening: Opening) -> Known:
    return Known(opening.people, opening.evidence.basis, (opening.evidence,))


def _told(known: Known, *, told: bool) -> str:
    if told:
        return people(known.value, Basis.STATED)
    return _("fewer than 5") if _is_few(known) else _("not shown")


def _is_few(known: Known) -> bool:
    return known.value.likely < FEWEST


def _opening(one: Used, given: Inputs) -> Figure:
    year = one.year or 0
    told = told_openings(given.openings[one.role][year]) if one.role else frozenset()
    words = _told(one.known, told=one.organisation in told)
    return Figure(str(year), words, one.known.basis, _evidence(one.known))


def _evidence(known: Known) -> Evidence | None:
    """Give the evidence a note can name: not what a company told us, which has no page."""
    evidence = known.evidence[0] if known.evidence else None
    if evidence is None or (known.basis is Basis.STATED and not is_printed(known)):
        return None
    return evidence if evidence.sources or evidence.basis is Basis.ASSUMED else None
