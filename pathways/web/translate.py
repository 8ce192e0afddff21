"""The words of the page's language, typed: what the extension gives is untyped."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import g
from flask_babel import force_locale, get_translations
from jinja2 import pass_eval_context
from markupsafe import Markup

from pathways.domain.saying import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.support import NullTranslations
    from flask import Flask
    from jinja2.nodes import EvalContext


def set_up(app: Flask) -> None:
    """Let templates take their words from where the code takes them."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension that flask-babel adds
        gettext=lambda message: words().ugettext(message),  # until `_in_template` takes its place
        ngettext=lambda one, many, count: words().ungettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals.update(gettext=_in_template, _=_in_template)


@pass_eval_context
def _in_template(told: EvalContext, message: str, **values: object) -> str:
    """Do what `gettext` of the extension does, in one call for its three: a page says hundreds of messages."""
    text = words().ugettext(message)
    if told.autoescape:
        text = Markup(text)  # noqa: S704  # the words are ours, only values are escaped
    return text % values if values or "%" in text else text


def words() -> NullTranslations:
    """Give the words of this page's language, looked up once: for each of a page's messages it took a sixth of it."""
    if not g:
        return _words()
    found: NullTranslations | None = g.get("words")
    if found is None:
        found = g.words = _words()
    return found


def _words() -> NullTranslations:
    found: NullTranslations = get_translations()
    return found


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Speak another language than the page's for a while."""
    with force_locale(language):
        before = g.pop("words", None)
        try:
            yield
        finally:
            g.words = before


def _(message: str, **values: object) -> str:
    """Give the message in the language of the page, with its values filled in."""
    text = str(words().ugettext(message))
    return text % values if values else text


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """Give the message in the right number; `count` fills `%(num)s`."""
    return str(words().ungettext(one, many, count)) % {"num": count, **values}


def told(sentence: str) -> str:
    """Say a sentence of the domain in the language of the page; one that has no pattern stays as it is."""
    if not isinstance(sentence, Said):
        return sentence
    values = {name: told(value) if isinstance(value, str) else value for name, value in sentence.values.items()}
    return _(sentence.pattern, **values)
