"""The Graphviz program: which one, run once within limits, and the ways in which that can go wrong.

It is the operator's program, so it may hang, start others or write without end: it has so much time and may write so
much, and then it is stopped with all that it started. `subprocess.run` bounds the time only; what is written within ten
seconds would fill the memory of a server.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.metadata import PackageNotFoundError, files
from shutil import which
from threading import Thread
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TIMEOUT_S = 10.0
"""A picture takes well under a second; whatever takes this long will not end well."""

LONGEST = 2**24
"""Bytes that one picture may have: a hundred times the largest map. More is no picture, and is not read."""

LONGEST_WORDS = 2**16
"""Bytes of complaints that are kept; Graphviz may warn of each line."""

AT_ONCE = 2**16

SETTING = "PATHWAYS_DOT"

_END = b"</svg>"
"""Where each of several documents ends; a label's own would be escaped."""


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
    """The program was stopped: at the time limit, or because it wrote without end."""


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
        return self.svgs((dot,))[0]

    def svgs(self, dots: Sequence[str]) -> tuple[bytes, ...]:
        """Lay out several graphs in one run, in their order: to start the program takes longer than most graphs.

        Raises:
            DrawingFailed: as `svg`, for all of them together.
        """
        said = self._run("-Tsvg", "\n".join(dots).encode()).stdout
        pictures = tuple(one.lstrip() + _END for one in said.split(_END)[:-1]) if len(dots) > 1 else (said,)
        if len(pictures) != len(dots):
            raise RendererFailed(f"{self.program} was asked for {len(dots)} pictures and gave {len(pictures)}.")
        return pictures

    def version(self) -> str:
        """What the program calls itself, as in "dot - graphviz version 2.43.0 (0)". Raises as `svg`."""
        answer = self._run("-V", b"")
        return (answer.stderr or answer.stdout).decode(errors="replace").strip()

    def _run(self, argument: str, text: bytes) -> _Said:
        ends = time.monotonic() + self.timeout_s
        try:
            with _begun(self.program, argument) as process:
                said = _conversation(process, text, ends)
        except subprocess.TimeoutExpired:
            raise RendererSlow(f"{self.program} was stopped after {self.timeout_s:g} s.") from None
        except OSError as error:
            raise RendererMissing(f"{self.program} cannot be run: {error.strerror or error}.") from None
        if len(said.stdout) > LONGEST:
            raise RendererSlow(f"{self.program} was stopped: it wrote more than {LONGEST // 2**20} MiB.")
        if process.returncode:
            words = said.stderr.decode(errors="replace").strip().splitlines()
            first = words[0] if words else "no words"
            raise RendererFailed(f"{self.program} ended with {process.returncode}: {first}")
        return said


@dataclass(frozen=True, slots=True)
class _Said:
    """What a program wrote, as far as it was read."""

    stdout: bytes
    stderr: bytes


@contextmanager
def _begun(program: str, argument: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program as the head of a group of its own; at the end nothing of the group is left."""
    process = subprocess.Popen(  # noqa: S603 - the program is the operator's choice, the arguments are ours
        [program, argument],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        _stop(process)
        process.wait()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a program, and where the system has groups, whatever it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _conversation(process: subprocess.Popen[bytes], text: bytes, ends: float) -> _Said:
    """Tell a program all and hear what it says; it is stopped when that is more than a picture can be.

    Each end is a thread's, and closed by it: one that something outside the group holds open holds up nobody here.
    The program's end is waited for by one as well: `wait` with a time limit looks now and then, 9 ms late on average.

    Raises:
        TimeoutExpired: it had not ended by then, or not everything was told or heard.
    """
    told, said, complained = (cast("IO[bytes]", pipe) for pipe in (process.stdin, process.stdout, process.stderr))
    out, err = bytearray(), bytearray()
    ours = (
        partial(_tell, told, text),
        partial(_hear, said, out, LONGEST + 1, partial(_stop, process)),
        partial(_hear, complained, err, LONGEST_WORDS),
        process.wait,
    )
    threads = [Thread(target=one, daemon=True) for one in ours]
    for one in threads:
        one.start()
    for one in threads:
        one.join(max(0.0, ends - time.monotonic()))
    if any(one.is_alive() for one in threads):
        raise subprocess.TimeoutExpired(process.args, ends)
    return _Said(bytes(out), bytes(err))


def _tell(stream: IO[bytes], text: bytes) -> None:
    with suppress(OSError), stream:  # one that does not listen says so by how it ends
        left = memoryview(text)
        while left:
            left = left[stream.write(left) :]


def _hear(stream: IO[bytes], heard: bytearray, most: int, enough: Callable[[], None] | None = None) -> None:
    """Read to the end; keep what comes first, and say once it is enough."""
    with suppress(OSError), stream:
        while said := stream.read(AT_ONCE):
            heard += said[: most - len(heard)]
            if enough is not None and len(heard) >= most:
                enough()
                return


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
