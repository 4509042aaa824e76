"""The project's own settings, with the two pages of a plan that are measured."""

from __future__ import annotations

from answerable.settings import *  # noqa: F403

ROOT_URLCONF = "parts.plan_pages"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
