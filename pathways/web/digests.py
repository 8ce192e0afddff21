"""Mails that say what is new and waits: at most one a day to an account, and none when nothing is new.

A mail names skills and roles and leads to the inbox. It never holds a number of people, a date, what was tried, a
company's own words or a company's name: it lies in a mailbox that is not ours. It is written in both languages, because
an account has none. Whoever is not reached is tried again within the hour; the log says so without an address.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import Blueprint, flash, g, redirect, request, url_for

from pathways.domain.flags import Subject
from pathways.domain.inbox import Why
from pathways.domain.nouns import LANGUAGES
from pathways.domain.rights import AccountKind
from pathways.store import digests, flags, proposals
from pathways.web import mail
from pathways.web.configured import settings
from pathways.web.flag_subjects import subject_of
from pathways.web.inbox import inbox_of, known_flags, why_words
from pathways.web.mail import MailFailed
from pathways.web.signed_in import catalogue, current_account, own_account
from pathways.web.talk_times import local_day
from pathways.web.translate import _, in_language, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from flask import Flask
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.accounts import Account
    from pathways.domain.flags import Flag
    from pathways.domain.inbox import Inbox
    from pathways.store.digests import Due

bp = Blueprint("digests", __name__)
log = logging.getLogger("pathways")

EVERY: Final = timedelta(days=1)
"""How long an account is left alone after a mail."""
LOOK: Final = timedelta(hours=1)
"""How often the servers, all together, look whom to write to."""
PATIENCE: Final = 3
"""After how many failures in a row the mail server is left alone until the next look."""


@dataclass(frozen=True, slots=True)
class News:
    """What an account is told: what began to wait since the last mail, and how many proposed changes did.

    `answers` counts what an editor asked an institution about its proposals since then, or turned down.
    """

    inbox: Inbox
    since: datetime | None
    changes: int
    answers: int = 0

    def __bool__(self) -> bool:
        return bool(self.changes or self.answers or self.inbox.new_since(self.since))


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails were sent, and how many could not be."""

    sent: int = 0
    failed: int = 0


def by_turn(app: Flask, moment: datetime) -> Sent | None:
    """Send what is due, unless some process looked less than an hour ago; None then, and where no mail can be sent.

    Raises:
        StoreError: the database cannot be used.
    """
    with app.app_context():
        if not mail.can_mail():
            return None
        with catalogue().rows() as session:
            turn = digests.is_turn(session, moment, LOOK)
        if turn:
            with catalogue().rows(write=True) as session:
                turn = digests.take_turn(session, moment, LOOK)
        return send_due(app, moment) if turn else None


def send_due(app: Flask, moment: datetime) -> Sent:
    """Write to everybody for whom something new waits and who was not written to today.

    Raises:
        StoreError: the database cannot be used.
    """
    with app.app_context(), catalogue().rows() as session:
        waiting = digests.due(session, moment, EVERY)
    sent = failed = in_a_row = 0
    for one in waiting:
        done = write_to(app, one, moment)
        sent, failed = sent + (done is True), failed + (done is False)
        in_a_row = in_a_row + 1 if done is False else 0
        if in_a_row == PATIENCE:
            break
    if sent:
        log.info("Digests sent: %s", sent)
    return Sent(sent, failed)


def write_to(app: Flask, one: Due, moment: datetime) -> bool | None:
    """Write to one account; None when there is nothing new for it, False when the mail was not taken."""
    with app.test_request_context("/", base_url=app.config["PATHWAYS"].address):
        g.graph = catalogue().graph()
        news = news_of(one, moment)
        if not news:
            return None
        with catalogue().rows(write=True) as session:
            mine = digests.claim(session, one, moment)
        if not mine:
            return None
        subject, text = letter(one.account, news)
        try:
            mail.send(one.account.email, subject, text)
        except MailFailed as error:
            with catalogue().rows(write=True) as session:
                digests.give_back(session, one)
            log.error("A digest was not sent and is tried again: %s", error)  # noqa: TRY400  # one line says it all
            return False
        return True


def news_of(one: Due, moment: datetime) -> News:
    """Look up what is new for an account."""
    inbox = inbox_of(one.account, known_flags(one.account), local_day(moment))
    return News(inbox, one.before, _new(_proposed(one.account), one), _new(_answered(one.account), one))


def _new(moments: Iterable[datetime], one: Due) -> int:
    return sum(one.before is None or at > one.before for at in moments)


def _proposed(account: Account) -> list[datetime]:
    """When it was proposed or delivered what an editor has not looked at; nothing for others."""
    if account.kind is not AccountKind.EDITOR:
        return []
    with catalogue().rows() as session:
        delivered = [row.created_at for row in flags.waiting_changes(session) if not row.answer]
        return delivered + [one.at for one in proposals.open_ones(session) if not one.answer]


def _answered(account: Account) -> tuple[datetime, ...]:
    """When an editor answered what an institution proposed; nothing for others."""
    if account.kind is not AccountKind.INSTITUTION or account.organisation_id is None:
        return ()
    with catalogue().rows() as session:
        return proposals.answered_at(session, account.organisation_id)


def letter(account: Account, news: News) -> tuple[str, str]:
    """Write the mail in both languages: its subject and its text."""
    subjects, texts = [], []
    for language in LANGUAGES:
        g.language = language
        with in_language(language):
            subjects.append(_("New in your inbox in Pathways"))
            texts.append("\n".join(lines(account, news)))
    return " / ".join(subjects), "\n\n-- \n\n".join(texts) + "\n"


def lines(account: Account, news: News) -> Iterator[str]:
    """Write the lines of a mail in the language that is set."""
    address = _address()
    yield from (_("Hello %(name)s", name=account.name), "", _("This is new and waits for you:"))
    found = news.inbox.new_since(news.since)
    for why in Why:
        of_why = [one for one in found if one.why is why]
        if of_why:
            yield from ("", why_words(why))
        for one in of_why:
            yield f"- {subject_words(one.flag)}: {address}{url_for('flags.show_flag', id=one.flag.id)}"
    if news.changes:
        said = ngettext("%(num)s proposed change of the catalogue", "%(num)s proposed changes of the catalogue",
                        news.changes)  # fmt: skip
        yield from ("", f"{said}: {address}{url_for('waiting.list_changes')}")
    if news.answers:
        said = ngettext("%(num)s answer of an editor to what you proposed",
                        "%(num)s answers of an editor to what you proposed", news.answers)  # fmt: skip
        yield from ("", f"{said}: {address}{url_for('waiting.list_changes')}")
    yield from ("", _("All that waits:"), f"{address}{url_for('inbox.show_inbox')}", "")
    yield _("You get at most one such mail a day, and none when nothing is new. Switch them off in your account:")
    yield f"{address}{url_for('accounts.show_account')}"


def subject_words(flag: Flag) -> str:
    """Name what a flag is about, as far as a mail may: own words stay where they were written."""
    return _("own words") if flag.ask.subject is Subject.WORDS else subject_of(flag.ask).label


def _address() -> str:
    return settings().address


@bp.post("/account/mails")
def switch() -> AnyResponse:
    """Switch one's own mails off, or on again."""
    off = request.form.get("mails") != "on"
    with catalogue().rows(write=True) as session:
        digests.switch(session, own_account().id, off=off)
    flash("mails-off" if off else "mails-on")
    return redirect(url_for("accounts.show_account"), 303)


def mails_are_off() -> bool:
    """Tell whether whoever is signed in has switched their mails off."""
    account = current_account()
    with catalogue().rows() as session:
        return account is not None and digests.is_off(session, account.id)


bp.add_app_template_global(mails_are_off)
