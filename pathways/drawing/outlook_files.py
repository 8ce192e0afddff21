"""The table of an outlook as a file: CSV and JSON of its view, in its order, the same figures as the chart."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

from pathways.drawing.text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathways.domain.outlook_view import OutlookView, Span

BOUNDS = ("p10", "p50", "p90")


def as_csv(view: OutlookView, lines: Sequence[str], _title: str, _note: str) -> str:
    """One row a year; blank where something is not known, or too small to be shown. `lines` name the view's lines."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    heads = [f"{what}_{bound}" for what in ("supply", "openings", "short") for bound in BOUNDS]
    writer.writerow(["year", *heads[:3], *(f"supply: {plain(line)}" for line in lines), *heads[3:], "all_started"])
    for row in view.rows:
        people = ["" if each is None else each for each in row.lines]
        begun = "" if row.begun is None else "yes" if row.begun else "no"
        writer.writerow([row.year, *_cells(row.supply), *people, *_cells(row.openings), *_cells(row.short), begun])
    return out.getvalue()


def as_json(view: OutlookView, lines: Sequence[str], title: str, note: str) -> str:
    """The view as one object; `note` says whose facts it is made from."""
    whole = {
        "title": plain(title),
        "note": note,
        "scope": {"kind": view.scope.kind, "id": view.scope.key},
        "prospect": view.prospect,
        "supply_at_least": view.supply_at_least,
        "openings_at_least": view.openings_at_least,
        "too_few_to_show": {"supply": view.few_supply, "openings": view.few_openings},
        "lines": [
            {"kinds": line.kinds, "programmes": line.programmes, "label": plain(label)}
            for line, label in zip(view.lines, lines, strict=True)
        ],
        "years": [
            {
                "year": row.year,
                "supply": _named(row.supply),
                "lines": row.lines,
                "openings": _named(row.openings),
                "short": _named(row.short),
                "all_started": row.begun,
            }
            for row in view.rows
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _cells(span: Span | None) -> list[object]:
    return ["", "", ""] if span is None else list(span)


def _named(span: Span | None) -> dict[str, int] | None:
    return None if span is None else dict(zip(BOUNDS, span, strict=True))
