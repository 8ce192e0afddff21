"""`pathways digests`: the mails about what waits, sent now; a server sends them by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from pathways.domain.errors import PathwaysError


@click.command()
def digests() -> None:
    """Send the mail about what is new and waits, to everybody who has not had one today.

    A server does so by itself, every hour. Needs PATHWAYS_SMTP_URL and PATHWAYS_MAIL_FROM. It may run while a server
    does: nobody is written to twice.

    \b
    Example:
      pathways digests
    """  # noqa: D301  # \b is click's: keep these lines as they are
    from pathways.cli.sessions import opened
    from pathways.cli.words import many
    from pathways.config import Settings
    from pathways.web import create_app
    from pathways.web.digests import send_due

    settings = Settings.read()
    if not settings.smtp_url:
        raise PathwaysError("No mail server is named. Set PATHWAYS_SMTP_URL and PATHWAYS_MAIL_FROM.")
    catalogue = opened(settings)
    done = send_due(create_app(settings, catalogue), datetime.now(UTC))
    catalogue.close()
    click.echo(f"Sent {many(done.sent, 'mail')}.")
    if done.failed:
        raise PathwaysError(f"{many(done.failed, 'mail')} could not be sent. They are tried again next time.")
