"""Typical cases: chosen, written, agreed to, published, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from answerable.leaders import actions, queries
from answerable.rules.problems import NotAllowed, NotFound, Refused
from tests.leaders.conftest import ANA

TOLD = {
    "language": "en",
    "title": "A hole in the road, filled the same day",
    "words": "A citizen, Mr Chan, telephone 91234567, saw a deep hole in the road.",
    "done": "The Works Department sent a crew in the morning and rolled the surface flat.",
}


def codes(error) -> list[str]:
    return [problem.code for problem in error.value.problems]


@pytest.fixture
def act(actor, now):
    """act("write", story, who=..., minutes=...) -> what the act gives back."""

    def do(verb, story, who="coordination-coordinator", minutes=90, **inputs):
        at = now + timedelta(minutes=minutes)
        return getattr(actions, verb)(actor=actor(who), now=at, key=story.pk, **inputs)

    return do


@pytest.fixture
def agreed(act, now):
    def say(story, **more):
        values = {"given": "given", "how": "phone", "asked_on": now.date()} | more
        return act("record_consent", story, who="hotline-callback", **values)

    return say


@pytest.fixture
def published(chosen, act, agreed):
    def bring(**more):
        story = chosen(**more)
        act("write", story, **TOLD)
        agreed(story)
        return act("publish", story)

    return bring


@pytest.mark.parametrize("who", ["coordination-coordinator", "gov-reviewer"])
def test_editors_choose_a_closed_case_once(closed, actor, now, who):
    case, at = closed(), now + timedelta(hours=1)
    story = actions.choose(actor=actor(who), now=at, number=case.number)
    assert (story.case, story.chosen_by.code) == (case, who)
    with pytest.raises(Refused) as error:
        actions.choose(actor=actor(who), now=at, number=case.number)
    assert codes(error) == ["told_as_a_story"]


def test_an_open_or_hidden_case_is_not_chosen(closed, actor, now):
    from answerable.cases import actions as cases

    told = {"actor": actor("citizen"), "now": now, "channel": "web"}
    open_case = cases.receive(**told, words="A lamp is dark at the corner").case
    for case, code in ((open_case, "case_not_closed"), (closed(public=False), "case_not_public")):
        with pytest.raises(Refused) as error:
            actions.choose(actor=actor("gov-reviewer"), now=now + timedelta(hours=1), number=case.number)
        assert codes(error) == [code]


@pytest.mark.parametrize("who", ["works-head", "gov-leader", "hotline-callback", "auditor"])
def test_nobody_else_chooses(closed, actor, now, who):
    with pytest.raises(NotAllowed) as error:
        actions.choose(actor=actor(who), now=now, number=closed().number)
    assert codes(error) == ["not_your_story_act"]


def test_without_consent_publication_is_refused_with_a_clear_sentence(chosen, act, agreed):
    from answerable.cases.sentences import sentence

    story = chosen()
    with pytest.raises(NotAllowed) as error:
        act("publish", story)
    assert codes(error) == ["story_not_written"]
    act("write", story, **TOLD)
    with pytest.raises(NotAllowed) as error:
        act("publish", story)
    with translation.override("en"):
        assert sentence(error.value.problems[0]).startswith("The citizen has not been asked.")
    agreed(story, given="refused")
    with pytest.raises(NotAllowed) as error:
        act("publish", story)
    assert codes(error) == ["consent_refused"]


def test_a_published_story_is_masked_quotes_the_citizen_and_shows_the_steps(published, harbour):
    story = published(comment="Thank you, call me on 91234567")
    with translation.override("en"):
        told = queries.public_story(harbour, story.pk)
    assert told.words == "A citizen, Mr ***, telephone ***, saw a deep hole in the road."
    assert told.quote == "Thank you, call me on ***"
    assert (told.verdict.solved, told.verdict.satisfied) == (True, "satisfied")
    assert told.took == story.case.closed_at - story.case.opened_at
    assert [unit.code for unit in told.units] == ["works"]
    assert told.steps[-1].verb == "confirm"
    assert [s.key for s in queries.public_stories(harbour)] == [story.pk]


def test_a_story_is_read_in_the_readers_language_or_in_one_it_was_written_in(published, act, harbour, chosen):
    story = published()
    for language in ("en", "zh-hant"):
        with translation.override(language):
            assert queries.public_story(harbour, story.pk).language == "en"


def test_a_story_is_written_in_up_to_three_languages_and_rewritten_until_it_is_published(chosen, act, agreed):
    story = chosen()
    for language in ("zh-hant", "en", "zh-hans", "en"):
        act("write", story, **TOLD | {"language": language, "title": f"Told in {language}"})
    assert story.tellings.count() == 3
    agreed(story)
    act("publish", story)
    with pytest.raises(NotAllowed) as error:
        act("write", story, **TOLD)
    assert codes(error) == ["story_not_so"]


def test_a_telling_needs_a_title_and_both_parts_and_one_of_our_languages(chosen, act):
    story = chosen()
    for wrong, code in (
        ({"title": ""}, "required"), ({"words": " "}, "required"), ({"done": ""}, "required"),
        ({"title": "x" * 121}, "too_long"), ({"language": "fr"}, "unknown_language"),
    ):  # fmt: skip
        with pytest.raises(Refused) as error:
            act("write", story, **TOLD | wrong)
        assert codes(error) == [code]


def test_consent_says_how_when_and_who_asked(chosen, agreed, now):
    consent = agreed(chosen())
    assert (consent.how, consent.asked_on, consent.post.code) == ("phone", now.date(), "hotline-callback")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"given": ""}, "required"), ({"given": "perhaps"}, "unknown_choice"), ({"how": ""}, "required"),
        ({"asked_on": None}, "required"),
    ],
)  # fmt: skip
def test_consent_without_these_is_refused(chosen, agreed, wrong, code):
    with pytest.raises(Refused) as error:
        agreed(chosen(), **wrong)
    assert codes(error) == [code]


def test_nobody_is_asked_tomorrow(chosen, agreed, now):
    with pytest.raises(Refused) as error:
        agreed(chosen(), asked_on=now.date() + timedelta(days=1))
    assert codes(error) == ["future_time"]


def test_whoever_left_a_way_to_be_reached_must_be_asked(chosen, act):
    assert ANA.phone
    with pytest.raises(Refused) as error:
        act("record_consent", chosen(), given="unreachable", reason="No time")
    assert codes(error) == ["citizen_can_be_asked"]


def test_who_cannot_be_asked_is_not_quoted_and_the_reason_is_recorded(chosen, act, harbour):
    story = chosen(person=None, comment="Well done")
    act("write", story, **TOLD)
    with pytest.raises(Refused) as error:
        act("record_consent", story, given="unreachable")
    assert codes(error) == ["required"]
    act("record_consent", story, given="unreachable", reason="Reported without a name on the web")
    act("publish", story)
    told = queries.public_story(harbour, story.pk)
    assert told.quote == ""
    assert told.verdict.satisfied == "satisfied"


def test_a_story_taken_back_says_so_and_shows_no_words(published, act, harbour, actor):
    story = published()
    with pytest.raises(Refused):
        act("withdraw", story, reason="")
    act("withdraw", story, reason="The place could be recognised")
    told = queries.public_story(harbour, story.pk)
    assert (told.state, told.title, told.words, told.quote, told.steps) == ("withdrawn", "", "", "", [])
    assert queries.public_stories(harbour) == []
    assert queries.story_page(actor("gov-reviewer"), story.pk).story.reason == "The place could be recognised"


def test_a_citizen_who_says_no_later_takes_the_story_back(published, agreed, harbour):
    story = published()
    agreed(story, given="refused")
    assert queries.public_stories(harbour) == []
    story.refresh_from_db()
    assert (story.citizen_refused, story.withdrawn_at is not None) == (True, True)


def test_a_case_whose_story_was_taken_back_may_be_chosen_again(published, act, actor, now):
    story = published()
    act("withdraw", story, reason="To be written better")
    actions.choose(actor=actor("gov-reviewer"), now=now + timedelta(hours=3), number=story.case.number)


def test_a_draft_is_not_public(chosen, harbour):
    with pytest.raises(NotFound):
        queries.public_story(harbour, chosen().pk)


def test_the_editors_page_says_what_stands_against_publishing(chosen, act, agreed, actor):
    story = chosen()
    page = queries.story_page(actor("coordination-coordinator"), story.pk)
    assert (page.against, page.can_be_asked) == ("story_not_written", True)
    assert page.acts == ("write", "record_consent", "publish", "withdraw")
    act("write", story, **TOLD)
    agreed(story)
    assert queries.story_page(actor("coordination-coordinator"), story.pk).against == ""
    assert queries.story_page(actor("hotline-callback"), story.pk).acts == ("record_consent",)
    assert [line.title for line in queries.stories_page(actor("gov-reviewer"))] == [TOLD["title"]]
