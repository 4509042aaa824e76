"""MSPDI, the XML of Microsoft Project: read leniently with a report, written in the order of its schema.

Published schema: namespace .../project/2007. Real files say .../project, and so do ours; `write` takes either. Only
SaveVersion and CurrencyCode are mandatory in the header. Link types: 0 FF, 1 FS, 2 SF, 3 SS. Lags are tenths of a
minute. Dates that the program computes (early and late dates, slack, critical) are not kept: they are computed again.
"""

from answerable.plans.exchange.mspdi_reading import read
from answerable.plans.exchange.mspdi_values import NAMESPACE, PUBLISHED_NAMESPACE
from answerable.plans.exchange.mspdi_writing import write

__all__ = ["NAMESPACE", "PUBLISHED_NAMESPACE", "read", "write"]
