"""Search finds what people mean, spelt as they spell it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.graph import Graph
from pathways.domain.search import NAMED, SearchIndex, noun_labels, resolve
from pathways.domain.spelling import fold, likeness
from tests.builders import facts, organisation, programme, role, skill, workplace

ESCO = n.Esco("http://data.europa.eu/esco/occupation/x", "fermenter controller", n.Match.CLOSE)
ROLES = (
    role("process-operator", title=n.Text("Procesoperatør", "Process operator"), esco=ESCO),
    role("qc", title=n.Text("Laborant, kvalitetskontrol", "Laboratory technician, quality control")),
    role("engineer", title=n.Text("Fermenterings\u00adingeniør", "Fermentation engineer")),
)
PROGRAMMES = (
    programme("vet", "E1", n.Kind.VOCATIONAL, title=n.Text("Industritekniker", "Machinist")),
    programme("beng", "D1", title=n.Text("Diplomingeniør i bioteknologi", "BEng in Biotechnology")),
    programme("marine", "M1", n.Kind.MARINE, title=n.Text("Maskinmester", "Marine engineer")),
)
SKILLS = (
    replace(skill("gmp"), label=n.Text("God fremstillingspraksis (GMP)", "Good manufacturing practice")),
    replace(skill("chemistry"), label=n.Text("Kemi", "Chemistry")),
)
WORKS = replace(organisation("works"), name="Ærø Mejeri & Århus Værk")


def few_names() -> SearchIndex:
    """A few nouns with names as a real town has them."""
    needs = {"process-operator": {"gmp": 2}, "qc": {"chemistry": 2}, "engineer": {"chemistry": 3}}
    world = facts(needs, {"vet": {"gmp": 3}, "beng": {"chemistry": 3}, "marine": {"chemistry": 2}})
    named = replace(
        world,
        roles=ROLES,
        programmes=PROGRAMMES,
        skills=SKILLS,
        organisations=(WORKS,),
        workplaces=(workplace("qc", "works"),),
    )
    return SearchIndex(Graph(named))


@pytest.fixture
def index() -> SearchIndex:
    """Built anew for each test, so that each asks all that makes an index."""
    return few_names()


@pytest.fixture(scope="module")
def kept() -> SearchIndex:
    """Built once, for those that ask it a hundred times."""
    return few_names()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("procesoperator", "process-operator", id="ø typed as o"),
        pytest.param("procesoperatoer", "process-operator", id="ø typed as oe"),
        pytest.param("PROCESOPERATØR", "process-operator", id="capitals"),
        pytest.param("proces operatør", "process-operator", id="a compound typed as two words"),
        pytest.param("process operater", "process-operator", id="the other language, misspelt"),
        pytest.param("maskinmestr", "marine", id="a letter forgotten"),
        pytest.param("biotecnology", "beng", id="another letter forgotten, in the other language"),
        pytest.param("biotekonlogi", "beng", id="neighbouring letters swapped"),
        pytest.param("D1", "beng", id="a code"),
        pytest.param("m1", "marine", id="a code in small letters"),
        pytest.param("gmp", "gmp", id="an abbreviation in brackets"),
        pytest.param("kemi", "chemistry", id="a whole label"),
        pytest.param("labor", "qc", id="a beginning"),
        pytest.param("fermenteringsingeniør", "engineer", id="a soft hyphen in the label"),
        pytest.param("ferm\u00adenterings", "engineer", id="a soft hyphen in the query"),
        pytest.param("fermenter controller", "process-operator", id="the ESCO label"),
        pytest.param("aeroe", "works", id="æ and ø typed as ae and oe"),
        pytest.param("aarhus", "works", id="å typed as aa"),
        pytest.param("Arhus", "works", id="å typed as a"),
        pytest.param("eud", "vet", id="an everyday word for the kind"),
        pytest.param("  kemi\t\n", "chemistry", id="space around"),
    ],
)
def test_the_obvious_comes_first(index, typed, first):
    for language in n.LANGUAGES:
        assert [hit.id for hit in index.find(typed, language)][:1] == [first]


@pytest.mark.parametrize(
    "typed", ["", "   ", "\0", "🧪🧪", "zzzzqq", "'; drop table role; --", "<script>", "../../", "%", "-"]
)
def test_what_means_nothing_finds_nothing(index, typed):
    assert index.find(typed, "da") == ()


def test_a_label_met_in_the_other_language_is_told(index):
    hit = index.find("fermentation", "da")[0]
    assert (hit.label, hit.matched) == ("Fermenterings\u00adingeniør", "Fermentation engineer")
    assert index.find("fermentation", "en")[0].matched == ""
    assert index.find("fremstillingspraksis", "en")[0].matched == "God fremstillingspraksis", "no space of the brackets"


def test_only_one_kind_of_noun_when_asked(index):
    assert {hit.noun for hit in index.find("kemi", "da", noun="skill")} == {"skill"}
    assert index.find("kemi", "da", noun="employer") == ()


@pytest.mark.parametrize(
    ("noun", "id", "expected"),
    [
        ("role", "proces-operatr", "process-operator"),
        ("programme", "maskinmester", "marine"),
        ("organisation", "wroks-works", "works"),
        ("page", "chemistry", "chemistry"),
        ("role", "maskinmester", "marine"),
    ],
)
def test_the_nearest_to_an_id_that_does_not_exist(index, noun, id, expected):
    assert index.nearest(noun, id, "en")[0].id == expected


def test_the_nearest_organisations_are_employers_and_the_nearest_starts_have_a_page(real_index):
    assert real_index.find("bio-energi", "da")[0].noun == "skill"
    assert {hit.noun for hit in real_index.nearest("organisation", "bio-energi", "da")} == {"employer"}
    assert "start" not in {hit.noun for hit in real_index.nearest("start", "9-klasse", "da")}


def test_no_more_are_shown_than_can_be_read(real_index):
    assert len(real_index.find("proces", "da")) == 20
    assert len(real_index.nearest("role", "ingenior", "da")) == len(real_index.nearest("page", "ingenior", "da")) == 5
    for noun in ("role", "page"):
        assert len(real_index.nearest(noun, "ingenior", "da", 2)) == 2
    assert len(resolve(real_index, "proces", NAMED, "da").suggestions) == 5


def test_a_hit_says_what_it_is(index):
    found = index.find("d1", "da")[0]
    assert (found.noun, found.id, found.label) == ("programme", "beng", "Diplomingeniør i bioteknologi")
    assert (found.code, found.kind, found.matched) == ("D1", n.Kind.ENGINEERING, "")
    employer = index.find("mejeri", "en")[0]
    assert (employer.noun, employer.id, employer.label) == ("employer", "works", "Ærø Mejeri & Århus Værk")
    assert index.find("mejeri", "da")[0].label == employer.label
    assert (employer.code, employer.kind) == (None, None)


@pytest.mark.parametrize("typed", ["bio", "ingenior", "kemi teknik", "proces", "gmp", "maskin"])
def test_scores_are_read_in_twentieths_and_equals_stand_by_noun(real_index, typed):
    hits = real_index.find(typed, "da", 99)
    for one, other in pairwise(hits):
        gap = round(one.score * 20) - round(other.score * 20)
        assert gap >= 0
        assert gap or NAMED.index(one.noun) <= NAMED.index(other.noun)
        assert gap or one.noun != other.noun or one.score >= other.score


def test_a_noun_goes_by_these_names():
    """Each name once: a title and its short form, in both languages, what is in brackets, and words said of many."""
    esco = replace(ESCO, label="fermenting")
    htx = n.Text("Teknisk gymnasium (HTX) i byen", "Technical school (HTX)")
    hf = programme("hf", "N2", n.Kind.UPPER_SECONDARY, title=n.Text("Hf", "Hf"), short=n.Text("Hf", "Hf"))
    world = replace(
        facts({"brewer": {"gmp": 2}}),
        programmes=(programme("tech", "N1", n.Kind.UPPER_SECONDARY, title=htx, short=n.Text("Htx", "Tech")), hf),
        roles=(role("brewer", title=n.Text("Brygger", "Brewer"), esco=esco),),
        skills=(replace(skill("gmp"), label=n.Text("Renhed (god) (ANX)", "Hygiene (ANX)"), esco=esco),),
        organisations=(replace(organisation("works"), name="Værket"), replace(organisation("dtu"), name="Uni (DTU)")),
        starts=(n.Start(n.StartId("school"), n.Text("Skole", "School")),),
    )
    names: dict[int, list[tuple[str, str, float]]] = {}
    for owner, _, words, language, weight in noun_labels(Graph(world)):
        names.setdefault(owner, []).append((language, words.strip(), weight))
    everyday = [("", word, 0.6) for word in ("gymnasium", "htx", "stx", "hf", "adgangskursus")]
    assert names == {
        0: [
            ("", "N1", 1.1),
            ("da", "Teknisk gymnasium (HTX) i byen", 1.0), ("da", "Teknisk gymnasium", 1.0),
            ("en", "Technical school (HTX)", 1.0), ("en", "Technical school", 1.0), ("en", "HTX", 1.0),
            ("da", "Htx", 1.0), ("en", "Tech", 1.0),
            *everyday, ("", "School (da)", 0.6), ("", "School", 0.6), ("", "tech", 0.6),
        ],
        1: [
            ("", "N2", 1.1), ("da", "Hf", 1.0), ("en", "Hf", 1.0),
            *everyday, ("", "School (da)", 0.6), ("", "School", 0.6),
        ],
        2: [("da", "Brygger", 1.0), ("en", "Brewer", 1.0), ("", "fermenting", 0.86), ("", "brewer", 0.6)],
        3: [
            ("da", "Renhed (god) (ANX)", 1.0), ("da", "Renhed", 1.0),
            ("en", "Hygiene (ANX)", 1.0), ("en", "Hygiene", 1.0), ("en", "ANX", 1.0),
            ("", "fermenting", 0.86), ("", "gmp", 0.6),
        ],
        4: [("", "Værket", 1.0), ("", "sector (da)", 0.6), ("", "sector", 0.6), ("", "works", 0.6)],
        5: [
            ("", "Uni (DTU)", 1.0), ("", "Uni", 1.0), ("", "DTU", 1.0),
            ("", "sector (da)", 0.6), ("", "sector", 0.6), ("", "dtu", 0.6),
        ],
        6: [("da", "Skole", 1.0), ("en", "School", 1.0), ("", "school", 0.6)],
    }  # fmt: skip


def test_the_same_question_has_the_same_answer(index):
    assert index.find("ingeniør", "da") == index.find("ingeniør", "da")
    assert len(index.find("e", "da", limit=2)) <= 2


def test_ten_kilobytes_are_read_no_further_than_needed(index):
    assert [hit.id for hit in index.find("kemi " * 40 + "x" * 10_000, "da")][:1] == ["chemistry"]


@given(st.text(max_size=400))
def test_any_text_is_harmless(kept, typed):
    for hit in kept.find(typed, "da"):
        assert 0 < hit.score < 1.3


@given(st.sampled_from([*ROLES, *PROGRAMMES]), st.integers(0, 30), st.sampled_from(n.LANGUAGES))
def test_one_forgotten_letter_still_finds_it(kept, noun, place, language):
    title = noun.title[language]
    at = place % len(title)
    hits = kept.find(title[:at] + title[at + 1 :], language)
    assert noun.id in [hit.id for hit in hits[:3]]


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(typed):
    assert fold(fold(typed)) == fold(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ærø", "aeroe"),
        ("Ærø", "aro"),
        ("Århus", "aarhus"),
        ("CAFÉ", "cafe"),
        ("GMP-praksis", "gmp praksis"),
        ("Straße", "strasse"),
    ],
)
def test_spellings_that_are_one(one, other):
    assert fold(one) == fold(other)


@given(st.text("abcde", min_size=1, max_size=12), st.text("abcde", min_size=1, max_size=12))
def test_likeness_is_a_share(typed, word):
    assert 0 <= likeness(typed, word) <= 1
    assert (likeness(typed, word) == 1) == (typed == word)


@pytest.fixture(scope="module")
def real_index(real_graph) -> SearchIndex:
    """The names of Kalundborg."""
    return SearchIndex(real_graph)


def test_the_real_town_answers_as_one_would(real_index):
    index = real_index
    for typed, expected in (
        ("procesoperator", "process-operator"),
        ("maskinmestr", "teknika-maskinmester"),
        ("gmp", "gmp"),
    ):
        assert expected in [hit.id for hit in index.find(typed, "da")[:2]]
    assert "biotek" in index.find("biotecnology", "en")[0].id


@pytest.mark.parametrize(
    ("typed", "nouns", "expected"),
    [
        pytest.param("neg-htx", ("start", "programme"), "neg-htx", id="an id"),
        pytest.param("D1", ("start", "programme"), "absalon-beng-biotek", id="a code"),
        pytest.param(" d1 ", ("start", "programme"), "absalon-beng-biotek", id="a code in small letters"),
        pytest.param("htx", ("start", "programme"), "neg-htx", id="an abbreviation"),
        pytest.param("HF", ("start", "programme"), "kalgym-hf", id="an abbreviation that begins another name"),
        pytest.param("9. klasse", ("start", "programme"), "grundskole-9", id="a start"),
        pytest.param("voksen over 25 aar", ("start", "programme"), "adult-25", id="a start without Danish letters"),
        pytest.param("Adult over 25", ("start", "programme"), "adult-25", id="a start in the other language"),
        pytest.param("proces-operator", ("role",), None, id="a compound that is split is no exact name"),
        pytest.param("PROCESOPERATOER", ("role",), "process-operator", id="a name folded"),
        pytest.param("procesoperatør", ("role", "programme"), "process-operator", id="two kinds: the first asked for"),
        pytest.param("procesoperatør", ("programme", "role"), "neg-procesoperator", id="or the other way round"),
        pytest.param("bioprocess development scientist", ("role",), "bioprocess-development-scientist", id="a role"),
        pytest.param("bioprocess development scientist", ("start",), None, id="not among what was asked for"),
        pytest.param("", NAMED, None, id="nothing"),
        pytest.param("\0", NAMED, None, id="nothing that can be read"),
    ],
)
def test_a_name_means_one_noun(real_index, typed, nouns, expected):
    found = resolve(real_index, typed, nouns, "da")
    assert found.id == expected
    assert expected is None or found.suggestions == ()


@pytest.mark.parametrize(
    ("typed", "nouns", "first"),
    [
        ("bioproces", ("role",), "bioprocess-development-scientist"),
        ("9 klase", ("start", "programme"), "grundskole-9"),
        ("voksen over 25", ("start", "programme"), "adult-25"),
        ("diplomingenør bioteknologi", ("start", "programme"), "absalon-beng-biotek"),
    ],
)
def test_what_names_nothing_gets_suggestions_of_what_was_asked_for(real_index, typed, nouns, first):
    id, suggestions = resolve(real_index, typed, nouns, "da")
    assert id is None
    assert suggestions[0].id == first
    assert {hit.noun for hit in suggestions} <= set(nouns)


def test_a_name_that_two_of_a_kind_bear_is_not_decided(real_facts):
    first, second, *others = real_facts.roles
    smiths = [
        replace(one, title=n.Text(f"Smed ({kind})", f"Smith ({kind})"))
        for one, kind in ((first, "maskin"), (second, "rustfri"))
    ]
    index = SearchIndex(Graph(replace(real_facts, roles=(*smiths, *others))))
    assert resolve(index, "smith (rustfri)", ("role",), "da").id == second.id
    id, suggestions = resolve(index, "smed", ("role",), "da")
    assert id is None
    assert {hit.id for hit in suggestions[:2]} == {first.id, second.id}


def test_every_noun_is_found_by_its_own_name(real_index, real_graph):
    for noun, nouns in (("programme", real_graph.programmes), ("role", real_graph.roles), ("start", real_graph.starts)):
        for one in nouns.values():
            for typed in (one.id, one.title.da, one.title.en):
                assert resolve(real_index, typed, (noun,), "en").id == one.id


def test_starts_are_not_in_the_search_of_the_site(real_index):
    assert real_index.find("9. klasse", "da", noun="start")[0].id == "grundskole-9"
    assert "start" not in {hit.noun for hit in real_index.find("9. klasse", "da")}


def test_a_start_is_shown_by_its_title_in_either_language(index):
    danish, english = (index.find("school", language, noun="start") for language in n.LANGUAGES)
    assert [(hit.noun, hit.id, hit.label) for hit in danish + english] == [
        ("start", "school", "School (da)"),
        ("start", "school", "School"),
    ]
