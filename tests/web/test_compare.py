"""Programmes and routes side by side: what differs is said in words, what is not known says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import facts as small_facts
from tests.builders import label
from tests.conftest import make_app

ROLE = "bioprocess-development-scientist"
THREE = f"/en/compare?programme=zealand-laborant&programme=D1&programme=dtu-msc-biomanufacturing&to={ROLE}"
ROUTES = f"/en/compare?from=neg-htx&to={ROLE}"
KU, DTU = "absalon-beng-biotek.ku-msc-biosolutions", "absalon-beng-biotek.dtu-msc-biomanufacturing"


def row(page, label):
    """The cells of the row with this label, as words."""
    for found in page.all(".cmp tbody tr"):
        head = found.cssselect("th")[0].text_content()
        if " ".join(head.split()).startswith(label):
            return [" ".join(cell.text_content().replace("\u00ad", "").split()) for cell in found.cssselect("td")]
    raise AssertionError(f"no row {label!r}")


def chosen(page, name):
    """What the selects of this name hold."""
    selects = page.all(f"select[name={name}]")
    return [(s.cssselect("option[selected]") or s.cssselect("option"))[0].get("value") for s in selects]


def test_three_programmes_are_measured_against_one_job(visit):
    page = visit(THREE)
    assert page.words("h1") == "Laboratory technician · BEng Biotechnology · MSc Biomanufacturing"
    covered = row(page, "Share of the job covered")
    assert [cell.partition("%")[0] for cell in covered] == ["at least42", "at least69", "at least72"]
    assert [("Known to cover most" in cell) for cell in covered] == [False, False, True]
    assert [("Shortest" in cell) for cell in row(page, "Length")] == [True, False, False]
    assert "not seen" in row(page, "Fermentation")[0]
    assert row(page, "Pay while learning")[0] == "T1 not known", "whose it is, for phones"
    assert "you live on your wage" in row(page, "Pay while learning")[2]
    assert [bullet.text_content() for bullet in page.all(".cmp thead .bul")] == ["T1", "D1", "K1"]
    assert "Not known to lead to the job" in covered[0]
    assert "Comes near the job, with effort" in covered[1]
    assert "lead to" not in covered[2]
    assert chosen(page, "programme") == ["zealand-laborant", "absalon-beng-biotek", "dtu-msc-biomanufacturing"]
    assert "MSc Biomanufacturing can be taken after BEng Biotechnology." in page.words("#found")


def test_a_length_that_is_not_known_says_so_and_nobody_is_called_shortest(visit):
    page = visit("/en/compare?programme=neg-industrioperator&programme=neg-procesoperator")
    assert row(page, "Length")[0].startswith("not known")
    assert "Shortest" not in page.words(".cmp")


def test_a_programme_of_which_nothing_can_be_said_is_not_known_and_not_nought(visit):
    page = visit("/en/compare?programme=neg-procesoperator&programme=other-univ-msc&to=process-operator")
    assert row(page, "Share of the job covered")[1].startswith("not known")
    assert "Alike in" not in page.words(".cmp")
    assert "Known to cover most" not in page.words(".cmp")


def test_what_all_lead_to_stands_once(visit):
    page = visit("/en/compare?programme=dtu-msc-biomanufacturing&programme=ku-msc-biosolutions")
    (shared,), own = row(page, "All lead to"), row(page, "Leads also to")
    assert "Bioprocess development scientist" in shared
    assert all("Bioprocess development scientist" not in cell for cell in own)


def test_rows_in_which_all_are_alike_say_so(visit):
    page = visit("/en/compare?programme=kalgym-stx&programme=neg-htx")
    head = [th.text_content() for th in page.all(".cmp tbody th") if "Level" in th.text_content()]
    assert "the same for all" in head[0]


def test_the_first_three_routes_are_compared_when_none_is_chosen(visit):
    page = visit(f"{ROUTES}&have=mathematics-A")
    assert page.words("h1") == "3 routes to bioprocess development scientist"
    assert ["Shortest" in cell for cell in row(page, "Time in all")] == [False, False, False], "it comes near"
    assert "No step is known" not in row(page, "First wage")[0]
    assert "no step is known to lead straight to the job" in row(page, "First wage")[2]
    assert "Physics B or geoscience A" in row(page, "Still missing")[0]
    assert "Maths A" not in row(page, "Still missing")[0]
    assert page.one("form#filters input[name=have]").get("value") == "mathematics-A"


def test_chosen_routes_stand_in_the_order_chosen(visit):
    page = visit(f"{ROUTES}&route={DTU}&route={KU}")
    assert chosen(page, "route") == [DTU, KU, ""]
    assert ["beside a job" in cell for cell in row(page, "Step by step")] == [True, False]
    assert ["First wage soonest" in cell for cell in row(page, "First wage")] == [True, False]
    assert ["Shortest" in cell for cell in row(page, "Time in all")] == [False, True]
    links = [a.get("href") for a in page.all(".cmp a[href*='/plan?']")]
    assert [KU in link for link in links] == [False, True]


def test_beside_a_programme_of_which_nothing_is_known_the_other_keeps_its_levels(visit):
    page = visit("/en/compare?programme=neg-procesoperator&programme=other-univ-msc&to=process-operator")
    levels = page.all("tr.lv")
    assert levels
    assert all("not known" in one.text_content() for one in levels)
    assert "What they teach of the job, as far as it is known" in page.words(".cmp")
    assert "differs in" not in page.words(".cmp")


def test_routes_say_of_each_programme_whether_it_runs(visit):
    page = visit(f"{ROUTES}&route={DTU}&route={KU}")
    assert all(cell.strip().endswith(tuple("0123456789")) for cell in row(page, "Is it running?")), "each with its date"
    assert len({*row(page, "Is it running?")}) == 2


def test_each_programme_stands_once_where_routes_say_whether_it_runs(visit):
    page = visit(
        "/da/compare?route=automationsteknolog&route=absalon-au-automation-drift&from=neg-htx&to=automation-engineer"
    )
    (running,) = [one for one in page.all("table.cmp tbody tr") if "Udbydes den?" in one.text_content()]
    cells = [[bullet.text_content().strip() for bullet in cell.cssselect(".bul")] for cell in running.cssselect("td")]
    assert len(cells) == 2
    assert all(cells)
    assert all(len(set(codes)) == len(codes) for codes in cells)


def test_the_way_straight_to_work_can_be_compared(visit):
    page = visit("/en/compare?from=neg-procesoperator&to=process-operator&route=-")
    assert page.words(".cmp thead th") == "Straight to work"
    assert chosen(page, "route")[0] == "-"


def test_the_routes_page_leads_here_with_what_was_entered(visit):
    page = visit(f"/en/routes?from=neg-htx&to={ROLE}&have=mathematics-A")
    boxes = page.all("input[type=checkbox][form=compare][name=route]")
    assert [box.get("value") for box in boxes][:3] == [KU, DTU, "absalon-beng-biotek"]
    form = page.one("form#compare")
    sent = {field.get("name"): field.get("value") for field in form.cssselect("input")}
    assert sent == {"from": "neg-htx", "to": ROLE, "have": "mathematics-A"}


def test_one_alone_is_told_and_others_are_named(visit):
    page = visit("/en/compare?programme=absalon-beng-biotek")
    assert "One alone compares with nothing yet." in page.words(".note")
    link = page.all(".note a")[0].get("href")
    assert len(visit(link).all(".cmp thead th")) == 2


def test_a_job_alone_gives_the_three_programmes_that_teach_most_of_it(visit):
    page = visit(f"/en/compare?to={ROLE}")
    shares = [float(cell.removeprefix("at least").partition("%")[0]) for cell in row(page, "Share of the job covered")]
    assert len(shares) == 3
    assert shares == sorted(shares, reverse=True)


def test_nothing_asked_for_offers_jobs_to_begin_with(visit):
    page = visit("/en/compare")
    links = [a.get("href") for a in page.all("#found .rows a.name")]
    assert len(links) == 4
    assert len(visit(links[0]).all(".cmp thead th")) > 1


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("?programme=MSc Biomanufacturin&programme=D1", "programme-1", "we know none called “MSc Biomanufacturin”"),
        ("?programme=D1&programme=K1&programme=K2&programme=T1", "programme-4", "Three fit side by side, and 4"),
        ("?programme=D1&to=bioproces developer", "to", "we know no job called “bioproces developer”"),
        ("?from=htxx&to=process-operator", "from", "we know no starting point called “htxx”"),
        ("?from=neg-htx", "to", "To: say which job the routes lead to."),
        (f"?from=neg-htx&to={ROLE}&route=no-such-programme", "route-1", "a programme that we do not know"),
        (f"?from=neg-htx&to={ROLE}&route=%3Cscript%3E", "route-1", "cannot be read: “<script>”"),
        (f"?to={ROLE}&route={KU}", "from", "From: say where the routes start."),
        ("?programme=D1&years=abc", "years", "write a number of years from 1 to 40"),
        (f"?from=neg-htx&to={ROLE}&have=mathematcs-A", "have", "We do not know “mathematcs-A”"),
    ],
)
def test_what_cannot_be_used_is_told_at_its_field_and_kept(visit, query, field, said):
    page = visit(f"/en/compare{query}", status=422)
    assert said in page.words(".errsum")
    assert any(a.get("href") == f"#f-{field}" for a in page.all(".errsum a"))
    assert not page.all(".cmp")
    assert said in page.words(f"#e-{field}")
    assert page.one(f"#f-{field}").get("aria-invalid") == "true"


def test_a_misspelt_programme_is_kept_and_one_step_mends_it(visit):
    page = visit("/en/compare?programme=D1&programme=MSc Biomanufacturin", status=422)
    assert chosen(page, "programme")[:2] == ["D1", "MSc Biomanufacturin"]
    mended = visit(page.all(".errsum .options a")[0].get("href"))
    assert chosen(mended, "programme")[:2] == ["absalon-beng-biotek", "dtu-msc-biomanufacturing"]


def test_a_route_that_cannot_be_gone_is_told_beside_the_others(visit):
    page = visit(f"{ROUTES}&route={KU}&route=dtu-msc-biomanufacturing")
    assert "there is no way from" in page.words(".note")
    assert len(page.all(".cmp thead th")) == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?programme=D1&programme=d1&programme=K1", "“BEng Biotechnology” was chosen twice"),
        (f"?from=neg-htx&to={ROLE}&route={DTU}&route={KU}&route={KU}", "“BEng Biotechnology, then MSc Biosolutions”"),
    ],
)
def test_what_is_chosen_twice_stands_once(visit, query, said):
    page = visit(f"/en/compare{query}")
    assert said in page.words(".note")
    assert len(page.all(".cmp thead th")) == 2


def test_when_the_job_is_swapped_its_own_routes_stand_there(visit):
    page = visit(f"/en/compare?from=neg-htx&to=process-operator&route={KU}&route=absalon-bioanalytiker")
    assert "does not lead to" in page.words(".note")
    assert len(page.all(".cmp thead th")) > 1
    assert KU not in chosen(page, "route")


def test_no_route_at_all_says_so_and_leads_to_the_reason(visit):
    page = visit("/en/compare?from=kglakademi-ba-arkitektur&to=process-operator")
    assert "No route to show" in page.words("#found")
    assert "because" in visit(page.one("#found .empty a").get("href")).words("#found")


def test_a_swap_gives_the_table_alone(visit):
    part = visit(THREE, part="found")
    assert part.all(".cmp")
    assert part.words("title").startswith("Laboratory technician")


def test_both_languages_say_the_same_of_the_same(visit):
    page = visit(THREE.replace("/en/", "/da/"))
    assert page.words("h1").startswith("Laborant · Diplomingeniør, bioteknologi · ")
    assert "Dækker mest, så vidt vi ved" in page.words(".cmp")


def test_what_is_not_known_of_two_is_not_called_the_same(visit):
    page = visit("/en/compare?programme=neg-industrioperator&programme=neg-eux-procesoperator")
    heads = [" ".join(head.text_content().split()) for head in page.all(".cmp tbody th")]
    assert "Length" in heads


def test_two_of_which_nothing_can_be_said_are_compared_all_the_same(tmp_path):
    facts = small_facts(
        {"analyst": {"sql": 2}}, {"college": {"sql": 2}, "night": {"sql": 1}}, feeding=[("college", "analyst")]
    )
    elsewhere = tuple(replace(one, judged_families=("other",)) for one in facts.programmes)
    app = make_app(replace(facts, programmes=elsewhere, families=(*facts.families, label("other"))), tmp_path)
    answer = app.test_client().get("/en/compare?programme=college&programme=night&to=analyst")
    assert answer.status_code == 200
    assert "not known" in answer.text


def test_a_job_that_nothing_leads_to_says_so(tmp_path):
    app = make_app(small_facts({"analyst": {"sql": 2}}, {"college": {"sql": 2}}), tmp_path)
    client = app.test_client()
    assert "No programme is known to lead there" in client.get("/en/compare?to=analyst").text
    assert client.get("/en/compare").status_code == 200
