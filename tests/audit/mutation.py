"""mutmut: small mistakes are made in the domain one by one, and its tests must notice.

All of it takes hours. So what was found is kept in `mutations.csv` (how many of each module) and `survivors.csv` (each
that nothing noticed, with the reason why not), and only modules whose code is another one since are asked; those that
are named are asked anew. A test that was weakened since is noticed when its module is asked.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.audit.judging import Figure
from tests.audit.tools import HERE, ROOT, WORK, python_of, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BAR = 0.90
DOMAIN = Path("pathways/domain")
MODULES, SURVIVORS = HERE / "mutations.csv", HERE / "survivors.csv"
COPIED = ("pathways", "tests", "seeds", "templates", "translations", "pyproject.toml")
COPY = WORK / "mutating"
AT_ONCE: Final = 10
"""So many modules are asked before what was found is written down: a run that is broken off loses that much."""
LIMIT_S = 12 * 3600
KILLED, SKIPPED, UNASKED = {1, 3, 24, -24, 36, 152, 255}, {34}, {None, 2}
"""mutmut's exit codes; a mutant that makes the tests run for ever is noticed too."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of the mutants of a module, on which day (UTC), and the mark of the code that it had.

    Without a mark it is asked again: its tests were written on since.
    """

    module: str
    mark: str
    day: str
    mutants: int
    killed: int


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no test noticed: in which function, what is different, and why that is no fault; or empty."""

    module: str
    function: str
    change: str
    reason: str = ""


def measure(modules: Sequence[Path]) -> Iterator[Figure]:
    """Give what part of the mutants is killed, and how many survive without a reason; of these modules, or of all."""
    wanted = [one.as_posix() for one in modules or sorted(DOMAIN.glob("*.py"))]
    known = {one.module: one for one in read_asked()}
    old = [one for one in wanted if modules or one not in known or known[one].mark != mark_of(ROOT / one)]
    if old:
        bring_copy_up_to_date()
    old.sort(key=lambda one: (ROOT / one).stat().st_size)
    for at in range(0, len(old), AT_ONCE):
        write_down(*ask(old[at : at + AT_ONCE]))
    yield from figures([one for one in read_asked() if one.module in wanted], read_survivors(), len(old))


def figures(asked: Sequence[Asked], survivors: Sequence[Survivor], anew: int) -> Iterator[Figure]:
    """Give the two lines about these modules."""
    mutants, killed = sum(one.mutants for one in asked), sum(one.killed for one in asked)
    share = killed / mutants if mutants else 0.0
    low = f"{share:.1%} of the mutants are killed, {killed} of {mutants}"
    what = f"mutants killed, {anew} of {len(asked)} modules anew"
    yield Figure("mutation", what, f"{share:.1%} of {mutants}", f"≥ {BAR:.0%}", (low,) * (share < BAR))
    among = {one.module for one in asked}
    left = [one for one in survivors if one.module in among]
    faults = tuple(f"{one.module}: {one.function}: {one.change}" for one in left if not one.reason)
    yield Figure("mutation", "survivors without a reason", f"{len(faults)} of {len(left)} survivors", "0", faults)


def mark_of(file: Path) -> str:
    """Give a mark of the code of a module, which comments, docstrings and layout do not change."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [line for line in node.body if not _says_something(line)]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()[:16]


def _says_something(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant) and isinstance(line.value.value, str)


def bring_copy_up_to_date() -> None:
    """Copy what is worked with; mutmut itself sees which modules are newer than their mutants."""
    COPY.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.rmtree(COPY / name, ignore_errors=True)
            shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, COPY / name)


def ask(modules: Sequence[str]) -> tuple[list[Asked], list[Survivor]]:
    """Have mutmut try every mutant of these modules.

    Raises:
        RuntimeError: it did not come to its end; what it said is in the message.
    """
    names = [one.removesuffix(".py").replace("/", ".") + ".*" for one in modules]
    children = str(os.cpu_count() or 1)
    done = run(
        python_of("mutation"), "-m", "mutmut", "run", "--max-children", children, *names, cwd=COPY, limit_s=LIMIT_S
    )
    asked, survivors = [], []
    for module in modules:
        codes = {name: code for name, code in exit_codes(module).items() if code not in SKIPPED}
        if done.returncode or UNASKED & set(codes.values()):
            raise RuntimeError(f"mutmut did not come to its end:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        left = sorted(name for name, code in codes.items() if code not in KILLED)
        survivors += [survivor(module, name) for name in left]
        day = datetime.now(UTC).date().isoformat()
        asked.append(Asked(module, mark_of(ROOT / module), day, len(codes), len(codes) - len(left)))
    return asked, survivors


def exit_codes(module: str) -> dict[str, int | None]:
    """What became of each mutant of a module, by its name; a module without functions has none."""
    file = COPY / "mutants" / f"{module}.meta"
    return json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"] if file.is_file() else {}


def survivor(module: str, name: str) -> Survivor:
    """What is different in a mutant: the lines taken out and put in."""
    shown = run(python_of("mutation"), "-m", "mutmut", "show", name, cwd=COPY).stdout.splitlines()
    lines = (line for line in shown if line[:1] in {"-", "+"} and line[:3] not in {"---", "+++"})
    function = name.rpartition(".")[2].partition("__mutmut_")[0].removeprefix("x").removeprefix("_")
    return Survivor(module, function.replace("ǁ", "."), " ".join(" ".join(line.split()) for line in lines))


def write_down(asked: Iterable[Asked], survivors: Iterable[Survivor]) -> None:
    """Put what was found in place of what was known of these modules; reasons stay where the mutant is the same."""
    new = {one.module: one for one in asked}
    reasons = {(one.module, one.function, one.change): one.reason for one in read_survivors()}
    kept = [one for one in read_survivors() if one.module not in new]
    found = [
        Survivor(one.module, one.function, one.change, reasons.get((one.module, one.function, one.change), ""))
        for one in survivors
    ]
    there = {one.module: one for one in read_asked() if (ROOT / one.module).is_file()} | new
    _write(MODULES, Asked, [there[module] for module in sorted(there)])
    left = [one for one in [*kept, *found] if one.module in there]
    _write(SURVIVORS, Survivor, sorted(left, key=lambda one: (one.module, one.function, one.change)))


def read_asked() -> list[Asked]:
    """Every module that was asked, by its name."""
    with MODULES.open(encoding="utf-8", newline="") as rows:
        read = list(csv.DictReader(rows))
    return [Asked(row["module"], row["mark"], row["day"], int(row["mutants"]), int(row["killed"])) for row in read]


def read_survivors() -> list[Survivor]:
    """Every survivor, by module, function and change."""
    with SURVIVORS.open(encoding="utf-8", newline="") as rows:
        return [Survivor(**row) for row in csv.DictReader(rows)]


def _write(file: Path, kind: type, rows: Sequence[Asked] | Sequence[Survivor]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [one.name for one in fields(kind)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(asdict, rows))
