"""A town that is served with accounts and with something in every room, and the people who go about in it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import uuid4

from lxml import html as lxml_html

from pathways.config import Settings
from pathways.domain.graph import Graph
from pathways.domain.rights import AccountKind
from pathways.web import create_app
from tests.caches import cache_in
from tests.conftest import EXAMPLE_TOWN, REAL_TOWN, facts_of
from tests.serving import PATHWAYS, environment, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from lxml.html import FormElement, HtmlElement

TOWNS = {"kalundborg": REAL_TOWN, "example-town": EXAMPLE_TOWN}
STRANGER = "stranger"
WHO = (STRANGER, *map(str, AccountKind))
AGENT = "Pathways audit"
"""What all our browsers call themselves: a session is good for one kind of browser."""
NEXT = datetime.now(UTC).year + 1


@dataclass(frozen=True)
class Answer:
    """What came back, after all redirects."""

    address: str
    status: int
    kind: str
    body: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.kind == "text/html"

    @cached_property
    def tree(self) -> HtmlElement:
        """Its elements."""
        return lxml_html.document_fromstring(self.body)

    @property
    def path(self) -> str:
        """Where it is on the site, with its query."""
        parts = urlsplit(self.address)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def links(self) -> list[str]:
        """Where it leads on this site, without fragments, each once."""
        found = (link.get("href").partition("#")[0] for link in self.tree.cssselect("a[href]"))
        return list(dict.fromkeys(link for link in found if link.startswith("/") and not link.startswith("//")))

    def forms(self) -> list[FormElement]:
        """The forms of its main part that change something and have something to fill in."""
        typed = "input:not([type=hidden]):not([type=file]), textarea, select"
        return [form for form in self.tree.cssselect("main form[method=post]") if form.cssselect(typed)]


class Person:
    """Somebody at a browser without scripts: a stranger, or one who has signed in as shown around."""

    def __init__(self, address: str, who: str) -> None:
        self.address, self.who, self.jar = address, who, CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self._opener.addheaders = [("User-Agent", AGENT)]
        if who != STRANGER:
            assert self.post(f"/en/sign-in/demo/{who}").status == 200, f"nobody can be shown around as {who}"

    @property
    def cookies(self) -> dict[str, str]:
        """What the browser keeps."""
        return {one.name: one.value or "" for one in self.jar}

    def get(self, path: str) -> Answer:
        """Open an address of the site."""
        return self._ask(urllib.request.Request(urljoin(self.address, path)))

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form; `from_` stands for the field `from`."""
        named = {name.rstrip("_"): value for name, value in fields.items()}
        return self._send(path, urlencode(named).encode(), "application/x-www-form-urlencoded")

    def fill(self, page: Answer, css: str, **changed: str) -> Answer:
        """Send a form as it stands on a page, with some fields changed."""
        form = page.tree.cssselect(css)[0]
        fields = dict(form.form_values()) | {name.rstrip("_"): value for name, value in changed.items()}
        return self.post(form.get("action") or page.path, **fields)

    def hand_in(self, path: str, name: str, content: bytes) -> Answer:
        """Send one file."""
        edge = uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = (
            f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + f"\r\n--{edge}--\r\n".encode()
        )
        return self._send(path, body, f"multipart/form-data; boundary={edge}")

    def _send(self, path: str, body: bytes, kind: str) -> Answer:
        headers = {"Origin": self.address, "Content-Type": kind}
        return self._ask(urllib.request.Request(urljoin(self.address, path), body, headers))

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            answer = self._opener.open(request, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            kind = answer.headers.get_content_type()
            return Answer(answer.url, answer.status, kind, answer.read())


@dataclass(frozen=True)
class House:
    """A served town. `app` is the same application, for its routes only; `pid` its first process."""

    address: str
    pid: int
    app: Flask
    graph: Graph
    is_real: bool
    """Whether it is the town that people use; of the invented one, the fullest and the emptiest of a kind will do."""

    @cached_property
    def people(self) -> dict[str, Person]:
        """One of each kind, and a stranger."""
        return {who: Person(self.address, who) for who in WHO}


@contextlib.contextmanager
def open_house(folder: Path, town: str) -> Iterator[House]:
    """Serve a town with the sign-ins of `--demo`, from a database made in `folder`, with something in every room."""
    env = environment(folder)
    app = create_app(Settings(database_url=env["PATHWAYS_DATABASE_URL"], cache_dir=cache_in(folder)))
    with running((*PATHWAYS, "serve", "--demo"), folder, **env) as server:
        if town != "kalundborg":
            seed = [*PATHWAYS, "seed", str(TOWNS[town])]
            subprocess.run(seed, cwd=folder, env={**os.environ, **env}, check=True, capture_output=True)
        house = House(server.address, server.process.pid, app, Graph(facts_of(TOWNS[town])), TOWNS[town] == REAL_TOWN)
        furnish(house)
        yield house
    app.extensions["pathways"].close()


def furnish(house: House) -> None:
    """Put something into every room: flags, stated openings, a talk, codes, an edit, a proposal, a file, a scenario."""
    for room in (_flags, _talks, _edits, _uploads, _scenarios):
        room(house)


def _ok(answer: Answer) -> Answer:
    said = " ".join(answer.tree.cssselect("main")[0].text_content().split())[:400] if answer.is_page else ""
    assert answer.status == 200, f"{answer.path}: {answer.status}: {said}"
    return answer


def _flags(house: House) -> None:
    """Flag three gaps to the school that is shown around; it answers the second and plans on the third."""
    company, school, graph = house.people["company"], house.people["institution"], house.graph
    schools = [one.id for one in graph.organisations.values() if one.kind == "institution"]
    to = max(schools, key=lambda one: len(graph.taught_by(one)))
    role = next(iter(graph.roles))
    asked = {"level": "3", "role": role, "people": "7", "by": f"{NEXT}-10-01", "shows": "applicants-lack-it", "to": to}
    flags = []
    for skill in list(graph.skills.values())[:3]:
        sent = {"mode": "new", "what": skill.label.en, "found": skill.label.en, "subject": f"skill:{skill.id}"}
        flags.append(_ok(company.post("/en/flags/new", **sent, **asked, visibility="pooled")).path)
    for flag in flags[1:]:
        _ok(school.fill(school.get(flag), "form[action$='/acknowledge']"))


def _talks(house: House) -> None:
    counsellor = house.people["counsellor"]
    talk = _ok(counsellor.post("/en/guidance/begin"))
    start = next(iter(house.graph.starts))
    _ok(counsellor.post(f"{talk.path}/change/start", from_=start))
    _ok(
        counsellor.fill(
            counsellor.get("/en/guidance/class"), "form.classform", count="6", **{"from": "13:00", "to": "23:59"}
        )
    )


def _edits(house: House) -> None:
    for who, years in (("editor", "2.5"), ("institution", "3.5")):
        person = house.people[who]
        rows = person.get("/en/edit/programmes")
        first = rows.tree.cssselect(".rows a.name")[0].get("href")
        _ok(person.fill(person.get(first), "form.editform", why="Looked up again", years=years))


def _uploads(house: House) -> None:
    editor = house.people["editor"]
    _ok(editor.hand_in("/en/exchange", "town.json", editor.get("/en/exchange/catalogue.json").body))
    _ok(editor.hand_in("/en/exchange", "notes.txt", b"no catalogue at all"))


def _scenarios(house: House) -> None:
    """Save a change that can be reckoned with; of which programmes that can be done depends on what is known."""
    company = house.people["company"]
    for programme in house.graph.programmes:
        query = f"of=town&c=stay:{programme}:80"
        if company.get(f"/en/scenario?{query}").status == 200:
            _ok(company.post(f"/en/scenario/saved?{query}", name="More stay"))
            return
