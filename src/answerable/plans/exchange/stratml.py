"""StratML: read leniently with a report, written valid.

Part 1 is ISO 17469-1:2015; Part 2 is ANSI/AIIM 22:2017 and no ISO standard. The dialect that calls itself 3.5 is
another language and is refused.
"""

from answerable.plans.exchange.stratml_reading import read
from answerable.plans.exchange.stratml_writing import fitting_part, write

__all__ = ["fitting_part", "read", "write"]
