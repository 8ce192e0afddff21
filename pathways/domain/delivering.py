"""What an institution delivered, as changes of the catalogue that are still to be accepted.

    outcomes     the row `programme/skill`, its column `level`: the level taught before and after
    programmes   the row `programme`, or none yet; a column of words in one language (`note_da`, `entry_en`, `title_da`)

A change says what stood in the catalogue when it was proposed. Where something else stands there by now it is marked,
so that nobody overwrites what was written meanwhile.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pathways.domain.flags import Change, Subject
from pathways.domain.nouns import LANGUAGES, ProgrammeId, RoleId, SkillId, Text

if TYPE_CHECKING:
    from pathways.domain.flags import Ask
    from pathways.domain.graph import Graph

OUTCOMES: Final = "outcomes"
PROGRAMMES: Final = "programmes"
LEVEL: Final = "level"
SLASH: Final = "/"


class New(StrEnum):
    """What words are about: a module or course of a programme, a way into it, or a whole programme."""

    MODULE = "module"
    ADMISSION = "admission"
    PROGRAMME = "programme"


FIELDS: Final = {New.MODULE: "note", New.ADMISSION: "entry", New.PROGRAMME: "title"}
"""The column, without its language, that words of each sort belong to."""


class Fit(StrEnum):
    """How a proposed change stands to the catalogue of today."""

    FITS = "fits"
    CHANGED = "changed"
    DONE = "done"
    GONE = "gone"


def level_change(graph: Graph, programme: str, skill: str, level: int) -> Change:
    """Propose that a programme teaches a skill to this level, 1-4. `before` is empty where it is not taught."""
    key = f"{programme}{SLASH}{skill}"
    return Change(OUTCOMES, key, LEVEL, _level(graph, programme, skill), str(level))


def words_change(graph: Graph, about: New, programme: str, words: str, language: str) -> Change:
    """Propose words about something new. `programme` is empty for a programme that is not in the catalogue yet."""
    field = f"{FIELDS[about]}_{language}"
    return Change(PROGRAMMES, programme, field, _words(graph, programme, field) or "", words)


def skills_asked(graph: Graph, ask: Ask) -> tuple[SkillId, ...]:
    """List the skills whose level an answer may raise: the one asked for, or all that the role needs."""
    if ask.subject is Subject.SKILL:
        wanted = [SkillId(ask.key)]
    elif ask.subject is Subject.ROLE:
        wanted = [need.skill for need in graph.needs_of(RoleId(ask.key))]
    else:
        wanted = list(graph.skills)
    return tuple(skill for skill in wanted if skill in graph.skills)


def fit(graph: Graph, change: Change) -> Fit:
    """Say whether what a change would replace still stands in the catalogue."""
    now = stands_now(graph, change)
    if now is None:
        return Fit.GONE
    return Fit.FITS if now == change.before else Fit.DONE if now == change.after else Fit.CHANGED


def stands_now(graph: Graph, change: Change) -> str | None:
    """Give what the catalogue says today where a change would write: empty for nothing, None when the row is gone."""
    if change.noun == OUTCOMES:
        programme, _, skill = change.key.partition(SLASH)
        known = ProgrammeId(programme) in graph.programmes and SkillId(skill) in graph.skills
        return _level(graph, programme, skill) if known else None
    return _words(graph, change.key, change.field)


def _level(graph: Graph, programme: str, skill: str) -> str:
    taught = [row.level for row in graph.outcomes_of(ProgrammeId(programme)) if row.skill == skill]
    return str(int(max(taught))) if taught else ""


def _words(graph: Graph, programme: str, field: str) -> str | None:
    if not programme:
        return ""
    found = graph.programmes.get(ProgrammeId(programme))
    name, _, language = field.rpartition("_")
    if found is None or language not in LANGUAGES or name not in FIELDS.values():
        return None
    words: Text | None = getattr(found, name)
    return words[language] if words else ""
