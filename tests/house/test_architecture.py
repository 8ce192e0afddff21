"""The pages for newcomers name what is there, and their pictures show what they were drawn from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md")
DRAWN = sorted((ROOT / "docs").glob("*.dot"))
ROOM = re.compile(r"\b(web|store|domain|drawing|cli|catalogue)\.([a-z_]+|Catalogue)(?:\.([A-Za-z_]+))?(?![a-z_/]*\.py)")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def is_there(room: str, name: str, inner: str) -> bool:
    """Say whether a module is there, and names what is named of it."""
    if name == "Catalogue":
        room, name, inner = ".", room, inner or name
    module = ROOT / "pathways" / room / f"{name}.py"
    return module.is_file() and (not inner or re.search(rf"(def|class) {inner}\b", module.read_text()) is not None)


@pytest.mark.parametrize("path", [ROOT / "ARCHITECTURE.md", *DRAWN], ids=lambda path: path.name)
def test_every_module_that_is_named_is_there(path):
    named = ROOM.findall(path.read_text().replace("\\n", "\n"))
    assert len(named) > 5
    assert [one for one in named if not is_there(*one)] == []


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.name)
def test_a_picture_shows_what_it_was_drawn_from(path):
    said = [line.strip() for label in re.findall(r'label="([^"]+)"', path.read_text()) for line in label.split("\\n")]
    shown = [one.text.strip() for one in etree.parse(path.with_suffix(".svg")).iter("{*}text")]
    assert sorted(shown) == sorted(said)


@pytest.mark.parametrize("name", PAGES)
def test_every_file_that_a_page_leads_to_is_there(name):
    assert [target for target in LINK.findall((ROOT / name).read_text()) if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_path_that_a_page_names_is_there(name):
    named = set(re.findall(r"`((?:pathways|tests|seeds|docs|templates|static)/[\w./-]*)`", (ROOT / name).read_text()))
    assert [path for path in named if not (ROOT / path).exists()] == []
