from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pathways.domain.cover import cover
from pathways.domain.graph import Graph
from tests.bench import cover_quality
from tests.bench.cover_formulas import BEFORE, FORMULAS, IN_USE
from tests.bench.cover_pairs import ALL, NO_ROUND_2, ROUNDS, STATED, Population, real_graph, settings
from tests.bench.cover_reasons import LOW, why_rival, why_thin
from tests.bench.ranking import auc
from tests.builders import facts

shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not ROUNDS.is_file(), reason=f"no facts pack beside the project: {ROUNDS.name} is not there"),
]


@pytest.mark.parametrize(
    ("feeding", "others", "expected"),
    [
        pytest.param([0.9, 0.8], [0.1, 0.2], 1.0, id="all before all others"),
        pytest.param([0.1], [0.9, 0.8], 0.0, id="all behind"),
        pytest.param([0.5], [0.5, 0.5], 0.5, id="equals count half"),
        pytest.param([0.9, 0.3], [0.5, 0.3], (1 + 1 + 0 + 0.5) / 4, id="worked by hand"),
    ],
)
def test_auc(feeding, others, expected):
    assert auc(np.array(feeding), np.array(others)) == pytest.approx(expected)


@pytest.fixture(scope="module")
def real():
    return real_graph()


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula.name)
def test_every_formula_stays_between_nothing_and_all(real, formula):
    population = Population(real, strict=False)
    found = population.cover(formula, population.parts(lambda _: True))
    assert found.min() >= 0
    assert found.max() <= 1
    assert population.cover(formula, np.ones_like(population.parts(lambda _: True))).min() == pytest.approx(1)


def test_the_formula_in_use_is_the_one_people_are_shown(real):
    population = Population(real, strict=False)
    [formula] = [one for one in FORMULAS if one.name == IN_USE]
    found = population.cover(formula, population.parts(lambda _: True))
    pairs = 0
    for at, row in enumerate(population.rows):
        for job, role_ in enumerate(real.roles):
            share = cover(real, [row[0].id], role_).share
            assert (share is not None) == population.judged[at, job]
            if share is not None:
                assert found[at, job] == pytest.approx(share, abs=1e-8)
                pairs += 1
    assert pairs == population.judged.sum() > 1000


def _measured(population, formula, setting):
    [one] = [one for one in FORMULAS if one.name == formula]
    return population.cover(one, population.parts(settings()[setting]))


class TestFactsPack:
    pytestmark = shared

    @pytest.mark.parametrize(("setting", "expected"), [(ALL, 0.898), (NO_ROUND_2, 0.860), (STATED, 0.659)])
    def test_the_plain_formula_measures_what_the_facts_pack_says(self, real, setting, expected):
        strict = Population(real, strict=True)
        assert round(strict.auc(_measured(strict, BEFORE, setting)), 3) == expected

    @pytest.mark.parametrize("strict", [True, False], ids=["as domain.md counted", "as shown"])
    @pytest.mark.parametrize(("setting", "bar"), cover_quality.BARS.items())
    def test_the_formula_in_use_keeps_the_bars(self, real, strict, setting, bar):
        population = Population(real, strict=strict)
        assert population.auc(_measured(population, IN_USE, setting)) >= bar

    def test_the_formula_in_use_ranks_no_family_of_roles_worse_than_the_one_before(self, real):
        population = Population(real, strict=True)
        now, before = (_measured(population, name, NO_ROUND_2) for name in (IN_USE, BEFORE))
        for family in set(population.families):
            held = population.families == family
            assert population.auc(now, held) >= population.auc(before, held), family

    def test_the_report_explains_every_thin_pair_and_every_rival(self, capsys):
        assert cover_quality.report()
        said = capsys.readouterr().out
        assert "NOT EXPLAINED" not in said
        assert "BROKEN" not in said


def test_without_the_facts_pack_the_report_is_skipped_and_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(cover_quality, "ROUNDS", tmp_path / "programme_skills.csv")
    assert cover_quality.report()
    assert "SKIPPED" in capsys.readouterr().err


def test_a_bar_that_is_not_kept_fails_the_report(monkeypatch, real, capsys):
    monkeypatch.setattr(cover_quality, "BARS", {ALL: 0.999})
    population = Population(real, strict=False)
    found = population.cover(FORMULAS[-1], population.parts(lambda _: True))
    assert not cover_quality._kept(population, {IN_USE: {ALL: found}})
    assert "BROKEN" in capsys.readouterr().out


def test_a_thin_pair_is_explained_by_what_is_not_recorded_or_not_at_all():
    needed, everything = {"a": 2, "b": 2, "c": 2}, {"elsewhere": {"a": 1, "b": 1, "c": 1}}
    world = Graph(facts({"analyst": needed}, {"p": {"a": 1}} | everything, [("p", "analyst")]))
    assert cover(world, ["p"], "analyst").share < LOW
    assert why_thin(world, "p", "analyst") == (
        "2 of 3 essential needs are not among its outcomes (B, C); of the rest it gives a lower level (A 1 of 2); "
        "0 of its 1 outcomes are estimates, and the link is stated"
    )
    low = Graph(facts({"analyst": dict.fromkeys("abc", 4)}, {"p": {"a": 1, "b": 1, "c": 1}}, [("p", "analyst")]))
    assert why_thin(low, "p", "analyst") is None


def test_a_rival_is_explained_by_levels_of_study_or_not_at_all():
    base = facts({"analyst": {"a": 2}}, {"p": {"a": 1}, "q": {"a": 2}}, [("p", "analyst")])
    assert why_rival(Graph(base), "analyst", "q") is None
    higher = Graph(replace(base, programmes=(base.programmes[0], replace(base.programmes[1], eqf=7))))
    assert why_rival(higher, "analyst", "q") == (
        "the role is at level 6, p at 6, q at 7: it has more of A, the feeder of nothing"
    )
