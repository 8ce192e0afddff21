"""stylelint, with its recommended rules: every stylesheet that is ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.audit.judging import Figure
from tests.audit.tools import HERE, ROOT, modules, node

if TYPE_CHECKING:
    from collections.abc import Iterator

BAR = 0
SHEETS = "static/*.css"


def measure() -> Iterator[Figure]:
    """Give one figure, the number of complaints."""
    config = HERE / "stylelint.config.mjs"
    said = node(
        "stylelint", "bin/stylelint.mjs", SHEETS, "--config", config, "--config-basedir", modules().parent,
        "--formatter", "json",
    )  # fmt: skip
    try:  # with anything to complain about, it complains on the other stream
        sheets = json.loads(said.stdout or said.stderr)
    except json.JSONDecodeError as not_json:
        raise RuntimeError(f"stylelint: {said.stdout}{said.stderr}") from not_json
    faults = [
        f"{sheet['source'].removeprefix(f'{ROOT}/')}:{one['line']}: {one['text']}"
        for sheet in sheets
        for one in sheet["warnings"] + sheet["parseErrors"]
    ]
    yield Figure("stylelint", "complaints", f"{len(faults)} in {len(sheets)} sheets", f"{BAR}", tuple(faults))
