"""The rooms keep to themselves. Import rules are import-linter's; here is what it cannot see."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = sorted((ROOT / "pathways" / "domain").glob("*.py"))
OUTSIDE_WORLD = {
    "os", "io", "sys", "pathlib", "shutil", "tempfile", "subprocess", "socket", "logging", "time", "random", "secrets",
    "uuid", "threading", "asyncio", "sqlite3", "csv", "tomllib", "html", "locale",
}  # fmt: skip
CALLS = {"open", "print", "input", "exec", "eval", "now", "today", "utcnow", "uuid4"}


def impure(source: str) -> list[str]:
    """Say where code reaches for a file, a clock, chance or markup."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.partition(".")[0] in OUTSIDE_WORLD]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in OUTSIDE_WORLD:
            found.append(str(node.module))
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            found += [f"{name}()"] if name in CALLS else []
    return found


@pytest.mark.parametrize("module", DOMAIN, ids=lambda path: path.stem)
def test_the_domain_is_pure(module):
    assert impure(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from pathlib import Path", ["pathlib"]),
        ("import os.path", ["os.path"]),
        ("x = datetime.now()", ["now()"]),
        ("open('x')", ["open()"]),
        ("import re\nx = re.search('a', 'b')", []),
    ],
)
def test_what_is_not_pure_is_found(source, expected):
    assert impure(source) == expected


def test_the_store_leaves_the_commit_to_the_catalogue():
    """`commit()` stands where the transaction is opened: in the catalogue and in the commands."""
    for module in (ROOT / "pathways" / "store").glob("*.py"):
        calls = [
            node.lineno
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "commit"
        ]
        assert calls == [], f"{module.name} commits in lines {calls}"


def test_every_module_and_public_function_says_what_one_gets():
    """Ruff asks for docstrings as well; this one is kept when somebody loosens it."""
    for module in (ROOT / "pathways").rglob("*.py"):
        if "migrations" in module.parts:
            continue
        tree = ast.parse(module.read_text(encoding="utf-8"))
        assert not tree.body or ast.get_docstring(tree), f"{module} has no docstring"
