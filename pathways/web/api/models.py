"""What every answer of the API is built from: the head of an answer, evidence and sources, people, names, problems.

The words in quotes after a field are its documentation in the OpenAPI.
"""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from pathways.domain.nouns import Basis, Kind, Match


class Model(BaseModel):
    """A value of the API; it is never changed."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True, populate_by_name=True)


class Source(Model):
    """A page or document that facts rest on."""

    id: str
    title: str
    url: str | None
    """Null for a copy of a page (a re-post, a mirror), which is named but not linked."""
    published: str | None
    """The ISO date it was published, cut to what is known; null when it is undated."""
    weak: bool
    """Whether it is a copy; what rests on it alone is assumed."""
    note: str | None


class Evidence(Model):
    """How well something is known."""

    basis: Basis
    """Stated by a source, derived from sources, or assumed by the editors."""
    sources: list[str]
    """Ids of the sources it rests on; they stand in `sources` of the answer. Empty only for what is assumed."""
    as_of: str
    """The ISO date on which it was true, cut to what is known."""
    note: str | None
    """What an assumed fact rests on, in words."""


class Derived(Model):
    """Figures that are worked out: from what stands beside them, with its evidence."""

    basis: Literal["derived"] = "derived"


class Unknown(Model):
    """Something that is null, and why."""

    field: str
    why: str


class People(Model):
    """A number of people, or an interval. Either all three are known and shown, or none."""

    low: float | None
    likely: float | None
    high: float | None
    why: str | None
    """Why they are null: nobody counted, or they are too few to be shown. Null when they are not."""


class Name(Model):
    """A noun by its id and its name."""

    id: str
    name: str


class ProgrammeName(Model):
    """A programme by its id, its code and its title."""

    id: str
    code: str
    kind: Kind
    name: str


class Esco(Model):
    """The ESCO concept that a noun corresponds to."""

    uri: str
    label: str
    match: Match


class Answer(Model):
    """The head of every answer."""

    language: Literal["da", "en"]
    town: str
    """The id of the town whose facts these are."""
    fictional: bool
    """Whether that town is invented."""
    as_of: str
    """The ISO date up to which facts were gathered."""
    note: str
    """Whose facts they are, in words; show it beside them."""
    sources: list[Source]
    """Every source that the evidence in this answer names, once."""


T = TypeVar("T")


class Listed(Answer, Generic[T]):
    """A part of a list. The header `Link` leads to the parts before and after."""

    total: int
    """How many items there are in all."""
    limit: int
    offset: int
    items: list[T]

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name the list after what it lists."""
        return f"{cls.__name__}{params[0].__name__}"


class Fault(Model):
    """One thing that is wrong with a request."""

    field: str
    """The parameter it is about."""
    detail: str
    """What would be right."""
    allowed: list[str]
    """Values that exist, where there are few enough to list them; for an unknown id, those that are most like it."""


class Problem(Model):
    """What went wrong (RFC 9457)."""

    type: str
    """An address that stays the same for the same kind of problem, and explains it; `about:blank` where the status
    says it all."""
    title: str
    status: int
    detail: str
    """What to do about it."""
    errors: list[Fault]
