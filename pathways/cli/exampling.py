"""The catalogue of `pathways serve --demo --example`: the invented town, with everything in it under way."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from pathways.cli.opening import example_town, place, read_town, ready_engine

if TYPE_CHECKING:
    from pathways.catalogue import Catalogue
    from pathways.config import Settings


def open_example(settings: Settings) -> Catalogue:
    """Open the database of the demo; make it and tell the demo in it where that was not done yet.

    Raises:
        PathwaysError: it cannot be used, or was not made for the demo; the message says what to do.
    """
    from pathways.catalogue import Catalogue
    from pathways.demo.showing import fill

    catalogue = Catalogue(ready_engine(settings))
    try:
        if fill(catalogue, settings, lambda: read_town(example_town()), datetime.now(UTC)):
            click.echo(f"An invented town was filled with people, talks and flags at {place(settings)}.", err=True)
    except BaseException:
        catalogue.close()
        raise
    return catalogue
