"""The parameters of the API: each is declared once, and read, refused and documented by that declaration.

A parameter that does not exist is refused, for a slip in its name would else give an answer to another question. So is
one that is said twice but holds one value, and one that is left blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from flask_babel import lazy_gettext as later

from pathways.domain.nouns import LANGUAGES
from pathways.web.asking import SHOWN_CHOICES, shortened
from pathways.web.caching import first_value
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from werkzeug.datastructures import MultiDict

    from pathways.domain.graph import Graph

K = TypeVar("K")
WHOLE_NUMBER: Final = re.compile(r"-?\d{1,9}", re.ASCII)
MOST_UNKNOWN: Final = 10
"""Parameters that do not exist, of which an answer tells."""
DECIMAL: Final = re.compile(r"-?\d{1,9}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?", re.ASCII)


class Refused(Exception):
    """A value that cannot be used: says what would be right; `allowed` are the values there are, where few."""

    def __init__(self, sentence: str, allowed: Collection[str] = ()) -> None:
        super().__init__(sentence)
        self.sentence, self.allowed = sentence, tuple(allowed)[:SHOWN_CHOICES]


class Form(Protocol):
    """What a value may be."""

    def schema(self, graph: Graph) -> dict[str, Any]:
        """Give its JSON Schema, for this catalogue."""

    def read(self, graph: Graph, text: str) -> object:
        """Give the value of a text. Raises `Refused`."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number; both ends are allowed, and may depend on the catalogue."""

    ends: Callable[[Graph], tuple[int, int]]

    def schema(self, graph: Graph) -> dict[str, Any]:
        """Give its JSON Schema."""
        low, high = self.ends(graph)
        return {"type": "integer", "minimum": low, "maximum": high}

    def read(self, graph: Graph, text: str) -> int:
        """Give the number. Raises `Refused`."""
        low, high = self.ends(graph)
        if WHOLE_NUMBER.fullmatch(text) and low <= int(text) <= high:
            return int(text)
        raise Refused(_("Write a whole number from %(low)s to %(high)s.", low=low, high=high))


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number with a point; both ends are allowed."""

    low: float
    high: float

    def schema(self, _graph: Graph) -> dict[str, Any]:
        """Give its JSON Schema."""
        return {"type": "number", "minimum": self.low, "maximum": self.high}

    def read(self, _graph: Graph, text: str) -> float:
        """Give the number. Raises `Refused`."""
        if DECIMAL.fullmatch(text) and self.low <= float(text) <= self.high:
            return float(text)
        low, high = f"{self.low:g}", f"{self.high:g}"
        raise Refused(_("Write a number from %(low)s to %(high)s, with a point, as in 2.5.", low=low, high=high))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some values, which may be those of the catalogue."""

    values: Callable[[Graph], Iterable[str]]

    def schema(self, graph: Graph) -> dict[str, Any]:
        """Give its JSON Schema."""
        return {"type": "string", "enum": list(dict.fromkeys(map(str, self.values(graph))))}

    def read(self, graph: Graph, text: str) -> str:
        """Give the value. Raises `Refused`."""
        values = list(dict.fromkeys(map(str, self.values(graph))))
        if text in values:
            return text
        raise Refused(_("“%(value)s” is not one of the choices.", value=visible(text)), values)


@dataclass(frozen=True, slots=True)
class Yes:
    """True or false."""

    def schema(self, _graph: Graph) -> dict[str, Any]:
        """Give its JSON Schema."""
        return {"type": "boolean"}

    def read(self, _graph: Graph, text: str) -> bool:
        """Give whether it is true. Raises `Refused`."""
        if text in {"true", "false"}:
            return text == "true"
        raise Refused(_("Write true or false."), ("true", "false"))


@dataclass(frozen=True, slots=True)
class Key:
    """The id of one noun, in the path. Whether there is such a noun the question itself finds out (404)."""

    def schema(self, _graph: Graph) -> dict[str, Any]:
        """Give its JSON Schema."""
        return {"type": "string", "minLength": 1}

    def read(self, _graph: Graph, text: str) -> str:
        """Give it as it is."""
        return text


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name in the address, what it may be, what it does, and what it is when it is left out.

    `most` values may be given, each by itself (`have=a&have=b`); then it gives a tuple, in which each stands once.
    `example` gives one for a catalogue.
    """

    name: str
    form: Form
    says: str
    default: object = None
    required: bool = False
    most: int = 1
    example: Callable[[Graph], object] | None = None

    def schema(self, graph: Graph) -> dict[str, Any]:
        """Give the JSON Schema of what may be given."""
        one = self.form.schema(graph)
        if self.most > 1:
            return {"type": "array", "items": one, "maxItems": self.most}
        return one if self.default is None else {**one, "default": self.default}

    def read(self, graph: Graph, texts: Sequence[str]) -> object:
        """Give the value of what was given for it. Raises `Refused`."""
        if not texts:
            if self.required:
                raise Refused(_("This is needed."))
            return () if self.most > 1 else self.default
        if len(texts) > self.most:
            raise Refused(_("Say it once.") if self.most == 1 else _("Say at most %(most)s.", most=self.most))
        if not all(texts):
            raise Refused(_("It is blank. Write a value, or leave the parameter out."))
        read = tuple(dict.fromkeys(self.form.read(graph, text) for text in texts))
        return read if self.most > 1 else read[0]


def read(
    parameters: Sequence[Parameter], graph: Graph, given: MultiDict[str, str]
) -> tuple[Mapping[str, Any], Mapping[str, Refused]]:
    """Read what was given: the value of each parameter, and what is wrong, by the name that was given."""
    values: dict[str, Any] = {}
    wrong: dict[str, Refused] = {}
    for parameter in parameters:
        try:
            values[parameter.name] = parameter.read(graph, given.getlist(parameter.name))
        except Refused as refused:
            wrong[parameter.name] = refused
    names = [parameter.name for parameter in parameters]
    for name in sorted(set(given) - set(names))[:MOST_UNKNOWN]:
        wrong[visible(name)] = Refused(_("There is no such parameter here."), names)
    return values, wrong


def visible(text: str) -> str:
    """Give what was typed, fit to be repeated: short, and without signs that nobody sees."""
    return shortened(first_value([text]) or "")


NOBODY: Final = "none"
"""The id in an example where a catalogue has nothing to show."""


def fullest(ids: Iterable[K], linked: Callable[[K], Sequence[object]]) -> str:
    """Give the id of a catalogue with most to show, for an example."""
    return str(max(ids, key=lambda id_: len(linked(id_)), default=NOBODY))


LANG: Final = Parameter(
    "lang",
    Choice(lambda _graph: LANGUAGES),
    later("The language of the answer. Without it, Accept-Language chooses; without that, it is Danish."),
    example=lambda _graph: "en",
)
MOST_ITEMS: Final = 200
LIMIT: Final = Parameter(
    "limit", Whole(lambda _graph: (1, MOST_ITEMS)), later("How many items to give."), default=50,
    example=lambda _graph: 3,
)  # fmt: skip
OFFSET: Final = Parameter(
    "offset", Whole(lambda _graph: (0, 1_000_000)), later("How many items to pass over first."), default=0
)
