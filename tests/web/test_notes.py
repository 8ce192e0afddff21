"""Notes under figures: one for each piece of evidence, and one for all that names no source."""

from __future__ import annotations

from pathways.domain.graph import Graph
from pathways.domain.nouns import Basis, Evidence
from pathways.web.notes import Notes
from tests import builders as b

OURS = [Evidence(Basis.ASSUMED, (), day) for day in ("2024-05", "2012", "2026-11-23", "2012")]


def test_what_names_no_source_is_one_note_from_its_first_day_to_its_last():
    notes = Notes(Graph(b.facts({}, {})), "why")
    assert [notes.id(one) for one in OURS] == ["why-1"] * 4
    (note,) = notes.take()
    assert (note.basis, note.sources, note.days) == (Basis.ASSUMED, (), ("2012", "2024-05", "2026-11-23"))


def test_what_names_a_source_keeps_a_note_of_its_own_for_each_day():
    told = [Evidence(Basis.STATED, (b.SOURCE.id,), day) for day in ("2024", "2025", "2024")]
    notes = Notes(Graph(b.facts({}, {})), "why")
    assert [notes.id(one) for one in (*told, OURS[0])] == ["why-1", "why-2", "why-1", "why-3"]
    assert [note.days for note in notes.take()] == [("2024",), ("2025",), ("2024-05",)]


def test_a_section_begins_anew_and_its_numbers_go_on():
    notes = Notes(Graph(b.facts({}, {})), "why")
    assert notes.id(OURS[0]) == "why-1"
    notes.take()
    assert notes.id(OURS[0]) == "why-2"
    assert len(notes.take()) == 1
    assert notes.take() == ()
