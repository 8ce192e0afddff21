"""What the search page says of the matters that people ask for in everyday words, and where it sends them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import g, url_for

from pathways.domain.nouns import SourceId
from pathways.web.labels import topic_label
from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from pathways.domain.everyday import Answer
    from pathways.domain.nouns import Source

PAGES: Final = {
    "apprenticeship": ("employers.list_employers",),
    "in-english": ("programmes.list_programmes",),
    "entry": ("programmes.list_programmes", "routing.show_routes", "comparing.show_comparison"),
    "duration": ("programmes.list_programmes", "routing.show_routes", "comparing.show_comparison"),
    "counsellor": ("guiding.show_door",),
    "choosing": ("exploring.show_interests", "map.show_map"),
    "jobs": ("roles.list_roles", "employers.list_employers"),
    "openings": ("stating.show_openings", "outlooks.show_town"),
    "lack": ("board.show_board",),
    "employers": ("employers.list_employers",),
    "future": ("outlooks.show_town",),
    "compare": ("comparing.show_comparison",),
    "routes": ("routing.show_routes",),
    "map": ("map.show_map",),
    "town": ("town.show_town",),
    "sources": ("about.show_sources",),
    "privacy": ("about.show_privacy",),
}
"""The pages of the site that answer a matter, the best first."""
OUTSIDE: Final = {
    "apply": ("ug-ansoegning", "ug-optagelse"),
    "entry": ("ug-adgangskrav-eud", "ug-adgangskrav-gymnasial"),
}
"""Sources that say more than Pathways does; only those that the catalogue holds are shown."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer with its words: a heading, what its programmes have in common, what to do, and where to go."""

    answer: Answer
    heading: str
    lead: str
    advice: str
    pages: tuple[tuple[str, str], ...]
    outside: tuple[Source, ...]


def told(answer: Answer) -> Told:
    """Put an answer into words."""
    matter = answer.matter
    sources = (g.graph.sources.get(SourceId(id)) for id in OUTSIDE.get(matter, ()))
    return Told(
        answer,
        _subject(answer) or headings()[matter],
        _leads().get(matter, ""),
        _advice().get(matter, ""),
        tuple((url_for(place), _page_names()[place]) for place in PAGES.get(matter, ())),
        tuple(source for source in sources if source),
    )


def _subject(answer: Answer) -> str:
    return f"{plain(answer.subject.label)} {answer.level or ''}".strip() if answer.subject else ""


def headings() -> dict[str, str]:
    """Name every matter, as a heading."""
    return {
        "pay": _("Pay"),
        "su": _("State grant (SU)"),
        "money": _("Money"),
        "fees": _("What it costs"),
        "housing": topic_label("housing"),
        "scholarship": topic_label("scholarship"),
        "visa": _("Visa and residence"),
        "apprenticeship": topic_label("apprenticeship"),
        "adult": _("Vocational education for adults"),
        "internship": _("Internship"),
        "beside-a-job": _("Beside a job"),
        "in-english": _("Taught in English"),
        "apply": topic_label("how-to-apply"),
        "open-house": topic_label("open-house"),
        "transport": topic_label("transport"),
        "exchange": topic_label("exchange"),
        "unemployment": _("Unemployment"),
        "drop-out": _("Drop-out"),
        "entry": _("Entry requirements"),
        "duration": _("How long a programme takes"),
        "counsellor": _("A counsellor"),
        "choosing": _("What do you like?"),
        "jobs": _("Jobs"),
        "openings": _("Openings"),
        "lack": _("Gaps and answers"),
        "employers": _("Employers"),
        "future": _("Outlook"),
        "compare": _("Compare"),
        "routes": _("Plan a route"),
        "map": _("Map"),
        "town": _("The town"),
        "sources": _("Where the figures come from"),
        "privacy": _("Privacy"),
    }


def _leads() -> dict[str, str]:
    """Say what the programmes of an answer have in common."""
    return {
        "subject": _("At least one stated way in names it. Other programmes may ask for it, too:"
                     " not every school’s requirements were found."),
        "apprenticeship": _("Here a training agreement with a company is a stated way in:"),
        "adult": _("Here an age for adults is part of a stated way in:"),
        "beside-a-job": _("These are part-time:"),
        "in-english": _("Taught wholly or partly in English:"),
    }  # fmt: skip


def _advice() -> dict[str, str]:
    """Say what Pathways does not know of a matter and who does, or what its pages are for."""
    figures = _("About this type of degree, not about this place, unless it says so. Mind the year.")
    return {
        "pay": _("Pathways does not know what a single job or company pays: ask the company or the union."),
        "su": _("Ask at your school, or the agency that pays SU out."),
        "money": _("Ask the school what students there spend."),
        "fees": _("Ask the school what the programme costs."),
        "housing": _("Ask the school or the municipality for somewhere to live."),
        "scholarship": _("Ask the school what else can be applied for."),
        "visa": _("Ask the Danish immigration authorities."),
        "apprenticeship": _("Pathways does not list vacant apprenticeships: ask the companies or the school."),
        "adult": _("Ask the school, the company or the job centre what applies to you."),
        "internship": _("Ask the school how its students find a place."),
        "beside-a-job": _("Ask the school which single courses it offers."),
        "apply": _("Check the date with the school before you count on it."),
        "open-house": _("Ask the school for the next date."),
        "transport": _("Timetables are not in Pathways."),
        "exchange": _("Ask the school where you can go."),
        "unemployment": figures,
        "drop-out": figures,
        "entry": _(
            "Each programme says under “To get in” what is known. “Plan a route” holds it against what you have."
        ),
        "duration": _("Each programme says how long it takes, where that is known, and a route adds it up."),
        "counsellor": _(
            "Pathways has no counsellors of its own. Talk to one at your school; this page is for the talk."
        ),
        "choosing": _("Say what you like and see which jobs have it, or look at the whole map."),
        "jobs": _("Pathways does not list vacancies. It shows the kinds of job here, and who has them."),
        "openings": _("Companies with an account state here how many people they want. All can see the years ahead."),
        "lack": _("What companies say they lack, and what the schools answer."),
        "employers": _("Who has such jobs, and what each company does."),
        "future": _("Who finishes and who is wanted in the years ahead, as far as it is known."),
        "compare": _("Programmes or routes beside each other."),
        "routes": _("From where you are to the job you want."),
        "map": _("Every programme we know of, and the work it leads to."),
        "town": _("Who takes part, and what was announced."),
        "sources": _("What the facts rest on, and how sure they are."),
        "privacy": _("What is kept about you, and what is not."),
    }


def _page_names() -> dict[str, str]:
    return {
        "about.show_privacy": _("Privacy"),
        "about.show_sources": _("Where the figures come from"),
        "board.show_board": _("Gaps and answers"),
        "comparing.show_comparison": _("Compare"),
        "employers.list_employers": _("Employers"),
        "exploring.show_interests": _("What do you like?"),
        "guiding.show_door": _("Guidance talk"),
        "map.show_map": _("Map"),
        "outlooks.show_town": _("Outlook"),
        "programmes.list_programmes": _("All programmes"),
        "roles.list_roles": _("All roles"),
        "routing.show_routes": _("Plan a route"),
        "stating.show_openings": _("State your openings"),
        "town.show_town": _("The town"),
    }
