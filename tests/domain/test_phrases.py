"""The words of pictures: what they say in both languages, and where a lower bound is told as one."""

from __future__ import annotations

import pytest

from pathways.domain.cover import Cover
from pathways.domain.journey import Leg, LegKind, Route
from pathways.domain.nouns import Here, Text
from pathways.domain.phrases import arrow, by_estimate, covered, here, plain
from pathways.domain.reach import Band
from tests import builders as b


def route(share_here: float | None, *, at_least: bool, taught: Here = Here.YES) -> Route:
    """One study on the way to a role; so much of it is here, or at least so much."""
    study = Leg(LegKind.STUDY, 0, 3.5, b.programme(here=taught))
    unknown = Cover((), None, 0, 0, 0, complete=False)
    start = b.programme("school", "N1")
    return Route(start, b.role(), (study,), 3.5, False, unknown, share_here, at_least, (), Band.REALISTIC)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        pytest.param(
            None, Text("vi ved ikke, hvor meget den dækker", "how much it covers is not known"), id="what is unknown"
        ),
        pytest.param(1.0, Text("dækker alt det, jobbet kræver", "covers all that the role needs"), id="all of it"),
        pytest.param(
            0.999,
            Text("dækker mindst 99 % af det, jobbet kræver", "covers at least 99% of what the role needs"),
            id="nearly all of it",
        ),
    ],
)
def test_a_fit_is_told_as_a_lower_bound_short_of_all(share: float | None, words: Text) -> None:
    assert covered(share) == words


@pytest.mark.parametrize(
    ("one", "words"),
    [
        pytest.param(route(None, at_least=False), Text("ingen studietid", "no study"), id="nothing is studied"),
        pytest.param(route(0.5, at_least=False), Text("50 %", "50%"), id="half of it"),
        pytest.param(route(0.5, at_least=True), Text("mindst 50 %", "at least 50%"), id="at least half of it"),
        pytest.param(route(1.0, at_least=True), Text("100 %", "100%"), id="no more than all"),
        pytest.param(
            route(0.0, at_least=True, taught=Here.PARTLY), Text("noget af det", "some of it"), id="an unknown part"
        ),
        pytest.param(route(0.0, at_least=True), Text("ikke kendt", "not known"), id="nobody knows"),
    ],
)
def test_how_much_of_the_study_is_here(one: Route, words: Text) -> None:
    assert here(one) == words


@pytest.mark.parametrize(
    ("estimates", "words"),
    [
        pytest.param((1, 1), Text(", efter skøn", ", by estimate"), id="the only one"),
        pytest.param((2, 2), Text(", alle efter skøn", ", all by estimate"), id="both of two"),
    ],
)
def test_two_are_all_where_one_is_not(estimates: tuple[int, int], words: Text) -> None:
    assert by_estimate(estimates) == words


def test_a_sentence_about_a_link_has_no_soft_hyphens() -> None:
    tail, head = Text("Ingeni\u00adør", "Engi\u00adneer"), Text("Labo\u00adrant", "Techni\u00adcian")
    assert plain(tail) == Text("Ingeniør", "Engineer")
    words = Text("vi ved det ikke", "it is not known")
    assert arrow(tail, head, words) == Text(
        "Ingeniør til Laborant: vi ved det ikke.", "Engineer to Technician: it is not known."
    )
