"""Routes: from where somebody stands to the work they want; what one start opens; what leads to one job."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as later

from pathways.domain.changes import counterfactuals, leading, reachable, remedies
from pathways.domain.conditions import AMOUNTS, SUBJECT_LEVELS
from pathways.domain.having import ALL_SUBJECTS, MOST_WORDS, RANGES
from pathways.domain.having import read as read_words
from pathways.domain.nouns import LANGUAGES
from pathways.domain.routes import Filters, Question
from pathways.domain.routes import routes as search
from pathways.domain.standing import known_start
from pathways.web.api import programmes
from pathways.web.api.declaring import Asked, Endpoint
from pathways.web.api.models import Listed
from pathways.web.api.parameters import NOBODY, Choice, Decimal, Key, Parameter, Whole, Yes
from pathways.web.api.route_answers import Leading, Reachable, Routes, remedy, told, what_if
from pathways.web.asking import BadInput
from pathways.web.route_form import MOST_YEARS, SORTS, YEARS_AHEAD, misread_words
from pathways.web.route_rows import ORDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathways.domain.conditions import Held
    from pathways.domain.graph import Graph


LEAST_YEARS: Final = 0.1


def words_of(graph: Graph) -> Iterator[str]:
    """Yield every word that says what somebody has, but for those with a number of their own."""
    for subject in graph.subjects:
        yield from (f"{subject}-{level}" for level in SUBJECT_LEVELS)
        yield f"not-{subject}"
    yield ALL_SUBJECTS
    yield from (f"language-{language}" for language in LANGUAGES)
    yield "contract"
    yield from (f"other-{requirement}" for requirement in graph.requirements)


def _question(asked: Asked, start: str) -> Question:
    filters = Filters(
        language=asked["taught_in"],
        beside_job=asked["beside_job"],
        most_years=asked["years"],
        stay_here=asked["here"],
        without=frozenset(asked["without"]),
    )
    return Question(start, _held(asked), filters, asked["year"])


def _held(asked: Asked) -> Held:
    held, misread = read_words(asked.graph, asked["have"])
    if misread:  # each word is one of the choices, so that only a contradiction is left
        raise BadInput(have=misread_words(misread[0], misread[0].word))
    return replace(held, amounts={name: asked[name] for name in AMOUNTS if asked[name] is not None})


def _between(asked: Asked) -> Routes:
    graph, teller, role = asked.graph, asked.teller, asked.graph.role(asked["to"])
    question = _question(asked, asked["from"])
    found = search(graph, question, role.id)
    ordered = sorted(found, key=ORDERS[asked["sort"]])
    return Routes(
        **asked.part(ordered, lambda one: told(teller, question, one)),
        start=teller.end(known_start(graph, question.start)),
        role=teller.role(role),
        what_ifs=[what_if(one) for one in counterfactuals(graph, question, role.id, found)] if found else [],
        remedies=[] if found else [remedy(teller, question, one) for one in remedies(graph, question, role.id)],
        **teller.head(),
    )


def _from(asked: Asked) -> Listed[Reachable]:
    known_start(asked.graph, asked.id)
    teller, question = asked.teller, _question(asked, asked.id)
    part = asked.part(
        reachable(asked.graph, question),
        lambda one: Reachable(role=teller.role(one.role), routes=one.routes, best=told(teller, question, one.best)),
    )
    return Listed[Reachable](**part, **teller.head())


def _to(asked: Asked) -> Listed[Leading]:
    teller, question, role = asked.teller, _question(asked, ""), asked.graph.role(asked.id)
    part = asked.part(
        leading(asked.graph, question, role.id),
        lambda one: Leading(start=teller.end(one.start), routes=one.routes, best=told(teller, question, one.best)),
    )
    return Listed[Leading](**part, **teller.head())


def _years_ahead(graph: Graph) -> tuple[int, int]:
    first = int(graph.town.as_of[:4])
    return first, first + YEARS_AHEAD


def _example(graph: Graph) -> tuple[str, str]:
    """Give a start and a role that a way in is known between; any two, where none is."""
    known = (
        (str(way.origin), str(link.role)) for link in graph.facts.feeds for way in graph.admissions_to(link.programme)
    )
    any_start = next(iter((*graph.starts, *graph.programmes)), NOBODY)
    return next(known, (str(any_start), str(next(iter(graph.roles), NOBODY))))


FROM = Choice(lambda graph: (*graph.starts, *graph.programmes))
SAYS_AMOUNT = {
    "average": later("The mean mark in the subjects asked for, on the Danish 7-step scale."),
    "grade": later("The mean mark of the whole exam, on the Danish 7-step scale."),
    "experience": later("Years of relevant paid work."),
    "job": later("Hours a week in a relevant job, while one studies."),
    "age": later("Age in years."),
}
HAVE = (
    Parameter(
        "have",
        Choice(words_of),
        later("What somebody has: a subject and its level (mathematics-A), not-chemistry, language-en, contract."),
        most=MOST_WORDS,
    ),
    *(Parameter(name, Decimal(*RANGES[name]), SAYS_AMOUNT[name]) for name in AMOUNTS),
)
WANTED = (
    programmes.TAUGHT_IN,
    Parameter("beside_job", Yes(), later("Only studies beside a job."), default=False),
    Parameter("here", Yes(), later("No programme that lies wholly outside the town."), default=False),
    Parameter("years", Decimal(LEAST_YEARS, MOST_YEARS), later("At most so many years from start to end.")),
    Parameter("without", Choice(lambda graph: graph.programmes), later("Not this programme."), most=20),
    Parameter("year", Whole(_years_ahead), later("The year in which somebody could begin.")),
)
ENDPOINTS = (
    Endpoint(
        "list_routes",
        "/routes",
        later("Routes from a start to a role"),
        later("The routes worth considering, with what is open on each and what would open more."),
        Routes,
        _between,
        (
            Parameter(
                "from",
                FROM,
                later("Where somebody stands: the id of a start or of a finished programme."),
                required=True,
                example=lambda graph: _example(graph)[0],
            ),
            Parameter(
                "to",
                Choice(lambda graph: graph.roles),
                later("The id of a role."),
                required=True,
                example=lambda graph: _example(graph)[1],
            ),
            *HAVE,
            *WANTED,
            Parameter("sort", Choice(lambda _graph: SORTS), later("What routes are sorted by."), default="years"),
        ),
        contradicts=True,
    ),
    Endpoint(
        "list_routes_from",
        "/routes/from/{id}",
        later("Routes from a start"),
        later("Every role that can be reached from a start, nearest first, with the route to tell of first."),
        Listed[Reachable],
        _from,
        (*HAVE, *WANTED),
        id=Parameter(
            "id",
            Key(),
            later("The id of a start or of a finished programme."),
            required=True,
            example=lambda graph: _example(graph)[0],
        ),
        contradicts=True,
    ),
    Endpoint(
        "list_routes_to",
        "/routes/to/{id}",
        later("Routes to a role"),
        later("Every start from which a role can be reached, with the route to tell of first."),
        Listed[Leading],
        _to,
        (*HAVE, *WANTED),
        id=Parameter(
            "id",
            Key(),
            later("The id of a role."),
            required=True,
            example=lambda graph: _example(graph)[1],
        ),
        contradicts=True,
    ),
)
