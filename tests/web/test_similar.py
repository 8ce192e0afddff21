"""Similar work elsewhere: there when ESCO was imported, without a trace when not, and new when ESCO is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.catalogue import Catalogue
from pathways.config import Settings
from pathways.domain.nouns import Esco, Match
from pathways.store.engine import make_engine
from pathways.store.esco import read_esco
from pathways.store.schema import upgrade
from pathways.store.writes import replace_catalogue
from pathways.web import create_app
from tests import builders as b
from tests.caches import cache_in
from tests.store.esco_zips import COOK, danish_zip, small_zips


@pytest.fixture
def kitchen(tmp_path):
    """A town whose analyst is a cook in ESCO, and its catalogue."""
    facts = b.facts({"analyst": {"sql": 2}})
    cook = replace(facts.roles[0], esco=Esco(COOK, "cook", Match.CLOSE))
    url = f"sqlite:///{tmp_path}/kitchen.db"
    engine = make_engine(url)
    upgrade(engine)
    catalogue = Catalogue(engine)
    with catalogue.edit() as session:
        replace_catalogue(session, replace(facts, roles=(cook,)))
    settings = Settings(
        database_url=f"sqlite:///{tmp_path}/kitchen.db", cache_dir=cache_in(tmp_path), secret_key="only-for-tests"
    )
    yield create_app(settings, catalogue).test_client(), catalogue
    catalogue.close()


def test_it_is_there_once_esco_is_and_follows_it(kitchen, tmp_path):
    client, catalogue = kitchen
    assert "Similar work elsewhere" not in client.get("/en/roles/analyst").text
    catalogue.replace_classification(read_esco(*small_zips(tmp_path)).classification)
    page = client.get("/en/roles/analyst").text
    assert "Similar work elsewhere" in page
    assert "chef" in page
    assert "This service uses the ESCO classification" in page
    assert '<b lang="en">chef</b>' in client.get("/da/roles/analyst").text
    catalogue.replace_classification(read_esco(*small_zips(tmp_path), danish_zip(tmp_path)).classification)
    assert client.get("/en/roles/analyst").status_code == 200


def test_a_town_without_esco_shows_no_trace(visit):
    assert not visit("/en/roles/process-operator").all("#similar")
