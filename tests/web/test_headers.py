"""What every answer says about safety, and whose posts are taken."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from importlib import import_module

import pytest

from pathways.web import create_app
from pathways.web.headers import CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    "address", ["/", "/en/probe/analyst", "/en/nowhere", "/en/broken", "/static/app.css", "/healthz"]
)
def test_every_answer_is_safe(small, address):
    with small.get(address) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers
    assert "Set-Cookie" not in headers
    assert "Server" not in headers or "Werkzeug" not in headers["Server"]


def test_the_policy_allows_nothing_inline_but_the_script_of_the_head(client):
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    (inline,) = re.findall(r"<script>(.*?)</script>", client.get("/en/").text, re.DOTALL)
    known = b64encode(sha256(inline.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{known}';" in CONTENT_SECURITY_POLICY
    assert "style-src 'self';" in CONTENT_SECURITY_POLICY


def test_strict_transport_only_where_the_outside_comes_by_tls(small_settings, still):
    app = create_app(replace(small_settings, public_url="https://plan.example"), still)
    assert "max-age" in app.test_client().get("/").headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Sec-Fetch-Site": "same-origin"}, 200, id="our own page"),
        pytest.param({"Sec-Fetch-Site": "none"}, 200, id="typed by hand"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, 403, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, 403, id="a neighbour on the same domain"),
        pytest.param({"Origin": "http://localhost"}, 200, id="an older browser on our page"),
        pytest.param({"Origin": "http://evil.example"}, 403, id="an older browser elsewhere"),
        pytest.param({"Origin": "null"}, 403, id="a page without an origin"),
        pytest.param({}, 200, id="no browser at all"),
        pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403, id="the newer header wins"),
    ],
)
def test_whose_posts_are_taken(small, headers, status):
    assert small.post("/en/change", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://plan.example:8443", 303), ("https://plan.example:99", 403), ("http://evil.example", 403)],
)
def test_an_older_browser_behind_a_proxy_that_leaves_the_port_out(small_settings, still, origin, status):
    app = create_app(replace(small_settings, public_url="https://plan.example:8443"), still)
    headers = {"Origin": origin, "Host": "plan.example:80"}
    assert app.test_client().post("/en/sign-out", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("proxies", "scheme"),
    [pytest.param(0, "http", id="nobody is believed"), pytest.param(1, "https", id="one proxy is believed")],
)
def test_forwarded_headers_are_believed_from_trusted_proxies_only(small_settings, still, proxies, scheme):
    app = create_app(replace(small_settings, trusted_proxies=proxies), still)
    seen = []

    @app.before_request
    def look() -> None:
        from flask import request

        seen.append(request.scheme)

    app.test_client().get("/", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4"})
    assert seen == [scheme]


def test_another_server_finds_the_application_and_is_told_what_is_missing(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("PATHWAYS_DATABASE_URL", f"sqlite:///{tmp_path}/empty.db")
    monkeypatch.setenv("PATHWAYS_CACHE_DIR", str(tmp_path / "cache"))
    app = import_module("pathways.web.wsgi").app
    visitor = app.test_client()
    assert visitor.get("/healthz").status_code == 200
    assert visitor.get("/en/").status_code == 503
    assert visitor.get("/readyz").json["database"] == "unavailable"
    assert "pathways seed" in caplog.text
    app.extensions["pathways"].close()
