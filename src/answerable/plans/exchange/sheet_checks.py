"""Whether rows fit together: each check keeps what can stand and names the cell of what cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from answerable.plans.exchange.report import Report
from answerable.plans.exchange.sheet_columns import Holds, Sheet
from answerable.plans.exchange.sheet_rows import Row


def unique(rows: Iterable[Row], report: Report, taken: set[str] | None = None) -> list[Row]:
    """Rows with a code nobody above has."""
    taken = set() if taken is None else taken
    kept = []
    for row in rows:
        code = row.text("code")
        if code in taken:
            row.say(report, "code_twice", "code", found=code)
        elif code:
            kept.append(row)
            taken.add(code)
    return kept


def known_references(rows: Iterable[Row], sheet: Sheet, known: Mapping[str, set[str]], report: Report) -> list[Row]:
    """Codes that refer to nothing are taken away, and their rows where the column is needed."""
    kept = []
    for row in rows:
        whole = True
        for column in sheet.columns:
            if not column.refers:
                continue
            codes = set().union(*(known[name] for name in column.refers))
            said = row.get(column.name)
            wanted = said if isinstance(said, tuple) else (said,) if said else ()
            for code in (code for code in wanted if code not in codes):
                row.say(report, "code_unknown", column.name, found=code, sheet_names=", ".join(column.refers))
            found = tuple(code for code in wanted if code in codes)
            row.values.pop(column.name, None)
            if found:
                row.values[column.name] = found if column.holds is Holds.CODES else found[0]
            whole = whole and bool(found or not column.needed)
        if whole:
            kept.append(row)
    return kept


def drop_circles(rows: Iterable[Row], report: Report) -> None:
    """An element that would lie below itself loses its parent."""
    parents = {row.text("code"): row.text("parent_code") for row in rows}
    for row in rows:
        path = [row.text("code")]
        while (above := parents.get(path[-1], "")) and above not in path:
            path.append(above)
        if above == path[0]:
            row.say(report, "element_in_a_circle", "parent_code", path=" < ".join([*path, above]))
            parents[path[0]] = ""
            row.values.pop("parent_code", None)


def forwards(row: Row, report: Report) -> None:
    """An end before its beginning is taken away."""
    first, last = row.get("starts_on"), row.get("ends_on")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        row.say(report, "ends_before_it_starts", "ends_on", starts_on=first)
        row.values.pop("ends_on")


def fitting_targets(rows: Iterable[Row], report: Report) -> list[Row]:
    """A target is a value, or a lowest and a highest, or words alone."""
    return [row for row in rows if _said(row, report, _target_problem)]


def fitting_path(rows: Iterable[Row], report: Report) -> list[Row]:
    """A figure for each period once, each with its value."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for row in rows:
        key = (row.text("indicator_code"), row.text("period"))
        if key in seen:
            row.say(report, "period_twice", "period", found=key[1])
        elif row.get("period") and row.get("value") is not None:
            kept.append(row)
            seen.add(key)
    return kept


def fitting_observations(rows: Iterable[Row], report: Report, figure_needed: bool = False) -> list[Row]:
    """A value, or a numerator with a denominator; none and a reason where it is missing; each vintage once.

    Other people's plans observe in words alone; where a figure is needed, that is a problem.
    """
    seen = set()
    kept = []
    for row in rows:
        key = tuple(row.get(name) for name in ("indicator_code", "period", "dimension", "known_at"))
        if not _said(row, report, observation_problem):
            continue
        if figure_needed and row.get("state") != "missing" and not _has_figure(row):
            row.say(report, "observation_without_value", "value")
            continue
        if key in seen:
            row.say(report, "period_twice", "period", found=row.text("period"))
        elif row.get("period"):
            kept.append(row)
            seen.add(key)
    return kept


def _has_figure(row: Row) -> bool:
    return row.get("value") is not None or row.get("numerator") is not None


def _said(row: Row, report: Report, problem_of: Callable[[Row], tuple[str, str] | None]) -> bool:
    problem = problem_of(row)
    if problem is not None:
        row.say(report, *problem)
    return problem is None


def _target_problem(row: Row) -> tuple[str, str] | None:
    value, low, high = (row.values.get(name) for name in ("value", "low", "high"))
    if value is not None and (low is not None or high is not None):
        return "target_value_and_band", "value"
    if (low is None) != (high is None):
        return "target_half_a_band", "low" if low is None else "high"
    if low is not None and high < low:  # type: ignore[operator]
        return "target_band_upside_down", "high"
    if value is None and low is None and not row.text("words"):
        return "target_says_nothing", "value"
    return None


def observation_problem(row: Row) -> tuple[str, str] | None:
    """What is wrong with the figures of an observation: the code and the column; None when they are right."""
    value, over, under = (row.values.get(name) for name in ("value", "numerator", "denominator"))
    given = [name for name in ("value", "numerator", "denominator") if row.get(name) is not None]
    if row.get("state") == "missing":
        return ("missing_with_a_value", given[0]) if given else None if row.text("words") else ("missing_why", "words")
    if value is not None and (over is not None or under is not None):
        return "value_and_ratio", "value"
    if (over is None) != (under is None):
        return "half_a_ratio", "numerator" if over is None else "denominator"
    if under == 0:
        return "denominator_nought", "denominator"
    return None if given or row.text("words") else ("observation_without_value", "value")
