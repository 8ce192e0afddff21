"""The audit's own promises: its bars are those that were agreed on, and a reason speaks of something or is a fault."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.audit.__main__ import INSTRUMENTS, main
from tests.audit.judging import Figure, Jury, Reason, read_reasons

BARS = {
    "lighthouse": {"performance": 0.95, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0},
    "nu": 0,
    "axe": 0,
    "stylelint": 0,
    "links": 0,
    "wapiti": 0,
    "mutation": 0.90,
}
"""As the order for the audit says; to lower one, that order is changed first."""


def test_the_bars_are_those_that_were_agreed_on():
    assert set(BARS) == set(INSTRUMENTS)
    assert {name: import_module(f"tests.audit.{name}").BAR for name in INSTRUMENTS} == BARS


def test_lighthouse_looks_at_six_pages_five_times_as_a_phone():
    lighthouse = import_module("tests.audit.lighthouse")
    assert set(lighthouse.PAGES) == {"home", "map", "programme", "role", "routes", "board"}
    assert lighthouse.TIMES == 5
    assert "--preset" not in " ".join(lighthouse.OPTIONS), "a phone is what it takes without a preset"


def test_every_reason_is_of_an_instrument_and_written_out():
    assert {one.instrument for one in read_reasons()} <= set(INSTRUMENTS)


@pytest.mark.parametrize("line", ["nu,,because", "nu,an error,", ",an error,because"])
def test_a_reason_that_would_speak_of_everything_is_refused(tmp_path, line):
    file = tmp_path / "reasons.csv"
    file.write_text(f"instrument,fault,reason\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="needs an instrument"):
        read_reasons(file)


def judged(*faults: str, instrument: str = "nu") -> tuple[str, Jury]:
    jury = Jury([Reason("nu", "old words", "The old words are a name.")])
    return jury.judge(Figure(instrument, "errors", f"{len(faults)}", "0", faults)), jury


def test_without_faults_a_bar_is_held():
    line, jury = judged()
    assert line.endswith("held")
    assert jury.unexplained == []


def test_a_fault_with_a_reason_shows_the_reason():
    line, jury = judged("page 1: old words here", "page 2: old words there")
    assert line.endswith("0        The old words are a name.")
    assert jury.unexplained == []
    assert jury.idle(["nu"]).faults == ()


def test_one_fault_without_a_reason_is_enough():
    line, jury = judged("old words", "new words")
    assert "NOT HELD (1 without a reason); The old words are a name." in line
    assert jury.unexplained == ["nu: new words"]


def test_a_reason_speaks_of_its_own_instrument_only():
    _, jury = judged("old words", instrument="axe")
    assert jury.unexplained == ["axe: old words"]


def test_a_reason_that_speaks_of_nothing_any_more_is_a_fault():
    _, jury = judged("new words")
    assert jury.idle(["nu"]).faults == ("nu: 'old words' matches nothing",)
    assert jury.idle(["axe"]).faults == (), "what was not asked cannot tell"


def test_an_unknown_instrument_is_named(capsys):
    assert main(["thermometer"]) == 2
    assert "No instrument is called thermometer; there are: " in capsys.readouterr().out
