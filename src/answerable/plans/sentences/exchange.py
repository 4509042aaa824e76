"""What can be wrong with a plan that comes as a file, as sentences: what was found, what was done, what to do next."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from answerable.organisation.sentences import Shown
from answerable.plans.exchange.observations_sheet import FIGURES
from answerable.plans.exchange.sheet_columns import SHEETS, Title
from answerable.plans.exchange.sheet_words import CHOICES

_ALL_SHEETS = (*SHEETS, FIGURES)


def _choices(name: str) -> str:
    return ", ".join(str(word) for word in CHOICES[name].values())


def _sheets(names: str) -> str:
    titles = {sheet.name: sheet.title for sheet in _ALL_SHEETS}
    return ", ".join(str(titles.get(name, name)) for name in names.split(", "))


_COLUMNS: dict[str, Title] = {column.name: column.title for sheet in _ALL_SHEETS for column in sheet.columns}
SHOWN: dict[str, Shown] = {
    "sheet_column": lambda name: str(_COLUMNS.get(name, name)),
    "sheet_choices": _choices,
    "sheet_names": _sheets,
    "plan_span": lambda span: str(CHOICES["period"].get(span, span)),
}

_FILES: dict[str, str | Promise] = {
    "exchange_too_large": lazy("This is too much to read at once (%(size)s; at most %(limit)s). Please split it."),
    "not_xml": lazy("This is not XML (%(why)s). Please save it again from the program it comes from."),
    "xml_with_entities": lazy(
        "This XML defines a document type or entities (%(what)s), which we do not read for safety. Please remove them."
    ),
    "not_json": lazy("This is not JSON (%(why)s). Please save it again from the program it comes from."),
    "json_other_format": lazy("This is not a plan in our JSON format. It begins with a format of “%(expected)s”."),
    "json_no_code": lazy("This plan has no code. Please give it one and try again."),
    "json_unknown_field": lazy("We know no such field and left it out."),
    "json_wrong_type": lazy("“%(found)s” is not what belongs here, so it stays a gap."),
    "json_lacks": lazy("This lacks %(field)s and was left out."),
    "not_a_spreadsheet": lazy("This is no XLSX workbook that can be read (%(why)s). Please save it as XLSX."),
    "not_csv": lazy("This is not CSV (%(why)s). Please save it as CSV in UTF-8."),
    "csv_not_unicode": lazy("This file is not in UTF-8. In your spreadsheet, please choose “CSV UTF-8” when saving."),
}
_STRATML: dict[str, str | Promise] = {
    "stratml_other_dialect": lazy(
        "This is not StratML Part 1 or Part 2: it is a <%(root)s> of “%(namespace)s”. Please export it as Part 2."
    ),
    "stratml_namespace": lazy("It names “%(found)s” where the schema names “%(expected)s”. Read all the same."),
    "stratml_order": lazy("Its parts stand in another order than the schema says. Read all the same."),
    "stratml_misplaced": lazy("<%(element)s> does not belong here. A submitter is read all the same."),
    "stratml_unknown_element": lazy("The schema has no <%(element)s>. Left out."),
    "stratml_missing": lazy("<%(element)s> is missing, which the schema wants here. It stays a gap."),
    "stratml_too_many": lazy("<%(element)s> stands here %(count)s times. The first was read."),
    "stratml_unknown_attribute": lazy("The schema has no “%(attribute)s” here. Left out."),
    "stratml_unknown_word": lazy("“%(found)s” is no word for “%(attribute)s”. It stays a gap."),
    "stratml_identifier_empty": lazy("The identifier is empty. One was made from its place."),
    "stratml_identifier_digit": lazy("The identifier “%(found)s” begins with a digit. A _ was put before it."),
    "stratml_identifier_invalid": lazy("The identifier “%(found)s” has characters that none may have. Put right."),
    "stratml_identifier_twice": lazy("The identifier “%(found)s” is used twice. The later one got a number."),
    "stratml_empty": lazy("%(count)s of these are empty."),
    "stratml_number": lazy("“%(found)s” is no number of units. It stays a gap."),
    "stratml_date": lazy("“%(found)s” is no date. It stays a gap."),
    "stratml_to_be_determined": lazy("It says that this is still to be determined: no figure was taken from it."),
    "stratml_says_nothing": lazy("A result holds neither a figure nor words. It stays a gap."),
    "stratml_undated": lazy("A result has no dates. Please look up which period it is about."),
}
_SHEETS: dict[str, str | Promise] = {
    "sheet_plan_missing": lazy("No sheet says which plan this is. Please fill the row of the sheet “Plan”."),
    "sheet_without_header": lazy(
        "In %(sheet)s we find no row with the names of columns. Please start from the template and keep its second row."
    ),
    "sheet_unknown": lazy("The sheet %(sheet)s is none of the template. Left out."),
    "sheet_twice": lazy("There are two sheets of the kind of %(sheet)s. Only the first was read."),
    "sheet_holds_one_row": lazy("This sheet holds one row. The others were left out."),
    "column_unknown": lazy("Column “%(sheet_column)s” in %(cell)s is none of the template. Left out."),
    "column_twice": lazy("Column “%(sheet_column)s” in %(cell)s stands there already. Only the first was read."),
    "column_missing": lazy("%(sheet)s lacks the column “%(sheet_column)s”. Please take it from the template."),
    "cell_needed": lazy("%(cell)s is empty. “%(sheet_column)s” is needed: please fill it."),
    "cell_not_a_number": lazy("%(cell)s: “%(found)s” is no number. Write digits only; the unit has its own column."),
    "cell_number_out_of_range": lazy(
        "%(cell)s: “%(found)s” has too many digits or is negative. At most %(digits)s, and %(places)s decimals."
    ),
    "cell_not_whole": lazy("%(cell)s: “%(found)s” is no whole number."),
    "cell_not_a_day": lazy("%(cell)s: “%(found)s” is no day. Write it like 2026-11-26."),
    "cell_not_a_period": lazy("%(cell)s: “%(found)s” is no period. Write 2026, 2026-H1, 2026-Q2 or 2026-05."),
    "cell_not_a_code": lazy("%(cell)s: “%(found)s” is no code. Codes have letters, digits and _ . - / and no blanks."),
    "cell_not_a_choice": lazy("%(cell)s: “%(found)s” is not on the list. Choose one of: %(sheet_choices)s."),
    "code_twice": lazy("%(cell)s: “%(found)s” is the code of a row above. Give it another; this row was left out."),
    "code_unknown": lazy("%(cell)s: there is no “%(found)s” in %(sheet_names)s. Please correct it or add that row."),
    "element_in_a_circle": lazy("%(cell)s: it would lie below itself (%(path)s). Please name another parent."),
    "ends_before_it_starts": lazy("%(cell)s: the last day is before the first (%(starts_on)s). Please correct one."),
}
_FIGURES: dict[str, str | Promise] = {
    "target_value_and_band": lazy("%(cell)s: a target has a value, or a lowest and a highest one, not both."),
    "target_half_a_band": lazy("%(cell)s is empty: a band has a lowest and a highest value."),
    "target_band_upside_down": lazy("%(cell)s: the highest value is below the lowest. Please exchange them."),
    "target_says_nothing": lazy("%(cell)s is empty: a target has a value, a band, or at least its wording."),
    "period_twice": lazy("%(cell)s: “%(found)s” stands in a row above already. This row was left out."),
    "period_of_other_length": lazy(
        "%(cell)s: “%(found)s” is no period of the length “%(plan_span)s” as reported here."
    ),
    "period_not_over": lazy("%(cell)s: “%(found)s” ends after %(until)s. A figure is given when its period is over."),
    "observation_without_value": lazy(
        "%(cell)s is empty. Give the figure; if there is none, choose the state “Missing” and say why in the notes."
    ),
    "missing_with_a_value": lazy("%(cell)s: a missing figure has no value. Take it away or choose another state."),
    "missing_why": lazy("%(cell)s is empty: please say why the figure is missing."),
    "value_and_ratio": lazy("%(cell)s: give the value or the two parts of the ratio, not both."),
    "half_a_ratio": lazy("%(cell)s is empty: a ratio has a numerator and a denominator."),
    "denominator_nought": lazy("%(cell)s: nothing can be divided by nought. If there were no cases, state “Missing”."),
    "ratio_wanted": lazy("%(cell)s: this indicator is a ratio. Give numerator and denominator, not the result."),
    "value_wanted": lazy("%(cell)s: this indicator is no ratio. Give its value."),
    "answering_twice": lazy("%(cell)s: somebody answers for this already. Exactly one does; this row was left out."),
    "answering_differs": lazy("%(cell)s: another post stands beside the subject (%(post)s). That one was taken."),
}
_LISTS: dict[str, str | Promise] = {
    "list_other_format": lazy("This is no list of published indicators: it has no “indicators”."),
    "list_recalled": lazy("This was written from memory and never verified. It was not loaded."),
    "list_type_unknown": lazy("We know no type of target “%(found)s”. Its kind stays a gap."),
    "list_nature_unconfirmed": lazy("No source confirms that it is “%(found)s”. Its nature stays a gap."),
    "list_target_not_found": lazy("The list says that no target was found (%(words)s). It stays a gap."),
    "list_period_unclear": lazy("“%(period)s” is no period of a plan. The figure stands in the notes."),
    "list_observation_without_value": lazy("There is no figure for “%(period)s”. What is said stands in the notes."),
    "waiting_times_other_format": lazy("This is no list of waiting times. It lacks %(missing)s."),
    "waiting_times_no_quarter": lazy("“%(found)s” is not the end of a quarter. The row was left out."),
}
_PULLED: dict[str, str | Promise] = {
    "mapping_unknown": lazy("The mapping has no such field. Please look at the guide to importing."),
    "mapping_wrong": lazy("“%(found)s” cannot stand in this field of the mapping."),
    "pulled_form_unknown": lazy("“%(form)s” is no form we read. Choose one of: %(forms)s."),
    "pulled_no_rows": lazy("What the address gave has no rows at “%(path)s”. The source may have changed its form."),
    "pulled_no_column": lazy(
        "What the address gave lacks %(columns)s; it has %(found)s. The source may have changed: correct the mapping."
    ),
    "pulled_nothing": lazy("None of its %(rows)s rows fits the mapping, or they hold no figures."),
    "pulled_twice": lazy("Two rows give different figures for %(period)s %(dimension)s. Neither was taken."),
    "pulled_forecast": lazy("The figure for %(period)s is a forecast, which is no observation. Left out."),
    "pulled_period": lazy("“%(found)s” is no period of this plan. The row was left out."),
    "pulled_number": lazy("“%(found)s” for %(period)s is no number. The row was left out."),
    "pulled_rounded": lazy("%(count)s figures had more decimals than are kept and were rounded to %(places)s."),
    "sdmx_other_format": lazy("This is no SDMX data message that we can read (%(why)s)."),
}
SENTENCES: dict[str, str | Promise] = {**_FILES, **_STRATML, **_SHEETS, **_FIGURES, **_LISTS, **_PULLED}
