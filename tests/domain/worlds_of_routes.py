"""Small towns to search for routes in, and questions about them, drawn so that ways compete and share conditions.

Up to six programmes stand in an order. Full-time ones lead on only to later ones, as the rules demand; where one of
two is part-time a way may lead back, so there are circles. Several doors lead into one programme. Conditions come
from a short list over the same few subjects, so that steps share them, ask for different levels of one, or offer
alternatives. Lengths are multiples of a quarter year: sums are exact, and ties are real ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations, product
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.conditions import Amount, Held, Subject, Token, parse
from pathways.domain.graph import Graph
from pathways.domain.routes import Filters, Question
from pathways.domain.standing import standings, stood_at
from tests import builders as b

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NAMES = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot")
FEWEST = 3
"""Programmes that every town has."""
SKILLS = ("brewing", "cleaning", "dosing")
ROLES = ("analyst", "chief", "driver", "expert")
TARGET = n.RoleId("analyst")
KINDS = (n.Kind.VOCATIONAL, n.Kind.ENGINEERING, n.Kind.MASTERS)
CONDITIONS = (
    None,
    "nothing",
    "mathematics A",
    "mathematics B",
    "mathematics C and physics B",
    "mathematics B and chemistry C",
    "physics B or chemistry B",
    "mathematics A and (physics C or average 4)",
    "2 of (mathematics B, physics C, language en)",
    "average 2",
    "average 4 and language en",
    "language en",
    "language en and other motivation",
    "experience 1",
    "experience 2",
    "experience 2 and mathematics B",
    "experience 3 and contract",
    "experience 2 or physics B",
)
GRANTS = (
    *(Subject("mathematics", "B"), Subject("mathematics", "A"), Subject("physics", "B"), Amount("average", 4.0)),
    *(Amount("experience", 2.0), Token("language", "en"), Token("other", "motivation")),
    parse("physics B or chemistry B"),
)


@dataclass(frozen=True)
class Asked:
    """A town, and a question about the ways to `TARGET` in it."""

    graph: Graph
    question: Question


def admission(origin: str, programme: str, condition: str | None = "nothing", **changes: object) -> n.Admission:
    """A way in; "nothing" is asked for unless said otherwise."""
    base = n.Admission(
        programme=n.ProgrammeId(programme),
        origin=n.StartId(origin),
        condition=parse(condition) if condition else None,
        condition_text=None,
        bridging_years=None,
        credit_years=None,
        pace=n.Pace.FULL_TIME,
        note=None,
        evidence=b.STATED,
    )
    return replace(base, **changes)


def step(origin: str, role: str, years: float) -> n.Step:
    """A step at work that takes likely this long."""
    return n.Step(n.RoleId(origin), n.RoleId(role), n.Interval(0, years, years + 1), b.STATED)


def start(id: str, *also: str) -> n.Start:
    """A starting point, and who stands at it as well."""
    return n.Start(n.StartId(id), b.text(id.title()), tuple(map(n.StartId, also)))


def _shapes(**fields: tuple[object, ...]) -> st.SearchStrategy[dict[str, object]]:
    """Draw a value for each of these fields, at one stroke: hundreds of small draws would cost more than the search."""
    return st.sampled_from(tuple(product(*fields.values()))).map(lambda values: dict(zip(fields, values, strict=True)))


_of_programmes = _shapes(
    kind=KINDS,
    years=(2.0, 1.0, 1.5, 3.0, None, None),
    pace=(n.Pace.FULL_TIME, n.Pace.FULL_TIME, n.Pace.PART_TIME),
    languages=(("da",), ("da", "en"), ("en",)),
    here=(n.Here.YES, n.Here.NO, n.Here.PARTLY),
    first_intake=(None, None, None, 2024, 2027, 2029),
    eqf=(6, 5, 4),
    judged_families=((), (), ("family",), ("trade",)),
)
_of_doors = _shapes(
    condition=CONDITIONS,
    bridging_years=(None, 0.5, 1.0),
    credit_years=(None, None, 0.5, 1.0),
    pace=(n.Pace.FULL_TIME, n.Pace.FULL_TIME, n.Pace.PART_TIME),
)


@st.composite
def _programmes(draw: st.DrawFn) -> tuple[n.Programme, ...]:
    shapes = draw(st.lists(_of_programmes, min_size=FEWEST, max_size=len(NAMES)))
    numbered = enumerate(zip(NAMES, shapes, strict=False), 1)
    return tuple(b.programme(name, f"{shape['kind']}{at}", **shape) for at, (name, shape) in numbered)


@st.composite
def _admissions(
    draw: st.DrawFn, programmes: tuple[n.Programme, ...], starts: tuple[n.Start, ...]
) -> tuple[n.Admission, ...]:
    """One to three doors into each programme: from a place before it, from one shortly before, from anywhere."""
    found: dict[tuple[str, str, str | None], n.Admission] = {}
    places = [*(one.id for one in starts), *(programme.id for programme in programmes)]
    may_lead = _may_lead(programmes, starts)
    for at, programme in enumerate(programmes):
        anywhere = [place for place in places if may_lead(place, programme)]
        earlier = [place for place in places[: len(starts) + at] if place in anywhere]
        later = earlier[-3:]
        for origins in (earlier, later, anywhere)[: draw(st.integers(1, 3))]:
            if origins:
                origin, shape = draw(st.sampled_from(origins)), draw(_of_doors)
                found[origin, programme.id, shape["condition"]] = admission(origin, programme.id, **shape)
    return tuple(found.values())


def _may_lead(programmes: tuple[n.Programme, ...], starts: tuple[n.Start, ...]) -> Callable[[str, n.Programme], bool]:
    """Tell whether a way from a place into a programme keeps full-time programmes out of circles."""
    order = {programme.id: at for at, programme in enumerate(programmes)}
    full_time = {programme.id for programme in programmes if programme.pace is n.Pace.FULL_TIME}
    standing = stood_at(standings(starts))

    def may_lead(place: str, programme: n.Programme) -> bool:
        tails = full_time.intersection((place, *standing.get(place, ())))
        forward = all(order[tail] <= order[programme.id] for tail in tails)
        return place != programme.id and (forward or programme.id not in full_time)

    return may_lead


@st.composite
def _starts(draw: st.DrawFn, programmes: tuple[n.Programme, ...]) -> tuple[n.Start, ...]:
    """A school; perhaps a trade that programmes count as, and a place abroad where the school's leavers stand."""
    names = [programme.id for programme in programmes]
    trade = start("trade", *draw(st.lists(st.sampled_from(names), max_size=2, unique=True)))
    abroad = start("abroad", *draw(st.lists(st.sampled_from(("school", "trade", names[0])), max_size=1)))
    return (start("school"), trade, abroad)[: draw(st.integers(1, 3))]


_taught = st.sampled_from(tuple(product((2, 0, 1, 3), repeat=len(SKILLS)))).map(
    lambda levels: {skill: level for skill, level in zip(SKILLS, levels, strict=True) if level}
)
_fed = st.sampled_from((("analyst",), (), (), ("chief",), ("driver",), ("analyst", "expert"), ("chief", "driver")))
_needs = st.lists(st.tuples(st.integers(1, 3), st.sampled_from(n.Importance)), min_size=1, max_size=len(SKILLS))


_steps = st.dictionaries(
    st.sampled_from(tuple(permutations(ROLES, 2))), st.sampled_from((2.0, 1.0, 0.0, 3.0)), max_size=4
).map(lambda found: tuple(step(*ends, years) for ends, years in found.items()))


@st.composite
def towns(draw: st.DrawFn) -> n.Facts:
    """Facts of a town with ways to `TARGET` that compete."""
    programmes = draw(_programmes())
    starts = draw(_starts(programmes))
    taught = {programme.id: draw(_taught) for programme in programmes}
    feeding = [(programme.id, role) for programme in programmes[1:] for role in draw(_fed)]
    return replace(
        b.facts(dict.fromkeys(ROLES, dict.fromkeys(SKILLS, 1)), taught, feeding),
        families=(b.label("family"), b.label("trade")),
        programmes=programmes,
        starts=starts,
        admissions=draw(_admissions(programmes, starts)),
        roles=tuple(b.role(role, eqf=draw(st.sampled_from((6, 5, 7))) if role == TARGET else 6) for role in ROLES),
        needs=tuple(
            b.need(role, skill, *how)
            for role in ROLES
            for skill, how in zip(SKILLS, draw(_needs) if role == TARGET else [(1,)], strict=False)
        ),
        steps=draw(_steps),
    )


helds = st.builds(
    Held,
    subjects=st.dictionaries(
        st.sampled_from(("mathematics", "physics", "chemistry")), st.sampled_from(("C", "B", "A")), max_size=2
    ),
    amounts=st.dictionaries(st.sampled_from(("experience", "average")), st.sampled_from((2.0, 1.0, 4.0)), max_size=2),
    tokens=st.frozensets(st.sampled_from((("language", "en"), ("other", "motivation"))), max_size=1),
    exhaustive=st.booleans(),
)


_years = st.sampled_from((None, 2024, 2026))
_some_filters = st.builds(
    Filters,
    language=st.sampled_from((None, None, "da", "en")),
    beside_job=st.sampled_from((False, False, True)),
    most_years=st.sampled_from((None, None, 6.0, 4.0, 2.0)),
    stay_here=st.sampled_from((False, False, True)),
    without=st.frozensets(st.sampled_from(NAMES[:FEWEST]).map(n.ProgrammeId), max_size=1),
)
filterings = st.one_of(st.just(Filters()), st.just(Filters()), _some_filters)
"""Filters; most often none, since each takes many routes away."""
_granted = st.frozensets(st.sampled_from(GRANTS), max_size=1)


@st.composite
def asked(draw: st.DrawFn, filters: st.SearchStrategy[Filters] = filterings) -> Asked:
    """A town and a question about it, from the school more often than from anywhere else."""
    facts = draw(towns())
    places = [one.id for one in facts.starts] * 3 + list(NAMES[:FEWEST])
    question = Question(
        start=draw(st.sampled_from(places)),
        held=draw(helds),
        filters=draw(filters),
        year=draw(_years),
        granted=draw(_granted),
    )
    return Asked(Graph(facts), question)


@st.composite
def reordered(draw: st.DrawFn, facts: n.Facts) -> n.Facts:
    """The same facts with the rows of each table in another order, and ids and words as they were."""
    tables = ("programmes", "admissions", "outcomes", "needs", "feeds", "steps", "skills", "roles", "starts")
    shuffled: Mapping[str, object] = {
        table: tuple(draw(st.permutations(list(getattr(facts, table))))) for table in tables
    }
    return replace(facts, **shuffled)
