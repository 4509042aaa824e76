"""Working calendars of a pack: hours, holidays computed by the `holidays` library, days the pack overrides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import holidays

from answerable.organisation.models import CalendarDay, Jurisdiction, WorkingCalendar
from answerable.organisation.packs import Pack, Record

TRANSLATIONS = ("zh_hant", ("zh_HK", "zh_TW")), ("en", ("en_HK", "en_US")), ("zh_hans", ("zh_CN",))


def load_calendars(pack: Pack, jurisdiction: Jurisdiction) -> int:
    """Write every calendar and its days anew; returns how many days differ from their weekday."""
    count = 0
    for row in pack.calendars:
        fields = {name: row.values[name] for name in ("weekly_hours", "first_day", "last_day")}
        calendar, _new = WorkingCalendar.objects.update_or_create(
            jurisdiction=jurisdiction, code=row.code, defaults=fields
        )
        days = days_of(pack, row)
        calendar.days.all().delete()
        for day in days.values():
            day.calendar = calendar
        CalendarDay.objects.bulk_create(days.values(), batch_size=1000)
        count += len(days)
    WorkingCalendar.objects.filter(jurisdiction=jurisdiction).exclude(
        code__in=[c.code for c in pack.calendars]
    ).delete()
    return count


def days_of(pack: Pack, calendar: Record) -> dict[date, CalendarDay]:
    """The days that differ from their weekday, not stored: computed holidays, then what the pack writes over them."""
    rules = [rule for rule in pack.holidays if rule.calendar == calendar.code]
    days = {day.date: day for rule in rules for day in _computed(rule, calendar)}
    return days | {own.date: _written(own) for own in pack.rows("calendar_days.csv") if own.calendar == calendar.code}


def _written(row: Record) -> CalendarDay:
    fields = ("date", "kind", "works_as", "provisional")
    return CalendarDay(**{name: row.values[name] for name in fields}, **row.names())


def _computed(rule: Record, calendar: Record) -> Iterator[CalendarDay]:
    """Public holidays inside the calendar. A year after `gazetted_until` is computed, hence provisional."""
    years = range(calendar.first_day.year, calendar.last_day.year + 1)
    names = {field: _names(rule, years, wishes) for field, wishes in TRANSLATIONS}
    for day in sorted(names["en"]):
        if calendar.first_day <= day <= calendar.last_day:
            yield CalendarDay(
                date=day,
                kind="off",
                provisional=day.year > rule.gazetted_until,
                **{f"name_{field}": names[field].get(day, names["en"][day])[:100] for field in names},
            )


def _names(rule: Record, years: range, wishes: tuple[str, ...]) -> dict[date, str]:
    """Holidays in the first of the wished languages the library has for the country, else in its English."""
    known = getattr(getattr(holidays, rule.country), "supported_languages", ())
    language = next((wish for wish in (*wishes, "en_US") if wish in known), None)
    return dict(holidays.country_holidays(rule.country, years=years, categories=rule.category, language=language))
