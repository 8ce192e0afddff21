"""What was misspelt is found, among all labels of ESCO and of Kalundborg."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.bench.beside import ESCO
from tests.bench.search_bench import Names, ours

WRATIO = 0.950
"""Right at once by rapidfuzz's WRatio over the same labels; `make bench` measures it anew."""


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not ESCO.is_dir(), reason=f"no search of ESCO without its archives: {ESCO} is not there")
def test_misspelt_names_are_right_at_once_as_often_as_promised():
    names = Names()
    queries = tuple(names.queries())
    assert all(query.expected for query in queries), "expects what no label says"
    languages = Counter(query.language for query in queries)
    assert min(languages["da"], languages["en"]) >= 60
    find = ours(names)
    missed = [query.typed for query in queries if find(query) not in query.expected]
    assert 1 - len(missed) / len(queries) >= WRATIO, missed
