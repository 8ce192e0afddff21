"""The OpenAPI holds: it is valid, it says what there is, and schemathesis finds no answer that breaks it.

Every check of schemathesis runs over every operation: with the examples, with the edges of each parameter, with data
drawn from the schemas and bent away from them, and in chains of requests. All comes from a fixed seed.
"""

from __future__ import annotations

from collections import Counter

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from pathways.web.api.serving import ENDPOINTS

CONTRADICTING = [endpoint.name for endpoint in ENDPOINTS if endpoint.contradicts]
CONFIG = {
    "continue-on-failure": True,
    "headers": {"Accept-Encoding": "identity"},
    "generation": {"max-examples": 25, "deterministic": True, "database": "none"},
    "operations": [
        {  # values that are right one by one may contradict each other, which no schema can say
            "include-operation-id": CONTRADICTING,
            "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "404", "422"]}},
        }
    ],
}
PHASES = {"examples", "coverage", "fuzzing", "stateful"}


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # what the library warns of is not ours
@pytest.mark.parametrize("town", ["app", "example_app"])
def test_schemathesis_finds_nothing(request, town):
    app = request.getfixturevalue(town)
    schema = schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", app, config=SchemathesisConfig.from_dict(dict(CONFIG))
    )
    failures, errors, cases, checks, phases = [], [], Counter(), Counter(), Counter()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            errors.append(repr(event))
        if isinstance(event, events.ScenarioFinished):
            phases[event.phase.name.lower().removesuffix("_testing")] += 1
            for id, found in event.recorder.checks.items():
                case = event.recorder.cases[id].value
                cases[case.operation.label] += 1
                checks.update(check.name for check in found)
                failures += [
                    f"{check.name}: {case.as_curl_command()}" for check in found if check.status is not Status.SUCCESS
                ]
    assert errors == []
    assert failures == []
    assert phases.keys() >= PHASES
    assert len(cases) == len(ENDPOINTS)
    assert min(cases.values()) > 25
    assert checks["response_schema_conformance"] > 1000
    assert checks["not_a_server_error"] >= sum(cases.values())


@pytest.fixture
def document(client):
    """The OpenAPI of the real town."""
    answer = client.get("/api/v1/openapi.json")
    assert answer.mimetype == "application/json"
    return answer.get_json()


def test_it_is_openapi_3_1(document):
    assert document["openapi"] == "3.1.0"
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(document)] == []


def test_it_names_every_question_and_every_question_is_routed(document, app):
    paths = {f"/api/v1{path}" for path in document["paths"]}
    routed = {rule.rule.replace("<id>", "{id}") for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert paths == routed - {"/api/v1/openapi.json"}
    assert all(set(operations) == {"get"} for operations in document["paths"].values())
    ids = [operations["get"]["operationId"] for operations in document["paths"].values()]
    assert ids == [endpoint.name for endpoint in ENDPOINTS]


def test_every_reference_leads_somewhere_and_nothing_is_left_over(document):
    named = set(references(document))
    there = {f"#/components/{kind}/{name}" for kind, found in document["components"].items() for name in found}
    assert named == there


def references(part):
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    if isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_it_offers_the_choices_of_this_catalogue(document, real_graph):
    parameters = document["components"]["parameters"]
    focus = parameters["focus"]["schema"]["enum"]
    assert focus == list(real_graph.focus_areas)
    routes = document["paths"]["/routes"]["get"]["parameters"]
    assert next(one for one in routes if one.get("name") == "to")["schema"]["enum"] == list(real_graph.roles)


def test_it_is_in_english_whoever_asks(client):
    answers = [client.get("/api/v1/openapi.json", headers={"Accept-Language": one}) for one in ("da", "en")]
    assert answers[0].data == answers[1].data
    assert answers[0].headers["Content-Language"] == "en"
    assert "The programmes one can be admitted to" in answers[0].get_data(as_text=True)
