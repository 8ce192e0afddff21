"""The fields of a change as somebody types them: what fits, and an example of what would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pathways.domain.checks import SLUG, YEAR
from pathways.domain.nouns import KINDS, Interval, Level
from pathways.domain.scenario_changes import Why

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pathways.domain.nouns import Kind

LONGEST_ID: Final = 80
NUMBER: Final = re.compile(r"[+-]?\d{1,10}(?:\.\d{1,6})?", re.ASCII)
MOST_PEOPLE: Final = 5000
MOST_SEATS: Final = 1000
LEAST_YEARS: Final = 0.5
MOST_YEARS: Final = 10.0
LEAST_PERCENT: Final = 0.1
MOST_PERCENT: Final = 100.0
MOST_GROWTH: Final = 500.0
MOST_PAIRS: Final = 6
TENTHS: Final = 1
"""Digits of a share behind the point."""

Field: TypeAlias = "Callable[[str], Any]"


class Unfit(ValueError):
    """What was typed does not fit its field."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def read_field(kind: str, name: str, typed: str) -> Any:  # noqa: ANN401  # each field has a type of its own
    """Read one field of a kind of change, both as in `scenario_text.FIELDS`, into the value that the change holds.

    Spaces around it, a comma in a number and a long minus are let pass.

    Raises:
        Unfit: it is empty, no such thing, or out of bounds.
    """
    words = typed.strip().replace("\u2212", "-").replace("\u2013", "-")
    if not words:
        raise Unfit(Why.EMPTY)
    reader = _FIELDS.get((kind, name)) or _FIELDS["", name]
    return reader(words)


def _id(words: str) -> str:
    if len(words) > LONGEST_ID or not SLUG.fullmatch(words):
        raise Unfit(Why.UNREADABLE)
    return words


def _number(words: str, least: float, most: float, digits: int = 0) -> float:
    """Read a number that has at most so many digits behind the point."""
    plain = words.removesuffix("%").strip().replace(",", ".")
    if not NUMBER.fullmatch(plain):
        raise Unfit(Why.NO_NUMBER)
    value = float(plain)
    if not least <= value <= most or round(value, digits) != value:
        raise Unfit(Why.OUT_OF_RANGE)
    return value


def _whole(words: str, least: int, most: int) -> int:
    return int(_number(words, least, most))


def _share(words: str) -> float:
    return _number(words, 0, MOST_PERCENT, TENTHS)


def _some(words: str) -> float:
    """Read a share that is not nothing."""
    return _number(words, LEAST_PERCENT, MOST_PERCENT, TENTHS)


def _level(words: str) -> int:
    return _whole(words, Level.AWARE, Level.LEADS)


def _length(words: str) -> float:
    return _number(words, LEAST_YEARS, MOST_YEARS, 2)


def _seats(words: str) -> int:
    return _whole(words, 1, MOST_SEATS)


def _more(words: str) -> int:
    value = _whole(words, -MOST_SEATS, MOST_SEATS)
    if not value:
        raise Unfit(Why.OUT_OF_RANGE)
    return value


def _by(words: str) -> tuple[float, bool]:
    """Read how many more are wanted: a number of people, or a share with its sign."""
    in_percent = words.endswith("%")
    value = _number(words, -MOST_PERCENT, MOST_GROWTH, TENTHS) if in_percent else _whole(words, -MOST_SEATS, MOST_SEATS)
    if not value:
        raise Unfit(Why.OUT_OF_RANGE)
    return float(value), in_percent


def _year(words: str) -> int:
    if not words.lstrip("+-").isdecimal():
        raise Unfit(Why.NO_NUMBER)
    if not YEAR.fullmatch(words):
        raise Unfit(Why.OUT_OF_RANGE)
    return int(words)


def _period(words: str) -> tuple[int, int]:
    first, _, last = words.replace(" ", "").partition("-")
    years = _year(first), _year(last or first)
    if years[0] > years[1]:
        raise Unfit(Why.OUT_OF_RANGE)
    return years


def _people(words: str) -> Interval:
    """Read people a year: a number, or from one to another."""
    plain = words.replace(" ", "")
    rest, _, high = plain[1:].partition("-")  # a sign in front is the number's own, and no dash between two
    low = plain[0] + rest
    ends = _whole(low, 0, MOST_PEOPLE), _whole(high or low, 0, MOST_PEOPLE)
    if ends[0] > ends[1]:
        raise Unfit(Why.OUT_OF_RANGE)
    return Interval(ends[0], sum(ends) / 2, ends[1])


def _pairs(words: str, value: Field) -> tuple[tuple[str, Any], ...]:
    """Read ids with a number each, every id once."""
    parts = [part.partition("=") for part in words.split(",") if part.strip()]
    if not parts:
        raise Unfit(Why.EMPTY)
    if len(parts) > MOST_PAIRS:
        raise Unfit(Why.TOO_MANY)
    pairs = tuple((_id(id.strip()), value(number.strip())) for id, _, number in parts)
    if len({id for id, _ in pairs}) < len(pairs):
        raise Unfit(Why.TWICE)
    return pairs


def _skills(words: str) -> tuple[tuple[str, int], ...]:
    return _pairs(words, _level)


def _feeds(words: str) -> tuple[tuple[str, float], ...]:
    feeds = _pairs(words, _some)
    # added in tenths, as they are typed: 99.4 and 0.4 and 0.2 make a hair more than 100 else
    if round(sum(share for _, share in feeds), TENTHS) > MOST_PERCENT:
        raise Unfit(Why.TOO_MUCH)
    return feeds


def _kind(words: str) -> Kind:
    found = {str(kind): kind for kind in KINDS}.get(words.upper())
    if found is None:
        raise Unfit(Why.UNREADABLE)
    return found


_FIELDS: Final[Mapping[tuple[str, str], Field]] = {
    ("", "programme"): _id,
    ("", "role"): _id,
    ("", "skill"): _id,
    ("", "more"): _more,
    ("", "since"): _year,
    ("", "percent"): _share,
    ("module", "percent"): _some,
    ("", "level"): _level,
    ("", "skills"): _skills,
    ("", "kind"): _kind,
    ("", "years"): _length,
    ("", "seats"): _seats,
    ("", "feeds"): _feeds,
    ("", "period"): _period,
    ("", "by"): _by,
    ("", "people"): _people,
}
"""The reader of each field, by kind of change where one kind reads it another way."""

RIGHT: Final[Mapping[tuple[str, str], str]] = {
    ("", "more"): "+10",
    ("", "percent"): "85",
    ("module", "percent"): "10",
    ("own-share", "percent"): "10",
    ("", "level"): "3",
    ("", "since"): "2028",
    ("", "years"): "3.5",
    ("", "seats"): "30",
    ("", "kind"): "D",
    ("", "period"): "2028-2030",
    ("", "by"): "+5",
    ("", "people"): "25-35",
}
"""An example of what would be right, by kind and field."""
