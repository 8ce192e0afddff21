"""What rows are called where they are listed: two that tell the same are told apart by what they are about."""

from __future__ import annotations

import pytest

from pathways.web.fact_words import row_title

NAMES = {"bio": "BEng Biotechnology", "mech": "BEng Mechanical", "auto": "Automation", "works": "Works"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({"title_en": "Analyst", "year": "2019"}, "Analyst", id="its own title is enough"),
        pytest.param({"origin": "mech", "programme": "bio"}, "BEng Mechanical → BEng Biotechnology", id="what it ties"),
        pytest.param(
            {"programme": "bio", "what_en": "applicants", "year": "2019"}, "BEng Biotechnology: applicants, 2019",
            id="a count says of whom and when",
        ),
        pytest.param(
            {"programme": "bio", "what_en": "started in 2017", "year": "2017"}, "BEng Biotechnology: started in 2017",
            id="no year twice",
        ),
        pytest.param(
            {"programmes": "bio;mech", "measure_en": "unemployment"},
            "BEng Biotechnology, BEng Mechanical: unemployment", id="a figure of two programmes",
        ),
        pytest.param(
            {"programmes": "bio;mech;auto", "measure_en": "unemployment"},
            "BEng Biotechnology, BEng Mechanical, …: unemployment", id="and of more",
        ),
        pytest.param(
            {"organisation": "works", "what_en": "employees", "year": "2015"}, "Works: employees, 2015",
            id="an announcement says whose",
        ),
        pytest.param({"topic": "deadline", "what_en": "quota 2"}, "quota 2", id="no word of the machine"),
        pytest.param(
            {"programme": "bio", "role": "analyst", "organisation": "works", "what_en": "taken on as analyst at Works"},
            "BEng Biotechnology: taken on as analyst at Works", id="what its words tell is not told twice",
        ),
        pytest.param({"what_en": "students"}, "students", id="about nothing"),
        pytest.param({"year": "2019", "role": "gone"}, "gone → 2019", id="an id without a name stands for itself"),
        pytest.param({}, "a → b", id="its key, where it says nothing"),
    ],
)  # fmt: skip
def test_a_row_is_called_by_what_tells_it_from_others(cells, expected):
    assert row_title(cells, ("a", "b"), NAMES, "en") == expected
