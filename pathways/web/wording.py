"""How values are written for people: numbers, dates, lengths and names, in the language of the page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from babel.numbers import format_decimal
from flask import g
from flask_babel import get_locale

from pathways.domain import phrases
from pathways.domain.cover import Standing
from pathways.domain.grounds import grounds
from pathways.domain.headcount import FEWEST
from pathways.domain.nouns import KINDS, Basis
from pathways.domain.plates import years as length_of
from pathways.web import labels, languages
from pathways.web.caching import BLOCK
from pathways.web.conditions import requirements, requirements_beside
from pathways.web.notes import Notes
from pathways.web.pages import wanted_part
from pathways.web.switches import address_with, download_address, mended_address
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask import Flask

    from pathways.domain.deadlines import Deadline
    from pathways.domain.journey import Route
    from pathways.domain.nouns import Evidence, Interval, Programme, Role, Start, Text
    from pathways.domain.views import Link, Measure

MONTHS = {
    "da": ("jan.", "feb.", "marts", "april", "maj", "juni", "juli", "aug.", "sept.", "okt.", "nov.", "dec."),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
}
ENDINGS = ("_label", "_words", "_class", "_language")
"""Which names in `labels` are filters."""
CURRENCIES = frozenset({"DKK", "EUR", "GBP", "NOK", "SEK", "USD"})
NAMES = ("Danish", "English", "French", "German", "Spanish")
"""Words that English writes with a capital wherever they stand."""
CUT_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?")
"""An ISO date that is more than a year."""


def set_up(app: Flask) -> None:
    """Give every template the ways of writing a value, and a fresh set of notes."""
    app.jinja_env.filters.update(
        say=say, plain=plain, day=day, when_due=when_due, number=number, percent=percent, years=years,
        separator=separator, joined=joined, covered=covered, job_covered=job_covered, printed_share=printed_share,
        host=host, requirements=requirements, requirements_beside=requirements_beside, sentence=sentence,
        measured=measured, uncapital=uncapital, short_name=short_name, here_words=here_words, printed_in=printed_in,
    )  # fmt: skip
    app.jinja_env.filters.update({name: label for name, label in vars(labels).items() if name.endswith(ENDINGS)})
    app.jinja_env.globals.update(
        grounds=grounds_here,
        people=people,
        address_with=address_with,
        download_address=download_address,
        mended_address=mended_address,
        all_kinds=KINDS,
        all_standings=tuple(Standing),
        all_bases=tuple(Basis),
    )
    app.context_processor(every_render)


def every_render() -> dict[str, object]:
    """Give each template its part of the page, and notes whose ids differ from those of the page around it.

    A page that several parts of a kind are put into names each by a prefix of its own (`g.notes_prefix`).
    """
    part = wanted_part()
    prefix = g.get("notes_prefix") or ("part" if part == BLOCK else "why")
    return {"part": part, "notes": Notes(g.get("graph"), prefix)}


def say(text: Text | str) -> str:
    """Give the words in the language of the page."""
    return text if isinstance(text, str) else text[languages.current_language()]


def plain(text: Text | str) -> str:
    """Give the words without soft hyphens, for titles and sentences."""
    return say(text).replace("\u00ad", "")


def here_words(route: Route) -> str:
    """Say how much of a route's study time is here."""
    return say(phrases.here(route))


def short_name(end: Programme | Start | Role) -> Text:
    """Give the name that one end of a route goes by: the short one, where it has one."""
    return getattr(end, "short", None) or end.title


def day(iso: str) -> str:
    """Write an ISO date as far as it is known: 2024, Sept 2024, 2 Sept 2024 (2. sept. 2024).

    A line does not break between the day and its month.
    """
    found = CUT_DATE.fullmatch(iso)
    if not found:
        return iso  # only a year, or a year and words
    year, month_number, day_number = found.groups()
    language = languages.current_language()
    month = MONTHS[language][int(month_number) - 1]
    if not day_number:
        return f"{month} {year}"
    return f"{int(day_number)}{'.' if language == 'da' else ''}\u00a0{month} {year}"


def when_due(one: Deadline) -> str:
    """Write when something is due: its day with the hour, where they are certain; else what the facts say."""
    if one.on is None:
        return say(one.practical.when) if one.practical.when else ""
    on = day(one.on.isoformat())
    if one.at is None:
        return on
    return _("%(day)s at %(hour)s:%(minute)s", day=on, hour=one.at[0], minute=f"{one.at[1]:02}")


def number(value: float) -> str:
    """Write a number with the separators of the language: 5,000 or 5.000, with a real minus."""
    return _written(str(get_locale().language), value + 0)  # nobody is told of -0


def measured(value: float, unit: Text | None) -> str:
    """Write a number with its unit. The code of a currency stands before the number: "DKK 80 bn"."""
    words = say(unit) if unit else ""
    code, _sep, rest = words.partition(" ")
    parts = (code, number(value), rest) if code in CURRENCIES else (number(value), words)
    return " ".join(part for part in parts if part)


@lru_cache(maxsize=4096)
def _written(language: str, value: float) -> str:
    return format_decimal(value, locale=language).replace("-", "\u2212")


def sentence(words: str) -> str:
    """Begin with a capital and leave the full stop to the template, as a sentence of ours."""
    return (words[:1].upper() + words[1:]).rstrip(". ")


def separator(names: Iterable[str]) -> str:
    """Give what stands between names that are listed, so that a comma inside one does not part it."""
    return "; " if any("," in name for name in names) else ", "


def joined(names: Sequence[str]) -> str:
    """Write names one after the other."""
    return separator(names).join(names)


def uncapital(words: str) -> str:
    """Begin small, to stand inside a sentence.

    A level's letter ("A-niveau"), initials ("HTX"), a language's name and a name of two words ("Helix Lab") stay.
    """
    stays = words[1:2] in {"", "-"} or words[1:2].isupper() or words.startswith(NAMES) or _is_name(words)
    return words if stays else words[:1].lower() + words[1:]


def _is_name(words: str) -> bool:
    return any(word[:1].isupper() and word[1:2].islower() for word in words.split()[1:2])


def printed_in(year: str) -> str:
    """Say when a figure was printed: in a year, or in a decade ("2010s") where no more is known."""
    return (
        _("printed in the %(decade)ss", decade=year[:-1]) if year.endswith("s") else _("printed in %(year)s", year=year)
    )


def percent(share: float) -> str:
    """Write a share, 0 to 1, as whole per cent, rounded down as in the pictures; a Danish space does not break."""
    return say(phrases.percent(share)).replace(" %", "\u00a0%")


def covered(share: float | None) -> str:
    """Write how much of a job is covered, 0 to 1: at least so much, and no more than all of it."""
    if share is None:
        return _("not known")
    return percent(share) if share >= 1 else _("at least %(share)s", share=percent(share))


def job_covered(share: float | None) -> str:
    """Say how much of a job is covered, in the one way of lists, talks and handouts."""
    return _("fit not known") if share is None else _("%(share)s of the job", share=covered(share))


def printed_share(share: float) -> str:
    """Write a share that a source printed as exactly as it was: 61%, 53.5%."""
    figure = number(round(share * 100, 1))
    return f"{figure}%" if languages.current_language() == "en" else f"{figure}\u00a0%"


def people(interval: Interval, basis: Basis) -> str:
    """Write a count of people, or a span; a small one that no source printed is not shown."""
    if basis is not Basis.STATED and interval.likely < FEWEST:
        return _("fewer than 5")
    low, high = round(interval.low), round(interval.high)
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def years(value: float | None) -> str:
    """Write a length of study: 3½ years, 3½ år, or that it is unknown."""
    return say(length_of(value))


def host(url: str) -> str:
    """Give the host of an address, as people name a site."""
    return urlsplit(url).netloc.removeprefix("www.")


def grounds_here(link: Link, measure: Measure) -> tuple[Evidence, ...]:
    """Give what one band of a picture rests on, and what its width in this measure does."""
    return grounds(g.graph, link, measure)
