"""From a `View` to the finished picture: DOT text, one Graphviz run, and the touches after it.

The order of work: `plan` sizes plates and ribbons, `dot` writes them down, `renderer` runs Graphviz,
`tracing` reads where everything came to lie, `post` draws the SVG that people see. `picture` holds the
pieces together and keeps finished pictures; `exports` turns them into files.
"""
