"""What companies ask for about one skill, one role, one programme: from what is published and nothing else."""

from __future__ import annotations

from pathways.domain.asked_for import asked_of_programme, asked_topics, asking
from pathways.domain.flags import State
from pathways.domain.graph import Graph
from pathways.domain.nouns import ProgrammeId
from tests import builders as b
from tests.published_flags import companies_asking, planned, pool, public_flag, published_of, role_topic, skill_topic

SQL = skill_topic("sql")


def test_companies_with_a_name_and_the_pool_are_counted_once_each():
    told = published_of(
        [public_flag("works", SQL, id="1", level=2), public_flag("works", SQL, id="2"), public_flag("mill", SQL)],
        [pool(SQL, 4, level=4)],
    )
    asked = asking(told, SQL)
    assert (asked.companies, asked.level) == (6, 4)
    assert asked.companies == companies_asking(told, SQL)


def test_what_was_confirmed_is_told_and_asks_no_more():
    done, other = (public_flag("works", topic, state=State.CONFIRMED) for topic in (SQL, skill_topic("r")))
    asked = asking(published_of([done, other]), SQL)
    assert (asked.companies, asked.level, len(asked.closed), asked.known) == (0, 0, 1, True)
    assert asked.flags == asked.closed == (done,)
    still = public_flag("mill", SQL)
    assert asking(published_of([done, still]), SQL).flags == (still, done)


def test_nothing_published_is_nothing_known():
    assert not asking(published_of(), SQL).known
    assert asked_topics(published_of()) == frozenset()


def test_a_programme_has_what_is_planned_in_it_and_what_is_asked_of_its_skills():
    graph = Graph(b.facts({"analyst": {"sql": 2, "r": 2}}, {"beng": {"sql": 2, "r": 1}, "msc": {"gmp": 1}}))
    told = published_of(
        [
            planned("works", SQL, "beng"),
            public_flag("mill", role_topic("analyst")),
            public_flag("mill", skill_topic("r")),
        ],
        [pool(skill_topic("r"))],
    )
    asked = asked_of_programme(graph, told, ProgrammeId("beng"))
    assert [flag.company for flag in asked.answers] == ["works"]
    assert [(one.skill.id, one.outcome, one.asking.companies) for one in asked.skills] == [
        ("r", b.outcome("beng", "r", 1), 4),
        ("sql", b.outcome("beng", "sql", 2), 1),
    ]
    assert asked.known
    assert not asked_of_programme(graph, told, ProgrammeId("msc")).known
