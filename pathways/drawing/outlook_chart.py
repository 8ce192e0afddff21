"""The chart of an outlook: people who finish, stacked by line, against people wanted, year by year.

Supply stands in the colours of the lines, hatched where those students have not started; what is wanted is an ink
line, broken after today, in a grey band that holds eight of ten futures. The gap is a bracket with its sentence.
Lines that may not be told apart are drawn as one, in stripes of all their colours. Hatching and letters carry the
chart where there is no colour. Geometry stands in attributes, all else in classes (`static/outlook.css`): the page's
security policy allows no inline style. The sentence and "today" have rows of their own above the plot, labels at the
right end are pushed apart: no text lies on another.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from pathways.domain.outlook_view import Prospect
from pathways.drawing import text
from pathways.drawing.outlook_fills import fills, look
from pathways.drawing.outlook_scale import LABEL, MARK, SMALL, Frame, Plot, apart, plot_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pathways.domain.outlook_view import Line, OutlookView, Span

POLE = 12.0
"""Px: half the width of what is drawn for a single year."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words on a chart, in the language of the page. `lines` name the view's lines: a name and what is under it.

    `short` and `likely` are the sentence of the gap, empty where there is none.
    """

    title: str
    description: str
    today: str
    wanted: str
    futures: str
    short: str
    likely: str
    lines: tuple[tuple[str, str], ...]


def chart(view: OutlookView, words: Words, frame: Frame, uid: str, beside: Sequence[OutlookView] = ()) -> str:
    """Write the chart as SVG, ready to stand in a page; nothing where there is nothing to draw.

    Args:
        view: what to draw.
        words: all texts; they are escaped here.
        frame: the form.
        uid: the SVG's id, unique in the page.
        beside: other views, on whose scale it is drawn.
    """
    if not view.years:
        return ""
    plot = plot_of(view, frame, beside)
    size = f'width="{frame.wide:g}" height="{frame.high:g}" viewBox="0 0 {frame.wide:g} {frame.high:g}"'
    named = f'role="img" aria-labelledby="{uid}-t {uid}-d"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{uid}" class="ahead ahead-{frame.name}" {size} {named}>',
        f'<title id="{uid}-t">{_safe(words.title)}</title><desc id="{uid}-d">{_safe(words.description)}</desc>',
        fills(view.lines, uid),
        *_grid(plot),
        *_supply(view, plot, uid),
        *_openings(view, plot),
        *_today(view, plot, words),
        *_gap(view, plot, words),
        *_events(view, plot),
        *(_labels(view, plot, words) if frame.labels else ()),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def numbered(view: OutlookView) -> dict[int, tuple[int, int]]:
    """Give the first and last number of the announced changes of each year, as they are numbered in the list."""
    years = [int(str(event.year)[:4]) for event in view.events]
    found: dict[int, tuple[int, int]] = {}
    for number, year in enumerate(years, 1):
        found[year] = (found.get(year, (number, number))[0], number)
    return found


def _n(number: float) -> str:
    return f"{round(number, 1):g}"


def _safe(words: str) -> str:
    return escape(text.plain(words), quote=True)


def _text(words: str, x: float, y: float, looks: str = "m", *, anchor: str = "start", size: float = SMALL) -> str:
    return (
        f'<text class="{looks}" x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}" text-anchor="{anchor}">'
        f"{_safe(words)}</text>"
    )


def _line(path: str, looks: str) -> str:
    return f'<path class="{looks}" d="{path}"/>'


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _grid(plot: Plot) -> Iterator[str]:
    for people in plot.ticks:
        y = plot.y(people)
        yield _line(f"M{_n(plot.left)} {_n(y)}H{_n(plot.right)}", "grid")
        yield _text(str(people), plot.left - 8, y + 4.5, anchor="end")
    for year in plot.named_years:
        yield _text(str(year), plot.x(year), plot.bottom + 22, anchor="middle")


def _supply(view: OutlookView, plot: Plot, uid: str) -> Iterator[str]:
    """The lines, one upon the other, then hairs between them, then a thin bar for eight of ten futures."""
    years = list(view.supply)
    floor = [0] * len(years)
    for number, line in enumerate(view.lines):
        roof = [below + people for below, people in zip(floor, line.people, strict=True)]
        yield from _layer(line, years, plot, f"{uid}-{number}", floor=floor, roof=roof)
        if number:
            yield _line(_path(_along(years, floor, plot)), "seam")
        floor = roof
    for year, span in view.supply.items():
        if span.low < span.high:
            bar = f"M{_n(plot.x(year))} {_n(plot.y(span.low))}V{_n(plot.y(span.high))}"
            yield _line(bar, "whisk-case")
            yield _line(bar, "whisk")


def _layer(
    line: Line, years: Sequence[int], plot: Plot, uid: str, *, floor: Sequence[int], roof: Sequence[int]
) -> Iterator[str]:
    """One line's area, in runs: full as far as those students have started, hatched from there on."""
    for begun, run in groupby(range(len(years)), key=lambda at: line.begun[at]):
        at = list(run)
        at = at if begun or at[0] == 0 else [at[0] - 1, *at]
        part = [years[each] for each in at]
        above, below = ([edge[each] for each in at] for edge in (roof, floor))
        outline = [*_along(part, above, plot), *reversed(_along(part, below, plot))]
        state = "begun" if begun else "not-begun"
        looks = f"layer {state} {look(line, begun=begun)}"
        yield f'<path class="{looks}" {_fill(line, uid, begun=begun)}d="{_path(outline)}Z"/>'


def _fill(line: Line, uid: str, *, begun: bool) -> str:
    pattern = look(line, begun=begun) == "patterned"
    return f'fill="url(#{uid}-{"full" if begun else "hatch"})" ' if pattern else ""


def _along(years: Sequence[int], people: Sequence[float], plot: Plot) -> list[tuple[float, float]]:
    """Points along the years; a single year is as wide as a pole."""
    if len(years) == 1:
        x, y = plot.x(years[0]), plot.y(people[0])
        return [(x - POLE, y), (x + POLE, y)]
    return [(plot.x(year), plot.y(each)) for year, each in zip(years, people, strict=True)]


def _openings(view: OutlookView, plot: Plot) -> Iterator[str]:
    """The band and its line, in runs of years without a hole."""
    years = list(view.openings)
    for _, run in groupby(enumerate(years), key=lambda each: each[1] - each[0]):
        part = [year for _, year in run]
        spans = [view.openings[year] for year in part]
        low, likely, high = ([getattr(span, name) for span in spans] for name in ("low", "likely", "high"))
        outline = [*_along(part, high, plot), *reversed(_along(part, low, plot))]
        yield _line(f"{_path(outline)}Z", "band")
        yield from _ink(part, likely, view.this_year, plot)
    if view.this_year in view.openings:
        x, y = plot.x(view.this_year), plot.y(view.openings[view.this_year].likely)
        yield f'<circle class="now" cx="{_n(x)}" cy="{_n(y)}" r="6"/>'


def _ink(years: Sequence[int], people: Sequence[float], this_year: int, plot: Plot) -> Iterator[str]:
    points = _along(years, people, plot)
    yield _line(_path(points), "ink-case")
    before = sum(year <= this_year for year in years)
    if len(years) == 1:
        yield _line(_path(points), "ink" if before else "ink to-come")
        return
    if before > 1:
        yield _line(_path(points[:before]), "ink")
    if before < len(years):
        yield _line(_path(points[max(0, before - 1) :]), "ink to-come")


def _today(view: OutlookView, plot: Plot, words: Words) -> Iterator[str]:
    """The line of today, below the sentence of the gap, and its word, on the side where the bracket does not pass."""
    if view.this_year not in view.years:
        return
    x, worst = plot.x(view.this_year), _gap_year(view, words)
    wide = text.width(text.plain(words.today), SMALL, text.STRONG) + 10
    passes = worst is not None and 0 < plot.x(worst) - x < wide
    anchor, shift = ("end", -6) if x + wide > plot.right or passes else ("start", 6)
    yield _line(f"M{_n(x)} {_n(plot.top - 20)}V{_n(plot.bottom)}", "today")
    yield _text(words.today, x + shift, plot.top - 9, "b", anchor=anchor)


def _gap_year(view: OutlookView, words: Words) -> int | None:
    """The year that has a bracket."""
    worst = view.worst
    return worst.year if worst and view.prospect is Prospect.SHORT and words.short else None


def _gap(view: OutlookView, plot: Plot, words: Words) -> Iterator[str]:
    """The bracket between what finishes and what is wanted, and its sentence above the plot."""
    year = _gap_year(view, words)
    if year is None:
        return
    x, size = plot.x(year), plot.frame.finding
    top, bottom = plot.y(view.openings[year].likely), plot.y(view.supply[year].likely)
    yield _line(f"M{_n(x)} {_n(plot.top - 22)}V{_n(top)}", "lead")
    yield _line(f"M{_n(x)} {_n(top)}V{_n(bottom)}M{_n(x - 6)} {_n(top)}h12M{_n(x - 6)} {_n(bottom)}h12", "gap")
    wide = max(
        text.width(text.plain(words.short), size, text.STRONG), text.width(text.plain(words.likely), SMALL, text.SUB)
    )
    end = plot.right - 20 if plot.frame.labels else plot.frame.wide  # names may be pushed up beside it
    left = max(min(x - wide / 2, end - wide - 2), 2.0)
    yield _text(words.short, left, plot.top - 48, "b", size=size)
    yield _text(words.likely, left, plot.top - 29)


def _events(view: OutlookView, plot: Plot) -> Iterator[str]:
    """Numbered marks below the years of announced changes."""
    for year, (first, last) in numbered(view).items():
        if year in view.years:
            label = str(first) if first == last else f"{first}–{last}"
            x, y = plot.x(year), plot.bottom + 44
            half = max(MARK, text.width(label, SMALL, text.STRONG) / 2 + 5)
            x = min(x, plot.frame.wide - half - 1)
            yield _line(f"M{_n(plot.x(year))} {_n(plot.bottom)}v6", "tick")
            yield (
                f'<rect class="pin" x="{_n(x - half)}" y="{_n(y - MARK)}" width="{_n(2 * half)}" '
                f'height="{_n(2 * MARK)}" rx="{_n(MARK)}"/>'
            )
            yield _text(label, x, y + 4.5, "b", anchor="middle")


def _labels(view: OutlookView, plot: Plot, words: Words) -> Iterator[str]:
    """Names at the right end, each beside what it names, pushed apart where two would lie on each other."""
    ends = _ends(view)
    middles = [plot.y(people) for people, _, _ in ends]
    placed = apart(middles, [LABEL] * len(ends), 8, plot.bottom)
    x = plot.right + 14
    for (_, number, year), at, middle in zip(ends, placed, middles, strict=True):
        if number is None:
            yield _line(f"M{_n(plot.x(year))} {_n(middle)}L{_n(x - 4)} {_n(at)}", "lead")
            yield _text(words.wanted, x, at - 2, "b", size=plot.frame.strong)
            yield _text(words.futures, x, at + 15)
        else:
            yield from _named(view.lines[number], words.lines[number], x, at, plot.frame)


def _ends(view: OutlookView) -> list[tuple[float, int | None, int]]:
    """List what has a name at the right end: the number of people there, which line (None: openings), the year."""
    ends: list[tuple[float, int | None, int]] = []
    floor = 0
    for number, line in enumerate(view.lines):
        ends.append((floor + line.people[-1] / 2, number, view.years[-1]))
        floor += line.people[-1]
    if view.openings:
        year: int = max(view.openings)
        span: Span = view.openings[year]
        ends.append((span.likely, None, year))
    return ends


def _named(line: Line, name: tuple[str, str], x: float, y: float, frame: Frame) -> Iterator[str]:
    """The line's letters on their colours, its name, and the codes of its programmes."""
    for kind in line.kinds:
        yield f'<rect class="bullet l-{kind}" x="{_n(x)}" y="{_n(y - 18)}" width="22" height="19" rx="5"/>'
        yield (
            f'<text class="on l-{kind}" x="{_n(x + 11)}" y="{_n(y - 4)}" font-size="12.5" text-anchor="middle">'
            f"{kind}</text>"
        )
        x += 25
    room = frame.wide - x - 4
    title, *_ = text.wrap(name[0], room, frame.strong, text.STRONG, 1) if name[0] else ("",)
    yield _text(title, x + 4, y - 3, "b", size=frame.strong) if title else ""
    left = x - 25 * len(line.kinds)
    sub, *_ = text.wrap(name[1], frame.wide - left, SMALL, text.SUB, 1) if name[1] else ("",)
    yield _text(sub, left, y + 16) if sub else ""
