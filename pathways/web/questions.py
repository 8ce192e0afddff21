"""Good questions to ask now, in words: each as it may be said aloud, and why it is worth asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g

from pathways.domain.asking_now import questions
from pathways.web.question_words import WORDS, Said
from pathways.web.talk_form import shortlist

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pathways.domain.asking_state import Kind
    from pathways.domain.guidance import Talk
    from pathways.domain.nouns import Evidence
    from pathways.web.talk_form import Standing


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is said, plain text, and why; `evidence` is what the facts in the reason rest on."""

    kind: Kind
    words: str
    reason: str
    evidence: tuple[Evidence, ...]


def questions_of(talk: Talk, today: date, listed: Iterable[Standing] | None = None) -> tuple[Question, ...]:
    """Give good questions for the part that the talk has come to, what matters most first, at most three.

    `listed` is the shortlist as `talk_form.shortlist` gives it, where it is known already.
    """
    by_name = {one.pick.name: one for one in (shortlist(talk) if listed is None else listed)}
    routes = {name: one.route for name, one in by_name.items() if one.route}
    found = (Said(asking, talk, by_name) for asking in questions(g.graph, talk, routes, today))
    return tuple(_worded(said) for said in found)


def _worded(said: Said) -> Question:
    words, reason = WORDS[said.asking.kind](said)
    return Question(said.asking.kind, words, reason, said.asking.evidence)
