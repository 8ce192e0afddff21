"""The rows of a table in its list: what each is called there, what tells it from those alike, and which have words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.editing import Key, Noun, ends_of, key_of
from pathways.domain.spelling import fold
from pathways.web import edit_rights
from pathways.web.edit_names import rows_named, said_of, titled
from pathways.web.fact_words import names_of
from pathways.web.labels import flow_label
from pathways.web.translate import _
from pathways.web.wording import day, host, people, plain, printed_share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pathways.domain.nouns import Flow, Source, Text

_LONGEST: Final = 90


@dataclass(frozen=True, slots=True)
class Listed:
    """A row in the list of its table, with what stands beside its name."""

    row: Noun
    name: str
    key: Key
    beside: tuple[str, ...]


def listed(table: str, wanted: str) -> list[Listed]:
    """Give the rows of a table that one may edit and of which all of these words are said; sources by their names."""
    names, words = names_of(g.graph.facts), fold(wanted).split()
    rows = [(row, name) for row, name in rows_named(g.graph.facts, table) if edit_rights.may_edit(table, row)]
    alike = Counter(name for _row, name in rows)
    found = [
        Listed(row, titled(table, called), key_of(table, row), _beside(table, row))
        for row, name in rows
        for called in [name if alike[name] == 1 else _told_apart(table, row, name, names)]
        if not words or _has(words, fold(" ".join(_said(table, row, called, names))))
    ]
    return sorted(found, key=lambda one: fold(one.name)) if table == "sources" else found


def _has(words: Iterable[str], said: str) -> bool:
    return all(word in said for word in words)


def _told_apart(table: str, row: Noun, name: str, names: Mapping[str, Text | str]) -> str:
    """Add to a name that others bear, too, what this one is: of a page its subject, of a count where they went."""
    if table == "sources":
        more = plain(row.note) if row.note else row.url
    elif table == "flows":
        more = ", ".join(_where_to(row, names))
    else:
        more = ""
    more = more if len(more) <= _LONGEST else f"{more[:_LONGEST]}…"
    return f"{name}: {more}" if more else name


def _where_to(flow: Flow, names: Mapping[str, Text | str]) -> Iterator[str]:
    """Name the role, the employer and the further study that people went to, as far as a count says."""
    return (plain(names.get(id, id)) for id in (flow.role, flow.organisation, flow.onward) if id)


def _beside(table: str, row: Noun) -> tuple[str, ...]:
    if table == "flows":
        return tuple(_of_flow(row))
    if table == "sources":
        return tuple(_of_source(row))
    return ends_of(table, row)


def _of_flow(flow: Flow) -> Iterator[str]:
    """Say how many, of which year, and of which day the source is."""
    if flow.people:
        yield people(flow.people, flow.evidence.basis)
    elif flow.share is not None:
        yield printed_share(flow.share)
    else:
        yield _("number not known")
    yield flow.year
    yield _("as of %(day)s", day=day(flow.evidence.as_of))
    yield str(flow.id)


def _of_source(source: Source) -> Iterator[str]:
    yield host(source.url)
    if source.published:
        yield day(source.published)


def _said(table: str, row: Noun, name: str, names: Mapping[str, Text | str]) -> Iterator[str]:
    """Give what may be searched for: what the list says, and how people call it."""
    yield from said_of(table, row, name)
    yield from _beside(table, row)
    if table == "flows":
        yield from _where_to(row, names)
        yield from (row.kind, flow_label(row.kind))
        if row.programme:
            yield plain(g.graph.programmes[row.programme].title)
        if row.kind == "intake":
            yield _("intake")
    if table == "sources":
        yield from (row.url, plain(row.note) if row.note else "")
