"""Hostile words that were kept, by whoever may write them: no page, picture or file does what they say."""

from __future__ import annotations

import html
import json
import subprocess
from dataclasses import replace

import pytest
from sqlalchemy import String, select

from pathways.domain.errors import BrokenFacts
from pathways.domain.graph import Graph
from pathways.drawing.renderer import find_renderer
from pathways.store.esco_tables import ESCO
from pathways.store.rows import LINKS, ROWS, table
from pathways.store.schema import EVERY
from pathways.store.tables import CitationRow, EvidenceRow
from tests.asking_companies import town_of_companies
from tests.attacks.hostile import poisoned
from tests.attacks.walking import STRANGER, Walk, doors, visitor
from tests.attacks.weapons import MARK
from tests.conftest import make_app
from tests.paper import squeezed, words
from tests.worlds import bent, whole_town

pytestmark = pytest.mark.slow
NOT_TYPED = {
    "account": {"email", "kind", "organisation_id", "password_hash", "stamp"},
    "attempt": {"key"},
    "catalogue": {"digest"},
    "class_hour": {"id"},
    "edit": {"organisation_id", "via"},
    "edited": {"row_key", "row_table"},
    "flag": {"company_id", "id"},
    "flag_event": {"action", "actor", "flag_id", "organisation_id"},
    "guidance": {"class_id", "code_salt", "id", "label", "link_salt", "notes_from"},
    "guidance_gone": {"id"},
    "guidance_key": {"guidance_id", "hash", "kind"},
    "guidance_visit": {"as_of", "guidance_id"},
    "mark": {"name"},
    "one_use_link": {"hash", "purpose"},
    "proposal": {"organisation_id", "state"},
    "proposed": {"row_table"},
    "proposed_change": {"field", "flag_id", "institution_id", "key", "noun", "state"},
    "report": {"page"},
    "stated_opening": {"organisation_id", "role_id", "visibility"},
    "upload": {"changes", "id", "state", "step"},
}
"""Columns beside the facts, of those that hold text, in which no words of anybody stand: made by us, chosen of a list,
or of a shape that has no sign in it. Every other one holds an attack when the walk begins; a new one is in none of them
and makes the test fail until it is attacked, or here."""
UNSEEN = {f"{table}.description" for table in ("families", "subjects", "requirements")}
"""Columns that no page shows, only the files that hold everything; they have the shape of one that is shown."""
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
    assert {column for column, said in stormed.taken.items() if said not in seen} == UNSEEN
    assert len(stormed.taken) > 50


def test_every_column_that_people_write_into_holds_an_attack_as_it_was_typed(stormed):
    without = {}
    facts = {table(row).name for row in (*ROWS.values(), *LINKS.values(), CitationRow, EvidenceRow)}
    with stormed.app.extensions["pathways"].engine.connect() as connection:
        for each in EVERY:
            if each in ESCO or each.name in facts:
                continue  # read of files as they came; and facts are held against `taken`
            rows = connection.execute(select(each)).mappings().all()
            worded = {column.name for column in each.columns if isinstance(column.type, String)}
            missing = {name for name in worded if not any(MARK in str(row[name]) for row in rows)}
            without[each.name] = missing - NOT_TYPED.get(each.name, set())
    assert {name: missing for name, missing in without.items() if missing} == {}


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
