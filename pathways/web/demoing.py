"""Demo sign-ins: one for each kind of account, to be shown around without a password.

They are there only while every one of these holds: the program was started with `--demo`; the database was marked
for it when such a start made it; the request comes from this machine, to a name of this machine, with no header of
anything that forwards. Otherwise their addresses do not exist. A demo account has no password, and a sign-in made
here is worth nothing where one of the conditions fails.
"""

from __future__ import annotations

from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from flask import current_app, g, request

from pathways.domain.accounts import AddressTaken
from pathways.domain.rights import SPEAK_FOR, AccountKind
from pathways.store import accounts
from pathways.store.accounts import NewAccount
from pathways.store.marks import is_demo
from pathways.web.configured import settings

if TYPE_CHECKING:
    from datetime import datetime

    from pathways.catalogue import Catalogue
    from pathways.store.accounts import Kept

FORWARDED: Final = (
    *("Forwarded", "Via", "X-Real-Ip", "X-Client-Ip", "X-Cluster-Client-Ip", "Client-Ip", "True-Client-Ip"),
    *(
        "Cf-Connecting-Ip",
        "Fastly-Client-Ip",
        "X-Original-Forwarded-For",
        "X-Original-Host",
        "X-Envoy-External-Address",
    ),
)
"""Headers that tell of a machine between the visitor and us, beside all that begin with `X-Forwarded`."""

NAMES: Final = {
    AccountKind.COUNSELLOR: "Vejleder (demo)",
    AccountKind.COMPANY: "Virksomhed (demo)",
    AccountKind.INSTITUTION: "Uddannelse (demo)",
    AccountKind.EDITOR: "Redaktør (demo)",
    AccountKind.ADMINISTRATOR: "Administrator (demo)",
}


def is_allowed() -> bool:
    """Tell whether demo sign-ins exist for this request."""
    return (
        settings().demo
        and is_from_here()
        and not is_forwarded()
        and is_demo_database(current_app.extensions["pathways"])
    )


def is_demo_database(catalogue: Catalogue) -> bool:
    """Tell whether this database was made for showing the program around."""
    with catalogue.rows() as session:
        return is_demo(session)


def account_to_show(kind: AccountKind, stamp: str, now: datetime) -> Kept:
    """Give the demo account of this kind, made when it is asked for first; `.invalid` is no place a mail could go."""
    email, rows = address_of(kind), current_app.extensions["pathways"].rows
    with rows() as session:
        kept = accounts.account_of(session, email)
    if kept is None:
        new = demo_account(kind, speaks_for(kind))
        with suppress(AddressTaken), rows(write=True) as session:  # two may be the first
            accounts.add_account(session, new, stamp, now)
        with rows() as session:
            kept = accounts.account_of(session, email)
    assert kept is not None  # noqa: S101  # for mypy: somebody has just written it
    return kept


def demo_account(kind: AccountKind, organisation: str | None) -> NewAccount:
    """Say what is written of the demo account of this kind."""
    return NewAccount(address_of(kind), NAMES[kind], kind, organisation_id=organisation, demo=True)


def address_of(kind: AccountKind) -> str:
    """Give the mail address that the demo account of this kind goes by."""
    return f"{kind}@demo.invalid"


def speaks_for(kind: AccountKind) -> str | None:
    """Give an organisation that an account of this kind may speak for: of schools the one with most programmes.

    It gets most of what a company flags, so that whoever is shown around meets it in the inbox.
    """
    if kind not in SPEAK_FOR:
        return None
    able = [one.id for one in g.graph.organisations.values() if one.kind == kind]
    return max(able, key=lambda one: len(g.graph.taught_by(one)), default=None)


def is_from_here() -> bool:
    """Tell whether the request comes from this machine and asks for a name of this machine.

    The name counts because a page from elsewhere can be made to look as if it came from a name of its own that
    leads here.
    """
    before = request.environ.get("werkzeug.proxy_fix.orig", {})  # what the connection itself says
    peer, host = before.get("REMOTE_ADDR", request.remote_addr), before.get("HTTP_HOST", request.host)
    return _is_loopback(peer) and _is_loopback(urlsplit(f"//{host}").hostname)


def is_forwarded() -> bool:
    """Tell whether anything stands between the visitor and us."""
    names = {name.title() for name, _ in request.headers}
    return any(name.startswith("X-Forwarded") or name in FORWARDED for name in names)


def _is_loopback(name: str | None) -> bool:
    if name == "localhost":
        return True
    try:
        address = ip_address(name or "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
