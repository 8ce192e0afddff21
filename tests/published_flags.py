"""Public flags and pools as tests want them, without a database: what `publish` gives of a town's flags."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pathways.domain.flags import OPEN, Plan, Shows, State, Subject
from pathways.domain.publishing import Band, Pool, PublicFlag, Published, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

TODAY = date(2026, 11, 26)
MONTH = date(2026, 11, 1)


def skill_topic(key: str) -> Topic:
    return Topic(Subject.SKILL, key)


def role_topic(key: str) -> Topic:
    return Topic(Subject.ROLE, key)


def public_flag(company: str, topic: Topic, **changes: object) -> PublicFlag:
    """An open flag with a name: 5 to 19 people, no answer yet, unless `changes` say otherwise."""
    parts: dict[str, object] = {
        "id": f"{company}-{topic.key}", "company": company, "topic": topic, "words": "",
        "level": 3 if topic.subject is Subject.SKILL else None, "role": "", "shows": Shows.NO_APPLICANTS,
        "people": Band.SOME, "state": State.FLAGGED, "addressee": "", "since": date(2026, 10, 2), "answered": None,
        "plan": None,
    }  # fmt: skip
    return PublicFlag(**{**parts, **changes})  # type: ignore[arg-type]  # named as the fields are


def planned(company: str, topic: Topic, programme: str, **changes: object) -> PublicFlag:
    """A flag that is to be answered in a programme from September 2027."""
    plan = Plan(programme, "2027-09", "A new elective.")
    return public_flag(company, topic, state=State.PLANNED, plan=plan, answered=date(2026, 10, 12), **changes)


def pool(topic: Topic, companies: int = 3, **changes: object) -> Pool:
    level = 2 if topic.subject is Subject.SKILL else None
    return Pool(**{"topic": topic, "companies": companies, "people": Band.SOME, "level": level, **changes})  # type: ignore[arg-type]  # as above


def published_of(
    flags: Iterable[PublicFlag] = (), pools: Iterable[Pool] = (), median: float | None = None
) -> Published:
    return Published(TODAY, MONTH, tuple(flags), {one.topic: one for one in pools}, median)


def companies_asking(published: Published, topic: Topic) -> int:
    """Count the companies that ask for a topic in public, without the code that the pages count with."""
    pooled = published.pools[topic].companies if topic in published.pools else 0
    return len({flag.company for flag in published.flags if flag.topic == topic and flag.state in OPEN}) + pooled
