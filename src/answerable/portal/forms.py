"""What a citizen typed, read without ever failing: whatever is wrong is said beside the words, which are kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, gettext

from answerable.cases import sentences
from answerable.cases.actions import PersonDetails
from answerable.organisation.files import Upload
from answerable.rules.problems import Problem, Refused

Errors = list[tuple[str, str]]
TEXT_FIELDS = (
    "words", "kind", "category_code", "area_code", "address", "latitude", "longitude", "name", "phone", "email",
    "key", "complained_about",
)  # fmt: skip


def errors_of(refused: Refused) -> Errors:
    """(field, sentence) of every problem, in the reader's language."""
    return [(problem.field, sentences.sentence(problem)) for problem in refused.problems]


def uploads_of(request: HttpRequest, name: str = "uploads") -> list[Upload]:
    """The files of a request; of one that is too large only so much is read that the rule sees it."""
    most = settings.FILE_SIZE_LIMIT + 1
    return [Upload(file.name or "", file.read(most)) for file in request.FILES.getlist(name)]


def coordinate(text: str) -> float | None:
    """A number of degrees; None for nothing. Raises ValueError for anything else."""
    return float(text) if text.strip() else None


@dataclass
class ReportForm:
    """The report page's input. `key` makes one case of a page that is sent twice with the same words."""

    words: str = ""
    kind: str = ""
    category_code: str = ""
    area_code: str = ""
    address: str = ""
    latitude: str = ""
    longitude: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    key: str = ""
    complained_about: str = ""
    private: bool = False
    uploads: list[Upload] = field(default_factory=list)
    errors: Errors = field(default_factory=list)

    @classmethod
    def of(cls, data: QueryDict) -> ReportForm:
        """Read from a POST or GET; a new key where none came along."""
        given = {name: data.get(name, "") for name in TEXT_FIELDS}
        return cls(**given | {"key": given["key"][:64] or uuid4().hex}, private="private" in data)

    @property
    def error_by_field(self) -> dict[str, str]:
        return {name: sentence for name, sentence in reversed(self.errors)}

    def contact(self) -> dict[str, Any]:
        """Keyword arguments for cases.actions.receive. Raises Refused when a coordinate is no number."""
        try:
            latitude, longitude = coordinate(self.latitude), coordinate(self.longitude)
        except ValueError:
            raise Refused(Problem("bad_coordinates", "latitude")) from None
        same = hashlib.sha256(f"{self.words}{self.complained_about}".encode()).hexdigest()[:16]
        person = PersonDetails(self.name, self.phone, self.email, get_language() or "")
        return {
            "words": self.words,
            "kind": self.kind,
            "category_code": self.category_code,
            "category_chosen_by": "citizen" if self.category_code else "",
            "area_code": self.area_code,
            "address": self.address,
            "latitude": latitude,
            "longitude": longitude,
            "person": person if person else None,
            "public": not self.private,
            "complained_about": self.complained_about,
            "uploads": self.uploads,
            "idempotency_key": f"web:{self.key}:{same}",
        }

    def refuse(self, refused: Refused) -> None:
        """Keep the reasons for the page; files must be chosen again, and the page says so."""
        self.errors = errors_of(refused)
        if self.uploads:
            self.errors.append(("uploads", gettext("Please choose your files again; a page cannot keep them.")))


def verdict_of(data: QueryDict) -> dict[str, Any]:
    """The citizen's verdict as inputs of the verb record_verdict; unanswered questions are None or empty."""
    said = {"yes": True, "no": False}
    return {
        "channel": "link",
        "contacted": said.get(data.get("contacted", "")),
        "solved": said.get(data.get("solved", "")),
        "satisfied": data.get("satisfied", ""),
        "comment": data.get("comment", ""),
        "pressed": "pressed" in data,
    }
