"""The project's own settings, with one more address: the bare insert that intake is compared with."""

from __future__ import annotations

from answerable.settings import *  # noqa: F403

ROOT_URLCONF = "parts.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
