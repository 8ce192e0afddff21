"""What can be pressed can be hit: WCAG 2.2 SC 2.5.8, with its exception for room and the one for links in sentences.

And it answers where it is seen: a shape without a filling lets a finger through, unless it is told not to.

A target is large enough when a square of 24 px fits into what is its own: its boxes, those of its labels, what a
pseudo-element adds, without what another target covers. Else a circle of 24 px around its middle must meet no other
target, nor the circle of another one that is too small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.addresses import first_and_last, pages
from tests.audit.house import AGENT, STRANGER, open_house
from tests.audit.walking import rooms
from tests.browser.test_every_page import AT_REST, BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.audit.house import House

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SEEN_AS = ((390, "da"), (1280, "en"))
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true; })"
SHOWN = """
  const ACTIVE = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const shown = [...document.querySelectorAll(ACTIVE)].filter(one =>
    one.checkVisibility({ visibilityProperty: true }) && !one.matches(':disabled')
    && !one.closest('.vh, .skip') && one.getClientRects().length > 0);
"""
"""What can be pressed, as far as it is there to be seen."""
TOO_SMALL = """() => {
  SHOWN
  const SIDE = 24, HALF = SIDE / 2, SLACK = .5;
  const layer = one => {
    while (one && !['fixed', 'sticky'].includes(getComputedStyle(one).position)) one = one.parentElement;
    return one;
  };
  const reach = part => {
    const own = [...part.getClientRects()].filter(box => box.width && box.height);
    const after = getComputedStyle(part, '::after');
    if (after.content === 'none' || after.position !== 'absolute') return own;
    const [top, right, bottom, left] = ['top', 'right', 'bottom', 'left'].map(side => parseFloat(after[side]) || 0);
    return own.map(box =>
      new DOMRect(box.x + left, box.y + top, box.width - left - right, box.height - top - bottom));
  };
  const targets = shown.map((one, place) => ({
    one, place, layer: layer(one), raised: getComputedStyle(one).position !== 'static',
    box: one.getBoundingClientRect(), boxes: [one, ...(one.labels || [])].flatMap(reach),
  }));
  for (const target of targets) {
    target.top = Math.min(...target.boxes.map(box => box.top));
    target.bottom = Math.max(...target.boxes.map(box => box.bottom));
  }
  const beside = (box, margin) =>  // few of hundreds are near: look no further at the others
    targets.filter(other => other.top < box.bottom + margin && other.bottom > box.top - margin);
  const apart = (a, b) => a !== b && a.layer === b.layer && !a.one.contains(b.one) && !b.one.contains(a.one);
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > SLACK
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > SLACK;
  // of two that lie in the flow, neither is given what both claim
  const covers = (a, b) => (a.raised && !b.raised) || (a.raised === b.raised && (!a.raised || a.place > b.place));
  const roomy = target => target.boxes.some(box => {
    const taken = beside(box, 0).filter(other => apart(target, other) && covers(other, target))
      .flatMap(other => other.boxes.filter(its => meet(box, its)));
    const lefts = [box.left, ...taken.map(its => its.right)], tops = [box.top, ...taken.map(its => its.bottom)];
    return lefts.some(x => x + SIDE <= box.right + SLACK && tops.some(y => y + SIDE <= box.bottom + SLACK
      && !taken.some(its => meet(new DOMRect(x, y, SIDE, SIDE), its))));
  });
  const inSentence = one => {
    if (getComputedStyle(one).display !== 'inline') return false;
    let block = one.parentElement;
    while (getComputedStyle(block).display === 'inline') block = block.parentElement;
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let text; (text = texts.nextNode());)
      if (/[\\p{L}\\p{N}]/u.test(text.data) && !text.parentElement.closest(`${ACTIVE}, .vh`)) return true;
    return false;
  };
  const small = targets.filter(target => !roomy(target) && !inSentence(target.one));
  const middle = box => [box.left + box.width / 2, box.top + box.height / 2];
  const crowds = (target, other) => {
    const [x, y] = middle(target.box), [left, top] = middle(other.box);
    return other.boxes.some(box =>
      Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < HALF - SLACK)
      || (small.includes(other) && Math.hypot(left - x, top - y) < SIDE - SLACK);
  };
  const say = ({ one, box }) =>
    `${Math.round(box.width)} x ${Math.round(box.height)} ${one.outerHTML.replace(/\\s+/g, ' ').slice(0, 110)}`;
  return small.flatMap(target => {
    const near = beside(target.box, SIDE).find(other => apart(target, other) && crowds(target, other));
    return near ? [`${say(target)} beside ${say(near)}`] : [];
  });
}""".replace("SHOWN", SHOWN)

HOLLOW = """() => {
  SHOWN
  const largest = one => [...one.getClientRects()].reduce((a, b) => a.width * a.height < b.width * b.height ? b : a);
  const answers = (one, x, y) => {
    const met = document.elementFromPoint(x, y);
    return !met || one.contains(met) || [...(one.labels || [])].some(label => label.contains(met));
  };
  return shown.flatMap(one => {
    one.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const { x, y, width, height } = largest(one);
    const deaf = [[.5, .5], [.25, .25], [.75, .25], [.25, .75], [.75, .75]]
      .filter(([across, down]) => !answers(one, x + across * width, y + down * height));
    return deaf.length ? [`${deaf.length} of 5 points of ${one.outerHTML.replace(/\\s+/g, ' ').slice(0, 110)}`] : [];
  });
}""".replace("SHOWN", SHOWN)
"""What does not answer in its middle or between that and its corners: a hollow shape, or something lies over it."""


def hard_to_hit(page: Page) -> list[str]:
    """Say which targets are too small and too near to another one, or hollow, with all unfolded that can be."""
    page.evaluate(UNFOLD)
    page.evaluate(AT_REST)
    return [f"{page.url}: {fault}" for fault in [*page.evaluate(TOO_SMALL), *page.evaluate(HOLLOW)]]


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[House]:
    """The invented town with something in every room."""
    with open_house(tmp_path_factory.mktemp("house"), "example-town") as opened:
        yield opened


@pytest.mark.parametrize(("width", "language"), SEEN_AS)
def test_what_everybody_sees_can_be_hit(visitor, app, real_graph, width, language):
    window = visitor(width)
    faults: list[str] = []
    for path in [*pages(app, real_graph, language, first_and_last), *(f"/{language}{broken}" for broken in BROKEN)]:
        faults += hard_to_hit(window.go(path))
    assert faults == []


@pytest.mark.parametrize(("width", "language"), SEEN_AS)
def test_what_people_with_an_account_see_can_be_hit(browser, house, width, language):
    faults: list[str] = []
    for who in house.people:
        paths = [seen.answer.path for seen in rooms(house, who, most=1)]
        page = _window(browser, house, who, width)
        for path in paths:
            if path.startswith(f"/{language}/"):
                page.goto(house.address + path, wait_until="load")
                faults += hard_to_hit(page)
        page.context.close()
    assert faults == []


@pytest.mark.parametrize(
    ("body", "hit"),
    [
        pytest.param("<a class=b>1</a><a class=b>2</a>", False, id="small ones side by side"),
        pytest.param("<a class=b>1</a><a class='b far'>2</a>", True, id="small ones with room between"),
        pytest.param("<p>Read <a>1</a> or <a>2</a></p>", True, id="links in a sentence"),
        pytest.param("<a class='b high'>1</a><a class='b high'>2</a>", True, id="large enough side by side"),
        pytest.param(
            "<a class='b high'>1</a><a class='b high over'>2</a>", False, id="large, but the next one covers it"
        ),
        pytest.param("<a class='b more'>1</a><a class='b more'>2</a>", True, id="made larger by what nobody sees"),
    ],
)
def test_the_rule_itself(browser, body, hit):
    page = browser.new_page()
    page.set_content(
        "<style>body { font: 10px/1 sans-serif } .b { display: inline-block; width: 20px; height: 20px; float: left }"
        ".b.far { margin-left: 20px } .b.high { width: 24px; height: 24px } .b.over { margin-left: -10px }"
        ".b.more { width: 26px; position: relative } .more::after { content: ''; position: absolute; inset: -2px 0 }"
        f"</style>{body.replace('<a', '<a href=#x')}"
    )
    assert (page.evaluate(TOO_SMALL) == []) is hit
    page.close()


@pytest.mark.parametrize(
    ("body", "hit"),
    [
        pytest.param("<a><rect width=90 height=60 fill=none stroke=red /></a>", False, id="hollow"),
        pytest.param("<a pointer-events=all><rect width=90 height=60 fill=none /></a>", True, id="hollow, but whole"),
        pytest.param("<a><rect width=90 height=60 /></a><rect width=30 height=20 />", False, id="a corner is covered"),
    ],
)
def test_the_rule_of_the_middle_itself(browser, body, hit):
    page = browser.new_page()
    page.set_content(f"<svg width=100 height=100>{body.replace('<a', '<a href=#x')}</svg>")
    assert (page.evaluate(HOLLOW) == []) is hit
    page.close()


def _window(browser: Browser, house: House, who: str, width: int) -> Page:
    """A window in which somebody is signed in."""
    agent = {} if who == STRANGER else {"user_agent": AGENT}
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce", **agent)
    cookies = house.people[who].cookies
    context.add_cookies([{"name": name, "value": value, "url": house.address} for name, value in cookies.items()])
    return context.new_page()
