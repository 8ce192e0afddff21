"""The commands one by one: what they say, what they write, how they end."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from pathways.cli import main, pathways
from pathways.config import SETTINGS, Settings, secret_key
from tests.cli.conftest import COMMAND, EXAMPLE, REAL, one_line

if TYPE_CHECKING:
    from click.testing import Result

COMMANDS = (
    *("serve", "seed", "check", "export", "import", "history", "undo", "draw", "routes", "gaps", "import-esco", "esco"),
    *("show", "doctor"),
)


def said_by(*words: str) -> Result:
    """What a command answers that needs no process of its own."""
    return CliRunner().invoke(pathways, words, prog_name="pathways")


def test_help_names_every_command():
    said = said_by("--help")
    assert said.exit_code == 0
    assert [name for name in COMMANDS if f"  {name}" not in said.output] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_an_example(command):
    said = said_by(command, "--help")
    assert said.exit_code == 0
    assert f"pathways {command}" in said.output.partition("Example")[2]


def test_serve_lists_every_setting():
    said = said_by("serve", "--help").output
    assert [name for name, _, _ in SETTINGS if name not in said] == []


class TestAProcessThatBeginsWithNothing:
    """The command as it is typed: `python -m pathways`, which has read nothing yet."""

    def begun(self, folder, environment, *words):
        command = [*COMMAND, *words]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    def test_it_tells_its_version(self, tmp_path, environment):
        done = self.begun(tmp_path, environment, "--version")
        assert (done.returncode, done.stdout.split()[0], done.stderr) == (0, "pathways", "")

    def test_it_refuses_in_one_line(self, example, tmp_path, environment):
        done = self.begun(tmp_path, environment, "show", "nobody")
        assert one_line(done) == "pathways: Nothing has the id 'nobody'."


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["frobnicate"], id="no such command"),
        pytest.param(["check", "a", "b"], id="too many words"),
        pytest.param(["serve", "--port", "0"], id="no such port"),
        pytest.param(["draw", "map"], id="no file"),
        pytest.param(["draw", "map", "-o", "map.doc"], id="no such kind of file"),
        pytest.param(["draw", "role", "-o", "role.svg"], id="which role"),
        pytest.param(["draw", "map", "process-operator", "-o", "map.svg"], id="the map of what"),
        pytest.param(["draw", "map", "-o", "map.csv", "--phone"], id="a table on a phone"),
        pytest.param(["draw", "map", "-o", "map.svg", "-l", "fr"], id="no such language"),
        pytest.param(["show"], id="show what"),
    ],
)
def test_wrong_usage_ends_with_2(words):
    said = said_by(*words)
    assert said.exit_code == 2
    assert "Usage: pathways" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("town", [REAL, EXAMPLE], ids=lambda path: path.name)
def test_both_towns_pass_the_check(town):
    said = said_by("check", str(town))
    assert said.exit_code == 0, said.output
    assert f"{town.name}: no faults" in said.output.splitlines()[-1]


def test_the_town_is_named_where_one_stands_in_it(monkeypatch):
    monkeypatch.chdir(EXAMPLE)
    assert "example-town: no faults" in said_by("check", ".").output


def test_every_fault_is_told_with_file_and_line(run, tmp_path):
    town = tmp_path / "town"
    shutil.copytree(EXAMPLE, town)
    needs, roles = town / "needs.csv", town / "roles.csv"
    needs.write_text(needs.read_text() + "nobody,nothing,9,essential,stated,,\n")
    roles.write_text(roles.read_text().replace(roles.read_text().splitlines()[1].split(",")[1], "", 1))
    said = run("check", "town")
    assert said.returncode == 1
    assert said.stdout.count(f"town/needs.csv:{len(needs.read_text().splitlines())}: ") >= 3
    assert "town/roles.csv:2: title_da: " in said.stdout
    assert run("seed", "town").returncode == 1
    assert not (tmp_path / "instance" / "pathways.db").exists()


def test_a_folder_that_is_no_town():
    said = said_by("check", "nowhere")
    assert said.exit_code == 1
    assert "nowhere: There is no such folder." in said.output


def test_seeding_says_what_it_did_and_does_it_again(run, tmp_path):
    for _ in range(2):
        said = run("seed", str(EXAMPLE))
        assert said.returncode == 0
        assert "into instance/pathways.db" in said.stdout
        assert "Example Town: " in said.stdout
    with sqlite3.connect(tmp_path / "instance" / "pathways.db") as database:
        assert database.execute("SELECT id FROM town").fetchall() == [("example-town",)]
        assert database.execute("SELECT revision FROM catalogue").fetchone()[0] == 2
    database.close()


def test_show_tells_basis_and_sources(run, real):
    said = run("show", "process-operator", "-l", "da")
    assert said.returncode == 0
    assert said.stdout.startswith("Procesoperatør")
    assert "[stated, " in said.stdout
    assert "Reached from:" in said.stdout
    assert "(programme " in run("show", "D1").stdout
    assert "; 1 year; full-time" in run("show", "adgangskursus-ing").stdout


def test_an_unknown_id_is_told_with_the_nearest(run, real):
    assert "process-operator (Process operator)" in one_line(run("show", "proces-operatr"))
    assert "process-operator" in one_line(run("draw", "role", "proces-operatr", "-o", "x.svg"))


def test_an_invented_town_says_so(run, example):
    table = (EXAMPLE / "roles.csv").read_text().splitlines()[1].split(",")[0]
    assert "invented" in run("show", table).stdout


@pytest.mark.parametrize(
    ("ending", "begins"),
    [
        ("svg", b"<"),
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF"),
        ("dot", b"//"),
        ("csv", b"from,"),
        ("json", b"{"),
    ],
)
def test_a_picture_as_a_file(run, example, tmp_path, ending, begins):
    said = run("draw", "map", "-o", f"map.{ending}", "-l", "da")
    assert said.returncode == 0, said.stderr
    assert f"Wrote map.{ending}." in said.stdout
    content = (tmp_path / f"map.{ending}").read_bytes()
    assert content.startswith(begins)
    assert len(content) > 300
    if ending == "json":
        json.loads(content)


def test_a_picture_in_people(run, example, tmp_path):
    assert run("draw", "map", "-o", "map.json", "--people").returncode == 0
    widths = [link["width"] for link in json.loads((tmp_path / "map.json").read_text())["links"]]
    assert max(width for width in widths if width) > 1


def test_a_picture_of_an_invented_town_says_so(run, example, tmp_path):
    assert run("draw", "map", "-o", tmp_path / "map.svg").returncode == 0
    assert "Example Town is made up" in (tmp_path / "map.svg").read_text()


def test_a_picture_for_a_phone(run, example, tmp_path):
    assert run("draw", "map", "-o", "map.svg", "--phone").returncode == 0
    assert {"map-1.svg", "map-2.svg"} <= {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("words", "settings", "said"),
    [
        pytest.param(["-o", "none/map.svg"], {}, "cannot be written", id="no such folder"),
        pytest.param(["-o", "map.svg"], {"PATHWAYS_DOT": "/no/such/dot"}, "cannot be drawn", id="no renderer"),
        pytest.param(["-o", "map.svg"], {"PATHWAYS_DOT": "/bin/false"}, "cannot be drawn", id="one that fails"),
    ],
)
@pytest.mark.usefixtures("example")
def test_a_picture_that_cannot_be(run, tmp_path, words, settings, said):
    assert said in one_line(run("draw", "map", *words, **settings))
    assert not (tmp_path / "map.svg").exists()


def test_a_table_needs_no_renderer(run, example):
    assert run("draw", "map", "-o", "map.csv", PATHWAYS_DOT="/no/such/dot").returncode == 0


def test_a_damaged_database_is_left_alone(run, example):
    example.write_bytes(b"this is no database, it is a letter to my aunt" * 100)
    before = example.read_bytes()
    for words in (["show", "D1"], ["seed", str(EXAMPLE)], ["serve"]):
        said = one_line(run(*words, PORT="18999"))
        assert "is no database, or a damaged one" in said
        assert example.read_bytes() == before


def test_a_newer_database_is_left_alone(run, example):
    with sqlite3.connect(example) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for words in (["show", "D1"], ["seed", str(EXAMPLE)], ["serve"]):
        assert "newer Pathways" in one_line(run(*words, PORT="18999"))


def test_a_folder_one_may_not_write_to(run, tmp_path):
    (tmp_path / "instance").write_text("a file where the folder should be")
    assert "cannot be made" in one_line(run("serve", PORT="18999"))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"PORT": "eighty"}, "PORT is 'eighty'. It must be a whole number from 1 to 65535."),
        ({"PORT": "70000"}, "from 1 to 65535"),
        ({"PATHWAYS_WORKERS": "0"}, "PATHWAYS_WORKERS"),
        ({"PATHWAYS_DATABASE_URL": "mysql://x/y"}, "PATHWAYS_DATABASE_URL must look like"),
        ({"PATHWAYS_DATABASE_URL": "nonsense"}, "PATHWAYS_DATABASE_URL must look like"),
        ({"PATHWAYS_DATABASE_URL": "postgresql://host:port/name"}, "PATHWAYS_DATABASE_URL must look like"),
        ({"PATHWAYS_PUBLIC_URL": "example.org"}, "as in https://example.org"),
        ({"PATHWAYS_PUBLIC_URL": "https://["}, "as in https://example.org"),
        ({"PATHWAYS_PUBLIC_URL": "https://example.org/pathways"}, "a whole address without a path"),
        ({"PATHWAYS_PUBLIC_URL": "https://exa mple.org"}, "as in https://example.org"),
        ({"PATHWAYS_PUBLIC_URL": "https://example.org?x=1"}, "as in https://example.org"),
        ({"PATHWAYS_CONTACT": "the office"}, "PATHWAYS_CONTACT is 'the office'. It must be a mail address"),
        ({"PATHWAYS_REDIS_URL": "redis://["}, "PATHWAYS_REDIS_URL is no address that can be used"),
        ({"PATHWAYS_REDIS_URL": "redis://127.0.0.1:port/0"}, "PATHWAYS_REDIS_URL is no address that can be used"),
        ({"PATHWAYS_TRUSTED_PROXIES": "yes"}, "PATHWAYS_TRUSTED_PROXIES"),
        ({"HOST": "0.0.0.0", "PORT": "18999"}, "PATHWAYS_SECRET_KEY is not set"),
        ({"HOST": "no.such.host.invalid"}, "is no address of this machine"),
        ({"PATHWAYS_SECRET_KEY": "the-key-that-was-made-above"}, "PATHWAYS_SECRET_KEY has 27 characters"),
        ({"PATHWAYS_SECRET_KEY": "abc" * 20}, "PATHWAYS_SECRET_KEY is the same few characters over and over"),
        ({"PATHWAYS_SECRET_KEY_OLD": "short"}, "PATHWAYS_SECRET_KEY_OLD has 5 characters"),
        ({"PATHWAYS_SMTP_URL": "smtp://mail.example.org"}, "PATHWAYS_MAIL_FROM is not set"),
        ({"PATHWAYS_SMTP_URL": "smtp://", "PATHWAYS_MAIL_FROM": "p@example.org"}, "PATHWAYS_SMTP_URL is no address"),
        (
            {"PATHWAYS_SMTP_URL": "smtp://h:no", "PATHWAYS_MAIL_FROM": "p@example.org"},
            "PATHWAYS_SMTP_URL is no address",
        ),
        ({"PATHWAYS_MAIL_FROM": "nobody"}, "PATHWAYS_MAIL_FROM is 'nobody'. It must be a mail address"),
        ({"PATHWAYS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "cannot be reached"),
        ({"PATHWAYS_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, ". Start it, or mend"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_setting_that_cannot_be(tmp_path, monkeypatch, capsys, settings, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["pathways", "serve"])
    for name, _, _ in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert said in lines[0]


def test_the_secret_is_made_once_and_only_for_its_owner(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings = Settings.read({})
    first = secret_key(settings)
    assert secret_key(settings) == first
    assert (tmp_path / "instance" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert len(first) >= 32
    mine = "0123456789abcdef" * 2
    assert secret_key(Settings.read({"PATHWAYS_SECRET_KEY": mine, "HOST": "0.0.0.0"})) == mine


def test_a_start_that_was_killed_leaves_no_empty_secret(tmp_path):
    settings = Settings(database_url=f"sqlite:///{tmp_path}/pathways.db")
    (tmp_path / "secret-key").touch(0o600)
    made = secret_key(settings)
    assert len(made) >= 32
    assert secret_key(settings) == made


def test_all_that_start_at_once_have_the_same_secret(tmp_path):
    settings = Settings(database_url=f"sqlite:///{tmp_path}/pathways.db")
    start = Barrier(8)

    def at_once(_: int) -> str:
        start.wait()
        return secret_key(settings)

    for _ in range(20):
        with ThreadPoolExecutor(8) as several:
            assert len(set(several.map(at_once, range(8)))) == 1
        (tmp_path / "secret-key").unlink()
