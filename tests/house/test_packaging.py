"""A wheel carries everything it needs, whichever way it was made, and runs where there is no checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
TAKEN = (
    "pathways", "templates", "static", "seeds", "translations",
    "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "NOTICE", ".gitignore",
)  # fmt: skip
FOLDERS = ("templates", "static", "seeds", "translations")

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # it may name the checkout
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env={**own, **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def sources(into: Path) -> Path:
    """What a fresh clone holds: no compiled translation, nothing made by a tool."""
    into.mkdir(parents=True)
    for name in TAKEN:
        origin = ROOT / name
        if origin.is_dir():
            shutil.copytree(origin, into / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "_data"))
        else:
            shutil.copy(origin, into / name)
    return into


def hatchling(folder: Path, *arguments: str | Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", *arguments, cwd=folder)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sources(tmp_path_factory.mktemp("fresh") / "clone")


@pytest.fixture(scope="module")
def wheel(clone: Path) -> Path:
    hatchling(clone, "-t", "wheel", "-d", clone.parent / "wheel")
    (made,) = (clone.parent / "wheel").glob("*.whl")
    return made


@pytest.fixture(scope="module")
def sdist(clone: Path) -> Path:
    hatchling(clone, "-t", "sdist", "-d", clone.parent / "sdist")
    (made,) = (clone.parent / "sdist").glob("*.tar.gz")
    return made


def test_a_wheel_holds_the_folders_beside_the_package(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in FOLDERS:
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".mo":
                assert f"pathways/_data/{file.relative_to(ROOT).as_posix()}" in names
    assert not [name for name in names if name.startswith(("tests/", ".ci/", "templates/"))]


def test_a_wheel_holds_compiled_translations_and_the_licences(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "pathways/_data/translations/da/LC_MESSAGES/messages.mo" in names
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    assert [name for name in names if name.endswith("licenses/NOTICE")]


def test_a_wheel_from_the_source_distribution_is_the_same(wheel, sdist, tmp_path):
    with tarfile.open(sdist) as archive:
        assert not [name for name in archive.getnames() if name.endswith(".mo")]
        archive.extractall(tmp_path, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))  # 3.11.4 on
    (unpacked,) = tmp_path.iterdir()
    hatchling(unpacked, "-t", "wheel", "-d", tmp_path / "again")
    (again,) = (tmp_path / "again").glob("*.whl")
    first, second = zipfile.ZipFile(wheel), zipfile.ZipFile(again)
    assert sorted(first.namelist()) == sorted(second.namelist())
    differing = [one for one in first.namelist() if first.read(one) != second.read(one)]
    assert [one for one in differing if not one.endswith((".mo", "RECORD"))] == []  # a .mo holds no date, but a .po may


def test_an_editable_install_compiles_in_the_checkout_and_copies_nothing(tmp_path):
    clone = sources(tmp_path / "clone")
    build = "import sys, hatchling.build as b; print(b.build_editable(sys.argv[1]))"
    run(sys.executable, "-c", build, tmp_path, cwd=clone)
    (made,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(made).namelist()
    assert (clone / "translations/da/LC_MESSAGES/messages.mo").is_file()
    assert not [name for name in names if "_data" in name or name.endswith(".py")]
    (path,) = [name for name in names if name.endswith(".pth")]
    assert zipfile.ZipFile(made).read(path).decode().strip() == str(clone)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel, and otherwise what is installed here.

    The dependencies are lent by a path file, which does not lend this project's own editable install.
    """
    home = tmp_path_factory.mktemp("clean") / "venv"
    uv = shutil.which("uv")
    if uv:
        run(uv, "venv", "--quiet", "--no-config", "--python", sys.executable, home, cwd=home.parent)
        run(
            uv,
            "pip",
            "install",
            "--quiet",
            "--offline",
            "--no-deps",
            "--python",
            home / "bin/python",
            wheel,
            cwd=home.parent,
        )
    else:
        run(sys.executable, "-m", "venv", home, cwd=home.parent)
        run(home / "bin/python", "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=home.parent)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


def test_an_installed_wheel_knows_its_version(installed, tmp_path):
    said = run(installed / "pathways", "--version", cwd=tmp_path).stdout
    assert "0.1.0" in said
    where = run(installed / "python", "-c", "import pathways; print(pathways.__file__)", cwd=tmp_path).stdout
    assert where.startswith(str(installed.parent))


def test_an_installed_wheel_checks_the_towns_it_carries(installed, tmp_path):
    run(installed / "pathways", "check", cwd=tmp_path)


def test_an_installed_wheel_draws_the_map(installed, tmp_path):
    """Templates, fonts, seeds and the renderer are all found without a checkout."""
    database = f"sqlite:///{tmp_path / 'pathways.db'}"
    run(installed / "pathways", "seed", cwd=tmp_path, PATHWAYS_DATABASE_URL=database)
    run(installed / "pathways", "draw", "map", "-o", "map.svg", cwd=tmp_path, PATHWAYS_DATABASE_URL=database)
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").count("<path") > 50


LOCKS = {"requirements.lock": (), ".ci/requirements-dev.lock": ("dev",)}


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_all_that_its_packages_need(lock):
    """The set-up installs the lock and resolves nothing, so what it leaves out would be missing."""
    pinned = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(), re.MULTILINE)}
    wanted = {
        canonicalize_name(need.name): name
        for name in pinned
        for need in map(Requirement, _needs_of(name))
        if need.marker is None or need.marker.evaluate({"extra": ""})
    }
    assert {need: by for need, by in wanted.items() if need not in pinned} == {}


def _needs_of(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []  # pinned for another platform
