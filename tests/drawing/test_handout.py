"""What is taken home, on paper: one sheet of A4, whatever the talk holds, and never without what it is for."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise

import pytest

from pathways.domain.graph import Graph
from pathways.domain.guidance import LONGEST_NOTES, Pick, PickKind, Talk
from pathways.domain.nouns import Text
from pathways.drawing.handout import CUTS
from pathways.web.handout import handout_of
from pathways.web.handout_paper import as_pdf
from tests.handouts import LINK, ODD, at_home, empty, full, small, taken
from tests.paper import A4, codes, pages, size, squeezed, words

LONG = "Stærk i matematik, kunne lide skiftehold på havnen. " * 400
TALKS = {
    "empty": empty,
    "small": small,
    "five long titles": full,
    "five with everything": lambda: full("Min fætter gik den vej " * 6, LONG[:20_000], "Ring til skolen " * 12),
    "odd letters": lambda: full(ODD, ODD * 300, ODD * 3),
    "nothing but lines": lambda: full("", "\n".join("abc"), "x" * 200),
    "twenty thousand lines": lambda: full("", "a\n" * 10_000, "Call"),
    "one endless word": lambda: full("y" * 140, "ø" * 20_000, "x" * 200),
}


@pytest.fixture(params=["en", "da"])
def home(request, app, real_graph):
    with at_home(app, real_graph, request.param):
        yield


@pytest.mark.parametrize("name", TALKS)
def test_it_is_one_sheet_and_holds_what_it_is_for(home, name):
    whole = TALKS[name]()
    handout = handout_of(whole)
    pdf = as_pdf(handout)
    (page,) = pages(pdf)
    assert size(page) == A4
    text = squeezed(words(pdf))
    for item in handout.items:
        assert squeezed(item.title) in text
    assert squeezed(whole.talk.next_step) in text or name == "odd letters"
    assert squeezed(LINK.partition("://")[2]) in text
    assert codes(pdf) == [LINK]


@pytest.mark.parametrize("link", [LINK, LINK.replace("example", f"{'kommune' * 20}.example")], ids=["short", "long"])
def test_the_address_opens_when_it_is_copied_off_the_sheet(app, real_graph, link):
    with at_home(app, real_graph):
        pdf = as_pdf(handout_of(replace(small(), link=link, notes="x" * 150)))
    (page,) = pages(pdf)
    copied = page.extract_text()
    assert "\u200b" not in copied, "a letter that nobody sees is copied along"
    assert link.partition("://")[2] in copied.replace("\n", "")
    assert (link.partition("://")[2] in copied) == (link == LINK), "and an address breaks only where it must"
    assert "x" * 150 in copied.replace("\n", "")
    assert "x" * 150 not in copied, "a long word still breaks"


def test_four_thousand_letters_without_a_gap_are_set(app, real_graph):
    with at_home(app, real_graph):
        assert pages(as_pdf(handout_of(replace(small(), notes="x" * LONGEST_NOTES))))


def test_titles_beyond_all_measure_are_set_smaller(app, real_facts):
    huge = "Very long name of a programme " * 40
    some = real_facts.programmes[:5]
    longer = {one.id: replace(one, short=Text(huge, huge)) for one in some}
    graph = Graph(replace(real_facts, programmes=tuple(longer.get(one.id, one) for one in real_facts.programmes)))
    with at_home(app, graph):
        picks = tuple(Pick(PickKind.PROGRAMME, one.id) for one in some)
        pdf = as_pdf(handout_of(taken(Talk(shortlist=picks, next_step="Ask"), LONG)))
    (page,) = pages(pdf)
    assert size(page) == A4
    assert squeezed(words(pdf)).count(squeezed(huge)) == 5
    assert codes(pdf) == [LINK]


def test_markup_and_letters_of_all_kinds_are_set_as_they_are(app, real_graph):
    with at_home(app, real_graph):
        whole = replace(small(), notes=ODD)
        pdf = as_pdf(handout_of(whole))
    text = words(pdf)
    assert '#panic() *b* $x$ <script>alert(1)</script> \\ " æøå' in text
    assert "שלום" in text or "םולש" in text  # how a reader orders letters from the right is its own affair


def test_notes_are_shortened_before_anything_else_and_the_sheet_says_so(app, real_graph):
    with at_home(app, real_graph):
        short, long = (handout_of(replace(small(), notes=notes)) for notes in ("Two words", LONG))
        assert short.cut == CUTS[0]
        assert not short.notes_are_cut
        assert long.cut == replace(CUTS[0], notes=long.cut.notes)
        assert 0 < long.cut.notes < len(LONG)
        text = words(as_pdf(long))
    assert "The rest is on the page" in text
    assert "The rest is on the page" not in words(as_pdf_of(app, real_graph))


def as_pdf_of(app, graph):
    with at_home(app, graph):
        return as_pdf(handout_of(small()))


def test_each_cut_takes_away_a_little_and_the_notes_go_first():
    for before, after in pairwise(CUTS):
        changed = [one.name for one in fields(before) if getattr(before, one.name) != getattr(after, one.name)]
        assert len(changed) == 1
        assert getattr(after, changed[0]) < getattr(before, changed[0])
    order = [next(at for at, cut in enumerate(CUTS) if getattr(cut, name) < getattr(CUTS[0], name)) for name in
             ("notes", "dates", "reasons", "said", "legs")]  # fmt: skip
    assert order == sorted(order)
    assert CUTS[-1].notes == CUTS[-1].dates == 0


def test_the_same_talk_gives_the_same_choice(app, real_graph):
    with at_home(app, real_graph):
        whole = TALKS["five with everything"]()
        assert handout_of(whole).cut == handout_of(whole).cut != CUTS[0]


def test_without_colour_lines_are_told_apart_by_letters(app, real_graph):
    """Each programme of each route is named by its code beside its line, where the colour would tell its kind."""
    with at_home(app, real_graph):
        handout = handout_of(full())
        text = words(as_pdf(handout))
    codes_named = {one.code for item in handout.items for one in item.standing.programmes}
    assert len(codes_named) > 4
    assert all(code in text for code in codes_named)
