"""Every read of cases, already narrowed to what the reader may see."""

from answerable.cases.queries.access import (
    case_by_secret,
    complained_about,
    complaints_about,
    complaints_about_person,
    earlier_cases,
    get_case,
    may_see_person,
    public_case,
    public_cases,
    search,
    visible_to,
)
from answerable.cases.queries.allowed import Act, allowed
from answerable.cases.queries.disputes import (
    DisputePage,
    Ruling,
    RungCount,
    dispute_page,
    ladder,
    on_rung,
    past_rulings,
    precedents,
    promotable,
    row_in_question,
)
from answerable.cases.queries.figures import CityFigures, city_figures, three_rates
from answerable.cases.queries.lists import (
    LeadersPage,
    Similar,
    callback_queue,
    counts,
    dispatch_queue,
    leaders_page,
    place_in_worklist,
    similar_open,
    worklist,
)
from answerable.cases.queries.movement import (
    PERIODS,
    Baseline,
    Movement,
    baseline,
    movement,
    recent_movement,
    refused_twice_open,
)
from answerable.cases.queries.public import (
    NewDate,
    Situation,
    UndecidedCounts,
    parked_matters,
    situation,
    undecided_counts,
)
from answerable.cases.queries.replay import Replay, replay
from answerable.cases.queries.responsibility import acts_in, acts_of, recomputed, stored
from answerable.cases.queries.ruling import to_rule
from answerable.cases.queries.strip import Strip, StripPart, strip, strips
from answerable.cases.queries.time import (
    SlowPart,
    deciders,
    parked_cases,
    slow_part,
    supervised_cases,
    verdict_case,
)
from answerable.cases.queries.timeline import Moment, timeline

__all__ = [
    "PERIODS", "Act", "Baseline", "CityFigures", "DisputePage", "LeadersPage", "Moment", "Movement", "NewDate",
    "Replay", "Ruling", "RungCount", "Similar", "Situation", "SlowPart", "Strip", "StripPart", "UndecidedCounts",
    "acts_in", "acts_of", "allowed", "baseline", "callback_queue", "case_by_secret", "city_figures", "complained_about",
    "complaints_about", "complaints_about_person", "counts",
    "deciders", "dispatch_queue", "dispute_page", "earlier_cases", "get_case", "ladder", "leaders_page",
    "may_see_person", "movement", "on_rung", "parked_cases", "parked_matters", "past_rulings", "place_in_worklist",
    "precedents",
    "promotable", "public_case", "public_cases", "recent_movement", "recomputed", "refused_twice_open", "replay",
    "row_in_question", "search", "similar_open", "situation", "slow_part", "stored", "strip", "strips",
    "supervised_cases", "three_rates", "timeline", "to_rule", "undecided_counts", "verdict_case", "visible_to",
    "worklist",
]  # fmt: skip
