"""The revision is asked for on connections of the threads' own, which are closed when their thread ends."""

from __future__ import annotations

import gc
import threading

from sqlalchemy import text

from pathways.store.watch import RevisionWatch


def set_revision(engine, number):
    with engine.begin() as connection:
        connection.execute(text("UPDATE catalogue SET revision = :number"), {"number": number})


def test_a_revision_is_seen_as_soon_as_it_is_committed(engine):
    watch = RevisionWatch(engine)
    seen = [watch.read().revision]
    for number in (5, 6):
        set_revision(engine, number)
        seen.append(watch.read().revision)
    assert seen == [0, 5, 6]
    watch.close()


def test_a_thread_keeps_its_connection_and_gives_it_back_at_its_end(engine):
    watch = RevisionWatch(engine)
    watch.read()
    own = watch._own.line
    watch.read()
    assert watch._own.line is own
    others = []

    def ask():
        watch.read()
        others.append(watch._own.line.close)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    gc.collect()
    assert [close.alive for close in others] == [False]
    assert own.close.alive
    watch.close()
    assert not own.close.alive


def test_a_closed_watch_opens_again_when_asked(engine):
    watch = RevisionWatch(engine)
    watch.read()
    watch.close()
    assert watch.read() == (0, 0)
    watch.close()
