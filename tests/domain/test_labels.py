"""A label is found however it is spelt, among ten or ten thousand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.labels import CANDIDATES, CLOSEST, CONSIDERED, HELD, WORST, Label, LabelIndex
from pathways.domain.spelling import alike, fold, letters, likeness, slips

KINDS = ("job", "skill")
NAMES = (
    Label(0, "job", "Procesoperatør", "da"),
    Label(0, "job", "process operator", "en"),
    Label(1, "job", "hairdresser", "en"),
    Label(2, "job", "life science consultant", "en"),
    Label(3, "job", "adviser on the history of life science and of medicine", "en"),
    Label(4, "skill", "operate sandblaster", "en"),
    Label(4, "skill", "operate sand jet", "en"),
    Label(5, "skill", "sand moulding", "en"),
)


@pytest.fixture(scope="module")
def index() -> LabelIndex:
    """A few names of six owners."""
    return LabelIndex(NAMES)


def owners(index: LabelIndex, typed: str, language: str = "en", nouns=KINDS, limit: int = 9) -> list[int]:
    return [met.label.owner for met in index.find(typed, language, nouns, limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        pytest.param("process operator", 0, id="word for word"),
        pytest.param("procesoperatoer", 0, id="without Danish letters"),
        pytest.param("hair dresser", 1, id="a compound typed as two words"),
        pytest.param("lifescience", 2, id="two words typed as one, in a short name"),
        pytest.param("operate sand blaster", 4, id="a compound that another label holds as two words"),
        pytest.param("hairdreser", 1, id="a letter forgotten"),
        pytest.param("the of and consultant", 2, id="little words are passed over"),
    ],
)
def test_the_label_that_is_meant_comes_first(index, typed, first):
    assert owners(index, typed)[0] == first


def test_each_owner_stands_once_by_its_best_label(index):
    met = index.find("sand jet", "en", KINDS, 9)
    assert [one.label.text for one in met] == ["operate sand jet", "sand moulding"]
    assert met[0].score > met[1].score > 0


def test_only_the_nouns_that_are_asked_for(index):
    assert owners(index, "operator", nouns=("job",)) == [0]
    assert owners(index, "operator", nouns=("skill",)) == [4]
    assert owners(index, "operator", nouns=()) == []


def test_no_more_than_the_limit(index):
    assert len(owners(index, "operate sand", limit=1)) == 1


def test_ones_own_language_counts_more():
    index = LabelIndex((Label(0, "job", "smed", "da"), Label(1, "job", "smed", "en"), Label(2, "job", "smed")))
    assert owners(index, "smed", "da") == [0, 2, 1]
    assert owners(index, "smed", "en") == [1, 2, 0]


def test_a_label_that_weighs_less_stands_lower():
    assert owners(LabelIndex((Label(0, "job", "smith", weight=0.8), Label(1, "job", "smith"))), "smith") == [1, 0]


def test_of_equals_the_first_given_stands_first():
    index = LabelIndex(Label(owner, "job", "smith") for owner in range(3 * CONSIDERED))
    assert owners(index, "smiht", limit=5) == [0, 1, 2, 3, 4]


def among(*texts: str) -> LabelIndex:
    """An index of jobs with these names, numbered in this order."""
    return LabelIndex(Label(owner, "job", text, "en") for owner, text in enumerate(texts))


def score(index: LabelIndex, typed: str, language: str = "en") -> float:
    (met,) = index.find(typed, language, KINDS, 9)
    return met.score


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        pytest.param("sand moulding", "sand moulding", 0.7 * (1 + 0.03 * 4 / 12) + 0.3, id="all of it"),
        pytest.param("moulding", "sand moulding", 0.7 * (0.85 + 0.15 * 8 / 12) + 0.3 * 8 / 12, id="not the first word"),
        pytest.param("sand", "sand moulding", 0.7 * 1.03 * (0.85 + 0.15 * 4 / 12) + 0.3 * 4 / 12, id="the first word"),
        pytest.param("sandy", "sand", 0.7 * (0.74 + 0.03) + 0.3 * 4 / 5, id="a letter more than there is to be met"),
        pytest.param(
            "sand mold", "sand mould", 0.7 * (1.03 + 0.695) / 2 * (0.85 + 0.15 * 8 / 9) + 0.3 * 8 / 9,
            id="of two words one misspelt",
        ),
        pytest.param(
            "sand tin", "train sand", 0.7 * 4 / 7 * (0.85 + 0.15 * 4 / 9) + 0.3 * 2 / 9,
            id="tin is not like train, though it ends alike",
        ),
    ],
)  # fmt: skip
def test_a_score_is_how_much_of_query_and_label_is_met_and_how_alike_they_are(typed, text, expected):
    assert score(among(text), typed) == pytest.approx(expected, abs=1e-6)


def test_a_score_counts_as_much_as_its_label():
    danish = LabelIndex([Label(0, "job", "smed", "da")])
    assert score(danish, "smed", "en") == pytest.approx(0.94 * score(danish, "smed", "da"))
    assert score(LabelIndex([Label(0, "job", "smed", weight=0.8)]), "smed") == pytest.approx(0.8 * 1.021)


@pytest.mark.parametrize(("score", "found"), [(WORST, [0]), (WORST - 1e-6, [])])
def test_what_meets_the_query_too_badly_is_not_found(score, found):
    assert owners(LabelIndex([Label(0, "job", "smith", weight=score / 1.03)]), "smith") == found


def test_one_letter_finds_the_words_that_begin_with_it():
    assert owners(among("ape", "sand", "ost", "sun"), "s") == [3, 1]


def test_a_letter_that_the_word_does_not_have_is_a_slip():
    assert owners(among("smith", "tailor"), "smixh") == [0]


def test_so_many_slips_that_hardly_a_trigram_is_left_are_no_spelling():
    """Two pairs of letters swapped are two slips of eight letters, and leave but the first trigram of nine."""
    assert owners(among("carpentz"), "capretnz") == []


def test_two_words_typed_as_one_are_found_in_names_of_up_to_four():
    index = among("fish and sea food", "cook of fish and sea food", "at sea")
    assert owners(index, "seafood") == [0]


def test_a_word_that_is_met_well_is_not_two_typed_as_one():
    assert owners(among("silk worm"), "silkworm") == [0]
    assert owners(among("silk worm", "silkworms"), "silkworm") == [1]
    assert owners(among("silk worm", "oldsilkwormfarm"), "silkworm") == [1]  # eight of fifteen letters: just well
    assert owners(among("silk worm", "oldsilkwormfarms"), "silkworm") == [0, 1]


def test_the_whole_spelling_counts_for_the_closest_only():
    found = among(*["smith"] * (CLOSEST + 1)).find("smith", "en", KINDS, 99)
    assert [met.score for met in found] == pytest.approx([0.7 * 1.03 + 0.3] * CLOSEST + [0.7 * 1.03])


def test_equals_keep_their_order_among_labels_that_weigh_less():
    index = LabelIndex(Label(owner, "job", "smith", weight=1 - owner % 3 / 10) for owner in range(CONSIDERED))
    in_order = sorted(range(CONSIDERED), key=lambda owner: owner % 3)
    assert owners(index, "smith", limit=CONSIDERED) == in_order


@pytest.mark.parametrize("count", [CONSIDERED + 100, 3 * CONSIDERED])
def test_of_too_many_the_best_are_considered(count):
    """Weights in no order: 101 shares no divisor with how many there are."""
    index = LabelIndex(Label(owner, "job", "smith", weight=1 - owner * 101 % count / 9999) for owner in range(count))
    best = sorted(range(count), key=lambda owner: owner * 101 % count)[:CONSIDERED]
    assert owners(index, "smith", limit=count) == best


def test_a_word_is_found_at_the_end_of_many_compounds():
    begun = "bibli disk kart ap vide fon glypt pinak art medi lud hyp cinem en inf bar aut onk spill"
    assert len(owners(among(*[f"{part}otek" for part in begun.split()]), "otek", limit=99)) == len(begun.split())


def test_a_short_word_is_found_where_a_word_begins_and_nowhere_else():
    index = among("bibliotek", "tek", "teknik", "arkitekt", "at tekste")
    assert owners(index, "tek") == [1, 2, 4]
    assert owners(index, "te") == [1, 2, 4]


def test_of_the_words_that_hold_a_word_those_are_found_that_share_most_then_the_shortest():
    longest_first = [f"{'q' * length}otek{end}" for length in range(35, 0, -1) for end in "qv"]
    shortest = sorted(longest_first, key=lambda word: (len(word), word))[: HELD - 1]
    met = among(*longest_first, "kommunikationsforskningsbibliotek").find("otek", "en", KINDS, 99)
    assert {one.label.text for one in met} == {"kommunikationsforskningsbibliotek", *shortest}


def test_a_misspelt_word_has_only_so_many_guesses():
    smiths = [f"{letter}mith" for letter in "abcdefgjklnopqruvwxyz"]
    assert owners(among(*smiths), "smith", limit=99) == list(range(CANDIDATES))


@pytest.mark.parametrize(
    ("meant", "typed", "others"),
    [
        pytest.param("tontorkno", "kontor", "ko{}tor", id="three letters more count less than one that is foreign"),
        pytest.param("ulekhrzker", "elektriker", "{}iker", id="five letters less count more than two that are foreign"),
    ],
)
def test_the_word_most_like_in_all_is_found_where_many_share_as_much(meant, typed, others):
    """The others share as many trigrams and are shorter: they are looked at first."""
    index = among(meant, *[others.format(letter) for letter in "abcdfghjmpqs"])
    assert 0 in owners(index, typed, limit=99)


@pytest.mark.parametrize("labels", [(), (Label(0, "job", ""), Label(1, "job", "—"))])
def test_no_labels_no_answers(labels):
    assert owners(LabelIndex(labels), "smith") == []


@pytest.mark.parametrize("typed", ["", " ", "\0", "-", "zzzzqq", "🧪"])
def test_what_means_nothing_finds_nothing(index, typed):
    assert owners(index, typed) == []


@given(st.text(max_size=300))
def test_any_text_is_harmless(index, typed):
    scores = [met.score for met in index.find(typed, "da", KINDS, 9)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1.2 for score in scores)


@given(st.lists(st.text("abcdefgh ", min_size=1, max_size=20).filter(fold), min_size=1, max_size=30, unique_by=fold))
def test_every_label_is_found_by_its_own_spelling(texts):
    index = LabelIndex(Label(owner, "job", text) for owner, text in enumerate(texts))
    for owner, text in enumerate(texts):
        assert owner in owners(index, text, limit=len(texts))


def distance(left: str, right: str) -> int:
    """The letters to change, add, drop or swap with a neighbour, by the table that everybody knows."""
    rows = [list(range(len(right) + 1))]
    for i, letter in enumerate(left, 1):
        row = [i]
        for j, other in enumerate(right, 1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != other)))
            if i > 1 and j > 1 and (letter, left[i - 2]) == (right[j - 2], other):
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_alike_is_a_share(left, right):
    assert alike(left, right) == alike(right, left)
    assert (alike(left, right) == 1) == (left == right)
    longest = max(len(left), len(right))
    assert (1 - alike(left, right)) * longest == pytest.approx(distance(left, right))


@given(st.text(st.characters(max_codepoint=127), max_size=40))
def test_plain_letters_fold_as_all_others_do(typed):
    assert fold(typed) == fold(f"\u00ad{typed}")


@given(st.text("abcdeø", min_size=1, max_size=12), st.text("abcdeø", min_size=1, max_size=12))
def test_more_letters_missing_than_may_be_wrong_is_no_likeness(typed, word):
    if (letters(typed) & ~letters(word)).bit_count() > slips(typed):
        assert likeness(typed, word) == 0
