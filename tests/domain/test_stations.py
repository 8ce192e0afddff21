"""The line of a flag's life, whatever happened to it."""

from __future__ import annotations

from datetime import date

import pytest

from pathways.domain.flags import State
from pathways.domain.stations import Place, Station, stations
from tests.flag_stories import story

TODAY = date(2026, 10, 1)
SIGNS = {Place.BEEN: "", Place.HERE: "*", Place.AHEAD: "?"}


def told(*steps, today=TODAY) -> str:
    return " ".join(f"{one.state}{SIGNS[one.place]}" for one in stations(story(*steps), today))


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        pytest.param((), "flagged* acknowledged? planned? delivered? confirmed?", id="just flagged"),
        pytest.param(("acknowledge",), "flagged acknowledged* planned? delivered? confirmed?", id="acknowledged"),
        pytest.param(
            ("acknowledge", "plan", "deliver", "confirm"),
            "flagged acknowledged planned delivered confirmed*",
            id="all the way",
        ),
        pytest.param(
            ("acknowledge", "plan", "deliver", "not-yet"),
            "flagged acknowledged planned* delivered? confirmed?",
            id="sent back: delivered is still to come",
        ),
        pytest.param(
            ("pass-on",), "flagged passed-on* acknowledged? planned? delivered? confirmed?", id="one station more"
        ),
        pytest.param(
            ("acknowledge", "pass-on"),
            "flagged passed-on* acknowledged? planned? delivered? confirmed?",
            id="the next one acknowledges in its turn",
        ),
        pytest.param(
            ("pass-on", "acknowledge", "plan"),
            "flagged passed-on acknowledged planned* delivered? confirmed?",
            id="answered by the next one",
        ),
        pytest.param(("acknowledge", "decline"), "flagged acknowledged declined*", id="declined ends the line"),
        pytest.param(
            ("acknowledge", "decline", "flag-again"),
            "flagged* acknowledged? planned? delivered? confirmed?",
            id="flagged again begins anew",
        ),
        pytest.param(
            ("pass-on", "acknowledge", "decline", "flag-again", "acknowledge"),
            "flagged acknowledged* planned? delivered? confirmed?",
            id="anew, and who passed it on before is forgotten",
        ),
        pytest.param(
            ("acknowledge", "decline", "flag-again", "withdraw"), "flagged withdrawn*", id="withdrawn the second time"
        ),
        pytest.param(("withdraw",), "flagged withdrawn*", id="withdrawn"),
        pytest.param(("acknowledge", "lapse"), "flagged acknowledged lapsed*", id="lapsed"),
        pytest.param(
            ("acknowledge", "edit", "comment"),
            "flagged acknowledged* planned? delivered? confirmed?",
            id="changes and comments move nothing",
        ),
    ],
)
def test_the_line(steps, line):
    assert told(*steps) == line


def test_days_stand_where_it_has_been():
    flag = story("acknowledge", ("plan", 9), ("deliver", 20), ("not-yet", 21), ("comment", 22))
    found = {one.state: one.on for one in stations(flag, TODAY)}
    assert found[State.FLAGGED] == date(2026, 9, 1)
    assert found[State.PLANNED] == date(2026, 9, 22), "it came back there"
    assert found[State.DELIVERED] is None


def test_days_are_those_since_it_was_flagged_last():
    flag = story("acknowledge", ("decline", 5), ("flag-again", 7), ("acknowledge", 11), ("decline", 12))
    assert stations(flag, TODAY) == (
        Station(State.FLAGGED, Place.BEEN, date(2026, 9, 8)),
        Station(State.ACKNOWLEDGED, Place.BEEN, date(2026, 9, 12)),
        Station(State.DECLINED, Place.HERE, date(2026, 9, 13)),
    )


def test_a_flag_that_lapsed_today_says_so_before_the_clock_has_written_it():
    last = stations(story("acknowledge"), date(2028, 10, 1))[-1]
    assert (last.state, last.place, last.on) == (State.LAPSED, Place.HERE, date(2028, 10, 1))
