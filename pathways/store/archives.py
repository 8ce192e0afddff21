"""Tables in a zip that came from somewhere else: read as a stream, within bounds, every fault by its place.

Nothing is unpacked to disk, and no more than a line and a row is held at a time. What would be absurd in an
official archive is refused by its announced size before it is read; a member cannot give more than it announces.
"""

from __future__ import annotations

import csv
import io
import lzma
import re
import struct
import zlib
from operator import itemgetter
from typing import TYPE_CHECKING, Self
from zipfile import BadZipFile, ZipFile

from pathways.domain.errors import PathwaysError
from pathways.store.sheets import BOM, LocatedFault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path
    from zipfile import ZipInfo

MEBIBYTE = 1 << 20
ARCHIVE_AT_MOST = 256 * MEBIBYTE
"""Bytes of a zip. Those of ESCO 1.1.1 hold 4 MiB each."""
MEMBER_AT_MOST = 128 * MEBIBYTE
"""Bytes of a table, unpacked. The largest of ESCO 1.1.1 holds 20 MiB."""
ROWS_AT_MOST = 1_000_000
"""Rows of a table. The largest of ESCO 1.1.1 holds 123,855."""
LINE_AT_MOST = MEBIBYTE
"""Bytes of a line. The csv module itself refuses a cell of more than 131,072 characters."""
DAMAGE = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError, struct.error)
"""What the zipfile module raises on bytes that are not what they should be."""
NAME = re.compile(r"(?:.*[/\\])?(?P<stem>\w+?)(?:_(?P<language>[a-z]{2}))?\.csv", re.IGNORECASE)


class BrokenArchive(PathwaysError):
    """An archive cannot be read as what it should be. `faults` names every place and what would be right."""

    def __init__(self, *faults: LocatedFault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class Archive:
    """A zip that holds tables, open for reading.

    `tables` finds a member by its stem in lower case and its language, `("skills", "en")`; the language is empty
    where the name has none.

    Raises:
        BrokenArchive: the file cannot be read, is no zip, is damaged or too large, or holds a table twice.

    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tables: dict[tuple[str, str], ZipInfo] = {}
        try:
            # Opened here, not by ZipFile, which leaves its file open for as long as a fault refers to a member.
            self._file = path.open("rb")
        except OSError as error:
            raise self._fault(f"The file cannot be read: {error.strerror}.", "Name an archive of ESCO.") from None
        try:
            self._zip = self._open()
            for member in self._zip.infolist():
                self._note(member)
        except BrokenArchive:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _open(self) -> ZipFile:
        begins, size = self._file.read(2), self._file.seek(0, io.SEEK_END)
        if size > ARCHIVE_AT_MOST:
            raise self._fault(f"The file is larger than {ARCHIVE_AT_MOST // MEBIBYTE} MiB.", AS_IT_CAME)
        try:
            return ZipFile(self._file)
        except DAMAGE:
            part = begins == b"PK"
            problem = "The zip is damaged, or only its beginning is there." if part else "The file is no zip."
            raise self._fault(problem, AS_IT_CAME) from None

    def _note(self, member: ZipInfo) -> None:
        named = NAME.fullmatch(member.filename)
        if not named:
            return
        key = (named["stem"].lower(), (named["language"] or "").lower())
        if key in self.tables:
            raise self._fault("The table is there twice.", AS_IT_CAME, member)
        self.tables[key] = member

    def rows(self, member: ZipInfo, columns: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the line a row begins on and the cells of these columns (two or more), in their order.

        Raises:
            BrokenArchive: the member is damaged, too large, empty, not UTF-8 or no CSV, or a column is missing.

        """
        if member.file_size > MEMBER_AT_MOST:
            size = f"{member.file_size // MEBIBYTE} MiB unpacked, more than {MEMBER_AT_MOST // MEBIBYTE}"
            raise self._fault(f"The table is {size}.", AS_IT_CAME, member)
        records = self._records(member)
        _, header = next(records, (1, []))
        pick = itemgetter(*self._places(member, header, columns))
        count = 0
        for line, cells in records:
            if len(cells) != len(header):
                found = f"The row has {len(cells)} cells, the header has {len(header)}."
                raise self._fault(found, AS_IT_CAME, member, line)
            count += 1
            if count > ROWS_AT_MOST:
                raise self._fault(f"The table has more than {ROWS_AT_MOST:,} rows.", AS_IT_CAME, member, line)
            yield line, pick(cells)
        if not count:
            raise self._fault("The table holds no rows.", AS_IT_CAME, member)

    def _places(self, member: ZipInfo, header: Sequence[str], columns: Sequence[str]) -> list[int]:
        missing = [column for column in columns if header.count(column) != 1]
        if missing:
            there = "there twice" if missing[0] in header else "missing"
            wanted = f"The header must name {', '.join(columns)}."
            raise BrokenArchive(*(self.fault(f"The column is {there}.", wanted, member, 1, one) for one in missing))
        return [header.index(column) for column in columns]

    def _records(self, member: ZipInfo) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader(self._lines(member), strict=True)
        begins = 1
        try:
            for cells in reader:
                if cells:
                    yield begins, cells
                begins = reader.line_num + 1
        except csv.Error as error:
            raise self._fault(f"The row is not readable as CSV: {error}.", AS_IT_CAME, member, begins) from None

    def _lines(self, member: ZipInfo) -> Iterator[str]:
        """Yield each line as text, with its end."""
        for number, line in enumerate(self._bytes(member), 1):
            raw = line.removeprefix(BOM) if number == 1 else line
            if len(raw) > LINE_AT_MOST:
                raise self._fault(f"The line has more than {LINE_AT_MOST:,} bytes.", AS_IT_CAME, member, number)
            if b"\0" in raw:
                raise self._fault("The line holds a zero byte, as no text does.", AS_IT_CAME, member, number)
            try:
                yield raw.decode("utf-8")
            except UnicodeDecodeError as error:
                found = f"Byte {error.start + 1} of the line, 0x{raw[error.start]:02x}, is not UTF-8."
                raise self._fault(found, f"{AS_IT_CAME} It must be UTF-8.", member, number) from None

    def _bytes(self, member: ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(member) as packed, io.BufferedReader(packed) as stream:  # type: ignore[type-var]  # zipfile's is a raw stream in all but name
                while line := stream.readline(LINE_AT_MOST + 1):
                    yield line
        except DAMAGE as error:
            reason = "is locked by a password" if "password" in str(error) else "is damaged"
            raise self._fault(f"The member {reason}.", AS_IT_CAME, member) from None

    def fault(
        self, problem: str, remedy: str, member: ZipInfo | None = None, line: int = 0, column: str = ""
    ) -> LocatedFault:
        """A fault in this archive, in one member of it, at a line (from 1) and a column of that."""
        place = f"{self.path}: {member.filename}" if member else str(self.path)
        return LocatedFault(place, line, column, problem, remedy)

    def _fault(self, problem: str, remedy: str, member: ZipInfo | None = None, line: int = 0) -> BrokenArchive:
        return BrokenArchive(self.fault(problem, remedy, member, line))

    def named(self, wanted: Collection[str]) -> set[str]:
        """Which of these stems the archive holds in any language; spelt as they are wanted."""
        there = {stem for stem, _ in self.tables}
        return {stem for stem in wanted if stem.lower() in there}


AS_IT_CAME = "Download the archive again and give it as it came."
