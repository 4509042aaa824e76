"""Every read of whistles and taskforces, already narrowed to what the reader may see."""

from answerable.whistles.queries.access import (
    PublicWhistle,
    PublicWhistles,
    get_taskforce,
    get_whistle,
    public_whistles,
    taskforces_visible_to,
    visible_to,
)
from answerable.whistles.queries.allowed import Act, allowed, open_matters, taskforce_allowed
from answerable.whistles.queries.appraisal import Appraisal, appraisal_entries
from answerable.whistles.queries.lists import TABS, counts, taskforces, whistles_about, whistles_of_unit
from answerable.whistles.queries.replay import replay, replay_taskforce
from answerable.whistles.queries.room import Room, TaskforceRoom, room, taskforce_room
from answerable.whistles.queries.strip import Strip, StripPart, facts_of, strip, strips
from answerable.whistles.queries.timeline import Moment, timeline

__all__ = [
    "TABS", "Act", "Appraisal", "Moment", "PublicWhistle", "PublicWhistles", "Room", "Strip", "StripPart",
    "TaskforceRoom", "allowed", "appraisal_entries", "counts", "facts_of", "get_taskforce", "get_whistle",
    "open_matters", "public_whistles", "replay", "replay_taskforce", "room", "strip", "strips", "taskforce_allowed",
    "taskforce_room", "taskforces", "taskforces_visible_to", "timeline", "visible_to", "whistles_about",
    "whistles_of_unit",
]  # fmt: skip
