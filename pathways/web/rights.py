"""Who may do what: one rule for each route, and no route without one.

A rule is asked before its route runs. What it keeps from strangers, and the doors they come in by, is never kept in
the page cache nor by a browser (`no-store`); public pages are the same for everybody and look at no cookie.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import current_app, make_response, redirect, request, url_for

from pathways.domain.errors import PathwaysError
from pathways.domain.nouns import LANGUAGES
from pathways.domain.rights import AccountKind
from pathways.web.caching import WHOLE
from pathways.web.pages import keep_out, page, wanted_part
from pathways.web.signed_in import current_account

if TYPE_CHECKING:
    from flask import Flask, Response

EXTENSION: Final = "pathways.rules"
LONGEST_NEXT: Final = 1000


@dataclass(frozen=True, slots=True)
class Rule:
    """Who a route is for. `kinds` is empty for a route that asks nobody; `cached` ones may be kept by anybody."""

    name: str
    kinds: frozenset[AccountKind] = frozenset()
    cached: bool = False


PUBLIC: Final = Rule("public", cached=True)
"""For everybody, and the same for everybody."""
DOOR: Final = Rule("door")
"""For everybody, but what it says is for one: sign-in, links, forgotten passwords."""
TALK: Final = Rule("talk")
"""The route itself asks who sits at the talk."""
SIGNED_IN: Final = Rule("signed in", frozenset(AccountKind))
"""For every account."""


def only(*kinds: AccountKind) -> Rule:
    """Give the rule for these kinds of account."""
    return Rule(" or ".join(kinds), frozenset(kinds))


ADMINISTRATOR: Final = only(AccountKind.ADMINISTRATOR)

RULES: Final[dict[str, Rule]] = {
    **dict.fromkeys(
        (
            *("root", "operations.show_health", "operations.show_readiness"),
            *("home.show_home", "home.find_way", "map.show_map", "town.show_town", "town.show_area"),
            *("programmes.list_programmes", "programmes.show_programme", "roles.list_roles", "roles.show_role"),
            *("employers.list_employers", "employers.show_employer", "skills.list_skills", "skills.show_skill"),
            *("routing.show_routes", "comparing.show_comparison", "exploring.show_interests"),
            *("planning.show_plan", "planning.download", "searching.show_results", "esco.show_concepts"),
            *("about.show_sources", "about.show_licences", "about.show_privacy", "about.show_accessibility"),
            "explaining.show_api",
            *("drawings.show_stylesheet", "drawings.download_map", "drawings.download_noun"),
            *("outlooks.show_town", "outlooks.show_role", "outlooks.show_family", "outlooks.show_area"),
            *("outlooks.download", "outlooks.download_role", "outlooks.download_family", "outlooks.download_area"),
            *("board.show_board", "board.download", "report.show_report", "report.download"),
            *("api.show_openapi", "api.show_town", "api.list_programmes", "api.show_programme", "api.list_roles"),
            *("api.show_role", "api.list_skills", "api.show_skill", "api.list_organisations", "api.show_organisation"),
            *("api.show_map", "api.list_routes", "api.list_routes_from", "api.list_routes_to", "api.match"),
            *("api.list_gaps", "api.show_outlook", "api.show_outlook_of_role", "api.show_outlook_of_family"),
            "api.show_outlook_of_area",
        ),
        PUBLIC,
    ),
    **dict.fromkeys(
        (
            *("accounts.show_sign_in", "accounts.sign_in", "accounts.sign_out", "accounts.sign_in_to_show"),
            *("invitations.open_link", "invitations.show_choose_password", "invitations.choose_password"),
            *("invitations.show_forgotten", "invitations.send_link", "reporting.show_form", "reporting.send"),
            "touring.show_tour",
        ),
        DOOR,
    ),
    **dict.fromkeys(("accounts.show_account", "accounts.change_password", "accounts.sign_out_everywhere"), SIGNED_IN),
    "scenarios.show": PUBLIC,
    **dict.fromkeys(("scenarios.list_saved", "scenarios.save", "scenarios.remove"), SIGNED_IN),
    # Who may see a flag is asked by its page; to all others there is no such flag.
    **dict.fromkeys(("flags.show_flag", "flags.act"), SIGNED_IN),
    **dict.fromkeys(
        (
            *("administration.list_accounts", "administration.show_invite", "administration.invite"),
            *("administration.show_one", "administration.change_organisation", "administration.make_reset_link"),
            *("administration.disable", "administration.enable", "administration.delete"),
            *("administration.change_person",),
        ),
        ADMINISTRATOR,
    ),
    **dict.fromkeys(("guiding.show_door", "guiding.join", "guiding.open_link", "guiding.leave"), DOOR),
    **dict.fromkeys(
        (
            *("talking.show_talk", "talking.follow", "talking.finish", "talking.open_again", "talking.renew_link"),
            *("talking.ask_to_delete", "talking.delete", "talk_changes.change", "talk_notes.save_notes"),
            *("taking_home.show_handout", "taking_home.download", "taking_home.send"),
        ),
        TALK,
    ),
    **dict.fromkeys(
        (
            *("guiding.begin", "desk.show_desk", "desk.search", "class_hour.show_form", "class_hour.make"),
            *("class_hour.show_sheet", "class_hour.void"),
        ),
        only(AccountKind.COUNSELLOR),
    ),
    **dict.fromkeys(
        (
            *("flagging.show_form", "flagging.flag", "flagging.preview", "flagging.show_edit", "flagging.edit"),
            *("flagging.show_again", "flagging.again", "withdrawing.show_renew", "withdrawing.renew"),
            *("withdrawing.show_withdraw", "withdrawing.withdraw"),
            *("stating.show_openings", "stating.state", "stating.withdraw"),
        ),
        only(AccountKind.COMPANY),
    ),
    **dict.fromkeys(
        ("inbox.show_inbox", "digests.switch"), only(AccountKind.COMPANY, AccountKind.INSTITUTION, AccountKind.EDITOR)
    ),
    "waiting.list_changes": only(AccountKind.INSTITUTION, AccountKind.EDITOR, AccountKind.ADMINISTRATOR),
    **dict.fromkeys(
        ("history.list_edits", "history.show_edit", "history.download"),
        only(AccountKind.EDITOR, AccountKind.ADMINISTRATOR),
    ),
    **dict.fromkeys(
        (
            *("history.undo", "worklist.show", "worklist.see", "worklist.settle"),
            *("waiting.accept", "waiting.ask", "waiting.ask_delivered"),
            *("waiting.turn_down", "waiting.turn_down_delivered"),
            *("exchanging.show", "exchanging.download_workbook", "exchanging.download_folder", "exchanging.hand_in"),
            *("exchanging.download_document", "exchanging.download_template", "exchanging.show_upload"),
            *("exchanging.read_again", "exchanging.give_up", "exchanging.make"),
        ),
        only(AccountKind.EDITOR),
    ),
    **dict.fromkeys(("waiting.withdraw", "waiting.put_away"), only(AccountKind.INSTITUTION)),
    # An institution edits the rows of its own programmes only, and what it types waits for an editor.
    **dict.fromkeys(
        (
            *("editing.list_tables", "editing.list_rows", "editing.show_new", "editing.add"),
            *("editing.show_row", "editing.save", "editing.remove", "edit_about.show"),
            "edit_conditions.read_line",
        ),
        only(AccountKind.EDITOR, AccountKind.INSTITUTION),
    ),
    "counting.show_counts": only(AccountKind.COUNSELLOR, AccountKind.ADMINISTRATOR),
}
"""The rule of every route, by its endpoint."""


class NoRule(Exception):
    """A route has no rule, or a rule no route: a slip of ours, found when the program starts."""


class NotForYou(PathwaysError):
    """The page is for another kind of account: for one of `kinds`, or none where the kind is right and the row not."""

    def __init__(self, message: str, kinds: frozenset[AccountKind] = frozenset()) -> None:
        super().__init__(message)
        self.kinds = kinds


def require_rules(app: Flask) -> None:
    """Have every route's rule asked before it runs.

    Raises:
        NoRule: naming each route without a rule and each rule without a route.
    """
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    if routes != RULES.keys():
        bare, idle = sorted(routes - RULES.keys()), sorted(RULES.keys() - routes)
        raise NoRule(f"In pathways/web/rights.py: routes without a rule {bare}, rules without a route {idle}.")
    app.extensions[EXTENSION] = dict(RULES)
    app.before_request(ask)
    app.after_request(say_private)


def rule_of(endpoint: str | None) -> Rule:
    """Give a route's rule; where there is no route there is nothing to hide."""
    rules: dict[str, Rule] = current_app.extensions[EXTENSION]
    return PUBLIC if endpoint is None else rules[endpoint]


def ask() -> Response | None:
    """Ask the rule of this request: go on, sign in first, or not for you.

    Raises:
        NotForYou: somebody is signed in, but with another kind of account.
    """
    rule = rule_of(request.endpoint)
    if rule.cached:
        return None
    keep_out()
    if not rule.kinds:
        return None
    account = current_account()
    if account is None:
        return keep_typed() if request.endpoint in KEPT and any(request.form.values()) else sign_in_first()
    if account.kind not in rule.kinds:
        raise NotForYou(f"{request.endpoint} is for {rule.name}.", rule.kinds)
    return None


KEPT: Final = frozenset({"editing.add", "editing.save", "editing.remove"})
"""Forms that take long to fill in: what was typed while a sign-in ran out is kept on the page."""


def keep_typed() -> Response:
    """Show that nobody is signed in any more, with everything that was typed, to be sent again."""
    again = url_for(request.endpoint or "", **{**(request.view_args or {}), **request.args.to_dict(flat=False)})
    typed = tuple(request.form.items(multi=True))
    return page("accounts/signed_out.html", block="main", status=409, again=again, typed=typed)


def sign_in_first() -> Response:
    """Send a stranger to sign in, and back here afterwards; where htmx asks, the whole page goes there."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    address = url_for("accounts.show_sign_in", next=here if here and own_path(here) else None)
    if wanted_part() == WHOLE:
        return make_response(redirect(address, 303))
    response = make_response("", 200)
    response.headers["HX-Redirect"] = address
    return response


def own_path(typed: str | None) -> str | None:
    """Give an address to go on to, if it is a page of ours; None for everything else, however it is disguised.

    It begins with a language, so that no host can be read into it, and has no sign that a browser would skip,
    turn round or take for another.
    """
    if not typed or len(typed) > LONGEST_NEXT or not typed.isascii() or not typed.isprintable():
        return None
    path = typed.partition("?")[0]
    ours = path.split("/")[1:2] and path.startswith("/") and path.split("/")[1] in LANGUAGES
    return typed if ours and not {" ", "\\", "#"} & set(typed) and "//" not in path else None


def say_private(response: Response) -> Response:
    """Have no browser and no proxy keep what is not public, and no search engine list it."""
    if not rule_of(request.endpoint).cached:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response
