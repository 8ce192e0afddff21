"""The match agrees with people as far as promised; see `make quality` for all that was tried."""

from __future__ import annotations

import pytest

from tests.bench import match_quality

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not match_quality.is_there(), reason="shared/esco and shared/judged are not beside the project"),
]


def test_every_bar_is_kept():
    rated, named, formulas, _ = match_quality.prepared()
    found = match_quality.held(formulas, rated, named)
    assert {name: figure for name, figure in found.items() if figure < match_quality.BARS[name]} == {}
