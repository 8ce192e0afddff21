"""The front page: three doors, and none of them leads nowhere."""

from __future__ import annotations

import pytest

from pathways.domain.shelves import counts


@pytest.mark.parametrize("language", ["da", "en"])
def test_three_doors_and_true_counts(visit, real_graph, language):
    page, counted = visit(f"/{language}/"), counts(real_graph)
    assert len(page.all(".doors > *")) == 3
    assert [big.text_content() for big in page.all(".stats .big")] == [
        str(counted.programmes), str(counted.roles), str(counted.employing),
    ]  # fmt: skip
    for link in page.all(".doors a"):
        visit(link.get("href"))


def test_the_picture_on_the_front_page_is_the_map(visit):
    assert {one.get("data-n")[0] for one in visit("/en/").all("svg [data-n]")} >= {"p", "r", "o"}


@pytest.mark.parametrize(
    ("query", "leads_to"),
    [
        ("?from=kalgym-stx&role=process-operator", "/en/routes?from=kalgym-stx&to=process-operator"),
        ("?from=&role=process-operator", "/en/routes?to=process-operator"),
        ("?from=kalgym-stx&role=", "/en/routes?from=kalgym-stx"),
        ("?from=grundskole", "/en/routes?from=grundskole"),
        ("", "/en/explore"),
    ],
)
def test_the_student_door_leads_to_the_page_that_answers(client, query, leads_to):
    answer = client.get(f"/en/find{query}")
    assert (answer.status_code, answer.headers["Location"]) == (303, leads_to)
    assert client.get(leads_to).status_code == 200


def test_every_choice_of_the_student_door_exists(visit, client):
    page = visit("/en/")
    for select in page.all(".door.main select"):
        for value in [option.get("value") for option in select.cssselect("option")]:
            assert client.get(f"/en/find?{select.get('name')}={value}").status_code == 303
