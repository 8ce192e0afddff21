"""Mail, sent through the server that is named in the settings. What is sent, and to whom, is in no log."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from pathways.domain.accounts import mail_address
from pathways.domain.errors import PathwaysError
from pathways.web.configured import settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from urllib.parse import SplitResult


LIMIT_S: Final = 10.0
PORTS: Final = {"smtp": 25, "smtps": 465}


class MailFailed(PathwaysError):
    """The mail was not sent."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    mimetype: str
    content: bytes


def can_mail() -> bool:
    """Tell whether a mail server is named in the settings."""
    return bool(settings().smtp_url)


def send(to: str, subject: str, text: str, attachments: Sequence[Attachment] = ()) -> None:
    """Send one mail in plain text; it returns when the mail server has taken it.

    Raises:
        MailFailed: there is no mail server, it does not answer, or it refuses; or `to` is no address.
    """
    told, address = settings(), mail_address(to)
    if not told.smtp_url or address is None:
        raise MailFailed("There is no mail server." if address else "That is no mail address.")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = told.mail_from, address, " ".join(subject.split())
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=told.mail_from.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    for file in attachments:
        main, _, sub = file.mimetype.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    try:
        with _server(urlsplit(told.smtp_url)) as server:
            server.send_message(message, told.mail_from, [address])
    except (OSError, smtplib.SMTPException) as error:
        raise MailFailed(f"The mail server did not take it ({type(error).__name__}).") from None


@contextmanager
def _server(url: SplitResult) -> Iterator[smtplib.SMTP]:
    """Open the mail server. A password goes over an encrypted line only, unless the server is this machine."""
    host, port = url.hostname or "", url.port or PORTS[url.scheme]
    context = ssl.create_default_context()
    with (
        smtplib.SMTP_SSL(host, port, timeout=LIMIT_S, context=context)
        if url.scheme == "smtps"
        else smtplib.SMTP(host, port, timeout=LIMIT_S)
    ) as server:
        server.ehlo()
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif url.scheme == "smtp" and url.username and not _is_here(host):
            raise smtplib.SMTPNotSupportedError("It offers no encryption.")
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
