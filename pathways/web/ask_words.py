"""What a flag asks for, in words for whoever reads of it, and what was changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g

from pathways.domain.flags import Shows, Visibility
from pathways.domain.nouns import RoleId
from pathways.web.flag_subjects import subject_of
from pathways.web.translate import _
from pathways.web.wording import day, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathways.domain.flags import Ask


def told_shows(shows: str) -> str:
    """Say how a gap shows, to whoever reads of it."""
    return {
        Shows.NO_APPLICANTS: _("No applicants"),
        Shows.APPLICANTS_LACK_IT: _("Applicants lack it"),
        Shows.OWN_PEOPLE_NEED_IT: _("The company's own people need it"),
    }[Shows(shows)]


def told_visibility(visibility: str) -> str:
    """Say who may see a flag, to whoever reads it."""
    return {
        Visibility.ADDRESSED: _("The company and the institution, nobody else"),
        Visibility.POOLED: _("Counted with others, never named"),
        Visibility.PUBLIC: _("Everybody, with the company's name"),
    }[Visibility(visibility)]


def differences(before: Ask, after: Ask) -> tuple[str, ...]:
    """List what was changed between two askings, each as in “People: 4 → 6”."""
    nothing = _("nothing")
    return tuple(f"{name}: {was or nothing} → {now or nothing}" for name, was, now in _pairs(before, after))


def _pairs(before: Ask, after: Ask) -> Iterator[tuple[str, str, str]]:
    for (name, was), (_same, now) in zip(_told(before), _told(after), strict=True):
        if was != now:
            yield name, was, now


def _told(ask: Ask) -> tuple[tuple[str, str], ...]:
    role = g.graph.roles.get(RoleId(ask.role))
    return (
        (_("About what"), subject_of(ask).label),
        (_("Level"), str(ask.level or "")),
        (_("In which role"), plain(role.title) if role else ask.role),
        (_("People"), str(ask.people)),
        (_("By when"), day(ask.by.isoformat())),
        (_("How it shows"), told_shows(ask.shows)),
        (_("What was tried"), ask.tried),
        (_("Who may see it"), told_visibility(ask.visibility)),
    )
