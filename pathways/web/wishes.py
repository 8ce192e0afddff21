"""What a program that asks says of itself in its headers, read the same in front of the application and within it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from werkzeug.datastructures import LanguageAccept, MIMEAccept
from werkzeug.http import parse_accept_header

from pathways.domain.nouns import LANGUAGES

API: Final = "/api"
"""What the address of everything begins with that answers programs, errors included."""
JSON: Final = "application/json"


def is_for_programs(path: str) -> bool:
    """Whether an address is one of those that answer programs."""
    return path == API or path.startswith(API + "/")


@lru_cache(maxsize=256)
def language_of(accepted: str) -> str:
    """Tell which of our languages an `Accept-Language` asks for first, whatever the country (`en-GB` is English).

    One that asks for others gets English; one that asks for nothing gets Danish.
    """
    wishes = [wish.partition("-")[0].lower() for wish in parse_accept_header(accepted, LanguageAccept).values()]
    return next((wish for wish in wishes if wish in LANGUAGES), "en" if wishes else "da")


@lru_cache(maxsize=256)
def takes_json(accepted: str) -> bool:
    """Whether an `Accept` lets us answer with JSON; none lets us answer with anything."""
    wishes = parse_accept_header(accepted, MIMEAccept)
    return not wishes or wishes.best_match([JSON]) is not None
