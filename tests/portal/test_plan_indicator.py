"""One indicator in public: who answers, the finding with every number, the chart and its table, comments and mails."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.utils import translation

from answerable.cases.models import Case
from answerable.organisation import queries as organisation
from answerable.organisation.models import Tenure
from answerable.outbox.models import Message
from answerable.plans import charts
from answerable.plans.actions.observing import observe
from answerable.plans.charts import Dot
from answerable.plans.models import Follower
from answerable.plans.picture import drawing
from answerable.plans.queries.series import series
from answerable.rules.observing import Reported
from tests.portal.test_plan import lowered, read

__all__ = ["lowered", "read"]

EN = {"accept-language": "en"}
FLATS = "/plan/HARBOUR-5/indicators/H-01"
WAIT = "/plan/HARBOUR-5/indicators/H-02"
JUNE = "as_of=2026-06-15"
WORDS = "Nobody told the people of the old mill when the flats will be ready."


@pytest.fixture
def revised(plan, actor):
    """The waiting time of the first quarter was 6.4 and not 5.9 years, known since 12 June."""
    at = datetime(2026, 6, 12, 8, tzinfo=UTC)
    return observe(
        actor=actor("works-handler"), now=at, plan_code="HARBOUR-5", code="H-02",
        reported=Reported("2026-Q1", "6.4", state="revised", words="A counting error."), confirmed=True,
    )  # fmt: skip


def test_the_strip_names_post_and_holder_since_when_and_until_when(read, plan):
    page = read(f"{FLATS}?{JUNE}")
    strip = page.partition("Answers for this now")[2].partition("How this came about")[0]
    assert "until 31 Dec 2030" in strip
    assert "% of the time is used" in strip
    assert "One head answers for each indicator, by letter" in page


def test_a_vacant_post_reads_vacant_with_whoever_stands_in(read, plan):
    Tenure.objects.filter(post__code="works-head", until=None).update(until=datetime(2026, 6, 14, tzinfo=UTC))
    organisation.forget()
    page = read(f"{FLATS}?{JUNE}")
    assert "VACANT" in page
    assert "(stands in)" in page
    assert "the head above answers" in page


def test_the_status_unfolds_to_every_number_it_was_made_of(read, plan):
    page = read(f"{FLATS}?{JUNE}")
    assert "180 flats in all up to quarter 1 of 2026; the path asks for 200 flats." in page
    steps = page.partition("How this was computed")[2].partition("Rules of version")[0]
    for said in ("The target is 5,000 by 31 Dec 2030", "In all 180 up to quarter 1 of 2026", "The pace is 0.9"):
        assert said in steps, steps


def test_the_chart_has_a_title_that_says_the_finding_a_text_and_a_table(client, plan):
    page = client.get(f"{FLATS}?{JUNE}", headers=EN).content.decode()
    assert re.search(r'role="img" aria-label="Flats completed: Slipping\. 180 flats', page)
    assert "<svg aria-hidden" in page
    assert "<script" not in page.partition("<figure")[2].partition("</figure>")[0]
    assert "style=" not in page.partition("<figure")[2].partition("</figure>")[0]
    assert re.search(r'<th scope="row">quarter 1 of 2026</th><td class="number">180</td>', page)


def test_a_revised_figure_shows_both_vintages_and_that_it_moved_the_light(read, revised):
    page = read(f"{WAIT}?{JUNE}")
    assert "was revised from 5.9 years to 6.4 years" in page
    assert "before: 5.9" in page
    assert "A counting error." in page
    assert "6.4" not in read(f"{WAIT}?as_of=2026-06-11").partition("As known on")[0]


def test_a_changed_target_is_drawn_scored_and_told_beside_the_first(read, lowered):
    page = read(f"{FLATS}?as_of=2026-08-31")
    assert "Target 4,500 flats by 31 Dec 2030" in page
    assert "First target 5,000 flats by 31 Dec 2030" in page
    assert "against this one:" in page
    assert "path as first decided" in page
    assert "Target changed to 4,500 flats by 31 Dec 2030: lowered" in page
    assert "No other site can be ready before 2031." in page
    assert "Paper of the legislature" in page
    assert "Against the first target" in page


def test_periods_without_a_figure_are_named_and_nothing_is_put_in_their_place(read, plan):
    page = read(f"{WAIT}?as_of=2026-11-20")
    assert "No figure is known of: quarter 2 of 2026, quarter 3 of 2026" in page


def test_its_tasks_items_and_letter_stand_beside_it(read, plan):
    page = read(f"{FLATS}?{JUNE}")
    assert "Prepare the site at the old mill" in page
    assert "Build flats" in page
    assert "5000 flats" in page.partition("The letter of responsibility")[2].partition("What happened")[0]


def test_an_unknown_indicator_is_not_there(client, plan):
    for address in ("H-99", "H-99.json", "H-99/feed.atom"):
        assert client.get(f"/plan/HARBOUR-5/indicators/{address}").status_code == 404


def test_a_comment_becomes_a_case_of_whoever_answers_with_a_receipt(client, plan):
    said = {"words": WORDS, "email": "ann@example.org", "key": "one-key"}
    answer = client.post(f"{FLATS}/comment", said, headers=EN)
    case = Case.objects.get()
    assert answer.url.startswith(f"/receipt/{case.number}/")
    assert (case.about, case.lead_unit.code, case.words) == ("indicator:HARBOUR-5/H-01", "works", WORDS)
    own = client.get(answer.url, headers=EN).content.decode()
    assert "/plan/HARBOUR-5/indicators/H-01" in own


def test_a_page_sent_twice_is_one_comment(client, plan):
    said = {"words": WORDS, "key": "one-key"}
    first, again = (client.post(f"{FLATS}/comment", said, headers=EN) for _ in range(2))
    assert first.url == again.url
    assert Case.objects.count() == 1


def test_an_empty_comment_is_refused_in_place_and_keeps_what_was_typed(client, plan):
    answer = client.post(f"{FLATS}/comment", {"words": " ", "email": "ann@example.org"}, headers=EN)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ann@example.org" in page
    assert "govuk-error-summary" in page
    assert not Case.objects.exists()


def test_few_comments_are_not_counted_in_public(read, client, plan):
    client.post(f"{FLATS}/comment", {"words": WORDS}, headers=EN)
    assert "A few people have commented." in read(FLATS)


def test_following_needs_the_button_behind_the_link_of_the_first_mail(client, plan):
    asked = client.post(f"{FLATS}/follow", {"follow_email": "ann@example.org"}, headers=EN)
    assert asked.url == FLATS
    row = Follower.objects.get()
    link = _link(row)
    assert "Yes, write to me" in client.get(link, headers=EN).content.decode()
    row.refresh_from_db()
    assert row.confirmed_at is None
    assert client.post(link, headers=EN).url == FLATS
    row.refresh_from_db()
    assert row.confirmed_at is not None
    assert client.post(f"{link}/end", headers=EN).url == FLATS
    row.refresh_from_db()
    assert row.ended_at is not None
    assert client.post(f"{link}/end", headers=EN).status_code == 404


def _link(row: Follower) -> str:
    from answerable.plans.actions.following import secret_of

    return f"/plan/following/{secret_of(row.pk)}"


def test_the_first_mail_carries_that_link(client, plan):
    client.post(f"{FLATS}/follow", {"follow_email": "ann@example.org"}, headers=EN)
    assert _link(Follower.objects.get()) in str(list(Message.objects.values_list("body", flat=True))) + str(mail.outbox)


def test_no_address_is_refused_beside_the_field(client, plan):
    answer = client.post(f"{FLATS}/follow", {"follow_email": "nobody"}, headers=EN)
    assert answer.status_code == 422
    assert 'id="follow_email-error"' in answer.content.decode()


def test_a_trend_is_drawn_from_the_newest_figure_to_the_day_of_the_target(plan):
    at = datetime(2026, 6, 15, 8, tzinfo=UTC)
    drawn = drawing(series(plan, "H-01", as_of=at))
    assert (drawn.trend[0].value, drawn.trend[-1].on.isoformat()) == (180.0, "2030-12-31")
    yearly = drawing(series(plan, "H-03", as_of=at))
    assert yearly.trend[-1].on.isoformat() == "2026-12-31"  # what begins anew every year


def test_the_range_of_a_trend_is_drawn_named_in_the_key_and_said_in_words_and_in_the_table(client, read, plan, actor):
    for quarter, value in (("2026-Q1", "180"), ("2026-Q2", "240")):
        observe(
            actor=actor("works-handler"), now=datetime(2026, 7, 20, 8, tzinfo=UTC), plan_code="HARBOUR-5", code="H-01",
            reported=Reported(quarter, value, state="provisional"), confirmed=True,
        )  # fmt: skip
    page = client.get(f"{FLATS}?as_of=2026-07-31", headers=EN).content.decode()
    words = read(f"{FLATS}?as_of=2026-07-31")
    low, high = "3,660 flats", "4,740 flats"  # 420 and 18 quarters of 180 or 240
    assert f"by 31 Dec 2030, between {low} and {high} (the lower and the upper half" in words
    assert f"The trend leads to 4,200 flats by 31 Dec 2030, between {low} and {high}." in page
    assert "range of the trend" in words
    assert "provisional or estimated" in words
    assert re.search(r"31 Dec 2030 4,200 .*?trend · between 3,660 and 4,740", words)
    assert 'aria-label="Range of the trend"' in page or "Range of the trend" in page.partition("<svg")[2]
    found = client.get(f"{FLATS}.json?as_of=2026-07-31").json()
    assert (found["trend"]["low"], found["trend"]["value"], found["trend"]["high"]) == ("3660", "4200", "4740")


def test_figures_that_were_superseded_stay_in_the_chart(read, revised):
    page = read(f"{WAIT}?{JUNE}")
    assert "superseded figure" in page
    drawn = drawing(series(revised.indicator.plan, "H-02", as_of=datetime(2026, 6, 15, 8, tzinfo=UTC)))
    assert [(dot.value, dot.on.isoformat()) for dot in drawn.superseded] == [(5.9, "2026-03-31")]


def test_each_state_of_a_figure_has_a_mark_of_its_own():
    when = date(2026, 3, 31)
    one = [Dot(when, 1.0, "final")]
    drawn = charts.Drawing("", [*one, Dot(when, 2.0, "estimated")], [Dot(when, 3.0, "final")])
    with translation.override("en"):
        layers = charts.specification(drawn)["layer"]
    marks = {layer["mark"]["description"]: layer["mark"] for layer in layers if layer["mark"]["type"] == "point"}
    assert set(marks) == {"Superseded figure", "Observed", "Provisional or estimated figure"}
    assert marks["Provisional or estimated figure"]["fill"] == "var(--paper)"
    assert marks["Superseded figure"]["shape"] == "cross"


def test_the_form_says_within_what_a_comment_is_answered(read, plan):
    tier = organisation.rulebook(plan.jurisdiction).tier_of("plan.comment.indicator")
    amount = tier.limits["resolve"]["amount"]
    assert tier.limits["resolve"]["unit"] == "working_days"
    assert f"They must answer within {amount} working days, and you get a number" in read(FLATS)
