"""What is called and who comes: whistles, summonses, the room in which they meet, and taskforces."""

from answerable.whistles.models.room import Attendance, Commitment, Document, Minute, Rating
from answerable.whistles.models.taskforce import Taskforce, TaskforceMember, TaskforceReport, TaskforceWhistle
from answerable.whistles.models.tasks import Task
from answerable.whistles.models.whistle import Answer, Signature, Subject, Summons, Whistle, WhistleClock

__all__ = [
    "DIGESTED", "Answer", "Attendance", "Commitment", "Document", "Minute", "Rating", "Signature", "Subject", "Summons",
    "Task", "Taskforce", "TaskforceMember", "TaskforceReport", "TaskforceWhistle", "Whistle", "WhistleClock",
]  # fmt: skip

# Free text and names of people: the ledger keeps a salted digest of these, never the words.
DIGESTED = frozenset(
    {
        "words", "title", "demand", "address", "latitude", "longitude", "ended_words", "judged_words", "support_with",
        "basis", "released_words", "name", "label", "kept_words", "report", "mandate", "end_condition", "reason",
        "dissolved_words", "filename",
    }
)  # fmt: skip
