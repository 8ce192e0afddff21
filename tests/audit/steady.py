"""A pytest plugin for the mutations: hypothesis tries the same examples each time, and minds neither haste nor rerun.

mutmut runs the tests several times in one process, which a health check takes for a slip in a test class; and a mutant
must be judged by what it does, not by what was drawn, nor by how busy the machine is.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutations",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow],
)
settings.load_profile("mutations")
