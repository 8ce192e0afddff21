"""What an institution may propose: rows about its own programmes, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathways.domain import nouns as n
from pathways.domain.ownership import PROPOSED, is_own, own_programmes
from tests import builders as b
from tests.domain.test_entry import admission

SCHOOL, OTHER = n.OrganisationId("school"), n.OrganisationId("other")
BASE = b.facts({"analyst": {"sql": 1}}, {"mine": {"sql": 1}, "theirs": {"sql": 1}, "nobodys": {"sql": 1}})
MINE, THEIRS, NOBODYS = (
    replace(one, institution=school) for one, school in zip(BASE.programmes, (SCHOOL, OTHER, None), strict=True)
)
FACTS = replace(BASE, programmes=(MINE, THEIRS, NOBODYS), admissions=(admission("mine", "theirs"),))
OWN = own_programmes(FACTS, SCHOOL)


def test_own_are_the_programmes_that_it_gives():
    assert own_programmes(FACTS, SCHOOL) == frozenset({"mine"})
    assert own_programmes(FACTS, "nobody") == frozenset()


@pytest.mark.parametrize(("programme", "own"), [(MINE, True), (THEIRS, False), (NOBODYS, False)])
def test_a_programme_is_own_where_it_says_so(programme, own):
    assert is_own(OWN, SCHOOL, "programmes", programme) is own
    assert is_own(frozenset(), SCHOOL, "programmes", programme) is own, "one that is new, too"


def test_a_row_about_an_own_programme_is_own():
    mine, theirs = (next(one for one in FACTS.outcomes if one.programme == id) for id in ("mine", "theirs"))
    assert is_own(OWN, SCHOOL, "outcomes", mine)
    assert not is_own(OWN, SCHOOL, "outcomes", theirs)
    assert is_own(OWN, SCHOOL, "admissions", FACTS.admissions[0])


def test_no_row_of_another_table_is_own_though_it_names_the_programme():
    link = b.feeds("mine", "analyst")
    assert "feeds" not in PROPOSED
    assert not is_own(OWN, SCHOOL, "feeds", link)
