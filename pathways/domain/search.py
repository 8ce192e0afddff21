"""Find programmes, roles, skills and employers by what somebody types, spelt as they spell it.

Every noun has labels: its titles in both languages, its code, its ESCO label, its provider or sector
and a few everyday words for its kind. How labels are met is `LabelIndex`'s; what a noun is called, and which
noun a name means, is said here. Built once per graph.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from pathways.domain.labels import LONGEST_QUERY, Label, LabelIndex
from pathways.domain.nouns import LANGUAGES, Kind, Text
from pathways.domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pathways.domain.graph import Graph
    from pathways.domain.labels import Met
    from pathways.domain.nouns import Esco

NOUNS: Final = ("programme", "role", "skill", "employer")
"""What the site's search finds, in the order of equals."""
NAMED: Final = (*NOUNS, "start")
"""Everything that can be found when asked for: a start has no page of its own."""
SUGGESTIONS: Final = 5

OWN, CODE, ESCO, AROUND = 1.0, 1.1, 0.86, 0.6
"""How much a label counts: a name, a code, ESCO's name, and what is said of many nouns."""

EVERYDAY_WORDS: Final[dict[Kind, str]] = {
    Kind.VOCATIONAL: "eud eux lærling elev svend apprentice",
    Kind.TECHNICIAN: "akademiuddannelse ak academy",
    Kind.MARINE: "maskinmester",
    Kind.ENGINEERING: "diplomingeniør ingeniør engineer beng",
    Kind.MASTERS: "kandidat civilingeniør master msc",
    Kind.ARCHITECTURE: "arkitekt architect",
    Kind.UPPER_SECONDARY: "gymnasium htx stx hf adgangskursus",
}
"""What people call a kind of programme besides its name."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One noun found. `matched` is the label that was met when it is not the one shown; else empty.

    `score` is above 0, about 1 for a label met word for word. `code` and `kind` are a programme's.
    """

    noun: str
    id: str
    label: str
    matched: str
    score: float
    code: str | None = None
    kind: Kind | None = None


class Resolved(NamedTuple):
    """What somebody meant: the id of the one noun, or None and what may be meant, best first."""

    id: str | None
    suggestions: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Noun:
    noun: str
    id: str
    label: Text
    code: str | None = None
    kind: Kind | None = None


class SearchIndex:
    """Every label of a graph, ready to be searched. Thread-safe: nothing changes once it is built."""

    def __init__(self, graph: Graph) -> None:
        self._nouns = tuple(noun for noun, _ in _called(graph))
        self._names: defaultdict[str, list[_Noun]] = defaultdict(list)
        labels = tuple(noun_labels(graph))
        for label in labels:
            if label.weight in (OWN, CODE):
                self._names[fold(label.text)].append(self._nouns[label.owner])
        for noun in self._nouns:
            self._names[noun.id].append(noun)
        self._labels = LabelIndex(labels)

    def find(self, query: str, language: str, limit: int = 20, noun: str | None = None) -> tuple[Hit, ...]:
        """List what the query may mean, best first; equals to a twentieth by noun, then score. Empty for no query.

        Only the first 200 letters and 8 words of the query are read; `noun` finds only those of one of
        `NAMED`. About 0.4 ms for Kalundborg.
        """
        return self.among(query, language, NOUNS if noun is None else (noun,), limit)

    def among(self, query: str, language: str, nouns: Collection[str], limit: int) -> tuple[Hit, ...]:
        """List what the query may mean among these nouns of `NAMED`; otherwise as `find`."""
        found = self._labels.find(query, language, nouns, len(self._nouns))
        hits = [self._hit(met, language) for met in found]
        hits.sort(key=lambda hit: (-round(hit.score * 20), NAMED.index(hit.noun), -hit.score, hit.label, hit.id))
        return tuple(hits[:limit])

    def nearest(self, noun: str, id: str, language: str, limit: int = 5) -> tuple[Hit, ...]:
        """List the nouns whose name or id is most like an id that does not exist; of that noun, or of any."""
        of = "employer" if noun == "organisation" else noun
        same = self.find(id, language, limit, of) if of in NOUNS else ()
        return same or self.find(id, language, limit)

    def named(self, words: str, nouns: Sequence[str]) -> tuple[str, ...]:
        """List the ids of what has exactly this id, code or name, once folded; only of the first noun that has any."""
        for name in (words.strip(), fold(words[:LONGEST_QUERY])):
            for noun in nouns:
                ids = dict.fromkeys(one.id for one in self._names.get(name, ()) if one.noun == noun)
                if name and ids:
                    return tuple(ids)
        return ()

    def _hit(self, met: Met, language: str) -> Hit:
        noun, label = self._nouns[met.label.owner], met.label
        name = noun.label[language]
        told = label.text if label.weight in (OWN, ESCO) and fold(label.text) not in fold(name) else ""
        return Hit(noun.noun, noun.id, name, told, met.score, noun.code, noun.kind)


def resolve(index: SearchIndex, words: str, nouns: Sequence[str], language: str) -> Resolved:
    """Say which one noun somebody means by what they typed, or what they may mean.

    ``resolve(index, "htx", ("start", "programme"), "da").id == "neg-htx"``

    An id, a code (`D1`, `d1`) and a name in either language, spelt any way that folds to it, mean one noun: a
    name is a title, its short form, what stands before its brackets or an abbreviation within. Where two kinds
    of noun bear the name, the kind that stands first in `nouns` is meant; where two nouns of one kind do, none is.

    Args:
        index: of the graph that is asked; build it once a graph.
        words: as typed; blank resolves to nothing and suggests nothing.
        nouns: kinds from `NAMED`: programme, role, skill, employer, start.
        language: which labels the suggestions show.

    Returns:
        `(id, ())`, or `(None, suggestions)` with at most 5, best first; none when nothing is like it.
    """
    ids = index.named(words, nouns)
    if len(ids) == 1:
        return Resolved(ids[0], ())
    return Resolved(None, index.among(words, language, nouns, SUGGESTIONS))


def noun_labels(graph: Graph) -> Iterator[Label]:
    """Yield every label of every noun, the nouns numbered from 0."""
    for owner, (noun, called) in enumerate(_called(graph)):
        yield from (Label(owner, noun.noun, text, language, weight) for language, weight, text in called)


def _forms(label: str) -> Iterator[str]:
    """Yield a label, and what stands before its brackets or is an abbreviation within: `GMP`."""
    yield label
    before, bracket, rest = label.partition("(")
    if bracket and before.strip():
        yield before.strip()
        inside = rest.rstrip(" )")
        if inside.isupper():
            yield inside


def _both(text: Text) -> Iterator[tuple[str, float, str]]:
    return ((language, OWN, form) for language in LANGUAGES for form in dict.fromkeys(_forms(text[language])))


def _around(*texts: str) -> list[tuple[str, float, str]]:
    return [("", AROUND, text) for text in dict.fromkeys(texts)]


def _called(graph: Graph) -> Iterator[tuple[_Noun, Iterable[tuple[str, float, str]]]]:
    """Yield every noun with its labels: language, weight, words."""
    for p in graph.programmes.values():
        around = _around(*EVERYDAY_WORDS[p.kind].split(), p.provider.da, p.provider.en, p.id)
        short = _both(p.short) if p.short != p.title else ()
        yield _Noun("programme", p.id, p.title, p.code, p.kind), [("", CODE, p.code), *_both(p.title), *short, *around]
    for role in graph.roles.values():
        yield _Noun("role", role.id, role.title), [*_both(role.title), *_esco(role.esco), *_around(role.id)]
    for skill in graph.skills.values():
        yield _Noun("skill", skill.id, skill.label), [*_both(skill.label), *_esco(skill.esco), *_around(skill.id)]
    for o in graph.organisations.values():
        names = [("", OWN, form) for form in _forms(o.name)]
        yield _Noun("employer", o.id, Text(o.name, o.name)), [*names, *_around(o.sector.da, o.sector.en, o.id)]
    for start in graph.starts.values():
        yield _Noun("start", start.id, start.title), [*_both(start.title), *_around(start.id)]


def _esco(esco: Esco | None) -> list[tuple[str, float, str]]:
    return [("", ESCO, esco.label)] if esco else []
