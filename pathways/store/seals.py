"""A seal on a copy's file: whether a byte of it is another one than when it was written.

SQLite keeps no sums of its pages, so it finds a page that is torn and not a letter that is another one: a copy with one
letter changed was restored without a word. The seal is a CRC-32 of the whole file, in two fields of its head that are
for programs: the sum stands in the application's number, and the user's version says of which state of the file it is.
A copy that somebody wrote to with SQLite since has another state; its seal says nothing any more, and it is as good as
a database file that was copied by hand. The sum finds accidents; it keeps nobody out.

See https://www.sqlite.org/fileformat2.html, "The Database Header".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from typing import BinaryIO

HEAD: Final = 100
STATE, SUM = slice(60, 64), slice(68, 72)
"""The fields `user_version` and `application_id`; what is summed has zeros there."""
COUNTER, MODES = slice(24, 28), slice(18, 20)
"""What SQLite changes whenever it writes: the count of changes, or how it does so."""
ROLLBACK: Final = b"\x01\x01"
OURS: Final = b"PW"
AT_ONCE: Final = 2**20


def seal(file: BinaryIO) -> None:
    """Put a seal on a file of SQLite that is open for reading and writing."""
    head = _head(file)
    file.seek(STATE.start)
    file.write(_state(head))
    file.seek(SUM.start)
    file.write(_sum(file, head))


def is_broken(file: BinaryIO) -> bool:
    """Tell whether a file has a seal that holds for it, and another sum than that."""
    head = _head(file)
    holds = len(head) == HEAD and head[MODES] == ROLLBACK and head[STATE] == _state(head)
    return holds and head[SUM] != _sum(file, head)


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(HEAD)


def _state(head: bytes) -> bytes:
    return OURS + head[COUNTER][2:]


def _sum(file: BinaryIO, head: bytes) -> bytes:
    bare = bytearray(head)
    bare[STATE] = bare[SUM] = bytes(4)
    found = crc32(bare)
    place = file.tell()
    file.seek(HEAD)
    while part := file.read(AT_ONCE):
        found = crc32(part, found)
    file.seek(place)
    return found.to_bytes(4, "big")
