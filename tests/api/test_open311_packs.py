"""The shipped cities as an Open311 client meets them: every service and every question fits the schemas."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from answerable.organisation import actions

ROOT = Path(__file__).resolve().parents[2]


def check(name: str, document: object) -> None:
    schema = json.loads((ROOT / "tests" / "peers" / "schemas" / f"{name}.json").read_text())
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(document)


@pytest.mark.parametrize("pack", ["hongkong", "beijing"])
def test_every_service_of_a_shipped_pack_fits(db, read, settings, now, pack):
    actions.load_pack(ROOT / "jurisdictions" / pack, now=now, people="none")
    settings.JURISDICTION = pack
    for language in ("en", "zh-HK", "zh-CN"):
        services = read("services.json", language=language)
        check("services", services)
        for service in services:
            if service["metadata"]:
                definition = read(f"services/{service['service_code']}.json", language=language)
                check("service-definition", definition)
                assert all(question["description"] for question in definition["attributes"])
    assert len(read("services.xml").findall("service")) == len(services)
