"""A pytest plugin for the mutations: the same examples each time, no looking around, and an end to every question.

mutmut runs the tests several times in one process, which a health check takes for a slip in a test class; and a mutant
must be judged by what it does, not by what was drawn, nor by how busy the machine is. One example that fails is enough:
a smaller one would say the same, and takes most of the time.
"""

from __future__ import annotations

import gc
import os
import resource
import time
from math import ceil
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, settings

ENOUGH_S: Final = 12.0
"""Processor seconds in which a mutant must be noticed, the quickest tests first. Who is not noticed by then counts as a
survivor; so the figure is rather too low than too high."""
PATIENT_S: Final = 60.0
"""The same for a mutant that is asked again because nothing noticed it in less: the slow tests are heard, too."""
FOREVER: Final = 5
"""Times as many processor seconds, after which a mutant runs for ever: it is ended, and counts as noticed."""
NO_MUTANT = ("", "stats", "list_all_tests", "mutant_generation", "fail")
"""What mutmut's variable says while no mutant is asked."""

settings.register_profile(
    "mutations",
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
)


def pytest_configure() -> None:
    """Have the profile used, and leave what is loaded out of collections: each mutant is a fork, and would copy it."""
    settings.load_profile("mutations")
    gc.freeze()
    mutant = os.environ.get("MUTANT_UNDER_TEST", "")
    if mutant not in NO_MUTANT:
        end_after(time.process_time() + FOREVER * time_for(mutant))


def end_after(spent_s: float) -> None:
    """Have this process ended (SIGXCPU) when it has spent so many processor seconds, if nothing ends it sooner."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    sooner = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_CPU, (min([ceil(spent_s), *sooner]), hard))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol() -> bool | None:
    """Run no more tests against a mutant that had its time."""
    return True if is_enough(os.environ.get("MUTANT_UNDER_TEST", ""), time.process_time()) else None


def is_enough(mutant: str, spent_s: float) -> bool:
    """Whether this mutant, or none, had all the processor seconds that it gets."""
    return mutant not in NO_MUTANT and spent_s > time_for(mutant)


def time_for(mutant: str) -> float:
    """Give the processor seconds in which a mutant must be noticed, by its module: `module_by_module` says which."""
    return PATIENT_S if mutant.rpartition(".")[0] in os.environ.get("ASKED_AGAIN", "").split() else ENOUGH_S
