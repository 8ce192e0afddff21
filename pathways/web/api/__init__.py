"""The API: what the pages show, as JSON for programs. It is for reading, and the same for everybody.

An endpoint is declared once (`declaring.Endpoint`): its address, its parameters, the model of its answer and the
function that makes it. By that declaration requests are read, answers are made, the OpenAPI is written and the page
for people explains it. Everything public here is taken from the functions that the pages take it from.
"""
