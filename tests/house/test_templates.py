"""Templates keep three promises: a block stands alone, nothing is inline, every word can be translated."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
JINJA = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
each_template = pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix()
)
NAMES = {"Pathways", "htmx", "Dansk", "English", "ESCO", "SVG", "PNG", "PDF", "DOT", "CSV", "JSON", "Apache-2.0"}
"""Words that are the same in every language."""
EARLY = '<script>{% include "parts/early.js" %}</script>'
"""The one script in a page that the policy knows, by its hash."""
TAG = re.compile(r"<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", re.DOTALL)
SPOKEN = re.compile(r'\s(?:alt|title|aria-label|placeholder|content)="([^"\0]*[^\W\d_]{2}[^"\0]*)"')


def test_there_are_templates():
    assert len(TEMPLATES) > 15


def outside_blocks(source: str) -> list[str]:
    """Say what a page template does outside its blocks, where a block rendered alone never gets."""
    tree = JINJA.parse(source)
    if not any(isinstance(node, nodes.Extends) for node in tree.body):
        return []
    return [
        f"line {node.lineno}: {type(node).__name__}"
        for node in tree.body
        if not isinstance(node, nodes.Extends | nodes.Block) and not _is_blank(node)
    ]


def _is_blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(
        isinstance(part, nodes.TemplateData) and not part.data.strip() for part in node.nodes
    )


def inline(source: str) -> list[str]:
    """Say where a template holds style, script or handlers that the content security policy refuses."""
    tree = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL).replace(EARLY, "")
    found = re.findall(r"<style\b[^>]*>|\sstyle=|<script(?![^>]*\ssrc=)[^>]*>|\son[a-z]+=|\shx-[a-z-]+=", tree)
    return [one for one in found if "application/ld+json" not in one]


def untranslated(source: str) -> list[str]:
    """Give the words of a template that stand outside `{% trans %}` and `_()`."""
    flat = "".join(_flat(JINJA.parse(source)))
    spoken = SPOKEN.findall(re.sub(r"<meta\b[^>]*>", "", flat))
    plain = TAG.sub("\n", flat)
    words = [line.strip("\0 \t·/,.×:–") for line in plain.replace("\0", "\n").splitlines()]
    return [
        word
        for word in [*spoken, *words]
        if re.search(r"[^\W\d_]{2}", re.sub(r"&\w+;", "", word)) and word not in NAMES
    ]


def _flat(node: nodes.Node) -> Iterator[str]:
    """Yield the markup in order, with a mark for each thing that is put in."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child.data
        elif isinstance(child, nodes.Expr):
            yield "\0"
        else:
            yield from _flat(child)


@each_template
def test_a_page_keeps_everything_in_its_blocks(path):
    assert outside_blocks(path.read_text(encoding="utf-8")) == []


@each_template
def test_nothing_is_inline(path):
    assert inline(path.read_text(encoding="utf-8")) == []


@each_template
def test_every_word_can_be_translated(path):
    assert untranslated(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        pytest.param("{% extends 'b' %}{% block a %}{% set x = 1 %}{% endblock %}", 0, id="a set in its block"),
        pytest.param("{% extends 'b' %}{% set x = 1 %}{% block a %}{{ x }}{% endblock %}", 1, id="a set above"),
        pytest.param("{% extends 'b' %}{% from 'm' import x %}{% block a %}{% endblock %}", 1, id="an import above"),
        pytest.param("{% macro x() %}{% endmacro %}", 0, id="a partial"),
    ],
)
def test_a_set_that_a_block_would_miss_is_found(source, faults):
    assert len(outside_blocks(source)) == faults


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ('<p style="color:red">', 1),
        ("<script>go()</script>", 1),
        ('<button onclick="go()">', 1),
        ('<a hx-get="/x">', 1),
        ('<a data-hx-get="/x"><script src="/x.js"></script>', 0),
    ],
)
def test_what_is_inline_is_found(source, faults):
    assert len(inline(source)) == faults


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ("<p>{% trans %}Hello{% endtrans %} {{ _('you') }}</p>", []),
        ('<a href="{{ x }}" aria-label="Close it">{% if a %}&larr;{% endif %}</a>', ["Close it"]),
        ('<a class="is-{{ x }} wide" href="/{{ y }}/map">{{ z }}</a>', []),
    ],
)
def test_words_that_cannot_be_translated_are_found(source, words):
    assert untranslated(source) == words
