"""What a student takes home, on paper: the same words for the PDF and for the page when it is printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.drawing import handout as drawing
from pathways.drawing.handout import CUTS
from pathways.drawing.renderer import DrawingFailed
from pathways.web.languages import current_language
from pathways.web.translate import _, ngettext
from pathways.web.wording import day, host, joined, plain, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pathways.drawing.handout import Cut
    from pathways.web.handout import Ask, Due, Handout
    from pathways.web.handout_items import Item
    from pathways.web.routelines import Name

LINE: Final = 60
"""Letters that the beginning of a line counts as: what stands on many short lines takes room as well."""
_LONG: Final = re.compile(r"\S{25,}")
"""Words that may break anywhere."""


def as_pdf(handout: Handout) -> bytes:
    """Set it on one sheet of A4."""
    return drawing.handout(_told(handout), handout.taken.link)


def cut_of(handout: Handout) -> Cut:
    """Tell how much of it one sheet has room for; the least there is when the sheet cannot be laid out."""
    try:
        return drawing.fitting(_told(handout), handout.taken.link)
    except DrawingFailed:
        return CUTS[-1]


def shortened(notes: str, most: int) -> str:
    """Give the beginning of the notes, cut at a word; blank lines are left out."""
    lines = [line for line in map(str.strip, notes.splitlines()) if line]
    kept: list[str] = []
    for line in lines:
        room = most - sum(map(len, kept)) - LINE * len(kept)
        if len(line) > room:
            kept += [_cut(line, room)] if room > LINE // 2 else []
            return "\n".join(kept).rstrip(" …,.;:") + " …" if kept else ""
        kept.append(line)
    return "\n".join(kept)


def _cut(line: str, room: int) -> str:
    words = line[:room]
    return words.rpartition(" ")[0] or words


def _told(handout: Handout) -> dict[str, object]:
    taken, town = handout.taken, g.graph.town
    lines = [item.line for item in handout.items if item.line]
    axis = lines[0].axis if lines else None
    return {
        "language": current_language(),
        "heading": handout.heading,
        "start": _breakable(handout.start),
        "town": _("An invented town: nothing here is real.") if town.fictional else plain(town.name),
        "talk": _("Talk"),
        "name": taken.name,
        "day": day(taken.on.isoformat()),
        "ticks": [tick.words for tick in axis.ticks] if axis else [],
        "years": axis.years if axis else 1,
        "axis": _("Years after the start") if axis and axis.first is None else "",
        "todo_heading": _("What to do next"),
        "notes_heading": _("What we talked about"),
        "ask_heading": _("Where to ask"),
        "home_heading": _("Carry on at home"),
        "home": home_words(handout),
        "older": older_words() if taken.fresh else "",
        "link": taken.link,
        "short_link": _breakable(handout.short_link),
        "note": handout.imprint,
        "variants": [_variant(handout, cut) for cut in CUTS],
    }


def home_words(handout: Handout) -> str:
    """Say what the link is for, and until when it works."""
    return _("Scan the code, or type the address. It opens your list and the notes until %(day)s; then all of it is "
             "deleted. Whoever has this page can open it, so keep it as you keep a letter.",
             day=handout.until)  # fmt: skip


def older_words() -> str:
    """Say that the link is a new one."""
    return _("This link is new: one on an older page no longer works.")


def _variant(handout: Handout, cut: Cut) -> dict[str, object]:
    notes = shortened(handout.taken.notes, cut.notes)
    return {
        "drawn": any(item.line for item in handout.items),
        "items": [_item(item, cut) for item in handout.items],
        "todo": list(_todo(handout, cut)),
        "todo_more": more_dates(len(handout.dates) - cut.dates),
        "notes": _breakable(notes),
        "notes_more": rest_words() if handout.taken.notes.strip() and is_cut(handout.taken.notes, notes) else "",
        "asks": [_asked(one) for one in handout.schools[: cut.schools]],
        "works": works_words(handout.employers[: cut.employers]),
    }


def is_cut(notes: str, printed: str) -> bool:
    """Tell whether less than all of the notes is printed."""
    return "".join(notes.split()) != "".join(printed.split())


def rest_words() -> str:
    """Say where the rest of the notes is."""
    return _("The rest is on the page: open the link below.")


def more_dates(count: int) -> str:
    """Say how many dates are left out; nothing when none is."""
    if count <= 0:
        return ""
    return ngettext("%(num)s more date is on the page.", "%(num)s more dates are on the page.", count)


def _item(item: Item, cut: Cut) -> dict[str, object]:
    line = item.line
    codes = {name.at: name.programme.code for name in line.names if name.programme} if line else {}
    return {
        "number": item.number,
        "title": _breakable(item.title),
        "code": item.bullet.code if item.bullet else "",
        "kind": item.bullet.kind if item.bullet else "",
        "figures": " · ".join(item.figures),
        "bars": [
            {
                "at": bar.at, "wide": bar.wide, "line": bar.line, "look": bar.look, "beside": bar.beside,
                "code": codes.get(bar.at, "") if bar.look in {"solid", "core"} else "",
            }
            for bar in line.bars
        ] if line else None,
        "end": line.stations[-1].at if line else 0,
        "names": [[*_bullet(name), name.words] for name in line.names] if line and cut.legs else [],
        "lines": [[heading, _breakable(words)] for heading, words in _lines(item, cut)],
    }  # fmt: skip


def _bullet(name: Name) -> tuple[str, str]:
    return (name.programme.code, name.programme.kind) if name.programme else ("", "")


def _lines(item: Item, cut: Cut) -> Iterator[tuple[str, str]]:
    if item.standing.gone:
        yield "", item.standing.gone
    if cut.said and item.said:
        yield "", item.said
    if cut.reasons and item.reasons:
        yield "", " · ".join(item.reasons)
    yield from (("", words) for words in item.standing.news if cut.reasons)
    if cut.open:
        yield from ((group.heading, group.words(cut.open)) for group in item.open)
    if cut.gaps and item.missing:
        yield item.missing.heading, item.missing.words(cut.gaps)


def _todo(handout: Handout, cut: Cut) -> Iterator[dict[str, object]]:
    talk = handout.taken.talk
    when = day(talk.next_on.isoformat()) if talk.next_on else ""
    yield {"what": _breakable(talk.next_step) or next_blank(), "when": when, "codes": [], "first": bool(talk.next_step)}
    yield from (_row(one) for one in handout.dates[: cut.dates])


def next_blank() -> str:
    """Say what stands in the first box when no step was agreed."""
    return _("Your next step: none is chosen yet.")


def _row(one: Due) -> dict[str, object]:
    codes = [[programme.code, programme.kind] for programme in one.programmes]
    return {"what": _breakable(sentence(one.what)), "when": one.when, "codes": codes, "first": False}


def _asked(one: Ask) -> dict[str, object]:
    assert one.programme is not None  # noqa: S101  # for mypy: schools are asked about programmes
    return {
        "code": one.programme.code,
        "kind": one.programme.kind,
        "at": one.at,
        "site": host(one.site) if one.site else "",
        "page": one.page,
        "short": _breakable(one.short),
    }


def works_words(employers: Sequence[Ask]) -> str:
    """Name workplaces that have the jobs of the list."""
    if not employers:
        return ""
    names = [f"{one.name} ({host(one.site)})" if one.site else one.name for one in employers]
    return _("Such jobs are at: %(names)s. We do not know whether they are hiring.", names=joined(names))


def _breakable(words: str) -> str:
    """Let a word that is longer than a column break anywhere; on paper nothing scrolls."""
    return _LONG.sub(lambda found: "\u200b".join(found[0]), words)
