"""Static files: what is kept for good, what is asked for again, and in which packing."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest

from pathways.config import folder
from pathways.web.assets import UNCHANGING, variants


@pytest.mark.parametrize(
    ("name", "unchanging"),
    [
        ("htmx-2.0.11.min.js", True),
        ("app.0123456789.css", True),
        ("app.css", False),
        ("fonts/schibsted-grotesk-latin-wght-normal-1.100.0.woff2", True),
        ("app.012345678.css", False),
        ("jquery-3.css", False),
    ],
)
def test_which_addresses_never_change(name, unchanging):
    assert bool(UNCHANGING.search(name)) == unchanging


def test_a_page_links_files_that_are_kept_for_good(client):
    links = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/en/").text))
    assert len(links) >= 4
    for link in links:
        with client.get(link) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"], link
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_typeface_is_asked_for_before_the_styles_by_the_address_they_use(client):
    (preloaded,) = re.findall(r'<link rel="preload" href="([^"]+)" as="font"', client.get("/en/").text)
    with client.get("/static/app.css") as answer:
        assert f"url({preloaded.removeprefix('/static/')})" in answer.text
    with client.get(preloaded) as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_the_plain_name_is_asked_for_again_within_the_hour(client):
    with client.get("/static/app.css") as answer:
        assert answer.headers["Cache-Control"] == "max-age=3600, public"
        etag = answer.headers["ETag"]
    with client.get("/static/app.css", headers={"If-None-Match": etag}) as again:
        assert again.status_code == 304


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"), [("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)]
)
def test_files_come_packed(client, accepted, encoding, unpack):
    with client.get("/static/app.css", headers={"Accept-Encoding": accepted}) as answer:
        assert answer.headers["Content-Encoding"] == encoding
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert unpack(answer.data) == (folder("static") / "app.css").read_bytes()


def test_where_we_may_not_write_they_come_as_they_are(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert variants(folder("static") / "app.css", blocked / "static") == {}


@pytest.mark.parametrize(
    "address", ["/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml", "/static/none.css", "/static/"]
)
def test_nothing_else_is_given_out(client, address):
    assert client.get(address).status_code == 404
