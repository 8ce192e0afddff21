"""The town, and `town.toml`: what the place is called, when the facts were gathered, what is missing."""

from __future__ import annotations

import re
import tomllib
from itertools import takewhile
from typing import TYPE_CHECKING

from pathways.domain.nouns import LANGUAGES, Text, Town
from pathways.domain.saying import said
from pathways.store.sheets import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FILE = "town.toml"
TEXTS = ("name", "area", "tagline", "region", "disclaimer", "editors")
PLAIN: dict[str, type] = {"id": str, "as_of": str, "fictional": bool}
KNOWN = {*TEXTS, *PLAIN, "missing"}


class TownRead:
    """A town from wherever it was told: a town (None when there is none to speak of), and its faults with lines.

    Its content is a mapping as TOML gives it: plain keys, texts as `{"da": …, "en": …}`, `missing` a list of texts.
    """

    def __init__(self, file: str) -> None:
        self.sheet = Sheet(file)
        self.town: Town | None = None

    def line_of(self, column: str, entry: int = 0) -> int:  # noqa: ARG002  # others have lines
        """The line of a key as faults call it: `as_of`, `name_da`, `missing_en` of the nth `[[missing]]`."""
        return 0

    def ask_plain(self, key: str) -> str:
        """Say how to write a key that is no text."""
        example = said("true or false") if PLAIN[key] is bool else said('%(key)s = "…", in quotes', key=key)
        return said("Write %(example)s.", example=example)

    def ask_text(self, key: str, language: str) -> str:
        """Say where to write one language of a text."""
        return said('Write %(language)s = "…" under [%(key)s].', language=language, key=key)

    def take(self, content: Mapping[str, object]) -> None:
        """Make the town of what was told, noting faults."""
        for key in content:
            if key not in KNOWN:
                known = said("Known are %(keys)s.", keys=", ".join(sorted(KNOWN)))
                self._blame(key, said("No such key is known."), known)
        self.town = Town(
            id=str(self._plain(content, "id")),
            fictional=bool(self._plain(content, "fictional")),
            as_of=str(self._plain(content, "as_of")),
            missing=self._missing(content),
            **{key: self._text(content.get(key), key) for key in TEXTS},
        )

    def _blame(self, column: str, problem: str, remedy: str, entry: int = 0) -> None:
        self.sheet.blame(self.line_of(column, entry), column, problem, remedy)
        self.sheet.blamed.add((entry, column))

    def _plain(self, content: Mapping[str, object], key: str) -> object:
        kind = PLAIN[key]
        value = content.get(key)
        if isinstance(value, kind):
            return value
        self._blame(key, said("The key is missing or of the wrong type."), self.ask_plain(key))
        return kind()

    def _text(self, table: object, key: str, entry: int = 0) -> Text:
        sides = table if isinstance(table, dict) else {}
        for language in LANGUAGES:
            if not isinstance(sides.get(language), str):
                remedy = self.ask_text(key, language)
                self._blame(f"{key}_{language}", said("The text is missing."), remedy, entry)
        return Text(*(str(sides.get(language, "")) for language in LANGUAGES))

    def _missing(self, content: Mapping[str, object]) -> tuple[Text, ...]:
        entries = content.get("missing", [])
        if not isinstance(entries, list):
            self._blame("missing", said("It is not a list."), said("Write each entry under [[missing]]."))
            return ()
        return tuple(self._text(text, "missing", entry) for entry, text in enumerate(entries))


class TownFile(TownRead):
    """A town as its file tells it. `content` gives the bytes, or raises `OSError`."""

    def __init__(self, content: Callable[[], bytes]) -> None:
        super().__init__(FILE)
        self._lines: list[str] = []
        told = self._read(content)
        if told is not None:
            self.take(told)

    def line_of(self, column: str, entry: int = 0) -> int:
        """The line of a key; where the key is missing that of its heading, and where that is missing line 1."""
        table, _, language = column.rpartition("_")
        if language not in LANGUAGES or not table:
            return next((at for at, line in enumerate(self._lines, 1) if _opens(line, column)), 1)
        headings = [at for at, line in enumerate(self._lines, 1) if _heading(line) == table]
        if entry >= len(headings):
            return 1
        begins = headings[entry]
        inside = takewhile(lambda line: _heading(line) is None, self._lines[begins:])
        return next((at for at, line in enumerate(inside, begins + 1) if _opens(line, language)), begins)

    def _read(self, content: Callable[[], bytes]) -> Mapping[str, object] | None:
        try:
            text = content().decode("utf-8")
            self._lines = text.splitlines()
            return tomllib.loads(text)
        except OSError as error:
            reason = error.strerror or str(error)
            self._refuse(0, said("The file cannot be read: %(reason)s.", reason=reason), _SEE)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            self._refuse(line, said("The file is not UTF-8."), said("Save it as UTF-8."))
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            line_named = re.search(r"line (\d+)", str(error))
            line = int(line_named[1]) if line_named else len(self._lines)
            self._refuse(line, said("The file is not readable as TOML: %(reason)s.", reason=str(error)), _SEE)
        return None

    def _refuse(self, line: int, problem: str, remedy: str) -> None:
        self.sheet.blame(line, "", problem, remedy)


_SEE = said("See seeds/README.md for it.")


def _opens(line: str, key: str) -> bool:
    return re.match(rf"\s*{re.escape(key)}\s*=", line) is not None


def _heading(line: str) -> str | None:
    found = re.match(r"\s*\[+\s*(\w+)\s*\]+", line)
    return found[1] if found else None
