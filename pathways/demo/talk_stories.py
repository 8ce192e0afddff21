"""The guidance talks of the demo, in every part of a talk; what was typed stands in the language of who typed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pathways.demo.talk_words import (
    adding,
    adding_route,
    agreed,
    at_start,
    hindered,
    liking,
    looking,
    turned,
    wishing,
)
from pathways.domain.guidance import Barrier, Pick, PickKind, Stage, View
from pathways.web.touring import BACK, EXPLORING, NARROWING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathways.demo.moments import Moments
    from pathways.demo.talk_words import Deed


@dataclass(frozen=True, slots=True)
class Visit:
    """One sitting: what was done in it one after the other, and the notes it ended with.

    It began so many `days` ago, or today (0), so many `minutes` ago. `finished` tells whether it was ended.
    """

    deeds: tuple[Deed, ...]
    notes: str = ""
    days: int = 0
    minutes: int = 0
    finished: bool = True


@dataclass(frozen=True, slots=True)
class Story:
    """A talk by its id and its name, with its visits, the first one first."""

    id: str
    label: str
    visits: tuple[Visit, ...]


ENGINEER: Final = "process-engineer"
ANALYST: Final = Pick(PickKind.ROLE, "laboratory-analyst")


def stories(at: Moments) -> Iterator[Story]:
    """Tell every talk; those of today are open, the others were finished."""
    yield Story("demo-talk-start", "HAVN 24", (_starting(),))
    yield Story(EXPLORING, "FJORD 42", (_exploring(),))
    yield Story(NARROWING, "KLIT 17", (_narrowing(),))
    yield Story("demo-talk-finished", "MAST 61", (_finished(at),))
    yield Story(BACK, "BRO 35", (_first(at), _again(at)))


def _starting() -> Visit:
    return Visit((at_start("lower-secondary"), hindered(Barrier.COMMUTE)), minutes=6, finished=False)


def _exploring() -> Visit:
    return Visit(
        (
            at_start("technical-exam", "mathematics-A", "physics-B", "not-chemistry"),
            liking(("teach-robots", "fix-machines", "run-a-plant"), no=("mix-and-measure",), unsure=("plan-ahead",)),
            turned(Stage.EXPLORE),
            looking("automation-engineer", View.MAP),
            adding(Pick(PickKind.ROLE, "automation-engineer"), "A friend’s sister does this at the harbour"),
        ),
        notes="Likes robots and the workshop, not the laboratory.\nWants to stay near home for the first years.",
        minutes=14,
        finished=False,
    )


def _narrowing() -> Visit:
    return Visit(
        (
            at_start("general-exam", "biology-B", "chemistry-C", "mathematics-B"),
            liking(("see-life-grow", "mix-and-measure", "notice-faults", "work-together"), no=("work-with-power",)),
            hindered(Barrier.MONEY),
            turned(Stage.EXPLORE),
            looking("laboratory-analyst"),
            adding_route("laboratory-analyst", "laboratory-technician", "Short, and then I earn money"),
            adding_route(ENGINEER, "laboratory-technician.beng-process", "If I want to go on afterwards"),
            adding(Pick(PickKind.ROLE, "quality-coordinator"), "Maybe later, after some years in the laboratory"),
            turned(Stage.NARROW),
        ),
        notes="Two ways side by side: stop after the laboratory, or go on to engineer.\nMoney matters: asks about pay.",
        minutes=23,
        finished=False,
    )


def _finished(at: Moments) -> Visit:
    """A grown-up operator who speaks Danish."""
    return Visit(
        (
            at_start("adult-work", "experience-9", "mathematics-C", "age-34"),
            hindered(Barrier.HOURS, Barrier.MONEY),
            wishing(here="1"),
            turned(Stage.EXPLORE),
            looking("energy-manager"),
            adding_route("energy-manager", "energy-master", "Samtale i stedet for eksamen"),
            turned(Stage.NARROW),
            turned(Stage.NEXT),
            agreed("Ring til højskolen og spørg, hvad samtalen handler om", at.day(4)),
        ),
        notes="Har passet kedler i ni år og vil gerne lede.\nKan kun læse, hvis skiftet passer: spørg arbejdspladsen.",
        days=17,
    )


NO_CHEMISTRY: Final = (
    "Has no chemistry, and the short way asks for chemistry B.\nWants to know whether the evening course counts."
)


def _first(at: Moments) -> Visit:
    return Visit(
        (
            at_start("technical-exam", "mathematics-A", "physics-B", "not-chemistry"),
            liking(("see-life-grow", "run-a-plant", "plan-ahead"), no=("fix-machines",)),
            turned(Stage.EXPLORE),
            looking(ENGINEER),
            adding_route(ENGINEER, "beng-process", "Here in town, and in English too"),
            adding_route(ENGINEER, "laboratory-technician.beng-process", "Longer, but chemistry comes with it"),
            adding(ANALYST),
            turned(Stage.NARROW),
            hindered(Barrier.MONEY),
            turned(Stage.NEXT),
            agreed("Ask the school about chemistry B in the evening", at.day(-30)),
        ),
        notes=NO_CHEMISTRY,
        days=60,
    )


def _again(at: Moments) -> Visit:
    return Visit(
        (
            at_start("technical-exam", "mathematics-A", "physics-B", "chemistry-B", "average-7"),
            turned(Stage.NARROW),
            adding(Pick(PickKind.ROLE, "process-developer"), "What the job may grow into"),
            turned(Stage.NEXT),
            agreed("Visit BEng processes on the open day", at.day(40)),
        ),
        notes=f"{NO_CHEMISTRY}\nIt does: took chemistry B and passed.",
        days=5,
    )


CLASS: Final[tuple[tuple[str, str, tuple[Barrier, ...], Stage], ...]] = (
    ("technical-exam", "automation-engineer", (Barrier.MONEY,), Stage.NARROW),
    ("technical-exam", "process-engineer", (), Stage.NEXT),
    ("general-exam", "laboratory-analyst", (Barrier.COMMUTE,), Stage.EXPLORE),
    ("technical-exam", "energy-manager", (Barrier.MONEY, Barrier.COMMUTE), Stage.NARROW),
    ("general-exam", "process-engineer", (), Stage.EXPLORE),
    ("general-exam", "quality-coordinator", (Barrier.LANGUAGE,), Stage.NEXT),
)
"""What pupils of a class said, over and over: start, job looked at, what stands in the way, how far they went."""


def of_class(number: int) -> tuple[Deed, ...]:
    """Give what the pupil with this number did in the hour."""
    start, goal, barriers, stage = CLASS[number % len(CLASS)]
    return at_start(start), hindered(*barriers), looking(goal), adding(Pick(PickKind.ROLE, goal)), turned(stage)
