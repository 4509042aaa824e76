"""Every answer of the running server fits the schemas in schemas/."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
from jsonschema import Draft202012Validator, FormatChecker

from .conftest import POTHOLE

pytestmark = pytest.mark.peer
SCHEMAS = Path(__file__).parent / "schemas"


def check(name: str, document: object) -> None:
    """Fails with every place where the document does not fit."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    Draft202012Validator.check_schema(schema)
    assert "date-time" in FormatChecker().checkers  # from rfc3339-validator
    findings = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(document)
    assert [f"{list(f.absolute_path)}: {f.message}" for f in findings] == []


@pytest.fixture(scope="module")
def posted(endpoint, key) -> list[dict[str, object]]:
    wish = {
        "api_key": key, "service_code": POTHOLE, "lat": "50.15", "long": "10.05", "description": "坑\n" * 1000,
        "media_url": "https://example.org/hole.jpg",
    }  # fmt: skip
    answer = requests.post(f"{endpoint}/requests.json", data=wish, timeout=20)
    assert answer.status_code == 201, answer.text
    return answer.json()


def get(address: str) -> object:
    return requests.get(address, timeout=20).json()


def test_discovery_fits(running_server):
    check("discovery", get(f"{running_server.url}/open311/discovery.json"))


def test_services_and_every_definition_fit(endpoint):
    services = get(f"{endpoint}/services.json")
    check("services", services)
    for service in services:
        check("service-definition", get(f"{endpoint}/services/{service['service_code']}.json"))


def test_a_post_and_its_token_fit(endpoint, posted):
    check("post-response", posted)
    check("tokens", get(f"{endpoint}/tokens/{posted[0]['service_request_id']}.json"))


@pytest.mark.parametrize("query", ["", "?extensions=true", "?status=open&page_size=1"])
def test_requests_fit(endpoint, posted, query):
    rows = get(f"{endpoint}/requests.json{query}")
    assert rows
    check("requests", rows)
    check("requests", get(f"{endpoint}/requests/{posted[0]['service_request_id']}.json{query}"))


@pytest.mark.parametrize("address", ["requests/none.json", "services/none.json", "tokens/none.json", "none.json"])
def test_errors_fit(endpoint, address):
    check("errors", get(f"{endpoint}/{address}"))


def test_a_refused_post_fits(endpoint, key):
    check("errors", requests.post(f"{endpoint}/requests.json", data={"api_key": key}, timeout=20).json())
    check("errors", requests.post(f"{endpoint}/requests.json", data={}, timeout=20).json())
