"""Rules that only one noun has, or two: too much their own to be made by naming columns."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from pathways.domain.checks import UNPRINTABLE, YEAR
from pathways.domain.conditions import AMOUNTS, NOTHING, Amount, Subject, Token, atoms
from pathways.domain.editing import key_of
from pathways.domain.nouns import Basis, Match, Pace
from pathways.domain.saying import quoted, said
from pathways.domain.standing import standings, stood_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pathways.domain.checks import Finding, Rows, World
    from pathways.domain.conditions import Atom
    from pathways.domain.nouns import Admission

LANGUAGE_CODES = re.findall(
    "[a-z]+",
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu",
)
"""ISO 639-1."""
TWO_LETTERS = said("Write two letters, as in da or en.")
RESERVED = frozenset({"and", "or", "of", "contract", "language", "other", NOTHING, *AMOUNTS})
"""Words of the condition language, which no subject may be called."""

CODE = re.compile(r"[A-Z][1-9]\d{0,4}\Z", re.ASCII)
ESCO = re.compile(r"http://data\.europa\.eu/esco/[^\s<>\"]+\Z")


def codes_begin_with_kind(rows: Rows, _: World) -> Iterator[Finding]:
    """A programme's code begins with the letter of its kind."""
    for index, row in enumerate(rows):
        if CODE.match(row.code) and row.code[0] != row.kind.value:
            letter = row.kind.value
            yield (
                index,
                "code",
                said("%(code)s does not begin with its kind, %(letter)s.", code=row.code, letter=letter),
                said("Write %(letter)s%(code)s.", letter=letter, code=row.code[1:]),
            )


def subjects_are_no_keywords(rows: Rows, _: World) -> Iterator[Finding]:
    """A subject bears no name that a condition would read as something else."""
    for index, row in enumerate(rows):
        if row.id in RESERVED:
            yield (
                index,
                "id",
                said("%(id)s is a word of the condition language.", id=quoted(row.id)),
                said("Call the subject something else."),
            )


def starts_are_no_programmes(rows: Rows, world: World) -> Iterator[Finding]:
    """A start and a programme never share an id: an admission could not tell them apart."""
    for index, row in enumerate(rows):
        if row.id in world.ids["programmes"]:
            yield (
                index,
                "id",
                said("A programme has the id %(id)s, too.", id=quoted(row.id)),
                said("Give the start another id."),
            )


def starts_name_others(rows: Rows, _: World) -> Iterator[Finding]:
    """A start names others that stand at it, not itself."""
    for index, row in enumerate(rows):
        if row.id in row.also:
            yield (
                index,
                "also",
                said("%(id)s names itself.", id=row.id),
                said("A start always counts for itself: leave it out."),
            )


def interests_stand_for_something(rows: Rows, _: World) -> Iterator[Finding]:
    """A statement that someone may like stands for at least one skill group."""
    for index, row in enumerate(rows):
        if not row.groups:
            yield index, "groups", said("It stands for no skill group."), said("Name one to three skill groups.")


def succeeded_by_another(rows: Rows, _: World) -> Iterator[Finding]:
    """A programme is succeeded by another one."""
    for index, row in enumerate(rows):
        if row.successor == row.id:
            yield index, "successor", said("It succeeds itself."), said("Name another programme, or leave it blank.")


def roles_need_something(rows: Rows, world: World) -> Iterator[Finding]:
    """Every role needs at least one skill."""
    for index, row in enumerate(rows):
        if row.id not in world.roles_with_needs:
            yield index, "id", said("The role needs no skill."), said("Add at least one row to needs.")


def conditions_known(rows: Rows, world: World) -> Iterator[Finding]:
    """Conditions ask for known subjects, requirements and languages, and for amounts above 0."""
    for index, row in enumerate(rows):
        for atom in atoms(row.condition) if row.condition is not None else ():
            problem = _atom_problem(atom, world)
            if problem:
                yield index, "condition", *problem


def _atom_problem(atom: Atom, world: World) -> tuple[str, str] | None:
    match atom:
        case Subject(subject, _) if subject not in world.ids["subjects"]:
            return said("No subject has the id %(subject)s.", subject=quoted(subject)), said(
                "Add it to subjects or mend the condition."
            )
        case Amount(of, at_least) if not 0 < at_least < float("inf"):
            return said("%(of)s %(at_least)s asks for nothing.", of=of, at_least=f"{at_least:g}"), said(
                "Write a number above 0."
            )
        case Token("other", id) if id not in world.ids["requirements"]:
            return said("No requirement has the id %(id)s.", id=quoted(id)), said(
                "Add it to requirements or mend the condition."
            )
        case Token("language", id) if id not in LANGUAGE_CODES:
            return said("%(id)s is not a language code.", id=quoted(id)), TWO_LETTERS
    return None


def flows_fit_the_map(rows: Rows, _: World) -> Iterator[Finding]:
    """People go on to a programme, or to work: a role, an employer, or a role at an employer.

    A link of the map carries one count: with two, of two years, they would be added up.
    """
    pinned: set[tuple[str | None, ...]] = set()
    for index, row in enumerate(rows):
        to_work = row.role or row.organisation
        if row.onward and to_work:
            problem = said("It leads to further study and to work at once.")
            yield index, "onward", problem, said("Name a programme, or a role and its organisation.")
        elif row.pinned and not (row.programme and (row.role or row.onward) and row.people):
            remedy = said("Name its programme, a role or a programme to go on to, and how many people.")
            yield index, "pinned", said("It is pinned to no link of the map."), remedy
        elif row.pinned:
            link = (row.programme, row.role, row.organisation, row.onward)
            if link in pinned:
                yield (
                    index,
                    "pinned",
                    said("Another flow is pinned to the same link."),
                    said("Pin the newest count only."),
                )
            pinned.add(link)


TO_COME = frozenset({"application", "choice", "plan"})
"""Kinds of count that may be of a year to come."""


def counted_when_it_happened(rows: Rows, world: World) -> Iterator[Finding]:
    """What a source says to have happened is of no year that is further off than the next; an estimate may be.

    Of the next year a source may know already who starts then.
    """
    today, last = world.facts.town.as_of[:4], str(world.last_year)
    for index, row in enumerate(rows):
        happened = row.evidence.basis is Basis.STATED and row.kind not in TO_COME and YEAR.match(row.year)
        if happened and YEAR.fullmatch(today) and str(int(today) + 1) < row.year[:4] <= last:
            problem = said("%(year)s is years ahead, and nobody can have been counted.", year=quoted(row.year))
            yield index, "year", problem, said("Write the year that was counted. What is planned is of the kind plan.")


def counted_once(rows: Rows, _: World) -> Iterator[Finding]:
    """One row says how many started a programme in a year, and one how many finished.

    What is worked out from them asks for the number of a year: of two rows only one would be heard.
    """
    first: dict[tuple[str, str, str], str] = {}
    for index, row in enumerate(rows):
        if row.kind in {"intake", "completion"} and row.programme and row.people and YEAR.fullmatch(row.year):
            one = first.setdefault((row.programme, row.kind, row.year), row.id)
            if one != row.id:
                counted = {"other": quoted(one), "programme": quoted(row.programme), "year": row.year}
                yield (
                    index,
                    "year",
                    said("%(other)s counts the same people of %(programme)s in %(year)s.", **counted),
                    said("Keep one of the two: with both added up, or with the other told as a contradiction."),
                )


def no_circles(rows: Rows, world: World) -> Iterator[Finding]:
    """Full-time programmes never lead back to themselves, and nothing leads straight into itself.

    A start leads on from every programme that counts as it, too; that one of them is the programme entered is
    no circle, since nobody takes the same twice.
    """
    full_time = {p.id for p in world.facts.programmes if p.pace is Pace.FULL_TIME}
    standing = stood_at(standings(world.facts.starts))
    onward: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row.origin == row.programme:
            yield (
                index,
                "origin",
                said("%(origin)s leads into itself.", origin=row.origin),
                said("Remove the row or mend an id."),
            )
        elif row.programme in full_time:
            for tail in (row.origin, *standing.get(row.origin, ())):
                if tail in full_time and tail != row.programme:
                    onward[tail].append((row.programme, index))
    for path, index in _loops(onward):
        problem = said("Full-time programmes lead in a circle: %(path)s.", path=" → ".join(path))
        yield index, "origin", problem, said("Remove one of these admissions.")


def _loops(onward: Mapping[str, list[tuple[str, int]]]) -> Iterator[tuple[list[str], int]]:
    """Yield a circle, and the row that closes it, for each row that leads back into a path walked down.

    Depth first without recursion. Every circle holds at least one such row.
    """
    done: set[str] = set()
    for start in onward:
        path = {start: iter(onward[start])} if start not in done else {}
        while path:
            at = next(reversed(path))
            step = next(path[at], None)
            if step is None:
                done.add(at)
                del path[at]
            elif step[0] in path:
                walked = list(path)
                yield [*walked[walked.index(step[0]) :], step[0]], step[1]
            elif step[0] not in done:
                path[step[0]] = iter(onward.get(step[0], ()))


def same_way_in(row: Admission) -> object:
    """Two ways in differ by condition, or by words where no condition could be written.

    As in the key that an edit knows the row by: of two rows with one key, one would stand for both.
    """
    return row.origin, row.programme, row.condition or key_of("admissions", row)


def steps_lead_elsewhere(rows: Rows, _: World) -> Iterator[Finding]:
    """A step at work leads to another role."""
    for index, row in enumerate(rows):
        if row.origin == row.role:
            yield (
                index,
                "role",
                said("%(role)s leads to itself.", role=row.role),
                said("Name another role, or remove the row."),
            )


def esco_whole(rows: Rows, _: World) -> Iterator[Finding]:
    """A concept of ESCO has its address, its label and how well it matches."""
    for index, row in enumerate(rows):
        if row.esco is not None:
            if not ESCO.match(row.esco.uri):
                remedy = said("Write it as http://data.europa.eu/esco/…, or leave all three blank.")
                yield index, "esco_uri", said("%(uri)s is no address of ESCO.", uri=quoted(row.esco.uri)), remedy
            if not row.esco.label.strip():
                yield index, "esco_label", said("The label is missing."), said("Copy it from ESCO.")
            if UNPRINTABLE.search(row.esco.label):
                problem = said("It holds a line break or another control character.")
                yield index, "esco_label", problem, said("Write it on one line.")
            if row.esco.match is Match.NONE:
                yield (
                    index,
                    "esco_match",
                    said("A concept is named and said not to match."),
                    said("Write exact, close or broad."),
                )
