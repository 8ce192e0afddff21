"""The map for narrow windows: lines with stops that hold what the table holds, drawn by the page itself."""

from __future__ import annotations

import re

import pytest


def words(element):
    """What is read of an element, with a space for each break."""
    return " ".join(element.text_content().replace("\u00ad", "").split())


def told(page):
    """Of each role: the programmes that lead to it with their measure, and who has the job."""
    found = {}
    for plate in page.all(".lines .plate:has(.feeds)"):
        feeds = {tuple(words(feed).split(" ", 1)) for feed in plate.cssselect(".feeds li")}
        name, at = words(plate.cssselect(".name")[0]), words(plate.cssselect("p")[0])
        found[name] = (feeds, set(at.partition(" ")[2].split(" · ")))
    return found


def tabled(page):
    """The same from the table below the picture."""
    roles = {}
    rows = [[words(cell) for cell in row.cssselect("td")] for row in page.all("#table tbody tr")]
    starts = {row[1] for row in rows if re.match(r"[A-Z]\d", row[0])}
    for source, target, _, width, *_ in rows:
        feeds, at = roles.setdefault(source if source in starts else target, (set(), set()))
        if source in starts:
            at.add(target)
        else:
            feeds.add((source.partition(" ")[0], width))
    return roles


@pytest.mark.parametrize("query", ["", "?kind=D", "?employer=novonesis", "?family=quality&level=6"])
def test_the_lines_hold_what_the_table_holds(visit, query):
    page = visit(f"/en/map{query}")
    assert told(page) == tabled(page)
    named = [link.get("href") for link in page.all(".lines a.name")]
    assert len(named) == len(set(named))
    assert set(named) == {link.get("href") for link in page.all("#table td > a:not(.ev)")}


@pytest.mark.parametrize(("query", "said"), [("", 90), ("?kind=M", 0)])
def test_what_is_folded_is_counted(visit, query, said):
    page = visit(f"/en/map{query}")
    folded = page.all(".lines details:not([open]) .name")
    assert len(folded) == said
    counts = [int(words(count).split()[0]) for count in page.all(".lines details:not([open]) summary [data-counted]")]
    assert sum(counts) == said
    assert [words(one) for one in page.all(".lines > [data-counted]")] == (
        [f"{said} names are folded away. Press a row to see its names."] if said else []
    )


def test_a_group_leads_to_the_map_of_what_is_in_it(visit):
    page = visit("/en/map?employer=novonesis")
    links = [link.get("href") for link in page.all(".lines .only")]
    assert "/en/map?kind=E&employer=novonesis" in links or "/en/map?employer=novonesis&kind=E" in links
    assert any("family=" in link for link in links)
    programmes, *_ = visit("/en/map?kind=E").all(".lines section")
    assert not programmes.cssselect(".only"), "what is chosen is not offered again"


def test_how_sure_we_are_stands_at_each_programme_and_employer(visit):
    assert visit("/en/map").all(".lines .ev") == []
    page = visit("/en/map?sure=1")
    assert len(page.all(".lines .feeds > .ev")) == len(page.all(".lines .feeds > li"))
    assert page.all(".lines .feeds + p > .ev.a")
