"""Databases that go away or do not let go, under a server that runs."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.faults.conftest import BROKEN, PUBLIC, Writer, check_sound, check_told, get, served, settled
from tests.faults.cutting import line_to

pytestmark = pytest.mark.slow
END_ALL = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def plain(url: str) -> str:
    return url.replace("+psycopg", "", 1)


@pytest.mark.postgres
def test_connections_that_were_ended_are_opened_anew(tmp_path, postgres_url):
    account = settled(tmp_path, postgres_url)
    with served(tmp_path, postgres_url) as server, psycopg.connect(plain(postgres_url), autocommit=True) as other:
        writer = Writer.sitting(server, account)
        for _ in range(5):
            assert writer.write() == 200
            assert other.execute(END_ALL).fetchone()[0] >= 1
            assert writer.write() == 200
            assert other.execute(END_ALL).fetchone()[0] >= 1
            for path in (*PUBLIC, "/readyz"):
                assert get(server.address + path)[0] == 200, path
        check_sound(postgres_url, writer)
    assert "Traceback" not in (tmp_path / "server.log").read_text()


@pytest.mark.postgres
@pytest.mark.parametrize("language", ["en", "da"])
def test_a_connection_that_ends_in_the_middle_of_a_change_is_told(tmp_path, postgres_url, language):
    """The change waits for a lock; then its connection is ended."""
    account = settled(tmp_path, postgres_url)
    with served(tmp_path, postgres_url) as server, psycopg.connect(plain(postgres_url)) as holder:
        writer, told = Writer.sitting(server, account), []
        assert writer.write() == 200
        holder.execute("LOCK TABLE guidance IN ACCESS EXCLUSIVE MODE")
        waiting = threading.Thread(target=lambda: told.append(writer.page_of_a_change(language)))
        waiting.start()
        waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        until = time.monotonic() + 20
        while not holder.execute(waits).fetchone()[0]:
            assert time.monotonic() < until
            time.sleep(0.05)
        holder.execute(END_ALL)
        waiting.join(30)
        check_told(*told[0], language)
        holder.rollback()
        assert writer.page_of_a_change(language)[0] == 303
        assert writer.write() == 200
        check_sound(postgres_url, writer)
    assert "Traceback" not in (tmp_path / "server.log").read_text()


@pytest.mark.postgres
@pytest.mark.parametrize("stalled", [False, True], ids=["cut", "silent"])
def test_a_line_to_the_database_that_breaks_is_told_and_mended(tmp_path, postgres_url, stalled):
    account = settled(tmp_path, postgres_url)
    where = make_url(postgres_url)
    with line_to(where.host or "127.0.0.1", where.port or 5432) as line:
        url = where.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
        with served(tmp_path, url) as server:
            writer = Writer.sitting(server, account)
            assert writer.write() == 200
            seen = {path: get(server.address + path) for path in PUBLIC}
            line.break_off(stalled=stalled)
            began = time.monotonic()
            for language in ("en", "da"):
                check_told(*writer.page_of_a_change(language), language)
                check_told(*writer.reads(language), language)
            assert time.monotonic() - began < 4 * 9, "a visitor waited too long"
            assert get(server.address + "/healthz")[0] == 200
            assert get(server.address + "/readyz")[0] == 503
            for path in PUBLIC[:2]:  # pages that were made stay up
                assert get(server.address + path) == seen[path], path
            line.mend()
            assert writer.write() == 200
            assert {path: get(server.address + path)[0] for path in PUBLIC} == dict.fromkeys(PUBLIC, 200)
            assert get(server.address + "/readyz")[0] == 200
            check_sound(postgres_url, writer)
    log = (tmp_path / "server.log").read_text()
    assert "cannot be reached" in log
    assert "Traceback" not in log
    assert str(where.password or "no password is set") not in log


def test_a_file_that_another_program_writes_is_told_and_waited_for(tmp_path):
    url = f"sqlite:///{tmp_path / 'pathways.db'}"
    account = settled(tmp_path, url)
    with served(tmp_path, url) as server, closing(sqlite3.connect(tmp_path / "pathways.db")) as other:
        writer = Writer.sitting(server, account)
        assert writer.write() == 200
        other.execute("BEGIN IMMEDIATE")
        told: list[tuple[str, int, str]] = []

        def change(language: str) -> None:
            told.append((language, *writer.page_of_a_change(language)))

        waiting = [threading.Thread(target=change, args=(language,)) for language in BROKEN]
        for one in waiting:
            one.start()
        for path in PUBLIC:  # reading goes on meanwhile, of talks as well
            assert get(server.address + path)[0] == 200, path
        assert writer.reads()[0] == 200
        for one in waiting:
            one.join(30)
        for language, status, page in told:
            check_told(status, page, language)
        other.rollback()
        assert writer.write() == 200
        assert writer.page_of_a_change("da")[0] == 303
        check_sound(url, writer)
    assert "Traceback" not in (tmp_path / "server.log").read_text()


def test_a_short_lock_is_waited_for(tmp_path):
    url = f"sqlite:///{tmp_path / 'pathways.db'}"
    account = settled(tmp_path, url)
    with served(tmp_path, url) as server:
        writer = Writer.sitting(server, account)
        other = sqlite3.connect(tmp_path / "pathways.db", check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        letting_go = threading.Timer(1.0, other.rollback)
        letting_go.start()
        assert writer.write() == 200
        letting_go.join()
        other.close()
        check_sound(url, writer)
