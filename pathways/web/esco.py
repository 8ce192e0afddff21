"""ESCO to look things up in: what an editor writes beside a role or a skill, with the address as ESCO gives it."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from flask import Blueprint, g

from pathways.domain.concepts import KINDS, Asked, ConceptIndex, asked_of, uses_of
from pathways.web.asking import asked, shortened
from pathways.web.choosing import Filter, chosen_of
from pathways.web.languages import current_language, other_language
from pathways.web.pages import keep_out, page
from pathways.web.similar import classification
from pathways.web.translate import _

if TYPE_CHECKING:
    from flask import Response

    from pathways.domain.classification import Classification, Concept
    from pathways.domain.concepts import ConceptHit, Use

bp = Blueprint("esco", __name__)
MOST_HITS: Final = 20

_indexes: WeakKeyDictionary[Classification, ConceptIndex] = WeakKeyDictionary()
_building = Lock()


@dataclass(frozen=True, slots=True)
class Found:
    """A concept that was found, what the town uses it for, and which skills it asks for if it is an occupation.

    `other` is its name in the other language, None where there is none; `matched` the name that was met, empty
    when it is one of these two.
    """

    kind: str
    concept: Concept
    other: str | None
    matched: str
    uses: tuple[Use, ...]
    asked: Asked | None


@bp.get("/esco")
def show_concepts() -> Response:
    """List the occupations and skills of ESCO that the words may mean, best first."""
    (kind,) = chosen_of(_kind())
    query = asked("q") or ""
    keep_out()  # free text: one page a reader would fill the page cache
    newest = classification()
    hits = _found(newest, query, kind.chosen) if newest and query else ()
    return page(
        "esco/concepts.html", block="results", query=shortened(query), kind=kind, esco=newest, hits=hits, most=MOST_HITS
    )


def _kind() -> Filter:
    labels = {"occupation": _("Occupations"), "skill": _("Skills")}
    return Filter("kind", _("Kind"), _("Both"), {kind: labels[kind] for kind in KINDS})


def _found(newest: Classification, query: str, kind: str | None) -> tuple[Found, ...]:
    language, uses = current_language(), uses_of(g.graph)
    hits = index(newest).find(query, language, MOST_HITS, (kind,) if kind else KINDS)
    return tuple(_row(newest, hit, language, uses.get(hit.concept.uri, ())) for hit in hits)


def _row(newest: Classification, hit: ConceptHit, language: str, uses: tuple[Use, ...]) -> Found:
    concept, other = hit.concept, hit.concept[other_language()]
    asked_for = asked_of(newest, hit.place, language) if hit.kind == "occupation" else None
    other_name = None if other == concept[language] else other
    return Found(hit.kind, concept, other_name, "" if hit.matched == other else hit.matched, uses, asked_for)


def index(newest: Classification) -> ConceptIndex:
    """Give the index of a classification; built once, when it is first asked for: about a second for all of ESCO."""
    with _building:
        if newest not in _indexes:
            _indexes[newest] = ConceptIndex(newest)
        return _indexes[newest]
