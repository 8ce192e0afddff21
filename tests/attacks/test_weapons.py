"""What looks for faults finds them: an answer that gave in is known by each of its signs."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from tests.attacks.weapons import MARK, WORDS, faults_of, sheet_faults

SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'self'"}


def answer(body: str, kind: str = "text/html", status: str = "200 OK", **headers: str) -> TestResponse:
    given = {**SAFE, "Content-Type": kind, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return TestResponse([body.encode()], status, given, request=Request({}))


@pytest.mark.parametrize(
    "body",
    [
        WORDS,
        f"<p title='{WORDS}'>",
        f'<p title="{WORDS}">',
        f"<a href='java\tscript:{MARK}'>x</a>",
        f"<form action='//{MARK}.example'></form>",
        f"<p onclick='{MARK}'>",
        f"<p style='{MARK}'>",
        f"<script>{MARK}</script>",
        f"<svg><foreignObject>{MARK}</foreignObject></svg>",
        f"<p>{MARK}49</p>",
        f"<base href='{MARK}'>",
    ],
)
def test_a_page_that_gave_in(body):
    assert faults_of(answer(body))


@pytest.mark.parametrize("body", [f"<p>&lt;{MARK}-el&gt;", f"<a href='https://{MARK}.example'>x</a>", "<p>49</p>"])
def test_a_page_that_did_not(body):
    assert faults_of(answer(body)) == []


@pytest.mark.parametrize(
    "given",
    [
        answer("", **{f"X_{MARK}": "1"}),
        answer("", Location="https://elsewhere.example/"),
        answer("", Location="//elsewhere.example/"),
        answer("", status="500 INTERNAL SERVER ERROR"),
        answer("", X_Content_Type_Options=""),
        answer("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "image/svg+xml"),
        answer("<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "image/svg+xml"),
        answer("<!DOCTYPE svg [<!ENTITY x 'y'>]><svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        answer("<svg>", "image/svg+xml"),
        answer("{", "application/json"),
        answer("a,b\n=1,2\n", "text/csv"),
        answer(MARK, "text/css"),
    ],
)
def test_other_answers_that_gave_in(given):
    assert faults_of(given)


@pytest.mark.parametrize("cell", ["=1", "@x", "+x", "-2+3+cmd"])
def test_a_cell_that_calculates(cell):
    assert list(sheet_faults(f"head\n{cell}\n"))


@pytest.mark.parametrize("cell", ["-2", "+1.5", "'=1", "x=1"])
def test_a_cell_that_does_not(cell):
    assert list(sheet_faults(f"head\n{cell}\n")) == []
