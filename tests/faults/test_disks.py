"""Disks that are full or may only be read, under a server that runs: tmpfs and bind mounts of their own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing

import pytest

from tests.faults.conftest import (
    PUBLIC,
    Writer,
    check_sound,
    check_told,
    environment,
    get,
    mounted,
    served,
    settled,
)
from tests.serving import PATHWAYS
from tests.wire import Browser

pytestmark = pytest.mark.slow


def fill(disk) -> None:
    """Write until not another byte fits."""
    with (disk / "ballast").open("wb", buffering=0) as ballast:
        for size in (2**20, 4096, 1):
            try:
                while ballast.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue


def test_a_full_disk_is_told_and_forgotten_once_there_is_room(tmp_path):
    """Database, pictures and all lie on it."""
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=24m", "tmpfs") as disk:
        url = f"sqlite:///{disk / 'pathways.db'}"
        account = settled(disk, url)
        with served(disk, url) as server:
            writer = Writer.sitting(server, account)
            assert writer.write() == 200
            fill(disk)
            while 503 not in writer.told:
                assert writer.write() in {200, 503}
                assert len(writer.told) < 2_000, "the disk never filled"
            for language in ("en", "da"):
                check_told(*writer.page_of_a_change(language), language)
            for path in PUBLIC:  # the facts are in memory, and pictures are drawn without being kept
                assert get(server.address + path)[0] == 200, path
            (disk / "ballast").unlink()
            assert writer.write() == 200  # at once, and without a restart
            assert writer.page_of_a_change("da")[0] == 303
            check_sound(url, writer)
        assert "Traceback" not in (disk / "server.log").read_text()


def test_a_full_disk_at_the_start_is_one_line(tmp_path):
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=1m", "tmpfs") as disk:
        fill(disk)
        done = command(tmp_path, f"sqlite:///{disk / 'pathways.db'}", "seed")
        assert done.returncode == 1
        assert "disk is full" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_database_that_may_only_be_read_is_shown_and_not_written(tmp_path):
    """The same folder seen twice: as it is, by somebody who keeps it open; and read-only, by the server."""
    real = tmp_path / "real"
    real.mkdir()
    account = settled(real, f"sqlite:///{real / 'pathways.db'}")
    with (
        mounted(tmp_path / "disk", "--bind", str(real)) as disk,
        closing(sqlite3.connect(real / "pathways.db")) as holder,
    ):
        holder.execute("SELECT * FROM catalogue").fetchall()
        remount(disk, "ro")
        url = f"sqlite:///{disk / 'pathways.db'}"
        with served(tmp_path, url) as server:
            for path in PUBLIC:
                assert get(server.address + path)[0] == 200, path
            for language in ("en", "da"):
                status, page = signing_in(server, account, language)
                check_told(status, page, language)
            remount(disk, "rw")
            tries = [signing_in(server, account, "en")[0] for _ in range(3)]  # the first lets go of what was opened
            assert tries[1:] == [303, 303]
            writer = Writer.sitting(server, account)
            assert writer.write() == 200
            check_sound(url, writer)
        assert "cannot be written" in (tmp_path / "server.log").read_text()


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path):
    with mounted(tmp_path / "cache", "-t", "tmpfs", "-o", "ro", "tmpfs"):
        url = f"sqlite:///{tmp_path / 'pathways.db'}"
        settled(tmp_path, url)
        with served(tmp_path, url) as server:
            status, page = get(server.address + "/en/map")
            assert status == 200
            assert 'class="pipe' in page
        said = (tmp_path / "server.log").read_text()
        assert "PATHWAYS_CACHE_DIR: nothing can be kept in" in said
        assert "Traceback" not in said


def remount(disk, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,bind,{how}", disk], check=True)


def signing_in(server, account, language: str) -> tuple[int, str]:
    return Writer(Browser(server.address)).sent(f"/{language}/sign-in", {"email": account[0], "password": account[1]})


def command(folder, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **environment(folder, url)}
    return subprocess.run([*PATHWAYS, *words], cwd=folder, env=env, capture_output=True, text=True, check=False)
