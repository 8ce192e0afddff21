"""The main pages, as the header, the foot and a phone's tab bar lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request, url_for

from pathways.domain.nouns import LANGUAGES
from pathways.domain.spelling import fold, likeness
from pathways.web.translate import _, in_language

if TYPE_CHECKING:
    from flask import Flask

UNDER: Final = {"employers": "board"}
"""Pages that have no main page of their own, and the one that leads to them."""
FEWEST_LETTERS: Final = 3
LIKE: Final = 0.65
"""How like a page's name an address that leads nowhere has to end: misspelt, begun or one part of a compound."""
MOST_MEANT: Final = 3


def set_up(app: Flask) -> None:
    """Give every template the main pages."""
    app.jinja_env.globals.update(places=places, more_places=more_places, about_places=about_places)
    app.jinja_env.globals.update(tabs=tabs, is_here=is_here)


def places() -> list[tuple[str, str]]:
    """List the main pages: endpoint and name.

    Eight names do not fit beside each other at 1,280 px, so the employers are found from the page for companies and
    in the list of all pages at the foot.
    """
    return [
        ("map.show_map", _("Map")),
        ("routing.show_routes", _("Plan a route")),
        ("comparing.show_comparison", _("Compare")),
        ("programmes.list_programmes", _("Programmes")),
        ("roles.list_roles", _("Roles")),
        ("board.show_board", _("For companies")),
        ("town.show_town", _("The town")),
    ]


def more_places() -> list[tuple[str, str]]:
    """List the other pages that the foot leads to: endpoint and name."""
    return [
        ("employers.list_employers", _("Employers")),
        ("skills.list_skills", _("Skills")),
        ("outlooks.show_town", _("Outlook")),
        ("exploring.show_interests", _("What do you like?")),
        ("searching.show_results", _("Search")),
        ("guiding.show_door", _("Guidance talk")),
    ]


def about_places() -> list[tuple[str, str]]:
    """List the pages about this service: endpoint and name."""
    return [
        ("about.show_sources", _("Where the figures come from")),
        ("explaining.show_api", _("Data for other programs")),
        ("about.show_licences", _("Licences and ESCO")),
        ("about.show_privacy", _("Privacy")),
        ("about.show_accessibility", _("Accessibility")),
        ("accounts.show_sign_in", _("For counsellors and companies")),
    ]


def meant(words: str) -> tuple[tuple[str, str], ...]:
    """List the pages whose name, in any language, or address is like the end of an address: address and name."""
    typed = fold(words)
    if len(typed) < FEWEST_LETTERS:
        return ()
    pages = [*places(), *more_places(), *about_places()]
    called: dict[str, list[str]] = {place: [url_for(place).rpartition("/")[2]] for place, _name in pages}
    for language in LANGUAGES:
        with in_language(language):
            for place, name in (*places(), *more_places(), *about_places()):
                called[place].append(name)
    near = {place: max(likeness(typed, fold(name)) for name in names) for place, names in called.items()}
    best = sorted((one for one in pages if near[one[0]] >= LIKE), key=lambda one: -near[one[0]])
    return tuple((url_for(place), name) for place, name in best[:MOST_MEANT])


def tabs() -> list[tuple[str, str, str]]:
    """List what fits on a phone's tab bar beside the menu: endpoint, name and icon."""
    return [
        ("home.show_home", _("Explore"), "explore"),
        ("routing.show_routes", _("Routes"), "routes"),
        ("map.show_map", _("Map"), "map"),
        ("roles.list_roles", _("Roles"), "roles"),
    ]


def is_here(endpoint: str) -> bool:
    """Whether this page belongs to that main page: itself, or a page under it."""
    blueprint = request.blueprint or ""
    return bool(UNDER.get(blueprint, blueprint) == endpoint.partition(".")[0])
