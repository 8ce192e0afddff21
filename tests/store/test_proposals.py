"""Proposals, delivered changes and reports as rows: of two who decide at once the second one is told."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from pathways.catalogue import Catalogue
from pathways.domain.editing import Change
from pathways.domain.flags import State
from pathways.store import flags, proposals, reports
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.flag_tables import ProposedChangeRow
from pathways.store.steward_tables import ProposalRow, ReportRow, Stands
from tests.histories import WAY, begun, next_event
from tests.worlds import whole_town

NOW = datetime(2026, 11, 26, 10, tzinfo=UTC)
LATER = datetime(2026, 11, 26, 11, tzinfo=UTC)
ROLE = whole_town().roles[0]


@pytest.fixture
def catalogue(engine):
    made = Catalogue(engine)
    yield made
    made.close()


def proposed(session):
    hand = Hand(NOW, Via.PROPOSAL, "We teach it", account=1, organisation="academy")
    proposals.propose(session, [Change("roles", ROLE, replace(ROLE, eqf=7))], hand)


def delivered(session):
    first = begun("f1")
    kept = flags.flag(session, "f1", first.events[0])
    for action in WAY[State.DELIVERED]:
        kept = flags.add(session, "f1", lambda flag, action=action: next_event(flag, action), kept.seen)


def withdraw(session, id):
    proposals.decide(session, id, Stands.WITHDRAWN, 1, NOW)


def ask(session, id):
    proposals.decide(session, id, Stands.ASKED, 2, NOW, answer="Since when?")


def decline(session, id):
    proposals.decide(session, id, Stands.DECLINED, 2, NOW, answer="No page says so")


def accept_delivered(session, id):
    proposals.decide_delivered(session, id, Stands.ACCEPTED, NOW, revision=2)


def ask_delivered(session, id):
    proposals.decide_delivered(session, id, Stands.ASKED, NOW, answer="Since when?")


def reported(session):
    reports.report(session, "roles/analyst", "Not so", "", NOW)


def settle(session, id, answer="Mended"):
    if not reports.settle(session, id, answer, 1, NOW):
        raise proposals.NoSuchProposal


def settle_otherwise(session, id):
    settle(session, id, "It is true")


@pytest.mark.parametrize(
    ("made", "row", "deeds", "left"),
    [
        pytest.param(proposed, ProposalRow, (withdraw, ask), ("withdrawn", ""), id="a proposal"),
        pytest.param(proposed, ProposalRow, (decline, ask), ("declined", "No page says so"), id="one turned down"),
        pytest.param(
            delivered, ProposedChangeRow, (accept_delivered, ask_delivered), ("accepted", ""), id="a delivery"
        ),
        pytest.param(reported, ReportRow, (settle, settle_otherwise), ("Mended",), id="a report"),
    ],
)
def test_of_two_who_decide_at_once_the_second_is_told(catalogue, made, row, deeds, left):
    first, second = deeds
    with catalogue.rows(write=True) as session:
        made(session)
    with catalogue.rows() as session:
        id = session.exec(select(row.id)).one()

    def decide_as_well():
        with catalogue.rows(write=True) as session:
            second(session, id)

    with ThreadPoolExecutor(1) as other:
        with catalogue.rows(write=True) as session:
            first(session, id)
            session.flush()
            late = other.submit(decide_as_well)
            time.sleep(0.5)  # long enough to have looked at the row as it stood before
        with pytest.raises(proposals.NoSuchProposal):
            late.result(30)
    with catalogue.rows() as session:
        kept = session.get(row, id)
        assert ((kept.answer,) if row is ReportRow else (kept.state, kept.answer)) == left


def test_what_was_decided_waits_no_more(catalogue):
    with catalogue.rows(write=True) as session:
        proposed(session)
    with catalogue.rows() as session:
        (waiting,) = proposals.open_ones(session, "academy")
        assert proposals.open_ones(session, "polytechnic") == ()
    assert (waiting.why, waiting.state, waiting.changes[0].after.eqf) == ("We teach it", Stands.WAITING, 7)
    with catalogue.rows(write=True) as session:
        withdraw(session, waiting.id)
    with catalogue.rows() as session:
        assert proposals.open_ones(session) == ()
        with pytest.raises(proposals.NoSuchProposal):
            proposals.proposal_of(session, waiting.id)


@pytest.mark.parametrize("state", [Stands.WITHDRAWN, Stands.REPLACED])
def test_what_was_turned_down_lies_with_its_institution(catalogue, state):
    with catalogue.rows(write=True) as session:
        proposed(session)
        delivered(session)
    with catalogue.rows() as session:
        (own,), (row,) = proposals.open_ones(session), flags.waiting_changes(session)
        assert proposals.answered_at(session, "academy") == ()
    with catalogue.rows(write=True) as session:
        decline(session, own.id)
        proposals.decide_delivered(session, row.id, Stands.DECLINED, LATER, answer="Nobody has seen it")
    with catalogue.rows() as session:
        assert (proposals.open_ones(session), list(flags.waiting_changes(session))) == ((), [])
        (turned_down,) = proposals.unsettled(session, "academy")
        assert (turned_down.answer, turned_down.decided) == ("No page says so", NOW)
        (row,) = proposals.unsettled_delivered(session, row.institution_id)
        assert (row.answer, row.decided_at) == ("Nobody has seen it", LATER)
        assert proposals.unsettled(session, "polytechnic") == ()
        assert list(proposals.unsettled_delivered(session, "polytechnic")) == []
        answered = {proposals.answered_at(session, whose) for whose in ("academy", row.institution_id)}
        assert sorted(at for moments in answered for at in moments) == [NOW, LATER]
    for deed in (ask, decline):
        with pytest.raises(proposals.NoSuchProposal), catalogue.rows(write=True) as session:
            deed(session, own.id)
    with pytest.raises(proposals.NoSuchProposal), catalogue.rows(write=True) as session:
        accept_delivered(session, row.id)
    with catalogue.rows(write=True) as session:
        proposals.decide(session, own.id, state, 1, LATER)
        proposals.decide_delivered(session, row.id, state, LATER)
    with catalogue.rows() as session:
        assert (proposals.unsettled(session), list(proposals.unsettled_delivered(session))) == ((), [])
