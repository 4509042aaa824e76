"""Every figure of the case stream equals what one counts by hand, case by case."""

from __future__ import annotations

import statistics
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from django.utils import translation

from answerable.cases.actions import perform
from answerable.cases.models import Assignment, Callback, Case, Clock, Objection
from answerable.organisation import queries as organisation
from answerable.organisation.models import Jurisdiction
from answerable.organisation.sentences import sentence
from answerable.performance.queries.figures import middle
from answerable.performance.sources import FIGURES
from answerable.plans import sources
from answerable.plans.actions.computing import compute
from answerable.plans.models import Observation
from answerable.rules.problems import Problem
from tests.performance.conftest import day, in_period
from tests.support.city import unguarded

NARROWED = [{}, {"unit": "works"}, {"area": "north"}, {"category": "roads"}, {"category": "clean", "area": "harbour"}]
AREAS = {"harbour": {"harbour", "north", "south", "mill-street"}, "north": {"north", "mill-street"}}


def wanted(case: Case, params, unit: str) -> bool:
    """Whether a case belongs to a figure, by plain comparison of codes."""
    place = case.area.code if case.area else ""
    return (
        params.get("unit", unit) == unit
        and ("area" not in params or place in AREAS[params["area"]])
        and case.category.code.startswith(params.get("category", ""))
    )


def share(part, whole):
    """A share as the source gives it: none for fewer than five."""
    return (part, whole) if whole >= 5 else (None, None)


def got(value):
    return (value.numerator, value.denominator)


def asked(params, now):
    every = Callback.objects.select_related("case__category", "case__area", "answering_unit")
    return [c for c in every if in_period(c.done_at, now) and wanted(c.case, params, c.answering_unit.code)]


def opened(params, now):
    every = Case.objects.select_related("category", "area", "lead_unit")
    return [c for c in every if in_period(c.opened_at, now) and wanted(c, params, c.lead_unit.code)]


def promises(kind, params, now):
    """The last clock of each promise that fell due."""
    last: dict[tuple, Clock] = {}
    for clock in Clock.objects.filter(kind=kind).select_related("case__category", "case__area", "unit").order_by("pk"):
        last[clock.case_id, clock.started_at] = clock
    return [
        clock
        for clock in last.values()
        if in_period(clock.due_at, now)
        and wanted(clock.case, params, clock.unit.code)
        and not (clock.case.closing in ("merged", "routed") and clock.stopped_at <= clock.due_at)
    ]  # fmt: skip


def check_verdicts(figure, now, params):
    done = asked(params, now)
    valid = [c for c in done if c.valid]
    solved = sum(c.solved for c in valid)
    satisfied = sum(c.satisfied == "satisfied" and not c.pressed for c in valid)
    basically = sum(c.satisfied == "basically" and not c.pressed for c in valid)
    assert got(figure("solved_rate", **params)) == share(solved, len(valid))
    assert got(figure("satisfied_rate", **params)) == share(satisfied + Fraction(9, 10) * basically, len(valid))
    assert got(figure("callbacks_reached", **params)) == share(len(valid), len(done))


def check_promises(figure, now, params):
    for kind, name, broken in (("contact", "contact_in_time", False), ("resolve", "overdue_share", True)):
        due = promises(kind, params, now)
        kept = sum(c.stopped_at is not None and c.stopped_at <= c.due_at for c in due)
        assert got(figure(name, **params)) == share(len(due) - kept if broken else kept, len(due))


def check_middle(figure, now, params):
    calendar = organisation.calendar(Jurisdiction.objects.get(code="harbour"))
    every = Case.objects.filter(state="closed").exclude(closing__in=("merged", "routed"))
    spans = []
    for case in every.select_related("category", "area", "lead_unit"):
        if in_period(case.closed_at, now) and wanted(case, params, case.lead_unit.code):
            days = (
                day(case.opened_at) + timedelta(n + 1) for n in range((day(case.closed_at) - day(case.opened_at)).days)
            )
            spans.append(sum(bool(calendar.hours_on(one)) for one in days))
    found = figure("median_days", **params)
    assert found.count == (len(spans) if len(spans) >= 5 else None)
    assert found.value == (Fraction(str(statistics.median(spans))) if len(spans) >= 5 else None)


def check_complaints(figure, now, params):
    cases = opened(params, now)
    told = sum(c.kind in ("complaint", "report", "help") for c in cases)
    people = {"north": 50_000}.get(params.get("area", ""), 90_000)
    assert got(figure("complaints_per_10000", **params)) == (told, Fraction(people, 10_000))
    units, leads = defaultdict(set), defaultdict(list)
    for objection in Objection.objects.all():
        units[objection.case_id].add(objection.unit_id)
    for lead in Assignment.objects.filter(role="lead").order_by("since", "pk"):
        leads[lead.case_id].append(lead)
    for case, held in leads.items():
        units[case] |= {before.unit_id for before, after in pairwise(held) if after.rule in ("upheld", "passed_on")}
    refused = sum(len(units[case.pk]) >= 2 for case in cases)
    assert got(figure("refused_twice_share", **params)) == share(refused, len(cases))


def test_every_figure_is_the_one_a_hand_counts_however_it_is_narrowed(busy, figure, now):
    for params in NARROWED:
        check_verdicts(figure, now, params)
        check_promises(figure, now, params)
        check_middle(figure, now, params)
        check_complaints(figure, now, params)
    for name in ("solved_rate", "satisfied_rate", "contact_in_time", "overdue_share", "callbacks_reached"):
        assert figure(name).count >= 30, "the invented city has something of everything"
    early = now - timedelta(days=30)
    fewer, all_of_it = figure("solved_rate", at=early), figure("solved_rate")
    assert fewer.count < all_of_it.count, "what happened after the instant of knowing is not counted"
    assert fewer.count == sum(c.done_at < early for c in asked({}, now) if c.valid)


def test_a_case_two_units_refused_counts_once(report, figure, actor, now):
    def act(case, who, verb, hours, **inputs):
        perform(verb, actor=actor(who), now=now + timedelta(hours=hours), number=case.number, **inputs)

    cases = [report(words=f"Another hole in the road, number {n}") for n in range(5)]
    basis = {"reason_code": "not-our-duty", "basis": "Roads Ordinance 12"}
    act(cases[0], "works-handler", "object", 2, proposed_unit="cleansing", **basis)
    act(cases[0], "hotline-dispatcher", "uphold", 10, outcome_words="theirs", catalogue="kept", catalogue_words="right")
    act(cases[0], "cleansing-handler", "object", 12, proposed_unit="transport", **basis)
    june = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
    assert got(figure("refused_twice_share", at=now + timedelta(days=1), **june)) == (1, 5)
    assert got(figure("refused_twice_share", at=now + timedelta(hours=11), **june)) == (0, 5)
    organisation.forget()


def test_whistles_answered_in_time_are_counted_by_unit(blow, do, figure, now):
    for hours in range(5):
        whistle = blow(hours=hours)
        do(whistle, "cleansing-head", "answer_summons", hours=hours + 0.5, stance="lead")
        do(whistle, "works-head", "sign", hours=hours + 0.5)
    silent = blow(hours=6)
    do(silent, "cleansing-head", "answer_summons", hours=26, stance="lead")
    june = {"first": date(2026, 6, 1), "last": date(2026, 6, 30), "at": now + timedelta(days=5)}
    assert got(figure("whistles_in_time", unit="cleansing", **june)) == (5, 6)
    assert got(figure("whistles_in_time", unit="works", **june)) == (0, 6)


def test_too_few_cases_give_no_figure_but_a_reason(report, figure, now):
    for _ in range(4):
        report(words=f"A hole in the road, number {_}")
    june = {"first": date(2026, 6, 1), "last": date(2026, 6, 30), "at": now + timedelta(hours=1)}
    found = figure("complaints_per_10000", **june)
    assert found.missing
    assert found.note == "figure_withheld"
    report(words="A fifth hole in the road")
    assert figure("complaints_per_10000", **june).count == 5
    assert figure("solved_rate", **june).note == "nothing_to_count"


def test_a_period_to_come_has_no_figure(figure):
    found = figure("solved_rate", first=date(2027, 1, 1), last=date(2027, 1, 31))
    assert found.missing
    assert found.note == "period_not_begun"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({3: 1}, 3),
        ({1: 1, 2: 1}, Fraction(3, 2)),
        ({0: 2, 5: 1}, 0),
        ({0: 1, 4: 2, 9: 1}, 4),
        ({1: 2, 8: 2}, Fraction(9, 2)),
    ],
)
def test_the_middle_of_an_even_number_is_the_mean_of_two(counts, expected):
    assert middle(counts) == expected


def test_every_figure_says_what_it_counts_and_refuses_codes_the_city_does_not_have(harbour):
    for name in FIGURES:
        found = sources.source(name)
        with translation.override("en"):
            assert len(str(found.definition)) > 60
        with translation.override("zh-hant"):
            assert len(str(found.definition)) > 30
        assert found.version >= 1
    problems = sources.check_params(harbour, "solved_rate", {"unit": "no-such", "category": "roads"})
    assert [p.code for p in problems] == ["unknown_unit"]
    assert sources.check_params(harbour, "whistles_in_time", {"area": "north"})[0].code == "unknown_source_parameter"


def test_every_note_is_a_sentence_in_the_language_of_the_reader():
    for code in ("nothing_to_count", "figure_withheld", "population_unknown", "period_not_begun"):
        for language, stop in (("en", "."), ("zh-hant", "。"), ("zh-hans", "。")):
            with translation.override(language):
                assert sentence(Problem(code)).endswith(stop)
                assert code not in sentence(Problem(code))


def test_an_indicator_takes_its_values_from_the_case_stream(plan, actor, now, report):
    for n in range(6):
        report(words=f"A hole in the road, number {n}", now=now - timedelta(days=30))
    row = plan.indicators.get(code="H-03")
    params = {"area": "north", "source_version": 1}
    with unguarded():
        row.versions.update(source="complaints_per_10000", source_params=params, kind="level", direction="down")
    wish = {"actor": actor("cleansing-handler"), "now": now, "plan_code": plan.code, "code": "H-03"}
    assert compute(**wish, periods=["2026-05", "2026-02"]) == 2
    seen = Observation.objects.get(indicator=row, period="2026-05", batch__way="computed")
    assert (seen.numerator, seen.denominator) == (6, 5)
    kept = {"source": "complaints_per_10000", "version": 1, "params": {"area": "north"}}
    assert seen.batch.rows == [kept]
    assert compute(**wish, periods=["2026-05"]) == 0, "the same figure is not recorded twice"
    report(words="And one more that was told late", now=now - timedelta(days=20))
    assert compute(**(wish | {"now": now + timedelta(minutes=1)}), periods=["2026-05"]) == 1
    newest = Observation.objects.filter(indicator=row, period="2026-05").latest("known_at")
    assert newest.numerator == 7
