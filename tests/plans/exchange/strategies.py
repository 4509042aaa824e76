"""Plans of any kind, for properties of the formats: odd texts, numbers of every size, gaps everywhere."""

from __future__ import annotations

from datetime import UTC, date
from decimal import Decimal

from hypothesis import strategies as st

from answerable.plans.exchange.plan_document import (
    Answering,
    Baseline,
    DependencyDocument,
    ElementDocument,
    IndicatorDocument,
    ItemDocument,
    MilestoneDocument,
    Names,
    ObservationDocument,
    PathPoint,
    PlanDocument,
    TargetDocument,
    TaskDocument,
)
from answerable.plans.exchange.sheet_words import CHOICES

ALPHABET = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Zs"))
ODD = ["=1+1", "'quoted", "-5", "@home", "待定", "a\nb", "<b>&amp;</b>", "2026", "1e5", "TRUE", "a;b"]
SAID = st.one_of(st.sampled_from(ODD), st.text(ALPHABET, min_size=1, max_size=8))
TEXTS = st.just("") | SAID
CODES = st.text("abcXYZ019_.-/計劃", min_size=1, max_size=8)
NUMBERS = st.decimals(Decimal(-(10**15)), Decimal(10**15), places=8, allow_nan=False).map(lambda n: n.normalize() + 0)
DAYS = st.dates(date(1900, 3, 1), date(2999, 12, 31))
PERIODS = st.sampled_from(["2025", "2026-H1", "2026-Q3", "2027-11"])
POSTS = st.one_of(st.just(""), CODES)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def names(needed: bool = False) -> st.SearchStrategy[Names]:
    return st.builds(Names, TEXTS, SAID, TEXTS) if needed else st.builds(Names, TEXTS, TEXTS, TEXTS)


def choice(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *map(str, CHOICES[name])])


ANSWERING = st.builds(Answering, POSTS, names(), st.sampled_from(["", "stated"]), TEXTS)
CONTRIBUTORS = st.lists(st.builds(Answering, POSTS, names(needed=True)), max_size=2).map(tuple)
TARGETS = st.one_of(
    st.builds(TargetDocument, maybe(DAYS), st.just(""), NUMBERS, operator=choice("operator"), words=TEXTS),
    st.builds(TargetDocument, maybe(DAYS), PERIODS, words=SAID),
    st.builds(
        lambda pair, on: TargetDocument(on, low=min(pair), high=max(pair), operator="range"),
        st.tuples(NUMBERS, NUMBERS),
        maybe(DAYS),
    ),
)
OBSERVATIONS = st.one_of(
    st.builds(ObservationDocument, PERIODS, NUMBERS, state=st.sampled_from(["", "final", "estimated"]), words=TEXTS),
    st.builds(
        ObservationDocument,
        PERIODS,
        numerator=NUMBERS,
        denominator=NUMBERS.filter(bool),
        known_at=maybe(st.datetimes(timezones=st.just(UTC))),
    ),
    st.builds(ObservationDocument, PERIODS, state=st.just("missing"), words=SAID),
)


def indicators(elements: list[str]) -> st.SearchStrategy[IndicatorDocument]:
    return st.builds(
        IndicatorDocument,
        CODES,
        st.sampled_from(["", *elements]),
        names(needed=True),
        unit=names(),
        purpose=TEXTS,
        kind=choice("kind"),
        direction=choice("direction"),
        nature=choice("nature"),
        tolerance=maybe(NUMBERS),
        lag_days=maybe(st.integers(0, 400)),
        dimensions=st.lists(CODES, max_size=2).map(tuple),
        baseline=st.builds(Baseline, st.sampled_from(["", "2020"]), maybe(NUMBERS), TEXTS),
        targets=st.lists(TARGETS, max_size=2).map(tuple),
        path=st.lists(st.builds(PathPoint, PERIODS, NUMBERS), max_size=3, unique_by=lambda one: one.period).map(tuple),
        observations=st.lists(OBSERVATIONS, max_size=3, unique_by=lambda one: one.period).map(tuple),
        owner=ANSWERING,
        steward=ANSWERING,
        contributors=CONTRIBUTORS,
        notes=TEXTS,
    )


def tasks(elements: list[str]) -> st.SearchStrategy[TaskDocument]:
    milestone = st.builds(MilestoneDocument, CODES, names(needed=True), maybe(DAYS), TEXTS, owner=ANSWERING)
    return st.builds(
        TaskDocument,
        CODES,
        st.sampled_from(["", *elements]),
        kind=st.sampled_from(["task", "deliverable"]),
        name=names(needed=True),
        starts_on=maybe(DAYS),
        duration_days=maybe(NUMBERS),
        owner=ANSWERING,
        acceptor=ANSWERING,
        contributors=CONTRIBUTORS,
        milestones=st.lists(milestone, max_size=2).map(tuple),
    )


@st.composite
def plans(draw: st.DrawFn) -> PlanDocument:
    """A plan whose codes are unlike one another and whose parts refer to what is there."""
    codes = draw(st.lists(CODES, max_size=5, unique=True))
    elements = []
    for number, code in enumerate(codes):
        level = draw(st.sampled_from(["domain", "goal", "objective"]))
        parent = draw(st.sampled_from(["", *codes[:number]]))
        elements.append(ElementDocument(code, parent, level, draw(names(needed=True)), owner=draw(ANSWERING)))
    found = draw(st.lists(indicators(codes), max_size=3, unique_by=lambda one: one.code))
    work = draw(st.lists(tasks(codes), max_size=3))
    steps = [code for task in work for code in (task.code, *(one.code for one in task.milestones))]
    work = work if len(set(steps)) == len(steps) else []
    if len(work) > 1:
        waits = draw(st.builds(DependencyDocument, st.just(work[0].code), st.sampled_from(["FS", "SF"]), NUMBERS))
        work[1] = TaskDocument(**{**vars(work[1]), "depends_on": (waits,)})
    item = st.builds(ItemDocument, CODES, choice("item_kind"), names(), year=maybe(st.integers(1990, 2099)))
    return PlanDocument(
        code=draw(CODES),
        name=draw(names(needed=True)),
        description=draw(names()),
        starts_on=draw(maybe(DAYS)),
        year_starts_in=draw(st.integers(1, 12)),
        elements=tuple(elements),
        indicators=tuple(found),
        tasks=tuple(work),
        items=tuple(draw(st.lists(item, max_size=2, unique_by=lambda one: one.code))),
        source=draw(TEXTS),
        notes=draw(TEXTS),
    )
