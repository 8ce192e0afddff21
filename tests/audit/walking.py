"""Every page there is, as a stranger and as each kind of account meets it, in both languages; and what they refuse."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

from pathways.web.rights import DOOR, PUBLIC, RULES
from tests.addresses import LANGUAGES, first_and_last, pages, rules
from tests.audit.house import STRANGER, WHO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import FormElement

    from tests.audit.house import Answer, House

BROKEN = ("/no-such-page", "/programmes/no-such-programme", "/map?kind=nonsense")
"""Pages that say what went wrong are pages too: 404, 404 with the nearest names, 422."""
OF_A_KIND = 3
"""So many pages of one route, table and language are looked at, the first that links lead to."""


@dataclass(frozen=True)
class Seen:
    """A page and who saw it. `sent` is the address of the emptied form that it answers; empty for a page of its own."""

    who: str
    answer: Answer
    sent: str = ""

    def __str__(self) -> str:
        return f"{self.answer.path} as {self.who}" + (f", having sent {self.sent} empty" if self.sent else "")


def walk(house: House, most: int = OF_A_KIND) -> Iterator[Seen]:
    """Every page template in every state that links lead to; `most` as for `rooms`."""
    for language in LANGUAGES:
        for path in public(house, language):
            yield Seen(STRANGER, house.people[STRANGER].get(path))
    for who in WHO:
        yield from rooms(house, who, most)


def public(house: House, language: str) -> list[str]:
    """The pages that are the same for everybody: of each kind of noun the fullest and the emptiest; and the broken."""
    return [*pages(house.app, house.graph, language, first_and_last), *(f"/{language}{it}" for it in BROKEN)]


def rooms(house: House, who: str, most: int = OF_A_KIND) -> Iterator[Seen]:
    """The pages that are not the same for everybody, as far as links lead from those that need no id.

    Args:
        most: so many of one route, table and language.
    """
    person, known, met = house.people[who], set(), Counter()
    waiting = deque(_doors(house, who))
    while waiting:
        path = waiting.popleft()
        kind = _kind(house, path)
        if path in known or kind is None or met[kind] >= most:
            continue
        known.add(path)
        answer = person.get(path)
        if not answer.is_page:
            continue
        met[kind] += 1
        yield Seen(who, answer)
        waiting += answer.links()


def refusals(house: House, seen: list[Seen]) -> Iterator[Seen]:
    """What the forms of these pages answer when all that can be emptied is empty; each form of a route once."""
    tried = set()
    for page in seen:
        for form in page.answer.forms():
            action = form.get("action") or page.answer.path
            mark = (page.who, page.answer.path.split("/")[1], _endpoint(house, action, "POST"))
            if mark not in tried:
                tried.add(mark)
                answer = house.people[page.who].post(action, **emptied(form))
                if answer.is_page and answer.status >= 400:
                    yield Seen(page.who, answer, action)


def emptied(form: FormElement) -> dict[str, str]:
    """What a form would send with nothing filled in: what is hidden stays as it is."""
    sent = {}
    for field in form.cssselect("textarea[name], select[name], input[name]"):
        if field.get("type") not in {"radio", "checkbox", "file"}:
            sent[field.get("name")] = field.get("value", "") if field.get("type") == "hidden" else ""
    return sent


def _doors(house: House, who: str) -> Iterator[str]:
    for rule in rules(house.app):
        mine = RULES[rule.endpoint] is DOOR if who == STRANGER else who in RULES[rule.endpoint].kinds
        if mine and rule.arguments == {"lang"}:
            for language in LANGUAGES:
                yield f"/{language}/" + rule.rule.partition(">/")[2]


def _kind(house: House, path: str) -> tuple[str, ...] | None:
    """Of what kind the page at a path is, by route, language and table; None for a public page or a download."""
    endpoint = _endpoint(house, path)
    if endpoint is None or RULES[endpoint] is PUBLIC or "." in urlsplit(path).path.rpartition("/")[2]:
        return None
    parts = urlsplit(path).path.split("/")
    return (endpoint, parts[1], parts[3] if endpoint.startswith("editing.") and len(parts) > 3 else "")


def _endpoint(house: House, path: str, method: str = "GET") -> str | None:
    try:
        return str(house.app.url_map.bind("").match(urlsplit(path).path, method=method)[0])
    except HTTPException:  # a link that leads nowhere is for `links` to find
        return None
