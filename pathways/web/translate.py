"""The words of the page's language, typed: what the extension gives is untyped."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import ngettext as untyped_ngettext

from pathways.domain.saying import Said


def _(message: str, **values: object) -> str:
    """Give the message in the language of the page, with its values filled in."""
    return str(gettext(message, **values))


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """Give the message in the right number; `count` fills `%(num)s`."""
    return str(untyped_ngettext(one, many, count, **values))


def told(sentence: str) -> str:
    """Say a sentence of the domain in the language of the page; one that has no pattern stays as it is."""
    if not isinstance(sentence, Said):
        return sentence
    values = {name: told(value) if isinstance(value, str) else value for name, value in sentence.values.items()}
    return _(sentence.pattern, **values)
