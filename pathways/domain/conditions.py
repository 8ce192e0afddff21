"""Admission conditions that a program can check and a person can read.

A condition is written in one line, as it stands in `seeds/*/admissions.csv`:

    mathematics A and (physics B or geoscience A) and average 2.0
    experience 2 and job 25
    2 of (mathematics B, English B, physics B, Danish B)
    language en and other motivated-application

Atoms: `<subject id> <level A-G, 9 or 10>` (at least that level; 9 and 10 are the school-leaving exams),
`average <grade>` (mean of the subjects asked for, Danish 7-step scale), `grade <grade>` (mean of the
whole exam), `experience <years>` (relevant paid work), `job <hours a week>` (held while studying),
`age <years>`, `language <code>`, `contract` (a training agreement with a company) and
`other <requirement id>`: something only a person can judge, so it is always open. `nothing` alone says
that a source states there is no requirement, which is not the same as none having been seen.
`and` binds tighter than `or`; `k of (…, …)` asks for k of the listed.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING, TypeAlias

from pathways.domain.saying import quoted, said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

SUBJECT_LEVELS = ("9", "10", "G", "F", "E", "D", "C", "B", "A")
"""Levels of a school subject, lowest first: 9th and 10th grade exams, then G to A."""


NOTHING = "nothing"
"""A stated lack of requirements: always met."""

LONGEST_LINE, MOST_BRACKETS = 1000, 40
"""Beyond these nobody could read a condition, and reading it would run out of stack."""


class ConditionError(ValueError):
    """A condition that cannot be read; the message says what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A school subject at this level or higher."""

    subject: str
    level: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that must be reached. `of` is average, grade, experience, job or age."""

    of: str
    at_least: float


@dataclass(frozen=True, slots=True)
class Token:
    """Something held or not: `of` is language, other or contract; `id` says which."""

    of: str
    id: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class SomeOf:
    """At least `count` of the parts must hold."""

    count: int
    parts: tuple[Condition, ...]


Atom: TypeAlias = "Subject | Amount | Token"
Condition: TypeAlias = "Subject | Amount | Token | AllOf | SomeOf"

AMOUNTS = ("average", "grade", "experience", "job", "age")
TOKENS = ("language", "other")


class Verdict(StrEnum):
    """Whether what someone has fulfils a condition; unknown when they have not said."""

    MET = "met"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Held:
    """What someone says they have. Absent means not said, never "has not".

    `subjects` maps subject id to the best level passed, `amounts` an amount's name to its number,
    `tokens` holds (of, id) pairs. `exhaustive` says that the subjects listed are all there are; `without`
    names subjects that one says one has not passed at any level.
    """

    subjects: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, float] = field(default_factory=dict)
    tokens: frozenset[tuple[str, str]] = frozenset()
    exhaustive: bool = False
    without: frozenset[str] = frozenset()


def parse(line: str) -> Condition:
    """Read one condition.

    Raises:
        ConditionError: with the place and what was expected there.
    """
    if len(line) > LONGEST_LINE or line.count("(") > MOST_BRACKETS:
        raise ConditionError(said("The condition is too long to be read. Split it into several admissions."))
    words = re.findall(r"[(),]|[^\s(),]+", line)
    if not words:
        raise ConditionError(said("The condition is empty. Leave the cell blank if none was seen."))
    if words == [NOTHING]:
        return AllOf(())
    reader = _Reader(words)
    condition = reader.any_of()
    if reader.word is not None:
        raise ConditionError(said("Unexpected %(word)s. Join conditions with 'and' or 'or'.", word=quoted(reader.word)))
    return condition


class _Reader:
    """Recursive descent over the words of one line."""

    def __init__(self, words: list[str]) -> None:
        self._words, self._at = words, 0

    @property
    def word(self) -> str | None:
        return self._words[self._at] if self._at < len(self._words) else None

    def take(self, expected: str | None = None) -> str:
        word = self.word
        if word is None or (expected is not None and word != expected):
            raise ConditionError(
                said(
                    "Expected %(expected)s, found %(word)s.",
                    expected=quoted(expected) if expected else said("a value"),
                    word=quoted(word) if word else said("the end"),
                )
            )
        self._at += 1
        return word

    def any_of(self) -> Condition:
        parts = [self.all_of()]
        while self.word == "or":
            self.take()
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else SomeOf(1, tuple(parts))

    def all_of(self) -> Condition:
        parts = [self.part()]
        while self.word == "and":
            self.take()
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def part(self) -> Condition:
        if self.word == "(":
            self.take()
            inner = self.any_of()
            self.take(")")
            return inner
        word = self.take()
        if word.isdecimal() and self.word == "of":
            return self.some_of(int(word))
        return self.atom(word)

    def some_of(self, count: int) -> Condition:
        self.take("of")
        self.take("(")
        parts = [self.any_of()]
        while self.word == ",":
            self.take()
            parts.append(self.any_of())
        self.take(")")
        if not 1 <= count <= len(parts):
            raise ConditionError(
                said("%(count)s of %(parts)s cannot be met. Ask for 1 to %(parts)s.", count=count, parts=len(parts))
            )
        return SomeOf(count, tuple(parts))

    def atom(self, word: str) -> Condition:
        if word in {"and", "or", "of", ")", ","}:
            raise ConditionError(said("Expected a condition, found %(word)s.", word=quoted(word)))
        if word == "contract":
            return Token("contract", "training")
        value = self.take()
        if word in TOKENS:
            return Token(word, value)
        if word in AMOUNTS:
            return Amount(word, _number(word, value))
        if value not in SUBJECT_LEVELS:
            levels = ", ".join(SUBJECT_LEVELS)
            raise ConditionError(
                said(
                    "%(word)s needs a level (%(levels)s), not %(value)s, as in '%(word)s B'.",
                    word=word,
                    levels=levels,
                    value=quoted(value),
                )
            )
        return Subject(word, value)


def _number(word: str, value: str) -> float:
    with suppress(ValueError):
        if isfinite(number := float(value)):  # "inf" and "nan" are floats, but no amount of anything
            return number
    raise ConditionError(
        said("%(word)s needs a number, not %(value)s, as in '%(word)s 2'.", word=word, value=quoted(value))
    )


def spell(condition: Condition) -> str:
    """Write a condition as one line that `parse` reads back to the same value."""
    match condition:
        case Subject(subject, level):
            return f"{subject} {level}"
        case Amount(of, at_least):
            return f"{of} {at_least:.12g}"
        case Token("contract", _):
            return "contract"
        case Token(of, id):
            return f"{of} {id}"
        case AllOf(()):
            return NOTHING
        case AllOf(parts):
            return " and ".join(_bracketed(part) for part in parts)
        case SomeOf(1, parts):
            return " or ".join(_bracketed(part) for part in parts)
        case _:
            return f"{condition.count} of ({', '.join(spell(part) for part in condition.parts)})"


def _bracketed(part: Condition) -> str:
    grouped = isinstance(part, AllOf) or (isinstance(part, SomeOf) and part.count == 1)
    return f"({spell(part)})" if grouped else spell(part)


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield every atom, in the order written."""
    if isinstance(condition, AllOf | SomeOf):
        for part in condition.parts:
            yield from atoms(part)
    else:
        yield condition


def subject_of(atom: Atom) -> tuple[str, str]:
    """Say what an atom is about, whatever level or amount it asks for: a subject, an amount or a token."""
    match atom:
        case Subject():
            return "subject", atom.subject
        case Amount():
            return "amount", atom.of
        case _:
            return atom.of, atom.id


def named(held: Held, granted: Iterable[Condition] = ()) -> frozenset[tuple[str, str]]:
    """Say all that what is held, or granted, is about; only conditions about one of these can be met by it."""
    return frozenset(
        (
            *(("subject", subject) for subject in held.subjects),
            *(("amount", of) for of in held.amounts),
            *held.tokens,
            *(subject_of(atom) for condition in granted for atom in atoms(condition)),
        )
    )


def clauses(condition: Condition | None) -> tuple[Condition, ...]:
    """Cut a condition into parts that must all hold, each once, in the order written; empty when nothing is asked."""
    if condition is None:
        return ()
    if not isinstance(condition, AllOf):
        return (condition,)
    return tuple(dict.fromkeys(clause for part in condition.parts for clause in clauses(part)))


def implies(had: Condition, asked: Condition) -> bool:
    """Tell whether having the one means having the other: the same, a higher level, or enough of what is asked."""
    match had, asked:
        case Subject(one, level), Subject(other, needed):
            return one == other and SUBJECT_LEVELS.index(level) >= SUBJECT_LEVELS.index(needed)
        case Amount(one, amount), Amount(other, at_least):
            return one == other and amount >= at_least
        case _, SomeOf(count, parts) if had != asked:
            return sum(implies(had, part) for part in parts) >= count
        case _:
            return had == asked


def distinct(asked: Iterable[Condition]) -> tuple[Condition, ...]:
    """Leave out what another of the conditions asks for in a higher degree: maths C beside maths A."""
    once = tuple(dict.fromkeys(asked))
    highest: dict[tuple[type, str], float] = {}
    for kind, degree in filter(None, map(_degree, once)):
        highest[kind] = max(degree, highest.get(kind, degree))
    return tuple(one for one in once if (asks := _degree(one)) is None or asks[1] == highest[asks[0]])


def _degree(condition: Condition) -> tuple[tuple[type, str], float] | None:
    """Tell what a condition asks more or less of, and how much of it; None where there is no more or less."""
    match condition:
        case Subject(subject, level):
            return (Subject, subject), SUBJECT_LEVELS.index(level)
        case Amount(of, at_least):
            return (Amount, of), at_least
        case _:
            return None


def check(condition: Condition, held: Held) -> Verdict:
    """Tell whether what is held meets the condition.

    Three-valued: one missing part of an `and` is missing even when others are unknown; an `or` is met
    by one met part, unknown while any part is unknown, and missing only when all are.
    """
    match condition:
        case AllOf(parts):
            return _some(len(parts), [check(part, held) for part in parts])
        case SomeOf(count, parts):
            return _some(count, [check(part, held) for part in parts])
        case Subject(subject, level):
            return _subject(held, subject, level)
        case Amount(of, at_least):
            amount = held.amounts.get(of)
            if amount is None:
                return Verdict.UNKNOWN
            return Verdict.MET if amount >= at_least else Verdict.MISSING
        case _:
            return Verdict.MET if (condition.of, condition.id) in held.tokens else Verdict.UNKNOWN


def meets(condition: Condition, held: Held, granted: Collection[Condition] = ()) -> bool:
    """Tell whether what is held meets the condition, together with conditions that are granted: each as if held."""
    if any(implies(one, condition) for one in granted):
        return True
    match condition:
        case AllOf(parts):
            return all(meets(part, held, granted) for part in parts)
        case SomeOf(count, parts):
            return sum(meets(part, held, granted) for part in parts) >= count
        case _:
            return check(condition, held) is Verdict.MET


def _some(count: int, verdicts: list[Verdict]) -> Verdict:
    met = verdicts.count(Verdict.MET)
    if met >= count:
        return Verdict.MET
    return Verdict.UNKNOWN if met + verdicts.count(Verdict.UNKNOWN) >= count else Verdict.MISSING


def _subject(held: Held, subject: str, level: str) -> Verdict:
    passed = held.subjects.get(subject)
    if passed is None:
        return Verdict.MISSING if held.exhaustive or subject in held.without else Verdict.UNKNOWN
    enough = SUBJECT_LEVELS.index(passed) >= SUBJECT_LEVELS.index(level)
    return Verdict.MET if enough else Verdict.MISSING
