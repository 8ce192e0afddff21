"""The nouns, the graph and the questions: pure functions over frozen facts.

Nothing here reads a file, a clock, a database or a random source; see `tests/house` for the check.
"""
