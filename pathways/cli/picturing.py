"""`pathways draw`: one picture as a file, the same that the site shows and gives out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from pathways.cli.showing import LANGUAGE, unknown
from pathways.domain.errors import PathwaysError, UnknownId

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pathways.config import Settings
    from pathways.domain.graph import Graph
    from pathways.domain.views import Measure, Node, View

WHAT: Final = ("map", "programme", "role", "employer", "skill", "focus")
DRAWN: Final = ("svg", "png", "pdf")
"""Made from the finished picture; the others from the view, and need no renderer."""
ENDINGS: Final = (*DRAWN, "dot", "csv", "json")


@click.command()
@click.argument("what", type=click.Choice(WHAT))
@click.argument("id", required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True,
    help=f"File to write; its ending says what: {', '.join(ENDINGS)}.",
)  # fmt: skip
@LANGUAGE
@click.option("--people", is_flag=True, help="Thickness as people a year, where a source counts them, instead of fit.")
@click.option("--phone", is_flag=True, help="Cut for a phone; a map then becomes several files, -1, -2 and so on.")
def draw(what: str, id: str | None, output: Path, language: str, *, people: bool, phone: bool) -> None:
    """Draw the map, or the picture of one programme, role, employer, skill or focus area, into a file.

    \b
    Examples:
      pathways draw map -o map.pdf --language da
      pathways draw role process-operator -o operator.svg --phone
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.cli.opening import open_catalogue
    from pathways.cli.progress import working
    from pathways.config import Settings
    from pathways.domain.grounds import imprint

    ending = output.suffix.removeprefix(".").lower()
    refuse_misuse(what, id, ending, phone=phone)
    settings = Settings.read()
    with working("Opening", "Drawing", "Writing") as step:
        step()
        graph = open_catalogue(settings).graph()
        step()
        view, note = _view(graph, what, id, language, people=people), imprint(graph.town)[language]
        files = _files(view, ending, language, settings, note, phone=phone)
        step()
        written = [_write(path, content) for path, content in _named(output, files)]
    click.echo(f"Wrote {', '.join(written)}.")


def refuse_misuse(what: str, id: str | None, ending: str, *, phone: bool) -> None:
    """Refuse words that do not go together.

    Raises:
        click.UsageError: exit code 2.
    """
    if ending not in ENDINGS:
        raise click.UsageError(f"The file must end in one of: {', '.join(ENDINGS)}.")
    if (what == "map") != (id is None):
        raise click.UsageError("The map takes no ID." if what == "map" else f"Which {what}? Give its ID.")
    if phone and ending not in DRAWN:
        raise click.UsageError(f"--phone goes with {', '.join(DRAWN)}; a table needs no cutting.")


def _view(graph: Graph, what: str, id: str | None, language: str, *, people: bool) -> View:
    from pathways.domain.pictures import focus_view, whole_map
    from pathways.domain.portraits import employer_view, programme_view, role_view, skill_view
    from pathways.domain.views import Measure

    measure = Measure.PEOPLE if people else Measure.FIT
    views: Mapping[str, Callable[[Graph, str, Measure], View]] = {
        "programme": programme_view,
        "role": role_view,
        "employer": employer_view,
        "skill": skill_view,
        "focus": focus_view,
    }
    try:
        return whole_map(graph, measure=measure) if id is None else views[what](graph, id, measure)
    except UnknownId as error:
        raise PathwaysError(unknown(graph, error.id, language, error.noun)) from None


def _files(view: View, ending: str, language: str, settings: Settings, note: str, *, phone: bool) -> list[bytes | str]:
    from pathways.drawing import exports
    from pathways.drawing.picture import DrawingFailed, Form
    from pathways.drawing.picture import draw as drawn
    from pathways.drawing.renderer import find_renderer
    from pathways.web.addresses import address_of
    from pathways.web.pictures import narrowed

    made = getattr(exports, f"as_{ending}")
    if ending not in DRAWN:
        return [made(view, language, note)]

    def link(node: Node) -> str:
        return settings.address + address_of(node.noun, node.key, language)

    form, cuts = narrowed(view) if phone else (Form.WIDE, (view,))
    try:
        renderer = find_renderer(settings.dot)
        pictures = [drawn(cut, language, form, link, folder=settings.cache_dir, renderer=renderer) for cut in cuts]
        return [made(picture, note) for picture in pictures]
    except DrawingFailed as error:
        raise PathwaysError(f"The picture cannot be drawn. {error.reason}") from None


def _named(output: Path, files: list[bytes | str]) -> list[tuple[Path, bytes | str]]:
    if len(files) == 1:
        return [(output, files[0])]
    return [(output.with_stem(f"{output.stem}-{number}"), content) for number, content in enumerate(files, 1)]


def _write(path: Path, content: bytes | str) -> str:
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise PathwaysError(f"{path} cannot be written ({error.strerror}). Name another file with -o.") from None
    return str(path)
