"""A guidance talk between two browsers: all four parts, one page home, and nothing lost on the way."""

from __future__ import annotations

import contextlib
import re
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Error, expect

from pathways.web.wording import MONTHS
from tests.browser.test_every_page import AXE, COLOURS, overflow, violations
from tests.browser.test_planning import decode, pages_of
from tests.conftest import REAL_TOWN
from tests.serving import serving
from tests.talks import SOON, account_beside

pytestmark = pytest.mark.browser

ROLE = "process-engineer-upstream"
FOLLOW_S = 2.0
"""What the student's screen may lag behind on a machine that has nothing else to do."""
SLACK_S = 3.0
"""What a busy machine may add."""


@pytest.fixture(scope="module")
def guided(tmp_path_factory):
    folder = tmp_path_factory.mktemp("guided")
    with serving(folder, REAL_TOWN) as server:
        yield server.address, account_beside(folder)


@pytest.fixture
def desk(browser, guided):
    """The two browsers of a talk, and what their consoles said: refusals are part of some tests, errors of none."""
    live, (email, password) = guided
    contexts = []

    def window(width=1280, *, javascript=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=javascript, reduced_motion="reduce",
            base_url=live,
        )  # fmt: skip
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(error.message))
        page.on("console", lambda said: page.errors.append(said.text) if "Content Security" in said.text else None)
        return page

    def counsellor(**how):
        page = window(**how)
        page.goto("/en/sign-in")
        page.locator("main input[name=email]").fill(email)
        page.locator("main input[name=password]").fill(password)
        page.locator("main input[name=password]").press("Enter")
        page.wait_for_url("**/desk")
        return page

    desk = Desk(window, counsellor)
    yield desk
    for context in contexts:
        for page in context.pages:
            assert not page.errors, page.errors
            come_to_rest(page)
        context.close()


def come_to_rest(page):
    """Leave the talk: a window that is closed while it follows the other one may never say that it is closed."""
    for _try in range(5):
        with contextlib.suppress(Error):  # the page has just gone somewhere by itself
            page.goto("about:blank")
            return
        with contextlib.suppress(Error):  # the way out before this one arrived late, and broke this one off
            page.wait_for_url("about:blank", timeout=2_000)
            return
    page.goto("about:blank")


class Desk:
    def __init__(self, window, counsellor):
        self.window, self.counsellor = window, counsellor

    def talk(self, *, javascript=True):
        """Begin a talk, and let a student in on a phone."""
        mine, theirs = self.counsellor(javascript=javascript), self.window(390, javascript=javascript)
        mine.locator("form[action$='/begin'] button").click()
        code = re.search(r"[A-Z]+-\d\d-[A-Z]+-\d", mine.locator(".talkcode").inner_text())[0]
        theirs.goto("/en/guidance")
        theirs.locator("#f-code").fill(code.lower())
        theirs.get_by_role("button", name="Join", exact=True).click()
        expect(theirs.locator("#talk")).to_be_visible()
        return mine, theirs


def saved(page):
    expect(page.locator("#notes-said")).to_have_text(re.compile(r"^Saved \d\d:\d\d$"))


def part(page, name):
    page.locator(".parts").get_by_role("button", name=name).click()


def kept(page):
    """What the browser keeps of notes."""
    return page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('pathways-draft-'))")


def test_half_an_hour(desk, guided):
    mine, theirs = desk.talk()
    mine.locator("#f-from").select_option("neg-htx")
    began = time.monotonic()
    expect(theirs.locator("#f-from")).to_have_value("neg-htx")
    assert time.monotonic() - began <= FOLLOW_S + SLACK_S
    theirs.locator("#have-mathematics").select_option("mathematics-A")
    expect(mine.locator("#have-mathematics")).to_have_value("mathematics-A")
    mine.get_by_label("The way there and back").check()
    part(mine, "Explore")
    expect(theirs.locator("#t-heading")).to_have_text("What is there here?")
    mine.locator("#f-goal").select_option(ROLE)
    expect(mine.locator(".pipefig svg").first).to_be_visible()
    expect(theirs.locator("#t-heading")).to_have_text(re.compile("The way to process engineer"))
    mine.get_by_role("button", name="Routes", exact=True).click()
    for number in range(3):
        mine.locator("article.route .addform button").first.click()
        expect(mine.locator(".pick-row")).to_have_count(number + 1)
    expect(theirs.locator(".pick-row")).to_have_count(3)
    theirs.locator(".pick-row .lineform textarea[name=line]").first.fill("Likes the pilot plant")
    theirs.locator(".pick-row .lineform textarea[name=line]").first.press("Tab")
    expect(mine.locator(".pick-row textarea[name=line]").first).to_have_value("Likes the pilot plant")
    theirs.locator(".pick-row .lineform textarea[name=line]").nth(1).fill(
        "Near home, and a friend’s sister has done it"
    )
    theirs.locator(".pick-row .lineform textarea[name=line]").nth(1).press("Enter")
    expect(mine.locator(".pick-row textarea[name=line]").nth(1)).to_have_value(re.compile("sister has done it$"))
    cut = "boxes => boxes.filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.value)"
    assert theirs.locator(".pick-row textarea[name=line]").evaluate_all(cut) == []
    theirs.locator("#f-notes").fill("Strong in maths.")
    saved(theirs)
    expect(mine.locator("#f-notes")).to_have_value("Strong in maths.")
    part(mine, "Narrow down")
    expect(theirs.locator("table.beside")).to_be_visible()
    part(mine, "Next step")
    mine.locator("#f-next_step").fill("Ask about chemistry B")
    mine.locator("#f-next_step").press("Tab")
    mine.locator("#f-next_on").fill(SOON)
    mine.locator("#f-next_on").press("Tab")
    expect(theirs.locator("#f-next_on")).to_have_value(SOON)
    titles = [row.get_attribute("data-title") for row in mine.locator(".pick-row").all()]
    mine.locator("form[data-finish] button").last.click()
    mine.wait_for_url("**/handout")
    expect(theirs.locator("#t-heading")).to_have_text(re.compile("^Finished on"))
    take_home(mine, titles, desk, guided)


def take_home(page, titles, desk, guided):
    (sheet,) = pages_of(page)
    words = " ".join(sheet.extract_text().replace("\u00ad", "").split())
    for title in titles:
        for piece in title.split(" → ")[0].split(", "):
            assert piece in words, (piece, words)
    assert "Ask about chemistry B" in words
    on = date.fromisoformat(SOON)
    assert f"{on.day} {MONTHS['en'][on.month - 1]} {on.year}" in words
    link = decode(page, page.locator("svg.qr").screenshot(scale="css"))
    path = re.fullmatch(r"https?://[^/]+(/en/g/[\w-]{22})", link)[1]
    later = desk.window(390)
    later.goto(path)
    expect(later.locator("#t-heading")).to_have_text(re.compile("^Finished on"))
    assert path.rpartition("/")[2] not in later.url


def test_the_list_is_put_in_order_by_hand_and_by_keys(desk):
    mine, theirs = desk.talk()
    part(mine, "Explore")
    for number in range(3):
        mine.locator("#f-any").select_option(index=number)
        mine.locator(".addany button").click()
        expect(mine.locator(".pick-row")).to_have_count(number + 1)
    first, second, third = names = order(mine)
    grip = mine.locator(".pick-row [data-grip]").last
    grip.focus()
    mine.keyboard.press("ArrowUp")
    expect(mine.locator("#moved-words")).to_have_text(re.compile("is number 2 now"))
    assert order(mine) == [first, third, second]
    assert mine.evaluate("document.activeElement.closest('.pick-row').dataset.name") == third, "the focus goes along"
    drag(mine, mine.locator(".pick-row [data-grip]").first, mine.locator(".pick-row").last)
    until(lambda: order(mine) == [third, second, first])
    until(lambda: order(theirs) == [third, second, first])
    mine.get_by_role("button", name=re.compile("^Move up")).last.click()
    until(lambda: order(mine) == [third, first, second])
    assert sorted(order(mine)) == sorted(names)


def order(page):
    return page.evaluate("[...document.querySelectorAll('.pick-row')].map(row => row.dataset.name)")


def drag(page, grip, below):
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), below.bounding_box()
    page.mouse.move(start["x"] + 15, start["y"] + 15)
    page.mouse.down()
    page.mouse.move(start["x"] + 15, end["y"] + end["height"] + 20, steps=12)
    page.mouse.up()


def until(holds, limit_s=30.0):
    end = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def test_two_who_type_at_once_keep_every_word(desk):
    mine, theirs = desk.talk()
    mine.locator("#f-notes").press_sequentially("Alpha beta gamma delta. ", delay=5)
    saved(mine)
    expect(theirs.locator("#f-notes")).to_have_value("Alpha beta gamma delta. ")
    mine.locator("#f-notes").press("Control+Home")
    theirs.locator("#f-notes").press("Control+End")
    for word in ("one ", "two ", "three "):
        mine.keyboard.type(word, delay=15)
        theirs.keyboard.type(word.upper(), delay=15)
    both = re.compile(r"^one two three Alpha beta gamma delta\. ONE TWO THREE\s*$")
    expect(mine.locator("#f-notes")).to_have_value(both)
    expect(theirs.locator("#f-notes")).to_have_value(both)
    until(lambda: not kept(mine) and not kept(theirs))


@pytest.mark.parametrize("read", ["the notes are left", "another part is turned to"])
def test_that_both_changed_one_place_is_said_until_it_was_read(desk, read):
    mine, theirs = desk.talk()
    mine.locator("#f-notes").fill("Alpha beta. ")
    expect(theirs.locator("#f-notes")).to_have_value("Alpha beta. ")
    theirs.context.set_offline(True)
    theirs.locator("#f-notes").fill("Alpha gamma. ")
    expect(theirs.locator("#notes-said")).to_contain_text("No connection")
    mine.locator("#f-notes").fill("Alpha delta. ")
    until(lambda: not kept(mine))
    theirs.context.set_offline(False)
    both = theirs.locator("#notes-said")
    expect(both).to_contain_text("Both of you changed the same place")
    theirs.locator("#f-notes").blur()
    expect(both, "nobody reads that fast").to_contain_text("Both of you changed the same place")
    theirs.wait_for_timeout(5_100)
    expect(both).to_contain_text("Both of you changed the same place")
    if read == "the notes are left":
        theirs.locator("#f-notes").focus()
        theirs.locator("#f-notes").blur()
    else:
        part(mine, "Explore")
    saved(theirs)
    assert not theirs.locator("#notes-said.off").count()


def test_what_is_typed_without_a_network_is_saved_when_it_is_back(desk):
    mine, theirs = desk.talk()
    mine.locator("#f-notes").fill("Before. ")
    saved(mine)
    mine.context.set_offline(True)
    mine.locator("#f-notes").press_sequentially("While it was cut.")
    expect(mine.locator("#notes-said")).to_have_text(re.compile("^No connection"))
    assert kept(mine), "a draft is kept in the browser"
    expect(theirs.locator("#f-notes")).to_have_value("Before. ")
    theirs.locator("#f-notes").press("Control+Home")
    theirs.keyboard.type("Theirs. ")
    saved(theirs)
    mine.context.set_offline(False)
    expect(theirs.locator("#f-notes")).to_have_value("Theirs. Before. While it was cut.")
    expect(mine.locator("#f-notes")).to_have_value("Theirs. Before. While it was cut.")
    until(lambda: not kept(mine))


def test_what_is_chosen_without_a_network_is_sent_when_it_is_back(desk):
    mine, theirs = desk.talk()
    mine.context.set_offline(True)
    mine.locator("#f-from").select_option("neg-htx")
    mine.get_by_label("Money").check()
    expect(mine.locator("#notes-said")).to_have_text(re.compile("^No connection"))
    mine.context.set_offline(False)
    expect(theirs.locator("#f-from")).to_have_value("neg-htx")
    expect(theirs.get_by_label("Money")).to_be_checked()
    expect(mine.locator("#f-from")).to_have_value("neg-htx")
    expect(mine.locator("#have-mathematics")).to_be_visible()


def test_what_a_student_types_while_the_talk_is_ended_stays_to_be_copied(desk):
    mine, theirs = desk.talk()
    theirs.route("**/notes", lambda route: route.abort())
    theirs.locator("#f-notes").fill("not saved yet")
    mine.locator("form[data-finish] button").first.click()
    mine.wait_for_url("**/handout")
    expect(theirs.locator("#notes-said")).to_have_text(re.compile("Copy it before you leave"))
    expect(theirs.locator("#f-notes")).to_have_value("not saved yet")


def test_what_was_typed_in_a_tab_that_closed_comes_back(desk):
    mine, _theirs = desk.talk()
    address, context = mine.url, mine.context
    mine.locator("#f-notes").fill("Saved. ")
    saved(mine)
    context.set_offline(True)
    mine.locator("#f-notes").press_sequentially("Not saved.")
    assert kept(mine)
    mine.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.errors = []
    again.goto(address)
    expect(again.locator("#f-notes")).to_have_value("Saved. Not saved.")
    until(lambda: not kept(again))
    again.reload()
    expect(again.locator("#f-notes")).to_have_value("Saved. Not saved.")


def test_no_draft_is_older_than_a_day_or_outlives_the_talk(desk):
    mine, _theirs = desk.talk()
    address = mine.url
    mine.goto("/en/guidance")
    for name, hours in (("x", 25), ("y", 0)):
        draft = f"JSON.stringify({{at: Date.now() - {hours} * 3600e3, base: '', mine: 'typed'}})"
        mine.evaluate(f"localStorage.setItem('pathways-draft-{name}-student', {draft})")
    mine.goto("/en/")
    assert kept(mine) == ["pathways-draft-y-student"]
    mine.goto(address)
    mine.locator("#f-notes").fill("the last words")
    mine.locator("form[data-finish] button").first.click()
    mine.wait_for_url("**/handout")
    assert "the last words" in mine.locator("main").inner_text(), "what was typed last is saved first"
    assert kept(mine) == ["pathways-draft-y-student"]


def test_a_talk_that_is_deleted_meanwhile_says_so_and_leaves_the_text_to_copy(desk):
    mine, theirs = desk.talk()
    theirs.get_by_role("link", name="Delete the talk").click()
    mine.context.set_offline(True)
    mine.locator("#f-notes").fill("typed meanwhile")
    theirs.get_by_role("button", name="Delete it for good").click()
    expect(theirs.get_by_text("The talk is deleted.")).to_be_visible()
    mine.context.set_offline(False)
    expect(mine.locator("#notes-said")).to_have_text(re.compile("Copy it before you leave"))
    expect(mine.locator("#f-notes")).to_have_value("typed meanwhile")


def test_what_somebody_is_typing_is_not_swept_away_by_the_other(desk):
    mine, theirs = desk.talk()
    part(mine, "Next step")
    expect(theirs.locator("#f-next_step")).to_be_visible()
    theirs.locator("#f-next_step").press_sequentially("Ask about")
    mine.get_by_label("The student may write along").check()
    mine.locator("#f-notes").fill("noted")
    expect(theirs.locator("#f-notes")).to_have_value("noted")
    expect(theirs.locator("#f-next_step")).to_have_value("Ask about")
    mine.locator("#f-next_step").fill("Visit the plant")
    mine.locator("#f-next_step").press("Tab")
    time.sleep(FOLLOW_S)
    expect(theirs.locator("#f-next_step")).to_have_value("Ask about")
    theirs.locator("#f-next_step").press("Tab")
    expect(theirs.locator("#e-next_step")).to_contain_text("Visit the plant")
    expect(theirs.locator("#f-next_step")).to_have_value("Ask about")


def test_reading_along_only_takes_the_pen_away(desk):
    mine, theirs = desk.talk()
    mine.get_by_label("The student may write along").uncheck()
    expect(theirs.locator("#f-notes")).to_have_count(0)
    mine.locator("#f-notes").fill("only to read")
    expect(theirs.locator("#notes-read")).to_have_text("only to read")


def test_all_of_it_works_without_scripts(desk):
    mine, theirs = desk.talk(javascript=False)
    mine.locator("#f-from").select_option("neg-htx")
    mine.locator("form[data-change=start]").get_by_role("button", name="Save").click()
    theirs.reload()
    expect(theirs.locator("#f-from")).to_have_value("neg-htx")
    part(theirs, "Explore")
    theirs.locator("#f-any").select_option(index=1)
    theirs.locator(".addany button").click()
    theirs.locator("#f-notes").fill("by hand")
    theirs.locator("#notes-form").get_by_role("button", name="Save").click()
    mine.reload()
    expect(mine.locator(".pick-row")).to_have_count(1)
    expect(mine.locator("#f-notes")).to_have_value("by hand")
    part(mine, "Next step")
    mine.locator("#f-next_step").fill("Ask")
    mine.locator("form[data-change=next]").get_by_role("button", name="Save").click()
    mine.locator("form[data-finish] button").first.click()
    expect(mine.locator("main")).to_contain_text("Ask")


def test_whoever_looks_something_up_finds_back(desk):
    mine, _theirs = desk.talk()
    address = mine.url
    mine.goto("/en/roles")
    mine.get_by_role("navigation", name="Back to the talk").get_by_role("link").click()
    expect(mine.locator("#talk")).to_be_visible()
    assert mine.url == address


def test_the_codes_of_a_whole_class_stand_on_one_sheet(desk):
    page = desk.counsellor()
    page.goto("/en/guidance/class")
    for field, typed in (
        ("count", "36"),
        ("day", (datetime.now(UTC) + timedelta(days=30)).date().isoformat()),
        ("from", "10:00"),
        ("to", "12:00"),
    ):
        page.locator(f"#f-{field}").fill(typed)
    page.get_by_role("button", name="Make the codes").click()
    codes = page.locator(".cut-code").all_inner_texts()
    assert len(set(codes)) == 36
    (sheet,) = pages_of(page)
    words = sheet.extract_text()
    assert all(code in words for code in codes)
    assert decode(page, page.locator("svg.qr").screenshot(scale="css")).endswith("/en/guidance")


@pytest.mark.slow
def test_every_part_of_a_talk_can_be_used_by_everybody(desk):
    mine, theirs = desk.talk()
    faults = []
    for page in (mine, theirs):
        page.add_init_script(AXE)
        page.reload()
    mine.locator("#f-from").select_option("neg-htx")
    part(mine, "Explore")
    mine.locator("#f-goal").select_option(ROLE)
    for view in ("Routes", "What I like", "Map"):
        mine.locator(".seg").get_by_role("button", name=view, exact=True).click()
        expect(mine.locator(".seg [aria-pressed=true]")).to_have_text(view)
        faults += looked_at(mine, theirs, view)
    for number in range(2):
        mine.locator("#t-stage .addform button").nth(number).click()
        expect(mine.locator(".pick-row")).to_have_count(number + 1)
    for name, sign in (("Narrow down", "table.beside"), ("Next step", "#f-next_step"), ("Where you are", "#f-from")):
        part(mine, name)
        expect(mine.locator(sign)).to_be_visible()
        expect(theirs.locator(sign)).to_be_visible()
        faults += looked_at(mine, theirs, name)
    mine.locator("form[data-finish] button").first.click()
    mine.wait_for_url("**/handout")
    for path in ("/en/guidance/desk", "/en/guidance/class", "/en/guidance/counts", "/da/guidance"):
        mine.goto(path)
        faults += looked_at(mine, None, path)
    assert not faults, "\n".join(faults)


def looked_at(mine, theirs, where):
    found = []
    for page in filter(None, (mine, theirs)):
        page.emulate_media(color_scheme="dark")
        found += violations(page, COLOURS)
        page.emulate_media(color_scheme="light")
        found += [*violations(page), *overflow(page)]
    return [f"{where}: {fault}" for fault in found]
