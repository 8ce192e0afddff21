"""What no file of the project may say, and names that say nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = re.compile(
    r"p[y]pi\.org|python[h]osted|registr[y]\.npmjs|deb\.[d]ebian\.org|(?<![\w.])/(?:hom[e]|roo[t]|User[s]|wor[k])/\w"
)
"""Registries, which a reader's own settings choose, and folders of one person's machine."""
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "data", "info", "misc", "common"}


def tracked() -> list[Path]:
    """Every file that git keeps, or, where there is no git, every file that is not made by a tool."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
    made = {".git", ".venv", "__pycache__", "instance", "dist"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.parts)]


def text_of(path: Path) -> str:
    """The words of a file; nothing for a font or a picture."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_names_a_registry_or_a_folder_of_one_machine():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if ADDRESSES.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "caught"),
    [
        pytest.param("https://" + "pypi" + ".org/simple", True, id="a registry"),
        pytest.param("cd /" + "home/kim/pathways", True, id="somebody's folder"),
        pytest.param("https://example.org/home/page", False, id="a path of a web site"),
    ],
)
def test_the_search_finds_what_it_should(line, caught):
    assert bool(ADDRESSES.search(line)) is caught


def test_no_module_has_a_name_that_says_nothing():
    named = {path.stem.strip("_") for path in (ROOT / "pathways").rglob("*.py")}
    assert named & EMPTY_NAMES == set()


def test_every_dependency_says_what_it_is_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"]]
    for group in project["dependency-groups"].values():
        wanted += [one for one in group if isinstance(one, str)]
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    silent = [one for one in wanted if not any(re.search(rf'"{re.escape(one)}",?\s+# \S', line) for line in lines)]
    assert silent == []


def test_every_opt_out_of_the_linter_has_its_reason():
    lines = (ROOT / "pyproject.toml").read_text().partition("[tool.ruff.lint]")[2].partition("[tool.mypy]")[0]
    codes = [line for line in lines.splitlines() if re.match(r'\s+"[A-Z]+\d*"', line)]
    assert len(codes) > 10
    assert [line for line in codes if "# " not in line] == []


def test_every_switched_off_check_has_its_reason():
    """`# noqa: X - why` and `# type: ignore[x]  # why`: the code and the reason stand on the line."""
    mark = re.compile(r"#\s*(?:noqa:|type: ignore\[)\s*(?P<codes>[\w, -]+?)\]?(?P<reason>\s+(?:#|-)\s\S.*)?$")
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.suffix == ".py" and path != Path(__file__)
        for number, line in enumerate(text_of(path).splitlines(), 1)
        for found in [mark.search(line)]
        if "# noqa" in line or "# type: ignore" in line
        if not found or not found["reason"]
    ]
    assert bare == []


def hidden_texts(code: str) -> list[int]:
    """The lines where a text is asked for inside an f-string: the collector of texts sees none of those."""
    return [
        call.lineno
        for string in ast.walk(ast.parse(code))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext", "later"}
    ]


def test_no_text_hides_from_its_translation():
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / "pathways").rglob("*.py")
        for line in hidden_texts(path.read_text(encoding="utf-8"))
    }
    assert found == set()


def test_a_hidden_text_is_found():
    assert hidden_texts("words = f\"{said} {_('As in 4.')}\"") == [1]
    assert hidden_texts('example = _("As in 4.")\nwords = f"{said} {example}"') == []
