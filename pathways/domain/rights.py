"""Who may do what: the kinds of account, and what each is for. Students have none and need none."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathways.domain.graph import Graph
    from pathways.domain.nouns import OrganisationId


class AccountKind(StrEnum):
    """What somebody signs in as."""

    COUNSELLOR = "counsellor"
    COMPANY = "company"
    INSTITUTION = "institution"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


KINDS: Final = tuple(kind.value for kind in AccountKind)

SPEAK_FOR: Final = frozenset({AccountKind.COMPANY, AccountKind.INSTITUTION})
"""Kinds of account that are nothing without the organisation they speak for; others may belong to one."""


def may_speak_for(kind: AccountKind, organisation: OrganisationId, graph: Graph) -> bool:
    """Tell whether such an account can speak for an organisation that is in the graph.

    An institution's account answers for programmes: it needs an institution, or somebody else who teaches. Companies'
    accounts speak for whoever has jobs, and that is everybody.
    """
    teaches = graph.organisations[organisation].kind == "institution" or bool(graph.taught_by(organisation))
    return kind is not AccountKind.INSTITUTION or teaches
