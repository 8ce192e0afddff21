"""Static files, served by WhiteNoise: addresses with a fingerprint never change and are kept for good."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from whitenoise import WhiteNoise

from pathways.config import folder
from pathways.web.headers import safe_headers

if TYPE_CHECKING:
    from wsgiref.headers import Headers

    from flask import Flask

    from pathways.config import Settings

PREFIX = "/static/"
UNCHANGING = re.compile(r"\.[0-9a-f]{10}\.\w+$|-\d+\.\d+\.\d+[.\w]*\.\w+$")
"""Addresses whose content never changes: a fingerprint, or a version in the name."""
ONE_HOUR_S = 3600


def set_up(app: Flask, settings: Settings) -> None:
    """Stand in front of the application, and give templates `asset(name)`.

    `asset("app.css")` is `/static/app.<fingerprint>.css`; a file with its version in its name keeps it.
    """
    lines = safe_headers(settings)

    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        for name, value in lines:
            headers[name] = value

    noise = WhiteNoise(
        app.wsgi_app,
        max_age=ONE_HOUR_S,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: UNCHANGING.search(url) is not None,
        add_headers_function=add_headers,
    )
    addresses = _add(noise)
    app.wsgi_app = noise  # type: ignore[method-assign]  # the way to stand in front of Flask
    app.jinja_env.globals["asset"] = addresses.__getitem__


def _add(noise: WhiteNoise) -> dict[str, str]:
    """Serve every file of the folder by its own name and by its fingerprint; give address by name."""
    root, addresses = folder("static"), {}
    for file in sorted(root.rglob("*")):
        if not file.is_file():
            continue
        name = file.relative_to(root).as_posix()
        address = PREFIX + name
        noise.add_file_to_dictionary(address, str(file))
        if not UNCHANGING.search(name):
            parts = PurePosixPath(name)
            print_ = blake2b(file.read_bytes(), digest_size=5).hexdigest()
            address = PREFIX + parts.with_name(f"{parts.stem}.{print_}{parts.suffix}").as_posix()
            noise.add_file_to_dictionary(address, str(file))
        addresses[name] = address
    return addresses
