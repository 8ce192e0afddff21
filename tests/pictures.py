"""The pictures of the README, taken anew from the program as it is: `python -m tests.pictures`, or `make pictures`.

Two show Kalundborg, as `make serve` opens it, the others the invented town of `make demo`. They are WebP of at most
150 kB, stand in `pictures/` and are not part of the wheel.
"""

from __future__ import annotations

import tempfile
from base64 import b64decode
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from tests.conftest import REAL_TOWN
from tests.machine import CHROMIUM_FLAGS, chromium
from tests.serving import ROOT, serving, showing

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER: Final = ROOT / "pictures"
WIDTH: Final = 1280
QUALITIES: Final = (100, 80, 70, 60)
"""How fine a picture is, tried in this order; 100 loses nothing, and is often the smallest for lines and letters."""
LARGEST: Final = 150_000
"""Bytes of one picture."""
KALUNDBORG, EXAMPLE = "Kalundborg", "Example Town"


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the town it shows, the page, how high it is, and whom it is for (demo accounts)."""

    name: str
    town: str
    path: str
    height: int
    kind: str = ""


SHOTS: Final = (
    Shot("map", KALUNDBORG, "/en/map", 1180),
    Shot("routes", KALUNDBORG, "/en/routes?from=neg-htx&to=process-engineer-upstream&have=mathematics-A", 1290),
    Shot("talk", EXAMPLE, "/en/guidance/talks/demo-talk-back", 1220, "counsellor"),
    Shot("board", EXAMPLE, "/en/gaps", 1100),
    Shot("outlook", EXAMPLE, "/en/roles/plant-electrician/outlook", 940),
)


def take(page: Page, shot: Shot, address: str) -> bytes:
    """Take one picture of a page that rests, as fine as its size lets it be.

    Raises:
        ValueError: it is too large, however coarse.
    """
    page.set_viewport_size({"width": WIDTH, "height": shot.height})
    if shot.kind:
        page.goto(f"{address}/en/sign-in")
        page.locator(f"form[action$='/sign-in/demo/{shot.kind}'] button").click()
    page.goto(address + shot.path, wait_until="load")
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    for quality in QUALITIES:
        taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = b64decode(taken["data"])
        if len(picture) <= LARGEST:
            return picture
    raise ValueError(f"{shot.name} has {len(picture)} bytes at the least: make it less high.")


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(exist_ok=True)
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        (folder / "demo").mkdir()
        towns = {
            KALUNDBORG: held.enter_context(serving(folder, REAL_TOWN)).address,
            EXAMPLE: held.enter_context(showing(folder / "demo")).address,
        }
        program = held.enter_context(sync_playwright())
        browser = program.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_FLAGS))
        for shot in SHOTS:
            page = browser.new_context(color_scheme="light", reduced_motion="reduce").new_page()
            (FOLDER / f"{shot.name}.webp").write_bytes(take(page, shot, towns[shot.town]))
        browser.close()


if __name__ == "__main__":
    main()
