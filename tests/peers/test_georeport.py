"""The client `georeport` (PyPI, 0.3.1) in both formats. It only reads; the requests are posted by hand."""

from __future__ import annotations

import pytest
import requests
from georeport import GeoReport

from .conftest import POTHOLE

pytestmark = pytest.mark.peer


@pytest.fixture(scope="module")
def numbers(endpoint, key) -> list[str]:
    """Two requests, so that XML lists are lists."""
    made = []
    for n in (1, 2):
        wish = {"api_key": key, "service_code": POTHOLE, "lat": "50.15", "long": "10.05", "description": f"Hole {n}."}
        answer = requests.post(f"{endpoint}/requests.json", data=wish, timeout=20)
        made.append(answer.json()[0]["service_request_id"])
    return made


@pytest.fixture(params=["json", "xml"])
def client(request, endpoint) -> GeoReport:
    return GeoReport(endpoint, jurisdiction="harbour.example", output_format=request.param)


def test_it_lists_services(client):
    assert POTHOLE in [s["service_code"] for s in client.get_service_list()]


def test_it_reads_a_definition(client):
    definition = client.get_service_definition("roads_lights_dark")
    assert definition["service_code"] == "roads_lights_dark"


def test_it_reads_requests(client, numbers):
    rows = client.get_service_requests(service_code=POTHOLE, status="open")
    assert set(numbers) <= {row["service_request_id"] for row in rows}


def test_it_reads_requests_by_their_ids(client, numbers):
    rows = client.get_service_requests(service_request_id=",".join(numbers))
    assert {row["service_request_id"] for row in rows} == set(numbers)


def test_it_reads_one_request(client, numbers):
    row = client.get_service_request(numbers[0])
    assert row["service_request_id"] == numbers[0]
    assert row["agency_responsible"]


def test_an_unknown_id_is_an_error_to_it(client):
    with pytest.raises(requests.HTTPError, match="404"):
        client.get_service_request("HB26-0000000-00")
