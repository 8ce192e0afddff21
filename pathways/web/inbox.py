"""What waits for whoever is signed in, and the way there: a company, an institution or an editor."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint

from pathways.domain.flags import lapses_on
from pathways.domain.inbox import Why, for_company, for_editor, for_institution, median_days
from pathways.domain.rights import AccountKind
from pathways.store import flags, reports
from pathways.store.steward_tables import Stands
from pathways.web.caching import today_here
from pathways.web.flag_subjects import subject_of
from pathways.web.flag_view import organisation_name
from pathways.web.gap_words import state_words
from pathways.web.pages import page
from pathways.web.published import published
from pathways.web.signed_in import catalogue, current_account, own_account
from pathways.web.talk_times import local_day
from pathways.web.translate import _, ngettext
from pathways.web.waiting_view import changes_by_state
from pathways.web.wording import day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from flask import Response

    from pathways.domain.accounts import Account
    from pathways.domain.flags import Flag
    from pathways.domain.inbox import Inbox, Waiting

bp = Blueprint("inbox", __name__)


@dataclass(frozen=True, slots=True)
class InboxPage:
    """An inbox as its page shows it. `own_days` is the median number of days this institution took to answer.

    `changes` of the catalogue wait; about `asked` of them an editor wants to know something first. `declined` were
    turned down, and their institution has neither proposed them anew nor put them away.
    """

    account: Account
    inbox: Inbox
    own_days: float | None
    town_days: float | None
    changes: int
    asked: int
    declined: int = 0
    reports: int = 0
    """What visitors said is wrong, and nobody has settled; for an editor."""


@bp.get("/inbox")
def show_inbox() -> Response:
    """Show what waits, and then all the rest."""
    return page("inbox/inbox.html", block="main", view=_view(own_account()), today=today_here())


def _view(account: Account) -> InboxPage:
    known = known_flags(account)
    by_state = Counter() if account.kind is AccountKind.COMPANY else changes_by_state(account)
    is_school = account.kind is AccountKind.INSTITUTION
    return InboxPage(
        account=account,
        inbox=inbox_of(account, known, today_here()),
        own_days=median_days(known, account.organisation_id or "") if is_school else None,
        town_days=published().median_days,
        changes=by_state[Stands.WAITING] + by_state[Stands.ASKED],
        asked=by_state[Stands.ASKED],
        declined=by_state[Stands.DECLINED] if is_school else 0,
        reports=_reports() if account.kind is AccountKind.EDITOR else 0,
    )


def _reports() -> int:
    with catalogue().rows() as session:
        return reports.count_waiting(session)


def known_flags(account: Account) -> tuple[Flag, ...]:
    """Give the flags that an account has to do with."""
    organisation = account.organisation_id or ""
    with catalogue().rows() as session:
        if account.kind is AccountKind.COMPANY and organisation:
            return tuple(flags.of_company(session, organisation))
        if account.kind is AccountKind.INSTITUTION and organisation:
            return tuple(flags.for_institution(session, organisation))
        return tuple(flags.with_own_words(session)) if account.kind is AccountKind.EDITOR else ()


def inbox_of(account: Account, known: Sequence[Flag], day_: date) -> Inbox:
    """Sort what an account has to do with."""
    if account.kind is AccountKind.COMPANY:
        return for_company(known, day_)
    if account.kind is AccountKind.INSTITUTION:
        return for_institution(known, account.organisation_id or "", day_)
    return for_editor(known, day_)


def waiting_count() -> int:
    """Count what waits for whoever is signed in; asked where an account has an inbox."""
    account = current_account()
    return inbox_of(account, known_flags(account), today_here()).count if account else 0


def why_words(why: str) -> str:
    """Head a group of flags that wait for the same reason."""
    return {
        Why.NEW: _("New: nobody has answered yet"),
        Why.PASSED_TO_YOU: _("Passed on to you"),
        Why.SENT_BACK: _("Not there yet, says the company"),
        Why.PAST_INTAKE: _("Planned for an intake that is over"),
        Why.NOT_PLANNED: _("Acknowledged, without a plan"),
        Why.TO_CONFIRM: _("Delivered: confirm it, or say what is missing"),
        Why.DECLINED: _("Declined: you can flag it again with something new"),
        Why.NOT_ANSWERED: _("A comment that nobody has answered"),
        Why.LAPSES_SOON: _("Lapses within 60 days, unless you renew it"),
        Why.TO_MAP: _("Own words: which skill or role do they mean?"),
    }[Why(why)]


def flag_title(flag: Flag) -> str:
    """Name what a flag asks for."""
    return subject_of(flag.ask).label


def about_flag(flag: Flag, account: Account, *, headed: bool = False) -> str:
    """Say in a line what a reader may know of a flag: an editor nothing but the level.

    `headed` says that it is in a list whose heading tells how it stands.
    """
    said = [_("at level %(level)s", level=flag.ask.level)] if flag.ask.level else []
    if account.kind is AccountKind.INSTITUTION and account.organisation_id == flag.addressee:
        number = ngettext("%(num)s person", "%(num)s people", flag.ask.people)
        said += [organisation_name(flag.company), _("%(people)s by %(day)s", people=number,
                                                    day=day(flag.ask.by.isoformat()))]  # fmt: skip
    elif account.kind is AccountKind.INSTITUTION:
        said += [organisation_name(flag.company), _("with %(name)s now", name=organisation_name(flag.addressee))]
    elif account.kind is AccountKind.COMPANY:
        said += [organisation_name(flag.addressee), *([] if headed else [state_words(flag.state)])]
    return "\N{NO-BREAK SPACE}· ".join(said)


def since_words(one: Waiting, day_: date) -> str:
    """Say how long something has been waiting; of what will lapse, when it does."""
    if one.why is Why.LAPSES_SOON:
        return _("lapses %(day)s", day=day(lapses_on(one.flag).isoformat()))
    days = (day_ - local_day(one.since)).days
    return ngettext("waiting for %(num)s day", "waiting for %(num)s days", days) if days > 0 else _("today")


def within_words(days: float) -> str:
    """Say within how many days something came, as a median is said: half a day counts."""
    rounded = round(days * 2) / 2
    if not rounded:
        return _("on the same day")
    shown = f"{rounded:.0f}" if rounded == int(rounded) else f"{int(rounded)}½".removeprefix("0")
    return _("within 1 day") if rounded == 1 else _("within %(days)s days", days=shown)


for made in (why_words, flag_title, about_flag, since_words, within_words):
    bp.add_app_template_filter(made)
bp.add_app_template_global(waiting_count)
