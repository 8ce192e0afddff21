"""wapiti: attacks a running instance as a stranger and as each kind of account, in every form it finds, for a set time.

It keeps to this machine: the modules that would have a server of their own called (SSRF, XXE, Log4Shell) are left out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tests.audit.house import AGENT, STRANGER, open_house
from tests.audit.judging import Figure
from tests.audit.tools import python_of, room, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.audit.house import House

BAR = 0
MODULES = (
    "backup", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "ldap", "methods",
    "permanentxss", "redirect", "shellshock", "sql", "timesql", "upload", "xss",
)  # fmt: skip
DOORS = {
    STRANGER: ("", "sign-in", "forgotten", "guidance", "wrong", "search?q=a", "scenario", "map", "compare", "plan"),
    "counsellor": ("guidance/desk", "guidance/class", "guidance/counts", "account", "scenario/saved"),
    "company": ("inbox", "flags/new", "openings", "scenario/saved"),
    "institution": ("inbox", "edit", "changes"),
    "editor": ("edit", "edit/worklist", "exchange", "history", "changes"),
    "administrator": ("accounts", "accounts/invite", "guidance/counts", "history"),
}
"""Where each of them begins; the administrator comes last, who may switch the others off."""
NOT_TO_BE_SENT = ("sign-out", "sign-in/demo/*", "account/*", "accounts/*/disable")
"""What would end the session that the attack goes on with."""
AT = re.compile(r" on http://[^ ]+(?=:)")
EXPLORE_S, ATTACK_S = 60, 30
"""How long it looks around, and how long each of its modules attacks."""
PAGES_OF_A_FOLDER, LINKS_OF_A_PAGE, TASKS = 12, 60, 4


def measure() -> Iterator[Figure]:
    """Give a figure for each kind of account, the number of findings."""
    folder = room("scan")
    with open_house(folder, "example-town") as house:
        for who, doors in DOORS.items():
            asked, faults = scan(house, who, doors, folder / who)
            yield Figure("wapiti", f"findings as {who}", f"{len(faults)}, {asked} addresses", f"{BAR}", tuple(faults))


def scan(house: House, who: str, doors: tuple[str, ...], folder: Path) -> tuple[int, list[str]]:
    """How many addresses were found, and what wapiti has against them; the same of many addresses is said once."""
    folder.mkdir()
    person, base = house.people[who], f"{house.address}/en/"
    cookie = "; ".join(f"{name}={value}" for name, value in person.cookies.items())
    command = [
        *("-u", base, "--scope", "folder", "-m", ",".join(MODULES), "--flush-session", "--store-session", folder),
        *("-A", AGENT, *(("-H", f"Cookie: {cookie}") if cookie else ()), "--drop-set-cookie"),
        *("--max-scan-time", EXPLORE_S, "--max-attack-time", ATTACK_S, "--tasks", TASKS, "--timeout", 30),
        *("--max-files-per-dir", PAGES_OF_A_FOLDER, "--max-links-per-page", LINKS_OF_A_PAGE, "--max-parameters", 30),
        *("--endpoint", house.address, "--no-bugreport", "--verbose", 0),
        *("-f", "json", "-o", folder / "report.json"),
        *(part for door in doors for part in ("-s", base + door)),
        *(part for address in NOT_TO_BE_SENT for part in ("-x", base + address)),
    ]
    limit_s = (EXPLORE_S + ATTACK_S * len(MODULES)) * 2
    said = run(python_of("wapiti").with_name("wapiti"), *map(str, command), limit_s=limit_s)
    if not (folder / "report.json").is_file():
        raise RuntimeError(f"wapiti as {who}: {said.stdout[-1500:]}{said.stderr[-1500:]}")
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    faults = list(dict.fromkeys(findings(report)))
    if who != STRANGER and person.get(base + doors[0]).path != f"/en/{doors[0]}":
        faults.append(f"the session of {who} ended, so that not everything was attacked")
    return report["infos"]["crawled_pages_nbr"], faults


def findings(report: dict) -> Iterator[str]:
    """What a report holds, a line each: weaknesses, answers out of the order, and what it merely notes.

    A note is said once, whatever the number of addresses it was made at.
    """
    for part in ("vulnerabilities", "anomalies"):
        for category, found in report[part].items():
            for one in found:
                yield f"{category}: {one['method']} {one['path']} {one['parameter'] or ''}: {one['info']}"
    for category, found in report["additionals"].items():
        for one in found:
            yield f"{category}: {AT.sub('', one['info'])}"
