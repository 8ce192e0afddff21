"""What everybody may see of flags and openings: nothing of a pool below three, and nothing that unmasks one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain.flags import OPEN, Action, Actor, Event, Shows, State, Subject, Visibility, act, replay
from pathways.domain.graph import Graph
from pathways.domain.nouns import Interval
from pathways.domain.openings import Stated, standing
from pathways.domain.publishing import Band, Pool, Published, Topic, band, known_to, publish
from tests import builders as b
from tests.histories import WAY, begun, next_event, walk
from tests.published_flags import companies_asking

TOWN_TIME = ZoneInfo("Europe/Copenhagen")
TODAY = date(2026, 12, 15)
MONTH = date(2026, 12, 1)
BEFORE = datetime(2026, 11, 20, 12, tzinfo=UTC)
SINCE = datetime(2026, 12, 3, 12, tzinfo=UTC)
SQL = Topic(Subject.SKILL, "sql")
AHEAD, BEHIND = ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")
"""Clocks 14 hours ahead of UTC and 11 behind: no moment is on the same day by both."""
POOLED, PUBLIC, ADDRESSED = Visibility.POOLED, Visibility.PUBLIC, Visibility.ADDRESSED


def flags(*companies, at=BEFORE, visibility=POOLED, **asked):
    return [begun(f"{c}-{at:%d}", c, at=at, visibility=visibility, **asked) for c in companies]


def shown(*groups, today=TODAY, openings=()):
    return publish([flag for group in groups for flag in group], openings, today, TOWN_TIME)


def seen_later(flag, at=SINCE, **changes):
    """Give a flag that its company edited."""
    event = Event(flag.seen + 1, at, Actor.COMPANY, flag.company, Action.EDIT, ask=replace(flag.ask, **changes))
    return act(flag, event)


def test_nothing_is_public_of_nothing():
    assert shown() == Published(TODAY, MONTH)


@pytest.mark.parametrize(
    ("people", "said"), [(1, "1-4"), (4, "1-4"), (5, "5-19"), (19, "5-19"), (20, "20+"), (999, "20+")]
)
def test_people_appear_in_bands(people, said):
    assert band(people) is Band(said)


class TestPools:
    """Companies that are counted and never named."""

    @pytest.mark.parametrize(("companies", "pool"), [("ab", None), ("abc", 3), ("abcd", 4)])
    def test_a_pool_shows_from_three_companies_on(self, companies, pool):
        found = shown(flags(*companies)).pools.get(SQL)
        assert (found and found.companies) == pool

    def test_a_company_counts_once_for_a_topic(self):
        twice = [*flags("a", "b"), *flags("a", "b", at=BEFORE - timedelta(days=3), role="chief")]
        assert shown(twice).pools == {}
        (pool,) = shown(twice, flags("c")).pools.values()
        assert (pool.companies, pool.people) == (3, Band.MANY)

    def test_it_tells_a_band_of_people_and_the_highest_level(self):
        asked = [*flags("a", level=1, people=1), *flags("b", level=4, people=1), *flags("c", level=2, people=1)]
        assert shown(asked).pools == {SQL: Pool(SQL, 3, Band.FEW, 4)}
        roles = flags(*"abc", subject=Subject.ROLE, key="analyst", level=None)
        assert shown(roles).pools[Subject.ROLE, "analyst"].level is None

    @pytest.mark.parametrize(
        "third",
        [
            pytest.param(flags("c", visibility=ADDRESSED), id="one that asks its school alone"),
            pytest.param(flags("c", visibility=PUBLIC), id="one that is named"),
            pytest.param(flags("c", key="python"), id="one that asks for something else"),
            pytest.param(flags("c", unmapped=True), id="one that asks in its own words"),
            pytest.param(flags("c", at=SINCE), id="one that asks since this month"),
            pytest.param([walk(flags("c")[0], [Action.WITHDRAW], BEFORE)], id="one that asks no more"),
            pytest.param(flags("c", by=date(2025, 12, 1)), id="one whose flag has lapsed, written down or not"),
            pytest.param(flags("b", at=BEFORE - timedelta(days=1)), id="one that is counted already"),
        ],
    )
    def test_who_does_not_make_three(self, third):
        assert shown(flags("a", "b"), third).pools == {}

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param({"visibility": ADDRESSED}, id="tells its school alone"),
            pytest.param({"people": 90}, id="asks for more"),
            pytest.param({"key": "python"}, id="asks for something else"),
        ],
    )
    def test_within_a_month_a_pool_stands_still(self, change):
        first, *rest = flags(*"abc")
        later = seen_later(first, **change)
        withdrawn = walk(first, [Action.WITHDRAW], SINCE)
        for moved in (later, withdrawn):
            assert shown([moved, *rest]) == shown([first, *rest])
        assert shown([withdrawn, *rest], today=date(2027, 1, 1)).pools == {}

    def test_a_month_begins_by_the_towns_clocks(self):
        late, early = datetime(2026, 11, 30, 22, 59, tzinfo=UTC), datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
        assert shown(flags(*"ab"), flags("c", at=late)).pools[SQL].companies == 3
        assert shown(flags(*"ab"), flags("c", at=early)).pools == {}
        assert shown(flags(*"ab"), flags("c", at=early), today=date(2027, 1, 1)).pools[SQL].companies == 3

    def test_who_names_itself_leaves_the_pool_at_once(self):
        first, *rest = flags(*"abcd")
        now = shown([seen_later(first, visibility=PUBLIC), *rest])
        assert (now.pools[SQL].companies, companies_asking(now, SQL)) == (3, 4)
        assert shown([seen_later(first, visibility=PUBLIC), *rest[:2]]).pools == {}

    def test_who_was_named_once_does_not_let_the_pool_grow(self):
        (named,) = flags("a", visibility=PUBLIC)
        hidden = seen_later(named, POOLED_AT, visibility=POOLED)
        assert shown([hidden], flags("b", "c")).pools == {}
        again = [walk(named, [Action.WITHDRAW], POOLED_AT), *flags("a", at=POOLED_AT)]
        assert shown(again, flags("b", "c")).pools == {}
        assert shown(again, flags(*"bcd")).pools[SQL].companies == 3

    @pytest.mark.parametrize(
        ("answered", "waiting", "told"),
        [(0, 6, None), (2, 4, None), (3, 3, 3), (4, 3, 4), (4, 2, None), (6, 0, None), (3, 0, None)],
    )
    def test_how_many_were_answered_is_told_only_where_three_stand_on_both_sides(self, answered, waiting, told):
        companies = flags(*(f"c{number}" for number in range(answered + waiting)))
        some = [walk(flag, [Action.ACKNOWLEDGE], BEFORE) for flag in companies[:answered]]
        assert shown(some, companies[answered:]).pools[SQL].answered == told
        again = flags("c0", at=BEFORE - timedelta(days=2), role="chief")
        assert shown(some, companies[answered:], again).pools[SQL].answered == told, "one answered flag is enough"

    def test_a_comment_is_no_answer(self):
        comment = replace(next_event(flags("a")[0], Action.COMMENT, Actor.INSTITUTION), at=BEFORE)
        talked = [act(flag, comment) for flag in flags(*"abc")]
        assert shown(talked, flags(*"def")).pools[SQL].answered is None


POOLED_AT = datetime(2026, 11, 25, tzinfo=UTC)


class TestNamed:
    """Companies that say so in public."""

    def test_a_named_flag_tells_what_may_be_told(self):
        late = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)  # the 30th, by the town's clocks
        (flag,) = flags("a", at=late, visibility=PUBLIC, people=7, words="a word")
        answered = walk(flag, WAY[State.PLANNED], datetime(2026, 12, 2, 23, 30, tzinfo=UTC))
        (told,) = shown([answered]).flags
        assert (told.company, told.topic, told.words, told.people) == ("a", SQL, "a word", Band.SOME)
        assert (told.since, told.answered) == (date(2026, 11, 30), date(2026, 12, 3))
        assert (told.state, told.plan.programme, told.addressee) == (State.PLANNED, "course", "school")
        assert not {"by", "tried"} & set(told.__slots__)

    def test_it_tells_the_level_the_role_and_how_the_gap_shows(self) -> None:
        asked = {"level": 2, "role": "chief", "shows": Shows.OWN_PEOPLE_NEED_IT}
        (told,) = shown(flags("a", visibility=PUBLIC, **asked)).flags
        assert {name: getattr(told, name) for name in asked} == asked

    @pytest.mark.parametrize("state", State)
    def test_it_shows_while_it_is_open_and_when_it_was_confirmed(self, state):
        flag = walk(flags("a", visibility=PUBLIC)[0], WAY[state], BEFORE)
        published = shown([flag])
        assert bool(published.flags) == (state in OPEN or state is State.CONFIRMED)
        assert len(published.named(SQL)) == companies_asking(published, SQL) == (state in OPEN)

    def test_it_shows_as_it_stands_today_the_newest_first(self):
        old, new = flags("a", visibility=PUBLIC), flags("b", at=SINCE, visibility=PUBLIC)
        assert [flag.company for flag in shown(old, new).flags] == ["b", "a"]
        assert shown(flags("a", visibility=PUBLIC, by=date(2025, 12, 15))).flags == (), "it lapsed today"
        assert shown([seen_later(old[0], visibility=ADDRESSED)]).flags == ()
        assert shown(flags("a", visibility=PUBLIC, unmapped=True)).flags == ()

    def test_a_mapped_flag_is_about_what_the_editor_says(self):
        flag = walk(flags("a", visibility=PUBLIC, unmapped=True)[0], [Action.MAP], SINCE)
        (told,) = shown([flag]).flags
        assert (told.topic, told.words) == (SQL, "someone who can mend the still")


class TestMedian:
    """How long the first answer takes."""

    @staticmethod
    def answered(company, days, visibility=PUBLIC, at=BEFORE - timedelta(days=60), **asked):
        (flag,) = flags(company, at=at, visibility=visibility, **asked)
        return walk(flag, [Action.ACKNOWLEDGE], at + timedelta(days=days))

    @pytest.mark.parametrize(
        ("companies", "median"),
        [("aabbc", 3), ("aabbcc", 3.5), ("aabb", None), ("abc", None), ("aaabbb", None)],
    )
    def test_it_takes_five_answers_of_three_companies(self, companies, median):
        some = [self.answered(one, days, role=str(days)) for days, one in enumerate(companies, 1)]
        assert shown(some).median_days == median

    def test_pooled_answers_count_only_where_they_are_of_three_companies(self):
        named = [self.answered(one, 2, role=one) for one in "aabbc"]
        pooled = [self.answered(one, 20, POOLED) for one in "xyz"] + [self.answered("x", 20, POOLED, key="python")] * 3
        assert shown(named, pooled[:2]).median_days == 2
        many_of_two = [self.answered(one, 20, POOLED, key=f"skill-{n}") for one in "xy" for n in range(5)]
        assert shown(named, many_of_two).median_days == 2
        assert shown(named, pooled).median_days == 20

    def test_answers_of_this_month_wait_for_the_next(self):
        now = [self.answered(one, 80, role=str(n)) for n, one in enumerate("aabbc")]
        assert shown(now).median_days is None
        assert shown(now, today=date(2027, 2, 1)).median_days == 80

    @pytest.mark.parametrize(("here", "days"), [(AHEAD, 0), (BEHIND, 1)])
    def test_days_are_counted_by_the_towns_clocks(self, here, days) -> None:
        """Between 10:30 and 11:30 in UTC a day begins where clocks are behind, and none where they are ahead."""
        asked = datetime(2026, 10, 5, 10, 30, tzinfo=UTC)
        some = [self.answered(one, 1 / 24, at=asked, role=str(n)) for n, one in enumerate("aabbc")]
        assert publish(some, [], TODAY, here).median_days == days

    def test_what_is_between_a_company_and_its_school_does_not_count(self):
        own = [self.answered(one, 1, ADDRESSED) for one in "abcdef"]
        words = [self.answered(one, 1, unmapped=True) for one in "abcdef"]
        assert shown(own, words).median_days is None


class TestOpenings:
    """What companies state."""

    @staticmethod
    def said(organisation, people=(2, 3, 5), visibility=POOLED, at=BEFORE, role="analyst", *, year=2027):
        return Stated(organisation, role, year, people and Interval(*people), visibility, at)

    def openings(self, *said, today=TODAY):
        return shown(openings=said, today=today).openings

    def test_named_ones_stand_with_their_name_as_they_are_today(self):
        old, new = self.said("a", visibility=PUBLIC), self.said("a", (1, 1, 1), PUBLIC, SINCE)
        (told,) = self.openings(old, new, self.said("b", visibility=ADDRESSED))
        assert (told.organisation, told.companies, told.people, told.as_of) == (
            "a", 1, Interval(1, 1, 1), date(2026, 12, 3),
        )  # fmt: skip
        assert self.openings(old, self.said("a", None, PUBLIC, SINCE)) == ()

    @pytest.mark.parametrize(("here", "day"), [(AHEAD, date(2026, 12, 4)), (BEHIND, date(2026, 12, 3))])
    def test_a_named_one_is_of_the_day_it_was_stated_by_the_towns_clocks(self, here, day) -> None:
        (told,) = publish([], [self.said("a", visibility=PUBLIC, at=SINCE)], TODAY, here).openings
        assert told.as_of == day

    def test_what_is_stated_as_the_month_begins_waits_for_the_next(self) -> None:
        began = datetime(2026, 12, 1, tzinfo=TOWN_TIME)
        before = [self.said("a"), self.said("b")]
        last, first = (self.said("c", at=at.astimezone(UTC)) for at in (began - timedelta(seconds=1), began))
        assert [one.companies for one in self.openings(*before, last)] == [3]
        assert self.openings(*before, first) == ()
        assert [one.companies for one in self.openings(*before, first, today=date(2027, 1, 1))] == [3]

    def test_pooled_ones_are_added_up_as_of_the_month(self):
        said = [self.said(one) for one in "abc"]
        (told,) = self.openings(*said, self.said("a", (50, 50, 50), at=SINCE), self.said("d", at=SINCE))
        assert (told.organisation, told.companies, told.people, told.as_of) == (None, 3, Interval(6, 9, 15), MONTH)

    @pytest.mark.parametrize(
        "third",
        [
            pytest.param([], id="two are too few"),
            pytest.param([("c", {"visibility": ADDRESSED})], id="one tells schools alone"),
            pytest.param([("c", {"visibility": PUBLIC})], id="one is named"),
            pytest.param([("c", {"year": 2028})], id="one speaks of another year"),
            pytest.param([("c", {"role": "chief"})], id="one speaks of another role"),
            pytest.param([("c", {}), ("c", {"people": None})], id="one took it back"),
            pytest.param([("c", {}), ("c", {"visibility": PUBLIC, "at": SINCE})], id="one names itself since"),
            pytest.param([("c", {"visibility": PUBLIC}), ("c", {})], id="one was named before"),
        ],
    )
    def test_who_does_not_make_three(self, third):
        said = [self.said("a"), self.said("b"), *(self.said(one, **more) for one, more in third)]
        assert [one for one in self.openings(*said) if one.organisation is None] == []

    @pytest.mark.parametrize(
        ("figures", "shows"),
        [
            pytest.param((10, 10, 10), True, id="three alike"),
            pytest.param((1, 1, 1), True, id="three who want one each"),
            pytest.param((100, 50, 10), True, id="the rest is a tenth of the largest"),
            pytest.param((100, 50, 9), False, id="the second could work out the largest to within a tenth"),
            pytest.param((100, 50, 5, 5), True, id="two small ones hide it together"),
            pytest.param((0, 0, 0), False, id="nothing in all tells nothing of each"),
            pytest.param((5, 0, 0), False, id="one that is alone in fact"),
        ],
    )
    def test_nobody_in_a_pool_can_work_out_another(self, figures, shows):
        wide = [self.said(f"c{n}", (figure, figure + 50, figure + 100)) for n, figure in enumerate(figures)]
        exact = [self.said(f"c{n}", (figure,) * 3) for n, figure in enumerate(figures)]
        assert bool(self.openings(*exact)) == bool(self.openings(*wide)) == shows, "each end is looked at"

    def test_whose_figure_a_source_prints_is_wanted_once_and_not_in_a_pool_too(self):
        said = [self.said(one) for one in "abcd"]
        (pool,) = publish([], said, TODAY, TOWN_TIME, {(said[3].role, said[3].year, "d")}).openings
        assert pool.companies == 3
        assert publish([], said[1:], TODAY, TOWN_TIME, {(said[3].role, said[3].year, "d")}).openings == ()

    def test_they_go_by_role_and_year_with_the_named_ones_first(self):
        pooled = [self.said(one) for one in "abc"]
        named = [
            self.said("z", visibility=PUBLIC),
            self.said("y", visibility=PUBLIC),
            self.said("y", role="a", visibility=PUBLIC),
        ]
        found = [(one.role, one.organisation) for one in self.openings(*pooled, *named)]
        assert found == [("a", "y"), ("analyst", "y"), ("analyst", "z"), ("analyst", None)]


def test_what_another_town_knows_nothing_of_is_left_out():
    graph = Graph(b.facts({"analyst": {"sql": 2}}, jobs=[("analyst", "works"), ("analyst", "school")]))
    some = [
        *flags("works", visibility=PUBLIC),
        *flags("stranger", visibility=PUBLIC),
        begun("far", "works", "elsewhere", BEFORE, visibility=PUBLIC),
        *flags("works", visibility=PUBLIC, key="gone", at=SINCE),
        *flags("works", visibility=PUBLIC, subject=Subject.ROLE, key="analyst", level=None, at=POOLED_AT),
        *(flag for key in ("sql", "gone") for flag in flags(*"abc", key=key)),
    ]
    said = [TestOpenings.said(one, visibility=PUBLIC) for one in ("works", "stranger")]
    said += [TestOpenings.said("works", visibility=PUBLIC, role="gone")]
    said += [TestOpenings.said(one) for one in "abc"]
    found = known_to(graph, shown(some, openings=said))
    assert [flag.id for flag in found.flags] == ["works-25", "works-20"]
    assert list(found.pools) == [SQL]
    assert [one.organisation for one in found.openings] == ["works", None]


COMPANIES = st.sampled_from("abcde")
KEYS = st.sampled_from(["sql", "sql", "python"])
SEEN = st.sampled_from([POOLED] * 5 + [PUBLIC, ADDRESSED])
MOMENTS = st.datetimes(datetime(2026, 10, 1), datetime(2026, 12, 14), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds it


@st.composite
def histories(draw, visibility=None):
    """Draw a flag with a history that can have happened."""
    seen = st.just(visibility) if visibility else SEEN
    moments = sorted(draw(st.lists(MOMENTS, min_size=1, max_size=3)))
    flag = begun(
        f"f{draw(st.integers(0, 10**9))}", draw(COMPANIES), at=moments[0], key=draw(KEYS), visibility=draw(seen),
        people=draw(st.integers(1, 30)), unmapped=draw(st.sampled_from([False] * 5 + [True])),
    )  # fmt: skip
    for at in moments[1:]:
        action = draw(st.sampled_from([Action.EDIT, Action.ACKNOWLEDGE, Action.WITHDRAW, Action.PLAN, Action.DECLINE]))
        try:
            event = next_event(flag, action, at=at)
            if action is Action.EDIT:
                event = replace(event, ask=replace(event.ask, visibility=draw(seen)))
            flag = act(flag, event)
        except Exception:  # noqa: BLE001  # what may not happen did not happen
            continue
    return flag


STATED = st.builds(
    TestOpenings.said, COMPANIES,
    st.none() | st.lists(st.integers(0, 30), min_size=3, max_size=3).map(sorted), SEEN, MOMENTS,
    st.sampled_from(["analyst", "chief"]),
)  # fmt: skip
WORLDS = st.lists(histories(), max_size=18, unique_by=lambda flag: flag.id)
SAID = st.lists(STATED, max_size=16).map(lambda said: sorted(said, key=lambda one: one.at))


def public(world, said=(), today=TODAY):
    return publish(world, said, today, TOWN_TIME)


@given(WORLDS, st.lists(histories(ADDRESSED), min_size=1, max_size=8), SAID)
def test_what_is_between_a_company_and_its_school_changes_nothing(world, own, said):
    assert public([*world, *own], said) == public(world, said)


@given(WORLDS, histories(POOLED), MOMENTS)
def test_nothing_changes_within_a_month_through_those_that_are_not_named(world, flag, at):
    """As of its first day a pool is what it is: a flag that is not named moves nothing until the next one."""
    first = datetime(2026, 12, 1, tzinfo=TOWN_TIME)
    old = [event for event in flag.events if event.at < first]
    before = [*world, replay(flag.id, old)] if old else world
    assert public([*world, flag]) == public(before)


@given(WORLDS, SAID)
def test_no_pool_is_of_fewer_than_three_and_nobody_in_it_is_named(world, said):
    found = public(world, said)
    for topic, pool in found.pools.items():
        assert pool.companies >= 3
        named = {flag.company for flag in found.flags if flag.topic == topic}
        could = {flag.company for flag in world if any(e.ask and e.ask.visibility is POOLED for e in flag.events)}
        assert pool.companies <= len(could - named)
        if pool.answered is not None:
            assert min(pool.answered, pool.companies - pool.answered) >= 3
    assert all(one.companies >= 3 for one in found.openings if one.organisation is None)


@given(WORLDS, st.sets(KEYS))
def test_a_filter_chooses_among_pools_and_never_counts_anew(world, keys):
    """Fewer flags to look at never show a pool that all of them do not: not by topic, role, level or addressee."""
    whole = public(world)
    some = [flag for flag in world if any(e.ask and e.ask.key in keys for e in flag.events)]
    for topic, pool in public(some).pools.items():
        if topic.key in keys:
            assert whole.pools.get(topic) == pool


@given(WORLDS, SAID)
def test_no_sum_of_what_is_public_tells_a_pool_of_one_or_two(world, said):
    """Whatever is added up or subtracted of it, it is the same with the flags of small pools and without them.

    So nothing that can be made of it depends on them. Medians are looked at by themselves.
    """
    found = public(world, said)
    small = [flag for flag in world if {e.ask.visibility for e in flag.events if e.ask} == {POOLED}]
    hidden = [
        flag for flag in small if not any(Topic(Subject.SKILL, e.ask.key) in found.pools for e in flag.events if e.ask)
    ]
    without = public([flag for flag in world if flag not in hidden], said)
    assert replace(without, median_days=None) == replace(found, median_days=None)
    totals = {topic: companies_asking(found, topic) for topic in found.pools}
    for size in range(1, len(totals) + 1):
        for some in combinations(totals, size):
            others = [topic for topic in totals if topic not in some]
            rest = sum(totals.values()) - sum(totals[topic] for topic in others)
            assert rest - sum(len({f.company for f in found.named(topic)}) for topic in some) >= 3 * size


@given(st.sets(COMPANIES, min_size=3), st.data())
def test_a_pool_of_three_is_gone_when_one_goes(companies, data):
    world = flags(*sorted(companies))
    gone = data.draw(st.sampled_from(sorted(companies)))
    found = public([flag for flag in world if flag.company != gone]).pools
    assert [pool.companies for pool in found.values()] == ([len(companies) - 1] if len(companies) > 3 else [])


@given(SAID)
def test_nobody_in_a_pool_of_openings_comes_within_a_tenth_of_another(said):
    told = [one for one in public([], said).openings if one.organisation is None]
    first = datetime(2026, 12, 1, tzinfo=TOWN_TIME)
    for pool in told:
        then = [one for one in standing(one for one in said if one.at < first) if one.role == pool.role]
        inside = [one for one in then if one.visibility is POOLED]
        named = {one.organisation for one in said if one.visibility is PUBLIC and one.role == pool.role}
        counted = [one for one in inside if one.organisation not in named]
        assert len(counted) == pool.companies
        for end in ("low", "likely", "high"):
            figures = {one.organisation: getattr(one.people, end) for one in counted}
            for mine, other in permutations(figures, 2):
                most = getattr(pool.people, end) - figures[mine]  # what all others are together, at most the other's
                assert most - figures[other] >= 0.1 * figures[other]
                assert most > 0 or figures[other] == 0


@given(WORLDS, SAID, st.permutations(range(18)))
def test_the_order_of_the_rows_does_not_matter(world, said, order):
    mixed = [world[at] for at in order if at < len(world)]
    assert public(mixed, said) == public(world, said)
