"""A partial on a page of its own, in either language, as a visitor of the real town would get it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import g, render_template_string

from tests.visiting import Visited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from pathways.domain.graph import Graph

LANGUAGES = ("en", "da")
PAGE = """<!doctype html>
<html lang="{{{{ language }}}}"><head><title>Alone</title></head><body><main><h1>Alone</h1>
{{% from "{template}" import {macro} with context %}}{{{{ {macro}(shown) }}}}</main></body></html>"""


class Answer:
    """A piece of HTML, as if an address had answered with it."""

    def __init__(self, html: str) -> None:
        self._html = html
        self.headers = {"Vary": "HX-Request"}

    def get_data(self, *, as_text: bool) -> str:
        assert as_text
        return self._html


@contextmanager
def page_of(app: Flask, graph: Graph, language: str) -> Iterator[None]:
    """Be on a page of this language."""
    with app.test_request_context(f"/{language}/"):
        g.graph, g.language = graph, language
        yield


def alone(language: str, template: str, macro: str, shown: object) -> Visited:
    """Show one macro of a template; inside `page_of`."""
    html = render_template_string(PAGE.format(template=template, macro=macro), shown=shown)
    return Visited(f"/{language}/alone", Answer(html))
