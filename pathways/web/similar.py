"""Work like a role elsewhere, as far as ESCO was imported: the matcher of the newest ESCO, made once."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from flask import current_app, g

from pathways.domain.kindred import kin_of_role
from pathways.domain.match import Matcher, Nearness
from pathways.web.translate import _

if TYPE_CHECKING:
    from pathways.domain.classification import Classification
    from pathways.domain.kindred import Kin
    from pathways.domain.nouns import Role

SHOWN: Final = 8
"""Occupations that a role's page names."""
_matchers: WeakKeyDictionary[Classification, Matcher] = WeakKeyDictionary()
_making = Lock()


def classification() -> Classification | None:
    """Give the ESCO that was imported; None when none was."""
    catalogue = current_app.extensions["pathways"]
    return catalogue.classification() if hasattr(catalogue, "classification") else None


def matcher() -> Matcher | None:
    """Give the matcher of the ESCO that was imported; None when none was."""
    newest = classification()
    if newest is None:
        return None
    with _making:
        if newest not in _matchers:
            _matchers[newest] = Matcher(newest)
        return _matchers[newest]


def similar_work(role: Role) -> tuple[Kin, ...]:
    """List the occupations most like a role's, those that come near at all; none when ESCO was not imported."""
    ready = matcher()
    found = kin_of_role(g.graph, ready, role, SHOWN) if ready else ()
    return tuple(kin for kin in found if kin.ranked.nearness is not Nearness.FAR)


def nearness_label(nearness: Nearness) -> str:
    """Say how far one kind of work is from another."""
    return {
        Nearness.CLOSE: _("Close"),
        Nearness.SOME_WAY: _("Some way off"),
        Nearness.FAR: _("Far off"),
    }[nearness]
