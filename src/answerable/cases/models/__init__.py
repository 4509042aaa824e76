"""What is promised and done about what citizens say: contacts, cases and everything that hangs on a case."""

from answerable.cases.models.case import Case
from answerable.cases.models.disputes import Consultation, Objection
from answerable.cases.models.handling import Assignment, Callback, Clock, Reply, Step
from answerable.cases.models.interests import Interest, Look, Merge
from answerable.cases.models.people import Person
from answerable.cases.models.time import Deferral, Wait
from answerable.cases.models.told import Attachment, Contact, Follower

__all__ = [
    "DIGESTED",
    "Assignment",
    "Attachment",
    "Callback",
    "Case",
    "Clock",
    "Consultation",
    "Contact",
    "Deferral",
    "Follower",
    "Interest",
    "Look",
    "Merge",
    "Objection",
    "Person",
    "Reply",
    "Step",
    "Wait",
]

# Free text and personal data: the ledger keeps a salted digest of these, never the words.
DIGESTED = frozenset(
    {
        "words", "title", "public_words", "address", "answer", "reason", "outcome_words", "done", "basis",
        "evidence", "comment", "interim", "catalogue_words", "stage", "late_reason", "cancel_reason", "measures",
        "decided_words", "reviewed_words", "undone_reason", "question", "name", "phone", "email", "filename", "ask",
        "latitude", "longitude",
    }
)  # fmt: skip
