"""Saved scenarios as rows: one of a name, and no more than an account may keep, though two are saved at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from pathways.catalogue import Catalogue
from pathways.domain.rights import AccountKind
from pathways.store import scenarios
from pathways.store.accounts import NewAccount, add_account

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def catalogue(engine):
    with Session(engine) as session:
        for at in range(2):
            add_account(session, NewAccount(f"{at}@works.example", "Some company", AccountKind.COMPANY), "stamp", NOW)
        session.commit()
    made = Catalogue(engine)
    yield made
    made.close()


def save(catalogue, name="More seats", query="of=town", account=1, later=0):
    with catalogue.rows(write=True) as session:
        scenarios.save(session, account, name, query, NOW + timedelta(minutes=later))


def saved(catalogue, account=1):
    with catalogue.rows() as session:
        return [(row.name, row.query) for row in scenarios.saved_by(session, account)]


def test_the_newest_comes_first_and_one_of_the_same_name_takes_its_place(catalogue):
    save(catalogue)
    save(catalogue, "More stay", later=1)
    save(catalogue, query="of=role:analyst", later=2)
    save(catalogue, account=2)
    assert saved(catalogue) == [("More seats", "of=role:analyst"), ("More stay", "of=town")]
    assert saved(catalogue, 2) == [("More seats", "of=town")]


def test_an_account_keeps_so_many_and_no_more(catalogue):
    for number in range(scenarios.MOST):
        save(catalogue, f"Number {number}")
    with pytest.raises(scenarios.TooManySaved):
        save(catalogue, "One more")
    save(catalogue, "Number 7", "of=role:analyst")
    assert len(saved(catalogue)) == scenarios.MOST


def test_nobody_removes_what_is_not_theirs(catalogue):
    save(catalogue)
    with catalogue.rows(write=True) as session:
        scenarios.remove(session, 2, 1)
        scenarios.remove(session, 1, 10**30)
    assert len(saved(catalogue)) == 1
    with catalogue.rows(write=True) as session:
        scenarios.remove(session, 1, 1)
    assert saved(catalogue) == []


def test_one_that_is_saved_twice_at_once_is_there_once(catalogue):
    with ThreadPoolExecutor(1) as beside:
        with catalogue.rows(write=True) as session:
            scenarios.save(session, 1, "More seats", "of=town", NOW)
            session.flush()
            late = beside.submit(save, catalogue)
            time.sleep(0.5)  # long enough to have found none of that name
        late.result(30)
    assert saved(catalogue) == [("More seats", "of=town")]
