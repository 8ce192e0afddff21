"""Thickness as people a year: a switch where somebody counted people, and never a borrowed figure."""

from __future__ import annotations

import re

import pytest

COUNTED = 'id="as-people"'


@pytest.fixture
def example(example_app):
    return example_app.test_client()


def test_a_town_that_counts_people_can_show_them(example):
    page = example.get("/en/map?measure=people").text
    assert COUNTED in page
    assert "Thickness is people a year" in page
    links = example.get("/en/map.json?measure=people").json["links"]
    known = {link["width"] for link in links if link["width"] is not None}
    assert max(known) > 1, "people, not shares"


def test_a_town_where_nobody_counted_has_no_switch_and_borrows_no_figure(client):
    assert COUNTED not in client.get("/en/map").text
    links = client.get("/en/map.json?measure=people").json["links"]
    assert {link["width"] for link in links} == {None}


@pytest.mark.parametrize(
    "shown", ["programmes/beng-process", "roles/tank-operator", "employers/lighthouse-enzymes", "map"]
)
def test_the_measure_goes_along_with_the_picture(example, shown):
    body = example.get(f"/da/{shown}?measure=people").text
    assert re.search(r'id="as-people"[^>]*aria-current="true"', body)
    assert f'/da/{shown}.csv?measure=people"' in body


def test_a_measure_that_does_not_exist_is_named(example):
    answer = example.get("/en/map?measure=weight")
    assert answer.status_code == 422
    assert "Thickness: “weight” is not one of the choices." in answer.text
    assert "People a year" in answer.text
