"""Who a signed-in company speaks for, and the page it meets when the catalogue does not know that one any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, request

from pathways.domain.nouns import OrganisationId
from pathways.web.pages import page
from pathways.web.signed_in import own_account

if TYPE_CHECKING:
    from flask import Response

    from pathways.domain.nouns import Organisation


def own_organisation() -> Organisation | None:
    """Give the organisation that whoever is signed in speaks for; None where the catalogue has none such."""
    id = own_account().organisation_id
    return g.graph.organisations.get(OrganisationId(id)) if id else None


def company() -> Organisation:
    """Give the company that is signed in; asked only behind `require_organisation`."""
    found = own_organisation()
    assert found is not None  # noqa: S101  # for mypy: the blueprint has seen to it
    return found


def require_organisation() -> Response | None:
    """Say, instead of the page, that nobody can speak for an organisation that is not in the catalogue (any more)."""
    if own_organisation() is not None:
        return None
    status = 200 if request.method == "GET" else 409
    return page("flags/no_organisation.html", block="main", status=status, account=own_account())
