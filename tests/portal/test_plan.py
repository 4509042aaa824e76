"""The plan in public: how it stands in words, who answers, what changed, of any day; drafts are nobody's."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from answerable.plans.actions.answering import appoint
from answerable.plans.actions.changing import make_effective, propose_change, record_step
from answerable.plans.actions.indicators import end_indicator
from answerable.plans.actions.overriding import override
from answerable.plans.actions.proposals import Proposal
from answerable.plans.models import Baseline, Override
from tests.support.city import unguarded

EN = {"accept-language": "en"}
PLAN = "/plan/HARBOUR-5"
JUNE = "as_of=2026-06-15"


@pytest.fixture
def read(client):
    """read("/plan/HARBOUR-5") -> the words of the page, without its markup."""

    def words(address: str, *, status: int = 200, **headers) -> str:
        answer = client.get(address, headers=EN | headers)
        assert answer.status_code == status, address
        main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))

    return words


@pytest.fixture
def lowered(plan, indicator, actor):
    """The flats of the plan are lowered from 5000 to 4500 by the full way, in effect since 21 July."""
    secretary, chair = actor("planning-secretary"), actor("planning-chair")
    said = Proposal(
        ground="emergency", higher=True, value=Decimal(4500), evidence_words="Two of five sites were flooded.",
        necessity="No other site can be ready before 2031.", effects="The wait falls more slowly.",
    )  # fmt: skip
    at = datetime(2026, 6, 10, 8, tzinfo=UTC)
    change = propose_change(actor=secretary, now=at, indicator=indicator("H-01").pk, proposal=said)
    for step, on in (("committee", 10), ("filed", 12), ("tabled", 29), ("legislature", 50)):
        day = date(2026, 6, on) if on < 31 else date(2026, 7, 20)
        record_step(
            actor=chair, now=datetime(day.year, day.month, day.day, 9, tzinfo=UTC), change=change.pk, step=step,
            organ="The city council", document=f"Paper of the {step}", decided_on=day, approved=True,
        )  # fmt: skip
    later = datetime(2026, 7, 21, 9, tzinfo=UTC)
    return make_effective(actor=chair, now=later, change=change.pk, effective_on=date(2026, 7, 21))


@pytest.fixture
def at_last(monkeypatch):
    """A day on which no figure has come for more than a year, and the clock of the site beyond it."""
    now = datetime(2027, 9, 1, 9, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return "2027-08-31"


def test_one_plan_is_opened_at_once_and_a_draft_is_not_there(client, plan, draft):
    assert client.get("/plan").url == PLAN
    assert client.get("/plan/HARBOUR-DRAFT").status_code == 404
    assert client.get("/plan/HARBOUR-DRAFT.json").status_code == 404
    assert client.get("/plan/HARBOUR-DRAFT/indicators/H-01").status_code == 404


def test_without_a_plan_the_page_says_so_and_the_front_page_is_silent(read, client, harbour):
    assert "No plan has been published yet." in read("/plan")
    assert "The plan" not in read("/")


def test_the_front_page_says_in_words_how_many_goals_are_on_track(read, plan):
    assert re.search(r"\d of 6 indicators (is|are) on track or ha(s|ve) reached (its|their) target", read("/"))


def test_areas_count_their_indicators_by_light_in_words(read, plan):
    page = read(f"{PLAN}?{JUNE}")
    assert "By area" in page
    for area in ("Housing", "A clean city", "Movement"):
        assert re.search(rf"{area} 2 \d (On track|Slipping|Behind|No data|No current|Cannot|Not due)", page), area
    assert "As it was known on 15 Jun 2026." in page


def test_an_indicator_stands_in_the_list_with_figure_target_and_who_answers(read, plan):
    page = read(f"{PLAN}?{JUNE}&area=HOUSING")
    assert "2 indicators" in page
    assert "180 flats in all up to quarter 1 of 2026" in page
    assert "5.9 years quarter 1 of 2026" in page
    assert "4.5 years by 31 Dec 2030" in page
    assert "Buses on time" not in page.partition("Every indicator")[2]


def test_the_list_stands_under_area_goal_and_objective_in_the_order_of_the_tree(read, plan):
    page = read(f"{PLAN}?{JUNE}").partition("Every indicator")[2]
    assert re.findall(r"(Goal|Objective) [^0-9]+ 2 indicators ", page) == ["Goal", "Objective"] * 3
    assert re.search(r"Housing 2 indicators .*?Goal .*? 2 indicators .*?Objective .*? 2 indicators .*?Flats comp", page)


def test_light_that_lost_its_figures_is_counted_as_no_current_data(read, client, plan, at_last):
    page = read(f"{PLAN}?as_of={at_last}")
    assert "0 of 6 indicators are on track or have reached their target." in page
    assert re.search(r"[1-6] No current data", page)
    assert "On track or reached" not in page.partition("By area")[2].partition("Every indicator")[0]
    assert "last known, quarter 1 of 2026" in page
    assert "The binding one that stands worst:" in page
    assert re.search(r"\d indicators?", read(f"{PLAN}?as_of={at_last}&light=stale").partition("Every indicator")[2])
    flats = read(f"{PLAN}/indicators/H-01?as_of={at_last}")
    assert "This is the last known light, of quarter 1 of 2026: its figures stopped coming." in flats
    table = {row["code"]: row for row in client.get(f"{PLAN}.json?as_of={at_last}").json()["indicators"]}
    assert (table["H-01"]["current"], table["H-01"]["data_light"]) == (False, "missing")


def test_figures_that_nothing_can_judge_are_not_called_missing(read, plan):
    with unguarded():
        Baseline.objects.filter(indicator__code="H-02").delete()
    page = read(f"{PLAN}?{JUNE}&area=HOUSING")
    assert "1 Cannot be judged" in page
    assert re.search(r"Cannot be judged .{0,40}5.9 years", page)
    assert "1 indicator" in read(f"{PLAN}?{JUNE}&light=unjudged")


def test_the_official_classes_are_counted_and_narrow_the_list(read, plan):
    page = read(f"{PLAN}?{JUNE}")
    klass, count = re.search(r"In the official four classes (Reached early|Faster than expected|As expected|Lagging)"
                             r" (\d)", page).groups()  # fmt: skip
    code = {"Reached early": "early", "Faster than expected": "faster", "As expected": "as_expected"}
    assert f"{count} indicator" in read(f"{PLAN}?{JUNE}&official={code.get(klass, 'lagging')}")


def test_a_light_set_by_hand_stands_with_the_computed_one_and_never_green_without_figures(read, plan, actor, at_last):
    override(
        actor=actor("planning-secretary"), now=datetime(2026, 6, 12, 8, tzinfo=UTC), plan_code="HARBOUR-5",
        code="H-01", light="far_behind", words="Two sites are under water.", until=date(2026, 6, 15),
    )  # fmt: skip
    assert re.search(r"Far behind set by hand · computed: (Slipping|On track|Behind)", read(f"{PLAN}?{JUNE}"))
    with unguarded():
        Override.objects.update(light="on_track", until=date(2099, 12, 31))
    late = read(f"{PLAN}/indicators/H-01?as_of={at_last}")
    assert "not shown: without current figures nothing is green" in late


def test_the_list_is_narrowed_by_light_and_by_who_answers_in_the_address(read, plan):
    works = read(f"{PLAN}?{JUNE}&unit=works").partition("Every indicator")[2]
    assert "2 indicators" in works
    assert "Flats completed" in works
    assert "Buses on time" not in works
    assert "No indicator fits these filters." in read(f"{PLAN}?{JUNE}&light=ended")
    assert read(f"{PLAN}?{JUNE}&unit=nobody%00") is not None


@pytest.mark.parametrize("wish", ["2026-13-40", "tomorrow", "2099-01-01", "0001-01-01", "2026-06-15T25:00"])
def test_a_day_that_has_not_been_is_said_and_today_is_shown(read, plan, wish):
    page = read(f"{PLAN}?as_of={wish}")
    if wish.startswith("2026-06-15"):
        assert "As it was known on 15 Jun 2026." in page
    else:
        assert "That is no day that has been." in page


def test_what_was_known_earlier_is_shown_as_it_was_known(read, plan):
    assert "no figure yet" in read(f"{PLAN}?as_of=2026-03-01&area=HOUSING")
    assert "180 flats" not in read(f"{PLAN}?as_of=2026-04-19")
    assert "180 flats" in read(f"{PLAN}?as_of=2026-06-15")


def test_a_changed_target_stands_among_what_changed_this_quarter_with_its_decision(read, lowered):
    page = read(f"{PLAN}?as_of=2026-07-31")
    changed = page.partition("What changed this quarter")[2].partition("By area")[0]
    assert "since 1 Jul 2026" in changed
    assert "Flats completed" in changed
    assert "Target is now 4,500 flats." in changed
    assert "Target changed: lowered" in page
    assert "10 % less to be done than before" in page
    assert "First 5,000 flats by 31 Dec 2030" in page


def test_a_light_that_moved_comes_first_and_says_from_what_to_what(read, plan):
    changed = read(f"{PLAN}?{JUNE}").partition("What changed this quarter")[2].partition("By area")[0]
    assert re.search(r"Flats completed from Not due yet to \w+", changed)


def test_an_indicator_that_ended_stays_in_sight(read, plan, actor):
    at = datetime(2026, 6, 12, 8, tzinfo=UTC)
    end_indicator(actor=actor("planning-secretary"), now=at, plan_code="HARBOUR-5", code="H-03", ended="suspended",
                  words="The lanes are cleaned by another plan.", decision="Committee, paper 5")  # fmt: skip
    page = read(f"{PLAN}?{JUNE}")
    assert "Suspended" in page
    assert "Back lanes cleaned up each year" in page.partition("Every indicator")[2]
    assert "The lanes are cleaned by another plan." in read(f"{PLAN}/indicators/H-03?{JUNE}")


def test_another_head_is_news_and_a_first_one_is_not(read, plan, actor):
    at = datetime(2026, 6, 12, 8, tzinfo=UTC)
    appoint(
        actor=actor("planning-secretary"), now=at, plan_code="HARBOUR-5", noun="indicator", code="H-03",
        post_code="works-head", words="The lanes went to the works department.",
        duty="Cleans the lanes.", deadline=date(2030, 12, 31), standard="As counted.",
    )  # fmt: skip
    changed = read(f"{PLAN}?{JUNE}").partition("What changed this quarter")[2].partition("By area")[0]
    assert "Back lanes cleaned up each year" in changed
    assert changed.count("answers for it now.") == 1


def test_a_simulated_plan_says_so_on_every_page(read, plan):
    type(plan).objects.filter(pk=plan.pk).update(simulated=True)
    for tail in ("", "/tasks", "/letters", "/changes", "/evaluations", "/items", "/gaps", "/reviews",
                 "/indicators/H-01"):  # fmt: skip
        assert "Invented figures." in read(PLAN + tail), tail


def test_tasks_say_who_answers_who_accepts_and_what_is_late(read, plan):
    page = read(f"{PLAN}/tasks")
    assert "Prepare the site at the old mill" in page
    assert "late" in page
    assert "unless another is named." in page
    only = read(f"{PLAN}/tasks?mark=late").partition("Every task")[2]
    assert "Lay the rails" not in only
    assert "Site handed over" in only


def test_letters_are_public_and_say_whether_the_head_accepted(read, plan):
    page = read(f"{PLAN}/letters")
    assert "“Flats completed”" in page or "「Flats completed」" in page
    assert "5000 flats" in page
    assert "Until 31 Dec 2030" in page
    assert "the head has not accepted it yet" in page


def test_a_change_shows_its_ground_the_organ_and_how_much_easier_it_became(read, lowered):
    page = read(f"{PLAN}/changes")
    assert "From 5,000 flats (31 Dec 2030) to 4,500 flats" in page
    assert "10 % less to be done than before" in page
    assert "The city council" in page
    assert "Paper of the legislature" in page


def test_items_are_listed_both_ways(read, plan):
    page = read(f"{PLAN}/items")
    assert "Build flats" in page
    assert "A finer front" in page.partition("Announced, and nothing carries it out")[2]
    assert "Buses on time" in page.partition("linked to no announcement")[2]


def test_gaps_are_shown_as_gaps(read, plan):
    page = read(f"{PLAN}/gaps")
    assert "things are missing" in page
    assert "no budget line is linked to it" in page


def test_pages_are_in_the_language_of_the_reader(client, plan):
    assert "海港五年規劃" in client.get(PLAN, headers={"accept-language": "zh-HK"}).content.decode()
    assert "海港五年规划" in client.get(PLAN, headers={"accept-language": "zh-CN"}).content.decode()
