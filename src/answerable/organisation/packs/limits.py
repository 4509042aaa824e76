"""[limits] of pack.toml: every number a city may set, its default, its bounds and where the default comes from."""

from __future__ import annotations

from typing import NamedTuple


class LimitKind(NamedTuple):
    """`source` is empty where no source gives a number: then the default is ours and a city should set its own."""

    default: float
    low: float
    high: float
    meaning: str
    source: str = ""


LIMITS: dict[str, LimitKind] = {
    "objection_hours": LimitKind(24, 1, 240, "hours in which a unit may object to a dispatch", "AY-GOV 50"),
    "dispatches_before_designation": LimitKind(3, 1, 10, "dispatches after which the unit is designated", "WUHU"),
    "dispatch_hours": LimitKind(24, 1, 240, "hours without an accepting unit until leaders see the case"),
    "stuck_days": LimitKind(7, 1, 365, "days without an act until a case counts as stuck"),
    "part_days": LimitKind(3, 1, 60, "working days an assisting unit has when nothing else is said"),
    "callback_attempts": LimitKind(3, 1, 10, "attempts to reach the citizen"),
    "callback_days": LimitKind(3, 1, 60, "working days the hotline has for the callback"),
    "callback_gap_hours": LimitKind(4, 1, 72, "hours between two attempts, so that they fall in different hours"),
    "redo_days": LimitKind(5, 1, 60, "working days for doing it again after the citizen was not satisfied"),
    "suggestion_score": LimitKind(
        0.6, 0.1, 1, "certainty (0 to 1) from which a suggested category is dispatched unseen"
    ),
    "suggestion_lead": LimitKind(0.15, 0, 1, "by how much the first suggestion must lead the second for that"),
    "verdict_days": LimitKind(
        14, 1, 90, "working days a citizen has to answer by the link before the case closes unreached"
    ),
    "redos_before_listing": LimitKind(1, 0, 5, "automatic redos before the leaders' list", "SZ: second time listed"),
    "emergency_transfer_seconds": LimitKind(60, 10, 3600, "seconds for the transfer of an emergency"),
    "same_post_seconds": LimitKind(60, 1, 3600, "seconds in which the same post is taken as one"),
    "similar_metres": LimitKind(100, 5, 5000, "distance within which open cases are offered as the same trouble"),
    "repeat_alike": LimitKind(
        0.5, 0.1, 1, "how alike (0 to 1) the same person's words must be to join their open case instead of a new one"
    ),
    "similar_days": LimitKind(14, 1, 365, "age up to which open cases are offered as the same trouble"),
    "overdue_notice_days": LimitKind(5, 1, 60, "working days overdue until supervised listing", "CHASE"),
    "extensions": LimitKind(1, 0, 5, "extensions a unit's own head may grant; more need the unit above", "AY-GOV 50"),
    "parking_days": LimitKind(270, 1, 3650, "days a matter that cannot be solved now may be put off", "WUHU: 9 months"),
    "waiting_days": LimitKind(5, 1, 60, "working days the resolve clock waits at most for the citizen's answer"),
    "waiting_questions": LimitKind(1, 0, 5, "questions to the citizen for which the resolve clock may wait"),
    "remind_share": LimitKind(0.75, 0.1, 0.99, "share of the time used at which a unit is reminded"),
    "urge_days": LimitKind(1, 1, 30, "working days overdue until a unit is urged", "CHASE"),
    "leaders_list_days": LimitKind(10, 1, 90, "working days overdue until the leaders' list"),
    "consultation_days": LimitKind(2, 1, 30, "working days for a joint consultation before dispatch"),
    "whistle_repeats": LimitKind(3, 2, 20, "whistles on one problem that make a taskforce be proposed"),
    "shift_margin_minutes": LimitKind(
        30, 0, 180, "minutes before a leader's shift in which it may be opened, and after it in which calls may end"
    ),
    "whistle_window_days": LimitKind(90, 7, 730, "days within which these whistles must fall"),
    "second_signature_above": LimitKind(
        1, 0, 1, "1: where a unit has one head, the head above signs a hard case second; 0: it cannot blow one"
    ),
    "whistle_late_days": LimitKind(
        3, 1, 60, "days a promise or task of a whistle or taskforce is late until the authority above is told"
    ),
    "taskforce_decide_days": LimitKind(
        7, 1, 180, "days a proposed taskforce waits until the coordinator and the leaders are reminded, and again"
    ),
    "taskforce_report_days": LimitKind(14, 1, 180, "days until a new taskforce reports first, if nothing else is said"),
    "digest_hours": LimitKind(
        24, 1, 168, "hours a reminder waits, so that one e-mail tells a post of all that gathered"
    ),
    "objections_upheld_share": LimitKind(
        0.5, 0, 1, "share of a unit's objections that must be upheld; with less it is marked as objecting too often"
    ),
    "objections_judged": LimitKind(5, 1, 1000, "rulings on a unit's objections below which it is not marked"),
    "smallest_count": LimitKind(
        5, 1, 100, "cases below which a figure of the case stream is withheld, so that it shows nobody", "8.8(100)"
    ),
    "linked_complaints_rise": LimitKind(
        0.5,
        0,
        100,
        "rise of complaints linked to an indicator, as a share, above which a target met is marked",
        "8.7(96)",
    ),
    "problem_window_days": LimitKind(
        90, 7, 730, "days of complaints counted before a task is made of a problem, and in each window after"
    ),
    "appraisal_report_days": LimitKind(20, 1, 90, "working days a head has for the report on a year"),
    "appraisal_reply_days": LimitKind(10, 1, 90, "working days a head has to reply to a draft appraisal"),
    "appraisal_appeal_days": LimitKind(15, 1, 90, "working days in which an appraisal may be appealed", "JN-PERF 26"),
    "appraisal_decision_days": LimitKind(10, 1, 90, "working days in which an appeal is decided", "JN-PERF 26"),
    "change_annual_quarter": LimitKind(
        3, 1, 4, "quarter of its year until whose end a year's target may be proposed to change", "BJ-PLAN 30"
    ),
    "change_plan_year": LimitKind(
        4, 1, 10, "year of a plan in which its targets may be proposed to change last", "BJ-PLAN 30"
    ),
    "change_plan_quarter": LimitKind(2, 1, 4, "quarter of that year until whose end they may", "BJ-PLAN 30"),
    "change_filed_days": LimitKind(
        30, 0, 365, "days a draft lies with the legislature's committee before it decides", "BJ-PLAN 30"
    ),
    "change_tabled_days": LimitKind(
        15, 0, 365, "days a draft lies with the legislature before it decides", "BJ-PLAN 30"
    ),
    "review_call_days": LimitKind(14, 1, 60, "days before its day on which a review is called by the clock"),
    "review_month_days": LimitKind(
        15, 0, 90, "days after a month's end for its review; 0: none is called by the clock"
    ),
    "review_quarter_days": LimitKind(
        30, 0, 120, "days after a quarter's end for its review; 0: none", "BJ-PLAN 21: April, July, October"
    ),
    "review_half_days": LimitKind(
        31, 0, 180, "days after a half-year's end for its review; 0: none", "BJ-PLAN 20: by the end of July"
    ),
    "review_year_days": LimitKind(
        90, 0, 365, "days after a year's end for its review; 0: none", "BJ-PLAN 27: each March"
    ),
    "joint_review_week": LimitKind(
        4, 0, 4, "week of the month in which the joint review meets; 0: none is called", "PRAGATI: fourth Wednesday"
    ),
    "joint_review_weekday": LimitKind(3, 1, 7, "its day of the week; 1 is Monday", "PRAGATI: fourth Wednesday"),
    "joint_answer_days": LimitKind(
        3, 1, 30, "working days a unit has to answer an issue before a joint review", "PRAGATI: three days"
    ),
    "joint_rung": LimitKind(2, 1, 9, "rung of the ladder from which an open dispute goes to the joint review"),
    "stalled_days": LimitKind(14, 1, 365, "days a task is late until it counts as stalled"),
    "decision_remind_days": LimitKind(3, 1, 30, "days before its date on which a decision of a review is recalled"),
    "silent_periods": LimitKind(
        2, 1, 12, "months without an act of its owner or steward until an indicator has a phantom owner"
    ),
    "smallest_ranked": LimitKind(30, 1, 1000, "valid callbacks below which a unit is shown but not ranked"),
    "unusual_steps": LimitKind(
        5, 1, 100, "times the usual step from period to period above which a reported figure is asked about once more"
    ),
    "lag_notice_days": LimitKind(10, 1, 60, "working days to answer a notice that an indicator lags", "JN-PERF 15"),
    "override_days": LimitKind(92, 1, 366, "days an override of a light may last at most, and never past the review"),
    "idle_periods": LimitKind(2, 1, 24, "reporting periods without an act after which an owner or steward is listed"),
    "feed_seconds": LimitKind(20, 1, 120, "seconds an address may take to answer with figures"),
    "feed_megabytes": LimitKind(10, 0.1, 100, "megabytes an address may answer with"),
    "feed_private_addresses": LimitKind(0, 0, 1, "1: figures may be pulled from addresses inside the own network"),
}


def defaults() -> dict[str, float]:
    return {name: kind.default for name, kind in LIMITS.items()}
