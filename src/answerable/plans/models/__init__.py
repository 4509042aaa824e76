"""What is planned, measured, promised and changed: the tables of plans."""

from answerable.plans.models.accountability import Accountability, Letter
from answerable.plans.models.changes import ChangeEvidence, ChangeRequest, ChangeStep, LagNotice
from answerable.plans.models.indicators import (
    Baseline,
    Indicator,
    IndicatorLink,
    IndicatorVersion,
    Link,
    PathPoint,
    Target,
)
from answerable.plans.models.judgements import (
    Contributor,
    Evaluation,
    Finding,
    Follower,
    Freeze,
    Likelihood,
    Override,
    StepIn,
)
from answerable.plans.models.kept import KeptAssessment
from answerable.plans.models.observations import Batch, Evidence, Feed, Observation
from answerable.plans.models.plan import Element, Item, Plan, PlanVersion
from answerable.plans.models.schedule import (
    BudgetPeriod,
    Dependency,
    HandOff,
    ScheduleBaseline,
    ScheduleRun,
    Submission,
    SubmissionEvidence,
    Task,
    TaskHistory,
)

__all__ = [
    "DIGESTED", "Accountability", "Baseline", "Batch", "BudgetPeriod", "ChangeEvidence", "ChangeRequest", "ChangeStep",
    "Contributor", "Dependency", "Element", "Evaluation", "Evidence", "Feed", "Finding", "Follower", "Freeze",
    "HandOff", "Indicator", "IndicatorLink", "IndicatorVersion", "Item", "KeptAssessment", "LagNotice", "Letter",
    "Likelihood", "Link",
    "Observation", "Override", "PathPoint", "Plan", "PlanVersion", "ScheduleBaseline", "ScheduleRun", "StepIn",
    "Submission", "SubmissionEvidence", "Target", "Task", "TaskHistory",
]  # fmt: skip

# Plans are public, and their words with them: only what names a private person stands in the ledger as a digest.
DIGESTED = frozenset({"email", "filename", "rows", "body"})
