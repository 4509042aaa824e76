"""What the sets and words of the list of published indicators mean here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from answerable.plans.exchange.naming import UNNAMED, Names
from answerable.rules.measures import Kind, Nature


@dataclass(frozen=True)
class Set:
    """A plan that a set of rows belongs to: its name and years; `year` of a Policy Address. Empty: not known here."""

    name: Names = UNNAMED
    starts_on: date | None = None
    ends_on: date | None = None
    year: int | None = None


def _years(first: int, last: int, zh_hans: str, en: str, zh_hant: str) -> Set:
    return Set(Names(zh_hant, en, zh_hans), date(first, 1, 1), date(last, 12, 31))


def _address(year: int) -> Set:
    return Set(Names(f"{year}年施政報告", f"{year} Policy Address", f"{year}年施政报告"), year=year)


# The years of a five-year plan are in its name; a Policy Address has no end, which stays a gap.
SETS = {
    "CN-12FYP": _years(2011, 2015, "“十二五”规划", "12th Five-Year Plan", "「十二五」規劃"),
    "CN-13FYP": _years(2016, 2020, "“十三五”规划", "13th Five-Year Plan", "「十三五」規劃"),
    "CN-13FYP-ECO": _years(
        2016, 2020, "“十三五”生态环境保护规划", "13th Five-Year Plan, ecology", "「十三五」生態環境保護規劃"
    ),
    "CN-14FYP": _years(2021, 2025, "“十四五”规划", "14th Five-Year Plan", "「十四五」規劃"),
    "CN-15FYP": _years(2026, 2030, "“十五五”规划", "15th Five-Year Plan", "「十五五」規劃"),
    "CN-15FYP-ENERGY": _years(
        2026, 2030, "“十五五”新型能源体系规划", "15th Five-Year Plan, energy", "「十五五」新型能源體系規劃"
    ),
    "CN-ANNUAL-PLAN-2018": _years(
        2018, 2018, "2018年国民经济和社会发展计划", "2018 plan for development", "2018年國民經濟和社會發展計劃"
    ),
    **{f"HK-PA{year}": _address(year) for year in (2022, 2023, 2024, 2025)},
}
NATURES = {"约束性": Nature.BINDING.value, "预期性": Nature.EXPECTED.value, "other": Nature.OTHER.value}
# Types of target as the list defines them. "monitoring" has no target and tells no kind.
TYPES = {
    "end_value": Kind.LEVEL.value,
    "threshold": Kind.LEVEL.value,
    "avg_annual_growth": Kind.GROWTH_AVERAGE.value,
    "cumulative_reduction": Kind.CUMULATIVE_REDUCTION.value,
    "cumulative_change": Kind.CUMULATIVE_CHANGE.value,
    "cumulative_count": Kind.CUMULATIVE_FLOW.value,
    "annual_count": Kind.PERIODIC_FLOW.value,
    "ceiling": Kind.CAP.value,
    "floor": Kind.FLOOR.value,
    "range_set_annually": Kind.SET_ANNUALLY.value,
    "annual_value": Kind.SET_ANNUALLY.value,
    "relative_to_other_indicator": Kind.RELATIVE.value,
    "milestone": Kind.MILESTONE.value,
    "monitoring": "",
}
