"""The Nu HTML checker: every page template, in every state that a walk finds, in both languages and in both towns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.audit.house import TOWNS, open_house
from tests.audit.judging import Figure
from tests.audit.tools import modules, program, room, run
from tests.audit.walking import refusals, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.audit.walking import Seen

BAR = 0


def measure() -> Iterator[Figure]:
    """Give one figure for each town, the number of errors."""
    for town in TOWNS:
        folder = room("nu")
        with open_house(folder, town) as house:
            seen = list(walk(house))
            seen += refusals(house, seen)
        faults = errors(seen, folder)
        yield Figure("nu", f"errors in HTML, {town}", f"{len(faults)} on {len(seen)} pages", f"{BAR}", tuple(faults))


def errors(seen: list[Seen], folder: Path) -> list[str]:
    """What the checker says against these pages; the same words at the same place are said once."""
    named = {}
    for number, page in enumerate(seen):
        file = folder / f"{number:04}.html"
        file.write_bytes(page.answer.body)
        named[file.as_uri()] = page
    jar = modules() / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = program("java", "default-jre-headless")
    done = run(java, "-Xss2m", "-jar", jar, "--format", "json", "--exit-zero-always", *folder.glob("*.html"))
    said = json.loads(done.stderr)["messages"]
    found: dict[str, None] = {}
    for one in said:
        if one["type"] == "error" or one["type"] == "non-document-error":
            page = named.get(one.get("url", "").replace("file:/", "file:///", 1).replace("file://///", "file:///"))
            found[f"{page}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')[:200]!r}"] = None
    return list(found)
