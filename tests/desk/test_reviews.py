"""Reviews at the desk: called, held on frozen figures, discussed, decided, reported; and issues answered in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from answerable.plans.actions.evaluating import open_evaluation
from answerable.plans.actions.handoffs import ask_handoff, promise_handoff
from answerable.reviews import actions
from answerable.reviews.models import Issue, IssueAnswer, Review, ReviewDecision
from answerable.reviews.models.review import Attendance
from tests.plans.conftest import plan

__all__ = ["plan"]


@pytest.fixture
def review(plan, officer, at):
    """The review of the second quarter of 2026, called by the secretary."""
    return actions.call_review(
        actor=officer("planning-secretary"), now=at, kind="quarterly", plan_code=plan.code, period="2026-Q2",
        due_on=at.date() + timedelta(days=7),
    )  # fmt: skip


@pytest.fixture
def held(review, officer, at):
    return actions.hold(actor=officer("planning-chair"), now=at, number=review.number)


@pytest.fixture
def decision(held, officer, at):
    return actions.decide(
        actor=officer("planning-chair"), now=at, number=held.number, words="Open a third site.", owner="works-head",
        due_on=at.date() + timedelta(days=30),
    )  # fmt: skip


def room(review) -> str:
    return f"/desk/reviews/{review.number}"


def page(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def sent(client, review, verb: str, status: int = 302, **inputs) -> str:
    answer = client.post(f"{room(review)}/{verb}", inputs)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_the_secretary_calls_a_review_and_comes_into_its_room(sign_in, plan, at):
    client = sign_in("planning-secretary")
    assert "Call this review" in page(client, "/desk/reviews/new")
    inputs = {"kind": "quarterly", "plan_code": plan.code, "period": "2026-Q2",
              "due_on": (at.date() + timedelta(days=7)).isoformat()}  # fmt: skip
    answer = client.post("/desk/reviews/new", inputs)
    review = Review.objects.get()
    assert answer["Location"] == room(review)
    text = page(client, room(review))
    assert "Open the meeting and freeze the figures" in text
    assert "Progress, trend and what is likely" in text


def test_a_review_that_cannot_be_called_comes_back_with_the_reason_beside_its_field(sign_in, plan, at):
    client = sign_in("planning-secretary")
    inputs = {"kind": "quarterly", "plan_code": plan.code, "period": "next spring",
              "due_on": (at.date() + timedelta(days=7)).isoformat()}  # fmt: skip
    answer = client.post("/desk/reviews/new", inputs)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "is no period of this kind of review" in text
    assert 'value="next spring"' in text
    assert client.post("/desk/reviews/new", {}).status_code == 422
    assert not Review.objects.exists()


def test_a_mid_term_review_goes_through_an_evaluation(sign_in, plan, officer, at):
    judged = open_evaluation(actor=officer("planning-secretary"), now=at, plan=plan.pk, title="Half-way", terms="All.",
                             due_on=at.date() + timedelta(days=20))  # fmt: skip
    client = sign_in("planning-secretary")
    assert "Half-way" in page(client, "/desk/reviews/new")
    client.post("/desk/reviews/new", {"kind": "mid_term", "plan_code": plan.code, "evaluation": str(judged.pk),
                                      "due_on": (at.date() + timedelta(days=7)).isoformat()})  # fmt: skip
    called = Review.objects.get(kind="mid_term")
    assert called.evaluation == judged
    assert f"/desk/evaluations/{judged.pk}" in page(client, room(called))


def test_who_chairs_nothing_is_offered_no_call(sign_in, plan):
    assert sign_in("statistician").get("/desk/reviews/new").status_code == 403
    assert "/desk/reviews/new" not in page(sign_in("statistician"), "/desk/reviews")


def test_an_outsider_does_not_see_the_room(sign_in, review):
    assert sign_in("think-tank").get(room(review)).status_code == 403


def test_a_meeting_is_opened_on_figures_that_stay(sign_in, review):
    client = sign_in("planning-chair")
    sent(client, review, "hold", version=review.version)
    text = page(client, room(review))
    assert "The figures, frozen" in text
    assert "Flats completed" in text
    assert "What comes in later does not change them." in text


def test_somebody_acted_before_is_said_and_nothing_is_lost(sign_in, review):
    text = sent(sign_in("planning-chair"), review, "call_off_review", 409, version=99, words="No room is free.")
    assert "Somebody acted before you" in text
    assert "No room is free." in text
    review.refresh_from_db()
    assert review.state == "called"


def test_a_matter_is_discussed_and_decided_from_its_line(sign_in, held):
    client = sign_in("planning-chair")
    item = held.items.filter(dropped_at=None, decision=None, post__isnull=False).order_by("number").first()
    text = page(client, f"{room(held)}?act=decide&item={item.number}&owner={item.post.code}")
    assert f'<option value="{item.number}" selected>' in text
    assert f'<option value="{item.post.code}" selected>' in text
    sent(client, held, "discuss", item=item.number, said="The third site closes the gap.")
    refused = sent(client, held, "decide", 422, item=item.number, words="Open a third site.", owner=item.post.code)
    assert "Open a third site." in refused
    assert not ReviewDecision.objects.exists()
    due = (timezone.now() + timedelta(days=30)).date().isoformat()
    sent(client, held, "decide", item=item.number, words="Open a third site.", owner=item.post.code, due_on=due)
    item.refresh_from_db()
    assert item.said == "The third site closes the gap."
    assert item.decision.words == "Open a third site."
    assert "Decision 1" in page(client, room(held))


def test_a_note_about_no_matter_is_asked_for_its_matter(sign_in, held):
    text = sent(sign_in("planning-chair"), held, "discuss", 422, said="All is well.")
    assert "All is well." in text


def test_minutes_say_who_was_there_and_who_was_not(sign_in, held):
    client = sign_in("planning-secretary")
    text = page(client, room(held))
    assert 'name="attendance_works-head"' in text
    sent(
        client, held, "minute", version=held.version, environment="Prices of steel rose.", minutes="Met at ten.",
        **{"attendance_works-head": "there", "attendance_transport-head": "absent",
           "attendance_transport-head_remark": "ill"},
    )  # fmt: skip
    came = {row.post.code: (row.present, row.remark) for row in Attendance.objects.select_related("post")}
    assert came == {"works-head": (True, ""), "transport-head": (False, "ill")}
    text = page(client, room(held))
    assert "Prices of steel rose." in text
    assert "was not there" in text


def test_a_meeting_with_nothing_written_down_has_no_report(sign_in, held):
    text = sent(sign_in("planning-chair"), held, "report", 422, version=held.version)
    assert "Nothing was changed yet" in text
    held.refresh_from_db()
    assert held.state == "held"


def test_the_report_is_seen_before_it_is_made_in_three_languages_and_then_stays(sign_in, held, officer, at):
    client = sign_in("planning-chair")
    text = page(client, f"{room(held)}/text?in=en")
    assert "This is how the report would read now." in text
    assert "Quarterly review" in text
    assert "海港五年規劃" in page(client, f"{room(held)}/text?in=zh-hant")
    for item in held.items.filter(matter="forecast_short", dropped_at=None):
        sent(client, held, "discuss", item=item.number, said="A third site.")
    held.refresh_from_db()
    sent(client, held, "minute", version=held.version, environment="Steel.", minutes="Met at ten.")
    held.refresh_from_db()
    sent(client, held, "report", version=held.version)
    text = page(client, f"{room(held)}/text?in=en")
    assert "Published" in text
    assert "Met at ten." in text
    file = client.get(f"{room(held)}/text-zh-hans.md")
    assert file["Content-Type"] == "text/markdown; charset=utf-8"
    assert "Met at ten." in file.content.decode()


def test_an_owner_sees_what_to_carry_out_and_somebody_else_confirms_it(sign_in, decision):
    client = sign_in("works-head")
    text = page(client, "/desk/reviews")
    assert "What you are to carry out" in text
    assert "1 decision of a review is yours to carry out." in page(client, "/desk/")
    assert "Open a third site." in text
    sent(client, decision.review, "carry_out", decision=decision.pk, words="It opened today.")
    decision.refresh_from_db()
    assert decision.done_words == "It opened today."
    assert 'id="act-confirm"' not in page(client, room(decision.review))
    sent(sign_in("planning-secretary"), decision.review, "send_back", decision=decision.pk, words="No crane yet.")
    assert "No crane yet." in page(sign_in("works-head"), "/desk/reviews")
    sent(sign_in("works-head"), decision.review, "carry_out", decision=decision.pk, words="Now it did.")
    sent(sign_in("planning-secretary"), decision.review, "confirm", decision=decision.pk)
    decision.refresh_from_db()
    assert decision.confirmed_at is not None


@pytest.fixture
def issue(plan, officer, at):
    """The site at the old mill waits for a road closure that transport promised in June and has not given."""
    june = datetime(2026, 6, 10, 8, tzinfo=UTC)
    owed = ask_handoff(actor=officer("works-head"), now=june, plan_code=plan.code, code="T-01",
                       what="The road closure", giver="transport-head")  # fmt: skip
    promise_handoff(actor=officer("transport-head"), now=june, number=owed.number, promised_on=date(2026, 6, 12))
    actions.call_review(
        actor=officer("coordination-coordinator"), now=at, kind="joint", due_on=at.date() + timedelta(days=7)
    )  # fmt: skip
    return Issue.objects.get(noun="task")


def test_a_unit_answers_an_issue_from_its_own_page(sign_in, issue):
    head = f"{issue.unit.code}-head"
    client = sign_in(head)
    assert "Your unit is asked" in page(client, "/desk/reviews")
    assert "Held by us" in page(client, "/desk/issues")
    assert "waits for your unit’s answer." in page(client, "/desk/")
    address = f"/desk/issues/{issue.pk}"
    assert "Give this answer" in page(client, address)
    empty = client.post(f"{address}/answer_issue", {"version": issue.version, "promised_on": "2199-01-01"})
    assert empty.status_code == 422
    assert 'value="2199-01-01"' in empty.content.decode()
    done = client.post(f"{address}/answer_issue", {"version": issue.version, "answer": "The crane came; one week."})
    assert done["Location"] == address
    asked = IssueAnswer.objects.get(issue=issue)
    assert asked.answer == "The crane came; one week."
    assert "The crane came; one week." in page(client, address)


def test_every_officer_of_the_city_sees_how_many_issues_there_are(sign_in, issue):
    text = page(sign_in("cleansing-head"), "/desk/issues")
    assert 'All <span class="soft">1</span>' in text
    assert "Prepare the site at the old mill" in text


def test_the_chair_hands_an_issue_over_or_settles_it_and_the_holder_does_not(sign_in, issue):
    address = f"/desk/issues/{issue.pk}"
    holder = sign_in(f"{issue.unit.code}-head")
    assert holder.post(f"{address}/settle_issue", {"words": "Done."}).status_code in (403, 422)
    chair = sign_in("coordination-coordinator")
    assert "Settled: it does not come back" in page(chair, address)
    other = "cleansing" if issue.unit.code != "cleansing" else "works"
    chair.post(f"{address}/hand_over_issue", {"version": issue.version, "unit_code": other})
    issue.refresh_from_db()
    assert issue.unit.code == other
    chair.post(f"{address}/settle_issue", {"version": issue.version, "words": "The site was handed over."})
    issue.refresh_from_db()
    assert issue.settled_words == "The site was handed over."
    assert "The site was handed over." in page(chair, address)
