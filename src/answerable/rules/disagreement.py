"""Two judgements of one goal side by side: the computed light, and how likely a person thinks it is (8.7(81); 3.6).

Neither corrects the other. Where they lie far apart somebody knows something the figures do not, or the figures know
something somebody will not see; the review asks which. The four colours are those of delivery confidence.
"""

from __future__ import annotations

from answerable.rules.lights import Outcome

COLOURS = ("red", "amber_red", "amber_green", "green")
# Where a computed light lies on the scale of the colours; lights that say nothing about the end are left out.
PLACE: dict[Outcome, int] = {
    Outcome.MISSED: 0, Outcome.REGRESSING: 0, Outcome.FAR_BEHIND: 0, Outcome.BEHIND: 1, Outcome.SLIPPING: 2,
    Outcome.ON_TRACK: 3, Outcome.TARGET_REACHED: 3, Outcome.ACHIEVED: 3,
}  # fmt: skip
CRITERIA = ("challenge", "planning", "capacity", "stage")


def disagrees(outcome: Outcome, colour: str) -> bool:
    """Two steps or more apart on four. No source gives the distance; one step is a matter of taste."""
    place = PLACE.get(outcome)
    return place is not None and colour in COLOURS and abs(COLOURS.index(colour) - place) >= 2
