"""A client that knows only the address of discovery finds everything else."""

from __future__ import annotations

import csv
import json
import re
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

JURISDICTIONS = Path(__file__).resolve().parents[2] / "jurisdictions"


@pytest.mark.parametrize("base", ["/open311", "/open311/v2", "/open311/test/v2"])
def test_discovery_names_a_production_and_a_test_endpoint(client, harbour, base):
    document = json.loads(client.get(f"{base}/discovery.json").content)
    assert set(document) == {"changeset", "contact", "key_service", "endpoints"}
    assert datetime.fromisoformat(document["changeset"]).utcoffset() is not None
    assert [e["type"] for e in document["endpoints"]] == ["production", "test"]
    for endpoint in document["endpoints"]:
        assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert endpoint["formats"] == ["text/xml", "application/json"]
        assert client.get(f"{endpoint['url']}/services.json").status_code == 200


def test_discovery_in_xml_says_the_same(client, harbour):
    root = ElementTree.fromstring(client.get("/open311/discovery.xml").content)
    assert root.tag == "discovery"
    assert [e.text for e in root.findall("endpoints/endpoint/type")] == ["production", "test"]
    assert [e.text for e in root.findall("endpoints/endpoint[1]/formats/format")] == ["text/xml", "application/json"]


def test_services_are_the_categories_of_the_pack(read, harbour):
    services = {s["service_code"]: s for s in read("services.json")}
    assert services["roads_surface_pothole"]["type"] == "realtime"
    assert services["roads_surface_pothole"]["metadata"] is False
    assert services["roads_lights_dark"]["metadata"] is True
    assert "emergency number" in services["safety_fire_gas"]["description"]
    xml = read("services.xml")
    assert xml.tag == "services"
    assert {e.findtext("service_code") for e in xml.findall("service")} == set(services)


def test_services_speak_the_readers_language(read, harbour):
    english = {s["service_code"]: s["service_name"] for s in read("services.json")}
    chinese = {s["service_code"]: s["service_name"] for s in read("services.json", language="zh-HK")}
    assert english.keys() == chinese.keys()
    assert english != chinese


def test_a_definition_lists_the_questions_of_a_category(read, harbour):
    definition = read("services/roads_lights_dark.json")
    assert definition["service_code"] == "roads_lights_dark"
    (question,) = definition["attributes"]
    assert question == {
        "variable": True,
        "code": "pole_number",
        "datatype": "string",
        "required": False,
        "datatype_description": None,
        "order": 1,
        "description": "Number on the pole, if you can see it",
    }
    assert read("services/roads_lights_dark.xml").findtext("attributes/attribute/code") == "pole_number"


def test_a_category_without_questions_has_an_empty_definition(read, harbour):
    assert read("services/roads_surface_pothole.json")["attributes"] == []


@pytest.mark.parametrize("pack", ["hongkong", "beijing"])
def test_service_codes_of_the_shipped_packs_are_distinct_and_plain(pack):
    rows = csv.DictReader((JURISDICTIONS / pack / "categories.csv").open(encoding="utf-8"))
    codes = [row["code"].replace(".", "_") for row in rows]
    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", code) for code in codes)
