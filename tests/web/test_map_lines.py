"""The map for narrow windows: lines with stops that hold what the table holds, drawn by the page itself."""

from __future__ import annotations

import re

import pytest


def words(element):
    """What is read of an element, with a space for each break."""
    return " ".join(element.text_content().replace("\u00ad", "").split())


def drawn(feed):
    """The length of a bar in per cent; None where it is not known."""
    return None if "not known" in words(feed) else int(feed.cssselect("rect")[0].get("width"))


def said(width):
    """The same as the table says it."""
    found = re.search(r"(\d+)%", width)
    return int(found[1]) if found else None


def told(page):
    """Of each role: the programmes that lead to it with their measure, and who has the job."""
    found = {}
    for plate in page.all(".lines .plate:has(.feeds)"):
        feeds = {words(feed.cssselect(".bul")[0]): drawn(feed) for feed in plate.cssselect(".feeds li")}
        name, at = words(plate.cssselect(".name")[0]), words(plate.cssselect("p")[0])
        found[name] = (feeds, set(at.partition(" ")[2].split(" · ")))
    return found


def tabled(page):
    """The same from the table below the picture."""
    roles = {}
    rows = [[words(cell) for cell in row.cssselect("td")] for row in page.all("#table tbody tr")]
    starts = {row[1] for row in rows if re.match(r"[A-Z]\d", row[0])}
    for source, target, _, width, *_ in rows:
        feeds, at = roles.setdefault(source if source in starts else target, ({}, set()))
        if source in starts:
            at.add(target)
        else:
            feeds[source.partition(" ")[0]] = said(width)
    return roles


@pytest.mark.parametrize("query", ["", "?kind=D", "?employer=novonesis", "?family=quality&level=6"])
def test_the_lines_hold_what_the_table_holds(visit, query):
    page = visit(f"/en/map{query}")
    lines, table = told(page), tabled(page)
    assert {role: (feeds.keys(), at) for role, (feeds, at) in lines.items()} == {
        role: (feeds.keys(), at) for role, (feeds, at) in table.items()
    }
    for role, (feeds, _) in lines.items():
        assert feeds == pytest.approx(table[role][0], abs=1), "the table says the whole per cent below"
    named = [link.get("href") for link in page.all(".lines a.name")]
    assert len(named) == len(set(named))
    assert set(named) == {link.get("href") for link in page.all("#table td > a:not(.ev)")}


@pytest.mark.parametrize(("query", "said"), [("", 90), ("?kind=M", 0)])
def test_what_is_folded_is_counted(visit, query, said):
    page = visit(f"/en/map{query}")
    folded = page.all(".lines details:not([open]) a.name")
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
    assert visit("/en/map").all(".lines .feeds .ev") == []
    page = visit("/en/map?sure=1")
    assert len(page.all(".lines .feeds > .ev")) == len(page.all(".lines .feeds > li"))
    assert page.all(".lines .feeds + p > .ev.a")
