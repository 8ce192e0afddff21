"""The whole catalogue out and in on its pages: shown before anything is written, and then made as it was shown."""

from __future__ import annotations

import io
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pathways.domain.editing import Change
from pathways.domain.nouns import Label, Text
from pathways.domain.rights import AccountKind
from pathways.store import edits, uploads
from pathways.store.documents import document_of
from pathways.store.edit_tables import Via
from pathways.store.edits import Hand
from pathways.store.exchange import read_file, zip_of
from pathways.store.packed import MOST_PACKED
from pathways.web import create_app, uploading
from tests.conftest import make_app
from tests.people import signed_in, stranger
from tests.store.books import book, planted
from tests.visiting import Visited, check_html, check_page, check_part
from tests.worlds import whole_town

TOWN = whole_town()
NOW = datetime.now(UTC)
CHANGED = replace(TOWN, roles=(replace(TOWN.roles[0], eqf=5), *TOWN.roles[1:]), openings=())
"""One row told otherwise and one gone."""


@pytest.fixture
def app(tmp_path):
    made = make_app(TOWN, tmp_path)
    made.extensions["pathways"].replace(TOWN, Hand(NOW - timedelta(days=90), Via.SEED))
    return made


@pytest.fixture
def editor(app):
    return signed_in(app, AccountKind.EDITOR)


def page_of(answer, status=200):
    assert answer.status_code == status, answer.text[:200]
    page = Visited("/", answer)
    check_page(page)
    check_html(page)
    return page


def facts(app):
    return app.extensions["pathways"].graph().facts


def handed_in(client, content, name="town.xlsx", language="en"):
    """Hand in a file, and give the address of what became of it."""
    answer = client.post(f"/{language}/exchange", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 303, answer.text[:200]
    return answer.location


def multipart(content):
    """A file as a browser sends it; the test client would leave one of its own open."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="x.xlsx"\r\n\r\n'
    return {"data": head + content + b"\r\n--x--\r\n", "content_type": "multipart/form-data; boundary=x"}


def read(client, address):
    """Wait until a file is read, as a browser does: by asking again and again."""
    for _ in range(600):
        answer = client.get(address)
        if 'every 1s"' not in answer.text:
            return page_of(answer)
        time.sleep(0.05)
    raise AssertionError("It was never read.")


def shown(page):
    return page.one("input[name=shown]").get("value")


def made(client, address, page, **more):
    return client.post(f"{address}/make", data={"shown": shown(page), "why": "Intakes of the year", **more})


def edited(app, eqf=7):
    role = facts(app).roles[0]
    change = Change("roles", role, replace(role, eqf=eqf))
    app.extensions["pathways"].change(lambda _: [change], Hand(NOW, Via.FORM))


def test_a_code_of_a_programme_that_is_gone_is_told_before_anything_is_written(app, editor):
    gone = replace(TOWN.programmes[0], id="gone", code="D77", title=Text("Væk", "Gone"))
    held = app.extensions["pathways"]
    held.change(lambda _: [Change("programmes", None, gone)], Hand(NOW, Via.FORM))
    held.change(lambda _: [Change("programmes", gone, None)], Hand(NOW, Via.FORM))
    other = replace(gone, id="other")
    content = document_of(replace(TOWN, programmes=(*TOWN.programmes, other)))
    page = read(editor, handed_in(editor, content, "town.json"))
    assert "D77 was the code of gone, which is gone." in page.words("main")
    assert not page.all("input[name=shown]")
    same = document_of(replace(TOWN, programmes=(*TOWN.programmes, gone)))
    assert shown(read(editor, handed_in(editor, same, "town.json")))


# out


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("ending", ["xlsx", "zip", "json"])
def test_what_is_taken_along_says_the_same_when_it_is_read(app, editor, language, ending):
    links = page_of(editor.get(f"/{language}/exchange")).links()
    [link] = [one for one in links if one.endswith(f"catalogue.{ending}")]
    answer = editor.get(link)
    assert answer.status_code == 200
    name = f"pathways-{TOWN.town.id}-{app.extensions['pathways'].revision}.{ending}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert read_file("x", answer.data).facts == TOWN


def test_a_workbook_says_what_it_is_in_both_languages_whoever_asks(editor):
    from openpyxl import load_workbook

    for language in ("en", "da"):
        opened = load_workbook(io.BytesIO(editor.get(f"/{language}/exchange/catalogue.xlsx").data))
        assert (
            opened["roles"]["H2"].value
            == "EQF-niveau · skal udfyldes · et tal\nEQF level · must be filled in · a number"
        )
        assert opened["needs"]["B2"].value.splitlines()[1] == "Skill · must be filled in · an id from the sheet skills"
        rows = [[cell.value for cell in row] for row in opened["read me"]]
        assert ["roles", "Job", "Role"] in rows
    template = load_workbook(io.BytesIO(editor.get("/da/exchange/template.xlsx").data))
    assert template.sheetnames == opened.sheetnames
    assert template["roles"].max_row == 2


def test_the_page_leads_to_the_map_as_dot(editor):
    [link] = [one for one in page_of(editor.get("/da/exchange")).links() if one.endswith(".dot")]
    assert editor.get(link).text.startswith("digraph") or "digraph pathways" in editor.get(link).text


# in


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("form", [book, zip_of, document_of])
def test_a_file_is_shown_row_by_row_and_then_made_as_shown(app, editor, language, form):
    address = handed_in(editor, form(CHANGED), language=language)
    page = read(editor, address)
    told = page.words("#upload")
    assert {"en": "7 → becomes 5", "da": "7 → bliver til 5"}[language].replace("7", str(TOWN.roles[0].eqf)) in told
    assert {"en": "Role: 1 changed", "da": "Job: 1 ændret"}[language] in told
    assert {"en": "Openings: 1 removed", "da": "1 fjernet"}[language] in told
    assert facts(app) == TOWN
    answer = made(editor, address, page, why="The new order")
    assert answer.status_code == 303
    assert facts(app) == CHANGED
    history = page_of(editor.get(answer.location))
    assert "The new order" in history.words("main")
    assert editor.get(address).status_code == 404


def test_an_import_stands_in_the_history_after_a_copy_and_is_taken_back(app, editor, tmp_path):
    address = handed_in(editor, book(CHANGED))
    before = app.extensions["pathways"].revision
    answer = made(editor, address, read(editor, address))
    [copy] = (tmp_path / "backups").iterdir()
    assert copy.name.endswith(f"-{before}.db")
    from sqlmodel import Session

    from pathways.store.copies import opened
    from pathways.store.reads import load_facts

    with opened(copy) as engine, Session(engine) as session:
        assert load_facts(session) == TOWN
        assert uploads.of_account(session, 1) is None
    revision = int(answer.location.rpartition("/")[2])
    with app.extensions["pathways"].rows() as session:
        assert edits.edit_of(session, revision).hand.via is Via.IMPORT
    assert editor.post(f"/en/history/{revision}/undo", data={"why": "Wrong"}).status_code == 303
    assert replace(facts(app), openings=()) == replace(TOWN, openings=())
    assert set(facts(app).openings) == set(TOWN.openings)


def test_a_file_that_says_the_same_changes_nothing(app, editor):
    page = read(editor, handed_in(editor, book(TOWN)))
    assert "says all of this already" in page.words("#upload")
    assert not page.all("input[name=shown]")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("roles, row 3eqf (H3)", "The cell holds a formula.", "Paste its value in its place.", "'gone'")),
        ("da", ("roles, række 3eqf (H3)", "Der er en formel i cellen.", "Indsæt værdien i stedet.", "»gone«")),
    ],
)
def test_every_fault_is_told_by_sheet_row_and_column(app, editor, language, words):
    content = planted(planted(book(TOWN), "roles", 3, eqf="=1+1"), "needs", 4, skill="gone", level="5")
    page = read(editor, handed_in(editor, content, language=language))
    assert len(page.all(".faults tbody tr")) == 3
    assert page.all(f"a[href='/{language}/exchange#f-file']"), "the way to hand in the mended file"
    told = page.words("#upload")
    for one in (*words, "C4"):
        assert one in told
    assert not page.all("input[name=shown]")
    assert facts(app) == TOWN


MANY = replace(
    TOWN,
    families=(
        *TOWN.families,
        *(Label(f"f{at}", Text(f"F {at} (da)", f"F {at}")) for at in range(250)),
    ),
)


def test_every_row_of_a_large_file_can_be_seen_before_anything_is_written(app, editor):
    address = handed_in(editor, document_of(MANY))
    page = read(editor, address)
    assert "Family of roles: 250 added" in page.words("#upload")
    assert "Rows 1 to 100 of 250" in page.words("#upload")
    seen = []
    while page is not None:
        seen += [row.text_content() for row in page.all(".changed-rows .what b")]
        onward = [link.get("href") for link in page.all("#upload p.row a") if link.text == "More rows"]
        page = page_of(editor.get(onward[0])) if onward else None
    assert len(seen) == len(set(seen)) == 250
    assert editor.get(f"{address}?from=250").status_code == 404
    assert editor.get(f"{address}?from=x").status_code == 200
    assert facts(app) == TOWN
    assert made(editor, address, page_of(editor.get(f"{address}?from=200"))).status_code == 303
    assert facts(app) == MANY


def test_every_fault_of_a_large_file_can_be_seen(editor):
    content = document_of(MANY).replace(b'"label_en": "F ', b'"label_en": "\\n')
    address = handed_in(editor, content)
    page = read(editor, address)
    assert page.words("h1") == "The file cannot be used yet"
    part = editor.get(address, headers={"HX-Request": "true", "HX-Target": "upload"})
    assert 'data-hx-swap-oob="innerHTML:#upload-title">The file cannot be used yet<' in part.text
    assert "250 faults: nothing was changed" in page.words("#faults")
    assert len(page.all(".faults tbody tr")) == 100
    last = page_of(editor.get(f"{address}?from=200"))
    assert len(last.all(".faults tbody tr")) == 50
    assert "Rows 201 to 250 of 250" in last.words("#upload")


def test_doubts_are_told_and_do_not_stand_in_the_way(app, editor):
    doubtful = replace(TOWN, feeds=(TOWN.feeds[0], replace(TOWN.feeds[1], programme="night", role="analyst")))
    address = handed_in(editor, document_of(doubtful), "town.json")
    page = read(editor, address)
    if read_file("x", document_of(doubtful)).faults:
        assert page.all(".doubts .faults tbody tr")
    assert made(editor, address, page).status_code == 303
    assert facts(app) == doubtful


def test_what_was_edited_meanwhile_refuses_what_was_shown(app, editor):
    address = handed_in(editor, book(CHANGED))
    page = read(editor, address)
    edited(app)
    there = facts(app)
    refused = page_of(made(editor, address, page, why="kept words"), 409)
    assert "edited meanwhile" in refused.words("#problem")
    assert facts(app) == there
    later = page_of(editor.get(address))
    assert not later.all("input[name=shown]")
    assert "edited since this was worked out" in later.words("#upload")
    assert editor.post(f"{address}/again").status_code == 303
    again = read(editor, address)
    assert "7 → becomes 5" in again.words("#upload")
    assert made(editor, address, again).status_code == 303
    assert facts(app) == CHANGED


def test_what_was_edited_between_the_look_and_the_lock_refuses_too(app, editor, monkeypatch):
    """The catalogue is edited while the copy of the database is being made."""
    address = handed_in(editor, book(CHANGED))
    page = read(editor, address)
    monkeypatch.setattr("pathways.web.exchanging.copy_before", lambda *_: edited(app))
    page_of(made(editor, address, page), 409)
    assert facts(app).roles[0].eqf == 7


def test_only_the_changes_that_were_shown_are_made(app, editor):
    address = handed_in(editor, book(CHANGED))
    page = read(editor, address)
    for sent in ({"shown": "0" * 16}, {}):
        refused = page_of(editor.post(f"{address}/make", data=sent), 409)
        assert "not the changes that you were shown" in refused.words("#problem")
    assert facts(app) == TOWN
    assert shown(page_of(editor.get(address))) == shown(page)


def test_a_reason_that_is_too_long_is_named_and_kept(app, editor):
    address = handed_in(editor, book(CHANGED))
    page = page_of(made(editor, address, read(editor, address), why=" "), 422)
    assert "Say in a few words why" in page.words("#problem")
    assert "Say in a few words why" in page.words("#e-why")
    page = page_of(made(editor, address, page, why="x" * 301), 422)
    assert "Keep it to 300 letters" in page.words("#problem")
    assert page.one("#f-why").get("value") == "x" * 301
    assert facts(app) == TOWN


def test_where_no_copy_can_be_made_nothing_is_changed(app, editor, tmp_path):
    (tmp_path / "backups").write_text("a file where the folder should be")
    address = handed_in(editor, book(CHANGED))
    page = page_of(made(editor, address, read(editor, address)), 503)
    assert "Nothing was changed" in page.words("#problem")
    assert facts(app) == TOWN
    (tmp_path / "backups").unlink()
    assert made(editor, address, read(editor, address)).status_code == 303


# what one can do with a file


def test_a_newer_file_takes_the_place_of_the_one_before(editor):
    first = handed_in(editor, book(CHANGED), "first.xlsx")
    second = handed_in(editor, book(TOWN), "second.xlsx")
    gone = editor.get(first)
    assert gone.status_code == 404
    told = Visited(first, gone)
    assert told.words("[role=alert]") == "That file is not here any more. A newer one took its place."
    assert "second.xlsx" in told.words("[role=status]"), "and where it is"
    assert "second.xlsx" in page_of(editor.get("/en/exchange")).words("[role=status]")
    read(editor, second)


def test_a_file_is_forgotten(editor):
    address = handed_in(editor, book(CHANGED))
    read(editor, address)
    assert editor.post(f"{address}/give-up").location == "/en/exchange"
    gone = editor.get(address)
    assert gone.status_code == 404
    assert "Hand it in again below." in Visited(address, gone).words("[role=alert]")
    assert editor.post(f"{address}/make").status_code == 404


def test_the_file_of_another_is_not_there(app, editor):
    address = handed_in(editor, book(CHANGED))
    read(editor, address)
    other = signed_in(app, AccountKind.EDITOR)
    assert other.get(address).status_code == 404
    for deed in ("make", "again", "give-up"):
        assert other.post(f"{address}/{deed}").status_code == 404
    assert editor.get(address).status_code == 200


def test_others_than_editors_neither_hand_in_nor_take_along(app):
    for kind in (AccountKind.ADMINISTRATOR, AccountKind.COUNSELLOR):
        client = signed_in(app, kind)
        assert client.post("/en/exchange", data={"file": (io.BytesIO(book(CHANGED)), "x")}).status_code == 403
        assert client.get("/en/exchange/catalogue.zip").status_code == 403
    assert stranger(app).get("/en/exchange").status_code == 303


NAMES = ["../../etc/passwd", "C:\\town.xlsx", "a\tb\u202e.xlsx", "<script>alert(1)</script>", "x" * 5000]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_as_words_and_leads_nowhere(editor, name):
    address = handed_in(editor, b"no workbook", name)
    page = read(editor, address)
    assert "no workbook (.xlsx) and no zip" in page.words("#upload")
    assert not page.all("main script")
    assert ".." not in page.words(".crumb")
    assert len(page.words(".crumb")) < 200


@pytest.mark.parametrize(
    "sent", [{}, {"file": "words"}, {"file": (io.BytesIO(b""), "empty.xlsx")}, {"file": (io.BytesIO(b""), "")}]
)
def test_no_file_or_an_empty_one_is_named(editor, sent):
    page = page_of(editor.post("/en/exchange", data=sent), 422)
    assert "Choose a file that is not empty" in page.words("#problem")


def test_a_file_beyond_the_limit_is_refused_and_other_pages_take_no_more_than_before(editor):
    page = page_of(editor.post("/en/exchange", **multipart(bytes(MOST_PACKED + (2 << 20)))), 413)
    assert "larger than 16 MiB" in page.words("#problem")
    assert editor.post("/en/history/1/undo", **multipart(bytes(2 << 20))).status_code == 413


def test_a_file_larger_than_other_pages_take_is_read(app, editor):
    answer = editor.post("/en/exchange", **multipart(bytes(3 << 20)))
    assert "no workbook" in read(editor, answer.location).words("#upload")


# while it is read


class Gate:
    """Holds the reading until it is let go, asking now and then as a long reading does."""

    def __init__(self):
        self.begun, self.go, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.inside, self.together = [], 0

    def __call__(self, name, content, asked):
        self.inside.append(name)
        self.together = max(self.together, len(self.inside))
        self.begun.set()
        try:
            while not self.go.wait(0.02):
                asked("roles", 0.4)
            return read_file(name, content)
        finally:
            self.inside.pop()
            self.ended.set()


@pytest.fixture
def gate(monkeypatch):
    held = Gate()
    monkeypatch.setattr(uploading, "read_file", held)
    monkeypatch.setattr(uploading, "SIGN_S", 0.02)
    yield held
    held.go.set()


def test_progress_is_shown_and_asked_for_as_a_part(app, editor, gate):
    address = handed_in(editor, book(CHANGED))
    gate.begun.wait(10)
    for _ in range(200):
        page = page_of(editor.get(address))
        if page.one("progress").get("value") != "0.0":
            break
        time.sleep(0.02)
    assert page.one("progress").get("value") == "0.4"
    assert "Reading … Role" in page.words("#upload")
    part = editor.get(address, headers={"HX-Request": "true", "HX-Target": "upload"})
    assert part.text.lstrip().startswith('<div id="upload"')
    check_part(Visited(address, part))
    gate.go.set()
    assert "Role: 1 changed" in read(editor, address).words("#upload")


def test_a_reading_that_is_cancelled_ends(app, editor, gate):
    address = handed_in(editor, book(CHANGED))
    gate.begun.wait(10)
    assert editor.post(f"{address}/give-up").status_code == 303
    assert gate.ended.wait(10)
    assert editor.get(address).status_code == 404
    assert facts(app) == TOWN


def test_one_file_is_read_at_a_time_so_that_many_take_no_more_memory(app, editor, gate):
    first = handed_in(editor, book(CHANGED))
    assert gate.begun.wait(10)
    for _ in range(3):
        others = signed_in(app, AccountKind.EDITOR)
        waiting = handed_in(others, book(CHANGED))
    time.sleep(0.3)
    assert "Reading" in page_of(others.get(waiting)).words("#upload")
    assert others.post(f"{waiting}/give-up").status_code == 303
    gate.go.set()
    assert "Role: 1 changed" in read(editor, first).words("#upload")
    assert gate.together == 1


def test_a_file_is_not_made_before_it_is_read(app, editor, gate):
    address = handed_in(editor, book(CHANGED))
    gate.begun.wait(10)
    assert editor.post(f"{address}/make", data={"shown": ""}).status_code == 409
    assert facts(app) == TOWN


def test_another_worker_shows_how_far_it_is_and_makes_it(app, editor, gate):
    """Two applications over one database: one reads, the other one answers."""
    other = create_app(app.config["PATHWAYS"])
    second = other.test_client()
    second.environ_base.update(editor.environ_base)
    for cookie in editor._cookies.values():
        second.set_cookie(cookie.key, cookie.value)
    address = handed_in(editor, book(CHANGED))
    gate.begun.wait(10)
    assert "Reading" in page_of(second.get(address)).words("#upload")
    gate.go.set()
    page = read(second, address)
    assert made(second, address, page).status_code == 303
    assert facts(app) == CHANGED


def test_a_reader_that_died_is_not_said_to_be_reading(app, editor, monkeypatch):
    monkeypatch.setattr(uploading.Reader, "start", lambda self: None)
    address = handed_in(editor, book(CHANGED))
    assert "Reading" in page_of(editor.get(address)).words("#upload")
    later = datetime.now(UTC) + timedelta(minutes=5)
    monkeypatch.setattr("pathways.web.exchanging.now", lambda: later)
    page = page_of(editor.get(address))
    assert "The reading was interrupted" in page.words("#upload")
    assert not page.all("progress")
    monkeypatch.undo()
    monkeypatch.setattr("pathways.web.exchanging.now", lambda: later)
    assert editor.post(f"{address}/again").status_code == 303
    monkeypatch.undo()
    assert "Role: 1 changed" in read(editor, address).words("#upload")


def test_a_reading_that_fails_by_our_mistake_says_so(app, editor, monkeypatch, caplog):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(uploading, "read_file", broken)
    page = read(editor, handed_in(editor, book(CHANGED)))
    assert "The reading was interrupted" in page.words("#upload")


def test_files_are_gone_after_a_day(app, editor):
    address = handed_in(editor, book(CHANGED))
    read(editor, address)
    uploading.forget_old(app.extensions["pathways"], datetime.now(UTC))
    assert editor.get(address).status_code == 200
    uploading.forget_old(app.extensions["pathways"], datetime.now(UTC) + timedelta(hours=25))
    assert editor.get(address).status_code == 404
