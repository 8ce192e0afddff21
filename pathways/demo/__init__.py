"""The invented town in full swing: talks, flags, openings, scenarios, edits and reports, to be shown around.

Everything is written through the functions that the routes use, by the demo accounts and on days of the past weeks, so
that what comes of it is a history like any other. It stands above `pathways.web`, whose words and keys it needs, and
only `pathways serve --demo --example` asks for it. The same day gives the same state, but for what signs people in.
"""
