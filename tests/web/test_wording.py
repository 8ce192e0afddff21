"""Numbers, dates and lengths as people of each language write them."""

from __future__ import annotations

import pytest
from flask import g

from pathways.domain.nouns import Basis, Interval, Text
from pathways.web.wording import (
    covered,
    day,
    job_covered,
    joined,
    measured,
    number,
    people,
    percent,
    printed_in,
    printed_share,
    sentence,
    uncapital,
    years,
)


@pytest.fixture(params=["en", "da"])
def language(request, small_app):
    with small_app.test_request_context(f"/{request.param}/"):
        g.language = request.param
        yield request.param


@pytest.mark.parametrize(
    ("write", "english", "danish"),
    [
        pytest.param(lambda: day("2024"), "2024", "2024", id="a year"),
        pytest.param(lambda: day("2024-09"), "Sept 2024", "sept. 2024", id="a month"),
        pytest.param(lambda: day("2024-09-02"), "2\u00a0Sept 2024", "2.\u00a0sept. 2024", id="a day"),
        pytest.param(lambda: day("2018-2022"), "2018-2022", "2018-2022", id="a span of years"),
        pytest.param(lambda: day("2018-22"), "2018-22", "2018-22", id="a short span of years"),
        pytest.param(lambda: day("2010s"), "2010s", "2010s", id="words stay words"),
        pytest.param(lambda: printed_in("2023"), "printed in 2023", "oplyst i 2023", id="printed in a year"),
        pytest.param(lambda: printed_in("2010s"), "printed in the 2010s", "oplyst i 2010’erne", id="or in a decade"),
        pytest.param(lambda: number(5000), "5,000", "5.000", id="thousands"),
        pytest.param(lambda: number(2.8), "2.8", "2,8", id="a decimal"),
        pytest.param(
            lambda: measured(80, Text("mia. kr.", "DKK bn")), "DKK 80 bn", "80 mia. kr.", id="a currency stands first"
        ),
        pytest.param(lambda: measured(1200, Text("job", "jobs")), "1,200 jobs", "1.200 job", id="other units do not"),
        pytest.param(lambda: measured(2.5, None), "2.5", "2,5", id="no unit"),
        pytest.param(lambda: number(-2), "\u22122", "\u22122", id="a real minus"),
        pytest.param(lambda: number(round(-0.04, 1)), "0", "0", id="no less than nothing"),
        pytest.param(lambda: percent(0.574), "57%", "57\u00a0%", id="per cent"),
        pytest.param(lambda: joined(("a", "b")), "a, b", "a, b", id="names"),
        pytest.param(lambda: joined(("a", "b, c")), "a; b, c", "a; b, c", id="a comma in a name parts it not"),
        pytest.param(lambda: percent(0.8472), "84%", "84\u00a0%", id="at least is never rounded up"),
        pytest.param(
            lambda: covered(0.574), "at least 57%", "mindst 57\u00a0%", id="a share of a job is a lower bound"
        ),
        pytest.param(lambda: covered(1), "100%", "100\u00a0%", id="more than all of it there is not"),
        pytest.param(lambda: job_covered(1), "100% of the job", "100\u00a0% af jobbet", id="all of a job"),
        pytest.param(lambda: printed_share(0.535), "53.5%", "53,5\u00a0%", id="a printed share stays as printed"),
        pytest.param(lambda: years(3.5), "3½ years", "3½ år", id="half a year"),
        pytest.param(lambda: years(None), "length unknown", "længde ukendt", id="an unknown length says so"),
        pytest.param(lambda: people(Interval(35, 35, 35), Basis.STATED), "35", "35", id="a printed count"),
        pytest.param(lambda: people(Interval(10, 12, 1400), Basis.DERIVED), "10–1,400", "10–1.400", id="a span"),
        pytest.param(lambda: people(Interval(2, 3, 4), Basis.STATED), "2–4", "2–4", id="small but printed"),
        pytest.param(
            lambda: people(Interval(2, 3, 4), Basis.DERIVED), "fewer than 5", "færre end 5", id="small and derived"
        ),
        pytest.param(lambda: sentence("running since 2017."), "Running since 2017", "Running since 2017", id="capital"),
        pytest.param(lambda: uncapital("Level A"), "level A", "level A", id="inside a sentence"),
        pytest.param(
            lambda: people(Interval(2, 4, 6), Basis.DERIVED), "fewer than 5", "færre end 5", id="likely small"
        ),
        pytest.param(lambda: uncapital("English B"), "English B", "English B", id="a language's name stays"),
        pytest.param(lambda: uncapital("German A"), "German A", "German A", id="any language's name"),
        pytest.param(lambda: uncapital("A course"), "a course", "a course", id="an article is small"),
        pytest.param(lambda: uncapital("Maths A"), "maths A", "maths A", id="its level stays too"),
        pytest.param(lambda: uncapital("IT/OT manager"), "IT/OT manager", "IT/OT manager", id="initials stay"),
        pytest.param(
            lambda: uncapital("Helix Lab-ophold"), "Helix Lab-ophold", "Helix Lab-ophold", id="a name of two words"
        ),
        pytest.param(lambda: uncapital("A-niveau"), "A-niveau", "A-niveau", id="a level's letter stays"),
    ],
)
def test_values_are_written_in_the_language(language, write, english, danish):
    assert write() == (english if language == "en" else danish)
