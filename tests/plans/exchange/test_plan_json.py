"""A plan has one spelling in JSON, and reads back as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from answerable.plans.exchange.plan_document import Baseline, ObservationDocument
from answerable.plans.exchange.plan_json import FORMAT, digest, plain_number, read, write
from answerable.rules.problems import Refused
from tests.plans.exchange.documents import PLAN, QUEUE


def changed(**fields: object) -> bytes:
    body = json.loads(write(PLAN))
    body["plan"] |= fields
    return json.dumps(body).encode()


def test_a_plan_reads_back_as_it_was() -> None:
    plan, report = read(write(PLAN))
    assert plan == PLAN
    assert not report.lines


def test_equal_plans_have_the_same_bytes_however_their_numbers_were_typed() -> None:
    other = replace(QUEUE, tolerance=Decimal("0.1000"), baseline=Baseline("2022-Q1", Decimal("6.10")))
    twin = replace(PLAN, indicators=(other, *PLAN.indicators[1:]))
    assert write(twin) == write(PLAN)
    assert digest(twin) == digest(PLAN)


def test_an_instant_is_written_in_one_time_zone() -> None:
    here = datetime(2025, 5, 15, 17, tzinfo=timezone(timedelta(hours=8)))
    seen = replace(QUEUE.observations[0], known_at=here)
    twin = replace(PLAN, indicators=(replace(QUEUE, observations=(seen, QUEUE.observations[1])), *PLAN.indicators[1:]))
    assert digest(twin) == digest(PLAN)


def test_another_target_is_another_digest() -> None:
    target = replace(QUEUE.targets[0], value=Decimal("4.6"))
    other = replace(PLAN, indicators=(replace(QUEUE, targets=(target,)), *PLAN.indicators[1:]))
    assert digest(other) != digest(PLAN)


def test_a_gap_is_written_as_a_gap() -> None:
    bare = json.loads(write(PLAN))["plan"]["indicators"][2]
    assert bare["baseline"] == {"period": "", "value": None, "words": ""}
    assert bare["tolerance"] is None
    assert bare["kind"] == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [("4.50", "4.5"), ("1E+3", "1000"), ("-0", "0"), ("0.000", "0"), ("100", "100"), ("1e-7", "0.0000001")],
)
def test_numbers_have_one_plain_spelling(value: str, text: str) -> None:
    assert plain_number(Decimal(value)) == text


@pytest.mark.parametrize(
    ("fields", "code", "where"),
    [
        ({"colour": "red"}, "json_unknown_field", "plan.colour"),
        ({"starts_on": "spring"}, "json_wrong_type", "plan.starts_on"),
        ({"year_starts_in": True}, "json_wrong_type", "plan.year_starts_in"),
        ({"notes": 3}, "json_wrong_type", "plan.notes"),
        ({"elements": "none"}, "json_wrong_type", "plan.elements"),
        ({"items": [{"kind": "other"}]}, "json_lacks", "plan.items[0]"),
        ({"indicators": [{"code": "a", "tolerance": "NaN"}]}, "json_wrong_type", "plan.indicators[0].tolerance"),
        (
            {"indicators": [{"code": "a", "tolerance": "1e999999999"}]},
            "json_wrong_type",
            "plan.indicators[0].tolerance",
        ),
        (
            {"indicators": [{"code": "a", "observations": [{"period": "2025", "known_at": "2025-01-01T00:00"}]}]},
            "json_wrong_type",
            "plan.indicators[0].observations[0].known_at",
        ),
    ],
)
def test_what_is_not_understood_has_its_line_and_leaves_a_gap(fields: dict, code: str, where: str) -> None:
    _, report = read(changed(**fields))
    assert [(line.code, line.field) for line in report] == [(code, where)]


def test_numbers_of_json_are_read_exactly() -> None:
    plan, _ = read(changed(indicators=[{"code": "a", "observations": [{"period": "2025", "value": 0.1}]}]))
    assert plan.indicators[0].observations == (ObservationDocument("2025", Decimal("0.1")),)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[]", "json_other_format"),
        (json.dumps({"format": "other/1", "plan": {}}).encode(), "json_other_format"),
        (json.dumps({"format": FORMAT, "plan": {"notes": "no code"}}).encode(), "json_no_code"),
    ],
)
def test_what_is_no_plan_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(body)
    assert refused.value.problems[0].code == code
