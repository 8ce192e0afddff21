"""The OpenAPI 3.1 of the API, written from its declarations: the parameters that are read, the models that answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import models_json_schema

from pathways.web.api.declaring import BASE
from pathways.web.api.models import Problem
from pathways.web.api.problems import MEDIA_TYPE
from pathways.web.translate import in_language
from pathways.web.wishes import JSON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from pathways.domain.graph import Graph
    from pathways.web.api.declaring import Endpoint
    from pathways.web.api.parameters import Parameter

VERSION: Final = "1.0.0"
ABOUT: Final = (
    "What the pages show, for reading, the same for everybody. Each claim names its basis (stated, derived or assumed),"
    " its sources and the day it was true. Null is unknown, or not shown where it would tell of few people; a reason"
    " stands beside it. An ETag lasts until the catalogue, what is public of flags, or the day changes; send it back as"
    " If-None-Match. A parameter that does not exist is refused. Any page of any site may read it (CORS), without"
    " credentials. The choices listed here are those of the catalogue as it is now."
)
REFUSALS: Final = {
    "404": "There is no such id, or nothing at this address",
    "405": "The API is for reading only",
    "406": "The answer is JSON, and the request does not take that",
    "414": "The address is too long",
    "422": "A parameter cannot be used; each is named, with what would be right",
    "503": "The catalogue does not answer just now",
}
ETAG_SENT: Final = {
    "name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"},
    "description": "The ETag of an answer you have: 304 when it is still the newest.",
}  # fmt: skip
LANGUAGE_SENT: Final = {
    "name": "Accept-Language", "in": "header", "required": False, "schema": {"type": "string"},
    "description": "The languages you read, where the parameter lang does not say it.",
}  # fmt: skip
HEADERS: Final = {
    "ETag": "Names this answer, as the catalogue is now.",
    "Content-Language": "The language of the answer.",
    "Vary": "What the answer depends on.",
}


def document(endpoints: Sequence[Endpoint], graph: Graph) -> dict[str, Any]:
    """Write the whole document, in English, for this catalogue."""
    models: list[type[BaseModel]] = [*dict.fromkeys(one.model for one in endpoints), Problem]
    references, schemas = models_json_schema(
        [(model, "serialization") for model in models], ref_template="#/components/schemas/{model}"
    )
    answers = {model: references[model, "serialization"] for model in models}
    shared = _shared(endpoints)
    with in_language("en"):
        paths = {one.path: {"get": _operation(one, graph, answers[one.model], shared)} for one in endpoints}
        parameters = {name: _parameter(one, graph, "query") for one, name in shared.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pathways",
            "version": VERSION,
            "summary": "Which education leads to which work in a town, and how well that is known.",
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": BASE}],
        "paths": paths,
        "components": {
            "schemas": schemas["$defs"],
            "parameters": parameters,
            "responses": {status: _refusal(words, answers[Problem]) for status, words in REFUSALS.items()},
        },
    }


def _shared(endpoints: Sequence[Endpoint]) -> dict[Parameter, str]:
    """Name each parameter that several questions share, so that it is written once."""
    used = Counter(parameter for one in endpoints for parameter in one.query)
    names: dict[Parameter, str] = {}
    for parameter, times in used.items():
        if times > 1:
            alike = sum(other.name == parameter.name for other in names)
            names[parameter] = f"{parameter.name}-{alike + 1}" if alike else parameter.name
    return names


def _operation(one: Endpoint, graph: Graph, answer: dict[str, Any], shared: Mapping[Parameter, str]) -> dict[str, Any]:
    headers = {**HEADERS, **({"Link": "The parts of the list before and after this one."} if one.is_list else {})}
    found = {
        "description": str(one.says),
        "headers": {name: _header(words, name) for name, words in headers.items()},
        "content": {JSON: {"schema": answer}},
    }
    return {
        "operationId": one.name,
        "summary": str(one.summary),
        "description": str(one.says),
        "parameters": [
            *([_parameter(one.id, graph, "path")] if one.id else []),
            *(
                {"$ref": f"#/components/parameters/{shared[each]}"}
                if each in shared
                else _parameter(each, graph, "query")
                for each in one.query
            ),
            ETAG_SENT,
            LANGUAGE_SENT,
        ],
        "responses": {
            "200": found,
            "304": {"description": "You have the newest answer already"},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in REFUSALS},
        },
    }


def _parameter(one: Parameter, graph: Graph, where: str) -> dict[str, Any]:
    declared = {
        "name": one.name,
        "in": where,
        "required": one.required,
        "description": str(one.says),
        "schema": one.schema(graph),
    }
    if one.most > 1:
        declared |= {"style": "form", "explode": True}
    if one.example:
        value = one.example(graph)
        declared["example"] = [value] if one.most > 1 else value
    return declared


def _header(words: str, name: str) -> dict[str, Any]:
    return {"description": words, "required": name != "Link", "schema": {"type": "string"}}


def _refusal(words: str, problem: dict[str, Any]) -> dict[str, Any]:
    return {"description": words, "content": {MEDIA_TYPE: {"schema": problem}}}
