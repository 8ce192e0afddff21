"""`town.toml`: what the place is called, when the facts were gathered, what is missing."""

from __future__ import annotations

import re
import tomllib
from itertools import takewhile
from typing import TYPE_CHECKING

from pathways.domain.nouns import LANGUAGES, Text, Town
from pathways.store.sheets import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "town.toml"
TEXTS = ("name", "area", "tagline", "region", "disclaimer", "editors")
PLAIN: dict[str, type] = {"id": str, "as_of": str, "fictional": bool}
KNOWN = {*TEXTS, *PLAIN, "missing"}


class TownFile:
    """The file as read: a town (None when there is none to speak of), and its faults with lines."""

    def __init__(self, path: Path) -> None:
        self.sheet = Sheet(FILE)
        self.town: Town | None = None
        self._lines: list[str] = []
        content = self._read(path)
        if content is not None:
            self.town = self._town(content)

    def line_of(self, column: str, entry: int = 0) -> int:
        """The line of a key as faults call it: `as_of`, `name_da`, `missing_en` of the nth `[[missing]]`.

        Where the key is missing the line of its heading, and where that is missing line 1.
        """
        table, _, language = column.rpartition("_")
        if language not in LANGUAGES or not table:
            return next((at for at, line in enumerate(self._lines, 1) if _opens(line, column)), 1)
        headings = [at for at, line in enumerate(self._lines, 1) if _heading(line) == table]
        if entry >= len(headings):
            return 1
        begins = headings[entry]
        inside = takewhile(lambda line: _heading(line) is None, self._lines[begins:])
        return next((at for at, line in enumerate(inside, begins + 1) if _opens(line, language)), begins)

    def _blame(self, column: str, problem: str, remedy: str, entry: int = 0) -> None:
        self.sheet.blame(self.line_of(column, entry), column, problem, remedy)
        self.sheet.blamed.add((entry, column))

    def _read(self, path: Path) -> Mapping[str, object] | None:
        try:
            text = path.read_bytes().decode("utf-8")
            self._lines = text.splitlines()
            return tomllib.loads(text)
        except OSError as error:
            self.sheet.blame(0, "", f"The file cannot be read: {error.strerror}.", "See seeds/README.md for it.")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self.sheet.blame(line, "", "The file is not UTF-8.", "Save it as UTF-8.")
        except tomllib.TOMLDecodeError as error:
            line_named = re.search(r"line (\d+)", str(error))
            line = int(line_named[1]) if line_named else len(self._lines)
            self.sheet.blame(line, "", f"The file is not readable as TOML: {error}.", "See seeds/README.md for it.")
        return None

    def _town(self, content: Mapping[str, object]) -> Town:
        for key in content:
            if key not in KNOWN:
                self._blame(key, "No such key is known.", f"Known are {', '.join(sorted(KNOWN))}.")
        return Town(
            id=str(self._plain(content, "id")),
            fictional=bool(self._plain(content, "fictional")),
            as_of=str(self._plain(content, "as_of")),
            missing=self._missing(content),
            **{key: self._text(content.get(key), key) for key in TEXTS},
        )

    def _plain(self, content: Mapping[str, object], key: str) -> object:
        kind = PLAIN[key]
        value = content.get(key)
        if isinstance(value, kind):
            return value
        example = "true or false" if kind is bool else f'{key} = "…", in quotes'
        self._blame(key, "The key is missing or of the wrong type.", f"Write {example}.")
        return kind()

    def _text(self, table: object, key: str, entry: int = 0) -> Text:
        sides = table if isinstance(table, dict) else {}
        for language in LANGUAGES:
            if not isinstance(sides.get(language), str):
                remedy = f'Write {language} = "…" under [{key}].'
                self._blame(f"{key}_{language}", "The text is missing.", remedy, entry)
        return Text(*(str(sides.get(language, "")) for language in LANGUAGES))

    def _missing(self, content: Mapping[str, object]) -> tuple[Text, ...]:
        entries = content.get("missing", [])
        if not isinstance(entries, list):
            self._blame("missing", "It is not a list.", "Write each entry under [[missing]].")
            return ()
        return tuple(self._text(text, "missing", entry) for entry, text in enumerate(entries))


def _opens(line: str, key: str) -> bool:
    return re.match(rf"\s*{re.escape(key)}\s*=", line) is not None


def _heading(line: str) -> str | None:
    found = re.match(r"\s*\[+\s*(\w+)\s*\]+", line)
    return found[1] if found else None
