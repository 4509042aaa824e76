"""Load a pack into every floor that keeps a part of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import transaction

from answerable.organisation.actions import Loaded, load_pack
from answerable.triage.actions import load_articles


def folder_of(name: str) -> Path:
    """A pack's folder from its path, or from its name among the packs that come with the program."""
    path = Path(name)
    return path if path.is_dir() or path.parent != Path() else Path(settings.PACKS) / name


def load(path: Path | str, *, now: datetime, people: Literal["invented", "none"] = "invented") -> Loaded:
    """Organisation, rulebook and knowledge base of a pack, all or nothing. Raises PackError with all findings."""
    with transaction.atomic():
        loaded = load_pack(path, now=now, people=people)
        articles = load_articles(loaded.pack, loaded.jurisdiction, now=now)
    if articles:
        loaded.counts["articles"] = articles
    return loaded
