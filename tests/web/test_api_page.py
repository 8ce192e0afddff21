"""The page for people about the API: what it says is declared, and each of its examples runs as it stands."""

from __future__ import annotations

import shlex

import pytest

from pathways.web.api.serving import ENDPOINTS
from tests.programs import assert_grounded
from tests.visiting import Visited, check_html, check_page


@pytest.mark.parametrize("town", ["app", "example_app"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_example_runs_and_shows_something(request, town, language):
    app = request.getfixturevalue(town)
    client = app.test_client()
    page = Visited(f"/{language}/api", client.get(f"/{language}/api"))
    commands = [shlex.split(code.text_content()) for code in page.all(".run code")]
    assert len(commands) == len(ENDPOINTS)
    site = app.config["PATHWAYS"].address
    for command in commands:
        assert command[0] == "curl"
        assert command[1].startswith(f"{site}/api/v1/")
        answer = client.get(command[1].removeprefix(site))
        assert answer.status_code == 200, command
        told = answer.get_json()
        assert told["language"] == language
        assert_grounded(told, command[1])
        assert told.get("items", True), f"{command[1]} shows nothing"
    links = [link.get("href") for link in page.all(".asks .inline-links a")]
    assert links == [command[1].removeprefix(site) for command in commands]


@pytest.mark.parametrize("language", ["da", "en"])
def test_it_names_every_parameter_and_explains_what_problems_point_at(client, language):
    page = Visited(f"/{language}/api", client.get(f"/{language}/api"))
    check_page(page)
    check_html(page)
    for endpoint in ENDPOINTS:
        section = page.one(f"#{endpoint.name.replace('_', '-')}")
        names = [code.text_content() for code in section.cssselect("dt code")]
        assert names == [one.name for one in (*([endpoint.id] if endpoint.id else []), *endpoint.parameters)]
        assert f"/api/v1{endpoint.path}" in section.text_content()
    told = client.get("/api/v1/roles?x=1").get_json(), client.get("/api/v1/roles/nobody").get_json()
    for problem in told:
        assert len(page.all("#" + problem["type"].rpartition("#")[2])) == 1


def test_it_is_found_from_every_page(client):
    page = Visited("/en/privacy", client.get("/en/privacy"))
    assert "/en/api" in page.links()
