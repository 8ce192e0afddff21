"""A small town that has at least one row of every noun, valid as it stands, to be bent by tests."""

from __future__ import annotations

from dataclasses import replace

from pathways.domain import nouns as n
from pathways.domain.conditions import parse
from tests import builders as b

WEAK = n.Source(n.SourceId("hearsay"), "https://example.org/copy", "", None, weak=True, note=b.text("A copy"))
DERIVED = n.Evidence(n.Basis.DERIVED, (b.SOURCE.id,), "2024")
ESCO = n.Esco("http://data.europa.eu/esco/skill/1", "sql", n.Match.CLOSE)


def admission(programme: str, origin: str, condition: str | None = None, **changes: object) -> n.Admission:
    base = n.Admission(
        n.ProgrammeId(programme), n.StartId(origin), parse(condition) if condition else None, None, None, None,
        n.Pace.FULL_TIME, None, b.STATED,
    )  # fmt: skip
    return replace(base, **changes)


def whole_town() -> n.Facts:
    """One or two of everything: `college` (D1) and `school` feed `analyst` at `works`; `night` is part-time."""
    condition = "mathematics A and (physics B or average 2.5) and other motivation and language en and contract"
    school = n.OrganisationId("academy")
    links = b.facts(
        {"analyst": {"sql": 2, "r": 1}, "chief": {"sql": 3}},
        {"college": {"sql": 2, "r": 1}, "master": {"sql": 3, "r": 3}, "night": {"sql": 1}},
        feeding=[("college", "analyst"), ("master", "chief")],
        jobs=[("analyst", "works"), ("chief", "academy")],
    )
    return replace(
        links,
        town=b.town(missing=(b.text("No intakes are known"), b.text("No wages are known"))),
        sources=(b.SOURCE, WEAK),
        focus_areas=(n.Label("area", b.text("Area"), b.text("What it is")),),
        skills=(replace(b.skill("r"), esco=ESCO), b.skill("sql")),
        organisations=(
            b.organisation(
                "works", employees=0, employees_year="2021 (planned)", website="https://example.org",
                note=b.text("Note"),
            ),
            b.organisation("academy", kind="institution"),
        ),
        programmes=(
            b.programme(
                "college", "D1", institution=school, judged_families=("family",), successor=n.ProgrammeId("master"),
                towns=("Testby", "Other Town"), note=b.text("Note"),
            ),
            b.programme("master", "K1", n.Kind.MASTERS, eqf=7, ects=None, years=None, languages=("da", "en")),
            b.programme("night", "D2", pace=n.Pace.PART_TIME, first_intake=None, evidence=b.ASSUMED),
        ),
        admissions=(
            admission("college", "school", condition, condition_text=b.text("In words"), bridging_years=0.5),
            admission("college", "school", "contract", credit_years=1.0, note=b.text("Note"), evidence=DERIVED),
            admission("master", "college", evidence=b.ASSUMED),
            admission("night", "college", pace=n.Pace.PART_TIME),
            admission("college", "night", "nothing"),
        ),
        starts=(
            n.Start(n.StartId("school"), b.text("School"), (n.StartId("grade-9"), n.ProgrammeId("night"))),
            n.Start(n.StartId("grade-9"), b.text("Grade 9")),
        ),
        steps=(n.Step(n.RoleId("analyst"), n.RoleId("chief"), n.Interval(1, 2.5, 4), b.STATED),),
        flows=(
            n.Flow(
                "f1", n.ProgrammeId("college"), "employment", b.text("In work"), n.RoleId("analyst"), None, None,
                n.Interval(9, 9, 9), 16, 0.5625, "2023", True, True, b.text("Note"), b.STATED,
            ),
            n.Flow(
                "f2", None, "stock", b.text("All"), None, None, None, None, None, None, "2020/21", False, False, None,
                DERIVED,
            ),
            n.Flow(
                "f3", n.ProgrammeId("college"), "further-study", b.text("On"), None, None, n.ProgrammeId("master"),
                None, None, 0.25, "2023", False, False, None, b.STATED,
            ),
        ),
        openings=(n.Opening(n.RoleId("analyst"), n.OrganisationId("works"), 2025, n.Interval(0, 1, 2), b.STATED),),
        announcements=(
            n.Announcement("a1", school, "shortage", b.text("Lacks"), None, None, None, None, None, b.STATED),
            n.Announcement(
                "a2", None, "jobs", b.text("Jobs"), 500.0, b.text("jobs"), "2024", b.text("to 2027"), b.text("Note"),
                DERIVED,
            ),
        ),
        figures=(
            n.Figure(
                "g1", (n.ProgrammeId("master"), n.ProgrammeId("college")), "national", b.text("All"), b.text("Wage"),
                33000.5, b.text("DKK"), "2022", b.text("Note"), b.STATED,
            ),
            n.Figure("g2", (), "local", b.text("All"), b.text("Share"), None, None, None, None, b.ASSUMED),
        ),
        practicals=(
            n.Practical(
                "p1", "deadline", (n.ProgrammeId("college"),), b.text("Apply"), b.text("15 March"), b.text("noon"),
                b.text("Note"), b.STATED,
            ),
            n.Practical("p2", "how-to-apply", (), b.text("Where"), None, None, None, b.ASSUMED),
        ),
        contradictions=(
            n.Contradiction("c1", b.text("Seats"), b.text("30 or 35"), b.STATED),
            n.Contradiction("c2", b.text("Jobs"), b.text("Some or many"), None),
        ),
        interests=(
            n.Interest(n.InterestId("i1"), b.text("I like this"), ("group",)),
            n.Interest(n.InterestId("i2"), b.text("I like that"), ("group",)),
        ),
    )  # fmt: skip


def bent(facts: n.Facts, table: str, index: int = 0, **changes: object) -> n.Facts:
    """The facts with one row of a table changed."""
    rows = list(getattr(facts, table))
    rows[index] = replace(rows[index], **changes)
    return replace(facts, **{table: tuple(rows)})


def doubled(facts: n.Facts, table: str, index: int = 0, **changes: object) -> n.Facts:
    """The facts with a second copy of a row at the end of its table, changed where wanted."""
    rows = getattr(facts, table)
    return replace(facts, **{table: (*rows, replace(rows[index], **changes))})
