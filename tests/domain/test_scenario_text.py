"""A change as one line of a link: each form of it, and what is told of a line that cannot be read."""

from __future__ import annotations

import pytest

from pathways.domain.scenario_changes import LONGEST_NAME, MOST_CHANGES, Problem, Seats, Why
from pathways.domain.scenario_text import LONGEST, build, read, read_scenario, written

A_LINE = "seats:course:+10:2028"


@pytest.mark.parametrize(
    "line",
    [
        "seats:beng-process:+10:2028",
        "completion:beng-process:85",
        "stay:beng-process:60",
        "level:beng-process:gmp:3",
        "module:beng-process:2028:gmp=3,sql=2:quality-coordinator:10",
        "programme:D:3.5:30:2028:80:process-engineer=40,data-analyst=10",
        "openings:process-engineer:2028-2030:+5",
        "openings:process-engineer:2028:+10%",
        "own-length:beng-process:3.5",
        "own-intake:beng-process:25-35",
        "own-completion:beng-process:80",
        "own-share:beng-process:data-analyst:10",
        "own-openings:data-analyst:2027-2030:8",
    ],
)
def test_each_line_that_the_form_shows_is_written_as_it_was_read(line: str) -> None:
    change, problems = read(line, 0)
    assert problems == ()
    assert change
    assert written(change) == line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            f"nonsense{'!' * 50}",
            [Problem(2, "change", Why.UNREADABLE, f"nonsense{'!' * 32}", "seats:…:+10:2028")],
            id="no kind of change: an example of one",
        ),
        pytest.param(
            f"stay:course:10:20:{'3' * 40}",
            [Problem(2, "change", Why.UNREADABLE, f"stay:course:10:20:{'3' * 22}", "stay:programme:percent")],
            id="too many fields: those that it has",
        ),
        pytest.param(
            f"{'seats:' * 200}", [Problem(2, "change", Why.TOO_LONG, "seats:seats:seats:seats:seats:seats:seat")],
            id="a line without end: how it begins",
        ),
        pytest.param(
            f"seats::+10: {'soon ' * 20}",
            [
                Problem(2, "programme", Why.EMPTY, ""),
                Problem(2, "since", Why.NO_NUMBER, "soon soon soon soon soon soon soon soon ", "2028"),
            ],
            id="fields: what was typed, cut, and what would be right; of a programme there is no example",
        ),
        pytest.param(
            "seats:course", [Problem(2, "more", Why.EMPTY, "", "+10"), Problem(2, "since", Why.EMPTY, "", "2028")],
            id="what is not there is empty",
        ),
        pytest.param(
            "module:course:2028:sql=2:analyst:0", [Problem(2, "percent", Why.OUT_OF_RANGE, "0", "10")],
            id="nobody takes a module that leads to a role",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_what_would_be_right(line: str, expected: list[Problem]) -> None:
    assert read(line, 2) == (None, tuple(expected))


def test_a_form_is_answered_like_a_line() -> None:
    typed = {"programme": "course", "percent": " lots "}
    assert build("stay", typed, 4) == (None, (Problem(4, "percent", Why.NO_NUMBER, "lots", "85"),))


def test_a_line_may_have_six_hundred_signs() -> None:
    assert read(f"{A_LINE:{LONGEST}}", 0) == (Seats("course", 10, 2028), ())
    assert read(f"{A_LINE:{LONGEST + 1}}", 0) == (None, (Problem(0, "change", Why.TOO_LONG, f"{A_LINE:40}"),))


def test_a_scenario_may_be_full_and_its_name_long() -> None:
    scenario, places, problems = read_scenario("n" * LONGEST_NAME, [A_LINE] * MOST_CHANGES)
    assert (scenario.name, len(scenario.changes), problems) == ("n" * 80, 12, ())
    assert places == tuple(range(12))


def test_a_scenario_with_too_much_says_how_much_there_may_be() -> None:
    *_, problems = read_scenario("n" * (LONGEST_NAME + 1), [A_LINE] * (MOST_CHANGES + 3))
    assert problems == (
        Problem(None, "change", Why.TOO_MANY, "15", "12"),
        Problem(None, "name", Why.TOO_LONG, "n" * 40, "80"),
    )
