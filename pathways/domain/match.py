"""Match: how well the skills somebody has fit each occupation of ESCO, and which occupations are alike.

    match = 1/2 cover + 1/2 likeness

*Cover* is how much of what an occupation cannot be done without is held; *likeness* is the cosine of the two
whole bundles of skills, essential and optional alike, each skill counted with every kind of skill above it in
ESCO. Whatever n of N occupations ask for weighs log(1 + N / n), so rare skills count most. The half is the
only free constant.

ESCO asks for no levels. Doing a skill alone (3) counts as having it, knowing of it (1) as a third, doing it
with help (2) as two thirds. More skills never lower the cover; they lower the likeness when they lead elsewhere.

Decision: measured against people's ratings of 154 moves between occupations (Gdenko and others, Mapping Career
Causeways, Nesta 2020) by `make quality`, which prints every rival. Cover alone lets a job with few needs look
near; likeness alone does not see which way one goes. Every share of cover from 0.2 to 0.6 agrees as well, so a half
is no fine point; ISCO groups, cosines of skills alone, and three parts instead of two agree less.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from pathways.domain.nouns import Level

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathways.domain.classification import Classification, Pairs

Numbers: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int64]
Held: TypeAlias = "Mapping[int, int]"
"""Level held (1-4) per skill, named by its place in the classification; level 0 counts as absent."""

COVER_SHARE: Final = 0.5
CLOSE: Final = 0.40
"""Of the moves rated that score so much, 94 % were found feasible; 48 % of the feasible ones do."""
SOME_WAY: Final = 0.25
"""From here on 78 % were found feasible, and 90 % of the feasible ones lie here; `make quality` counts them."""
DIGITS: Final = 6
"""Scores are rounded to so many places, so that equals are equal on every machine, and no score is above 1."""


class Nearness(StrEnum):
    """What a score means: how far one kind of work is from another."""

    CLOSE = "close"
    SOME_WAY = "some-way"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Ranked:
    """An occupation, by its place in the classification, and how well it is met: each 0 to 1.

    `cover` is None where ESCO names no essential skill; `score` is then the likeness.
    """

    occupation: int
    score: float
    cover: float | None
    likeness: float

    @property
    def nearness(self) -> Nearness:
        """The band its score falls in."""
        return Nearness.CLOSE if self.score >= CLOSE else Nearness.SOME_WAY if self.score >= SOME_WAY else Nearness.FAR


class Matcher:
    """A classification made ready for matching; nothing in it changes. Building it takes a fraction of a second."""

    def __init__(self, classification: Classification) -> None:
        self.classification = classification
        self._count = len(classification.occupations)
        skills, nodes = len(classification.skills), len(classification.skills) + len(classification.groups)
        asked = np.concatenate([classification.essential, classification.optional]).astype(np.int64)
        self._above = _closure(classification.broader, skills, nodes)
        self._asked = _Lists(asked[:, 0], asked[:, 1], self._count)
        self._skill_weights = _weights(np.bincount(asked[:, 1]), self._count)
        self._essentials, self._without = self._cover_lists(classification.essential.astype(np.int64), skills)
        self._bundles, self._node_weights = self._bundle_lists(asked, nodes)
        labels = [(concept.label.en, concept.uri) for concept in classification.occupations]
        self._order = np.argsort(sorted(range(self._count), key=labels.__getitem__))

    def ranked(self, held: Held, limit: int) -> tuple[Ranked, ...]:
        """The occupations that these skills fit best: best first, ties by label and address.

        Those that share nothing with them are left out; nothing held, nothing found.
        """
        return self._best(*self._parts(*_shares(held)), limit)

    def similar(self, occupation: int, limit: int) -> tuple[Ranked, ...]:
        """The occupations best met by all that this one asks for, without itself; in the order of `ranked`."""
        cover, likeness = self._parts(*self._whole(occupation))
        cover[occupation] = likeness[occupation] = 0.0
        return self._best(cover, likeness, limit)

    def fit(self, held: Held, occupation: int) -> Ranked:
        """How well these skills fit one occupation."""
        return self._one(occupation, *self._parts(*_shares(held)))

    def alike(self, origin: int, occupation: int) -> Ranked:
        """How well one who does all that `origin` asks for fits another occupation."""
        return self._one(occupation, *self._parts(*self._whole(origin)))

    def skills_of(self, occupation: int) -> Places:
        """The skills an occupation asks for, essential ones first."""
        return self._asked.of(occupation)

    def essentials_of(self, occupation: int) -> frozenset[int]:
        """The skills an occupation cannot be done without."""
        pairs = self.classification.essential
        first, last = np.searchsorted(pairs[:, 0], [occupation, occupation + 1])
        return frozenset(pairs[first:last, 1].tolist())

    def _whole(self, occupation: int) -> tuple[Places, Numbers]:
        skills = self._asked.of(occupation)
        return skills, np.ones(len(skills))

    def _parts(self, skills: Places, shares: Numbers) -> tuple[Numbers, Numbers]:
        """Cover and likeness for every occupation, of skills held in these shares."""
        cover = self._essentials.sums(skills, shares, self._count)
        touched, times = self._above.expand(skills)
        bundle = np.bincount(touched, shares[times])
        nodes = np.flatnonzero(bundle)
        length = np.sqrt(np.sum((bundle[nodes] * self._node_weights[nodes]) ** 2)) or 1.0
        return cover, self._bundles.sums(nodes, bundle[nodes] / length, self._count)

    def _scores(self, cover: Numbers, likeness: Numbers) -> Numbers:
        score = COVER_SHARE * cover + (1 - COVER_SHARE) * likeness
        score[self._without] = likeness[self._without]
        rounded: Numbers = np.round(score, DIGITS)
        return rounded

    def _best(self, cover: Numbers, likeness: Numbers, limit: int) -> tuple[Ranked, ...]:
        score = self._scores(cover, likeness)
        wanted = min(limit, self._count)
        if wanted <= 0:
            return ()
        least = np.partition(score, self._count - wanted)[self._count - wanted]
        found = np.flatnonzero((score >= least) & (score > 0))
        first = found[np.lexsort((self._order[found], -score[found]))][:wanted]
        return tuple(self._told(int(one), float(score[one]), cover, likeness) for one in first)

    def _one(self, occupation: int, cover: Numbers, likeness: Numbers) -> Ranked:
        return self._told(occupation, float(self._scores(cover, likeness)[occupation]), cover, likeness)

    def _told(self, occupation: int, score: float, cover: Numbers, likeness: Numbers) -> Ranked:
        covered = None if self._without[occupation] else round(float(cover[occupation]), DIGITS)
        return Ranked(occupation, score, covered, round(float(likeness[occupation]), DIGITS))

    def _cover_lists(self, essential: Places, skills: int) -> tuple[_Postings, NDArray[np.bool_]]:
        """By skill, the occupations that cannot do without it and the share of their cover it is worth."""
        occupation, skill = essential.T
        total = np.bincount(occupation, self._skill_weights[skill], minlength=self._count)
        return _Postings(skill, occupation, self._skill_weights[skill] / total[occupation], skills), total == 0

    def _bundle_lists(self, asked: Places, nodes: int) -> tuple[_Postings, Numbers]:
        """By skill or kind of skill, the occupations that ask for it, weighted so that sums are cosines."""
        node, row = self._above.expand(asked[:, 1])
        keys, times = np.unique(node * self._count + asked[row, 0], return_counts=True)
        node, occupation = np.divmod(keys, max(self._count, 1))
        weights = _weights(np.bincount(node, minlength=nodes), self._count)
        length = np.sqrt(np.bincount(occupation, (times * weights[node]) ** 2))
        return _Postings(node, occupation, times * weights[node] ** 2 / length[occupation], nodes), weights


class _Lists:
    """For each of `count` owners its list of places, kept in one array."""

    def __init__(self, owner: Places, place: Places, count: int) -> None:
        order = np.argsort(owner, kind="stable")
        self.place = place[order]
        self.start = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=count))])

    def of(self, owner: int) -> Places:
        """One owner's list."""
        return self.place[self.start[owner] : self.start[owner + 1]]

    def spread(self, owners: Places) -> tuple[Places, Places]:
        """Where the lists of these owners lie in the array, one after another, and how long each is."""
        lengths = self.start[owners + 1] - self.start[owners]
        ends = np.cumsum(lengths)
        return np.arange(int(lengths.sum())) + np.repeat(self.start[owners] - ends + lengths, lengths), lengths

    def expand(self, owners: Places) -> tuple[Places, Places]:
        """The lists of these owners, one after another, and which of `owners` each entry stems from."""
        at, lengths = self.spread(owners)
        return self.place[at], np.repeat(np.arange(len(owners)), lengths)


class _Postings(_Lists):
    """Lists whose places carry a value."""

    def __init__(self, owner: Places, place: Places, value: Numbers, count: int) -> None:
        super().__init__(owner, place, count)
        self.value = value[np.argsort(owner, kind="stable")]

    def sums(self, owners: Places, shares: Numbers, count: int) -> Numbers:
        """For each of `count` places the values it has in these owners' lists, each times the owner's share."""
        at, lengths = self.spread(owners)
        weighted = self.value[at] * np.repeat(shares, lengths)
        return np.bincount(self.place[at], weighted, minlength=count).astype(np.float64, copy=False)


def _shares(held: Held) -> tuple[Places, Numbers]:
    """The skills held and how far each counts as held, 0 to 1."""
    skills = sorted(held)
    return np.array(skills, np.int64), np.array([share_held(held[skill]) for skill in skills])


def share_held(level: int) -> float:
    """How far a level counts as having a skill, where nothing says which level is asked for: 0 to 1."""
    return min(1.0, level / Level.INDEPENDENT)


def _weights(asking: Places, count: int) -> Numbers:
    """What a skill weighs that so many of `count` occupations ask for; 0 when none does."""
    return np.where(asking > 0, np.log1p(count / np.maximum(asking, 1)), 0.0)


def _closure(broader: Pairs, skills: int, nodes: int) -> _Lists:
    """For each skill itself and all that stands above it, each once."""
    parents = _Lists(broader[:, 0].astype(np.int64), broader[:, 1].astype(np.int64), nodes)
    skill = node = np.arange(skills)
    known = skill * nodes + node
    while len(node):
        node, row = parents.expand(node)
        fresh = np.setdiff1d(skill[row] * nodes + node, known)
        known = np.union1d(known, fresh)
        skill, node = np.divmod(fresh, nodes)
    return _Lists(*np.divmod(known, nodes), skills)
