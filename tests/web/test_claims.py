"""Nothing is claimed without evidence: every figure on every page leads to a note with its source.

A figure is a digit in the text of a page. It stands in an element marked `data-claim`, which holds a mark
(`a.ev`) leading to a note of the same page, or in one marked `data-counted`: counted by us in the catalogue,
or the explanation of a scale. Names (links to a noun's page, headings, codes) and forms are not claims.
"""

from __future__ import annotations

import re

import pytest

from tests.addresses import pages
from tests.visiting import Visited

pytestmark = pytest.mark.slow

NAMES = {"h1", "h2", "h3", "select", "label", "form", "nav", "svg", "time", "title", "code", "caption", "thead"}
NAME_CLASSES = {"bul", "crumb", "prose", "whys", "name"}


def text_with_digits(page: Visited):
    """Each text with a digit inside the main part, with the element it stands in."""
    for element in page.one("main").iter():
        if not isinstance(element.tag, str):
            continue
        if element.text and re.search(r"\d", element.text):
            yield element, element.text.strip()
        for child in element:
            if child.tail and re.search(r"\d", child.tail):
                yield element, child.tail.strip()


def is_named(element) -> bool:
    """Whether this is a name, an explanation or a form, and no claim."""
    for one in (element, *element.iterancestors()):
        if one.tag in NAMES or NAME_CLASSES & set((one.get("class") or "").split()):
            return True
        if one.tag == "a" and (one.get("href") or "").startswith("/"):
            return True
    return False


def ground_of(element) -> str | None:
    """How the figure is founded: `claim`, `counted`, or not at all."""
    for one in (element, *element.iterancestors()):
        if one.get("data-counted") is not None:
            return "counted"
        if one.get("data-claim") is not None and one.cssselect("a.ev"):
            return "claim"
    return None


def faults_of(page: Visited) -> list[str]:
    notes = {note.get("id"): note for note in page.all("[data-note]")}
    faults = [
        f"{page.address}: the mark {mark.get('href')} leads to no note"
        for mark in page.all("main a.ev")
        if mark.get("href")[1:] not in notes
    ]
    faults += [
        f"{page.address}: the note {id} is {note.get('data-note')} and names no source"
        for id, note in notes.items()
        if not note.cssselect("ul li") or not note.cssselect("time")
    ]
    faults += [
        f"{page.address}: the note {id} is {note.get('data-note')} but has no address or named copy"
        for id, note in notes.items()
        if note.get("data-note") != "assumed" and not re.search(r"\w+\.\w{2,}", note.text_content())
    ]
    faults += [
        f"{page.address}: {text[:80]!r} has no evidence"
        for element, text in text_with_digits(page)
        if not is_named(element) and ground_of(element) is None
    ]
    return faults


@pytest.mark.parametrize(("town", "language"), [("app", "da"), ("example_app", "en")])
def test_every_figure_on_every_page_has_its_source(request, town, language):
    app = request.getfixturevalue(town)
    client = app.test_client()
    graph = app.extensions["pathways"].graph()
    faults, notes = [], 0
    for address in pages(app, graph, language):
        page = Visited(address, client.get(address))
        assert page.response.status_code == 200, address
        faults += faults_of(page)
        notes += len(page.all("[data-note]"))
    assert faults == []
    assert notes > 100


def test_a_figure_without_evidence_is_found():
    class Answer:
        def get_data(self, *, as_text: bool) -> str:
            return "<main><p>Employs 4000 people</p><p data-claim>3 years <a class='ev' href='#why-9'>x</a></p></main>"

    found = faults_of(Visited("/en/made-up", Answer()))
    assert len(found) == 2
    assert "4000" in found[1]
