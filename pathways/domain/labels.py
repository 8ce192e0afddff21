"""Many labels, ready to be searched as people spell: a town's thousand or ESCO's hundred thousand.

Labels are folded and cut into words, and the words into trigrams. A typed word meets the words that share most
trigrams with it, and an edit distance says how well; the labels that hold them are ranked by how much of the
query and of the label is met. Of the best of them the whole spelling counts as well, without its spaces: so a
compound written as two words is found, and the label that is meant stands before those that only hold its words.

Lists of places are numpy arrays, because a word such as "manage" stands in thousands of labels. Measured over
136,497 labels of ESCO and Kalundborg: 0.8 ms a query and 0.99 of the misspelt ones right at once; with sets and
dictionaries 31 ms and 0.94, rapidfuzz's WRatio 21 ms and 0.95. `make bench` repeats it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pathways.domain.nouns import LANGUAGES
from pathways.domain.spelling import alike, fold, grams, letters, likeness, slips

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Places: TypeAlias = NDArray[np.int32]
Scores: TypeAlias = NDArray[np.floating]

SHORTEST_PART: Final = 3
"""Letters of a word that may have been written together with the next one, as in "life science"."""
LONGEST_QUERY, MOST_WORDS, LONGEST_WORD = 200, 8, 40
HELD: Final = 40
"""Words that begin with a typed word, and words that hold it, that are looked at."""
CANDIDATES: Final = 12
"""Other words looked at closely for each typed word: so many that share most of it, and so many most like it."""
CONSIDERED: Final = 400
"""Labels that hold words of the query, of which each owner's best is taken."""
CLOSEST: Final = 24
"""Labels whose whole spelling is looked at."""
LONGEST_NAME: Final = 4
"""Up to so many words a label may have for two of them to be met when typed as one: `lifescience`."""

WORST: Final = 0.42
"""A label that meets the query less well than this is not found."""
WHOLE: Final = 0.3
"""How much of a score is the likeness of the whole spelling."""
OTHER: Final = 0.94
"""How much a label in the other language counts."""
FIRST: Final = 0.03
"""What a label gains when its first word is met."""
WELL: Final = 0.7
"""A typed word that meets a word as well as this is not two words typed as one."""

LITTLE_WORDS: Final = frozenset(
    ("i", "og", "of", "and", "in", "the", "for", "til", "pa", "som", "at", "en", "et", "a", "an", "to", "med", "with")
)


NOWHERE: Final = np.empty(0, np.int32)


class Label(NamedTuple):
    """One way to call something. An empty language is any; `weight` is how much it counts, about 1."""

    owner: int
    noun: str
    text: str
    language: str = ""
    weight: float = 1.0


class Met(NamedTuple):
    """A label that meets a query; `score` is above 0, about 1 for one met word for word."""

    label: Label
    score: float


class LabelIndex:
    """Labels, ready to be searched. Thread-safe: nothing changes once it is built."""

    def __init__(self, labels: Iterable[Label]) -> None:
        self._labels: list[Label] = []
        words, pairs = _Gathered(), _Gathered()
        for label in labels:
            spelt = [word[:LONGEST_WORD] for word in fold(label.text).split()]
            if spelt:
                words.add(len(self._labels), spelt)
                pairs.add(len(self._labels), _pairs(spelt))
                self._labels.append(label)
        self._words, self._pairs = _Words(words), _Words(pairs)
        spelt_by, numbers = np.array(words.places), self._words.sorted[np.array(words.numbers)]
        self._spelt = _Lists(spelt_by, numbers)
        self._firsts = np.array([self._spelt[place][0] for place in range(len(self._labels))])
        self._letters = np.bincount(spelt_by, self._words.sizes[numbers]).astype(np.float32)
        self._kinds = {noun: kind for kind, noun in enumerate(dict.fromkeys(label.noun for label in self._labels))}
        self._nouns = np.array([self._kinds[label.noun] for label in self._labels], np.int8)
        self._weights = {language: self._weighed(language) for language in LANGUAGES}

    def find(self, query: str, language: str, nouns: Collection[str], limit: int) -> tuple[Met, ...]:
        """List what the query may mean among these nouns, best first, each owner once by its best label.

        About equals stand in the order in which the labels were given. Empty for an empty query. Only its first
        200 letters and 8 words are read, little words only when there are no others.
        """
        words = _asked(query)
        if not words:
            return ()
        places, scores = self._scores(words, self._weights[language])
        wanted = np.array([noun in nouns for noun in self._kinds], bool)
        kept = np.flatnonzero((scores >= WORST) & wanted[self._nouns[places]])
        kept = kept[_highest(scores[kept], CONSIDERED)]
        best: dict[int, Met] = {}
        found = self._met(places[kept], scores[kept], "".join(words), self._weights[language])
        for met in sorted(found, key=lambda met: -met.score):
            best.setdefault(met.label.owner, met)
        return tuple(best.values())[:limit]

    def _met(self, places: Places, scores: Scores, joined: str, weights: Scores) -> Iterator[Met]:
        """Yield labels with their scores, of the best of them the whole spelling taken into account."""
        for rank, (place, score) in enumerate(zip(places.tolist(), scores.tolist(), strict=True)):
            whole = alike(joined, self._joined(place)) * float(weights[place]) if rank < CLOSEST else 0.0
            yield Met(self._labels[place], (1 - WHOLE) * score + WHOLE * whole)

    def _joined(self, place: int) -> str:
        words = (self._words.words[number] for number in self._spelt[place].tolist())
        return "".join(word for word in words if word not in LITTLE_WORDS)

    def _scores(self, words: Sequence[str], weights: Scores) -> tuple[Places, Scores]:
        """Give the labels that hold words like these, in their order, and how well each meets them all."""
        total = sum(map(len, words))
        met, lengths, best = (np.zeros(len(self._letters), np.float32) for _ in range(3))
        for word in words:
            places = self._hold(word, best)
            # A place that stands there twice is added to once: numpy writes the same sum twice.
            met[places] += best[places] * np.float32(len(word) / total)
            lengths[places] += np.float32(len(word))
            best[places] = 0
        found = np.flatnonzero(lengths > 0)  # of truths; of numbers it took as long as all else here
        share = np.minimum(1, lengths[found] / self._letters[found])
        return found.astype(np.int32), weights[found] * met[found] * (0.85 + 0.15 * share)

    def _hold(self, typed: str, best: Scores) -> Places:
        """Write down how well the best word of each label meets a typed word, and give these labels."""
        touched = [NOWHERE]
        like = self._words.like(typed)
        for number, score in like.items():
            places = self._words.holders[number]
            best[places] = np.maximum(best[places], score + FIRST * (self._firsts[places] == number))
            touched.append(places)
        if max(like.values(), default=0.0) < WELL:
            for number, score in self._pairs.like(typed).items():
                places = self._pairs.holders[number]
                best[places] = np.maximum(best[places], np.float32(score))
                touched.append(places)
        return np.concatenate(touched)

    def _weighed(self, language: str) -> Scores:
        ours = {"", language}
        return np.array([one.weight * (1 if one.language in ours else OTHER) for one in self._labels], np.float32)


class _Gathered:
    """Words as they come in, numbered in the order they are first seen, each with the place of its label."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.numbers, self.places = array("i"), array("i")

    def add(self, place: int, words: Iterable[str]) -> None:
        for word in words:
            self.numbers.append(self.known.setdefault(word, len(self.known)))
            self.places.append(place)


class _Lists:
    """For each key from 0 the values that stand beside it, one at least, in two arrays."""

    def __init__(self, keys: Places, values: Places) -> None:
        self._values = values[np.argsort(keys, stable=True)]
        self._ends = np.cumsum([0, *np.bincount(keys)])

    def __getitem__(self, key: int) -> Places:
        return self._values[self._ends[key] : self._ends[key + 1]]


class _Words:
    """Distinct words in the order of the alphabet, the labels that hold each, and what they look like."""

    def __init__(self, gathered: _Gathered) -> None:
        self.words = sorted(gathered.known)
        self.sizes = np.array([len(word) for word in self.words])
        self._letters = np.array([letters(word) for word in self.words], np.uint64)
        self.sorted = np.empty(len(self.words), np.int32)
        self.sorted[[gathered.known[word] for word in self.words]] = np.arange(len(self.words))
        self.holders = _Lists(self.sorted[np.array(gathered.numbers)], np.array(gathered.places))
        self._grams: dict[str, int] = {}
        held, holding = array("i"), array("i")
        for number, word in enumerate(self.words):
            for gram in grams(word):
                held.append(self._grams.setdefault(gram, len(self._grams)))
                holding.append(number)
        self._found = _Lists(np.array(held), np.array(holding))

    def like(self, typed: str) -> dict[int, float]:
        """Give the numbers of the words that a typed word may mean, with how well they meet it, 0 to 1."""
        scores = {number: likeness(typed, self.words[number]) for number in {*self._begun(typed), *self._near(typed)}}
        return {number: score for number, score in scores.items() if score > 0}

    def _begun(self, typed: str) -> Iterator[int]:
        at = bisect_left(self.words, typed)
        for number, word in enumerate(self.words[at : at + HELD], at):
            if word.startswith(typed):
                yield number

    def _near(self, typed: str) -> Iterator[int]:
        """Yield the words that share most trigrams with a typed word, and those that are most like it in all."""
        found = [self._found[self._grams[gram]] for gram in grams(typed) if gram in self._grams]
        if not found:
            return
        shared = np.bincount(np.concatenate(found))
        near, asked = np.flatnonzero(shared >= max(1, len(typed) // 4)), np.uint64(letters(typed))
        near = near[np.bitwise_count(asked & ~self._letters[near]) <= slips(typed)]  # the others cannot be meant
        shared, sizes = shared[near], self.sizes[near]
        for rank, number in enumerate(near[_highest(shared - sizes / 256, HELD)].tolist()):
            if rank < CANDIDATES or typed in self.words[number]:
                yield number
        unlike = np.abs(sizes - len(typed)) / 4 + np.bitwise_count(asked ^ self._letters[near]) / 2
        yield from near[_highest(shared - unlike, CANDIDATES)].tolist()


def _highest(scores: Scores, limit: int) -> NDArray[np.intp]:
    """Give where at most `limit` of the highest scores stand, the highest first, equals in their own order."""
    places = np.arange(len(scores))
    if len(scores) > limit:
        places = np.flatnonzero(scores >= np.partition(scores, -limit)[-limit])
    return places[np.argsort(-scores[places], stable=True)][:limit]


def _asked(query: str) -> list[str]:
    words = fold(query[:LONGEST_QUERY]).split()
    words = [word for word in words if word not in LITTLE_WORDS] or words
    return [word[:LONGEST_WORD] for word in dict.fromkeys(words)][:MOST_WORDS]


def _pairs(words: Sequence[str]) -> Iterator[str]:
    if len(words) <= LONGEST_NAME:
        yield from (a + b for a, b in pairwise(words) if min(len(a), len(b)) >= SHORTEST_PART)
