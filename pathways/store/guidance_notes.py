"""The notes of a guidance talk, which two write at once: what came in is brought together with what was there.

A sending leaves a print, so that one that comes twice, because its answer was lost, is known for what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from pathways.domain.errors import PathwaysError
from pathways.domain.guidance import LONGEST_NOTES
from pathways.domain.merging import merge
from pathways.store.guidance import to_write, touched

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from pathways.store.guidance_tables import GuidanceRow

PRINT_HOURS: Final = 25
"""How long a sending is known again when it comes twice: a browser keeps its draft for a day."""
MOST_PRINTS: Final = 600
"""As many as half an hour of typing by two."""


class NotesTooLong(PathwaysError):
    """What both wrote together is more than a talk holds; nothing was saved."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody wrote (`mine`), made from `base`.

    `once` tells one sending from the next: the very same that is sent again, because its answer was lost, is not taken
    in twice. Blank: it is not known.
    """

    base: str
    mine: str
    once: str = ""

    @property
    def mark(self) -> str:
        """A print of this sending."""
        text = f"{len(self.base)} {self.base}{self.mine}"
        return blake2b(text.encode(), key=self.once.encode()[:64], digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Saved:
    """The notes as they stand after a save; `clash` when both changed the same place."""

    row: GuidanceRow
    clash: bool


def save(session: Session, id: str, sent: Sent, now: datetime, *, student: bool) -> Saved:
    """Take in what somebody wrote, and bring it together with what was saved meanwhile.

    Raises:
        TalkGone, TalkClosed, ReadingAlong: as `guidance.to_write`.
        NotesTooLong: nothing was saved.
    """
    row = to_write(session, id, now, student=student)
    hour = int(now.timestamp()) // 3600
    prints = dict(one.split(":") for one in row.notes_from.split())
    if sent.once and sent.mark in prints:
        return Saved(row, clash=False)
    merged = merge(sent.base, sent.mine, row.notes)
    if len(merged.text) > LONGEST_NOTES:
        raise NotesTooLong("The notes are full")
    if merged.text != row.notes:
        row.notes, row.notes_at = merged.text, now
        touched(row, now)
    fresh = {mark: since for mark, since in prints.items() if hour - int(since) <= PRINT_HOURS}
    row.notes_from = " ".join(f"{mark}:{since}" for mark, since in [*fresh.items(), (sent.mark, hour)][-MOST_PRINTS:])
    session.add(row)
    return Saved(row, merged.clash)
