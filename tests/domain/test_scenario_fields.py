"""The fields of a change as somebody types them: what is understood, and where each ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.nouns import Interval, Kind
from pathways.domain.scenario_changes import Why
from pathways.domain.scenario_fields import RIGHT, Unfit, read_field
from pathways.domain.scenario_text import FIELDS


@pytest.mark.parametrize(
    ("kind", "name", "typed", "value"),
    [
        pytest.param("seats", "programme", "a" * 80, "a" * 80, id="an id of eighty letters"),
        pytest.param("seats", "more", " +1000 ", 1000, id="a thousand seats"),
        pytest.param("seats", "more", "\u22121000", -1000, id="a thousand fewer, with a long minus"),
        pytest.param("seats", "since", "2028", 2028, id="a year"),
        pytest.param("completion", "percent", "0", 0, id="nobody finishes"),
        pytest.param("completion", "percent", "82,5 %", 82.5, id="a comma, and a sign for per cent"),
        pytest.param("module", "percent", "0.1", 0.1, id="the fewest that a module brings"),
        pytest.param("level", "level", "1", 1, id="the lowest level"),
        pytest.param("level", "level", "4", 4, id="the highest level"),
        pytest.param("module", "skills", " sql = 3 , gmp=1,", (("sql", 3), ("gmp", 1)), id="two skills with spaces"),
        pytest.param("programme", "kind", "d", Kind.ENGINEERING, id="a small letter for a line"),
        pytest.param("programme", "years", "0.5", 0.5, id="half a year"),
        pytest.param("programme", "years", "10", 10, id="ten years"),
        pytest.param("programme", "years", "1.25", 1.25, id="five quarters of a year"),
        pytest.param("programme", "seats", "1", 1, id="one seat"),
        pytest.param("programme", "seats", "1000", 1000, id="as many seats as may be"),
        pytest.param("programme", "feeds", "a=60,b=40", (("a", 60), ("b", 40)), id="all go to two roles"),
        pytest.param(
            "programme", "feeds", "a=99.4,b=0.4,c=0.2", (("a", 99.4), ("b", 0.4), ("c", 0.2)), id="all, in tenths"
        ),
        pytest.param("openings", "period", "2028 - 2030", (2028, 2030), id="years with spaces around the dash"),
        pytest.param("openings", "period", "2028", (2028, 2028), id="one year"),
        pytest.param("openings", "by", "-1000", (-1000, False), id="a thousand people fewer"),
        pytest.param("openings", "by", "1000", (1000, False), id="a thousand people more"),
        pytest.param("openings", "by", "-100%", (-100, True), id="all of them fewer"),
        pytest.param("openings", "by", "+500 %", (500, True), id="six times as many"),
        pytest.param("openings", "by", "12.5%", (12.5, True), id="an eighth more"),
        pytest.param("own-intake", "people", "5", Interval(5, 5, 5), id="five people"),
        pytest.param("own-intake", "people", "0", Interval(0, 0, 0), id="nobody"),
        pytest.param("own-intake", "people", "9-", Interval(9, 9, 9), id="a dash that leads nowhere"),
        pytest.param("own-intake", "people", "9-30", Interval(9, 19.5, 30), id="from nine people to thirty"),
        pytest.param("own-intake", "people", "1 000 - 2 000", Interval(1000, 1500, 2000), id="thousands with a space"),
    ],
)
def test_what_fits_a_field_is_read(kind: str, name: str, typed: str, value: object) -> None:
    assert read_field(kind, name, typed) == value


@pytest.mark.parametrize(
    ("kind", "name", "typed", "why"),
    [
        pytest.param("seats", "programme", "a" * 81, Why.UNREADABLE, id="an id of eighty-one letters"),
        pytest.param("seats", "programme", " ", Why.EMPTY, id="spaces alone"),
        pytest.param("seats", "since", "X2028", Why.NO_NUMBER, id="a letter before a year"),
        pytest.param("seats", "since", "-2028", Why.OUT_OF_RANGE, id="a year before our time"),
        pytest.param("completion", "percent", "82.55", Why.OUT_OF_RANGE, id="hundredths of a per cent"),
        pytest.param("completion", "percent", "100.1", Why.OUT_OF_RANGE, id="a tenth more than all"),
        pytest.param("module", "percent", "0", Why.OUT_OF_RANGE, id="a module that brings nobody"),
        pytest.param("module", "percent", "100.1", Why.OUT_OF_RANGE, id="a module that brings more than all"),
        pytest.param("module", "percent", "0.15", Why.OUT_OF_RANGE, id="hundredths of a per cent of a module"),
        pytest.param("level", "level", "0", Why.OUT_OF_RANGE, id="no level at all"),
        pytest.param("level", "level", "5", Why.OUT_OF_RANGE, id="a level above the highest"),
        pytest.param("level", "level", "2.5", Why.OUT_OF_RANGE, id="half a level"),
        pytest.param("module", "skills", "sql:3", Why.UNREADABLE, id="a colon for an equals sign"),
        pytest.param("module", "skills", "sql=2=3", Why.NO_NUMBER, id="two levels of one skill"),
        pytest.param("module", "skills", "sql=2,sql=2", Why.TWICE, id="one skill twice"),
        pytest.param("module", "skills", " , ", Why.EMPTY, id="commas alone"),
        pytest.param("module", "skills", "a=1,b=1,c=1,d=1,e=1,f=1,g=1", Why.TOO_MANY, id="seven skills"),
        pytest.param("programme", "years", "0.4", Why.OUT_OF_RANGE, id="less than half a year"),
        pytest.param("programme", "years", "10.1", Why.OUT_OF_RANGE, id="more than ten years"),
        pytest.param("programme", "years", "1.255", Why.OUT_OF_RANGE, id="thousandths of a year"),
        pytest.param("programme", "seats", "0", Why.OUT_OF_RANGE, id="a programme without a seat"),
        pytest.param("programme", "seats", "1001", Why.OUT_OF_RANGE, id="a seat too many"),
        pytest.param("programme", "feeds", "a=60,b=40.1", Why.TOO_MUCH, id="a tenth more than all finish"),
        pytest.param("programme", "feeds", "a=0", Why.OUT_OF_RANGE, id="a role that nobody goes to"),
        pytest.param("openings", "by", "10.5", Why.OUT_OF_RANGE, id="half a person"),
        pytest.param("openings", "by", "1001", Why.OUT_OF_RANGE, id="a person too many"),
        pytest.param("openings", "by", "-1001", Why.OUT_OF_RANGE, id="a person too few"),
        pytest.param("openings", "by", "500.1%", Why.OUT_OF_RANGE, id="more than six times as many"),
        pytest.param("openings", "by", "-100.1%", Why.OUT_OF_RANGE, id="a tenth fewer than nobody"),
        pytest.param("openings", "by", "12.55%", Why.OUT_OF_RANGE, id="hundredths of a per cent more"),
        pytest.param("openings", "by", "0%", Why.OUT_OF_RANGE, id="nobody more"),
        pytest.param("own-intake", "people", "-3", Why.OUT_OF_RANGE, id="fewer than nobody"),
        pytest.param("own-intake", "people", "5001", Why.OUT_OF_RANGE, id="a person more than may be assumed"),
        pytest.param("own-intake", "people", "1-5001", Why.OUT_OF_RANGE, id="up to a person too many"),
        pytest.param("own-intake", "people", "-", Why.NO_NUMBER, id="a dash alone"),
    ],
)
def test_what_does_not_fit_a_field_says_why(kind: str, name: str, typed: str, why: Why) -> None:
    with pytest.raises(Unfit, match=f"^{why}$") as refused:
        read_field(kind, name, typed)
    assert refused.value.why is why


def test_six_skills_are_as_many_as_a_module_has() -> None:
    assert len(read_field("module", "skills", "a=1,b=1,c=1,d=1,e=1,f=1")) == 6


@given(st.lists(st.integers(1, 400), min_size=1, max_size=5))
def test_shares_that_leave_nobody_over_always_fit(tenths: list[int]) -> None:
    """A last role takes all the others: whatever adding makes of tenths, they are no more than all."""
    parts = [*tenths, 1000 - sum(tenths)] if sum(tenths) < 1000 else tenths[:2]
    typed = ",".join(f"role-{at}={part / 10}" for at, part in enumerate(parts))
    assert [share for _, share in read_field("programme", "feeds", typed)] == [part / 10 for part in parts]


def test_every_example_of_what_would_be_right_is_right() -> None:
    for kind, names in FIELDS.items():
        for name in names:
            if example := RIGHT.get((kind, name)) or RIGHT.get(("", name)):
                assert read_field(kind, name, example)
