"""Talks as they are taken home, for tests: a small one, a full one of five, an empty one."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from flask import g

from pathways.domain.guidance import Barrier, Pick, PickKind, Talk
from pathways.domain.routes import routes
from pathways.web.handout import Taken, Ways, handout_of
from pathways.web.pages import page
from pathways.web.talk_form import form_of, picked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from pathways.domain.graph import Graph

LINK = "https://pathways.example/da/g/S0me-22-letters_of-rand"
ODD = '#panic() *b* $x$ <script>alert(1)</script> \\ " æøå 🎉 שלום'
"""Text that means something to somebody: Typst, HTML, Danes."""


@contextmanager
def at_home(app: Flask, graph: Graph, language: str = "en") -> Iterator[None]:
    """Stand where a handout is made: in an answer in one language."""
    with app.test_request_context(f"/{language}/"):
        g.graph, g.language = graph, language
        yield


def taken(talk: Talk, notes: str = "", **changes: object) -> Taken:
    """Take a talk home."""
    whole = Taken(talk, notes, "FJORD 42", date(2026, 11, 23), LINK, date(2027, 5, 22))
    return replace(whole, **changes)


def empty() -> Taken:
    """A talk in which nothing was said."""
    return taken(Talk())


def small() -> Taken:
    """One route, a programme and a job, a few words and a next step; where `at_home` stands."""
    start = Talk(
        start="neg-htx",
        have=("mathematics-A", "physics-B", "not-chemistry"),
        goal="bioprocess-development-scientist",
        wishes={"year": "2027"},
        barriers=frozenset({Barrier.MONEY}),
        likes={"fix-machines": "like"},
        next_step="Ask the school about Chemistry B as a summer course",
        next_on=date(2027, 1, 15),
    )
    form = form_of(start)
    assert form.role is not None
    route = routes(g.graph, form.question, form.role.id)[0]
    shortlist = (
        replace(picked(route), line="Near home, and I can keep my job at the harbour"),
        Pick(PickKind.PROGRAMME, "zealand-laborant", line="If two years are enough"),
        Pick(PickKind.ROLE, "process-operator"),
    )
    notes = "Strong in maths, liked shift work.\nCurious about the pilot plant, unsure about two more years."
    return taken(replace(start, shortlist=shortlist), notes)


def full(line: str = "", notes: str = "", step: str = "") -> Taken:
    """Five routes, those with the longest titles there are; where `at_home` stands."""
    start = Talk(start="grundskole", goal="bioprocess-development-scientist", wishes={"year": "2027"})
    form = form_of(start)
    assert form.role is not None
    found = sorted(routes(g.graph, form.question, form.role.id), key=lambda route: -len(route.legs))
    others = [route for goal in ("process-engineer-upstream", "qa-professional") for route in _to(start, goal)]
    shortlist = tuple(replace(picked(route), line=line) for route in (*found, *others)[:5])
    assert len(shortlist) == 5
    talk = replace(start, shortlist=shortlist, next_step=step, next_on=date(2027, 1, 15))
    return taken(talk, notes)


def _to(start: Talk, goal: str) -> tuple[object, ...]:
    form = form_of(start, goal=goal)
    assert form.role is not None
    return routes(g.graph, form.question, form.role.id)


WAYS = Ways(back="/en/back", pdf="/en/taken.pdf", ics="/en/taken.ics", json="/en/taken.json", mail="/en/mail")


def shown(whole: Taken, **context: object) -> str:
    """The page, as it is shown where `at_home` stands."""
    given = {"ways": WAYS, "problems": {}, "typed": "", "sent": False, **context}
    answer = page("guidance/handout.html", block="main", handout=handout_of(whole), **given)
    html: str = answer.get_data(as_text=True)
    return html
