"""The forms of the committee's office on one thing of a plan: who answers, what it means, what it is to reach."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.desk import plan_choices as choices
from answerable.desk.forms import Line, Pick, Words
from answerable.desk.plan_acts import Number, PlanForm, Stand, by_name
from answerable.desk.plan_forms_office import DECISION
from answerable.desk.plan_names import NamedForm
from answerable.desk.plan_path import plain
from answerable.desk.rota_forms import Day
from answerable.plans.actions import answering, indicators, letters
from answerable.plans.exchange.naming import Names
from answerable.plans.exchange.sheet_words import CHOICES
from answerable.plans.queries.meanings import meaning_of, ways_to_end
from answerable.plans.sentences.figures import LIGHTS
from answerable.plans.sentences.plans import PARTS
from answerable.rules.measures import Kind
from answerable.rules.problems import Problem, Refused
from answerable.rules.trajectory import Shape

UNITS = ("unit_zh_hant", "unit_en", "unit_zh_hans")
WORDED = ("definition", "purpose", "calculation", "limitations", "data_source", "dimensions", "decimals")
RULED = (
    "kind",
    "direction",
    "nature",
    "period",
    "lag_days",
    "grace_days",
    "tolerance",
    "factor",
    "ranks",
    "relative_to",
)
LISTS = ("dimensions", "ranks")  # several texts with ; between
COUNTS = ("lag_days", "grace_days", "decimals")
ALWAYS = ("grace_days", "decimals", "factor")  # never empty: left empty, they stay as they are
OF_KIND = {"ranks": Kind.ORDINAL, "relative_to": Kind.RELATIVE, "factor": Kind.RATIO}  # asked of one kind only


class LetterForm(PlanForm):
    """What a letter of responsibility says, as the plan would write it; the office settles the words."""

    duty = Words(_("Duty"), rows=3)
    deadline = Day(_("Deadline"))
    standard = Words(_("Standard"), rows=3, hint=_("What counts as done, and who says so."))
    limits = Words(_("Limits"), rows=2, hint=_("What the post does not answer for."))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        for name in ("duty", "deadline", "standard", "limits"):
            self.fields[name].initial = getattr(stand.page.draft, name)


class Appoint(LetterForm):
    key, main = "a", True
    verb, heading, button = "appoint", _("Appoint who answers"), _("Appoint, and issue the letter")
    explain = _("One post answers. Who answered before ends, and stays in the history.")
    act = staticmethod(answering.appoint)
    post_code = Pick(_("Post"))
    words = Words(_("Why somebody else answers from now on"), rows=2)

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        super().suit(stand)
        self.fields["post_code"].choices = choices.posts(stand.city, choices.HEADS)
        self.order_fields(["post_code"])
        if not stand.around.owner:
            self.leave_out("words")


class IssueLetter(LetterForm):
    key, guarded = "l", False
    verb, heading, button = "issue_letter", _("Issue a new letter"), _("Issue this letter")
    explain = _("It answers an objection, or says what has become clearer. Earlier letters stay.")
    act = staticmethod(letters.issue_letter)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return bool(stand.around.owner)


class Name(PlanForm):
    key, guarded = "n", False
    verb, name, heading, button = "appoint", "name", _("Name who has another part"), _("Name this post")
    act = staticmethod(answering.name)
    kind = Pick(_("As what"), options=[(code, PARTS[code]) for code in choices.PARTS])
    post_code = Pick(_("Post"))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["post_code"].choices = choices.posts(stand.city)


class Release(PlanForm):
    key, guarded, quiet = "r", False, True
    verb, name, heading, button = "appoint", "release", _("End somebody’s part"), _("End this part")
    act = staticmethod(answering.release)
    part = Pick(_("Which"))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return bool(_parts(stand))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["part"].choices = [choices.NONE, *_parts(stand)]

    def inputs(self) -> dict[str, Any]:
        kind, _colon, post_code = super().inputs()["part"].partition(":")
        if not kind:
            raise Refused(Problem("required", "part"))
        return {"kind": kind, "post_code": post_code}


def _parts(stand: Stand) -> list[tuple[str, str]]:
    return [
        (f"{held.kind}:{held.post.code}", f"{held.post.unit} {held.post} ({PARTS[held.kind]})")
        for held in stand.page.people
        if held.kind in choices.PARTS
    ]


SUBJECT_FORMS = by_name(Appoint, IssueLetter, Name, Release)


class Worded(NamedForm):
    """The words of what an indicator means, as they stand now."""

    unit_zh_hant = Line(_("Unit in Traditional Chinese"))
    unit_en = Line(_("Unit in English"))
    unit_zh_hans = Line(_("Unit in Simplified Chinese"))
    definition = Words(_("Definition"), rows=2)
    calculation = Words(_("How it is calculated"), rows=2)
    data_source = Words(_("Where the data come from"), rows=2)
    purpose = Words(_("Purpose"), rows=2)
    limitations = Words(_("Limitations"), rows=2)
    dimensions = Line(_("Broken down by"), hint=_("Several with ; between, as in district; age."))
    decimals = Number(_("Decimals shown"))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        meaning = meaning_of(stand.row)
        for name in self.fields:
            self.fields[name].initial = _as_typed(getattr(meaning, name, None))

    def meaning(self, said: dict[str, Any]) -> indicators.Meaning:
        """Take the meaning out of what was said; an empty text is a gap, and what the form left out stays."""
        units = Names(*(said.pop(name).strip() for name in UNITS))
        names = self.said_names(said)
        fields = {name: said.pop(name) for name in (*WORDED, *RULED) if name in said}
        fields |= {name: _several(fields[name]) for name in LISTS if name in fields}
        fields |= {name: int(fields[name]) for name in COUNTS if fields.get(name) is not None}
        other = fields.pop("relative_to", "")
        kept = {name: value for name, value in fields.items() if value is not None or name not in ALWAYS}
        return indicators.Meaning(names=names or None, unit=units, fields=kept, relative_to=other)


def _as_typed(value: Any) -> Any:
    """A column as its field would hold it."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return plain(value) if isinstance(value, Decimal) else getattr(value, "code", value)


def _several(text: str) -> list[str]:
    return [part[:64] for one in text.replace("；", ";").split(";") if (part := one.strip())]


class Meant(Worded):
    """All of what it means: the words, and what its light rests on."""

    kind = Pick(_("Kind"), options=[("", "—"), *CHOICES["kind"].items()])
    direction = Pick(_("Which way is better"), options=[("", "—"), *CHOICES["direction"].items()])
    nature = Pick(_("Nature"), options=[("", "—"), *CHOICES["nature"].items()])
    period = Pick(_("Reported by"), options=[("", "—"), *CHOICES["period"].items()])
    lag_days = Number(_("Days from the end of a period to its figure"))
    grace_days = Number(_("Days of grace after that"))
    tolerance = Number(_("Tolerance, in units of the indicator"))
    factor = Number(_("Factor of the ratio"), hint=_("100 for per cent."))
    ranks = Line(_("Ranks, from worst to best"), hint=_("Of a rank only, with ; between."))
    relative_to = Pick(_("Compared with"), hint=_("Another indicator of the plan."))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        """What only one kind needs is asked of it, and while the kind is not said."""
        self.fields["relative_to"].choices = choices.indicators(stand.plan)
        super().suit(stand)
        kind = self.fields["kind"].initial
        self.leave_out(*(name for name, of in OF_KIND.items() if kind not in ("", None, of)))


class Describe(Meant):
    key, quiet = "w", True
    verb, name, heading, button = "edit_plan", "describe", _("Say what it means"), _("Keep this description")
    act = staticmethod(indicators.describe)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        return {"meaning": self.meaning(said)}


class Redefine(Meant):
    key, quiet = "w", True
    verb, heading, button = "redefine", _("Say it in other words"), _("Say it so from now on")
    explain = _("What was said before stays with its figures. What the light rests on changes only by a proposal.")
    act = staticmethod(indicators.redefine)
    reason = Words(_("Why"), rows=2)
    decision = Words(_("The decision it rests on"), rows=2, hint=DECISION)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return stand.plan.state != "draft"

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        """What the light rests on is asked only where nobody has said it yet."""
        super().suit(stand)
        self.leave_out(*(name for name in RULED if name in self.fields and self.fields[name].initial not in (None, "")))

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        return {"meaning": self.meaning(said), **said}


class SetBaseline(PlanForm):
    key, guarded, quiet = "1", False, True
    verb, name, heading, button = "edit_plan", "set_baseline", _("Say where it starts"), _("Keep this start")
    act = staticmethod(indicators.set_baseline)
    period = Line(_("Period"), hint=_("2025, 2025-H2, 2025-Q4 or 2025-12"))
    value = Number(_("Figure"))
    words = Words(_("Notes"), rows=2)

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        if said["value"] is None:
            raise Refused(Problem("required", "value"))
        return said


class SetTarget(PlanForm):
    key, guarded, main = "2", False, True
    verb, heading, button = "set_target", _("Set the first target"), _("Set this target")
    explain = _("A later one comes only by the full way of a change.")
    act = staticmethod(indicators.set_target)
    value = Number(_("Value"), hint=_("Or a band:"))
    low = Number(_("Lowest"))
    high = Number(_("Highest"))
    due_on = Day(_("By which day"))
    path_kind = Pick(_("Way to the target"))
    words = Words(_("The words of its source"), rows=2)
    decision = Words(_("The decision it rests on"), rows=2, hint=DECISION)
    decided_on = Day(_("Decided on"))

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return not stand.row.targets.exists()

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        """A path of seasons takes its weights from the parts of the first year, which only a draft can still add."""
        draft = stand.plan.state == "draft"
        ways = [way for way in CHOICES["path_kind"] if way != Shape.POINTS and (draft or way != Shape.SEASONAL)]
        self.fields["path_kind"].choices = [(way, CHOICES["path_kind"][way]) for way in ways]
        self.fields["path_kind"].initial = Shape.LINEAR

    def inputs(self) -> dict[str, Any]:
        said = super().inputs()
        if said["decided_on"] is None:
            raise Refused(Problem("required", "decided_on"))
        return said | {"path_kind": said["path_kind"] or Shape.LINEAR.value}


class EndIndicator(PlanForm):
    key, quiet = "z", True
    verb, heading, button = "end_indicator", _("Stop following it"), _("Stop following it")
    explain = _("It stays, and counts in every “x of y”.")
    act = staticmethod(indicators.end_indicator)
    ended = Pick(_("How"))
    words = Words(_("Why"), rows=2)
    decision = Words(_("The decision it rests on"), rows=2, hint=DECISION)

    @classmethod
    def fits(cls, stand: Stand) -> bool:
        return not stand.row.ended and bool(ways_to_end(stand.row))

    def suit(self, stand: Stand) -> None:  # type: ignore[override]
        self.fields["ended"].choices = [(code, LIGHTS[code]) for code in ways_to_end(stand.row)]
        self.fields["words"].help_text = gettext("The public reads this.")
        if stand.plan.state == "draft":
            self.leave_out("decision")


OFFICE_FORMS = by_name(SetTarget, Describe, Redefine, SetBaseline, EndIndicator)
