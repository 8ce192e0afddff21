"""Gap flags as rows: what was said stays, whoever tries what; the second of two is told what the first did."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from pathways.catalogue import Catalogue
from pathways.domain.flags import Action, Actor, Event, Meanwhile, NotAllowed, State, Visibility
from pathways.domain.nouns import Interval
from pathways.store import flags, openings
from pathways.store.writes import replace_catalogue
from tests.histories import COMPANY, DELIVERED, OTHER_SCHOOL, SCHOOL, START, WAY, begun, next_event
from tests.worlds import whole_town

DAY = timedelta(days=1)
PEOPLE = Interval(2, 3, 5)


@pytest.fixture
def catalogue(engine):
    """A catalogue of the small town, without flags."""
    made = Catalogue(engine)
    with made.edit() as session:
        replace_catalogue(session, whole_town())
    yield made
    made.close()


def keep(catalogue, id="f1", way=(), account=7, **begins):
    """Keep a flag with this history, and give it."""
    first = begun(id, **begins)
    with catalogue.rows(write=True) as session:
        kept = flags.flag(session, id, first.events[0], account)
        for action in way:
            kept = flags.add(session, id, lambda flag, action=action: next_event(flag, action), kept.seen, account)
    return kept


def asked(catalogue, question, *more):
    with catalogue.rows() as session:
        return question(session, *more)


def counter(catalogue):
    return asked(catalogue, lambda session: session.execute(text("SELECT number FROM gap_counter")).scalar_one())


def ids(found):
    return [each.id for each in found]


@pytest.mark.parametrize("state", State)
def test_a_flag_is_read_as_it_was_written(catalogue, state):
    kept = keep(catalogue, way=WAY[state])
    assert kept.state is state
    assert asked(catalogue, flags.find, "f1") == kept
    assert asked(catalogue, flags.every) == (kept,)


def test_a_flag_that_is_not_there_is_told(catalogue):
    with pytest.raises(flags.FlagGone), catalogue.rows() as session:
        flags.find(session, "f1")
    with pytest.raises(flags.FlagGone), catalogue.rows(write=True) as session:
        flags.add(session, "f1", lambda flag: next_event(flag, Action.COMMENT), 1)


def test_who_finds_which_flags_newest_first(catalogue):
    old = keep(catalogue, "old", [Action.PASS_ON])
    new = keep(catalogue, "new", at=START + DAY, unmapped=True)
    other = keep(catalogue, "other", company="mill", to=OTHER_SCHOOL, at=START + 2 * DAY)
    keep(catalogue, "gone", [Action.WITHDRAW], company="mill", to="university", unmapped=True)
    assert asked(catalogue, flags.of_company, COMPANY) == (new, old)
    assert ids(asked(catalogue, flags.for_institution, SCHOOL)) == ["new", "old"], "also what was passed on"
    assert asked(catalogue, flags.for_institution, OTHER_SCHOOL) == (other, old)
    assert ids(asked(catalogue, flags.with_own_words)) == ["new"], "only what is open"
    assert ids(asked(catalogue, flags.every)) == ["other", "new", "gone", "old"]


def test_what_is_refused_leaves_nothing(catalogue):
    kept, before = keep(catalogue), counter(catalogue)
    with pytest.raises(NotAllowed), catalogue.rows(write=True) as session:
        flags.add(session, "f1", lambda flag: next_event(flag, Action.CONFIRM), 1)
    with pytest.raises(NotAllowed), catalogue.rows(write=True) as session:
        flags.flag(session, "f2", replace(kept.events[0], number=2))
    assert (asked(catalogue, flags.every), counter(catalogue)) == ((kept,), before)


def test_an_id_is_used_once(catalogue):
    kept = keep(catalogue)
    with pytest.raises(Exception, match=r"(?i)unique|never changed"):
        keep(catalogue)
    assert asked(catalogue, flags.every) == (kept,)


def test_what_is_delivered_waits_once_as_a_change_of_the_catalogue(catalogue):
    way = (*WAY[State.DELIVERED], Action.NOT_YET, Action.DELIVER)
    keep(catalogue, way=way)
    keep(catalogue, "f2", WAY[State.DELIVERED], to=OTHER_SCHOOL)
    waiting = asked(catalogue, flags.waiting_changes)
    assert [(row.flag_id, row.event, row.institution_id, row.state) for row in waiting] == [
        ("f1", 4, SCHOOL, "waiting"), ("f2", 4, OTHER_SCHOOL, "waiting"),
    ]  # fmt: skip
    first, change = waiting[0], DELIVERED[0]
    assert (first.noun, first.key, first.field, first.before, first.after) == (
        change.noun, change.key, change.field, change.before, change.after,
    )  # fmt: skip
    assert ids_of_flags(asked(catalogue, flags.waiting_changes, OTHER_SCHOOL)) == ["f2"]


def ids_of_flags(rows):
    return [row.flag_id for row in rows]


def test_whose_hand_it_was_is_kept_though_the_account_goes(catalogue):
    keep(catalogue, way=[Action.ACKNOWLEDGE], account=99)
    rows = asked(catalogue, lambda session: session.execute(text("SELECT account_id FROM flag_event")).scalars().all())
    assert rows == [99, 99]


def test_every_writing_is_counted(catalogue):
    seen = [counter(catalogue)]
    keep(catalogue)
    seen.append(counter(catalogue))
    with catalogue.rows(write=True) as session:
        flags.add(session, "f1", lambda flag: next_event(flag, Action.ACKNOWLEDGE), 1)
    seen.append(counter(catalogue))
    with catalogue.rows(write=True) as session:
        openings.state(session, COMPANY, "operator", 2027, PEOPLE, Visibility.PUBLIC, START)
    seen.append(counter(catalogue))
    with catalogue.rows(write=True) as session:
        openings.withdraw(session, COMPANY, "operator", 2027, START)
    seen.append(counter(catalogue))
    assert seen == sorted(set(seen))


def test_the_second_of_two_is_told_exactly_what_it_missed(catalogue):
    keep(catalogue)
    both = threading.Barrier(2)
    told = {}

    def write(who, action):
        seen = asked(catalogue, flags.find, "f1").seen
        both.wait()
        try:
            with catalogue.rows(write=True) as session:
                flags.add(session, "f1", lambda flag: next_event(flag, action), seen)
        except Meanwhile as meanwhile:
            told[who] = meanwhile.events

    actions = {"school": Action.ACKNOWLEDGE, "company": Action.COMMENT}
    threads = [threading.Thread(target=write, args=one) for one in actions.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    kept = asked(catalogue, flags.find, "f1")
    assert len(kept.events) == 2
    ((late, missed),) = told.items()
    assert missed == kept.events[1:]
    assert missed[0].action is not actions[late]


def test_many_writers_at_once_lose_nothing_and_skip_nothing(catalogue):
    keep(catalogue)
    keep(catalogue, "f2")
    faults = []

    def talk(id):
        try:
            for _ in range(5):
                with catalogue.rows(write=True) as session:
                    flags.add(session, id, lambda flag: next_event(flag, Action.COMMENT), None)
        except Exception as fault:  # noqa: BLE001  # whatever it is, the test tells
            faults.append(fault)

    def clock():
        for day in range(5):
            with catalogue.rows(write=True) as session:
                flags.lapse(session, date(2027, 1, 1) + day * DAY, START)

    threads = [threading.Thread(target=talk, args=(id,)) for id in ("f1", "f2", "f1", "f2")]
    threads.append(threading.Thread(target=clock))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    for id in ("f1", "f2"):
        assert [event.number for event in asked(catalogue, flags.find, id).events] == list(range(1, 12))


SAME = "at, actor, organisation_id, account_id, action, said FROM flag_event WHERE number = 1"
STATED = "role_id, 2030, low, likely, high, visibility, stated_at, account_id FROM stated_opening"
ATTACKS = (
    "UPDATE flag SET company_id = 'mill'",
    "UPDATE flag_event SET said = '{}' WHERE number = 2",
    "UPDATE flag_event SET number = 9 WHERE number = 2",
    "UPDATE flag_event SET at = at",
    "UPDATE stated_opening SET high = 99",
    "DELETE FROM flag_event WHERE number = 2",
    "DELETE FROM flag_event",
    "DELETE FROM flag",
    "DELETE FROM stated_opening",
    f"INSERT INTO flag_event SELECT flag_id, 2, {SAME}",
    f"INSERT INTO flag_event SELECT flag_id, 5, {SAME}",
    f"INSERT INTO flag_event SELECT 'nobody', 1, {SAME}",
)
OF_SQLITE = (
    f"INSERT OR REPLACE INTO flag_event SELECT flag_id, 2, {SAME}",
    "UPDATE OR REPLACE flag_event SET number = 1 WHERE number = 2",
    "INSERT OR REPLACE INTO flag SELECT id, 'mill', created_at FROM flag",
    f"INSERT OR REPLACE INTO stated_opening SELECT id, 'mill', {STATED}",
)
OF_POSTGRESQL = (
    "TRUNCATE flag CASCADE",
    "TRUNCATE flag_event CASCADE",
    "TRUNCATE stated_opening",
    f"INSERT INTO flag_event SELECT flag_id, 2, {SAME} ON CONFLICT (flag_id, number) DO UPDATE SET said = '{{}}'",
)


def test_the_database_itself_keeps_what_was_said(catalogue):
    kept = keep(catalogue, way=[Action.ACKNOWLEDGE, Action.COMMENT])
    with catalogue.rows(write=True) as session:
        openings.state(session, COMPANY, "operator", 2027, PEOPLE, Visibility.PUBLIC, START)
    said = asked(catalogue, openings.history)
    own = OF_SQLITE if catalogue.engine.dialect.name == "sqlite" else OF_POSTGRESQL
    for statement in (*ATTACKS, *own):
        with pytest.raises(Exception, match=r"(?i)never changed|next number|foreign key|gap"):
            attack(catalogue, statement)
        assert asked(catalogue, flags.every) == (kept,), statement
        assert asked(catalogue, openings.history) == said, statement


def attack(catalogue, statement):
    with catalogue.rows(write=True) as session:
        session.execute(text(statement))


def test_only_one_counter_and_no_event_of_nobody(catalogue):
    for statement in (
        "INSERT INTO gap_counter (id, number) VALUES (2, 0)",
        "INSERT INTO flag_event VALUES ('nobody', 1, '2026-09-01 08:00:00', 'company', 'works', NULL, 'flag', '{}')",
    ):
        with pytest.raises(Exception, match=r"(?i)constraint"):
            attack(catalogue, statement)


def test_flags_lapse_once_and_not_when_they_were_renewed(catalogue):
    keep(catalogue, "late", by=date(2026, 10, 1))
    keep(catalogue, "leap", by=date(2028, 2, 29))
    keep(catalogue, "renewed", [Action.RENEW], by=date(2026, 10, 1))
    keep(catalogue, "over", [Action.DECLINE], by=date(2026, 10, 1))
    before = counter(catalogue)
    assert lapsed(catalogue, date(2027, 9, 30)) == 0
    assert counter(catalogue) == before, "nothing was written"
    assert lapsed(catalogue, date(2027, 10, 1)) == 1
    assert lapsed(catalogue, date(2027, 10, 1)) == 0
    late = asked(catalogue, flags.find, "late")
    assert late.state is State.LAPSED
    assert late.events[-1] == Event(2, START, Actor.CLOCK, "", Action.LAPSE)
    assert lapsed(catalogue, date(2029, 2, 27)) == 1, "the renewed one"
    assert lapsed(catalogue, date(2029, 2, 28)) == 1, "the one of a leap day"


def lapsed(catalogue, today):
    with catalogue.rows(write=True) as session:
        return flags.lapse(session, today, START)


def test_another_town_leaves_flags_and_openings_alone(catalogue):
    kept = keep(catalogue, way=[Action.ACKNOWLEDGE])
    with catalogue.rows(write=True) as session:
        openings.state(session, COMPANY, "operator", 2027, PEOPLE, Visibility.PUBLIC, START)
    town = whole_town()
    with catalogue.edit() as session:
        replace_catalogue(session, replace(town, town=replace(town.town, id="elsewhere")))
    assert asked(catalogue, flags.every) == (kept,)
    assert len(asked(catalogue, openings.history)) == 1


class TestOpenings:
    """What companies state: the last word counts, and every word is kept."""

    def state(self, catalogue, organisation=COMPANY, *, year=2027, people=PEOPLE, seen=Visibility.ADDRESSED, days=0):
        with catalogue.rows(write=True) as session:
            openings.state(session, organisation, "operator", year, people, seen, START + days * DAY, account=3)

    def test_the_last_word_counts_and_every_word_is_kept(self, catalogue):
        self.state(catalogue)
        self.state(catalogue, people=Interval(0, 1, 2), days=1)
        self.state(catalogue, year=2026)
        (first, second) = asked(catalogue, openings.of, COMPANY)
        assert (first.year, second.year, second.people) == (2026, 2027, Interval(0, 1, 2))
        assert second.at == START + DAY
        assert len(asked(catalogue, openings.history)) == 3

    def test_what_was_taken_back_does_not_stand_and_stays_said(self, catalogue):
        self.state(catalogue, seen=Visibility.PUBLIC)
        with catalogue.rows(write=True) as session:
            openings.withdraw(session, COMPANY, "operator", 2027, START + DAY, account=3)
            openings.withdraw(session, COMPANY, "operator", 2027, START + DAY)
            openings.withdraw(session, COMPANY, "operator", 2028, START + DAY)
        assert asked(catalogue, openings.of, COMPANY) == ()
        said = asked(catalogue, openings.history)
        assert [(one.people, one.visibility) for one in said] == [
            (PEOPLE, Visibility.PUBLIC), (None, Visibility.PUBLIC),
        ]  # fmt: skip
        self.state(catalogue, days=2)
        assert len(asked(catalogue, openings.of, COMPANY)) == 1

    def test_an_interval_that_falls_is_refused_by_the_database(self, catalogue):
        with pytest.raises(Exception, match=r"(?i)constraint"):
            self.state(catalogue, people=Interval(3, 2, 5))
        assert asked(catalogue, openings.history) == ()
