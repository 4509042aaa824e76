"""Every write to who exists: load a pack, appoint an officer to a post, end a tenure."""

from __future__ import annotations

from answerable.organisation.actions.officers import add_officer
from answerable.organisation.actions.pack import Loaded, load_pack
from answerable.organisation.actions.tenure import appoint, end_tenure

__all__ = ["Loaded", "add_officer", "appoint", "end_tenure", "load_pack"]
