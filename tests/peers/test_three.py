"""The client `three` (PyPI, 0.8.0) from discovery to token. It asks for one line before Python 3 can import it."""

from __future__ import annotations

import io
import itertools
import warnings

import pytest

from .conftest import POTHOLE

itertools.ifilter = filter  # type: ignore[attr-defined]
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from three import Three

pytestmark = pytest.mark.peer
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture(scope="module")
def three(endpoint, key) -> Three:
    return Three(endpoint, api_key=key)


@pytest.fixture(scope="module")
def number(three) -> str:
    """A request made by the client itself."""
    (row,) = three.post(
        POTHOLE, address="Mill Street 3", name="Ann Lee", phone="+49301234567", description="A hole.",
        lat="50.15", long="10.05",
    )  # fmt: skip
    return row["service_request_id"]


def test_it_finds_the_endpoints(three, endpoint, running_server):
    assert endpoint in [e["url"] for e in three.discovery()["endpoints"]]
    assert three.discovery(f"{running_server.url}/open311/discovery.json")


def test_it_lists_services_and_reads_a_definition(three):
    assert POTHOLE in [s["service_code"] for s in three.services()]
    assert three.services("roads_lights_dark")["attributes"][0]["code"] == "pole_number"


def test_it_posts_and_reads_back(three, number):
    (row,) = three.request(number)
    assert row["service_request_id"] == number
    assert row["status"] == "open"
    assert number in [r["service_request_id"] for r in three.requests(POTHOLE)]


def test_it_pages_by_count(three, number):
    three.post(POTHOLE, address="Mill Street 4", description="Another hole.")
    assert len(three.requests(count=1)) == 1


def test_it_asks_between_dates(three, number):
    assert three.requests(between=["01-01-2020", "02-01-2020"]) == []


def test_it_sends_a_picture(three):
    (row,) = three.post(
        POTHOLE,
        address="Mill Street 5",
        description="With a picture.",
        media=("hole.png", io.BytesIO(PNG), "image/png"),
    )
    assert row["service_request_id"]


def test_it_reads_a_token(three, number):
    assert three.token(number) == [{"service_request_id": number, "token": number}]


def test_it_is_told_why_a_post_is_refused(endpoint, number):
    rows = Three(endpoint, api_key="wrong").post(POTHOLE, address="Mill Street 6", description="A hole.")
    assert rows[0]["code"] == 403


def test_it_reads_xml(endpoint, number):
    text = Three(endpoint, format="xml").get("requests", convert=False)
    assert number.encode() in text
