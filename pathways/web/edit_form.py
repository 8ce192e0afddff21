"""The form of a row of the catalogue, as a page shows it: filled in, refused, or beside what somebody else saved first.

It is a page of its own, or stands in the place of its row where everything about a noun is listed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flask import g, request, url_for

from pathways.domain.editing import key_of
from pathways.store.choices import targets
from pathways.web import edit_conditions, edit_reading, edit_rights, proposing
from pathways.web.addresses import LARGEST
from pathways.web.edit_again import address_of_another_year
from pathways.web.edit_fields import OFFERED, Drawing, Group, blank, columns_of, groups
from pathways.web.edit_names import name_of, named, titled
from pathways.web.edit_problems import in_a_form
from pathways.web.edit_saving import Meanwhile, Outcome, sealed
from pathways.web.esco_choices import Candidate, candidates
from pathways.web.fact_words import column_label, table_heading, table_label
from pathways.web.languages import show_at
from pathways.web.pages import htmx, page
from pathways.web.proposing import From
from pathways.web.rights import own_path
from pathways.web.translate import told
from pathways.web.typed import whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flask import Response

    from pathways.domain.editing import Key, Noun
    from pathways.web.edit_fields import Typed

IN_PLACE: Final = re.compile(r"here-[0-9]{1,4}")
"""The place of a row whose form is opened where it is listed."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form as its page shows it. `row` is what it began with; None for a new one."""

    table: str
    row: Noun | None
    name: str
    key: Key
    was: str
    groups: tuple[Group, ...]
    typed: Typed
    why: str
    back: str
    problems: Mapping[str, Sequence[str]]
    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()
    searched: str = ""
    """The words that ESCO was searched for."""
    of: From = field(default_factory=From)
    proposes: bool = False
    """Whether what is typed waits for an editor."""
    prefix: str = ""
    """What sets the ids of its fields apart: several forms may be open on one page."""

    @property
    def meanwhile(self) -> Meanwhile | None:
        """What somebody else made of the row first."""
        return self.outcome.meanwhile


def _as_they_stand(problems: Mapping[str, Sequence[str]], drawn: Iterable[Group]) -> dict[str, Sequence[str]]:
    """Give the problems in the order of their fields, so that the list on top can be worked off downwards."""
    places = {box.column: place for place, box in enumerate(box for group in drawn for box in group.boxes)}
    return dict(sorted(problems.items(), key=lambda one: places.get(one[0], len(places))))


def form_of(
    table: str,
    row: Noun | None,
    typed: Typed,
    outcome: Outcome | None = None,
    *,
    why: str = "",
    searching: bool = False,
) -> Form:
    """Fill in a form of a table: of `row`, or of a new one; `typed` may lack fields, `searching` looks through ESCO."""
    outcome = outcome or Outcome()
    problems = {
        column: [" ".join(filter(None, (told(in_a_form(one)) for one in problem))) for problem in every]
        for column, every in outcome.problems.items()
        if every
    }
    theirs = outcome.meanwhile.theirs if outcome.meanwhile else {}
    whole_typed = {**blank(table), **dict.fromkeys(_beside(table), ""), **typed}
    drawn = groups(Drawing(table, g.graph.facts, whole_typed, row is None, problems, theirs))
    return Form(
        table=table,
        row=row,
        name=titled(table, name_of(table, row)) if row is not None else "",
        key=key_of(table, row) if row is not None else (),
        was=sealed(table, row) if row is not None else "",
        groups=drawn,
        typed=whole_typed,
        why=why,
        back=back_to() or "",
        problems=_as_they_stand(problems, drawn),
        outcome=outcome,
        of=From() if outcome.is_decided else proposing.came_from(),
        proposes=edit_rights.proposes_for() is not None,
        prefix=_prefix(),
        searched=whole_typed["esco-find"] if searching else "",
        candidates=candidates(table, whole_typed["esco-find"]) if searching and "esco_uri" in typed else (),
    )


def _prefix() -> str:
    target = htmx.target if htmx else None
    return f"{target}-" if target and IN_PLACE.fullmatch(target) else ""


def _beside(table: str) -> tuple[str, ...]:
    more = (f"{column}{beside}" for column in columns_of(table) for beside in (edit_reading.MORE, OFFERED))
    return (*more, *edit_reading.NEW_SOURCE, "esco-find")


def show(form: Form, status: int = 200) -> Response:
    """Answer with a form, and say where it stands for the switch between languages."""
    of = {"proposal": form.of.proposal, "delivered": form.of.delivered, "back": form.back or None}
    if form.row is None:
        show_at("editing.show_new", table=form.table, **of)
    else:
        show_at("editing.show_row", table=form.table, key=list(form.key), **of)
    saved = whole(request.args.get("saved", ""), 1, LARGEST) if request.method == "GET" else None
    return page("edit/form.html", block="form", status=status, form=form, saved=saved, words=WORDS)


def every(table: str, column: str) -> Sequence[tuple[str, str]]:
    """Every row that a column may name: id, and the name that leads to it and to no other."""
    rows = named(g.graph.facts, targets(table, column))
    counts = Counter(rows.values())
    return [(id, name if counts[name] == 1 else id) for id, name in rows.items()]


def address_of_row(table: str, key: Key, saved: int | None = None, back: str | None = None) -> str:
    """Give the address of the form of a row."""
    return url_for("editing.show_row", table=table, key=list(key), saved=saved, back=back)


def back_to() -> str | None:
    """Give where whoever edits came from; None where that is no page of ours."""
    return own_path(request.values.get("back"))


WORDS: Final = {
    "table": table_label, "heading": table_heading, "column": column_label, "address": address_of_row, "every": every,
    "told": told, "another": address_of_another_year, "understood": edit_conditions.understood,
    "examples": edit_conditions.examples, "named": edit_conditions.named,
}  # fmt: skip
