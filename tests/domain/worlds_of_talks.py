"""A small town for guidance talks: four programmes that differ in what a talk may be about, and two jobs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.asking_now import questions
from pathways.domain.following import trace
from pathways.domain.graph import Graph
from pathways.domain.guidance import Barrier, Pick, PickKind, Stage, Talk
from pathways.domain.having import read
from pathways.domain.plans import then_of, written
from pathways.domain.routes import Question
from tests import builders as b
from tests.worlds import admission

if TYPE_CHECKING:
    from pathways.domain.asking_state import Asking, Kind
    from pathways.domain.journey import Route

Row = TypeVar("Row", n.Programme, n.Admission, n.Practical)

TODAY = date(2027, 2, 1)
COLLEGE = "mathematics A and (physics B or chemistry B) and experience 2 and average 6"
TRADE = "contract or (danish 9 and other motivation)"


def facts(college: str = COLLEGE) -> n.Facts:
    """`college`, `faraway` (elsewhere, in English, nothing seen), `night` (part-time) and `trade` (with pay), which
    `school` leads to; `master` follows on college. College and trade feed `analyst`, college and master `chief`.
    """
    links = b.facts(
        {"analyst": {"sql": 2, "weld": 1}, "chief": {"sql": 4}, "dreamer": {"dream": 1}},
        {
            "college": {"sql": 3},
            "faraway": {"sql": 2, "weld": 1},
            "night": {"weld": 1},
            "trade": {"weld": 3},
            "master": {"sql": 4},
        },
        feeding=[("college", "analyst"), ("trade", "analyst"), ("college", "chief"), ("master", "chief")],
    )
    english = {"languages": ("en",), "towns": ("Elsewhere",), "here": n.Here.NO}
    deadline = n.Practical(
        "apply", "deadline", (n.ProgrammeId("college"),), b.text("Apply"), None,
        n.Text("15. marts hvert år", "15 March every year"), None, b.STATED,
    )  # fmt: skip
    return replace(
        links,
        subjects=(*links.subjects, b.label("danish")),
        skill_groups=(n.SkillGroup("desk", b.text("Desk")), n.SkillGroup("shop", b.text("Shop"))),
        skills=(b.skill("dream", "desk"), b.skill("sql", "desk"), b.skill("weld", "shop")),
        programmes=(
            b.programme("college", "D1"),
            b.programme("faraway", "D2", **english),
            b.programme("night", "D3", pace=n.Pace.PART_TIME),
            b.programme("trade", "E1", n.Kind.VOCATIONAL, eqf=4, years=3.5),
            b.programme("master", "K1", n.Kind.MASTERS, eqf=7, years=2.0),
        ),
        admissions=(
            admission("college", "school", college),
            admission("faraway", "school"),
            admission("night", "school", "age 25", pace=n.Pace.PART_TIME),
            admission("trade", "school", TRADE),
            admission("master", "college", "language en"),
        ),
        practicals=(deadline,),
        interests=(
            n.Interest(n.InterestId("make"), b.text("make things"), ("shop",)),
            n.Interest(n.InterestId("think"), b.text("think"), ("desk",)),
        ),
    )


def dated() -> n.Facts:
    """The same town, where each programme, door and deadline has an evidence of its own, told apart by its day."""

    def rest(rows: tuple[Row, ...], year: int) -> tuple[Row, ...]:
        days = (replace(b.STATED, as_of=f"{year}-05-{day:02}") for day, _ in enumerate(rows, 1))
        return tuple(replace(row, evidence=evidence) for row, evidence in zip(rows, days, strict=True))

    town = facts()
    return replace(
        town,
        programmes=rest(town.programmes, 2021),
        admissions=rest(town.admissions, 2022),
        practicals=rest(town.practicals, 2023),
    )


TOWN = Graph(facts())
NOTHING_SAID = Talk()
SCHOOL = Talk(start="school", likes={"make": "like"}, goal="analyst")
NARROW = replace(SCHOOL, stage=Stage.NARROW)
NEXT = replace(SCHOOL, stage=Stage.NEXT, next_step="Ring the school", next_on=date(2027, 3, 1))
ALL = 99


def programme(id: str) -> Pick:
    return Pick(PickKind.PROGRAMME, id)


def role(id: str) -> Pick:
    return Pick(PickKind.ROLE, id)


def follows(graph: Graph, talk: Talk, one: Pick) -> Route | None:
    """The route that a pick names, as it is with what the talk says."""
    question = Question(one.start, read(graph, talk.have)[0])
    return trace(graph, question, n.RoleId(one.id), one.key).route


def along(key: str, to: str = "analyst", talk: Talk = NOTHING_SAID, graph: Graph = TOWN) -> Pick:
    """The pick of a route from school, as it was put on the list in this talk."""
    bare = Pick(PickKind.ROUTE, to, "school", key)
    return replace(bare, then=written(then_of(graph, follows(graph, talk, bare))))


ROUTES = (
    along("college"), along("trade"), along("faraway"), along("college^2"), along("college", "chief"),
    along("college.master", "chief"),
)  # fmt: skip
WORDS = (
    "mathematics-A", "mathematics-C", "not-mathematics", "physics-B", "physics-C", "chemistry-A", "not-chemistry",
    "experience-1", "experience-3", "average-4", "average-7", "contract", "danish-9", "other-motivation", "language-en",
    "age-30", "all-subjects", "nonsense",
)  # fmt: skip
ANY_PICK = st.sampled_from(
    [*(programme(id) for id in (*TOWN.programmes, "gone")), *(role(id) for id in (*TOWN.roles, "gone")), *ROUTES]
)
TALKS = st.builds(
    Talk,
    stage=st.sampled_from(Stage),
    start=st.sampled_from(["", "school", "college", "trade", "nowhere"]),
    have=st.lists(st.sampled_from(WORDS), max_size=5, unique=True).map(tuple),
    likes=st.dictionaries(st.sampled_from(["make", "think", "gone"]), st.sampled_from(["like", "no", "unsure"])),
    barriers=st.frozensets(st.sampled_from(Barrier)),
    wishes=st.fixed_dictionaries(
        {}, optional={"language": st.sampled_from(["da", "en"]), "year": st.sampled_from(["2027", "soon"])}
    ),
    goal=st.sampled_from(["", "analyst", "chief", "nowhere"]),
    shortlist=st.lists(ANY_PICK, max_size=5, unique_by=lambda one: one.name).map(tuple),
    next_step=st.sampled_from(["", "Ring the school"]),
    next_on=st.none() | st.dates(date(2026, 12, 1), date(2028, 6, 1)),
)


def routes_of(graph: Graph, talk: Talk) -> dict[str, Route]:
    """The routes of a talk's shortlist as they are with what it says, as the page finds them."""
    listed = [one for one in talk.shortlist if one.kind is PickKind.ROUTE and one.id in graph.roles]
    return {one.name: route for one in listed if (route := follows(graph, talk, one))}


def asked(talk: Talk, graph: Graph = TOWN, most: int = ALL, today: date = TODAY) -> dict[Kind, Asking]:
    """What is worth asking now, by kind."""
    return {one.kind: one for one in questions(graph, talk, routes_of(graph, talk), today, most)}


def listed(talk: Talk, *picks: Pick, **changes: object) -> Talk:
    return replace(talk, shortlist=picks, **changes)
