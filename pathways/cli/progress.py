"""A progress bar on a terminal, and nothing elsewhere: a log should hold no bars."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def working(*steps: str) -> Iterator[Callable[[], None]]:
    """Show the steps of long work; call what it gives at the start of each."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(steps[0], total=len(steps))
        names = iter(steps)

        def step() -> None:
            begun = next(names)
            progress.update(task, description=begun, completed=steps.index(begun))

        yield step


@contextmanager
def counting() -> Iterator[Callable[[str, float], None]]:
    """Show how much of something large is read; tell it what is being read and the part that is, 0 to 1."""
    if not sys.stderr.isatty():
        yield lambda _what, _part: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("Reading {task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=1.0)
        yield lambda what, part: progress.update(task, description=what or "all of it", completed=part)
