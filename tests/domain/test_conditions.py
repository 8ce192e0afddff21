"""The condition language: what a line means, what it refuses, what it says of someone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.conditions import (
    AMOUNTS,
    SUBJECT_LEVELS,
    AllOf,
    Amount,
    ConditionError,
    Held,
    SomeOf,
    Subject,
    Token,
    Verdict,
    atoms,
    check,
    clauses,
    distinct,
    implies,
    meets,
    parse,
    spell,
)

MATHS, PHYSICS, GEO = Subject("mathematics", "A"), Subject("physics", "B"), Subject("geoscience", "A")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("mathematics A", MATHS, id="a subject at a level"),
        pytest.param("danish 10", Subject("danish", "10"), id="a school-leaving exam is a level"),
        pytest.param("average 2.5", Amount("average", 2.5), id="a mean of the subjects asked for"),
        pytest.param("experience 2", Amount("experience", 2), id="years of paid work"),
        pytest.param("language en", Token("language", "en"), id="a language"),
        pytest.param("other interview", Token("other", "interview"), id="something a person judges"),
        pytest.param("contract", Token("contract", "training"), id="an agreement with a company stands alone"),
        pytest.param("nothing", AllOf(()), id="nothing is a stated lack of requirements"),
        pytest.param("(mathematics A)", MATHS, id="brackets around one thing are nothing"),
        pytest.param("mathematics A and physics B", AllOf((MATHS, PHYSICS)), id="and asks for all"),
        pytest.param("mathematics A or physics B", SomeOf(1, (MATHS, PHYSICS)), id="or asks for one"),
        pytest.param(
            "mathematics A and physics B or geoscience A",
            SomeOf(1, (AllOf((MATHS, PHYSICS)), GEO)),
            id="and binds tighter than or",
        ),
        pytest.param(
            "mathematics A and (physics B or geoscience A)",
            AllOf((MATHS, SomeOf(1, (PHYSICS, GEO)))),
            id="brackets bind tightest",
        ),
        pytest.param(
            "2 of (mathematics A, physics B, geoscience A)",
            SomeOf(2, (MATHS, PHYSICS, GEO)),
            id="k of n asks for k",
        ),
        pytest.param("nothing", AllOf(()), id="a source says that nothing more is asked"),
        pytest.param("  mathematics   A ", MATHS, id="spaces do not matter"),
    ],
)
def test_a_line_means(line, expected):
    assert parse(line) == expected


LONG = "The condition is too long to be read. Split it into several admissions."
LEVELS = "9, 10, G, F, E, D, C, B, A"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("", "The condition is empty. Leave the cell blank if none was seen.", id="an empty line"),
        pytest.param(
            "mathematics A physics B",
            "Unexpected 'physics'. Join conditions with 'and' or 'or'.",
            id="two conditions side by side",
        ),
        pytest.param("mathematics", "Expected a value, found the end.", id="a subject without a level"),
        pytest.param(
            "mathematics Z",
            f"mathematics needs a level ({LEVELS}), not 'Z', as in 'mathematics B'.",
            id="a level there is not",
        ),
        pytest.param("average good", "average needs a number, not 'good', as in 'average 2'.", id="an amount in words"),
        pytest.param(
            "experience inf", "experience needs a number, not 'inf', as in 'experience 2'.", id="an amount without end"
        ),
        pytest.param(
            "average nan", "average needs a number, not 'nan', as in 'average 2'.", id="an amount that is no number"
        ),
        pytest.param("mathematics A and", "Expected a value, found the end.", id="an and that leads nowhere"),
        pytest.param("mathematics A and or physics B", "Expected a condition, found 'or'.", id="and followed by or"),
        pytest.param("and A", "Expected a condition, found 'and'.", id="and before anything"),
        pytest.param("of A", "Expected a condition, found 'of'.", id="of without a count"),
        pytest.param(") A", "Expected a condition, found ')'.", id="a bracket that closes nothing yet"),
        pytest.param(", A", "Expected a condition, found ','.", id="a comma before anything"),
        pytest.param("(mathematics A", "Expected ')', found the end.", id="a bracket left open"),
        pytest.param("(mathematics A, physics B)", "Expected ')', found ','.", id="a list without a count"),
        pytest.param(
            "mathematics A)", "Unexpected ')'. Join conditions with 'and' or 'or'.", id="a bracket that closes nothing"
        ),
        pytest.param("2 of (mathematics A physics B)", "Expected ')', found 'physics'.", id="a list without a comma"),
        pytest.param(
            "3 of (mathematics A, physics B)", "3 of 2 cannot be met. Ask for 1 to 2.", id="more than there are"
        ),
        pytest.param("0 of (mathematics A)", "0 of 1 cannot be met. Ask for 1 to 1.", id="none of some"),
        pytest.param("2 of mathematics A", "Expected '(', found 'mathematics'.", id="k of without a list"),
        pytest.param(
            "² of (mathematics A)",
            f"² needs a level ({LEVELS}), not 'of', as in '² B'.",
            id="a raised digit is no count",
        ),
        pytest.param("(" * 500, LONG, id="brackets without end"),
        pytest.param("mathematics A and " * 90, LONG, id="a line without end"),
    ],
)
def test_a_line_is_refused_with_its_reason(line, told):
    with pytest.raises(ConditionError) as refused:
        parse(line)
    assert str(refused.value) == told


def test_a_line_may_be_long_and_hold_brackets_in_plenty():
    assert parse("mathematics A".ljust(1000)) == MATHS
    assert parse("(" * 40 + "mathematics A" + ")" * 40) == MATHS


_slug = st.from_regex(r"[a-z]{3,8}(-[a-z]{2,5})?", fullmatch=True).filter(
    lambda word: word not in {*AMOUNTS, "and", "contract", "language", "other"}
)
_atoms = st.one_of(
    st.builds(Subject, _slug, st.sampled_from(SUBJECT_LEVELS)),
    st.builds(Amount, st.sampled_from(AMOUNTS), st.integers(1, 500).map(lambda n: n / 10)),
    st.builds(Token, st.sampled_from(["language", "other"]), _slug),
    st.just(Token("contract", "training")),
)


def _grown(parts):
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    some = several.flatmap(lambda found: st.builds(SomeOf, st.integers(1, len(found)), st.just(found)))
    return st.builds(AllOf, several) | some


conditions = st.recursive(_atoms, _grown, max_leaves=8)


@given(conditions)
def test_what_is_spelt_is_read_back(condition):
    assert parse(spell(condition)) == condition


def test_nothing_more_asked_is_spelt_and_met():
    nothing = parse("nothing")
    assert spell(nothing) == "nothing"
    assert check(nothing, Held()) is Verdict.MET
    assert list(atoms(nothing)) == []


def test_atoms_come_in_the_order_written():
    condition = parse("mathematics A and 1 of (physics B, geoscience A) and average 2")
    assert list(atoms(condition)) == [MATHS, PHYSICS, GEO, Amount("average", 2)]


HELD = Held(
    subjects={"mathematics": "A", "physics": "C"}, amounts={"average": 4}, tokens=frozenset({("language", "en")})
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("mathematics B", Verdict.MET, id="a higher level is enough"),
        pytest.param("physics B", Verdict.MISSING, id="a lower level is not"),
        pytest.param("chemistry C", Verdict.UNKNOWN, id="a subject not spoken of is unknown"),
        pytest.param("average 4", Verdict.MET, id="exactly enough is enough"),
        pytest.param("average 6", Verdict.MISSING, id="less is not enough"),
        pytest.param("experience 2", Verdict.UNKNOWN, id="an amount not spoken of is unknown"),
        pytest.param("language en", Verdict.MET, id="a language held"),
        pytest.param("other interview", Verdict.UNKNOWN, id="what a person judges stays open"),
        pytest.param("physics B and chemistry C", Verdict.MISSING, id="one part missing outweighs an unknown one"),
        pytest.param("mathematics A and chemistry C", Verdict.UNKNOWN, id="met and unknown is unknown"),
        pytest.param("mathematics A and average 2", Verdict.MET, id="all met"),
        pytest.param("mathematics A or chemistry C", Verdict.MET, id="one met is enough for or"),
        pytest.param("physics B or chemistry C", Verdict.UNKNOWN, id="or stays open while one part is"),
        pytest.param("physics B or average 6", Verdict.MISSING, id="or is missing when all are"),
        pytest.param("2 of (mathematics A, average 2, physics A)", Verdict.MET, id="k met is enough"),
        pytest.param("2 of (mathematics A, physics A, average 7)", Verdict.MISSING, id="too few left to reach k"),
    ],
)
def test_someone_who_has_said_what_they_have(line, expected):
    assert check(parse(line), HELD) is expected


def test_a_whole_list_of_subjects_leaves_no_doubt_about_the_others():
    assert check(parse("chemistry C"), Held(exhaustive=True)) is Verdict.MISSING


def test_clauses_are_what_must_all_hold_each_once():
    found = clauses(parse("mathematics A and (physics B and mathematics A) and (physics B or geoscience A)"))
    assert found == (MATHS, PHYSICS, SomeOf(1, (PHYSICS, GEO)))
    assert clauses(None) == clauses(parse("nothing")) == ()
    assert clauses(MATHS) == (MATHS,)


@pytest.mark.parametrize(
    ("had", "asked", "expected"),
    [
        pytest.param("mathematics A", "mathematics B", True, id="a higher level holds the lower"),
        pytest.param("mathematics B", "mathematics A", False, id="a lower level does not hold the higher"),
        pytest.param("mathematics A", "physics A", False, id="another subject says nothing"),
        pytest.param("average 4", "average 2", True, id="more of an amount is enough"),
        pytest.param("average 4", "grade 2", False, id="another amount says nothing"),
        pytest.param("language en", "language en", True, id="the same"),
        pytest.param("language en", "language da", False, id="another language"),
        pytest.param("physics A", "physics B or geoscience A", True, id="one of two"),
        pytest.param("physics A", "2 of (physics B, geoscience A)", False, id="one of two where both are asked for"),
        pytest.param("physics B or geoscience A", "physics B or geoscience A", True, id="the same alternatives"),
        pytest.param("physics B or geoscience A", "physics B", False, id="alternatives are not each of them"),
    ],
)
def test_having_one_thing_means_having_another(had, asked, expected):
    assert implies(parse(had), parse(asked)) is expected


def test_of_one_subject_or_amount_only_the_most_is_asked_for():
    lines = ("mathematics B", "average 2", "mathematics A", "average 4", "mathematics B or physics B", "language en")
    kept = distinct([*map(parse, lines), parse("mathematics A")])
    assert [spell(one) for one in kept] == ["mathematics A", "average 4", "mathematics B or physics B", "language en"]


@given(st.lists(st.sampled_from(["A", "B", "C"]).flatmap(lambda at: st.sampled_from([
    f"mathematics {at}", f"physics {at}", "average 2", "average 4", "grade 4", "experience 2", "language en",
    f"mathematics {at} or physics {at}",
]))))  # fmt: skip
def test_what_is_left_out_is_asked_for_in_a_higher_degree_and_nothing_else_is(lines):
    asked = tuple(dict.fromkeys(map(parse, lines)))
    lower = {
        one for one in asked if isinstance(one, Subject | Amount) and any(implies(o, one) for o in asked if o != one)
    }
    assert distinct(asked) == tuple(one for one in asked if one not in lower)


@pytest.mark.parametrize(
    ("line", "granted", "expected"),
    [
        pytest.param("mathematics A", "", True, id="held is enough"),
        pytest.param("physics B", "", False, id="neither held nor granted"),
        pytest.param("physics B", "physics A", True, id="granted at a higher level"),
        pytest.param("2 of (mathematics B, physics B)", "physics B", True, id="one held and one granted"),
        pytest.param("2 of (mathematics B, physics B, chemistry C)", "", False, id="one held is too few"),
        pytest.param(
            "chemistry C or (mathematics B and physics B)", "physics B", True, id="held and granted in a part"
        ),
        pytest.param("physics B or chemistry C", "physics B or chemistry C", True, id="alternatives granted as such"),
        pytest.param("physics B", "physics B or chemistry C", False, id="alternatives do not say which"),
    ],
)
def test_what_is_granted_counts_as_if_it_were_held(line, granted, expected):
    assert meets(parse(line), HELD, [parse(granted)] if granted else ()) is expected
