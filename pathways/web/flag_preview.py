"""What a flag shows at once: what is taught already, who else asks, the nearest bridge, and who should get it.

Of other companies it tells what is public and nothing else: named flags and published pools.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.addressing import nearest_bridge, propose, taught
from pathways.domain.flags import Subject
from pathways.domain.nouns import RoleId
from pathways.domain.publishing import Topic
from pathways.web.flag_subjects import subject_of
from pathways.web.published import published
from pathways.web.wording import plain

if TYPE_CHECKING:
    from pathways.domain.addressing import Proposal
    from pathways.domain.flags import Ask
    from pathways.domain.gaps import Bridge
    from pathways.domain.nouns import Feeds, Organisation, Outcome, Programme
    from pathways.domain.publishing import Pool, PublicFlag

MOST_PROPOSALS: Final = 3
INSTITUTION: Final = "institution"


@dataclass(frozen=True, slots=True)
class Preview:
    """What is known about a gap before it is flagged.

    `enough` are the programmes that teach a skill at the level asked for or higher, `less` those that teach it below;
    `feeders` those that lead to a role, by how surely.
    `named` are other companies' public flags about the same; `pool` counts companies that are not named, and may count
    this one.
    """

    subject: Subject
    label: str
    enough: tuple[tuple[Programme, Outcome], ...]
    less: tuple[tuple[Programme, Outcome], ...]
    feeders: tuple[tuple[Programme, Feeds], ...]
    named: tuple[PublicFlag, ...]
    pool: Pool | None
    bridge: Bridge | None
    proposals: tuple[Proposal, ...]

    @property
    def is_role(self) -> bool:
        """Whether it is about a role, which no programme teaches: programmes lead there."""
        return self.subject is Subject.ROLE

    @property
    def words(self) -> bool:
        """Whether nobody can tell, because these are own words still."""
        return self.subject is Subject.WORDS

    @property
    def asking(self) -> int:
        """How many other companies ask for the same, as far as it is public."""
        return len({flag.company for flag in self.named}) + (self.pool.companies if self.pool else 0)


def preview_of(ask: Ask, company: str) -> Preview:
    """Look up what is known about what a company is about to flag."""
    topic = Topic(ask.subject, ask.key)
    public = published()
    level, words = ask.level or 0, ask.subject is Subject.WORDS
    found = _taught(ask) if ask.subject is Subject.SKILL else []
    return Preview(
        subject=ask.subject,
        label=subject_of(ask).label,
        enough=tuple(one for one in found if one[1].level >= level),
        less=tuple(one for one in found if one[1].level < level),
        feeders=_feeders(RoleId(ask.key)) if ask.subject is Subject.ROLE else (),
        named=() if words else tuple(flag for flag in public.named(topic) if flag.company != company),
        pool=None if words else public.pools.get(topic),
        bridge=nearest_bridge(g.graph, ask),
        proposals=propose(g.graph, ask)[:MOST_PROPOSALS],
    )


def _taught(ask: Ask) -> list[tuple[Programme, Outcome]]:
    return [(g.graph.programmes[outcome.programme], outcome) for outcome in taught(g.graph, ask)]


def _feeders(role: RoleId) -> tuple[tuple[Programme, Feeds], ...]:
    """List the programmes that lead to a role: the surest first, then by line."""
    rows = [(g.graph.programmes[one.programme], one) for one in g.graph.feeds_to(role)]
    return tuple(sorted(rows, key=lambda row: (row[1].evidence.basis.doubt, row[0].line_order)))


def institutions() -> tuple[Organisation, ...]:
    """List everybody a flag can be addressed to, by name."""
    found = [one for one in g.graph.organisations.values() if one.kind == INSTITUTION]
    return tuple(sorted(found, key=lambda one: plain(one.name).casefold()))
