"""What somebody says they have, read from short words and written back the same way.

    mathematics-A   not-chemistry   average-7   grade-6.2   experience-2   job-25   age-26   language-en   contract
    other-first-aid   all-subjects (the subjects named are all there are)

People may also write the words of the catalogue, in Danish or English: `Matematik A`, "maths b", "erfaring 3".
Every word that cannot be read is told, with the nearest that can. Nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pathways.domain.conditions import AMOUNTS, SUBJECT_LEVELS, Held
from pathways.domain.nouns import LANGUAGES
from pathways.domain.spelling import fold, likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Text

ALL_SUBJECTS: Final = "all-subjects"
MOST_WORDS: Final = 40
LONGEST_WORD: Final = 80
RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "average": (-3, 12),
    "grade": (-3, 12),
    "experience": (0, 60),
    "job": (0, 80),
    "age": (10, 99),
}
"""What an amount may be: marks on the Danish 7-step scale, years, hours a week, years of age."""
SPOKEN: Final[Mapping[str, str]] = {
    "gennemsnit": "average", "snit": "average", "karakter": "grade", "erfaring": "experience", "arbejde": "experience",
    "work": "experience", "alder": "age", "kontrakt": "contract", "uddannelsesaftale": "contract", "sprog": "language",
}  # fmt: skip
"""Words of everyday for those of the conditions, folded."""
LIKE_ENOUGH: Final = 0.5
AMOUNT: Final = re.compile(r"[^\W\d_]+(?:-|\s*[:=]\s*|\s+)(-?\d{1,4}(?:[.,]\d{1,4})?)(?:\s+[^\W\d_]+)?")
"""A word, what parts it from its number, the number, and perhaps its unit: `erfaring: 2,5 år`."""


class Why(StrEnum):
    """Why a word cannot be read."""

    UNKNOWN = "unknown"
    NO_LEVEL = "no-level"
    NO_NUMBER = "no-number"
    OUT_OF_RANGE = "out-of-range"
    TWICE = "twice"
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class Misread:
    """A word that cannot be read: as typed, why, and what would be right (empty when nothing is near).

    `of` is the subject or amount that was understood, where one was.
    """

    word: str
    why: Why
    of: str = ""
    nearest: tuple[str, ...] = ()


def read(graph: Graph, words: Iterable[str]) -> tuple[Held, tuple[Misread, ...]]:
    """Read what somebody has; what cannot be read is left out of it and told. Blank words say nothing."""
    reader = _Reader(graph)
    given = [word.strip() for word in words if word.strip()]
    for word in given[:MOST_WORDS]:
        reader.take(word[:LONGEST_WORD])
    if len(given) > MOST_WORDS:
        reader.misread.append(Misread(given[MOST_WORDS][:LONGEST_WORD], Why.TOO_MANY))
    return reader.held(), tuple(reader.misread)


def spelt(held: Held) -> tuple[str, ...]:
    """Write what is held as words that `read` reads back to the same, in a known order."""
    return tuple(_spelt(held))


def _spelt(held: Held) -> Iterator[str]:
    yield from (f"{subject}-{level}" for subject, level in sorted(held.subjects.items()))
    yield from (f"not-{subject}" for subject in sorted(held.without))
    yield from (f"{of}-{held.amounts[of]:g}" for of in AMOUNTS if of in held.amounts)
    yield from (of if of == "contract" else f"{of}-{id}" for of, id in sorted(held.tokens))
    if held.exhaustive:
        yield ALL_SUBJECTS


class _Reader:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._subjects = {name: id for id, label in graph.subjects.items() for name in _names(id, label.label)}
        self._others = {name: id for id, label in graph.requirements.items() for name in _names(id, label.label)}
        self.subjects: dict[str, str] = {}
        self.amounts: dict[str, float] = {}
        self.tokens: set[tuple[str, str]] = set()
        self.without: set[str] = set()
        self.exhaustive = False
        self.misread: list[Misread] = []

    def held(self) -> Held:
        """Give what was read so far."""
        return Held(self.subjects, self.amounts, frozenset(self.tokens), self.exhaustive, frozenset(self.without))

    def take(self, word: str) -> None:
        folded = fold(word)
        name, _, last = folded.rpartition(" ")
        first = SPOKEN.get(folded.partition(" ")[0], folded.partition(" ")[0])
        rest = folded.partition(" ")[2]
        if folded == fold(ALL_SUBJECTS):
            self.exhaustive = True
        elif first == "contract" and not rest:
            self.tokens.add(("contract", "training"))
        elif first in AMOUNTS:
            self._amount(word, first)
        elif first == "language" and rest in {*LANGUAGES, "dansk", "danish", "engelsk", "english"}:
            self.tokens.add(("language", "da" if rest[:2] == "da" else "en"))
        elif first == "not" and rest in self._subjects:
            self._without(word, self._subjects[rest])
        elif folded in self._subjects:
            self._blame(word, Why.NO_LEVEL, self._subjects[folded])
        elif name in self._subjects:
            self._subject(word, self._subjects[name], last)
        elif first == "other" and rest in self._others:
            self.tokens.add(("other", self._others[rest]))
        else:
            self.misread.append(Misread(word, Why.UNKNOWN, nearest=self._nearest(name or folded, last)))

    def _subject(self, word: str, subject: str, level: str) -> None:
        if level.upper() not in SUBJECT_LEVELS:
            self._blame(word, Why.NO_LEVEL, subject)
        elif subject in self.subjects or subject in self.without:
            self._blame(word, Why.TWICE, subject)
        else:
            self.subjects[subject] = level.upper()

    def _without(self, word: str, subject: str) -> None:
        if subject in self.subjects:
            self._blame(word, Why.TWICE, subject)
        else:
            self.without.add(subject)

    def _amount(self, word: str, of: str) -> None:
        figure = AMOUNT.fullmatch(word)
        if figure is None:
            self._blame(word, Why.NO_NUMBER, of)
            return
        value = float(figure[1].replace(",", "."))
        low, high = RANGES[of]
        if not low <= value <= high:
            self._blame(word, Why.OUT_OF_RANGE, of)
        elif of in self.amounts:
            self._blame(word, Why.TWICE, of)
        else:
            self.amounts[of] = value

    def _blame(self, word: str, why: Why, of: str) -> None:
        self.misread.append(Misread(word, why, of))

    def _nearest(self, name: str, level: str) -> tuple[str, ...]:
        """The subjects that a word may mean, each with the level that was typed; else amounts like it."""
        known = {**self._subjects, **{amount: amount for amount in (*AMOUNTS, *SPOKEN)}}
        likes = sorted(((likeness(name, other), other) for other in known), reverse=True)
        near = dict.fromkeys(known[other] for like, other in likes if like >= LIKE_ENOUGH)
        tail = level.upper() if level.upper() in SUBJECT_LEVELS else ""
        return tuple(f"{id}-{tail}" if tail and id in self._graph.subjects else id for id in near)[:3]


def _names(id: str, label: Text) -> Iterator[str]:
    """Yield what a subject or requirement may be called, folded."""
    yield fold(id)
    yield from (fold(label[language]) for language in LANGUAGES)
