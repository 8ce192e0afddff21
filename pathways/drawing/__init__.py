"""From a value of the domain to what is seen: pictures, charts, sheets of paper and files.

A picture is made of a `View`: DOT text, one Graphviz run, and the touches after it.

The order of work: `plan` sizes plates and ribbons, `dot` writes them down, `renderer` runs Graphviz,
`tracing` reads where everything came to lie, `post` draws the SVG that people see. `picture` holds the
pieces together and keeps finished pictures; `exports` and `paper` turn them into files.

A chart of an outlook is drawn without Graphviz (`outlook_chart`). Sheets of A4 are set by Typst: `leaflet`, `handout`
and `report`, by way of `typesetting`.
"""
