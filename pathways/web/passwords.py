"""Passwords, hashed with Argon2id at the cost that the library advises, and checked in the same time for everybody."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from secrets import token_bytes
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from pathways.domain.accounts import LONGEST, normal


@dataclass(frozen=True, slots=True)
class Costs:
    """What one hash costs: rounds, memory in KiB, threads."""

    rounds: int
    memory_kib: int
    threads: int


CHEAP: Final = Costs(1, 8, 1)
"""For tests alone."""


class Passwords:
    """Hashes and checks passwords. `checks` counts what was checked, whether or not there was an account."""

    def __init__(self, costs: Costs | None = None) -> None:
        self._hasher = PasswordHasher(costs.rounds, costs.memory_kib, costs.threads) if costs else PasswordHasher()
        self._nobodys = _nobodys_hash(self._hasher)
        self.checks = 0

    def hash(self, password: str) -> str:
        """Hash a password to be kept."""
        return self._hasher.hash(normal(password))

    def is_right(self, password: str, kept: str | None) -> bool:
        """Tell whether this is the password of that hash.

        Where there is no hash it takes as long and says no, so that nobody can tell by the clock who has an account.
        """
        self.checks += 1
        try:
            return self._hasher.verify(kept or self._nobodys, normal(password)[: LONGEST + 1]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Tell whether a hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(kept)


def passwords() -> Passwords:
    """Give what hashes and checks here; `PASSWORD_COSTS` in the application's config makes it cheaper for tests."""
    costs: Costs | None = current_app.config.get("PASSWORD_COSTS")
    made: dict[Costs | None, Passwords] = current_app.extensions.setdefault("pathways.passwords", {})
    if costs not in made:
        made[costs] = Passwords(costs)
    return made[costs]


def _nobodys_hash(hasher: PasswordHasher) -> str:
    """Give a hash that no password has; to check against it costs what every check costs."""
    salt, hash_ = (b64encode(token_bytes(length)).decode().rstrip("=") for length in (hasher.salt_len, hasher.hash_len))
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${hash_}"
