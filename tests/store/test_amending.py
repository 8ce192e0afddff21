"""What a large import asks of a database: few questions, each of which finds its rows at once."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from sqlalchemy import event
from sqlmodel import Session

from pathways.domain.editing import TOWN, applied, differences
from pathways.store.amending import amend
from pathways.store.reads import load_facts
from pathways.store.writes import replace_catalogue
from tests.bench.generator import enlarge
from tests.worlds import whole_town

MOST_QUESTIONS = 400
SEARCH = "SCAN"
"""What SQLite calls it to look at every row of a table."""


def told_otherwise(facts):
    """The same rows, each said as of another day."""

    def touched(row):
        evidence = getattr(row, "evidence", None)
        return row if evidence is None else replace(row, evidence=replace(evidence, as_of="2024-02-03"))

    names = [each.name for each in fields(facts) if each.name != TOWN]
    return replace(facts, **{name: tuple(map(touched, getattr(facts, name))) for name in names})


@pytest.fixture
def asked(engine):
    """Every question that the database was asked, and with what."""
    found = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param((whole_town(), enlarge(whole_town(), 40)), id="many rows that are added"),
        pytest.param((enlarge(whole_town(), 40), told_otherwise(enlarge(whole_town(), 40))), id="told otherwise"),
        pytest.param((enlarge(whole_town(), 40), whole_town()), id="and taken away"),
    ],
)
def test_many_changes_ask_few_questions_and_say_what_they_should(engine, asked, path):
    before, after = path
    with Session(engine) as session:
        replace_catalogue(session, before)
        asked.clear()
        changes = differences(before, after)
        expected, made = applied(before, changes)
        amend(session, before, expected, made)
        session.flush()
        assert len(made) > 500
        assert len(asked) < MOST_QUESTIONS
        if engine.dialect.name == "sqlite":
            assert [found for found in asked if searches(session, *found)] == []
        assert load_facts(session) == expected


def searches(session, statement, parameters):
    """Whether an update or a deletion looks at every row of a table to find one."""
    if not statement.startswith(("UPDATE", "DELETE")) or statement.startswith("DELETE FROM evidence"):
        return False  # of evidence, a handful goes at a time, and what could rest on it is looked through
    one = parameters[0] if isinstance(parameters, list) else parameters
    plan = session.connection().connection.execute(f"EXPLAIN QUERY PLAN {statement}", one).fetchall()
    return any(SEARCH in str(row[-1]) for row in plan)
