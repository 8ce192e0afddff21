"""What every answer says to the browser about safety, and the posts from elsewhere that we refuse."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import abort, request

from pathways.config import folder
from pathways.web import configured

if TYPE_CHECKING:
    from flask import Flask, Response

    from pathways.config import Settings

EARLY_SCRIPT: Final = (folder("templates") / "parts" / "early.js").read_text(encoding="utf-8").removesuffix("\n")
"""The one script that stands in the page: it takes up the theme before anything is drawn, so that nothing flashes. As a
file it would hold up the first picture of every visit; the policy knows it by its hash and allows no other."""
EARLY_HASH: Final = "sha256-" + b64encode(sha256(EARLY_SCRIPT.encode()).digest()).decode()
CONTENT_SECURITY_POLICY: Final = (
    f"default-src 'self'; script-src 'self' '{EARLY_HASH}'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
SAFE: Final = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
ONE_YEAR_S: Final = 31_536_000


def safe_headers(settings: Settings) -> tuple[tuple[str, str], ...]:
    """List the headers of every answer; strict transport only where the outside comes in by TLS."""
    if not settings.secure:
        return SAFE
    return (*SAFE, ("Strict-Transport-Security", f"max-age={ONE_YEAR_S}"))


def set_up(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer, and refuse what another site posts here."""
    lines = safe_headers(settings)
    app.before_request(refuse_other_sites)

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.extend(lines)
        here = request.host_url
        if response.location and response.location.startswith((here, "//")):  # such a host may be anybody's
            response.headers["Location"] = "/" + response.location.removeprefix(here).lstrip("/")
        if response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", "no-cache")
        return response


def refuse_other_sites() -> None:
    """Refuse a request that changes something and comes from another site (403).

    Browsers say where they come from (`Sec-Fetch-Site`); older ones name the `Origin`: the address that readers use, of
    which a proxy may leave out the port. What sends neither is no browser and carries no visitor's cookies.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        own = site in {"same-origin", "none"}
    else:
        own = origin is None or origin == configured.settings().address or urlsplit(origin).netloc == request.host
    if not own:
        abort(403)
