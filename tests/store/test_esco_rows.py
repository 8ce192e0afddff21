"""ESCO in the database: what was read comes back the same, in one piece or not at all, beside any town."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select
from sqlmodel import Session

from pathways.catalogue import Catalogue
from pathways.store.engine import make_engine
from pathways.store.esco import read_esco
from pathways.store.esco_tables import EscoRelationRow
from pathways.store.rows import table
from pathways.store.writes import replace_catalogue
from tests.store.esco_zips import COOK, danish_zip, small_zips
from tests.store.workers import import_esco_slowly
from tests.worlds import whole_town

SHARED = Path(__file__).resolve().parents[3] / "shared" / "esco"
SPAWN = multiprocessing.get_context("spawn")
PAIRS = ("essential", "optional", "broader", "broader_occupations")


def same(one, other):
    return (
        (one.version, one.occupations, one.skills, one.groups)
        == (other.version, other.occupations, other.skills, other.groups)
    ) and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in PAIRS)


@pytest.fixture
def catalogue(engine):
    made = Catalogue(engine)
    yield made
    made.close()


@pytest.fixture
def small(tmp_path):
    return read_esco(*small_zips(tmp_path), danish_zip(tmp_path)).classification


def test_what_was_read_comes_back_the_same(catalogue, small):
    assert catalogue.classification() is None
    assert catalogue.replace_classification(small)
    assert same(catalogue.classification(), small)
    assert catalogue.classification() is catalogue.classification()


def test_importing_the_same_again_changes_nothing(catalogue, small):
    catalogue.replace_classification(small)
    before = catalogue.revision
    assert not catalogue.replace_classification(small)
    assert catalogue.revision == before


def test_another_one_takes_its_place_and_every_process_sees_it(catalogue, small, tmp_path, database_url):
    other = Catalogue(make_engine(database_url))
    catalogue.replace_classification(small)
    assert same(other.classification(), small)
    newer = read_esco(*small_zips(tmp_path)).classification
    before = other.revision
    catalogue.replace_classification(newer)
    assert other.revision > before
    assert same(other.classification(), newer)
    other.close()


def test_loading_a_town_leaves_it_alone(catalogue, small):
    catalogue.replace_classification(small)
    with catalogue.edit() as session:
        replace_catalogue(session, whole_town())
    assert same(catalogue.classification(), small)
    assert catalogue.graph().town.id == whole_town().town.id


def test_a_fault_in_the_middle_of_writing_leaves_the_old_one(catalogue, small, tmp_path, monkeypatch):
    catalogue.replace_classification(small)
    newer = read_esco(*small_zips(tmp_path)).classification
    wrong = [{"kind": "none", "first": 0, "second": 1}]
    monkeypatch.setattr("pathways.store.esco_rows._relation_rows", lambda _: wrong)
    with pytest.raises(Exception, match=r"(?i)check|constraint"):
        catalogue.replace_classification(newer)
    assert same(catalogue.classification(), small)


def test_a_process_that_is_killed_while_writing_leaves_the_old_one(catalogue, small, tmp_path, database_url):
    catalogue.replace_classification(small)
    writing = SPAWN.Event()
    worker = SPAWN.Process(target=import_esco_slowly, args=(database_url, str(tmp_path), writing))
    worker.start()
    assert writing.wait(60)
    time.sleep(0.1)
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(20)
    fresh = Catalogue(make_engine(database_url))
    assert same(fresh.classification(), small)
    fresh.close()
    newer = read_esco(*small_zips(tmp_path)).classification
    assert catalogue.replace_classification(newer)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared folder with ESCO is not beside the project")
def test_the_official_archives_whole(catalogue):
    read = read_esco(*sorted(SHARED.glob("*.zip")))
    catalogue.replace_classification(read.classification)
    found = catalogue.classification()
    assert same(found, read.classification)
    sizes = (len(found.occupations), len(found.skills), len(found.essential), len(found.optional), len(found.broader))
    assert sizes == (3_007, 13_896, 64_946 - 55, 58_909 - 12, 20_656 - 7)
    left_out = {skipped.table.rpartition("/")[2]: skipped for skipped in read.skipped}
    asked, broader = left_out["occupationSkillRelations.csv"], left_out["broaderRelationsSkillPillar.csv"]
    assert (asked.rows, asked.of, [cause.times for cause in asked.causes]) == (67, 123_855, [67])
    assert asked.causes[0].uri.endswith("a9e54177-a185-404d-b6e6-15663d31137e")
    assert (len(broader.causes), sum(cause.times for cause in broader.causes)) == (7, 10)
    with Session(catalogue._engine) as session:
        stored = session.execute(select(func.count()).select_from(table(EscoRelationRow))).scalar()
    assert stored == sum(len(getattr(found, name)) for name in PAIRS)


def test_a_cook_stays_a_cook(catalogue, small):
    catalogue.replace_classification(small)
    found = catalogue.classification()
    assert found.occupations[found.occupation(COOK)].label["da"] == "kok"
