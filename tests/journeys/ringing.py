"""Run beside a server: notes every limit of a whistle that has passed, as the worker does each minute."""

from __future__ import annotations

import os

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.settings")
    import django

    django.setup()
    from django.utils import timezone

    from answerable.whistles import actions

    actions.ring(now=timezone.now())
