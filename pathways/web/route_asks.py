"""What the page asks back: the subjects, marks and other things that the routes shown turn on, as form fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.conditions import SUBJECT_LEVELS, Amount, SomeOf, Subject, Token, atoms
from pathways.domain.having import spelt
from pathways.domain.journey import LegKind
from pathways.domain.network import UNSEEN, asked_at
from pathways.web.conditions import clause_words
from pathways.web.translate import _
from pathways.web.wording import number, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathways.domain.conditions import Atom, Condition, Held
    from pathways.domain.journey import Route
    from pathways.web.route_form import RouteForm

USUAL: Final = ("C", "B", "A")
"""The levels that every subject is offered at."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A select or a checkbox named `have`: what it is called, its values with their labels, and what is chosen."""

    id: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Number:
    """A field for a number: its name, what it is called, and what was typed."""

    name: str
    label: str
    typed: str


@dataclass(frozen=True, slots=True)
class Asks:
    """All that the routes turn on. `rest` are words that were given and that no field here shows: they are kept."""

    subjects: tuple[Choice, ...]
    numbers: tuple[Number, ...]
    tokens: tuple[Choice, ...]
    rest: tuple[str, ...]


def asks(form: RouteForm, found: Iterable[Route]) -> Asks:
    """List what the doors of these routes ask for, and what the visitor has said so far."""
    wanted = dict.fromkeys(atom for route in found for atom in _asked(route))
    words = spelt(form.question.held)
    subjects = _subjects(wanted, form.question.held)
    tokens = _tokens(wanted, form.question.held)
    numbers = _numbers(wanted, form)
    shown = {word for choice in (*subjects, *tokens) for word, _label in choice.options}
    return Asks(subjects, numbers, tokens, tuple(w for w in words if w not in shown and not _is_number(w)))


def _asked(route: Route) -> Iterable[Atom]:
    for leg in route.legs:
        if leg.kind is LegKind.STUDY and leg.admission:
            for clause in asked_at(leg.admission):
                yield from atoms(clause)


def _is_number(word: str) -> bool:
    return word.partition("-")[0] in NUMBERS


def _subjects(wanted: Iterable[Atom], held: Held) -> tuple[Choice, ...]:
    asked: dict[str, set[str]] = {}
    for atom in wanted:
        if isinstance(atom, Subject):
            asked.setdefault(atom.subject, set()).add(atom.level)
    for subject, level in held.subjects.items():
        asked.setdefault(subject, set()).add(level)
    for subject in held.without:
        asked.setdefault(subject, set())
    return tuple(_subject(id, asked[id], held) for id in g.graph.subjects if id in asked)


def _subject(id: str, asked: set[str], held: Held) -> Choice:
    levels = [level for level in SUBJECT_LEVELS if level in asked or (level in USUAL and _is_upper(asked))]
    options = [
        ("", _("not said")),
        (f"not-{id}", _("not taken")),
        *((f"{id}-{level}", _level(level)) for level in levels),
    ]
    chosen = f"not-{id}" if id in held.without else f"{id}-{held.subjects[id]}" if id in held.subjects else ""
    return Choice(f"have-{id}", plain(g.graph.subjects[id].label), tuple(options), chosen)


def _is_upper(asked: set[str]) -> bool:
    """Whether it is taught at upper secondary level here, and not only before."""
    return not asked or not asked <= {"9", "10"}


def _level(level: str) -> str:
    return _("passed after grade %(level)s", level=level) if level.isdigit() else level


NUMBERS: Final = ("average", "grade", "experience", "job", "age")


def _numbers(wanted: Iterable[Atom], form: RouteForm) -> tuple[Number, ...]:
    labels = {
        "average": _("Average grade in the subjects asked for"),
        "grade": _("Average grade of the whole exam"),
        "experience": _("Years of relevant paid work"),
        "job": _("Hours a week in a relevant job, while you study"),
        "age": _("Age"),
    }
    asked = {atom.of for atom in wanted if isinstance(atom, Amount)}
    amounts = form.question.held.amounts
    found = [name for name in NUMBERS if name in asked or form.typed[name] or name in amounts]
    return tuple(
        Number(name, labels[name], form.typed[name] or (number(amounts[name]) if name in amounts else ""))
        for name in found
    )


def _tokens(wanted: Iterable[Atom], held: Held) -> tuple[Choice, ...]:
    asked = [atom for atom in wanted if isinstance(atom, Token) and atom.of != UNSEEN]
    asked += [Token(of, id) for of, id in sorted(held.tokens)]
    return tuple(_token(atom, held) for atom in dict.fromkeys(asked))


def _token(atom: Token, held: Held) -> Choice:
    word = word_for(atom)
    chosen = word if (atom.of, atom.id) in held.tokens else ""
    return Choice(f"have-{word}", clause_words(atom), ((word, clause_words(atom)),), chosen)


def word_for(atom: Atom) -> str:
    """Write an atom as the word that says one has it."""
    match atom:
        case Subject(subject, level):
            return f"{subject}-{level}"
        case Amount(of, at_least):
            return f"{of}-{at_least:g}"
        case _:
            return "contract" if atom.of == "contract" else f"{atom.of}-{atom.id}"


def words_for(conditions: Sequence[Condition]) -> tuple[str, ...] | None:
    """Write conditions as words that meet them, the first of alternatives; None when one cannot be said so simply."""
    words = []
    for condition in conditions:
        first = condition.parts[0] if isinstance(condition, SomeOf) and condition.count == 1 else condition
        if not isinstance(first, Subject | Amount | Token):
            return None
        words.append(word_for(first))
    return tuple(words)
