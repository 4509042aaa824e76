"""Jurisdiction packs: a city as a folder of TOML and CSV. docs/reference/packs.md lists every file and column."""

from __future__ import annotations

from answerable.organisation.packs.reader import read
from answerable.organisation.packs.values import Finding, Pack, PackError, Record

__all__ = ["Finding", "Pack", "PackError", "Record", "read"]
