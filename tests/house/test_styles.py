"""Stylesheets hold nothing that no page uses: each class and each value of its own stands in some page, or is drawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pathways.config import PACKAGE, folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHEETS = sorted(folder("static").glob("*.css"))
OF_HTMX = {"htmx-request"}


def pages() -> Iterator[Path]:
    yield from (path for path in folder("templates").rglob("*") if path.is_file())
    yield from (path for path in folder("static").glob("*.js") if not path.name.startswith("htmx"))
    yield from PACKAGE.rglob("*.py")


USERS = "\n".join(path.read_text(encoding="utf-8") for path in pages())
WORDS = set(re.findall(r"[\w-]+", USERS)) | OF_HTMX
RULES = "\n".join(path.read_text(encoding="utf-8") for path in SHEETS)


def is_made(name: str) -> bool:
    """Whether a class is put together where it is used: `trv-{{ shape }}`, `q{{ level }}`, `{{ kind }}box`."""
    stems = [name[:at] for at in range(1, len(name)) if name[at - 1] == "-" or name[at:].isdigit()]
    begun = (re.search(rf"[\"' ]{re.escape(stem)}{{", USERS) for stem in stems)
    ended = (re.search(rf"}}{re.escape(name[at:])}[\"' ]", USERS) for at in range(1, len(name) - 2))
    return any(begun) or any(ended)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_class_is_used(sheet):
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = re.sub(r"\{[^{}]*\}", "{}", rules)
    classes = set(re.findall(r"\.([A-Za-z_][\w-]*)", selectors))
    assert not sorted(name for name in classes - WORDS if not is_made(name))


def test_every_value_with_a_name_is_used():
    named = set(re.findall(r"(--[\w-]+)\s*:", RULES))
    assert not sorted(named - set(re.findall(r"var\((--[\w-]+)", RULES + USERS)))


def test_what_no_page_uses_is_found():
    assert "pipe-stage" not in WORDS
    assert is_made("pipe-stage")
    assert not is_made("stagehead")
