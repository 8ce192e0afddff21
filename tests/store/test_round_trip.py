"""Facts come back as they were: out of a folder, out of a database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from sqlmodel import Session

from pathways.domain.rules import faults
from pathways.store.errors import EmptyCatalogue
from pathways.store.reads import load_facts, load_graph, read_revision
from pathways.store.seeds import digest_of, read_folder
from pathways.store.writes import bump_revision, replace_catalogue
from tests.full_towns import TOWN, towns_full_of_facts
from tests.store.folders import write_folder


def stored(engine, facts):
    """The facts as they come out of the database they were put into."""
    with Session(engine) as session:
        replace_catalogue(session, facts)
        session.commit()
    with Session(engine) as session:
        return load_facts(session)


@pytest.mark.parametrize("town", ["real_facts", "example_facts"])
def test_a_seeded_town_comes_back_out_of_the_database(engine, request, town):
    facts = request.getfixturevalue(town)
    assert stored(engine, facts) == facts


def test_another_town_takes_the_place_of_the_first(engine, real_facts):
    stored(engine, real_facts)
    assert stored(engine, TOWN) == TOWN


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(facts=towns_full_of_facts())
def test_any_facts_come_back_out_of_the_database(engine, facts):
    assert faults(facts) == ()
    assert stored(engine, facts) == facts


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(facts=towns_full_of_facts())
def test_any_facts_come_back_out_of_a_folder(tmp_path, facts):
    assert read_folder(write_folder(facts, tmp_path)).facts == facts


def test_a_folder_written_elsewhere_is_read_alike(folder):
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_folder(folder).facts == TOWN


def test_optional_files_may_be_missing(folder):
    for name in ("steps", "openings", "contradictions"):
        (folder / f"{name}.csv").unlink()
    assert read_folder(folder).facts == replace(TOWN, steps=(), openings=(), contradictions=())


def test_a_digest_tells_one_content_from_another(folder):
    first = read_folder(folder).digest
    assert first == digest_of(folder)
    skills = folder / "skills.csv"
    skills.write_text(skills.read_text(encoding="utf-8").replace("R (da)", "Sproget R"), encoding="utf-8")
    assert read_folder(folder).digest != first


def test_claims_that_rest_on_the_same_share_one_evidence(engine, real_facts):
    facts = stored(engine, real_facts)
    claims = [*facts.outcomes, *facts.needs, *facts.feeds]
    assert len({id(claim.evidence) for claim in claims}) == len({claim.evidence for claim in claims})


def test_an_empty_catalogue_says_how_to_fill_it(engine):
    with Session(engine) as session, pytest.raises(EmptyCatalogue, match="pathways seed"):
        load_facts(session)


def test_a_graph_bears_the_revision_of_its_facts(engine):
    with Session(engine) as session:
        replace_catalogue(session, TOWN)
        for _ in range(3):
            bump_revision(session)
        assert read_revision(session) == 3
        assert load_graph(session).revision == 3
