"""Every write to who exists: load a pack, appoint an officer to a post, end a tenure."""

from __future__ import annotations

from answerable.organisation.actions.pack import Loaded, load_pack
from answerable.organisation.actions.tenure import appoint, end_tenure

__all__ = ["Loaded", "appoint", "end_tenure", "load_pack"]
