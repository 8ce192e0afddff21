"""Every picture is drawn by both programs: `dot` and the graphviz-pure wheel."""

from __future__ import annotations

import stat
from shutil import which
from typing import TYPE_CHECKING

import pytest

from pathways.drawing.renderer import Renderer, bundled
from tests.machine import missing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(params=["dot", "graphviz-pure"])
def renderer(request: pytest.FixtureRequest) -> Renderer:
    program = which("dot") if request.param == "dot" else bundled()
    return Renderer(program) if program else missing(request.param.replace("dot", "graphviz"), "it draws the pictures")


@pytest.fixture
def fake(tmp_path: Path) -> Callable[[str], str]:
    """Make a program from a shell script, and give its path."""

    def made(script: str) -> str:
        path = tmp_path / "fake-dot"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return made
