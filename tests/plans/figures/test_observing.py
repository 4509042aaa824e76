"""A steward records a figure; what was recorded stays, what is known later supersedes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerable.ledger.models import Entry
from answerable.organisation.files import Upload
from answerable.plans.actions.approving import approve_observations
from answerable.plans.actions.observing import observe
from answerable.plans.models import Observation
from answerable.plans.queries.figures import figures
from answerable.rules.observing import Reported
from answerable.rules.problems import NotAllowed, Refused, Stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(plan, actor, now):
    """record("H-03", "2026-05", "44") -> the observation, recorded by the steward of that indicator."""

    def write(code, period, value="", *, who="cleansing-handler", at=None, **more):
        known = {name: more.pop(name) for name in ("confirmed", "uploads", "version") if name in more}
        reported = Reported(period, value, **more)
        return observe(actor=actor(who), now=at or now, plan_code=plan.code, code=code, reported=reported, **known)

    return write


def problems(error) -> dict[str, str]:
    return {problem.field: problem.code for problem in error.value.problems}


def test_a_figure_is_recorded_with_who_when_and_the_meaning_it_had(record, now, indicator) -> None:
    seen = record("H-03", "2026-05", "41", words="counted twice", state="provisional")
    assert seen.known_at == now
    assert seen.entered_by.code == "cleansing-handler"
    assert seen.meaning.number == 1
    entry = Entry.objects.filter(stream=indicator("H-03").pk).latest("id")
    assert entry.verb == "observe"
    assert indicator("H-03").version == 2


def test_a_later_figure_supersedes_and_the_earlier_one_stays(record, plan, now) -> None:
    record("H-03", "2026-05", "44", words="a lane was forgotten")
    kept = Observation.objects.filter(indicator__code="H-03", period="2026-05").order_by("known_at")
    assert [(seen.value, seen.state) for seen in kept] == [(39, "final"), (44, "revised")]
    before = {f.code: f for f in figures(plan, as_of=now - timedelta(seconds=1)).values()}["H-03"]
    after = {f.code: f for f in figures(plan, as_of=now).values()}["H-03"]
    assert (before.status.value, after.status.value) == (203, 208)


def test_a_revision_says_why(record) -> None:
    with pytest.raises(Refused) as error:
        record("H-03", "2026-05", "44")
    assert problems(error) == {"words": "revision_needs_words"}


def test_what_stands_already_is_not_recorded_twice(record) -> None:
    with pytest.raises(Refused) as error:
        record("H-03", "2026-05", "39.0")
    assert problems(error) == {"value": "nothing_new"}


@pytest.mark.parametrize(
    ("period", "more", "wrong"),
    [
        ("2026-06", {"value": "40"}, {"period": "period_in_the_future"}),
        ("2026-Q1", {"value": "40"}, {"period": "period_of_another_length"}),
        ("June", {"value": "high"}, {"period": "not_a_period", "value": "not_a_number"}),
        ("2026-04", {"value": ""}, {"value": "required"}),
        ("2026-04", {"value": "40", "unit": "kilometres"}, {"unit": "unit_differs"}),
        ("2026-04", {"numerator": "4", "denominator": "5"}, {"value": "required", "numerator": "value_not_parts",
                                                             "denominator": "value_not_parts"}),
        ("2026-04", {"state": "missing"}, {"words": "figure_needs_words"}),
        ("2026-04", {"value": "1.123456789"}, {"value": "number_too_long"}),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_named_at_its_field(record, period, more, wrong) -> None:
    with pytest.raises(Refused) as error:
        record("H-03", period, **more)
    assert problems(error) == wrong


def test_a_ratio_is_reported_by_its_parts(record) -> None:
    seen = record("H-04", "2025-Q4", numerator="300", denominator="1,000")
    assert (seen.numerator, seen.denominator, seen.value) == (300, 1000, None)
    with pytest.raises(Refused) as error:
        record("H-04", "2025-Q4", numerator="300", denominator="0")
    assert problems(error) == {"denominator": "denominator_is_nought"}


def test_a_missing_figure_says_why_and_makes_no_light_green(record, plan, now) -> None:
    record("H-03", "2026-05", state="missing", words="the register burnt")
    found = {f.code: f for f in figures(plan, as_of=now).values()}["H-03"]
    assert found.status.reached.code == "2026-04"


def test_an_unusual_figure_is_asked_about_once_more(record) -> None:
    record("H-03", "2025-12", "40")  # nothing came before it: nothing is unusual
    with pytest.raises(Refused) as error:
        record("H-03", "2026-05", "400", words="all lanes of the district")
    assert problems(error) == {"value": "figure_is_unusual"}
    assert record("H-03", "2026-05", "400", words="all lanes of the district", confirmed=True).value == 400


def test_a_building_is_accepted_and_not_typed(record) -> None:
    with pytest.raises(Refused) as error:
        record("H-06", "2025", "1", who="transport-handler")
    assert problems(error) == {"value": "delivery_is_accepted_not_typed"}


def test_only_a_steward_or_the_statistician_records(record) -> None:
    with pytest.raises(NotAllowed):
        record("H-03", "2026-05", "44", words="I know better", who="cleansing-head")
    assert record("H-03", "2026-05", "44", words="checked at the source", who="statistician").value == 44


def test_a_paper_shows_the_figure(record) -> None:
    paper = Upload("count.pdf", b"%PDF-1.7 the lanes, one by one")
    seen = record("H-03", "2025-12", "40", uploads=[paper])
    assert seen.evidence.filename == "count.pdf"
    assert len(seen.evidence.sha256) == 64


def test_two_at_once_do_not_overwrite_each_other(record, indicator) -> None:
    seen_version = indicator("H-03").version
    record("H-03", "2025-12", "40")
    with pytest.raises(Stale):
        record("H-03", "2025-11", "40", version=seen_version)


def test_a_figure_is_approved_by_another_post(record, plan, actor, now) -> None:
    seen = record("H-03", "2026-05", "44", words="recount", who="statistician")
    wish = {"now": now, "plan_code": plan.code, "code": "H-03", "keys": [seen.pk]}
    with pytest.raises(NotAllowed):
        approve_observations(actor=actor("statistician"), **wish)
    with pytest.raises(NotAllowed):
        approve_observations(actor=actor("cleansing-handler"), **wish)
    assert approve_observations(actor=actor("planning-reviewer"), **wish) == 1
    assert approve_observations(actor=actor("planning-reviewer"), **wish) == 0
    seen.refresh_from_db()
    assert seen.approved_by.code == "planning-reviewer"
    assert seen.approved_at == now
