"""Plans as files at the desk: a template to fill, a look at what a file would do, bringing it in, writing it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from answerable.desk.forms import Line, Pick, Words
from answerable.desk.plan_acts import Forms, Stand, by_name
from answerable.desk.plan_choices import HEADS, posts
from answerable.desk.plan_forms_office import DECISION, OnPlan
from answerable.desk.room_forms import OneFile
from answerable.desk.rota_forms import Day
from answerable.organisation.files import Upload
from answerable.plans.actions.schedules_in import store_schedule
from answerable.plans.actions.storing import store
from answerable.plans.actions.storing_report import StoreReport
from answerable.plans.actions.trying import would_store
from answerable.plans.exchange import mspdi, plan_json, spreadsheet, stratml
from answerable.plans.exchange.plan_document import PlanDocument
from answerable.plans.exchange.report import Report
from answerable.plans.queries.documents import document_of
from answerable.plans.queries.schedule_out import schedule_document
from answerable.rules.problems import NotFound, Problem, Refused

SALT = "plan-looked-at"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READERS: dict[str, Callable[[bytes], tuple[PlanDocument, Report]]] = {
    "xlsx": spreadsheet.read, "json": plan_json.read, "xml": stratml.read, "stratml": stratml.read,
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """A file as it was read: `wrong` are cells and lines that cannot stand; `would` what storing it would do.

    `held` is the plan itself, signed, so that the next form brings in exactly what was looked at.
    """

    filename: str
    wrong: Report
    would: StoreReport
    held: str

    @property
    def counts(self) -> list[tuple[str, int, int, int]]:
        """By table: added, changed, the same."""
        found = self.would
        nouns = list(dict.fromkeys([*found.added, *found.changed, *found.same]))
        return [(noun, found.added[noun], found.changed[noun], found.same[noun]) for noun in nouns]


def _read(upload: Upload) -> tuple[PlanDocument, Report]:
    reader = READERS.get(upload.filename.rpartition(".")[2].lower())
    if reader is None:
        raise Refused(Problem("plan_format_unknown", "file", {"name": upload.filename[:100]}))
    return reader(upload.content)


def look(*, actor: Any, now: Any, plan_code: str, file: Upload | None) -> Look:
    """Read a file and say what it would do to a plan; nothing is written."""
    if file is None:
        raise Refused(Problem("required", "file"))
    document, wrong = _read(file)
    would = would_store(actor=actor, now=now, plan_code=plan_code, document=document, decision="–")
    held = signing.dumps(plan_json.write(document).decode(), salt=SALT, compress=True)
    return Look(file.filename, wrong, would, held)


class LookAt(OnPlan):
    key, guarded, main = "u", False, True
    verb, name, heading, button = "import_plan", "look", _("Bring in a plan"), _("Read this file")
    explain = _("Nothing is written yet: you see first what would be added and which cells are wrong.")
    act = staticmethod(look)
    file = OneFile(_("File"), hint=_("XLSX as the template, StratML (XML), or JSON as written here."))

    def inputs(self) -> dict[str, Any]:
        return {"file": next(iter(super().inputs()["file"]), None)}


class BringIn(OnPlan):
    key = "a"
    verb, name, heading, button = "import_plan", "bring_in", _("Bring in what was read"), _("Bring it in")
    explain = _("Into a published plan only what is new is brought in; a target changes only by the full way.")
    act = staticmethod(store)
    held = Words("")
    decision = Words(_("The decision it rests on"), rows=2, hint=DECISION)
    decided_on = Day(_("Decided on"))

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.fields["held"].widget = self.fields["held"].hidden_widget()

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return False  # offered beside what was looked at, and nowhere else

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        try:
            text = signing.loads(said.pop("held"), salt=SALT, max_age=86_400)
        except signing.BadSignature:
            raise Refused(Problem("required", "file")) from None
        document, _report = plan_json.read(text.encode())
        return {"document": document, **said}


class BringSchedule(OnPlan):
    key, quiet, guarded = "s", True, False
    verb, heading, button = "import_schedule", _("Bring in a schedule (MSPDI)"), _("Bring this schedule in")
    explain = _("One post answers for its tasks, another accepts, until others are appointed.")
    act = staticmethod(store_schedule)
    file = OneFile(_("File"), hint=_("XML as project programs write it."))
    owner = Pick(_("Who answers"))
    acceptor = Pick(_("Who accepts"))
    prefix = Line(_("Before each code"), hint=_("Where the plan has tasks with the same numbers."))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["owner"].choices = posts(stand.city, HEADS)
        self.fields["acceptor"].choices = posts(stand.city)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        file = next(iter(said.pop("file")), None)
        if file is None:
            raise Refused(Problem("required", "file"))
        document, _report = mspdi.read(file.content)
        return {"document": document, **said}

    def after(self, stand: Stand, done: Any) -> str:
        return f"/desk/plans/{stand.plan.code}/schedule"


FILE_FORMS: Forms = by_name(LookAt, BringIn, BringSchedule)


def looked(stand: Stand, seen: Look) -> BringIn:
    """The form that brings in what was looked at."""
    form = BringIn(jurisdiction=stand.city, initial={"held": seen.held}, auto_id="bring_in_%s")
    form.action = f"{stand.address}/bring_in"
    return form


def written(stand: Stand, form: str, language: str) -> tuple[bytes, str, str]:
    """A plan as a file: its bytes, media type, and how its name ends. `template`: the empty workbook."""
    plan, now = stand.plan, stand.now
    if form == "template":
        return spreadsheet.write(None, language), XLSX, "-template.xlsx"
    if form == "mspdi":
        return mspdi.write(schedule_document(plan, status_on=stand.today, now=now)), "application/xml", ".mspdi.xml"
    if form not in ("xlsx", "stratml", "json"):
        raise NotFound(Problem("no_such_file"))
    document = document_of(plan, now=now)
    if form == "xlsx":
        return spreadsheet.write(document, language), XLSX, ".xlsx"
    if form == "stratml":
        return stratml.write(document), "application/xml", ".xml"
    return plan_json.write(document), "application/json", ".json"
