"""Who sees a flag as a page of its own: every kind of account, every visibility, every relation."""

from __future__ import annotations

from itertools import product

import pytest

from pathways.domain.flags import Actor, Visibility
from pathways.domain.rights import AccountKind
from pathways.domain.seeing import actor_of, asked, sight
from tests.flag_stories import COMPANY, OTHER_COMPANY, OTHER_SCHOOL, SCHOOL, asking, story

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
