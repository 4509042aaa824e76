"""The public report: from data, in three languages, with every goal's status, value, next node, owner and reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from answerable.plans.models import LagNotice
from answerable.reviews import actions, queries
from answerable.reviews.sentences import matter_words
from answerable.reviews.sentences.report import html, markdown
from answerable.rules.reviewing import MATTERS
from tests.reviews.conftest import HELD_AT, NEXT_AT


@pytest.fixture
def values(reported):
    return queries.report(reported, now=HELD_AT).values


def test_every_indicator_says_where_it_stands_and_who_answers(values) -> None:
    rows = {row["code"]: row for row in values["figures"]}
    assert list(rows) == ["H-01", "H-02", "H-03", "H-04", "H-05", "H-06"]
    flats = rows["H-01"]
    assert (flats["light"], flats["value"], flats["planned"], flats["period"]) == ("slipping", "180", "200", "2026-Q1")
    assert flats["post"]["en"] == "Director"
    assert flats["node"]["name"]["en"] == "Prepare the site at the old mill"
    assert sum(values["counts"].values()) == 6


def test_a_lagging_indicator_gives_the_reason_of_its_owner(minuted, plan, decision, actor) -> None:
    row = plan.indicators.get(code="H-01")
    LagNotice.objects.create(
        indicator=row, period="2026-Q1", light="slipping", sent_at=HELD_AT - timedelta(days=20),
        due_at=HELD_AT - timedelta(days=6), post=decision.owner, cause="Sites were flooded.",
        measure="Three shifts.", new_date=date(2026, 12, 31), answered_at=HELD_AT - timedelta(days=9),
        answered_by=decision.owner,
    )  # fmt: skip
    found = queries.report(minuted, now=HELD_AT).values["figures"][0]
    assert found["reason"] == {"cause": "Sites were flooded.", "measure": "Three shifts.", "new_date": "2026-12-31"}
    assert "Sites were flooded. What is done: Three shifts." in markdown(queries.report(minuted, now=HELD_AT).values,
                                                                           "en")  # fmt: skip


def test_it_says_what_was_decided_and_what_became_of_earlier_decisions(reported, decision, call, actor) -> None:
    following = call(period="2026-Q3", due_on=date(2026, 10, 30), at=NEXT_AT)
    earlier = queries.report(following, now=NEXT_AT).values["earlier"]
    assert [(row["words"], row["state"]) for row in earlier] == [("Open a third site.", "open")]
    actions.hold(actor=actor("planning-chair"), now=NEXT_AT, number=following.number)
    following.refresh_from_db()
    assert queries.report(following, now=NEXT_AT).values["earlier"][0]["state"] == "overdue"


def test_it_says_which_lights_moved_since_the_review_before(reported, plan, call, actor) -> None:
    from tests.reviews.test_meeting import observe

    observe(plan, "H-01", "2026-Q2", 230, HELD_AT + timedelta(days=9))
    following = call(period="2026-Q3", due_on=date(2026, 10, 30), at=NEXT_AT)
    actions.hold(actor=actor("planning-chair"), now=NEXT_AT, number=following.number)
    following.refresh_from_db()
    moved = queries.report(following, now=NEXT_AT).values["moved"]
    assert {"code": "H-01", "before": "slipping", "after": "on_track"} in moved


def test_the_text_is_there_in_three_languages(values) -> None:
    texts = {language: markdown(values, language) for language in ("en", "zh-hant", "zh-hans")}
    assert texts["en"].startswith("# Quarterly review: Five years for Harbour, 2026-Q2")
    assert "海港五年規劃" in texts["zh-hant"]
    assert "海港五年规划" in texts["zh-hans"]
    assert all("Open a third site." in text for text in texts.values())
    assert translation.get_language() == "en" or translation.get_language()


def test_what_people_write_cannot_become_markup(values) -> None:
    given = dict(values) | {
        "minutes": "<script>alert(1)</script> | *bold* [x](http://evil)",
        "environment": "# no head",
    }
    assert "<script>" not in html(given, "en")
    assert "&lt;script&gt;" in html(given, "en")
    said = markdown(given, "en")
    assert "\\<script\\>" in said
    assert "\n\\# no head" in said


def test_nobody_is_named_only_posts(values, harbour) -> None:
    from answerable.organisation.models import Officer

    text = markdown(values, "en")
    assert not [o.username for o in Officer.objects.filter(username__endswith="-head") if o.name_en in text]


@pytest.mark.parametrize("matter", sorted(MATTERS))
@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans"])
def test_every_matter_has_a_sentence_even_without_facts(matter: str, language: str) -> None:
    with translation.override(language):
        assert matter_words(matter, "H-01", {}, "words")


def test_a_sentence_reads_codes_and_days_as_words() -> None:
    facts = {"name_en": "Flats", "light": "far_behind", "value": "88", "planned": "100", "period": "2026"}
    with translation.override("en"):
        assert matter_words("behind", "H-01", facts) == "Flats: Far behind. 88 where the path asks 100 (2026)"
        line = matter_words("override_ends", "H-01", {"name_en": "Flats", "light": "on_track", "computed": "behind",
                                                      "until": "2026-07-31"})  # fmt: skip
    assert line == "Flats: shown as On track by hand (computed: Behind) until 31 Jul 2026"


def test_a_plan_with_invented_figures_says_so_on_its_reports(minuted, plan) -> None:
    plan.simulated = True
    plan.save()
    minuted.refresh_from_db()
    assert "invented" in markdown(queries.report(minuted, now=datetime(2026, 7, 30, 9, tzinfo=UTC)).values, "en")
