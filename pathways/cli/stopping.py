"""How a stop reaches every process of the server, at whatever moment it comes.

The first process hears Ctrl+C and SIGTERM, and passes them on to its workers as SIGTERM. Once it serves, Granian
listens and lets requests be answered first. Until then nobody has asked anything, and a process ends at once, by
`os._exit`: an exception (what Ctrl+C is to Python) may come up where Python drops it, inside the callback of a weak
reference for one, and the server would go on.
"""

from __future__ import annotations

import os
import signal


def end_when_told() -> None:
    """Let this process end at once when it is told to, until something else listens."""
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, _end)


def guard_workers() -> None:
    """Let workers that split off from this process obey it from their first moment on.

    A stop that comes while one splits off waits: Python throws away what a new process is told before it has begun.
    """
    os.register_at_fork(before=_hold, after_in_parent=_release, after_in_child=obey_parent)


def obey_parent() -> None:
    """Let a worker hear of a stop from its parent alone, and end at once until it serves.

    Ctrl+C reaches every process of a terminal, and a worker told twice did not stop at all. A worker that splits off
    inherits how its parent listens: told while it starts, it would take note for nobody, go on, and be waited for.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    signal.signal(signal.SIGTERM, _end)
    _release()


def _hold() -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})


def _release() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})


def _end(*_: object) -> None:
    os._exit(0)
