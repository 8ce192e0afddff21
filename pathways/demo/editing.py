"""Edits, proposals and reports of the demo, made by the functions that the forms of the web use."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pathways.demo.flag_stories import ACCEPTED
from pathways.demo.people import COLLEGE, EDITOR, SCHOOL
from pathways.demo.telling import NotTold
from pathways.domain.editing import Change, Noun, find, taken_back
from pathways.domain.nouns import Level, Text
from pathways.store import edits, flags, proposals, reports
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.steward_tables import Stands
from pathways.web import edit_saving

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from pathways.catalogue import Beside
    from pathways.demo.telling import Telling

LENGTH: Final = ("beng-process",)
"""The programme whose length was mistyped, and put right."""


def edit_all(told: Telling) -> None:
    """Tell every edit, proposal and report, as they went."""
    told.edit("edit harbour", lambda beside: _harbour(told, beside))
    told.edit("edit mistake", lambda beside: _mistake(told, beside))
    told.edit("edit undo", lambda beside: _undo(told, beside))
    told.edit("edit seen", lambda beside: _seen(told, beside))
    told.edit("edit delivered", lambda beside: _delivered(told, beside))
    told.rows("proposals", lambda session: _propose(session, told))
    told.edit("edit proposal", lambda beside: _accept(told, beside))
    told.rows("reports", lambda session: _report(session, told))


def _row(told: Telling, table: str, *key: str) -> Noun:
    row = find(told.look().facts, table, key)
    if row is None:
        raise NotTold(f"The invented town has no {key} in its {table} any more.")
    return row


def _changed(told: Telling, table: str, *key: str, on: datetime | None = None, **fields: object) -> Change:
    """Say a row otherwise; where it was seen `on` a day, its evidence is of that day from now on."""
    before = _row(told, table, *key)
    after = replace(before, **fields)
    if on is not None:
        after = replace(after, evidence=replace(before.evidence, as_of=on.date().isoformat()))
    return Change(table, before, after)


def _edited(told: Telling, days: int, why: str, beside: Beside, *changes: Change, via: Via = Via.FORM) -> int | None:
    """Save what an editor typed."""
    hand = Hand(told.moments.ago(days, "14:05"), via, why, told.hands[EDITOR])
    return edit_saving.make(changes, hand, beside).revision


def _harbour(told: Telling, beside: Beside) -> int | None:
    seen = told.moments.ago(41)
    year = str(seen.year)
    change = _changed(told, "organisations", "example-harbour", on=seen, employees=64, employees_year=year)
    return _edited(told, 41, "The harbour’s yearly report says 64 by now.", beside, change)


def _mistake(told: Telling, beside: Beside) -> int | None:
    change = _changed(told, "programmes", *LENGTH, years=2.5)
    return _edited(told, 22, "Heard on the phone that it takes two and a half years.", beside, change)


def _undo(told: Telling, beside: Beside) -> int:
    with told.catalogue.rows() as session:
        wrong = edits.edits_of_rows(session, [("programmes", LENGTH)])[0].revision
        changes = edits.changes_of(session, wrong)
    why = "That was another degree: the register says three and a half years."
    hand = Hand(told.moments.ago(21, "08:40"), Via.UNDO, why, told.hands[EDITOR], undoes=wrong)
    return told.catalogue.change(lambda facts: taken_back(facts, changes), hand, beside)


def _seen(told: Telling, beside: Beside) -> int | None:
    seen = told.moments.ago(13)
    keys = (("laboratory-technician", "lab-analysis"), ("laboratory-technician", "microbiology"))
    changes = [_changed(told, "outcomes", *key, on=seen) for key in keys]
    source = _row(told, "outcomes", *keys[0]).evidence.sources[0]
    page = next(one.url for one in told.look().facts.sources if one.id == source)
    return _edited(told, 13, f"Still true, seen at {page}", beside, *changes, via=Via.SEEN)


def _delivered(told: Telling, beside: Beside) -> int | None:
    """Accept what the school delivered on the flag that was confirmed since."""
    with told.catalogue.rows() as session:
        (row,) = [one for one in flags.waiting_changes(session, SCHOOL) if one.flag_id == ACCEPTED]
    accepted = _both(proposals.accepting_delivered(row.id or 0, told.moments.ago(9)), beside)
    level = Level(int(row.after))
    change = _changed(told, "outcomes", *row.key.split("/"), on=told.moments.ago(9), level=level)
    return _edited(told, 9, "Delivered on a flag, and seen in the new plan of the school.", accepted, change)


def _both(*several: Beside) -> Beside:
    def write(session: Session, revision: int) -> None:
        for one in several:
            one(session, revision)

    return write


ACCEPTING_DAYS: Final = 6


def _propose(session: Session, told: Telling) -> None:
    """Four proposals of schools: one will be accepted, one was turned down, one was asked about, one waits."""
    note = Text("Fra næste år er der et projekt i robotter på tredje semester.",
                "From next year on there is a project on robots in the third semester.")  # fmt: skip
    for days, school, change, why, answer in (
        (8, COLLEGE, _changed(told, "programmes", "beng-automation", note=note), "Decided by the study board.", None),
        (7, COLLEGE, _changed(told, "outcomes", "beng-process", "scale-up", level=Level.INDEPENDENT),
         "They do it in the project of the last term.",
         (5, Stands.DECLINED, "The curriculum says that they take part in a scale-up, not that they run one.")),
        (5, SCHOOL, _changed(told, "outcomes", "tank-operator-training", "purification", level=Level.GUIDED),
         "We teach it in the third year as well.",
         (4, Stands.ASKED, "Which curriculum says so? The one we have is from last year.")),
        (2, COLLEGE, _changed(told, "outcomes", "laboratory-technician", "statistics", level=Level.GUIDED),
         "A course of five weeks since last term.", None),
    ):  # fmt: skip
        hand = Hand(told.moments.ago(days, "11:30"), Via.PROPOSAL, why, told.hands[school], school)
        id = proposals.propose(session, [change], hand)
        if answer is not None:
            answered, state, words = answer
            proposals.decide(session, id, state, told.hands[EDITOR], told.moments.ago(answered), answer=words)


def _accept(told: Telling, beside: Beside) -> int | None:
    with told.catalogue.rows() as session:
        proposal = min(proposals.open_ones(session, COLLEGE), key=lambda one: one.at)
    at, editor = told.moments.ago(ACCEPTING_DAYS, "09:10"), told.hands[EDITOR]
    hand = Hand(at, Via.PROPOSAL, proposal.why, editor, proposal.organisation)
    accepted = _both(proposals.accepting(proposal.id, editor, at), beside)
    return edit_saving.make(proposal.changes, hand, accepted).revision


def _report(session: Session, told: Telling) -> None:
    """What visitors said is wrong: two wait, one was settled."""
    at = told.moments
    for days, page, words, url in (
        (11, "employers/tideworks-machines", "They are 190 by now.", ""),
        (3, "roles/laboratory-analyst", "Laboranter måler også vand. Det står der ikke noget om.", ""),
        (1, "programmes/energy-master", "The page says no intake in winter, but there is one.",
         "https://example.org/example-college/intakes"),
    ):  # fmt: skip
        reports.report(session, page, words, url, at.ago(days, "19:30"))
    session.flush()
    settled = reports.waiting(session)[0]
    reports.settle(
        session, settled.id or 0, "No source says so yet; asked the company.", told.hands[EDITOR], at.ago(10)
    )
