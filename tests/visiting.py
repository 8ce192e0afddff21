"""A page as a test sees it, and what must hold of every page whatever it shows."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import html5lib
from lxml import html as lxml_html

from pathways.web.headers import EARLY_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement
    from werkzeug.test import TestResponse

NEEDS_LABEL = "input:not([type=hidden]):not([type=submit]):not([type=button]), select, textarea"


@dataclass(frozen=True)
class Visited:
    """An answer of the application, and ways to look into its HTML."""

    address: str
    response: TestResponse

    @cached_property
    def text(self) -> str:
        return self.response.get_data(as_text=True)

    @cached_property
    def tree(self) -> HtmlElement:
        return lxml_html.document_fromstring(self.text)

    def all(self, css: str) -> list[HtmlElement]:
        """Every element that a CSS selector finds, in the order of the page."""
        return self.tree.cssselect(css)

    def one(self, css: str) -> HtmlElement:
        """The only element that a CSS selector finds."""
        found = self.all(css)
        assert len(found) == 1, f"{self.address}: {len(found)} elements match {css!r}, expected one"
        return found[0]

    def words(self, css: str = "body") -> str:
        """The text of the first match, white space collapsed and soft hyphens taken out."""
        found = self.all(css)
        assert found, f"{self.address}: nothing matches {css!r}"
        return " ".join(found[0].text_content().replace("\u00ad", "").split())

    def links(self) -> list[str]:
        """Where the page leads on this site, without fragments, each once, in the order of the page."""
        found = (a.get("href").partition("#")[0] for a in self.all("a[href]"))
        return list(dict.fromkeys(link for link in found if link.startswith("/") and not link.startswith("//")))


def check_page(page: Visited) -> None:
    """Hold a whole page against the rules of the house; every broken one is named at once."""
    faults = [*_head(page), *_ids(page), *_forms(page), *_values(page), *_policy(page)]
    assert not faults, "\n".join(f"{page.address}: {fault}" for fault in faults)


def check_html(page: Visited) -> None:
    """Hold a page against the HTML standard, as a browser reads it. Slow: 1 s for a large map."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
    parser.parse(page.text)
    lines = page.text.splitlines()
    faults = [
        f"line {line}: {code} {details}: {lines[line - 1].strip()[max(0, column - 80) : column + 20]}"
        for (line, column), code, details in parser.errors
    ]
    assert not faults, "\n".join(f"{page.address}: {fault}" for fault in faults)


def check_part(page: Visited) -> None:
    """Hold a swapped part against the rules: no second page inside a page, and ids unique."""
    faults = list(_ids(page))
    if re.search(r"<(?:html|head)\b(?!er)", page.text):
        faults.append("a part holds a whole page; answer HX-Request with the block alone")
    if "HX-Request" not in page.response.headers.get("Vary", ""):
        faults.append("a part lacks Vary: HX-Request, so Back would show it bare")
    assert not faults, "\n".join(f"{page.address}: {fault}" for fault in faults)


def _head(page: Visited) -> Iterator[str]:
    headings = page.all("h1")
    if len(headings) != 1:
        yield f"{len(headings)} h1; a page has one"
        return
    heading, title = page.words("h1"), page.words("title")
    if not title.startswith(heading):
        yield f"the title {title!r} does not start with the h1 {heading!r}"
    language = urlsplit(page.address).path.split("/")[1]
    if language in {"da", "en"} and page.tree.get("lang") != language:
        yield f"html lang is {page.tree.get('lang')!r}, expected {language!r}"
    if "HX-Request" not in page.response.headers.get("Vary", ""):
        yield "no Vary: HX-Request, so Back would show a bare part"
    levels = [int(found.tag[1]) for found in page.all("h1, h2, h3, h4, h5, h6")]
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"an h{below} follows an h{above}; do not skip a level"


def _ids(page: Visited) -> Iterator[str]:
    for name, times in Counter(found.get("id") for found in page.all("[id]")).items():
        if times > 1:
            yield f"the id {name!r} stands {times} times"


def _forms(page: Visited) -> Iterator[str]:
    labelled = {label.get("for") for label in page.all("label[for]")}
    for field in page.all(NEEDS_LABEL):
        inside = any(parent.tag == "label" for parent in field.iterancestors())
        named = field.get("aria-label") or field.get("aria-labelledby")
        if not (inside or named or field.get("id") in labelled):
            yield f"the field {field.get('name')!r} has no label"
        if not field.get("name"):
            yield f"the field with id {field.get('id')!r} has no name, so a form without JavaScript drops it"
    for form in page.all("form"):
        if not form.get("action"):
            yield "a form has no action, so it does nothing without JavaScript"


def _values(page: Visited) -> Iterator[str]:
    """What no parser minds and HTML does: `make audit` asks the Nu checker for the rest."""
    for found in page.all("time[datetime]"):
        if re.search(r"\.\d{4,}", found.get("datetime")):
            yield f"<time> has datetime={found.get('datetime')!r}: HTML knows three digits of a second at most"
    for found in page.all("input[maxlength]"):
        if found.get("type", "text") not in {"text", "search", "email", "url", "tel", "password"}:
            yield f"the field {found.get('name')!r} is a {found.get('type')} and has no length to limit"


def _policy(page: Visited) -> Iterator[str]:
    for found in page.all("[style], style, script:not([src])"):
        if found.get("type") != "application/ld+json" and found.text != EARLY_SCRIPT:
            yield f"<{found.tag}> has an inline style or script, which the content security policy refuses"
    for found in page.all("*"):
        for name in found.attrib:
            if name.startswith(("on", "hx-")):
                yield f"<{found.tag}> has {name}; write data-hx-… and no handlers"
    for found in page.all("a[target=_blank]"):
        yield f"the link to {found.get('href')} opens a new window"
