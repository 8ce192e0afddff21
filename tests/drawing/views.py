"""Views for tests, in one line each, and what a picture says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from pathways.domain.nouns import Basis, Kind, Text
from pathways.domain.views import Column, Link, Measure, Node, View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"


def both(words: str) -> Text:
    return Text(words, words)


def node(id: str, title: str | None = None, **changes: object) -> Node:
    noun = {"p": "programme", "r": "role", "o": "employer", "f": "folded", "s": "skill", "g": "group"}[id[0]]
    fields = {"title": both(title or id), "sub": None, "code": None, "kind": None, "hub": False} | changes
    return Node(id=id, noun=noun, key=id[2:], **fields)


def link(source: str, target: str, width: float | None = 0.5, kind: Kind = Kind.ENGINEERING, **changes: object) -> Link:
    fields = {"basis": Basis.STATED, "tooltip": both(f"{source} to {target}.")} | changes
    return Link(source=source, target=target, kind=kind, width=width, **fields)


def view(columns: Sequence[Sequence[Node]], links: Sequence[Link], measure: Measure = Measure.FIT) -> View:
    made = tuple(Column(f"column-{at}", both(f"Column {at}"), tuple(nodes)) for at, nodes in enumerate(columns))
    given = tuple(links)
    return View("test", both("A title"), both("A description."), measure, made, given, made, given)


def small() -> View:
    """Two programmes, two roles, one employer; one link skips the roles, one has no known width."""
    columns = [
        [
            node("p-one", "One pro\u00adgramme", code="D1", kind=Kind.ENGINEERING, sub=both("Here · 3½ years")),
            node("p-two", "Two", code="T2", kind=Kind.TECHNICIAN),
        ],
        [node("r-a", "Role A", hub=True, sub=both("2 programmes lead here")), node("r-b", "Role B")],
        [node("o-x", "Employer X"), node("f-rest", "+ 3 more", sub=both("companies"))],
    ]
    links = [
        link("p-one", "r-a", 0.9),
        link("p-one", "r-b", 0.3, basis=Basis.DERIVED),
        link("p-one", "f-rest", 0.5),
        link("p-two", "r-a", None, Kind.TECHNICIAN, basis=Basis.ASSUMED),
        link("p-two", "r-b", 0.7, Kind.TECHNICIAN),
        link("r-a", "o-x", 0.9, origins=("p-one",)),
        link("r-a", "o-x", 0.7, Kind.TECHNICIAN, origins=("p-two",)),
        link("r-b", "f-rest", 0.3),
    ]
    return view(columns, links)


def address(of: Node) -> str:
    return f"/en/{of.noun}s/{of.key}?a=1&b=2"


@dataclass(frozen=True)
class Rect:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Rect) -> bool:
        apart = self.right <= other.left or other.right <= self.left or self.bottom <= other.top
        return not (apart or other.bottom <= self.top)

    def holds(self, other: Rect, slack: float = 0.0) -> bool:
        return (
            self.left - slack <= other.left
            and other.right <= self.right + slack
            and self.top - slack <= other.top
            and other.bottom <= self.bottom + slack
        )


def rect(element: Element) -> Rect:
    x, y, wide, high = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
    return Rect(x, y, x + wide, y + high)


def by_class(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if name in element.get("class", "").split()]


def cards(svg: str) -> dict[str, Rect]:
    """The plates by node id, in the order in which they stand in the SVG."""
    stops = by_class(ET.fromstring(svg), "stop")
    return {stop.attrib["data-n"]: rect(by_class(stop, "card")[0]) for stop in stops}


def ends(path: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where a docked ribbon begins and ends: `Mx,y … Hx` when it lies, `Mx,y … Vy` when it stands."""
    x0, y0 = map(float, path[1:].split("L", 1)[0].split(","))
    command = "H" if "H" in path else "V"
    curve, last = path.rsplit(command, 1)
    x1, y1 = map(float, curve.rsplit(" ", 1)[1].split(","))
    return (x0, y0), (float(last), y1) if command == "H" else (x1, float(last))


def drawn(svg: str) -> Iterator[tuple[str, float, tuple[tuple[float, float], tuple[float, float]]]]:
    """Each ribbon's sentence, thickness and ends."""
    for ribbon in by_class(ET.fromstring(svg), "rb"):
        path = by_class(ribbon, "ribbon")[0]
        yield ribbon.findtext(f"{SVG}title", ""), float(path.attrib["stroke-width"]), ends(path.attrib["d"])
