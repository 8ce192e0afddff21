"""Static files, served by WhiteNoise: addresses with a fingerprint never change and are kept for good."""

from __future__ import annotations

import gzip
import re
from contextlib import suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Final
from wsgiref.headers import Headers

import brotli
from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from pathways.config import folder
from pathways.web.headers import safe_headers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask

    from pathways.config import Settings

PREFIX: Final = "/static/"
UNCHANGING: Final = re.compile(r"\.[0-9a-f]{10}\.\w+$|-\d+\.\d+\.\d+[.\w]*\.\w+$")
"""Addresses whose content never changes: a fingerprint, or a version in the name."""
ONE_HOUR_S: Final = 3600
PACKABLE: Final = frozenset({".css", ".js", ".svg", ".txt"})
PACKERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "br": partial(brotli.compress, quality=11),  # all files together take 0.15 s, once a version; 8 % smaller than 9
    "gzip": gzip.compress,
}
SMALLEST: Final = 1000
"""Bytes below which packing wins nothing."""


class Assets(WhiteNoise):  # type: ignore[misc]  # it ships no types
    """WhiteNoise with packed variants beside the pictures, since the static folder may not be ours to write."""

    packed: Path

    def get_static_file(self, path: str, url: str, stat_cache: object = None) -> StaticFile:
        """Give one file with its headers and the variants that are packed."""
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        self.add_headers_function(headers, path, url)
        return StaticFile(path, headers.items(), encodings=variants(Path(path), self.packed), stat_cache=stat_cache)


def set_up(app: Flask, settings: Settings) -> None:
    """Stand in front of the application, and give templates `asset(name)`.

    `asset("app.css")` is `/static/app.<fingerprint>.css`; a file with its version in its name keeps it.
    """
    lines = safe_headers(settings)

    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        for name, value in lines:
            headers[name] = value

    noise = Assets(
        app.wsgi_app,
        max_age=ONE_HOUR_S,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: UNCHANGING.search(url) is not None,
        add_headers_function=add_headers,
    )
    noise.packed = settings.cache_dir / "static"
    addresses = _add(noise)
    app.wsgi_app = noise  # type: ignore[method-assign]  # the way to stand in front of Flask
    app.jinja_env.globals["asset"] = addresses.__getitem__


def variants(file: Path, kept: Path) -> dict[str, str]:
    """Pack a file into `kept` unless it is there, and give the packed paths by encoding; none where we may not."""
    if file.suffix not in PACKABLE or file.stat().st_size < SMALLEST:
        return {}
    content = file.read_bytes()
    found = {}
    for encoding, pack in PACKERS.items():
        path = kept / f"{_print(content)}.{encoding}"
        with suppress(OSError):
            if not path.exists():
                _write(path, pack(content))
            found[encoding] = str(path)
    return found


def _write(path: Path, content: bytes) -> None:
    """Write a file so that another worker sees all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(content)
    Path(part.name).replace(path)


def _print(content: bytes) -> str:
    return blake2b(content, digest_size=5).hexdigest()


def _add(noise: Assets) -> dict[str, str]:
    """Serve every file of the folder by its own name and by its fingerprint; give address by name."""
    root, addresses = folder("static"), {}
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        name = file.relative_to(root).as_posix()
        address = PREFIX + name
        noise.add_file_to_dictionary(address, str(file))
        if not UNCHANGING.search(name):
            parts = PurePosixPath(name)
            address = PREFIX + str(parts.with_name(f"{parts.stem}.{_print(file.read_bytes())}{parts.suffix}"))
            noise.add_file_to_dictionary(address, str(file))
        addresses[name] = address
    return addresses
