"""Forms of the catalogue as a browser sends them: every field as the page shows it, changed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.datastructures import MultiDict

from tests.visiting import Visited, check_html, check_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


def visited(answer: TestResponse, status: int = 200) -> Visited:
    """Give a page that is whole and sound."""
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    page = Visited("/", answer)
    check_page(page)
    check_html(page)
    return page


def row_at(table: str, key: Sequence[str], language: str = "en") -> tuple[str, MultiDict]:
    """Give the path of the form of a row, and its key as the address holds it."""
    return f"/{language}/edit/{table}/row", MultiDict([("key", word) for word in key])


def filled(page: Visited) -> MultiDict:
    """Give what a browser would send of the form as it stands."""
    form = page.one("form.editform")
    sent = MultiDict()
    for field in form.cssselect("input[name], textarea[name], select[name]"):
        name, kind = field.get("name"), field.get("type")
        if kind in {"checkbox", "radio"}:
            if field.get("checked") is not None:
                sent.add(name, field.get("value"))
        elif field.tag == "select":
            chosen = field.cssselect("option[selected]") or field.cssselect("option")
            sent.add(name, chosen[0].get("value"))
        elif field.tag == "textarea":
            sent.add(name, (field.text or "").removeprefix("\n"))
        else:
            sent.add(name, field.get("value") or "")
    return sent


def open_row(client: FlaskClient, table: str, key: Sequence[str], language: str = "en") -> Visited:
    """Open the form of a row."""
    path, query = row_at(table, key, language)
    return visited(client.get(path, query_string=query))


def send(client: FlaskClient, page: Visited, **changed: str | list[str]) -> TestResponse:
    """Send a form with some of its fields filled in otherwise."""
    sent = filled(page)
    for name, value in changed.items():
        sent.setlist(name.replace("__", "-"), [value] if isinstance(value, str) else value)
    return client.post(page.one("form.editform").get("action"), data=sent)
