"""A seed folder, read whole: the facts of one town, or every reason why they are not fit to load.

The format is told in `seeds/README.md`. Faults carry file, line and column, whichever way they were
found: by reading a cell (`pathways.store.sheets`) or by a rule about the facts as a whole
(`pathways.domain.rules`), whose row and column are led back to the line they came from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from pathways.domain import doubts, rules
from pathways.domain.graph import Graph
from pathways.domain.nouns import Facts
from pathways.domain.saying import Said, said
from pathways.store.shapes import SHAPES
from pathways.store.sheets import LocatedFault, Sheet, read_sheet
from pathways.store.towns import FILE as TOWN_FILE
from pathways.store.towns import TownFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from pathways.domain.errors import Fault
    from pathways.store.packed import NotTaken
    from pathways.store.shapes import Shape
    from pathways.store.sheets import Told
    from pathways.store.towns import TownRead

Content: TypeAlias = Callable[[], bytes]
"""What a file holds; asking for it may raise `OSError`."""
Asked: TypeAlias = Callable[[str, float], object]
"""Called again and again while reading, with the table (none: all together) and the part read, 0 to 1.

What it raises ends the reading: so somebody who waits can be told, and can cancel.
"""
MOST_BROKEN: Final = 2_000
"""Broken rules that are told one by one."""

LATER: Final = "%(date)s is after %(today)s, the day of these facts."
"""What the rules say of a day to come."""
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


def unasked(_table: str, _part: float) -> None:
    """Read on, whoever waits."""


@dataclass(frozen=True, slots=True)
class SeedFolder:
    """What a folder says. `facts` is None, and `digest` empty, when a fault is an error.

    `digest` tells one content from another.
    """

    facts: Facts | None
    faults: tuple[LocatedFault, ...]
    digest: str


def read_folder(folder: Path, asked: Asked = unasked) -> SeedFolder:
    """Read every file of a folder and check all of it. What `asked` raises is passed on.

    Returns:
        Faults in the order of the files in `seeds/README.md`, then by line.

    """
    if not (folder / TOWN_FILE).exists():
        why = f"There is no {TOWN_FILE} in it." if folder.is_dir() else "There is no such folder."
        remedy = f"Name a folder that holds a {TOWN_FILE}, as seeds/kalundborg does."
        return SeedFolder(None, (LocatedFault(str(folder), 0, "", why, remedy),), "")
    meant = (path for path in sorted(folder.iterdir()) if is_meant(path.name))
    files = {path.name: path.read_bytes for path in (folder / TOWN_FILE, *meant)}
    read = read_files(files, asked)
    return read if read.facts is None else replace(read, digest=digest_of(folder))


def read_files(files: Mapping[str, Content], asked: Asked = unasked) -> SeedFolder:
    """Read the files of a seed folder wherever they are, by their names; they have no digest. Else as `read_folder`."""
    town = TownFile(files[TOWN_FILE])
    sheets = {}
    for number, shape in enumerate(SHAPES):
        part = number / len(SHAPES)
        sheets[shape.file] = _sheet(files, shape, lambda name=shape.file, part=part: asked(name, part))  # type: ignore[misc]  # bound as they stand now
    known = {f"{shape.file}.csv" for shape in SHAPES} | {TOWN_FILE}
    strangers = [LocatedFault(name, 0, "", _STRANGER, _remedy(name)) for name in sorted(files.keys() - known)]
    return assembled(town, sheets, strangers, asked)


def refused(name: str, fault: NotTaken) -> SeedFolder:
    """Say of a file that it cannot be read at all; `name` is what it was called."""
    part = f"{name} ({fault.part})" if fault.part else name
    return SeedFolder(None, (LocatedFault(part, 0, "", fault.problem, fault.remedy),), "")


def is_meant(name: str) -> bool:
    """Tell whether a file of this name, without its folder, is or was meant to be one of a seed folder's tables."""
    stem, _, ending = name.casefold().partition(".")
    return ending.endswith("csv") or (bool(ending) and stem in _TABLES)


def _remedy(name: str) -> str:
    """Say what a file should be called, where its name without folder and ending is that of a table."""
    stem = name.rpartition("/")[2].partition(".")[0].casefold()
    return said("Let it be %(name)s, beside %(town)s.", name=f"{stem}.csv", town=TOWN_FILE) if stem in _TABLES else _SEE


_TABLES = frozenset(shape.file for shape in SHAPES)
_STRANGER = said("No such seed file is known.")
_SEE = said("See seeds/README.md for the names.")


def assembled(
    town: TownRead, sheets: Mapping[str, Sheet], others: Iterable[LocatedFault], asked: Asked = unasked
) -> SeedFolder:
    """Put together what was read, and check all of it; `others` are faults that belong to no table."""
    asked("", 1.0)
    found = [*town.sheet.faults, *others, *(fault for sheet in sheets.values() for fault in sheet.faults)]
    facts = None
    if town.town is not None and all(sheet.whole for sheet in sheets.values()):
        facts = Facts(town.town, **{name: tuple(sheet.rows) for name, sheet in sheets.items()})  # type: ignore[arg-type]  # a shape builds its own noun
        found += islice(_broken_rules(facts, town, sheets), MOST_BROKEN)
    order = {sheet.file: place for place, sheet in enumerate([town.sheet, *sheets.values()])}
    found.sort(key=lambda fault: (order.get(fault.file, -1), fault.line))
    if found or facts is None:
        return SeedFolder(None, tuple(found), "")
    return SeedFolder(facts, tuple(_doubts(facts, sheets)), "")


def _doubts(facts: Facts, sheets: Mapping[str, Sheet]) -> Iterator[LocatedFault]:
    for doubt in doubts.warnings(Graph(facts)):
        yield _located(doubt, sheets[doubt.table], "warning")


def _sheet(files: Mapping[str, Content], shape: Shape, asked: Told) -> Sheet:
    name = f"{shape.file}.csv"
    if name in files:
        return read_sheet(name, files[name], shape, asked)
    sheet = Sheet(name)
    if shape.file in REQUIRED:
        sheet.blame(0, "", said("The file is missing."), said("See seeds/README.md for its columns."))
        sheet.whole = False
    return sheet


def _broken_rules(facts: Facts, town: TownRead, sheets: Mapping[str, Sheet]) -> Iterator[LocatedFault]:
    """Faults of the facts as a whole, led back to their lines; silent about cells already found faulty."""
    for fault in rules.faults(facts):
        columns = _columns_read(fault)
        if fault.table == "town":
            if not town.sheet.is_blamed(fault.index, columns):
                line = town.line_of(fault.column, fault.index)
                yield town.sheet.fault(line, fault.column, fault.problem, fault.remedy)
        elif not sheets[fault.table].is_blamed(fault.index, columns):
            yield _located(_with_its_place(fault, town), sheets[fault.table])


def _with_its_place(fault: Fault, town: TownRead) -> Fault:
    """The fault of a day after that of the facts, with the place where that one is told: it may be out of date."""
    if not isinstance(fault.problem, Said) or fault.problem.pattern != LATER:
        return fault
    at = town.sheet.fault(town.line_of("as_of"), "as_of", "", "")
    place = f"{at.file}:{at.line}" if at.line else at.file
    if at.cell:
        place = said("the sheet %(sheet)s, cell %(cell)s", sheet=at.file, cell=at.cell)
    later = said(
        "Write an earlier day; or, where it is right, raise the day of the town's facts: as_of in %(place)s.",
        place=place,
    )
    return replace(fault, remedy=later)


def _columns_read(fault: Fault) -> frozenset[str]:
    together = next((group for group in (EVIDENCE, INTERVAL) if fault.column in group), frozenset())
    return frozenset({fault.column}) | together | RELATED.get((fault.table, fault.column), set())


def _located(fault: Fault, sheet: Sheet, severity: str = "error") -> LocatedFault:
    return sheet.fault(sheet.lines[fault.index], fault.column, fault.problem, fault.remedy, severity)


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and contents of the files that are read."""
    total = sha256()
    for path in [*sorted(folder.glob("*.csv")), folder / TOWN_FILE]:
        total.update(f"{path.name}\0".encode())
        total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()
