"""A talk after its database was brought back from a copy: what opened it just before opens it, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from pathways.store.backups import counted, write_backup
from pathways.store.copies import opened
from pathways.store.restoring import replace_all
from tests.conftest import make_app
from tests.talks import begin_talk


def restore(app, file):
    catalogue = app.extensions["pathways"]
    with opened(file) as copy, catalogue.edit() as session:
        replace_all(session, copy, counted(copy), datetime.now(UTC), 180)


def test_a_link_that_was_renewed_after_the_copy_stays_the_one_that_opens(example_facts, tmp_path):
    app = make_app(example_facts, tmp_path)
    talk = begin_talk(app)
    talk.note("", "as it was when it was copied")
    withdrawn = talk.secret
    write_backup(app.extensions["pathways"].engine, tmp_path / "copy.db", datetime.now(UTC), notes=True)
    talk.counsellor.post(f"{talk.address}/new-link")
    talk.note("as it was when it was copied", "changed since")
    good = talk.secret
    restore(app, tmp_path / "copy.db")
    assert talk.row.notes == "as it was when it was copied"
    assert talk.secret == good
    student = app.test_client()
    assert student.get(f"/en/g/{withdrawn}").status_code == 404
    assert student.get(f"/en/g/{good}").status_code == 303
    for path in ("", "/live", "/handout", "/handout.json", "/delete"):
        assert student.get(talk.address + path).status_code == 200, path


def test_a_talk_that_was_deleted_after_the_copy_stays_deleted(example_facts, tmp_path):
    app = make_app(example_facts, tmp_path)
    talk = begin_talk(app)
    talk.note("", "to be forgotten")
    secret = talk.secret
    write_backup(app.extensions["pathways"].engine, tmp_path / "copy.db", datetime.now(UTC), notes=True)
    talk.counsellor.post(f"{talk.address}/delete")
    restore(app, tmp_path / "copy.db")
    assert app.test_client().get(f"/en/g/{secret}").status_code == 404
    assert b"to be forgotten" not in (tmp_path / "pathways.db").read_bytes()
