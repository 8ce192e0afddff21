"""The words of an outlook: its finding, the sentences of its chart, what is missing and who could say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g

from pathways.domain.outlook import ScopeKind
from pathways.domain.outlook_view import Prospect
from pathways.domain.supply import Lack
from pathways.drawing.outlook_chart import Words
from pathways.web.labels import kind_label
from pathways.web.translate import _, ngettext
from pathways.web.wording import number, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathways.domain.at_best import Narrow
    from pathways.domain.nouns import Interval, Organisation, Programme, Role
    from pathways.domain.outlook import Outlook, Scope, Shortage
    from pathways.domain.outlook_view import Line, OutlookView
    from pathways.domain.supply import Missing


def name_of(scope: Scope) -> str:
    """Give the name of what an outlook is of."""
    match scope.kind:
        case ScopeKind.ROLE:
            return plain(g.graph.role(scope.key).title)
        case ScopeKind.FAMILY:
            return plain(g.graph.family(scope.key).label)
        case ScopeKind.AREA:
            return plain(g.graph.focus_area(scope.key).label)
        case _:
            return plain(g.graph.town.name)


def finding(view: OutlookView) -> str:
    """Give the heading: how it looks, or that only something is known."""
    name, worst = name_of(view.scope), view.worst
    if view.prospect is Prospect.SHORT and worst:
        if worst.year > view.this_year:
            return _(
                "%(name)s: by %(year)s, more people are likely to be wanted than finish", name=name, year=worst.year
            )
        return _("%(name)s: more people are likely to be wanted this year than finish", name=name)
    return {
        Prospect.MORE: _("%(name)s: more people are likely to finish than are wanted", name=name),
        Prospect.ENOUGH: _("%(name)s: about as many people are likely to finish as are wanted", name=name),
    }.get(view.prospect) or _("%(name)s: what is known of the years ahead", name=name)


def state_label(prospect: Prospect) -> str:
    """Say how it looks, in few words."""
    return {
        Prospect.SHORT: _("likely to be short"),
        Prospect.ENOUGH: _("about enough"),
        Prospect.MORE: _("more finish than are wanted"),
        Prospect.FEW: _("too few people to be shown"),
        Prospect.UNKNOWN: _("not known"),
    }[prospect]


def gap_words(worst: Shortage) -> tuple[str, str]:
    """Give the sentence of a gap, and the one under it."""
    short = _("%(people)s short in %(year)s", people=number(round(worst.p50)), year=worst.year)
    return short, between(worst)


def between(worst: Shortage) -> str:
    """Say between what eight of ten futures lie."""
    low, high = round(worst.p10), round(worst.p90)
    if low < 0 < high:
        return _("likely between %(more)s too many and %(short)s short", more=number(-low), short=number(high))
    if high <= 0:
        return _("likely between %(few)s and %(many)s too many", few=number(-high), many=number(-low))
    return _("likely between %(low)s and %(high)s", low=number(low), high=number(high))


NAMED = 4
"""Of a bottleneck of as many roles the page names each; more of them stand folded below the sentence."""


def bottleneck_words(one: Narrow, year: int, scope: Scope | None = None) -> str:
    """Say which openings cannot all be filled, with both numbers where they may be shown.

    `scope` is what the page is of: the roles of a bottleneck may lie outside it.
    """
    roles = len(one.roles)
    if scope and roles > NAMED and not set(one.roles) <= set(scope.roles):
        return _wider_bottleneck(one, year, scope)
    if one.wanted is None or one.finishing is None:
        return ngettext(
            "This one role asks for more people in %(year)s than all programmes that feed it send into work here.",
            "These %(num)s roles together ask for more people in %(year)s than all programmes that feed them send into"
            " work here.",
            roles,
            year=year,
        )
    return ngettext(
        "This one role asks for %(wanted)s people in %(year)s; all programmes that feed it send at most %(finishing)s"
        " into work here.",
        "These %(num)s roles together ask for %(wanted)s people in %(year)s; all programmes that feed them send at most"
        " %(finishing)s into work here.",
        roles,
        year=year,
        wanted=number(one.wanted),
        finishing=number(one.finishing),
    )


def _wider_bottleneck(one: Narrow, year: int, scope: Scope) -> str:
    """Say of a bottleneck that it is of the town, and that the page's own role is in it."""
    count = len(one.roles)
    if len(scope.roles) == 1 and set(scope.roles) <= set(one.roles):
        roles = _("%(count)s of the town’s roles, this one among them,", count=count)
    else:
        roles = _("%(count)s of the town’s roles", count=count)
    if one.wanted is None or one.finishing is None:
        return _(
            "%(roles)s together ask for more people in %(year)s"
            " than all programmes that feed them send into work here.",
            roles=roles,
            year=year,
        )
    return _(
        "%(roles)s together ask for %(wanted)s people in %(year)s;"
        " all programmes that feed them send at most %(finishing)s into work here.",
        roles=roles,
        year=year,
        wanted=number(one.wanted),
        finishing=number(one.finishing),
    )


def chart_words(view: OutlookView) -> Words:
    """Give all texts of the chart."""
    short, likely = gap_words(view.worst) if view.worst and view.prospect is Prospect.SHORT else ("", "")
    title = _("%(name)s: people who finish and people wanted, by year", name=name_of(view.scope))
    return Words(
        title=title,
        description=_description(view, short, likely),
        today=_("today"),
        wanted=_("Wanted"),
        futures=_("8 of 10 futures"),
        short=short,
        likely=likely,
        lines=tuple((line_name(line), codes(line)) for line in view.lines),
    )


def _description(view: OutlookView, short: str, likely: str) -> str:
    sentences = []
    for words, spans in ((_("Finishing"), view.supply), (_("Wanted"), view.openings)):
        if spans:
            first, last = min(spans), max(spans)
            sentences.append(
                _("%(what)s: %(from)s in %(first)s, %(to)s in %(last)s.", what=words, first=first, last=last,
                  **{"from": number(spans[first].likely), "to": number(spans[last].likely)})
            )  # fmt: skip
    if short:
        sentences.append(f"{short}, {likely}.")
    return " ".join(sentences)


def part(value: float) -> str:
    """Write a part of one person: 0.6 or 0,6."""
    return number(round(value, 1))


def rate(share: Interval) -> str:
    """Write a share with its interval, in per cent with one decimal."""
    low, likely, high = (number(round(100 * each, 1)) for each in (share.low, share.likely, share.high))
    return _("%(likely)s%% (%(low)s–%(high)s)", likely=likely, low=low, high=high)


def line_name(line: Line) -> str:
    """Name one line, or several that are shown as one."""
    return kind_label(line.kinds[0]) if len(line.kinds) == 1 else _("together")


def line_heading(line: Line) -> str:
    """Name a line where there is room for all of its kinds."""
    return " + ".join(kind_label(kind) for kind in line.kinds)


def codes(line: Line) -> str:
    """List the codes of a line's programmes."""
    return ", ".join(g.graph.programmes[programme].code for programme in line.programmes)


@dataclass(frozen=True, slots=True)
class Ask:
    """What one organisation could say: about one programme, or about roles it has. `who` is None where nobody is named.

    Attributes:
        roles: those of which it is not known how many are wanted; empty where it is about a programme.
    """

    who: Organisation | None
    programme: Programme | None
    roles: tuple[Role, ...]
    lacks: tuple[str, ...]

    @property
    def things(self) -> int:
        """How many single things are missing."""
        return len(self.roles) or len(self.lacks)


def asks(outlook: Outlook) -> tuple[Ask, ...]:
    """List what is missing, put together by who could say it: programme by programme, then employer by employer."""
    found: dict[tuple[object, ...], list[Missing]] = {}
    for one in outlook.missing:
        found.setdefault((one.who, one.programme), []).append(one)
    return tuple(_ask(several) for several in found.values())


def _ask(several: list[Missing]) -> Ask:
    first = several[0]
    who = g.graph.organisations.get(first.who) if first.who else None
    if first.programme is None:
        roles = tuple(g.graph.roles[one.role] for one in several if one.role)
        return Ask(who, None, roles, (_openings_lack(roles),))
    lacks = tuple(dict.fromkeys(_lack(one) for one in several if one.lack is not Lack.SHARE))
    return Ask(who, g.graph.programmes[first.programme], (), lacks + _share_lack(several))


def _openings_lack(roles: Sequence[Role]) -> str:
    if len(roles) > 1:
        return _("how many are wanted a year in each of %(count)s roles", count=len(roles))
    return _("how many are wanted a year")


def _lack(one: Missing) -> str:
    return {
        Lack.LENGTH: _("how long it takes"),
        Lack.INTAKE: _("how many have started lately"),
        Lack.FINISHING: _("what share of those who start finish"),
    }[one.lack]


def _share_lack(several: Iterable[Missing]) -> tuple[str, ...]:
    roles = [g.graph.roles[one.role] for one in several if one.lack is Lack.SHARE and one.role]
    if not roles:
        return ()
    if len(roles) == 1:
        return (_("how many of those who finish go to “%(role)s” here", role=plain(roles[0].title)),)
    return (_("how many of those who finish go to each of %(count)s roles here", count=len(roles)),)
