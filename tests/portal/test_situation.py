"""How one case stands, as its page says it: disputed, put off, joined, supervised, waiting, given more time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.cases.models import Case

pytestmark = pytest.mark.django_db
YES = {"contacted": "yes", "solved": "yes", "satisfied": "basically"}


@pytest.fixture
def page(client):
    """page(case) -> the text of its public page in English."""
    return lambda case: client.get(f"/case/{case.number}?lang=en").content.decode()


@pytest.fixture
def own(client):
    """own(receipt) -> the text of the reporter's own page in English."""
    return lambda receipt: client.get(f"/receipt/{receipt.case.number}/{receipt.secret}?lang=en").content.decode()


def test_while_a_dispute_is_open_both_answer_and_the_page_says_who_must_rule(page, disputed):
    text = page(disputed)
    assert "both answer until there is a ruling" in text
    assert "Works Department" in text
    assert "Cleansing Department" in text
    assert "(answers too)" in text
    assert "Hotline must rule by" in text


def test_in_a_list_too_both_answer(client, disputed):
    text = client.get("/cases?lang=en").content.decode()
    assert "Cleansing Department" in text
    assert "(answers too)" in text


def test_after_the_ruling_one_answers(page, disputed, act):
    act("hotline-dispatcher", "rule", disputed, upheld=False, outcome_words="A road is the road department's.")
    text = page(disputed)
    assert "until there is a ruling" not in text.partition("strip__how")[0]
    assert "must rule by" not in text


def test_a_parked_case_says_so_above_everything_with_its_date(page, parked):
    text = page(parked)
    assert "This cannot be solved now. It is looked at again on" in text
    assert text.index("This cannot be solved now") < text.index("Answers for this now")
    assert "The bridge must be rebuilt first" in text


def test_more_time_is_shown_with_its_reason_masked_and_who_granted_it(page, tell, act):
    case = tell().case
    act("works-handler", "accept", case)
    case.refresh_from_db()
    until = case.due_at + timedelta(hours=2)
    act("works-handler", "ask_extension", case, reason="Mr Chan 6123 4567 has the key.", until=until)
    assert "More time was granted" not in page(case)
    act("works-head", "decide", case, granted=True, words="Once.")
    text = page(case)
    assert "More time was granted, until" in text
    assert "has the key" in text
    assert "6123" not in text


def test_of_an_extension_nothing_is_left_once_the_case_is_closed(page, parked):
    Case.objects.filter(pk=parked.pk).update(state="closed", closing="concluded", closed_at=timezone.now())
    assert "This cannot be solved now" not in page(parked)


def test_a_supervised_case_is_marked(page, tell):
    case = tell().case
    Case.objects.filter(pk=case.pk).update(supervised_at=timezone.now())
    assert "Under supervision since" in page(case)


def test_a_joined_case_and_the_one_it_joined_name_each_other(page, tell, act):
    one, other = tell().case, tell("The same deep hole at number 42.").case
    act("hotline-dispatcher", "merge", one, into=other.number, reason="The same hole.")
    text = page(one)
    assert f'<a href="/case/{other.number}">{other.number}</a>; its outcome counts for this one.' in text
    assert "There is no verdict yet." in text
    assert f'href="/case/{one.number}"' in page(other)
    act("hotline-dispatcher", "unmerge", one, reason="Two holes after all.")
    assert "its outcome counts" not in page(one)
    assert one.number not in page(other)


def test_the_verdict_of_the_other_case_is_this_ones_too(client, page, tell, asked, act):
    one = tell("The same deep hole again.").case
    Case.objects.filter(pk=asked.case.pk).update(state="in_hand")
    act("hotline-dispatcher", "merge", one, into=asked.case.number, reason="The same hole.")
    Case.objects.filter(pk=asked.case.pk).update(state="verifying")
    client.post(f"/receipt/{asked.case.number}/{asked.secret}/verdict", YES)
    assert "The citizen’s verdict: solved, basically satisfied." in page(one)


def test_of_a_case_that_is_not_public_only_its_reporter_reads_the_number(page, own, tell, act):
    mine, hidden = tell(), tell("A hole that nobody shall read of.", public=False).case
    act("hotline-dispatcher", "merge", mine.case, into=hidden.number, reason="The same hole.")
    text = page(mine.case)
    assert "Joined to another case, which is not public" in text
    assert hidden.number not in text
    assert f"Joined to case {hidden.number}" in own(mine)
    assert f"/case/{hidden.number}" not in own(mine)


def test_a_case_that_is_not_public_joined_to_this_one_is_only_counted(page, tell, act):
    shown, hidden = tell().case, tell("A hole that nobody shall read of.", public=False).case
    act("hotline-dispatcher", "merge", hidden, into=shown.number, reason="The same hole.")
    text = page(shown)
    assert "1 case that is not public" in text
    assert hidden.number not in text


@pytest.fixture
def questioned(tell, act):
    """A receipt whose unit waits for the citizen's answer."""
    receipt = tell()
    act("works-handler", "accept", receipt.case)
    act("works-handler", "act", receipt.case, words="A crew looked at it.")
    act("works-handler", "ask_citizen", receipt.case, words="Is it the left or the right lane?", wait=True)
    return receipt


def test_the_public_reads_that_a_unit_waits_and_not_for_what(page, questioned):
    text = page(questioned.case)
    assert "Works Department asked the citizen something and waits for the answer until" in text
    assert "left or the right lane" not in text


def test_the_citizen_reads_the_question_and_answering_ends_the_wait(client, own, questioned):
    text = own(questioned)
    assert "Works Department waits for your answer until" in text
    assert "left or the right lane" in text.partition("Answers for this now")[0]
    assert 'href="#add"' in text
    assert 'id="add"' in text
    address = f"/receipt/{questioned.case.number}/{questioned.secret}"
    assert client.post(f"{address}/add", {"words": "The left one."}).status_code == 302
    assert questioned.case.waits.get().answered_at is not None
    assert "waits for your answer" not in own(questioned)


def test_after_its_time_nobody_waits_any_more(page, questioned):
    questioned.case.waits.update(since=timezone.now() - timedelta(days=9), until=timezone.now() - timedelta(minutes=1))
    assert "waits for the answer" not in page(questioned.case)
