"""Where each noun lives on the site: paths in English under the language, and nothing about hosts."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from werkzeug.routing import IntegerConverter, Map

from pathways.web import languages

LARGEST: Final = 2**31 - 1
"""The largest number that both databases keep in a column of whole numbers."""

ROOMS: Final = {
    "programme": "programmes",
    "role": "roles",
    "employer": "employers",
    "skill": "skills",
    "focus area": "town",
}
"""The path word of each noun that has a page of its own."""


def address_of(noun: str, key: str, language: str | None = None) -> str:
    """Give the path of the page about a noun.

    A skill group is the list of its skills; what a full picture folded away is the filtered map, or a
    place on the same page when its key begins with `#`.
    """
    if key.startswith("#"):
        return key
    root = f"/{language or languages.current_language()}"
    if noun == "group":
        return f"{root}/skills?group={quote(key)}"
    if noun == "folded":
        return f"{root}/map?{key}"
    return f"{root}/{ROOMS[noun]}/{quote(key, safe='')}"


class RowNumber(IntegerConverter):
    """The number of a row in an address; a larger one than a database holds is no page of ours."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST)
