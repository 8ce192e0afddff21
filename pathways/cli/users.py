"""`pathways users`: who may sign in. The first administrator is made here; afterwards the site can do the same."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from pathways.cli.showing import LANGUAGE
from pathways.domain.accounts import AccountState, mail_address, normal, person_name, weakness
from pathways.domain.errors import PathwaysError
from pathways.domain.nouns import OrganisationId
from pathways.domain.rights import KINDS, SPEAK_FOR, AccountKind, may_speak_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlmodel import Session

    from pathways.catalogue import Catalogue
    from pathways.domain.accounts import Account
    from pathways.store.accounts import Kept, NewAccount

KIND = click.option("--kind", type=click.Choice(KINDS), required=True, help="What they sign in as.")
NAME = click.option("--name", required=True, help="What they are called.")
ORGANISATION = click.option(
    "--organisation", metavar="ID", help="Whom they speak for; a company or institution has to."
)
WEAK = {
    "too-short": "It is too short: use at least 12 characters, a few words in a row.",
    "too-long": "It is too long: use at most 200 characters.",
    "own-address": "It is made of the mail address. Choose something else.",
    "own-name": "It is made of the name. Choose something else.",
    "common": "It is one of the passwords that are tried first. Choose something else.",
}


@click.group()
def users() -> None:
    """Say who may sign in: counsellors, companies, institutions, editors and administrators.

    \b
    Examples:
      pathways users add kim@school.example --name "Kim" --kind administrator
      pathways users invite toni@school.example --name "Toni" --kind counsellor
      pathways users list
    """  # noqa: D301  # \b is click's: keep these lines as they are


@users.command()
@click.argument("email")
@NAME
@KIND
@ORGANISATION
def add(email: str, name: str, kind: str, organisation: str | None) -> None:
    """Make an account and ask for its password, which is never part of the command.

    \b
    Example:
      pathways users add kim@school.example --name "Kim" --kind administrator
    """  # noqa: D301  # as above
    from dataclasses import replace

    from pathways.web.passwords import Passwords

    with opened() as catalogue:
        new = checked(catalogue, email, name, kind, organisation)
        password = normal(click.prompt("Password", hide_input=True, confirmation_prompt="The same again"))
        weak = weakness(password, new.email, new.name)
        if weak is not None:
            raise PathwaysError(WEAK[weak])
        account = written(catalogue, replace(new, password_hash=Passwords().hash(password)))
    click.echo(f"{account.email} can sign in as {account.kind}.")


@users.command()
@click.argument("email")
@click.option("--name", help="What they are called; not needed for an account that is there.")
@click.option("--kind", type=click.Choice(KINDS), help="What they sign in as; as --name.")
@ORGANISATION
@LANGUAGE
def invite(email: str, name: str | None, kind: str | None, organisation: str | None, language: str) -> None:
    """Make a link by which somebody chooses a password: it works once, within an hour.

    It is sent by mail where a mail server is set, else printed here. For an account that is there already it is a new
    link, and earlier ones stop working.

    \b
    Example:
      pathways users invite toni@school.example --name "Toni" --kind counsellor -l da
    """  # noqa: D301  # as above
    from pathways.config import Settings
    from pathways.web import create_app
    from pathways.web.one_use import mail_link, make_link

    settings = Settings.read()
    with opened() as catalogue:
        kept = found(catalogue, email)
        if kept is None and not (name and kind):
            raise PathwaysError(f"There is no account for {email} yet. Make one: give --name and --kind.")
        account = (
            kept.account if kept else written(catalogue, checked(catalogue, email, str(name), str(kind), organisation))
        )
        if account.state is AccountState.DISABLED or account.demo:
            raise PathwaysError(
                f"{account.email} is {'a demo account' if account.demo else 'disabled'} and gets no link."
            )
        app = create_app(settings, catalogue)
        with app.test_request_context(f"/{language}/", base_url=settings.address):
            link = make_link(account)
            sent = mail_link(account, link)
    click.echo(f"A link was sent to {account.email}." if sent else f"For {account.email} alone, within an hour: {link}")


@users.command("list")
def list_() -> None:
    """List every account: address, what it signs in as, how it stands, whom it speaks for.

    \b
    Example:
      pathways users list
    """  # noqa: D301  # as above
    from pathways.store import accounts

    with opened() as catalogue, catalogue.rows() as session:
        rows = accounts.all_accounts(session)
    if not rows:
        click.echo("Nobody can sign in yet. Make the first account with: pathways users add")
    wide = max((len(one.email) for one in rows), default=0)
    for one in rows:
        state = "demo" if one.demo and one.state is AccountState.ACTIVE else str(one.state)
        click.echo(f"{one.email:<{wide}}  {one.kind:<13}  {state:<8}  {one.organisation_id or '-'}  {one.name}")


@users.command()
@click.argument("email")
def disable(email: str) -> None:
    """Let an account sign in no more; it is signed out everywhere at once. What it made stays.

    \b
    Example:
      pathways users disable toni@school.example
    """  # noqa: D301  # as above
    from pathways.store import accounts
    from pathways.web.signed_in import new_stamp

    _with(email, lambda session, kept: accounts.disable_account(session, kept.account.id, new_stamp()))
    click.echo(f"{email} can sign in no more.")


@users.command()
@click.argument("email")
def enable(email: str) -> None:
    """Let an account sign in again, with the password it had.

    \b
    Example:
      pathways users enable toni@school.example
    """  # noqa: D301  # as above
    from pathways.store import accounts

    _with(email, lambda session, kept: accounts.enable_account(session, kept.account.id))
    click.echo(f"{email} can sign in again.")


@users.command()
@click.argument("email")
@click.option("--name", help="What they are called from now on.")
@click.option("--email", "newer", metavar="EMAIL", help="Where mails go from now on, and what they sign in with.")
def change(email: str, name: str | None, newer: str | None) -> None:
    """Mend the name or the mail address of an account. Links that were sent to another address stop working.

    \b
    Example:
      pathways users change toni@school.example --name "Toni Example"
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.store import accounts

    called = person_name(name) if name is not None else None
    if name is None and newer is None:
        raise PathwaysError("Say what is to be changed: --name or --email.")
    if name is not None and called is None:
        raise PathwaysError("The name must be readable and have at most 80 letters.")

    def person(session: Session, kept: Kept) -> None:
        address = _address(newer) if newer is not None else kept.account.email
        accounts.set_person(session, kept.account.id, called or kept.account.name, address)

    _with(email, person)
    click.echo("It is changed.")


@users.command()
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
def delete(email: str, yes: bool) -> None:
    """Delete an account for good: name, address, password, saved scenarios. Its edits and answers stay, without a name.

    \b
    Example:
      pathways users delete toni@school.example
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.store import accounts
    from pathways.web.signed_in import new_stamp

    if not yes:
        click.confirm(f"Delete {email} for good?", abort=True)
    _with(email, lambda session, kept: accounts.erase_account(session, kept.account.id, new_stamp()))
    click.echo(f"{email} is deleted.")


@contextmanager
def opened() -> Iterator[Catalogue]:
    """Open the database of the settings, and let go of it at the end."""
    from pathways.cli.opening import open_catalogue
    from pathways.config import Settings

    catalogue = open_catalogue(Settings.read())
    try:
        yield catalogue
    finally:
        catalogue.close()


def found(catalogue: Catalogue, email: str) -> Kept | None:
    """Give the account of an address.

    Raises:
        PathwaysError: it is no address.
    """
    from pathways.store import accounts

    with catalogue.rows() as session:
        return accounts.account_of(session, _address(email))


def checked(catalogue: Catalogue, email: str, name: str, kind: str, organisation: str | None) -> NewAccount:
    """Give what is said of a new account, if all of it can be used.

    Raises:
        PathwaysError: the first thing that cannot.
    """
    from pathways.store.accounts import NewAccount

    called = person_name(name)
    if called is None:
        raise PathwaysError("The name must be readable and have at most 80 letters.")
    if organisation is None and AccountKind(kind) in SPEAK_FOR:
        raise PathwaysError(f"Say which organisation the {kind} is: --organisation ID.")
    if organisation is not None and organisation not in catalogue.graph().organisations:
        raise PathwaysError(f"There is no organisation {organisation!r}. Its id stands in the address of its page.")
    if organisation is not None and not may_speak_for(
        AccountKind(kind), OrganisationId(organisation), catalogue.graph()
    ):
        raise PathwaysError(
            f"{organisation!r} has no programmes to answer for. Name an institution, or say --kind company."
        )
    if found(catalogue, email) is not None:
        raise PathwaysError(f"There is an account for {email} already. Give it a new link with: pathways users invite")
    return NewAccount(_address(email), called, AccountKind(kind), organisation_id=organisation)


def written(catalogue: Catalogue, new: NewAccount) -> Account:
    """Write a new account."""
    from pathways.store import accounts
    from pathways.web.signed_in import new_stamp, now

    with catalogue.rows(write=True) as session:
        return accounts.add_account(session, new, new_stamp(), now())


def _address(email: str) -> str:
    address = mail_address(email)
    if address is None:
        raise PathwaysError(f"{email!r} is no mail address. It must look like name@school.example.")
    return address


def _with(email: str, deed: Callable[[Session, Kept], None]) -> None:
    with opened() as catalogue:
        kept = found(catalogue, email)
        if kept is None:
            raise PathwaysError(f"There is no account for {email}. See them with: pathways users list")
        with catalogue.rows(write=True) as session:
            deed(session, kept)
