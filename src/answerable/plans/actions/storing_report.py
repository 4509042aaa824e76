"""What became of each row of a plan document that was stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from answerable.plans.exchange.report import Report


@dataclass
class StoreReport(Report):
    """Counts by noun of what was added, changed (in a draft) and there already; a line for everything not stored.

    Codes of lines: `store_not_kept` (a field that has no place here), `store_no_period`, `store_no_number`,
    `store_nowhere` (points at a code that is not there), `store_differs` (published: needs a change),
    `store_target_differs`, `store_body_unknown`, `store_bodies_several`, `store_words_only`, `store_cut`,
    `store_known_from_now` (published: it became known earlier), `period_in_the_future`.
    """

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    same: Counter[str] = field(default_factory=Counter)

    @property
    def no_change(self) -> bool:
        """Whether everything was there already."""
        return not self.added and not self.changed
