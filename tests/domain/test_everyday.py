"""What people ask for in everyday words is known for what it is, and answered by facts alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.conditions import parse
from pathways.domain.everyday import MATTERS, Answer, Matter, answers, means
from pathways.domain.graph import Graph
from pathways.domain.labels import LONGEST_QUERY, MOST_WORDS
from tests.builders import ASSUMED, STATED, facts, label, programme, text

PROGRAMMES = (
    programme("trade", "E1", n.Kind.VOCATIONAL),
    programme("degree", "D1", languages=("da", "en")),
    programme("academy", "T1", n.Kind.TECHNICIAN, pace=n.Pace.PART_TIME),
)


def admission(programme: str, condition: str | None, evidence: n.Evidence = STATED) -> n.Admission:
    """A way from school into a programme."""
    asked = parse(condition) if condition else None
    return n.Admission(
        n.ProgrammeId(programme), n.StartId("school"), asked, None, None, None, n.Pace.FULL_TIME, None, evidence
    )


def practical(id: str, topic: str, what: str, note: str | None = None) -> n.Practical:
    """Something to know about the degree."""
    return n.Practical(
        id, topic, (n.ProgrammeId("degree"),), text(what), None, None, text(note) if note else None, STATED
    )


def figure(id: str, measure: str, note: str | None = None) -> n.Figure:
    """A figure about the degree."""
    told = text(note) if note else None
    return n.Figure(
        id, (n.ProgrammeId("degree"),), "national", text("all"), text(measure), 1.0, None, None, told, STATED
    )


WORLD = replace(
    facts(),
    programmes=PROGRAMMES,
    subjects=(
        label("mathematics"),
        label("physics"),
        n.Label("physics-chemistry", n.Text("Fysik og kemi", "Physics and chemistry")),
        label("danish"),
    ),
    admissions=(
        admission("trade", "contract or (danish 9 and age 25)"),
        admission("degree", "mathematics A and (physics B or physics-chemistry C)"),
        admission("degree", None),
        admission("academy", "mathematics C"),
        admission("academy", "contract and mathematics A", ASSUMED),
    ),
    practicals=(
        practical("wage", "pay", "the company decides"),
        practical("grant", "living", "the state grant (SU) of 2023"),
        practical("room", "housing", "a hall by the harbour"),
        practical("fair", "event", "meet the companies", "Mostly for apprentices."),
        practical("supper", "living", "supper is served"),
    ),
    figures=(
        figure("f-pay", "Starting pay"),
        figure("f-left", "a share", "Those who drop out."),
        figure("f-x", "pays"),
        figure("f-out", "Out of hours"),
    ),
)
REAL_WORDS = [phrase.strip() for matter in MATTERS for phrase in matter.words.split(",")]


@pytest.fixture(scope="module")
def world() -> Graph:
    """A town with a trade, a degree and an academy, and a few facts about them."""
    return Graph(WORLD)


def matters(graph: Graph, typed: str, *, names: bool = False) -> list[str]:
    return [answer.matter for answer in answers(graph, typed, names=names)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("løn", ["pay"], id="Danish"),
        pytest.param("loen", ["pay"], id="without Danish letters"),
        pytest.param("Salary?", ["pay"], id="English, with a mark"),
        pytest.param("hvad er lønnen", ["pay"], id="in a sentence"),
        pytest.param("SU", ["su"], id="two letters"),
        pytest.param("supply chain", [], id="which are no beginning"),
        pytest.param("london", [], id="nor are three"),
        pytest.param("læreplads", ["apprenticeship"], id="an apprenticeship"),
        pytest.param("lærepladsen", ["apprenticeship"], id="with an ending"),
        pytest.param("læreplasd", ["apprenticeship"], id="and with letters swapped"),
        pytest.param("elev", ["apprenticeship"], id="a short stem"),
        pytest.param("eleven", ["apprenticeship"], id="and its ending"),
        pytest.param("elevatorer", [], id="but not with any ending"),
        pytest.param("voksenlærling", ["adult"], id="a compound of two matters is one of its own"),
        pytest.param("how long does it take", ["duration"], id="several words"),
        pytest.param("long how", ["duration"], id="in any order"),
        pytest.param("how", [], id="and not one of them alone"),
        pytest.param("long", [], id="nor the other"),
        pytest.param("løn som lærling", ["pay", "apprenticeship"], id="two matters in their order"),
        pytest.param("lærling løn", ["pay", "apprenticeship"], id="whatever was typed first"),
        pytest.param("løn bolig su tog", ["pay", "su", "housing"], id="three at most"),
        pytest.param("procesoperatør", [], id="a name"),
        pytest.param("", [], id="nothing"),
        pytest.param("\0 ? 🧪", [], id="nothing that can be read"),
    ],
)
def test_everyday_words_are_known(world, typed, expected):
    assert matters(world, typed) == expected


@pytest.mark.parametrize(("typed", "expected"), [("apprentice day", []), ("Apprentices", ["apprenticeship"])])
def test_a_name_asks_for_a_matter_only_when_it_says_nothing_else(world, typed, expected):
    assert matters(world, typed) == ["apprenticeship"]
    assert matters(world, typed, names=True) == expected


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        pytest.param("bolig", "bolig", True, id="the word"),
        pytest.param("boligerne", "bolig", False, id="an ending of four letters"),
        pytest.param("boligern", "bolig", True, id="and of three"),
        pytest.param("elev", "elever", False, id="the ending is not taken away"),
        pytest.param("elevato", "elev", True, id="a stem of four"),
        pytest.param("taxien", "tax", False, id="none of three"),
        pytest.param("bolg", "bolig", True, id="one of five letters forgotten"),
        pytest.param("bolih", "bolig", True, id="one of five letters wrong"),
        pytest.param("bolihh", "bolig", False, id="two of six are too many"),
        pytest.param("xelev", "elev", True, id="one of five too many"),
        pytest.param("elex", "elev", False, id="one of four is too many"),
        pytest.param("loen", "lon", False, id="short words have no slips"),
        pytest.param("apprentiecship", "apprenticeship", True, id="letters swapped"),
    ],
)
def test_a_word_is_met_with_an_ending_or_a_slip(typed, word, expected):
    assert means(typed, word) is expected


@given(st.text("abcde", min_size=1, max_size=12))
def test_a_word_means_itself(word):
    assert means(word, word)


@given(st.text("abcd", min_size=1, max_size=9), st.text("abcd", min_size=1, max_size=9))
def test_a_word_that_is_met_is_hardly_longer_or_shorter(typed, word):
    if means(typed, word):
        assert len(word) * 0.8 <= len(typed) <= max(len(word) / 0.8, len(word) + 3)


def test_facts_answer_by_their_topic_and_by_their_words(world):
    (pay,) = answers(world, "løn")
    assert [one.id for one in pay.practicals] == ["wage"]
    assert [one.id for one in pay.figures] == ["f-pay"], "whole words: pays is not pay"
    assert pay.programmes == ()
    (su,) = answers(world, "su")
    assert [one.id for one in su.practicals] == ["grant"], "supper is no SU"
    assert su.figures == ()
    (left,) = answers(world, "frafald")
    assert [one.id for one in left.figures] == ["f-left"], "two words, in the note"
    assert left.practicals == ()


def test_stated_ways_in_answer(world):
    (apprenticeship,) = answers(world, "læreplads")
    assert [one.id for one in apprenticeship.programmes] == ["trade"], "what is only assumed is not told"
    assert [one.id for one in apprenticeship.practicals] == ["fair"]
    assert [one.id for one in answers(world, "voksenlærling")[0].programmes] == ["trade"]


def test_what_a_programme_is_answers(world):
    assert [one.id for one in answers(world, "efteruddannelse")[0].programmes] == ["academy"]
    assert [one.id for one in answers(world, "taught in english")[0].programmes] == ["degree"]


def test_what_is_not_known_is_said_to_be_not_known(world):
    (visa,) = answers(world, "visa")
    assert visa == Answer("visa", has_facts=True)
    assert not visa.known
    (counsellor,) = answers(world, "vejleder")
    assert counsellor == Answer("counsellor", has_facts=False)


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        (Matter("x", "x"), False),
        (Matter("x", "x", ("pay",)), True),
        (Matter("x", "x", told="pay"), True),
        (Matter("x", "x", belong=lambda _graph, _programme: False), True),
    ],
)
def test_a_matter_has_facts_when_it_says_where(matter, expected):
    assert matter.has_facts is expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer("x"), False),
        (Answer("x", practicals=WORLD.practicals), True),
        (Answer("x", figures=WORLD.figures), True),
        (Answer("x", programmes=PROGRAMMES), True),
    ],
)
def test_an_answer_is_known_by_any_fact(answer, expected):
    assert answer.known is expected


@pytest.mark.parametrize(
    ("typed", "subject", "level", "programmes"),
    [
        pytest.param("mathematics A", "mathematics", "A", ["degree"], id="a subject and a level"),
        pytest.param("mathematics a", "mathematics", "A", ["degree"], id="a small letter"),
        pytest.param("Mathematics på niveau C", "mathematics", "C", ["academy"], id="the word for level"),
        pytest.param("level A mathematics", "mathematics", "A", ["degree"], id="the level first"),
        pytest.param("mathematic A", "mathematics", "A", ["degree"], id="a slip"),
        pytest.param("mathematics", "mathematics", None, ["degree", "academy"], id="any level"),
        pytest.param("danish 9", "danish", "9", ["trade"], id="the exam after grade 9"),
        pytest.param("physics B", "physics", "B", ["degree"], id="one of two that will do"),
        pytest.param("fysik/kemi C", "physics-chemistry", "C", ["degree"], id="a subject of two words"),
        pytest.param("physics A", "physics", "A", [], id="a level that none asks for"),
    ],
)
def test_a_subject_is_answered_by_the_programmes_that_name_it(world, typed, subject, level, programmes):
    (answer,) = answers(world, typed)
    assert (answer.matter, answer.subject.id, answer.level) == ("subject", subject, level)
    assert [one.id for one in answer.programmes] == programmes
    assert answer.has_facts


@pytest.mark.parametrize("typed", ["A", "niveau A", "9", "mathematics teacher", "biology A", "chemistry", "B"])
def test_what_is_no_subject_alone_is_none(world, typed):
    assert answers(world, typed) == ()


def test_of_two_levels_the_last_is_meant(world):
    assert answers(world, "C mathematics A")[0:] == ()
    assert answers(world, "a mathematics C")[0].level == "C"


def test_only_so_much_of_a_query_is_read(world):
    assert matters(world, "x " * (MOST_WORDS - 1) + "su") == ["su"]
    assert matters(world, "x " * MOST_WORDS + "su") == []
    assert matters(world, "x" * (LONGEST_QUERY - 3) + " su") == ["su"]
    assert matters(world, "x" * (LONGEST_QUERY - 2) + " su") == []


@given(st.text(max_size=300))
def test_any_text_is_harmless(world, typed):
    found = answers(world, typed)
    assert len(found) <= 3
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("words", REAL_WORDS)
def test_every_way_to_say_it_says_it(world, words):
    (matter,) = {matter.name for matter in MATTERS if words in [one.strip() for one in matter.words.split(",")]}
    assert matter in matters(world, words, names=True)


@pytest.mark.parametrize(
    ("typed", "matter", "programmes"),
    [
        ("matematik A", "subject", {"absalon-beng-biotek", "absalon-beng-maskin"}),
        ("maths A", "subject", {"absalon-beng-biotek", "absalon-beng-maskin"}),
        ("engelsk", "in-english", {"absalon-beng-biotek", "dtu-msc-biomanufacturing", "ku-msc-biosolutions"}),
        ("elevplads", "apprenticeship", {"neg-procesoperator", "neg-elektriker", "smed"}),
        ("voksenlærling", "adult", {"neg-procesoperator", "neg-elektriker", "smed"}),
        ("efteruddannelse", "beside-a-job", {"neg-amu-pharma", "absalon-au-automation-drift", "absalon-td-biotek"}),
    ],
)
def test_the_real_town_answers_with_programmes(real_graph, typed, matter, programmes):
    answer = next(one for one in answers(real_graph, typed) if one.matter == matter)
    assert programmes <= {one.id for one in answer.programmes}


@pytest.mark.parametrize("typed", ["løn", "SU", "housing", "åbent hus", "praktik", "ansøgningsfrist", "frafald"])
def test_the_real_town_answers_with_facts(real_graph, typed):
    (answer,) = answers(real_graph, typed)
    assert answer.practicals or answer.figures


@pytest.mark.parametrize(
    "name",
    ["Process monitoring from a control room", "Rent vand, ren damp og gasser", "Helix Lab Fellowship", "Smed", "HTX"],
)
def test_the_name_of_something_asks_for_nothing_else(real_graph, name):
    assert answers(real_graph, name, names=True) == ()
