"""The act that closes a gap as the plan stands: one that its state, and what there is of the thing, let pass."""

from __future__ import annotations

from uuid import UUID

from answerable.plans.queries.whole import Whole
from answerable.rules.gaps import Gap

# The act of rules.plan_acts (of rules.reviewing: call_review): in a draft, and in a published plan.
CLEARS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("no_owner", "several_owners", "owner_is_collective", "no_steward", "affected_unit_not_named"),
                    ("appoint", "appoint")),
    **dict.fromkeys(("no_duty", "no_standard"), ("issue_letter", "issue_letter")),
    **dict.fromkeys(("no_kind", "no_direction", "no_unit", "no_parts_of_ratio", "no_other_indicator", "no_source",
                     "no_period", "about_without_tolerance", "task_as_indicator"),
                    ("edit_plan", "redefine")),
    **dict.fromkeys(("no_target", "no_target_date", "no_path", "aims_without_promise", "date_is_loose",
                     "recurring_without_count", "years_differ", "parts_differ"), ("import_plan", "propose_change")),
    **dict.fromkeys(("no_targets_by_year", "no_targets_by_quarter", "no_targets_by_month"),
                    ("break_down", "break_down")),
    **dict.fromkeys(("last_period_not_in", "never_assessed"), ("observe", "observe")),
    **dict.fromkeys(("never_reviewed", "not_reviewed_this_quarter"), ("call_review", "call_review")),
    **dict.fromkeys(("no_acceptor", "accepts_own_work", "no_deadline"), ("edit_task", "edit_task")),
    "part_not_linked": ("relate", "relate"),
    "no_baseline": ("edit_plan", "set_target"),
    "no_indicator": ("add_indicator", "add_indicator"),
    "no_milestone_in_a_year": ("add_task", "add_task"),
    "no_budget_line": ("link_item", "link_item"),
    "no_public_page": ("publish_plan", "publish_plan"),
}  # fmt: skip
OF_A_TARGET = frozenset({
    "no_target", "no_target_date", "no_path", "date_is_loose", "recurring_without_count", "no_targets_by_year",
    "no_targets_by_quarter", "no_targets_by_month",
})  # fmt: skip
IN_WORDS = frozenset({"aims_without_promise", "date_is_loose", "recurring_without_count"})


def act_of(whole: Whole, subject: UUID, gap: Gap) -> str:
    """The verb that closes the gap of a subject.

    Without a target the first one is set; a target that is there changes in a draft by its workbook and in a published
    plan by the full way, unless it is the name that leaves it open. Without a head a letter comes with the head.
    """
    target, meaning = whole.targets.get(subject), whole.meanings.get(subject)
    if gap.code in OF_A_TARGET and target is None:
        return "set_target"
    if gap.code in ("no_duty", "no_standard") and whole.owner(subject) is None:
        return "appoint"
    if gap.code in ("last_period_not_in", "never_assessed") and meaning is not None and meaning.source:
        return "compute"
    draft = whole.plan.state == "draft"
    in_name = gap.code in IN_WORDS and (target is None or str(dict(gap.params).get("word", "")) not in target.words)
    if in_name and gap.code == "aims_without_promise":
        return "edit_plan" if draft else "redefine"
    if gap.code == "no_path" and draft:
        return "break_down"
    return CLEARS[gap.code][0 if draft else 1]
