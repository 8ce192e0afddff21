"""Who sees a flag as a page of its own: every kind of account, every visibility, every relation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from pathways.domain.flags import Actor, Visibility, act
from pathways.domain.rights import AccountKind
from pathways.domain.seeing import Sight, actor_of, asked, sight
from tests.flag_stories import COMPANY, DAY_0, OTHER_COMPANY, OTHER_SCHOOL, SCHOOL, asking, step_of, story

KINDS = (None, *AccountKind)
ORGANISATIONS = (None, "", COMPANY, OTHER_COMPANY, SCHOOL, OTHER_SCHOOL, "third-school")
SEES = {
    (AccountKind.COMPANY, COMPANY): Actor.COMPANY,
    (AccountKind.INSTITUTION, OTHER_SCHOOL): Actor.INSTITUTION,
    (AccountKind.INSTITUTION, SCHOOL): Actor.OTHER_INSTITUTION,
    **{(AccountKind.EDITOR, organisation): Actor.EDITOR for organisation in ORGANISATIONS},
}
"""Who sees a flag that `works` raised to `academy`, which passed it on to `polytechnic`. Nobody else does."""


@pytest.mark.parametrize("visibility", Visibility)
@pytest.mark.parametrize(("kind", "organisation"), list(product(KINDS, ORGANISATIONS)))
def test_who_sees_a_flag(kind, organisation, visibility):
    flag = story("acknowledge", "pass-on", ask=asking(visibility=visibility))
    seen = sight(flag, kind, organisation)
    assert (seen.actor if seen else None) == SEES.get((kind, organisation))
    if seen is not None:
        assert seen.reads_all == (seen.actor is not Actor.EDITOR)


@pytest.mark.parametrize(
    ("kind", "organisation", "actor"),
    [
        (None, None, Actor.STRANGER),
        (AccountKind.COMPANY, OTHER_COMPANY, Actor.OTHER_COMPANY),
        (AccountKind.COMPANY, None, Actor.OTHER_COMPANY),
        (AccountKind.COMPANY, SCHOOL, Actor.OTHER_COMPANY),
        (AccountKind.INSTITUTION, COMPANY, Actor.OTHER_INSTITUTION),
        (AccountKind.INSTITUTION, None, Actor.OTHER_INSTITUTION),
        (AccountKind.COUNSELLOR, SCHOOL, Actor.COUNSELLOR),
        (AccountKind.ADMINISTRATOR, COMPANY, Actor.ADMINISTRATOR),
        (AccountKind.EDITOR, COMPANY, Actor.EDITOR),
    ],
)
def test_what_somebody_is_to_a_flag(kind, organisation, actor):
    assert actor_of(story(), kind, organisation) is actor


def test_a_former_addressee_reads_what_was_asked_when_it_passed_it_on():
    flag = story("edit", "pass-on", "renew", "acknowledge")
    former = sight(flag, AccountKind.INSTITUTION, SCHOOL)
    assert former.until == 3
    assert asked(flag, former).by.year == 2027
    assert asked(flag, former).people == 77, "edited while it was still theirs"
    assert asked(flag, sight(flag, AccountKind.INSTITUTION, OTHER_SCHOOL)).by.year == 2028
    assert asked(flag, sight(flag, AccountKind.COMPANY, COMPANY)) == flag.ask


def test_one_that_gets_it_back_reads_all_of_it_again():
    flag = story("pass-on", "acknowledge", "pass-on")
    assert flag.addressee == SCHOOL
    assert sight(flag, AccountKind.INSTITUTION, SCHOOL).until == flag.seen
    assert sight(flag, AccountKind.INSTITUTION, OTHER_SCHOOL).until == 4


def test_one_that_passed_it_on_reads_no_further_when_the_next_one_passes_it_on_as_well():
    flag = story("pass-on", "edit", "acknowledge")
    flag = act(flag, replace(step_of(flag, "pass-on", DAY_0 + timedelta(days=9)), to="third-school"))
    first, second = (sight(flag, AccountKind.INSTITUTION, school) for school in (SCHOOL, OTHER_SCHOOL))
    assert first == Sight(Actor.OTHER_INSTITUTION, reads_all=True, until=2)
    assert second == Sight(Actor.OTHER_INSTITUTION, reads_all=True, until=5)
    assert (asked(flag, first).people, asked(flag, second).people) == (4, 77)


@pytest.mark.parametrize(
    ("kind", "organisation"),
    [(AccountKind.COMPANY, COMPANY), (AccountKind.INSTITUTION, SCHOOL), (AccountKind.EDITOR, None)],
)
def test_what_was_edited_a_moment_ago_is_what_is_asked(kind, organisation):
    flag = story("edit")
    assert asked(flag, sight(flag, kind, organisation)) == flag.ask


def test_an_editor_reads_nothing_of_what_was_said():
    assert sight(story("edit"), AccountKind.EDITOR, None) == Sight(Actor.EDITOR, reads_all=False, until=0)
