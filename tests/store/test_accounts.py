"""Accounts, links and counts as rows, on SQLite and on PostgreSQL."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlmodel import select

from pathways.catalogue import Catalogue
from pathways.domain.accounts import AccountState, AddressTaken, erased_address
from pathways.domain.rights import AccountKind
from pathways.store import accounts, attempts, digests, marks
from pathways.store.account_tables import AccountRow, OneUseLinkRow
from pathways.store.digest_tables import DigestRow
from pathways.store.engine import make_engine
from pathways.store.scenario_tables import SavedScenarioRow
from pathways.store.schema import upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
KIM = accounts.NewAccount("kim@school.example", "Kim", AccountKind.COUNSELLOR, password_hash="hash")


@pytest.fixture
def catalogue(database_url) -> Iterator[Catalogue]:
    engine = make_engine(database_url)
    upgrade(engine)
    made = Catalogue(engine)
    yield made
    made.close()


def add(catalogue: Catalogue, new: accounts.NewAccount = KIM) -> int:
    with catalogue.rows(write=True) as session:
        return accounts.add_account(session, new, "stamp", NOW).id


def found(catalogue: Catalogue, id: int) -> accounts.Kept:
    with catalogue.rows() as session:
        kept = accounts.find_account(session, id)
    assert kept is not None
    return kept


def test_an_account_is_found_by_number_and_by_address(catalogue):
    id = add(catalogue)
    kept = found(catalogue, id)
    assert (kept.account.email, kept.account.kind, kept.password_hash, kept.stamp) == (
        *(KIM.email, AccountKind.COUNSELLOR, "hash", "stamp"),
    )
    with catalogue.rows() as session:
        assert accounts.account_of(session, KIM.email) == kept
        assert accounts.account_of(session, "toni@school.example") is None
        assert accounts.find_account(session, id + 1) is None


def test_an_address_is_taken_once(catalogue):
    add(catalogue)
    with pytest.raises(AddressTaken):
        add(catalogue)
    with catalogue.rows() as session:
        assert len(accounts.all_accounts(session)) == 1


def test_an_address_that_two_write_at_once_is_taken_once(catalogue):
    def add_as_well() -> int | None:
        try:
            return add(catalogue)
        except AddressTaken:
            return None

    with ThreadPoolExecutor(1) as thread:
        with catalogue.rows(write=True) as session:
            accounts.add_account(session, KIM, "stamp", NOW)
            second = thread.submit(add_as_well)
            time.sleep(0.3)  # it is waiting for us by now
        assert second.result(timeout=30) is None
    with catalogue.rows() as session:
        assert len(accounts.all_accounts(session)) == 1


def test_how_an_account_stands(catalogue):
    id = add(catalogue, accounts.NewAccount("new@school.example", "New", AccountKind.EDITOR))
    shown = add(catalogue, accounts.NewAccount("editor@demo.invalid", "Demo", AccountKind.EDITOR, demo=True))
    assert found(catalogue, id).account.state is AccountState.INVITED
    assert found(catalogue, shown).account.state is AccountState.ACTIVE
    with catalogue.rows(write=True) as session:
        accounts.set_password(session, id, "hash", "second")
    assert found(catalogue, id).account.state is AccountState.ACTIVE
    with catalogue.rows(write=True) as session:
        accounts.disable_account(session, id, "third")
    assert (found(catalogue, id).account.state, found(catalogue, id).stamp) == (AccountState.DISABLED, "third")
    with catalogue.rows(write=True) as session:
        accounts.enable_account(session, id)
    assert found(catalogue, id).account.state is AccountState.ACTIVE


def link(catalogue: Catalogue, id: int, hash: str, now: datetime = NOW) -> None:
    row = OneUseLinkRow(hash=hash, account_id=id, purpose="reset", expires_at=now + HOUR)
    with catalogue.rows(write=True) as session:
        accounts.add_link(session, row, now)


def links(catalogue: Catalogue) -> set[str]:
    with catalogue.rows() as session:
        return {row.hash for row in session.exec(select(OneUseLinkRow))}


def test_a_name_and_an_address_are_mended(catalogue):
    id, other = add(catalogue), add(catalogue, accounts.NewAccount("t@b.dk", "Toni", AccountKind.EDITOR))
    link(catalogue, id, "a")
    link(catalogue, other, "b")
    with catalogue.rows(write=True) as session:
        accounts.set_person(session, id, "Kim B", KIM.email)
    assert (found(catalogue, id).account.name, links(catalogue)) == ("Kim B", {"a", "b"})
    with pytest.raises(AddressTaken), catalogue.rows(write=True) as session:
        accounts.set_person(session, id, "Kim C", "t@b.dk")
    with catalogue.rows(write=True) as session:
        accounts.set_person(session, id, "Kim C", "kim@b.dk")
    assert (found(catalogue, id).account.email, found(catalogue, id).stamp) == ("kim@b.dk", "stamp")
    assert links(catalogue) == {"b"}, "a link that went to the other address lets nobody in"


def test_of_an_account_that_was_deleted_nothing_is_left_of_its_owner(catalogue):
    id, other = add(catalogue), add(catalogue, accounts.NewAccount("t@b.dk", "Toni", AccountKind.EDITOR))
    link(catalogue, id, "a")
    for each in (id, other):
        with catalogue.rows(write=True) as session:
            session.add(SavedScenarioRow(account_id=each, name="mine", query="c=x", saved_at=NOW))
            digests.switch(session, each, off=True)
    with catalogue.rows(write=True) as session:
        accounts.erase_account(session, id, "new")
    with catalogue.rows() as session:
        assert accounts.find_account(session, id) is None
        assert accounts.account_of(session, KIM.email) is None
        assert accounts.account_of(session, erased_address(id)) is None
        assert [one.id for one in accounts.all_accounts(session)] == [other]
        assert [row.account_id for row in session.exec(select(SavedScenarioRow))] == [other]
        assert [row.account_id for row in session.exec(select(DigestRow))] == [other]
        left = session.get(AccountRow, id)
        assert (left.email, left.name, left.password_hash, left.disabled) == (erased_address(id), "", None, True)
    assert links(catalogue) == set()
    assert add(catalogue) != id, "the address is free again"


def test_links_that_are_over_are_forgotten_by_the_way(catalogue):
    kim, toni = add(catalogue), add(catalogue, accounts.NewAccount("toni@b.dk", "Toni", AccountKind.EDITOR))
    link(catalogue, kim, "one")
    link(catalogue, toni, "two")
    link(catalogue, kim, "three")
    assert links(catalogue) == {"two", "three"}
    link(catalogue, kim, "four", NOW + HOUR)
    assert links(catalogue) == {"four"}


def test_a_link_is_used_up(catalogue):
    id = add(catalogue)
    link(catalogue, id, "one")
    with catalogue.rows(write=True) as session:
        assert accounts.account_by_link(session, "one", NOW) == found(catalogue, id).account
        assert accounts.use_link(session, "one", NOW + HOUR) is None
        assert accounts.use_link(session, "one", NOW) is not None
        assert accounts.use_link(session, "one", NOW) is None


def test_who_comes_while_a_link_is_being_used_gets_nothing(catalogue):
    """On PostgreSQL the second one sees the link still, and learns only when it would delete it."""

    def use() -> bool:
        with catalogue.rows(write=True) as session:
            return accounts.use_link(session, "one", NOW) is not None

    link(catalogue, add(catalogue), "one")
    with ThreadPoolExecutor(1) as thread:
        with catalogue.rows(write=True) as session:
            assert accounts.use_link(session, "one", NOW) is not None
            second = thread.submit(use)
            time.sleep(0.3)  # it is waiting for us by now
        assert not second.result(timeout=30)


def use_and_count(url: str, times: int, answers: multiprocessing.Queue[bool]) -> None:
    """Use a link up and count tries in a process of its own."""
    catalogue = Catalogue(make_engine(url))
    with catalogue.rows(write=True) as session:
        answers.put(accounts.use_link(session, "one", NOW) is not None)
    for _ in range(times):
        with catalogue.rows(write=True) as session:
            attempts.count_attempt(session, "key", NOW, NOW + HOUR)
    catalogue.close()


@pytest.mark.slow
def test_processes_count_together_and_use_a_link_once(catalogue, database_url):
    link(catalogue, add(catalogue), "one")
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    processes = [context.Process(target=use_and_count, args=(database_url, 60, answers)) for _ in range(2)]
    for process in processes:
        process.start()
    assert sorted(answers.get(timeout=60) for _ in processes) == [False, True]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    with catalogue.rows() as session:
        assert attempts.attempts(session, "key", NOW) == 120


def test_a_window_of_tries(catalogue):
    with catalogue.rows(write=True) as session:
        assert [attempts.count_attempt(session, "key", NOW, NOW + HOUR) for _ in range(3)] == [1, 2, 3]
        assert attempts.count_attempt(session, "other", NOW, NOW + HOUR) == 1
        later = NOW + HOUR / 2
        assert attempts.count_attempt(session, "key", later, later + HOUR) == 4
        assert attempts.end_of_window(session, "key", later) == NOW + HOUR  # the first try began it
        assert attempts.attempts(session, "key", NOW + HOUR) == 0
        assert attempts.end_of_window(session, "key", NOW + HOUR) is None
        assert attempts.count_attempt(session, "key", NOW + HOUR, NOW + 2 * HOUR) == 1


def test_tries_are_taken_back_and_forgotten(catalogue):
    with catalogue.rows(write=True) as session:
        for _ in range(2):
            attempts.count_attempt(session, "key", NOW, NOW + HOUR)
        attempts.take_back_attempt(session, "key")
        assert attempts.attempts(session, "key", NOW) == 1
        attempts.take_back_attempt(session, "key")
        attempts.take_back_attempt(session, "key")
        assert attempts.attempts(session, "key", NOW) == 0
        for number in range(3):
            attempts.count_attempt(session, f"key {number}", NOW, NOW + number * HOUR)
        attempts.forget_attempts(session, now=NOW + HOUR)
        assert [attempts.attempts(session, f"key {number}", NOW) for number in range(3)] == [0, 0, 1]
        attempts.forget_attempts(session, key="key 2")
        assert attempts.attempts(session, "key 2", NOW) == 0


def test_a_database_is_marked_when_it_is_made(catalogue):
    with catalogue.rows(write=True) as session:
        assert not marks.is_demo(session)
        marks.mark_demo(session, NOW)
    with catalogue.rows() as session:
        assert marks.is_demo(session)
