"""The filters of a list or of the map: what can be chosen, and what was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import g

from pathways.domain.nouns import Here, Kind
from pathways.domain.shelves import employers, programme_levels, role_levels, study_languages
from pathways.web.asking import choices
from pathways.web.labels import eqf_label, here_label, kind_label, organisation_kind_label, study_language
from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Filter:
    """One select: its name in the address, its label, the words for "any", the values and what was chosen."""

    name: str
    label: str
    anything: str
    options: Mapping[str, str]
    chosen: str | None = None


def chosen_of(*filters: Filter) -> tuple[Filter, ...]:
    """Fill in what was chosen.

    Raises:
        BadInput: a value that does not exist, for every filter that has one.
    """
    labels = {filter_.name: filter_.label for filter_ in filters}
    found = choices(labels, **{filter_.name: filter_.options for filter_ in filters})
    return tuple(replace(filter_, chosen=found[filter_.name]) for filter_ in filters)


def values_of(filters: tuple[Filter, ...]) -> dict[str, str | None]:
    """Give what was chosen by the filter's name."""
    return {filter_.name: filter_.chosen for filter_ in filters}


def kind() -> Filter:
    """Choose a kind of programme, that is: a line."""
    return Filter(
        "kind", _("Kind of programme"), _("All kinds"), {k.value: kind_label(k) for k in Kind if _has_kind(k)}
    )


def _has_kind(wanted: Kind) -> bool:
    return any(programme.kind is wanted for programme in g.graph.programmes.values())


def focus() -> Filter:
    """Choose one of the alliance's focus areas."""
    labels = {area.id: plain(area.label) for area in g.graph.focus_areas.values()}
    return Filter("focus", _("Focus area"), _("All areas"), labels)


def family() -> Filter:
    """Choose a family of roles."""
    labels = {family.id: plain(family.label) for family in g.graph.families.values()}
    return Filter("family", _("Kind of work"), _("All kinds of work"), labels)


def employer() -> Filter:
    """Choose an employer."""
    return Filter("employer", _("Employer"), _("Any employer"), {o.id: o.name for o in employers(g.graph)})


def level(*, of_roles: bool = False) -> Filter:
    """Choose an EQF level."""
    found = role_levels(g.graph) if of_roles else programme_levels(g.graph)
    return Filter("level", _("Level"), _("All levels"), {str(eqf): eqf_label(eqf) for eqf in found})


def language() -> Filter:
    """Choose the language one is taught in."""
    options = {code: study_language(code) for code in study_languages(g.graph)}
    return Filter("language", _("Taught in"), _("Any language"), options)


def here() -> Filter:
    """Choose where one is taught."""
    return Filter("here", _("Place"), _("Anywhere"), {place.value: here_label(place) for place in Here})


def organisation_kind() -> Filter:
    """Choose a kind of organisation."""
    kinds = dict.fromkeys(organisation.kind for organisation in g.graph.organisations.values())
    return Filter("kind", _("Kind"), _("All kinds"), {one: organisation_kind_label(one) for one in kinds})


def skill_group() -> Filter:
    """Choose a group of skills."""
    labels = {group.id: plain(group.label) for group in g.graph.skill_groups.values()}
    return Filter("group", _("Group"), _("All groups"), labels)
