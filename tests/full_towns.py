"""Valid facts of every shape, drawn by hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.checks import UNPRINTABLE
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
kinds_and_lengths = st.tuples(st.sampled_from(n.Kind), st.none() | eighths.filter(bool))
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
            years=years, ects=draw(st.none() | st.integers(1, 600)),
            towns=tuple(draw(st.lists(words.filter(lambda word: ";" not in word), max_size=3))),
            here=draw(st.sampled_from(n.Here)), complete=draw(st.booleans()), note=draw(notes),
            evidence=draw(evidences),
        )
        for at, (kind, years) in enumerate(draw(st.lists(kinds_and_lengths, max_size=4)))
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
