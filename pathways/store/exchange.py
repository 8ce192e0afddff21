"""The whole catalogue out and in, in whichever form: a seed folder as a zip, a workbook, a JSON document.

What is handed in is known by what it holds, not by its name: a workbook that was called .zip is read as a workbook.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pathways.domain.saying import said
from pathways.store.documents import read_document
from pathways.store.folders import folder_files
from pathways.store.packed import NotTaken, part_of, unpacked
from pathways.store.seeds import is_meant, read_files, refused, unasked
from pathways.store.towns import FILE as TOWN_FILE
from pathways.store.workbook_reading import read_workbook

if TYPE_CHECKING:
    from pathways.domain.nouns import Facts
    from pathways.store.seeds import Asked, Content, SeedFolder

ENDINGS: Final = ("xlsx", "zip", "json")
"""What can be handed in as one file."""
_MAC: Final = "__MACOSX/"


def read_file(name: str, content: bytes, asked: Asked = unasked) -> SeedFolder:
    """Read what was handed in under a name, and check all of it. What `asked` raises is passed on."""
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return read_document(name, content, asked)
    try:
        with unpacked(content) as archive:
            files = seed_files(archive)
            if files is not None:
                return read_files(files, asked)
    except NotTaken as fault:
        return refused(name, fault)
    return read_workbook(name, content, asked)


def seed_files(archive: ZipFile) -> dict[str, Content] | None:
    """Find the files of a seed folder in a zip, at its top or in one folder; None where it is a workbook.

    Files that were meant to be of it, by their names, are among them wherever they lie: nobody should lose a table
    because it was not looked at.

    Raises:
        NotTaken: it is neither.
    """
    names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith(_MAC)]
    if "[Content_Types].xml" in names:
        return None
    if "mimetype" in names and "content.xml" in names:
        raise NotTaken(said("This is a workbook of LibreOffice (.ods)."), said("Save it as .xlsx."))
    towns = [name for name in names if name.rpartition("/")[2] == TOWN_FILE]
    if len(towns) != 1:
        raise NotTaken(
            said("The zip holds no folder of seed files: there must be one %(file)s in it.", file=TOWN_FILE),
            said("Zip a folder as the export of CSV files writes it."),
        )
    top = towns[0].removesuffix(TOWN_FILE)
    wanted = [name for name in names if name == towns[0] or is_meant(name.rpartition("/")[2])]
    return {
        name.removeprefix(top) if name.startswith(top) else f"/{name}": partial(part_of, archive, name)
        for name in wanted
    }


def zip_of(facts: Facts) -> bytes:
    """Give the seed folder as a zip: the same facts are the same bytes."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in folder_files(facts).items():
            entry = ZipInfo(f"{facts.town.id}/{name}")
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()
