"""Every read of whistles and taskforces, already narrowed to what the reader may see."""

from answerable.whistles.queries.access import get_taskforce, get_whistle, taskforces_visible_to, visible_to
from answerable.whistles.queries.allowed import Act, allowed, open_matters, taskforce_allowed
from answerable.whistles.queries.appraisal import Appraisal, appraisal_entries
from answerable.whistles.queries.blowing import BLOWERS, BlowOptions, GradeChoice, blow_options, may_blow
from answerable.whistles.queries.documents import document, taskforce_document
from answerable.whistles.queries.lists import FILTERS, TABS, counts, taskforces, whistles_about, whistles_of_unit
from answerable.whistles.queries.public import (
    STATES,
    PublicCall,
    PublicTaskforce,
    PublicWhistle,
    PublicWhistles,
    public_rows,
    public_taskforce,
    public_taskforces,
    public_whistles,
    public_whistles_about,
    shown_whistles,
)
from answerable.whistles.queries.replay import replay, replay_taskforce
from answerable.whistles.queries.room import Room, TaskforceRoom, room, taskforce_room
from answerable.whistles.queries.strip import Strip, StripPart, facts_of, strip, strips
from answerable.whistles.queries.timeline import Moment, timeline

__all__ = [
    "BLOWERS", "FILTERS", "STATES", "TABS", "Act", "Appraisal", "BlowOptions", "GradeChoice", "Moment", "PublicCall",
    "PublicTaskforce", "PublicWhistle", "PublicWhistles", "Room", "Strip", "StripPart", "TaskforceRoom", "allowed",
    "appraisal_entries", "blow_options", "counts", "document", "facts_of", "get_taskforce", "get_whistle",
    "may_blow", "open_matters", "public_rows", "public_taskforce", "public_taskforces", "public_whistles",
    "public_whistles_about", "replay", "replay_taskforce", "room", "shown_whistles", "strip", "strips",
    "taskforce_allowed", "taskforce_document", "taskforce_room", "taskforces", "taskforces_visible_to", "timeline",
    "visible_to", "whistles_about", "whistles_of_unit",
]  # fmt: skip
