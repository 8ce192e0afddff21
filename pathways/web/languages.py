"""Danish and English: every page lives under its language, and the switch keeps the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from flask import current_app, g, redirect, request, url_for
from flask_babel import Babel

from pathways import config
from pathways.config import folder
from pathways.domain.nouns import LANGUAGES
from pathways.web import translate
from pathways.web.wishes import language_of

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

HERE: Final = config.HERE
"""The clocks by which every page tells the time."""
PREFIX = f"/<any({', '.join(LANGUAGES)}):lang>"
"""What every page's address begins with."""


def set_up(app: Flask) -> None:
    """Take the language from the address, and put it into every address made."""
    Babel(
        app,
        locale_selector=current_language,
        default_translation_directories=str(folder("translations")),
        default_timezone=HERE.key,
    )
    translate.set_up(app)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.add_url_rule("/", "root", choose_language)


def choose_language() -> Response:
    """Send the visitor to the home page in the language their browser asks for."""
    response = redirect(f"/{wanted_language()}/", 302)
    response.vary.add("Accept-Language")
    response.headers["Cache-Control"] = "no-cache"
    return response


def wanted_language() -> str:
    """Tell which of our languages the browser asks for first (`wishes.language_of`)."""
    return language_of(request.headers.get("Accept-Language", ""))


def current_language() -> str:
    """Tell the language of this answer: the address's, else the browser's."""
    language = g.get("language")
    if language is None:
        first = request.path.split("/", 2)[1]
        language = g.language = first if first in LANGUAGES else wanted_language()
    return str(language)


def other_language() -> str:
    """Tell the language that the switch leads to."""
    return LANGUAGES[1 - LANGUAGES.index(current_language())]


def address_in(language: str) -> str:
    """Give this page's path in `language`, with the filters it was asked for and nothing else.

    An address that is no page keeps its words, so that the switch works on error pages as well. What answers a form
    says where its page stands (`shown_at`).
    """
    endpoint, values = g.get("shown_at") or (request.endpoint, request.view_args)
    if endpoint is None or not current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        _, first, *rest = request.path.split("/", 2)
        return quote("/".join(["", language, *rest])) if first in LANGUAGES and rest else f"/{language}/"
    return url_for(endpoint, **{**(values or {}), **g.get("chosen", {}), "lang": language})


def show_at(endpoint: str, **values: object) -> None:
    """Say where the page stands that answers this form, for the switch between languages."""
    g.shown_at = endpoint, values


def other_language_url() -> str:
    """Give the path of this page in the other language."""
    return address_in(other_language())


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "lang" in values:
        g.language = values.pop("lang")


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = current_language()
