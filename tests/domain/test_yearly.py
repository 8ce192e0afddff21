"""The lines of a year: what is counted, what is not, and what is too few to be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.yearly import People, flagged_in, lines
from tests import builders as b
from tests.published_flags import public_flag, published_of, skill_topic

DERIVED = n.Evidence(n.Basis.DERIVED, b.STATED.sources, "2024-05")
COUNTED = People(12, whole=True)


def flow(programme, likely, kind="intake", year="2026", evidence=b.STATED):
    people = None if likely is None else n.Interval(likely, likely, likely)
    return n.Flow(
        f"{programme}-{kind}-{likely or 0}-{year}", n.ProgrammeId(programme), kind, b.text("counted"), None, None, None,
        people, None, None, year, False, True, None, evidence,
    )  # fmt: skip


def town(*flows, **changes):
    base = b.facts(
        {"analyst": {"sql": 1}, "tester": {"sql": 1}}, {"beng": {"sql": 1}, "bsc": {"sql": 1}, "trade": {"sql": 1}},
        [("beng", "analyst"), ("bsc", "analyst"), ("bsc", "tester")],
    )  # fmt: skip
    beng, bsc, trade = base.programmes
    programmes = (beng, replace(bsc, here=n.Here.NO), replace(trade, code="E1", kind=n.Kind.VOCATIONAL))
    return Graph(replace(base, programmes=programmes, flows=flows, **changes))


def engineering(*flows):
    return next(line for line in lines(town(*flows), 2026) if line.kind is n.Kind.ENGINEERING)


def test_each_line_with_programmes_is_told_in_the_order_of_the_lines():
    told = lines(town(), 2026)
    assert [line.kind for line in told] == [kind for kind in n.KINDS if kind in (n.Kind.ENGINEERING, n.Kind.VOCATIONAL)]
    assert {line.kind: (len(line.programmes), line.here, line.roles) for line in told} == {
        n.Kind.ENGINEERING: (2, 1, 2),
        n.Kind.VOCATIONAL: (1, 1, 0),
    }, "a role that two programmes lead to is one role"


@pytest.mark.parametrize(
    ("flows", "started"),
    [
        pytest.param([], People(None, whole=False), id="nobody counted"),
        pytest.param([flow("beng", 5), flow("bsc", 7)], COUNTED, id="every programme was counted"),
        pytest.param([flow("beng", 5)], People(5, whole=False), id="one was not"),
        pytest.param([flow("beng", 5, year="2025"), flow("bsc", 7)], People(7, whole=False), id="another year"),
        pytest.param([flow("beng", 5, "stock"), flow("bsc", 7)], People(7, whole=False), id="other people"),
        pytest.param([flow("beng", None), flow("bsc", 7)], People(7, whole=False), id="a flow without people"),
        pytest.param([flow("beng", 3), flow("bsc", 9)], COUNTED, id="few, as a source printed them"),
        pytest.param(
            [flow("beng", 4, evidence=DERIVED), flow("bsc", 9)], People(9, whole=False), id="few, worked out by us"
        ),
        pytest.param([flow("beng", 5, evidence=DERIVED), flow("bsc", 7)], COUNTED, id="five are enough"),
        pytest.param([flow("beng", 0), flow("bsc", 12)], COUNTED, id="a printed nought is a count"),
    ],
)
def test_who_started_is_added_up_as_far_as_it_was_counted(flows, started):
    line = engineering(*flows)
    assert line.started == started
    assert line.finished == People(None, whole=False), "who started has not finished"


def test_who_finished_is_added_up_alike():
    assert engineering(flow("beng", 5, "completion"), flow("bsc", 7, "completion")).finished == COUNTED


def test_flags_of_a_year_were_made_or_first_answered_in_it():
    topic = skill_topic("sql")
    made = public_flag("works", topic, id="made", since=date(2026, 1, 1))
    answered = public_flag("works", topic, id="answered", since=date(2025, 12, 31), answered=date(2026, 12, 31))
    before = public_flag("works", topic, id="before", since=date(2025, 3, 1), answered=date(2025, 9, 1))
    after = public_flag("works", topic, id="after", since=date(2027, 1, 1))
    assert flagged_in(published_of([after, made, answered, before]), 2026) == (made, answered)
    assert flagged_in(published_of([]), 2026) == ()
