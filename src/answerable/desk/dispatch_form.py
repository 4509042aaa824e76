"""The form behind each candidate and behind "another unit"."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from answerable.desk.forms import DeskForm, Pick, Words


class SendForm(DeskForm):
    unit_code = Pick(_("Unit"), "units")
    category_code = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = Words(_("Why this unit"), rows=2)
