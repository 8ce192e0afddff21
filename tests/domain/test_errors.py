"""What is said of facts that do not fit together."""

from __future__ import annotations

from pathways.domain.errors import BrokenFacts, Fault


def test_broken_facts_say_each_fault_on_a_line_of_its_own():
    faults = (
        Fault("roles", "analyst", "eqf", "1 cannot be.", "At least 2."),
        Fault("programmes", "college", "code", "It is there twice.", ""),
    )
    broken = BrokenFacts(faults)
    assert str(broken) == "roles: analyst: eqf: 1 cannot be. At least 2.\nprogrammes: college: code: It is there twice."
    assert broken.faults == faults
