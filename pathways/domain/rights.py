"""Who may do what: the kinds of account, and what each is for. Students have none and need none."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


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
