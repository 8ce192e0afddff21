"""What attackers send, and how an answer shows that it worked.

Every weapon carries `MARK`. It stands in nothing of ours, so an element, an attribute, a header or a line of SQL that
has it was made by what somebody sent; as plain text, escaped, it is harmless and expected.
"""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import html5lib
import pytest
from lxml import etree

from pathways.web.headers import EARLY_SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.test import TestResponse

MARK = "zqx"
WORDS = f"\"'><{MARK}-el on{MARK}=1>{MARK}{{{{7*7}}}}"
"""Leaves an attribute and an element, begins an element with a handler, and asks a template to calculate."""
ADDRESS = f"https://{MARK}.example/?a='on{MARK}=1&{MARK}`{{{{7*7}}}}"
"""An address of the web that leaves an attribute in single quotes, and asks a template to calculate."""
WORKED_OUT = f"{MARK}49"
WEAPONS = {
    "words": WORDS,
    "end of a title": f"</title></textarea></script></style>--><{MARK}-el>",
    "address that runs": f"javascript:{MARK}()",
    "address elsewhere": f"//{MARK}.example/",
    "another header": f"{MARK}\r\nX-{MARK}: 1\r\n\r\n<{MARK}-el>",
    "a query": f"{MARK}' OR '1'='1'; DROP TABLE account; --",
    "a way out": f"../../../../../../etc/passwd%00{MARK}",
    "a formula": f'=HYPERLINK("https://{MARK}.example")',
    "nothing of ours": f"{MARK}\x00\x1b\u202e\ufffe\ud800",
    "too long": MARK * 1_200,
    "a number": "9" * 400,
    "no number": "1e999",
    "other digits": "\u0663\u00b2-1",
    "a list": f"[{MARK}]{{{MARK}}}",
}
"""Values to be sent in every field and every parameter."""
ALWAYS = ("words", "another header", "nothing of ours", "too long", "a number")
"""Those that `make test` sends; `make torture` sends all of them, which takes ten minutes."""
EVERY = tuple(pytest.param(name, marks=() if name in ALWAYS else pytest.mark.long) for name in WEAPONS)
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "data-hx-get", "data-hx-post", "data-hx-put")
RUNS = ("script", "iframe", "object", "embed", "base", "meta", "link", "form", "foreignobject")
"""Elements that fetch or run something; each must point here."""


def faults_of(answer: TestResponse) -> list[str]:
    """Say in what way an answer gave in; an empty list when it did not."""
    faults = [f"status {answer.status}"] if answer.status_code >= 500 else []
    for name, value in answer.headers:
        if MARK in name.lower() or re.search(r"[\r\n\0]", value):
            faults.append(f"the header {name}: {value!r}")
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        faults.append("a browser may guess what kind of answer it is")
    where = urlsplit(answer.headers.get("Location", "/"))
    if where.netloc or where.scheme:
        faults.append(f"it sends to {answer.headers['Location']}")
    look = _KINDS.get(answer.mimetype)
    return faults + (list(look(answer)) if look and answer.data else [])


def _html(answer: TestResponse) -> Iterator[str]:
    if "default-src 'self'" not in answer.headers.get("Content-Security-Policy", ""):
        yield "a page without its policy"
    text = answer.get_data(as_text=True)
    if MARK in text.lower():  # else nothing of it came back
        yield from elements_of(html5lib.parse(text, namespaceHTMLElements=False))


def elements_of(tree: object) -> Iterator[str]:
    """Look through all elements, as a browser made them, for one that was smuggled in or points elsewhere."""
    for one in tree.iter():
        tag = one.tag.rpartition("}")[2].lower() if isinstance(one.tag, str) else ""
        if MARK in tag:
            yield f"an element <{tag}>"
        if tag in RUNS and (tag in {"iframe", "object", "embed", "base", "foreignobject"} or not _is_here(one, tag)):
            yield f"a <{tag}> with {dict(one.attrib)}"
        known = one.get("type") == "application/ld+json" or one.text == EARLY_SCRIPT
        if tag == "script" and not one.get("src") and not known:
            yield "a script in the page"
        for name, value in one.attrib.items():
            bare = name.rpartition("}")[2].lower()
            if MARK in bare or bare.startswith("on") or bare == "style":
                yield f"<{tag}> has {name}={value!r}"
            if bare in ADDRESSES and runs(value):
                yield f"<{tag}> leads to {value!r}"
        if WORKED_OUT in "".join((one.text or "", one.tail or "", *one.attrib.values())):
            yield "a template calculated what was sent"


def runs(address: str) -> bool:
    """Tell whether a browser would do more with an address than go there; it skips blanks and controls."""
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20\x7f]", "", address), re.IGNORECASE)
    return bool(scheme) and scheme[1].lower() not in {"http", "https", "mailto", "tel"}


def _is_here(one: object, tag: str) -> bool:
    named = {"script": "src", "link": "href", "form": "action"}
    address = one.get(named.get(tag, ""), "/")
    return (address.startswith("/") and not address.startswith("//")) or one.get("rel") in {"canonical", "alternate"}


def _xml(answer: TestResponse) -> Iterator[str]:
    yield from drawing_faults(answer.get_data())


def drawing_faults(svg: bytes) -> Iterator[str]:
    """Look through a drawing as an XML reader has it: it must be well formed, and run and fetch nothing."""
    if b"<!DOCTYPE" in svg or b"<!ENTITY" in svg:
        yield "a drawing declares something"
    try:
        tree = etree.fromstring(svg, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        yield f"no XML: {error}"
        return
    for one in tree.iter(etree.Element):
        tag = etree.QName(one).localname.lower()
        if tag in {"script", "foreignobject", "iframe", "image", "set", "animate", "handler", "use"} or MARK in tag:
            yield f"the drawing has <{tag}>"
        for name, value in one.attrib.items():
            bare = etree.QName(name).localname.lower()
            if bare.startswith("on") or MARK in bare or (bare == "href" and runs(value)):
                yield f"the drawing's <{tag}> has {name}={value!r}"


def _json(answer: TestResponse) -> Iterator[str]:
    try:
        json.loads(answer.get_data())
    except ValueError as error:
        yield f"no JSON: {error}"


def _csv(answer: TestResponse) -> Iterator[str]:
    yield from sheet_faults(answer.get_data(as_text=True))


def sheet_faults(table: str) -> Iterator[str]:
    """Look for a cell that a spreadsheet would calculate, and for rows that are longer than their head."""
    rows = list(csv.reader(StringIO(table.removeprefix("\ufeff"))))
    for row in rows:
        if len(row) != len(rows[0]):
            yield f"a row of {len(row)} cells under a head of {len(rows[0])}"
        for cell in row:
            if cell.startswith(("=", "@", "\t", "\r")) or (cell[:1] in {"+", "-"} and not _is_number(cell)):
                yield f"a cell that calculates: {cell!r}"


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d+([.,]\d+)?", cell))


def _text(answer: TestResponse) -> Iterator[str]:
    if MARK in answer.get_data(as_text=True):
        yield "a style sheet repeats what was sent"


_KINDS = {
    "text/html": _html,
    "image/svg+xml": _xml,
    "application/json": _json,
    "application/problem+json": _json,
    "text/csv": _csv,
    "text/css": _text,
}
