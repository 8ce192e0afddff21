"""Guidance talks with words in them, put where the web puts them and saved as often as somebody types."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from pathways.domain.guidance import Barrier, Pick, PickKind, Stage, Talk, to_json
from pathways.store.account_tables import AccountRow, AttemptRow, OneUseLinkRow
from pathways.store.guidance_tables import ClassHourRow, GuidanceKeyRow, GuidanceRow, GuidanceVisitRow
from pathways.store.rows import table

if TYPE_CHECKING:
    from pathways.catalogue import Catalogue

NOW = datetime.now(UTC)
LETTERS = string.ascii_letters + string.digits
NORDIC = "æøåÆØÅ"


def words(seed: object, letters: int = 400) -> str:
    """A text of which no piece stands anywhere else: letters by chance, here and there a Danish one or a space.

    The same for a seed. Those of two bytes are rare, or eight bytes would be too few letters to be met only once.
    """
    chance = random.Random(str(seed))
    parts = ([*chance.choices(LETTERS, k=6), chance.choice(("", " ", *NORDIC))] for _ in range(letters // 6 + 1))
    return "".join(letter for part in parts for letter in part)[:letters]


@dataclass(frozen=True)
class Kept:
    """A talk that was put into a database, and every word somebody typed in it."""

    id: str
    notes: str
    line: str
    step: str

    @property
    def texts(self) -> tuple[str, ...]:
        return self.notes, self.line, self.step


def keep_account(catalogue: Catalogue, id: int = 1, **fields: object) -> None:
    """Put an account, if it is not there."""
    with catalogue.rows(write=True) as session:
        if session.get(AccountRow, id) is None:
            whole = {"email": f"a{id}@example.org", "name": "A", "kind": "counsellor", "stamp": f"s{id}", **fields}
            session.add(AccountRow(id=id, created_at=NOW, **whole))


def keep_talk(catalogue: Catalogue, id: str, letters: int = 400, days: float = 100, **fields: object) -> Kept:
    """Put a talk that was finished once: with notes, a line on a pick, a next step, a visit, a code and a link."""
    kept = Kept(id, words((id, "notes"), letters), words((id, "line"), 120), words((id, "step"), 160))
    pick = Pick(PickKind.ROLE, "operator", line=kept.line)
    talk = to_json(Talk(Stage.NEXT, barriers=frozenset({Barrier.MONEY}), shortlist=(pick,), next_step=kept.step))
    ends = NOW + timedelta(days=days)
    at = {"created_at": NOW, "opens_at": NOW, "closes_at": NOW, "touched_at": NOW, "expires_at": ends}
    keep_account(catalogue, int(str(fields.get("account_id", 1))))
    with catalogue.rows(write=True) as session:
        salts = {"label": "FJORD 42", "code_salt": f"c-{id}", "link_salt": f"l-{id}"}
        session.add(GuidanceRow(id=id, talk=talk, notes=kept.notes, **{"account_id": 1, **salts, **at, **fields}))
        session.flush()
        session.add(GuidanceVisitRow(guidance_id=id, number=1, finished_at=NOW, as_of="2026", talk=talk))
        for kind, until in (("code", min(ends, NOW + timedelta(hours=4))), ("link", ends)):
            session.add(GuidanceKeyRow(hash=f"{kind}-{id}", guidance_id=id, kind=kind, expires_at=until))
    return kept


def type_notes(catalogue: Catalogue, id: str, text: str, saves: int = 20) -> None:
    """Write notes as somebody types them: saved again and again, each time longer."""
    for part in range(1, saves + 1):
        with catalogue.rows(write=True) as session:
            wanted = {"notes": text[: len(text) * part // saves], "touched_at": datetime.now(UTC)}
            session.execute(update(table(GuidanceRow)).where(table(GuidanceRow).c.id == id).values(**wanted))


def keep_odds(catalogue: Catalogue, name: str, until: datetime) -> None:
    """Put one of everything else that ends: a class hour, a link to set a password, a count of tries."""
    keep_account(catalogue)
    with catalogue.rows(write=True) as session:
        session.add(ClassHourRow(id=name, account_id=1, opens_at=min(NOW, until), closes_at=until, created_at=NOW))
        session.add(OneUseLinkRow(hash=name, account_id=1, purpose="reset", expires_at=until))
        session.add(AttemptRow(key=name, expires_at=until, count=3))


def ids_in(catalogue: Catalogue, row: type = GuidanceRow, column: str = "id") -> list[str]:
    """What a column of a table holds, in order."""
    with catalogue.rows() as session:
        return sorted(session.execute(select(table(row).c[column])).scalars())
