"""Draw a view: the one call that the rest of the house makes, or `draw_all` for several at once.

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
    from collections.abc import Callable, Sequence

    from pathways.domain.views import Node, View
    from pathways.drawing.plan import Plan
    from pathways.drawing.tracing import Trace

__all__ = ["DrawingFailed", "Form", "Picture", "draw", "draw_all"]


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
    return draw_all([(view, form)], language, link, folder=folder, renderer=renderer)[0]


def draw_all(
    asked: Sequence[tuple[View, Form]],
    language: str,
    link: Callable[[Node], str],
    *,
    folder: Path | None = None,
    renderer: Renderer | None = None,
) -> tuple[Picture, ...]:
    """Draw several views, each in a form, in the order asked; all that is not kept in one run of Graphviz.

    Args and Raises: as `draw`.
    """
    shelf = Shelf(folder)
    drafts = [_Draft(view, form, _key(view, language, form, link)) for view, form in asked]
    found = {draft.key: kept for draft in drafts if (kept := _kept(shelf, draft.key)) is not None}
    missing = {draft.key: draft for draft in drafts if draft.key not in found}
    plans = [plan(draft.view, language, draft.form) for draft in missing.values()]
    texts = [dot.finished(planned) for planned in plans]
    svgs = (renderer or find_renderer()).svgs(texts) if texts else ()
    for draft, planned, text, svg in zip(missing.values(), plans, texts, svgs, strict=True):
        found[draft.key] = _finished(draft, planned, text, trace(svg, planned), language=language, link=link)
        shelf.put(draft.key, asdict(found[draft.key]))
    return tuple(found[draft.key] for draft in drafts)


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is to be drawn, and the key under which it is kept."""

    view: View
    form: Form
    key: str


def _kept(shelf: Shelf, key: str) -> Picture | None:
    fields = shelf.get(key)
    return Picture(**fields) if fields is not None and fields.keys() == set(Picture.__slots__) else None


def _finished(
    draft: _Draft, planned: Plan, text: str, traced: Trace, *, language: str, link: Callable[[Node], str]
) -> Picture:
    css, id = highlight.stylesheet(len(planned.plates)), f"pic-{draft.key[:12]}"
    return Picture(
        svg=inline(planned, traced, draft.view, language, uid=id, link=link),
        css=css,
        digest=highlight.digest_of(css),
        dot=text,
        id=id,
        wide=traced.wide,
        high=traced.high,
        scale=planned.scale,
        caption=_caption(draft.view)[language],
    )


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
