"""linkinator: wherever a page leads on this site, for strangers and for each kind of account, there is something."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.addresses import LANGUAGES, first_and_last, pages
from tests.audit.house import STRANGER, TOWNS, WHO, open_house
from tests.audit.judging import Figure
from tests.audit.passing_on import signed_in_door
from tests.audit.tools import node, room
from tests.audit.walking import rooms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.audit.house import House

BAR = 0
AT_ONCE = 4


def measure() -> Iterator[Figure]:
    """Give one figure for each town, the number of links that lead nowhere."""
    for town in TOWNS:
        faults: dict[str, None] = {}
        count = 0
        with open_house(room("links"), town) as house:
            for who in WHO:
                found = checked(house, who)
                count += len(found)
                faults |= {broken(one, who): None for one in found if one["state"] == "BROKEN"}
        yield Figure("links", f"that lead nowhere, {town}", f"{len(faults)} of {count}", f"{BAR}", tuple(faults))


def checked(house: House, who: str) -> list[dict[str, object]]:
    """Every link on every page that somebody sees, each once. Nobody else's site is asked."""
    paths = [seen.answer.path for seen in rooms(house, who) if seen.answer.status == 200]
    if who == STRANGER:
        few = list if house.is_real else first_and_last
        paths += [path for language in LANGUAGES for path in pages(house.app, house.graph, language, few)]
    with signed_in_door(house.people[who]) as door:
        said = node(
            "linkinator", "build/src/cli.js", *(door + path for path in paths), "--format", "json",
            "--skip", f"^(?!{door}/)", "--concurrency", f"{AT_ONCE}", "--timeout", "60000",
        )  # fmt: skip
        found = json.loads(said.stdout)["links"]
    return [
        {**one, "url": str(one["url"]).removeprefix(door), "parent": str(one.get("parent", "")).removeprefix(door)}
        for one in found
        if one["state"] != "SKIPPED"
    ]


def broken(link: dict[str, object], who: str) -> str:
    """Say which link leads nowhere."""
    return f"{link['parent']} leads to {link['url']} as {who}: {link['status']}"
