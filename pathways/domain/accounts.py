"""Who has an account, and what makes a password that is hard to guess.

A password is long (12 characters) and not the first thing that somebody would try. Nothing else is asked of it:
no digits, no signs, no change every month; such rules give passwords that are hard to keep and easy to guess
(NIST SP 800-63B).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from pathways.domain.rights import AccountKind

SHORTEST: Final = 12
LONGEST: Final = 200
"""Letters in a password; the longest one is a limit on work, not on imagination."""
LONGEST_ADDRESS: Final = 254
LONGEST_NAME: Final = 80
SHORTEST_PART: Final = 4
"""Letters that a part of a name or an address must have to be looked for in a password."""
COMMON_WORDS: Final = frozenset(
    """
    abc abcd abcdef abcdefgh abcdefghijkl admin administrator adgangskode biotekbyen changeme correcthorsebatterystaple
    danmark denmark dragon elsker football forever hello hemmelig iloveyou jegelskerdig kalundborg kode kodeord letmein
    login master monkey pass passord password pathways princess qazwsx qazwsxedc qwer qwert qwerty qwertyuiop
    qwertyuiopå secret shadow skifteord skole sommer student studievejleder sunshine superman test trustno velkommen
    vejleder vinter welcome
    """.split()  # noqa: SIM905  # one line each would be sixty lines
)
"""Words that the commonest passwords are made of, alone or twice over, with digits and signs around them."""
ROWS: Final = ("0123456789", "abcdefghijklmnopqrstuvwxyzæøå", "qwertyuiopå", "asdfghjklæø", "zxcvbnm", "1234567890")
"""What stands in a row on a keyboard or in the alphabet."""
MASKS: Final = str.maketrans("@4310$5", "aaeloss")
"""Signs that stand for a letter in words that are to look like none."""
_ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class AccountState(StrEnum):
    """How an account stands: invited until a password was chosen, then active; disabled by an administrator."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. `demo` ones only where the program was started to be shown around."""

    id: int
    email: str
    name: str
    kind: AccountKind
    organisation_id: str | None = None
    demo: bool = False
    state: AccountState = AccountState.ACTIVE


def erased_address(id: int) -> str:
    """Give the address that an account has once it was deleted: nobody's, and no other account's."""
    return f"deleted-{id}@account.invalid"


class AddressTaken(PathwaysError):
    """There is an account with this mail address already."""


class Weakness(StrEnum):
    """Why a password is easy to guess."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    OWN_ADDRESS = "own-address"
    OWN_NAME = "own-name"
    COMMON = "common"


def weakness(password: str, email: str, name: str) -> Weakness | None:
    """Tell why a password is too easy to guess; None when it is good. Give it as `normal` writes it."""
    if len(password) < SHORTEST:
        return Weakness.TOO_SHORT
    if len(password) > LONGEST:
        return Weakness.TOO_LONG
    if _is_made_of(password, _parts(email)):
        return Weakness.OWN_ADDRESS
    if _is_made_of(password, _parts(name)):
        return Weakness.OWN_NAME
    return Weakness.COMMON if _is_common(password) else None


def normal(password: str) -> str:
    """Write a password one way, whichever keyboard made its letters (å may be one sign or two)."""
    return unicodedata.normalize("NFKC", password)


def mail_address(typed: str) -> str | None:
    """Read a mail address as it is kept, in small letters; None when it is none that a mail can be sent to."""
    trimmed = typed.strip()
    found = len(trimmed) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(trimmed)
    return trimmed.lower() if found else None


def person_name(typed: str) -> str | None:
    """Read what somebody is called; None when it is blank, too long or holds what cannot be seen."""
    trimmed = " ".join(typed.split())
    return trimmed if 0 < len(trimmed) <= LONGEST_NAME and trimmed.isprintable() else None


def _parts(words: str) -> tuple[str, ...]:
    """Take a name or an address apart: all of it in one, and each part that is long enough to mean something."""
    parts = re.findall(r"\w+", words.lower())
    return tuple(part for part in ("".join(parts), *parts) if len(part) >= SHORTEST_PART)


def _is_made_of(password: str, parts: tuple[str, ...]) -> bool:
    """Tell whether too little is left of a password when these parts are taken out of it."""
    rest = "".join(re.findall(r"\w", password.lower()))
    taken = rest
    for part in parts:
        taken = taken.replace(part, "")
    return taken != rest and len(taken) < SHORTEST // 2


def _is_common(password: str) -> bool:
    """Tell whether it is a common word with signs around it, few letters over and over, or a row of keys."""
    signs = password.lower()
    if len(set(signs)) < SHORTEST_PART:
        return True
    inner = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", signs)  # without the year behind it, which is no mask
    words = {_letters(signs), _letters(inner.translate(MASKS))}
    return any(_once(word) in COMMON_WORDS for word in words) or any(_runs_along(signs, row) for row in ROWS)


def _letters(signs: str) -> str:
    return "".join(re.findall(r"[^\W\d_]", signs))


def _once(word: str) -> str:
    """Give what a word says again and again (`kodeordkodeord`), or the word itself."""
    found = re.fullmatch(r"(.+?)\1+", word)
    return found[1] if found else word


def _runs_along(signs: str, row: str) -> bool:
    """Tell whether it goes along this row, forwards or backwards, and begins again where the row ends."""
    endless = row * (len(signs) // len(row) + 2)
    return signs in endless or signs[::-1] in endless
