"""The pictures of the README: five, small, each under the name of the town it shows, and each taken by the script."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pictures import EXAMPLE, FOLDER, KALUNDBORG, LARGEST, SHOTS

ROOT = Path(__file__).resolve().parents[2]
SHOWN = re.findall(
    r"^!\[(.+)\]\(pictures/([a-z]+)\.webp\)\n\n\*(.+)\*$",
    (ROOT / "README.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
"""What each picture is called for those who do not see it, its name, and the line below it."""


def test_the_readme_shows_every_picture_that_the_script_takes_and_no_other():
    assert [name for _, name, _ in SHOWN] == [shot.name for shot in SHOTS]
    assert sorted(file.name for file in FOLDER.iterdir()) == sorted(f"{shot.name}.webp" for shot in SHOTS)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.count("![") == len(SHOTS) == 5


def test_each_says_which_town_it_shows():
    begins = {KALUNDBORG: "Kalundborg: ", EXAMPLE: "Example Town, invented: "}
    assert [name for (_, name, line), shot in zip(SHOWN, SHOTS, strict=True) if begins[shot.town] not in line] == []


def test_each_is_small_and_a_picture():
    for shot in SHOTS:
        taken = (FOLDER / f"{shot.name}.webp").read_bytes()
        assert taken[:4] + taken[8:12] == b"RIFFWEBP", shot.name
        assert len(taken) <= LARGEST, shot.name
