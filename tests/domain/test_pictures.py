from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathways.domain import nouns as n
from pathways.domain.cover import cover
from pathways.domain.errors import UnknownId
from pathways.domain.graph import Graph
from pathways.domain.narrow import ABREAST, hourglass, stages
from pathways.domain.nouns import Text
from pathways.domain.overview import overview
from pathways.domain.phrases import by_estimate, estimated, percent
from pathways.domain.pictures import MapFilter, focus_view, whole_map
from pathways.domain.portraits import employer_view, programme_view, role_view, skill_view
from pathways.domain.views import Measure
from tests.builders import STATED, facts, label, organisation, outcome, programme, role, text

TAUGHT = {"beng": {"sql": 2, "ml": 1}, "msc": {"sql": 4, "ml": 3, "law": 2}, "exam": {"sql": 1}}
ASKED = {"analyst": {"sql": 2, "ml": 2}, "scientist": {"ml": 4, "law": 1}}
LINKS = [("beng", "analyst"), ("msc", "analyst"), ("msc", "scientist")]
JOBS = [("analyst", "works"), ("analyst", "plant"), ("scientist", "plant")]


def town(**changes):
    base = facts(ASKED, TAUGHT, LINKS, JOBS)
    programmes = (
        programme("beng", "D1"),
        programme("msc", "K1", n.Kind.MASTERS, eqf=7, languages=("en",)),
        programme("exam", "N1", n.Kind.UPPER_SECONDARY, eqf=4),
    )
    admissions = (_admission("exam", "beng"), _admission("beng", "msc"))
    return Graph(replace(base, programmes=programmes, admissions=admissions, **changes))


def _admission(origin, to):
    return n.Admission(n.ProgrammeId(to), n.ProgrammeId(origin), None, None, None, None, n.Pace.FULL_TIME, None, STATED)


def ends(view):
    return {(link.source, link.target) for link in view.links}


def test_the_map_shows_every_feeds_link_and_every_workplace():
    view = whole_map(town())
    assert ends(view) == {
        ("p-beng", "r-analyst"),
        ("p-msc", "r-analyst"),
        ("p-msc", "r-scientist"),
        ("r-analyst", "o-works"),
        ("r-analyst", "o-plant"),
        ("r-scientist", "o-plant"),
    }


def test_width_is_the_cover_of_the_programme_by_itself():
    widths = {(link.source, link.target): link.width for link in whole_map(town()).links}
    assert widths["p-beng", "r-analyst"] == pytest.approx((2 + 1 / 2) / (2 + 1))  # both roles ask for ml: half
    assert widths["p-msc", "r-scientist"] == pytest.approx((3 / 2 + 1) / (2 + 1))


def test_a_line_goes_on_to_the_employer_in_its_own_colour_with_its_best_fit():
    bands = [link for link in whole_map(town()).links if (link.source, link.target) == ("r-analyst", "o-works")]
    assert [(band.kind, band.width, band.origins) for band in bands] == [
        (n.Kind.ENGINEERING, pytest.approx(5 / 6), ("p-beng",)),
        (n.Kind.MASTERS, pytest.approx(1.0), ("p-msc",)),
    ]


@pytest.mark.parametrize(
    ("chosen", "programmes", "roles"),
    [
        pytest.param(MapFilter(kind=n.Kind.MASTERS), {"msc"}, {"analyst", "scientist"}, id="one kind"),
        pytest.param(MapFilter(level=6), {"beng"}, {"analyst"}, id="one level"),
        pytest.param(MapFilter(language="en"), {"msc"}, {"analyst", "scientist"}, id="one language"),
        pytest.param(MapFilter(employer="works"), {"beng", "msc"}, {"analyst"}, id="one employer"),
        pytest.param(MapFilter(focus="other"), set(), set(), id="an empty focus area leaves nothing"),
        pytest.param(MapFilter(kind=n.Kind.MASTERS, level=6), set(), set(), id="filters that contradict"),
    ],
)
def test_a_filter_leaves_what_passes_it(chosen, programmes, roles):
    view = whole_map(town(), chosen)
    assert {node.key for node in view.columns[0].nodes} == programmes
    assert {node.key for node in view.columns[1].nodes} == roles
    assert {node.key for node in view.columns[2].nodes} <= {chosen.employer or "works", chosen.employer or "plant"}


def test_people_without_a_count_are_of_unknown_width():
    assert {link.width for link in whole_map(town(), measure=Measure.PEOPLE).links} == {None}


def test_people_are_the_pinned_flows_and_never_a_fit():
    flow = n.Flow(
        "f1", n.ProgrammeId("beng"), "employment", text("to work"), n.RoleId("analyst"), None, None,
        n.Interval(8, 10, 12), None, None, "2025", True, True, None, STATED,
    )  # fmt: skip
    widths = {
        (link.source, link.target): link.width for link in whole_map(town(flows=(flow,)), measure=Measure.PEOPLE).links
    }
    assert widths["p-beng", "r-analyst"] == 10
    assert widths["p-msc", "r-analyst"] is None


def _people(role, organisation, likely):
    return n.Flow(
        f"f-{role}-{organisation or 'all'}", n.ProgrammeId("beng"), "employment", text("to work"), n.RoleId(role),
        organisation and n.OrganisationId(organisation), None, n.Interval(likely, likely, likely), None, None, "2025",
        True, True, None, STATED,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("flows", "whole"),
    [
        pytest.param([("works", 4), ("plant", 3)], 7, id="at least the sum of the parts"),
        pytest.param([(None, 9), ("works", 4), ("plant", 3)], 9, id="the count of all, where a source gives it"),
    ],
)
def test_people_follow_a_line_to_its_employers(flows, whole):
    counted = tuple(_people("analyst", where, likely) for where, likely in flows)
    view = whole_map(town(flows=counted), measure=Measure.PEOPLE)
    widths = {(link.source, link.target, link.kind): link.width for link in view.links}
    line = n.Kind.ENGINEERING
    assert widths["p-beng", "r-analyst", line] == whole
    assert widths["r-analyst", "o-works", line] == 4
    assert widths["r-analyst", "o-plant", line] == 3


def test_a_focus_area_is_the_map_of_its_roles():
    base = town()
    roles = (role("analyst"), role("scientist", focus_area="other"))
    split = Graph(replace(base.facts, roles=roles, focus_areas=(label("area"), label("other"))))
    view = focus_view(split, "other")
    assert (view.id, [node.key for node in view.columns[1].nodes]) == ("focus-other", ["scientist"])
    with pytest.raises(UnknownId):
        focus_view(split, "nowhere")


def test_bands_through_skill_groups_add_up_to_the_fit():
    graph = town()
    view = programme_view(graph, "msc")
    into = Counter()
    for link in view.links:
        if link.target.startswith("r-"):
            into[link.target] += link.width
    for name in ("analyst", "scientist"):
        assert into[f"r-{name}"] == pytest.approx(cover(graph, ["msc"], name).share)
    out = sum(link.width for link in view.links if link.source == "p-msc")
    assert out == pytest.approx(sum(into.values()))


def test_a_programme_that_feeds_no_role_shows_what_it_opens():
    view = programme_view(town(), "exam")
    assert [{node.id for node in column.nodes} for column in view.columns] == [
        {"p-exam"},
        {"p-beng"},
        {"r-analyst"},
        {"o-works", "o-plant"},
    ]
    study = next(link for link in view.links if link.source == "p-exam")
    assert (study.target, study.width, study.basis) == ("p-beng", None, n.Basis.STATED)


def test_further_study_stands_beside_the_roles_with_unknown_width():
    view = programme_view(town(), "beng")
    study = [link for link in view.links if link.target == "p-msc"]
    assert [(link.source, link.width, link.kind) for link in study] == [("p-beng", None, n.Kind.MASTERS)]


def test_further_study_stands_by_line_and_then_by_number():
    opened = [
        ("T2", n.Kind.TECHNICIAN),
        ("E10", n.Kind.VOCATIONAL),
        ("D1", n.Kind.ENGINEERING),
        ("E9", n.Kind.VOCATIONAL),
    ]
    programmes = (
        programme("exam", "N1", n.Kind.UPPER_SECONDARY, eqf=4),
        *(programme(code.lower(), code, kind) for code, kind in opened),
    )
    admissions = tuple(_admission("exam", code.lower()) for code, _ in opened)
    view = programme_view(Graph(replace(facts(), programmes=programmes, admissions=admissions)), "exam")
    assert [node.code for node in view.columns[1].nodes] == ["E9", "E10", "T2", "D1"]


def test_a_role_is_the_hub_between_its_programmes_and_employers():
    view = role_view(town(), "analyst")
    assert [node.id for node in view.nodes if node.hub] == ["r-analyst"]
    assert {node.key for node in view.columns[2].nodes} == {"works", "plant"}


def test_a_role_that_nothing_feeds_keeps_its_employers():
    base = town()
    roles = (*base.facts.roles, role("guard"))
    jobs = (*base.facts.workplaces, n.Workplace(n.RoleId("guard"), n.OrganisationId("plant"), STATED))
    needs = (*base.facts.needs, n.Need(n.RoleId("guard"), n.SkillId("sql"), n.Level(1), n.Importance.ESSENTIAL, STATED))
    graph = Graph(replace(base.facts, roles=roles, workplaces=jobs, needs=needs))
    for view in (role_view(graph, "guard"), employer_view(graph, "plant")):
        band = next(link for link in view.links if link.source == "r-guard")
        assert (band.target, band.width, band.kind) == ("o-plant", None, n.Kind.UPPER_SECONDARY)
        assert "no programme is known" in band.tooltip.en
    assert {node.key for node in employer_view(graph, "plant").columns[1].nodes} == {"analyst", "scientist", "guard"}
    assert "guard" not in {node.key for node in whole_map(graph).nodes}


@pytest.mark.parametrize(
    ("share", "en", "da"),
    [(0.8472, "84%", "84 %"), (1.0, "100%", "100 %"), (0.57, "57%", "57 %"), (0.29, "29%", "29 %"), (0.0, "0%", "0 %")],
)
def test_at_least_is_never_rounded_up(share, en, da):
    assert (percent(share).en, percent(share).da) == (en, da)


def test_an_employer_is_the_hub_after_its_roles():
    view = employer_view(town(), "plant")
    assert [node.id for node in view.nodes if node.hub] == ["o-plant"]
    assert {node.key for node in view.columns[1].nodes} == {"analyst", "scientist"}


def test_an_employer_without_roles_has_an_empty_picture():
    base = town()
    extra = Graph(replace(base.facts, organisations=(*base.facts.organisations, organisation("idle"))))
    view = employer_view(extra, "idle")
    assert (view.links, view.nodes) == ((), ())


def test_a_skill_is_measured_in_levels():
    view = skill_view(town(), "ml")
    assert view.measure is Measure.LEVEL
    assert {(link.source, link.target): link.width for link in view.links} == {
        ("p-beng", "s-ml"): 1,
        ("p-msc", "s-ml"): 3,
        ("s-ml", "r-analyst"): 2,
        ("s-ml", "r-scientist"): 4,
    }


@pytest.mark.parametrize("ask", [programme_view, role_view, employer_view, skill_view])
def test_an_unknown_noun_is_said(ask):
    with pytest.raises(UnknownId, match="nobody"):
        ask(town(), "nobody")


def test_stages_hold_every_link_once_and_no_loose_plate():
    view = programme_view(town(), "beng")
    cut = stages(view)
    assert sorted((link.source, link.target, link.kind) for stage in cut for link in stage.links) == sorted(
        (link.source, link.target, link.kind) for link in view.links
    )
    for stage in cut:
        linked = {end for link in stage.links for end in (link.source, link.target)}
        assert {node.id for node in stage.nodes} == linked
        assert len(stage.columns) == 2


@st.composite
def crowded(draw):
    """A valid town with many programmes, roles and employers, linked at random."""
    sizes = [draw(st.integers(1, size)) for size in (40, 60, 40)]
    kinds = draw(st.lists(st.sampled_from(list(n.Kind)), min_size=sizes[0], max_size=sizes[0]))
    roles = {f"r{i}": {"sql": 2} for i in range(sizes[1])}
    programmes = {f"p{i}": {"sql": 1} for i in range(sizes[0])}
    pairs = st.tuples(st.integers(0, sizes[0] - 1), st.integers(0, sizes[1] - 1))
    jobs = st.tuples(st.integers(0, sizes[1] - 1), st.integers(0, sizes[2] - 1))
    feeding = {(f"p{p}", f"r{r}") for p, r in draw(st.sets(pairs, max_size=160))}
    working = {(f"r{r}", f"o{o}") for r, o in draw(st.sets(jobs, max_size=120))}
    base = facts(roles, programmes, sorted(feeding), sorted(working))
    coded = Counter()
    dressed = []
    for one, kind in zip(base.programmes, kinds, strict=True):
        coded[kind] += 1
        dressed.append(replace(one, kind=kind, code=f"{kind}{coded[kind]}"))
    return Graph(replace(base, programmes=tuple(dressed)))


@settings(max_examples=40, deadline=None)
@given(crowded())
def test_a_picture_never_holds_more_than_64_plates_and_its_table_holds_all(graph):
    view, whole = whole_map(graph), whole_map(graph, fold=None)
    assert len(view.nodes) <= 64
    assert sorted(map(repr, view.table_links)) == sorted(map(repr, whole.links))
    assert {node.id for column in view.table_columns for node in column.nodes} == {node.id for node in whole.nodes}
    drawn = {node.id for node in view.nodes}
    assert {end for link in view.links for end in (link.source, link.target)} <= drawn
    assert len(whole.nodes) - view.folded + sum(node.noun == "folded" for node in view.nodes) == len(view.nodes)


@settings(max_examples=40, deadline=None)
@given(crowded())
def test_a_folded_plate_stands_for_two_or_more_and_counts_them(graph):
    view = whole_map(graph)
    hidden = {node.id for column in view.table_columns for node in column.nodes} - {node.id for node in view.nodes}
    counts = [int(node.title.en.split()[1]) for node in view.nodes if node.noun == "folded"]
    assert sum(counts) == len(hidden) == view.folded
    assert all(count > 1 for count in counts)


def test_a_folded_plate_leads_on_within_what_was_chosen():
    roles = {f"r{at}": {"sql": 2} for at in range(40)}
    programmes = {f"p{at}": {"sql": 1} for at in range(40)}
    feeding = [(f"p{at}", f"r{at}") for at in range(40)]
    graph = Graph(facts(roles, programmes, feeding, [("r0", "works")]))
    view = focus_view(graph, "area")
    assert {node.key for node in view.nodes if node.noun == "folded"} == {
        "focus=area&kind=D",
        "focus=area&family=family",
    }


@pytest.mark.parametrize(
    ("chosen", "danish", "english"),
    [
        pytest.param(
            MapFilter(),
            "2 uddannelser fører gennem 2 job til 2 arbejdspladser. ",
            "2 programmes lead through 2 roles to 2 employers. ",
            id="many",
        ),
        pytest.param(
            MapFilter(level=6, employer="works"),
            "1 uddannelse fører gennem 1 job til 1 arbejdsplads. ",
            "1 programme leads through 1 role to 1 employer. ",
            id="one",
        ),
    ],
)
def test_a_map_tells_what_it_holds_in_the_right_number(chosen, danish, english):
    told = whole_map(town(), chosen).description
    assert told.da.startswith(danish)
    assert told.en.startswith(english)


def test_one_level_is_said_as_one():
    assert estimated((1, 1)) == Text("1 af 1 kompetenceniveau er vores skøn", "1 of 1 skill level is our estimate")
    assert estimated((0, 2)).en == "0 of 2 skill levels are our estimate"


def test_all_levels_are_said_as_all():
    assert estimated((2, 2)) == Text("alle 2 kompetenceniveauer er vores skøn", "all 2 skill levels are our estimate")


@pytest.mark.parametrize(
    ("estimates", "danish", "english"),
    [
        pytest.param((0, 3), "", "", id="none is not said"),
        pytest.param((2, 3), ", heraf 2 efter skøn", ", 2 of them by estimate", id="some"),
        pytest.param((3, 3), ", alle efter skøn", ", all by estimate", id="all"),
        pytest.param((1, 1), ", efter skøn", ", by estimate", id="the only one"),
    ],
)
def test_estimates_are_counted_after_what_they_are_of(estimates, danish, english):
    assert by_estimate(estimates) == Text(danish, english)


@settings(max_examples=40, deadline=None)
@given(crowded())
def test_links_run_in_the_order_of_their_plates(graph):
    view = whole_map(graph)
    place = {node.id: at for at, node in enumerate(view.nodes)}
    keys = [(place[link.source], place[link.target]) for link in view.links]
    assert keys == sorted(keys)
    assert len({(link.source, link.target, link.kind) for link in view.links}) == len(view.links)


@settings(max_examples=40, deadline=None)
@given(crowded())
def test_an_hourglass_never_has_more_than_three_abreast(graph):
    linked = defaultdict(int)
    for link in graph.facts.feeds:
        linked[link.role] += 1
    for id in linked:
        upright = hourglass(role_view(graph, id))
        assert all(len(column.nodes) <= ABREAST for column in upright.columns)
        assert sum(node.hub for node in upright.nodes) == 1


def test_an_hourglass_counts_the_rest_of_a_folded_picture_noun_by_noun():
    """Fifty programmes of two kinds teach a skill: the wide picture folds some of them before the phone does."""
    codes = [f"{kind}{at}" for kind in (n.Kind.ENGINEERING, n.Kind.MASTERS) for at in range(1, 26)]
    programmes = tuple(programme(code.lower(), code, n.Kind(code[0])) for code in codes)
    outcomes = tuple(outcome(one.id, "sql") for one in programmes)
    view = skill_view(Graph(replace(facts({"analyst": {"sql": 2}}), programmes=programmes, outcomes=outcomes)), "sql")
    assert view.folded > 0
    upright = hourglass(view)
    shown = [node for node in upright.columns[0].nodes if node.noun == "programme"]
    (rest,) = (node for node in upright.columns[0].nodes if node.noun == "folded")
    assert (len(shown), rest.title.en) == (ABREAST - 1, f"+ {50 - len(shown)} more")


def test_the_excerpt_holds_a_role_of_every_family_and_only_programmes_in_town():
    base = town()
    away = replace(base.facts.programmes[1], here=n.Here.NO)
    programmes = (base.facts.programmes[0], away, base.facts.programmes[2])
    roles = (role("analyst"), role("scientist", family="other"))
    feeding = (*base.facts.feeds, n.Feeds(n.ProgrammeId("beng"), n.RoleId("scientist"), STATED))
    families = (label("family"), label("other"))
    view = overview(Graph(replace(base.facts, programmes=programmes, roles=roles, feeds=feeding, families=families)))
    assert {node.key for node in view.columns[0].nodes} == {"beng"}
    assert {node.key for node in view.columns[1].nodes} == {"analyst", "scientist"}


@settings(max_examples=40, deadline=None)
@given(crowded())
def test_the_excerpt_stays_small_and_every_band_ends_at_a_plate(graph):
    view = overview(graph)
    assert len(view.columns[1].nodes) <= 12
    lines = {graph.programmes[link.programme].kind for link in graph.facts.feeds}
    assert {node.kind for node in view.columns[0].nodes} == lines
    assert len(view.columns[2].nodes) <= 7
    assert {end for link in view.links for end in (link.source, link.target)} <= {node.id for node in view.nodes}
    whole = {(link.source, link.target, link.kind) for link in whole_map(graph, fold=None).links}
    assert {(link.source, link.target, link.kind) for link in view.links} <= whole
