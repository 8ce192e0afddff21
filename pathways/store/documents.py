"""The whole catalogue as one JSON document, out and in.

    {"format": "pathways-catalogue", "version": 1,
     "town": {"id": …, "as_of": …, "fictional": true, "name": {"da": …, "en": …}, …, "missing": [{"da": …, "en": …}]},
     "programmes": [{"id": …, "code": "D1", "title_da": …, "eqf": 6, "languages": ["da"], "note_da": null, …}], …}

A list for each table, named as its seed file, and in it an object a row with the columns of that file. A number is a
number, yes or no `true` or `false`, several words are a list, and what is unknown is null. A table or column without
anything to say may be left out. Faults are told by list, row (from 1) and column.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pathways.domain.editing import TOWN
from pathways.domain.nouns import LANGUAGES
from pathways.domain.saying import said
from pathways.store.cells import flat_values, spelt
from pathways.store.packed import MOST_PACKED, NotTaken
from pathways.store.parts import CellError, guarded
from pathways.store.seeds import assembled, refused, unasked
from pathways.store.shapes import SHAPES
from pathways.store.sheets import MOST_ROWS, STRIDE, LocatedFault, RowReader, Sheet, too_many
from pathways.store.towns import PLAIN, TEXTS, TownRead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathways.domain.nouns import Facts
    from pathways.store.parts import Flat
    from pathways.store.seeds import Asked, SeedFolder
    from pathways.store.shapes import Shape

FORMAT: Final = "pathways-catalogue"
VERSION: Final = 1
_TABLES: Final = {shape.file: shape for shape in SHAPES}
_KEYS: Final = ("format", "version", TOWN, *_TABLES)


def document_of(facts: Facts) -> bytes:
    """Give the catalogue as a JSON document, UTF-8, a row a line."""
    town = {key: getattr(facts.town, key) for key in PLAIN}
    town |= {key: _sides(getattr(facts.town, key)) for key in TEXTS}
    town["missing"] = [_sides(text) for text in facts.town.missing]
    parts = [f'"format": {json.dumps(FORMAT)}', f'"version": {VERSION}', f'"{TOWN}": {_json(town)}']
    for shape in SHAPES:
        rows = [_json(_row(shape, row)) for row in getattr(facts, shape.file)]
        parts.append(f'"{shape.file}": [{",".join(f"{chr(10)}  {row}" for row in rows)}]')
    return ("{" + ",\n ".join(parts) + "}\n").encode()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _sides(text: Any) -> dict[str, str]:  # noqa: ANN401  # a text of the town
    return {side: text[side] for side in LANGUAGES}


def _row(shape: Shape, row: object) -> dict[str, object]:
    return {column.name: _value(value) for column, value in zip(shape.columns, flat_values(shape, row), strict=True)}


def _value(value: Flat) -> object:
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" else value


def read_document(name: str, content: bytes, asked: Asked = unasked) -> SeedFolder:
    """Read a document and check all of it; `name` is what a fault of the whole calls it. `asked`: see `seeds`."""
    try:
        told = _parsed(content)
    except NotTaken as fault:
        return refused(name, fault)
    strangers = [
        LocatedFault(key[:60], 0, "", said("No such list is known."), _KNOWN) for key in told if key not in _KEYS
    ]
    town = TownObject(told.get(TOWN))
    sheets = {}
    for number, shape in enumerate(SHAPES):
        sheets[shape.file] = _sheet(shape, told.get(shape.file, []), number / len(SHAPES), asked)
    return assembled(town, sheets, strangers, asked)


_KNOWN: Final = said("Known are %(keys)s.", keys=", ".join(_KEYS))


def _parsed(content: bytes) -> Mapping[str, Any]:
    if len(content) > MOST_PACKED:
        most = said("The file is larger than %(most)s MiB.", most=MOST_PACKED >> 20)
        raise NotTaken(most, said("Send a workbook or a zipped folder, which are packed."))
    try:
        told = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise NotTaken(said("The file is not UTF-8."), said("Save it as UTF-8.")) from None
    except (ValueError, RecursionError) as error:
        reason = said("The file is not readable as JSON: %(reason)s.", reason=str(error)[:200])
        raise NotTaken(reason, said("Begin with an export, and keep its form.")) from None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        unlike = said("The file is JSON, but not a catalogue: it does not begin with the format %(name)s.", name=FORMAT)
        raise NotTaken(unlike, said("Begin with an export, and keep its form."))
    if told.get("version") != VERSION or isinstance(told["version"], bool):
        other = said("The file is of version %(version)s.", version=str(told.get("version"))[:20])
        raise NotTaken(other, said("This program reads version %(version)s.", version=VERSION))
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:60]!r} is there twice in one object")
    return found


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number of JSON")


def _sheet(shape: Shape, rows: object, part: float, asked: Asked) -> Sheet:
    sheet = Sheet(shape.file)
    if not isinstance(rows, list):
        sheet.blame(0, "", said("It is not a list."), said("Write the rows in a list, an object a row."))
        sheet.whole = False
        return sheet
    names = [column.name for column in shape.columns]
    reader, known = RowReader(names, shape, sheet), said("Known are %(keys)s.", keys=", ".join(names))
    for line, row in enumerate(rows, 1):
        if line > MOST_ROWS:
            too_many(sheet, line)
            break
        if line % STRIDE == 0:
            asked(shape.file, part)
        given = row if isinstance(row, dict) else {}
        if not isinstance(row, dict):
            sheet.blame(line, "", said("The row is no object."), said("Write an object with a key for each column."))
            sheet.blamed.add((len(sheet.rows), None))
        for key in given.keys() - set(names):
            sheet.blame(line, key[:60], said("No such column is known."), known)
        reader.read(line, [_cell(given.get(name)) for name in names])
    return sheet


def _cell(value: object) -> str | CellError:
    """Give a value of a document as the words of a seed file."""
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        if any(";" in word for word in value):
            return CellError(
                said("One of the words holds a semicolon."), said("Write each word as an entry of its own.")
            )
        return spelt(tuple(value))
    if isinstance(value, str):
        return guarded(value)
    if value is None or isinstance(value, bool | int | float):
        return spelt(value)
    return CellError(said("There is an object or a list where a value should be."), said("Write the value itself."))


class TownObject(TownRead):
    """The town as a document tells it; it has no lines."""

    def __init__(self, told: object) -> None:
        super().__init__(TOWN)
        if isinstance(told, dict):
            self.take(told)
        else:
            self.sheet.blame(0, "", said("The town is missing."), said("Begin with an export, and keep its form."))
