"""A route as it is told: its legs, what stands at its doors, and how it stands on each of the four criteria."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from pathways.domain.conditions import Token, atoms
from pathways.domain.nouns import Kind

if TYPE_CHECKING:
    from pathways.domain.conditions import Condition, Verdict
    from pathways.domain.cover import Cover
    from pathways.domain.nouns import Admission, Programme, Role, Start, Step
    from pathways.domain.reach import Band


class LegKind(StrEnum):
    """What somebody does on one leg of a route."""

    STUDY = "study"
    BRIDGING = "bridging"
    WORK = "work"
    WAITING = "waiting"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch of a route, from `begins` to `ends`, in years after the start.

    Study has a `programme` and the `admission` it is entered by; so have bridging, paid work and waiting, which come
    before that door. A step at work has a `step`. `known` is False where the length is not: it then counts as the
    shortest known of its kind. `beside_job` study leaves time for a job.
    """

    kind: LegKind
    begins: float
    ends: float
    programme: Programme | None = None
    admission: Admission | None = None
    step: Step | None = None
    known: bool = True
    beside_job: bool = False

    @property
    def years(self) -> float:
        """How long it takes."""
        return self.ends - self.begins


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition that a route meets on its way, and how it stands: met, missing, or not said.

    `by` names what meets it on the way instead: bridging or paid work.
    """

    condition: Condition
    verdict: Verdict
    by: LegKind | None = None


@dataclass(frozen=True)
class Route:
    """One way from a start to a role, with all that is needed to judge it.

    `legs` follow each other without a break; none when the start itself leads to the role. `open` conditions are
    neither met nor taken care of on the way, each once. `share_here` is 0 to 1, a lower bound, None when nothing is
    studied. `years` are a lower bound when `at_least`.
    """

    start: Programme | Start
    role: Role
    legs: tuple[Leg, ...]
    years: float
    at_least: bool
    cover: Cover
    share_here: float | None
    here_at_least: bool
    open: tuple[Gate, ...]
    band: Band

    @cached_property
    def programmes(self) -> tuple[Programme, ...]:
        """What is studied, in order."""
        return tuple(leg.programme for leg in self.legs if leg.kind is LegKind.STUDY and leg.programme)

    @cached_property
    def key(self) -> str:
        """Name the route among all from its start to its role: programmes, how each is entered, and steps at work.

        `absalon-beng-biotek~1.ku-msc-biosolutions`: `~` and a number of years of bridging, `^` and one of paid work,
        `@` and a role after a step at work; empty for the route without legs.
        """
        return ".".join(_named_leg(self.legs, at) for at, leg in enumerate(self.legs) if leg.kind in _NAMED)

    @cached_property
    def first_wage(self) -> tuple[float, LegKind | None]:
        """When the first wage comes, in years after the start, and from what: an apprenticeship or a job beside the
        study (study), paid work before a step (work), or None: the role, or the first job before it, at the end.
        """
        for leg in self.legs:
            if leg.kind is LegKind.WORK or leg.beside_job or _is_apprenticed(leg):
                return leg.begins, leg.kind
            if leg.kind is LegKind.STEP:
                return leg.begins, None
        return self.years, None

    @cached_property
    def title(self) -> str:
        """The programmes' English titles, for a known order."""
        return " → ".join(programme.title.en for programme in self.programmes)


_NAMED = (LegKind.STUDY, LegKind.STEP)


def _named_leg(legs: tuple[Leg, ...], at: int) -> str:
    leg = legs[at]
    if leg.step:
        return f"@{leg.step.role}"
    assert leg.programme is not None  # noqa: S101  # for mypy: what is no step is a study, which has a programme
    name = str(leg.programme.id)
    for before in legs[:at]:
        if before.admission is leg.admission and before.kind in _SIGNS:
            name += f"{_SIGNS[before.kind]}{before.years:g}"
    return name


_SIGNS = {LegKind.BRIDGING: "~", LegKind.WORK: "^"}


def _is_apprenticed(leg: Leg) -> bool:
    if leg.kind is not LegKind.STUDY or leg.programme is None or leg.admission is None:
        return False
    return is_apprenticeship(leg.programme, leg.admission)


def is_apprenticeship(programme: Programme, admission: Admission) -> bool:
    """Whether a company trains and pays: a vocational programme that one may enter with a training agreement."""
    asked = atoms(admission.condition) if admission.condition else ()
    return programme.kind is Kind.VOCATIONAL and any(
        isinstance(atom, Token) and atom.of == "contract" for atom in asked
    )
