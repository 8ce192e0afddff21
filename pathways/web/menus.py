"""The main pages, as the header, the foot and a phone's tab bar lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import request

from pathways.web.translate import _

if TYPE_CHECKING:
    from flask import Flask

UNDER: Final = {"employers": "board"}
"""Pages that have no main page of their own, and the one that leads to them."""


def set_up(app: Flask) -> None:
    """Give every template the main pages."""
    app.jinja_env.globals.update(places=places, tabs=tabs, is_here=is_here)


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
