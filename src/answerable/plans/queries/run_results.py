"""What a run of the schedule keeps: plain JSON, so that it can be read as it was on any later day."""

from __future__ import annotations

from typing import Any

from answerable.plans.queries.plan_network import PlanNetwork
from answerable.rules.network import Schedule
from answerable.rules.network_simulation import Simulation


def results_of(network: PlanNetwork, computed: Schedule, odds: Simulation) -> dict[str, Any]:
    """Dates as ISO text, floats in working days as text, shares as thousandths.

    `p50` and `p80` are by task code, `finish_p50` and `finish_p80` of the whole; `handoffs` are keyed by number.
    """
    axis = network.axis
    lines = _lines(network, computed, odds)
    tasks = {key: line for key, line in lines.items() if key in network.tasks}
    return {
        "finish": axis.ends_on(computed.finish).isoformat(),
        "finish_p50": axis.ends_on(odds.by(50)).isoformat(),
        "finish_p80": axis.ends_on(odds.by(80)).isoformat(),
        "chance_by_end_of_plan": round(odds.chance_of_ending(axis.end(network.plan.ends_on)) * 1000),
        "critical": [key for key in computed.critical() if key in network.tasks],
        "p50": {key: axis.ends_on(odds.by(50, key)).isoformat() for key in tasks},
        "p80": {key: axis.ends_on(odds.by(80, key)).isoformat() for key in tasks},
        "tasks": tasks,
        "handoffs": {key.partition(":")[2]: line for key, line in lines.items() if key in network.handoffs},
        "shape": odds.shape,
        "uncertain": len(network.points),
        "without_duration": list(network.without_duration),
        "calendar_known_until": axis.known_until.isoformat(),
    }


def _lines(network: PlanNetwork, computed: Schedule, odds: Simulation) -> dict[str, dict[str, Any]]:
    """Each activity: earliest and latest dates, floats, whether it decides, and in how many of 1000 runs it does."""
    axis, critical = network.axis, set(computed.critical())
    criticality = odds.criticality()
    found = {}
    for place, key in enumerate(network.network.keys):
        finish = axis.ends_on(int(computed.early_finish[place]))
        late_finish = axis.ends_on(int(computed.late_finish[place]))
        found[key] = {
            "start": min(finish, axis.starts_on(int(computed.early_start[place]))).isoformat(),
            "finish": finish.isoformat(),
            "late_start": min(late_finish, axis.starts_on(int(computed.late_start[place]))).isoformat(),
            "late_finish": late_finish.isoformat(),
            "float": str(axis.days(int(computed.total_float[place]))),
            "free_float": str(axis.days(int(computed.free_float[place]))),
            "critical": key in critical,
            "criticality": round(criticality[place] * 1000),
        }
    return found
