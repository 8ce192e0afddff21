"""Killed at random moments: the old state or the new one, sound, and nothing acknowledged is lost."""

from __future__ import annotations

import pytest

from tests.torture.killing import KINDS, torture

pytestmark = pytest.mark.slow
ROUNDS = 5


@pytest.mark.parametrize("kind", KINDS)
def test_a_kill_leaves_the_old_state_or_the_new_one(kind, database_url, tmp_path):
    told = torture(kind, database_url, tmp_path, ROUNDS, seed=20261126)
    assert told.faults == []
    assert told.rounds == ROUNDS
    assert told.acknowledged or kind != "edit", "nothing was acknowledged, so nothing could be lost"
