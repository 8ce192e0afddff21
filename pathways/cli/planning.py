"""`pathways routes`: every route worth considering from a start to a role, for a terminal or a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import click

from pathways.cli.showing import LANGUAGE
from pathways.cli.words import many, plain
from pathways.domain.errors import PathwaysError
from pathways.domain.phrases import here as here_words
from pathways.domain.phrases import percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pathways.domain.conditions import Held
    from pathways.domain.graph import Graph
    from pathways.domain.having import Misread
    from pathways.domain.journey import Leg, Route
    from pathways.domain.nouns import RoleId
    from pathways.domain.routes import Question

STARTS: Final = ("start", "programme")


@click.command()
@click.argument("origin", metavar="FROM")
@click.argument("role", metavar="TO")
@click.option("--have", "have", multiple=True, metavar='"Maths A"', help="What you have; may be given again.")
@click.option("--max-years", type=click.FloatRange(0.5, 40), help="Longest route wanted, in years.")
@click.option("--here", is_flag=True, help="Only routes that stay in the town.")
@click.option("--beside-job", is_flag=True, help="Only part-time programmes.")
@click.option("--without", multiple=True, metavar="PROGRAMME", help="A programme to do without; may be given again.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
@LANGUAGE
def routes(
    origin: str, role: str, language: str, have: tuple[str, ...], without: tuple[str, ...],
    *, max_years: float | None, here: bool, beside_job: bool, as_json: bool,
) -> None:  # fmt: skip
    """Find every route worth considering FROM a start TO a role: ids, codes and names will do.

    A route is worth considering when no other is at least as good on years, cover, share here and open
    conditions, and better on one. Where there is none, the change that opens one is named, and the exit code is 1.

    \b
    Examples:
      pathways routes htx bioprocess-development-scientist --have "Maths A" --have "Fysik B"
      pathways routes E1 qa-professional --beside-job --max-years 5
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.cli.opening import open_catalogue
    from pathways.config import Settings
    from pathways.domain.nouns import ProgrammeId, RoleId
    from pathways.domain.routes import Filters, Question
    from pathways.domain.routes import routes as found_routes

    graph = open_catalogue(Settings.read()).graph()
    held = read_held(graph, have)
    filters = Filters(
        beside_job=beside_job,
        most_years=max_years,
        stay_here=here,
        without=frozenset(ProgrammeId(named(graph, one, ("programme",), language)) for one in without),
    )
    question = Question(named(graph, origin, STARTS, language), held, filters)
    target = RoleId(named(graph, role, ("role",), language))
    found = found_routes(graph, question, target)
    if not found:
        raise PathwaysError("\n".join(_no_route(graph, question, target, language)))
    if as_json:
        click.echo(json.dumps([_record(graph, route) for route in found], ensure_ascii=False, indent=2))
    else:
        click.echo(plain("\n".join(line for route in found for line in _lines(route, language))))


def named(graph: Graph, words: str, nouns: Sequence[str], language: str) -> str:
    """Give the id of the noun that somebody means.

    Raises:
        PathwaysError: nothing is called so; the nearest are named.
    """
    from pathways.domain.search import SearchIndex, resolve

    found = resolve(SearchIndex(graph), words, nouns, language)
    if found.id is not None:
        return found.id
    near = ", ".join(f"{hit.id} ({hit.label})" for hit in found.suggestions)
    raise PathwaysError(f"No {' or '.join(nouns)} is called {words!r}." + (f" Nearest: {near}." if near else ""))


def read_held(graph: Graph, have: Sequence[str]) -> Held:
    """Read what somebody has.

    Raises:
        click.UsageError: naming every word that cannot be read, and what would be right.
    """
    from pathways.domain.having import read

    held, misread = read(graph, have)
    if misread:
        raise click.UsageError(" ".join(map(_misread, misread)))
    return held


def _misread(one: Misread) -> str:
    from pathways.domain.having import RANGES, Why

    match one.why:
        case Why.NO_LEVEL:
            return f"{one.word!r} has no level. Write it as in {one.of}-B."
        case Why.NO_NUMBER:
            return f"{one.word!r} has no number. Write it as in {one.of}-2."
        case Why.OUT_OF_RANGE:
            low, high = RANGES[one.of]
            return f"{one.word!r} cannot be. Write a number from {low:g} to {high:g}."
        case Why.TWICE:
            return f"{one.word!r} is said twice. Keep one."
        case Why.TOO_MANY:
            return "That is more than can be read."
        case _:
            near = f" Nearest: {', '.join(one.nearest)}." if one.nearest else " Write it as in mathematics-A."
            return f"{one.word!r} is not known.{near}"


def _no_route(graph: Graph, question: Question, role: RoleId, language: str) -> Iterator[str]:
    from pathways.domain.changes import leads_there, remedies

    yield "No route is known."
    for remedy in remedies(graph, question, role):
        near = (
            "the shortest that leads there"
            if leads_there(graph, remedy.quickest)
            else "none that leads there, the shortest"
        )
        quickest = f"{many(remedy.routes, 'route')}, {near} {remedy.quickest.years:g} years"
        if remedy.start is not None:
            title = plain(remedy.start.title[language])
            yield f"  From {title} ({remedy.start.id}) there is a way: {quickest}."
        else:
            names = " and ".join(one.value.replace("_", " ") for one in remedy.lifted)
            yield f"  Without the wish for {names}: {quickest}."


def _lines(route: Route, language: str) -> Iterator[str]:
    from pathways.domain.conditions import spell

    least = "at least " if route.at_least else ""
    share = route.cover.share
    cover = "cover not known" if share is None else f"covers at least {percent(share).en}"
    yield f"{least}{route.years:g} years, {cover}, {here_words(route).en} here, {route.band.value.replace('-', ' ')}"
    for leg in route.legs:
        yield f"    {leg.begins:>4g}-{leg.ends:<4g} {_leg(leg, language)}"
    for verdict in ("missing", "unknown"):
        open_ = [spell(gate.condition) for gate in route.open if gate.verdict == verdict]
        if open_:
            yield f"    {'missing' if verdict == 'missing' else 'not said'}: {'; '.join(open_)}"


def _leg(leg: Leg, language: str) -> str:
    if leg.step:
        return f"at work, to {leg.step.role}"
    name = f"{leg.programme.code} {leg.programme.title[language]}" if leg.programme else ""
    words = {"study": name, "bridging": "bridging", "work": "paid work", "waiting": "waiting for the first intake"}
    beside = ", beside a job" if leg.beside_job else ""
    return f"{words[leg.kind]}{beside}{'' if leg.known else ', length unknown'}"


def _record(graph: Graph, route: Route) -> dict[str, object]:
    from pathways.domain.changes import leads_there
    from pathways.domain.conditions import spell

    there = leads_there(graph, route)
    after, kind = route.first_wage
    return {
        "key": route.key,
        "programmes": [programme.id for programme in route.programmes],
        "years": route.years,
        "years_at_least": route.at_least,
        "cover_at_least": route.cover.share,
        "share_here_at_least": route.share_here,
        "band": route.band.value,
        "leads_there": there,
        "first_wage_after_years": after if there or kind else None,
        "open": [{"condition": spell(gate.condition), "verdict": gate.verdict.value} for gate in route.open],
    }
