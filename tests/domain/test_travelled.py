"""How far somebody has come since the last visit: what was open and is not, what is new, what was taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from pathways.domain.conditions import Amount, Subject, Token, parse
from pathways.domain.distance import Stand, Travelled
from pathways.domain.graph import Graph
from pathways.domain.guidance import Talk, from_json, to_json
from pathways.domain.having import read
from pathways.domain.nouns import ProgrammeId
from pathways.domain.plans import Changed
from pathways.domain.travelled import kept, travelled
from tests import builders as b
from tests.domain.worlds_of_talks import (
    COLLEGE,
    NOTHING_SAID,
    TALKS,
    TOWN,
    TRADE,
    along,
    facts,
    programme,
    role,
    routes_of,
)
from tests.worlds import admission

MATHS, EXPERIENCE, AVERAGE = Subject("mathematics", "A"), Amount("experience", 2), Amount("average", 6)
SCIENCE = parse("physics B or chemistry B")
THEN = Talk(start="school", goal="analyst")


def since(then, now, graph=TOWN):
    return travelled(graph, then, now, routes_of(graph, now))


def stands(line):
    return [(stop.condition, stop.stand) for door in line.doors for stop in door.stops]


def on_list(*picks, have=(), **changes):
    return replace(THEN, shortlist=picks, have=have, **changes)


class TestALine:
    """The conditions at the doors of one thing on the list, as they stood and as they stand."""

    @pytest.mark.parametrize(
        "pick", [pytest.param(programme("college"), id="programme"), pytest.param(along("college"), id="route")]
    )
    def test_each_condition_was_met_then_or_since_or_is_open(self, pick):
        then, now = on_list(pick, have=("mathematics-A",)), on_list(pick, have=("mathematics-A", "chemistry-A"))
        (line,) = since(then, now).lines
        assert stands(line) == [
            (MATHS, Stand.THEN), (SCIENCE, Stand.SINCE), (EXPERIENCE, Stand.OPEN), (AVERAGE, Stand.OPEN),
        ]  # fmt: skip
        assert [line.count(stand) for stand in Stand] == [1, 1, 0, 2]
        assert line.moved

    @pytest.mark.parametrize(
        "pick", [pytest.param(programme("college"), id="programme"), pytest.param(along("college"), id="route")]
    )
    def test_it_is_of_its_pick_and_its_door_is_the_way_in(self, pick):
        now = on_list(pick)
        (line,) = since(now, now).lines
        assert line.pick == pick
        assert [(door.programme.id, door.way) for door in line.doors] == [
            ("college", *TOWN.admissions_to(ProgrammeId("college")))
        ]

    def test_paid_work_on_the_way_takes_care_of_experience(self):
        now = on_list(along("college^2"))
        (line,) = since(now, now).lines
        assert (EXPERIENCE, Stand.ON_WAY) in stands(line)
        assert not line.moved

    def test_paid_work_on_the_way_has_no_door_of_its_own(self):
        now = on_list(along("college^2"))
        (line,) = since(now, now).lines
        assert [door.programme.id for door in line.doors] == ["college"]

    def test_what_is_too_low_is_told_from_what_was_not_said(self):
        now = on_list(programme("college"), have=("mathematics-C",))
        missing = {stop.condition: stop.missing for stop in since(now, now).lines[0].doors[0].stops}
        assert missing == {MATHS: True, SCIENCE: False, EXPERIENCE: False, AVERAGE: False}

    def test_what_was_taken_back_is_open_again_and_newly_so(self):
        then = on_list(programme("college"), have=("mathematics-A",))
        (line,) = since(then, replace(then, have=())).lines
        (stop,) = [one for one in line.doors[0].stops if one.condition == MATHS]
        assert (stop.stand, stop.fresh) == (Stand.OPEN, True)
        assert line.moved

    def test_a_condition_that_the_facts_ask_for_since_is_new(self):
        then = on_list(along("college", graph=Graph(facts("mathematics A"))))
        (line,) = since(then, then).lines
        fresh = {stop.condition: stop.fresh for stop in line.doors[0].stops}
        assert fresh == {MATHS: False, SCIENCE: True, EXPERIENCE: True, AVERAGE: True}
        assert line.moved

    def test_a_lower_level_of_what_was_open_is_not_new(self):
        then = on_list(along("college"))
        graph = Graph(facts(COLLEGE.replace("mathematics A", "mathematics B")))
        (line,) = since(then, then, graph).lines
        assert not any(stop.fresh for stop in line.doors[0].stops)
        assert line.gone == (MATHS,)

    def test_what_the_facts_ask_for_no_longer_is_gone(self):
        then = on_list(along("college"))
        (line,) = since(then, then, Graph(facts("mathematics A and experience 2"))).lines
        assert line.gone == (SCIENCE, AVERAGE)
        assert line.moved

    def test_a_route_that_takes_longer_than_it_was_kept_with_says_so(self):
        pick = along("college")
        older = replace(pick, then=f"2y;{pick.then.partition(';')[2]}")
        (line,) = since(on_list(older), on_list(older)).lines
        assert [(one.what, one.before, one.now) for one in line.differences] == [(Changed.YEARS, 2.0, 3.5)]
        assert line.saved == "2026-11-23"

    @pytest.mark.parametrize("then", ["", "not a line"])
    def test_a_route_without_a_readable_past_has_no_differences(self, then):
        pick = replace(along("college"), then=then)
        (line,) = since(on_list(pick), on_list(pick)).lines
        assert (line.differences, line.gone, line.saved) == ((), (), "")

    def test_a_condition_that_two_doors_ask_for_stands_at_the_first(self):
        town = facts("language en")
        pick = along("college.master", "chief", graph=Graph(town))
        (line,) = since(on_list(pick), on_list(pick), Graph(town)).lines
        assert [len(door.stops) for door in line.doors] == [1, 0]
        assert line.role.id == "chief"

    def test_a_condition_that_the_first_and_the_last_of_three_doors_ask_for_stands_at_the_first(self):
        town = facts("language en")
        ways = (admission("night", "college", "physics B"), admission("master", "night", "language en"))
        graph = Graph(replace(town, admissions=(town.admissions[0], *ways)))
        now = on_list(along("college.night.master", "chief", graph=graph))
        (line,) = since(now, now, graph).lines
        assert [[stop.condition for stop in door.stops] for door in line.doors] == [
            [Token("language", "en")], [Subject("physics", "B")], [],
        ]  # fmt: skip

    def test_a_job_has_no_line_even_where_a_programme_has_the_same_id(self):
        town = facts()
        graph = Graph(replace(town, programmes=(*town.programmes, b.programme("chief", "D4"))))
        now = on_list(role("chief"))
        assert since(now, now, graph).lines == ()

    def test_what_is_gone_and_jobs_have_no_line(self):
        now = on_list(programme("gone"), role("analyst"), replace(along("college"), key="gone"), programme("trade"))
        found = travelled(TOWN, now, now, {})
        assert [line.pick.id for line in found.lines] == ["trade"]

    def test_a_programme_that_no_way_leads_to_has_a_door_without_conditions(self):
        now = on_list(programme("master"))
        (door,) = since(now, now).lines[0].doors
        assert (door.way, door.stops, door.finished) == (None, (), Stand.OPEN)


class TestFinished:
    """A programme is finished when one now stands where only it leads."""

    def test_its_door_is_behind_whatever_was_said(self):
        pick = along("college.master", "chief")
        found = since(on_list(pick), on_list(pick, start="college"))
        assert [one.id for one in found.finished] == ["college"]
        (line,) = found.lines
        assert [door.finished for door in line.doors] == [Stand.SINCE, Stand.OPEN]
        assert {stand for _, stand in stands(line)[:4]} == {Stand.SINCE}
        assert stands(line)[4:] == [(Token("language", "en"), Stand.OPEN)]

    def test_what_was_finished_then_is_not_finished_since(self):
        now = on_list(programme("college"), start="college")
        found = since(now, now)
        assert found.finished == ()
        assert found.lines[0].doors[0].finished is Stand.THEN
        assert not found.moved

    def test_to_what_was_finished_then_no_way_in_is_shown(self):
        now = on_list(programme("college"), start="college")
        (door,) = since(now, now).lines[0].doors
        assert (door.way, door.stops) == (None, ())

    def test_without_a_start_then_nothing_is_known_to_be_finished_since(self):
        assert since(replace(THEN, start=""), replace(THEN, start="college")).finished == ()

    def test_it_adds_skills_towards_the_goal(self):
        skills = since(THEN, replace(THEN, start="college", goal="")).skills
        assert skills.goal.id == "analyst"
        assert skills.before is None
        assert 0 < skills.now < 1
        assert [(judged.need.skill, before, judged.held) for judged, before in skills.gained] == [("sql", 0, 3)]

    def test_skills_towards_the_goal_are_told_from_those_that_were_there(self):
        then = replace(THEN, start="college", goal="chief")
        skills = since(then, replace(then, start="master")).skills
        assert (skills.before, skills.now) == (0.75, 1)
        assert [(judged.need.skill, before, judged.held) for judged, before in skills.gained] == [("sql", 3, 4)]

    def test_without_a_goal_or_without_anything_finished_no_skills_are_told(self):
        assert since(replace(THEN, goal=""), replace(THEN, goal="", start="college")).skills is None
        assert since(THEN, replace(THEN, have=("contract",))).skills is None


class TestWhatIsSaid:
    """What is said otherwise than then, and what that counts for."""

    @pytest.mark.parametrize(
        ("before", "now", "gained", "taken_back"),
        [
            pytest.param((), ("mathematics-A",), [(None, MATHS)], [], id="new"),
            pytest.param(("mathematics-C",), ("mathematics-A",), [(Subject("mathematics", "C"), MATHS)], [], id="more"),
            pytest.param(("mathematics-A",), ("mathematics-C",), [], [(MATHS, Subject("mathematics", "C"))], id="less"),
            pytest.param(("contract",), (), [], [(Token("contract", "training"), None)], id="no longer said"),
            pytest.param(("experience-1",), ("experience-2",), [(Amount("experience", 1), EXPERIENCE)], [], id="years"),
            pytest.param(("age-17",), ("age-18",), [], [], id="age changes by itself"),
            pytest.param(("not-physics",), ("physics-B",), [(None, Subject("physics", "B"))], [], id="had none"),
        ],
    )
    def test_what_was_gained_and_what_was_taken_back(self, before, now, gained, taken_back):
        found = since(replace(THEN, have=before), replace(THEN, have=now))
        assert [(one.before, one.now) for one in found.gained] == gained
        assert [(one.before, one.now) for one in found.taken_back] == taken_back

    def test_each_counts_for_what_it_meets(self):
        pick = along("college")
        then = on_list(pick)
        found = since(then, replace(then, have=("mathematics-A", "physics-A", "chemistry-C", "experience-1")))
        counts = {one.now: [condition for condition, _ in one.meets] for one in found.gained}
        assert counts == {
            MATHS: [MATHS],
            Subject("physics", "A"): [SCIENCE],
            Subject("chemistry", "C"): [],
            Amount("experience", 1): [],
        }
        assert {door.id for one in found.gained for _, door in one.meets} == {"college"}

    @pytest.mark.parametrize(
        ("have", "counting"),
        [
            (("danish-9", "other-motivation"), {"danish", "motivation"}),
            (("danish-9", "other-motivation", "contract"), {"training"}),
        ],
    )
    def test_two_count_together_only_where_neither_would_do(self, have, counting):
        then = on_list(programme("trade"))
        found = since(then, replace(then, have=have))
        about = {getattr(one.now, "subject", getattr(one.now, "id", "")) for one in found.gained if one.meets}
        assert about == counting
        assert {condition for one in found.gained for condition, _ in one.meets} == {parse(TRADE)}

    def test_two_that_would_each_do_count_both(self):
        graph = Graph(facts("experience 2 or physics B"))
        then = on_list(programme("college"))
        found = since(then, replace(then, have=("physics-B", "experience-2")), graph)
        either = parse("experience 2 or physics B")
        assert {one.now: [condition for condition, _ in one.meets] for one in found.gained} == {
            Subject("physics", "B"): [either],
            EXPERIENCE: [either],
        }

    def test_what_a_condition_does_not_ask_for_does_not_count_with_those_that_meet_it_together(self):
        then = on_list(programme("trade"))
        found = since(then, replace(then, have=("danish-9", "other-motivation", "physics-B")))
        assert {one.now: len(one.meets) for one in found.gained} == {
            Subject("danish", "9"): 1,
            Token("other", "motivation"): 1,
            Subject("physics", "B"): 0,
        }

    def test_too_low_a_level_does_not_count_for_what_is_behind_because_the_programme_is_finished(self):
        then = on_list(along("college"))
        found = since(then, replace(then, start="college", have=("mathematics-C",)))
        assert (MATHS, Stand.SINCE) in stands(found.lines[0])
        assert [(one.now, one.meets) for one in found.gained] == [(Subject("mathematics", "C"), ())]


def test_the_list_is_told_by_what_came_and_went():
    then = on_list(programme("college"), programme("trade"))
    now = on_list(programme("trade"), role("chief"))
    found = since(then, now)
    assert ([one.id for one in found.added], [one.id for one in found.off]) == (["chief"], ["college"])


@pytest.mark.parametrize(
    ("now", "stands"), [("Ring the school", True), ("Go there", False)], ids=["the same", "another one"]
)
def test_nobody_knows_whether_the_step_was_done(now, stands):
    then = replace(THEN, next_step="Ring the school", next_on=date(2027, 3, 1))
    step = since(then, replace(then, next_step=now)).step
    assert (step.words, step.on, step.stands) == ("Ring the school", date(2027, 3, 1), stands)


def test_without_anything_there_is_nothing():
    assert since(NOTHING_SAID, NOTHING_SAID) == Travelled()


@given(TALKS)
def test_from_a_talk_to_itself_it_is_no_way(talk):
    talk = kept(TOWN, talk, routes_of(TOWN, talk))
    found = since(talk, from_json(to_json(talk)))
    assert not found.moved
    assert (found.gained, found.taken_back, found.skills) == ((), (), None)
    assert all(line.count(Stand.SINCE) == 0 for line in found.lines)


def test_what_is_kept_is_what_the_routes_are_like_today():
    pick, gone = along("college"), programme("gone")
    talk = on_list(replace(pick, then="9y;1c;2020"), gone)
    assert kept(TOWN, talk, routes_of(TOWN, talk)).shortlist == (pick, gone)
    assert kept(TOWN, talk, {}) == talk


@given(TALKS, TALKS)
def test_what_was_gained_and_lost_adds_up(then, now):
    found = since(then, now)
    was, held = read(TOWN, then.have)[0], read(TOWN, now.have)[0]
    subjects, amounts, tokens = dict(was.subjects), dict(was.amounts), set(was.tokens)
    for one in found.said:
        match one.now or one.before:
            case Subject(id, level):
                subjects.pop(id, None)
                subjects |= {id: level} if one.now else {}
            case Amount(of, amount):
                amounts.pop(of, None)
                amounts |= {of: amount} if one.now else {}
            case Token(of, id):
                tokens ^= {(of, id)}
    ageless = {of: amount for of, amount in held.amounts.items() if of != "age"}
    amounts.pop("age", None)
    assert (subjects, amounts, tokens) == (held.subjects, ageless, held.tokens)
    names = {one.name for one in then.shortlist} - {one.name for one in found.off} | {one.name for one in found.added}
    assert names == {one.name for one in now.shortlist}
    assert {*found.gained} | {*found.taken_back} == {*found.said}


@given(TALKS, TALKS)
def test_there_and_back_turns_gains_into_losses(one, other):
    there, back = since(one, other), since(other, one)
    assert {(said.before, said.now) for said in there.said} == {(said.now, said.before) for said in back.said}
    assert there.added == back.off
    assert {ProgrammeId(p.id) for p in there.finished}.isdisjoint(p.id for p in back.finished)


@given(TALKS, TALKS)
def test_a_line_counts_every_condition_once(then, now):
    for line in since(then, now).lines:
        asked = [stop.condition for door in line.doors for stop in door.stops]
        assert len(asked) == len({*asked}) == sum(map(line.count, Stand))
