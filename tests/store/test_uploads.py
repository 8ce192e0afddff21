"""Files that wait in the database, on SQLite and PostgreSQL: what one worker keeps, another one reads."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from pathways.domain.editing import differences
from pathways.domain.nouns import Level
from pathways.domain.rights import AccountKind
from pathways.domain.saying import Said, said
from pathways.store import uploads
from pathways.store.accounts import NewAccount, add_account
from pathways.store.backups import write_backup
from pathways.store.copies import opened
from pathways.store.engine import writer
from pathways.store.exchange import read_file
from pathways.store.sheets import LocatedFault
from pathways.store.upload_tables import UploadState
from pathways.store.writes import replace_catalogue
from tests.full_towns import TOWN
from tests.store.books import book, planted

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
OTHER = replace(TOWN, roles=TOWN.roles[:1], needs=(replace(TOWN.needs[0], level=Level.LEADS),), practicals=())
CHANGES = differences(TOWN, OTHER)
"""Rows that came, changed and went; the facts need not be valid for that."""


@pytest.fixture
def session(engine):
    with Session(engine) as opened:
        replace_catalogue(opened, TOWN)
        for at in range(2):
            add_account(opened, NewAccount(f"{at}@school.example", "Some editor", AccountKind.EDITOR), "stamp", NOW)
        opened.commit()
        yield opened


def hand_in(session, id="one", account=1, **more):
    kept = {"name": "town.xlsx", "content": b"\0\xff bytes", "now": NOW, **more}
    uploads.hand_in(session, id, account, **kept)
    session.commit()


def test_what_was_handed_in_is_there_for_its_account_and_no_other(session):
    hand_in(session)
    found = uploads.of_account(session, 1)
    assert found == uploads.of_account(session, 1, "one")
    assert (found.name, found.state, found.at, found.part) == ("town.xlsx", UploadState.READING, NOW, 0.0)
    assert uploads.content_of(session, "one") == b"\0\xff bytes"
    assert uploads.of_account(session, 2) is None
    assert uploads.of_account(session, 2, "one") is None


def test_an_account_has_one_at_a_time(session):
    hand_in(session)
    hand_in(session, "two")
    hand_in(session, "three", 2)
    assert uploads.of_account(session, 1).id == "two"
    assert uploads.content_of(session, "one") is None
    assert uploads.of_account(session, 2).id == "three"


def test_of_two_that_are_handed_in_at_once_the_later_one_stays(session, engine):
    def as_well():
        with Session(writer(engine)) as other:
            hand_in(other, "two")

    with ThreadPoolExecutor(1) as beside:
        with Session(writer(engine)) as first:
            uploads.hand_in(first, "one", 1, name="town.xlsx", content=b"", now=NOW)
            late = beside.submit(as_well)
            time.sleep(0.5)  # long enough to have found no file of the account
            first.commit()
        late.result(30)
    assert uploads.of_account(session, 1).id == "two"
    assert uploads.content_of(session, "one") is None


def test_what_was_read_comes_back_by_value(session, engine):
    hand_in(session)
    faults = read_file("x", planted(book(TOWN), "roles", 3, eqf="=1", family="gone")).faults
    assert len(faults) == 2
    uploads.finish(session, "one", UploadState.READ, 7, faults=faults, changes=CHANGES)
    session.commit()
    with Session(engine) as other:
        outcome = uploads.outcome_of(other, "one")
        assert (outcome.faults, outcome.more) == (faults, 0)
        assert outcome.changes == CHANGES
        assert uploads.of_account(other, 1).revision == 7
    assert all(isinstance(fault.problem, Said) for fault in outcome.faults)
    assert [fault.problem.values for fault in outcome.faults] == [fault.problem.values for fault in faults]


def test_a_sentence_within_a_sentence_keeps_its_pattern(session):
    hand_in(session)
    problem = said("No %(noun)s has the id %(id)s.", noun=said("skill"), id="'x'")
    fault = LocatedFault("needs", 3, "skill", problem, "Plain words.", cell="B3")
    uploads.finish(session, "one", UploadState.FAULTY, 1, faults=[fault] * (uploads.MOST_FAULTS + 1))
    outcome = uploads.outcome_of(session, "one")
    assert len(outcome.faults) == uploads.MOST_FAULTS
    assert outcome.more == 1
    assert outcome.faults[0] == fault
    assert outcome.faults[0].problem.values["noun"].pattern == "skill"
    assert not isinstance(outcome.faults[0].remedy, Said)


def test_changes_are_told_apart_by_their_digest(session):
    hand_in(session)
    digests = set()
    for changes in ((), CHANGES, CHANGES[1:]):
        uploads.finish(session, "one", UploadState.READ, 1, changes=changes)
        digests.add(uploads.outcome_of(session, "one").digest)
    assert len(digests) == 3
    assert uploads.outcome_of(session, "gone").changes == ()


def test_a_reader_is_believed_while_it_gives_signs(session):
    hand_in(session)
    later = NOW + timedelta(minutes=5)
    assert not uploads.of_account(session, 1).is_silent(NOW + uploads.SILENCE)
    assert uploads.of_account(session, 1).is_silent(later)
    assert uploads.give_sign(session, "one", later, "roles", 0.5)
    found = uploads.of_account(session, 1)
    assert (found.step, found.part, found.is_silent(later)) == ("roles", 0.5, False)
    uploads.finish(session, "one", UploadState.READ, 1)
    assert not uploads.of_account(session, 1).is_silent(later + timedelta(days=1))
    assert not uploads.give_sign(session, "one", later, "roles", 0.6), "it is read already"
    uploads.remove(session, "one")
    assert not uploads.give_sign(session, "one", later, "roles", 0.6), "it is gone"


def test_reading_again_forgets_what_was_read(session):
    hand_in(session)
    uploads.finish(session, "one", UploadState.READ, 7, changes=CHANGES)
    uploads.begin_again(session, "one", NOW + timedelta(hours=1))
    found = uploads.of_account(session, 1)
    assert (found.state, found.revision, found.seen_at) == (UploadState.READING, 0, NOW + timedelta(hours=1))
    assert uploads.outcome_of(session, "one").changes == ()
    assert uploads.content_of(session, "one") == b"\0\xff bytes"


def test_what_is_older_than_a_day_is_forgotten_when_another_comes(session):
    hand_in(session)
    tomorrow = NOW + uploads.KEPT + timedelta(seconds=1)
    assert not uploads.is_owed(session, NOW + uploads.KEPT)
    assert uploads.is_owed(session, tomorrow)
    hand_in(session, "two", 2, now=tomorrow)
    assert uploads.of_account(session, 1) is None
    assert uploads.of_account(session, 2) is not None


def test_a_file_that_waits_is_in_no_copy(session, engine, tmp_path):
    hand_in(session, content=b"words that nobody else should have")
    write_backup(engine, tmp_path / "copy.db", NOW, notes=True)
    assert b"words that nobody" not in (tmp_path / "copy.db").read_bytes()
    with opened(tmp_path / "copy.db") as copy, Session(copy) as inside:
        assert uploads.of_account(inside, 1) is None
