"""What a flag may be about: what somebody typed, and the skills, roles and names of ESCO that it may mean.

A choice is written `skill:<id>`, `role:<id>` or `words:<own words>`. A name of ESCO that a skill or role of the
catalogue stands for leads to that one; any other becomes the company's own words, which an editor maps later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from flask import g

from pathways.domain.concepts import uses_of
from pathways.domain.flags import LONGEST_WORDS, Subject
from pathways.domain.nouns import Match
from pathways.domain.search import resolve
from pathways.domain.spelling import fold
from pathways.web import esco, searching
from pathways.web.languages import current_language
from pathways.web.similar import classification
from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathways.domain.flags import Ask
    from pathways.domain.search import Hit

NOUNS: Final = ("skill", "role")
MOST_OURS: Final = 5
MOST_OF_ESCO: Final = 3
LONG_WORD: Final = 5
"""Letters from which on a word of a sentence may say what the sentence is about."""
MOST_OF_WORD: Final = 2
SAME: Final = frozenset({Match.EXACT, Match.CLOSE})
"""How near a noun of the catalogue has to be to a concept to stand for it."""


class Meant(NamedTuple):
    """What a flag is about: the id of a skill or role, or own words."""

    subject: Subject
    key: str
    words: str = ""

    @property
    def value(self) -> str:
        """Write it as the form sends it."""
        return f"{self.subject}:{self.words if self.subject is Subject.WORDS else self.key}"

    @property
    def label(self) -> str:
        """Name it in the language of the page; an id that is gone from the catalogue stands for itself."""
        if self.subject is Subject.SKILL and self.key in g.graph.skills:
            return plain(g.graph.skill(self.key).label)
        if self.subject is Subject.ROLE and self.key in g.graph.roles:
            return plain(g.graph.role(self.key).title)
        return self.words or self.key


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be meant. `kind` says in words what it is; `matched` the name that was met, if another."""

    value: str
    label: str
    kind: str
    matched: str = ""


def meant_by(value: str) -> Meant | None:
    """Read a choice; None where there is no such skill or role, or the words are none or too many."""
    subject, _colon, rest = value.partition(":")
    if subject == Subject.SKILL and rest in g.graph.skills:
        return Meant(Subject.SKILL, rest)
    if subject == Subject.ROLE and rest in g.graph.roles:
        return Meant(Subject.ROLE, rest)
    if subject == Subject.WORDS and 0 < len(rest.strip()) <= LONGEST_WORDS:
        return Meant(Subject.WORDS, "", rest.strip())
    return None


def subject_of(ask: Ask) -> Meant:
    """Give what a flag is about."""
    return Meant(ask.subject, ask.key, ask.words if ask.subject is Subject.WORDS else "")


def named_by(what: str) -> Meant | None:
    """Give the one skill or role that has exactly this name; None when there is none, or more than one."""
    found = resolve(searching.index(g.graph), what, NOUNS, current_language()).id
    if found is None:
        return None
    return Meant(Subject.SKILL, found) if found in g.graph.skills else Meant(Subject.ROLE, found)


def choices(what: str) -> tuple[Choice, ...]:
    """List what the words may mean, best first: the catalogue's, ESCO's, and last the words themselves."""
    if not what:
        return ()
    found = (*_ours(what), *_of_esco(what))
    own = () if any(fold(one.label) == fold(what) for one in found) else (_own(what),)
    return tuple({one.value: one for one in (*found, *own)}.values())


def only_choice(what: str) -> Meant | None:
    """Give what the words mean where they can mean one thing only, as where nothing is known but themselves."""
    found = choices(what)
    return meant_by(found[0].value) if len(found) == 1 else None


def _ours(what: str) -> Iterator[Choice]:
    for hit in _of_whole(what, MOST_OURS) or _word_by_word(what):
        yield Choice(f"{hit.noun}:{hit.id}", plain(hit.label), kind_words(hit.noun), plain(hit.matched))


def _of_whole(words: str, most: int) -> tuple[Hit, ...]:
    return searching.index(g.graph).among(words, current_language(), NOUNS, most)


def _word_by_word(what: str) -> list[Hit]:
    """Look up each longer word: nothing is called like a whole sentence, but something like what it is about."""
    hits = (hit for word in what.split() if len(word) >= LONG_WORD for hit in _of_whole(word, MOST_OF_WORD))
    best = sorted(hits, key=lambda hit: -hit.score)
    return list({(hit.noun, hit.id): hit for hit in best}.values())[:MOST_OURS]


def _of_esco(what: str) -> Iterator[Choice]:
    newest = classification()
    if newest is None:
        return
    uses, language = uses_of(g.graph), current_language()
    for hit in esco.index(newest).find(what, language, MOST_OF_ESCO):
        name = hit.concept[language]
        ours = next((use for use in uses.get(hit.concept.uri, ()) if use.match in SAME), None)
        if ours is not None:
            yield Choice(f"{ours.noun}:{ours.id}", plain(ours.name), kind_words(ours.noun), name)
        elif len(name) <= LONGEST_WORDS and fold(name) != fold(what):
            yield Choice(f"words:{name}", name, _("a name from ESCO; an editor maps it"))


def _own(what: str) -> Choice:
    return Choice(f"words:{what}", what, _("in your own words; an editor maps them"))


def kind_words(noun: str) -> str:
    """Say what kind of thing a choice is."""
    return _("skill") if noun == "skill" else _("role")
