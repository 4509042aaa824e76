"""Codes of plans as words."""

from __future__ import annotations

from answerable.organisation.sentences import Shown

# How codes in the parameters of problems are read.
SHOWN: dict[str, Shown] = {}
