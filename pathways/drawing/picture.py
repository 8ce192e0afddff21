"""Draw a view: the one call that the rest of the house makes.

`draw(view, "da", Form.WIDE, address_of, folder=settings.cache_dir)` gives a `Picture`. Its `svg` stands in
the page as it is; its `digest` names the stylesheet that lights up paths: `highlight.by_digest` gives the
text for `/drawings/<digest>.css`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pathways.domain.nouns import Text
from pathways.domain.views import Measure
from pathways.drawing import dot, highlight
from pathways.drawing.cache import Shelf
from pathways.drawing.plan import plan
from pathways.drawing.post import inline
from pathways.drawing.renderer import DrawingFailed, Renderer, find_renderer
from pathways.drawing.sheet import Form
from pathways.drawing.tracing import trace

if TYPE_CHECKING:
    from collections.abc import Callable

    from pathways.domain.views import Node, View

__all__ = ["DrawingFailed", "Form", "Picture", "draw"]


THICKNESS = {
    Measure.FIT: Text(
        "Jo tykkere bånd, jo mere af det, jobbet kræver, dækker uddannelsen, så vidt vi ved.",
        "Thickness is fit: how much of what a role needs the programme is known to teach.",
    ),
    Measure.PEOPLE: Text("Tykkelsen er personer om året.", "Thickness is people a year."),
    Measure.LEVEL: Text(
        "Tykkelsen er niveauet, fra 1 (kender til det) til 4 (leder andre i det).",
        "Thickness is the level, from 1 (knows of it) to 4 (leads others in it).",
    ),
}
UNKNOWN = Text(
    "En stiplet streg betyder, at tykkelsen ikke kendes.", "A dashed line means that its thickness is not known."
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished picture.

    `svg` is ready to stand in a page: no inline style, no script. `css` is the stylesheet that lights up
    paths, `digest` its name. `dot` is what Graphviz laid out. `id` is the SVG's id and names this very
    picture: another view, language, form or address makes another id. `wide` and `high` are px, `scale` is
    px of thickness per unit of the view's measure, `caption` says in words what thickness means.
    """

    svg: str
    css: str
    digest: str
    dot: str
    id: str
    wide: float
    high: float
    scale: float
    caption: str


def draw(
    view: View,
    language: str,
    form: Form,
    link: Callable[[Node], str],
    *,
    folder: Path | None = None,
    renderer: Renderer | None = None,
) -> Picture:
    """Draw a view, or fetch it from `folder` if exactly this was drawn before.

    Args:
        view: what to draw; its order is kept.
        language: "da" or "en".
        form: wide, or one of the forms for phones: STAGE for views of two columns, HOURGLASS upright.
        link: the address each plate leads to.
        folder: where finished pictures are kept; None keeps none.
        renderer: the Graphviz program; None looks for one, see `find_renderer`.

    Raises:
        DrawingFailed: Graphviz is missing, failed or was too slow. Show the table instead.
    """
    key, shelf = _key(view, language, form, link), Shelf(folder)
    kept = shelf.get(key)
    if kept is not None and kept.keys() == set(Picture.__slots__):
        return Picture(**kept)
    planned = plan(view, language, form)
    text = dot.finished(planned)
    traced = trace((renderer or find_renderer()).svg(text), planned)
    css = highlight.stylesheet(len(planned.plates))
    picture = Picture(
        svg=inline(planned, traced, view, language, uid=f"pic-{key[:12]}", link=link),
        css=css,
        digest=highlight.digest_of(css),
        dot=text,
        id=f"pic-{key[:12]}",
        wide=traced.wide,
        high=traced.high,
        scale=planned.scale,
        caption=_caption(view)[language],
    )
    shelf.put(key, asdict(picture))
    return picture


def _caption(view: View) -> Text:
    """The measure in words, and what a dashed line means if there is one."""
    words = THICKNESS[view.measure]
    if all(link.width is not None for link in view.links):
        return words
    return Text(f"{words.da} {UNKNOWN.da}", f"{words.en} {UNKNOWN.en}")


def _key(view: View, language: str, form: Form, link: Callable[[Node], str]) -> str:
    """A digest of everything the picture depends on, the makers' source included."""
    seen = (view.id, view.title, view.description, view.measure, view.columns, view.links)
    addresses = [link(node) for node in view.nodes]
    return sha256(repr((_makers(), seen, language, form, addresses)).encode("utf-8", "backslashreplace")).hexdigest()


@cache
def _makers() -> str:
    """A digest of this room's source and tables: a new version draws anew."""
    here = Path(__file__).parent
    files = sorted(path for path in here.iterdir() if path.suffix in {".py", ".json"})
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
