"""The instruments themselves: npm and Python packages from lock files, in rooms of their own under instance/audit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / "instance" / "audit"
"""Ignored by git; can be deleted at any time."""


class ToolMissing(Exception):
    """What an instrument needs is not on this machine."""


def program(name: str, package: str) -> str:
    """Find a program, or say which package brings it."""
    found = shutil.which(name)
    if found is None:
        raise ToolMissing(f"{name} is missing: install {package} (sh .ci/needs audit does so as root)")
    return found


def room(name: str) -> Path:
    """An empty folder for what an instrument writes."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def modules() -> Path:
    """The folder `node_modules`, installed from the lock unless it is there already."""
    lock, folder = HERE / "package-lock.json", WORK / "npm"
    kept = folder / "installed.json"
    if not kept.is_file() or kept.read_bytes() != lock.read_bytes():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        run(program("npm", "npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts", cwd=folder, may_fail=False)
        shutil.copy(lock, kept)
    return folder / "node_modules"


def node(package: str, script: str, *arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the script of an npm package and give what it said, whatever its exit code is."""
    return run(program("node", "nodejs"), modules() / package / script, *arguments, env={**os.environ, **env})


def python_of(name: str) -> Path:
    """The Python of an environment with the packages of `<name>.lock`, and behind these all that ours has."""
    lock, folder = HERE / f"{name}.lock", WORK / name
    python, kept = folder / "bin" / "python", folder / "installed.lock"
    if not kept.is_file() or kept.read_bytes() != lock.read_bytes():
        venv.create(folder, clear=True, with_pip=True)
        pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
        run(*pip, "-r", lock, may_fail=False)
        inside = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip()
        Path(inside, "behind.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        shutil.copy(lock, kept)
    return python


def run(
    *command: str | Path, cwd: Path = ROOT, may_fail: bool = True, limit_s: float = 900, **more: object
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and keep what it says.

    Raises:
        ToolMissing: it failed where it must not.
        subprocess.TimeoutExpired: it took longer than `limit_s` seconds.
    """
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False, timeout=limit_s,
        stdin=subprocess.DEVNULL, **more,
    )  # fmt: skip
    if done.returncode and not may_fail:
        raise ToolMissing(f"{' '.join(map(str, command[:3]))}: {(done.stderr or done.stdout).strip()[-800:]}")
    return done
