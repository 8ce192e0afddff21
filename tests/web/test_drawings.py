"""Pictures on pages and as files, and what stands in their place when they cannot be drawn."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from pathways.web import create_app, pictures
from pathways.web.downloads import MEDIA_TYPES
from pathways.web.drawings import ENDINGS

ROLE = "/en/roles/process-operator"


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("page", ["/da/map", ROLE])
def test_every_picture_comes_as_a_file(client, page, ending):
    answer = client.get(f"{page}.{ending}")
    assert answer.status_code == 200
    assert answer.mimetype == MEDIA_TYPES[ending]
    language = page[1:3]
    name = re.fullmatch(r'attachment; filename="([\w.-]+)"', answer.headers["Content-Disposition"])
    assert name
    assert name[1].startswith("pathways-kalundborg-")
    assert name[1].endswith(f"-{language}.{ending}")
    again = client.get(f"{page}.{ending}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("page", ["programmes/absalon-beng-biotek", "employers/novo-nordisk", "skills/gmp"])
def test_every_kind_of_noun_has_files(client, page):
    assert client.get(f"/en/{page}.json").json["links"]


def test_a_file_of_the_filtered_map_holds_what_the_page_holds(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/en/map.csv?kind=D&sure=1").text)))
    whole = list(csv.DictReader(io.StringIO(client.get("/en/map.csv").text)))
    assert 0 < len(rows) < len(whole)
    assert {row["line"] for row in rows} == {"D"}


def test_a_svg_file_leads_back_to_the_site(client):
    tree = ET.fromstring(client.get(f"{ROLE}.svg").data)
    links = {
        link.get("href") or link.get("{http://www.w3.org/1999/xlink}href")
        for link in tree.iter()
        if "href" in str(link.attrib)
    }
    assert any(link and link.startswith("http://127.0.0.1:8000/en/") for link in links)


def text_of(svg):
    return " ".join(" ".join(ET.fromstring(svg).itertext()).split())


def test_a_picture_that_leaves_the_site_says_whose_facts_it_shows(client, example_app):
    assert "Not an official page of" in text_of(client.get(f"{ROLE}.svg").data)
    assert "The facts are as of 2026-11" in text_of(client.get(f"{ROLE}.svg").data)
    assert "Eksempelby er opdigtet" in text_of(example_app.test_client().get("/da/map.svg").data)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/roles/no-such-role.svg", 404),
        ("/en/roles/process-operator.exe", 404),
        ("/en/town/no-such-area.pdf", 404),
        ("/en/map.svg?kind=Q", 422),
        ("/en/programmes/..%2f..%2fsecret.csv", 404),
        ("/drawings/0123456789abcdef.css", 404),
        ("/drawings/../app.css", 404),
        ("/drawings/%00.css", 404),
    ],
)
def test_a_file_that_cannot_be(client, address, status):
    assert client.get(address).status_code == status


def test_each_picture_links_its_stylesheet_which_never_changes(client):
    links = set(re.findall(r'href="(/drawings/[0-9a-f]+\.css)"', client.get(ROLE).text))
    assert links
    for link in links:
        answer = client.get(link)
        assert (answer.status_code, answer.mimetype) == (200, "text/css")
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.fixture
def without_renderer(app, tmp_path):
    """The real town on a machine where Graphviz is not where it should be."""
    settings = replace(app.config["PATHWAYS"], dot="/no/such/dot", cache_dir=tmp_path / "cache")
    return create_app(settings, app.extensions["pathways"]).test_client()


def test_without_a_renderer_the_table_stands(without_renderer):
    page = without_renderer.get(ROLE)
    assert page.status_code == 200
    assert "<svg" not in page.text.partition('id="picture"')[2].partition("</table>")[0].replace("icon", "")
    assert "The picture could not be drawn" in page.text
    assert "<table" in page.text
    assert page.headers["Cache-Control"] == "no-cache"
    for ending in ("svg", "png", "pdf"):
        refused = without_renderer.get(f"{ROLE}.{ending}")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    for ending in ("csv", "json", "dot"):
        assert without_renderer.get(f"{ROLE}.{ending}").status_code == 200


def test_without_a_renderer_narrow_windows_miss_nothing_of_the_map(without_renderer, client):
    bare, whole = (one.get("/en/map").text for one in (without_renderer, client))
    said, lines = '<div class="only-l"><div class="errsum">', '<div class="lines">'
    assert (said in bare, said in whole) == (True, False)
    assert bare.partition(lines)[2].partition("</section>")[0] == whole.partition(lines)[2].partition("</section>")[0]


def test_readiness_names_what_is_missing(without_renderer, client):
    answer = without_renderer.get("/readyz")
    assert (answer.status_code, json.loads(answer.data)["renderer"]) == (503, "unavailable")
    assert client.get("/readyz").json == {"ready": True, "database": "ok", "renderer": "ok", "revision": 0}


def test_a_renderer_that_is_too_slow_is_left_alone_for_a_while(app, tmp_path, monkeypatch):
    script, calls = tmp_path / "slow", tmp_path / "calls"
    script.write_text(f"#!/bin/sh\necho x >> {calls}\nexec sleep 30\n")
    script.chmod(0o755)
    find = pictures.find_renderer
    monkeypatch.setattr(pictures, "find_renderer", lambda dot: replace(find(dot), timeout_s=0.3))
    settings = replace(app.config["PATHWAYS"], dot=str(script), cache_dir=tmp_path / "cache")
    client = create_app(settings, app.extensions["pathways"]).test_client()
    for address in (ROLE, ROLE, "/en/map", f"{ROLE}.svg"):
        client.get(address)
    assert calls.read_text().count("x") == 1


def test_a_page_without_its_picture_is_made_anew_each_time(app, tmp_path):
    dot = tmp_path / "dot"
    settings = replace(app.config["PATHWAYS"], dot=str(dot), cache_dir=tmp_path / "cache")
    client = create_app(settings, app.extensions["pathways"]).test_client()
    assert "The picture could not be drawn" in client.get(ROLE).text
    dot.write_text('#!/bin/sh\nexec dot "$@"\n')
    dot.chmod(0o755)
    pictures._rests_until.clear()
    assert "The picture could not be drawn" not in client.get(ROLE).text


def test_pictures_with_many_filters_are_not_kept_on_disk(app, tmp_path):
    settings = replace(app.config["PATHWAYS"], cache_dir=tmp_path / "cache")
    client = create_app(settings, app.extensions["pathways"]).test_client()
    client.get("/en/map?kind=D&level=6")
    assert not list((tmp_path / "cache").rglob("*.json"))
    client.get("/en/map?kind=D")
    assert list((tmp_path / "cache").rglob("*.json"))
