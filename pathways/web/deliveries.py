"""What an institution says it has delivered, read into proposed changes of the catalogue; several at once.

Rows of the form raise a level (`programme-1`, `skill-1`, `level-1`); the words below tell of a new module, way in or
programme (`about`, `of`, `new`). A row without a programme and a level is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import g

from pathways.domain.delivering import New, level_change, skills_asked, words_change
from pathways.domain.flags import LONGEST_TEXT, LONGEST_WORDS
from pathways.domain.nouns import Level, OrganisationId, ProgrammeId, SkillId
from pathways.web.languages import current_language
from pathways.web.translate import _
from pathways.web.typed import whole
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Protocol

    from pathways.domain.flags import Change, Flag

    class Fields(Protocol):
        """Fields as typed, and where to say what is wrong with them."""

        flag: Flag

        def get(self, name: str) -> str:
            """Give a field as typed."""

        def blame(self, name: str, sentence: str) -> None:
            """Note what is wrong with a field."""

        def text(self, name: str, empty: str = "", longest: int = LONGEST_TEXT) -> str:
            """Read words."""


ROWS: Final = (1, 2, 3)
"""The rows of the form."""


def delivered(fields: Fields) -> tuple[Change, ...]:
    """Read the changes; where there are none, say so at the first field."""
    found: dict[str, Change] = {}
    for number in ROWS:
        for change in _row(fields, number):
            if change.key in found:
                fields.blame(f"level-{number}", _("This programme and skill stand in a row above already."))
            found[change.key] = change
    changes = (*found.values(), *_new(fields))
    if not changes:
        fields.blame("new", _("Say what was delivered: choose a programme and the level it teaches now, or write what "
                              "is new, as in “A course in cell culture in the fourth semester.”"))  # fmt: skip
    return changes


def _row(fields: Fields, number: int) -> Iterator[Change]:
    programme, skill = fields.get(f"programme-{number}"), fields.get(f"skill-{number}")
    typed = fields.get(f"level-{number}")
    asked = skills_asked(g.graph, fields.flag.ask)
    if not programme and not typed:
        return
    level = whole(typed, int(Level.AWARE), int(Level.LEADS))
    if not is_own(fields.flag, programme):
        fields.blame(f"programme-{number}", _("Choose one of your programmes from the list."))
    elif len(asked) != 1 and SkillId(skill) not in asked:
        fields.blame(f"skill-{number}", _("Choose the skill that is taught now."))
    elif level is None:
        fields.blame(f"level-{number}", _("Choose the level it teaches now, as in 3."))
    else:
        change = level_change(g.graph, programme, asked[0] if len(asked) == 1 else skill, level)
        if change.before and int(change.before) >= level:
            title = plain(g.graph.programmes[ProgrammeId(programme)].short)
            fields.blame(f"level-{number}", _("The catalogue says that %(title)s teaches it at level %(level)s "
                                              "already. Choose a higher level.",
                                              title=title, level=change.before))  # fmt: skip
        yield change


def _new(fields: Fields) -> Iterator[Change]:
    about, of = fields.get("about"), fields.get("of")
    longest = LONGEST_WORDS if about == New.PROGRAMME else LONGEST_TEXT
    words = fields.text("new", longest=longest)
    if not words:
        return
    if about not in set(New):
        fields.blame("about", _("Choose what is new: a course, a way in, or a whole programme."))
    elif about == New.PROGRAMME:
        yield words_change(g.graph, New(about), "", words, current_language())
    elif not is_own(fields.flag, of):
        fields.blame("of", _("Choose the programme that the new course or way in belongs to."))
    else:
        yield words_change(g.graph, New(about), of, words, current_language())


def is_own(flag: Flag, programme: str) -> bool:
    """Tell whether a programme is of the institution that the flag is addressed to."""
    return programme in {str(one.id) for one in g.graph.taught_by(OrganisationId(flag.addressee))}
