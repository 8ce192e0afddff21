"""mutmut: small mistakes are made in the domain one by one, and its tests must notice.

All of it takes hours. So what was found is kept in `mutations.csv` (how many of each module) and `survivors.csv` (each
that nothing noticed, with the reason why not), and only modules whose code is another one since are asked; those that
are named are asked anew. A test that was weakened since is noticed when its module is asked. After tests were only
added, the survivors without a reason alone can be asked again, with more time: the others are still killed, or still
no fault. What is broken off goes on where it was, as long as neither code nor tests are others.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import os
import shutil
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO, TypeAlias

from tests.audit.judging import Figure
from tests.audit.telling import change_in, function_of
from tests.audit.tools import HERE, ROOT, WORK, python_of, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

BAR = 0.90
DOMAIN = Path("pathways/domain")
MODULES, SURVIVORS = HERE / "mutations.csv", HERE / "survivors.csv"
COPIED = ("pathways", "tests", "seeds", "templates", "translations", "pyproject.toml")
COPY = WORK / "mutating"
SAID, LEFT, STAMP, ONLY = (COPY / name for name in ("said.txt", "left.json", "stamp.json", "only.json"))
"""What mutmut said; whose differences are asked for; what the mutants were made of, and of which modules; and which of
them are asked, by module, if not all."""
ALL_OF_IT: Final = 'only_mutate = ["pathways/domain/*"]'
SHOW: Final = """
import json, sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
module, names = json.load(open(sys.argv[1]))
print(json.dumps([get_diff_for_mutant(name, path=module) for name in names]))
"""
Only: TypeAlias = "dict[str, list[tuple[str, str]]]"
"""Function and change of each mutant to be asked, by module."""
LOOK_EVERY_S: Final = 60
"""So often what became of whole modules is written down: a run that is broken off loses no more."""
LIMIT_S = 24 * 3600
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


def measure(modules: Sequence[Path], *, survivors: bool = False) -> Iterator[Figure]:
    """Give what part of the mutants is killed, and how many survive without a reason; of these modules, or of all.

    Args:
        survivors: of modules whose code is the same as then, ask those again that nothing noticed and that have no
            reason, and only those.
    """
    wanted = [one.as_posix() for one in modules or sorted(DOMAIN.glob("*.py"))]
    known = {one.module: one for one in read_asked()}
    same = [one for one in wanted if one in known and known[one].mark == mark_of(ROOT / one)]
    only = survivors_of(same) if survivors else {}
    old = [one for one in wanted if one in only or one not in same or (modules and not survivors)]
    if old:
        make_ready(old, only, anew=bool(modules) and not survivors)
        for part in ask(old, reasoned_of(only)):
            write_down([asked for asked, _ in part], [one for _, left in part for one in left])
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


def survivors_of(modules: Sequence[str]) -> Only:
    """What nothing noticed in each of these modules and has no reason: function and change; without those of none."""
    only: Only = {}
    for one in read_survivors():
        if one.module in modules and not one.reason:
            only.setdefault(one.module, []).append((one.function, one.change))
    return only


def reasoned_of(only: Only) -> dict[str, list[Survivor]]:
    """The other survivors of modules of which no more than some are asked: they have a reason, and stand."""
    found: dict[str, list[Survivor]] = {}
    for one in read_survivors():
        if one.module in only and one.reason:
            found.setdefault(one.module, []).append(one)
    return found


def make_ready(modules: Sequence[str], only: Only, *, anew: bool) -> None:
    """Have a copy in which only these modules are mutated, and of those in `only` no more than these are asked.

    If code and tests are those of the last time, and these modules were among those asked, what was found stands, so
    that a run that was broken off goes on; unless all is asked `anew`.
    """
    was = json.loads(STAMP.read_text(encoding="utf-8")) if STAMP.is_file() else {}
    state = _state() + hashlib.sha256(json.dumps(only).encode()).hexdigest() * bool(only)
    if not anew and was.get("state") == state and set(modules) <= set(was["modules"]):
        return
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for name in COPIED:
        _copy(name)
    settings = COPY / "pyproject.toml"
    said = settings.read_text(encoding="utf-8")
    settings.write_text(said.replace(ALL_OF_IT, f"only_mutate = {json.dumps(list(modules))}"), encoding="utf-8")
    if only:
        ONLY.write_text(json.dumps(only), encoding="utf-8")
    STAMP.write_text(json.dumps({"state": state, "modules": list(modules)}), encoding="utf-8")


def _copy(name: str) -> None:
    if (ROOT / name).is_dir():
        shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(ROOT / name, COPY / name)


def _state() -> str:
    """A mark of all that is copied, byte by byte."""
    mark = hashlib.sha256()
    for name in COPIED:
        below = sorted(one for one in (ROOT / name).rglob("*") if one.is_file()) or [ROOT / name]
        for file in below:
            if "__pycache__" not in file.parts and file not in {MODULES, SURVIVORS}:
                mark.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return mark.hexdigest()


def ask(modules: Sequence[str], reasoned: Mapping[str, list[Survivor]]) -> Iterator[list[tuple[Asked, list[Survivor]]]]:
    """Have mutmut try every mutant of these modules; give what became of whole ones, some at a time.

    Those in `reasoned` are not asked again, and count as survivors.

    Raises:
        RuntimeError: it did not come to its end; what it said is in the message.
    """
    waiting, until = list(modules), time.monotonic() + LIMIT_S
    with SAID.open("w+", encoding="utf-8") as said, begun(said) as running:
        while waiting and time.monotonic() < until:
            code = ended(running)
            done = [one for one in waiting if is_asked(exit_codes(one), at_the_end=code == 0)]
            waiting = [one for one in waiting if one not in done]
            yield outcomes(done, reasoned)
            if code is not None:
                break
        if waiting:
            said.seek(0)
            raise RuntimeError(f"mutmut did not come to its end:\n{said.read()[-3000:]}")


def is_asked(codes: dict[str, int | None], *, at_the_end: bool) -> bool:
    """Whether nothing is left to be asked of a module; only at the end is it known that one has no mutants."""
    return bool(codes or at_the_end) and not UNASKED & set(codes.values())


@contextmanager
def begun(said: TextIO) -> Iterator[subprocess.Popen[str]]:
    """Have mutmut at work in the copy, and gone afterwards."""
    children = str(os.cpu_count() or 1)
    program = (HERE / "module_by_module.py").read_text(encoding="utf-8")
    command = (python_of("mutation"), "-c", program, "run", "--max-children", children)
    running = subprocess.Popen(command, cwd=COPY, stdout=said, stderr=said, text=True)
    try:
        yield running
    finally:
        running.terminate()
        running.wait()


def ended(running: subprocess.Popen[str]) -> int | None:
    """Wait a while, and give the exit code of what has ended."""
    with suppress(subprocess.TimeoutExpired):
        running.wait(LOOK_EVERY_S)
    return running.returncode


def outcomes(modules: Sequence[str], reasoned: Mapping[str, list[Survivor]]) -> list[tuple[Asked, list[Survivor]]]:
    """What became of the mutants of each of these modules, all of which were asked, or have a reason."""
    day, found = datetime.now(UTC).date().isoformat(), []
    for module in modules:
        codes = {name: code for name, code in exit_codes(module).items() if code not in SKIPPED}
        left = survivors(module, sorted(name for name, code in codes.items() if code not in KILLED))
        left += reasoned.get(module, [])
        found.append((Asked(module, mark_of(ROOT / module), day, len(codes), len(codes) - len(left)), left))
    return found


def exit_codes(module: str) -> dict[str, int | None]:
    """What became of each mutant of a module, by its name; none while there are none, or while they are written."""
    file = COPY / "mutants" / f"{module}.meta"
    try:
        return json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
    except (FileNotFoundError, ValueError):
        return {}


def survivors(module: str, names: Sequence[str]) -> list[Survivor]:
    """What is different in each of these mutants of a module: the lines taken out and put in."""
    if not names:
        return []
    LEFT.write_text(json.dumps([module, names]), encoding="utf-8")
    shown = json.loads(run(python_of("mutation"), "-c", SHOW, LEFT, cwd=COPY, may_fail=False).stdout)
    return [Survivor(module, function_of(name), change_in(diff)) for name, diff in zip(names, shown, strict=True)]


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
