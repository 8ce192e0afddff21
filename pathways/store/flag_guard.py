"""What keeps the history of flags: the database refuses to change or delete a flag or one of its events.

Rows are only ever added. The one lawful exception is a restored copy, which takes the place of everything: it lifts
the guard inside its own transaction, so that nobody else ever finds it lifted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

GUARDED: Final = ("flag", "flag_event")
REFUSAL: Final = "The history of a flag is never changed"


def statements(dialect: str) -> Iterator[str]:
    """Yield what sets the guard up."""
    if dialect == "postgresql":
        yield (
            "CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        for table in GUARDED:
            yield (
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION keep_history()"
            )
        return
    for table in GUARDED:
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_kept_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def lifting(dialect: str) -> Iterator[str]:
    """Yield what takes the guard away again."""
    if dialect == "postgresql":
        for table in GUARDED:
            yield f"DROP TRIGGER {table}_kept ON {table}"
        yield "DROP FUNCTION keep_history()"
        return
    for table in GUARDED:
        for verb in ("update", "delete"):
            yield f"DROP TRIGGER {table}_kept_{verb}"


def set_up(connection: Connection) -> None:
    """Set the guard up, inside the transaction of this connection."""
    for statement in statements(connection.dialect.name):
        connection.execute(text(statement))


def lift(connection: Connection) -> None:
    """Take the guard away, until the end of this transaction or `set_up`."""
    for statement in lifting(connection.dialect.name):
        connection.execute(text(statement))
