"""The forms of the desk. They carry words in and sentences out; whether an act is right, the domain says.

Nothing is `required` here except what the browser cannot do without: an empty answer reaches the action,
and its refusal comes back as a sentence beside the field, with everything typed still there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.cases.models import Case
from answerable.cases.sentences import sentence
from answerable.desk import choices
from answerable.organisation.files import Upload
from answerable.organisation.models import Jurisdiction
from answerable.rules.access import Actor
from answerable.rules.problems import Refused, Stale

LONGEST = 20_000


class Words(forms.CharField):
    """Free text; its length is judged by the domain, which says the number."""

    def __init__(self, label: Any, rows: int = 3, hint: Any = "", **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "class": "govuk-textarea"})
        super().__init__(label=label, required=False, widget=widget, help_text=hint, **options)


class Line(forms.CharField):
    """One line of text."""

    def __init__(self, label: Any, hint: Any = "", autocomplete: str = "off", **options: Any) -> None:
        widget = options.pop("widget", forms.TextInput)(attrs={"class": "govuk-input", "autocomplete": autocomplete})
        super().__init__(label=label, required=options.pop("required", False), widget=widget, help_text=hint, **options)


class Pick(forms.ChoiceField):
    """One of a list, as a select box; the list comes from the pack when the form is made."""

    def __init__(self, label: Any, source: str = "", options: Any = (), hint: Any = "") -> None:
        self.source = source
        widget = forms.Select(attrs={"class": "govuk-select"})
        super().__init__(label=label, required=False, choices=options, widget=widget, help_text=hint)


class SelectBoxes(forms.Select):
    """Several select boxes, one below the other, for one list: nobody has to hold a key down to choose two."""

    LEAST = 3

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [value for key, value in data.items() if key.startswith(f"{name}_") and value]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The first box has the label and the id of the field; each of the others names itself."""
        chosen, attrs = list(value or ()), dict(attrs or {})
        boxes = []
        for n in range(max(self.LEAST, len(chosen) + 1)):
            named = {"id": f"{attrs.get('id', name)}_{n}", "aria-label": gettext("Unit %(n)d") % {"n": n + 1}}
            picked = chosen[n] if n < len(chosen) else ""
            boxes.append((super().render(f"{name}_{n}", picked, attrs | named if n else attrs, renderer),))
        return format_html_join("\n", "{}", boxes)


class PickSeveral(forms.MultipleChoiceField):
    """Some of a list from the pack."""

    def __init__(self, label: Any, source: str, hint: Any = "") -> None:
        self.source = source
        widget = SelectBoxes(attrs={"class": "govuk-select"})
        super().__init__(label=label, required=False, widget=widget, help_text=hint)


class OneOf(forms.ChoiceField):
    """One of a few answers, all of them in sight."""

    def __init__(self, label: Any, options: Any, hint: Any = "") -> None:
        super().__init__(label=label, required=False, choices=options, widget=forms.RadioSelect, help_text=hint)


class Instant(forms.DateTimeField):
    """A day and a time of day, in the city's own time, whatever the clock of the browser says."""

    def __init__(self, label: Any, hint: Any = "") -> None:
        widget = forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "govuk-input govuk-input--instant"}
        )
        say = {"invalid": _("Please give a day and a time, as in 2026-06-30T18:00.")}
        super().__init__(label=label, required=False, widget=widget, help_text=hint, error_messages=say)


class YesNo(forms.TypedChoiceField):
    """Yes, no, or not answered (None)."""

    def __init__(self, label: Any, yes: Any = "", no: Any = "", hint: Any = "") -> None:
        super().__init__(
            label=label,
            required=False,
            choices=[("yes", yes or _("Yes")), ("no", no or _("No"))],
            coerce=lambda text: text == "yes",
            empty_value=None,
            widget=forms.RadioSelect,
            help_text=hint,
        )


class Tick(forms.BooleanField):
    def __init__(self, label: Any, hint: Any = "", initial: bool = False) -> None:
        super().__init__(label=label, required=False, help_text=hint, initial=initial)


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """Any number of files; read whole, since the domain judges them by their bytes."""

    def __init__(self, label: Any, hint: Any = "") -> None:
        widget = ManyFiles(attrs={"class": "govuk-file-upload", "multiple": True})
        super().__init__(label=label, required=False, widget=widget, help_text=hint)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        return [Upload(filename=file.name, content=file.read()) for file in data or ()]


class DeskForm(forms.Form):
    """A form whose refusals come from the domain."""

    use_required_attribute = False

    def __init__(self, data: Any = None, files: Any = None, *, jurisdiction: Jurisdiction | None, **kw: Any) -> None:
        super().__init__(data, files, auto_id=kw.pop("auto_id", f"{self.__class__.__name__.lower()}_%s"), **kw)
        self.stale: Stale | None = None
        for field in self.fields.values():
            source = getattr(field, "source", "")
            if source and jurisdiction is not None:
                name, _colon, kind = source.partition(":")
                rows = getattr(choices, name)
                field.choices = rows(jurisdiction, kind) if kind else rows(jurisdiction)

    def offer_no(self, units: Iterable[str]) -> None:
        """Take these units out of every list of units."""
        out = set(units)
        for field in self.fields.values():
            if out and getattr(field, "source", "") == "units":
                field.choices = [line for line in field.choices if line[0] not in out]

    def take(self, refused: Refused) -> None:
        """Put each reason beside the field it belongs to, or above the form when it belongs to none."""
        if isinstance(refused, Stale):
            self.stale = refused
        for problem in refused.problems:
            field = problem.field if problem.field in self.fields else None
            self.add_error(field, sentence(problem))

    @property
    def version(self) -> int | None:
        """The version of the case the officer was looking at, as the form brought it."""
        text = str(self.data.get("version", "")) if self.is_bound else ""
        return int(text) if text.isdigit() and len(text) < 10 else None

    def inputs(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class SignInForm(forms.Form):
    use_required_attribute = False
    username = Line(_("User name"), autocomplete="username", required=True, max_length=100)
    username.widget.attrs["autofocus"] = True
    password = Line(
        _("Password"), autocomplete="current-password", required=True, widget=forms.PasswordInput, strip=False
    )


ROUTES = [
    ("", "—"),
    ("R1", _("R1 Emergency: put through to the emergency line at once")),
    ("R2", _("R2 Has a legal channel: say which")),
    ("R3", _("R3 Already in progress or finished, nothing new: say how it stands")),
    ("R4", _("R4 Secrets or privacy of others: explain")),
    ("R5", _("R5 Outside public duties: point to who can help")),
    ("R6", _("R6 Against the law: dissuade and say what follows")),
]
TELLING = [
    ("", "—"), ("phone", _("By phone")), ("email", _("By e-mail")), ("letter", _("By letter")),
    ("visit", _("In person")), ("page", _("On their own page")),
]  # fmt: skip
SATISFIED = [
    ("satisfied", _("Satisfied")),
    ("basically", _("Basically satisfied")),
    ("dissatisfied", _("Dissatisfied")),
]


@dataclass(frozen=True)
class Seen:
    """The case a form stands on, who reads it, and when."""

    case: Case
    actor: Actor
    now: datetime


class ActForm(DeskForm):
    """An act on a case. `verb` is a verb of rules.lifecycle; `quiet` ones stand below the others."""

    verb: ClassVar[str] = ""
    title: ClassVar[Any] = ""
    button: ClassVar[Any] = ""
    explain: ClassVar[Any] = ""
    quiet: ClassVar[bool] = False
    key: ClassVar[str] = ""

    @property
    def has_files(self) -> bool:
        return any(isinstance(field, Files) for field in self.fields.values())

    def suit(self, seen: Seen) -> None:
        """Offer what this case has to offer, and leave out what it does not ask. Most acts are alike for every case."""

    def leave_out(self, *names: str) -> None:
        for name in names:
            del self.fields[name]
