"""How often something may be tried: counted in Redis where there is one, else in the database.

Both count for all workers together. A count belongs to a window of time that begins with the first try. When Redis
does not answer, the database counts on and the log says so; Redis is asked again after half a minute.
What is counted is known by a keyed hash alone: neither Redis nor the database can tell who tried.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, Final

from flask import current_app, request
from limits import RateLimitItemPerSecond
from limits.storage import RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from pathways.domain.errors import PathwaysError
from pathways.store import attempts

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from pathways.catalogue import Catalogue
    from pathways.config import Settings

EXTENSION: Final = "pathways.limits"
REDIS_LIMIT_S: Final = 1.0
"""How long Redis may take to answer."""
ASKED_AGAIN_S: Final = 30.0
"""How long Redis is left alone after it did not answer."""

TAKE_BACK: Final = b"""
local count = tonumber(redis.call('get', KEYS[1]) or 0)
if count > 1 then redis.call('decr', KEYS[1]) elseif count == 1 then redis.call('del', KEYS[1]) end
return count
"""
"""For Redis: one step, so that no other try comes between looking and writing."""

log = logging.getLogger("pathways")


class TooMany(PathwaysError):
    """It was tried too often."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in so many seconds."""

    most: int
    seconds: int = 3600

    @property
    def item(self) -> RateLimitItemPerSecond:
        """The same, for the library that counts."""
        return RateLimitItemPerSecond(self.most, self.seconds)


class InDatabase(Storage):
    """Counts in the table `attempt`, as the library wants them."""

    STORAGE_SCHEME = None

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self._catalogue = catalogue

    @property
    def base_exceptions(self) -> type[Exception]:
        """What it may raise when it cannot count."""
        return PathwaysError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count one more; only `amount` 1 is ever asked for."""
        assert amount == 1  # noqa: S101  # nothing here costs more than one
        now = _now()
        with self._catalogue.rows(write=True) as session:
            counted = attempts.count_attempt(session, key, now, now + timedelta(seconds=expiry))
        if counted == 1:  # the table grew by one: what is over makes room
            with self._catalogue.rows(write=True) as session:
                attempts.forget_attempts(session, now=now)
        return counted

    def get(self, key: str) -> int:
        """Give the count."""
        with self._catalogue.rows() as session:
            return attempts.attempts(session, key, _now())

    def get_expiry(self, key: str) -> float:
        """Give when the window ends, in seconds since 1970."""
        with self._catalogue.rows() as session:
            end = attempts.end_of_window(session, key, _now())
        return end.timestamp() if end else time.time()

    def take_back(self, key: str) -> None:
        """Count one less."""
        with self._catalogue.rows(write=True) as session:
            attempts.take_back_attempt(session, key)

    def check(self) -> bool:
        """Tell whether it can count."""
        self.get("")
        return True

    def reset(self) -> int | None:
        """Forget every count."""
        with self._catalogue.rows(write=True) as session:
            attempts.forget_attempts(session)
        return None

    def clear(self, key: str) -> None:
        """Forget one count."""
        with self._catalogue.rows(write=True) as session:
            attempts.forget_attempts(session, key=key)


class InRedis(RedisStorage):
    """Counts in Redis."""

    def take_back(self, key: str) -> None:
        """Count one less, unless the window is over meanwhile."""
        self.get_connection().register_script(TAKE_BACK)([self.prefixed_key(key)], [])


class Counters:
    """Redis with the database behind it, or the database alone."""

    def __init__(self, settings: Settings, catalogue: Catalogue) -> None:
        self._database = InDatabase(catalogue)
        self._redis = _redis(settings.redis_url) if settings.redis_url else None
        self._asked_again = 0.0

    def ask(self, question: Callable[[InDatabase | InRedis], bool]) -> bool:
        """Ask Redis; where there is none, or it does not answer, ask the database."""
        redis = self._redis
        if redis is not None and time.monotonic() >= self._asked_again:
            try:
                return question(redis)
            except redis.base_exceptions as error:
                self._asked_again = time.monotonic() + ASKED_AGAIN_S
                log.warning("Redis does not answer (%s); the database counts tries instead.", type(error).__name__)
        return question(self._database)


def set_up(app: Flask, settings: Settings) -> None:
    """Give the application its counters; nothing is opened yet."""
    app.extensions[EXTENSION] = Counters(settings, app.extensions["pathways"])


def count(name: str, *parts: object, limit: Limit) -> None:
    """Count one try of what `name` and `parts` say.

    Raises:
        TooMany: it is more than the limit allows; this try is counted too.
        StoreError: the database cannot be used.
    """
    key = _key(name, *parts)
    if not _counters().ask(lambda storage: FixedWindowRateLimiter(storage).hit(limit.item, key)):
        raise TooMany("It was tried too often. Try again later.")


def test(name: str, *parts: object, limit: Limit) -> None:
    """Ask whether one more try is within the limit, without counting it.

    Raises:
        TooMany: it is not.
        StoreError: the database cannot be used.
    """
    key = _key(name, *parts)
    if not _counters().ask(lambda storage: FixedWindowRateLimiter(storage).test(limit.item, key)):
        raise TooMany("It was tried too often. Try again later.")


def take_back(name: str, *parts: object, limit: Limit) -> None:
    """Count one try less: it was no wrong one. Others that were counted meanwhile stay."""
    key = limit.item.key_for(_key(name, *parts))

    def less(storage: InDatabase | InRedis) -> bool:
        storage.take_back(key)
        return True

    _counters().ask(less)


def forget(name: str, *parts: object, limit: Limit) -> None:
    """Count from nothing again: what was tried before counts no more."""
    key = limit.item.key_for(_key(name, *parts))

    def cleared(storage: InDatabase | InRedis) -> bool:
        storage.clear(key)
        return True

    _counters().ask(cleared)


def where() -> str:
    """Say where this request comes from, as far as limits go: an address, or a whole network of IPv6.

    A household or a server is given at least a /64, so that one address more costs nothing.
    """
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_address(int(address) >> 64 << 64))


def _counters() -> Counters:
    counters: Counters = current_app.extensions[EXTENSION]
    return counters


def _redis(url: str) -> InRedis:
    return InRedis(url, key_prefix="pathways", socket_timeout=REDIS_LIMIT_S, socket_connect_timeout=REDIS_LIMIT_S)


def _key(name: str, *parts: object) -> str:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    words = "\0".join((name, *map(str, parts))).encode()
    return blake2b(words, key=blake2b(secret).digest()[:64], digest_size=16).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
