"""The words of pictures: what a line is called, how well a role is covered, one sentence about a link."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from pathways.domain.nouns import KINDS, Here, Text
from pathways.domain.plates import counted

if TYPE_CHECKING:
    from pathways.domain.journey import Route
    from pathways.domain.nouns import Kind

ROUNDING = 1e-9
"""A share that should be whole per cent may miss it by this much, after its sums and divisions."""

KIND_LABELS: dict[Kind, Text] = dict(
    zip(
        KINDS,
        (
            Text("Erhvervs\u00aduddannelse", "Vocational"),
            Text("Tekniker og akademi", "Technician, academy"),
            Text("Maskinmester", "Marine engineering"),
            Text("Diplom\u00adingeniør", "BEng"),
            Text("Kandidat", "MSc"),
            Text("Arkitektur og planlægning", "Architecture & planning"),
            Text("Ungdoms\u00aduddannelse", "Upper secondary"),
        ),
        strict=True,
    )
)
ORGANISATION_KINDS = {
    "company": Text("virksomheder", "companies"),
    "institution": Text("uddannelses\u00adsteder", "institutions"),
    "public": Text("offentlige", "public bodies"),
    "network": Text("netværk", "networks"),
}


def percent(share: float) -> Text:
    """A share of which at least so much is known, so rounded down; Danish sets a space before the sign."""
    figure = whole_percent(share)
    return Text(f"{figure} %", f"{figure}%")


def whole_percent(share: float) -> int:
    """A share, 0 to 1, in whole per cent, rounded down."""
    return floor(share * 100 + ROUNDING)


def here(route: Route) -> Text:
    """How much of a route's study time is here. As a lower bound, nought says nothing: some of it is here only where
    a programme is partly here, and where bridging may be nobody knows.
    """
    if route.share_here is None:
        return Text("ingen studietid", "no study")
    figure = percent(route.share_here)
    if not route.here_at_least or route.share_here >= 1:
        return figure
    if route.share_here:
        return Text(f"mindst {figure.da}", f"at least {figure.en}")
    partly = any(programme.here is Here.PARTLY for programme in route.programmes)
    return Text("noget af det", "some of it") if partly else Text("ikke kendt", "not known")


def covered(share: float | None) -> Text:
    """A fit in words: a lower bound, or unknown."""
    if share is None:
        return Text("vi ved ikke, hvor meget den dækker", "how much it covers is not known")
    if share >= 1:
        return Text("dækker alt det, jobbet kræver", "covers all that the role needs")
    figure = percent(share)
    return Text(
        f"dækker mindst {figure.da} af det, jobbet kræver", f"covers at least {figure.en} of what the role needs"
    )


def estimated(estimates: tuple[int, int]) -> Text:
    """How much of a fit rests on estimates: so many of so many levels."""
    guessed, total = estimates
    one, many = Text("kompetenceniveau er", "skill level is"), Text("kompetenceniveauer er", "skill levels are")
    levels = counted(total, one, many)
    if guessed == total > 1:
        return Text(f"alle {levels.da} vores skøn", f"all {levels.en} our estimate")
    return Text(f"{guessed} af {levels.da} vores skøn", f"{guessed} of {levels.en} our estimate")


def by_estimate(estimates: tuple[int, int]) -> Text:
    """How many of several things are known by estimate only, to be said after their number; nothing where none is."""
    guessed, total = estimates
    if not guessed:
        return Text("", "")
    if guessed < total:
        return Text(f", heraf {guessed} efter skøn", f", {guessed} of them by estimate")
    return Text(", alle efter skøn", ", all by estimate") if total > 1 else Text(", efter skøn", ", by estimate")


def plain(text: Text) -> Text:
    """The words without their soft hyphens, for sentences and files."""
    return Text(text.da.replace("\u00ad", ""), text.en.replace("\u00ad", ""))


def arrow(tail: Text, head: Text, words: Text) -> Text:
    """One sentence about a link: from where to where, and how well known."""
    tail, head = plain(tail), plain(head)
    return Text(f"{tail.da} til {head.da}: {words.da}.", f"{tail.en} to {head.en}: {words.en}.")
