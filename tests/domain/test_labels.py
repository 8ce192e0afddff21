"""A label is found however it is spelt, among ten or ten thousand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.labels import CONSIDERED, Label, LabelIndex
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
