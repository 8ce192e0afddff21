"""What the README and the help tell is all there is, and all there is is told."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from pathways.cli import COMMANDS, pathways
from pathways.config import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGETS = sorted(set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_an_example_and_a_line_in_the_readme(name):
    help_ = CliRunner().invoke(pathways, [name, "--help"]).output
    assert f"pathways {name}" in help_.partition("Example")[2]
    assert f"`pathways {name}" in README


def test_the_readme_tells_of_no_command_that_is_not_there():
    told = set(re.findall(r"`pathways ([a-z][a-z-]+)", README))
    assert told <= set(pathways.list_commands(click.Context(pathways)))


@pytest.mark.parametrize("name", [name for name, _, _ in SETTINGS])
def test_every_setting_stands_in_the_readme_and_in_the_help_of_serve(name):
    assert name in README
    assert name in CliRunner().invoke(pathways, ["serve", "--help"]).output


@pytest.mark.parametrize("name", ["serve", "test", "check", "bench"])
def test_the_readme_tells_of_the_commands_of_the_house(name):
    assert f"`make {name}" in README or f"\nmake {name}" in README
    assert name in TARGETS


def test_every_file_that_the_readme_leads_to_is_there():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_changelog_speaks_of_this_version():
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version is not None
    assert version[1] in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
