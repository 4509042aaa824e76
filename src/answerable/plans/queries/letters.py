"""Letters of responsibility: as the plan would write them, as they were issued, and which wait for a head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language

from answerable.organisation.models import LANGUAGE_SUFFIX, SUFFIXES, Jurisdiction
from answerable.plans.models import Accountability, Element, Indicator, Letter, Plan, Task
from answerable.plans.models.accountability import ACCOUNTABLE, CONTRIBUTOR
from answerable.plans.queries.access import visible_plans
from answerable.plans.queries.whole import Whole, whole_plan
from answerable.plans.sentences import letters as words
from answerable.rules.access import Actor


@dataclass(frozen=True)
class DraftLetter:
    """What the plan would write. `held` is None while nobody is appointed; an empty text or day is what lacks."""

    noun: str
    subject: UUID
    code: str
    name: str
    duty: str
    deadline: date | None
    standard: str
    limits: str
    held: Accountability | None = None

    @property
    def whole(self) -> bool:
        """Whether duty, deadline and standard are all there."""
        return bool(self.duty and self.deadline and self.standard)


def draft_letters(plan: Plan, *, now: datetime, without: bool = False) -> list[DraftLetter]:
    """The letter of every subject that somebody answers for, in the language of whoever asks.

    `without`: only of those who have no letter yet.
    """
    whole = whole_plan(plan, now=now)
    drafts = [draft for draft in _drafts(whole) if draft.held is not None]
    return [draft for draft in drafts if not without or whole.letter(draft.subject) is None]


def draft_letter(plan: Plan, noun: str, code: str, *, now: datetime) -> DraftLetter | None:
    """The letter of one subject, whether or not anybody is appointed; None when there is no such subject."""
    drafts = _drafts(whole_plan(plan, now=now))
    return next((draft for draft in drafts if (draft.noun, draft.code) == (noun, code)), None)


def _drafts(whole: Whole) -> Iterator[DraftLetter]:
    for element in whole.elements.values():
        yield _of_element(whole, element)
    for indicator in whole.indicators.values():
        yield _of_indicator(whole, indicator)
    for task in whole.tasks.values():
        yield _of_task(whole, task)


def _of_element(whole: Whole, element: Element) -> DraftLetter:
    below = _below(whole, element)
    indicators = sum(1 for row in whole.indicators.values() if row.element_id in below)
    tasks = sum(1 for row in whole.tasks.values() if row.element_id in below)
    return DraftLetter(
        "element", element.pk, element.code, element.name, words.duty_of_element(element.name), whole.plan.ends_on,
        words.standard_of_element(indicators, tasks), _limits(whole, element.pk, ""), whole.owner(element.pk),
    )  # fmt: skip


def _below(whole: Whole, element: Element) -> set[UUID]:
    found = {element.pk}
    while True:
        more = {row.pk for row in whole.elements.values() if row.parent_id in found} - found
        if not more:
            return found
        found |= more


def _of_indicator(whole: Whole, indicator: Indicator) -> DraftLetter:
    meaning, target = whole.meanings.get(indicator.pk), whole.targets.get(indicator.pk)
    baseline = whole.baselines.get(indicator.pk)
    unit = _unit(meaning)
    aim = words.aim_words(target.value, target.low, target.high, unit, target.words) if target else ""
    name = meaning.name if meaning else indicator.code
    return DraftLetter(
        "indicator", indicator.pk, indicator.code, name,
        words.duty_of_indicator(name, aim, words.aim_words(baseline.value, None, None, unit, "") if baseline else ""),
        target.due_on if target else None,
        words.standard_of_indicator(
            aim, meaning.data_source if meaning else "", meaning.calculation if meaning else "",
            target.decision if target else "",
        ),
        _limits(whole, indicator.pk, meaning.nature if meaning else ""), whole.owner(indicator.pk),
    )  # fmt: skip


def _unit(meaning: object) -> str:
    """The unit in the reader's language, else in the first that has one."""
    wanted = LANGUAGE_SUFFIX.get(get_language() or "en", "en")
    return next(filter(None, (getattr(meaning, f"unit_{s}", "") for s in (wanted, *SUFFIXES))), "")


def _of_task(whole: Whole, task: Task) -> DraftLetter:
    noun = "milestone" if task.kind == "milestone" else "task"
    return DraftLetter(
        noun, task.pk, task.code, task.name, words.duty_of_task(task.name), task.due_on, task.standard,
        _limits(whole, task.pk, ""), whole.owner(task.pk),
    )  # fmt: skip


def _limits(whole: Whole, subject: UUID, nature: str) -> str:
    return words.limits_words(nature, [row.post.name for row in whole.posts(subject, CONTRIBUTOR)])


def _letters() -> QuerySet[Letter]:
    related = ("accountability__post__unit", "accountability__plan", "issued_by", "accepted_by")
    return Letter.objects.select_related(*related)


def letters_of(subject: UUID, *, as_of: datetime | None = None) -> list[Letter]:
    """Every letter ever issued for a subject, the newest first: they are public. By an instant: as they stood then."""
    rows = _letters().filter(accountability__subject=subject).order_by("-issued_at", "-number")
    return [_as_it_stood(letter, as_of) for letter in rows if letter.issued_at <= as_of] if as_of else list(rows)


def _as_it_stood(letter: Letter, as_of: datetime) -> Letter:
    """Without what the head said of it later: never to be saved."""
    if letter.accepted_at is not None and letter.accepted_at > as_of:
        letter.accepted_at = letter.accepted_by = None
    if letter.objected_at is not None and letter.objected_at > as_of:
        letter.objected_at, letter.objection = None, ""
    return letter


def letters_waiting(actor: Actor, *, now: datetime) -> list[Letter]:
    """The letters that wait for the post of this actor: the newest of each, neither accepted nor objected to."""
    running = _letters().filter(
        accountability__post__code=actor.post, accountability__post__jurisdiction__code=actor.jurisdiction,
        accountability__until=None, accountability__kind=ACCOUNTABLE, accountability__since__lte=now,
    )  # fmt: skip
    newest = {letter.accountability_id: letter for letter in running.order_by("issued_at", "number")}
    return [one for one in newest.values() if one.accepted_at is None and one.objected_at is None]


def letters_objected(plan: Plan) -> list[Letter]:
    """The letters a head objected to and that no newer letter answers: they wait for the committee's office."""
    rows = _letters().filter(accountability__plan=plan, accountability__until=None).order_by("number")
    newest = {letter.accountability_id: letter for letter in rows}
    return [letter for letter in newest.values() if letter.objected_at is not None]


def get_letter(actor: Actor | None, jurisdiction: Jurisdiction, key: UUID, *, now: datetime) -> Letter | None:
    """One letter for a reader who may see its plan; None otherwise."""
    letter = _letters().filter(pk=key, accountability__plan__jurisdiction=jurisdiction).first()
    if letter is None:
        return None
    seen = visible_plans(jurisdiction, actor, now=now).filter(pk=letter.accountability.plan_id)
    return letter if seen.exists() else None


def public_letters(plan: Plan) -> list[Letter]:
    """The newest letter of everybody who answers for something now, in the order they were issued."""
    rows = _letters().filter(accountability__plan=plan, accountability__until=None).order_by("issued_at", "number")
    newest = {letter.accountability_id: letter for letter in rows}
    return list(newest.values())
