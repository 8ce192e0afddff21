"""The Graphviz program: which one, run once with a time limit, and the ways in which that can go wrong."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, files
from shutil import which

TIMEOUT_S = 10.0
"""A picture takes well under a second; whatever takes this long will not end well."""

SETTING = "PATHWAYS_DOT"


class DrawingFailed(Exception):
    """No picture can be had; `reason` tells why, for a log or a status page, never for a visitor."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RendererMissing(DrawingFailed):
    """There is no Graphviz program, or the one named is not there."""


class RendererFailed(DrawingFailed):
    """The program ran and gave up, or what it wrote cannot be read."""


class RendererSlow(DrawingFailed):
    """The program was stopped at the time limit."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """A Graphviz `dot` program at a path."""

    program: str
    timeout_s: float = TIMEOUT_S

    def svg(self, dot: str) -> bytes:
        """Lay out one graph. The answer is an SVG document, UTF-8.

        Raises:
            DrawingFailed: the program is missing, failed or was too slow.
        """
        return self._run("-Tsvg", dot.encode()).stdout

    def version(self) -> str:
        """What the program calls itself, as in "dot - graphviz version 2.43.0 (0)". Raises as `svg`."""
        answer = self._run("-V", b"")
        return (answer.stderr or answer.stdout).decode(errors="replace").strip()

    def _run(self, argument: str, text: bytes) -> subprocess.CompletedProcess[bytes]:
        try:
            done = subprocess.run(  # noqa: S603 - the program is the operator's choice, the arguments are ours
                [self.program, argument], input=text, capture_output=True, timeout=self.timeout_s, check=False
            )
        except subprocess.TimeoutExpired:
            raise RendererSlow(f"{self.program} was stopped after {self.timeout_s:g} s.") from None
        except OSError as error:
            raise RendererMissing(f"{self.program} cannot be run: {error.strerror or error}.") from None
        if done.returncode:
            words = done.stderr.decode(errors="replace").strip().splitlines()
            raise RendererFailed(f"{self.program} ended with {done.returncode}: {words[0] if words else 'no words'}")
        return done


def find_renderer(setting: str | None = None, timeout_s: float = TIMEOUT_S) -> Renderer:
    """Find Graphviz: the program set (here or as PATHWAYS_DOT), else `dot` on the PATH, else the graphviz-pure wheel.

    Raises:
        RendererMissing: none of the three is there.
    """
    program = setting or os.environ.get(SETTING) or _installed()
    if program is None:
        raise RendererMissing(f"No Graphviz found. Install graphviz or graphviz-pure, or set {SETTING}.")
    return Renderer(program, timeout_s)


def _installed() -> str | None:
    return which("dot") or bundled()


@lru_cache(maxsize=1)
def bundled() -> str | None:
    """Path of the program in the graphviz-pure wheel, if that is installed."""
    try:
        found = files("graphviz-pure") or ()
    except PackageNotFoundError:
        return None
    programs = (file for file in found if file.stem == "graphviz-pure" and file.parent.name in {"bin", "Scripts"})
    return next((str(file.locate()) for file in programs), None)
