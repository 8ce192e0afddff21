"""Finished pictures kept on disk by what they were made from, so that a restart draws nothing again.

A picture's key is a digest of the view, the language, the form, the addresses and this room's own source,
so a change in any of them is another file and nothing is ever stale. Files appear whole (written aside,
then moved). A folder that cannot be read or written only means that pictures are drawn again. What nobody
asked for in a month is swept out when a server starts, or old facts would fill the disk.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT_S = 30 * 24 * 3600.0


class Shelf:
    """A folder of small JSON files, each under its key. None: nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, key: str) -> dict[str, Any] | None:
        """What was put under this key; None if nothing readable is there."""
        if self._folder is None:
            return None
        path = self._path(self._folder, key)
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        with suppress(OSError):
            os.utime(path)  # asked for: kept for another month
        return found if isinstance(found, dict) else None

    def put(self, key: str, fields: Mapping[str, object]) -> None:
        """Keep it, if the folder lets us."""
        if self._folder is not None:
            with suppress(OSError):
                self._write(self._path(self._folder, key), json.dumps(fields))

    def sweep(self, now_s: float, keep_s: float = KEPT_S) -> int:
        """Remove what was last asked for more than `keep_s` before `now_s`; tell how many pictures went."""
        gone = 0
        for path in self._folder.glob("??/*") if self._folder else ():
            with suppress(OSError):
                if path.stat().st_mtime < now_s - keep_s:
                    path.unlink()
                    gone += 1
        return gone

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key}.json"

    @staticmethod
    def _write(path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False) as part:
            try:
                part.write(text)
                part.close()
                Path(part.name).replace(path)
            except OSError:
                Path(part.name).unlink(missing_ok=True)
                raise
