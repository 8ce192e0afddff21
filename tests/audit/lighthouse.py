"""Lighthouse, as a phone on a slow network sees six pages of the real town: the median of five visits to each."""

from __future__ import annotations

import json
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from tests.addresses import most_linked
from tests.audit.house import open_house
from tests.audit.judging import Figure
from tests.audit.tools import node, room
from tests.machine import CHROMIUM_FLAGS, chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BAR = {"performance": 0.95, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
TIMES = 5
TRIES = 3
"""Visits to get one that was recorded."""
PAGES = {
    "home": "/en/",
    "map": "/en/map",
    "programme": "/en/programmes/{programme}",
    "role": "/en/roles/{role}",
    "routes": "/en/routes?from=neg-htx&to=bioprocess-development-scientist",
    "board": "/en/gaps",
}
"""Of programmes and roles, the ones with most on their pages."""
OPTIONS = (f"--only-categories={','.join(BAR)}", "--output=json", "--quiet", "--max-wait-for-load=60000")
"""Without a preset it takes a phone with a slow network and a slow processor."""


def measure() -> Iterator[Figure]:
    """Give a figure for each page and each kind of score."""
    folder = room("lighthouse")
    with open_house(folder, "kalundborg") as house:
        fullest = most_linked(house.graph)
        names = {"programme": fullest["programmes"][0], "role": fullest["roles"][0]}
        for name, path in PAGES.items():
            reports = [visit(house.address + path.format(**names), folder / f"{name}-{n}.json") for n in range(TIMES)]
            yield from judged(name, reports)


def visit(address: str, file: Path) -> dict[str, object]:
    """What one visit says. One in which the browser was not recorded has measured nothing and is made anew.

    Raises RuntimeError for an address that could not be measured in `TRIES` visits.
    """
    for _ in range(TRIES):
        report = report_of(address, file)
        wrong = report.get("runtimeError")
        if not wrong:
            return report
    raise RuntimeError(f"Lighthouse on {address}, {TRIES} times: {wrong}")


def report_of(address: str, file: Path) -> dict[str, object]:
    """Visit once. The report goes by a file: of what goes down a pipe it may leave all but the first 64 KiB."""
    flags = f"--chrome-flags=--headless=new {' '.join(CHROMIUM_FLAGS)}"
    file.unlink(missing_ok=True)
    asked = (address, *OPTIONS, f"--output-path={file}", flags)
    done = node("lighthouse", "cli/index.js", *asked, CHROME_PATH=chromium(windows=True))
    if not file.is_file():
        raise RuntimeError(f"Lighthouse on {address}: {done.stdout[-500:]}{done.stderr[-2000:]}")
    report: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    return report


def judged(page: str, reports: list[dict]) -> Iterator[Figure]:
    """Give the median of each score; a fault names the audits that cost most."""
    for kind, bar in BAR.items():
        scores = [report["categories"][kind]["score"] or 0 for report in reports]
        score = median(scores)
        figure = f"{score:.2f} ({min(scores):.2f}-{max(scores):.2f})"
        low = f"{kind} of {page} is {score:.2f}, below {bar:.2f}: {dearest(kind, reports)}"
        yield Figure("lighthouse", f"{kind}, {page}", figure, f"≥ {bar:.2f}", (low,) if score < bar else ())


def dearest(kind: str, reports: list[dict]) -> str:
    """Name the audits of a kind that cost most of its score, dearest first."""
    lost: dict[str, float] = defaultdict(float)
    for report in reports:
        for one in report["categories"][kind]["auditRefs"]:
            audit = report["audits"][one["id"]]
            shown = f"{one['id']} {audit.get('displayValue', '')}".strip()
            lost[shown] += one["weight"] * (1 - (1 if audit["score"] is None else audit["score"]))
    return ", ".join(sorted((name for name, cost in lost.items() if cost > 0), key=lost.__getitem__, reverse=True)[:6])
