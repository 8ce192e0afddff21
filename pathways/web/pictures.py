"""Pictures for pages: wide, cut for a phone, or a sentence that says why there is only the table."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Final, Literal

from flask import g

from pathways.domain.narrow import hourglass, stages
from pathways.drawing.picture import DrawingFailed, Form, draw_all
from pathways.drawing.renderer import Renderer, RendererMissing, RendererSlow, find_renderer
from pathways.web.addresses import address_of
from pathways.web.configured import settings
from pathways.web.languages import current_language
from pathways.web.pages import keep_out
from pathways.web.translate import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pathways.domain.views import Node, View
    from pathways.drawing.picture import Picture

log = logging.getLogger("pathways")

REST_S: Final = 10.0
"""After a renderer was too slow or missing, how long it is left alone: each try may hold a thread for as long."""
FILTERS_KEPT: Final = 1
"""Pictures with more filters than this are not kept on disk: their number has no end worth having."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A view and its pictures. When it cannot be drawn, `wide` is None and `failed` says so; the table stands.

    `middle` stands between the two, for windows too narrow for the one and too wide for the other; only a view of
    one noun has it. Of any other the stages for a phone stand side by side there.
    """

    view: View
    wide: Picture | None = None
    middle: Picture | None = None
    phone: tuple[Picture, ...] = ()
    failed: str = ""
    folded_on_phone: int = 0

    @property
    def css_links(self) -> tuple[str, ...]:
        """The addresses of the stylesheets that light up paths, each once."""
        pictures = [one for one in (self.wide, self.middle, *self.phone) if one]
        return tuple(dict.fromkeys(f"/drawings/{picture.digest}.css" for picture in pictures))


class RendererRests(RendererSlow):
    """The renderer was too slow or missing a moment ago, and is not tried again yet."""


class Resting(Renderer):
    """A renderer that is left alone for a while; finished pictures are still found."""

    def svgs(self, dots: Sequence[str]) -> tuple[bytes, ...]:  # noqa: ARG002  # a renderer's shape
        """Raise at once."""
        raise RendererRests("The renderer rests after it was too slow or missing.")


RESTING: Final = Resting("resting")
_rests_until: dict[str | None, float] = {}


def shown(view: View, small: View | None = None, form: Literal[Form.WIDE, Form.MIDDLE] = Form.WIDE) -> Shown:
    """Draw a view for a page, in the form for large screens given, or say that it cannot be drawn right now.

    Maps are cut into stages for a phone; pictures of one noun stand upright there, and have a form for tablets.
    `small` is the same view with fewer plates, to be cut for a phone instead.
    """
    on_phone = small or view
    narrow, cuts = narrowed(on_phone)
    for_tablets = [(view, Form.MIDDLE)] if form is Form.WIDE and narrow is Form.HOURGLASS else []
    drawn = _drawn(view, [(view, form), *for_tablets, *((cut, narrow) for cut in cuts)])
    if not drawn:
        return Shown(view, failed=failure())
    wide, *others = drawn
    middle = others.pop(0) if for_tablets else None
    return Shown(view, wide, middle, tuple(others), folded_on_phone=on_phone.folded)


def shown_wide(view: View) -> Shown:
    """Draw a view for large screens, on a page that shows it to others in a way of its own; else as `shown`."""
    drawn = _drawn(view, [(view, Form.WIDE)])
    return Shown(view, drawn[0]) if drawn else Shown(view, failed=failure())


def _drawn(view: View, asked: Sequence[tuple[View, Form]]) -> tuple[Picture, ...]:
    """The pictures of a view, none of them where one cannot be drawn: then no page that says so is kept."""
    try:
        return pictures(asked)
    except DrawingFailed as error:
        if not isinstance(error, RendererRests):
            log.error("No picture of %s: %s", view.id, error.reason)  # noqa: TRY400  # the reason says it all
        keep_out()
        return ()


def failure() -> str:
    """Say that there is no picture, and that nothing is lost."""
    return _("The picture cannot be drawn right now. The table holds the same facts.")


def narrowed(view: View) -> tuple[Literal[Form.STAGE, Form.HOURGLASS], tuple[View, ...]]:
    """Cut a view for a phone, and tell the form of the pieces."""
    if any(node.hub for node in view.nodes):
        return Form.HOURGLASS, (hourglass(view),)
    return Form.STAGE, stages(view)


def picture(view: View, form: Form, base: str = "") -> Picture:
    """Draw one picture in the language of the page; `base` goes before each address in it.

    Raises:
        DrawingFailed: as `pictures`.
    """
    return pictures([(view, form)], base)[0]


def pictures(asked: Sequence[tuple[View, Form]], base: str = "") -> tuple[Picture, ...]:
    """Draw several, as `picture` does one, in the order asked.

    Raises:
        DrawingFailed: the renderer is missing, failed or was too slow, just now or a moment ago.
    """
    dot = settings().dot
    resting = monotonic() < _rests_until.get(dot, 0.0)
    try:
        renderer = RESTING if resting else find_renderer(dot)
        return draw_all(asked, current_language(), _linked(base), folder=_folder(), renderer=renderer)
    except (RendererSlow, RendererMissing):
        if not resting:
            _rests_until[dot] = monotonic() + REST_S
        raise


def _linked(base: str) -> Callable[[Node], str]:
    language = current_language()

    def link(node: Node) -> str:
        address = address_of(node.noun, node.key, language)
        return address if address.startswith("#") else base + address

    return link


def _folder() -> Path | None:
    return settings().cache_dir if len(g.get("chosen", {})) <= FILTERS_KEPT else None
