"""Hostile words that were kept, by whoever may write them: no page, picture or file does what they say."""

from __future__ import annotations

import html
import json
import subprocess
from dataclasses import replace

import pytest
from sqlalchemy import inspect, text

from pathways.domain.errors import BrokenFacts
from pathways.domain.graph import Graph
from pathways.drawing.renderer import find_renderer
from tests.asking_companies import town_of_companies
from tests.attacks.hostile import poisoned
from tests.attacks.walking import STRANGER, Walk, doors, visitor
from tests.attacks.weapons import MARK
from tests.conftest import make_app
from tests.paper import squeezed, words
from tests.worlds import bent, whole_town

pytestmark = pytest.mark.slow
KEPT = {
    *("account.name", "edit.why", "edited.cells_before", "edited.cells_after", "flag_event.said"),
    *("guidance.talk", "guidance.notes", "saved_scenario.name"),
}
"""Columns beside the facts that hold what was typed."""
PAPER = f'#read("/etc/passwd") #{MARK} $x_1$ *b* @{MARK} \\{MARK} {{{{7*7}}}}{{% {MARK} %}}&{MARK};&#x3c;script&#x3e;'
"""Speaks to the typesetter, then to templates, then in the words of HTML for signs."""
IN_FACTS = {
    "a formula, then XML": f"=H({MARK})]]>--></text></title><script>{MARK}()</script><![CDATA[",
    "a sign, then Graphviz": f'-2+{MARK}"];{MARK}[label="\\N\\G<<B>{MARK}</B>>\\',
    "paper": PAPER,
}


def test_no_page_and_no_file_gives_in(stormed):
    assert [fault for walk in stormed.walks for fault in walk.faults] == []
    assert max(len(walk.pages) for walk in stormed.walks) > 100
    assert min(len(walk.pages) for walk in stormed.walks) > 4
    assert sum(len(walk.forms) for walk in stormed.walks) > 300


def test_no_word_that_was_typed_became_part_of_a_statement(stormed):
    assert stormed.statements == []


def test_every_column_of_words_was_seen_on_a_page(stormed):
    """Else the walk above would have proved little."""
    seen = html.unescape(stormed.texts)
    assert {column for column, said in stormed.taken.items() if said not in seen} == set()
    assert len(stormed.taken) > 40


def test_what_people_typed_is_kept_as_it_was_typed(stormed):
    held = set()
    with stormed.app.extensions["pathways"].engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():  # names of ours
                held |= {f"{table}.{name}" for name, value in row.items() if MARK in str(value)}
    assert held >= KEPT


@pytest.mark.parametrize("url", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//evil.example"])
@pytest.mark.parametrize(("table", "column"), [("sources", "url"), ("organisations", "website")])
def test_an_address_that_is_none_of_the_web_is_no_fact(table, column, url):
    assert Graph(whole_town())
    with pytest.raises(BrokenFacts):
        Graph(bent(whole_town(), table, **{column: url}))


def test_an_identifier_of_esco_is_one_of_esco():
    sql = whole_town().skills[0]
    with pytest.raises(BrokenFacts):
        Graph(bent(whole_town(), "skills", esco=replace(sql.esco, uri="javascript:alert(1)")))


@pytest.fixture(scope="module", params=IN_FACTS.values(), ids=IN_FACTS)
def read(request, tmp_path_factory):
    """A stranger who reads every public page and file of a town whose words are one weapon."""
    facts, _, _ = poisoned(town_of_companies(), request.param)
    app = make_app(facts, tmp_path_factory.mktemp("weapon"))
    walk = Walk(app, STRANGER, visitor(app, STRANGER))
    return walk.run(*doors(app, app.extensions["pathways"].graph(), "en"), sending=False), request.param


def test_no_public_page_or_file_gives_in_to_facts(read):
    walk, _ = read
    assert walk.faults == []
    assert {page.endpoint for page in walk.pages.values()} >= {"drawings.download_noun", "outlooks.download"}


def test_a_drawing_for_graphviz_has_the_nodes_it_would_have_anyhow(read, tmp_path):
    walk, _ = read
    plain = make_app(town_of_companies(), tmp_path).test_client()
    seen = [address for address in walk.pages if address.endswith(".dot")]
    assert len(seen) > 4
    for address in seen:
        ours, theirs = (_nodes(client.get(address).get_data()) for client in (plain, walk.client))
        assert ours == theirs, address


def _nodes(dot: bytes) -> tuple[list[str], int]:
    """The nodes of a drawing as Graphviz reads it, and how many edges there are; nothing in it fetches or links."""
    done = subprocess.run([find_renderer(None).program, "-Tjson"], input=dot, capture_output=True, check=True)
    told = json.loads(done.stdout.decode("utf-8", "replace"), strict=False)
    everything = [*told["objects"], *told.get("edges", []), told]
    assert not [one for one in everything if {"URL", "href", "image", "shapefile", "edgeURL"} & one.keys()]
    return sorted(one["name"] for one in told["objects"]), len(told.get("edges", []))


def test_a_sheet_of_paper_says_the_words_and_does_not_follow_them(read):
    walk, weapon = read
    files = [walk.client.get(address) for address in walk.pages if address.endswith(".pdf")]
    sheets = [file.get_data() for file in files if file.mimetype == "application/pdf"]
    assert len(sheets) > 3
    said = [squeezed(words(sheet)) for sheet in sheets]
    assert all("root:" not in one for one in said)
    if weapon == PAPER:
        assert any('read("/etc/passwd")' in one for one in said)
