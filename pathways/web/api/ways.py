"""Cover and the ways in, as programs are told them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathways.domain.conditions import spell
from pathways.domain.nouns import Pace
from pathways.web.api.models import Derived, Evidence, Model, Name, Unknown
from pathways.web.api.telling import share, unknown
from pathways.web.conditions import clause_words, requirements
from pathways.web.translate import _

if TYPE_CHECKING:
    from pathways.domain.conditions import Condition
    from pathways.domain.cover import Cover as Covered
    from pathways.domain.entry import Way as WayIn
    from pathways.web.api.telling import Teller


class Cover(Derived):
    """How much of what a role needs is known to be taught: derived from outcomes and needs, and a lower bound."""

    share: float | None
    """0 to 1; null when it cannot be judged."""
    why: str | None
    """Why it is null."""
    judged: int
    """The needs that can be judged."""
    estimates: int
    """How many of these rest on a level that is our estimate."""
    at_work: int
    """Needs that no programme teaches: usually learnt at work, and left out of the share."""
    complete: bool
    """Whether the whole curriculum was seen: then what is not recorded is not taught."""


class Requirement(Model):
    """A condition of admission."""

    condition: str
    """In one line that a program can read: `mathematics A and (physics B or geoscience A)`."""
    words: str


class Way(Model):
    """One way into a programme: any of the origins finished, and the condition met."""

    origins: list[Name]
    condition: str | None
    """In one line that a program can read; null when none was seen."""
    words: list[str]
    """The same in words; all of them must be met."""
    as_told: str | None
    """In the words of the facts."""
    bridging_years: float | None
    credit_years: float | None
    pace: Pace
    remark: str | None
    evidence: list[Evidence]
    unknown: list[Unknown]


def cover_of(cover: Covered) -> Cover:
    """Tell of a cover."""
    known = cover.share is not None
    return Cover(
        share=share(cover.share), why=None if known else _("None of the needs can be judged."), judged=cover.judged,
        estimates=cover.estimates, at_work=cover.at_work, complete=cover.complete,
    )  # fmt: skip


def requirement(condition: Condition) -> Requirement:
    """Tell of a condition."""
    return Requirement(condition=spell(condition), words=clause_words(condition))


def way_of(teller: Teller, way: WayIn) -> Way:
    """Tell of a way in."""
    return Way(
        origins=[teller.end(one) for one in way.origins],
        condition=None if way.condition is None else spell(way.condition),
        words=[f"{row.about}: {row.asked}" if row.about else row.asked for row in requirements(way.condition)],
        as_told=teller.words(way.text),
        bridging_years=way.bridging_years,
        credit_years=way.credit_years,
        pace=way.pace,
        remark=teller.words(way.note),
        evidence=teller.every(one.evidence for one in way.admissions),
        unknown=unknown(
            condition=_("No condition was seen, which is not to say that there is none.")
            if way.condition is None
            else None,
            bridging_years=_("No source gives them.") if way.bridging_years is None else None,
            credit_years=_("No source gives them.") if way.credit_years is None else None,
        ),
    )
