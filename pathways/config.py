"""Where the program finds its files and its settings; a leaf that imports nothing of ours."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

PACKAGE = Path(__file__).resolve().parent
DATABASE_URL = "sqlite:///instance/pathways.db"
HERE: Final = ZoneInfo("Europe/Copenhagen")
"""The clocks by which a day and a month begin, and every page tells the time."""
SHORTEST_KEY: Final = 32
"""How many characters the key that signs has at least."""
FEWEST_SIGNS: Final = 8
"""How many different ones are among them at least; of random hexadecimal keys, one in 28 million has fewer."""
MAKE_ONE: Final = 'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
"""What makes such a key."""

SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("HOST", "127.0.0.1", "address to listen on"),
    ("PORT", "8000", "port to listen on"),
    ("PATHWAYS_WORKERS", "2", "worker processes"),
    ("PATHWAYS_DATABASE_URL", DATABASE_URL, "SQLite or PostgreSQL (postgresql+psycopg://…)"),
    ("PATHWAYS_CACHE_DIR", "instance/cache", "finished pictures, kept across restarts"),
    ("PATHWAYS_DOT", "dot, else graphviz-pure", "the Graphviz program that lays out pictures"),
    ("PATHWAYS_PUBLIC_URL", "the address listened on", "what the outside world calls this server"),
    ("PATHWAYS_TRUSTED_PROXIES", "0", "proxies in front, whose forwarded headers are believed"),
    ("PATHWAYS_CONTACT", "", "mail address that readers may write to when a fact is wrong"),
    ("PATHWAYS_SECRET_KEY", "made once on this machine", "signs what visitors are given; set it on a server"),
    ("PATHWAYS_SECRET_KEY_OLD", "", "the key before, still accepted while you change it"),
    ("PATHWAYS_REDIS_URL", "", "Redis that counts wrong tries (redis://…); without it the database does"),
    ("PATHWAYS_SMTP_URL", "", "mail server (smtp://user:password@host:587, smtps://…); without it links are shown"),
    ("PATHWAYS_MAIL_FROM", "", "address that mails come from; needed with a mail server"),
    ("PATHWAYS_SESSION_DAYS", "180", "days until a guidance talk is deleted by itself"),
)
"""Every setting: its name in the environment, its default in words, what it is for."""


class SettingsError(ValueError):
    """A setting that cannot be used; the message names it and says what would be right."""


def folder(name: str) -> Path:
    """Give the folder of this name: inside an installed package, else in the checkout."""
    packed = PACKAGE / "_data" / name
    return packed if packed.is_dir() else PACKAGE.parent / name


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two machines.

    `trusted_proxies` counts proxies; 0 believes no forwarded header. `public_url` has no slash at its end.
    `demo` and `example` come from the command line alone (`serve --demo --example`), never from the environment.
    """

    database_url: str = DATABASE_URL
    cache_dir: Path = Path("instance/cache")
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    dot: str | None = None
    public_url: str = ""
    trusted_proxies: int = 0
    contact: str = ""
    secret_key: str | None = field(default=None, repr=False)
    secret_key_old: str | None = field(default=None, repr=False)
    redis_url: str = field(default="", repr=False)
    smtp_url: str = field(default="", repr=False)
    mail_from: str = ""
    session_days: int = 180
    demo: bool = False
    example: bool = False

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from the environment; blank counts as not set.

        Raises:
            SettingsError: one that cannot be used, with its name and what would be right.
        """
        given = {name: value.strip() for name, value in (os.environ if environ is None else environ).items()}
        return cls(
            database_url=given.get("PATHWAYS_DATABASE_URL") or DATABASE_URL,
            cache_dir=Path(given.get("PATHWAYS_CACHE_DIR") or "instance/cache").absolute(),
            host=given.get("HOST") or "127.0.0.1",
            port=_whole(given, "PORT", 8000, 1, 65535),
            workers=_whole(given, "PATHWAYS_WORKERS", 2, 1, 64),
            dot=given.get("PATHWAYS_DOT") or None,
            public_url=_public_url(given.get("PATHWAYS_PUBLIC_URL", "")),
            trusted_proxies=_whole(given, "PATHWAYS_TRUSTED_PROXIES", 0, 0, 9),
            contact=_mail(given, "PATHWAYS_CONTACT", "facts@example.org"),
            secret_key=_secret_key(given, "PATHWAYS_SECRET_KEY"),
            secret_key_old=_secret_key(given, "PATHWAYS_SECRET_KEY_OLD"),
            redis_url=_address(given, "PATHWAYS_REDIS_URL", ("redis", "rediss", "unix"), "redis://127.0.0.1:6379/0"),
            smtp_url=_address(given, "PATHWAYS_SMTP_URL", ("smtp", "smtps"), "smtp://mail.example.org:587"),
            mail_from=_mail_from(given),
            session_days=_whole(given, "PATHWAYS_SESSION_DAYS", 180, 1, 730),
        )

    @property
    def address(self) -> str:
        """The absolute address of the site, without a slash at its end; never taken from a request.

        Without a public URL it is where this machine itself finds the server.
        """
        here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104  # read, not listened on
        host = f"[{here}]" if ":" in here else here
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def secure(self) -> bool:
        """Whether the outside world reaches this server through TLS."""
        return self.public_url.startswith("https://")

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, absolute; None for another database or one in memory."""
        if not self.database_url.startswith("sqlite"):
            return None
        path = self.database_url.partition(":///")[2].partition("?")[0]
        return None if path in {"", ":memory:"} else Path(path).absolute()

    @property
    def backup_folder(self) -> Path:
        """Where copies of the database are put before it is changed as a whole: beside it."""
        return (self.database_file.parent if self.database_file else Path("instance").absolute()) / "backups"


def misspelt(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Say of each name in the environment that is nearly a setting that it does nothing, and which one may be meant."""
    from difflib import get_close_matches

    known = [name for name, _, _ in SETTINGS]
    near = ((name, get_close_matches(name, known, 1, 0.85)) for name in environ if name.startswith("PATHWAYS_"))
    return tuple(
        f"{name} is no setting and does nothing. Is {found[0]} meant?"
        for name, found in near
        if found and name not in known
    )


def secret_key(settings: Settings) -> str:
    """Give the key that signs; on loopback it is made once, in a file that only its owner may read.

    Raises:
        SettingsError: the server is open to others and has no key of its own.
    """
    if settings.secret_key:
        return settings.secret_key
    if settings.host not in {"127.0.0.1", "::1", "localhost"}:
        raise SettingsError(
            f"PATHWAYS_SECRET_KEY is not set and {settings.host} is open to others. "
            f"Set it to {SHORTEST_KEY} random characters or more, or listen on 127.0.0.1."
        )
    return _kept_key((settings.database_file or Path("instance/pathways.db").absolute()).parent / "secret-key")


def _kept_key(file: Path) -> str:
    """Give the key in a file; it is made where there is none, or nothing in it since whoever made it was killed."""
    if file.exists() and (kept := file.read_text().strip()):
        return kept
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+") as open_file:
        flock(open_file, LOCK_EX)  # of two that start at once, the second one takes what the first one made
        kept = open_file.read().strip()
        if not kept:
            kept = secrets.token_urlsafe(32)
            open_file.write(kept)
    return kept


def _secret_key(given: Mapping[str, str], name: str) -> str | None:
    """Read a key; a short one, such as the words of an example, could be guessed."""
    value = given.get(name, "")
    if value and len(value) < SHORTEST_KEY:
        raise SettingsError(
            f"{name} has {len(value)} characters. It must have {SHORTEST_KEY} random ones, as from: {MAKE_ONE}"
        )
    if value and len(set(value)) < FEWEST_SIGNS:
        raise SettingsError(f"{name} is the same few characters over and over. It must be random, as from: {MAKE_ONE}")
    return value or None


def _whole(given: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = given.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise SettingsError(f"{name} is {value!r}. It must be a whole number from {low} to {high}.")
    return int(value)


def _public_url(value: str) -> str:
    parts, bare = _parted(value), value.rstrip("/")
    if value and (parts.scheme not in {"http", "https"} or bare != f"{parts.scheme}://{parts.netloc}" or " " in bare):
        raise SettingsError(
            f"PATHWAYS_PUBLIC_URL is {value!r}. It must be a whole address without a path, as in https://example.org."
        )
    return bare


def _address(given: Mapping[str, str], name: str, schemes: tuple[str, ...], example: str) -> str:
    value = given.get(name, "")
    parts = _parted(value)
    if value and (parts.scheme not in schemes or not (parts.netloc or parts.path)):
        raise SettingsError(f"{name} is no address that can be used. It must look like {example}.")
    return value


def _parted(address: str) -> SplitResult:
    """Give the parts of an address; empty ones for what is no address at all, as `http://[` or `redis://host:port`."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # it is read, and may be refused, only when it is asked for
    except ValueError:
        return urlsplit("")
    return parts


def _mail_from(given: Mapping[str, str]) -> str:
    value = _mail(given, "PATHWAYS_MAIL_FROM", "pathways@example.org")
    if given.get("PATHWAYS_SMTP_URL") and not value:
        raise SettingsError(
            "PATHWAYS_MAIL_FROM is not set, and a mail server is. Set it to the address that mails come from, "
            "as in pathways@example.org."
        )
    return value


def _mail(given: Mapping[str, str], name: str, example: str) -> str:
    value = given.get(name, "")
    if value and "@" not in value:
        raise SettingsError(f"{name} is {value!r}. It must be a mail address, as in {example}.")
    return value
