"""A whole country's education and work: 1,000 programmes, every occupation of ESCO, over 70,000 edges.

Roles, skills and needs are ESCO's own. Programmes stand in the layers of `tests.bench.layers`. Each aims at
an occupation and those most like it: these it feeds, and their skills it teaches. It takes in those who
finished what teaches the most of the same. How many it feeds, teaches and takes in has a heavy tail, as in
a real town; the same seed gives the same country.

`python -m tests.bench.nation` prints its size and degrees beside Kalundborg's; `nation.txt` keeps them.
An edge is an admission, a feeds link or a step at work.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from pathways.domain import nouns as n
from pathways.domain.conditions import parse
from tests.bench.beside import ESCO, real_facts
from tests.bench.degrees import table
from tests.bench.layers import (
    BESIDE_A_JOB,
    FROM_A_TRADE,
    HERE,
    LAYERS,
    PACES,
    REQUIREMENTS,
    STARTS,
    SUBJECTS,
    TOWNS,
)
from tests.bench.occupations import read_work

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.bench.layers import Layer
    from tests.bench.occupations import Occupation, Work

SEED = 20261125
PROGRAMMES = 1000
SOURCE = n.Source(n.SourceId("generated"), "https://example.org/generated", "Generated", "2026", weak=False)
STATED = n.Evidence(n.Basis.STATED, (SOURCE.id,), "2026-01")
ASSUMED = n.Evidence(n.Basis.ASSUMED, (), "2026-01")
ROLE_EQF = {"1": 7, "2": 6, "3": 5, "4": 4, "5": 4, "6": 4, "7": 4, "8": 4, "9": 3, "0": 4}
FEEDS, STEPS, TAUGHT = (16, 0.9), (6, 0.9), (22, 0.6)
"""Middle and breadth of three heavy tails: roles a programme feeds, steps from a role, skills taught."""
SCHOOL_SKILLS = 80
"""So many of the most asked-for skills are what an upper secondary school teaches from."""


@dataclass
class _School:
    """A programme while the country is being made: what it aims at and teaches, how many go on from it,
    and the condition it asks of most, or of those who take it beside a job.
    """

    layer: Layer
    programme: n.Programme
    aims: tuple[str, ...]
    taught: dict[str, int]
    pull: float
    line: str | None
    beside: str


def nation(work: Work, programmes: int = PROGRAMMES, seed: int = SEED) -> n.Facts:
    """Make the facts of a country with all of `work` and so many programmes; the same seed makes the same."""
    draw = Random(seed)
    schools = [
        school for layer in LAYERS for school in _schools(draw, work, layer, max(1, layer.part * programmes // 1000))
    ]
    by_layer: defaultdict[str, list[_School]] = defaultdict(list)
    for school in schools:
        by_layer[school.layer.name].append(school)
    admissions = [way for school in schools for way in _ways(draw, school, by_layer)]
    return n.Facts(
        town=_town(), sources=(SOURCE,), families=tuple(_label(f"major-{m}") for m in ROLE_EQF),
        focus_areas=(_label("industry"),), subjects=tuple(map(_label, SUBJECTS)),
        requirements=tuple(map(_label, REQUIREMENTS)), skill_groups=(n.SkillGroup("all", _text("All")),),
        skills=tuple(_skill(id, *about) for id, about in work.skills.items()), organisations=(),
        programmes=tuple(school.programme for school in schools),
        starts=tuple(n.Start(n.StartId(id), _text(title)) for id, title in STARTS.items()),
        admissions=tuple(admissions), outcomes=tuple(_outcomes(draw, schools)), roles=_roles(work),
        needs=tuple(_needs(draw, work)), feeds=tuple(_feeds(draw, schools)), workplaces=(),
        steps=tuple(_steps(draw, work)), flows=(), openings=(), announcements=(), figures=(), practicals=(),
        contradictions=(), interests=(),
    )  # fmt: skip


def _text(words: str) -> n.Text:
    return n.Text(words, words)


def _label(id: str) -> n.Label:
    return n.Label(id, _text(id))


def _skill(id: str, uri: str, label: str) -> n.Skill:
    return n.Skill(n.SkillId(id), _text(label), "all", n.Esco(uri, label, n.Match.EXACT))


def _town() -> n.Town:
    words = _text("A generated country")
    return n.Town("nation", words, words, words, words, words, fictional=True, as_of="2026-11-25", editors=words)


def _tail(draw: Random, middle: float, breadth: float) -> int:
    """Draw a whole number from 1 up with a heavy tail: lognormal."""
    return max(1, round(draw.lognormvariate(0, breadth) * middle))


def _schools(draw: Random, work: Work, layer: Layer, number: int) -> Iterable[_School]:
    """Make the programmes of a layer; each aims first at work that few of the layer aim at yet."""
    open_ = [occupation for occupation in work.occupations if occupation.major in layer.majors]
    majors = {occupation.id: occupation.major for occupation in work.occupations}
    aimed: Counter[str] = Counter()
    general = [skill for skill, _ in work.spread.most_common(SCHOOL_SKILLS)]
    for index in range(1, number + 1):
        aims: tuple[str, ...] = ()
        if open_:
            first = min(draw.sample(open_, min(12, len(open_))), key=lambda one: aimed[one.id]).id
            near = [other for other in work.alike.get(first, ()) if majors[other] in layer.majors]
            aims = (first, *near[: _tail(draw, *FEEDS)])
            aimed.update(aims)
        taught = _taught(draw, work, layer, aims) if aims else _levels(draw, layer, draw.sample(general, 8))
        programme = _programme(draw, layer, index)
        lines = draw.choice(layer.lines), draw.choice(BESIDE_A_JOB)
        yield _School(layer, programme, aims, taught, draw.lognormvariate(0, 1), *lines)


def _taught(draw: Random, work: Work, layer: Layer, aims: Sequence[str]) -> dict[str, int]:
    """Skills that several of the aims ask for come first, and those of the first aim."""
    asked: Counter[str] = Counter(skill for aim in aims for skill in work.asked[aim])
    asked.update(work.asked[aims[0]])
    order = sorted(asked, key=lambda skill: (-asked[skill] * draw.uniform(0.5, 1.5), skill))
    return _levels(draw, layer, order[: _tail(draw, *TAUGHT)])


def _levels(draw: Random, layer: Layer, skills: Iterable[str]) -> dict[str, int]:
    middle = {3: 1, 4: 2, 5: 2, 6: 2, 7: 3}[layer.eqf]
    return {skill: min(4, max(1, middle + draw.choice((-1, 0, 0, 0, 1)))) for skill in skills}


def _programme(draw: Random, layer: Layer, index: int) -> n.Programme:
    town = TOWNS[min(int(draw.expovariate(0.18)), len(TOWNS) - 1)]
    second = draw.random() < 0.04
    here = n.Here.YES if town == HERE else n.Here.PARTLY if second else n.Here.NO
    part_time = draw.random() < layer.part_time
    years = draw.choice(layer.years)
    title = _text(f"{layer.name} {index}, {town}")
    number = 1000 * [one.name for one in LAYERS].index(layer.name) + index
    return n.Programme(
        id=n.ProgrammeId(f"{layer.name}-{index}"), code=f"{layer.kind}{number}", kind=layer.kind, title=title,
        short=title, blurb=title, institution=None, provider=_text(town), eqf=layer.eqf, ects=None,
        years=years * 2 if years and part_time else years, pace=PACES[part_time],
        languages=("en",) if draw.random() < layer.english else ("da", "en") if draw.random() < 0.05 else ("da",),
        towns=(town, HERE) if here is n.Here.PARTLY else (town,), here=here, first_intake=None,
        status=_text("running"), last_seen="2026-01", entry=_text("See the admissions"), note=None, complete=False,
        judged_families=(), successor=None, evidence=STATED,
    )  # fmt: skip


def _ways(draw: Random, school: _School, by_layer: Mapping[str, list[_School]]) -> Iterable[n.Admission]:
    """The ways into a programme: every start that its layer knows, and what teaches the most of the same."""
    origins = school.layer.origins
    scored: list[tuple[float, str, str]] = []
    for name, weight in origins.items():
        if name in STARTS:
            yield _admission(draw, school, name, name)
        for other in by_layer.get(name, ()):
            shared = sum(skill in school.taught for skill in other.taught)
            scored.append((weight * (0.3 + shared) * other.pull * draw.expovariate(1), other.programme.id, name))
    scored.sort(reverse=True)
    for _, origin, name in scored[: _tail(draw, school.layer.ways, 0.6)]:
        yield _admission(draw, school, origin, name)


def _admission(draw: Random, school: _School, origin: str, name: str) -> n.Admission:
    """One way in: upper secondary exams share the programme's line, a trade or a job has its own."""
    part_time = school.programme.pace is n.Pace.PART_TIME
    line = school.line
    if part_time:
        line = school.beside
    elif name in {"trade", "academy", "work"} and draw.random() < 0.6:
        line = draw.choice(FROM_A_TRADE)
    bridging = draw.choice((0.5, 1.0)) if draw.random() < 0.08 else None
    credit = draw.choice((0.0, 0.5, 1.0, 1.5)) if name == "academy" and school.layer.eqf == 6 else None
    return n.Admission(
        programme=school.programme.id, origin=n.ProgrammeId(origin), condition=None if line is None else parse(line),
        condition_text=None, bridging_years=bridging, credit_years=credit, pace=school.programme.pace, note=None,
        evidence=STATED if line else ASSUMED,
    )  # fmt: skip


def _outcomes(draw: Random, schools: Iterable[_School]) -> Iterable[n.Outcome]:
    for school in schools:
        for skill, level in school.taught.items():
            evidence = STATED if draw.random() < 0.4 else ASSUMED
            yield n.Outcome(school.programme.id, n.SkillId(skill), n.Level(level), None, evidence)


def _feeds(draw: Random, schools: Iterable[_School]) -> Iterable[n.Feeds]:
    for school in schools:
        for aim in school.aims:
            yield n.Feeds(school.programme.id, n.RoleId(aim), STATED if draw.random() < 0.7 else ASSUMED)


def _roles(work: Work) -> tuple[n.Role, ...]:
    return tuple(_role(one) for one in work.occupations)


def _role(one: Occupation) -> n.Role:
    esco = n.Esco(one.uri, one.title, n.Match.EXACT)
    title = _text(one.title)
    return n.Role(
        n.RoleId(one.id), title, title, f"major-{one.major}", "industry", ROLE_EQF[one.major], False, esco, STATED
    )


def _needs(draw: Random, work: Work) -> Iterable[n.Need]:
    for occupation, skill, essential in work.asks:
        importance = n.Importance.ESSENTIAL if essential else n.Importance.PREFERRED
        level = n.Level(draw.choices((1, 2, 3, 4), (1, 7, 9, 2))[0])
        yield n.Need(n.RoleId(occupation), n.SkillId(skill), level, importance, STATED)


def _steps(draw: Random, work: Work) -> Iterable[n.Step]:
    """From each role to those most like it."""
    for occupation in work.occupations:
        near = work.alike.get(occupation.id, ())
        for other in near[: _tail(draw, *STEPS)]:
            likely = draw.choice((1.0, 2.0, 3.0, 5.0))
            years = n.Interval(likely / 2, likely, likely * 2)
            yield n.Step(n.RoleId(occupation.id), n.RoleId(other), years, ASSUMED)


def main() -> int:
    """Print the country beside the town."""
    if not ESCO.is_dir():
        print(f"SKIPPED: no country without ESCO, {ESCO} is not there.", file=sys.stderr)
        return 1
    print(table({"country": nation(read_work()), "Kalundborg": real_facts()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
