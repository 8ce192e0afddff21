"""What is not public moves nothing: the board with addressed flags and pools of two is the board without them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from pathways.domain import publishing
from pathways.domain.asked_for import asked_of_programme
from pathways.domain.board import board
from pathways.domain.flags import Action, Actor, Ask, Event, Shows, Subject, Visibility, begin
from pathways.drawing.board_files import as_csv
from tests.worlds_of_boards import COMPANIES, ROLES, SKILLS, graphs, wishes

if TYPE_CHECKING:
    from pathways.domain.flags import Flag

TODAY = date(2026, 11, 26)
BEFORE = datetime(2026, 10, 2, 9, tzinfo=UTC)
TOPICS = [(Subject.SKILL, skill) for skill in SKILLS] + [(Subject.ROLE, role) for role in ROLES]
topics = st.sampled_from(TOPICS)
companies = st.sampled_from(COMPANIES)


def flag(number: int, company: str, topic: tuple[Subject, str], level: int, visibility: Visibility) -> Flag:
    subject, key = topic
    asked = Ask(
        subject, key, "", level if subject is Subject.SKILL else None, 7, date(2027, 8, 1), Shows.NO_APPLICANTS, "",
        "Adverts", visibility,
    )  # fmt: skip
    return begin(f"flag-{number}", Event(1, BEFORE, Actor.COMPANY, company, Action.FLAG, ask=asked, to="school"))


@st.composite
def flags(draw: st.DrawFn) -> tuple[list[Flag], list[Flag]]:
    """Flags that are seen, and others that are not: addressed ones, and two companies where nobody else is pooled."""
    seen = [
        (company, topic, Visibility.PUBLIC)
        for topic, company in sorted(draw(st.sets(st.tuples(topics, companies), max_size=4)))
    ]
    pooled = sorted(draw(st.sets(topics, max_size=2)))
    seen += [(company, topic, Visibility.POOLED) for topic in pooled for company in COMPANIES]
    hidden = [
        (company, topic, Visibility.ADDRESSED)
        for topic, company in sorted(draw(st.sets(st.tuples(topics, companies), max_size=6)))
    ]
    pairs = sorted(set(TOPICS) - set(pooled))
    for topic in draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True)):
        hidden += [(company, topic, Visibility.POOLED) for company in sorted(draw(st.sets(companies, max_size=2)))]
    made = [
        flag(number, company, topic, draw(st.integers(1, 4)), visibility)
        for number, (company, topic, visibility) in enumerate([*seen, *hidden])
    ]
    return made[: len(seen)], made[len(seen) :]


@given(graphs(), flags(), wishes)
def test_a_hidden_flag_moves_no_row_and_changes_nothing_that_is_shown(graph, told, wanted):
    seen, hidden = told
    without = publishing.publish(seen, (), TODAY)
    with_them = publishing.publish([*seen, *hidden], (), TODAY)
    first, second = board(graph, without, wanted), board(graph, with_them, wanted)
    assert first == second
    assert first.answers == second.answers
    names = {role: role for role in graph.roles}, {one: one for one in graph.organisations}
    files = [as_csv(one, "da", *names, grouped=wanted.grouped) for one in (first, second)]
    assert files[0] == files[1]
    for programme in graph.programmes:
        assert asked_of_programme(graph, without, programme) == asked_of_programme(graph, with_them, programme)
