"""What a talk holds, and what happens when two people change it at once."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathways.domain import guidance as g

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PICKS = st.builds(
    g.Pick, kind=st.sampled_from(g.PickKind), id=st.sampled_from("abcdefgh"), start=st.sampled_from(["", "htx"]),
    key=st.sampled_from(["", "x.y"]), then=WORDS, line=WORDS,
)  # fmt: skip
TALKS = st.builds(
    g.Talk, stage=st.sampled_from(g.Stage), start=WORDS, have=st.lists(WORDS, max_size=4).map(tuple),
    likes=st.dictionaries(WORDS, st.sampled_from(["like", "no", "unsure"]), max_size=3),
    barriers=st.frozensets(st.sampled_from(g.Barrier)), wishes=st.dictionaries(st.sampled_from(g.WISHES), WORDS),
    goal=WORDS, view=st.sampled_from(g.View),
    shortlist=st.lists(PICKS, max_size=5, unique_by=lambda p: p.name).map(tuple),
    beside=st.lists(WORDS, max_size=2).map(tuple), next_step=WORDS, next_on=st.none() | st.dates(),
    write_along=st.booleans(),
)  # fmt: skip


def pick(id, line=""):
    return g.Pick(g.PickKind.PROGRAMME, id, line=line)


def listed(*ids):
    return g.Talk(shortlist=tuple(map(pick, ids)))


def names(talk):
    return [one.id for one in talk.shortlist]


@given(TALKS)
def test_a_talk_is_read_back_as_it_was_written(talk):
    assert g.from_json(g.to_json(talk)) == talk


@given(TALKS)
def test_a_talk_without_words_has_none_and_all_the_rest(talk):
    silent = g.without_words(talk)
    assert silent.next_step == "".join(pick.line for pick in silent.shortlist) == ""
    lines = {pick.name: pick.line for pick in talk.shortlist}
    spoken = tuple(replace(pick, line=lines[pick.name]) for pick in silent.shortlist)
    assert replace(silent, next_step=talk.next_step, shortlist=spoken) == talk


def test_whoever_adds_a_field_says_whether_somebody_types_into_it():
    """A new field stands here as chosen, or `without_words` leaves it out."""
    chosen = "stage start have likes barriers wishes goal view beside next_on write_along"
    assert {one.name for one in fields(g.Talk)} == {*chosen.split(), "shortlist", "next_step"}
    assert {one.name for one in fields(g.Pick)} == {"kind", "id", "start", "key", "then", "line"}


def test_an_older_talk_can_be_read_and_what_is_unknown_is_left_out():
    assert g.from_json('{"start": "htx", "mood": "fine"}') == g.Talk(start="htx")
    picked = g.from_json('{"shortlist": [{"kind": "programme", "id": "beng", "mood": {"fine": true}}]}')
    assert picked == listed("beng")


@pytest.mark.parametrize(
    "line",
    [
        *("[]", "null", "x", '{"stage": "lunch"}', '{"next_on": "soon"}', '{"shortlist": ["beng"]}'),
        *('{"shortlist": [{"id": "beng"}]}', '{"shortlist": [{"kind": "programme"}]}'),
        *('{"shortlist": [{"kind": "lunch", "id": "beng"}]}', '{"shortlist": [{"kind": "role", "id": 1}]}'),
    ],
)
def test_what_is_no_talk_is_refused(line):
    with pytest.raises(ValueError):  # noqa: PT011  # of any kind
        g.from_json(line)


@pytest.mark.parametrize(
    "line",
    [
        *('{"shortlist": ["beng"]}', '{"shortlist": [5]}', '{"shortlist": [["kind", "id"]]}'),
        *('{"shortlist": [{"id": "beng"}]}', '{"shortlist": [{"kind": "role", "id": 1}]}'),
    ],
)
def test_what_is_no_pick_is_refused_as_one(line):
    with pytest.raises(ValueError, match=r"^A shortlist holds picks$"):
        g.from_json(line)


@pytest.mark.parametrize("name", ["stage", "start", "goal", "view", "next_step", "next_on"])
def test_a_list_where_a_text_should_be_is_refused_by_name(name):
    with pytest.raises(ValueError, match=f"^{name} is no str$"):
        g.from_json(f'{{"{name}": []}}')


@pytest.mark.parametrize(
    "told",
    ['"have": [5]', '"barriers": [5]', '"beside": [["role:a"]]', '"likes": {"machines": 5}', '"wishes": {"years": 3}'],
)
def test_whatever_was_said_is_a_text(told):
    with pytest.raises(ValueError, match=r"^A talk holds texts$"):
        g.from_json(f"{{{told}}}")


def test_a_list_is_no_talk():
    with pytest.raises(ValueError, match=r"^A talk is a JSON object\.$"):
        g.from_json("[]")


def test_equal_talks_are_written_alike_and_letters_as_they_are():
    one = g.Talk(likes={"machines": "like", "places": "no"}, next_step="Læs mere")
    other = replace(one, likes={"places": "no", "machines": "like"})
    assert g.to_json(one) == g.to_json(other)
    assert "Læs mere" in g.to_json(one)


def test_what_is_added_comes_last_and_leaves_the_rest_of_the_talk():
    talk = replace(listed("a", "b"), goal="analyst")
    assert g.added(talk, pick("c", "new")) == replace(talk, shortlist=(pick("a"), pick("b"), pick("c", "new")))


def test_a_shortlist_holds_five_and_each_once():
    full = listed("a", "b", "c", "d", "e")
    assert g.added(full, pick("a", "again")) == full
    with pytest.raises(g.ListFull, match=r"^The shortlist is full$"):
        g.added(full, pick("f"))
    assert names(g.removed(full, "programme:c")) == ["a", "b", "d", "e"]
    assert g.removed(full, "programme:zzz") == full


@pytest.mark.parametrize(
    ("name", "to", "expected"),
    [
        ("c", 0, ["c", "a", "b"]),
        ("a", 1, ["b", "a", "c"]),
        ("a", 99, ["b", "c", "a"]),
        ("b", -3, ["b", "a", "c"]),
        ("zzz", 0, ["a", "b", "c"]),
    ],
)
def test_what_stands_on_the_list_can_be_moved(name, to, expected):
    assert names(g.moved(listed("a", "b", "c"), f"programme:{name}", to)) == expected


@given(TALKS, st.integers(-2, 7), st.data())
def test_moving_loses_nothing(talk, to, data):
    name = data.draw(st.sampled_from([one.name for one in talk.shortlist] or [""]))
    after = g.moved(talk, name, to)
    assert sorted(after.shortlist, key=str) == sorted(talk.shortlist, key=str)


def test_what_is_taken_off_no_longer_stands_beside_another():
    talk = g.put_beside(listed("a", "b", "c"), ["programme:c", "programme:a", "programme:zzz"])
    assert talk.beside == ("programme:a", "programme:c"), "in the order of the list"
    assert g.removed(talk, "programme:c").beside == ("programme:a",)


@pytest.mark.parametrize(
    ("ticked", "shown", "beside"),
    [("abc", "ab", "ac"), ("abc", "bc", "ab"), ("a", "ab", "ac"), ("b", "ab", "bc"), ("", "ab", "c"), ("ab", "", "ab")],
)
def test_two_stand_side_by_side_whatever_is_ticked(ticked, shown, beside):
    names = [[f"programme:{one}" for one in some] for some in (ticked, shown)]
    talk = g.put_beside(listed("a", "b", "c"), *names)
    assert [name.removeprefix("programme:") for name in talk.beside] == list(beside)


class TestTwoAtOnce:
    """`was` is what a page showed when somebody began; `now` is what stands since the other one sent theirs."""

    def test_different_things_are_both_kept(self):
        was = g.Talk()
        now = g.hindered_by(was, [g.Barrier.MONEY], was)
        now = g.liking(now, {"machines": "like"}, was)
        after = g.liking(g.hindered_by(now, [g.Barrier.HOURS], was), {"places": "no"}, was)
        assert after.barriers == {g.Barrier.MONEY, g.Barrier.HOURS}
        assert after.likes == {"machines": "like", "places": "no"}

    def test_an_answer_that_is_taken_back_goes_and_one_not_touched_stays_as_the_other_changed_it(self):
        was = g.Talk(likes={"machines": "like", "places": "no"})
        now = replace(was, likes={"machines": "like", "places": "unsure"})
        assert g.liking(now, {"places": "no"}, was).likes == {"places": "unsure"}

    @pytest.mark.parametrize(
        ("theirs", "mine"),
        [
            ("mathematics-A", "mathematics-C"),
            ("social-studies-A", "social-studies-B"),
            ("social-studies-A", "not-social-studies"),
            ("average-7", "average-10.2"),
            ("average-7", "average--3"),
        ],
    )
    def test_two_words_about_the_same_are_not_both_kept(self, theirs, mine):
        was = g.Talk()
        now = g.started_at(was, "", [theirs], was)
        with pytest.raises(g.Meanwhile) as told:
            g.started_at(now, "", [mine], was)
        assert (told.value.field, told.value.now) == ("have", theirs)
        assert g.started_at(now, "", [mine], now).have == (mine,), "who has seen it may change it"

    @pytest.mark.parametrize(
        ("theirs", "mine"),
        [
            ("physics-B", "mathematics-B"),
            ("social-studies-A", "social-science-A"),
            ("language-da", "language-en"),
            ("other-first-aid", "other-first-steps"),
            ("contract", "all-subjects"),
            ("age-20", "average-20"),
        ],
    )
    def test_two_words_about_different_things_are_both_kept(self, theirs, mine):
        was = g.Talk(have=("chemistry-C",))
        now = g.started_at(was, "", ["chemistry-C", theirs], was)
        assert g.started_at(now, "", ["chemistry-C", mine], was).have == ("chemistry-C", theirs, mine)

    def test_what_one_took_away_is_not_brought_back_by_the_other(self):
        was = g.Talk(have=("chemistry-C", "maths-A"))
        now = g.started_at(was, "", ["maths-A"], was)
        assert g.started_at(now, "", ["chemistry-C", "maths-A", "physics-B"], was).have == ("maths-A", "physics-B")

    def test_the_same_line_is_not_overwritten_in_silence(self):
        was = listed("a")
        now = g.lined(was, "programme:a", "likes the pilot plant", "")
        with pytest.raises(g.Meanwhile) as told:
            g.lined(now, "programme:a", "maybe later", "")
        assert (told.value.field, told.value.now) == ("line", "likes the pilot plant")
        assert g.lined(now, "programme:a", "both", "likes the pilot plant").shortlist[0].line == "both"
        assert g.lined(now, "programme:a", "likes the pilot plant", "") == now

    def test_a_line_is_about_one_of_the_list_and_about_none_that_was_taken_off(self):
        talk = g.lined(listed("a", "b", "c"), "programme:b", "near the harbour", "")
        assert talk == g.Talk(shortlist=(pick("a"), pick("b", "near the harbour"), pick("c")))
        with pytest.raises(g.PickGone, match=r"^programme:z$"):
            g.lined(talk, "programme:z", "near the harbour", "")

    def test_the_same_step_is_not_overwritten_in_silence(self):
        was = g.Talk()
        now = g.agreed(was, "Ask about chemistry B", date(2027, 1, 15), was)
        with pytest.raises(g.Meanwhile, match=r"^next_step was changed meanwhile$") as step:
            g.agreed(now, "Visit the pilot plant", date(2027, 1, 15), was)
        assert (step.value.field, step.value.now) == ("next_step", "Ask about chemistry B")
        with pytest.raises(g.Meanwhile) as day:
            g.agreed(now, "Ask about chemistry B", date(2027, 2, 1), was)
        assert (day.value.field, day.value.now) == ("next_on", "2027-01-15")
        assert g.agreed(now, "", None, was) == now, "who changed nothing overwrites nothing"
        assert g.agreed(now, now.next_step, date(2027, 2, 1), now) == replace(now, next_on=date(2027, 2, 1))

    def test_the_same_start_is_not_overwritten_in_silence(self):
        was = g.Talk()
        now = g.started_at(was, "htx", [], was)
        with pytest.raises(g.Meanwhile) as told:
            g.started_at(now, "stx", [], was)
        assert (told.value.field, told.value.now) == ("start", "htx")


@given(TALKS, st.lists(st.sampled_from(g.Barrier)), st.lists(st.sampled_from(g.Barrier)))
def test_ticks_of_both_are_kept_and_what_either_took_away_is_gone(was, mine, theirs):
    after = g.hindered_by(g.hindered_by(was, theirs, was), mine, was)
    put_in = (frozenset(mine) | frozenset(theirs)) - was.barriers
    assert after.barriers == put_in | (was.barriers & frozenset(mine) & frozenset(theirs))


@given(TALKS, st.sampled_from(g.Stage), st.booleans())
def test_to_turn_to_a_part_or_to_let_somebody_write_changes_nothing_else(talk, stage, write_along):
    assert g.gone_to(talk, stage) == replace(talk, stage=stage)
    assert g.letting_write(talk, write_along) == replace(talk, write_along=write_along)


@given(TALKS, st.none() | WORDS, st.none() | st.sampled_from(g.View))
def test_what_is_not_looked_at_otherwise_stays(talk, goal, view):
    looked = g.looking_at(talk, goal, view)
    assert looked.goal == (talk.goal if goal is None else goal)
    assert looked.view == (talk.view if view is None else view)
    assert replace(looked, goal=talk.goal, view=talk.view) == talk


def test_a_goal_can_be_taken_away():
    assert g.looking_at(g.Talk(goal="analyst"), goal="").goal == ""


def test_wishes_that_were_not_touched_stay_and_a_blank_one_goes():
    was = g.Talk(wishes={"years": "3", "here": "yes"})
    now = g.Talk(wishes={"years": "3", "here": "yes", "language": "da"})
    assert g.wishing(now, {"years": "4", "here": "", "job_beside": "yes"}, was).wishes == {
        "years": "4",
        "job_beside": "yes",
        "language": "da",
    }
    assert g.wishing(now, {"weather": "fine", "years": "3", "here": "yes"}, was).wishes == now.wishes


@pytest.mark.parametrize("wanted", ["5", ""])
def test_two_who_wish_otherwise_of_the_same_are_told(wanted):
    was, now = g.Talk(wishes={"years": "3"}), g.Talk(wishes={"years": "4"})
    with pytest.raises(g.Meanwhile) as told:
        g.wishing(now, {"years": wanted}, was)
    assert (told.value.field, told.value.now) == ("years", "4")
    assert g.wishing(now, {"years": "4"}, was) == now, "both wish the same"
