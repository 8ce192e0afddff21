"""What people ask for in everyday words, and which facts answer them.

A matter is something asked for that is no name of anything: pay, housing, an apprenticeship, maths at level A.
`MATTERS` says in which words, and where its facts stand; what a page says of it is the web's. Nothing is answered
here that is not a fact of the graph: a matter of which none is known is a matter without facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from pathways.domain.conditions import SUBJECT_LEVELS, Subject, atoms, subject_of
from pathways.domain.labels import LITTLE_WORDS, LONGEST_QUERY, MOST_WORDS
from pathways.domain.nouns import Basis, Pace
from pathways.domain.spelling import alike, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pathways.domain.conditions import Atom
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Figure, Label, Practical, Programme, Text

    Belongs: TypeAlias = Callable[[Graph, Programme], bool]

MEANT: Final = 0.8
"""A word typed that has this share of its letters right is the word: one slip of five letters, two of ten."""
STEM, ENDING = 4, 3
"""From so many letters on a word may be followed by an ending of up to so many: boliger, apprenticeships."""
MOST_MATTERS: Final = 3
_LEVEL_WORDS: Final = LITTLE_WORDS | {"niveau", "level"}


@dataclass(frozen=True, slots=True)
class Matter:
    """Something people ask for.

    `words` are the ways to say it in both languages, parted by commas; all words of one must be typed. Its facts
    are the practicals with one of these `topics`, the practicals and figures whose English words hold one of
    `told`, and the programmes that `belong` to it. A matter with none of the three is answered by pages alone.
    """

    name: str
    words: str
    topics: tuple[str, ...] = ()
    told: str = ""
    belong: Belongs | None = None

    @property
    def has_facts(self) -> bool:
        """Whether facts could answer it, so that it is worth saying when none do."""
        return bool(self.topics or self.told or self.belong)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a matter, in the order of the catalogue; of a subject its label and the level asked for."""

    matter: str
    has_facts: bool = True
    practicals: tuple[Practical, ...] = ()
    figures: tuple[Figure, ...] = ()
    programmes: tuple[Programme, ...] = ()
    subject: Label | None = None
    level: str | None = None

    @property
    def known(self) -> bool:
        """Whether any fact answers it."""
        return bool(self.practicals or self.figures or self.programmes)


def _asks_for(of: str, id: str) -> Belongs:
    """Choose the programmes that name something in a stated entry requirement."""
    return lambda graph, programme: any(subject_of(atom) == (of, id) for atom in _stated(graph, programme))


def _part_time(_graph: Graph, programme: Programme) -> bool:
    return programme.pace is Pace.PART_TIME


def _in_english(_graph: Graph, programme: Programme) -> bool:
    return "en" in programme.languages


def _phrases(words: str) -> Iterator[str]:
    return (fold(phrase) for phrase in words.split(",") if phrase)


MATTERS: Final = (
    Matter("pay", "løn, lønnen, lønning, tjene, pay, paid, salary, wage, earn", ("pay",), "pay"),
    Matter("su", "su, uddannelsesstøtte, student grant, state grant, study grant", told="su"),
    Matter("money", "penge, budget, leveomkostninger, money, cost of living, living costs, expenses", ("money",)),
    Matter("fees", "koster, pris, gratis, studieafgift, gebyr, tuition, fee, cost, price", told="tuition, tuition fee"),
    Matter(
        "housing",
        "bolig, studiebolig, kollegie, kollegium, værelse, lejlighed, husleje, bo, housing, accommodation, dormitory, "
        "hall of residence, apartment, flat, rent",
        ("housing", "money"),
    ),
    Matter("scholarship", "legat, stipendium, scholarship, fellowship", ("scholarship",)),
    Matter("visa", "visum, opholdstilladelse, visa, residence permit", told="visa, residence permit"),
    Matter(
        "apprenticeship",
        "læreplads, elevplads, praktikplads, lærling, elev, mesterlære, apprentice, apprenticeship, trainee",
        ("apprenticeship",),
        "apprentice, apprentices, apprenticeship, apprenticeships",
        _asks_for("contract", "training"),
    ),
    Matter("adult", "voksenlærling, voksenelev, euv, voksen, adult", belong=_asks_for("amount", "age")),
    Matter(
        "internship",
        "praktik, praktikophold, internship, placement",
        told="internship, internships, placement, placements",
    ),
    Matter(
        "beside-a-job",
        "efteruddannelse, videreuddannelse, deltid, kursus, kurser, ved siden af job, omskoling, part time, "
        "continuing education, further education, evening",
        belong=_part_time,
    ),
    Matter("in-english", "engelsk, english, international", belong=_in_english),
    Matter(
        "apply",
        "ansøgning, ansøge, ansøgningsfrist, frist, søge ind, optagelse, kvote, apply, application, deadline, "
        "admission, quota",
        ("deadline", "how-to-apply"),
    ),
    Matter("open-house", "åbent hus, besøgsdag, open house, open day", ("open-house",)),
    Matter("transport", "tog, bus, togtider, offentlig transport, train, public transport, commute", ("transport",)),
    Matter("exchange", "udveksling, udvekslingsstuderende, exchange semester, exchange student", ("exchange",)),
    Matter(
        "unemployment",
        "arbejdsløshed, arbejdsløs, ledighed, beskæftigelse, unemployment, employment",
        told="unemployment, employment",
    ),
    Matter("drop-out", "frafald, falde fra, dropper ud, drop out, dropout", told="drop out, left without finishing"),
    Matter(
        "entry",
        "adgangskrav, optagelseskrav, krav, karakter, karaktergennemsnit, snit, entry requirements, "
        "requirements, grade average",
    ),
    Matter("duration", "hvor lang, hvor længe, hvor mange år, varighed, how long, how many years, duration, length"),
    Matter("counsellor", "vejleder, studievejleder, vejledning, counsellor, counselor, guidance, adviser, advisor"),
    Matter("choosing", "hvad skal jeg, hvad kan jeg blive, ved ikke, interesser, quiz, what should, interests"),
    Matter("jobs", "job, jobs, stilling, jobopslag, vacancy, vacancies"),
    Matter("openings", "openings, åbninger, ansætte, rekruttere, hire, recruit"),
    Matter("lack", "mangel, mangler, kompetencegab, shortage, skills gap, lack"),
    Matter("employers", "virksomhed, firma, arbejdsgiver, arbejdsplads, company, companies, employer, workplace"),
    Matter("future", "fremtid, fremtidsudsigter, fremskrivning, outlook, future, prospects, forecast"),
    Matter("compare", "sammenlign, sammenligne, forskel, compare, difference, versus"),
    Matter("routes", "rute, genvej, route, path, way"),
    Matter("map", "kort, oversigt, map, overview"),
    Matter("town", "byen, kommune, town, municipality"),
    Matter("sources", "kilde, kilder, datagrundlag, source, sources, evidence"),
    Matter("privacy", "privatliv, persondata, cookie, gdpr, privacy"),
)
"""Everything that is asked for in everyday words, in the order of equals."""


_SAID: Final = {matter.name: tuple(phrase.split() for phrase in _phrases(matter.words)) for matter in MATTERS}


def answers(graph: Graph, query: str, *, names: bool = False) -> tuple[Answer, ...]:
    """List what is known of the matters that a query asks for, a subject first; at most three, empty for most names.

    Only the first 200 letters and 8 words of the query are read. One that `names` a noun of the graph asks for a
    matter only when it says nothing else: a control room is no room to live in.
    """
    typed = fold(query[:LONGEST_QUERY]).split()[:MOST_WORDS]
    asks = _says if names else _holds
    meant = (matter for matter in MATTERS if any(asks(typed, words) for words in _SAID[matter.name]))
    found = [*_subjects(graph, typed), *(_answer(graph, matter) for matter in meant)]
    return tuple(found[:MOST_MATTERS])


def means(typed: str, word: str) -> bool:
    """Tell whether a typed word is this word: with an ending, or with a letter wrong in five."""
    if len(word) >= STEM and typed.startswith(word):
        return len(typed) <= len(word) + ENDING
    return MEANT <= len(typed) / len(word) <= 1 / MEANT and alike(typed, word) >= MEANT  # lengths alone decide most


def _holds(typed: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether each of the words was typed."""
    return all(any(means(one, word) for one in typed) for word in words)


def _says(typed: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether each of the words was typed, and nothing else."""
    return _holds(typed, words) and all(any(means(one, word) for word in words) for one in typed)


def _answer(graph: Graph, matter: Matter) -> Answer:
    told = tuple(_phrases(matter.told))
    return Answer(
        matter.name,
        matter.has_facts,
        tuple(one for one in graph.facts.practicals if one.topic in matter.topics or _tells(told, one.what, one.note)),
        tuple(one for one in graph.facts.figures if _tells(told, one.measure, one.note)),
        tuple(one for one in graph.programmes.values() if matter.belong and matter.belong(graph, one)),
    )


def _tells(told: Sequence[str], *texts: Text | None) -> bool:
    """Tell whether a fact holds one of these words, whole; read in English, which every fact has."""
    words = [f" {fold(text.en)} " for text in texts if text]
    return any(f" {one} " in spelt for one in told for spelt in words)


def _stated(graph: Graph, programme: Programme) -> Iterator[Atom]:
    for admission in graph.admissions_to(programme.id):
        if admission.condition and admission.evidence.basis is Basis.STATED:
            yield from atoms(admission.condition)


def _subjects(graph: Graph, typed: Sequence[str]) -> Iterator[Answer]:
    """Yield the school subjects that a query names, when it names nothing else but a level: `matematik A`."""
    level = next((one.upper() for one in reversed(typed) if one.upper() in SUBJECT_LEVELS), None)
    named = [word for word in typed if word.upper() != level and word not in _LEVEL_WORDS]
    for subject in graph.subjects.values():
        names = (fold(name).split() for name in (subject.label.da, subject.label.en, subject.id))
        if any(_says(named, [word for word in name if word not in LITTLE_WORDS]) for name in names):
            asking = (one for one in graph.programmes.values() if _asks_subject(graph, one, subject.id, level))
            yield Answer("subject", programmes=tuple(asking), subject=subject, level=level)


def _asks_subject(graph: Graph, programme: Programme, subject: str, level: str | None) -> bool:
    asked = (atom for atom in _stated(graph, programme) if isinstance(atom, Subject) and atom.subject == subject)
    return any(level in (None, atom.level) for atom in asked)
