"""What a national school system is made of: kinds of programme, what they lead to, and how one gets in.

Shares, lengths and conditions are modelled on the Danish system as the Kalundborg facts tell it; none is a
claim about a real programme.
"""

from __future__ import annotations

from dataclasses import dataclass

from pathways.domain.nouns import Kind, Pace

START, GYMNASIUM = "lower-secondary", "gymnasium"
STARTS = {
    START: "Lower secondary school",
    "adult": "Adult in work",
    "work": "Work experience",
    "foreign-exam": "Upper-secondary exam from abroad",
}
SUBJECTS = (
    *("mathematics", "physics", "chemistry", "biotechnology", "geoscience", "biology"),
    *("danish", "english", "social-studies", "german", "business-economics", "history"),
)
REQUIREMENTS = (
    *("judged-ready", "entrance-test", "prior-learning", "school-assessment", "quota-1-grade", "quota-2-test"),
    *("relevant-job", "portfolio", "english-proof", "thesis-project"),
)


@dataclass(frozen=True)
class Layer:
    """One kind of programme.

    `part` of a thousand programmes are of it. `majors` are the ISCO major groups of the roles it feeds.
    `origins` says which layers and starts open it, each with its weight; `ways` is how many do so in the
    middle of a heavy tail. `lines` are the conditions of its programmes, one for most exams each; None is
    an unknown length, or a condition that nobody saw.
    """

    name: str
    kind: Kind
    part: int
    eqf: int
    years: tuple[float | None, ...]
    majors: str
    origins: dict[str, float]
    ways: float
    lines: tuple[str | None, ...]
    part_time: float = 0.0
    english: float = 0.05


_TRADE_LINES = (
    "contract or (danish 9 and mathematics 9 and average 2.0 and other judged-ready) or other entrance-test",
    "contract or (danish 9 and mathematics 9 and average 2.0)",
    "danish 9 and mathematics 9",
    None,
)
_ACADEMY_LINES = (
    *("mathematics C and physics C", "mathematics C and (chemistry C or biotechnology A) and average 2.0"),
    *("english C", "mathematics C and english C", "mathematics B or business-economics B", "nothing", "experience 2"),
    *("2 of (mathematics C, physics C, english C)", "other school-assessment", None),
)
_BENG_LINES = (
    "mathematics A and (physics B or geoscience A) and (chemistry C or biotechnology A)",
    "mathematics A and (physics B or geoscience A) and (chemistry B or biotechnology A) and average 2.0",
    "mathematics A and english B and (physics B or geoscience A)",
    "mathematics B and english B and physics C",
)
_BACHELOR_LINES = (
    *("mathematics A and (physics B or geoscience A) and (chemistry B or biotechnology A)", "mathematics B"),
    *("danish A and english B and mathematics B", "danish A and english B and social-studies B", "danish A"),
    *("danish A and english B and history B and german B", "mathematics A and english B", "grade 6.0 and english B"),
)
_MASTER_LINES = (
    *("language en", "language en and other school-assessment", "other school-assessment", "nothing", None),
    *("language en and grade 7.0", "other thesis-project", "language en and other english-proof"),
)

LAYERS = (
    Layer(
        *(GYMNASIUM, Kind.UPPER_SECONDARY, 140, 4, (3.0, 3.0, 3.0, 2.0), "", {START: 1.0, "foreign-exam": 0.1}, 1),
        ("grade 5.0 or other entrance-test", "danish 9 and english 9 and mathematics 9 and grade 5.0", None),
    ),
    Layer(
        *("trade", Kind.VOCATIONAL, 230, 4, (3.0, 3.5, 4.0, 4.0, 4.5, 5.0, None), "4567890"),
        *({START: 9.0, "adult": 3.0, GYMNASIUM: 1.0}, 4, _TRADE_LINES),
    ),
    Layer(
        *("academy", Kind.TECHNICIAN, 200, 5, (2.0, 2.0, 2.5, None), "3450"),
        *({GYMNASIUM: 1.0, "trade": 2.0, "work": 1.0}, 22, _ACADEMY_LINES, 0.3),
    ),
    Layer(
        *("professional", Kind.TECHNICIAN, 90, 6, (3.5, 3.5, 4.0), "235"),
        *({GYMNASIUM: 2.0, "trade": 1.0, "academy": 0.5, "foreign-exam": 1.0}, 34),
        (*_ACADEMY_LINES[:4], *_BACHELOR_LINES[1:4], "other quota-1-grade or other quota-2-test"),
    ),
    Layer(
        *("marine", Kind.MARINE, 15, 6, (3.0, 4.5), "37"),
        *({GYMNASIUM: 1.0, "trade": 2.0}, 24, ("mathematics C and physics C", "mathematics D and physics C")),
    ),
    Layer(
        *("beng", Kind.ENGINEERING, 100, 6, (3.5, 3.5, 3.5, 4.0), "23"),
        *({GYMNASIUM: 2.0, "trade": 0.7, "academy": 1.0, "foreign-exam": 1.0}, 44, _BENG_LINES, 0.05, 0.15),
    ),
    Layer(
        *("bachelor", Kind.MASTERS, 90, 6, (3.0,), "12"),
        *({GYMNASIUM: 3.0, "academy": 0.3, "foreign-exam": 1.0}, 48, _BACHELOR_LINES, 0.0, 0.15),
    ),
    Layer(
        *("architecture", Kind.ARCHITECTURE, 15, 6, (3.0,), "2"),
        *({GYMNASIUM: 2.0, "academy": 0.5}, 36, ("other portfolio", "other quota-1-grade or other quota-2-test")),
    ),
    Layer(
        *("master", Kind.MASTERS, 120, 7, (2.0, 2.0, 2.0, 0.5, None), "12"),
        *({"bachelor": 3.0, "beng": 2.0, "professional": 1.0, "architecture": 0.5, "foreign-exam": 0.5}, 40),
        *(_MASTER_LINES, 0.2, 0.6),
    ),
)

FROM_A_TRADE = ("experience 2", "mathematics C and physics C", "mathematics C and english C", "nothing", None)
"""How one gets into further study with a trade, where the programme has no line of its own for it."""
BESIDE_A_JOB = ("experience 2", "experience 2 and other school-assessment", "job 25 and other relevant-job")
PACES = {True: Pace.PART_TIME, False: Pace.FULL_TIME}
TOWNS = (
    *("København", "Aarhus", "Odense", "Aalborg", "Esbjerg", "Roskilde", "Kalundborg", "Næstved", "Slagelse"),
    *("Kolding", "Horsens", "Vejle", "Randers", "Viborg", "Herning", "Holbæk", "Silkeborg", "Hillerød", "Sønderborg"),
    *("Køge", "Svendborg", "Nykøbing", "Ringsted", "Thisted", "Rønne", "Skive", "Aabenraa", "Grenaa"),
)
HERE = "Kalundborg"
