"""Lists with filters: what is left, in both manners of asking, and what a wrong choice gets."""

from __future__ import annotations

import pytest

from pathways.domain.nouns import Here, Kind
from pathways.domain.shelves import ProgrammeFilter, RoleFilter, programmes_by_kind, roles_by_family

PART = "found"


def names(page) -> list[str]:
    return [link.get("href").rpartition("/")[2] for link in page.all("#found .rows a.name, .rows a.name")]


def chosen(address: str) -> set[str]:
    return {one for one in address.partition("?")[2].split("&") if one}


def programmes(graph, **wanted):
    return [p.id for _, rows in programmes_by_kind(graph, ProgrammeFilter(**wanted)) for p in rows]


def roles(graph, **wanted):
    return [r.id for _, rows in roles_by_family(graph, RoleFilter(**wanted)) for r in rows]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/en/programmes", programmes),
        ("/en/programmes?kind=D", lambda graph: programmes(graph, kind=Kind.ENGINEERING)),
        ("/da/programmes?here=no&level=7", lambda graph: programmes(graph, here=Here.NO, level=7)),
        ("/en/programmes?employer=nne&language=en", lambda g: programmes(g, employer="nne", language="en")),
        ("/en/roles?focus=green-transition", lambda graph: roles(graph, focus="green-transition")),
        ("/da/roles?family=quality&level=6", lambda graph: roles(graph, family="quality", level=6)),
        ("/en/roles?kind=M", lambda graph: roles(graph, kind=Kind.MARINE)),
        ("/en/roles?kind=&family=", roles),
    ],
)
def test_a_list_holds_what_passes_the_filters(visit, real_graph, address, expected):
    wanted = expected(real_graph)
    assert wanted
    assert names(visit(address)) == wanted
    assert names(visit(address, part=PART)) == wanted


@pytest.mark.parametrize(
    "address", ["/en/map?kind=E&level=7", "/da/programmes?kind=M&level=4", "/en/roles?kind=A&family=quality"]
)
def test_nothing_left_says_so_and_offers_the_way_back(visit, address):
    page = visit(address)
    assert page.words("#found .empty h2")
    assert page.one("#found .empty a.btn").get("href") == address.partition("?")[0]


def test_a_choice_stays_chosen_and_can_be_let_go(visit):
    page = visit("/en/programmes?kind=D&here=yes")
    assert [one.get("value") for one in page.all("#filters option[selected]")] == ["D", "yes"]
    assert [chip.get("href") for chip in page.all(".chosen a.chip")] == [
        "/en/programmes?here=yes",
        "/en/programmes?kind=D",
    ]


def test_a_swapped_part_brings_the_language_switch_and_the_words_for_a_screen_reader(visit):
    part = visit("/en/programmes?kind=D", part=PART)
    assert part.one("#lang[data-hx-swap-oob] a[lang=da]").get("href") == "/da/programmes?kind=D"
    assert "programmes" in part.words("#found-words[data-hx-swap-oob]")


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/en/map?kind=Q", ["Vocational", "BEng"]),
        ("/da/map?kind=Q&focus=nowhere", ["Erhvervsuddannelse", "grøn omstilling"]),
        ("/en/programmes?level=99", ["bachelor"]),
        ("/en/roles/process-operator?from=mars", ["STX"]),
        ("/en/map?view=hologram", ["picture", "table"]),
        ("/en/find?role=astronaut", ["Process operator"]),
    ],
)
def test_a_choice_that_does_not_exist_is_named_with_those_that_do(visit, address, named):
    page = visit(address, status=422)
    for words in named:
        assert words in page.words("main")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/en/map?kind=Q&focus=green-transition&view=table", "/en/map?focus=green-transition&view=table"),
        ("/en/map?view=hologram&kind=D&sure=1", "/en/map?kind=D&sure=1"),
        ("/en/programmes?kind=Q&level=99", "/en/programmes"),
    ],
)
def test_a_wrong_choice_is_left_out_and_the_others_are_kept(visit, address, kept):
    page = visit(address, status=422)
    assert page.all(".ways a")[0].get("href") == kept
    for link in page.all(".errsum a"):
        assert link.get("href").partition("?")[0] == address.partition("?")[0]
        assert chosen(kept) < chosen(link.get("href"))


def test_filters_are_folded_until_something_is_chosen(visit):
    assert visit("/en/programmes").one("details.sift").get("open") is None
    assert visit("/en/programmes?kind=D").one("details.sift").get("open") is not None


@pytest.mark.parametrize(("address", "lines"), [("/en/map?kind=D", ["D"]), ("/en/map", list("ETMDKA"))])
def test_the_legend_holds_the_lines_of_the_picture_and_no_others(visit, address, lines):
    assert [bullet.text_content() for bullet in visit(address).all(".key .bul")] == lines


@pytest.mark.parametrize("value", ["%00", "../../etc/passwd", "<script>alert(1)</script>", "x" * 1500, "a\nb"])
def test_what_is_typed_into_an_address_comes_back_as_text(visit, value):
    page = visit(f"/en/programmes?kind={value}", status=422)
    assert page.all("main script") == []
    assert page.all("main")[0].text_content().count("x") < 400


@pytest.mark.parametrize(
    ("address", "part", "danish"),
    [
        ("/en/roles/process-operator?sure=1", "picture", "/da/roles/process-operator?sure=1"),
        ("/en/search?q=gmp", "results", "/da/search?q=gmp"),
    ],
)
def test_every_swapped_part_keeps_the_language_switch_true(visit, address, part, danish):
    assert visit(address, part=part).one("#lang[data-hx-swap-oob] a[lang=da]").get("href") == danish


def test_the_whole_map_says_how_many_programmes_are_not_on_it(visit, real_graph):
    away = len(real_graph.programmes) - len({link.programme for link in real_graph.facts.feeds})
    sentence = f"Of {away} more programmes no job is known that they lead to directly."
    assert sentence in visit("/en/map").words("#found")
    assert "more programmes no job is known" not in visit("/en/map?kind=D").words("#found")
