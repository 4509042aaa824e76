"""What every way in of a figure shares: the indicator locked, its meaning now, and the rows that hold a figure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from answerable.organisation.files import Upload, store
from answerable.plans.actions.work import Work, locked
from answerable.plans.models import Batch, Evidence, Indicator, IndicatorVersion, Observation, Plan
from answerable.plans.queries.inputs import measure_of, observations_of, today_of
from answerable.rules.access import Actor
from answerable.rules.findings import figure
from answerable.rules.measures import Measure
from answerable.rules.observing import Entry, Wanted
from answerable.rules.plan_periods import Period, Span
from answerable.rules.problems import Problem, Refused
from answerable.rules.vintages import Observation as Seen
from answerable.rules.vintages import State


def indicator_by(actor: Actor, plan_code: str, code: str) -> Indicator:
    """The indicator of that code in the actor's city, locked; NotFound when there is none."""
    row: Indicator = locked(
        Indicator, "plan__jurisdiction", "plan__committee",
        plan__code=plan_code, plan__jurisdiction__code=actor.jurisdiction, code=code,
    )  # fmt: skip
    return row


def meaning_of(indicator: Indicator) -> IndicatorVersion:
    """What it means now; Refused before it means anything."""
    meaning = IndicatorVersion.objects.filter(indicator=indicator, until=None).first()
    if meaning is None:
        raise Refused(Problem("indicator_means_nothing_yet", "", {"indicator": indicator.code}))
    return meaning


def measure_now(plan: Plan, meaning: IndicatorVersion) -> Measure | None:
    return measure_of(plan, meaning)[0]


def wanted_of(plan: Plan, meaning: IndicatorVersion, now: datetime) -> Wanted:
    """What a figure of this indicator must be."""
    units = tuple(filter(None, (meaning.unit_en, meaning.unit_zh_hant, meaning.unit_zh_hans)))
    span = Span(meaning.period) if meaning.period else None
    ranks = tuple(str(word) for word in meaning.ranks)
    return Wanted(measure_now(plan, meaning), span, today_of(plan, now), plan.year_starts_in, ranks, units)


def known_now(plan: Plan, indicator: Indicator, now: datetime) -> dict[Period, Seen]:
    """The newest vintage of each period, by period."""
    return {seen.period: seen for seen in observations_of(plan, [indicator.pk], as_of=now).get(indicator.pk, [])}


def history_of(known: dict[Period, Seen], factor: Fraction, without: Period) -> list[tuple[Period, Fraction]]:
    """The figures of all other periods."""
    found = [(period, figure(seen, factor)) for period, seen in known.items() if period != without]
    return [(period, value) for period, value in found if value is not None]


def says_the_same(entry: Entry, seen: Seen | None) -> bool:
    """Whether a figure is what stands already: the same numbers, and neither newly firm nor newly missing."""
    if seen is None:
        return False
    numbers = (entry.value, entry.numerator, entry.denominator)
    same = tuple(None if number is None else Fraction(number) for number in numbers) == (
        seen.value, seen.numerator, seen.denominator,
    )  # fmt: skip
    firm = (State.FINAL, State.REVISED)
    return same and (entry.state is seen.state or (entry.state in firm and seen.state in firm))


def keep_evidence(work: Work, upload: Upload, title: str = "") -> Evidence:
    """A paper that shows the figure, by the digest of its bytes; whoever calls has checked it (files.checked)."""
    kept = store(upload)
    paper = Evidence(
        plan=work.plan, title=title or kept.filename, filename=kept.filename, media_type=kept.media_type,
        size=kept.size, sha256=kept.sha256, by=work.post, at=work.now,
    )  # fmt: skip
    work.add(paper)
    return paper


def accepted_batch(work: Work, indicator: Indicator, way: str, **said: object) -> Batch:
    """A batch that needs no look at it: what was typed was seen by whoever typed it. `said` is kept with it."""
    post = None if work.actor.kind == "system" else work.post
    batch = Batch(
        plan=work.plan, indicator=indicator, way=way, state="accepted", came_at=work.now, by=post, settled_at=work.now,
        settled_by=post, rows=[said] if said else [],
    )  # fmt: skip
    work.add(batch)
    return batch


def observation(
    work: Work, batch: Batch, meaning: IndicatorVersion, entry: Entry, *, evidence: Evidence | None = None,
    address: str = "", dimension: str = "",
) -> Observation:  # fmt: skip
    """The row of a figure, known from this act on (`known_at` is now and never another time)."""
    return Observation(
        indicator=work.root, meaning=meaning, dimension=dimension, period=entry.period.code, value=entry.value,
        numerator=entry.numerator, denominator=entry.denominator, state=str(entry.state), words=entry.words,
        source_address=address, known_at=work.now, batch=batch, evidence=evidence,
        entered_by=None if work.actor.kind == "system" else work.post,
        # a figure computed from the cases of a demonstration is as invented as they are
        simulated=work.plan.simulated or (batch.way == "computed" and work.plan.jurisdiction.simulated),
    )  # fmt: skip


def add_all(work: Work, rows: Iterable[Observation]) -> None:
    """All in one statement."""
    work.record.add_all(list(rows))
