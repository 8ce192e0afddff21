"""`pathways sessions`: how many guidance talks there are, and the purge that a server makes every hour, made now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from pathways.cli.opening import ready_engine, require_database
from pathways.domain.errors import PathwaysError

if TYPE_CHECKING:
    from pathways.catalogue import Catalogue
    from pathways.config import Settings

PATIENCE_S: Final = 30.0
"""How long a command waits for others to let it sweep; a server waits less, because somebody waits for it."""


@click.group()
def sessions() -> None:
    """Count guidance talks, or delete at once what has had its time.

    \b
    Example:
      pathways sessions count
      pathways sessions purge
    """  # noqa: D301  # \b is click's: keep these lines as they are


@sessions.command()
def count() -> None:
    """Tell how many talks there are. Nothing of what was said in them is read."""
    from pathways.config import Settings
    from pathways.store.purging import count_talks

    with opened(Settings.read()).rows() as session:
        held = count_talks(session, datetime.now(UTC))
    click.echo(f"{held.live:,} in use")
    click.echo(f"{held.expired:,} past their day, to be deleted with the next purge")
    click.echo(f"{held.gone:,} deleted, remembered by a random number so that no backup brings them back")


@sessions.command()
def purge() -> None:
    """Delete expired talks now, and leave nothing of them in the files. A server does so every hour by itself.

    Keys, links and counted tries that have expired go too. It may run while a server does.
    """
    from pathways.config import Settings
    from pathways.store.purging import purge_expired

    settings = Settings.read()
    catalogue = opened(settings)
    with catalogue.rows(write=True) as session:
        purged = purge_expired(session, datetime.now(UTC), settings.session_days)
    click.echo(f"Deleted {purged}.")
    swept(catalogue)


def opened(settings: Settings) -> Catalogue:
    """Open the database that is there.

    Raises:
        PathwaysError: there is none, or it cannot be used.
    """
    from pathways.catalogue import Catalogue

    require_database(settings)
    return Catalogue(ready_engine(settings))


def swept(catalogue: Catalogue) -> None:
    """Sweep, and let go of the database.

    Raises:
        PathwaysError: others were in the way.
    """
    done = catalogue.sweep(PATIENCE_S)
    catalogue.close()
    if not done:
        raise PathwaysError(
            "Pieces of what was deleted may still be in the files, because other programs use the database. "
            "A server that runs tries again by itself; or say: pathways sessions purge"
        )
