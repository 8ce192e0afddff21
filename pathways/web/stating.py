"""A company states how many people a year it wants for a role: one number or a span, seen by whom it chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, g, get_flashed_messages, redirect, request, url_for

from pathways.domain.flags import MOST_PEOPLE, Visibility
from pathways.domain.nouns import Interval, RoleId
from pathways.domain.shelves import RoleFilter, roles_by_family
from pathways.store import openings
from pathways.web.asking import shortened
from pathways.web.caching import today_here
from pathways.web.flag_form import YEARS_AHEAD, unknown_role
from pathways.web.languages import show_at
from pathways.web.pages import page
from pathways.web.route_form import Problem
from pathways.web.signed_in import catalogue, now, own_account
from pathways.web.speaking import company, require_organisation
from pathways.web.translate import _, ngettext
from pathways.web.typed import cleaned, whole
from pathways.web.wording import number, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Response
    from werkzeug.wrappers import Response as Redirect

    from pathways.domain.nouns import Organisation
    from pathways.domain.openings import Stated

bp = Blueprint("stating", __name__)
bp.before_request(require_organisation)

FIELDS: Final = ("role", "year", "likely", "low", "high", "visibility", "told")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a form comes to; None where a field cannot be used."""

    role: RoleId
    year: int
    people: Interval
    visibility: Visibility


class _Reader:
    """Reads field by field, and notes what is wrong with each."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = typed
        self.problems: dict[str, Problem] = {}

    def blame(self, name: str, sentence: str) -> None:
        self.problems[name] = Problem(sentence)

    def role(self) -> RoleId:
        typed = self.typed["role"]
        if not typed:
            self.blame("role", _("Role: choose one from the list."))
        elif typed not in g.graph.roles:
            self.blame("role", unknown_role(typed))
        return RoleId(typed)

    def year(self) -> int:
        first = today_here().year
        found = whole(self.typed["year"], first, first + YEARS_AHEAD)
        if found is None:
            self.blame("year", _("Year: write one from %(first)s to %(last)s, as in %(example)s.",
                                 first=first, last=first + YEARS_AHEAD, example=first + 1))  # fmt: skip
        return found or first

    def people(self) -> Interval:
        likely = self._number("likely", _("Most likely"))
        low = self._number("low", _("At least")) if self.typed["low"] else likely
        high = self._number("high", _("At most")) if self.typed["high"] else likely
        example = _("Write them as in 2, 4 and 6.")
        for name, fits, sentence in (
            ("low", low <= likely, _("At least: this cannot be more than the most likely number.")),
            ("high", likely <= high, _("At most: this cannot be less than the most likely number.")),
        ):
            if not fits and not {name, "likely"} & self.problems.keys():
                self.blame(name, f"{sentence} {example}")
        return Interval(low, likely, high)

    def _number(self, name: str, label: str) -> int:
        typed = self.typed[name]
        found = whole(typed, 0, MOST_PEOPLE)
        if found is None:
            empty = _("%(field)s: write a whole number from 0 to %(most)s, as in 4.", field=label, most=MOST_PEOPLE)
            wrong = _("%(field)s: write a whole number from 0 to %(most)s, as in 4, not “%(typed)s”.",
                      field=label, most=MOST_PEOPLE, typed=shortened(typed))  # fmt: skip
            self.blame(name, wrong if typed else empty)
        return found or 0

    def visibility(self) -> Visibility:
        typed = self.typed["visibility"]
        if typed in set(Visibility):
            return Visibility(typed)
        self.blame("visibility", _("Who may see it: choose one of the three, as in “Schools only”."))
        return Visibility.ADDRESSED

    def statement(self) -> Statement:
        """Read the whole form, whatever is wrong with it."""
        return Statement(self.role(), self.year(), self.people(), self.visibility())


@bp.get("/openings")
def show_openings() -> Response:
    """List what the company has stated, and ask for more; `role` and `year` fill the form with what was stated."""
    typed = {**dict.fromkeys(FIELDS, ""), "year": str(today_here().year + 1), "visibility": str(Visibility.ADDRESSED)}
    typed |= {name: cleaned(request.args[name])[:80] for name in ("role", "year") if request.args.get(name)}
    with catalogue().rows() as session:
        stated = openings.of(session, company().id)
    for one in stated:
        if (one.role, str(one.year)) == (typed["role"], typed["year"]):
            typed |= _numbers(one.people) | {"visibility": str(one.visibility)}
    return _show(typed, {})


def _numbers(people: Interval | None) -> dict[str, str]:
    """Write a span into its fields; the ends of one exact number stay blank."""
    if people is None or people.low == people.high:
        return {"likely": f"{people.likely:g}"} if people else {}
    return {"likely": f"{people.likely:g}", "low": f"{people.low:g}", "high": f"{people.high:g}"}


@bp.post("/openings")
def state() -> Response | Redirect:
    """Keep what is stated; for the same role and year it takes the place of what was stated before."""
    typed = {name: cleaned(request.form.get(name, "")) for name in FIELDS}
    reader = _Reader(typed)
    said = reader.statement()
    if not reader.problems and not _knows(said, typed):
        reader.blame("visibility", _("Who may see it: read what it means to be named, and send it again."))
    if reader.problems:
        return _show(typed, reader.problems, 422)
    with catalogue().rows(write=True) as session:
        openings.state(
            session, company().id, said.role, said.year, said.people, said.visibility, now(), own_account().id
        )
    return redirect(url_for("stating.show_openings"), 303)


def _knows(said: Statement, typed: Mapping[str, str]) -> bool:
    """Whether who names itself was told what that means, now or before."""
    if said.visibility is not Visibility.PUBLIC or typed["told"]:
        return True
    with catalogue().rows() as session:
        said_before = [one for one in openings.history(session) if one.organisation == company().id]
    return any(one.visibility is Visibility.PUBLIC for one in said_before)


@bp.post("/openings/withdraw")
def withdraw() -> Redirect:
    """Take back what was stated of one role and year; what is not there any more is taken back already."""
    role, year = request.form.get("role", ""), whole(request.form.get("year", ""), 0, 9999)
    if year is not None:
        with catalogue().rows(write=True) as session:
            standing = [one for one in openings.of(session, company().id) if (one.role, one.year) == (role, year)]
            openings.withdraw(session, company().id, role, year, now(), own_account().id)
        for one in standing:
            flash(f"{title_of(one)}, {one.year}, {people_words(one)}")
    return redirect(url_for("stating.show_openings"), 303)


def title_of(said: Stated) -> str:
    """Name the role; one that the catalogue has no more by its key."""
    return plain(g.graph.roles[said.role].title) if said.role in g.graph.roles else said.role


def people_words(said: Stated) -> str:
    """Say how many people a statement is of, and between which numbers where it is not sure; empty once taken back."""
    people = said.people
    if people is None:
        return ""
    likely, low, high = number(people.likely), number(people.low), number(people.high)
    if people.low == people.high:
        return ngettext("%(likely)s person", "%(likely)s people", int(people.likely), likely=likely)
    return ngettext(
        "%(likely)s person (from %(low)s to %(high)s)",
        "%(likely)s people (from %(low)s to %(high)s)",
        int(people.likely),
        likely=likely,
        low=low,
        high=high,
    )


def _show(typed: Mapping[str, str], problems: Mapping[str, Problem], status: int = 200) -> Response:
    show_at("stating.show_openings")
    organisation: Organisation = company()
    with catalogue().rows() as session:
        stated = openings.of(session, organisation.id)
    return page(
        "openings/openings.html",
        block="main",
        status=status,
        typed=typed,
        problems=problems,
        stated=stated,
        withdrawn=get_flashed_messages(),
        words={"title": title_of, "people": people_words},
        organisation=organisation,
        families=tuple(roles_by_family(g.graph, RoleFilter())),
        first_year=today_here().year,
        seen=tuple(Visibility),
    )
