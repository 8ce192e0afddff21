"""The forms of accounts: what is asked for, and what is said when it cannot be used.

No form carries a token: a post from another site is refused for all routes alike (`headers.refuse_other_sites`).
A password that was typed is never written back into a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import g, request
from wtforms import Form, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import StopValidation, ValidationError

from pathways.domain.accounts import SHORTEST, Weakness, mail_address, normal, person_name, weakness
from pathways.domain.rights import KINDS, SPEAK_FOR, AccountKind, may_speak_for
from pathways.web.route_form import Problem
from pathways.web.translate import _
from pathways.web.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wtforms import Field

    from pathways.domain.accounts import Account


def asked_for(words: Callable[[], str]) -> Callable[[Form, Field], None]:
    """Give the check that something was typed; `words` say what."""

    def check(_form: Form, field: Field) -> None:
        if not field.data:
            raise StopValidation(words())

    return check


def an_address(_form: Form, field: Field) -> None:
    """Check that a mail can be sent there, and keep it in small letters."""
    address = mail_address(field.data or "")
    if address is None:
        raise StopValidation(_("Write a mail address, as in name@school.dk."))
    field.data = address


def a_name(_form: Form, field: Field) -> None:
    """Check that somebody can be called so."""
    name = person_name(field.data or "")
    if name is None:
        raise StopValidation(_("Write a name of at most 80 letters."))
    field.data = name


class Typed(Form):  # type: ignore[misc]  # WTForms ships no types
    """A form as it was sent. `problems` gives what is wrong with each field, for the summary on top."""

    @property
    def problems(self) -> Mapping[str, Problem]:
        """List the fields that cannot be used, in the order of the form."""
        return {name: Problem(str(said[0])) for name, said in self.errors.items() if name and said}


class SignInForm(Typed):
    """Who somebody is."""

    email = StringField(validators=[asked_for(lambda: _("Write your mail address."))])
    password = PasswordField(validators=[asked_for(lambda: _("Write your password."))])
    next = HiddenField()


class ForgottenForm(Typed):
    """Where the link is to go."""

    email = StringField(validators=[an_address])


class NewPasswordForm(Typed):
    """A new password, twice; give whose it is to `for_account` before it is checked."""

    new = PasswordField()
    again = PasswordField()
    account: Account

    def for_account(self, account: Account) -> NewPasswordForm:
        """Say whose password it is: it may not be made of their name or address."""
        self.account = account
        return self

    def validate_new(self, field: Field) -> None:
        """Check that it is hard to guess."""
        weak = weakness(normal(field.data or ""), self.account.email, self.account.name)
        if weak is not None:
            raise ValidationError(weakness_words(weak))

    def validate_again(self, field: Field) -> None:
        """Check that both are the same."""
        if field.data != self.new.data:
            raise ValidationError(_("The two passwords are not the same. Type the new one again."))


class ChangeForm(NewPasswordForm):
    """The password of today, and a new one."""

    current = PasswordField(validators=[asked_for(lambda: _("Type the password you have today."))])


class MemberForm(Typed):
    """Which organisation an account speaks for; blank for none. `of_kind` is what it signs in as."""

    organisation = SelectField(choices=list, validate_choice=False)
    of_kind: str = ""

    def validate_organisation(self, field: Field) -> None:
        """Check that there is such an organisation, and that who speaks for one names it."""
        if field.data and field.data not in g.graph.organisations:
            raise ValidationError(_("There is no such organisation. Choose one from the list."))
        if field.data and self.of_kind in KINDS and not may_speak_for(AccountKind(self.of_kind), field.data, g.graph):
            raise ValidationError(_("Choose an organisation that teaches: such an account answers for programmes."))
        if not field.data and self.of_kind in SPEAK_FOR:
            raise ValidationError(_("Choose the organisation that this account speaks for."))


class PersonForm(Typed):
    """What somebody is called, and where mails go."""

    name = StringField(validators=[a_name])
    email = StringField(validators=[an_address])


class InviteForm(PersonForm, MemberForm):
    """Who is to be let in, and as what."""

    kind = SelectField(choices=list, validate_choice=False)

    @property
    def of_kind(self) -> str:  # type: ignore[override]  # here it is chosen in the form itself
        """Give the kind that was chosen."""
        return self.kind.data or ""

    def validate_kind(self, field: Field) -> None:
        """Check that there is such a kind of account."""
        if field.data not in set(AccountKind):
            raise ValidationError(_("Choose a kind of account."))


def sent(form: type[Any]) -> Any:  # noqa: ANN401  # the form that was asked for
    """Read a form from what was posted."""
    return form(request.form)


def organisations() -> list[tuple[str, str]]:
    """List every organisation: id and name, by name."""
    named = ((str(one.id), plain(one.name)) for one in g.graph.organisations.values())
    return sorted(named, key=lambda one: one[1].casefold())


def weakness_words(weak: Weakness) -> str:
    """Say why a password is too easy to guess, and what would be better."""
    match weak:
        case Weakness.TOO_SHORT:
            return _("Use at least %(count)s characters. A few words in a row are easy to remember.", count=SHORTEST)
        case Weakness.TOO_LONG:
            return _("Use at most 200 characters.")
        case Weakness.OWN_ADDRESS:
            return _("Your mail address is the first thing somebody would try. Choose something else.")
        case Weakness.OWN_NAME:
            return _("Your name is the first thing somebody would try. Choose something else.")
        case _:
            return _("This is one of the passwords that are tried first. Choose something else.")
