"""mutmut: small mistakes are made in the domain one by one, and its tests must notice.

All of it takes hours; `python -m tests.audit mutation pathways/domain/cover.py` asks one module. What was found is kept
beside the copy that it works in, so that a run which was broken off goes on, and only what changed is asked again.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.audit.judging import Figure, read_reasons
from tests.audit.tools import ROOT, WORK, python_of, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BAR = 0.90
DOMAIN = "pathways/domain"
COPIED = ("pathways", "tests", "seeds", "templates", "translations", "pyproject.toml")
LIMIT_S = 24 * 3600
KILLED, SKIPPED, UNASKED = {1, 3, 24, -24, 36, 152, 255}, {34}, {None, 2}
"""mutmut's exit codes; a mutant that makes the tests run for ever is noticed too."""
EVERYTHING = f'only_mutate = ["{DOMAIN}/*"]'


def measure(modules: Sequence[Path]) -> Iterator[Figure]:
    """Give what part of the mutants is killed, and how many survive without a reason; of these modules, or of all."""
    folder = copied([one.as_posix() for one in modules])
    done = run(python_of("mutation"), "-m", "mutmut", "run", "--max-children", "2", cwd=folder, limit_s=LIMIT_S)
    (WORK / "mutation.log").write_text(done.stdout + done.stderr, encoding="utf-8")
    codes = exit_codes(folder, modules)
    asked = {name: code for name, code in codes.items() if code not in SKIPPED}
    if not asked or UNASKED & set(asked.values()):
        raise RuntimeError(f"mutmut did not come to its end:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    killed = Counter(code in KILLED for code in asked.values())[True]
    share = killed / len(asked)
    low = f"{share:.1%} of the mutants are killed, {killed} of {len(asked)}"
    yield Figure("mutation", "mutants killed", f"{share:.1%} of {len(asked)}", f"≥ {BAR:.0%}", (low,) * (share < BAR))
    left = [survivor(folder, name) for name, code in sorted(asked.items()) if code not in KILLED]
    (WORK / "survivors.txt").write_text("\n".join(with_reasons(left)) + "\n", encoding="utf-8")
    yield Figure("mutation", "survivors without a reason", f"of {len(left)} survivors", "0", tuple(left))


def copied(modules: Sequence[str]) -> Path:
    """The copy that is worked in, brought up to date, with these modules to be changed.

    mutmut changes no module of a copy later: what asks for other modules has a copy of its own.
    """
    folder = WORK / "-".join(["mutating", *(Path(one).stem for one in modules)])
    folder.mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.rmtree(folder / name, ignore_errors=True)
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert EVERYTHING in settings, f"pyproject.toml does not say {EVERYTHING}"
    wanted = f"only_mutate = {json.dumps(list(modules))}" if modules else EVERYTHING
    (folder / "pyproject.toml").write_text(settings.replace(EVERYTHING, wanted), encoding="utf-8")
    return folder


def exit_codes(folder: Path, modules: Sequence[Path]) -> dict[str, int | None]:
    """What became of each mutant of these modules, or of all, by its name."""
    files = [f"{one.as_posix()}.meta" for one in modules] or [f"{DOMAIN}/**/*.meta"]
    found = {}
    for pattern in files:
        for file in (folder / "mutants").glob(pattern):
            found |= json.loads(file.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def survivor(folder: Path, name: str) -> str:
    """A mutant by its name, and what is different in it: the lines taken out and put in."""
    shown = run(python_of("mutation"), "-m", "mutmut", "show", name, cwd=folder).stdout.splitlines()
    lines = (line for line in shown if line[:1] in {"-", "+"} and line[:3] not in {"---", "+++"})
    return f"{name}: " + " ".join(" ".join(line.split()) for line in lines)


def with_reasons(survivors: Sequence[str]) -> Iterator[str]:
    """The survivors with the reason of each where there is one, as the list to be worked off."""
    reasons = read_reasons()
    for one in survivors:
        known = next((reason.reason for reason in reasons if reason.speaks_of("mutation", one)), "no reason yet")
        yield f"{one}\n    {known}"
