"""The routes page: what is asked is answered, what cannot be used is told at its field, and nothing typed is lost."""

from __future__ import annotations

import pytest

from pathways.web.route_rows import SHOWN_FIRST

ROUTES = "/en/routes"
HTX = f"{ROUTES}?from=neg-htx&to=bioprocess-development-scientist"


def titles(page):
    return [one.text_content().replace("\u00ad", "") for one in page.all("h2.routename")]


def words_of(element):
    return " ".join(element.text_content().replace("\u00ad", "").split())


def test_the_three_ways_of_the_facts_are_shown_with_their_figures(visit):
    page = visit(HTX)
    assert titles(page)[:3] == [
        "BEng Biotechnology, then MSc Biosolutions",
        "BEng Biotechnology, then MSc Biomanufacturing, beside a job",
        "BEng Biotechnology",
    ]
    assert "5½ years" in page.words("#route-1 .routefacts")
    assert "Maths A" in page.words("#route-1 .routefoot")
    assert "First wage after 3½ years, beside the study." in page.words("main")
    assert page.all(".route svg.rl[role=img]")


def test_what_a_student_has_closes_conditions_and_stays_in_the_form(visit):
    page = visit(f"{HTX}&have=mathematics-A&have=not-chemistry&average=7")
    open_ = page.words("#route-1 .routefoot")
    assert "Maths A" not in open_
    assert "Missing: Chemistry B" not in open_  # biotechnology A would do instead, and nothing was said of it
    assert page.one("#have-mathematics option[selected]").get("value") == "mathematics-A"
    assert page.one("#have-chemistry option[selected]").get("value") == "not-chemistry"
    assert page.one("#f-average").get("value") == "7"


def test_a_swap_brings_the_routes_and_the_title_alone(visit):
    page = visit(f"{HTX}&sort=cover", part="found")
    assert titles(page)[0] == "BEng Biotechnology, then MSc Biomanufacturing, beside a job"
    assert page.words("title") == "From HTX to bioprocess development scientist · Pathways"


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("leads", "BEng Biotechnology, then MSc Biosolutions"),
        ("years", "BEng Biotechnology"),
        ("wage", "BEng Biotechnology, then MSc Biomanufacturing, beside a job"),
        ("cover", "BEng Biotechnology, then MSc Biomanufacturing, beside a job"),
        ("conditions", "Biomedical lab scientist"),
    ],
)
def test_routes_come_in_the_order_asked_for(visit, sort, first):
    assert titles(visit(f"{HTX}&sort={sort}"))[0] == first


def test_one_end_alone_shows_all_that_it_opens(visit):
    becoming = visit(f"{ROUTES}?from=neg-htx")
    assert becoming.words("h1") == "From HTX: what can I become?"
    assert any("to=bioprocess-development-scientist" in link for link in becoming.links())
    leading = visit(f"{ROUTES}?to=bioprocess-development-scientist")
    assert leading.words("h1") == "What leads to bioprocess development scientist?"
    assert any("from=neg-htx" in link for link in leading.links())


def test_what_a_student_has_is_asked_and_counts_before_a_job_is_chosen(visit):
    page = visit(f"{ROUTES}?from=neg-htx")
    assert len(page.all("#having #have-mathematics, #having #have-chemistry")) == 2
    assert not page.all("#f-sort")  # jobs come nearest first, whatever is chosen
    said = visit(f"{ROUTES}?from=neg-htx&have=mathematics-A&have=physics-B&have=chemistry-B&sort=cover")
    assert int(said.all(".shelf h2 .chip")[0].text_content()) > int(page.all(".shelf h2 .chip")[0].text_content())
    assert said.one("[name=sort]").get("value") == "cover"


def test_programmes_on_the_way_are_named_beside_their_code(visit):
    for query, name in (("from=neg-htx", "M1 Marine engineer"), ("to=process-operator", "E1 Process operator")):
        assert name in [" ".join(one.text_content().split()) for one in visit(f"{ROUTES}?{query}").all(".trained")]


@pytest.mark.parametrize("language", ["da", "en"])
def test_ends_may_be_named_as_people_name_them(visit, language):
    page = visit(f"/{language}/routes?from=HTX&to=process operator")
    assert page.one("#f-to option[selected]").get("value") == "process-operator"


@pytest.mark.parametrize(
    ("query", "field", "words", "kept"),
    [
        ("from=htxx&to=process-operator", "from", "we know no starting point called “htxx”", "htxx"),
        ("from=neg-htx&to=bioprocss", "to", "we know no job called “bioprocss”", "bioprocss"),
        ("years=abc", "years", "write a number of years from 1 to 40", "abc"),
        ("years=-3", "years", "write a number of years from 1 to 40", "-3"),
        ("year=1999", "year", "write a year from 2026 to 2041, as in 2027", "1999"),
        ("language=xx", "language", "is not one of the choices", None),
        ("experience=many", "experience", "is no number", "many"),
        ("average=99", "average", "Write a number from -3 to 12", "99"),
        ("have=kemi", "have", "Write the subject and its level, as in Chemistry B", "kemi"),
        ("without=nothing", "without", "no programme is called “nothing”", None),
        ("sort=luck", "sort", "is not one of the choices", None),
        ("from=%00%3Cscript%3E", "from", "we know no starting point called", None),
    ],
)
def test_what_cannot_be_used_is_told_at_its_field_and_kept(visit, query, field, words, kept):
    page = visit(f"{ROUTES}?{query}", status=422)
    assert words in page.words("#problem")
    assert f"#f-{field}" in [link.get("href") for link in page.all("#problem a")]
    if kept:
        values = [one.get("value") for one in page.all("form#filters option[selected], form#filters input")]
        assert kept in values


def test_every_problem_is_told_at_once_with_what_was_meant(visit):
    page = visit(f"{ROUTES}?from=htxx&to=bioprocss&years=abc&have=kmei B", status=422)
    assert len(page.all("#problem > ul > li")) == 4
    meant = [link.get("href") for link in page.all("#problem .options a")]
    assert any("from=neg-htx" in link and "to=bioprocss" in link for link in meant)
    assert any("have=chemistry-B" in link and "kmei" not in link for link in meant)


def test_beside_a_mistake_no_field_that_was_there_goes(visit):
    right, wrong = visit(f"{HTX}&average=7"), visit(f"{HTX}&average=abc", status=422)
    asked = [label.text_content() for label in right.all("#having label")]
    assert [label.text_content() for label in wrong.all("#having label")] == asked
    assert not wrong.all(".route"), "what the mistake might change is not told"


def test_what_only_comes_near_a_job_is_neither_straight_to_work_nor_best(visit):
    page = visit(f"{ROUTES}?from=neg-procesoperator&to=industrial-electrician&job_beside=1")
    assert titles(page)[0] == "Without further study"
    first = page.words("#route-1")
    assert "We know of nothing that leads straight to it." in first
    assert "Shortest" not in first
    assert "Fewest open conditions" not in first


def test_lists_say_of_what_only_comes_near_no_more_than_its_route_does(visit):
    rows = {
        words_of(row.cssselect("a.name")[0]): words_of(row)
        for row in visit(f"{ROUTES}?from=neg-procesoperator").all(".rows > li")
    }
    assert "or that you come near" in visit(f"{ROUTES}?from=neg-procesoperator").words(".lead")
    near = rows["Industrial electrician"]
    assert "no way known" in near
    assert "nothing is known that leads straight to it" in near
    assert "routes that come near it" in near
    assert "0 years" not in near, "what is no way takes no years"
    assert "0 years straight to work" in rows["Process operator"]


def test_lists_tell_first_of_what_leads_there_and_what_its_years_consist_of(visit):
    def listed(start):
        page = visit(f"{ROUTES}?from={start}")
        return {words_of(row.cssselect("a.name")[0]): words_of(row) for row in page.all(".rows > li")}

    assert "3½ years D1" in listed("neg-htx")["Process engineer, fermentation"]
    operator = listed("neg-procesoperator")
    assert "4½ years bridging, 1 year D2" in operator["Maintenance engineer"]
    assert "at least 4 years paid work, 2 years T6" in operator["Process supporter"]
    assert "T3 Process technologist no step is known to lead straight to it" in operator["Supply chain planner"]


@pytest.mark.parametrize(
    ("start", "role", "near"),
    [
        ("neg-htx", "process-engineer-upstream", "Process technologist"),
        ("neg-htx", "process-operator", "Process technologist"),
        ("neg-htx", "industrial-electrician", "Automation technologist"),
        ("neg-procesoperator", "lab-technician-qc", "Process technologist"),
    ],
)
def test_a_route_that_only_comes_near_promises_no_wage_in_the_job(visit, start, role, near):
    page = visit(f"{ROUTES}?from={start}&to={role}")
    heads = dict(zip(titles(page), map(words_of, page.all(".routehead")), strict=True))
    assert "First wage not known: no step is known to lead straight to the job." in heads[near]
    assert "in the job." not in heads[near]
    there = [not ("straight to the job" in head or "straight to it" in head) for head in heads.values()]
    assert there[0], "one that leads there stands first"
    assert there == sorted(there, reverse=True)


def test_paid_work_on_the_way_does_not_hide_that_nothing_leads_to_the_job(visit):
    page = visit(f"{ROUTES}?from=neg-amu-pharma&to=industrial-electrician")
    heads = [words_of(head) for head in page.all(".routehead")]
    assert any(
        "First wage after 4 years, in paid work. No step is known to lead straight to the job." in head
        for head in heads
    )


def test_a_trade_asks_for_two_in_danish_and_in_maths_as_its_source_says(visit):
    chips = [words_of(chip) for chip in visit(f"{ROUTES}?from=neg-htx&to=process-operator").all(".routefoot .chip")]
    (asked, *others) = [chip for chip in chips if chip.startswith("One of these: a training agreement")]
    assert (
        "at least 2.0 in Danish and in Maths, and the school's judgement that you are ready; or an entrance test"
        in asked
    )
    assert all(other == asked for other in others)


def test_a_route_of_which_no_source_shows_the_conditions_has_not_the_fewest(visit):
    page = visit(f"{ROUTES}?from=neg-htx&to=process-engineer-upstream&have=mathematics-A")
    hiding = [row.text_content() for row in page.all(".route") if "No source shows:" in row.text_content()]
    assert hiding
    assert not any("Fewest open conditions" in row for row in hiding)


def test_a_job_that_comes_after_some_years_says_so_wherever_it_is_reached(visit):
    assert "after some years of work" in visit(f"{ROUTES}?from=neg-htx").words("main")
    first = visit(f"{ROUTES}?from=neg-htx&to=engineering-project-manager").words("#route-1")
    assert "after some years of work" in first
    assert "in the job." not in first


def test_bridging_is_a_step_of_its_own_with_what_it_makes_up_for(visit):
    page = visit(f"{ROUTES}?from=neg-procesoperator&to=process-engineer-upstream")
    said = next(words for words in map(words_of, page.all(".doorlist > li")) if words.startswith("Bridging, 1 year"))
    assert "made up for by bridging" in said
    assert "ask Professionshøjskolen Absalon" in said


def test_wishes_that_leave_nothing_name_the_one_to_let_go_of(visit):
    page = visit(f"{HTX}&job_beside=1")
    assert page.words(".empty h2") == "No route, because …"
    remedy = page.one(".empty .rows a.name")
    assert "“beside a job”" in remedy.text_content()
    assert titles(visit(remedy.get("href")))


def test_a_start_that_leads_nowhere_names_others_that_do(visit):
    page = visit(f"{ROUTES}?from=kglakademi-ba-arkitektur&to=process-operator")
    assert "We know of no route between the two." in page.words(".lead")
    links = [one.get("href") for one in page.all(".empty .rows a.name")]
    assert links
    assert all(titles(visit(link)) for link in links)
    lengths = [end.text_content() for end in page.all(".empty .rows .end")]
    assert "straight to work" in lengths, "a programme that leads to the job itself takes no more years"
    assert not any("comes near" in length or "come near" in length for length in lengths)
    assert not any(length.endswith(" 0 years") for length in lengths)


def test_what_would_open_more_can_be_tried_and_opens_it(visit):
    page = visit(f"{HTX}&have=mathematics-A&have=physics-B&have=language-en&average=7")
    tried = visit(page.one("main ul.rows li:first-child .end a").get("href"))
    assert any("No condition is open." in words_of(foot) for foot in tried.all(".routefoot"))


def test_a_programme_can_be_left_out_and_brought_back(visit):
    page = visit(HTX)
    link = next(link for link in page.links() if "without=ku-msc-biosolutions" in link)
    without = visit(link)
    assert not any("MSc Biosolutions" in title for title in titles(without))
    assert without.one("#f-without-ku-msc-biosolutions").get("checked") is not None


def test_what_somebody_has_never_fills_the_page_cache(app, client):
    before = client.get(HTX).data
    assert client.get(f"{HTX}&have=mathematics-A").data != before
    assert client.get(f"{HTX}&have=mathematics-C").data != client.get(f"{HTX}&have=mathematics-A").data
    assert client.get(HTX).data == before


def test_the_front_door_leads_to_the_routes(client):
    answer = client.get("/da/find?from=neg-htx&role=process-operator")
    assert answer.headers["Location"] == "/da/routes?from=neg-htx&to=process-operator"


def test_a_route_tells_which_programmes_would_close_what_it_leaves(visit, real_graph):
    page = visit("/en/routes?from=neg-htx&to=bioprocess-development-scientist")
    at = titles(page).index("BEng Biotechnology") + 1
    words = page.words(f"#route-{at} .closing")
    assert "MSc Biomanufacturing would close:" in words
    assert "in: Design of experiments, Fermentation (upstream), Microbiology." in words
    plan = visit("/en/plan?from=neg-htx&to=bioprocess-development-scientist&route=absalon-beng-biotek")
    assert words == plan.words(".closing")


def test_the_first_of_what_would_open_more_stand_and_the_rest_is_folded(visit):
    page = visit(f"{ROUTES}?from=neg-procesoperator&to=process-engineer-downstream")
    section = next(one for one in page.all("section") if "What would open more" in one.text_content())
    standing, folded = section.xpath("./ul/li"), section.xpath("./details/ul/li")
    assert (len(standing), bool(folded)) == (4, True)


@pytest.mark.parametrize(
    ("start", "role", "heading"),
    [
        ("neg-procesoperator", "it-ot-system-manager", "Fra procesoperatør til IT/OT-systemansvarlig"),
        ("neg-htx", "automation-engineer", "Fra HTX til automationsingeniør"),
    ],
)
def test_names_stand_in_the_heading_as_a_sentence_has_them(visit, start, role, heading):
    assert visit(f"/da/routes?from={start}&to={role}").words("h1") == heading


LONG = f"{ROUTES}?from=grundskole&to=process-engineer-upstream"


def test_of_many_routes_only_the_first_come_with_all_that_lies_behind_them(visit):
    page = visit(LONG)
    assert len(page.all(".route")) > SHOWN_FIRST + 1
    assert len(page.all(".route .why .doorlist")) == SHOWN_FIRST
    assert not page.all("details.more[open] .route, .route .why[open]")


def test_what_lies_behind_a_route_comes_when_it_is_unfolded_with_notes_of_its_own(visit):
    page = visit(LONG)
    ids = [one.get("id") for one in page.all("[id]")]
    for number in (SHOWN_FIRST + 1, SHOWN_FIRST + 2):
        link = page.one(f"#route-{number} .why [data-hx-get]").get("data-hx-get")
        behind = visit(link, part="")
        assert len(behind.all(".doorlist")) == 1
        assert not behind.all(".route, form, title")
        ids += [one.get("id") for one in behind.all("[id]")]
        led = {one.get("href") for one in behind.all("a.ev")}
        assert led == {f"#{one.get('id')}" for one in behind.all("[data-note]")}
    assert len(ids) == len(set(ids))


def test_without_scripts_the_route_stands_unfolded_on_a_page_of_its_own(visit):
    number = SHOWN_FIRST + 2
    link = visit(LONG).one(f"#route-{number} .why a").get("href")
    assert link.endswith(f"#route-{number}")
    page = visit(link.partition("#")[0])
    assert [one.getparent().getparent().get("id") for one in page.all(".why[open] > .two")] == [f"route-{number}"]
    assert page.one(f"details.more[open] #route-{number}") is not None
    leading = page.all('#main a[href*="why="]')
    assert leading
    assert leading == page.all('.why a[href*="why="]'), "nothing that changes the search keeps it"
    assert not page.all('[name="why"]')


def test_a_route_that_is_no_longer_in_that_place_is_not_told_in_its_name(visit):
    behind = visit(f"{LONG}&why=6:absalon-beng-biotek", part="")
    assert behind.words("p") == "The facts have changed since. Search again"
    for why in ("6:absalon-beng-biotek", "99", "1:", "x"):
        page = visit(f"{LONG}&why={why}")
        assert len(page.all(".route")) == len(visit(LONG).all(".route"))
        assert not page.all(".why[open]")
