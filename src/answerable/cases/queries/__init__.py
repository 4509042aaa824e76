"""Every read of cases, already narrowed to what the reader may see."""

from answerable.cases.queries.access import (
    case_by_secret,
    earlier_cases,
    get_case,
    may_see_person,
    public_case,
    public_cases,
    search,
    visible_to,
)
from answerable.cases.queries.allowed import Act, allowed
from answerable.cases.queries.figures import CityFigures, city_figures, three_rates
from answerable.cases.queries.lists import (
    LeadersPage,
    Similar,
    callback_queue,
    counts,
    dispatch_queue,
    leaders_page,
    similar_open,
    worklist,
)
from answerable.cases.queries.replay import Replay, replay
from answerable.cases.queries.strip import Strip, StripPart, strip, strips
from answerable.cases.queries.timeline import Moment, timeline

__all__ = [
    "Act", "CityFigures", "LeadersPage", "Moment", "Replay", "Similar", "Strip", "StripPart", "allowed",
    "callback_queue", "case_by_secret", "city_figures", "counts", "dispatch_queue", "earlier_cases", "get_case",
    "leaders_page", "may_see_person", "public_case", "public_cases", "replay", "search", "similar_open", "strip",
    "strips", "three_rates", "timeline", "visible_to", "worklist",
]  # fmt: skip
