"""What the invented companies cannot find, and what came of it: a flag in every state, told as one would tell it.

What people typed stands in their own language, as it would in a real town.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pathways.demo.people import COLLEGE, COMPANY, EDITOR, SCHOOL, SECOND, THIRD, UNIVERSITY
from pathways.domain.delivering import level_change
from pathways.domain.flags import Action, Ask, Plan, Shows, Subject, Visibility
from pathways.web.touring import DELIVERED, TALKED_ABOUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pathways.demo.moments import Moments
    from pathways.domain.graph import Graph

ADDRESSED, POOLED, PUBLIC = Visibility.ADDRESSED, Visibility.POOLED, Visibility.PUBLIC
NO_APPLICANTS, LACK_IT, OWN_PEOPLE = Shows.NO_APPLICANTS, Shows.APPLICANTS_LACK_IT, Shows.OWN_PEOPLE_NEED_IT
ACCEPTED: Final = "demo-flag-confirmed"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done with a flag: so many `days` ago, `by` an organisation or the editor.

    `carried` are the parts of the event that belong to the action; of an `ask` those that change.
    """

    days: int
    by: str
    action: Action
    carried: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """A flag of a company to a school, `days` ago, and what was done with it since, oldest first."""

    id: str
    company: str
    to: str
    days: int
    ask: Ask
    deeds: tuple[Deed, ...] = ()


def deed(days: int, by: str, action: Action, words: str = "", **carried: object) -> Deed:
    """Tell one thing that was done."""
    return Deed(days, by, action, {**({"words": words} if words else {}), **carried})


def asked(
    key: str,
    level: int,
    people: int,
    by: date,
    role: str,
    *,
    tried: str = "",
    visibility: Visibility = PUBLIC,
    shows: Shows = LACK_IT,
) -> Ask:
    """Say that so many people are wanted by a day who know a skill to a level in a role."""
    return Ask(Subject.SKILL, key, "", level, people, by, shows, role, tried, visibility)


def stories(moments: Moments, graph: Graph) -> Iterator[Story]:
    """Tell every flag."""
    for told in (_first, _answered, _under_way, _closed):
        yield from told(moments)
    yield from _done(moments, graph)
    yield from _pooled(moments)


def _first(at: Moments) -> Iterator[Story]:
    """Flags that nobody has answered, one of them in own words."""
    in_a_year = at.day(365)
    yield Story(
        "demo-flag-new", COMPANY, COLLEGE, 2,
        asked("scale-up", 3, 6, in_a_year, "process-engineer",
              tried="Two adverts, and a course of our own that took a year."),
    )  # fmt: skip
    yield Story(
        "demo-flag-words", SECOND, SCHOOL, 3,
        Ask(Subject.WORDS, "", "somebody who gets the bag robot going again at night", 2, 3, in_a_year, NO_APPLICANTS,
            "packing-operator", "We call the maker, who comes two days later.", ADDRESSED),
    )  # fmt: skip
    yield Story(
        "demo-flag-again", SECOND, SCHOOL, 47,
        asked("packing-lines", 3, 5, at.day(300), "packing-operator"),
        (
            deed(40, SCHOOL, Action.DECLINE, "Five a year is too few for a class of its own."),
            deed(9, SECOND, Action.FLAG_AGAIN, "Two more companies say that they need it: together we are twelve.",
                 ask={"people": 12}),
        ),
    )  # fmt: skip


def _answered(at: Moments) -> Iterator[Story]:
    """Acknowledged with a question that waits, mapped by an editor, passed on."""
    yield Story(
        TALKED_ABOUT, COMPANY, COLLEGE, 38,
        asked("deviation-handling", 3, 8, at.day(280), "quality-coordinator",
              tried="Internal training, two days a year."),
        (
            deed(33, COLLEGE, Action.ACKNOWLEDGE),
            deed(31, COLLEGE, Action.COMMENT, "Is this about new people, or about those you have already?"),
            deed(29, COMPANY, Action.COMMENT, "Both. Three of the eight work here and could come one day a week."),
            deed(4, COMPANY, Action.COMMENT, "Could the three who work here start next term?"),
        ),
    )  # fmt: skip
    yield Story(
        "demo-flag-mapped", THIRD, SCHOOL, 52,
        Ask(Subject.WORDS, "", "folk der kan rette en PLC, når linjen står", 3, 4, at.day(240), NO_APPLICANTS,
            "automation-engineer", "Vi har haft stillingen slået op tre gange.", PUBLIC),
        (
            deed(50, EDITOR, Action.MAP, ask={"subject": Subject.SKILL, "key": "plc-programming", "level": 3}),
            deed(45, SCHOOL, Action.PASS_ON,
                 "Vi når niveau 2 på eluddannelsen. Højskolen underviser på niveau 3 om aftenen.", to=COLLEGE),
        ),
    )  # fmt: skip


def _under_way(at: Moments) -> Iterator[Story]:
    """Planned, and one whose intake is over and which lapses soon."""
    yield Story(
        "demo-flag-planned", COMPANY, COLLEGE, 80,
        asked("validation", 3, 10, at.day(420), "quality-coordinator"),
        (
            deed(75, COLLEGE, Action.ACKNOWLEDGE),
            deed(36, COLLEGE, Action.PLAN,
                 plan=Plan("beng-process", at.month(10), "Validation becomes a project in the fifth semester.")),
            deed(34, COMPANY, Action.COMMENT, "Good. We can lend a production line for the project."),
            deed(30, COLLEGE, Action.COMMENT, "We take you at your word."),
        ),
    )  # fmt: skip
    shifts = replace(
        asked("shift-lead", 0, 2, at.day(-330), "", visibility=ADDRESSED), subject=Subject.ROLE, level=None
    )
    yield Story(
        "demo-flag-lapses-soon", COMPANY, SCHOOL, 420, shifts,
        (
            deed(410, SCHOOL, Action.ACKNOWLEDGE),
            deed(400, SCHOOL, Action.PLAN, plan=Plan("", at.month(-2), "An evening course for those who work here.")),
        ),
    )  # fmt: skip


def _closed(at: Moments) -> Iterator[Story]:
    """Declined, withdrawn, and one that will have lapsed."""
    yield Story(
        "demo-flag-declined", COMPANY, UNIVERSITY, 64,
        asked("statistics", 4, 2, at.day(330), "data-analyst", tried="One advert in English."),
        (
            deed(58, UNIVERSITY, Action.ACKNOWLEDGE),
            deed(24, UNIVERSITY, Action.DECLINE, "We can open no new course within two years. Ask us again then."),
        ),
    )  # fmt: skip
    yield Story(
        "demo-flag-withdrawn", SECOND, COLLEGE, 70,
        asked("technical-english", 3, 3, at.day(150), "laboratory-analyst", visibility=ADDRESSED),
        (
            deed(66, COLLEGE, Action.ACKNOWLEDGE),
            deed(12, SECOND, Action.WITHDRAW, "We have found three, and teach the words ourselves."),
        ),
    )  # fmt: skip
    yield Story(
        "demo-flag-lapsed", THIRD, COLLEGE, 540,
        asked("steam-boilers", 3, 2, at.day(-395), "energy-manager"),
        (deed(530, COLLEGE, Action.ACKNOWLEDGE),),
    )  # fmt: skip


def _done(at: Moments, graph: Graph) -> Iterator[Story]:
    """Sent back; delivered, and waiting to be written into the catalogue; confirmed, with the catalogue changed."""
    level = partial(level_change, graph)
    yield Story(
        "demo-flag-sent-back", SECOND, COLLEGE, 120,
        asked("microbiology", 3, 4, at.day(200), "laboratory-analyst", visibility=ADDRESSED),
        (
            deed(110, COLLEGE, Action.ACKNOWLEDGE),
            deed(95, COLLEGE, Action.PLAN, plan=Plan("laboratory-technician", at.month(-2), "Four weeks more of it.")),
            deed(20, COLLEGE, Action.DELIVER, changes=(level("laboratory-technician", "microbiology", 3),)),
            deed(6, SECOND, Action.NOT_YET, "The two we met had heard of the four weeks, but had not had them yet."),
        ),
    )  # fmt: skip
    yield Story(
        DELIVERED, COMPANY, COLLEGE, 150,
        asked("process-data", 3, 7, at.day(120), "process-engineer",
              tried="We send new people on a course for a week."),
        (
            deed(144, COLLEGE, Action.ACKNOWLEDGE),
            deed(130, COLLEGE, Action.PLAN,
                 plan=Plan("beng-process", at.month(-2), "A course in process data in the third semester.")),
            deed(7, COLLEGE, Action.DELIVER, changes=(level("beng-process", "process-data", 3),)),
            deed(7, COLLEGE, Action.COMMENT, "The first 38 students have begun the course."),
        ),
    )  # fmt: skip
    yield Story(
        ACCEPTED, THIRD, SCHOOL, 200,
        asked("sensors", 2, 6, at.day(60), "plant-mechanic"),
        (
            deed(195, SCHOOL, Action.ACKNOWLEDGE),
            deed(190, SCHOOL, Action.PLAN,
                 plan=Plan("plant-mechanic-training", at.month(-2), "Sensors for two weeks in the second year.")),
            deed(30, SCHOOL, Action.DELIVER,
                 changes=(level("plant-mechanic-training", "sensors", 2),)),
            deed(8, THIRD, Action.CONFIRM),
        ),
    )  # fmt: skip


def _pooled(at: Moments) -> Iterator[Story]:
    """Three companies that ask for the same and are counted, never named."""
    for days, company, people in ((90, COMPANY, 4), (82, SECOND, 6), (71, THIRD, 2)):
        ask = asked("shift-handover", 3, people, at.day(250), "shift-lead", visibility=POOLED, shows=OWN_PEOPLE)
        answered = (deed(days - 12, SCHOOL, Action.ACKNOWLEDGE),)
        yield Story(f"demo-flag-pooled-{company}", company, SCHOOL, days, ask, answered)
