"""A walk through the whole site as a visitor without JavaScript: everything is reached, nothing is broken."""

from __future__ import annotations

from collections import deque
from urllib.parse import urlsplit

import pytest

from pathways.web.api.serving import ENDPOINTS
from pathways.web.rights import PUBLIC, RULES
from tests.addresses import LANGUAGES, SIGNPOSTS, first_and_last, is_page, pages, rules
from tests.visiting import check_html

pytestmark = pytest.mark.slow


def is_for_accounts(app, path):
    """Whether a path is of a route for those who are signed in."""
    endpoint, _ = app.url_map.bind("").match(path)
    return bool(RULES[endpoint].kinds)


@pytest.fixture(scope="module", params=LANGUAGES)
def walked(request, app):
    """Every page that links lead to from the home page of one language, with where each leads."""
    from tests.visiting import Visited, check_page

    client, home = app.test_client(), f"/{request.param}/"
    found, waiting, ids = {}, deque([home]), {}
    while waiting:
        address = waiting.popleft()
        path = urlsplit(address).path
        if address in found or not path.startswith(home) or "." in path.rpartition("/")[2]:
            continue
        page = Visited(address, client.get(address))
        if is_for_accounts(app, path):  # who is not signed in is sent to sign in
            assert page.response.location.startswith(f"{home}sign-in?next="), f"{address}: {page.response.location}"
            continue
        assert page.response.status_code == 200, f"{address}: {page.response.status}"
        check_page(page)
        found[address] = page.links()
        ids[path] = {one.get("id") for one in page.all("[id]")}
        dangling = [link for link in page.all("a[href^='#']") if link.get("href")[1:] not in ids[path]]
        assert dangling == [], f"{address}: {[link.get('href') for link in dangling]} leads nowhere on the page"
        waiting += [link for link in found[address] if not urlsplit(link).query]  # filters make endless combinations
    return request.param, found


def test_every_noun_and_every_route_is_reached_by_links_alone(walked, app, real_graph):
    language, found = walked
    paths = {urlsplit(address).path for address in found}
    wanted = {urlsplit(address).path for address in pages(app, real_graph, language)}
    assert wanted - paths == set()


def test_every_link_and_download_answers(walked, app):
    """Filtered pages, downloads, stylesheets: what a page links to exists. One download of a kind is fetched."""
    _, found = walked
    client, seen, faults = app.test_client(), set(), []
    for address, links in found.items():
        for link in links:
            path, ending = urlsplit(link).path, urlsplit(link).path.rpartition("/")[2].partition(".")[2]
            kind = (path.split("/")[2], ending) if ending else link
            if kind in seen or link in found:
                continue
            seen.add(kind)
            status = client.get(link).status_code
            if status not in {200, 302} and not (status == 303 and is_for_accounts(app, path)):
                faults.append(f"{address} leads to {link}: {status}")
    assert faults == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_html(app, real_graph, visit, language):
    for address in pages(app, real_graph, language, first_and_last):
        check_html(visit(address))


def test_every_route_is_visited_by_a_test(app, real_graph):
    """A page is walked above; what is no page is named here, so that a new one cannot slip by untested."""
    public = [
        rule for rule in rules(app) if RULES[rule.endpoint] is PUBLIC
    ]  # tests/web/test_rights.py walks the others
    others = {rule.endpoint for rule in public if not is_page(rule)} - {"root", *SIGNPOSTS}
    files = {
        "drawings.show_stylesheet",
        "drawings.download_map",
        "drawings.download_noun",
        "planning.download",
        "board.download",
        "report.download",
    }
    files |= {"outlooks.download", *(f"outlooks.download_{scope}" for scope in ("role", "family", "area"))}
    programs = {"api.show_openapi", *(f"api.{endpoint.name}" for endpoint in ENDPOINTS)}  # tests/web/test_api.py
    assert others == files | programs | {"operations.show_health", "operations.show_readiness"}
