"""Facts come back as they were: out of a folder, out of a database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from pathways.domain import nouns as n
from pathways.domain.checks import UNPRINTABLE
from pathways.domain.rules import faults
from pathways.store.errors import EmptyCatalogue
from pathways.store.reads import load_facts, load_graph, read_revision
from pathways.store.seeds import digest_of, read_folder
from pathways.store.writes import bump_revision, replace_catalogue
from tests.store.folders import write_folder
from tests.worlds import admission, whole_town

words = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=12)
    .map(lambda text: text.strip(" "))
    .filter(lambda text: text.strip() and not UNPRINTABLE.search(text))
)
texts = st.builds(n.Text, words, words)
notes = st.none() | texts
eighths = st.integers(0, 800).map(lambda eighth: eighth / 8)
intervals = st.lists(eighths, min_size=3, max_size=3).map(lambda ends: n.Interval(*sorted(ends)))
TOWN = whole_town()
SOURCES = [source.id for source in TOWN.sources]
evidences = st.one_of(
    st.builds(
        n.Evidence, st.just(n.Basis.ASSUMED), st.sampled_from([(), *((s,) for s in SOURCES)]), st.just("2019-02-28")
    ),
    st.builds(
        n.Evidence, st.sampled_from(n.Basis), st.permutations(SOURCES).map(tuple), st.sampled_from(["2020", "2020-02"])
    ),
)


def numbered(texts, at):
    """The same words, made unlike all others."""
    return n.Text(f"{texts.da} {at}", f"{texts.en} {at}")


@st.composite
def towns_full_of_facts(draw):
    """Valid facts: the small town, its rows told otherwise, with more programmes, roles and links."""
    programmes = [
        replace(
            draw(st.sampled_from(TOWN.programmes[1:])),
            id=n.ProgrammeId(f"extra-{at}"), code=f"{kind.value}{at + 100}", kind=kind, title=numbered(draw(texts), at),
            years=draw(st.none() | eighths.filter(bool)), ects=draw(st.none() | st.integers(1, 999_999_999)),
            towns=tuple(draw(st.lists(words.filter(lambda word: ";" not in word), max_size=3))),
            here=draw(st.sampled_from(n.Here)), complete=draw(st.booleans()), note=draw(notes),
            evidence=draw(evidences),
        )
        for at, kind in enumerate(draw(st.lists(st.sampled_from(n.Kind), max_size=4)))
    ]  # fmt: skip
    ids = [programme.id for programme in programmes]
    ways = [admission(id, "school", note=draw(notes), bridging_years=draw(st.none() | eighths)) for id in ids]
    skills = [s.id for s in TOWN.skills]
    outcomes = [
        n.Outcome(
            id, skill, draw(st.sampled_from(list(n.Level)[1:])), draw(st.none() | st.integers(1, 60)), draw(evidences)
        )
        for id in ids
        for skill in draw(st.lists(st.sampled_from(skills), unique=True))
    ]
    flows = [
        n.Flow(
            f"flow-{at}", draw(st.none() | st.sampled_from(["college", "night"])), "stock", draw(texts), None,
            None, None, draw(st.none() | intervals), draw(st.none() | st.integers(0, 999_999_999)),
            draw(st.none() | st.integers(0, 1024).map(lambda part: part / 1024)), "2024/25", False, draw(st.booleans()),
            draw(notes),
            draw(evidences),
        )
        for at in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    return replace(
        TOWN,
        town=replace(TOWN.town, name=draw(texts), missing=tuple(draw(st.lists(texts, max_size=2)))),
        programmes=(*TOWN.programmes, *programmes),
        admissions=(*ways, *TOWN.admissions),
        outcomes=(*TOWN.outcomes, *outcomes),
        flows=(*flows, *TOWN.flows),
        roles=tuple(replace(role, blurb=draw(texts), evidence=draw(evidences)) for role in TOWN.roles),
        practicals=TOWN.practicals if draw(st.booleans()) else (),
    )


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
