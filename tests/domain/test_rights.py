"""Whom an account can speak for."""

from __future__ import annotations

import pytest

from pathways.domain.rights import AccountKind, may_speak_for


@pytest.mark.parametrize("kind", AccountKind)
def test_only_who_teaches_answers_for_programmes(real_graph, kind):
    can = {id for id in real_graph.organisations if may_speak_for(kind, id, real_graph)}
    if kind is not AccountKind.INSTITUTION:
        assert can == set(real_graph.organisations)
        return
    assert {one.institution for one in real_graph.programmes.values() if one.institution} <= can
    assert "kalundborg-gymnasium" in can
    assert not {"novonesis", "kalundborg-kommune", "kalundborg-symbiose"} & can
