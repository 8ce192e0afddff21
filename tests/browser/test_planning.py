"""A student plans on a phone: from the front page to a printed plan, by keyboard, and without JavaScript as well."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
import zxingcpp
from playwright.sync_api import expect
from pypdf import PdfReader

from pathways.web.route_rows import SHOWN_FIRST

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROLE = "bioprocess-development-scientist"


def tab_to(page, locator, most=400):
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    for _ in range(most):
        if locator.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{locator} is not reached by Tab")


def pages_of(page):
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages


@pytest.mark.parametrize("language", ["da", "en"])
def test_from_the_front_page_to_a_printed_plan_by_keyboard(visitor, language):
    window = visitor(390)
    page = window.page
    page.goto(f"{window.live}/{language}/")
    tab_to(page, page.locator("#from"))
    page.locator("#from").select_option("neg-htx")
    tab_to(page, page.locator("#role"))
    page.locator("#role").select_option(ROLE)
    tab_to(page, page.locator(".door.main .btn"))
    page.keyboard.press("Enter")
    expect(page.locator("h2.routename").first).to_be_visible()
    assert urlsplit(page.url).path == f"/{language}/routes"

    having = page.locator("#having > summary")
    tab_to(page, having)
    page.keyboard.press("Enter")
    maths = page.locator("#have-mathematics")
    tab_to(page, maths)
    maths.select_option("mathematics-A")
    expect(page).to_have_url(re.compile("have=mathematics-A"))
    expect(page.locator("#having")).to_have_attribute("open", "")
    expect(page.locator("#route-1 .routefoot")).not_to_contain_text(re.compile("(Maths|Matematik) A"))

    keep = page.locator("#route-1 .keep a")
    tab_to(page, keep)
    page.keyboard.press("Enter")
    expect(page.locator("svg.qr")).to_be_visible()
    assert "have=mathematics-A" in page.url
    printed = pages_of(page)
    assert len(printed) == 1
    assert ("Matematik" if language == "da" else "Physics") in printed[0].extract_text()


def test_what_lies_behind_a_route_further_down_comes_when_its_fold_is_opened(visitor):
    window = visitor(390)
    page = window.page
    page.goto(f"{window.live}/en/routes?from=grundskole&to=process-engineer-upstream")
    page.locator("details.more > summary", has_text="more route").click()
    fold = page.locator(f"#route-{SHOWN_FIRST + 2} .why")
    summary = fold.locator("summary").first
    tab_to(page, summary)
    page.keyboard.press("Enter")
    expect(fold.locator(".doorlist")).to_be_visible()
    expect(fold.get_by_text("Show ·")).to_have_count(0)
    expect(summary).to_be_focused()
    mark = fold.locator("a.ev").first
    mark.click()
    expect(fold.locator("details.whys")).to_have_attribute("open", "")
    page.locator("#f-sort").select_option("cover")
    expect(page).to_have_url(re.compile("sort=cover"))
    assert "why=" not in page.url


def test_the_code_on_a_plan_leads_to_the_plan(visitor):
    window = visitor(1280)
    page = window.page
    page.goto(f"{window.live}/en/plan?from=neg-htx&to={ROLE}&route=absalon-beng-biotek.ku-msc-biosolutions")
    shot = page.locator("svg.qr").screenshot(scale="css")
    decoded = decode(page, shot)
    assert decoded == page.locator(".linkline a").get_attribute("href")
    query = parse_qs(urlsplit(decoded).query)
    assert query["route"] == ["absalon-beng-biotek.ku-msc-biosolutions"]
    page.goto(window.live + urlsplit(decoded).path + "?" + urlsplit(decoded).query)
    expect(page.locator("main")).to_contain_text("Nothing has changed since you saved it")


def decode(page, shot):
    """Read the code out of the picture: the browser itself turns the PNG into dots."""
    dots = page.evaluate(
        """async png => {
          const bytes = Uint8Array.from(atob(png), one => one.charCodeAt(0));
          const picture = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
          const canvas = new OffscreenCanvas(picture.width, picture.height);
          const pen = canvas.getContext('2d');
          pen.drawImage(picture, 0, 0);
          const read = pen.getImageData(0, 0, picture.width, picture.height).data;
          return {wide: picture.width, high: picture.height, grey: [...read].filter((_, at) => at % 4 === 0)};
        }""",
        base64.b64encode(shot).decode(),
    )
    grey = np.array(dots["grey"], np.uint8).reshape(dots["high"], dots["wide"])
    (found,) = zxingcpp.read_barcodes(grey)
    return found.text


@pytest.mark.parametrize("language", ["da", "en"])
def test_four_routes_print_on_one_page(visitor, language):
    window = visitor(390)
    page = window.page
    page.goto(f"{window.live}/{language}/routes?from=neg-htx&to={ROLE}")
    assert page.locator("h2.routename").count() == 4
    (printed,) = pages_of(page)
    text = " ".join(printed.extract_text().split())
    for title in page.locator("h2.routename").all_inner_texts():
        assert title.split(",")[0].replace("\u00ad", "") in text


def test_without_javascript_a_plan_is_made_by_forms_and_links_alone(visitor):
    window = visitor(390, javascript=False)
    page = window.page
    page.goto(f"{window.live}/en/")
    page.locator("#from").select_option("neg-htx")
    page.locator("#role").select_option(ROLE)
    page.locator(".door.main .btn").click()
    page.locator("#having > summary").click()
    page.locator("#have-mathematics").select_option("mathematics-A")
    page.locator("#filters .nojs .btn").first.click()
    assert "have=mathematics-A" in page.url
    expect(page.locator("#route-1 .routefoot")).not_to_contain_text("Maths A")
    page.locator("#route-1 .keep a").click()
    expect(page.locator("svg.qr")).to_be_visible()
    assert len(pages_of(page)) == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_ticked_routes_stand_side_by_side_and_one_is_swapped(visitor, javascript):
    window = visitor(390, javascript=javascript)
    page = window.page
    page.goto(f"{window.live}/en/routes?from=neg-htx&to={ROLE}&have=mathematics-A")
    page.locator("label[for=compare-1]").click()
    page.locator("label[for=compare-2]").click()
    page.locator("#compare button").click()
    heads = page.locator(".cmp thead th")
    expect(heads).to_have_count(2)
    expect(heads.nth(1)).to_contain_text("beside a job")
    assert "have=mathematics-A" in page.url
    page.locator("#f-route-1").select_option("absalon-beng-biotek")
    if not javascript:
        page.locator("#filters .nojs .btn").click()
    expect(heads.nth(0)).not_to_contain_text("then")
    expect(page).to_have_url(re.compile("route=absalon-beng-biotek&"))
    page.go_back()
    expect(heads.nth(0)).to_contain_text("then MSc Bio")


def test_on_a_phone_the_heads_of_a_comparison_stay_in_sight(visitor):
    page = visitor(390).go(f"/en/compare?programme=zealand-laborant&programme=absalon-beng-biotek&to={ROLE}")
    page.locator(".cmp tbody tr").last.scroll_into_view_if_needed()
    head, header = page.locator(".cmp thead").bounding_box(), page.locator("header.top").bounding_box()
    assert head["y"] >= header["y"] + header["height"] - 1
    assert head["y"] < 200


def test_answers_given_in_quick_succession_are_all_kept(visitor):
    window = visitor(390)
    page = window.page
    page.goto(f"{window.live}/da/routes?from=neg-htx&to={ROLE}")
    slow = {"offline": False, "latency": 400, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.locator("#having > summary").click()
    for subject, level in (("mathematics", "A"), ("physics", "B"), ("chemistry", "B")):
        page.locator(f"#have-{subject}").select_option(index=_option(page, subject, level))
    expect(page).to_have_url(re.compile("have=mathematics-A.*have=physics.*-B.*have=chemistry.*-B"))
    average = page.locator("#f-average")
    average.fill("7,2")
    average.press("Tab")
    page.keyboard.type("30", delay=60)
    typed = page.evaluate("document.activeElement.value")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("average=7%2C2|average=7,2"))
    assert typed == "30"
    expect(page).to_have_url(re.compile("=30"))


def _option(page, subject, level):
    values = page.locator(f"#have-{subject} option").evaluate_all("all => all.map(one => one.value)")
    return next(at for at, value in enumerate(values) if f"{subject}-{level}" in value)


@pytest.mark.parametrize("field", ["#have-mathematics", "#f-here", "#f-years"])
def test_a_field_keeps_the_focus_when_its_answer_comes(visitor, field):
    window = visitor(1280)
    page = window.page
    page.goto(f"{window.live}/en/routes?from=neg-htx&to={ROLE}")
    for fold in ("#having", "#wishes"):
        page.locator(f"{fold} > summary").click()
    one = page.locator(field)
    one.focus()
    if one.evaluate("one => one.tagName") == "SELECT":
        one.select_option(index=1)
    else:
        page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("mathematics|here=|years="))
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement.id") == field[1:]


def test_a_field_stays_where_it_is_when_its_answer_comes(visitor):
    window = visitor(390)
    page = window.page
    page.goto(f"{window.live}/en/routes?from=neg-htx&to={ROLE}")
    page.locator("#having > summary").click()
    chemistry = page.locator("#have-chemistry")
    chemistry.evaluate("field => field.scrollIntoView({ block: 'center' })")
    chemistry.focus()
    before = chemistry.bounding_box()["y"]
    chemistry.select_option("chemistry-B")
    expect(page).to_have_url(re.compile("chemistry-B"))
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > 0
    assert chemistry.bounding_box()["y"] == pytest.approx(before, abs=2)


def test_a_lost_connection_is_told_until_an_answer_comes(visitor):
    page = visitor(390).go(f"/en/routes?from=neg-htx&to={ROLE}")
    page.context.set_offline(True)
    page.locator("#f-sort").select_option("cover")
    expect(page.get_by_role("alert")).to_contain_text("No connection")
    page.context.set_offline(False)
    page.locator("#f-sort").select_option("here")
    expect(page).to_have_url(re.compile("sort=here"))
    expect(page.get_by_role("alert")).to_have_count(0)


def test_the_link_of_a_plan_is_copied_where_the_plan_begins(visitor):
    window = visitor(390)
    window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = window.go(f"/en/plan?from=neg-htx&to={ROLE}&route=absalon-beng-biotek")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#link").text_content()
