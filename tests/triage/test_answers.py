"""triage.queries: answers the hotline may give at once, asked in one language and told in another."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.organisation.models import Unit
from answerable.triage import queries
from answerable.triage.models import Article

ARTICLES = (
    (
        "passport",
        "How do I renew a passport?",
        "如何續領護照？",
        "如何换领护照？",
        "At the north office, in person.",
        "親臨北區辦事處。",
    ),
    (
        "bulky",
        "How do I get rid of old furniture?",
        "怎樣棄置舊傢俬？",
        "怎样弃置旧家具？",
        "Ring cleansing.",
        "致電潔淨組。",
    ),
    (
        "hours",
        "When is the library open?",
        "圖書館何時開放？",
        "图书馆何时开放？",
        "From nine to five.",
        "九時至五時。",
    ),
)


@pytest.fixture
def city(harbour, now):
    unit = Unit.objects.get(jurisdiction=harbour, code="works")
    Article.objects.filter(jurisdiction=harbour).delete()
    for code, en, hant, hans, answer, antwort in ARTICLES:
        Article.objects.create(
            jurisdiction=harbour,
            code=code,
            approver="a",
            reason="b",
            effective_from=now,
            unit=unit,
            question_en=en,
            question_zh_hant=hant,
            question_zh_hans=hans,
            answer_en=answer,
            answer_zh_hant=antwort,
            answer_zh_hans=antwort,
        )
    queries.forget()
    yield harbour
    queries.forget()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I want to renew my passport", "passport"),
        ("我想續領護照", "passport"),
        ("怎么换领护照", "passport"),
        ("有舊傢俬想棄置", "bulky"),
        ("library open on Sunday?", "hours"),
    ],
)
@pytest.mark.parametrize("language", ["zh-hant", "en", "zh-hans"])
def test_the_right_article_is_found_whatever_the_language(city, text, code, language):
    best = queries.answers(text, city, language, 3)[0]
    assert best.code == code
    assert best.unit.code == "works"
    assert best.question == getattr(Article.objects.get(code=code), f"question_{language.replace('-', '_')}")
    assert 0 < best.score <= 1


@pytest.mark.parametrize("text", ["", "xyzzy", "坑洞", "😀"])
def test_where_nothing_fits_nothing_is_offered(city, text):
    assert queries.answers(text, city, "en", 3) == []


def test_an_article_that_has_ended_is_not_told(city, now):
    Article.objects.filter(code="hours").update(effective_until=now + timedelta(days=1))
    queries.forget()
    assert "hours" not in {a.code for a in queries.answers("When is the library open?", city, "en", 3)}


def test_asking_again_reads_nothing(city):
    queries.answers("library", city, "en", 3)
    with CaptureQueriesContext(connection) as asked:
        queries.answers("passport", city, "en", 3)
    assert len(asked) == 0
