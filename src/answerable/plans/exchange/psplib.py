"""Project networks of the benchmark library PSPLIB (.sm, one mode), read into a schedule.

Format: Kolisch and Sprecher, "PSPLIB", 1997. Durations have no unit there; here they count as minutes. Every
dependency is finish to start without lag. Resources are a question of their own and are left out, with a line in the
report. Files of projects with maximal time lags (.sch), of several projects (.rcmp) and of Patterson's form (.rcp) have
another shape and are refused.
"""

from __future__ import annotations

from answerable.plans.exchange.report import Report
from answerable.plans.exchange.schedule_document import ScheduleDocument, ScheduleLink, ScheduleTask
from answerable.rules.problems import Problem, Refused

_PRECEDENCE, _DURATIONS, _PROJECT = "PRECEDENCE RELATIONS:", "REQUESTS/DURATIONS:", "PROJECT INFORMATION:"


def read(content: bytes, name: str = "") -> tuple[ScheduleDocument, Report]:
    """The network of a .sm file; Refused with what is wrong when it is not one."""
    report = Report()
    lines = content.decode("ascii", "replace").splitlines()
    try:
        successors = {job: (modes, after) for job, modes, count, *after in _rows(lines, _PRECEDENCE)
                      if len(after) == count}  # fmt: skip
        durations = {row[0]: row[2] for row in _rows(lines, _DURATIONS)}
    except (ValueError, IndexError) as error:
        raise Refused(Problem("psplib_not_sm", "", {"name": name})) from error
    if not successors or successors.keys() != durations.keys():
        raise Refused(Problem("psplib_not_sm", "", {"name": name}))
    if any(modes != 1 for modes, _ in successors.values()):
        raise Refused(Problem("psplib_several_modes", "", {"name": name}))
    report.say("psplib_resources_left_out")
    before: dict[int, list[int]] = {job: [] for job in durations}
    for job, (_, after) in successors.items():
        for following in after:
            if following not in before:
                raise Refused(Problem("activity_unknown", "", {"key": str(following)}))
            before[following].append(job)
    tasks = tuple(
        ScheduleTask(job, str(job), str(job), duration=minutes, milestone=minutes == 0,
                     links=tuple(ScheduleLink(earlier) for earlier in before[job]))
        for job, minutes in durations.items()
    )  # fmt: skip
    return ScheduleDocument(name=name, tasks=tasks), report


def published_length(content: bytes) -> int | None:
    """The length of the critical path that the file itself states (MPM-Time), or None."""
    rows = _rows(content.decode("ascii", "replace").splitlines(), _PROJECT)
    return rows[0][-1] if rows else None


def _rows(lines: list[str], heading: str) -> list[list[int]]:
    """The lines of whole numbers below a heading and its row of titles, up to the row of asterisks."""
    if heading not in lines:
        return []
    found = []
    for line in lines[lines.index(heading) + 2 :]:
        if line.startswith("***"):
            break
        if not line.startswith("---"):
            found.append([int(word) for word in line.split()])
    return found
