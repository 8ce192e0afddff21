"""How each noun lies flat: the one description that seed files and tables are both read by.

A `Shape` lists a noun's fields in the order of its class. Seed columns and table columns carry the same
names; only evidence (three cells, one foreign key) and lists (one cell; a list or a link table) differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathways.domain import nouns as n
from pathways.store.parts import choice, claim, condition, esco, evidence, interval, many, plain, text, words, year

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathways.store.parts import Column, Part


@dataclass(frozen=True, slots=True)
class Shape:
    """A noun, its seed file's stem (which is its name in `Facts`, too) and its parts in order."""

    file: str
    noun: Callable[..., object]
    parts: tuple[Part, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column, in the order of the seed file."""
        return tuple(column for part in self.parts for column in part.columns)


def _label(file: str, *, description: bool = False) -> Shape:
    parts = (plain("id"), text("label"))
    return Shape(file, n.Label, (*parts, text("description", optional=True)) if description else parts)


_NOTE = text("note", optional=True)

SHAPES: tuple[Shape, ...] = (
    Shape(
        "sources",
        n.Source,
        (plain("id"), plain("url"), words("title"), plain("published", optional=True), claim("weak"), _NOTE),
    ),
    _label("families"),
    _label("focus_areas", description=True),
    _label("subjects"),
    _label("requirements"),
    Shape("skill_groups", n.SkillGroup, (plain("id"), text("label"))),
    Shape("skills", n.Skill, (plain("id"), text("label"), plain("group"), esco())),
    Shape(
        "organisations",
        n.Organisation,
        (
            *(plain("id"), plain("name"), plain("kind"), text("sector"), text("activity")),
            *(choice("alliance", n.Membership), plain("symbiosis"), plain("employees", int, optional=True)),
            *(plain("employees_year", optional=True), plain("website", optional=True), _NOTE, evidence()),
        ),
    ),
    Shape(
        "programmes",
        n.Programme,
        (
            *(
                plain("id"),
                plain("code"),
                choice("kind", n.Kind),
                text("title"),
                text("short"),
                text("blurb"),
            ),
            *(plain("institution", optional=True), text("provider"), plain("eqf", int)),
            *(
                plain("ects", int, optional=True),
                plain("years", float, optional=True),
                choice("pace", n.Pace),
            ),
            *(
                many("languages"),
                many("towns"),
                choice("here", n.Here),
                year("first_intake", optional=True),
            ),
            *(text("status"), plain("last_seen"), text("entry"), _NOTE, claim("complete")),
            *(many("judged_families"), plain("successor", optional=True), evidence()),
        ),
    ),
    Shape("starts", n.Start, (plain("id"), text("title"), many("also"))),
    Shape(
        "admissions",
        n.Admission,
        (
            *(plain("programme"), plain("origin"), condition()),
            *(
                text("condition_text", optional=True, prefix="text"),
                plain("bridging_years", float, optional=True),
            ),
            *(plain("credit_years", float, optional=True), choice("pace", n.Pace), _NOTE, evidence()),
        ),
    ),
    Shape(
        "outcomes",
        n.Outcome,
        (
            *(plain("programme"), plain("skill"), choice("level", n.Level, zero=True)),
            *(plain("ects", int, optional=True), evidence()),
        ),
    ),
    Shape(
        "roles",
        n.Role,
        (
            *(plain("id"), text("title"), text("blurb"), plain("family"), plain("focus_area")),
            *(plain("eqf", int), claim("experienced"), esco(), evidence()),
        ),
    ),
    Shape(
        "needs",
        n.Need,
        (
            *(plain("role"), plain("skill"), choice("level", n.Level, zero=True)),
            *(choice("importance", n.Importance), evidence()),
        ),
    ),
    Shape("feeds", n.Feeds, (plain("programme"), plain("role"), evidence())),
    Shape("workplaces", n.Workplace, (plain("role"), plain("organisation"), evidence())),
    Shape("steps", n.Step, (plain("origin"), plain("role"), interval("years", "years_"), evidence())),
    Shape(
        "flows",
        n.Flow,
        (
            *(plain("id"), plain("programme", optional=True), plain("kind"), text("what")),
            *(
                plain("role", optional=True),
                plain("organisation", optional=True),
                plain("onward", optional=True),
            ),
            *(interval("people", optional=True), plain("base", int, optional=True)),
            *(plain("share", float, optional=True), plain("year"), claim("pinned"), claim("here")),
            *(_NOTE, evidence()),
        ),
    ),
    Shape(
        "openings",
        n.Opening,
        (plain("role"), plain("organisation"), year("year"), interval("people"), evidence()),
    ),
    Shape(
        "announcements",
        n.Announcement,
        (
            *(plain("id"), plain("organisation", optional=True), plain("kind"), text("what")),
            *(
                plain("number", float, optional=True),
                text("unit", optional=True),
                plain("year", optional=True),
            ),
            *(text("period", optional=True), _NOTE, evidence()),
        ),
    ),
    Shape(
        "figures",
        n.Figure,
        (
            *(plain("id"), many("programmes"), plain("scope"), text("group"), text("measure")),
            *(
                plain("value", float, optional=True),
                text("unit", optional=True),
                plain("year", optional=True),
            ),
            *(_NOTE, evidence()),
        ),
    ),
    Shape(
        "practicals",
        n.Practical,
        (
            *(plain("id"), plain("topic"), many("programmes"), text("what"), text("value", optional=True)),
            *(text("when", optional=True), _NOTE, evidence()),
        ),
    ),
    Shape(
        "contradictions",
        n.Contradiction,
        (plain("id"), text("topic"), text("versions"), evidence(optional=True)),
    ),
    Shape("interests", n.Interest, (plain("id"), text("statement"), many("groups"))),
)
"""Every noun, in the order of `Facts`."""
