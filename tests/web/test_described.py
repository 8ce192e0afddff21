"""What a search engine shows below a page's name: a sentence of its own for each noun, and one for all others."""

from __future__ import annotations

import pytest

from tests.addresses import LANGUAGES, first_and_last, pages
from tests.visiting import Visited


def described(client, address: str) -> str:
    (found,) = Visited(address, client.get(address)).all("head meta[name=description]")
    return found.get("content")


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_what_it_is(app, real_graph, client, language):
    for address in pages(app, real_graph, language, first_and_last):
        words = described(client, address)
        assert 10 < len(words) < 400, f"{address}: {words!r}"
        assert "<" not in words, f"{address}: {words!r} has elements in it"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_noun_is_described_in_its_own_words(client, real_graph, language):
    programme, role = next(iter(real_graph.programmes.values())), next(iter(real_graph.roles.values()))
    assert described(client, f"/{language}/programmes/{programme.id}") == getattr(programme.blurb, language)
    assert described(client, f"/{language}/roles/{role.id}") == getattr(role.blurb, language)
