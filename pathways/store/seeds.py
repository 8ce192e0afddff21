"""A seed folder, read whole: the facts of one town, or every reason why they are not fit to load.

The format is told in `seeds/README.md`. Faults carry file, line and column, whichever way they were
found: by reading a cell (`pathways.store.sheets`) or by a rule about the facts as a whole
(`pathways.domain.rules`), whose row and column are led back to the line they came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from pathways.domain import doubts, rules
from pathways.domain.graph import Graph
from pathways.domain.nouns import Facts
from pathways.store.shapes import SHAPES
from pathways.store.sheets import LocatedFault, Sheet, read_sheet
from pathways.store.towns import FILE as TOWN_FILE
from pathways.store.towns import TownFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pathways.domain.errors import Fault

REQUIRED = frozenset(
    {
        "sources",
        "families",
        "focus_areas",
        "skill_groups",
        "skills",
        "organisations",
        "programmes",
        "roles",
        "needs",
    }
)
"""Files a folder cannot do without; the others may be missing, and then hold nothing."""

RELATED = {
    ("programmes", "code"): {"kind"},
    ("flows", "pinned"): {"role", "organisation", "onward", "low", "likely", "high"},
}
"""Where a rule about one column reads others as well: a fault already found in those silences it."""
EVIDENCE, INTERVAL = frozenset({"basis", "sources", "as_of"}), frozenset({"low", "likely", "high"})


@dataclass(frozen=True, slots=True)
class SeedFolder:
    """What a folder says. `facts` is None, and `digest` empty, when a fault is an error.

    `digest` tells one content from another.
    """

    facts: Facts | None
    faults: tuple[LocatedFault, ...]
    digest: str


def read_folder(folder: Path) -> SeedFolder:
    """Read every file of a folder and check all of it.

    Returns:
        Faults in the order of the files in `seeds/README.md`, then by line.

    """
    if not (folder / TOWN_FILE).exists():
        why = f"There is no {TOWN_FILE} in it." if folder.is_dir() else "There is no such folder."
        remedy = f"Name a folder that holds a {TOWN_FILE}, as seeds/kalundborg does."
        return SeedFolder(None, (LocatedFault(str(folder), 0, "", why, remedy),), "")
    town = TownFile(folder / TOWN_FILE)
    sheets = {shape.file: _sheet(folder, shape.file) for shape in SHAPES}
    found = [
        *town.sheet.faults,
        *_strangers(folder),
        *(fault for sheet in sheets.values() for fault in sheet.faults),
    ]
    facts = None
    if town.town is not None and all(sheet.whole for sheet in sheets.values()):
        facts = Facts(town.town, **{name: tuple(sheet.rows) for name, sheet in sheets.items()})  # type: ignore[arg-type]  # a shape builds its own noun
        found += _broken_rules(facts, town, sheets)
    order = {name: place for place, name in enumerate([TOWN_FILE, *(f"{shape.file}.csv" for shape in SHAPES)])}
    found.sort(key=lambda fault: (order.get(fault.file, -1), fault.line))
    if found or facts is None:
        return SeedFolder(None, tuple(found), "")
    return SeedFolder(facts, tuple(_doubts(facts, sheets)), digest_of(folder))


def _doubts(facts: Facts, sheets: Mapping[str, Sheet]) -> Iterator[LocatedFault]:
    for doubt in doubts.warnings(Graph(facts)):
        sheet = sheets[doubt.table]
        yield _located(doubt, sheet.file, sheet.lines[doubt.index], "warning")


def _sheet(folder: Path, name: str) -> Sheet:
    path = folder / f"{name}.csv"
    if path.exists():
        return read_sheet(path, next(shape for shape in SHAPES if shape.file == name))
    sheet = Sheet(path.name)
    if name in REQUIRED:
        sheet.blame(0, "", "The file is missing.", "See seeds/README.md for its columns.")
        sheet.whole = False
    return sheet


def _strangers(folder: Path) -> Iterator[LocatedFault]:
    """Tables that nothing reads, most likely a slip in a name."""
    known = {f"{shape.file}.csv" for shape in SHAPES}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            yield LocatedFault(path.name, 0, "", "No such seed file is known.", "See seeds/README.md for the names.")


def _broken_rules(facts: Facts, town: TownFile, sheets: Mapping[str, Sheet]) -> Iterator[LocatedFault]:
    """Faults of the facts as a whole, led back to their lines; silent about cells already found faulty."""
    for fault in rules.faults(facts):
        columns = _columns_read(fault)
        if fault.table == "town":
            if not town.sheet.is_blamed(fault.index, columns):
                yield _located(fault, TOWN_FILE, town.line_of(fault.column, fault.index))
        elif not sheets[fault.table].is_blamed(fault.index, columns):
            sheet = sheets[fault.table]
            yield _located(fault, sheet.file, sheet.lines[fault.index])


def _columns_read(fault: Fault) -> frozenset[str]:
    together = next((group for group in (EVIDENCE, INTERVAL) if fault.column in group), frozenset())
    return frozenset({fault.column}) | together | RELATED.get((fault.table, fault.column), set())


def _located(fault: Fault, file: str, line: int, severity: str = "error") -> LocatedFault:
    return LocatedFault(file, line, fault.column, fault.problem, fault.remedy, severity)


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and contents of the files that are read."""
    total = sha256()
    for path in [*sorted(folder.glob("*.csv")), folder / TOWN_FILE]:
        total.update(f"{path.name}\0".encode())
        total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()
