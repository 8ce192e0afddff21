"""Admission conditions in words: the rows that a person reads under "To get in"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g

from pathways.domain.conditions import AllOf, Amount, SomeOf, Subject, Token
from pathways.domain.network import UNSEEN
from pathways.domain.nouns import ProgrammeId
from pathways.domain.phrases import plain
from pathways.domain.plates import number
from pathways.web import languages
from pathways.web.translate import _, ngettext

if TYPE_CHECKING:
    from pathways.domain.conditions import Atom, Condition
    from pathways.domain.nouns import Text


LANGUAGE_SUBJECTS = frozenset({"danish", "english", "french", "german", "spanish"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row: what it is about (empty where that says itself), and what is asked."""

    about: str
    asked: str


def requirements(condition: Condition | None) -> tuple[Requirement, ...]:
    """Spell a condition as rows; all of them must be met. Alternatives stand in one row.

    `mathematics A and (physics B or geoscience A)` is two rows: "Mathematics: level A", and
    "Physics: level B, or geoscience at level A".
    """
    if condition is None:
        return ()
    parts = condition.parts if isinstance(condition, AllOf) else (condition,)
    return tuple(_row(part) for part in parts)


def requirements_beside(condition: Condition | None, told: Text | None) -> tuple[Requirement, ...]:
    """Spell a condition that stands beside the facts' own words about it.

    A choice between whole ways (grades and an exam, or a test) reads better in those words than as one
    long row, so where they are told the row is left out.
    """
    rows = requirements(condition)
    return () if told and isinstance(condition, SomeOf) and not _of_subjects(condition) else rows


def _of_subjects(choice: SomeOf) -> bool:
    return all(isinstance(part, Subject) for part in choice.parts)


def _of_ways(choice: SomeOf) -> bool:
    """Whether whole ways are to choose from, each of several conditions: told so that each is seen to end."""
    return any(isinstance(part, AllOf) for part in choice.parts)


def _ways(parts: tuple[Condition, ...]) -> str:
    return ("; " + _("or") + " ").join(_words(part) for part in parts)


def clause_words(clause: Condition) -> str:
    """Say in a few words what one clause of a condition asks for, to stand on a chip: "Maths A"."""
    match clause:
        case Subject():
            return _capital(_subject(clause))
        case SomeOf(1, parts) if _of_subjects(clause):
            return _capital(_listed([_subject(part) for part in parts], _("or")))
        case Amount(of, at_least) if of != "age":
            return _short_amount(of, at_least)
        case Token("language", id) if id in {"da", "en"}:
            return _("English for studying") if id == "en" else _("Danish for studying")
        case _:
            return _capital(_words(clause))


def _subject(part: Condition) -> str:
    match part:
        case Subject(subject, level) if not level.isdigit():
            return f"{subject_words(subject)} {level}"
        case _:
            return _words(part)


def _row(part: Condition) -> Requirement:
    match part:
        case Subject(subject, level):
            return Requirement(_capital(subject_words(subject)), _level(level))
        case SomeOf(1, parts) if _of_ways(part):
            return Requirement(_("One of these"), _capital(_ways(parts)))
        case SomeOf(1, (Subject(subject, level), *rest)):
            others = [_words(other) for other in rest]
            return Requirement(_capital(subject_words(subject)), _listed([_level(level), *others], _("or")))
        case Amount() | Token():
            return Requirement(_about(part), _capital(_words(part)))
        case _:
            return Requirement(_("Choose"), _capital(_words(part)))


def _about(part: Atom) -> str:
    match part:
        case Amount("average" | "grade"):
            return _("Grades")
        case Amount("experience" | "job") | Token("contract"):
            return _("Work")
        case Amount("age"):
            return _("Age")
        case Token("language"):
            return _("Language")
        case _:
            return _("Also")


def _words(condition: Condition) -> str:
    """Spell a condition inside a sentence."""
    match condition:
        case Subject(subject, level) if level.isdigit():
            return _("%(subject)s in the exam after grade %(level)s", subject=subject_words(subject), level=level)
        case Subject(subject, level):
            return _("%(subject)s at %(level)s", subject=subject_words(subject), level=_level(level, inside=True))
        case Amount(of, at_least):
            return _amount(of, at_least)
        case Token(of, id):
            return _token(of, id)
        case AllOf(parts):
            return _listed([_words(part) for part in parts], _("and"))
        case SomeOf(1, parts) if _of_ways(condition):
            return _("one of these: %(listed)s", listed=_ways(parts))
        case SomeOf(1, parts):
            return _listed([_words(part) for part in parts], _("or"))
        case SomeOf(count, parts):
            listed = _listed([_words(part) for part in parts], _("and"))
            return _("%(count)s of these: %(listed)s", count=count, listed=listed)


def _short_amount(of: str, at_least: float) -> str:
    value = _figure(of, at_least)
    match of:
        case "average":
            return _("Average of %(value)s in these subjects", value=value)
        case "grade":
            return _("Exam average of %(value)s", value=value)
        case "experience":
            return ngettext(
                "%(value)s year of paid work", "%(value)s years of paid work", 1 if at_least <= 1 else 2, value=value
            )
        case _:
            return _("A job of %(value)s hours a week", value=value)


def _figure(of: str, at_least: float) -> str:
    language = languages.current_language()
    value = f"{at_least:.1f}" if of in {"average", "grade"} else number(at_least, language)
    return value.replace(".", ",") if language == "da" else value


def _amount(of: str, at_least: float) -> str:
    value = _figure(of, at_least)
    match of:
        case "average":
            return _("at least %(value)s on average in the subjects asked for", value=value)
        case "grade":
            return _("at least %(value)s on average in the whole exam", value=value)
        case "experience":
            return ngettext(
                "at least %(value)s year of relevant paid work",
                "at least %(value)s years of relevant paid work",
                1 if at_least <= 1 else 2,
                value=value,
            )
        case "job":
            return _("a relevant job of at least %(value)s hours a week while you study", value=value)
        case _:
            return _("at least %(value)s years old", value=value)


def _token(of: str, id: str) -> str:
    if of == "contract":
        return _("a training agreement with a company")
    if of == UNSEEN:
        known = g.graph.programmes.get(ProgrammeId(id))  # an old link may name one that is gone
        name = plain(known.short)[languages.current_language()] if known else id
        return _("entry requirements of %(programme)s", programme=name)
    if of == "language":
        return {
            "da": _("Danish at the level the school asks for"),
            "en": _("English at the level the school asks for"),
        }.get(id, id)
    label = g.graph.requirements.get(id)
    name = label.label[languages.current_language()] if label else id
    return name[:1].lower() + name[1:]


def subject_words(id: str) -> str:
    """Name a subject as inside a sentence: small, but languages keep their capital in English."""
    language = languages.current_language()
    label = g.graph.subjects.get(id)
    name = label.label[language] if label else id
    return name if language == "en" and id in LANGUAGE_SUBJECTS else name[:1].lower() + name[1:]


def _level(level: str, *, inside: bool = False) -> str:
    words = _("the exam after grade %(level)s", level=level) if level.isdigit() else _("level %(level)s", level=level)
    return words if inside else _capital(words)


def _listed(words: list[str], joining: str) -> str:
    """List in a sentence. A comma ends what has one, or the joining word, inside: "i de fag, der kræves, og"."""
    *first, last = words
    if not first:
        return last
    ends = "," in first[-1] or f" {joining} " in first[-1]
    several = joining == _("or") and len(words) > 1 and "," in "".join(words)
    return f"{', '.join(first)}{',' if ends or several else ''} {joining} {last}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
