"""What each figure of the case stream is called and counts, in words that anyone can check it by."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

Words = Mapping[str, str | Promise]

LABEL: Words = {
    "solved_rate": lazy("Solved, as citizens say"),
    "satisfied_rate": lazy("Satisfied citizens"),
    "contact_in_time": lazy("Citizens contacted in time"),
    "median_days": lazy("Working days to the end, the middle case"),
    "complaints_per_10000": lazy("Complaints per 10,000 people"),
    "refused_twice_share": lazy("Cases refused by two units or more"),
    "overdue_share": lazy("Promises to resolve that were broken"),
    "callbacks_reached": lazy("Callbacks that reached the citizen"),
    "whistles_in_time": lazy("Whistles answered in time"),
}
DEFINITION: Words = {
    "solved_rate": lazy(
        "Valid callbacks done in the period in which the citizen said it was solved, divided by all valid callbacks "
        "done in the period. The unit is the one whose work is judged. A callback is valid when the citizen was "
        "reached and answered every question."
    ),
    "satisfied_rate": lazy(
        "Valid callbacks done in the period: the satisfied, plus the basically satisfied at the credit of the city's "
        "weights, divided by all. Whoever was asked to rate well counts as not satisfied."
    ),
    "contact_in_time": lazy(
        "Cases whose time to contact the citizen ran out in the period and whose citizen was contacted before, divided "
        "by all whose time ran out in the period. A hand-over does not give new time. Cases merged into others or "
        "shown another way before are left out."
    ),
    "median_days": lazy(
        "The middle number of working days from the day a case was told to the day it was closed, over the cases "
        "closed in the period: 0 on the same day, 1 by the next working day of the city's default calendar. Cases "
        "merged into others or shown another way are left out."
    ),
    "complaints_per_10000": lazy(
        "Complaints, reports and requests for help told in the period, for every 10,000 people who live in the area "
        "by the city's pack; without an area, in the whole city."
    ),
    "refused_twice_share": lazy(
        "Cases told in the period to which two different units or more objected, or which they gave away by an "
        "objection that was upheld, divided by all cases told in the period."
    ),
    "overdue_share": lazy(
        "Cases whose time to be resolved ran out in the period and that had not been answered by then, divided by all "
        "whose time ran out in the period. A date that was granted moves the time; a hand-over does not. Cases merged "
        "into others or shown another way before are left out."
    ),
    "callbacks_reached": lazy(
        "Callbacks done in the period that reached the citizen and were answered, divided by all callbacks done in the "
        "period, also those given up."
    ),
    "whistles_in_time": lazy(
        "Units called by a whistle whose time to answer ran out in the period and who answered before, divided by all "
        "calls whose time ran out in the period. Whistles taken back, and calls released before, are left out."
    ),
}
PARAMETER: Words = {
    "category": lazy("What it is about, with all below it (empty: everything)"),
    "unit": lazy("Unit (empty: all)"),
    "area": lazy("Area, with all in it (empty: the whole city)"),
}
NOTE: Words = {
    "nothing_to_count": lazy("There was nothing to count in this period."),
    "figure_withheld": lazy("There were so few cases that a figure might show whose they are; it is withheld."),
    "population_unknown": lazy("The pack does not say how many people live there."),
    "period_not_begun": lazy("The period has not begun."),
}
