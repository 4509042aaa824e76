"""What is promised and done about what citizens say: contacts, cases and everything that hangs on a case."""

from answerable.cases.models.case import Case
from answerable.cases.models.handling import Assignment, Callback, Clock, Objection, Reply, Step
from answerable.cases.models.people import Person
from answerable.cases.models.told import Attachment, Contact, Follower

__all__ = [
    "DIGESTED",
    "Assignment",
    "Attachment",
    "Callback",
    "Case",
    "Clock",
    "Contact",
    "Follower",
    "Objection",
    "Person",
    "Reply",
    "Step",
]

# Free text and personal data: the ledger keeps a salted digest of these, never the words.
DIGESTED = frozenset(
    {
        "words", "title", "public_words", "address", "answer", "reason", "outcome_words", "done", "basis",
        "evidence", "comment", "name", "phone", "email", "filename", "ask", "latitude", "longitude",
    }
)  # fmt: skip
