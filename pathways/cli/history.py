"""`pathways history` and `pathways undo`: the edits of the catalogue, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from pathways.cli.importing import WHY, reason, show
from pathways.cli.opening import open_catalogue
from pathways.cli.words import many
from pathways.config import HERE
from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from pathways.domain.editing import Change
    from pathways.domain.nouns import Facts
    from pathways.store.edits import Edit

MOST_LISTED: Final = 50


@click.command()
@click.argument("revision", type=click.IntRange(min=1), required=False)
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="What is new since a day, all edits taken together.")
def history(revision: int | None, since: datetime | None) -> None:
    """List the newest edits, or tell what REVISION changed, or everything that changed since a day.

    \b
    Example:
      pathways history
      pathways history 12
      pathways history --since 2026-09-01
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.config import Settings
    from pathways.domain.editing import squashed
    from pathways.store import edits

    if revision is not None and since is not None:
        raise click.UsageError("Name a revision or a day, not both.")
    with open_catalogue(Settings.read()).rows() as session:
        if since is not None:
            first = edits.revision_at(session, since.replace(tzinfo=HERE))
            show(squashed(edits.changes_since(session, first)))
        elif revision is not None:
            click.echo(line_of(edits.edit_of(session, revision)))
            show(edits.changes_of(session, revision))
        else:
            for edit in edits.edits(session, most=MOST_LISTED):
                click.echo(line_of(edit))


def line_of(edit: Edit) -> str:
    """Tell one edit in a line."""
    hand = edit.hand
    who = f"account {hand.account}" if hand.account is not None else "command line"
    parts = [
        f"{edit.revision:>5}  {hand.at.astimezone(HERE):%Y-%m-%d %H:%M}  {hand.via}",
        who,
        many(edit.rows, "row"),
        *([f"takes back {hand.undoes}"] if hand.undoes else []),
        *([hand.why] if hand.why else []),
    ]
    return " · ".join(parts)


@click.command()
@click.argument("revision", type=click.IntRange(min=1))
@WHY
def undo(revision: int, why: str) -> None:
    """Take back what the edit that made REVISION changed.

    Later edits stay. Where they changed the same fields nothing is taken back, and their rows are named.

    \b
    Example:
      pathways undo 12 --why "Wrong year"
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.config import Settings
    from pathways.domain.editing import taken_back
    from pathways.store import edits
    from pathways.store.edit_tables import Via

    catalogue = open_catalogue(Settings.read())
    with catalogue.rows() as session:
        edits.edit_of(session, revision)
        changes = edits.changes_of(session, revision)
    if not changes:
        raise PathwaysError(f"Revision {revision} changed no row, so there is nothing to take back.")

    back: tuple[Change, ...] = ()

    def wanted(facts: Facts) -> tuple[Change, ...]:
        nonlocal back
        back = taken_back(facts, changes)
        return back

    made = catalogue.change(wanted, edits.Hand(datetime.now(UTC), Via.UNDO, reason(why), undoes=revision))
    show(back)
    click.echo(f"The catalogue is at revision {made}.")
