"""A route as it is told: what names it, when the first wage comes, and what an apprenticeship is."""

from __future__ import annotations

import pytest

from pathways.domain import nouns as n
from pathways.domain.cover import Cover
from pathways.domain.journey import Leg, LegKind, Route, is_apprenticeship
from pathways.domain.reach import Band
from tests import builders as b
from tests.domain.worlds_of_routes import admission, start, step

STUDY, WORK, WAITING, BRIDGING = LegKind.STUDY, LegKind.WORK, LegKind.WAITING, LegKind.BRIDGING
SMITH = b.programme("smith", "E1", n.Kind.VOCATIONAL)
BENG = b.programme("beng", "D1")
TRAINED, OPEN, UNSEEN = (
    admission("school", "smith", asked) for asked in ("mathematics F and contract", "age 18", None)
)
DOOR = admission("school", "beng", "experience 2")
PROMOTION = step("analyst", "chief", 3)


def route(*legs: Leg) -> Route:
    """From school to a role by these legs."""
    unknown = Cover((), None, 0, 0, 0, complete=False)
    years = legs[-1].ends if legs else 0.0
    return Route(start("school"), b.role("chief"), legs, years, False, unknown, None, False, (), Band.REALISTIC)


def test_a_route_is_named_by_what_is_studied_how_it_is_entered_and_the_steps_at_work() -> None:
    told = route(
        Leg(WAITING, 0, 0.5, SMITH, OPEN),
        Leg(STUDY, 0.5, 4, SMITH, OPEN),
        Leg(BRIDGING, 4, 5.5, BENG, DOOR),
        Leg(WORK, 5.5, 7.5, BENG, DOOR),
        Leg(STUDY, 7.5, 11, BENG, DOOR),
        Leg(LegKind.STEP, 11, 14, step=PROMOTION),
    )
    assert told.key == "smith.beng~1.5^2.@chief"
    assert told.programmes == (SMITH, BENG)
    assert told.title == "Smith → Beng"
    assert (route().key, route().programmes) == ("", ())


@pytest.mark.parametrize(
    ("programme", "way", "paid"),
    [
        pytest.param(SMITH, TRAINED, True, id="a trade with a training agreement"),
        pytest.param(SMITH, OPEN, False, id="a trade without one"),
        pytest.param(SMITH, UNSEEN, False, id="a trade of which no condition was seen"),
        pytest.param(BENG, TRAINED, False, id="a training agreement with no trade"),
    ],
)
def test_a_company_trains_and_pays_in_a_trade_with_a_training_agreement(
    programme: n.Programme, way: n.Admission, paid: bool
) -> None:
    assert is_apprenticeship(programme, way) is paid


@pytest.mark.parametrize(
    ("legs", "wage"),
    [
        pytest.param(
            (Leg(BRIDGING, 0, 1, SMITH, TRAINED), Leg(WAITING, 1, 1.5, SMITH, TRAINED),
             Leg(STUDY, 1.5, 5, SMITH, TRAINED)),
            (1.5, STUDY), id="an apprentice is paid from the first day of the trade, not of the schooling before it",
        ),
        pytest.param((Leg(STUDY, 0, 3.5, SMITH, OPEN),), (3.5, None), id="a trade learnt at school pays nothing"),
        pytest.param((Leg(STUDY, 0, 3.5, SMITH),), (3.5, None), id="nor does one whose door is not known"),
        pytest.param(
            (Leg(STUDY, 0, 2, SMITH, OPEN), Leg(STUDY, 2, 4, BENG, DOOR, beside_job=True)),
            (2, STUDY), id="a job beside the study pays",
        ),
        pytest.param(
            (Leg(WORK, 0.5, 2.5, BENG, DOOR), Leg(STUDY, 2.5, 6, BENG, DOOR)), (0.5, WORK), id="work before a study"
        ),
        pytest.param(
            (Leg(STUDY, 0, 3.5, BENG, DOOR), Leg(LegKind.STEP, 3.5, 6.5, step=PROMOTION)),
            (3.5, None), id="the first job comes before a step at work",
        ),
        pytest.param((), (0, None), id="the start leads to the role"),
    ],
)  # fmt: skip
def test_the_first_wage_comes_from_a_company_a_job_or_the_role_itself(
    legs: tuple[Leg, ...], wage: tuple[float, LegKind | None]
) -> None:
    assert route(*legs).first_wage == wage
