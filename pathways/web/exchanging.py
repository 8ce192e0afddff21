"""The whole catalogue out and in: files to take along, and one to hand in, which is shown before anything is written.

What is made is exactly what was shown: the changes are kept with the file, and refused once the catalogue has been
edited since they were worked out.
"""

from __future__ import annotations

from secrets import token_urlsafe
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, g, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from pathways.domain.errors import PathwaysError
from pathways.store import uploads
from pathways.store.archives import MEBIBYTE
from pathways.store.automatic import Before, copy_before
from pathways.store.documents import document_of
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.errors import StoreError
from pathways.store.exchange import ENDINGS, zip_of
from pathways.store.packed import MOST_PACKED
from pathways.store.upload_tables import UploadState
from pathways.store.workbooks import template_of, workbook_of
from pathways.web import book_words
from pathways.web.addresses import LARGEST
from pathways.web.caching import WHOLE
from pathways.web.configured import settings
from pathways.web.downloads import file_of
from pathways.web.history import MOST_ROWS, WORDS, rows_told
from pathways.web.languages import show_at
from pathways.web.pages import page, wanted_part
from pathways.web.reasons import problem_of_why
from pathways.web.signed_in import catalogue, now, own_account
from pathways.web.translate import _
from pathways.web.typed import cleaned, whole
from pathways.web.uploading import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Response
    from werkzeug.wrappers import Response as AnyResponse

    from pathways.domain.editing import Change
    from pathways.domain.nouns import Facts
    from pathways.store.uploads import Upload

bp = Blueprint("exchanging", __name__)

FORM: Final = MEBIBYTE
"""What a form may weigh beside the file."""
NOT_FOUND, UNPROCESSABLE, TOO_LARGE, CONFLICT, UNAVAILABLE = 404, 422, 413, 409, 503


class FileGone(PathwaysError):
    """There is no such file of this account, or not any more."""


class EditedMeanwhile(PathwaysError):
    """The catalogue is not the one any more that the changes were worked out from."""


@bp.get("/exchange")
def show() -> Response:
    """Show what can be taken along and handed in, and the file that waits."""
    return _page()


@bp.errorhandler(FileGone)
def file_gone(_error: FileGone) -> Response:
    """Answer 404 with where files are handed in, and the one that waits instead; also where a part was asked for."""
    response = _page(NOT_FOUND, gone=True)
    if wanted_part() != WHOLE:
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#main", "innerHTML"
    return response


def _page(status: int = 200, problem: str = "", *, gone: bool = False) -> Response:
    show_at("exchanging.show")
    with catalogue().rows() as session:
        waiting = uploads.of_account(session, own_account().id)
    return page(
        "exchange/exchange.html",
        block="main",
        status=status,
        waiting=waiting,
        problem=problem,
        gone=gone,
        most=MOST_PACKED // MEBIBYTE,
        endings=", ".join(f".{ending}" for ending in ENDINGS),
    )


@bp.get("/exchange/catalogue.xlsx")
def download_workbook() -> Response:
    """Give the catalogue as a workbook; 422 where a text is too long for a cell."""
    try:
        return _file(workbook_of(g.graph.facts, book_words.words()), "xlsx")
    except PathwaysError as error:
        return _page(UNPROCESSABLE, str(error))


@bp.get("/exchange/catalogue.zip")
def download_folder() -> Response:
    """Give the catalogue as a folder of CSV files, zipped."""
    return _file(zip_of(g.graph.facts), "zip")


@bp.get("/exchange/catalogue.json")
def download_document() -> Response:
    """Give the catalogue as one JSON document."""
    return _file(document_of(g.graph.facts), "json")


@bp.get("/exchange/template.xlsx")
def download_template() -> Response:
    """Give a workbook to be filled in."""
    return file_of(template_of(book_words.words()), "pathways-template.xlsx")


def _file(content: bytes, ending: str) -> Response:
    return file_of(content, f"pathways-{g.graph.town.id}-{g.graph.revision}.{ending}")


@bp.post("/exchange")
def hand_in() -> AnyResponse:
    """Take a file, and begin to read it."""
    request.max_content_length = MOST_PACKED + FORM
    try:
        file = request.files.get("file")
        content = file.read() if file is not None else b""
    except RequestEntityTooLarge:
        return _page(TOO_LARGE, _("The file is larger than %(most)s MiB.", most=MOST_PACKED // MEBIBYTE))
    if file is None or not content:
        return _page(UNPROCESSABLE, _("Choose a file that is not empty."))
    id, name = token_urlsafe(12), _name(file.filename)
    with catalogue().rows(write=True) as session:
        uploads.hand_in(session, id, own_account().id, name=name, content=content, now=now())
    Reader(catalogue(), id, name).start()
    return redirect(url_for("exchanging.show_upload", id=id), 303)


def _name(given: str | None) -> str:
    """Give a file's name as it may be shown: without folders, and without what cannot be printed."""
    last = (given or "").replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-uploads.LONGEST_NAME :] or "?"


@bp.get("/exchange/<id>")
def show_upload(id: str) -> Response:
    """Show how far a file is; once it is read, what it would change, or why it cannot be taken."""
    return _shown(_upload(id))


def _shown(upload: Upload, status: int = 200, problem: str = "", why: str = "", *, why_problem: str = "") -> Response:
    show_at("exchanging.show_upload", id=upload.id)
    reading = upload.state is UploadState.READING
    first = whole(request.args.get("from", ""), 0, LARGEST) or 0
    shown = slice(first, first + MOST_ROWS)
    with catalogue().rows() as session:
        outcome = uploads.outcome_of(session, "" if reading else upload.id, shown)
    errors = [fault for fault in outcome.faults if fault.severity != "warning"]
    if first > 0 and first >= max(outcome.rows, len(errors)):
        abort(404)
    return page(
        "exchange/upload.html",
        block="upload",
        status=status,
        upload=upload,
        silent=upload.is_silent(now()),
        edited=upload.state is UploadState.READ and upload.revision != g.graph.revision,
        outcome=outcome,
        errors=errors,
        doubts=[fault for fault in outcome.faults if fault.severity == "warning"],
        rows=rows_told(outcome.changes),
        first=first,
        step=MOST_ROWS,
        problem=problem,
        why=why,
        why_problem=why_problem,
        words=WORDS,
    )


@bp.post("/exchange/<id>/again")
def read_again(id: str) -> AnyResponse:
    """Read a file once more: the catalogue was edited, or its reader died."""
    upload = _upload(id)
    if upload.state is not UploadState.READING or upload.is_silent(now()):
        with catalogue().rows(write=True) as session:
            uploads.begin_again(session, id, now())
        Reader(catalogue(), id, upload.name).start()
    return redirect(url_for("exchanging.show_upload", id=id), 303)


@bp.post("/exchange/<id>/give-up")
def give_up(id: str) -> AnyResponse:
    """Forget a file; if it is being read, that ends."""
    upload = _upload(id)
    with catalogue().rows(write=True) as session:
        uploads.remove(session, upload.id)
    return redirect(url_for("exchanging.show"), 303)


@bp.post("/exchange/<id>/make")
def make(id: str) -> AnyResponse:
    """Make exactly the changes that were shown, after a copy of the database was put beside it."""
    upload, why = _upload(id), cleaned(request.form.get("why", ""))
    with catalogue().rows() as session:
        outcome = uploads.outcome_of(session, id)
    if upload.state is not UploadState.READ or request.form.get("shown") != outcome.digest or not outcome.changes:
        return _shown(upload, CONFLICT, _("These are not the changes that you were shown. Look at them again."), why)
    if why_problem := problem_of_why(why):
        return _shown(upload, UNPROCESSABLE, why=why, why_problem=why_problem)
    try:
        made = _made(upload, outcome.changes, why)
    except StoreError:
        raise
    except EditedMeanwhile:
        return _shown(upload, CONFLICT, _("The catalogue was edited meanwhile. Nothing was changed."), why)
    except PathwaysError as error:
        problem = _("It was not possible. Nothing was changed. What the server says: %(words)s", words=str(error)[:300])
        return _shown(upload, UNAVAILABLE, problem, why)
    with catalogue().rows(write=True) as session:
        uploads.remove(session, id)
    return redirect(url_for("history.show_edit", revision=made), 303)


def _made(upload: Upload, changes: Sequence[Change], why: str) -> int:
    """Copy the database and make the changes; give the revision."""
    held = catalogue()

    def wanted(_facts: Facts) -> Sequence[Change]:
        if held.revision != upload.revision:  # the writer's lock is ours: nobody can write between this and the end
            raise EditedMeanwhile("The catalogue was edited meanwhile. Nothing was changed.")
        return changes

    wanted(g.graph.facts)
    copy_before(held.engine, settings().backup_folder, Before.IMPORT, upload.revision, now())
    return held.change(wanted, Hand(now(), Via.IMPORT, why, own_account().id))


def _upload(id: str) -> Upload:
    """Find a file of this account; to all others there is none."""
    with catalogue().rows() as session:
        found = uploads.of_account(session, own_account().id, id)
    if found is None:
        raise FileGone(id)
    return found
