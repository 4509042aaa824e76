"""The forms of typical cases: one for each verb of rules.publicity."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from answerable.desk.forms import Line, Pick, Words
from answerable.desk.rota_forms import Day, SeatForm
from answerable.leaders.queries import StoryPage
from answerable.leaders.sentences import CONSENT, WAY
from answerable.organisation.models import Jurisdiction


class Choose(SeatForm):
    verb, heading, button = "choose", _("Choose a case"), _("Tell this case")
    number = Line(_("Number of a closed case"))


class Write(SeatForm):
    verb, heading, button = "write", _("Write the story"), _("Keep this text")
    language = forms.CharField(widget=forms.HiddenInput)
    title = Line(_("Title of the story"))
    words = Words(_("What was wrong"), rows=4)
    done = Words(_("Who acted, and what they did"), rows=4)


class RecordConsent(SeatForm):
    verb, heading, button = "record_consent", _("Record what the citizen said"), _("Record the answer")
    explain = _("Ask whether the story may be told and their own words quoted. A later no takes it back.")
    given = forms.ChoiceField(
        label=_("May it be told?"), choices=list(CONSENT.items()), required=False, widget=forms.RadioSelect
    )
    how = Pick(_("How the citizen was asked"), options=[("", "—"), *WAY.items()])
    asked_on = Day(_("On which day"))
    reason = Words(_("If the citizen cannot be asked: why"), rows=2)


class Publish(SeatForm):
    verb, heading, button = "publish", _("Publish"), _("Publish this story")


class Withdraw(SeatForm):
    verb, heading, button = "withdraw", _("Take back"), _("Take the story back")
    reason = Words(_("Why"), rows=2, hint=_("It stays on the record. The public reads only that it was taken back."))


FORMS: dict[str, type[SeatForm]] = {form.verb: form for form in (Write, RecordConsent, Publish, Withdraw)}


def bound(verb: str, data: Any, jurisdiction: Jurisdiction) -> SeatForm:
    """The form that was sent; of the three texts the one whose language it names."""
    name = f"write_{data.get('language', '')[:8]}" if verb == "write" else verb
    return FORMS[verb](data, jurisdiction=jurisdiction, auto_id=f"{name}_%s")


def texts(page: StoryPage, jurisdiction: Jurisdiction, failed: SeatForm | None) -> list[tuple[str, str, SeatForm]]:
    """One form a language, with what is written so far: (language, its name, form). The city's own comes first."""
    own = jurisdiction.settings.get("default_language", "en")
    languages = sorted(settings.LANGUAGES, key=lambda language: language[0] != own)
    return [(code, name, _text(code, page, jurisdiction, failed)) for code, name in languages]


def _text(code: str, page: StoryPage, jurisdiction: Jurisdiction, failed: SeatForm | None) -> SeatForm:
    if failed is not None and failed.verb == "write" and failed.data.get("language") == code:
        return failed
    telling = page.tellings.get(code)
    written = {"title": telling.title, "words": telling.words, "done": telling.done} if telling is not None else {}
    return Write(jurisdiction=jurisdiction, initial={"language": code, **written}, auto_id=f"write_{code}_%s")


def others(page: StoryPage, jurisdiction: Jurisdiction, failed: SeatForm | None) -> list[SeatForm]:
    """The other acts allowed now; to publish is among them only when nothing stands against it."""
    found = []
    for verb, form in FORMS.items():
        if verb in page.acts and verb != "write" and not (verb == "publish" and page.against):
            again = failed is not None and failed.verb == verb
            found.append(failed if again else form(jurisdiction=jurisdiction, auto_id=f"{verb}_%s"))
    return found
