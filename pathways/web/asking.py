"""What a visitor asked for in the query string, read in one place and checked against what exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import g, request

from pathways.domain.errors import PathwaysError
from pathways.web import caching
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Collection

SHOWN_CHOICES = 24
"""How many of the values that exist an error spells out."""
SHOWN_LETTERS = 80


class BadInput(PathwaysError):
    """Something typed or linked that cannot be used: one sentence per field, all fields at once.

    `allowed` gives, where they are few enough to list, the values that exist and their labels.
    """

    def __init__(self, allowed: Mapping[str, Mapping[str, str]] | None = None, /, **problems: str) -> None:
        super().__init__("; ".join(f"{name}: {problem}" for name, problem in problems.items()))
        self.problems: Mapping[str, str] = problems
        self.allowed: Mapping[str, Mapping[str, str]] = allowed or {}


def choices(labels: Mapping[str, str] | None = None, /, **allowed: Collection[str]) -> dict[str, str | None]:
    """Read the filters of this page; None where nothing was chosen.

    Args:
        labels: what the filters are called on the page, by their name in the query string.
        allowed: the values each filter may take, by its name; a mapping gives their labels too. A
            parameter that is not named here is ignored.

    Raises:
        BadInput: naming every filter whose value does not exist, with the values that do.
    """
    found = {name: asked(name) for name in allowed}
    unknown = {name: value for name, value in found.items() if value is not None and value not in allowed[name]}
    if unknown:
        problems = {name: _problem((labels or {}).get(name, name), value) for name, value in unknown.items()}
        raise BadInput({name: _labels(allowed[name]) for name in unknown}, **problems)
    return found


def asked(name: str) -> str | None:
    """Read one parameter, without the space around it; None when blank or absent.

    Every parameter that a page depends on is read here: so the page cache knows what makes a page.
    """
    if "names" not in g:
        g.names, g.chosen = [], {}
    if name not in g.names:
        g.names.append(name)
    value = caching.first_value(request.args.getlist(name))
    if value is not None:
        g.chosen[name] = value
    return value


def asked_all(name: str) -> tuple[str, ...]:
    """Read every value of one parameter, as `asked` reads one; blank ones are left out.

    The page cache knows only the first: a page that was given any must be kept out of it.
    """
    asked(name)
    given = (caching.first_value([value]) for value in request.args.getlist(name))
    values = tuple(value for value in given if value is not None)
    if values:
        g.chosen[name] = list(values)
    return values


def shortened(value: str) -> str:
    """Give what was typed, fit to be repeated in a sentence."""
    return value if len(value) <= SHOWN_LETTERS else value[:SHOWN_LETTERS] + "…"


def _labels(values: Collection[str]) -> dict[str, str]:
    first = list(values)[:SHOWN_CHOICES]
    return {value: str(values[value]) if isinstance(values, Mapping) else value for value in first}


def _problem(field: str, value: str) -> str:
    return _("%(field)s: “%(value)s” is not one of the choices.", field=field, value=shortened(value))
