"""Good questions in words, in both languages, and as they stand on the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pathways.domain.asking_state import Kind
from pathways.domain.guidance import Barrier, Pick, PickKind, Stage, Talk
from pathways.domain.routes import routes
from pathways.web.question_words import WORDS, _condition_words
from pathways.web.questions import questions_of
from pathways.web.talk_form import form_of, picked, shortlist
from tests.visiting import check_html, check_page
from tests.web.alone import LANGUAGES, alone, page_of
from tests.web.test_claims import faults_of

TODAY = date(2027, 2, 5)
HTX = Talk(start="neg-htx", goal="process-engineer-upstream", likes={"waste-nothing": "like"})
NARROW = replace(HTX, stage=Stage.NARROW)
NEXT = replace(HTX, stage=Stage.NEXT, next_step="Ring Absalon", next_on=date(2027, 2, 20))
BENG, TRADE, LAB = "absalon-beng-biotek", "neg-elektriker", "zealand-laborant"
QUESTIONS = ("guidance/_questions.html", "good_questions")


def listed(talk, *ids, **changes):
    return replace(talk, shortlist=tuple(Pick(PickKind.PROGRAMME, id) for id in ids), **changes)


def hindered(talk, barrier, *ids, **changes):
    return listed(talk, *ids, barriers=frozenset({barrier}), **changes)


@pytest.fixture
def ask(app, real_graph):
    def in_words(language, talk):
        with page_of(app, real_graph, language):
            return questions_of(talk, TODAY)

    return in_words


CASES = [
    (
        Talk(), Kind.START, "What have you finished, and what are you in the middle of?",
        "Hvad har du gjort færdigt, og hvad er du i gang med?", "It decides which doors are open",
    ),
    (
        Talk(), Kind.LIKES, "What could you be busy with for hours without noticing the time?",
        "Hvad kan du være i gang med i timevis uden at lægge mærke til tiden?", "Nothing is said yet",
    ),
    (
        replace(HTX, likes={}), Kind.LIKES,
        (
            "Which part of a day as process engineer, fermentation would you look forward to: "
            "bioprocesses, process engineering, or quality and GMP?"
        ),
        (
            "Hvilken del af en dag som procesingeniør, fermentering ville du glæde dig til: "
            "bioprocesser, procesteknik eller kvalitet og GMP?"
        ),
        "Most of what the job takes lies there",
    ),
    (
        Talk(stage=Stage.EXPLORE), Kind.GOAL, "Which of the jobs here would you like to follow for a day?",
        "Hvilket af jobbene her ville du gerne følge en dag?", "No job is chosen yet.",
    ),
    (
        HTX, Kind.LEVEL, "How far have you come with maths?", "Hvor langt er du nået med matematik?",
        "BEng Biotechnology asks for maths A, and your level is not said yet.",
    ),
    (
        listed(NARROW, BENG, have=("mathematics-B",)), Kind.RAISE, "What would it take to get maths to A?",
        "Hvad skal der til for at få matematik op på A?", "BEng Biotechnology asks for maths A. You have maths B.",
    ),
    (
        listed(NARROW, BENG, have=("not-mathematics",)), Kind.RAISE, "What would it take to get maths to A?",
        "Hvad skal der til for at få matematik op på A?", "BEng Biotechnology asks for maths A. You have not had it.",
    ),
    (
        listed(replace(NARROW, start="eud", goal=""), "adgangskursus-ing", have=("not-physics-chemistry",)),
        Kind.RAISE, "What would it take to get this: physics and chemistry in the exam after grade 10?",
        "Hvad skal der til for at få det her: fysik/kemi ved afgangsprøven efter 10. klasse?",
        "You have not had it.",
    ),
    (
        listed(NARROW, BENG), Kind.CONDITION, "What do you know about your average by now?",
        "Hvad ved du om dit gennemsnit lige nu?", "BEng Biotechnology asks for this: average of 2.0 in these subjects.",
    ),
    (
        listed(replace(HTX, start="grundskole", goal=""), TRADE), Kind.CONDITION,
        "Which companies could you ask for a training agreement?",
        "Hvilke virksomheder kunne du spørge om en uddannelsesaftale?", "It has not been spoken of yet.",
    ),
    (
        listed(replace(HTX, start=BENG), "dtu-msc-biomanufacturing"), Kind.CONDITION,
        "What job could you have beside the study?", "Hvilket job kunne du have ved siden af studiet?", "a job of",
    ),
    (
        listed(replace(HTX, start=BENG), "ku-msc-biosolutions"), Kind.CONDITION,
        "What would it be like for you to study in English?", "Hvordan ville det være for dig at læse på engelsk?",
        "English for studying",
    ),
    (
        listed(replace(HTX, start="adult-25"), "neg-procesoperator"), Kind.CONDITION,
        "How could you find out more about this: “assessment of what you can already do (prior learning)”?",
        "Hvordan kunne du få mere at vide om det her: »vurdering af det, du kan i forvejen (realkompetence)«?", "",
    ),
    (
        listed(NARROW, LAB, goal=""), Kind.UNSEEN,
        "What would you like to ask the school about getting into Laboratory technician?",
        "Hvad vil du gerne spørge skolen om, når det gælder optagelse på Laborant?", "No source shows",
    ),
    (
        hindered(replace(HTX, goal="industrial-electrician"), Barrier.MONEY), Kind.MONEY,
        "What difference would it make to be paid while you learn?",
        "Hvad ville det betyde for dig at få løn, mens du lærer?", "Electrician pays apprentices;",
    ),
    (
        hindered(HTX, Barrier.COMMUTE, LAB), Kind.COMMUTE, "What would an ordinary day look like, there and back?",
        "Hvordan ville en almindelig dag se ud, frem og tilbage?",
        "Laboratory technician is in Slagelse and Roskilde, and nothing on the list is in Kalundborg.",
    ),
    (
        hindered(HTX, Barrier.COMMUTE, "other-univ-msc"), Kind.COMMUTE,
        "What would an ordinary day look like, there and back?",
        "Hvordan ville en almindelig dag se ud, frem og tilbage?", "MSc elsewhere is in another town,",
    ),
    (
        hindered(HTX, Barrier.HOURS, BENG), Kind.HOURS, "What would a week with both work and study look like?",
        "Hvordan ville en uge med både arbejde og studie se ud?", "nothing on the list can be taken beside a job.",
    ),
    (
        hindered(HTX, Barrier.LANGUAGE), Kind.LANGUAGE, "In which language do you learn best?",
        "På hvilket sprog lærer du bedst?", "no language of teaching is chosen.",
    ),
    (
        hindered(NARROW, Barrier.LANGUAGE, "dtu-msc-biomanufacturing", wishes={"language": "da"}), Kind.LANGUAGE,
        "What would you need to be able to study in English?", "Hvad skulle der til, for at du kunne læse på engelsk?",
        "MSc Biomanufacturing is taught in English, and you asked for Danish.",
    ),
    (
        listed(NARROW, BENG, TRADE, likes={"work-with-power": "unsure"}), Kind.APART,
        "You were not sure about this: “work with power, wires and fuses”. How could you try it?",
        "Du var i tvivl om det her: »arbejde med strøm, ledninger og sikringer«. Hvordan kunne du prøve det?",
        "Electrician has more of it than BEng Biotechnology.",
    ),
    (
        listed(NARROW, BENG, TRADE), Kind.DIFFERENCE, "What difference would it make to be paid while you learn?",
        "Hvad ville det betyde for dig at få løn, mens du lærer?",
        "Electrician pays on the way. BEng Biotechnology does not, as far as we know.",
    ),
    (
        listed(NARROW, BENG, LAB), Kind.DIFFERENCE,
        "What would you gain by going away to study, and what would you miss?",
        "Hvad ville du få ud af at rejse væk for at læse, og hvad ville du savne?",
        "BEng Biotechnology: Kalundborg. Laboratory technician: Outside Kalundborg.",
    ),
    (
        listed(NARROW, "kalgym-stx", BENG), Kind.DIFFERENCE,
        "What speaks for the shorter one, and what for the longer one?",
        "Hvad taler for den korte, og hvad taler for den lange?", "STX: 3 years. BEng Biotechnology: 3½ years.",
    ),
    (
        listed(NARROW, "neg-procesoperator", "neg-industrioperator"), Kind.DIFFERENCE,
        "How far do you want to have come when you are done?", "Hvor langt vil du gerne være nået, når du er færdig?",
        "Process operator: level 4: vocational or upper secondary. Industrial operator: level 3: short vocational.",
    ),
    (
        listed(NARROW, LAB, goal=""), Kind.AWAY, "What would you gain by going away to study, and what would you miss?",
        "Hvad ville du få ud af at rejse væk for at læse, og hvad ville du savne?",
        "Nothing on the list is in Kalundborg.",
    ),
    (
        NARROW, Kind.LIST, "What of all this is worth a second look?", "Hvad af alt det her er værd at se nærmere på?",
        "Nothing stands on the shortlist yet.",
    ),
    (
        listed(NARROW, BENG), Kind.OTHER, "What would you do if this did not work out: BEng Biotechnology?",
        "Hvad ville du gøre, hvis det her ikke lykkedes: Diplomingeniør, bioteknologi?",
        "It is the only thing on the list.",
    ),
    (
        replace(NEXT, next_step=""), Kind.STEP, "What is the first small thing you could do this week?",
        "Hvad er det første lille skridt, du kunne tage i denne uge?", "No next step is agreed yet.",
    ),
    (
        replace(NEXT, next_on=None), Kind.DAY, "By when can it be done?", "Hvornår kan det være gjort?",
        "The next step has no day yet.",
    ),
    (
        listed(NEXT, BENG, next_on=date(2027, 4, 1)), Kind.DEADLINE,
        "How does the next step fit with this date: 15 Mar 2027?",
        "Hvordan passer det næste skridt med datoen 15. marts 2027?", "BEng Biotechnology, 15 Mar 2027: quota 2",
    ),
    (
        NEXT, Kind.WHO, "Who does what before 20 Feb 2027, and who could help?",
        "Hvem gør hvad inden 20. feb. 2027, og hvem kunne hjælpe?", "The step and its day are agreed.",
    ),
    (
        replace(NEXT, next_on=date(2027, 1, 1)), Kind.RESULT, "What came of this: “Ring Absalon”?",
        "Hvad kom der ud af det her: »Ring Absalon«?", "The day you agreed on, 1 Jan 2027, has passed.",
    ),
]  # fmt: skip


def spaced(words: str) -> str:
    """Give the words with plain spaces, as `Visited.words` reads a page; in a date they do not break."""
    return " ".join(words.split())


@pytest.mark.parametrize("case", CASES, ids=[f"{number}-{case[1]}" for number, case in enumerate(CASES)])
def test_what_is_asked_and_why(ask, case):
    talk, kind, english, danish, reason = case
    here, there = (next(one for one in ask(language, talk) if one.kind is kind) for language in LANGUAGES)
    assert (spaced(here.words), spaced(there.words)) == (english, danish)
    assert reason in spaced(here.reason)
    assert there.reason != here.reason
    assert there.reason.endswith(".")


def test_there_are_words_for_every_kind_and_each_is_seen_here():
    assert {*WORDS} == {*Kind} == {case[1] for case in CASES}


@pytest.mark.parametrize(
    ("of", "id"), [("experience", ""), ("language", "da"), ("other", "portfolio"), ("other", "no-such")]
)
def test_every_condition_has_a_question(app, real_graph, of, id):
    said = []
    for language in LANGUAGES:
        with page_of(app, real_graph, language):
            said.append(_condition_words(of, id))
    assert said[0] != said[1]
    assert all(words.endswith("?") for words in said)


def test_routes_of_the_shortlist_are_asked_about_whether_they_are_known_already_or_not(app, real_graph):
    with page_of(app, real_graph, "en"):
        form = form_of(HTX)
        found = routes(real_graph, form.question, form.role.id)
        talk = replace(NARROW, shortlist=tuple(map(picked, found[:3])))
        asked = questions_of(talk, TODAY)
        assert asked == questions_of(talk, TODAY, shortlist(talk))
    assert any(" → " in one.reason for one in asked)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("talk", [listed(NARROW, BENG, LAB), listed(NEXT, BENG, next_on=date(2027, 4, 1))])
def test_they_stand_on_the_page_with_their_reasons_and_sources(app, real_graph, language, talk):
    with page_of(app, real_graph, language):
        asked = questions_of(talk, TODAY)
        page = alone(language, *QUESTIONS, asked)
    check_page(page)
    check_html(page)
    assert len(page.all("blockquote")) == len(page.all("details.asknow-why")) == len(asked) == 3
    assert all(spaced(words) in page.words("main") for one in asked for words in (one.words, one.reason))
    assert page.all("a.ev")
    assert faults_of(page) == []


def test_without_a_question_nothing_stands_there(app, real_graph):
    with page_of(app, real_graph, "en"):
        assert alone("en", *QUESTIONS, ()).words("main") == "Alone"


def test_what_somebody_typed_is_text(app, real_graph):
    talk = replace(NEXT, next_step="<b>%(day)s & 100 %</b>", next_on=date(2027, 1, 1))
    with page_of(app, real_graph, "en"):
        page = alone("en", *QUESTIONS, questions_of(talk, TODAY))
    assert "<b>%(day)s & 100 %</b>" in page.words("main")
    assert page.all("main b") == []
