"""A walk through the whole application that finds by itself what can be sent: pages, forms, parameters.

A new route, form or parameter is attacked as soon as it exists. Pages are found by following links and by sending
forms, as each kind of account; parameters by watching what a route reads of the query and of the body.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field, fields
from itertools import product
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask.wrappers import Request
from lxml import html as lxml_html
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from pathways.domain.rights import AccountKind
from pathways.web.rights import PUBLIC, RULES
from tests.addresses import most_linked, rules
from tests.attacks.settling import YEAR
from tests.attacks.weapons import WORDS, faults_of
from tests.people import PASSWORD, signed_in, stranger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from lxml.html import HtmlElement
    from werkzeug.test import TestResponse

    from pathways.domain.graph import Graph

STRANGER = "stranger"
KINDS = (STRANGER, *AccountKind)
SPEAKS_FOR = {AccountKind.COMPANY: "works", AccountKind.INSTITUTION: "academy"}
ENDS = {
    *("accounts.sign_out", "accounts.sign_out_everywhere", "accounts.change_password", "administration.disable"),
    *("talking.delete", "talking.finish", "guiding.leave", "class_hour.void", "scenarios.remove", "digests.switch"),
    *("withdrawing.withdraw", "stating.withdraw", "history.undo", "editing.remove"),
    *("waiting.withdraw", "waiting.accept", "exchanging.give_up", "exchanging.read_again", "worklist.settle"),
}
"""What ends a walk, or takes away what it put there; these are attacked field by field, and not walked through."""
PLAIN = {
    "number": "3",
    "date": f"{YEAR}-10-01",
    "month": f"{YEAR}-10",
    "email": "somebody@school.example",
    "password": PASSWORD,
}
BUTTONS = {"submit", "button", "image", "file", "reset"}
OF_EACH = 2
"""Addresses of one route that are looked at, in each language."""


class Noted(ImmutableMultiDict):
    """A query or a body that notes which names were asked for."""

    names: ClassVar[set[str]] = set()

    def _note(self, name: object) -> None:
        if isinstance(name, str):
            self.names.add(name)

    def __getitem__(self, name):
        self._note(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self._note(name)
        return super().__contains__(name)

    def get(self, name, *more, **named):
        self._note(name)
        return super().get(name, *more, **named)

    def getlist(self, name, *more, **named):
        self._note(name)
        return super().getlist(name, *more, **named)


class Watched(Request):
    """A request whose query and body note what was asked for."""

    parameter_storage_class = Noted


@dataclass
class Target:
    """Something that can be sent: where to, as whom, and values that the route takes."""

    endpoint: str
    method: str
    address: str
    kind: str
    given: list[tuple[str, str]] = field(default_factory=list)

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    def __str__(self) -> str:
        return f"{self.method} {self.address} as {self.kind}"


def visitor(app: Flask, kind: str) -> FlaskClient:
    """Give somebody of this kind, with an account that nobody used before."""
    if kind == STRANGER:
        return stranger(app)
    more = {"organisation_id": SPEAKS_FOR[kind]} if kind in SPEAKS_FOR else {}
    return signed_in(app, kind, **more)


def endpoint_of(app: Flask, address: str, method: str = "GET") -> str | None:
    """Give the route of an address; None where there is none."""
    try:
        return app.url_map.bind("localhost").match(urlsplit(address).path, method)[0]
    except (RequestRedirect, HTTPException):
        return None


@dataclass
class Walk:
    """What one visitor found, and what was wrong on the way."""

    app: Flask
    kind: str
    client: FlaskClient
    pages: dict[str, Target] = field(default_factory=dict)
    forms: list[Target] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def run(self, *starts: str, sending: bool = True, everything: bool = True) -> Walk:
        """Follow links and, with `sending`, send each form once with hostile words wherever it takes words.

        Without `everything`, public pages are left to strangers: they are the same for all (`test_caches`).
        """
        waiting, seen, of = deque(starts), set(), Counter()
        while waiting:
            address = waiting.popleft()
            endpoint = endpoint_of(self.app, address)
            kind = (endpoint, address[:4], urlsplit(address).path.rpartition("/")[2].partition(".")[2])
            if endpoint is None or address in seen or (of[kind] >= OF_EACH and address not in starts):
                continue
            if not everything and RULES[endpoint] is PUBLIC:
                continue
            seen.add(address)
            of[kind] += 1
            target = Target(endpoint, "GET", address, self.kind)
            answer = self.look(target, self.client.get(address))
            if answer.status_code in {301, 302, 303, 307, 308}:
                waiting.append(answer.headers["Location"])
            if answer.status_code != 200:
                continue
            self.pages[address] = target
            if answer.mimetype == "text/html":
                waiting.extend(self._within(address, answer, sending=sending))
        return self

    def look(self, target: Target, answer: TestResponse) -> TestResponse:
        """Hold an answer against what must be of every one."""
        self.faults += [f"{target}: {fault}" for fault in faults_of(answer)]
        if answer.mimetype == "text/html":
            self.texts.append(answer.get_data(as_text=True))
        return answer

    def _within(self, address: str, answer: TestResponse, *, sending: bool) -> Iterator[str]:
        tree = lxml_html.document_fromstring(answer.get_data(as_text=True))
        for link in tree.xpath("//a/@href"):
            found = urljoin(address, link).partition("#")[0]
            if found.startswith("/") and not found.startswith("//"):
                yield found
        for form in tree.forms:
            where = urljoin(address, form.get("action") or address)
            method = (form.get("method") or "get").upper()
            endpoint = endpoint_of(self.app, where, method)
            if endpoint is None:
                continue
            for given in filled(form):
                if method == "GET":
                    yield f"{urlsplit(where).path}?{urlencode(given)}"
                    continue
                target = Target(endpoint, method, where, self.kind, given)
                self.forms.append(target)
                if sending and endpoint not in ENDS:
                    told = self.look(target, self.client.post(where, data=as_form(given)))
                    if told.status_code == 303:
                        yield told.headers["Location"]


def as_form(given: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Give values as the test client sends them."""
    data: dict[str, list[str]] = {}
    for name, value in given:
        data.setdefault(name, []).append(value)
    return data


def filled(form: HtmlElement, words: str = WORDS) -> Iterator[list[tuple[str, str]]]:
    """Fill in a form as somebody would who only has hostile words, once for each of its buttons."""
    given: list[tuple[str, str]] = []
    for one in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        name, kind = one.get("name"), (one.get("type") or one.tag).lower()
        if kind in BUTTONS or (kind == "radio" and not _is_picked(form, one)):
            continue
        given.append((name, _selected(one) if one.tag == "select" else _typed(one, kind, words)))
    buttons = form.xpath(".//button[@name and not(@type='button')] | .//input[@type='submit' and @name]")
    yield given
    for button in buttons:
        yield [*given, (button.get("name"), button.get("value", ""))]


def _is_picked(form: HtmlElement, radio: HtmlElement) -> bool:
    """Tell whether this is the one of its group that stands on, or the first where none does."""
    group = form.xpath(".//input[@type='radio' and @name=$name]", name=radio.get("name"))
    return radio is next((one for one in group if one.get("checked") is not None), group[0])


def _selected(field: HtmlElement) -> str:
    values = [option.get("value", "") for option in field.xpath(".//option[@selected] | .//option[not(@disabled)]")]
    return next(filter(None, values), "")


def _typed(field: HtmlElement, kind: str, words: str) -> str:
    if kind in {"radio", "checkbox", "hidden"}:
        return field.get("value", "" if kind == "hidden" else "on")
    if field.get("autocomplete") == "email":
        return PLAIN["email"]
    return PLAIN.get(kind) or (PLAIN["number"] if field.get("inputmode") == "numeric" else words)


def with_value(target: Target, name: str, value: str) -> list[tuple[str, str]]:
    """Give the target's values with one of them another one."""
    return [*((one, other) for one, other in target.given if one != name), (name, value)]


def query_of(address: str) -> list[tuple[str, str]]:
    """Give the parameters of an address."""
    return parse_qsl(urlsplit(address).query, keep_blank_values=True)


def rooms(graph: Graph) -> dict[str, list[str]]:
    """Ids of one thing by the word that stands before it in an address, the one with most on its page first."""
    ids = most_linked(graph)
    known = {name: ids[name] for name in ("programmes", "roles", "skills", "employers")}
    areas, families = [str(one) for one in graph.focus_areas], [str(one) for one in graph.families]
    both = {"organisations": known["employers"], "from": known["programmes"], "to": known["roles"]}
    return {**known, **both, "town": areas, "areas": areas, "families": families}


def doors(app: Flask, graph: Graph, language: str) -> list[str]:
    """Give an address of every route that is read by GET, in every form it has, as far as its arguments are known."""
    ids, found = rooms(graph), []
    tables = [table.name for table in fields(graph.facts)]
    for rule in rules(app):
        known = {"lang": language, "year": str(YEAR - 1), "digest": "0" * 16}
        before = rule.rule.partition("/<id>")[0].rpartition("/")[2]
        if "id" in rule.arguments and RULES[rule.endpoint] is PUBLIC and before in ids:
            known.update(id=ids[before][0], room=before)
        if rule.arguments - {*known, "ending", "table"}:
            continue
        endings = rule._converters["ending"].items if "ending" in rule.arguments else ("",)  # kept nowhere else
        for ending, table in product(endings, tables if "table" in rule.arguments else ("",)):
            given = {**known, "ending": ending, "table": table}
            found.append(re.sub(r"<(?:[^<>:]*:)?(\w+)>", lambda part, given=given: given[part[1]], rule.rule))
    return found


def learn(app: Flask, target: Target, client: FlaskClient) -> set[str]:
    """Give the names that a route asks for when it is sent this."""
    Noted.names.clear()
    client.open(target.address, method=target.method, data=as_form(target.given) if target.given else None)
    return set(Noted.names)
