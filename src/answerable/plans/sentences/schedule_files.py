"""What can be wrong with a schedule that comes as a file (MSPDI, PSPLIB), or with the money of a task, as sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

SENTENCES: dict[str, str | Promise] = {
    "mspdi_not_project": lazy(
        "This is not a schedule of Microsoft Project: it begins with “%(name)s”. Please save it as XML from there."
    ),
    "mspdi_without_uid": lazy("Something has no number of its own (UID) and was left out."),
    "mspdi_hours_missing": lazy(
        "A day of the week (%(day)s, Sunday is 1) is worked, but the file does not say when. Please add its hours."
    ),
    "mspdi_exception_recurs": lazy(
        "The days off “%(name)s” come again and again and were left out. Please enter each of them with its dates."
    ),
    "mspdi_exception_without_dates": lazy("The days off “%(name)s” have no dates and were left out."),
    "mspdi_unreadable": lazy("“%(value)s” could not be read and was left out."),
    "mspdi_not_kept": lazy("Not kept: it stands %(count)s times in the file."),
    "mspdi_link_elsewhere": lazy("It waits for a task of another file (%(name)s). That link was left out."),
    "mspdi_zone_cut": lazy("%(value)s names a time zone. The time was taken as it stands, without the zone."),
    "mspdi_rounded": lazy("Parts of a minute were rounded: %(minutes)s minutes."),
    "psplib_not_sm": lazy(
        "“%(name)s” is not a network of one project with one mode (.sm) of PSPLIB. Other shapes are not read."
    ),
    "psplib_several_modes": lazy("“%(name)s” lets tasks be done in several ways. Only networks with one are read."),
    "psplib_resources_left_out": lazy("The resources of the file were left out."),
    "schedule_link_of_summary": lazy(
        "“%(task)s” has a link (%(kind)s) with a group of tasks that cannot be said of the single ones. "
        "Please link the tasks in the group instead."
    ),
    "schedule_without_start": lazy("The schedule does not say when it starts. Please add its start."),
    "schedule_calendar_missing": lazy("The working hours of “%(task)s” are not in the file. Please add its calendar."),
    "minutes_too_many": lazy("A number of minutes is too large to be one (at most %(limit)s). Please check it."),
    "planned_value_missing": lazy("No value is planned for any period. Please enter the budget by period."),
    "planned_value_falls": lazy("What is planned to be earned by then may not become less. Please check the periods."),
    "earned_more_than_budget": lazy("More would be earned than the whole budget. Please check the figures."),
    "figure_negative": lazy("This figure cannot be below zero."),
}
