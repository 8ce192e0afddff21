"""Which Graphviz is run, and every way in which that can go wrong."""

from __future__ import annotations

import os
import time
import tracemalloc

import pytest

from pathways.drawing import renderer as room
from pathways.drawing.picture import DrawingFailed, Form, draw
from pathways.drawing.renderer import (
    LONGEST,
    Renderer,
    RendererFailed,
    RendererMissing,
    RendererSlow,
    bundled,
    find_renderer,
)
from tests.drawing.views import address, small


def test_both_programs_lay_out_a_graph(renderer):
    assert b"<svg" in renderer.svg("digraph { a -> b }")
    assert "graphviz" in renderer.version()


def test_several_graphs_are_laid_out_in_one_run_each_as_it_is_alone(renderer):
    dots = ["digraph one { a -> b }", 'digraph two { c [label="</svg>"] }', "digraph three { d -> e -> f }"]
    laid_out = [svg.replace(b"page0,1_", b"") for svg in renderer.svgs(dots)]  # the second is another page to it
    assert laid_out == [renderer.svg(dot).rstrip() for dot in dots]


@pytest.mark.parametrize(
    ("script", "given"),
    [
        pytest.param("echo '<svg></svg>'", 1, id="too few"),
        pytest.param("echo '<svg></svg><svg></svg><svg></svg>'", 3, id="too many"),
        pytest.param("head -c 100000 /dev/zero", 0, id="noise"),
    ],
)
def test_another_number_of_pictures_than_asked_for_is_none(fake, script, given):
    with pytest.raises(RendererFailed, match=f"asked for 2 pictures and gave {given}"):
        Renderer(fake(f"cat > /dev/null; {script}")).svgs(["digraph {}", "digraph {}"])


def test_the_program_set_wins_over_the_environment_and_that_over_the_path(monkeypatch):
    monkeypatch.setenv("PATHWAYS_DOT", "/from/environment")
    assert find_renderer("/set/here").program == "/set/here"
    assert find_renderer().program == "/from/environment"
    monkeypatch.delenv("PATHWAYS_DOT")
    monkeypatch.setattr(room, "which", lambda name: f"/usr/bin/{name}")
    assert find_renderer().program == "/usr/bin/dot"


def test_without_dot_the_wheel_draws(monkeypatch):
    monkeypatch.delenv("PATHWAYS_DOT", raising=False)
    monkeypatch.setattr(room, "which", lambda _: None)
    assert find_renderer().program == bundled()


def test_without_any_it_says_what_to_install(monkeypatch):
    monkeypatch.delenv("PATHWAYS_DOT", raising=False)
    monkeypatch.setattr(room, "which", lambda _: None)
    monkeypatch.setattr(room, "bundled", lambda: None)
    with pytest.raises(RendererMissing, match="Install graphviz"):
        find_renderer()


def attempt(renderer: Renderer) -> None:
    draw(small(), "en", Form.WIDE, address, renderer=renderer)


def test_a_program_that_is_not_there(tmp_path):
    with pytest.raises(RendererMissing, match="cannot be run"):
        attempt(Renderer(str(tmp_path / "no-dot")))


def test_a_program_that_may_not_be_run(tmp_path):
    program = tmp_path / "dot"
    program.write_text("no program")
    with pytest.raises(RendererMissing, match="cannot be run"):
        attempt(Renderer(str(program)))


def test_a_program_that_fails_is_quoted(fake):
    with pytest.raises(RendererFailed, match="ended with 3: out of ink"):
        attempt(Renderer(fake("echo 'out of ink' >&2; exit 3")))


def test_a_program_that_never_ends_is_stopped(fake):
    began = time.monotonic()
    with pytest.raises(RendererSlow, match=r"after 0\.3 s"):
        attempt(Renderer(fake("exec sleep 30"), timeout_s=0.3))
    assert time.monotonic() - began < 5


def test_what_a_program_started_is_stopped_with_it(fake, tmp_path):
    late = tmp_path / "late"
    with pytest.raises(RendererSlow, match=r"after 0\.5 s"):
        attempt(Renderer(fake(f"(sleep 1.5; touch {late}) & wait"), timeout_s=0.5))
    time.sleep(2)
    assert not late.exists()


@pytest.mark.parametrize(
    ("script", "told"),
    [
        pytest.param("exec cat /dev/zero", "wrote more than 16 MiB", id="a picture without end"),
        pytest.param("exec cat /dev/zero >&2", r"after 1\.5 s", id="complaints without end"),
        pytest.param("cat /dev/zero & exit 0", "wrote more than 16 MiB", id="what it started writes without end"),
    ],
)
def test_a_program_that_writes_without_end_fills_no_memory(fake, script, told):
    began = time.monotonic()
    tracemalloc.start()
    try:
        with pytest.raises(RendererSlow, match=told):
            Renderer(fake(script), timeout_s=1.5).svg("digraph {}")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4 * LONGEST
    assert time.monotonic() - began < 5


def test_complaints_are_heard_to_the_end_and_their_beginning_is_kept(fake):
    """As many warnings as there are lines are no reason to leave a picture out."""
    script = "cat > /dev/null; head -c 3000000 /dev/zero >&2; echo '<svg/>'"
    assert Renderer(fake(script)).svg("digraph {}") == b"<svg/>\n"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("", id="nothing"),
        pytest.param("not an SVG", id="no markup"),
        pytest.param("<svg xmlns='http://www.w3.org/2000/svg'>", id="half an SVG"),
        pytest.param("<svg xmlns='http://www.w3.org/2000/svg'/>", id="an SVG without our plates"),
        pytest.param(
            "<svg xmlns='http://www.w3.org/2000/svg'><g id='n0'><polygon points='a,b'/></g></svg>", id="no numbers"
        ),
    ],
)
def test_an_answer_that_is_not_the_picture_is_a_failure(fake, answer):
    with pytest.raises(RendererFailed, match="not the picture"):
        attempt(Renderer(fake(f'cat > /dev/null; printf "%s" "{answer}"')))


def test_every_failure_is_a_drawing_that_failed_with_a_reason():
    for failure in (RendererMissing, RendererFailed, RendererSlow):
        error = failure("why")
        assert isinstance(error, DrawingFailed)
        assert error.reason == "why"


def test_a_program_that_does_not_read_is_no_trouble(fake):
    """A closed pipe while we write is the program's failure, not ours."""
    with pytest.raises(RendererFailed):
        attempt(Renderer(fake("exec <&-; exit 1")))


def test_the_environment_is_left_alone():
    before = dict(os.environ)
    bundled()
    assert dict(os.environ) == before
