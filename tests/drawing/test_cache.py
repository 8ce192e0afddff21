"""Finished pictures outlive the process, and a folder in a bad state only costs time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pathways.drawing.cache import Shelf
from pathways.drawing.picture import Form, draw, draw_all
from pathways.drawing.renderer import Renderer, RendererMissing
from tests.drawing.views import address, both, small

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = Renderer("/nowhere/dot")


def test_what_was_drawn_is_not_drawn_again(tmp_path, renderer):
    first = draw(small(), "en", Form.WIDE, address, folder=tmp_path, renderer=renderer)
    assert draw(small(), "en", Form.WIDE, address, folder=tmp_path, renderer=NOWHERE) == first


def test_only_what_is_not_kept_is_drawn_and_each_comes_where_it_was_asked_for(tmp_path, renderer, monkeypatch):
    forms = (Form.WIDE, Form.HOURGLASS, Form.MIDDLE, Form.WIDE)
    alone = [draw(small(), "en", form, address, renderer=renderer) for form in forms]
    draw(small(), "en", Form.HOURGLASS, address, folder=tmp_path, renderer=renderer)
    runs = []
    laid_out = Renderer.svgs
    monkeypatch.setattr(Renderer, "svgs", lambda self, dots: runs.append(len(dots)) or laid_out(self, dots))
    asked = [(small(), form) for form in forms]
    assert list(draw_all(asked, "en", address, folder=tmp_path, renderer=renderer)) == alone
    assert runs == [2], "the upright one was there, and the wide one is drawn once"
    assert list(draw_all(asked, "en", address, folder=tmp_path, renderer=NOWHERE)) == alone


def test_another_process_finds_it(tmp_path):
    first = draw(small(), "en", Form.WIDE, address, folder=tmp_path)
    code = """
import sys
from pathlib import Path
from pathways.drawing.picture import Form, draw
from pathways.drawing.renderer import Renderer
from tests.drawing.views import address, small
sys.stdout.write(draw(small(), "en", Form.WIDE, address, folder=Path(sys.argv[1]), renderer=Renderer("/nowhere")).svg)
"""
    # another seed for hashes: a key must not depend on the order of a set
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "12345", "PYTHONIOENCODING": "utf-8"}
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=True, cwd=ROOT, env=environment
    )
    assert run.stdout.decode() == first.svg


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda: (small(), "da", Form.WIDE, address), id="language"),
        pytest.param(lambda: (small(), "en", Form.HOURGLASS, address), id="form"),
        pytest.param(lambda: (small(), "en", Form.WIDE, lambda node: f"/other/{node.key}"), id="address"),
        pytest.param(lambda: (replace(small(), title=both("Another")), "en", Form.WIDE, address), id="title"),
        pytest.param(lambda: (replace(small(), links=small().links[1:]), "en", Form.WIDE, address), id="links"),
    ],
)
def test_another_question_is_another_picture(tmp_path, change):
    draw(small(), "en", Form.WIDE, address, folder=tmp_path)
    with pytest.raises(RendererMissing):
        draw(*change(), folder=tmp_path, renderer=NOWHERE)


def test_failures_are_not_kept(tmp_path):
    with pytest.raises(RendererMissing):
        draw(small(), "en", Form.WIDE, address, folder=tmp_path, renderer=NOWHERE)
    assert list(tmp_path.rglob("*.json")) == []


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"svg": "<svg/>"}', "\ud800"])
def test_a_spoilt_file_is_drawn_over(tmp_path, content):
    good = draw(small(), "en", Form.WIDE, address, folder=tmp_path)
    (file,) = tmp_path.rglob("*.json")
    file.write_text(content, encoding="utf-8", errors="surrogatepass")
    assert draw(small(), "en", Form.WIDE, address, folder=tmp_path) == good
    assert json.loads(file.read_text(encoding="utf-8"))["svg"] == good.svg


def test_no_half_written_file_is_left(tmp_path):
    draw(small(), "en", Form.WIDE, address, folder=tmp_path)
    assert [path.suffix for path in tmp_path.rglob("*") if path.is_file()] == [".json"]


def test_a_folder_that_cannot_be_made_only_costs_time(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert draw(small(), "en", Form.WIDE, address, folder=blocked).svg.startswith("<svg")


def test_a_full_disk_only_costs_time(tmp_path, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathways.drawing.cache.NamedTemporaryFile", full)
    assert draw(small(), "en", Form.WIDE, address, folder=tmp_path).svg.startswith("<svg")
    assert Shelf(tmp_path).get("0" * 64) is None


def test_a_folder_that_may_not_be_written_only_costs_time():
    """A place that not even root can write to."""
    assert draw(small(), "en", Form.WIDE, address, folder=Path("/proc/pathways")).svg.startswith("<svg")


def test_without_a_folder_nothing_is_kept():
    shelf = Shelf(None)
    shelf.put("key", {"a": "b"})
    assert shelf.get("key") is None


def test_what_nobody_asked_for_in_a_month_is_swept_out(tmp_path):
    shelf = Shelf(tmp_path)
    for key in ("aaold", "bbasked"):
        shelf.put(key, {"key": key})
        os.utime(tmp_path / key[:2] / f"{key}.json", (0, 0))
    assert shelf.get("bbasked") == {"key": "bbasked"}
    assert shelf.sweep(now_s=(tmp_path / "bb" / "bbasked.json").stat().st_mtime) == 1
    assert (shelf.get("aaold"), shelf.get("bbasked")) == (None, {"key": "bbasked"})
    assert Shelf(None).sweep(now_s=0) == 0
