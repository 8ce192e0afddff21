"""A zip from somebody else, a workbook or a zipped seed folder: looked at before anything of it is unpacked.

What a zip announces is believed only as an upper bound: Python's reader gives no more of a part than that, so that a
sum within bounds keeps memory within bounds. Parts are read one at a time and never written to disk.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from pathways.domain.saying import said
from pathways.store.archives import DAMAGE, MEBIBYTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

MOST_PACKED: Final = 16 * MEBIBYTE
"""Bytes of what is handed in. The workbook of Kalundborg has 0.2 MiB."""
MOST_UNPACKED: Final = 96 * MEBIBYTE
"""Bytes of all parts, unpacked."""
MOST_OF_ONE: Final = 48 * MEBIBYTE
"""Bytes of one part, unpacked."""
MOST_PARTS: Final = 1_000
MOST_TIMES: Final = 250
"""How many times larger a part may get; a workbook of nothing but the same number gets 100 times larger."""
SMALL: Final = MEBIBYTE
"""Below this many bytes nobody minds how many times larger a part gets."""
ENCRYPTED: Final = 0x1
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")


class NotTaken(Exception):
    """What was handed in cannot be read at all: what is wrong, what would be right, and in which part, if in one."""

    def __init__(self, problem: str, remedy: str, part: str = "") -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem, self.remedy, self.part = problem, remedy, part


_TOO_LARGE = said("Leave out what is no row of the catalogue: pictures, formats of whole columns, other sheets.")
_LOCK = said("The file is locked with a password."), said("Take the password off and save it again.")


@contextmanager
def unpacked(content: bytes) -> Iterator[ZipFile]:
    """Open a zip within bounds.

    Raises:
        NotTaken: it is none, is locked, damaged or too large.
    """
    _refuse_others(content)
    try:
        archive = ZipFile(io.BytesIO(content))
    except DAMAGE as error:
        raise damaged(error) from None
    with archive:
        _refuse_bombs(archive.infolist())
        yield archive


def part_of(archive: ZipFile, name: str) -> bytes:
    """Give the bytes of one part. Raises `NotTaken` where it is damaged."""
    try:
        return archive.read(name)
    except DAMAGE as error:
        raise damaged(error, name) from None


def damaged(error: BaseException, part: str = "") -> NotTaken:
    """Say that a file is not as a program would write it."""
    reason = (str(error).splitlines() or [""])[0][:200] or type(error).__name__
    problem = said("The file is damaged: %(reason)s.", reason=reason)
    return NotTaken(problem, said("Save it again, or send another copy."), part)


def _refuse_others(content: bytes) -> None:
    if len(content) > MOST_PACKED:
        most = said("The file is larger than %(most)s MiB.", most=MOST_PACKED // MEBIBYTE)
        raise NotTaken(most, _TOO_LARGE)
    if content.startswith(_OLE) and _LOCKED in content:
        raise NotTaken(*_LOCK)
    if content.startswith(_OLE):
        raise NotTaken(said("This is a workbook of an old kind (.xls)."), said("Save it as .xlsx."))
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise NotTaken(
            said("The file is no workbook (.xlsx) and no zip."),
            said("Send a workbook saved as .xlsx, a zipped folder of CSV files or a .json file."),
        )


def _refuse_bombs(parts: list[ZipInfo]) -> None:
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise NotTaken(*_LOCK)
    if len(parts) > MOST_PARTS:
        problem = said("The file holds %(parts)s parts; %(most)s are read at most.", parts=len(parts), most=MOST_PARTS)
        raise NotTaken(problem, _TOO_LARGE)
    names = [part.filename for part in parts]
    if len(set(names)) < len(names):
        raise NotTaken(said("The file holds a part twice."), said("Save it again, or send another copy."))
    for part in parts:
        swollen = part.file_size > SMALL and part.file_size > MOST_TIMES * max(1, part.compress_size)
        if swollen or part.file_size > MOST_OF_ONE:
            raise NotTaken(_grown(part.file_size), _TOO_LARGE, part.filename)
    whole = sum(part.file_size for part in parts)
    if whole > MOST_UNPACKED:
        raise NotTaken(_grown(whole), _TOO_LARGE)


def _grown(size: int) -> str:
    return said("Unpacked it would be %(size)s MiB, which is more than can be read.", size=f"{size / MEBIBYTE:,.0f}")
