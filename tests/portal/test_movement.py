"""The public page on how work moves between units: figures, a baseline only where one was published, tables."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.cases.actions import perform
from answerable.organisation.models import Jurisdiction
from answerable.organisation.queries import forget

BASELINE = {
    "name_zh_hant": "舊熱線", "name_en": "The hotline before", "name_zh_hans": "旧热线",
    "refused_twice_share": {"value": 0.014, "source": "The Ombudsman of the Harbour, 2024"},
    "refused_twice_a_year": {"value": 7400, "source": "The Ombudsman of the Harbour, 2024"},
}  # fmt: skip


@pytest.fixture
def published(harbour):
    """The harbour with figures of the years before."""
    Jurisdiction.objects.filter(pk=harbour.pk).update(settings=harbour.settings | {"baseline": BASELINE})
    forget()
    yield harbour
    forget()


@pytest.fixture
def refused(tell, actor):
    """A case works and cleansing both objected to, told an hour ago."""
    case, now = tell().case, timezone.now() - timedelta(minutes=50)
    said = {"reason_code": "not-our-duty", "basis": "Roads Ordinance 12"}
    steps = (
        ("works-handler", "object", said | {"proposed_unit": "cleansing"}),
        ("hotline-dispatcher", "uphold", {"outcome_words": "agreed", "catalogue": "kept", "catalogue_words": "once"}),
        ("cleansing-handler", "object", said | {"proposed_unit": "transport"}),
    )  # fmt: skip
    for n, (who, verb, inputs) in enumerate(steps):
        at = now + timedelta(minutes=n)
        perform(verb, actor=actor(who, at), now=at, number=case.number, **inputs)
    return case


def test_the_page_says_how_many_were_refused_by_two_and_over_which_time(client, refused):
    page = client.get("/movement?days=30", headers={"accept-language": "en"}).content.decode()
    assert "Refused by two units or more" in page
    assert "100.0%" in page
    assert "Counted: 1 case told between" in page
    assert 'aria-current="true">last 30 days' in page


def test_a_city_without_published_figures_says_so(client, harbour):
    page = client.get("/movement", headers={"accept-language": "en"}).content.decode()
    assert "No figures of the hotline before were published for this city." in page
    assert "Published by:" not in page


def test_the_baseline_stands_beside_with_its_source(client, published):
    page = client.get("/movement", headers={"accept-language": "en"}).content.decode()
    for shown in ("The hotline before", "1.4%", "7400", "The Ombudsman of the Harbour, 2024"):
        assert shown in page


@pytest.mark.parametrize(
    ("language", "heading"), [("zh-hant", "個案如何在部門之間轉交"), ("zh-hans", "个案如何在部门之间转交")]
)
def test_the_page_is_in_chinese_too(client, refused, language, heading):
    assert heading in client.get(f"/movement?lang={language}", follow=True).content.decode()


def test_nothing_of_a_case_stands_on_the_public_page(client, refused):
    page = client.get("/movement").content.decode()
    assert refused.number not in page
    assert "pothole" not in page


def test_every_figure_is_in_the_json_and_in_the_table(client, refused):
    record = client.get("/movement.json?days=30").json()
    assert record["refused"]["refused_twice"] == 1
    assert record["hops"] == [{"times": 0, "cases": 0}, {"times": 1, "cases": 1}]
    assert {line["unit"]: line["filed"] for line in record["objections"]} == {"works": 1, "cleansing": 1}
    assert record["baseline"] is None
    answer = client.get("/movement.csv?days=30")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == ["part", "of", "figure", "value"]
    assert ["refused", "", "refused_twice", "1"] in rows
    assert ["objections", "works", "filed", "1"] in rows
    assert ["hops", "1", "cases", "1"] in rows


def test_a_period_that_is_none_is_a_year(client, harbour):
    since, until = (client.get("/movement.json?days=7; DROP").json()["period"][name] for name in ("since", "until"))
    assert since[:4] != until[:4] or since[:10] != until[:10]
    assert (
        "last 365 days</strong>" in client.get("/movement?days=7", headers={"accept-language": "en"}).content.decode()
    )


def test_the_front_page_leads_there(client, harbour):
    assert 'href="/movement"' in client.get("/").content.decode()
