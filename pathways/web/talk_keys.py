"""The two ways into a talk: the code that is read aloud, and the link that is taken home.

Neither is kept. Both are worked out from the server's secret key and the talk's salts, so that they can be shown
again; the database holds hashes. The code has 27 bits only, so its hash is keyed; the link has 128 and needs none.
After the key was changed, what was given out before is still known by the key before (`PATHWAYS_SECRET_KEY_OLD`).
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from secrets import randbelow, token_urlsafe
from typing import TYPE_CHECKING, Final

from flask import current_app

from pathways.domain.codes import NAMES, Code, name_of, rest_of
from pathways.store.guidance import Keys

if TYPE_CHECKING:
    from collections.abc import Collection

    from pathways.store.guidance_tables import GuidanceRow

LINK_BYTES: Final = 16
LINK_LETTERS: Final = 22
"""Letters of a link's secret: 128 bits."""


@dataclass(frozen=True, slots=True)
class WaysIn:
    """What lets somebody into a talk. `secret` is the part of the link that nobody else may see."""

    code: Code
    secret: str

    @property
    def keys(self) -> Keys:
        """Give the hashes to be kept."""
        return Keys(code_hash(str(self.code)), link_hash(self.secret))


@dataclass(frozen=True, slots=True)
class Minted:
    """What a talk goes by: its id, its name, and the salts that its code and its link are made with."""

    id: str
    label: str
    code_salt: str
    link_salt: str


def new_id() -> str:
    """Mint the id of a talk or a class hour; it is no secret, and cannot be guessed either."""
    return token_urlsafe(12)


def new_salt() -> str:
    """Mint a salt: another one makes another code, or another link."""
    return token_urlsafe(12)


def new_label() -> str:
    """Draw the name that a talk goes by: `FJORD 42`."""
    return name_of(randbelow(NAMES))


def minted() -> Minted:
    """Mint all that a new talk goes by."""
    return Minted(new_id(), new_label(), new_salt(), new_salt())


def ways_in(row: GuidanceRow) -> WaysIn:
    """Work out what lets somebody into this talk by the key of today."""
    return _ways_in(row, _secrets()[0])


def known_ways_in(row: GuidanceRow, hashes: Collection[str]) -> WaysIn:
    """Work out what lets somebody in as it was given out: by the key whose link's hash is kept, else by today's.

    In the latter case the link lets nobody in, until its hash is kept as well (`store.guidance.let_in_by`).
    """
    found = (_ways_in(row, secret) for secret in _secrets())
    return next((one for one in found if one.keys.link in hashes), ways_in(row))


def _ways_in(row: GuidanceRow, secret: str) -> WaysIn:
    number = int.from_bytes(_derived(secret, "code", row.id, row.code_salt)[:8], "big")
    link = _derived(secret, "link", row.id, row.link_salt)[:LINK_BYTES]
    return WaysIn(Code(row.label, rest_of(number)), urlsafe_b64encode(link).rstrip(b"=").decode())


def _derived(secret: str, *of: str) -> bytes:
    return hmac.digest(secret.encode(), "\0".join(("pathways talk", *of)).encode(), "sha256")


def code_hash(code: str, secret: str | None = None) -> str:
    """Hash a code, as `FJORD-42-KLIT-7`; only with the server's key can it be found by trying all."""
    return hmac.digest((secret or _secrets()[0]).encode(), f"pathways code {code}".encode(), "sha256").hex()


def code_hashes(code: str) -> list[str]:
    """Hash a code by the key of today and by the one before."""
    return [code_hash(code, secret) for secret in _secrets()]


def link_hash(secret: str) -> str:
    """Hash the secret of a link."""
    return sha256(secret.encode()).hexdigest()


def _secrets() -> list[str]:
    return [current_app.config["SECRET_KEY"], *current_app.config["SECRET_KEY_FALLBACKS"]]
